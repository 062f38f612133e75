"""A sentence encoder of one's own, named in study.yml, is what coders that learn are made with.

The package that reads such models is large and optional, so a small one of the same name and interface stands
in for it: its vectors are counts of letters, read from a model folder.
"""

import shutil
import sys
from dataclasses import replace

import pytest

from comparelib.build.code_table import study_materials
from comparelib.build.coders import CodedTexts, ready_coder
from comparelib.coding.classifier import sentence_encoder
from comparelib.study import Study

PACKAGE = """
import numpy as np
from pathlib import Path

class SentenceTransformer:
    def __init__(self, folder, device):
        assert device == "cpu"
        self.letters = Path(folder, "letters.txt").read_text()

    def get_sentence_embedding_dimension(self):
        return len(self.letters)

    def encode(self, texts, normalize_embeddings, show_progress_bar):
        assert normalize_embeddings and not show_progress_bar
        counts = np.array([[text.lower().count(letter) for letter in self.letters] for text in texts], dtype=float)
        return counts / np.maximum(np.linalg.norm(counts, axis=1, keepdims=True), 1)
"""


@pytest.fixture
def own_encoder(built, tmp_path, monkeypatch):
    """A study with an encoder of its own, and what its package is."""
    study = tmp_path / "study"
    shutil.copytree(built, study)
    (study / "models" / "letters").mkdir(parents=True)
    (study / "models" / "letters" / "letters.txt").write_text("aeioubcdfghklmnprstvwz", encoding="utf-8")
    text = (study / "study.yml").read_text(encoding="utf-8")
    own = text.replace("encoder: use", "encoder: sentence-transformers:models/letters")
    assert own != text
    (study / "study.yml").write_text(own, encoding="utf-8")
    package = tmp_path / "packages" / "sentence_transformers"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(PACKAGE, encoding="utf-8")
    known = tmp_path / "packages" / "sentence_transformers-5.0.dist-info"
    known.mkdir()
    (known / "METADATA").write_text("Name: sentence-transformers\nVersion: 5.0\n", encoding="utf-8")
    monkeypatch.syspath_prepend(package.parent)
    yield study
    sys.modules.pop("sentence_transformers", None)


def test_coders_that_learn_use_the_studys_own_encoder_and_say_which(own_encoder, built):
    study = Study.open(built)
    units, codings = study.units(), study.codings("reference")
    few = units[units["doc_id"].isin(["vl_werkagenda_maakindustrie", "nl_technishow_routekaart_2026"])]
    learned = CodedTexts(few, codings[codings["unit_id"].isin(few["unit_id"])], {})
    materials = replace(study_materials(own_encoder), training=lambda: learned, cache=None)
    coder = ready_coder("classifier", materials)
    assert coder.record.parameters["encoder"].startswith("letters (5.0, ")
    assert materials.encoder == own_encoder / "models" / "letters"


def test_the_identity_of_a_model_is_that_of_its_files(own_encoder):
    folder = own_encoder / "models" / "letters"
    other = shutil.copytree(folder, own_encoder / "models" / "more" / "letters")
    assert sentence_encoder(other).identity == sentence_encoder(folder).identity
    third = shutil.copytree(folder, own_encoder / "models" / "other" / "letters")
    (third / "letters.txt").write_text("aeiou", encoding="utf-8")
    assert sentence_encoder(third).identity != sentence_encoder(folder).identity
    assert sentence_encoder(third).encode(["aap"]).shape == (1, 5)

"""The nearest passages are those of a plain search through all cosines."""

import shutil
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import pytest

from comparelib import Study, nearest
from comparelib.errors import ParameterFault

ASKED = "nl_fme_formatie_2023#0506"  # De overgang naar een circulaire economie is van groot belang.


@dataclass(frozen=True)
class BagOfWords:
    """An encoder that can be checked by hand: each word has its own direction."""

    dimensions: int = 256
    identity: str = "bag of words (1)"

    def encode(self, texts):
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                vectors[row, sha256(word.encode()).digest()[0]] += 1
        return vectors


@dataclass(frozen=True)
class Spent(BagOfWords):
    """The same encoder, after which nothing may be encoded any more."""

    def encode(self, texts):
        raise AssertionError(f"{len(texts)} texts encoded again")


@pytest.fixture(scope="module")
def study(built, tmp_path_factory):
    return Study.open(shutil.copytree(built, tmp_path_factory.mktemp("nearest") / "study"))


def by_hand(study, side):
    units = study.units()
    texts, sides = units["text"].tolist(), study.documents.set_index("doc_id")["jurisdiction"]
    vectors = BagOfWords().encode(texts).astype(float)
    query = vectors[units["unit_id"].tolist().index(ASKED)]
    cosine = vectors @ query / np.maximum(np.linalg.norm(vectors, axis=1) * np.linalg.norm(query), 1e-12)
    rows = [
        (-round(value, 9), place, unit)
        for place, (value, unit, doc, kind) in enumerate(
            zip(cosine, units["unit_id"], units["doc_id"], units["kind"], strict=True)
        )
        if sides[doc] == side and kind != "heading" and unit != ASKED
    ]
    return [(unit, -value) for value, _, unit in sorted(rows)]


def test_equals_a_search_by_hand_and_the_vectors_are_kept(study):
    expected = by_hand(study, "VL")
    answer = nearest(study, ASKED, n=7, encoder=BagOfWords())
    assert answer.frame["unit_id"].tolist() == [unit for unit, _ in expected[:7]]
    assert answer.frame["similarity"].to_list() == pytest.approx(
        [value for _, value in expected[:7]], abs=1e-8
    )
    assert answer.n_searched == len(expected)
    assert answer.typical == pytest.approx(np.median([value for _, value in expected]), abs=1e-8)
    again = nearest(study, ASKED, jurisdiction="VL", n=7, encoder=Spent())
    assert again.frame.equals(answer.frame)
    assert again._repr_html_() == answer._repr_html_()


def test_shared_codes_are_those_of_both_passages(study):
    answer = nearest(study, ASKED, n=20, encoder=BagOfWords())
    codings = study.codings("reference")
    theme = codings[(codings["facet"] == "theme") & (codings["code"] != "none")]
    of = theme.groupby("unit_id")["code"].agg(set).to_dict()
    assert set(answer.codes) == of[ASKED]
    for row in answer.frame.itertuples():
        shared = set(filter(None, row.shared_codes.split(", ")))
        assert shared == of[ASKED] & of.get(row.unit_id, set())
    assert any(answer.frame["shared_codes"])


def test_the_own_side_can_be_asked_for_but_never_finds_the_passage_itself(study):
    answer = nearest(study, ASKED, jurisdiction="NL", n=3, encoder=BagOfWords())
    assert ASKED not in set(answer.frame["unit_id"])
    assert set(answer.frame["jurisdiction"]) == {"NL"}


def test_the_encoder_of_the_classifier_finds_what_means_the_same(study):
    text = "We moeten spullen repareren in plaats van weggooien <b>."
    answer = nearest(study, text, jurisdiction="VL", n=3)
    assert answer.frame["text"].str.contains("circulair", case=False).all()  # though no word is in common
    assert answer.frame["similarity"].is_monotonic_decreasing
    assert answer.frame["similarity"].iloc[0] > answer.typical
    page = answer._repr_html_()
    assert "No score is the border of likeness" in page
    assert "weggooien &lt;b&gt;" in page
    assert nearest(study, text, jurisdiction="VL", n=3).frame.equals(answer.frame)


def test_what_cannot_be_asked_is_refused(study):
    with pytest.raises(ParameterFault, match=r"no unit 'nl_fme_formatie_2023#9999'.*without furniture"):
        nearest(study, "nl_fme_formatie_2023#9999")
    with pytest.raises(ParameterFault, match=r"no unit 'nl_fme_formatie_2024#0001'.*did you mean"):
        nearest(study, "nl_fme_formatie_2024#0001")
    with pytest.raises(ParameterFault, match=r"(?s)passage is empty.*no facet 'thema'.*n cannot be 0"):
        nearest(study, " ", facet="thema", n=0)
    with pytest.raises(ParameterFault, match="jurisdiction 'BE'"):
        nearest(study, ASKED, jurisdiction="BE", encoder=BagOfWords())

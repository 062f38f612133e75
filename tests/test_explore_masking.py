"""Who can be called stands in no answer of the notebook for exploring, as on no page."""

import re

import pandas as pd
import pytest

from comparelib import concordance, nearest, passages_of, pattern_change
from comparelib.explore.masking import covered, masked_passages, privacy_of
from comparelib.study import Study
from comparelib.text.privacy import MARK, Privacy

PERSONAL = re.compile(r"@rvo|Duisterwinkel|\\+31 ?6|06 ?[- ]?\\d{8}")
PRIVACY = Privacy(("Eva Zwart",))


@pytest.fixture(scope="module")
def named(built, tmp_path_factory):
    """The study with a person in the midst of a sentence on the circular economy."""
    study = Study.open(built)
    units = study.units(furniture=True)
    one = units.index[
        units["unit_id"] == study.codings("dictionary").query("code == 'circular_economy'")["unit_id"].iloc[0]
    ][0]
    text = units.at[one, "text"]
    units.at[one, "text"] = f"Wie belt, vraagt naar Lotte Jansma (lotte@voorbeeld.nl, 06 12345678): {text}"
    return study, units, units.at[one, "unit_id"]


def test_text_is_masked_and_spans_move_with_their_words():
    frame = pd.DataFrame(
        {
            "text": ["Mail Eva Zwart over circulaire economie.", "Niets."],
            "section": ["Vraag het Eva Zwart", ""],
            "spans": [((20, 30), (5, 8)), ()],
        }
    )
    shown = masked_passages(frame, PRIVACY)
    assert shown["text"].tolist() == [f"Mail {MARK} over circulaire economie.", "Niets."]
    assert shown["section"].tolist() == [f"Vraag het {MARK}", ""]
    ((span,), none) = shown["spans"]
    assert shown["text"].iloc[0][slice(*span)] == "circulaire"
    assert none == ()
    assert frame["text"].iloc[0].startswith("Mail Eva")


def test_a_covered_text_keeps_every_other_character_in_its_place():
    (text,) = covered(["Mail eva@voorbeeld.nl over staal."], PRIVACY)
    assert len(text) == len("Mail eva@voorbeeld.nl over staal.")
    assert text.split() == ["Mail", MARK, "over", "staal."]
    assert text.index("over") == "Mail eva@voorbeeld.nl over staal.".index("over")


def test_no_answer_holds_who_can_be_called(built, monkeypatch, named):
    study, units, unit_id = named
    policy = units[units["kind"] != "furniture"]

    def read(self, documents=None, *, furniture=False):
        chosen = units if furniture else policy
        return chosen if documents is None else chosen[chosen["doc_id"].isin(documents["doc_id"])]

    monkeypatch.setattr(Study, "units", read)
    assert "Lotte Jansma" in privacy_of(study).names
    found = passages_of(study, "circular_economy", coder="dictionary", limit=2000)
    shown = found.frame.set_index("unit_id").loc[unit_id]
    assert MARK in shown["text"]
    assert "Lotte" not in found._repr_html_() + " ".join(found.frame["text"])
    lines = concordance(study, "vraagt naar *", window=12)
    assert unit_id in set(lines.frame["unit_id"])
    told = lines._repr_html_() + " ".join(lines.frame[["left", "keyword", "right"]].to_numpy().ravel())
    assert not re.search(r"Lotte|Jansma|voorbeeld\\.nl|12345678", told)
    before = Study.open(built)
    change = pattern_change(before, "circular_economy", add=["staal"])
    assert not PERSONAL.search(" ".join(change.passages["text"]))


def test_nearest_passages_of_the_study_hold_no_contact(built):
    found = nearest(Study.open(built), "nl_fme_formatie_2023#0506", encoder=Counting(), n=200)
    assert not PERSONAL.search(" ".join(found.frame["text"]) + found._repr_html_())
    contact = "vraag het Lotte (l.x@voorbeeld.nl)"
    assert nearest(Study.open(built), contact, encoder=Counting(), n=1).text == contact  # one's own words


class Counting:
    """An encoder that counts letters: enough to be asked for neighbours."""

    identity = "counting@1"
    dimensions = 16

    def encode(self, texts):
        import numpy as np

        return np.array(
            [[text.count(letter) for letter in "abcdefghijklmnop"] for text in texts], dtype="float32"
        )

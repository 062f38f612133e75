"""Cards of more texts than anybody reads one by one: no card a text, no card with all their titles."""

import numpy as np
import pandas as pd
import pytest

from comparelib.claims import Grade, findings, gathered, priority_cards, text_priorities
from comparelib.contrast import compare_priorities
from comparelib.labels import LANGUAGES
from comparelib.matrix import theme_matrix
from comparelib.matrix.groups import MOST_DOCUMENTS
from comparelib.priorities import document_shares, priorities
from comparelib.tables import finding_cards
from made_up_study import BOOK, codings, documents, units
from test_claims_cards import faces, unsaid

SIDES = {f"{side}_{number:02d}": 2 for side in ("nl", "vl") for number in range(30)}
EXACT = ["count", "total", "share", "low", "high"]


@pytest.fixture(scope="module")
def matrix():
    table = units(SIDES)
    return theme_matrix(codings(table, coders=("reference",)), table, documents(SIDES), BOOK)


@pytest.fixture(scope="module")
def evidence(matrix):
    names = {name: f"Text {name}" for name in SIDES}
    return gathered(matrix, compare_priorities(matrix, draws=50), faces(names))


def test_shares_without_draws_are_those_of_priorities(matrix):
    whole, bare = priorities(matrix, draws=50).frame, document_shares(matrix).frame
    pd.testing.assert_frame_equal(
        bare[["group", "code", *EXACT]], whole[["group", "code", *EXACT]], check_dtype=False
    )
    assert list(bare.columns) == list(whole.columns)
    assert bare[["rank", "rank_low", "rank_high", "p_top3"]].isna().all(axis=None)


def test_only_a_few_texts_are_drawn_anew(matrix):
    assert text_priorities(matrix, draws=50).frame["rank"].isna().all()
    few = dict.fromkeys([*list(SIDES)[:3], *list(SIDES)[-3:]], 2)
    table = units(few)
    small = theme_matrix(codings(table, coders=("reference",)), table, documents(few), BOOK)
    pd.testing.assert_frame_equal(text_priorities(small, draws=50).frame, priorities(small, draws=50).frame)


def test_what_each_of_many_texts_puts_first_is_refused_once_and_says_why(evidence):
    (card,) = priority_cards(evidence)
    assert card.grade is Grade.REFUSED
    assert "60 texts" in card.words["en"]
    assert "180" in card.reason["en"]
    assert [unsaid(card, language) for language in LANGUAGES] == [[], []] or "tot 40 teksten" in card.words[
        "nl"
    ]
    assert sum(found.kind.value == "priority" for found in findings(evidence)) == 1


def test_a_card_on_many_texts_counts_them_instead_of_naming_them(evidence):
    look = evidence.faces["nl"]
    page = finding_cards(findings(evidence), look).html()
    assert "60, elk in de lijst van documenten" in page
    assert "Text nl_00" not in page
    assert len(SIDES) > MOST_DOCUMENTS
    assert np.isfinite(evidence.texts.frame["share"]).all()

"""What both sides put first, what is one side's own, and what cannot be told apart."""

import numpy as np
import pandas as pd
import pytest

from chart_samples import look
from comparelib import tables
from comparelib.claims import Place, Told, shared_and_own
from comparelib.contrast import compare_priorities
from comparelib.errors import ParameterFault
from comparelib.matrix import CodedUnits, theme_matrix_of
from comparelib.model import Counting
from comparelib.priorities import simultaneous_ranks

CODES = ("shared", "own_a", "own_b", "rare", "never")
SHARES = {
    "nl_a": ("NL", (0.8, 0.5, 0.02, 0.05, 0.0)),
    "nl_b": ("NL", (0.8, 0.5, 0.02, 0.05, 0.0)),
    "nl_c": ("NL", (0.8, 0.5, 0.02, 0.05, 0.0)),
    "vl_a": ("VL", (0.8, 0.02, 0.5, 0.05, 0.0)),
}


def corpus(units):
    """Texts of paragraphs of one unit; each code in exactly its share of them."""
    rng = np.random.default_rng(5)
    values = np.concatenate(
        [
            np.column_stack([rng.permutation(units) < round(share * units) for share in shares])
            for _, shares in SHARES.values()
        ]
    ).astype(float)
    index = pd.Index(list(SHARES), name="doc_id")
    zero = pd.Series(0, index=index)
    n = len(values)
    return theme_matrix_of(
        CodedUnits(
            "theme",
            "reference",
            Counting.PRESENCE,
            CODES,
            pd.DataFrame({"jurisdiction": [side for side, _ in SHARES.values()]}, index=index),
            pd.Index([f"u#{place:04d}" for place in range(n)]),
            values,
            np.ones(n),
            np.repeat(np.arange(len(SHARES)), units),
            np.arange(n),
            zero,
            zero,
        )
    )


@pytest.fixture(scope="module")
def long():
    matrix = corpus(200)
    return matrix, compare_priorities(matrix, draws=300)


@pytest.fixture(scope="module")
def found(long):
    return shared_and_own(*long, first=2)


def kinds(found):
    return found.frame.set_index("code")[["place", "told"]]


def test_themes_are_sorted_into_shared_own_and_not_told_apart(found):
    said = kinds(found)
    assert said.loc["shared"].tolist() == [Place.BOTH_SURELY, Told.NOT_APART]
    assert said.loc["own_a"].tolist() == [Place.ONLY_A, Told.MORE_A]
    assert said.loc["own_b"].tolist() == [Place.ONLY_B, Told.MORE_B]
    assert said.loc["rare"].tolist() == [Place.NEITHER, Told.NOT_APART]
    assert found.frame["code"].tolist()[:3] == ["own_a", "own_b", "shared"]


def test_a_theme_that_no_text_has_is_first_nowhere(long):
    assert kinds(shared_and_own(*long, first=len(CODES))).loc["never", "place"] == Place.NEITHER


def test_short_texts_are_first_as_counted_and_not_surely():
    matrix = corpus(20)
    said = kinds(shared_and_own(matrix, compare_priorities(matrix, draws=300), first=1))
    assert said.loc["shared", "place"] == Place.BOTH


def test_a_difference_within_what_texts_of_one_side_differ_is_no_sides_own(long):
    matrix, comparison = long
    from dataclasses import replace

    inside = replace(comparison, frame=comparison.frame.assign(outside_placebo=False))
    said = kinds(shared_and_own(matrix, inside, first=2))
    assert said.loc[["own_a", "own_b"], "told"].tolist() == [Told.WITHIN_SIDES] * 2


def test_ranks_of_both_sides_hold_at_once(long, found):
    matrix, comparison = long
    ranks = simultaneous_ranks(matrix, weighting="equal", level=0.975, draws=300, seed=comparison.seed).frame
    own = ranks[ranks["group"] == "VL"].set_index("code")
    told = found.frame.set_index("code")
    for name in ("rank", "rank_low", "rank_high"):
        assert told[f"{name}_b"].to_dict() == own[name].to_dict()


@pytest.mark.parametrize("first", [0, 6])
def test_a_number_of_places_that_is_none_is_refused(long, first):
    with pytest.raises(ParameterFault, match="1 to 5 places"):
        shared_and_own(*long, first=first)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_table_names_one_text_as_one_text_and_leads_to_passages(found, language):
    face = look(language)
    shown = tables.shared_table(found, face, href=lambda side, code: f"#{side}-{code}")
    assert 'href="#VL-own_b"' in shown.html()
    said = shown.texts().set_index(shown.columns[0].label).iloc[:, 0].tolist()[:2]
    one = {"en": "(one text)", "nl": "(één tekst)"}[language]
    assert said[0].endswith(face.name("NL"))
    assert said[1].endswith(f"{face.name('VL')} {one}")

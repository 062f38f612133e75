"""Words of two sides are contrasted as one variety of Dutch, without names and words of grammar."""

import pandas as pd
import pytest

from chart_samples import look
from comparelib import charts
from comparelib.contrast import comparable_vocabulary
from comparelib.contrast.wording import names_in
from comparelib.variants import Variant, VariantKind

VARIANTS = (Variant(("mkb",), ("kmo",), VariantKind.LEXICAL_DOUBLET, ""),)
TEXTS = {
    "nl_a": [
        "Het mkb in Leiden vraagt geld.",
        "Subsidie helpt het mkb en AI.",
        "Subsidie is nodig in Leiden.",
    ],
    "vl_a": [
        "De kmo in Gent hergebruikt staal.",
        "Hergebruik helpt elke kmo.",
        "Gent kiest hergebruik en AI.",
    ],
}


@pytest.fixture(scope="module")
def tables():
    rows = [
        (f"{doc_id}#{place:04d}", doc_id, place, "sentence", text)
        for doc_id, texts in TEXTS.items()
        for place, text in enumerate(texts, start=1)
    ]
    units = pd.DataFrame(rows, columns=["unit_id", "doc_id", "paragraph", "kind", "text"])
    documents = pd.DataFrame({"doc_id": list(TEXTS), "jurisdiction": ["NL", "VL"]})
    return units, documents


def test_names_are_words_that_are_never_in_lower_case():
    texts = [text for part in TEXTS.values() for text in part]
    assert names_in(texts) == {"leiden", "gent"}
    assert "hergebruik" not in names_in(texts)
    assert "ai" not in names_in(texts)


def test_doublets_are_one_word_and_names_and_grammar_are_gone(tables):
    found = comparable_vocabulary(*tables, VARIANTS, draws=50, seed=1)
    counts = found.frame.set_index("word")
    assert "kmo" not in counts.index
    assert counts.loc["mkb", ["count_a", "count_b"]].tolist() == [2, 2]
    assert not {"leiden", "gent", "het", "de", "en", "in"} & set(counts.index)
    apart = comparable_vocabulary(*tables, (), draws=50, seed=1).frame.set_index("word")
    assert "mkb" not in apart.index  # two on one side alone: fewer than are shown
    assert found.dropped


def test_the_chart_shows_the_words_of_both_sides_with_their_counts(tables):
    units, documents = tables
    thrice = [units.assign(unit_id=f"{time}-" + units["unit_id"]) for time in range(3)]
    found = comparable_vocabulary(pd.concat(thrice, ignore_index=True), documents, VARIANTS, draws=50, seed=1)
    chart = charts.word_contrast(found, look("nl"), top=3)
    assert len(chart.table) <= 6
    shown = chart.table.set_index("word")["log_odds"]
    assert shown["hergebruik"] > 0
    assert "hergebruik" in chart.alt.split("Nederland heeft meer")[0]
    assert chart.svg() == charts.word_contrast(found, look("nl"), top=3).svg()
    assert "<a " not in chart.svg()

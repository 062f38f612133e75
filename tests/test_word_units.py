"""Words of a contrast lead to the units that have them, also where a text has the other side's word."""

import pandas as pd
import pytest

from chart_samples import look
from comparelib import charts
from comparelib.contrast import comparable_vocabulary, most_contrasted, word_units
from comparelib.errors import NotEstimable
from comparelib.reporting.evidence.of_rules import found_passages, word_passages
from comparelib.study import Study
from comparelib.variants import Variant, VariantKind

VARIANTS = (Variant(("mkb",), ("kmo",), VariantKind.LEXICAL_DOUBLET, ""),)
TEXTS = {
    "nl_a": ["subsidie helpt", "subsidie en subsidie", "het mkb vraagt subsidie"],
    "vl_a": ["kmo en hergebruik", "elke kmo wil hergebruik", "de kmo kiest Hergebruik"],
}
TITLE = {"en": "Words", "nl": "Woorden"}


@pytest.fixture(scope="module")
def tables():
    rows = [
        (f"{doc_id}#{place:04d}", doc_id, place, "sentence", text)
        for doc_id, texts in TEXTS.items()
        for place, text in enumerate(texts, start=1)
    ]
    units = pd.DataFrame(rows, columns=["unit_id", "doc_id", "paragraph", "kind", "text"])
    return units, pd.DataFrame({"doc_id": list(TEXTS), "jurisdiction": ["NL", "VL"]})


@pytest.fixture(scope="module")
def contrast(tables):
    return comparable_vocabulary(*tables, VARIANTS, draws=20)


def test_every_occurrence_is_found_in_its_place(tables, contrast):
    found = word_units(contrast, *tables, VARIANTS, facet=("word", TITLE))
    own = found.codings[found.codings["code"] == "word-subsidie"]
    assert own["unit_id"].tolist() == ["nl_a#0001", "nl_a#0002", "nl_a#0002", "nl_a#0003"]
    text = dict(zip(tables[0]["unit_id"], tables[0]["text"], strict=True))
    assert all(text[row.unit_id][row.start : row.end] == row.evidence for row in own.itertuples())
    assert found.matrix.counts["word-subsidie"].tolist() == [3, 0]
    assert found.matrix.counts["word-hergebruik"].tolist() == [0, 3]


def test_the_other_sides_word_counts_and_the_rule_names_the_pair(tables, contrast):
    found = word_units(contrast, *tables, VARIANTS, facet=("word", TITLE))
    own = found.codings[found.codings["code"] == "word-mkb"].set_index("unit_id")
    assert len(own) == 4
    assert own.loc["vl_a#0001", "rule"] == "mkb/kmo"
    assert pd.isna(own.loc["vl_a#0001", "start"])
    assert own.loc["nl_a#0003", "evidence"] == "mkb"


def test_the_words_are_those_of_the_chart(contrast):
    def leaf(word):
        return f"#{word}"

    drawn = charts.word_contrast(contrast, look(), top=1, leaf=leaf)
    words = [word for part in most_contrasted(contrast.frame, 1) for word in part["word"]]
    assert drawn.table["word"].tolist() == words
    for word in words:
        assert drawn.html().count(f'href="#{word}"') == 2  # in the figure and in its table


def test_a_contrast_without_words_is_refused(tables, contrast):
    from dataclasses import replace

    with pytest.raises(NotEstimable):
        word_units(replace(contrast, frame=contrast.frame.iloc[:0]), *tables, facet=("word", TITLE))


def test_a_page_has_the_units_of_each_word_and_brings_its_own_codings(built):
    study = Study.open(built)
    texts, face = study.documents, study.look("nl")
    units = study.units(texts)
    words = comparable_vocabulary(units, texts, study.variants, draws=20)
    spoken = word_passages(study, words, units, face, top=2)
    first = str(most_contrasted(words.frame, 2)[0]["word"].iloc[0])
    count = words.frame.set_index("word").loc[first]
    shown = spoken.passages.shown[":all"][f"word-{first}"]
    assert 0 < shown <= count["count_a"] + count["count_b"]
    assert spoken.leaf(first) == f"#passages-:all-word-{first}"
    assert spoken.leaf("nergens") is None
    page = spoken._repr_html_()
    assert f'id="passages-:all-word-{first}"' in page
    assert '"carried":{' in page
    assert '"parcels":{}' in page


def test_strategies_and_their_counts_lead_to_the_same_units(built):
    study = Study.open(built)
    use = study.strategies(study.matrix())
    behind = found_passages(study, use, study.look("en"))
    for row in use.frame.itertuples():
        assert len(behind.of(row.group, row.code)) == row.count
        assert (behind.href(row.group, row.code) is None) == (row.count == 0)
    assert behind.title("reuse") == "Reuse (R3)"

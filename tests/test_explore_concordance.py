"""Keywords in context: counted against a plain regular expression, contexts against a text read by hand."""

import re

import pandas as pd
import pytest

from comparelib import Study, concordance
from comparelib.errors import DictionaryFault, ParameterFault
from comparelib.explore.markup import marked
from comparelib.explore.running_text import RunningText, backwards


@pytest.fixture(scope="module")
def study(built):
    return Study.open(built)


# A word does not go on into a letter, a digit or a hyphen on either side.
REGEX = {
    "circula* econom*": r"(?<![\w-])circula[\w-]*\s+econom[\w-]*",
    "maakindustrie": r"(?<![\w-])maakindustrie(?![\w-])",
    "*recycl*": r"(?<![\w-])[\w-]*recycl[\w-]*",
    "in 20??": r"(?<![\w-])in\s+20\d\d(?![\w-])",
}


@pytest.mark.parametrize("pattern", REGEX)
def test_matches_are_those_of_a_plain_regular_expression(study, pattern):
    units = study.units()
    found = concordance(study, pattern).frame
    oracle = [
        (unit, match.start(), match.end())
        for unit, text in zip(units["unit_id"], units["text"], strict=True)
        for match in re.finditer(REGEX[pattern], text, re.IGNORECASE)
    ]
    assert list(zip(found["unit_id"], found["start"], found["end"], strict=True)) == oracle
    assert oracle


def test_counts_add_up_and_are_relative_to_all_words(study):
    found = concordance(study, "circula* econom*")
    counts = found.counts.set_index("group")
    sides, documents = (counts[counts["group_kind"] == kind] for kind in ("jurisdiction", "document"))
    assert set(documents.index) == set(study.documents["doc_id"])  # those without a match have a row too
    assert documents.loc["nl_ebz_visie_industrie_2020", ["n_matches", "per_10000"]].tolist() == [0, 0]
    for name in ("n_matches", "n_units", "n_words"):
        assert sides[name].sum() == documents[name].sum()
    assert sides["n_matches"].to_dict() == {"NL": 13, "VL": 9}
    assert (
        documents.loc["nl_cda_industriepolitiek_2022", "n_matches"] == 1
    )  # "Daarom is een circulaire economie"
    ratio = 10_000 * counts["n_matches"] / counts["n_words"]
    assert counts["per_10000"].to_list() == pytest.approx(ratio.to_list())


def test_words_are_counted_as_the_tokeniser_cuts_them(study):
    from comparelib.coding.dictionary.tokens import token_texts

    counts = concordance(study, "de").counts.set_index("group")["n_words"]
    by_hand = (
        study.units().groupby("doc_id")["text"].agg(lambda texts: sum(map(len, map(token_texts, texts))))
    )
    assert counts[by_hand.index].to_dict() == by_hand.to_dict()


def test_the_context_goes_on_over_units_and_shows_where_a_paragraph_ends():
    units = pd.DataFrame(
        {
            "text": ["Kop boven", "Wij zetten in op (meer) hergebruik.", "Dat is nodig, zegt\nmen."],
            "paragraph": [1, 2, 2],
        }
    )
    text = RunningText.of(units.assign(shown=units["text"]))
    assert text.n_words == 13
    start = units["text"][1].index("hergebruik")
    assert text.around(1, start, start + 10, 3) == ("in op (meer)", ". Dat is nodig")
    assert text.around(1, start, start + 10, 99) == (
        "Kop boven ¶ Wij zetten in op (meer)",
        ". Dat is nodig, zegt men",
    )
    assert text.around(0, 0, 3, 2) == ("", "boven ¶ Wij")
    assert backwards("in op (Meer)") == "meer op in"


def test_sorted_by_the_nearest_word_to_the_left_and_to_the_right(study):
    left = concordance(study, "circulaire economie", sort="left").frame["left"].map(backwards).tolist()
    assert left == sorted(left)
    assert len(set(left)) > 5
    right = concordance(study, "circulaire economie", sort="right").frame["right"].str.lower()
    first = [words[0] for text in right if (words := re.findall(r"\w+", text))]
    assert first == sorted(first)


def test_gaps_case_and_conditions_are_those_of_the_pattern_files(study):
    assert (
        concordance(study, "de … economie")
        .frame["keyword"]
        .str.fullmatch(r"(?is)de(\s+\S+){0,6}\s+economie")
        .all()
    )
    near = concordance(study, {"pattern": "de … economie", "gap": 0}).frame
    assert set(near["keyword"].str.lower()) <= {"de economie"}
    cased = concordance(study, {"pattern": "CIRCULAIRE ECONOMIE", "case": True}).frame
    assert set(cased["keyword"]) == {"CIRCULAIRE ECONOMIE"}
    both = concordance(study, {"pattern": "economie", "with": ["circulair*"]}).frame
    texts = study.units().set_index("unit_id")["text"]
    assert len(both)
    assert texts[both["unit_id"]].str.contains("circulair", case=False).all()


def test_forms_are_counted_and_words_that_are_nowhere_are_named(study):
    forms = concordance(study, "circula*").forms
    assert forms["n_matches"].is_monotonic_decreasing
    assert forms.set_index("form")["n_matches"]["circulaire"] > 50
    nothing = concordance(study, "circulaire kwantumfysica")
    assert nothing.frame.empty
    assert nothing.strangers == ("kwantumfysica",)
    assert nothing.counts["n_matches"].sum() == 0
    assert "kwantumfysica" in nothing._repr_html_()


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("r&d", "'r&d' can never match: no token is 'r&d'.*Write 'r & d'|Write 'r d'"),
        ("wet- en regelgeving", "can never match: no token is 'wet-'. Write 'wet en regelgeving'"),
        ("*", "matches everything"),
        ("", "pattern is empty"),
        ("… economie", "begins or ends with a gap"),
        ({"pattern": "economie", "gap": -1}, "gap -1 is no gap"),
        ({"pattern": "economie", "weigth": 2}, "unknown key 'weigth'"),
    ],
)
def test_a_pattern_that_cannot_be_is_refused_with_the_reason(study, pattern, reason):
    with pytest.raises(DictionaryFault, match=reason):
        concordance(study, pattern)


def test_wrong_choices_are_named_together(study):
    with pytest.raises(
        ParameterFault, match=r"(?s)window cannot be 0.*limit cannot be 0.*no sort 'lef'.*'left'"
    ):
        concordance(study, "de", window=0, limit=0, sort="lef")
    with pytest.raises(ParameterFault, match="jurisdiction 'BE' is not in this study"):
        concordance(study, "de", jurisdiction="BE")


def test_the_page_says_what_is_not_shown_and_marks_and_escapes(study):
    page = concordance(study, "de", limit=3, language="nl")._repr_html_()
    total = len(concordance(study, "de").frame)
    assert page.count("<mark") == 3
    assert f"{total - 3:,} van {total:,} staan hier niet".replace(",", ".") in page
    assert marked("<b> & x", [(1, 2), (0, 3)]) == "<mark>&lt;b&gt;</mark> &amp; x"


def test_one_side_is_searched_where_one_is_asked_for(study):
    found = concordance(study, "economie", jurisdiction="VL")
    assert set(found.frame["jurisdiction"]) == {"VL"}
    assert found.counts["group"].tolist() == ["VL", "vl_werkagenda_maakindustrie"]

import re
from dataclasses import replace

import pandas as pd
import pytest
from lxml import html

from chart_samples import look as sample_look
from comparelib.charts import JurisdictionStyle, Look
from comparelib.claims import (
    Card,
    Evidence,
    FindingKind,
    Grade,
    at_least,
    balance_cards,
    difference_cards,
    distance_card,
    document_groups_card,
    document_test_cards,
    findings,
    paragraph_groups_card,
    priority_cards,
    scope_cards,
    shared_cards,
)
from comparelib.clusters import paragraph_groups
from comparelib.contrast import compare_priorities
from comparelib.errors import ParameterFault
from comparelib.labels import formatted
from comparelib.labels.catalogue import keys
from comparelib.matrix import theme_matrix
from comparelib.multiverse import multiverse
from comparelib.priorities import jurisdiction_priorities, priorities
from comparelib.reliability import agreement
from comparelib.study import Study
from comparelib.tables import finding_cards, graded_table
from made_up_study import BOOK, codings, documents, units

FORMS = ("count", "share", "percent", "bare", "points", "decimal", "small", "p", "signed")
QUOTED = re.compile("“[^”]*”")
NUMBER = re.compile(r"[+\N{MINUS SIGN}]?\d(?:[\d.,]*\d)?")
SIDES = {
    "nl": {"NL": "Nederlandse teksten", "VL": "Vlaamse teksten"},
    "en": {"NL": "Dutch texts", "VL": "Flemish texts"},
}


def faces(names: dict[str, str] | None = None) -> dict[str, Look]:
    return {
        language: Look(
            language,
            {},
            names or {},
            {side: JurisdictionStyle(label, "#0072B2", "o") for side, label in labels.items()},
        )
        for language, labels in SIDES.items()
    }


def evidence_of(  # noqa: PLR0913 - the tables, and what differs
    rows, table, which, *, book=BOOK, looks=None, others="human:b", counting="presence"
) -> Evidence:
    matrix = theme_matrix(rows, table, which, book, counting=counting)
    codes = book.facet("theme").names
    return Evidence(
        matrix,
        looks or faces(),
        priorities(matrix, draws=200),
        jurisdiction_priorities(matrix, draws=200),
        compare_priorities(matrix, draws=100),
        multiverse(rows, table, which, book, coders=("reference", others), headline={"counting": counting}),
        agreement(rows, table, coders=("reference", others), documents=which, codes=codes, draws=50),
    )


@pytest.fixture(scope="module")
def starter(built):
    study = Study.open(built)
    looks = {language: study.look(language) for language in ("nl", "en")}
    return evidence_of(
        study.codings(),
        study.units(),
        study.documents,
        book=study.codebook,
        looks=looks,
        others="annotator_a",
    )


@pytest.fixture(scope="module")
def made():
    table = units()
    return evidence_of(codings(table), table, documents())


@pytest.fixture(scope="module")
def several():
    """Three texts against two."""
    sides = {"nl_a": 12, "nl_b": 9, "nl_c": 8, "vl_a": 12, "vl_b": 10}
    table = units(sides)
    return evidence_of(codings(table), table, documents(sides))


@pytest.fixture(scope="module")
def every_card(starter, made, several):
    groups = paragraph_groups(made.matrix, draws=4, max_k=2)
    return [
        *findings(starter),
        *findings(made, groups),
        *findings(several),
        paragraph_groups_card(made, replace(groups, k=2)),
        paragraph_groups_card(made, replace(groups, k=1)),
    ]


def unsaid(card: Card, language: str) -> list[str]:
    """Numbers in the words of a card that are not among its numbers."""
    allowed = {
        token
        for value in card.numbers.values()
        for form in FORMS
        for token in NUMBER.findall(formatted(value, form, language))
    }
    return [token for token in NUMBER.findall(QUOTED.sub("", card.words[language])) if token not in allowed]


def test_every_number_in_the_words_is_one_of_the_cards_numbers(every_card):
    for card in every_card:
        for language in ("nl", "en"):
            assert unsaid(card, language) == [], card.words[language]


def test_both_languages_say_the_same_numbers(every_card):
    turn = str.maketrans(",.", ".,")
    for card in every_card:
        dutch, english = (NUMBER.findall(QUOTED.sub("", card.words[each])) for each in ("nl", "en"))
        assert sorted(token.translate(turn) for token in dutch) == sorted(english)


def test_the_check_finds_a_number_that_is_wrong(made):
    card = difference_cards(made)[0]
    wrong = replace(card, numbers={**card.numbers, "share_b": card.numbers["share_b"] + 0.01})
    assert unsaid(wrong, "en")


@pytest.mark.parametrize("kind", ["starter", "made", "several"])
def test_the_numbers_of_a_difference_are_those_of_the_comparison(kind, request):
    evidence = request.getfixturevalue(kind)
    frame = evidence.comparison.frame.set_index("code")
    for card in difference_cards(evidence):
        row = frame.loc[card.key.removeprefix("difference-")]
        for name, column in (
            ("share_b", "share_b"),
            ("difference", "difference"),
            ("low", "difference_low"),
            ("high", "difference_high"),
        ):
            assert card.numbers[name] == row[column]
            form = "share" if name == "share_b" else "points"
            assert formatted(row[column], form, "en") in card.words["en"]
            assert formatted(row[column], form, "nl") in card.words["nl"]


def test_placebos_are_counted_one_by_one(made):
    placebos = made.comparison.placebos
    counts = set()
    for card in difference_cards(made):
        own = placebos[placebos["code"] == card.code]["difference"].abs()
        assert card.support.placebos == len(own) == 4
        assert card.support.placebos_exceeded == (own < abs(card.numbers["difference"])).sum()
        counts.add(card.support.placebos_exceeded)
    assert len(counts) > 1


def test_a_distance_beyond_all_deals_is_said_with_their_number(made):
    for percentile, said in ((1.0, "each of the 100 deals"), (0.97, "97% of the deals")):
        distance = replace(made.comparison.distance, percentile=percentile)
        card = distance_card(replace(made, comparison=replace(made.comparison, distance=distance)))
        assert said in card.words["en"]


def test_larger_and_smaller_are_said_as_they_are(every_card):
    shown = [card for card in every_card if card.kind is FindingKind.DIFFERENCE and card.grade.rank < 3]
    assert shown
    for card in shown:
        above = card.numbers["share_b"] > card.numbers["largest"]
        assert above or card.numbers["share_b"] < card.numbers["smallest"]
        assert ("larger" if above else "smaller") in card.words["en"]
        assert ("groter" if above else "kleiner") in card.words["nl"]


JURISDICTIONS = re.compile(
    r"\b(Flanders|Vlaanderen|Flemish|Vlaamse?|Vlamingen|The Netherlands|Nederland|Dutch|Nederlandse?)\b(?! (texts|teksten))",
    re.IGNORECASE,
)


def test_no_card_claims_anything_of_a_jurisdiction(every_card):
    for card in every_card:
        for text in (*card.words.values(), *card.reason.values()):
            assert not JURISDICTIONS.search(QUOTED.sub("", text)), text


def test_the_check_on_jurisdictions_finds_what_it_must():
    for text in (
        "Flanders prioritises energy.",
        "Vlaanderen geeft voorrang aan werk.",
        "Flemish policy differs.",
    ):
        assert JURISDICTIONS.search(text)
    assert not JURISDICTIONS.search("the 4 Dutch texts")


def test_a_side_of_one_text_is_called_by_its_text_never_by_its_side(starter):
    (name,) = starter.documents("VL")
    for card in findings(starter):
        for language in ("nl", "en"):
            assert SIDES[language]["VL"].split()[0] not in QUOTED.sub("", card.words[language])
        if card.kind is FindingKind.DIFFERENCE:
            assert f"“{starter.faces['en'].name(name)}”" in card.words["en"]


def test_what_one_text_cannot_carry_is_refused(starter):
    refused = {card.key: card for card in findings(starter) if card.grade is Grade.REFUSED}
    assert set(refused) == {"scope-VL", "document-test", "groups-documents"}
    assert refused["document-test"].numbers["floor"] == pytest.approx(0.2)
    assert refused["groups-documents"].numbers["n"] == 5
    assert refused["scope-VL"].support.documents == ("vl_werkagenda_maakindustrie",)


def test_the_starter_corpus_says_what_the_methods_allow(starter):
    cards = {card.key: card for card in findings(starter)}
    headline = cards["difference-circular_economy"]
    assert headline.grade is Grade.STRONG
    assert headline.words["en"].startswith(
        "The text “Vlaanderen Circulair” gives a larger share of its units"
    )
    assert "than each of the 4 Dutch texts" in headline.words["en"]
    assert headline.support.placebos == headline.support.placebos_exceeded == 4
    assert headline.support.robust
    assert cards["distance"].grade is Grade.TENTATIVE
    assert cards["distance"].support.p_document >= 0.2
    assert cards["balance-NL"].numbers["part"] == pytest.approx(784 / 1195)
    assert len([key for key in cards if key.startswith("difference-")]) == 21
    assert len(cards) == len(findings(starter))


def test_small_sides_and_unmatched_kinds_are_refused_too(several):
    assert [card.key for card in scope_cards(several)] == ["scope-NL", "scope-VL"]
    assert "at least 4 texts" in scope_cards(several)[0].words["en"]
    unmatched = replace(several.comparison, caution=type(several.comparison.caution)("unmatched_genres"))
    (card,) = scope_cards(replace(several, comparison=unmatched))
    assert "2 kinds of document" in card.words["en"]
    free = replace(several.comparison, caution=type(several.comparison.caution)(""))
    assert scope_cards(replace(several, comparison=free)) == ()


def test_a_test_over_documents_is_refused_above_its_floor_only(several):
    (card,) = document_test_cards(several)
    assert card.numbers["floor"] == pytest.approx(1 / 10)


def test_priorities_have_their_rank_interval_and_probability(made):
    frame = made.texts.frame.set_index(["group", "code"])
    cards = priority_cards(made)
    assert {card.support.documents[0] for card in cards} == set(made.matrix.documents.index)
    for card in cards:
        document = card.support.documents[0]
        row = frame.loc[(document, card.key.removeprefix(f"priority-{document}-"))]
        assert row["rank"] <= 3
        assert (card.numbers["rank_low"], card.numbers["rank_high"]) == (row["rank_low"], row["rank_high"])
        assert card.numbers["p_top"] == row["p_top3"]
        assert f"{int(row['rank_low'])} to {int(row['rank_high'])}" in card.words["en"]


def test_a_rank_without_an_interval_is_refused_and_not_said(made):
    frame = made.texts.frame.copy()
    frame.loc[frame["group"] == "nl_d", ["rank_low", "rank_high", "p_top3"]] = pd.NA
    cards = priority_cards(replace(made, texts=replace(made.texts, frame=frame)))
    bare = [card for card in cards if card.support.documents == ("nl_d",)]
    assert bare
    assert {card.grade for card in bare} == {Grade.REFUSED}
    assert all(not NUMBER.findall(QUOTED.sub("", card.words["en"])) for card in bare)


def test_certainty_is_never_said(made):
    frame = made.texts.frame.assign(p_top3=1.0)
    for card in priority_cards(replace(made, texts=replace(made.texts, frame=frame))):
        assert "more than 99%" in card.words["en"]
        assert unsaid(card, "nl") == unsaid(card, "en") == []


def test_shared_priorities_are_among_the_first_three_of_both(made):
    frame = made.sides.frame
    for card in shared_cards(made):
        own = frame[frame["code"] == card.key.removeprefix("shared-")]
        assert (own["rank"] <= 3).all()
        assert (card.numbers["p_a"], card.numbers["p_b"]) == tuple(own["p_top3"])
    first = frame[frame["rank"] <= 3].groupby("code")["group"].nunique()
    assert len(shared_cards(made)) == (first == 2).sum()


def test_balance_names_the_text_that_holds_most(made):
    (card,) = balance_cards(made)
    totals = made.matrix.totals
    assert card.numbers["part"] == pytest.approx(totals["nl_long"] / totals[:4].sum())
    even = replace(made, matrix=replace(made.matrix, totals=totals * 0 + 10))
    assert balance_cards(even) == ()


def test_groups_of_many_documents_are_not_refused_but_not_claimed_either(made):
    many = made.matrix.totals.to_dict() | {f"nl_{n}": 5.0 for n in range(20)}
    rows = pd.DataFrame({"jurisdiction": "NL"}, index=pd.Index(list(many), name="doc_id"))
    matrix = replace(made.matrix, totals=pd.Series(many), documents=rows)
    card = document_groups_card(replace(made, matrix=matrix))
    assert card.grade is Grade.NOT_SUPPORTED
    assert card.numbers["n"] == 25


def test_without_multiverse_or_reliability_no_card_on_a_theme_is_strong(starter):
    bare = replace(starter, multiverse=None, agreement=None)
    cards = difference_cards(bare) + priority_cards(bare)
    assert Grade.STRONG not in {card.grade for card in cards}
    first = cards[0]
    assert first.grade is Grade.MODERATE
    assert first.support.robust is first.support.reliability is None
    lowered = next(
        card for card in priority_cards(bare) if card.grade is Grade.MODERATE and card.numbers["p_top"] > 0.95
    )
    assert "not known" in lowered.reason["en"]


def test_a_theme_that_coders_do_not_agree_on_is_tentative_at_best(starter):
    frame = starter.agreement.frame.copy()
    frame.loc[(frame["code"] == "circular_economy") & (frame["statistic"] == "alpha"), "value"] = 0.5
    cards = difference_cards(replace(starter, agreement=replace(starter.agreement, frame=frame)))
    card = next(card for card in cards if card.key == "difference-circular_economy")
    assert card.grade is Grade.TENTATIVE
    assert "not reliable enough" in card.reason["en"]


def test_tokens_are_called_words():
    table = units()
    evidence = evidence_of(codings(table), table, documents(), counting="tokens")
    card = at_least(difference_cards(evidence), Grade.TENTATIVE)[0]
    assert "of its words" in card.words["en"]
    assert "van zijn woorden" in card.words["nl"]


def test_results_that_do_not_belong_together_are_refused(made):
    with pytest.raises(ParameterFault) as caught:
        replace(made, faces={"nl": made.faces["nl"]}, texts=made.sides)
    assert len(caught.value.faults) == 2
    turned = replace(made.multiverse, jurisdictions=("VL", "NL"))
    with pytest.raises(ParameterFault, match="same jurisdictions"):
        replace(made, multiverse=turned)
    moved = made.multiverse.robustness.assign(estimate=0.1)
    with pytest.raises(ParameterFault, match="whose headline is the comparison"):
        replace(made, multiverse=replace(made.multiverse, robustness=moved))


def test_the_best_supported_come_first_and_can_be_picked(made):
    cards = findings(made)
    ranks = [card.grade.rank for card in cards if card.kind is FindingKind.DIFFERENCE]
    assert ranks == sorted(ranks)
    assert all(card.grade in (Grade.STRONG, Grade.MODERATE) for card in at_least(cards, Grade.MODERATE))
    assert len({card.key for card in cards}) == len(cards)


def test_the_same_results_give_the_same_cards(made):
    assert [card.words for card in findings(made)] == [card.words for card in findings(made)]
    with pytest.raises(TypeError):
        findings(made)[0].numbers["n_a"] = 3


def test_every_word_of_the_catalogue_belongs_to_a_grade_or_kind_that_exists():
    for grade in Grade:
        assert f"claim.grade.{grade.value}" in keys()
    for kind in FindingKind:
        assert f"claim.kind.{kind.value}" in keys()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_cards_on_a_page_are_labelled_by_their_sentence_and_list_their_support(made, language):
    look = made.faces[language]
    cards = findings(made)
    page = html.fromstring(finding_cards(cards, look)._repr_html_())
    assert page.tag == "ul"
    assert page.get("aria-label")
    sections = page.xpath(".//section")
    assert len(sections) == len(cards)
    assert not page.xpath(".//h1 | .//h2 | .//h3 | .//h4")
    ids = page.xpath(".//@id")
    assert len(ids) == len(set(ids))
    for section, card in zip(sections, cards, strict=True):
        (words,) = section.xpath(f".//*[@id='{section.get('aria-labelledby')}']")
        assert words.text_content() == card.words[language]
        assert section.get("data-grade") == card.grade.value
        assert section.get("role") == "group"
        assert (
            f"{formatted(card.support.units, 'count', language)} {made.counted[language]}"
            in section.text_content()
        )
        terms, texts = section.xpath(".//dt"), section.xpath(".//dd")
        assert len(terms) == len(texts) >= 4
        assert all(text.text_content().strip() for text in texts)
        assert card.reason[language] in [text.text_content() for text in texts]


def test_markup_in_names_is_text(made):
    evidence = replace(made, faces=faces({"vl_a": "<b>A & B</b>"}))
    page = finding_cards(difference_cards(evidence), evidence.faces["en"]).html()
    assert "<b>" not in page
    assert "&lt;b&gt;A &amp; B" in page


def test_no_cards_say_so():
    assert "no findings" in finding_cards((), sample_look("en")).html()


def test_strong_needs_an_interval_from_each_single_text(starter):
    frame = starter.texts.frame.copy()
    near = (frame["group"] == "nl_ebz_visie_industrie_2020") & (frame["code"] == "circular_economy")
    frame.loc[near, "high"] = 0.99
    cards = difference_cards(replace(starter, texts=replace(starter.texts, frame=frame)))
    card = next(card for card in cards if card.code == "circular_economy")
    assert card.grade is Grade.MODERATE


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_table_of_differences_has_interval_support_and_grade_in_every_row(starter, language):
    look = starter.faces[language]
    table = graded_table(findings(starter), look, ("NL", "VL"))
    assert len(table.frame) == len(starter.matrix.codes)
    assert table.frame[["low", "high", "low_b", "high_b", "placebos", "grade"]].notna().all().all()
    first = table.texts().iloc[0]
    assert first.iloc[0] == look.name("circular_economy")
    assert first.iloc[-1] == {"nl": "Sterk", "en": "Strong"}[language]
    assert "4/4" in first.tolist()
    page = html.fromstring(table.html())
    assert len(page.xpath(".//tbody/tr")) == 21

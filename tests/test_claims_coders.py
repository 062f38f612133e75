"""Cards on coders, corrections, words and orders: their words are held against their numbers."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from coded_samples import coded, coder_and_reference
from comparelib.claims import (
    Corrected,
    FindingKind,
    Grade,
    agreement_card,
    all_findings,
    coded_within,
    coder_cards,
    concepts_of,
    corrected_by,
    correction_cards,
    equivalence_card,
    fitting,
    gathered,
    left_out,
    names_in,
    own_words,
    ranks_card,
    swap_card,
    telling,
    vocabulary_cards,
)
from comparelib.contrast import compare_priorities, rank_agreement
from comparelib.correction import census
from comparelib.equivalence import equivalence, swap_test
from comparelib.errors import ParameterFault
from comparelib.matrix import theme_matrix
from comparelib.model.attempt import Attempt, attempted
from comparelib.reliability import agreement
from comparelib.variants import Variant, VariantKind
from made_up_study import BOOK, THEMES, codings, documents, units
from test_claims_cards import JURISDICTIONS, NUMBER, QUOTED, faces, unsaid

UNITS, DOCUMENTS = units(), documents()
CODINGS = codings(UNITS)
PAIR = ("NL", "VL")
MKB = Variant(("mkb",), ("kmo",), VariantKind.LEXICAL_DOUBLET, "")


def matrix(coder):
    return theme_matrix(CODINGS, UNITS, DOCUMENTS, BOOK, coder=coder)


@pytest.fixture(scope="module")
def evidence():
    own = matrix("reference")
    agreed = agreement(CODINGS, UNITS, coders=("reference", "human:b"), codes=THEMES, draws=50)
    return gathered(own, compare_priorities(own, draws=200), faces(), agreement=agreed)


@pytest.fixture(scope="module")
def corrected():
    machine, reference = matrix("human:b"), matrix("reference")
    return corrected_by(machine, reference, census(reference.coded), PAIR)


@pytest.fixture(scope="module")
def texts():
    """Units whose words differ by side, with names and doublets among them."""
    words = {"nl": "het mkb van Philips bouwt machines", "vl": "het kmo van Barco herstelt machines"}
    return UNITS.assign(text=[words[name[:2]] for name in UNITS["doc_id"]])


def alike(sensitivity_b=0.8, n=200, **more):
    found, truth = coder_and_reference(n, sensitivity=0.8, **more)
    if sensitivity_b != 0.8:
        values = found.values.copy()
        values[found.document == 1] *= (
            np.random.default_rng(2).random(values[found.document == 1].shape) < sensitivity_b
        )
        found = replace(found, values=values)
    unit, code = np.nonzero(found.values)
    rows = pd.DataFrame({"unit_id": found.unit_ids[unit], "code": np.array(found.codes)[code]})
    rows = rows.assign(facet="theme", score=1.0, evidence=None, rule="", coder=found.coder)
    return equivalence(found, truth, rows)


def check(card):
    for language in ("nl", "en"):
        assert unsaid(card, language) == [], card.words[language]
        assert not JURISDICTIONS.search(QUOTED.sub("", card.words[language] + card.reason[language]))
    turn = str.maketrans(",.", ".,")
    dutch, english = (NUMBER.findall(QUOTED.sub("", card.words[each])) for each in ("nl", "en"))
    assert sorted(token.translate(turn) for token in dutch) == sorted(english)


@pytest.mark.parametrize(
    ("found", "grade"),
    [
        (alike(n=60), "refused"),
        (alike(n=6000), "strong"),
        (alike(0.5, n=6000), "not_supported"),
    ],
)
def test_whether_raw_shares_may_be_compared_follows_the_ladder(found, grade):
    card = equivalence_card(found, faces(), (("d0",), ("d1",)), "dictionary@1")
    assert card.grade.value == grade
    recall = found.errors[(found.errors["code"] == "pooled") & (found.errors["statistic"] == "recall")].iloc[
        0
    ]
    assert card.numbers["recall_gap"] == recall["difference"]
    assert f"{recall['rate_b']:.0%}" in card.words["en"]
    assert ("cannot be said" in card.words["en"]) == (grade == "refused")
    assert "“woordenlijst”" in card.words["nl"]
    assert "“dictionary”" in card.words["en"]
    check(card)


def test_an_empty_side_leaves_no_rates_to_say():
    found = alike(n=60)
    errors = found.errors.assign(difference=np.nan)
    card = equivalence_card(replace(found, errors=errors), faces(), (("d0",), ("d1",)), "dictionary")
    assert "–" not in card.words["en"]
    check(card)


def swapped(stays):
    """A coder that gives a code to each unit with `mkb`, and to one with `kmo` where it `stays`."""
    table = pd.DataFrame({"unit_id": [f"u{n}" for n in range(200)], "text": "het mkb groeit"})

    def coder(rows):
        given = rows["text"].str.contains("mkb") | (rows["unit_id"].map(lambda name: int(name[1:])) < stays)
        return rows.loc[given, ["unit_id"]].assign(facet="theme", code="sme")

    return swap_test(table, coder, [MKB])


@pytest.mark.parametrize(("stays", "grade"), [(200, "strong"), (197, "strong"), (190, "not_supported")])
def test_swapped_words_must_leave_the_codes(stays, grade):
    card = swap_card(swapped(stays), faces(), ("a", "b"), "dictionary@1")
    assert card.grade.value == grade
    assert card.numbers["unchanged"] == stays / 200
    assert card.numbers["changed"] == 200 - stays
    check(card)


def test_the_agreement_says_how_many_codes_are_reliable(evidence):
    frame = evidence.agreement.frame
    own = frame[(frame["group_kind"] == "all") & (frame["scope"] == "code") & (frame["statistic"] == "alpha")]
    card = agreement_card(evidence.agreement, faces())
    assert card.grade is Grade.NOT_SUPPORTED
    assert card.numbers["firm"] == (own["value"] >= 0.8).sum() == 0
    assert card.numbers["smallest"] == own["value"].min()
    check(card)
    sure = frame.assign(value=0.9, low=0.7)
    assert agreement_card(replace(evidence.agreement, frame=sure), faces()).grade is Grade.STRONG
    loose = frame.assign(value=0.9, low=0.5)
    assert agreement_card(replace(evidence.agreement, frame=loose), faces()).grade is Grade.MODERATE
    none = frame.assign(value=np.nan)
    assert (
        "none of the 4 codes" in agreement_card(replace(evidence.agreement, frame=none), faces()).words["en"]
    )


def test_a_correction_shows_raw_beside_corrected_and_what_flips_the_sign(evidence, corrected):
    frame = corrected.frame.set_index("code")
    reference = evidence.matrix.by_jurisdiction(weighting="pooled")
    np.testing.assert_allclose(frame["corrected"], reference.loc["VL"] - reference.loc["NL"], atol=1e-12)
    cards = {card.key: card for card in correction_cards(evidence, corrected)}
    assert cards["correction"].numbers["same"] == frame["same_sign"].sum()
    for card in cards.values():
        check(card)
        if card.code is None:
            continue
        row = frame.loc[card.code]
        assert card.numbers["raw"] == row["raw"]
        assert ("does not stand" in card.words["en"]) == (not row["same_sign"])
        if np.isfinite(row["flip_sensitivity"]):
            assert card.numbers["flip"] == row["flip_sensitivity"]
    assert len(cards) > 1


def test_a_sign_that_turns_is_not_supported_and_shown_all_the_same(evidence, corrected):
    turned = corrected.shares.frame.copy()
    own = (turned["estimator"] == "raw") & (turned["code"] == "energy")
    turned.loc[own & (turned["group"] == "VL"), "share"] = 0.0
    other = Corrected(replace(corrected.shares, frame=turned), corrected.flip)
    cards = {card.key: card for card in correction_cards(evidence, other)}
    assert cards["correction-energy"].grade is Grade.NOT_SUPPORTED
    assert "turns or the difference vanishes" in cards["correction-energy"].reason["en"]
    check(cards["correction-energy"])
    assert cards["correction-energy"] in telling(cards.values())


def test_corrections_that_do_not_belong_together_are_refused(corrected):
    with pytest.raises(ParameterFault, match="other groups"):
        Corrected(corrected.shares, replace(corrected.flip, groups=("NL", "BE")))
    with pytest.raises(ParameterFault, match="other codes"):
        Corrected(corrected.shares, replace(corrected.flip, frame=corrected.flip.frame.iloc[1:]))
    with pytest.raises(ParameterFault, match="one side: NL"):
        corrected_by(matrix("human:b"), matrix("reference"), pd.DataFrame(), ("NL",))


def test_words_of_its_own_know_no_names_and_no_doublets(evidence, texts):
    contrast = own_words(texts, DOCUMENTS, [MKB], jurisdictions=PAIR)
    words = set(contrast.frame["word"])
    assert "mkb/kmo" in words
    assert not words & {"mkb", "kmo", "philips", "barco", "het", "van"}
    cards = {card.key: card for card in vocabulary_cards(evidence, contrast)}
    assert "“herstelt”" in cards["vocabulary-VL"].words["en"]
    assert "“bouwt”" in cards["vocabulary-NL"].words["en"]
    assert "machines" not in cards["vocabulary-NL"].words["en"]
    for card in cards.values():
        assert card.grade is Grade.TENTATIVE
        check(card)
    with pytest.raises(ParameterFault, match="one side"):
        own_words(texts, DOCUMENTS, [MKB], jurisdictions=("NL",))


def test_names_are_written_with_a_capital_wherever_they_stand():
    table = pd.DataFrame(
        {
            "kind": ["sentence", "sentence", "heading", "furniture"],
            "text": [
                "De Maakindustrie en Philips.",
                "Ook maakindustrie bij FME.",
                "Een Grote Kop",
                "Door Jansen",
            ],
        }
    )
    assert names_in(table) == ("fme", "philips")
    assert {"de", "het", "philips"} <= set(left_out(table))


def test_concepts_are_doublets_of_single_words_alone():
    several = Variant(
        ("midden- en kleinbedrijf",), ("kleine ondernemingen",), VariantKind.LEXICAL_DOUBLET, ""
    )
    body = Variant(("RVO",), ("VLAIO",), VariantKind.INSTITUTIONAL_ANALOGUE, "")
    assert concepts_of([MKB, several, body]) == {"mkb": "mkb/kmo", "kmo": "mkb/kmo"}


def test_the_agreement_of_orders_has_its_interval(evidence):
    card = ranks_card(evidence)
    shares = evidence.comparison.frame
    expected = rank_agreement(shares["share_a"], shares["share_b"])
    assert card.numbers["tau"] == expected.tau_b
    assert card.numbers["rbo"] == expected.rbo
    assert card.numbers["tau_low"] <= card.numbers["tau_high"]
    assert card.grade is (Grade.MODERATE if card.numbers["tau_low"] > 0 else Grade.NOT_SUPPORTED)
    check(card)


def test_an_agreement_of_orders_without_an_interval_is_refused(evidence):
    agreed = replace(evidence.comparison.agreement, tau_b=float("nan"))
    card = ranks_card(replace(evidence, comparison=replace(evidence.comparison, agreement=agreed)))
    assert card.grade is Grade.REFUSED
    assert "no interval" in card.words["en"]
    check(card)


def test_all_cards_of_a_page_have_keys_of_their_own(evidence, corrected, texts):
    words = own_words(texts, DOCUMENTS, [MKB], jurisdictions=PAIR)
    cards = all_findings(evidence, corrected=corrected, words=words)
    assert len({card.key for card in cards}) == len(cards)
    kinds = {card.kind for card in cards}
    assert {FindingKind.CORRECTION, FindingKind.VOCABULARY, FindingKind.RANKS} <= kinds
    shown = telling(cards)
    assert Grade.REFUSED in {card.grade for card in shown}
    assert {card.kind for card in shown if card.grade is Grade.NOT_SUPPORTED} <= {FindingKind.CORRECTION}


def test_a_page_leaves_out_the_cards_that_cannot_be_made(evidence):
    agreed = Attempt(evidence.agreement)
    refused = Attempt(None, "not testable")
    cards = coder_cards(faces(), DOCUMENTS, "dictionary", (agreed, refused, refused))
    assert [card.key for card in cards] == ["agreement"]


def test_agreement_and_multiverse_only_count_for_what_they_are_of():
    ways, agreed = Attempt(None, "w"), Attempt(None, "a")
    given = {"multiverse": ways, "agreement": agreed}
    assert fitting("reference", [], **given) == given
    assert set(fitting("dictionary", ["measure"], **given)) == {"multiverse"}
    assert set(fitting("headline", ["goal"], **given)) == {"agreement"}


def test_an_attempt_keeps_the_reason_and_hands_it_on():
    def refuse(*_):
        raise ParameterFault([])

    failed = attempted(refuse)
    assert failed.value is None
    assert attempted(len, Attempt(None, "why")) == Attempt(None, "why")
    assert attempted(dict, given=Attempt(None, "why")).value == {"given": None}
    assert attempted(len, Attempt([1, 2])).value == 2
    with pytest.raises(ValueError, match="invalid literal"):
        attempted(int, "x")


def test_the_codings_of_a_page_are_those_of_its_units():
    some = UNITS[UNITS["doc_id"] == "vl_a"]
    kept, same = coded_within(CODINGS, some)
    assert set(kept["unit_id"]) == set(some["unit_id"])
    assert same is some


def test_two_sides_are_what_the_ladder_takes():
    found = coded(np.ones((4, 2)), [0, 0, 1, 1])
    with pytest.raises(ParameterFault, match="1 jurisdictions: NL"):
        equivalence(found, found, pd.DataFrame(), jurisdictions=("NL",))

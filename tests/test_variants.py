"""The table of NL-VL equivalents: its faults, and texts rewritten by it."""

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparelib.errors import InputFaults, ParameterFault
from comparelib.variants import Side, SwappedText, Variant, VariantKind, _finder, load_variants, swapped

DATA = Path(__file__).parents[1] / "data"
TABLE = DATA / "codebook" / "variants.csv"
DOUBLET, ANALOGUE = VariantKind.LEXICAL_DOUBLET, VariantKind.INSTITUTIONAL_ANALOGUE


@pytest.fixture(scope="module")
def variants():
    return load_variants(TABLE)


def faults(tmp_path, rows):
    path = tmp_path / "variants.csv"
    path.write_text("nl,vl,kind,note\n" + rows, encoding="utf-8")
    with pytest.raises(InputFaults) as caught:
        load_variants(path, Path("variants.csv"))
    return [str(fault) for fault in caught.value.faults]


def test_the_table_of_the_study_is_whole(variants):
    assert len([variant for variant in variants if variant.kind is DOUBLET]) >= 60
    assert len([variant for variant in variants if variant.kind is ANALOGUE]) >= 40
    assert all(
        variant.note for variant in variants if variant.kind is ANALOGUE and "Kamer" not in variant.name
    )
    assert {"mkb/kmo", "routekaart/werkagenda", "UWV/VDAB"} <= {variant.name for variant in variants}


TO_VL = [
    ("Het mkb groeit.", "Het kmo groeit."),
    ("MKB-bedrijven en mkb'ers", "KMO-bedrijven en kmo'ers"),
    ("De mkb’ers", "De kmo’ers"),
    ("Mkb-beleid voor het maak-mkb", "Kmo-beleid voor het maak-kmo"),
    ("De gerecyclede grondstoffen", "De gerecycleerde grondstoffen"),
    ("Bedrijventerreinen en bedrijventerreinenbeleid", "Industriezones en industriezonesbeleid"),
    ("een leven  lang\nontwikkelen", "een levenslang leren"),
    # What must not change: names, other words, what is VL already.
    ("MKB-Nederland vindt dit", "MKB-Nederland vindt dit"),
    ("De inzamelingsactie, de hoofdbaan", "De inzamelingsactie, de hoofdbaan"),
    ("kmo's en jobs", "kmo's en jobs"),
]


@pytest.mark.parametrize(("text", "expected"), TO_VL)
def test_words_get_their_flemish_form(variants, text, expected):
    assert swapped([text], variants, to="VL")[0].text == expected


def test_names_are_found_and_written_as_in_the_table(variants):
    (got,) = swapped(["Het UWV; het uwv; de RVO"], variants, to="VL", kinds=[ANALOGUE])
    assert got.text == "Het VDAB; het uwv; de VLAIO"
    assert got.swapped == ("UWV/VDAB", "RVO/VLAIO")
    assert swapped(["Het UWV"], variants, to="VL")[0].text == "Het UWV"


def test_a_plural_with_an_apostrophe_goes_as_a_whole(variants):
    got = [text.text for text in swapped(["Werkagenda’s en werkagenda's"], variants, to="NL")]
    assert got == ["Routekaarten en routekaarten"]


def test_nothing_is_swapped_twice_and_the_longest_form_wins():
    table = [
        Variant(("a", "a b"), ("b", "c"), DOUBLET, ""),
        Variant(("b",), ("d",), DOUBLET, ""),
        Variant(("b",), ("e",), DOUBLET, "comes second"),
    ]
    assert swapped(["a en a b en b"], table, to="VL")[0].text == "b en c en d"


@given(
    st.lists(st.sampled_from(["mkb", "MKB-bedrijven", "gerecyclede", "de", "Routekaarten", "netcongestie"]))
)
def test_there_and_back_gives_the_same_text(words):
    table = load_variants(TABLE)
    text = " ".join(words)
    there = swapped([text], table, to="VL")[0].text
    assert swapped([there], table, to="NL")[0].text == text


def plainly(texts, table, side, kinds):
    """Try the expression of all forms on every text."""
    finder = _finder(tuple(table), side, frozenset(kinds))
    return [finder.swap(text) for text in texts]


@pytest.fixture(scope="module")
def starter():
    """Texts of all units of the study."""
    with (DATA / "reference" / "units.csv").open(encoding="utf-8", newline="") as handle:
        return [row["text"] for row in csv.DictReader(handle)]


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("kinds", [(DOUBLET,), (DOUBLET, ANALOGUE)])
def test_looking_up_words_first_changes_nothing_on_the_texts_of_the_study(variants, starter, side, kinds):
    got = swapped(starter, variants, to=side, kinds=kinds)
    assert got == plainly(starter, variants, side, kinds)
    assert any(one.swapped for one in got)
    assert all(one.text is text for one, text in zip(got, starter, strict=True) if not one.swapped)


HARD = (
    "MKB", "mKb-er", "mkb’ers", "maak-mkb", "MKB-Nederland", "x_mkb", "mkb_x", "mkb2", "hoofd\u00adbaan",
    "een leven  lang\nontwikkelen", "Bedrijventerreinenbeleid", "gerecyclede", "herge", "Tweede\u00a0Kamer",
    "Tweede Kamer", "tweede kamer", "baa\u0131n", "\u017fubsidie", "mK\u0130b", "m\u212ab", "UWV.", "(rvo)", "jobs",
)  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(HARD), st.sampled_from(" -.’\n_0")), max_size=6))
def test_looking_up_words_first_changes_nothing_on_odd_texts(parts):
    table, text = load_variants(TABLE), "".join(word + after for word, after in parts)
    for side in Side:
        assert swapped([text], table, to=side, kinds=list(VariantKind)) == plainly(
            [text], table, side, VariantKind
        )


def test_a_star_and_a_letter_of_another_case_are_found_by_their_word():
    table = [Variant(("*kas", "*ring fabriek*"), ("*zak", "*kring werk*"), DOUBLET, "")]
    texts = ["spaar\u212aA\u017f en \u212aas", "de zuiveR\u0130ng fabriekshal", "kasten"]
    got = swapped(texts, table, to="VL")
    assert [bool(one.swapped) for one in got] == [True, True, False]
    assert got == plainly(texts, table, Side.VL, [DOUBLET])


def test_texts_without_a_form_are_not_tried_letter_by_letter(variants, starter):
    """CPU time of the same run, so that a busy machine does not matter."""
    texts = [one.text for one in swapped(starter, variants, to="NL") if not one.swapped] * 2
    swapped(texts[:1], variants, to="NL")  # makes the expression, which is kept
    begin = time.process_time()
    got = swapped(texts, variants, to="NL")
    looked_up = time.process_time() - begin
    begin = time.process_time()
    assert got == plainly(texts, variants, Side.NL, [DOUBLET])
    assert looked_up < (time.process_time() - begin) / 4
    assert all(one.text is text for one, text in zip(got, texts, strict=True))
    assert got[0] == SwappedText(texts[0], ())


def test_the_expression_of_a_table_is_made_once(variants):
    assert _finder(variants, Side.NL, frozenset([DOUBLET])) is _finder(
        tuple(load_variants(TABLE)), Side("NL"), frozenset(["lexical_doublet"])
    )


def test_every_fault_has_its_place(tmp_path):
    got = faults(tmp_path, "mkb,kmo,doublet,\nbaan|banen,job,lexical_doublet,\n")
    assert got[0].startswith("variants.csv:2:3: kind: 'doublet' is not a kind of equivalent; expected one of")
    assert got[1] == "variants.csv:3:2: vl: 1 forms; expected 2 forms, as in column nl"
    got = faults(tmp_path, "mkb|,kmo|x,lexical_doublet,\nzelf,zelf,lexical_doublet,\na*,b,lexical_doublet,\n")
    assert [fault.split(":")[1:3] for fault in got] == [["2", "1"], ["3", "2"], ["4", "2"]]
    got = faults(tmp_path, "mkb,kmo,lexical_doublet,\nmkb|mkb's,kmo|kmo's,lexical_doublet,\n")
    assert got == [
        "variants.csv:3:1: nl: the pair 'mkb/kmo' stands in line 2 already. Take one of the two rows out"
    ]


def test_an_unknown_side_or_kind_is_refused(variants):
    with pytest.raises(ParameterFault, match=r"unknown side 'BE'.*one of NL, VL"):
        swapped(["x"], variants, to="BE")
    with pytest.raises(ParameterFault, match="unknown kind of equivalent 'doublets'"):
        swapped(["x"], variants, to="VL", kinds=["doublets"])

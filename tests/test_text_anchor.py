from itertools import pairwise

from comparelib.model import UnitKind
from comparelib.text.anchor import anchor, frozen_units
from comparelib.text.clean import canonical_text
from comparelib.text.extract.plain import plain_text
from comparelib.text.segment import segment

RAW = """Ambitie

De regering investeert in innovatie. Het gevolg? Groei.

→ Meer banen

Het gevolg? Welvaart in de toekomst
bestendige regio. Wij helpen de MKB-
bedrijven.

Slot van de nota.
"""


def prepared():
    source = plain_text(RAW.encode(), "a.txt")
    canonical = canonical_text(source)
    return canonical, segment(canonical, source)


def texts(canonical, spans):
    return [canonical.text[span[0] : span[1]] if span else None for span in spans]


def test_units_are_found_whatever_their_white_space_case_and_hyphens():
    canonical, _ = prepared()
    wanted = ["AMBITIE", "De regering  investeert in innovatie", "meer banen", "Wij helpen de MKB bedrijven."]
    found = texts(canonical, anchor(wanted, canonical))
    assert found == [
        "Ambitie",
        "De regering investeert in innovatie.",
        "Meer banen",
        "Wij helpen de MKB-bedrijven.",
    ]


def test_repeated_texts_are_each_found_once_in_order():
    canonical, _ = prepared()
    spans = anchor(["Het gevolg?", "Groei.", "Het gevolg?"], canonical)
    assert texts(canonical, spans) == ["Het gevolg?", "Groei.", "Het gevolg?"]
    assert spans[0][1] <= spans[1][0] < spans[2][0]


def test_a_glued_unit_gets_the_best_span_of_its_gap():
    canonical, _ = prepared()
    wanted = [
        "De regering investeert in innovatie.",
        "Het gevolg? Iets heel anders.",
        "Groei.",
        "Slot van de nota.",
    ]
    spans = anchor(wanted, canonical)
    assert canonical.text[slice(*spans[1])].startswith("Het gevolg")
    assert spans[1][1] <= spans[2][0]


def test_what_is_not_there_is_none():
    canonical, _ = prepared()
    assert anchor(["Qqqq zzzz xxxx"], canonical) == (None,)
    assert anchor([], canonical) == ()


def test_reference_units_win_and_free_units_fill_the_gaps():
    canonical, free = prepared()
    wanted = ["Het gevolg? Groei.", "Meer banen"]
    units = frozen_units(free, anchor(wanted, canonical), ["sentence", "sentence"])
    assert [unit.text for unit in units if unit.text in wanted] == wanted
    assert all(unit.text == canonical.text[unit.start : unit.end] for unit in units)
    assert all(before.end <= after.start for before, after in pairwise(units))
    kept = "".join(unit.text for unit in units)
    assert "".join(kept.split()) == "".join("".join(unit.text for unit in free).split())


def test_the_reference_says_what_is_furniture_and_the_segmenter_what_is_an_item():
    canonical, free = prepared()
    spans = anchor(["Slot van de nota.", "Meer banen"], canonical)
    units = {unit.text: unit for unit in frozen_units(free, spans, ["furniture", UnitKind.SENTENCE])}
    assert units["Slot van de nota."].kind is UnitKind.FURNITURE
    assert units["Slot van de nota."].furniture is not None
    assert units["Meer banen"].kind.is_policy_text

"""What is told of a reading: figures and verdict, joined and moved text, masked data, names of documents."""

from dataclasses import replace

import pytest

from adding_samples import LEAFLET, POLICY, ROOT
from comparelib.adding.masking import masked
from comparelib.adding.naming import doc_id_of, free_name
from comparelib.adding.quality import Doubt, Verdict, quality
from comparelib.adding.reading import joined_spans, moved_units, read_file
from comparelib.adding.summary import figure_rows, furniture_rows, joined_words
from comparelib.adding.verdict import verdict_words
from comparelib.model import Furniture, SourceText, UnitKind


def of_corpus(name):
    path = ROOT / "data/raw" / name
    return read_file(path.read_bytes(), path.name)


@pytest.fixture(scope="module")
def fme():
    return of_corpus("nl/nl_fme_formatie_2023.txt")


def test_the_figures_count_what_is_there(fme):
    figures = quality(fme.source, fme.canonical, fme.units)
    assert figures == fme.quality
    assert figures.n_characters == len(fme.canonical.text)
    assert sum(figures.units.values()) == len(fme.units)
    assert list(figures.units) == [kind.value for kind in UnitKind]
    assert sum(figures.furniture.values()) == figures.units["furniture"]
    assert figures.n_policy_units == len(fme.policy_texts)
    assert figures.n_joined == fme.canonical.joined > 200
    apart = sum(len(unit.text) for unit in fme.units if unit.furniture)
    assert figures.furniture_share == pytest.approx(apart / sum(len(unit.text) for unit in fme.units))
    assert (figures.verdict, figures.doubts) == (Verdict.GOOD, ())


def test_a_poor_text_layer_is_told_from_a_good_one():
    broken = POLICY.replace("e", "c").replace("n", "ri").replace("o", "0")
    reading = read_file(broken.encode(), "scan.txt")
    assert reading.quality.unknown_share > 0.5
    assert reading.quality.verdict is Verdict.POOR
    assert "are not Dutch" in verdict_words(reading.quality, "en")
    assert "geen Nederlands" in verdict_words(reading.quality, "nl")
    assert read_file(POLICY.encode(), "good.txt").quality.verdict is Verdict.GOOD


@pytest.mark.parametrize(
    ("change", "doubt", "verdict"),
    [
        ({"unknown_share": 0.15}, Doubt.SOME_UNKNOWN_WORDS, Verdict.LOOK),
        ({"unknown_share": 0.25}, Doubt.MANY_UNKNOWN_WORDS, Verdict.POOR),
        ({"furniture_share": 0.5}, Doubt.MUCH_FURNITURE, Verdict.LOOK),
        ({"n_pages": 100}, Doubt.FEW_CHARACTERS, Verdict.LOOK),
        ({"longest_unit": 4000}, Doubt.LONG_UNITS, Verdict.LOOK),
        ({"warnings": ("read as cp1252",)}, Doubt.WARNINGS, Verdict.LOOK),
        ({"units": {"furniture": 3}}, Doubt.NO_POLICY_TEXT, Verdict.POOR),
    ],
)
def test_each_doubt_is_raised_by_its_figure_and_said(change, doubt, verdict):
    figures = replace(read_file(POLICY.encode(), "a.txt").quality, **change)
    assert figures.doubts == (doubt,)
    assert figures.verdict is verdict
    assert verdict_words(figures, "en").count(": ") == 1
    assert verdict_words(figures, "nl") != verdict_words(figures, "en")


def test_joined_words_are_found_by_the_map_to_the_raw_text(fme):
    text = fme.canonical.text
    words = {text[start:end] for start, end in joined_spans(fme.source, fme.canonical)}
    assert "toekomstbestendige" in {word.strip(".,") for word in words}
    assert all(any(joined in word for word in words) for joined in fme.log.joined)
    assert all("\n" in _raw(fme, start, end) for start, end in joined_spans(fme.source, fme.canonical))
    assert len(joined_words(fme, "en")) == 20
    assert len(joined_words(fme, "en", None)) > 200


def _raw(reading, start, end):
    offsets = reading.canonical.offsets[start:end]
    return reading.source.text[offsets.min() : offsets.max() + 1]


def test_a_text_without_broken_words_has_none_joined():
    reading = of_corpus("nl/nl_ebz_visie_industrie_2020.txt")
    assert joined_spans(reading.source, reading.canonical) == ()
    assert moved_units(reading) == ()


def test_moved_furniture_stood_before_the_end_of_its_sentence(fme):
    moved = moved_units(fme)
    assert len(moved) >= fme.log.moved > 0
    assert all(unit.kind is UnitKind.FURNITURE for unit in moved)


def test_furniture_is_told_by_kind_with_three_examples(fme):
    rows = furniture_rows(fme, "en")
    assert sum(row.count for row in rows) == fme.quality.units["furniture"]
    assert all(1 <= len(row.examples) <= 3 for row in rows)
    assert all(len(text) <= 92 for row in rows for text in row.examples)
    assert dict(figure_rows(fme, "nl"))["Bladzijden"] == "36"


@pytest.mark.parametrize(
    ("text", "contact", "shown"),
    [
        ("Mail naar jan@vlaio.be voor meer.", False, "Mail naar [e-mail address] voor meer."),
        ("Bel 06 12 34 56 78.", False, "Bel [telephone number]."),
        ("Tel. +32 9 123 45 67", False, "Tel. [telephone number]"),
        ("In 2020-2024 was 1.250.000 euro nodig.", False, "In 2020-2024 was 1.250.000 euro nodig."),
        ("Minister Jansen opent Gent.", False, "Minister Jansen opent Gent."),
        ("Jan de Wit", True, "[name]"),
        ("Contact: Jan van den Berg, a.b@c.nl", True, "Contact: [name], [e-mail address]"),
        ("Meer weten? Vraag het Eva.", True, "Meer weten? Vraag het [name]."),
        ("Directeur Jan Jansen", True, "[name]"),
    ],
)
def test_personal_data_is_masked_and_nothing_else(text, contact, shown):
    assert masked(text, "en", contact=contact) == shown


def test_no_list_of_a_reading_shows_personal_data():
    reading = read_file(LEAFLET, "leaflet.pdf")
    (contact,) = [row for row in furniture_rows(reading, "nl") if row.kind == Furniture.CONTACT]
    assert "Vervoort" not in contact.examples[0]
    assert "[e-mailadres]" in contact.examples[0]


@pytest.mark.parametrize(
    ("jurisdiction", "issuer", "title", "date", "expected"),
    [
        ("NL", "Economic Board Zuid-Holland", "Visie op de industrie", "2020-11", "nl_ebzh_visie_industrie_2020"),
        ("NL", "FME", "FME aanbevelingen voor de formatie 2023", "", "nl_fme_aanbevelingen_formatie_2023"),
        ("VL", "Agentschap Innoveren (VLAIO)", "Één plan", "", "vl_vlaio_plan"),
        ("VL", "Vlaanderen Circulair", "De Werkagenda", "2022", "vl_vlaanderen_circulair_werkagenda_2022"),
        ("", "", "", "", "document"),
    ],
)  # fmt: skip
def test_a_doc_id_says_who_what_and_when(jurisdiction, issuer, title, date, expected):
    assert doc_id_of(jurisdiction, issuer, title, date, ()) == expected
    assert doc_id_of(jurisdiction, issuer, title, date, (expected,)) == f"{expected}_2"


def test_a_name_is_numbered_until_it_is_free():
    assert free_name("a", ("a", "a_2")) == "a_3"


def test_an_empty_source_has_figures_too():
    figures = quality(SourceText("", (), 1, "text/plain"), read_file(b"a", "a.txt").canonical, ())
    assert figures.furniture_share == 0.0
    assert figures.verdict is Verdict.POOR

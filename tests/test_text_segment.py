import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparelib.model import Furniture, Line, SourceText, UnitKind
from comparelib.text.clean import canonical_text
from comparelib.text.extract.plain import plain_text
from comparelib.text.segment import segment


def units_of(raw):
    source = raw if isinstance(raw, SourceText) else plain_text(raw.encode(), "a.txt")
    canonical = canonical_text(source)
    return canonical, segment(canonical, source)


def shapes(raw):
    return [(unit.kind.value, unit.text) for unit in units_of(raw)[1]]


NOTE = """Visie op de maakindustrie

1 Inleiding

De maakindustrie is van belang. Zij telt 2,5 mln. banen,
o.a. in de regio.

1.1 Opgaven

Wij zien drie opgaven:

a. Meer vakmensen opleiden;

b. De kosten verlagen. Dat is
nodig;

→ Sluit akkoorden met partners.

‘Wij kiezen voor groei.’
"""


def test_headings_sentences_items_and_quotes():
    assert shapes(NOTE) == [
        ("heading", "Visie op de maakindustrie"),
        ("heading", "1 Inleiding"),
        ("sentence", "De maakindustrie is van belang."),
        ("sentence", "Zij telt 2,5 mln. banen, o.a. in de regio."),
        ("heading", "1.1 Opgaven"),
        ("sentence", "Wij zien drie opgaven:"),
        ("list_item", "a. Meer vakmensen opleiden;"),
        ("list_item", "b. De kosten verlagen."),
        ("list_item", "Dat is nodig;"),
        ("list_item", "Sluit akkoorden met partners."),
        ("quote", "‘Wij kiezen voor groei.’"),
    ]


def test_markers_levels_sections_and_paragraphs():
    units = {unit.text: unit for unit in units_of(NOTE)[1]}
    assert units["b. De kosten verlagen."].marker == "b."
    assert units["Sluit akkoorden met partners."].marker == "→"
    assert units["1.1 Opgaven"].level == 2
    assert units["Wij zien drie opgaven:"].section.endswith("1.1 Opgaven")
    first, second = (
        units["De maakindustrie is van belang."],
        units["Zij telt 2,5 mln. banen, o.a. in de regio."],
    )
    assert first.paragraph == second.paragraph
    assert units["Wij zien drie opgaven:"].paragraph > first.paragraph


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Contact: Jan de Wit, jan.dewit@vlaanderen.be", Furniture.CONTACT),
        ("Telefoon: 070 348 20 00", Furniture.CONTACT),
        ("Neem contact op met Katrijn Vermaelen.", Furniture.CONTACT),
        ("Schrijf je in voor onze nieuwsbrief", Furniture.BOILERPLATE),
        ("https://www.vlaanderen.be/economie", Furniture.FOOTNOTE),
        ("Tabel 3: Banen per provincie", Furniture.TABLE),
        ("Figuur 1: Groei", Furniture.CHART_LABEL),
    ],
)
def test_furniture_by_shape(line, kind):
    raw = f"De regering investeert in de regio en in de industrie.\n\n{line}\n\nDaarna volgt meer beleid voor de regio.\n"
    found = [unit for unit in units_of(raw)[1] if unit.kind is UnitKind.FURNITURE]
    assert [(unit.text, unit.furniture) for unit in found] == [(line, kind)]


@pytest.mark.parametrize(
    "line",
    [
        "Neem contact op met het Ministerie van Economische Zaken.",
        "Met de aanpak van 2020 tot 2024 stijgt het aantal tot 10 000 000 banen.",
        "De cookie-industrie groeit.",
        "2. Er komt een fonds voor de regio.",
        "Bron van innovatie is de werkvloer.",
    ],
)
def test_policy_text_that_looks_like_furniture(line):
    raw = f"De regering investeert in de regio en in de industrie.\n\n{line}\n\nDaarna volgt meer beleid voor de regio.\n"
    assert all(unit.kind is not UnitKind.FURNITURE for unit in units_of(raw)[1])


def test_footnotes_tables_and_charts():
    raw = """De industrie telt 800 000 banen.1 Dat is veel.

Provincie 2019 2020
Groningen 2.351 2.400
Drenthe 1.962 1.970
Limburg 8.270 8.300

De regering wil dat verder laten groeien.

1 Centraal Bureau voor de Statistiek (2021).
"""
    found = {unit.text.split("\n")[0][:12]: unit.furniture for unit in units_of(raw)[1] if unit.furniture}
    assert found == {"Provincie 20": Furniture.TABLE, "1 Centraal B": Furniture.FOOTNOTE}


def test_a_title_at_the_end_of_its_page_names_that_page():
    body = "De regio telt mee. Wij investeren in banen en in scholing voor iedereen in het land.\n" * 3
    raw = "\f".join(
        f"{body}\n\n{title}\n" for title in ("Inleiding", "In de regio", "Talent in beeld", "Slot")
    )
    sections = {unit.section for unit in units_of(raw)[1] if unit.kind is UnitKind.SENTENCE}
    assert {"Inleiding", "In de regio", "Talent in beeld"} <= sections


def test_hints_of_mark_up_are_used():
    text = "Ambitie\nWij groeien\nMeer banen\nVoetnoot"
    lines = (
        Line(0, 7, level=1, block=1),
        Line(8, 19, block=2),
        Line(20, 30, block=3, marker="•"),
        Line(31, 39, block=4, furniture=Furniture.FOOTNOTE),
    )
    _, units = units_of(SourceText(text, lines, 1, "text/html"))
    assert [(unit.kind, unit.level, unit.marker) for unit in units] == [
        (UnitKind.HEADING, 1, None),
        (UnitKind.HEADING, 2, None),
        (UnitKind.LIST_ITEM, None, "•"),
        (UnitKind.FURNITURE, None, None),
    ]
    assert units[2].section == "Ambitie > Wij groeien"


def test_the_size_of_type_shows_headings_and_their_level():
    parts = [
        ("Nota", 24.0),
        ("Ambitie", 16.0),
        ("Wij willen dat de regio", 10.0),
        ("groeit en bloeit.", 10.0),
    ]
    text, lines = "", []
    for number, (part, size) in enumerate(parts):
        lines.append(Line(len(text), len(text) + len(part), size=size, block=min(number, 2)))
        text += part + "\n"
    _, units = units_of(SourceText(text, tuple(lines), 1, "application/pdf"))
    assert [(unit.text, unit.level) for unit in units] == [
        ("Nota", 1),
        ("Ambitie", 2),
        ("Wij willen dat de regio groeit en bloeit.", None),
    ]
    assert units[-1].section == "Nota > Ambitie"


def test_a_bold_line_before_prose_is_a_heading():
    text = "De regio groeit.\nMeer mensen in de techniek\nWij leiden vakmensen op."
    ends = [(0, 16, False), (17, 43, True), (44, 68, False)]
    source = SourceText(text, tuple(Line(a, b, bold=c) for a, b, c in ends), 1, "application/pdf")
    assert [unit.kind.value for unit in units_of(source)[1]] == ["sentence", "heading", "sentence"]


def test_the_last_item_before_prose_stays_an_item_and_a_numbered_title_is_a_heading():
    raw = """1. Inleiding

Wij willen drie dingen doen in de regio:

• meer banen

• minder regels

Daarmee wordt het land sterker. Dat is het doel.
"""
    assert shapes(raw) == [
        ("heading", "1. Inleiding"),
        ("sentence", "Wij willen drie dingen doen in de regio:"),
        ("list_item", "meer banen"),
        ("list_item", "minder regels"),
        ("sentence", "Daarmee wordt het land sterker."),
        ("sentence", "Dat is het doel."),
    ]


def check_invariant_3(raw):
    canonical, units = units_of(raw)
    covered = [False] * len(canonical.text)
    end = 0
    for unit in units:
        assert end <= unit.start < unit.end
        assert unit.text == canonical.text[unit.start : unit.end]
        assert unit.text == unit.text.strip()
        assert (unit.kind is UnitKind.FURNITURE) == (unit.furniture is not None)
        covered[unit.start : unit.end] = [True] * (unit.end - unit.start)
        end = unit.end
    for unit in units:  # the bullet before a unit is its marker
        if unit.marker and canonical.text[: unit.start].rstrip().endswith(unit.marker):
            covered[unit.start - 2 : unit.start] = [True, True]
    left = [
        char for char, is_in in zip(canonical.text, covered, strict=True) if not is_in and not char.isspace()
    ]
    assert left == []
    assert [unit.paragraph for unit in units] == sorted(unit.paragraph for unit in units)


PIECES = st.sampled_from(
    [
        "De regio groeit. ",
        "Beleid",
        "\n",
        "\n\n",
        "\x0c",
        "→ ",
        "a. ",
        "1. ",
        "- ",
        "2,5 mln. euro ",
        "‘Ja.’ ",
        "http://x.nl\n",
        "art. 3 ",
        "1\n",
        "KOP\n",
        "▲ ",
        "jan@x.be\n",
        "Tabel 1: a\n",
        "innova\ntie ",
        "… ",
        "“",
        "(",
        "Jan de Wit\n",
        "• ",
    ],
)


@settings(max_examples=80, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=50))
def test_invariant_3_on_generated_text(pieces):
    check_invariant_3("x " + "".join(pieces))


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_invariant_3_on_any_text(raw):
    text = "x" + raw.encode("utf-8", "replace").decode()
    check_invariant_3(text)


@pytest.mark.parametrize(
    "raw", ["a " + "1" * 5000 + "x", "1 " * 3000 + "x", "a." * 4000, "A " * 3000, "(" * 3000, "-1" * 3000]
)
def test_strange_lines_take_no_time(raw):
    start = time.perf_counter()
    units_of("De regio groeit.\n" + raw + "\nDat is alles.\n")
    assert time.perf_counter() - start < 3.0

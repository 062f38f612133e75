"""Geometry of PDF pages: columns, running lines, notes, tables, contents, paragraphs, headings."""

import io

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparelib.model import Furniture
from comparelib.text.extract.pdf import pdf_text
from comparelib.text.extract.pdf.columns import columns_of
from comparelib.text.extract.pdf.contents import mark_contents
from comparelib.text.extract.pdf.headings import body_size, levels_of
from comparelib.text.extract.pdf.notes import mark_charts, mark_notes
from comparelib.text.extract.pdf.page import Page
from comparelib.text.extract.pdf.paragraphs import lines_of
from comparelib.text.extract.pdf.running import mark_running
from comparelib.text.extract.pdf.segments import Segment, segments_of
from comparelib.text.extract.pdf.tables import mark_aligned, mark_tables
from comparelib.text.extract.pdf.words import PageFrame, Word
from extract_layouts import laid_out

__all__ = ["laid_out"]
PROSE = "een regel van gewone lengte in de tekst"


def line(base, text=PROSE, left=70.0, *, width=200.0, size=10.0, **more):
    return Segment(text, left, base - 8, left + width, base + 2, base, size, first_width=20.0, **more)


def page_of(segments, number=1, rules=(), graphics=()):
    return Page(number, 595.0, 842.0, list(segments), list(rules), list(graphics))


def word(text, left, base=100.0, size=10.0):
    return Word(text, left, left + 5 * len(text), base, size, False, False, True, True)


def column(left, tops=range(100, 400, 12), **more):
    return [line(float(top), f"{PROSE} {left} {top}", left=float(left), **more) for top in tops]


def test_words_of_a_line_are_one_segment_whatever_their_order_in_the_content():
    words = [word("Wij", 70), word("mee.", 115), word("doen", 90)]
    assert [each.text for each in segments_of(words)] == ["Wij doen mee."]


def test_a_wide_gap_parts_segments_but_not_a_marker_from_its_item():
    assert [each.text for each in segments_of([word("Jaar", 70), word("2025", 130)])] == ["Jaar", "2025"]
    item = segments_of([word("•", 70), word("doen", 95)])
    assert [(each.text, each.hang) for each in item] == [("• doen", 95)]


def test_a_raised_number_stays_at_its_word():
    words = [word("plan", 70), word("1", 90.5, base=96.0, size=6.0), word("telt", 100)]
    assert [each.text for each in segments_of(words)] == ["plan1 telt"]


def test_two_columns_below_a_title_and_above_a_wide_line():
    title, left, right = line(80.0, "Titel over de hele breedte", width=460), column(70), column(330)
    last = line(420.0, "Slotregel over de hele breedte", width=460)
    mixed = [segment for pair in zip(right, left, strict=True) for segment in pair]
    ordered = [each for part in columns_of([last, *mixed, title], 10.0) for each in part]
    assert ordered == [title, *left, *right, last]


def test_four_columns_of_a_double_page():
    columns = [column(left, tops=range(100, 300, 12)) for left in (40, 300, 640, 900)]
    mixed = [segment for row in zip(*columns, strict=True) for segment in row]
    assert [each for part in columns_of(mixed, 10.0) for each in part] == [
        each for part in columns for each in part
    ]


def test_cells_are_no_columns():
    rows = [
        [line(top, f"post {top:.0f}"), line(top, "12", left=300.0, width=12)]
        for top in (100.0, 112.0, 124.0, 136.0)
    ]
    cells = [cell for row in rows for cell in row]
    assert columns_of(cells, 10.0) == [cells]


def test_small_type_beside_the_prose_is_a_side_bar():
    bar = column(480, tops=range(100, 160, 9), width=80.0, size=7.0)
    bar = [line(each.base, "Ons kenmerk", left=480.0, width=60.0, size=7.0) for each in bar]
    prose = [line(float(top), width=380.0) for top in range(100, 400, 12)]
    columns = columns_of([*bar, *prose], 10.0)
    assert [each for part in columns for each in part] == [*prose, *bar]
    assert {each.furniture for each in bar} == {Furniture.SIDE_BAR}
    assert {each.furniture for each in prose} == {None}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 500), st.integers(0, 800), st.integers(1, 300), st.sampled_from([7, 10, 14])
        ),
        max_size=40,
    )
)
def test_ordering_loses_and_doubles_nothing(places):
    segments = [
        line(float(base), left=float(left), width=float(width), size=float(size))
        for left, base, width, size in places
    ]
    ordered = [id(each) for part in columns_of(segments, 10.0) for each in part]
    assert sorted(ordered) == sorted(map(id, segments))


def running_page(number, head="Werkagenda", foot=None):
    foot = foot or str(number + 4)
    prose = [line(float(top), f"{PROSE} {number} {top}") for top in range(120, 700, 12)]
    return page_of([line(50.0, head), *prose, line(800.0, foot, width=8.0)], number)


def kinds(page):
    return [each.furniture for each in page.segments]


def test_running_heads_and_page_numbers():
    pages = [running_page(number) for number in range(1, 6)]
    mark_running(pages, 10.0)
    for page in pages:
        assert kinds(page) == [Furniture.HEADER, *[None] * (len(page.segments) - 2), Furniture.PAGE_NUMBER]


def test_chapter_titles_in_the_head_differ_but_their_type_and_place_do_not():
    pages = [running_page(number, head=f"Hoofdstuk over {'abcdefgh'[number]}") for number in range(1, 6)]
    for page in pages:
        page.segments[0].size = 8.0
    mark_running(pages, 10.0)
    assert all(kinds(page)[0] is Furniture.HEADER for page in pages)


def test_a_first_line_of_prose_that_repeats_is_no_header():
    pages = [
        page_of(
            [
                line(
                    60.0 + 12 * at,
                    "Het kabinet" if at == 0 else f"{PROSE} {chr(97 + number)}{chr(97 + at % 26)}",
                )
                for at in range(50)
            ],
            number,
        )
        for number in range(1, 6)
    ]
    mark_running(pages, 10.0)
    assert all(kinds(page)[0] is None for page in pages)


def test_articles_that_open_a_page_are_no_header_for_they_stand_within_pages_too():
    pages = [running_page(number, head=f"Artikel {3 * number}") for number in range(1, 6)]
    for page in pages:
        page.segments[20].text = f"Artikel {3 * page.number + 1}"
    mark_running(pages, 10.0)
    assert all(kinds(page)[0] is None for page in pages)


def test_notes_at_the_foot_are_no_footers_though_they_look_alike():
    pages = [
        running_page(number, foot=f"{2 * number + number % 2} Kamerstuk, nr. 12") for number in range(1, 6)
    ]
    for page in pages:
        page.segments[-1].size = 8.0
    mark_running(pages, 10.0)
    assert all(kinds(page)[-1] is None for page in pages)


def test_small_numbered_type_at_the_foot_of_a_column_is_notes():
    prose, notes = (
        column(70),
        [line(700.0, "vervolg van een noot", size=8.0), line(710.0, "3 Zie Kamerstuk.", size=8.0)],
    )
    mark_notes([[*prose, *notes]], page_of([*prose, *notes]), 10.0)
    assert [each.furniture for each in notes] == [Furniture.FOOTNOTE] * 2
    assert {each.furniture for each in prose} == {None}


def test_type_of_any_size_below_the_rule_of_notes_is_notes():
    notes = [
        line(700.0, "3 https://x.nl", size=10.5),
        line(712.0, "4 Kamerstuk", size=8.0),
        line(722.0, "5 Kamerstuk", size=8.0),
    ]
    prose = column(70)
    mark_notes([[*prose, *notes]], page_of([*prose, *notes], rules=[(70.0, 685.0, 170.0, 685.5)]), 10.0)
    assert {each.furniture for each in notes} == {Furniture.FOOTNOTE}


def test_small_type_without_number_or_rule_stays_text():
    caption = [line(700.0, "Foto van een fabriek", size=8.0)]
    mark_notes([[*column(70), *caption]], page_of([*column(70), *caption]), 10.0)
    assert caption[0].furniture is None


def test_cells_between_rules_are_a_table_and_prose_in_a_frame_is_not():
    rules = [(60.0, y, 300.0, y + 0.5) for y in (88.0, 104.0, 120.0)] + [
        (x, 88.0, x + 0.5, 120.0) for x in (60.0, 180.0, 300.0)
    ]
    cells = [line(top, "cel", left=left, width=20.0) for top in (100.0, 116.0) for left in (70.0, 190.0)]
    below = line(140.0)
    mark_tables(page_of([*cells, below], rules=rules))
    assert [each.furniture for each in (*cells, below)] == [*[Furniture.TABLE] * 4, None]
    prose = [line(float(top), PROSE * 3, width=230.0) for top in range(100, 220, 12)]
    frame = [(60.0, y, 300.0, y + 0.5) for y in (88.0, 94.0, 230.0)] + [
        (x, 88.0, x + 0.5, 230.0) for x in (60.0, 300.0)
    ]
    mark_tables(page_of(prose, rules=frame))
    assert {each.furniture for each in prose} == {None}


def test_figures_in_line_are_a_table_and_justified_prose_is_not():
    cells = [
        line(top, text, left=left, width=width)
        for top in (100.0, 112.0, 124.0)
        for text, left, width in (("Vouchers", 70.0, 50.0), ("12", 200.0, 12.0), ("14", 260.0, 12.0))
    ]
    mark_aligned(cells)
    assert {each.furniture for each in cells} == {Furniture.TABLE}
    prose = [
        line(100.0 + 12 * at, text, left=left, width=width)
        for at in range(3)
        for text, left, width in (("Het", 70.0, 15.0), ("regionale", 175.0 - 9 * at, 40.0 + 9 * at))
    ]
    mark_aligned(prose)
    assert {each.furniture for each in prose} == {None}


def test_turned_text_and_words_in_a_drawing_are_labels_of_a_chart():
    turned, inside, outside = (
        line(300.0, "miljoen euro", upright=False),
        line(500.0, "2030", size=7.0, width=20.0),
        line(700.0, "klein", size=7.0),
    )
    drawing = [(60.0 + 8 * at, 420.0, 70.0 + 8 * at, 520.0) for at in range(16)]
    mark_charts(page_of([turned, inside, outside], graphics=drawing), 10.0)
    assert [each.furniture for each in (turned, inside, outside)] == [Furniture.CHART_LABEL] * 2 + [None]


def test_the_short_last_line_of_a_paragraph_in_a_frame_is_no_label():
    prose = [line(500.0, PROSE + " die doorloopt"), line(512.0, "laten meestijgen.", width=80.0)]
    drawing = [(60.0 + 8 * at, 420.0, 70.0 + 8 * at, 520.0) for at in range(30)]
    mark_charts(page_of(prose, graphics=drawing), 10.0)
    assert [each.furniture for each in prose] == [None, None]


def test_rows_that_end_in_rising_numbers_are_contents():
    rows = [line(100.0 + 14 * at, f"Titel {'abcdef'[at]} ........ {3 + 4 * at}") for at in range(6)]
    split = [
        cell
        for at in range(6)
        for cell in (
            line(300.0 + 14 * at, "Titel"),
            line(300.0 + 14 * at, str(2 + at), left=500.0, width=9.0),
        )
    ]
    prose = column(70, tops=range(500, 700, 12))
    mark_contents(page_of([*rows, *split, *prose]))
    assert {each.furniture for each in (*rows, *split)} == {Furniture.BOILERPLATE}
    assert {each.furniture for each in prose} == {None}


def starts(segments):
    return [each.starts for each in lines_of(segments)]


def test_paragraphs_begin_at_gaps_indents_markers_and_behind_short_ends():
    full = {"width": 300.0}
    assert starts(
        [
            line(100.0, **full),
            line(112.0, **full),
            line(124.0, **full),
            line(136.0, **full),
            line(160.0, **full),
        ]
    ) == [True, False, False, False, True]
    assert starts(
        [
            line(100.0, "Eind.", **full),
            line(112.0, "Nieuw begin", left=84.0, width=286.0),
            line(124.0, **full),
        ]
    ) == [True, True, False]
    assert starts(
        [line(100.0, **full), line(112.0, "Kort einde.", width=90.0), line(124.0, "Nieuw begin", **full)]
    ) == [True, False, True]
    assert starts(
        [line(100.0, **full), line(112.0, "• punt", **full), line(124.0, left=84.0, width=286.0)]
    ) == [True, True, False]


def test_size_of_prose_and_levels_of_headings():
    assert body_size([line(100.0), line(112.0), line(80.0, "Titel", size=18.0)]) == 10.0
    styles = [
        (10.0, True, False),
        (18.0, False, False),
        (10.0, False, True),
        (14.0, True, False),
        (14.0, False, False),
    ]
    assert levels_of(styles) == {
        (18.0, False, False): 1,
        (14.0, True, False): 2,
        (14.0, False, False): 3,
        (10.0, True, False): 4,
        (10.0, False, True): 5,
    }


@pytest.mark.parametrize(
    ("rotation", "seen"), [(0, (10, 770)), (90, (30, 10)), (180, (590, 30)), (270, (770, 590))]
)
def test_places_are_those_of_the_page_as_it_is_seen(rotation, seen):
    frame = PageFrame((5.0, 7.0, 605.0, 807.0), rotation)
    assert frame.seen(15.0, 37.0) == seen
    assert (frame.width, frame.height) == ((600, 800) if rotation in (0, 180) else (800, 600))


@pytest.mark.slow
def test_a_page_that_is_drawn_sideways_and_turned_back_reads_the_same(laid_out):
    document = pypdfium2.PdfDocument(laid_out / "two.pdf")
    plain = pdf_text((laid_out / "two.pdf").read_bytes(), "a.pdf")
    for page in document:
        width, height = page.get_size()
        for thing in page.get_objects(max_depth=1):
            thing.transform(pypdfium2.PdfMatrix(0, 1, -1, 0, height, 0))
        page.set_mediabox(0, 0, height, width)
        page.set_cropbox(0, 0, height, width)
        page.set_rotation(90)
        page.gen_content()
    stream = io.BytesIO()
    document.save(stream)
    turned = pdf_text(stream.getvalue(), "b.pdf")
    assert turned.text == plain.text
    assert [each.furniture for each in turned.lines] == [each.furniture for each in plain.lines]

"""One text in thirteen layouts, made by a browser and a word processor, gives the same units each time."""

from difflib import SequenceMatcher

import numpy as np
import pytest

import extract_layouts
from comparelib.model import Furniture
from comparelib.text.clean import canonical_text
from comparelib.text.extract import extract
from comparelib.text.segment import segment
from extract_layouts import FOOTER, HEADER, NOTES, SIDE_BAR, TABLE, laid_out

__all__ = ["laid_out"]
pytestmark = pytest.mark.slow
PRINTED = ["one.pdf", "two.pdf", "three.pdf", "letter.pdf", "ragged.pdf"]
OFFICE = ["office1.pdf", "office2.pdf", "office3.pdf"]
MARKED_UP = ["office1.docx", "office1.odt", "web.html", "agenda.md"]


def squeezed(text):
    return "".join(text.split())


def read(folder, name):
    source = extract((folder / name).read_bytes(), name)
    canonical = canonical_text(source)
    return source, canonical, segment(canonical, source)


def furniture(units, *kinds):
    return " ".join(unit.text for unit in units if unit.furniture in kinds)


@pytest.mark.parametrize("name", [*PRINTED, *OFFICE, *MARKED_UP, "agenda.txt"])
def test_every_layout_gives_the_same_units(laid_out, name):
    _, _, units = read(laid_out, name)
    want = [squeezed(text) for text in extract_layouts.truth()]
    got = [squeezed(unit.text) for unit in units if unit.kind.is_policy_text]
    same = sum(block.size for block in SequenceMatcher(None, want, got, autojunk=False).get_matching_blocks())
    assert same >= 0.99 * max(len(want), len(got))


@pytest.mark.parametrize("name", [*PRINTED, *OFFICE, *MARKED_UP])
def test_what_runs_around_the_text_is_furniture_of_its_kind(laid_out, name):
    source, _, units = read(laid_out, name)
    tables = squeezed(furniture(units, Furniture.TABLE))
    assert sorted(tables) == sorted(squeezed("".join(cell for row in TABLE for cell in row)))
    notes = squeezed(furniture(units, Furniture.FOOTNOTE))
    assert all(squeezed(note) in notes for note in NOTES.values())
    if name != "agenda.md":
        pages = source.n_pages if name.endswith("pdf") else 1
        assert furniture(units, Furniture.HEADER).count(HEADER) == pages
        assert furniture(units, Furniture.FOOTER).count(FOOTER) == pages


@pytest.mark.parametrize("name", PRINTED)
def test_page_numbers_stand_on_every_page(laid_out, name):
    source, _, units = read(laid_out, name)
    numbers = [unit.text for unit in units if unit.furniture is Furniture.PAGE_NUMBER]
    assert numbers == [str(page) for page in range(1, source.n_pages + 1)]


def test_the_side_bar_of_a_letter_stands_on_every_page(laid_out):
    source, _, units = read(laid_out, "letter.pdf")
    bar = squeezed(furniture(units, Furniture.SIDE_BAR))
    assert source.n_pages > 3
    assert bar == squeezed("".join(SIDE_BAR)) * source.n_pages


@pytest.mark.parametrize("name", [*PRINTED, *OFFICE, *MARKED_UP])
def test_headings_have_two_levels_and_items_their_markers(laid_out, name):
    _, _, units = read(laid_out, name)
    kinds = [block.kind for block in extract_layouts.blocks()]
    levels = [unit.level for unit in units if unit.kind == "heading"]
    assert levels == [1, *[2] * (len(levels) - 1)]
    assert len(levels) == kinds.count("h1") + kinds.count("h2")
    markers = [unit.marker for unit in units if unit.kind == "list_item"]
    assert [marker for marker in markers if marker[0].isdigit()] == ["1.", "2.", "3."] * (
        kinds.count("ol") // 3
    )
    assert len(markers) == kinds.count("ol") + kinds.count("ul")


@pytest.mark.parametrize("name", [*PRINTED, *OFFICE, *MARKED_UP, "garbled.pdf"])
def test_the_invariants_of_cleaning_hold(laid_out, name):
    source, canonical, units = read(laid_out, name)
    lines = [source.text[line.start : line.end] for line in source.lines]
    assert "\n".join(lines) == source.text
    placed = canonical.offsets[canonical.offsets >= 0]
    assert len(np.unique(placed)) == len(placed)
    characters = [char for char in source.text if not char.isspace()]
    kept = [char for char in canonical.text if not char.isspace()]
    assert len(characters) - len(kept) <= 0.01 * len(characters)
    assert all(unit.text == canonical.text[unit.start : unit.end] for unit in units)


def test_every_line_of_a_pdf_knows_its_page_place_and_size(laid_out):
    source, _, _ = read(laid_out, "two.pdf")
    lines = [line for line in source.lines if line.end > line.start]
    assert {line.page for line in lines} == set(range(1, source.n_pages + 1))
    assert all(
        0 <= line.box[0] < line.box[2] <= 596 and 0 <= line.box[1] < line.box[3] <= 842 for line in lines
    )
    title = next(line for line in lines if line.level == 1)
    assert title.size == pytest.approx(19.5, abs=0.1)
    assert title.bold


def test_scripts_are_not_read_and_navigation_is_boilerplate(laid_out):
    source, _, units = read(laid_out, "web.html")
    assert "script" not in source.text
    assert "Startpagina" in furniture(units, Furniture.BOILERPLATE)


def test_a_poor_text_layer_is_read_with_a_warning_that_says_how_poor(laid_out):
    source, _, _ = read(laid_out, "garbled.pdf")
    assert len(source.warnings) == 1
    assert "garbled.pdf" in source.warnings[0]
    assert "ocrmypdf" in source.warnings[0]
    assert int(source.warnings[0].split("%")[0].split()[-1]) > 60


def test_good_layers_give_no_warning(laid_out):
    assert [read(laid_out, name)[0].warnings for name in (*PRINTED, *OFFICE)] == [()] * 8


def test_reading_twice_gives_the_same(laid_out):
    data = (laid_out / "three.pdf").read_bytes()
    assert extract(data, "a.pdf") == extract(data, "a.pdf")

"""Figures and tables as files beside a page, and the links to them."""

import csv
import io
import zipfile
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from openpyxl import load_workbook

from comparelib.charts import Chart
from comparelib.labels import Column
from comparelib.reporting.downloads.files import chart_files, table_files, workbook
from comparelib.reporting.downloads.kernel import FOLDER, PAGE, STARTUP, file_name, install, keep_downloads
from comparelib.reporting.downloads.links import kept_files, linked_downloads
from comparelib.tables.table import Table

FRAME = pd.DataFrame(
    {
        "code": ["=1+1", "energy"],
        "share": [0.123456789, np.nan],
        "robust": [True, False],
        "units": [[1, 2], []],
    }
)
COLUMNS = (Column("code", "Theme"), Column("share", "Share", "share"))


def chart():
    figure = Figure(figsize=(2, 1))
    axes = figure.subplots()
    axes.plot([0, 1])
    axes.text(0.5, 0.5, "7", url="#cell-energy")
    return Chart(figure, "Shares & more", "A line.", "How it is read.", FRAME, "share-plot", COLUMNS)


def table():
    return Table(FRAME, "Shares", "shares", COLUMNS, ("A note.",))


def test_a_chart_is_kept_four_ways_and_each_opens():
    files = chart_files(chart())
    assert list(files) == ["svg", "png", "csv", "xlsx"]
    assert b"#cell-energy" not in files["svg"]
    assert files["svg"].count(b"<g") == files["svg"].count(b"</g>")
    assert files["png"].startswith(b"\x89PNG")
    width = int.from_bytes(files["png"][16:20], "big")
    assert 450 < width < 750  # two inches at 300 dots an inch, and its margin
    rows = list(csv.DictReader(io.StringIO(files["csv"].decode())))
    assert rows[0]["share"] == "0.123456789"
    assert rows[1]["share"] == ""


def test_no_cell_is_a_formula_in_either_format():
    assert b"'=1+1" in table_files(table())["csv"]
    content = workbook(FRAME, ("Shares",), COLUMNS)
    cell = load_workbook(io.BytesIO(content))["data"]["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_workbook_holds_unrounded_numbers_and_says_what_they_are():
    book = load_workbook(io.BytesIO(workbook(FRAME, ("Shares", "A note."), COLUMNS)))
    assert [cell.value for cell in book["data"][1]] == ["code", "share", "robust", "units"]
    assert [cell.value for cell in book["data"][2]] == ["=1+1", 0.123456789, True, "1, 2"]
    assert book["data"]["B3"].value is None
    about = [tuple(cell.value for cell in row) for row in book["about"].iter_rows()]
    assert ("A note.", None) in about or ("A note.", "") in about
    assert ("share", "Share") in about


def test_the_same_content_gives_the_same_bytes():
    assert chart_files(chart()) == chart_files(chart())
    with zipfile.ZipFile(io.BytesIO(workbook(FRAME, ("Shares",)))) as archive:
        assert b"1980-01-01" in archive.read("docProps/core.xml")


class Formatter:
    def __init__(self):
        self.known = {}

    def for_type_by_name(self, module, name, function):
        self.known[module, name] = function


def shell():
    formatter = Formatter()
    display = SimpleNamespace(mimebundle_formatter=formatter)
    return SimpleNamespace(display_formatter=display), formatter.known


def test_the_kernel_keeps_what_it_shows_and_shows_it_as_before(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER, str(tmp_path))
    monkeypatch.setenv(PAGE, "03_priorities")
    kernel, known = shell()
    keep_downloads(kernel)
    assert known["comparelib.charts.chart", "Chart"](chart()) == chart()._repr_mimebundle_()
    assert known["comparelib.tables.table", "Table"](table())["text/html"] == table().html()
    assert kept_files(tmp_path, "03_priorities") == (
        *(f"figures/03_priorities-share-plot.{ending}" for ending in ("csv", "png", "svg", "xlsx")),
        *(f"tables/03_priorities-shares.{ending}" for ending in ("csv", "xlsx")),
    )
    assert kept_files(tmp_path, "04_clusters") == ()


def test_outside_a_report_nothing_is_kept(monkeypatch):
    monkeypatch.delenv(FOLDER, raising=False)
    kernel, known = shell()
    keep_downloads(kernel)
    assert known == {}


def test_a_full_disk_costs_the_files_not_the_figure(tmp_path, monkeypatch):
    (tmp_path / "tables").write_text("no folder")
    monkeypatch.setenv(FOLDER, str(tmp_path))
    monkeypatch.setenv(PAGE, "page")
    kernel, known = shell()
    keep_downloads(kernel)
    with pytest.warns(UserWarning, match="files of 'shares' could not be kept"):
        assert "<table" in known["comparelib.tables.table", "Table"](table())["text/html"]


def test_the_start_up_file_is_a_program_that_ipython_finds(tmp_path):
    install(tmp_path)
    source = (tmp_path / "profile_default/startup/00-downloads.py").read_text()
    assert source == STARTUP
    compile(source, "startup", "exec")


def test_links_stand_below_the_figure_and_the_table_and_are_named():
    body = f"<div>{chart().html()}</div>\n{table().html()}\n<p>after</p>"
    files = [f"figures/p-share-plot.{ending}" for ending in ("svg", "png", "csv", "xlsx")]
    html = linked_downloads(body, [*files, "tables/p-shares.csv"], "p", "en")
    assert all(html.count(f'href="{file}"') == 1 for file in files)
    assert 'aria-label="SVG: Shares &amp; more"' in html
    assert html.index("figures/p-share-plot.svg") < html.index("</figure>")
    assert html.index("A note.") < html.index("tables/p-shares.csv") < html.index("<p>after</p>")
    assert "tables/p-shares.xlsx" not in html
    assert linked_downloads(body, [], "p", "en") == body


def test_a_name_of_a_file_is_plain():
    assert file_name("03_priorities", "theme tree/é", "svg") == "03_priorities-theme-tree-.svg"

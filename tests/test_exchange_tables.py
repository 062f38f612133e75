"""Quotes, 0/1 matrix and long table: as CSV and XLSX, out and in again, without formulas."""

from io import BytesIO

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparelib.errors import InputFaults
from comparelib.exchange.importing import imported
from comparelib.exchange.spreadsheet import (
    CsvStyle,
    Layout,
    csv_bytes,
    indicator_table,
    long_table,
    quote_table,
    read_table,
    table_codings,
    table_of,
    xlsx_bytes,
)
from comparelib.exchange.spreadsheet.formulas import defused, restored
from exchange_samples import BOOK, TEXTS, documents, places, table_codings_frame, units

STYLES = [CsvStyle(), CsvStyle(mark=True), CsvStyle(decimal_comma=True), CsvStyle(True, True)]


def table(layout):
    return table_of(layout, table_codings_frame(), units(), documents(), BOOK)


def taken(data, name="tabel.csv"):
    found = table_codings(read_table(data, name), name, places(), units())
    return imported(found, BOOK, units())


def keys(frame):
    return set(frame[["unit_id", "coder", "facet", "code"]].itertuples(index=False, name=None))


def test_the_list_of_quotes_has_what_qda_users_expect():
    quotes = quote_table(table_codings_frame(), units(), documents(), BOOK)
    first = quotes.iloc[0]
    assert (first["code"], first["label"], first["title"]) == (
        "theme > energy",
        "Energy & climate",
        "Titel van nl_emoji",
    )
    assert (first["text"], first["page"], first["section"]) == ("🏭 De industrie vergroent.", 1, "Kop")
    assert not quotes["code"].str.contains("none|failed").any()
    assert len(quotes) == len(table_codings_frame()) - 2


def test_the_matrix_tells_given_not_given_and_not_asked_apart():
    matrix = indicator_table(table_codings_frame(), units(), BOOK).set_index(["unit_id", "coder"])
    assert matrix.loc[("nl_emoji#0002", "human:ab"), "theme:labour"] == 1
    assert matrix.loc[("nl_emoji#0002", "human:ab"), "theme:energy"] == 0
    assert matrix.loc[("nl_emoji#0002", "human:cd"), "theme:energy"] == 0  # read, and none given
    assert pd.isna(matrix.loc[("nl_emoji#0002", "human:cd"), "function:goal"])
    assert pd.isna(matrix.loc[("nl_emoji#0003", "human:cd"), "theme:energy"])  # failed
    assert matrix.loc[("nl_emoji#0003", "human:cd"), "theme:failed"] == 1
    assert [name for name in matrix if name.startswith("theme:")][:3] == [
        "theme:energy",
        "theme:labour",
        "theme:skills",
    ]


def test_the_long_table_is_in_the_order_of_units_and_codebook():
    long = long_table(table_codings_frame().sample(frac=1, random_state=1), units(), BOOK)
    assert long["unit_id"].tolist() == table_codings_frame()["unit_id"].tolist()
    assert long["facet"].tolist()[:2] == ["theme", "function"]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("layout", list(Layout))
def test_csv_goes_out_and_in(layout, style):
    frame = table(layout)
    data = csv_bytes(frame, style)
    assert data.startswith(b"\xef\xbb\xbf") == style.mark
    back = read_table(data, "x.csv")
    assert list(back.columns) == list(frame.columns)
    for column in frame.select_dtypes(["object", "str"]):
        assert back[column].tolist() == frame[column].fillna("").tolist()
    result = taken(data)
    assert result.counts["matched"] == len(result.rows)
    expected = keys(table_codings_frame())
    if layout is Layout.QUOTES:
        expected = {key for key in expected if key[3] not in ("none", "failed")}
    assert keys(result.codings) == expected


def test_a_workbook_goes_out_and_in():
    tables = {layout.value: table(layout) for layout in Layout}
    data = xlsx_bytes(tables, [("study", "=1+1")], "nl")
    assert data == xlsx_bytes(tables, [("study", "=1+1")], "nl")
    result = taken(data, "x.xlsx")
    assert keys(result.codings) == keys(table_codings_frame())
    assert result.codings["note"].tolist() == taken(csv_bytes(tables["long"])).codings["note"].tolist()
    book = openpyxl.load_workbook(BytesIO(data))
    assert book.sheetnames == ["README", "quotes", "matrix", "long"]
    assert book["README"]["A1"].value == "Coderingen uit comparelib"
    assert all(book[name].freeze_panes == "B2" for name in tables)
    assert book["long"].column_dimensions["A"].width > 10
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    explained = {row[0].value for row in book["README"].iter_rows()}
    assert {name for frame in tables.values() for name in frame if ":" not in name} <= explained


def test_scores_have_a_decimal_comma_where_asked():
    frame = table_codings_frame().assign(score=0.25)
    data = csv_bytes(long_table(frame, units(), BOOK), CsvStyle(decimal_comma=True)).decode("utf-8")
    assert data.splitlines()[0].startswith("unit_id;doc_id;")
    assert ";0,25;" in data


@pytest.mark.parametrize("start", list("=+-@\t\r\n＝＋－＠"))
def test_what_a_spreadsheet_would_run_stays_text(start):
    text = f'{start}HYPERLINK("http://example.org")'
    frame = pd.DataFrame({"unit_id": ["a"], "text": [text]})
    cell = csv_bytes(frame).decode("utf-8").split("\r\n", 1)[1]
    assert f"'{start}" in cell
    assert read_table(csv_bytes(frame), "x")["text"].tolist() == [text]
    book = openpyxl.load_workbook(BytesIO(xlsx_bytes({"long": frame}, [], "en")))
    assert book["long"]["B2"].data_type == "s"


def test_a_dangerous_column_name_is_defused_too():
    assert csv_bytes(pd.DataFrame({"=a": [1]})).startswith(b"'=a")


@given(st.text(alphabet="'=+-@\t\rab", max_size=6))
def test_the_apostrophe_is_put_there_and_taken_away(text):
    assert restored(defused(text)) == text
    assert defused(text)[:1] not in set("=+-@\t\r")


def test_a_text_that_no_cell_can_hold_is_refused_and_not_cut():
    frame = pd.DataFrame({"unit_id": ["nl_emoji#0001"], "text": ["a" * 32_768]})
    with pytest.raises(InputFaults, match="nl_emoji#0001 has more than 32767 characters"):
        xlsx_bytes({"long": frame}, [], "en")


def test_units_that_have_changed_are_found_by_their_words_or_told():
    rows = [
        ("nl_emoji#0001", "🏭  De industrie\nvergroent.", "theme", "energy"),
        ("nl_emoji#0009", "Vakmensen zijn schaars!", "theme", "labour"),
        ("nl_emoji#0001", "Dat kost € 5 mln.", "theme", "skills"),
        ("weg#0001", "Talent blijft nodig.", "theme", "skills"),
        ("weg#0002", "Dat kan beter.", "theme", "skills"),
        ("nl_emoji#0002", "Dit stond er nooit.", "theme", "skills"),
        ("weg#0003", "", "theme", "skills"),
    ]
    frame = pd.DataFrame(rows, columns=["unit_id", "text", "facet", "code"]).assign(coder="ab")
    result = taken(csv_bytes(frame))
    assert list(zip(result.rows["status"], result.rows["unit_id"], strict=True)) == [
        ("matched", "nl_emoji#0001"),
        ("moved", "nl_emoji#0002"),
        ("moved", "nl_emoji#0003"),
        ("moved", "vl_windows#0002"),
        ("unplaced", ""),
        ("unplaced", ""),
        ("unplaced", ""),
    ]
    assert result.rows["how"].tolist()[4:] == [
        "these words stand 4 times in the study",
        "these words are not in the text",
        "there is no unit 'weg#0003', and the row has no text to find it by",
    ]


def test_a_list_of_coded_segments_of_another_tool():
    frame = pd.DataFrame(
        {
            "Document name": ["nl_emoji"] * 2,
            "Code": ["Theme > Labour market", "theme\\Energy & climate"],
            "Segment": ["Vakmensen 👩‍🔧 zijn schaars 🙂!", "De industrie vergroent."],
            "Created by": ["Jan Smit", "Jan Smit"],
            "Comment": ["", "ja"],
        }
    )
    buffer = BytesIO()
    frame.to_excel(buffer, sheet_name="Coded segments", index=False)
    result = taken(buffer.getvalue(), "maxqda.xlsx")
    assert result.codings[["unit_id", "coder", "code", "note"]].to_numpy().tolist() == [
        ["nl_emoji#0001", "Jan Smit", "energy", "ja"],
        ["nl_emoji#0002", "Jan Smit", "labour", ""],
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the table is empty"),
        (b"unit_idd,code\na,b\n", "no column says what was coded"),
        (b"unit_id,coder\na,b\n", "no column holds codes"),
        (b"unit_id,unit_id,code\na,b,c\n", "column 'unit_id' stands twice"),
        (b"unit_id,code\na\n", "x.csv:2: 1 fields; expected 2 fields"),
        (b'unit_id,code\n"a,b\n', "broken CSV"),
        ("unit_id,code\né,b\n".encode("latin-1"), "x.csv:2: not UTF-8"),
        (b"PK\x03\x04broken", "cut off or broken"),
    ],
)
def test_tables_that_are_none(content, told):
    with pytest.raises(InputFaults) as caught:
        list(table_codings(read_table(content, "x.csv"), "x.csv", places(), units()))
    assert told in str(caught.value)


def test_the_texts_of_the_samples_are_odd_enough():
    joined = "".join(TEXTS.values())
    assert all(mark in joined for mark in ("\U0001f3ed", "\u0301", "\u200d", "\r\n", "\ufeff"))

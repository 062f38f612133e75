"""`comparelib lookup`: any dictionary over any texts gives the counts that quanteda gives."""

import csv
import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from comparelib.cli import app
from comparelib.coding.dictionary.formats import read_dictionary, write_lexicoder
from comparelib.errors import CodingFault, DictionaryFault

GOLDEN = Path(__file__).parent / "golden" / "quanteda"
DICTIONARY = GOLDEN / "quanteda_dictionary.yml"


def rows(name):
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "texts.csv"
    texts = [
        {"unit_id": row["doc_id"], "text": row["text"]} for row in rows("quanteda_texts.csv") if row["text"]
    ]
    pd.DataFrame(texts).to_csv(path, index=False)
    return path


def run(*arguments):
    done = CliRunner().invoke(app, ["lookup", *map(str, arguments)])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done


@pytest.mark.parametrize(
    ("option", "arguments"),
    [
        ("nested_scope=key", ()),
        ("nested_scope=dictionary", ("--nested", "dictionary")),
        ("case_sensitive", ("--keep-case",)),
    ],
)
def test_the_table_of_counts_is_quantedas(table, tmp_path, option, arguments):
    out = tmp_path / "counts.csv"
    done = run(table, "-d", DICTIONARY, "-o", out, *arguments)
    counts = pd.read_csv(out).set_index("unit_id")
    expected = {
        (row["doc_id"], row["code"]): int(row["n"])
        for row in rows("quanteda_lookup.csv")
        if row["option"] == option
    }
    assert {cell: n for cell, n in counts.stack().items() if n} == expected
    assert f"{len(counts)} units" in done.output
    assert f"{sum(expected.values())} matches" in done.output
    assert "could match" in done.output
    assert "r&d" in done.output


def test_nested_keys_of_lexicoder_are_counted_at_the_level_that_is_asked_for(table, tmp_path):
    nested = tmp_path / "nested.lcd"
    write_lexicoder({("energie", "wind"): ("wind*",), ("energie", "zon"): ("zon*",)}, nested)
    run(table, "-d", nested, "-o", tmp_path / "deep.parquet")
    done = run(table, "-d", nested, "-o", tmp_path / "top.parquet", "--levels", 1, "--json")
    deep, top = (pd.read_parquet(tmp_path / f"{name}.parquet") for name in ("deep", "top"))
    assert list(deep.columns) == ["unit_id", "energie.wind", "energie.zon"]
    assert (top["energie"] == deep["energie.wind"] + deep["energie.zon"]).all()
    said = json.loads(done.output)
    assert said["counts"] == {"energie": int(top["energie"].sum())}
    assert said["counts"]["energie"] > 0


def test_what_cannot_be_read_or_written_is_one_clear_error(table, tmp_path):
    with pytest.raises(DictionaryFault, match=r"'.docx' is no ending of a dictionary"):
        run(table, "-d", tmp_path / "x.docx", "-o", tmp_path / "out.csv")
    with pytest.raises(DictionaryFault, match="the file does not exist"):
        run(table, "-d", tmp_path / "x.dic", "-o", tmp_path / "out.csv")
    with pytest.raises(CodingFault, match="cannot be written as"):
        run(table, "-d", DICTIONARY, "-o", tmp_path / "out.txt")
    (tmp_path / "own.yml").write_text("unit_id: [wind]\n", encoding="utf-8")
    with pytest.raises(DictionaryFault, match="a key is called 'unit_id'"):
        run(table, "-d", tmp_path / "own.yml", "-o", tmp_path / "out.csv")
    assert not list(tmp_path.glob("out*"))


def test_a_key_that_a_spreadsheet_would_run_is_put_as_text(table, tmp_path):
    (tmp_path / "own.yml").write_text("'=2+5': [wind]\n", encoding="utf-8")
    assert read_dictionary(tmp_path / "own.yml") == {("=2+5",): ("wind",)}
    run(table, "-d", tmp_path / "own.yml", "-o", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").startswith("unit_id,'=2+5\n")

"""Texts and dictionaries that a coder must not choke on, nor pass over in silence."""

import csv
import time
from pathlib import Path

import pandas as pd
import pytest

from comparelib.coding.dictionary import dictionary_codings
from comparelib.coding.tabular.source import load_table
from comparelib.errors import DictionaryFault
from comparelib.model.schemas import CODINGS, checked
from test_dictionary_load import BOOK, load, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "patterns: [circula*, '*eind']")
    return tmp_path


def test_a_text_of_10_mb_without_a_space_is_one_word_and_its_neighbours_are_coded(folder: Path) -> None:
    texts = ["De circulaire weg.", "maakindustriebeleid" * 526_000 + "eind", "Circulair."]
    units = pd.DataFrame({"unit_id": ["d#1", "d#2", "d#3"], "doc_id": "d", "text": texts})
    begun = time.process_time()
    found = checked(dictionary_codings(units, load(folder), BOOK, {}), CODINGS)
    assert time.process_time() - begun < 20
    themes = found[found["facet"] == "theme"]
    assert themes["code"].tolist() == ["circular"] * 3
    assert themes["end"].tolist() == [13, len(texts[1]), 9]


def test_a_cell_of_a_table_may_hold_a_whole_document(tmp_path: Path) -> None:
    limit, text = csv.field_size_limit(), "x" * 300_000
    (tmp_path / "in.csv").write_text(f"unit_id,text\nd#1,{text}\n", encoding="utf-8")
    assert load_table(tmp_path / "in.csv", ("unit_id", "text")).columns["text"] == [text]
    assert csv.field_size_limit() == limit


@pytest.mark.parametrize(
    ("patterns", "said"),
    [
        ("['*']", "'*' matches everything"),
        ("['?*']", "'?*' matches everything"),
        ("['']", "pattern is empty"),
        ("[wind, wind]", "pattern 'wind' stands already in line 3"),
    ],
)
def test_a_pattern_that_says_nothing_stops_the_dictionary_at_its_line(
    tmp_path: Path, patterns: str, said: str
) -> None:
    write(tmp_path, f"patterns: {patterns}")
    with pytest.raises(DictionaryFault) as caught:
        load(tmp_path)
    (fault,) = caught.value.faults
    assert str(fault).startswith("dictionary/theme/circular.yml:3")
    assert said in str(fault)

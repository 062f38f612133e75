from pathlib import Path

import pytest

from comparelib.csvfile import load_csv
from comparelib.errors import InputFaults


def write(tmp_path, content):
    path = tmp_path / "some.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def faults(tmp_path, content, required=("a", "b")):
    with pytest.raises(InputFaults) as caught:
        load_csv(write(tmp_path, content), required, Path("some.csv"))
    return [str(fault) for fault in caught.value.faults]


def test_rows_know_the_line_they_start_on(tmp_path):
    rows = load_csv(write(tmp_path, '\ufeffa,b\r\n1,"two\r\nlines"\r\n3,4\r\n'), ("a", "b"))
    assert [(row["a"], row.line) for row in rows] == [("1", 2), ("3", 4)]
    assert rows[0]["b"] == "two\r\nlines"
    assert str(rows[1].fault("b", "is wrong")).endswith(":4:2: b: is wrong")


def test_a_missing_column_is_named_with_the_nearest(tmp_path):
    assert faults(tmp_path, "a,bb\n1,2\n") == ["some.csv:1: column 'b' is missing. did you mean 'bb'?"]
    assert "did you mean 'coder_'?" in faults(tmp_path, "a,coder_\n1,2\n", ("a", "coder"))[0]


def test_every_ragged_row_is_named(tmp_path):
    assert faults(tmp_path, "a,b\n1\n1,2\n1,2,3\n") == [
        "some.csv:2: 1 fields; expected 2 fields",
        "some.csv:4: 3 fields; expected 2 fields",
    ]


def test_an_open_quotation_mark_and_a_wrong_encoding_are_faults(tmp_path):
    assert "broken CSV" in faults(tmp_path, 'a,b\n1,"2\n')[0]
    assert faults(tmp_path, b"a,b\n1,caf\xe9\n") == ["some.csv:2: not UTF-8. Save the file as CSV UTF-8"]

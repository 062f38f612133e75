"""The manifest keeps its bytes, raw files are never overwritten, and a failure leaves nothing behind."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adding_samples import ROOT
from comparelib.adding import writing
from comparelib.adding.writing import added, stored, with_row, written
from comparelib.corpus import load_manifest
from comparelib.errors import CorpusFault

MANIFEST = (ROOT / "data/raw/corpus.csv").read_bytes()
ROW = {
    "doc_id": "vl_x",
    "path": "vl/vl_x.txt",
    "jurisdiction": "VL",
    "title": 'Een "titel", lang',
    "note": "é",
}


def rows(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_row_is_added_and_every_other_byte_stays():
    new = with_row(MANIFEST, ROW)
    assert new.startswith(MANIFEST)
    assert rows(new)[:-1] == rows(MANIFEST)
    assert {name: rows(new)[-1][name] for name in ROW} == ROW
    assert new.count(b"\n") == MANIFEST.count(b"\n") + 1


@pytest.mark.parametrize(
    ("manifest", "end"),
    [
        (b"\xef\xbb\xbfdoc_id,title\r\na,b\r\n", b'vl_x,"Een ""titel"", lang"\r\n'),
        (b"title,doc_id\na,b", b'\n"Een ""titel"", lang",vl_x\n'),
        (b"doc_id,own,title\n", b'vl_x,,"Een ""titel"", lang"\n'),
    ],
)
def test_line_ends_order_of_columns_and_own_columns_are_kept(manifest, end):
    assert with_row(manifest, ROW) == manifest + end


def test_an_edition_adds_its_column_once_and_changes_no_value():
    new = with_row(MANIFEST, ROW | {"edition_of": "vl_werkagenda_maakindustrie"})
    assert [{k: v for k, v in row.items() if k != "edition_of"} for row in rows(new)[:-1]] == rows(MANIFEST)
    assert [row["edition_of"] for row in rows(new)] == [""] * 5 + ["vl_werkagenda_maakindustrie"]
    again = with_row(new, ROW | {"doc_id": "vl_y", "edition_of": "vl_x"})
    assert again.startswith(new)
    assert rows(again)[-1]["edition_of"] == "vl_x"


# A carriage return on its own is left out: the csv module writes it without quotes, so it cannot be read back.
FIELD = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00\r", exclude_categories=("Cs",)), max_size=12
)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(FIELD, FIELD), min_size=1, max_size=4), st.sampled_from(["\n", "\r\n"]), st.booleans()
)
def test_a_new_column_fits_any_manifest(values, newline, bom):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=newline)
    writer.writerows([("doc_id", "title"), *((f"d{name}", title) for name, title in values)])
    manifest = (b"\xef\xbb\xbf" if bom else b"") + text.getvalue().encode("utf-8")
    new = with_row(manifest, {"doc_id": "x", "title": "t", "edition_of": "y"})
    assert [(row["doc_id"], row["title"]) for row in rows(new)] == [
        *((f"d{n}", t) for n, t in values),
        ("x", "t"),
    ]


def test_a_file_is_stored_once_and_never_overwritten(tmp_path):
    target = tmp_path / "vl" / "a.txt"
    assert stored(b"one", target)
    assert not stored(b"one", target)
    with pytest.raises(CorpusFault, match="never overwritten"):
        stored(b"two", target)
    assert target.read_bytes() == b"one"


def test_a_file_takes_the_place_of_another_at_once(tmp_path, monkeypatch):
    path = tmp_path / "corpus.csv"
    path.write_bytes(b"old")
    written(path, b"new")
    assert path.read_bytes() == b"new"
    monkeypatch.setattr(writing.os, "fsync", lambda _: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        written(path, b"newer")
    assert path.read_bytes() == b"new"
    assert [file.name for file in tmp_path.iterdir()] == ["corpus.csv"]


def test_where_the_row_cannot_be_written_the_copy_goes_again(tmp_path, monkeypatch):
    manifest, target = tmp_path / "corpus.csv", tmp_path / "vl" / "a.txt"
    manifest.write_bytes(MANIFEST)
    monkeypatch.setattr(writing, "written", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        added(b"text", target, manifest, ROW)
    assert not target.exists()
    assert manifest.read_bytes() == MANIFEST


def test_a_doc_id_that_somebody_took_in_between_is_refused(tmp_path):
    manifest = tmp_path / "corpus.csv"
    manifest.write_bytes(with_row(MANIFEST, ROW))
    with pytest.raises(CorpusFault, match="by now"):
        added(b"text", tmp_path / "vl" / "a.txt", manifest, ROW)
    assert not (tmp_path / "vl").exists()


@pytest.mark.parametrize("older", ["vl_werkagenda", "vl_werkagenda_maakindustrie"])
def test_an_edition_of_nothing_or_of_itself_is_a_fault(study_copy, older):
    path = study_copy / "data/raw/corpus.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines = [lines[0] + ",edition_of", *(line + "," for line in lines[1:-1]), f"{lines[-1]},{older}"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(CorpusFault, match=r"corpus\.csv:6:12: edition_of: .* is no other document"):
        load_manifest(path, ("NL", "VL"))

import json

import pandas as pd
import pytest

from comparelib.errors import StoreFailure, TableFault
from comparelib.model.schemas import ANCHORS, CODERS, THEME_COUNTS
from comparelib.store import BuildManifest, DocumentGroup, PartFolder, Store, file_sha256


def coders(version="1"):
    row = ("reference", "reference", version, "", "1.1.0", "{}")
    return pd.DataFrame([row], columns=list(CODERS.columns), dtype="str")


def anchors(*documents):
    rows = [(f"r-{name}-{number}", f"{name}#000{number}") for name in documents for number in (1, 2)]
    return pd.DataFrame(rows, columns=list(ANCHORS.columns), dtype="str")


def counts(*documents):
    rows = [("c", "theme", name, code, 1.0, 2.0) for code in ("y", "x") for name in documents]
    return pd.DataFrame(rows, columns=list(THEME_COUNTS.columns))


@pytest.fixture
def store(tmp_path):
    """Three documents in two groups, and one coder."""
    store = Store(tmp_path)
    parts = {
        "coders": store.part_folder.write("coders", "c1", {"coders": coders()}),
        "a": store.part_folder.write("texts", "t1", {"anchors": anchors("a", "b")}, {"units": 2}),
        "b": store.part_folder.write("texts", "t2", {"anchors": anchors("d")}),
        "counts a": store.part_folder.write("counts/c", "n1", {"theme_counts": counts("a", "b")}),
        "counts b": store.part_folder.write("counts/c", "n2", {"theme_counts": counts("d")}),
    }
    groups = (
        DocumentGroup(("a", "b"), {"texts": "t1", "counts/c": "n1"}),
        DocumentGroup(("d",), {"texts": "t2", "counts/c": "n2"}),
    )
    files = {name: digest for part in parts.values() for name, digest in part.files.items()}
    files |= {part.record: file_sha256(tmp_path / part.record) for part in parts.values()}
    made = {"a": "k1", "b": "k2", "d": "k3"}
    store.write(BuildManifest("0", "1.1.0", "key", made, {"c": "kc"}, groups, {"coders": "c1"}, files))
    return store


def test_what_is_written_is_read(store):
    pd.testing.assert_frame_equal(store.read("coders"), coders())
    pd.testing.assert_frame_equal(store.read("anchors"), anchors("a", "b", "d"))
    assert store.manifest.inputs == "key"
    assert store.manifest.groups[1].documents == ("d",)
    assert store.is_whole()
    assert store.part_folder.found("texts", "t1").facts == {"units": 2}


def test_some_columns_of_some_documents_are_read(store):
    read = store.read("anchors", ["unit_id"], ["b", "d"])
    assert read.columns.tolist() == ["unit_id"]
    assert read["unit_id"].tolist() == ["b#0001", "b#0002", "d#0001", "d#0002"]
    assert store.read("anchors", documents=["nobody"]).equals(anchors())
    groups = [(group.documents, len(rows)) for group, rows in store.parts("anchors", documents=["b", "d"])]
    assert groups == [(("a", "b"), 2), (("d",), 2)]
    assert [group.documents for group in store.groups(["d"])] == [("d",)]


def test_only_the_files_that_are_wanted_are_opened(store):
    (store.folder / "anchors" / "t1.parquet").write_bytes(b"torn")
    assert len(store.read("anchors", documents=["d"])) == 2
    with pytest.raises(StoreFailure, match=r"anchors/t1\.parquet is not the file that the last build wrote"):
        store.read("anchors", documents=["a"])


def test_theme_counts_of_several_groups_stand_code_by_code(store):
    pd.testing.assert_frame_equal(store.read("theme_counts"), counts("a", "b", "d"))


def test_the_same_table_gives_the_same_bytes(store):
    before = file_sha256(store.folder / "coders" / "c1.parquet")
    assert store.part_folder.write("coders", "c2", {"coders": coders()}).files == {
        "coders/c2.parquet": before
    }


def test_a_table_that_breaks_its_schema_is_not_written(store):
    bad = coders().assign(kind="oracle")
    with pytest.raises(TableFault, match="table 'coders', column 'kind': 'oracle' in row 0 is not allowed"):
        store.part_folder.write("coders", "c9", {"coders": bad})
    assert [path.name for path in (store.folder / "coders").iterdir()] == ["c1.parquet"]
    assert store.part_folder.found("coders", "c9") is None


def test_a_file_that_was_changed_by_hand_is_refused(store):
    path = store.folder / "coders" / "c1.parquet"
    path.write_bytes(path.read_bytes() + b"x")
    assert not store.is_whole()
    assert store.part_folder.found("coders", "c1") is None
    with pytest.raises(StoreFailure, match=r"coders/c1\.parquet is not the file that the last build wrote"):
        store.read("coders")


def test_a_part_is_found_by_its_name_and_key_and_its_record(store):
    shelf = PartFolder(store.folder)
    assert shelf.found("texts", "t2").key == "t2"
    assert shelf.found("codings/c", "t2") is None
    (store.folder / "parts" / "t2.json").write_text("{", encoding="utf-8")
    assert shelf.found("texts", "t2") is None


def test_a_new_manifest_removes_what_it_does_not_name_and_nothing_else(store):
    strays = (
        "anchors/t9.parquet",
        "units/u.parquet.1-ab.tmp",
        "parts/t9.json",
        "units.parquet",
        "manifest.json.1.tmp",
    )
    kept = ("README.md", "cache/embeddings/e.npz", "previews/p.html")
    for name in (*strays, *kept):
        (store.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (store.folder / name).write_text("x", encoding="utf-8")
    store.write(store.manifest)
    assert not [name for name in strays if (store.folder / name).exists()]
    assert all((store.folder / name).exists() for name in kept)
    assert store.is_whole()


def test_an_empty_folder_says_what_to_do(tmp_path):
    with pytest.raises(StoreFailure, match="comparelib build"):
        Store(tmp_path).read("units")


def test_a_manifest_of_an_other_version_is_none(store):
    content = json.loads((store.folder / "manifest.json").read_text(encoding="utf-8"))
    for broken in (content | {"groups": [1]}, content | {"more": 1}, {}):
        (store.folder / "manifest.json").write_text(json.dumps(broken), encoding="utf-8")
        assert store.manifest is None


def test_two_builds_at_once_are_refused(store):
    with store.locked(), pytest.raises(StoreFailure, match="another process"), Store(store.folder).locked():
        pass
    with store.locked():
        pass

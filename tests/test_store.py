import pandas as pd
import pytest

from comparelib.errors import StoreFailure, TableFault
from comparelib.model.schemas import CODERS
from comparelib.store import BuildManifest, Store, file_sha256


def coders(version="1"):
    row = ("reference", "reference", version, "", "1.1.0", "{}")
    return pd.DataFrame([row], columns=list(CODERS.columns), dtype="str")


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path)
    store.write({"coders": coders()}, BuildManifest("0", "1.1.0", "key"))
    return store


def test_what_is_written_is_read(store):
    pd.testing.assert_frame_equal(store.read("coders"), coders())
    assert store.manifest.inputs == "key"
    assert store.is_whole()


def test_the_same_table_gives_the_same_bytes(store):
    before = file_sha256(store.folder / "coders.parquet")
    store.write({"coders": coders()}, BuildManifest("0", "1.1.0", "key"))
    assert file_sha256(store.folder / "coders.parquet") == before


def test_a_table_that_breaks_its_schema_is_not_written(store):
    bad = coders().assign(kind="oracle")
    with pytest.raises(TableFault, match="table 'coders', column 'kind': 'oracle' in row 0 is not allowed"):
        store.write({"coders": bad}, BuildManifest("0", "1.1.0", "other"))
    pd.testing.assert_frame_equal(store.read("coders"), coders())
    assert sorted(path.name for path in store.folder.iterdir()) == ["coders.parquet", "manifest.json"]


def test_a_file_that_was_changed_by_hand_is_refused(store):
    path = store.folder / "coders.parquet"
    path.write_bytes(path.read_bytes() + b"x")
    assert not store.is_whole()
    with pytest.raises(StoreFailure, match=r"coders\.parquet is not the file that the last build wrote"):
        store.read("coders")


def test_an_empty_folder_says_what_to_do(tmp_path):
    with pytest.raises(StoreFailure, match="comparelib build"):
        Store(tmp_path).read("units")


def test_two_builds_at_once_are_refused(store):
    with store.locked(), pytest.raises(StoreFailure, match="another process"), Store(store.folder).locked():
        pass
    with store.locked():
        pass

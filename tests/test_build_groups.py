"""What a change costs: its own documents, its own groups, and nothing of the rest."""

import shutil
from collections import Counter

import numpy as np
import pandas as pd
import pytest

from comparelib.build import build
from comparelib.build.groups import MOST_BYTES, document_groups
from comparelib.corpus import read_document
from comparelib.matrix import theme_matrix
from comparelib.store import Store
from comparelib.study import Study
from several_groups import change, digests, doc_ids, write_study


@pytest.fixture(scope="module")
def built_groups(tmp_path_factory):
    root = write_study(tmp_path_factory.mktemp("groups"))
    build(root)
    return root


@pytest.fixture
def copy(built_groups, tmp_path):
    return shutil.copytree(built_groups, tmp_path / "study")


@pytest.fixture
def read(monkeypatch):
    """Count the documents that are read and the units that the dictionary codes."""
    from comparelib.build import documents, training

    counted = Counter()

    def reading(row):
        counted["documents", row.doc_id] += 1
        return read_document(row)

    whole = training.ready_coder

    def coder(name, materials):
        made = whole(name, materials)

        def code(units, varieties):
            counted.update(("coded", doc_id) for doc_id in units["doc_id"].unique())
            return made.code(units, varieties)

        return type(made)(made.record, code)

    monkeypatch.setattr(documents, "read_document", reading)
    monkeypatch.setattr(training, "ready_coder", coder)
    training.trained_coder.cache_clear()
    yield counted
    training.trained_coder.cache_clear()


def test_every_document_is_in_one_group_in_the_order_of_the_corpus():
    names = [f"document_{number}" for number in range(500)]
    groups = document_groups([(name, 1000) for name in names])
    assert [name for group in groups for name in group] == names
    assert all(groups)
    assert 8 <= len(groups) <= 32, "one document in 32 starts a group"


@pytest.mark.parametrize("place", [0, 1, 250, 499, 500])
def test_a_document_put_in_cuts_its_own_neighbourhood_anew(place):
    names = [f"document_{number}" for number in range(500)]
    before = set(document_groups([(name, 1000) for name in names]))
    after = set(document_groups([(name, 1000) for name in [*names[:place], "new", *names[place:]]]))
    assert len(before - after) <= 2
    assert len(after - before) <= 3


def test_a_group_is_no_larger_than_a_process_can_hold():
    sizes = dict.fromkeys((f"document_{number}" for number in range(50)), MOST_BYTES // 4)
    sizes["document_7"] = 3 * MOST_BYTES
    groups = document_groups(list(sizes.items()))
    assert all(sum(map(sizes.__getitem__, own)) <= MOST_BYTES for own in groups if own != ("document_7",))


def test_one_changed_document_costs_one_document(copy, read):
    before, name = digests(copy), doc_ids(copy)[6]
    change(copy, name)
    outcome = build(copy)
    assert read == {("documents", name): 1, ("coded", name): 1}
    assert outcome.documents_made == (name,)
    assert [changes.doc_id for changes in outcome.changes] == [name]
    assert [text for _, text in outcome.changes[0].new] == ["Wij stimuleren de circulaire economie."]
    after = digests(copy)
    gone = {name.partition("/")[0] for name in set(before) - set(after)}
    assert gone == {"anchors", "codings", "documents", "parts", "texts", "theme_counts", "units"}
    assert all(
        sum(name.startswith(f"{table}/") for name in set(before) - set(after)) == 1
        for table in gone - {"parts"}
    ), "one group was written anew"
    shutil.rmtree(copy / "data/processed")
    build(copy)
    assert digests(copy) == after


def test_a_document_taken_out_costs_nothing_to_read_or_code(copy, read):
    manifest = copy / "data/raw/corpus.csv"
    lines = manifest.read_text(encoding="utf-8").splitlines(keepends=True)
    name = doc_ids(copy)[9]
    manifest.write_text("".join(lines[:10] + lines[11:]), encoding="utf-8")
    outcome = build(copy)
    assert not read
    assert outcome.documents_gone == (name,)
    assert name not in set(Store(copy / "data/processed").read("units")["doc_id"])
    (copy / f"data/raw/made/{name}.txt").unlink()
    build(copy)
    after = digests(copy)
    shutil.rmtree(copy / "data/processed")
    build(copy)
    assert digests(copy) == after


def test_new_patterns_code_everything_and_read_nothing(copy, read):
    path = copy / "data/codebook/dictionary/facets.yml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# a remark\n", encoding="utf-8")
    assert build(copy).coders_made == ("dictionary",)
    assert {what for what, _ in read} == {"coded"}
    assert len(read) == len(doc_ids(copy))


@pytest.mark.parametrize("counting", ["presence", "fractional", "tokens"])
@pytest.mark.parametrize("functions", [(), ("measure",)])
@pytest.mark.parametrize("some", [False, True])
def test_the_matrix_counted_group_by_group_is_that_of_the_whole_tables(
    built_groups, counting, functions, some
):
    study = Study.open(built_groups)
    documents = study.documents.iloc[[20, 3, 4, 11, 5]] if some else study.documents
    units, codings = study.units(documents), study.codings("dictionary", documents=documents)
    given = {"coder": study.coders["coder"][0], "counting": counting, "functions": functions}
    whole = theme_matrix(codings, units, documents, study.codebook, **given)
    grouped = study.matrix(documents=documents, **{**given, "coder": "dictionary"})
    pd.testing.assert_frame_equal(grouped.counts, whole.counts)
    pd.testing.assert_series_equal(grouped.totals, whole.totals)
    for name in ("values", "weights", "document", "paragraph"):
        one, other = getattr(grouped.coded, name), getattr(whole.coded, name)
        assert one.dtype == other.dtype
        np.testing.assert_array_equal(one, other)
    pd.testing.assert_index_equal(grouped.coded.unit_ids, whole.coded.unit_ids)
    pd.testing.assert_series_equal(grouped.coded.n_missing, whole.coded.n_missing)
    pd.testing.assert_series_equal(grouped.coded.n_failed, whole.coded.n_failed)


def test_some_columns_of_some_documents_are_those_of_the_whole_table(built_groups):
    study = Study.open(built_groups)
    some = study.documents.iloc[[2, 15]]
    units = study.units(some, columns=["unit_id", "page"])
    assert units.columns.tolist() == ["unit_id", "page"]
    whole = study.units(some)
    assert units["unit_id"].tolist() == whole["unit_id"].tolist()
    assert set(whole["doc_id"]) == set(some["doc_id"])
    codings = study.codings("dictionary", documents=some, columns=["code"])
    everything = study.codings("dictionary")
    own = everything["unit_id"].str.partition("#")[0].isin(some["doc_id"])
    assert codings["code"].tolist() == everything.loc[own, "code"].tolist()


def test_the_matrix_reads_no_texts(built_groups, monkeypatch):
    read = []
    whole = Store.read

    def reading(store, table, columns=None, documents=None, **where):
        read.append((table, columns))
        return whole(store, table, columns, documents, **where)

    monkeypatch.setattr(Store, "read", reading)
    Study.open(built_groups).matrix(coder="dictionary")
    assert {table for table, _ in read} == {"documents", "coders", "units", "codings"}
    assert not [columns for table, columns in read if table == "units" and "text" in columns]
    assert not [columns for table, columns in read if table == "codings" and "evidence" in columns]

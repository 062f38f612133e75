"""Builds that are killed, meet each other, or find a fault: what lies there is whole, or is made whole."""

import multiprocessing
import random
import shutil
import sys

import pytest

import several_groups
from comparelib.build import build
from comparelib.errors import CorpusFault, StoreFailure
from comparelib.store import Store
from several_groups import build_in_a_pool, build_study, change, digests, doc_ids, write_study

N_KILLS = 20


@pytest.fixture(scope="module")
def unbuilt(tmp_path_factory):
    return write_study(tmp_path_factory.mktemp("unbuilt"))


@pytest.fixture(scope="module")
def unbroken(unbuilt, tmp_path_factory):
    """The study built without a break, first as it is and then with a changed document: the bytes of both."""
    root = tmp_path_factory.mktemp("unbroken") / "study"
    shutil.copytree(unbuilt, root)
    build(root)
    before = digests(root)
    change(root, doc_ids(root)[5])
    build(root)
    return before, digests(root)


@pytest.fixture(scope="module")
def processes():
    """Processes that start with everything imported, so that they build from their first moment on."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["several_groups", "comparelib.build.making", "comparelib.matrix.grouped"])
    return context


def killed(processes, function, root, moment):
    """Start a build, kill it after `moment` seconds, and return whether it was still at work."""
    process = processes.Process(target=function, args=(root,))
    process.start()
    process.join(moment)
    was_at_work = process.is_alive()
    process.kill()
    process.join()
    return was_at_work


def seconds_of_a_build(processes, root):
    import time

    process = processes.Process(target=build_study, args=(root,))
    start = time.monotonic()
    process.start()
    process.join()
    assert process.exitcode == 0
    return time.monotonic() - start


@pytest.mark.slow
def test_a_build_after_a_kill_gives_the_bytes_of_an_unbroken_one(unbuilt, unbroken, processes, tmp_path):
    """Twenty kills at seeded moments: half of a first build, half of one that replaces an older one."""
    root, built = tmp_path / "study", tmp_path / "built"
    shutil.copytree(unbuilt, built)
    longest = [seconds_of_a_build(processes, built)] * 2
    assert digests(built) == unbroken[0]
    moments, states = random.Random(20), set()
    for kill in range(N_KILLS):
        number, part = kill % 2, moments.uniform(0.1, 1)
        prepared(root, (unbuilt, built)[number], changed=bool(number))
        while not killed(processes, build_study, root, part * longest[number]):
            longest[number] *= 0.8  # it had ended: builds are shorter than was thought
            prepared(root, (unbuilt, built)[number], changed=bool(number))
        states.add(len(digests(root)))
        build(root)
        assert digests(root) == unbroken[number]
    assert len(states) > 2


def prepared(root, source, *, changed):
    """Lay the study anew, with a changed document where that is asked for."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(source, root)
    if changed:
        change(root, doc_ids(root)[5])


@pytest.mark.slow
def test_workers_end_with_the_build_that_started_them(unbuilt, unbroken, processes, tmp_path):
    root = tmp_path / "study"
    shutil.copytree(unbuilt, root)
    process = processes.Process(target=build_in_a_pool, args=(root,))
    process.start()
    while not (root / "data/processed/parts").is_dir() and process.is_alive():
        process.join(0.05)
    process.kill()
    process.join()
    build(root)
    assert digests(root) == unbroken[0]


def test_a_reader_sees_the_old_build_until_the_new_one_is_whole(unbuilt, unbroken, tmp_path, monkeypatch):
    root = tmp_path / "study"
    shutil.copytree(unbuilt, root)
    build(root)
    before = Store(root / "data/processed").read("units")
    change(root, doc_ids(root)[5])

    def dies(*_arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("comparelib.build.making._manifest", dies)
        with pytest.raises(KeyboardInterrupt):
            build(root)
    assert Store(root / "data/processed").read("units").equals(before)
    read = []
    monkeypatch.setattr("comparelib.build.documents.read_document", lambda row: read.append(row.doc_id))
    assert build(root).documents_made == ()
    assert read == []
    assert digests(root) == unbroken[1]


def test_every_faulty_document_is_named_at_once_and_the_last_build_stays(unbuilt, tmp_path):
    root = tmp_path / "study"
    shutil.copytree(unbuilt, root)
    build(root)
    before, manifest = digests(root), Store(root / "data/processed").manifest
    names = [doc_ids(root)[number] for number in (1, 6, 20)]
    for name in names:
        broken(root, name)
    with pytest.raises(CorpusFault) as caught:
        build(root)
    assert [fault.path for fault in caught.value.faults] == [f"made/{name}.txt" for name in names]
    after = digests(root)
    assert {name: after[name] for name in before} == before
    assert Store(root / "data/processed").manifest == manifest


def broken(root, doc_id):
    """Make a document a file that is in no encoding."""
    import hashlib

    path = root / f"data/raw/made/{doc_id}.txt"
    old, data = hashlib.sha256(path.read_bytes()).hexdigest(), bytes(range(1, 256)) * 40
    path.write_bytes(data + doc_id.encode())
    manifest = root / "data/raw/corpus.csv"
    new = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


@pytest.mark.slow
def test_of_two_builds_at_once_one_says_so_and_nothing_is_harmed(unbuilt, unbroken, processes, tmp_path):
    root = tmp_path / "study"
    shutil.copytree(unbuilt, root)
    process = processes.Process(target=build_study, args=(root,))
    with Store(root / "data/processed").locked():
        process.start()
        process.join()
        with pytest.raises(StoreFailure, match="another process is building this study"):
            build(root)
    assert process.exitcode == 1
    build(root)
    assert digests(root) == unbroken[0]


def test_the_helper_of_these_tests_cuts_the_study_as_it_says(unbuilt, tmp_path):
    root = tmp_path / "study"
    shutil.copytree(unbuilt, root)
    build(root)
    groups = Store(root / "data/processed").groups()
    assert tuple(len(group.documents) for group in groups) == several_groups.SIZES
    assert "several_groups" in sys.modules

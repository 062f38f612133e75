"""A Dask cluster builds what one process builds, and loses nothing when a worker dies."""

import os
import shutil
import signal
import subprocess
import sys

import pytest

from comparelib.build import build
from comparelib.engine import EngineChoice
from comparelib.engine.cluster import DaskEngine, _fault, versions_here
from comparelib.engine.local import LocalEngine
from comparelib.errors import EngineFailure
from several_groups import Ready, digests, write_study

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def unbuilt(tmp_path_factory):
    return write_study(tmp_path_factory.mktemp("unbuilt"))


@pytest.fixture(scope="module")
def alone(unbuilt, tmp_path_factory):
    """The bytes that one process makes."""
    root = tmp_path_factory.mktemp("alone") / "study"
    shutil.copytree(unbuilt, root)
    build(root)
    return digests(root)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """Two worker processes and their scheduler."""
    engine = DaskEngine.here(2, tmp_path_factory.mktemp("seen"))
    yield engine
    engine.close()


def copied(unbuilt, tmp_path):
    return shutil.copytree(unbuilt, tmp_path / "study")


def test_a_pool_builds_the_same(unbuilt, alone, tmp_path):
    root, engine = copied(unbuilt, tmp_path), LocalEngine(2, worth=0)
    build(root, engine=Ready(engine))
    engine.close()
    assert digests(root) == alone


def test_a_worker_that_dies_half_way_loses_nothing(unbuilt, alone, cluster, tmp_path):
    root = copied(unbuilt, tmp_path)
    victim, killed = next(iter(cluster._client.run(os.getpid).values())), []

    def progress(_what, done, total):
        if not killed and done > total / 2:
            os.kill(victim, signal.SIGKILL)
            killed.append(victim)

    build(root, progress, Ready(cluster))
    assert killed
    assert digests(root) == alone


def test_the_command_builds_the_same_with_the_two_workers_of_a_scheduler(unbuilt, alone, cluster, tmp_path):
    root = copied(unbuilt, tmp_path)
    address = cluster._cluster.scheduler_address
    command = [sys.executable, "-m", "comparelib.cli", "build", "--engine", "dask", "--scheduler", address]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "24 documents read" in done.stdout
    assert digests(root) == alone


def test_a_scheduler_that_is_not_there_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("comparelib.engine.cluster._PATIENCE", 0.5)
    with (
        pytest.raises(EngineFailure, match=r"the scheduler tcp://127\.0\.0\.1:9 does not answer"),
        EngineChoice("dask", scheduler="tcp://127.0.0.1:9").opened(tmp_path),
    ):
        pass


def test_without_dask_the_way_to_install_it_is_said(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(EngineFailure, match=r"pip install comparelib\[dask\]"),
        EngineChoice("dask").opened(tmp_path),
    ):
        pass


def test_workers_of_other_versions_or_without_the_folder_are_named(tmp_path):
    here = versions_here()
    other = here | {"pandas": "2.0.0"}
    assert _fault("w", ("token", here), "token", tmp_path) == ""
    assert f"pandas 2.0.0 (here {here['pandas']})" in _fault("w", ("token", other), "token", tmp_path)
    assert "does not see the folder" in _fault("w", ("", here), "token", tmp_path)
    assert "does not see the folder" in _fault("w", ("an other file", here), "token", tmp_path)
    assert "cannot run comparelib" in _fault("w", ModuleNotFoundError("comparelib"), "token", tmp_path)


def test_the_probe_leaves_nothing_behind(cluster, tmp_path):
    cluster._check("here", tmp_path)
    assert not list(tmp_path.iterdir())

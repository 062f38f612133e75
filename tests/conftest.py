"""Shared fixtures: the study as it is committed, copies of it to break, and one whole build of it."""

import fcntl
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples each time, and no clock on a busy machine: what fails once fails again.
settings.register_profile("suite", derandomize=True, deadline=None)
settings.load_profile("suite")

ROOT = Path(__file__).parents[1]
CURATED = ("study.yml", "data/raw", "data/codebook", "data/reference", "notebooks")


def copy_study(target: Path) -> Path:
    """Copy what was curated by hand, and nothing that was made from it."""
    for part in CURATED:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, target / part, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
        else:
            shutil.copy(source, target / part)
    (target / "data" / "processed").mkdir(parents=True, exist_ok=True)
    return target


@pytest.fixture(scope="session")
def study_at():
    """`study_at(folder)` copies the study into a folder."""
    return copy_study


@pytest.fixture
def study_copy(tmp_path):
    """A copy of the study that a test may break."""
    return copy_study(tmp_path)


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """A copy of the study, built once; tests read it and never write to it."""
    from comparelib.build import build

    root = copy_study(tmp_path_factory.mktemp("built"))
    build(root)
    return root


@pytest.fixture(scope="session")
def published(tmp_path_factory):
    """A copy of the study with every report of study.yml, rendered once for all processes; nobody writes to it.

    The baseline is in English and the measures are in Dutch, so that every notebook is there in both.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    root, done = shared / "published", shared / "published.done"
    with (shared / "published.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a second process waits here until the reports are there
        if not done.exists():
            shutil.rmtree(root, ignore_errors=True)
            root.mkdir()
            _publish(root)
            done.touch()
    return root


def _publish(root):
    from comparelib.build import build
    from comparelib.reporting.report import report

    study = copy_study(root) / "study.yml"
    text, measures = study.read_text(encoding="utf-8"), "{coder: reference, functions: [measure]}"
    assert text.count(measures) == 1
    dutch = text.replace(measures, "{coder: reference, functions: [measure], language: nl}")
    study.write_text(dutch, encoding="utf-8")
    build(root)
    report(root)

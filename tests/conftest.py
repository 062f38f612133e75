"""Shared fixtures: the study as it is committed, copies of it to break, and one whole build of it."""

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
    """A copy of the study with every report of study.yml, rendered once."""
    from comparelib.build import build
    from comparelib.reporting.report import report

    root = copy_study(tmp_path_factory.mktemp("published"))
    build(root)
    report(root)
    return root

"""pyproject.toml, requirements.lock and environment.yml name the same packages with the same bounds."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def declared():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    return {canonicalize_name(Requirement(line).name): Requirement(line) for line in wanted}


@pytest.fixture(scope="module")
def locked():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    found = re.findall(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)", text, flags=re.MULTILINE)
    return {canonicalize_name(name): Version(version) for name, version in found}


def test_the_lock_holds_every_declared_package_within_its_bounds(declared, locked):
    missing = sorted(set(declared) - set(locked))
    assert not missing
    outside = [name for name, need in declared.items() if locked[name] not in need.specifier]
    assert not outside


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-bench.lock"])
def test_every_locked_package_has_a_hash_and_no_address(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text
    assert "--index" not in text


def test_environment_yml_names_the_same_packages_with_the_same_bounds(declared):
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    plain = [line for line in listed if isinstance(line, str)] + next(
        d["pip"] for d in listed if isinstance(d, dict)
    )
    conda = {canonicalize_name(Requirement(line).name): Requirement(line).specifier for line in plain}
    python = conda.pop("python")
    conda.pop("pip")
    assert str(python) == ">=3.11"
    assert conda == {name: need.specifier for name, need in declared.items()}


def test_the_version_is_said_once():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    import comparelib

    assert project["version"] == citation["version"] == comparelib.__version__


def test_the_desk_and_the_forms_have_the_same_colours():
    from comparelib.forms.form import ReportForm
    from comparelib.widgets import CodingWidget

    shared = (ROOT / "src/comparelib/panel/panel.css").read_text(encoding="utf-8")
    for panel in (ReportForm, CodingWidget):
        style = str(panel._css)
        assert style.startswith(shared)
        named = set(re.findall(r"var\((--[\w-]+)\)", style))
        assert {name for name in named if name.startswith("--panel-")} <= set(
            re.findall(r"(--panel-\w+):", shared)
        )
        assert not re.search(r"#[0-9a-f]{6}", style.removeprefix(shared))

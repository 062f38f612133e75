"""What the README tells people to type works."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def commands():
    lines = [line.split("#")[0].strip() for block in blocks("sh") for line in block.splitlines()]
    return [line for line in lines if line]


def test_every_make_target_exists():
    targets = set(
        re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    )
    named = {line.split()[1] for line in commands() if line.startswith("make ")}
    assert named >= {"report", "test", "lab"}
    assert named <= targets


def test_every_comparelib_command_and_option_exists():
    named = [
        shlex.split(line) for line in commands() if "comparelib " in line and not line.startswith("make")
    ]
    assert named
    for words in named:
        done = subprocess.run(
            [sys.executable, "-m", "comparelib.cli", words[1], "--help"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, words
        options = [word for word in words[2:] if word.startswith("-")]
        assert all(option in done.stdout for option in options), words


def test_the_grammar_runs_as_it_stands(built, monkeypatch):
    monkeypatch.chdir(built / "notebooks")
    (code,) = blocks("python")
    names: dict[str, object] = {}
    exec(compile(code, "README.md", "exec"), names)
    assert names["chart"].alt
    assert names["shares"].is_share


@pytest.mark.parametrize("target", re.findall(r"\]\(((?!http)[^)]+)\)", README))
def test_every_picture_and_link_is_there(target):
    assert (ROOT / target).is_file()

"""A team in git, as README.md says it: nobody's work meets another's, and one name for two people is told."""

import re
import subprocess
from pathlib import Path

import pytest

from coding_study import code, coding_study
from comparelib.errors import CodingFault
from comparelib.widgets import CodingWidget, coding_agreement, coding_sample

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[1]
PERSON = ("-c", "user.name=x", "-c", "user.email=x@example.org")


def git(folder, *arguments, check=True):
    command = ["git", "-C", str(folder), *PERSON, *arguments]
    return subprocess.run(command, check=check, capture_output=True, text=True)


@pytest.fixture
def clones(tmp_path):
    """Two working copies of one shared repository, in which the sample was drawn and pushed."""
    shared = tmp_path / "shared.git"
    subprocess.run(["git", "init", "--quiet", "--bare", "-b", "main", str(shared)], check=True)
    first = tmp_path / "ab"
    subprocess.run(["git", "clone", "--quiet", str(shared), str(first)], check=True, capture_output=True)
    git(first, "checkout", "-q", "-b", "main")
    coding_sample(coding_study(first), 12)
    for command in (("add", "data/codings"), ("commit", "-m", "sample"), ("push", "-u", "origin", "main")):
        git(first, *command)
    second = tmp_path / "cd"
    subprocess.run(["git", "clone", "--quiet", str(shared), str(second)], check=True)
    return first, second


def sitting(folder, coder, *themes):
    """Code some units, write the file, close the lab."""
    widget = CodingWidget(coding_study(folder), coder)
    for theme in themes:
        code(widget, theme)
    widget.export()
    widget.close()


def readme_commands():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = text.split("**Coding by hand, as a team:**")[1].split("```sh\n")[1].split("```")[0]
    lines = [re.sub(r"\s+#.*", "", line) for line in block.strip().splitlines()]
    return [line.split(" ", 1) for line in lines]


def follow(folder, coder, *themes):
    """Do what README.md says, line by line."""
    for program, rest in readme_commands():
        if program == "make":
            assert rest == "lab"
            sitting(folder, coder, *themes)
        else:
            git(folder, *[part.strip('"') for part in re.findall(r'"[^"]*"|\S+', rest)])


def test_two_coders_never_meet_and_each_sees_the_others_work(clones):
    ab, cd = clones
    follow(ab, "ab", "energy", "labour")
    follow(cd, "cd", "energy", "water", "trade")
    follow(ab, "ab", "trade")
    git(cd, "pull", "--rebase")
    seen = coding_agreement(coding_study(cd), ["ab", "cd"], draws=20)
    assert (seen.n_done, seen.n_both) == ({"ab": 3, "cd": 3}, 3)
    files = git(cd, "ls-files", "data/codings").stdout.split()
    assert sorted(Path(name).name for name in files) == [
        "ab.csv", "ab.jsonl", "cd.csv", "cd.jsonl", "sample.json", "sample.tsv",
    ]  # fmt: skip
    assert git(cd, "status", "--short").stdout == ""


def test_two_people_under_one_name_are_told_by_git_and_by_the_desk_and_lose_nothing(clones):
    ab, other = clones
    follow(ab, "ab", "energy")
    sitting(other, "ab", "water", "trade")
    git(other, "add", "data/codings")
    git(other, "commit", "-m", "the same name")
    assert git(other, "pull", "--no-rebase", check=False).returncode == 1
    log = other / "data/codings/log/ab.jsonl"
    with pytest.raises(CodingFault, match=r"ab\.jsonl:1: a merge conflict\. Keep the lines of both sides"):
        CodingWidget(coding_study(other), "ab")
    lines = log.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line.startswith("{")]
    assert len(kept) == len(lines) - 3 == 6

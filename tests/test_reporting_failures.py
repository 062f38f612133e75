"""Whatever goes wrong, the last good report stays in place, it is said what happened, and the exit is 1."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reporting_study import code, prose, write_notebook, write_study

pytestmark = pytest.mark.slow
PATIENCE = 120

# The command as it is, on a study that needs no build: there are no texts in it.
COMMAND = """
import sys
import comparelib.build
comparelib.build.build = lambda *_: None
from comparelib.cli import main
if __name__ == "__main__":
    sys.argv = ["comparelib", *sys.argv[1:]]
    main()
"""
CELLS = {
    "fails": "wonnen = {'wonen': 1}\nwonnen['wonnen']",
    "dies": "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
    "lasts": "import time\ntime.sleep(600)",
}
WAITS = """\
import os, pathlib, time
pathlib.Path("pid").write_text(str(os.getpid()))
pathlib.Path("pid").rename("started")
time.sleep(600)
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """A study with one good report, and the command as a program beside it."""
    root = write_study(tmp_path_factory.mktemp("failures") / "study")
    text = (root / "study.yml").read_text()
    runs = text.index("runs:")
    label = 'label: {en: "All units", nl: "Alle eenheden"}'
    (root / "study.yml").write_text(
        f"{text[:runs]}runs:\n  baseline:\n    {label}\n    notebooks: [groups]\n"
    )
    (root / "command.py").write_text(COMMAND)
    done = command(root)
    assert done.returncode == 0, done.stderr
    return root


def command(root, *given):
    line = [sys.executable, "command.py", "report", *given]
    return subprocess.run(line, cwd=root, capture_output=True, text=True, check=False, timeout=PATIENCE * 2)


def content(reports):
    """Every file but the record's times, and any stray ones."""
    files = (path for path in sorted(reports.rglob("*")) if path.is_file())
    return {path.relative_to(reports).as_posix(): path.read_bytes() for path in files}


def until(condition):
    end = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
    return found


@pytest.fixture
def unharmed(study):
    before = content(study / "reports")
    yield
    assert content(study / "reports") == before


@pytest.fixture
def broken(study):
    """Three notebooks more in the run; afterwards it is what it was."""
    text = (study / "study.yml").read_text()
    for name, source in CELLS.items():
        cells = [prose("# T"), code("seed = 1", "parameters"), code("seed"), code(source), code("seed + 1")]
        write_notebook(study / f"notebooks/{name}.ipynb", *cells)
    (study / "study.yml").write_text(text.replace("[groups]", f"[groups, {', '.join(CELLS)}]"))
    yield
    (study / "study.yml").write_text(text)


def test_a_wrong_parameter_starts_nothing(study, unharmed):
    done = command(study, "-p", "sead=3", "-p", "language=fr")
    assert done.returncode == 1
    assert "there is no parameter 'sead'" in done.stderr
    assert "did you mean 'seed'" in done.stderr
    wrong = command(study, "-p", "seed=many")
    assert (wrong.returncode, "parameter 'seed' cannot be \"many\"" in wrong.stderr) == (1, True)


def test_a_failing_cell_a_killed_kernel_and_a_timeout_are_each_told(study, unharmed, broken):
    done = command(study, "--timeout", "8")
    assert done.returncode == 1
    assert "fails.ipynb, cell 4: KeyError: 'wonnen'\n    | wonnen = {'wonen': 1}" in done.stderr
    assert "dies.ipynb, cell 4: the kernel died" in done.stderr
    assert "lasts.ipynb, cell 4: it took longer than 8 seconds and was stopped" in done.stderr
    assert "the last good reports stay in place" in done.stderr


@pytest.mark.parametrize("whole_group", [False, True], ids=["the process", "its whole group"])
def test_an_interrupt_stops_everything_and_a_second_process_waits_its_turn(study, unharmed, whole_group):
    """Ctrl-C in a terminal reaches kernels and workers too; a signal from elsewhere reaches the process."""
    notebook, started = study / "notebooks/groups.ipynb", study / "notebooks/started"
    good = notebook.read_text()
    write_notebook(notebook, prose("# T"), code("seed: int = 1", "parameters"), code(WAITS))
    line = [sys.executable, "command.py", "report"]
    first = subprocess.Popen(line, cwd=study, stderr=subprocess.PIPE, text=True, start_new_session=True)
    try:
        kernel = int(until(lambda: started.is_file() and started.read_text()))
        second = command(study)
        assert second.returncode == 1
        assert "another process is writing reports. Wait for it to end" in second.stderr
        (os.killpg if whole_group else os.kill)(first.pid, signal.SIGINT)
        said = first.communicate(timeout=PATIENCE)[1]
    finally:
        first.kill()
        notebook.write_text(good)
        started.unlink(missing_ok=True)
    assert first.returncode == 1
    assert "interrupted; the last good reports stay in place" in said
    assert "Traceback" not in said
    until(lambda: not running(kernel))


def running(process):
    """Whether a process is still at work; one that has ended and was not yet asked for is not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


FULL = """
mount -t tmpfs -o size=$1 tmpfs reports && cp -r good/. reports/ || exit 99
"$2" command.py report --force
echo "exit $?"
cp -r reports/. after/
"""


def test_a_disk_that_is_really_full_leaves_the_last_good_report(study, tmp_path):
    """`reports` lies on a disk of its own with hardly more room than the good report takes."""
    probe = ["unshare", "-rm", "sh", "-c", "mount -t tmpfs tmpfs /tmp"]
    try:
        subprocess.run(probe, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this machine lets nobody mount a small disk")
    before = content(study / "reports")
    (study / "reports").rename(study / "good")
    for name in ("reports", "after"):
        (study / name).mkdir()
    try:
        # A disk gives out whole pages of 4 kB; one more than the report fills is not enough for another.
        room = sum(-(-len(data) // 4096) * 4 for data in before.values()) + 12
        line = ["unshare", "-rm", "sh", "-c", FULL, "sh", f"{room}k", sys.executable]
        done = subprocess.run(line, cwd=study, capture_output=True, text=True, check=False, timeout=PATIENCE)
        after = content(study / "after")
    finally:
        (study / "reports").rmdir()
        (study / "good").rename(study / "reports")
    assert done.stdout.splitlines()[-1:] == ["exit 1"], done
    assert "No space left on device" in done.stderr
    assert "the last good reports stay in place" in done.stderr
    assert "Traceback" not in done.stderr
    assert after == before

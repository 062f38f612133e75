"""The small study is instant: nothing heavy is imported before it is used. Seconds stand in the benchmark."""

import json
import subprocess
import sys

import pytest

HEAVY = ("numpy", "pandas", "pyarrow", "pandera", "scipy", "sklearn", "matplotlib", "jinja2", "distributed")
NUMBERS = HEAVY[1:]  # numpy alone comes with the records that say what a document is

WAYS = {
    "import comparelib": ("import comparelib", HEAVY),
    "comparelib --help": ("from comparelib.cli import app; app(['--help'], standalone_mode=False)", HEAVY),
    "comparelib build --help": ("from comparelib.cli import app; app(['build', '--help'], standalone_mode=False)", HEAVY),
    "whether anything has changed": ("from comparelib.build import build, inputs_key", NUMBERS),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_what_is_heavy_is_imported_where_it_is_used(way):
    code, heavy = WAYS[way]
    told = f"{code}\nimport sys, json\nsys.stderr.write(json.dumps([name for name in {heavy} if name in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert json.loads(done.stderr) == []


NEVER = ("pandas", "pandera", "pyarrow", "scipy", "simplemma", "sklearn", "unittest")
OF_OTHER_FORMATS = tuple(
    f"comparelib.text.extract.{name}" for name in ("docx", "markdown", "odt", "pdf", "webpage")
)
OF_READING = (
    "comparelib.adding.reading",
    "comparelib.text.clean",
    "comparelib.text.extract",
    "comparelib.text.segment",
)


def checked(root, names):
    """Check a study in a process of its own, and return which modules it imported of some."""
    code = f"import sys, os; from comparelib.cli import app\nos.chdir({str(root)!r})\ntry: app(['check'])\n"
    code += f"except SystemExit as end: print(end.code, [name for name in {names} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    told = done.stdout.splitlines()
    assert told[0] == "no faults", done.stderr
    return told[1:]


def test_check_does_without_what_makes_tables_and_readers_of_formats_that_no_document_has(study_copy):
    assert checked(study_copy, NEVER + OF_OTHER_FORMATS) == ["0 []"]
    assert checked(study_copy, NEVER + OF_READING) == ["0 []"]  # the figures are remembered


def test_check_reads_a_document_once(study_copy, monkeypatch):
    from comparelib.adding import reading
    from comparelib.adding.review import corpus_quality

    first = corpus_quality(study_copy)
    assert len(first.figures) == 5
    read = []
    whole = reading.read_file
    monkeypatch.setattr(reading, "read_file", lambda data, name: read.append(name) or whole(data, name))
    assert corpus_quality(study_copy) == first
    assert read == []
    torn = next((study_copy / "data/processed/cache/quality").iterdir())
    torn.write_text("{", encoding="utf-8")
    assert corpus_quality(study_copy) == first
    assert len(read) == 1


@pytest.mark.slow
def test_a_build_that_finds_nothing_changed_imports_neither_pandas_nor_a_coder(built):
    code = "import sys; from pathlib import Path; from comparelib.build import build\n"
    code += f"assert build(Path({str(built)!r})).unchanged\n"
    code += "print([name for name in ('pandas', 'pyarrow', 'comparelib.coding', 'comparelib.text') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("[]\n", 0), done.stderr

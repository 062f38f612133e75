"""`comparelib export` and `comparelib import`, in processes of their own and in this one."""

import csv
import json
import os
import shutil
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from comparelib.build import inputs_key
from comparelib.cli import app
from comparelib.codebook import load_codebook
from comparelib.coding.human import human_codings, load_human_codings
from comparelib.errors import ComparelibError
from comparelib.exchange.hand_files import file_stem, hand_files, write_hand_files
from comparelib.store import Store
from exchange_samples import nvivo_project


@pytest.fixture(scope="module")
def study(built, tmp_path_factory):
    """A built study in which the tests of this file write.

    Its study.yml names no folder of hand codings, so that what one test writes makes nothing out of date.
    """
    root = tmp_path_factory.mktemp("exchange") / "study"
    shutil.copytree(built, root)
    lines = (root / "study.yml").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("codings:")]
    (root / "study.yml").write_text("".join(kept), encoding="utf-8")
    manifest = root / "data" / "processed" / "manifest.json"
    stated = json.loads(manifest.read_text(encoding="utf-8")) | {"inputs": inputs_key(root)}
    manifest.write_text(
        json.dumps(stated), encoding="utf-8"
    )  # codings of people apart, nothing depends on that line
    return root


@pytest.fixture
def units(study):
    return Store(study / "data" / "processed").read("units")


def run(*arguments, cwd):
    command = [sys.executable, "-m", "comparelib.cli", *map(str, arguments)]
    environment = os.environ | {"COLUMNS": "100", "NO_COLOR": "1"}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def call(monkeypatch, root, *arguments):
    """The same in this process: what was printed, or the words of the error."""
    monkeypatch.chdir(root)
    done = CliRunner().invoke(app, list(map(str, arguments)))
    if isinstance(done.exception, ComparelibError):
        return str(done.exception)
    assert done.exception is None, done.output
    return done.output


def people(study, units, tmp_path):
    """A project of two people on the study's own first document, in the form of NVivo."""
    doc_id = units["doc_id"].iloc[0]
    texts = Store(study / "data" / "processed").read("texts").set_index("doc_id")["text"]
    own = units[(units["doc_id"] == doc_id) & (units["kind"] == "sentence")]
    rows = list(own.head(3).itertuples())
    codes = (("energy_climate",), ("labour",))
    marked = [
        (row.start, row.end, codes[0], user, "") for row, user in zip(rows, ("cp", "cp", "ls"), strict=True)
    ]
    path = tmp_path / "team.qdpx"
    path.write_bytes(nvivo_project(marked, text=texts[doc_id], codes=codes, name=f"{doc_id}.docx"))
    return path, [row.unit_id for row in rows]


@pytest.mark.slow
def test_a_project_goes_out_and_its_reference_comes_in_as_a_person(study, units, tmp_path, monkeypatch):
    done = run("export", "qdpx", "-o", tmp_path / "a.qdpx", cwd=study)
    assert (done.returncode, done.stdout.split(" (")[0]) == (0, f"export: {tmp_path / 'a.qdpx'}")
    call(monkeypatch, study, "export", "qdpx", "-o", tmp_path / "b.qdpx")
    assert (tmp_path / "a.qdpx").read_bytes() == (tmp_path / "b.qdpx").read_bytes()
    plain = call(monkeypatch, study, "import", tmp_path / "a.qdpx")
    assert "set aside" in plain
    assert "import: 0 matched, 0 moved, 0 unplaced; nothing was written" in plain
    taken = run("import", tmp_path / "a.qdpx", "--coder", "reference", "--as", "ref", "--json", cwd=study)
    told = json.loads(taken.stdout)
    assert told["counts"]["matched"] == len({row["row"] for row in told["rows"]})
    assert (told["counts"]["moved"], told["counts"]["unplaced"]) == (0, 0)
    assert told["written"] == ["data/codings/ref.csv"]
    assert "codings: data/codings" in taken.stderr
    book = load_codebook(study / "data" / "codebook" / "maakindustrie.yml")
    ours = human_codings(load_human_codings(study / "data" / "codings", book), units, book)
    reference = Store(study / "data" / "processed").read("codings")[lambda rows: rows["coder"] == "reference"]
    assert keys(ours[ours["coder"] == "human:ref"]) == keys(reference)


def keys(codings):
    return set(codings[["unit_id", "facet", "code"]].itertuples(index=False, name=None))


@pytest.mark.slow
def test_an_existing_file_is_never_overwritten(study, units, tmp_path, monkeypatch):
    path, _ = people(study, units, tmp_path)
    assert "written: data/codings/chrisp.csv" in call(monkeypatch, study, "import", path, "--coder", "chrisp")
    file = study / "data" / "codings" / "chrisp.csv"
    before = file.read_bytes()
    again = run("import", path, cwd=study)
    assert (again.returncode, "Traceback" in again.stderr) == (1, False)
    assert "data/codings/chrisp.csv: there are codings of 'chrisp' already" in again.stderr
    assert "--as NAME" in again.stderr
    assert file.read_bytes() == before
    assert not (study / "data" / "codings" / "L._Smit.csv").exists()
    both = call(monkeypatch, study, "import", path, "--as", "x")
    assert "--as names one coder, and there are 2" in both


def test_what_is_written_is_what_hand_codings_are(study, units, tmp_path, monkeypatch):
    path, unit_ids = people(study, units, tmp_path)
    target = tmp_path / "rows.csv"
    told = call(monkeypatch, study, "import", path, "--coder", "L. Smit", "--whole-documents", "-o", target)
    assert "1 matched, 0 moved, 0 unplaced; written: data/codings/L._Smit.csv" in told
    with (study / "data" / "codings" / "L._Smit.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    (coded,) = [row for row in rows if row["facet"]]
    assert (coded["unit_id"], coded["coder"], coded["code"]) == (unit_ids[2], "L._Smit", "energy_climate")
    document = units[(units["doc_id"] == units["doc_id"].iloc[0]) & (units["kind"] != "furniture")]
    assert {row["unit_id"] for row in rows} == set(document["unit_id"])
    book = load_codebook(study / "data" / "codebook" / "maakindustrie.yml")
    assert "human:L._Smit" in load_human_codings(study / "data" / "codings", book).coders
    assert target.read_text(encoding="utf-8").splitlines()[0].startswith("row,source,quote,code,coder,status")


def test_codes_of_another_tool_are_named_and_mapped(study, units, tmp_path, monkeypatch):
    path, _ = people(study, units, tmp_path)
    data = path.read_bytes()
    doc_id = units["doc_id"].iloc[0]
    other = tmp_path / "other.qdpx"
    text = Store(study / "data" / "processed").read("texts").set_index("doc_id")["text"][doc_id]
    other.write_bytes(
        nvivo_project(
            [(32, 64, ("energie_klimat",), "cp", "")], text=text, codes=(("energie_klimat",),), name=doc_id
        )
    )
    assert "--map 'energie_klimat=theme:energy_climate'" in call(
        monkeypatch, study, "import", other, "--dry-run"
    )
    table = tmp_path / "map.csv"
    table.write_text("old,new\nenergie_klimat,theme:energy_climate\n", encoding="utf-8")
    told = call(monkeypatch, study, "import", other, "--mapping", table, "--dry-run")
    assert "1 matched" in told
    told = call(monkeypatch, study, "import", other, "--map", "energie_klimat=-", "--dry-run")
    assert "unplaced" in told
    assert "the code is left out, as asked" in told
    assert path.read_bytes() == data


@pytest.mark.parametrize("target", ["qdc", "csv", "xlsx", "taguette", "quanteda"])
def test_every_target_is_written_and_read_again(study, tmp_path, monkeypatch, target):
    ending = {"taguette": "csv", "quanteda": "yml"}.get(target, target)
    path = tmp_path / f"uit.{ending}"
    assert f"export: {path}" in call(monkeypatch, study, "export", target, "-o", path, "--coder", "reference")
    assert "the file is there already" in call(monkeypatch, study, "export", target, "-o", path)
    told = call(
        monkeypatch,
        study,
        "import",
        path,
        *(["--coder", "reference", "--dry-run"] if target in ("csv", "xlsx") else []),
    )
    if target in ("csv", "xlsx"):
        assert "0 moved, 0 unplaced" in told
        assert " matched" in told
    else:
        count = told.rsplit("import: ", 1)[1].split(" codes, ")
        assert count[1].startswith(f"{count[0]} of them in codebook")


def test_a_codebook_of_another_tool_becomes_a_draft(study, tmp_path, monkeypatch):
    path = tmp_path / "tags.csv"
    path.write_text("name,description\nTheme/Enrgy climat,x\nEnergy,y\n", encoding="utf-8")
    draft = tmp_path / "draft.yml"
    told = call(monkeypatch, study, "import", path, "-o", draft)
    assert "not in the codebook (nearest: theme:energy_climate)" in told
    assert load_codebook(draft).facet("theme").names == ("enrgy_climat",)


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (("weg.qdpx", None), "the file does not exist"),
        (("x.docx", b"x"), "'.docx' is no format that can be read"),
        (("x.qdpx", b"x"), "cut off or broken"),
        (("x.csv", b"a;b\n1;2\n"), "no column says what was coded"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(study, tmp_path, monkeypatch, file, told):
    name, content = file
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert told in call(monkeypatch, study, "import", tmp_path / name)


def test_a_coder_that_is_not_in_the_file(study, units, tmp_path, monkeypatch):
    path, _ = people(study, units, tmp_path)
    assert "did you mean 'chrisp'?" in call(monkeypatch, study, "import", path, "--coder", "chrips")


def test_names_of_coders_become_names_of_files():
    named = ["human:ab", "Jan Smit", "dictionary@1.0.0", "../../x", "Žofie", "human:", "!!"]
    assert list(map(file_stem, named)) == [
        "ab",
        "Jan_Smit",
        "dictionary_1.0.0",
        "x",
        "Žofie",
        "unknown",
        "unknown",
    ]


def test_two_coders_of_one_name_are_a_fault():
    from exchange_samples import codings

    two = codings().replace({"coder": {"human:ab": "Jan Smit", "human:cd": "jan_smit"}})
    with pytest.raises(ComparelibError, match="would both be called"):
        hand_files(two, dict.fromkeys(two["unit_id"], "x"))


def test_a_file_of_the_coder_in_a_folder_below_is_found_too(tmp_path):
    (tmp_path / "oud").mkdir()
    (tmp_path / "oud" / "AB.csv").write_text("unit_id\n", encoding="utf-8")
    with pytest.raises(ComparelibError, match=r"oud/AB\.csv: there are codings of 'ab' already"):
        write_hand_files({"ab.csv": "x"}, tmp_path)
    assert [path.name for path in tmp_path.rglob("*.csv")] == ["AB.csv"]


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path):
    (tmp_path / "codings").write_text("a file", encoding="utf-8")
    with pytest.raises(ComparelibError, match="the folder cannot be written"):
        write_hand_files({"ab.csv": "x"}, tmp_path / "codings")


def test_a_project_without_coded_text_says_so(study, tmp_path, monkeypatch):
    path = tmp_path / "leeg.qdpx"
    path.write_bytes(nvivo_project([], text="\n", codes=(("a",), ("a", "b"))))
    told = call(monkeypatch, study, "import", path)
    assert "the file holds 2 codes and no coded text" in told
    assert "nothing was written" in told

"""`comparelib code`, `agree` and `codebook`: tables in, tables out, and every wrong input one clear error."""

import json
import shutil
import subprocess

import pandas as pd
import pytest
from typer.testing import CliRunner

from comparelib.build.code_table import table_codings
from comparelib.build.coders import ReadyCoder
from comparelib.cli import app
from comparelib.coding.tabular import defused, load_codings, load_units, restored, write_codings
from comparelib.errors import (
    CodebookFault,
    CodingFault,
    ComparelibError,
    NotEstimable,
    ParameterFault,
    StoreFailure,
)
from comparelib.model import Coder, CoderKind

IN = """\
unit_id,text,land
a,Investeer in vakmensen.,VL
=b,"=De ""circulaire"" economie, en meer.",NL
c,Niets bijzonders.,NL
"""


def run(*arguments, code=0):
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == code, done.output
    return done


@pytest.fixture
def inside(built, tmp_path, monkeypatch):
    """Stand in a folder below the study that was built, and write elsewhere."""
    monkeypatch.chdir(built / "notebooks")
    return tmp_path


def table(folder, text=IN, name="in.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_any_table_is_coded_in_its_own_order_with_evidence(inside):
    out = inside / "out.csv"
    done = run("code", table(inside), "-o", out, "--coder", "dictionary", "--jurisdiction-column", "land")
    assert "3 units by dictionary@" in done.output
    assert "with a code: theme 2, function 3, instrument 1" in done.output
    frame = pd.read_csv(out, keep_default_na=False)
    assert list(frame.columns) == [
        "unit_id",
        "facet",
        "code",
        "coder",
        "score",
        "start",
        "end",
        "evidence",
        "rule",
    ]
    assert list(dict.fromkeys(frame["unit_id"])) == ["a", "'=b", "c"]
    texts = load_units(inside / "in.csv").set_index("unit_id")["text"]
    spans = load_codings(out).frame.assign(start=frame["start"], end=frame["end"], evidence=frame["evidence"])
    for row in spans[spans["evidence"] != ""].itertuples():
        assert texts[row.unit_id][int(row.start) : int(row.end)] == restored(row.evidence)
    assert set(frame.loc[frame["unit_id"] == "c", "code"]) == {"none", "context"}


def test_one_facet_parquet_semicolons_and_json(inside):
    path = table(inside, "unit_id;text;doc_id\r\n1;Wij investeren in mkb en kmo.;x\r\n")
    out = inside / "out.parquet"
    done = run(
        "code", path, "-o", out, "--coder", "dictionary", "--facet", "theme", "--variety", "nl-BE", "--json"
    )
    record = json.loads(done.stdout)
    assert (record["units"], record["coded"]) == (1, {"theme": 1})
    assert set(pd.read_parquet(out)["facet"]) == {"theme"}
    assert load_codings(out).coder == record["coder"]


@pytest.mark.slow
def test_excel_and_parquet_give_the_codings_of_the_csv(inside):
    units = load_units(table(inside))
    units[["unit_id", "text"]].map(defused).to_excel(inside / "in.xlsx", index=False)
    units[["unit_id", "text"]].to_parquet(inside / "in.parquet")
    told = []
    for name in ("in.csv", "in.xlsx", "in.parquet"):
        run("code", inside / name, "-o", inside / "out.csv", "--coder", "dictionary", "--variety", "nl-NL")
        told.append((inside / "out.csv").read_bytes())
    assert told[0] == told[1] == told[2]


@pytest.mark.slow
def test_the_variety_of_each_jurisdiction_is_that_of_the_study(inside):
    path = table(inside, "unit_id,text,side\n1,Het maatwerkbedrijf en de sociale werkplaats.,VL\n")
    flemish = ("--jurisdiction-column", "side"), ("--variety", "nl-BE")
    for given in flemish:
        run("code", path, "-o", inside / f"{given[1]}.csv", "--coder", "dictionary", *given)
    assert (inside / "side.csv").read_bytes() == (inside / "nl-BE.csv").read_bytes()
    note = run("code", path, "-o", inside / "none.csv", "--coder", "dictionary")
    assert "no variety of Dutch was given" in note.output


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("unit_id,tekst\n1,a", "in.csv:1: column 'text' is missing. Did you mean 'tekst'?"),
        ("unit_id,text\n1,a\n\n1,b", "in.csv:4:1: unit_id: '1' stands in line 2 already"),
        ("unit_id,text\n1,a\n2, ", "in.csv:3:2: text: is empty"),
        ("unit_id,text\n,a", "in.csv:2:1: unit_id: is empty"),
        ("unit_id,text", "the table has no units"),
        ("unit_id,text,kind\n1,a,zin", "in.csv:2:3: kind: 'zin' is not a kind of unit"),
        ("unit_id,text,paragraph\n1,a,een", "in.csv:2:3: paragraph: 'een' is not a number"),
        ('unit_id,text\n1,"a', "in.csv:2: broken CSV"),
    ],
)
def test_a_bad_table_is_named_at_its_line(inside, text, said):
    with pytest.raises(CodingFault) as caught:
        run("code", table(inside, text), "-o", inside / "out.csv", "--coder", "dictionary")
    assert said in str(caught.value)
    assert not (inside / "out.csv").exists()


def test_a_missing_number_in_excel_and_parquet_is_an_empty_text(tmp_path):
    frame = pd.DataFrame({"unit_id": [1, 2], "text": ["goed", None]})
    frame.to_excel(tmp_path / "in.xlsx", index=False)
    frame.to_parquet(tmp_path / "in.parquet")
    with pytest.raises(CodingFault, match=r"in\.xlsx:3:2: text: is empty"):
        load_units(tmp_path / "in.xlsx")
    with pytest.raises(CodingFault, match=r"in\.parquet:2:2: text: is empty"):
        load_units(tmp_path / "in.parquet")
    (tmp_path / "in.xlsx").write_bytes(b"no workbook")
    with pytest.raises(CodingFault, match="not a readable Excel workbook"):
        load_units(tmp_path / "in.xlsx")


def test_one_document_has_one_jurisdiction(tmp_path):
    path = table(tmp_path, "unit_id,doc_id,text,land\n1,x,a,NL\n2,x,b,VL\n")
    with pytest.raises(CodingFault, match=r"in\.csv:3:4: land: document 'x' is of 'NL' in an earlier line"):
        load_units(path, jurisdiction="land")


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        (("--coder", "dictionry"), ParameterFault, "did you mean 'dictionary'"),
        (("--facet", "themes"), CodebookFault, "did you mean 'theme'"),
        (("--variety", "nl"), ParameterFault, "expected one of nl-NL, nl-BE"),
        (("--variety", "nl-NL", "--jurisdiction-column", "land"), ParameterFault, "one of the two"),
        (("--jurisdiction-column", "text"), ParameterFault, "is not in study.yml; expected one of NL, VL"),
        (("--delimiter", "|"), ParameterFault, "does not part fields"),
        (("-o", "out.doc"), CodingFault, "codings cannot be written as '.doc'"),
        (("-o", "nowhere/out.csv"), CodingFault, "cannot be written"),
    ],
)
def test_a_wrong_option_is_one_clear_error(inside, options, error, said):
    with pytest.raises(error, match=said):
        run("code", table(inside), "-o", inside / "out.csv", *options)


def test_outside_a_study_the_study_is_named(tmp_path, built, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ComparelibError, match=r"no study\.yml"):
        run("code", table(tmp_path), "-o", "out.csv")
    run("code", "in.csv", "-o", "out.csv", "--study", built, "--coder", "dictionary")
    assert (tmp_path / "out.csv").stat().st_size > 100


def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside_it(tmp_path, monkeypatch):
    path = table(tmp_path, "old", "out.csv")
    monkeypatch.setattr(pd.DataFrame, "to_csv", lambda *_args, **_named: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_codings(pd.DataFrame({"unit_id": ["a"]}), path)
    assert [file.name for file in tmp_path.iterdir()] == ["out.csv"]
    assert path.read_text(encoding="utf-8") == "old"


def echo(units, _varieties):
    """Code every unit by the number of units that were put before the coder together."""
    count = f"n{len(units)}"
    return pd.DataFrame(
        {
            "unit_id": units["unit_id"],
            "facet": "theme",
            "code": count,
            "coder": "dictionary@0",
            "score": 1.0,
            "start": pd.array([pd.NA] * len(units), dtype="Int64"),
            "end": pd.array([pd.NA] * len(units), dtype="Int64"),
            "evidence": pd.Series([None] * len(units), dtype="str", index=units.index),
            "rule": "",
        }
    )


def test_documents_stay_whole_progress_is_told_and_the_order_is_kept():
    units = pd.DataFrame(
        {"unit_id": [f"u{n}" for n in range(5000)], "doc_id": [f"d{n % 3}" for n in range(5000)]}
    )
    told = []
    coder = ReadyCoder(Coder("dictionary@0", CoderKind.DICTIONARY, "0", "1.0.0"), echo)
    coded = table_codings(units, coder, {}, progress=lambda _what, done, total: told.append((done, total)))
    assert coded["unit_id"].tolist() == units["unit_id"].tolist()
    assert told == [(3334, 5000), (5000, 5000)]  # two documents, then one
    assert coded["code"].tolist()[:3] == ["n3334", "n3334", "n1666"]


def test_a_coder_that_learns_needs_processed_data(study_copy, monkeypatch):
    monkeypatch.chdir(study_copy)
    path = table(study_copy)
    with pytest.raises(StoreFailure, match="Run `comparelib build`"):
        run("code", path, "-o", "out.csv", "--coder", "hybrid")


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "'=1", "''-1", "'s avonds", "", "a=b", "'"]
)
def test_formulas_are_made_harmless_and_come_back(text):
    assert not defused(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert restored(defused(text)) == text


def codings(folder, name, *rows, header="unit_id,facet,code,coder"):
    return table(folder, "\n".join([header, *rows]), name)


def test_agreement_of_two_files_equals_that_of_the_library(inside, built):
    from comparelib.reliability import agreement
    from comparelib.study import Study

    study = Study.open(built)
    both = study.codings()
    for name in ("annotator_a", "annotator_b"):
        write_codings(both[both["coder"] == name], inside / f"{name}.csv")
    files = (inside / "annotator_a.csv", inside / "annotator_b.csv")
    (record,) = json.loads(run("agree", *files, "--facet", "function", "--draws", 50, "--json").stdout)
    units = study.units()
    units = units[units["unit_id"].isin(both.loc[both["coder"] == "annotator_a", "unit_id"])]
    wanted = agreement(both, units, facet="function", draws=50, codes=study.codebook.facet("function").names)
    frame = wanted.frame[wanted.frame["group_kind"] == "all"]
    got = pd.DataFrame(record["statistics"])
    assert got["value"].tolist() == pytest.approx(frame["value"].tolist())
    assert got["low"].astype(float).tolist() == pytest.approx(frame["low"].tolist(), nan_ok=True)
    assert (record["blocks"], record["n_both"]) == ("paragraph", 1250)


def test_agreement_says_what_is_missing_and_what_is_not_estimable(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    codings(
        tmp_path, "a.csv", "1,theme,x,ab", "2,theme,none,ab", "3,theme,x,ab", "4,theme,z,ab", "5,theme,x,ab"
    )
    codings(
        tmp_path,
        "b.csv",
        "1,theme,x,cd",
        "2,theme,none,cd",
        "3,theme,none,cd",
        "4,theme,z,cd",
        "9,theme,y,cd",
    )
    told = run("agree", "a.csv", "b.csv", "--draws", 50).stdout
    assert "theme: ab and cd, 4 units coded by both" in told
    assert "1 not coded by cd: 5" in told
    assert "1 not coded by ab: 9" in told
    assert "not estimable, one value occurs: no coder gave the code: y" in told
    # Krippendorff's alpha of x over units 1-4: ab yes no yes no, cd yes no no no; Do 2/8, De 2*3*5/(8*7).
    assert f"x     3      {1 - (2 / 8) / (30 / 56):.2f}" in told
    assert "paragraphs are not known: too narrow" in told


@pytest.mark.parametrize(
    ("rows", "options", "error", "said"),
    [
        (["7,theme,x,cd"], (), NotEstimable, "no unit is in both tables"),
        (["1,function,x,cd"], (), ParameterFault, "no facet in common"),
        (["1,theme,x,cd"], ("--facet", "themes"), ParameterFault, "did you mean 'theme'"),
        (["1,theme,x,cd", "2,theme,x,ef"], (), CodingFault, "b.csv:3:4: coder: 'ef' after 'cd'"),
        (["1,theme,,cd"], (), CodingFault, "b.csv:2:3: code: is empty"),
        ([], (), CodingFault, "the table has no codings"),
    ],
)
def test_tables_that_cannot_be_compared(  # noqa: PLR0913, PLR0917 - the parts of a case
    tmp_path, monkeypatch, rows, options, error, said
):
    monkeypatch.chdir(tmp_path)
    codings(tmp_path, "a.csv", "1,theme,x,ab", "2,theme,none,ab")
    codings(tmp_path, "b.csv", *rows)
    with pytest.raises(error, match=said):
        run("agree", "a.csv", "b.csv", *options)


@pytest.mark.slow
def test_codebook_diff_names_words_version_and_the_units_that_change(inside, built):
    folder = inside / "new"
    shutil.copytree(built / "data" / "codebook", folder)
    book = folder / "maakindustrie.yml"
    book.write_text(
        book.read_text(encoding="utf-8").replace("Using fewer, other", "Using less, other"), encoding="utf-8"
    )
    (folder / "dictionary" / "theme" / "circular_economy.yml").write_text(
        "facet: theme\ncode: circular_economy\npatterns: [routekaart]\n", encoding="utf-8"
    )
    done = run("codebook", "diff", built / "data" / "codebook", folder, "--units")
    assert "changed: theme/circular_economy: definition\n    Using [-fewer,-] {+less,+} other" in done.output
    assert "its version has not (1.1.1): raise it" in done.output
    record = json.loads(
        run("codebook", "diff", built / "data" / "codebook", folder, "--units", "--json").stdout
    )
    assert record["n_units"] > 1200
    (count,) = [row for row in record["counts"] if row["code"] == "circular_economy"]
    assert count["after"] - count["before"] == count["gained"] - count["lost"]
    changed = {row["unit_id"] for row in record["units"] if "circular_economy" in row["before"].split(" + ")}
    assert len(changed) >= count["lost"] > 0


def test_codebook_diff_of_a_git_revision(inside, study_copy, monkeypatch):
    def git(*words):
        command = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *words]
        subprocess.run(command, cwd=study_copy, check=True, capture_output=True)

    git("init", "-q")
    git("add", "study.yml", "data/codebook")
    git("commit", "-q", "-m", "one")
    book = study_copy / "data" / "codebook" / "maakindustrie.yml"
    book.write_text(
        book.read_text(encoding="utf-8").replace("version: 1.1.1", "version: 1.2.0"), encoding="utf-8"
    )
    monkeypatch.chdir(study_copy)
    done = run("codebook", "diff", "HEAD", "data/codebook/maakindustrie.yml")
    assert "0 changes in the codebook; version 1.1.1 -> 1.2.0" in done.output
    assert "nothing has changed" in done.output
    with pytest.raises(CodebookFault, match="is no file, no folder and no git revision"):
        run("codebook", "diff", "HEAD~7", "HEAD")


def test_codebook_page_and_csv_are_written(inside):
    run("codebook", "page", "-o", inside / "codebook.html", "--language", "nl")
    assert '<html lang="nl">' in (inside / "codebook.html").read_text(encoding="utf-8")
    run("codebook", "csv", "-o", inside / "codebook.csv", "--facet", "function")
    frame = pd.read_csv(inside / "codebook.csv", encoding="utf-8-sig")
    assert frame["tag"].tolist()[:2] == ["function", "function.problem"]
    with pytest.raises(CodebookFault, match="cannot be written"):
        run("codebook", "page", "-o", inside / "nowhere" / "codebook.html")
    with pytest.raises(ParameterFault, match="unknown language 'fr'"):
        run("codebook", "csv", "-o", inside / "codebook.csv", "--language", "fr")

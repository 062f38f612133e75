"""A form asks what the notebook's parameters cell declares, and refuses what its typed model refuses."""

import json
import shlex

import pytest

from comparelib import Study, form
from comparelib.errors import ParameterFault
from comparelib.forms.command import run_lines
from comparelib.reporting.parameters import MODELS, check_parameters
from comparelib.reporting.parameters_cell import parameters_cell
from comparelib.reporting.plan import plan
from comparelib.studyfile import Run, load_studyfile


@pytest.fixture(scope="module")
def study(built):
    return Study.open(built)


@pytest.fixture
def opened(study):
    forms = []

    def make(notebook="03_priorities", **options):
        forms.append(form(notebook, study=study, **options))
        return forms[-1]

    yield make
    for each in forms:
        each.close()


def press(filled, kind="set", **content):
    """Do what the browser sends."""
    filled._answer(None, {"kind": kind, "seq": 1, **content}, None)
    return filled.view


def fields(filled):
    return {field["name"]: field for field in filled.setup["fields"]}


@pytest.mark.parametrize("notebook", sorted(MODELS))
@pytest.mark.parametrize("language", ["en", "nl"])
def test_each_line_of_the_parameters_cell_is_a_field_with_its_help_and_value(
    opened, study, notebook, language
):
    filled = opened(notebook, language=language)
    cell = parameters_cell(study.file.root / "notebooks" / f"{notebook}.ipynb")
    assert list(fields(filled)) == [parameter.name for parameter in cell]
    for parameter in cell:
        field = fields(filled)[parameter.name]
        assert field["label"]
        assert field["help"]
        assert (field["help"] == parameter.meaning) == (language == "en")
    run = study.file.runs["baseline"].parameters
    known = {name: value for name, value in run.items() if name in fields(filled)}
    path = study.file.root / "notebooks" / f"{notebook}.ipynb"
    assert filled.values == check_parameters(path, known)
    assert filled.messages == {}
    assert filled.command == "comparelib report --run baseline"
    json.dumps([filled.setup, filled.view])  # what the browser is sent


def test_controls_and_choices_are_those_of_type_and_study(opened, study):
    asked = fields(opened("05_robustness"))
    controls = {name: field["control"] for name, field in asked.items()}
    assert controls == {
        **dict.fromkeys(("jurisdictions", "documents", "functions", "other_coders"), "several"),
        **dict.fromkeys(("coder", "machine", "facet", "code", "language"), "choice"),
        **dict.fromkeys(("sample", "level", "draws", "seed"), "number"),
        "merged": "text",
    }
    chosen = {name: [choice["value"] for choice in field["choices"]] for name, field in asked.items()}
    assert chosen["jurisdictions"] == ["NL", "VL"]
    assert chosen["documents"] == study.documents["doc_id"].tolist()
    assert chosen["coder"] == ["annotator_a", "annotator_b", "reference", "dictionary", "headline"]
    assert chosen["functions"] == list(study.codebook.facet("function").names)
    every = [code for facet in study.codebook.facets for code in facet.names]
    assert chosen["code"] == [*every, ""]  # empty: the one with the largest difference
    assert asked["draws"]["allowed"] == "a whole number of 1 or more and of 100,000 or less"
    assert {choice["group"] for choice in asked["documents"]["choices"]} == {"Dutch texts", "Flemish texts"}


REFUSED = [
    ("draws", "0", "“0” cannot be used here. Expected: a whole number of 1 or more and of 100,000 or less."),
    ("draws", "many", "“many” cannot be used here."),
    ("draws", "1.5", "“1.5” cannot be used here."),
    ("level", "1", "“1” cannot be used here. Expected: a number above 0.5 and below 1."),
    ("level", "nan", "“nan” cannot be used here."),
    ("seed", "", "This cannot stay empty. Expected: a whole number of 0 or more."),
    ("jurisdictions", [], "This cannot stay empty. Expected: at least 1 of these."),
    ("counting", "sometimes", "“sometimes” cannot be used here."),
]


@pytest.mark.parametrize(("name", "value", "message"), REFUSED)
def test_what_the_model_refuses_has_its_message_beside_the_field(opened, name, value, message):
    filled = opened()
    view = press(filled, name=name, value=value)
    assert view["messages"][name].startswith(message)
    assert view["status"] == "1 field is to be mended first."
    assert view["command"] == filled.command == ""
    assert name not in filled.values
    filled.render()
    assert filled.view["progress"] == {"state": "idle"}  # nothing starts
    assert press(filled, "reset")["messages"] == {}


def test_a_dutch_form_reads_and_writes_dutch_numbers(opened):
    filled = opened(language="nl")
    assert filled.view["given"]["level"] == "0,95"
    assert press(filled, name="level", value="0,9")["command"].endswith("-p level=0.9")
    view = press(filled, name="level", value="2")
    assert view["messages"]["level"] == "“2” kan hier niet. Verwacht: een getal boven 0,5 en onder 1."


def test_what_contradicts_another_field_is_told(opened):
    filled = opened("05_robustness")
    press(filled, name="jurisdictions", value=["VL"])
    view = press(filled, name="documents", value=["nl_fme_formatie_2023"])
    assert view["messages"] == {"documents": "None of these documents is of the chosen jurisdictions."}
    press(filled, "reset")
    press(filled, name="code", value="circular_economy")
    view = press(filled, name="facet", value="instrument")
    assert view["messages"] == {"code": "This code is not one of the chosen facet."}


def fill(filled):
    for name, value in (
        ("jurisdictions", ["VL", "NL"]),
        ("documents", ["vl_werkagenda_maakindustrie", "nl_fme_formatie_2023"]),
        ("functions", ["measure"]),
        ("counting", "fractional"),
        ("level", "0.9"),
        ("draws", "50"),
        ("language", "nl"),
    ):
        press(filled, name=name, value=value)


def test_the_command_gives_the_page_exactly_these_parameters(opened, study):
    filled = opened()
    fill(filled)
    words = shlex.split(filled.command)
    assert words[:4] == ["comparelib", "report", "--run", "baseline"]
    given = dict(word.split("=", 1) for word in words[5::2])
    (run,) = plan(study.file, ["baseline"], given)
    (page,) = [page for page in run.pages if page.notebook.stem == "03_priorities"]
    assert page.parameters == filled.values
    assert page.parameters["jurisdictions"] == ["VL", "NL"]  # in the order of choosing


def test_the_lines_make_a_run_with_exactly_these_parameters(opened, study_copy):
    filled = opened()
    fill(filled)
    view = press(filled, "name", value="mine")
    path = study_copy / "study.yml"
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + "\n" + view["lines"], encoding="utf-8")
    (run,) = plan(load_studyfile(path), ["mine"])
    (page,) = [page for page in run.pages if page.notebook.stem == "03_priorities"]
    assert page.parameters == filled.values
    assert (
        press(filled, "name", value="baseline")["messages"]["-name"]
        == "study.yml has a run of this name already."
    )
    assert press(filled, "name", value="My run")["messages"]["-name"].startswith(
        "A name has lower-case letters"
    )
    assert filled.view["lines"] == ""
    assert run_lines("x", run_of(study_copy), {"a": 1}, {"a": 1}).count("\n") == 4


def test_the_lines_keep_the_claims_that_the_run_named_beforehand(study_copy):
    path, base = study_copy / "study.yml", {"facet": "theme", "seed": 1}
    named = "claims: [circular_economy, energy_climate]"
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    first = next(number for number, line in enumerate(lines) if line.startswith("  baseline:"))
    lines.insert(first + 1, f"    {named}")
    path.write_text(
        "\n".join(lines) + "\n" + run_lines("mine", Run("b", {}, ("01_corpus",), {}), {}, {}),
        encoding="utf-8",
    )
    run = run_of(study_copy)
    assert [claim.code for claim in run.claims] == ["circular_economy", "energy_climate"]
    new = run_lines("seeded", run, {**base, "seed": 2}, base)
    with path.open("a", encoding="utf-8") as file:
        file.write(new)
    seeded = load_studyfile(path).runs["seeded"]
    assert [claim.code for claim in seeded.claims] == ["circular_economy", "energy_climate"]
    assert seeded.parameters["seed"] == 2
    assert "claims" not in run_lines("other", run, {**base, "facet": "function"}, base)
    assert "claims" not in run_lines("plain", load_studyfile(path).runs["mine"], base, base)


def run_of(root):
    return load_studyfile(root / "study.yml").runs["baseline"]


def test_another_run_fills_the_form_anew(opened):
    filled = opened()
    press(filled, name="seed", value="7")
    stamp = filled.view["stamp"]
    view = press(filled, "run", value="measures")
    assert view["given"]["functions"] == ["measure"]
    assert view["given"]["seed"] == "1"
    assert view["stamp"] > stamp
    assert view["command"] == "comparelib report --run measures"


def test_what_no_form_can_send_changes_nothing(opened):
    filled = opened()
    before = dict(filled.view["given"])
    for name, value in (("draws", 5), ("documents", "x"), ("nothing", "x")):
        press(filled, name=name, value=value)
    filled._answer(None, "nonsense", None)
    assert filled.view["given"] == before


def test_a_notebook_of_ones_own_has_a_form_by_its_types_and_no_report_without_a_run(built, tmp_path):
    import shutil

    root = shutil.copytree(built, tmp_path / "study")
    source = (root / "notebooks" / "code_by_hand.ipynb").read_text(encoding="utf-8")
    (root / "notebooks" / "own.ipynb").write_text(source, encoding="utf-8")
    filled = form("own", study=Study.open(root))
    controls = {field["name"]: field["control"] for field in filled.setup["fields"]}
    assert controls["settle"] == "flag"
    assert controls["others"] == "text"
    assert controls["sample_size"] == "number"
    press(filled, name="others", value="ab, cd,ef")
    press(filled, name="settle", value=True)
    assert filled.values["others"] == ["ab", "cd", "ef"]
    assert filled.values["settle"] is True
    assert filled.view["status"].startswith("No run of study.yml has this notebook")
    filled.render()
    assert filled.view["progress"]["state"] == "idle"


def test_an_unknown_notebook_or_run_is_refused(study):
    with pytest.raises(ParameterFault, match=r"no such notebook.*03_priorities\.ipynb"):
        form("03_prioritys", study=study)
    with pytest.raises(ParameterFault, match=r"no run 'base' has the notebook 03_priorities.*'baseline'"):
        form("03_priorities", study=study, run="base")

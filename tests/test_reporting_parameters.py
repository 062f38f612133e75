import json

import pytest

from comparelib.errors import ParameterFault
from comparelib.reporting.assignment import parse_assignment
from comparelib.reporting.parameters import (
    MODELS,
    ClustersParameters,
    PrioritiesParameters,
    check_parameters,
    model_of,
)
from comparelib.reporting.parameters_cell import parameters_cell
from comparelib.reporting.plan import plan
from comparelib.studyfile import load_studyfile
from reporting_study import code, prose, shares, write_notebook, write_study


@pytest.fixture
def priorities(tmp_path):
    """A notebook whose parameters cell is what its model says."""
    defaults = PrioritiesParameters().model_dump(mode="json")
    cell = "\n".join(f"{name} = {value!r}  # a = 'b'" for name, value in defaults.items())
    return write_notebook(tmp_path / "03_priorities.ipynb", prose("# P"), code(cell, "parameters"))


def test_what_is_not_given_keeps_its_default(priorities):
    got = check_parameters(priorities, {"functions": ["measure"], "level": 0.9})
    assert got == {
        **PrioritiesParameters().model_dump(mode="json"),
        "functions": ["measure"],
        "level": 0.9,
    }
    assert type(got["counting"]) is str


def test_an_unknown_name_is_named_with_the_nearest(priorities):
    with pytest.raises(ParameterFault) as raised:
        check_parameters(priorities, {"weigthing": "equal"})
    (fault,) = raised.value.faults
    assert fault.message == "there is no parameter 'weigthing'"
    assert "did you mean 'weighting'?" in fault.expected
    assert raised.value.exit_code == 2


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("draws", "2000", "a whole number, at least 1 and at most 100000"),
        ("draws", True, "a whole number, at least 1 and at most 100000"),
        ("draws", 0, "a whole number, at least 1 and at most 100000"),
        ("level", 95, "a number, more than 0.5 and less than 1"),
        ("level", float("nan"), "a number, more than 0.5 and less than 1"),
        ("functions", "measure", "a list of texts"),
        ("functions", [1], "a list of texts"),
        ("jurisdictions", [], "a list of texts, not empty"),
        ("counting", "tokns", "one of presence, fractional, tokens (did you mean 'tokens'?)"),
        ("language", "nl-BE", "one of en, nl"),
        ("coder", "", "a text, not empty"),
        ("facet", 7, "a text, not empty"),
    ],
)
def test_a_wrong_value_is_named_with_what_was_expected(priorities, name, value, expected):
    with pytest.raises(ParameterFault) as raised:
        check_parameters(priorities, {name: value})
    (fault,) = raised.value.faults
    assert fault.message.startswith(f"parameter '{name}' cannot be ")
    assert fault.expected == expected
    assert fault.path == "03_priorities.ipynb"


def test_all_faults_are_named_at_once(priorities):
    with pytest.raises(ParameterFault) as raised:
        check_parameters(priorities, {"draws": "x", "levl": 1, "seed": -1})
    assert len(raised.value.faults) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("functions=measure, goal", ("functions", ["measure", "goal"])),
        ("functions=", ("functions", [])),
        ("draws=50", ("draws", 50)),
        ("level=0.9", ("level", 0.9)),
        ("coder=007", ("coder", "007")),
        ("counting=tokens", ("counting", "tokens")),
        ("coder=a=b", ("coder", "a=b")),
    ],
)
def test_a_command_line_value_has_the_type_of_the_model(text, expected):
    got = parse_assignment(text, PrioritiesParameters)
    assert got == expected
    assert type(got[1]) is type(expected[1])


@pytest.mark.parametrize(
    "text", ["draws=1e3", "draws=many", "level=high", "distanc=cosine", "linkage=war", "seed"]
)
def test_a_wrong_command_line_value_is_a_fault(text):
    with pytest.raises(ParameterFault):
        parse_assignment(text, ClustersParameters)


def test_a_boolean_is_read_only_where_the_model_wants_one(tmp_path):
    own = write_notebook(tmp_path / "own.ipynb", code("flag: bool = True\nword: str = 'x'", "parameters"))
    model = model_of(own)
    assert parse_assignment("flag=false", model) == ("flag", False)
    assert parse_assignment("word=false", model) == ("word", "false")
    with pytest.raises(ParameterFault):
        parse_assignment("flag=maybe", model)


@pytest.mark.parametrize("tags", [(), ("parameters", "parameters")])
def test_there_must_be_exactly_one_parameters_cell(tmp_path, tags):
    notebook = write_notebook(tmp_path / "own.ipynb", code("x = 1"), *(code("a = 1", tag) for tag in tags))
    with pytest.raises(ParameterFault, match="exactly one code cell with the tag 'parameters'"):
        check_parameters(notebook, {})


@pytest.mark.parametrize(
    "line", ["x = f()", "import os", "a = b = 1", "a.b = 1", "for", "x: int", "x = 1\nx = 2"]
)
def test_a_parameters_cell_holds_literal_assignments_alone(tmp_path, line):
    with pytest.raises(ParameterFault):
        parameters_cell(write_notebook(tmp_path / "own.ipynb", code(line, "parameters")))


def test_the_cell_is_parsed_where_regular_expressions_stumble(tmp_path):
    got = parameters_cell(shares(tmp_path / "own.ipynb"))
    assert [(item.name, item.default) for item in got][0:4] == [
        ("functions", []),
        ("level", 0.95),
        ("seed", 1),
        ("title", 'It\'s "quoted"'),
    ]
    assert got[0].meaning == 'only units with these functions; "" = all'


def test_a_file_that_is_no_notebook_or_is_not_there_is_named(tmp_path):
    (tmp_path / "broken.ipynb").write_text("{", encoding="utf-8")
    for name in ("broken", "absent"):
        with pytest.raises(ParameterFault, match=f"{name}.ipynb"):
            parameters_cell(tmp_path / f"{name}.ipynb")


def test_cell_and_model_must_agree(priorities):
    content = json.loads(priorities.read_text())
    cell = content["cells"][1]
    cell["source"] = cell["source"].replace("seed = 1", "seed = 2").replace("draws =", "drws =")
    priorities.write_text(json.dumps(content))
    with pytest.raises(ParameterFault) as raised:
        check_parameters(priorities, {})
    text = str(raised.value)
    assert (
        "declares 'drws', which PrioritiesParameters lacks; expected one of draws (did you mean 'draws'?)"
        in text
    )
    assert "the parameters cell lacks 'draws'" in text
    assert "says seed = 2; expected seed = 1" in text


def test_every_field_says_what_it_does():
    for model in MODELS.values():
        assert all(field.description for field in model.model_fields.values())


@pytest.fixture
def small(tmp_path):
    return load_studyfile(write_study(tmp_path / "study") / "study.yml")


def test_a_parameter_goes_to_the_notebooks_that_know_it(small):
    baseline, measures = plan(small)
    assert [page.parameters.get("level") for page in baseline.pages] == [0.95, None]
    assert measures.pages[0].parameters["functions"] == ["measure"]


def test_overrides_make_a_run_of_their_own_with_a_stable_name(small):
    (first,) = plan(small, overrides={"seed": "7"})
    (again,) = plan(small, ["baseline"], {"seed": "7"})
    (other,) = plan(small, overrides={"seed": "8"})
    assert first.name == again.name != other.name
    assert first.name.startswith("baseline-custom-")
    assert [page.parameters["seed"] for page in first.pages] == [7, 7]


def test_a_plan_names_unknown_runs_and_parameters_that_no_notebook_knows(small):
    with pytest.raises(ParameterFault, match="did you mean 'measures'"):
        plan(small, ["measure"])
    with pytest.raises(ParameterFault, match="did you mean 'level'"):
        plan(small, overrides={"levle": "0.9"})


def test_choices_are_those_of_the_estimators():
    from typing import get_args

    from comparelib.clusters.distances import Distance
    from comparelib.clusters.merges import Linkage
    from comparelib.reporting import parameters

    assert set(get_args(parameters.Distance)) == {str(item) for item in Distance}
    assert set(get_args(parameters.Linkage)) == {str(item) for item in Linkage}


def test_a_notebook_that_would_take_the_place_of_the_findings_is_refused_by_name(tmp_path):
    root = write_study(tmp_path / "study")
    (root / "notebooks/groups.ipynb").rename(root / "notebooks/summary.ipynb")
    text = (root / "study.yml").read_text()
    (root / "study.yml").write_text(text.replace("[shares, groups]", "[shares, summary]"))
    with pytest.raises(ParameterFault) as raised:
        plan(load_studyfile(root / "study.yml"))
    (fault,) = raised.value.faults
    assert "cannot be called 'summary', since summary.html holds the findings of the run" in str(fault)
    assert "Rename notebooks/summary.ipynb" in str(fault)

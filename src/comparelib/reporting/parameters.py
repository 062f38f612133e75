"""What each notebook can be asked: one strict model per notebook, the same for study.yml, CLI and Python.

papermill warns of an unknown parameter and runs on with the default, and checks no type at all: a slip of the
pen renders the wrong report. So everything is checked here, before a kernel starts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from comparelib.errors import Fault, ParameterFault, one_of
from comparelib.labels import say
from comparelib.model import Counting, Weighting
from comparelib.reporting.expectations import expectation
from comparelib.reporting.parameters_cell import CellParameter, parameters_cell

Distance = Literal["hellinger", "jensen_shannon", "chi_square", "aitchison"]
Linkage = Literal["average", "ward"]


def described(name: str, default: Any, **limits: Any) -> Any:
    """Return a field whose description is the catalogue's; `default` and `limits` are pydantic's."""
    return Field(default, description=say(f"meaning.{name}", "en"), **limits)


class NotebookParameters(BaseModel):
    """What every notebook can be asked."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)

    language: Literal["en", "nl"] = described("language", "en")


class SelectionParameters(NotebookParameters):
    """Which documents, and which question of the codebook."""

    jurisdictions: Annotated[list[str], Field(min_length=1)] = described("jurisdictions", ["NL", "VL"])
    documents: list[str] = described("documents", [])
    facet: Annotated[str, Field(min_length=1)] = described("facet", "theme")


class CorpusParameters(SelectionParameters):
    """Parameters of `01_corpus`, and of every notebook that counts codings."""

    coder: Annotated[str, Field(min_length=1)] = described("coder", "reference")
    functions: list[str] = described("functions", [])


class PrioritiesParameters(CorpusParameters):
    """Parameters of `03_priorities`."""

    counting: Counting = described("counting", Counting.PRESENCE, strict=False)
    weighting: Weighting = described("weighting", Weighting.EQUAL, strict=False)
    level: float = described("level", 0.95, gt=0.5, lt=1)
    draws: int = described("draws", 2000, ge=1, le=100_000)
    seed: int = described("seed", 1, ge=0)


class ClustersParameters(CorpusParameters):
    """Parameters of `04_clusters`."""

    counting: Counting = described("counting", Counting.PRESENCE, strict=False)
    distance: Distance = described("distance", "hellinger")
    linkage: Linkage = described("linkage", "average")
    draws: int = described("draws", 1000, ge=1, le=100_000)
    seed: int = described("seed", 1, ge=0)


class ReliabilityParameters(SelectionParameters):
    """Parameters of `02_reliability`."""

    judged: Annotated[str, Field(min_length=1)] = described("judged", "dictionary")
    annotators: Annotated[list[str], Field(min_length=2)] = described(
        "annotators", ["annotator_a", "annotator_b"]
    )
    level: float = described("level", 0.95, gt=0.5, lt=1)
    draws: int = described("draws", 2000, ge=1, le=100_000)
    seed: int = described("seed", 1, ge=0)


_MERGED = [
    "innovation_technology+digitalisation",
    "labour_skills+social_inclusion",
    "finance_investment+regulation_fiscal",
    "strategic_autonomy+europe_international",
    "energy_climate+circular_economy",
]


class RobustnessParameters(CorpusParameters):
    """Parameters of `05_robustness`; `coder` leads, the others are choices beside it."""

    other_coders: list[str] = described(
        "other_coders", ["reference", "annotator_a", "annotator_b", "dictionary"]
    )
    machine: str = described("machine", "dictionary")
    sample: int = described("sample", 400, ge=1)
    merged: list[str] = described("merged", _MERGED)
    code: str = described("code", "")
    level: float = described("level", 0.95, gt=0.5, lt=1)
    draws: int = described("draws", 2000, ge=1, le=100_000)
    seed: int = described("seed", 1, ge=0)


class MeasuresParameters(NotebookParameters):
    """Parameters of `06_measures_and_words`."""

    jurisdictions: Annotated[list[str], Field(min_length=1)] = described("jurisdictions", ["NL", "VL"])
    documents: list[str] = described("documents", [])
    coder: Annotated[str, Field(min_length=1)] = described("coder", "reference")
    theme: Annotated[str, Field(min_length=1)] = described("theme", "circular_economy")
    draws: int = described("draws", 500, ge=1, le=100_000)
    seed: int = described("seed", 1, ge=0)


MODELS: Mapping[str, type[NotebookParameters]] = {
    "01_corpus": CorpusParameters,
    "02_reliability": ReliabilityParameters,
    "03_priorities": PrioritiesParameters,
    "04_clusters": ClustersParameters,
    "05_robustness": RobustnessParameters,
    "06_measures_and_words": MeasuresParameters,
}


def model_of(notebook: Path) -> type[NotebookParameters]:
    """Return the model of a notebook, held against its parameters cell.

    A notebook of the researcher's own, which has no model here, gets one from its parameters cell, as strict.

    Raises
    ------
    ParameterFault
        The parameters cell is missing or broken, or it and the model do not agree in names and defaults.
    """
    cell = parameters_cell(notebook)
    if notebook.stem not in MODELS:
        return _derived(notebook, cell)
    model = MODELS[notebook.stem]
    if faults := _disagreements(notebook, model, cell):
        raise ParameterFault(faults)
    return model


def check_parameters(notebook: Path, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return all parameters of a notebook: those given, checked, and the defaults of the rest.

    Parameters
    ----------
    notebook
        Path of the .ipynb file.
    given
        Names and values as study.yml or Python gives them.

    Returns
    -------
    dict
        Plain str, int, float, bool and lists of them, in the order of the model.

    Raises
    ------
    ParameterFault
        Every unknown name (with the nearest known one) and every value of the wrong type or out of range.
    """
    return checked(model_of(notebook), given, notebook.name)


def checked(model: type[NotebookParameters], given: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Return the plain values of `model` for what was given; see `check_parameters`."""
    try:
        return model.model_validate(dict(given)).model_dump(mode="json")
    except ValidationError as invalid:
        names = dict.fromkeys(str(error["loc"][0]) for error in invalid.errors())
        raise ParameterFault([_fault(model, name, given[name], where) for name in names]) from None


def unknown(name: str, known: list[str], where: str | None) -> Fault:
    """Return the fault of a parameter that does not exist, with the nearest that does."""
    return Fault(f"there is no parameter '{name}'", where, expected=one_of(known, name))


def _fault(model: type[NotebookParameters], name: str, value: Any, where: str) -> Fault:
    field = model.model_fields.get(name)
    if field is None:
        return unknown(name, list(model.model_fields), where)
    shown = json.dumps(value, ensure_ascii=False, default=repr)
    return Fault(f"parameter '{name}' cannot be {shown}", where, expected=expectation(field, value))


def _disagreements(
    notebook: Path, model: type[NotebookParameters], cell: tuple[CellParameter, ...]
) -> list[Fault]:
    """Return where the parameters cell and the model differ: the cell is what a researcher sees and edits."""
    defaults = model().model_dump(mode="json")
    declared = {parameter.name: parameter for parameter in cell}
    faults = [
        Fault(
            f"the parameters cell declares '{name}', which {model.__name__} lacks",
            notebook.name,
            expected=one_of([field for field in defaults if field not in declared] or defaults, name),
        )
        for name in declared
        if name not in defaults
    ]
    for name, default in defaults.items():
        wanted = f"{name} = {default!r}"
        if name not in declared:
            faults.append(Fault(f"the parameters cell lacks '{name}'", notebook.name, expected=wanted))
        elif json.dumps(declared[name].default) != json.dumps(default):
            found = f"the parameters cell says {name} = {declared[name].default!r}"
            faults.append(Fault(found, notebook.name, expected=f"{wanted}, as in {model.__name__}"))
    return faults


_TYPES: Mapping[str, Any] = {
    "str": str,
    "int": int,
    "float": float,
    "bool": bool,
    "list[str]": list[str],
    "list[int]": list[int],
    "list[float]": list[float],
    "list[bool]": list[bool],
}


def _derived(notebook: Path, cell: tuple[CellParameter, ...]) -> type[NotebookParameters]:
    faults: list[Fault] = []
    fields: dict[str, Any] = {}
    for parameter in cell:
        written = parameter.annotation or _type_name(parameter.default)
        if written not in _TYPES:
            problem = f"parameter '{parameter.name}' has the type {written}"
            faults.append(Fault(problem, notebook.name, expected=one_of(_TYPES, written)))
            continue
        fields[parameter.name] = (_TYPES[written], Field(parameter.default, description=parameter.meaning))
    if faults:
        raise ParameterFault(faults)
    language = next((parameter.default for parameter in cell if parameter.name == "language"), "en")
    fields["language"] = (Literal["en", "nl"], described("language", language))
    model: type[NotebookParameters] = create_model(notebook.stem, __base__=NotebookParameters, **fields)
    checked(model, {parameter.name: parameter.default for parameter in cell}, notebook.name)
    return model


def _type_name(default: Any) -> str:
    if isinstance(default, list):
        return f"list[{type(default[0]).__name__ if default else 'str'}]"
    return type(default).__name__

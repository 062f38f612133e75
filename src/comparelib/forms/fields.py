"""The fields of a form: one for each line of the notebook's parameters cell, the control by its type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_origin

from comparelib.forms.choices import Choice, choices
from comparelib.forms.limits import allowed
from comparelib.reporting.parameters import NotebookParameters
from comparelib.reporting.parameters_cell import parameters_cell
from comparelib.reporting.settings import label, meaning

if TYPE_CHECKING:
    from comparelib.charts import Look
    from comparelib.study import Study

CHOICE, SEVERAL, NUMBER, TEXT, FLAG = "choice", "several", "number", "text", "flag"


@dataclass(frozen=True)
class FormField:
    """One question of the form.

    Attributes
    ----------
    name
        Of the parameter.
    label, help
        What it is called, and what it does.
    allowed
        What a value may be, in words; "" where the choices say it.
    control
        choice (one of them), several (any number, in the order of choosing), number, text or flag.
    choices
        What can be chosen.
    """

    name: str
    label: str
    help: str
    allowed: str
    control: str
    choices: tuple[Choice, ...] = ()

    def shown(self) -> dict[str, Any]:
        """Return the field as the browser is told of it."""
        return asdict(self)


def form_fields(
    notebook: Path,
    model: type[NotebookParameters],
    study: Study,
    look: Look,
    base: Mapping[str, Any],
) -> tuple[FormField, ...]:
    """Return the fields of a notebook's form, in the order of its parameters cell.

    Parameters
    ----------
    base
        Values that must be choosable, although the study does not know them (any more).
    """
    fields = []
    for declared in parameters_cell(notebook):
        name, field = declared.name, model.model_fields[declared.name]
        listed = _with_base(choices(name, field, study, look), base.get(name))
        english = look.language.startswith("en")
        told = declared.meaning if english else meaning(name, look.language, declared.meaning)
        control = _control(field.annotation, listed)
        said = "" if control == CHOICE else allowed(field, look.language)
        fields.append(FormField(name, label(name, look.language), told, said, control, listed))
    return tuple(fields)


def _control(kind: Any, listed: tuple[Choice, ...]) -> str:
    if listed:
        return SEVERAL if get_origin(kind) is list else CHOICE
    if kind is bool:
        return FLAG
    return NUMBER if kind in (int, float) else TEXT


def _with_base(listed: tuple[Choice, ...], value: Any) -> tuple[Choice, ...]:
    if not listed:
        return ()
    known = {choice.value for choice in listed}
    wanted = value if isinstance(value, list) else [] if value is None else [value]
    return (*listed, *(Choice(str(each), str(each)) for each in wanted if str(each) not in known))

"""What was filled in -> typed parameters, or a message beside each field that cannot be so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from comparelib.errors import ParameterFault
from comparelib.forms.fields import FLAG, NUMBER, SEVERAL, FormField
from comparelib.forms.limits import refusal
from comparelib.labels import say
from comparelib.reporting.assignment import typed
from comparelib.reporting.parameters import NotebookParameters, checked

if TYPE_CHECKING:
    from comparelib.study import Study


@dataclass(frozen=True)
class Answers:
    """A form as it is filled in.

    Attributes
    ----------
    values
        Name -> typed value, of every field that is good.
    messages
        Name -> what is wrong with it, of every other field.
    """

    values: dict[str, Any]
    messages: dict[str, str]


def written(value: Any, field: FormField, language: str) -> Any:
    """Return a typed value as it stands in its field: text, a list of texts, or whether it is ticked."""
    if field.control == SEVERAL:
        return [str(item) for item in value]
    if field.control == FLAG:
        return bool(value)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    text = str(value)
    decimal = field.control == NUMBER and language.startswith("nl")
    return text.replace(".", ",") if decimal else text


def answers(
    given: Mapping[str, Any],
    fields: Sequence[FormField],
    model: type[NotebookParameters],
    study: Study,
    language: str,
) -> Answers:
    """Hold what was filled in against the notebook's typed model, and against the study.

    Parameters
    ----------
    given
        Name -> what stands in the field, as `written` writes it.
    """
    values: dict[str, Any] = {}
    messages: dict[str, str] = {}
    for field in fields:
        raw = given[field.name]
        try:
            values[field.name] = _typed(field, raw, model)
        except ParameterFault:
            messages[field.name] = refusal(model.model_fields[field.name], raw, language)
    return Answers(values, messages | _contradictions(values, study, language))


def _typed(field: FormField, raw: Any, model: type[NotebookParameters]) -> Any:
    if field.control in (SEVERAL, FLAG):
        return checked(model, {field.name: raw}, "form")[field.name]
    text = str(raw).strip()
    if field.control == NUMBER and model.model_fields[field.name].annotation is float:
        text = text.replace(",", ".")  # 0,95 is how a number is written in Dutch
    return typed(field.name, text, model)


def _contradictions(values: Mapping[str, Any], study: Study, language: str) -> dict[str, str]:
    """Return what is wrong although each field by itself is good."""
    found = {}
    if values.get("documents") and values.get("jurisdictions"):
        try:
            study.selection(values["documents"], values["jurisdictions"])
        except ParameterFault:
            found["documents"] = say("form.no_document_left", language)
    facets = {facet.name: facet.names for facet in study.codebook.facets}
    codes = facets.get(values.get("facet", ""), ())
    if codes and values.get("code") and values["code"] not in codes:  # empty: the notebook chooses
        found["code"] = say("form.code_of_another_facet", language)
    return found

"""`-p name=value` on a command line -> a typed parameter; the model decides the type."""

from __future__ import annotations

from typing import Any

from comparelib.errors import Fault, ParameterFault
from comparelib.reporting.parameters import NotebookParameters, checked, unknown


def parse_assignment(text: str, model: type[NotebookParameters]) -> tuple[str, Any]:
    """Return name and typed value of a "name=value" as a command line gives it.

    The model decides the type: "007" stays a text where the model wants one, "a,b" is a list where it wants a
    list ("" the empty one), and "true", "yes", "false", "no" are booleans only where it wants a boolean.

    Raises
    ------
    ParameterFault
        There is no "=", the name is unknown, or the value has the wrong type.
    """
    name, equals, value = text.partition("=")
    if not equals:
        raise ParameterFault(Fault(f"'{text}' gives no parameter", expected="name=value, such as seed=7"))
    return name.strip(), typed(name.strip(), value.strip(), model)


def typed(name: str, text: str, model: type[NotebookParameters]) -> Any:
    """Return the value that `text` means for the parameter `name` of `model`; see `parse_assignment`."""
    field = model.model_fields.get(name)
    if field is None:
        raise ParameterFault(unknown(name, list(model.model_fields), None))
    kind = str(field.annotation)
    if kind.startswith("list["):
        inner = kind.removeprefix("list[").removesuffix("]")
        value: Any = [_scalar(part.strip(), inner) for part in text.split(",")] if text else []
    else:
        value = _scalar(text, getattr(field.annotation, "__name__", kind))
    return checked(model, {name: value}, "-p")[name]


def _scalar(text: str, kind: str) -> Any:
    """Return `text` as the kind wants it, or as it stands where it cannot be: the model then says why not."""
    words = {"true": True, "yes": True, "ja": True, "false": False, "no": False, "nee": False}
    if kind == "bool":
        return words.get(text.lower(), text)
    try:
        return int(text) if kind == "int" else float(text) if kind == "float" else text
    except ValueError:
        return text

"""What a parameter may be, in the words of a language, from the field of its typed model."""

from __future__ import annotations

from typing import Any, get_args, get_origin

from pydantic.fields import FieldInfo

from comparelib.labels import formatted, listed, say

_BOUNDS = ("gt", "ge", "lt", "le")


def bounds(field: FieldInfo) -> dict[str, float]:
    """Return the limits of a field: gt, ge, lt, le and min_length, those that it has."""
    found: dict[str, float] = {}
    for limit in field.metadata:
        for name in (*_BOUNDS, "min_length"):
            value = getattr(limit, name, None)
            if value is not None:
                found[name] = value
    return found


def allowed(field: FieldInfo, language: str) -> str:
    """Return what a value may be, as a phrase; "" where anything that can be chosen is good."""
    kind, limits = field.annotation, bounds(field)
    if kind in (int, float):
        word = say("form.an_integer" if kind is int else "form.a_number", language)
        parts = [
            say(f"form.{name}", language, value=_written(limits[name], language))
            for name in _BOUNDS
            if name in limits
        ]
        return " ".join([word, listed(parts, language)]).strip()
    if get_origin(kind) is list:
        least = int(limits.get("min_length", 0))
        item = get_args(kind)[0]
        lists = say("form.list_of_numbers", language) if item in (int, float) else ""
        return say("form.at_least", language, n=least) if least else lists
    if kind is str and limits.get("min_length"):
        return say("form.not_empty", language)
    return ""


def refusal(field: FieldInfo, value: Any, language: str) -> str:
    """Return why a value cannot be, in a sentence."""
    what = allowed(field, language) or say("form.another", language)
    if value in ("", []):
        return say("form.refused_empty", language, allowed=what)
    shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return say("form.refused", language, value=shown, allowed=what)


def _written(value: float, language: str) -> str:
    if float(value).is_integer():
        return formatted(value, "count", language)
    return f"{value:g}".replace(".", "," if language.startswith("nl") else ".")

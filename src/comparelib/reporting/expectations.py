"""What a parameter may be, in words, from the field of its model."""

from __future__ import annotations

from enum import Enum
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from comparelib.errors import one_of

_WORDS = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
}
_PLURALS = {str: "texts", int: "whole numbers", float: "numbers", bool: "true or false"}
_LIMITS = {"gt": "more than", "ge": "at least", "lt": "less than", "le": "at most"}


def expectation(field: FieldInfo, value: object = None) -> str:
    """Return what would have been right for a field, with the nearest of its choices to `value`."""
    kind: Any = field.annotation
    word = value if isinstance(value, str) else None
    if get_origin(kind) is Literal:
        return one_of([str(choice) for choice in get_args(kind)], word)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return one_of([str(member.value) for member in kind], word)
    if get_origin(kind) is list:
        least = any(getattr(limit, "min_length", 0) for limit in field.metadata)
        return f"a list of {_PLURALS[get_args(kind)[0]]}" + (", not empty" if least else "")
    limits = [
        f"{words} {getattr(limit, key):g}"
        for limit in field.metadata
        for key, words in _LIMITS.items()
        if getattr(limit, key, None) is not None
    ]
    if kind is str and any(getattr(limit, "min_length", 0) for limit in field.metadata):
        return "a text, not empty"
    return _WORDS[kind] + (", " + " and ".join(limits) if limits else "")

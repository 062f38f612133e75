"""Numbers as a reader of a language writes them: decimal comma in Dutch, decimal point in English.

Both Dutch varieties (nl-NL, nl-BE) group thousands with a point and write a comma before decimals, as the
Unicode CLDR does; a no-break space stands before the per cent sign.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import floor, isnan, log10

MINUS = "\N{MINUS SIGN}"
SPACE = "\N{NO-BREAK SPACE}"
ABSENT = "\N{EN DASH}"


def formatted(value: object, form: str, language: str) -> str:
    """Write `value` in a named form.

    Parameters
    ----------
    value
        A number, or text; None and NaN are written as a dash.
    form
        `count` (1.234), `decimal` (two decimals), `small` (the same, but two digits of what would be 0,00:
        0,00042), `p` (p < 0,001), `share` (a share from 0 to 1 as 12,3 %),
        `percent` (the same without decimals), `bare` (a share as 12,3 without the sign), `points` (a
        difference of shares in percentage points, signed), `signed` (two decimals, signed), `text`.
    language
        BCP 47 tag: `nl`, `nl-NL`, `nl-BE` or `en`.

    Raises
    ------
    KeyError
        A form that does not exist.
    """
    write = _FORMS[form]
    if value is None or (isinstance(value, float) and isnan(value)):
        return ABSENT
    return write(value, language)


def bracketed(bounds: tuple[object, object, object], form: str, language: str) -> str:
    """Write (value, low, high) as "12,3 % [8,1; 18,0]"; without brackets where both bounds are unknown."""
    value, low, high = (
        formatted(part, form if place == 0 else _BOUND.get(form, form), language)
        for place, part in enumerate(bounds)
    )
    return value if low == high == ABSENT else f"{value} [{low};{SPACE}{high}]"


def listed(words: Sequence[str], language: str) -> str:
    """Join words as a sentence does: "a, b en c"."""
    joint = " en " if language.startswith("nl") else " and "
    return joint.join(words) if len(words) < 3 else ", ".join(words[:-1]) + joint + words[-1]


def _decimals(value: float, decimals: int, language: str, sign: str = "") -> str:
    text = format(value, f"{sign},.{decimals}f")
    if not any(digit in text for digit in "123456789"):  # no "-0.0"
        text = text.lstrip("+-")
    if language.startswith("nl"):
        text = text.translate(str.maketrans(",.", ".,"))
    return text.replace("-", MINUS)


def _float(value: object) -> float:
    return float(value)  # type: ignore[arg-type]


def _percent(value: object, decimals: int, language: str) -> str:
    gap = SPACE if language.startswith("nl") else ""
    return f"{_decimals(100 * _float(value), decimals, language)}{gap}%"


def _p(value: object, language: str) -> str:
    if _float(value) < 0.001:
        return f"<{SPACE}{_decimals(0.001, 3, language)}"
    return _decimals(_float(value), 3, language)


def _small(value: object, language: str) -> str:
    size = abs(_float(value))
    decimals = 2 if size >= _SHOWN or size < _LEAST else 1 - floor(log10(size))
    return _decimals(_float(value), decimals, language)


_SHOWN, _LEAST = 0.005, 1e-9  # two decimals show it; nothing but rounding
_BOUND = {"share": "bare", "percent": "bare"}  # the sign is not said three times
_FORMS: dict[str, Callable[[object, str], str]] = {
    "text": lambda value, _: str(value),
    "count": lambda value, language: _decimals(_float(value), 0, language),
    "decimal": lambda value, language: _decimals(_float(value), 2, language),
    "small": _small,
    "signed": lambda value, language: _decimals(_float(value), 2, language, "+"),
    "p": _p,
    "share": lambda value, language: _percent(value, 1, language),
    "percent": lambda value, language: _percent(value, 0, language),
    "bare": lambda value, language: _decimals(100 * _float(value), 1, language),
    "points": lambda value, language: _decimals(100 * _float(value), 1, language, "+"),
}

"""How a coder is called: `dictionary@1.2.0` in tables; its bare name means the one version that there is."""

from __future__ import annotations

from collections.abc import Iterable


def bare_name(coder: str) -> str:
    """Return a coder's name without its version: `dictionary` of `dictionary@1.2.0`, `human:ab` of itself."""
    return coder.partition("@")[0]


def called(coders: Iterable[str], name: str) -> tuple[str, ...]:
    """Return which coders a name means: the one of that full name, else every version of that bare name.

    Examples
    --------
    >>> called(["dictionary@1.1.0", "dictionary@1.2.0", "reference"], "dictionary")
    ('dictionary@1.1.0', 'dictionary@1.2.0')
    """
    known = tuple(dict.fromkeys(coders))
    return (name,) if name in known else tuple(coder for coder in known if bare_name(coder) == name)

"""Names of a package that are imported when they are first used: what is heavy waits until it is wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def on_first_use(package: str, home: Mapping[str, str]) -> Callable[[str], Any]:
    """Return the `__getattr__` (PEP 562) of a package some of whose names lie in modules not imported yet.

    No such name may be called as a module of the package: once that module is imported, the package has it
    under the name, and nobody asks here.

    Parameters
    ----------
    package
        Its `__name__`.
    home
        Name -> the module that has it.
    """

    def named(name: str) -> Any:
        if name in home:
            return getattr(import_module(home[name]), name)
        raise AttributeError(f"module '{package}' has no attribute '{name}'")

    return named

"""Which parameters of a run decide its numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

DEFAULTS: Mapping[str, Any] = {
    "jurisdictions": [],
    "documents": [],
    "coder": "headline",
    "facet": "theme",
    "functions": [],
    "counting": "presence",
    "weighting": "equal",
    "level": 0.95,
    "draws": 2000,
    "seed": 1,
}
"""The parameters that decide the numbers of a run, with what holds where no notebook of it has them."""


FURTHER: Mapping[str, Any] = {
    "machine": "",
    "sample": 400,
    "judged": "",
    "annotators": [],
}
"""Parameters that decide which cards there are on coders: the one whose shares a sample of so many units
corrects, the one that is held against the reference ("" for none), and whose agreement is measured (those of
the reference where empty)."""


CLAIMS = "claims"
"""Beside these parameters: the codes that the run names beforehand, where study.yml declares any."""


def deciding(pages: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the parameters that decide the numbers, from those of all pages of a run.

    Where pages disagree the page that knows most of them is followed: it is the one that compares.
    """
    ranked = sorted(pages, key=lambda page: -sum(name in page for name in DEFAULTS))
    chosen = {**DEFAULTS, **FURTHER}
    for page in reversed(ranked):
        chosen |= {name: page[name] for name in DEFAULTS if name in page}
    for page in reversed(pages):
        chosen |= {name: page[name] for name in FURTHER if name in page}
    return chosen

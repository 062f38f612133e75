"""What a build did, and how it says what it is doing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comparelib.corpus import UnitChanges

BuildProgress = Callable[[str, int, int], None]
"""Called with what was just done, how many steps are done, and how many there are."""


@dataclass(frozen=True)
class BuildOutcome:
    """What a build did.

    Attributes
    ----------
    documents_made, documents_kept
        doc_ids that were read anew, and those that were there already.
    coders_made
        Kinds of coder whose codings were made anew.
    n_units, n_codings
        Rows of the tables.
    unchanged
        Nothing had changed, nothing was done.
    changes
        Which units are new, gone and unchanged, for each document that was read anew and that the last build,
        or an older edition, had already.
    documents_gone
        doc_ids of the last build that the manifest no longer has.
    """

    documents_made: tuple[str, ...] = ()
    documents_kept: tuple[str, ...] = ()
    coders_made: tuple[str, ...] = ()
    n_units: int = 0
    n_codings: int = 0
    unchanged: bool = False
    changes: tuple[UnitChanges, ...] = ()
    documents_gone: tuple[str, ...] = ()


def silent(_what: str, _done: int, _total: int) -> None:
    """Report nothing."""

"""The quality figures of every document of a study, at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from comparelib.adding.quality import Quality
from comparelib.adding.remembered import known_quality
from comparelib.adding.shelf import shelf_of
from comparelib.errors import Fault, InputFaults

Progress = Callable[[str, int, int], None]
"""Called with the document that was read, how many are done, and how many there are."""


@dataclass(frozen=True)
class CorpusQuality:
    """doc_id -> figures, in the order of the manifest, and the faults of files that could not be read."""

    figures: Mapping[str, Quality]
    faults: tuple[Fault, ...] = ()


def corpus_quality(root: Path, progress: Progress | None = None) -> CorpusQuality:
    """Read every document of the manifest and return its quality figures.

    Documents are read as they were published: units that a reference coding froze are not looked at. One
    document is held in memory at a time; one that was read before is not read again. A manifest with faults
    has no figures; `check_inputs` names these.
    """
    figures: dict[str, Quality] = {}
    faults: list[Fault] = []
    try:
        rows = shelf_of(root).rows
    except InputFaults:
        return CorpusQuality({})
    for done, row in enumerate(rows, start=1):
        try:
            figures[row.doc_id] = known_quality(row, root)
        except InputFaults as broken:
            faults += broken.faults
        if progress is not None:
            progress(row.doc_id, done, len(rows))
    return CorpusQuality(figures, tuple(faults))

"""A unit in its context, as the browser gets it: two neighbours on each side, and nothing of any coding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from comparelib.model import UnitKind
from comparelib.store import text_sha256

NEIGHBOURS = 2


def text_key(text: str) -> str:
    """Return the short hash by which a changed text is seen; white space does not count."""
    return text_sha256(" ".join(text.split()))[:16]


@dataclass(frozen=True)
class PassageBook:
    """All policy units in reading order; a passage is found without a walk through them.

    Attributes
    ----------
    units
        Policy units, in the order of documents and positions.
    place
        unit_id -> row of `units`.
    titles
        doc_id -> title of the document.
    """

    units: pd.DataFrame
    place: dict[str, int]
    titles: dict[str, str]

    @classmethod
    def of(cls, units: pd.DataFrame, documents: pd.DataFrame) -> PassageBook:
        """Return the passages of a study; furniture is left out."""
        policy = units[(units["kind"] != UnitKind.FURNITURE.value).to_numpy()].reset_index(drop=True)
        place = {unit_id: row for row, unit_id in enumerate(policy["unit_id"])}
        return cls(policy, place, dict(zip(documents["doc_id"], documents["title"], strict=True)))

    def __contains__(self, unit_id: object) -> bool:
        return unit_id in self.place

    def text(self, unit_id: str) -> str:
        """Return the text of a unit."""
        return str(self.units["text"].iloc[self.place[unit_id]])

    def shown(self, unit_id: str) -> dict[str, Any]:
        """Return a unit with its neighbours in the document, its section, title and page."""
        row = self.place[unit_id]
        unit = self.units.iloc[row]
        return {
            "unit_id": unit_id,
            "text": str(unit["text"]),
            "kind": str(unit["kind"]),
            "title": self.titles.get(str(unit["doc_id"]), str(unit["doc_id"])),
            "section": str(unit["section"]),
            "page": int(unit["page"]),
            "before": self._near(row, range(max(0, row - NEIGHBOURS), row)),
            "after": self._near(row, range(row + 1, min(len(self.units), row + 1 + NEIGHBOURS))),
        }

    def in_order(self, unit_ids: list[str]) -> list[str]:
        """Return unit ids in reading order."""
        return [unit_ids[row] for row in np.argsort([self.place[name] for name in unit_ids], kind="stable")]

    def _near(self, row: int, rows: range) -> list[str]:
        own = self.units["doc_id"].iloc[row]
        return [str(self.units["text"].iloc[near]) for near in rows if self.units["doc_id"].iloc[near] == own]

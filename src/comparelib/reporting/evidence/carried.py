"""The codings that a section brings itself, where the texts of the page have those of another coder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from comparelib.reporting.evidence.passages import Passages


def carried_codings(passages: Passages) -> dict[str, dict[str, Any]]:
    """Return doc_id -> rules, coders, codes, and the codings of each unit that the section shows.

    Codings have the form that they have in a parcel (see `parcel`), by the position of their unit. Of a large
    corpus only the documents of the samples are there.
    """
    shown = [passages.sample(group, each) for group, own in passages.shown.items() for each in own]
    rows = np.unique(np.concatenate(shown)) if shown else np.empty(0, dtype=np.int64)
    wanted: dict[str, set[int]] = {}
    document, positions = passages.selections.document, passages.positions
    for row in rows:
        wanted.setdefault(passages.doc_ids[document[row]], set()).add(int(positions[row]))
    return {
        doc_id: {
            **{name: content[name] for name in ("rules", "coders", "codes")},
            "units": {
                str(unit[0]): unit[5] for unit in content["units"] if unit[0] in wanted.get(doc_id, ())
            },
        }
        for doc_id, content in passages.parcels_of(tuple(wanted) if passages.large else None).items()
    }

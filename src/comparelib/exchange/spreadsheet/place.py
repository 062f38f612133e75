"""A row of a table -> the unit that it speaks of."""

from __future__ import annotations

from collections.abc import Mapping

from comparelib.exchange.placing import DocumentPlaces, Placement, Status


def placed_by_unit(
    unit_id: str, quote: str, places: Mapping[str, DocumentPlaces], texts: Mapping[str, str]
) -> Placement:
    """Place a row of a table by its unit id where the unit has the same words, and by its words elsewhere.

    Parameters
    ----------
    unit_id, quote
        As the table gives them; either may be "". The id of a unit that is gone still names its document.
    places
        doc_id -> document.
    texts
        unit_id -> text of each unit that may be coded.
    """
    if unit_id in texts and (not quote or quote.split() == texts[unit_id].split()):
        return Placement(Status.MATCHED, "", (unit_id,))
    if not quote:
        return Placement(
            Status.UNPLACED, f"there is no unit '{unit_id}', and the row has no text to find it by"
        )
    own = places.get(unit_id.rpartition("#")[0])
    if own is not None:
        return own.find(quote)
    times = {doc_id: place.times(quote) for doc_id, place in places.items()}
    if sum(times.values()) > 1:
        return Placement(Status.UNPLACED, f"these words stand {sum(times.values())} times in the study")
    tried = [
        place.find(quote) for doc_id, place in places.items() if times[doc_id] or not any(times.values())
    ]
    hits = [placement for placement in tried if placement.unit_ids]
    if len(hits) == 1:
        return hits[0]
    return tried[0] if len(tried) == 1 else Placement(Status.UNPLACED, "these words are in no document")

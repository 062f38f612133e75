"""How commands tell which units are new, gone and unchanged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from comparelib.corpus import UnitChanges

MOST = 5
_LENGTH = 90


def change_lines(changes: UnitChanges, most: int = MOST) -> Iterator[str]:
    """Yield a line with the counts, and the first few units that are new (+) and gone (-), masked."""
    name = changes.doc_id
    if changes.against != changes.doc_id:
        name += f" against {changes.against}"
    counts = f"{len(changes.new)} units new, {len(changes.gone)} gone, {changes.unchanged} unchanged"
    counts += f", {changes.recut} cut otherwise" if changes.recut else ""
    yield f"  {name}: {counts}"
    for sign, units in (("+", changes.new), ("-", changes.gone)):
        for unit_id, text in units[:most]:
            yield f"    {sign} {unit_id}  {_short(text)}"
        if len(units) > most:
            yield f"    {sign} … and {len(units) - most} more"


def first_names(names: Sequence[str], most: int = MOST) -> str:
    """Return the first few names, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def change_record(changes: UnitChanges) -> dict[str, Any]:
    """Return the same for a script, with every unit."""
    from comparelib.adding.masking import masked

    return {
        "doc_id": changes.doc_id,
        "against": changes.against,
        "unchanged": changes.unchanged,
        "recut": changes.recut,
        **{
            name: [{"unit_id": unit_id, "text": masked(text, "en")} for unit_id, text in units]
            for name, units in (("new", changes.new), ("gone", changes.gone))
        },
    }


def _short(text: str) -> str:
    from comparelib.adding.masking import masked

    line = " ".join(masked(text, "en").split())
    return line if len(line) <= _LENGTH else line[:_LENGTH].rsplit(" ", 1)[0] + " …"

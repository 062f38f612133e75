"""Which hand codings speak of units that the texts do not have, or have in other words by now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from comparelib.coding.human.load import HumanCoding, HumanCodings
from comparelib.errors import Fault, did_you_mean
from comparelib.model import UnitKind

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = 50


def unit_faults(human: HumanCodings, units: pd.DataFrame) -> Iterator[Fault]:
    """Yield a fault for every row whose unit is unknown, is furniture, or has another text by now."""
    kinds = dict(zip(units["unit_id"], units["kind"], strict=True))
    texts = dict(zip(units["unit_id"], units["text"], strict=True))
    by_document: dict[str, list[str]] = {}
    for unit_id in kinds:
        by_document.setdefault(unit_id.partition("#")[0], []).append(unit_id)
    unknown = 0
    for coding in human.rows:
        text = coding.row.values.get("text", "").strip()
        if coding.unit_id not in kinds:
            unknown += 1  # when every unit is unknown, fifty faults say it; near names cost time
            if unknown <= _SHOWN:
                yield _unknown(coding, by_document)
        elif kinds[coding.unit_id] == UnitKind.FURNITURE.value:
            yield coding.row.fault("unit_id", f"'{coding.unit_id}' is furniture", "a unit of policy text")
        elif text and text.split() != texts[coding.unit_id].split():
            remedy = "`comparelib reanchor` finds units again by their words"
            message = f"unit '{coding.unit_id}' had another text when it was coded"
            yield coding.row.fault("text", message, f"'{texts[coding.unit_id]}'", remedy)
    if unknown > _SHOWN:
        yield Fault(f"and {unknown - _SHOWN} more codings of units that do not exist")


def _unknown(coding: HumanCoding, by_document: dict[str, list[str]]) -> Fault:
    # Names are near within a document; among all units of a large corpus the search would be slow.
    doc_id = coding.unit_id.partition("#")[0]
    known = by_document.get(doc_id)
    hint = did_you_mean(doc_id, by_document) if known is None else did_you_mean(coding.unit_id, known)
    remedy = hint[0].upper() + hint[1:] if hint else "Take the row out, or build the study first"
    return coding.row.fault("unit_id", f"there is no unit '{coding.unit_id}'", remedy=remedy)

"""The documents of a study as the content that pages hold or load, and who is left out of all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from comparelib.reporting.evidence.parcel import Parcel, parcel
from comparelib.text.privacy import Privacy


def parcels(
    documents: pd.DataFrame, units: pd.DataFrame, codings: pd.DataFrame, privacy: Privacy
) -> dict[str, Parcel]:
    """Return doc_id -> its content, for every document that has units."""
    by_document = _split(codings, codings["unit_id"].str.rpartition("#")[0])
    rows: Mapping[str, Any] = {row["doc_id"]: row for row in documents.to_dict("records")}
    return {
        doc_id: parcel(rows[doc_id], part, by_document.get(doc_id, codings.iloc[:0]), privacy)
        for doc_id, part in _split(units, units["doc_id"]).items()
    }


def _split(frame: pd.DataFrame, by: pd.Series[str]) -> dict[str, pd.DataFrame]:
    return {str(name): part for name, part in frame.groupby(by, sort=False)}

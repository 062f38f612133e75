"""Many documents on a map: the middles of their groups, and where the documents themselves lie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.charts.crowd import group_of, named
from comparelib.charts.style import Look
from comparelib.matrix.groups import MOST_DOCUMENTS


@dataclass(frozen=True)
class Cloud:
    """What is drawn of the documents of a map.

    Attributes
    ----------
    rows, regions
        Points and corners of regions that are drawn one by one.
    spots
        Shape (n, 2), where all documents lie; None where they are drawn one by one.
    look, jurisdictions
        Names and sides of what is drawn.
    """

    rows: pd.DataFrame
    regions: pd.DataFrame
    spots: NDArray[np.float64] | None
    look: Look
    jurisdictions: Mapping[str, str]


def crowded(
    rows: pd.DataFrame,
    regions: pd.DataFrame,
    jurisdictions: Mapping[str, str],
    documents: pd.DataFrame | None,
    look: Look,
) -> Cloud:
    """Return the points of a map: documents, or beyond `MOST_DOCUMENTS` the means of groups of them.

    Contributions of a group are the sums of those of its documents.
    """
    own = regions[regions["kind"] == "document"]
    if len(rows) <= MOST_DOCUMENTS:
        return Cloud(rows, own, None, look, jurisdictions)
    if documents is None:
        sides = {"doc_id": list(jurisdictions), "jurisdiction": list(jurisdictions.values())}
        documents = pd.DataFrame(sides)
    groups, key = group_of(documents, "issuer_type")
    label = rows["name"].astype(str).map(key)
    means = rows[["x", "y"]].groupby(label).mean()
    sums = rows[["contribution_x", "contribution_y"]].groupby(label).sum()
    drawn = means.join(sums).loc[[group.key for group in groups if group.key in means.index]]
    drawn = drawn.rename_axis("name").reset_index().assign(kind="document").reindex(columns=rows.columns)
    return Cloud(
        drawn,
        own.iloc[:0],
        rows[["x", "y"]].to_numpy(float),
        named(groups, look),
        {group.key: group.jurisdiction for group in groups},
    )

"""A code before and after a change, against the reference coding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from comparelib.coding.reference import REFERENCE_CODER
from comparelib.model import Reserved
from comparelib.reliability import coder_quality

if TYPE_CHECKING:
    from comparelib.study import Study

STATISTICS = ("precision", "recall", "f1")


def quality_of_both(
    study: Study, before: pd.DataFrame, after: pd.DataFrame, target: tuple[str, str]
) -> pd.DataFrame | None:
    """Return precision, recall and F1 of the code before and after; None where there is no reference."""
    if REFERENCE_CODER not in set(study.coders["coder"]):
        return None
    reference = _of_one_code(study.codings(REFERENCE_CODER), target)
    columns: dict[str, pd.Series] = {}
    for word, codings in (("before", before), ("after", after)):
        both = pd.concat([reference, _of_one_code(codings, target)], ignore_index=True)
        coder = str(codings["coder"].iloc[0])
        found = coder_quality(both, study.units(), coder=coder, facet=target[0], codes=[target[1]]).frame
        found = found[(found["group_kind"] == "all") & (found["scope"] == "code")]
        found = found.set_index("statistic").reindex(STATISTICS)
        kept = ["value", "low", "high", "n_hits", "n_predicted", "n_reference"]
        columns |= {f"{word}_{name}": found[name] for name in kept}
    return pd.DataFrame(columns).reset_index()


def _of_one_code(codings: pd.DataFrame, target: tuple[str, str]) -> pd.DataFrame:
    """Return the codings of one facet as if it had one code: precision and recall are the same, sooner."""
    own = codings[codings["facet"] == target[0]]
    other = ~own["code"].isin([target[1], Reserved.FAILED.value])
    bare = other & ~own["unit_id"].isin(own.loc[~other, "unit_id"])
    none = own[bare].drop_duplicates("unit_id").assign(code=Reserved.NONE.value)
    return pd.concat([own[~other], none], ignore_index=True)

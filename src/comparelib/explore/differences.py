"""What differs between two codings by the dictionary: documents, passages, other codes, examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from comparelib.coding.dictionary import failing_examples
from comparelib.explore.edited_dictionary import DictionaryEdit
from comparelib.explore.masking import masked_passages, privacy_of
from comparelib.explore.scope import placed
from comparelib.matrix import ThemeMatrix
from comparelib.model import Reserved

if TYPE_CHECKING:
    from comparelib.study import Study

_RESERVED = [word.value for word in Reserved]


def _with_code(codings: pd.DataFrame, target: tuple[str, str]) -> pd.DataFrame:
    return codings[(codings["facet"] == target[0]) & (codings["code"] == target[1])]


def per_document(
    study: Study, before: pd.DataFrame, after: pd.DataFrame, target: tuple[str, str], matrix: ThemeMatrix
) -> pd.DataFrame:
    """Return one row a document: units with the code before and after, gained, lost, and their shares."""
    had, has = (set(_with_code(codings, target)["unit_id"]) for codings in (before, after))
    doc_ids = study.documents["doc_id"].astype("str").tolist()

    def count(unit_ids: set[str]) -> list[int]:
        owners = pd.Series([unit.rpartition("#")[0] for unit in sorted(unit_ids)], dtype="str")
        return owners.value_counts().reindex(doc_ids, fill_value=0).astype(int).tolist()

    frame = pd.DataFrame(
        {
            "doc_id": doc_ids,
            "jurisdiction": study.documents["jurisdiction"].astype("str").tolist(),
            "before": count(had),
            "after": count(has),
            "gained": count(has - had),
            "lost": count(had - has),
            "total": matrix.totals.reindex(doc_ids).astype(int).tolist(),
        }
    )
    units = frame["total"].where(frame["total"] > 0)
    shares = frame.assign(share_before=frame["before"] / units, share_after=frame["after"] / units)
    return shares.assign(difference=shares["share_after"] - shares["share_before"])


def moved(study: Study, before: pd.DataFrame, after: pd.DataFrame, target: tuple[str, str]) -> pd.DataFrame:
    """Return the passages that gain the code, and those that lose it, with the words that make or made it.

    Personal contact data is left out of them.
    """
    rows = {"lost": _with_code(before, target), "gained": _with_code(after, target)}
    ids = {change: set(part["unit_id"]) for change, part in rows.items()}
    parts = []
    for change, other in (("gained", "lost"), ("lost", "gained")):
        units = study.units()
        frame = placed(units[units["unit_id"].isin(ids[change] - ids[other])], study.documents)
        by_unit = dict(list(rows[change].groupby("unit_id", sort=False)))
        own = [by_unit[unit] for unit in frame["unit_id"]]
        frame.insert(0, "change", change)
        spans = [_spans(part) for part in own]
        parts.append(
            frame.assign(
                rule=pd.Series(["; ".join(dict.fromkeys(part["rule"])) for part in own], dtype="str"),
                spans=pd.Series(spans, dtype=object),
            )
        )
    return masked_passages(pd.concat(parts, ignore_index=True), privacy_of(study))


def _spans(rows: pd.DataFrame) -> tuple[tuple[int, int], ...]:
    known = rows[rows["start"].notna()]
    return tuple((int(a), int(b)) for a, b in zip(known["start"], known["end"], strict=True))


def others(study: Study, before: pd.DataFrame, after: pd.DataFrame, target: tuple[str, str]) -> pd.DataFrame:
    """Return how many units gain or lose each other code, of any facet, in the order of the codebook."""
    had, has = (_pairs(codings) for codings in (before, after))
    rows = []
    for facet in study.codebook.facets:
        for code in facet.names:
            old, new = had.get((facet.name, code), set()), has.get((facet.name, code), set())
            if old != new and (facet.name, code) != target:
                rows.append((facet.name, code, len(new - old), len(old - new)))
    return pd.DataFrame(rows, columns=["facet", "code", "gained", "lost"])


def _pairs(codings: pd.DataFrame) -> dict[tuple[str, str], set[str]]:
    real = codings[~codings["code"].isin(_RESERVED)]
    return {
        (str(facet), str(code)): set(part["unit_id"])
        for (facet, code), part in real.groupby(["facet", "code"], sort=False)
    }


def examples(edit: DictionaryEdit, target: tuple[str, str]) -> pd.DataFrame:
    """Return each example and counter-example of the code, and whether it is kept before and after."""
    broken = [
        {(fault.path, fault.line) for fault in failing_examples(each)} for each in (edit.before, edit.after)
    ]
    own = [each for each in edit.before.examples if (each.facet, each.code) == target]
    rows = [
        (each.text, each.variety, each.wanted, *((each.path, each.line) not in places for places in broken))
        for each in own
    ]
    return pd.DataFrame(rows, columns=["text", "variety", "wanted", "before", "after"])

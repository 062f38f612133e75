"""Rows of the table `codings` -> who read which unit, and what they said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.errors import CodingFault, Fault, NotEstimable, ParameterFault, TableFault
from comparelib.matrix import faults
from comparelib.model.kinds import Reserved, UnitKind

_RESERVED = tuple(word.value for word in Reserved)


@dataclass(frozen=True)
class Ratings:
    """What two or more coders said of the policy units on one facet.

    Attributes
    ----------
    coders
        C names, as in the table `codings`.
    codes
        K names.
    marks
        bool, shape (C, N, K): the coder gave the unit the code.
    read
        bool, shape (C, N): the coder coded the unit, if only with `none`. Where False, the unit is missing
        or has failed for this coder, and no value of it is used.
    document
        int64, shape (N,), row number in `doc_ids`.
    paragraph
        int64, shape (N,), 0 .. P - 1: the block that is resampled; in the order of documents and paragraphs.
    doc_ids
        The documents, sorted by name so that draws do not hang on the order of units.
    coverage
        One row a coder and document: coder, doc_id, n_units, n_coded, n_none, n_failed, n_missing; n_units is
        the sum of the others.
    """

    coders: tuple[str, ...]
    codes: tuple[str, ...]
    marks: NDArray[np.bool_]
    read: NDArray[np.bool_]
    document: NDArray[np.int64]
    paragraph: NDArray[np.int64]
    doc_ids: tuple[str, ...]
    coverage: pd.DataFrame


def ratings(
    codings: pd.DataFrame,
    units: pd.DataFrame,
    coders: Sequence[str],
    facet: str,
    codes: Sequence[str] | None = None,
) -> Ratings:
    """Read the codings of `coders` on `facet`; parameters and errors are those of `agreement`."""
    _check_tables(codings, units)
    names = _coder_names(codings, coders)
    rows = codings[(codings["facet"] == facet).to_numpy()]
    if rows.empty:
        choices = sorted(str(name) for name in codings["facet"].unique())
        raise ParameterFault(faults.uncoded_facet(facet, choices))
    used = tuple(codes) if codes is not None else _codes_of(rows)
    own = rows[rows["coder"].isin(names).to_numpy()]
    faults.check_units(own, units)
    faults.check_codes(own["code"], facet, used)
    policy = units[(units["kind"] != UnitKind.FURNITURE.value).to_numpy()]
    if policy.empty or not used:
        what, key = ("code", "code") if len(policy) else ("policy unit", "unit")
        message = f"facet '{facet}': there is no {what} to compare"
        raise NotEstimable(message, f"refusal.no_{key}_to_compare", facet=facet)
    document, doc_ids = pd.factorize(policy["doc_id"], sort=True)
    number = np.asarray(document, dtype=np.int64)
    marks, none, failed = _marks(own, policy, names, used, facet)
    said = np.asarray(marks.any(axis=2))
    return Ratings(
        coders=names,
        codes=used,
        marks=marks,
        read=said | none,
        document=number,
        paragraph=_blocks(number, policy["paragraph"].to_numpy(dtype=np.int64)),
        doc_ids=tuple(str(name) for name in doc_ids),
        coverage=_coverage(names, tuple(str(name) for name in doc_ids), number, (said, none, failed)),
    )


def _check_tables(codings: pd.DataFrame, units: pd.DataFrame) -> None:
    wanted = {
        "codings": (codings, ("unit_id", "facet", "code", "coder")),
        "units": (units, ("unit_id", "doc_id", "paragraph", "kind")),
    }
    found = []
    for name, (frame, columns) in wanted.items():
        found += [
            Fault(f"table '{name}' lacks column '{column}'")
            for column in columns
            if column not in frame.columns
        ]
        found += [
            Fault(f"table '{name}', column '{column}' has {int(frame[column].isna().sum())} empty cells")
            for column in columns
            if column in frame.columns and frame[column].isna().any()
        ]
    if "unit_id" in units.columns and units["unit_id"].duplicated().any():
        twice = ", ".join(
            sorted({str(name) for name in units["unit_id"][units["unit_id"].duplicated()]})[:10]
        )
        found.append(Fault(f"table 'units': unit_id {twice} stands there more than once"))
    if found:
        raise TableFault(found)


def _coder_names(codings: pd.DataFrame, coders: Sequence[str]) -> tuple[str, ...]:
    if isinstance(coders, str) or len(set(coders)) < 2:
        given = coders if isinstance(coders, str) else ", ".join(coders)
        raise ParameterFault(
            Fault(
                f"agreement needs two coders, given: {given}",
                expected="two names or more",
                key="refusal.one_coder",
                values={"given": given},
            )
        )
    names = tuple(faults.one_coder(codings["coder"], coder) for coder in coders)
    if len(set(names)) < len(names):
        raise CodingFault(
            Fault(
                f"the same coder twice: {', '.join(names)}",
                expected="different coders",
                key="refusal.coder_twice",
                values={"given": ", ".join(names)},
            )
        )
    return names


def _codes_of(rows: pd.DataFrame) -> tuple[str, ...]:
    return tuple(sorted({str(code) for code in rows["code"].unique()} - set(_RESERVED)))


def _marks(
    own: pd.DataFrame, policy: pd.DataFrame, coders: tuple[str, ...], codes: tuple[str, ...], facet: str
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Codes (C, N, K), `none` (C, N) and `failed` (C, N)."""
    everything = np.zeros((len(coders), len(policy), len(codes) + 2), dtype=bool)
    places = (
        pd.Index(coders).get_indexer(pd.Index(own["coder"])),
        pd.Index(policy["unit_id"]).get_indexer(pd.Index(own["unit_id"])),
        pd.Index([*codes, Reserved.NONE.value, Reserved.FAILED.value]).get_indexer(pd.Index(own["code"])),
    )
    everything[places] = True
    marks, none, failed = everything[:, :, :-2], everything[:, :, -2], everything[:, :, -1]
    kinds = np.stack([np.asarray(marks.any(axis=2)), none, failed]).sum(axis=0)
    faults.check_contradictions(policy["unit_id"].loc[np.asarray((kinds > 1).any(axis=0))], facet)
    return marks, none, failed


def _blocks(document: NDArray[np.int64], paragraph: NDArray[np.int64]) -> NDArray[np.int64]:
    if not len(paragraph):
        return np.empty(0, dtype=np.int64)
    number = document * (int(paragraph.max()) + 1) + paragraph
    return np.asarray(np.unique(number, return_inverse=True)[1], dtype=np.int64)


def _coverage(
    coders: tuple[str, ...],
    doc_ids: tuple[str, ...],
    document: NDArray[np.int64],
    states: tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]],
) -> pd.DataFrame:
    said, none, failed = states
    missing = ~(said | none | failed)
    columns = {
        "n_units": np.ones_like(said),
        "n_coded": said,
        "n_none": none,
        "n_failed": failed,
        "n_missing": missing,
    }
    frames = [
        pd.DataFrame(
            {"coder": coder, "doc_id": list(doc_ids)}
            | {
                name: np.bincount(document[state[number]], minlength=len(doc_ids))
                for name, state in columns.items()
            }
        )
        for number, coder in enumerate(coders)
    ]
    return pd.concat(frames, ignore_index=True)

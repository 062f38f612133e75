"""One map of documents and codes: correspondence analysis with regions of uncertainty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.errors import Fault, MeaninglessOperation, ParameterFault
from comparelib.matrix import CodedUnits, ThemeMatrix, group_sums
from comparelib.ordination.decomposition import Decomposition, Floats, decompose
from comparelib.ordination.regions import ellipse

_BATCH = 4_000_000  # numbers of the profiles that are held in memory at once


@dataclass(frozen=True)
class Ordination:
    """Documents and codes on the first two principal axes.

    Attributes
    ----------
    rows
        One row a document: name, kind ("document"), x, y (principal coordinates), contribution_x,
        contribution_y (share of the axis' inertia, in [0, 1]), mass (share of all codings),
        quality (share of the document's own inertia that the two axes show, in [0, 1]).
    columns
        The same for codes, kind "code".
    inertia
        One row an axis, all of them: axis (from 1), inertia, share (of the total).
    regions
        Polygon corners in order, the first repeated at the end: name, kind, x, y. Documents and codes are
        placed as supplementary points after their paragraphs were drawn anew within documents; the axes
        stay. A region says where a point would lie had the same author written anew, not where another
        document of that author would. A point that never moves has no region: a code of one document has
        that document's place in every draw, which is no certainty.
    total_inertia
        Chi-square over the number of codings.
    n_counts
        The grand total of the table.
    dropped
        Documents and codes without any coding: they have no place.
    level, draws, seed
        Of the regions.
    undefined
        name, kind, share: the part of the draws in which a point had no coding left and thus no place.
    """

    rows: pd.DataFrame
    columns: pd.DataFrame
    inertia: pd.DataFrame
    regions: pd.DataFrame
    total_inertia: float
    n_counts: float
    dropped: tuple[str, ...]
    level: float
    draws: int
    seed: int
    undefined: pd.DataFrame


def correspondence(
    matrix: ThemeMatrix, *, level: float = 0.95, draws: int = 500, seed: int = 1
) -> Ordination:
    """Map documents and codes by correspondence analysis, with bootstrap regions.

    Benzécri (1973); numbers as in Greenacre (2007), appendix A. Axes are symmetric (principal coordinates for
    both), so the distance from a document to a code has no meaning, their directions from the origin have.
    Where there is one axis only, y and contribution_y are 0.

    Parameters
    ----------
    matrix
        Counts; a long document weighs more than a short one.
    level
        Of the regions, in (0, 1).
    draws
        Number of resamplings, at least 1.
    seed
        Of the resampling.

    Raises
    ------
    MeaninglessOperation
        The matrix holds shares: the masses of documents would be lost.
    NotEstimable
        Fewer than two documents or codes have a coding, or all profiles are the same.
    ParameterFault
        Level or draws out of range.
    """
    _check(matrix, level, draws)
    counts = matrix.counts.to_numpy(dtype=np.float64)
    here, used = np.asarray(counts.any(axis=1)), np.asarray(counts.any(axis=0))
    parts = decompose(counts[here][:, used])
    documents, codes = _names(matrix.counts.index, here), _names(matrix.counts.columns, used)
    drawn = _resampled(matrix.coded, len(counts), draws, np.random.default_rng(seed))
    if not (here.all() and used.all()):
        drawn = drawn[:, here][:, :, used]
    placed = {
        "document": (documents, _placed(parts.project_rows, drawn)),
        "code": (codes, _placed(parts.project_columns, drawn)),
    }
    return Ordination(
        rows=_points(documents, "document", parts.rows, parts.row_masses, parts),
        columns=_points(codes, "code", parts.columns, parts.column_masses, parts),
        inertia=_inertia(parts),
        regions=_regions(placed, level),
        total_inertia=float(parts.inertia.sum()),
        n_counts=float(counts.sum()),
        dropped=_names(matrix.counts.index, ~here) + _names(matrix.counts.columns, ~used),
        level=level,
        draws=draws,
        seed=seed,
        undefined=_undefined(placed),
    )


def _check(matrix: ThemeMatrix, level: float, draws: int) -> None:
    if matrix.is_share:
        message = "correspondence analysis of shares loses the masses of documents; give it the counts"
        raise MeaninglessOperation(message)
    faults = []
    if not 0.0 < level < 1.0:
        faults.append(Fault(f"level is {level}", expected="a number between 0 and 1"))
    if draws < 1:
        faults.append(Fault(f"draws is {draws}", expected="a number of at least 1"))
    if faults:
        raise ParameterFault(faults)


def _resampled(coded: CodedUnits, n_documents: int, draws: int, rng: np.random.Generator) -> Floats:
    """Counts (draws, documents, codes) of documents whose paragraphs are drawn with replacement."""
    n_paragraphs = int(coded.paragraph.max()) + 1
    counts = group_sums(coded.values, coded.paragraph, n_paragraphs)
    document = np.zeros(n_paragraphs, dtype=np.int64)
    document[coded.paragraph] = coded.document
    drawn = np.zeros((draws, n_documents, counts.shape[1]))
    order = np.argsort(document, kind="stable")
    numbers, starts = np.unique(document[order], return_index=True)
    for number, rows in zip(numbers, np.split(order, starts[1:]), strict=True):
        own = counts[rows]
        drawn[:, number] = rng.multinomial(len(own), np.full(len(own), 1.0 / len(own)), draws) @ own
    return drawn


def _placed(project: Callable[[Floats], Floats], drawn: Floats) -> Floats:
    """Places (draws, points, 2); some draws at a time, since profiles take as much memory as counts."""
    step = max(1, _BATCH // max(1, drawn[0].size))
    return np.concatenate([_plane(project(drawn[at : at + step])) for at in range(0, len(drawn), step)])


def _names(labels: pd.Index[str], chosen: NDArray[np.bool_]) -> tuple[str, ...]:
    return tuple(str(label) for label in labels[chosen])


def _plane(coordinates: Floats) -> Floats:
    """Return the first two axes, a second of zeros where there is one only."""
    lacking = max(0, 2 - coordinates.shape[-1])
    padding = [(0, 0)] * (coordinates.ndim - 1) + [(0, lacking)]
    return np.pad(coordinates[..., :2], padding)


def _points(
    names: tuple[str, ...], kind: str, coordinates: Floats, masses: Floats, parts: Decomposition
) -> pd.DataFrame:
    plane = _plane(coordinates)
    contribution = _plane(masses[:, None] * coordinates**2 / parts.inertia)
    own = (coordinates**2).sum(axis=1)
    shown = (plane**2).sum(axis=1)
    return pd.DataFrame(
        {
            "name": names,
            "kind": kind,
            "x": plane[:, 0],
            "y": plane[:, 1],
            "contribution_x": contribution[:, 0],
            "contribution_y": contribution[:, 1],
            "mass": masses,
            "quality": np.divide(shown, own, out=np.ones(len(own)), where=own > 0),
        }
    )


def _inertia(parts: Decomposition) -> pd.DataFrame:
    inertia = parts.inertia
    axis = np.arange(1, len(inertia) + 1)
    return pd.DataFrame({"axis": axis, "inertia": inertia, "share": inertia / inertia.sum()})


def _regions(placed: dict[str, tuple[tuple[str, ...], Floats]], level: float) -> pd.DataFrame:
    polygons = [
        pd.DataFrame({"name": name, "kind": kind, "x": polygon[:, 0], "y": polygon[:, 1]})
        for kind, (names, points) in placed.items()
        for number, name in enumerate(names)
        if len(polygon := ellipse(points[:, number], level))
    ]
    columns = ["name", "kind", "x", "y"]
    return pd.concat(polygons, ignore_index=True) if polygons else pd.DataFrame(columns=columns)


def _undefined(placed: dict[str, tuple[tuple[str, ...], Floats]]) -> pd.DataFrame:
    rows = [
        {"name": name, "kind": kind, "share": share}
        for kind, (names, points) in placed.items()
        for name, share in zip(names, np.isnan(points[:, :, 0]).mean(axis=0).tolist(), strict=True)
    ]
    return pd.DataFrame(rows, columns=["name", "kind", "share"])

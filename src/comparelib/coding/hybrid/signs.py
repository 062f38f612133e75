"""What dictionary and classifier say of a unit and a code: the input of one calibrated model."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comparelib.coding.classifier.decisions import margin_signs
from comparelib.coding.classifier.folds import Rows
from comparelib.coding.classifier.reading import Readings, of_neighbour

_LEARNED = 7  # the last signs in a cell: five of the linear model, two of it and the dictionary together


def hybrid_signs(  # noqa: PLR0913 - the readings, and what was learned from them
    readings: Readings,
    place: tuple[Rows, Rows],
    margins: NDArray[np.float64],
    support: NDArray[np.float64],
    similarity: NDArray[np.float64],
    *,
    several: bool,
) -> NDArray[np.float64]:
    """Return the signs of units `place[0]` for codes `place[1]`.

    Where several codes may join these are cells, shape (units, codes, signs), and one model serves all codes:
    so a code that has few training units, or none, is judged by what the dictionary's evidence was worth for
    the others. Where one code is chosen they are of shape (units, signs).

    Parameters
    ----------
    margins, support
        Of the linear models, see `margin_signs`.
    similarity
        Of the unit's meaning and the code's definition, shape (units, codes).
    """
    rows, columns = place
    if not several:
        return _statement_signs(readings, rows, columns, margins)
    own = [*_evidence_cells(readings, rows, columns), *_context_cells(readings, rows, columns)]
    level = similarity - similarity.mean(axis=1, keepdims=True)
    learned = margin_signs(margins, support, several=True)
    chosen = readings.evidence.chosen[np.ix_(rows, columns)].astype(float)
    joint = [chosen * learned[..., 0], chosen * learned[..., 4]]
    return np.concatenate([np.stack([*own, level, *joint], axis=-1), learned], axis=-1)


def unlearned_signs(signs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the signs in cells that need no linear model: those for a code that none could be learned of."""
    return signs[..., :-_LEARNED]


def _evidence_cells(readings: Readings, rows: Rows, columns: Rows) -> list[NDArray[np.float64]]:
    """Return what the dictionary finds in the unit itself."""
    weight = readings.evidence.weight[np.ix_(rows, columns)]
    chosen = readings.evidence.chosen[np.ix_(rows, columns)].astype(float)
    others = np.minimum(chosen.sum(axis=1, keepdims=True) - chosen, 3)
    rank = np.argsort(np.argsort(-weight, axis=1, kind="stable"), axis=1)
    return [
        np.minimum(weight, 1),
        np.minimum(weight, 2),
        chosen,
        ((weight > 0) & (chosen == 0)).astype(float),
        np.log1p(readings.evidence.characters[np.ix_(rows, columns)]),
        others,
        chosen * others,
        (rank >= 3).astype(float),
    ]


def _context_cells(readings: Readings, rows: Rows, columns: Rows) -> list[NDArray[np.float64]]:
    """Return what the dictionary finds around the unit, and whether the unit is long or a heading."""
    chosen = readings.evidence.chosen[:, columns].astype(float)
    previous = of_neighbour(chosen, readings.previous)[rows]
    following = of_neighbour(chosen, readings.following)[rows]
    above = np.minimum(readings.section_evidence[np.ix_(rows, columns)], 1)
    size = np.bincount(readings.paragraph)
    total = np.zeros((len(size), len(columns)))
    np.add.at(total, readings.paragraph, chosen)
    rest = (total[readings.paragraph] - chosen) / np.maximum(size[readings.paragraph] - 1, 1)[:, None]
    length = np.log(readings.units["text"].str.len().to_numpy(dtype=float))[rows, None]
    heading = (readings.units["kind"] == "heading").to_numpy(dtype=float)[rows, None]
    here = chosen[rows]
    flat = np.ones_like(here)
    return [
        previous,
        following,
        previous * here,
        above,
        rest[rows],
        length * flat,
        length * here,
        heading * flat,
        heading * here,
    ]


def _statement_signs(
    readings: Readings, rows: Rows, columns: Rows, margins: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return margins and evidence alone: kind, place and neighbours mean other things in other documents."""
    return np.column_stack([margins, np.minimum(readings.evidence.weight[np.ix_(rows, columns)], 2)])

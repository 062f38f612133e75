"""For each number of groups: what speaks for it, beside what pure chance would give."""

from __future__ import annotations

import numpy as np
import pandas as pd

from comparelib.clusters.distances import Floats, embedding
from comparelib.clusters.labelling import Labels, Method, labels, one_group
from comparelib.clusters.number_of_groups import dispersion, gap, prediction_strength
from comparelib.clusters.stability import bootstrap_jaccard

_REFERENCES = 20  # tables without groups, for the gap statistic and the Jaccard of chance
_SPLITS = 20  # into halves, for the prediction strength


def evidence(
    counts: Floats, found: list[Labels], method: Method, draws: int, rng: np.random.Generator
) -> tuple[pd.DataFrame, list[Floats]]:
    """Return one row a number of groups from 1, and the clusterwise Jaccard of each group for each number.

    Parameters
    ----------
    counts
        Shape (objects, codes), no row of zeros.
    found
        The groups of the objects, for 1, 2, … groups.
    method, draws, rng
        How groups are found, the number of bootstraps, and the source of chance.

    Returns
    -------
    frame
        k, gap, gap_error, prediction_strength, silhouette, jaccard, jaccard_null.
    jaccards
        For each k an array of shape (groups,).
    """
    from sklearn.metrics import silhouette_score

    points = embedding(counts)
    references = [one_group(counts, rng) for _ in range(_REFERENCES)]
    chance = [[labels(table, k + 1, method, rng) for k in range(len(found))] for table in references]
    gaps, errors = gap(
        np.array([_log_dispersion(points, each) for each in found]),
        np.array(
            [
                [_log_dispersion(embedding(table), each) for each in row]
                for table, row in zip(references, chance, strict=True)
            ]
        ),
    )
    jaccards = [bootstrap_jaccard(counts, each, method, draws, rng) for each in found]
    few = max(1, draws // _REFERENCES)
    null = [
        [float(np.nanmean(bootstrap_jaccard(table, each, method, few, rng))) for each in row]
        for table, row in zip(references, chance, strict=True)
    ]
    one = np.arange(len(found)) == 0  # a single group always comes back
    strength = [prediction_strength(counts, k + 1, method, _SPLITS, rng) for k in range(len(found))]
    frame = pd.DataFrame(
        {
            "k": np.arange(1, len(found) + 1),
            "gap": gaps,
            "gap_error": errors,
            "prediction_strength": strength,
            "silhouette": [silhouette_score(points, f) if len(np.unique(f)) > 1 else np.nan for f in found],
            "jaccard": np.where(one, np.nan, [np.nanmean(jaccard) for jaccard in jaccards]),
            "jaccard_null": np.where(one, np.nan, np.mean(null, axis=0)),
        }
    )
    return frame, jaccards


def _log_dispersion(points: Floats, found: Labels) -> float:
    # As many groups as profiles leave nothing: the logarithm of the smallest number stands for that of 0.
    return float(np.log(max(dispersion(points, found), np.finfo(float).tiny)))

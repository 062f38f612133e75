"""Do trees over the same objects agree, whatever the distance and the linkage?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations, product

import numpy as np
import pandas as pd

from comparelib.clusters import merges
from comparelib.clusters.distances import Distance, Floats
from comparelib.clusters.merges import Linkage
from comparelib.clusters.trees import DocumentTree, document_tree
from comparelib.matrix import ThemeMatrix


def tree_agreement(
    matrix: ThemeMatrix,
    *,
    tree: Callable[..., DocumentTree] = document_tree,
    distances: Sequence[str] = tuple(Distance),
    linkages: Sequence[str] = tuple(Linkage),
) -> pd.DataFrame:
    """Compare the trees of every distance and linkage, pair by pair.

    Parameters
    ----------
    matrix
        As for `document_tree`.
    tree
        `document_tree` or `theme_tree`.
    distances, linkages
        Which of them.

    Returns
    -------
    DataFrame
        One row a pair of trees: distance_a, linkage_a, distance_b, linkage_b; bakers_gamma (see there);
        cophenetic (correlation of the heights at which pairs meet); common_groups (share of the groups
        between one object and all that both trees have, in [0, 1]); same_topology.

    Raises
    ------
    NotEstimable, ParameterFault
        As for `document_tree`.
    """
    chosen = list(product(distances, linkages))
    grown = {pair: tree(matrix, distance=pair[0], linkage=pair[1], draws=1).linkage for pair in chosen}
    return pd.DataFrame(
        [
            {"distance_a": str(a[0]), "linkage_a": str(a[1]), "distance_b": str(b[0]), "linkage_b": str(b[1])}
            | compared(grown[a], grown[b])
            for a, b in combinations(chosen, 2)
        ]
    )


def compared(first: Floats, second: Floats) -> dict[str, float | bool]:
    """Return Baker's gamma, the correlation of heights, and the groups that two trees have in common."""
    groups_a, groups_b = (set(merges.clades(built)[:-1]) for built in (first, second))
    common = len(groups_a & groups_b) / len(groups_a)
    return {
        "bakers_gamma": merges.bakers_gamma(first, second),
        "cophenetic": merges.height_correlation(first, second),
        "common_groups": common,
        "same_topology": bool(np.isclose(common, 1.0)),
    }

"""The top of a tree that is too large to draw: branches in place of leaves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from comparelib.charts.style import Look
from comparelib.labels import say
from comparelib.matrix.groups import MOST_DOCUMENTS


@dataclass(frozen=True)
class Branched:
    """A tree of at most `MOST_DOCUMENTS` branches, as the charts read one.

    Attributes
    ----------
    kind, linkage, labels, clades, cophenetic_correlation
        As in `clusters.DocumentTree`; a label that is no document or code names a branch.
    branch
        Leaf of the whole tree -> label of the branch that holds it.
    """

    kind: str
    linkage: np.ndarray
    labels: tuple[str, ...]
    clades: pd.DataFrame
    cophenetic_correlation: float
    branch: dict[str, str]


def branched(tree: Any, look: Look) -> tuple[Branched, Look, str]:
    """Return the tree that is drawn, names for its branches, and what must be said of it.

    Where it has more leaves than can be drawn, its last `MOST_DOCUMENTS` - 1 joins are kept, and what they
    join are its branches. Distances and support of these joins stay as they are.
    """
    labels = tuple(str(name) for name in tree.labels)
    n, kept = len(labels), MOST_DOCUMENTS
    if n <= kept:
        branch = {name: name for name in labels}
        whole = Branched(tree.kind, tree.linkage, labels, tree.clades, tree.cophenetic_correlation, branch)
        return whole, look, ""
    first = n - kept  # the first join that is kept
    members = _members(tree.linkage, n)
    ends = [int(node) for node in tree.linkage[first:, :2].ravel() if node < n + first]
    names = {node: labels[node] if node < n else f"branch:{node}" for node in ends}
    place = {node: row for row, node in enumerate(ends)} | {
        n + first + step: kept + step for step in range(kept - 1)
    }
    linkage = tree.linkage[first:].copy()
    linkage[:, :2] = [[place[int(node)] for node in pair] for pair in linkage[:, :2]]
    clades = tree.clades[tree.clades["node"] >= n + first]
    clades = clades.assign(
        node=clades["node"].map(place),
        members=[_named(step, place, names) for step in _parts(tree.linkage, clades["node"], names, n)],
    )
    branch = {labels[leaf]: names[node] for node in ends for leaf in members[node]}
    words = {
        names[node]: say(
            "chart.branch", look.language, name=look.name(labels[members[node][0]]), n=len(members[node]) - 1
        )
        for node in ends
        if node >= n
    }
    drawn = Branched(
        tree.kind, linkage, tuple(names[node] for node in ends), clades.reset_index(drop=True),
        tree.cophenetic_correlation, branch,
    )  # fmt: skip
    note = say("chart.branched", look.language, n=n, branches=kept)
    return drawn, replace(look, documents={**look.documents, **words}), note


def mean_pairs(tree: Any, drawn: Branched) -> pd.DataFrame:
    """Return the pairs of branches: the means over the pairs of leaves that stand in them.

    Parameters
    ----------
    tree
        The whole tree, with its `co_clustering`.
    drawn
        The tree that is drawn.
    """
    pairs: pd.DataFrame = tree.co_clustering
    if len(drawn.labels) == len(tree.labels):
        return pairs
    place = {name: row for row, name in enumerate(drawn.labels)}
    ends = np.array(
        [[place[drawn.branch[str(name)]] for name in pairs[side]] for side in ("first", "second")]
    )
    low, high = ends.min(axis=0), ends.max(axis=0)
    numbers = [name for name in ("distance", "frequency", "frequency_null") if name in pairs]
    means = pairs[numbers].groupby([low, high]).mean()
    means = means[means.index.get_level_values(0) < means.index.get_level_values(1)]
    first, second = (means.index.get_level_values(level) for level in (0, 1))
    return pd.DataFrame(
        {"first": [drawn.labels[row] for row in first], "second": [drawn.labels[row] for row in second]}
    ).assign(**{name: means[name].to_numpy() for name in numbers})


def _members(linkage: np.ndarray, n: int) -> dict[int, list[int]]:
    found = {leaf: [leaf] for leaf in range(n)}
    for step, (left, right) in enumerate(linkage[:, :2].astype(int)):
        found[n + step] = found[left] + found[right]
    return found


def _parts(linkage: np.ndarray, nodes: pd.Series, names: dict[int, str], n: int) -> list[list[int]]:
    """The branches below each of the joins."""
    found: dict[int, list[int]] = {node: [node] for node in names}
    for step, (left, right) in enumerate(linkage[:, :2].astype(int)):
        if left in found and right in found and n + step not in found:
            found[n + step] = found[left] + found[right]
    return [found[int(node)] for node in nodes]


def _named(nodes: list[int], place: dict[int, int], names: dict[int, str]) -> tuple[str, ...]:
    return tuple(names[node] for node in sorted(nodes, key=lambda node: place[node]))

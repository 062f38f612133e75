"""Which documents, and which codes, lie near each other: a tree, and what of it resampling leaves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster

from comparelib.clusters import merges
from comparelib.clusters.crowd import Grown, grown_of
from comparelib.clusters.distances import Distance, Floats, closed, named_choice, profile_distances
from comparelib.clusters.merges import Linkage
from comparelib.clusters.paragraph_draws import (
    draw_by_draw,
    from_one_pool,
    paragraph_counts,
    too_many_at_once,
    within_documents,
)
from comparelib.clusters.support import Support, tree_support, upper_limit
from comparelib.errors import Fault, NotEstimable, ParameterFault
from comparelib.matrix import ThemeMatrix, group_sums
from comparelib.matrix.groups import DocumentGroup

MIN_OBJECTS_FOR_GROUPS = 20
"""Below this number of objects no number of groups is estimated: among five documents of pure noise the mean
bootstrap Jaccard of two groups is .80, above the .75 that is taken for stable (simulated)."""


@dataclass(frozen=True)
class DocumentTree:
    """A tree over documents or codes.

    Attributes
    ----------
    linkage
        ndarray, shape (objects - 1, 4), as in `scipy.cluster.hierarchy`.
    labels
        The objects, in the order of the corpus or codebook.
    distances
        DataFrame, objects x objects.
    co_clustering
        One row a pair. first, second; distance; distance_null, the 95 % quantile of that distance where all
        documents draw their paragraphs from one pool; frequency, the share of all cuts of the tree (into
        2 … objects - 1 groups: no number is chosen) that leave the pair together, mean over draws of
        paragraphs within documents (1: the pair always meets first; 0: always last); frequency_null, the
        same for paragraphs from one pool. Long documents are near each other in the null too: a frequency
        near its null says nothing.
    clades
        One row a merge: node (number of the group, as in `linkage`), height, size, members (tuple of
        labels), frequency (share of the draws whose tree has a group of just these members).
    cophenetic_correlation
        Of the tree with the distances, in [-1, 1].
    kind
        "documents" or "codes".
    distance, method
        Names of the distance and of the linkage.
    dropped
        Objects without any coding: they have no profile.
    draws, seed
        Of the resampling.
    undefined
        Share of the draws in which some object had no coding left; such an object is out of that draw.
    grouped
        The groups of documents that stand in place of documents, since there are too many for a tree; whole
        documents were drawn within them, in place of paragraphs. None where documents stand for themselves.
    n_documents
        Documents of the corpus; more than `labels` where a sample of them was taken.
    """

    linkage: Floats
    labels: tuple[str, ...]
    distances: pd.DataFrame
    co_clustering: pd.DataFrame
    clades: pd.DataFrame
    cophenetic_correlation: float
    kind: str
    distance: str
    method: str
    dropped: tuple[str, ...]
    draws: int
    seed: int
    undefined: float
    grouped: tuple[DocumentGroup, ...] = ()
    n_documents: int = 0

    def groups(self, k: int) -> pd.Series[int]:
        """Cut the tree into at most `k` groups, numbered from 1 in the order of the labels.

        Raises
        ------
        NotEstimable
            There are fewer than 20 objects.
        """
        require_objects_for_groups(len(self.labels), k)
        cut = fcluster(self.linkage, k, criterion="maxclust")
        return pd.Series(pd.factorize(cut)[0] + 1, index=pd.Index(self.labels), name="group")


def require_objects_for_groups(n_objects: int, k: int | None = None) -> None:
    """Raise NotEstimable where groups are asked of fewer than 20 objects."""
    if n_objects < MIN_OBJECTS_FOR_GROUPS:
        asked = "groups" if k is None else f"{k} groups"
        raise NotEstimable(
            f"{asked} of {n_objects} objects cannot be told from chance: among five documents of pure noise "
            "two groups look stable (mean bootstrap Jaccard .80). With fewer than "
            f"{MIN_OBJECTS_FOR_GROUPS} objects read `co_clustering` of the tree: how often each pair stays "
            "together over all numbers of groups",
            "refusal.groups_by_chance",
            n=n_objects,
            fewest=MIN_OBJECTS_FOR_GROUPS,
        )


def document_tree(
    matrix: ThemeMatrix,
    *,
    distance: str = Distance.HELLINGER,
    linkage: str = Linkage.AVERAGE,
    draws: int = 1000,
    seed: int = 1,
) -> DocumentTree:
    """Build the tree of documents by their closed code counts, with frequencies over resampled paragraphs.

    A tree of more than `crowd.MOST_GROWN` documents is grown of groups of documents; see `crowd.grown_of`.

    Parameters
    ----------
    matrix
        Counts or shares: the tree is built from the units behind them, so both give the same.
    distance
        hellinger, jensen_shannon, chi_square or aitchison; see `profile_distances`.
    linkage
        average or ward.
    draws
        Number of resamplings of paragraphs, within documents and from one pool; at least 1.
    seed
        Of the resampling.

    Raises
    ------
    NotEstimable
        Fewer than three documents have a coding.
    ParameterFault
        Unknown distance or linkage, or no draws.
    """
    plan = _Plan("documents", distance, linkage, draws, seed)
    return _grown(grown_of(matrix, seed), plan)


def theme_tree(
    matrix: ThemeMatrix,
    *,
    distance: str = Distance.HELLINGER,
    linkage: str = Linkage.AVERAGE,
    draws: int = 1000,
    seed: int = 1,
) -> DocumentTree:
    """Build the tree of codes by how they spread over documents, every document weighing the same.

    A code's profile is its column of the documents' closed profiles, closed again. Parameters, result and
    errors are those of `document_tree`, with codes for documents.
    """
    plan = _Plan("codes", distance, linkage, draws, seed)
    return _grown(Grown(matrix, (), len(matrix.documents)), plan)


@dataclass(frozen=True)
class _Plan:
    kind: str
    distance: str
    linkage: str
    draws: int
    seed: int

    def __post_init__(self) -> None:
        named_choice(Distance, self.distance, "distance")
        named_choice(Linkage, self.linkage, "linkage")
        if self.draws < 1:
            raise ParameterFault(Fault(f"draws is {self.draws}", expected="a number of at least 1"))

    def objects(self, counts: Floats) -> Floats:
        """Turn documents x codes (leading axes allowed) into objects x parts."""
        return counts if self.kind == "documents" else closed(counts).swapaxes(-1, -2)


def _grown(given: Grown, plan: _Plan) -> DocumentTree:
    matrix = given.matrix
    counts, document = paragraph_counts(matrix.coded)
    n_documents = len(matrix.documents)
    names = tuple(
        str(name) for name in (matrix.documents.index if plan.kind == "documents" else matrix.codes)
    )
    observed = plan.objects(group_sums(counts, document, n_documents))
    present = observed.sum(axis=1) > 0
    if present.sum() < 3:
        raise NotEstimable(
            f"a tree needs three {plan.kind} with a coding, there are {int(present.sum())}",
            f"refusal.tree_of_{plan.kind}",
            n=int(present.sum()),
        )
    labels = tuple(name for name, here in zip(names, present, strict=True) if here)
    distances = profile_distances(observed[present], plan.distance)
    built = merges.tree(distances, plan.linkage)
    rng = np.random.default_rng(plan.seed)
    own, pool = (
        _drawn((counts, document, n_documents), plan, rng, present, pooled=pooled) for pooled in (False, True)
    )
    support = tree_support(own, plan.distance, plan.linkage, merges.clades(built))
    null = tree_support(pool, plan.distance, plan.linkage)
    return DocumentTree(
        linkage=built,
        labels=labels,
        distances=pd.DataFrame(distances, index=pd.Index(labels), columns=pd.Index(labels)),
        co_clustering=_pairs(labels, distances, support, null),
        clades=_clade_table(built, labels, support.clades),
        cophenetic_correlation=merges.cophenetic_correlation(built, distances),
        kind=plan.kind,
        distance=str(plan.distance),
        method=str(plan.linkage),
        dropped=tuple(name for name, here in zip(names, present, strict=True) if not here),
        draws=plan.draws,
        seed=plan.seed,
        undefined=support.undefined,
        grouped=given.groups,
        n_documents=given.n_documents,
    )


def _drawn(
    data: tuple[Floats, NDArray[np.int64], int],
    plan: _Plan,
    rng: np.random.Generator,
    present: NDArray[np.bool_],
    *,
    pooled: bool,
) -> Iterable[Floats]:
    """Draw all at once, or one draw after the other where all would not go into memory."""
    counts, _document, n_documents = data
    if too_many_at_once(counts, n_documents, plan.draws):
        each = draw_by_draw(*data, plan.draws, rng, pooled=pooled)
        return (plan.objects(drawn)[present] for drawn in each)
    return plan.objects((from_one_pool if pooled else within_documents)(*data, plan.draws, rng))[:, present]


def _pairs(labels: tuple[str, ...], distances: Floats, support: Support, null: Support) -> pd.DataFrame:
    first, second = zip(*combinations(labels, 2), strict=True)
    return pd.DataFrame(
        {
            "first": first,
            "second": second,
            "distance": distances[np.triu_indices(len(labels), 1)],
            "distance_null": upper_limit(null.distances),
            "frequency": support.together,
            "frequency_null": null.together,
        }
    )


def _clade_table(built: Floats, labels: tuple[str, ...], frequency: Floats) -> pd.DataFrame:
    members = [tuple(labels[number] for number in sorted(group)) for group in merges.clades(built)]
    return pd.DataFrame(
        {
            "node": np.arange(len(built)) + len(labels),
            "height": built[:, 2],
            "size": [len(group) for group in members],
            "members": members,
            "frequency": frequency,
        }
    )

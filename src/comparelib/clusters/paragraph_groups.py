"""Which paragraphs, or units, speak of the same codes: groups, how many, and how far to trust them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from comparelib.clusters.distances import Floats, closed, named_choice
from comparelib.clusters.evidence import evidence
from comparelib.clusters.labelling import Labels, Method, co_clusters, in_order, labels
from comparelib.clusters.number_of_groups import number_by_gap, number_by_strength
from comparelib.clusters.stability import verdict
from comparelib.clusters.trees import require_objects_for_groups
from comparelib.errors import Fault, NotEstimable, ParameterFault
from comparelib.matrix import ThemeMatrix, group_sums


@dataclass(frozen=True)
class ParagraphGroups:
    """Groups of paragraphs or units.

    Attributes
    ----------
    members
        One row an object that has a code: unit_id (its first unit), doc_id, group (from 1, the largest
        first).
    groups
        One row a group: group, size, jaccard (mean clusterwise, over bootstraps of objects), jaccard_null
        (the mean over groups of tables without groups), stability (by fpc's rule; stable is not the same as
        true).
    profiles
        Groups x codes: closed mean profile of the members.
    numbers
        One row a number of groups k from 1: k, gap, gap_error, prediction_strength, silhouette, jaccard and
        jaccard_null (means over groups; NaN for k = 1).
    k_by_gap, k_by_strength
        The number of groups by either rule. 1 means: no groups; `max_k` by the gap means that it still rises.
    overlap
        What the groups may be instead: attribute (document, doc_type …), ari (adjusted Rand index with it,
        1 the same, 0 chance).
    codes
        Code and its group, for spectral co-clustering; empty for the other methods.
    n_without_code
        Objects that have no code, and so no profile and no group.
    k, method, level, draws, seed
        What was asked for; k is `k_by_strength` where none was given.
    """

    members: pd.DataFrame
    groups: pd.DataFrame
    profiles: pd.DataFrame
    numbers: pd.DataFrame
    k_by_gap: int
    k_by_strength: int
    overlap: pd.DataFrame
    codes: pd.DataFrame
    n_without_code: int
    k: int
    method: str
    level: str
    draws: int
    seed: int


def paragraph_groups(  # noqa: PLR0913 - one table, and keywords with defaults
    matrix: ThemeMatrix,
    *,
    k: int | None = None,
    method: str = Method.KMEANS,
    level: str = "paragraph",
    max_k: int = 6,
    draws: int = 100,
    seed: int = 1,
) -> ParagraphGroups:
    """Group the paragraphs (or units) of all documents by the codes in them.

    Parameters
    ----------
    matrix
        Counts or shares; only which codes the units have is used.
    k
        Number of groups; by prediction strength where None.
    method
        kmeans or ward on Hellinger distances, or spectral co-clustering of paragraphs and codes.
    level
        paragraph or unit.
    max_k
        Largest number of groups that is tried, at least 2.
    draws
        Bootstraps of objects for each number of groups, at least 1.
    seed
        Of everything that is drawn.

    Raises
    ------
    NotEstimable
        Fewer than 20 objects have a code, or no more different profiles than groups.
    ParameterFault
        Unknown method or level, k outside 1 … max_k, max_k below 2, or no draws.
    """
    import sklearn.cluster  # noqa: F401 - its thread pool must be there before it can be limited
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # ships no types

    plan = _Plan(named_choice(Method, method, "method"), k, level, max_k, draws, seed)
    # One thread: sums in another order could move a paragraph on the border between two groups, and many
    # threads on few cores wait for each other for minutes over tables of this size.
    with threadpool_limits(1):
        return _grouped(matrix, plan)


def _grouped(matrix: ThemeMatrix, plan: _Plan) -> ParagraphGroups:
    objects = _objects(matrix, plan.level)
    counts = objects.counts
    _require_enough(counts, plan)
    found = [in_order(labels(counts, n, plan.method, plan.source(n))) for n in range(1, plan.max_k + 1)]
    numbers, jaccards = evidence(counts, found, plan.method, plan.draws, np.random.default_rng(plan.seed))
    by_strength = number_by_strength(numbers["prediction_strength"].to_numpy())
    chosen = by_strength if plan.k is None else plan.k
    own = found[chosen - 1]
    return ParagraphGroups(
        members=pd.DataFrame({"unit_id": objects.unit_ids, "doc_id": objects.doc_ids, "group": own}),
        groups=_groups(own, jaccards[chosen - 1], float(numbers["jaccard_null"].iloc[chosen - 1])),
        profiles=_profiles(counts, own, matrix.codes),
        numbers=numbers,
        k_by_gap=number_by_gap(numbers["gap"].to_numpy(), numbers["gap_error"].to_numpy()),
        k_by_strength=by_strength,
        overlap=_overlap(own, objects.doc_ids, matrix.documents),
        codes=_codes(counts, plan, chosen, matrix.codes),
        n_without_code=objects.n_without_code,
        k=chosen,
        method=plan.method.value,
        level=plan.level,
        draws=plan.draws,
        seed=plan.seed,
    )


@dataclass(frozen=True)
class _Plan:
    method: Method
    k: int | None
    level: str
    max_k: int
    draws: int
    seed: int

    def __post_init__(self) -> None:
        found = []
        if self.level not in ("paragraph", "unit"):
            found.append(Fault(f"level {self.level!r} is unknown", expected="paragraph or unit"))
        if self.max_k < 2:
            found.append(Fault(f"max_k is {self.max_k}", expected="at least 2"))
        if self.k is not None and not 1 <= self.k <= self.max_k:
            found.append(Fault(f"k is {self.k}", expected=f"1 to max_k ({self.max_k})"))
        if self.draws < 1:
            found.append(Fault(f"draws is {self.draws}", expected="a number of at least 1"))
        if found:
            raise ParameterFault(found)

    def source(self, k: int) -> np.random.Generator:
        """The source of chance of the groups themselves: one for each k, so that max_k changes no group."""
        return np.random.default_rng([self.seed, k])


def _require_enough(counts: Floats, plan: _Plan) -> None:
    require_objects_for_groups(len(counts), plan.k)
    distinct = len(np.unique(closed(counts).round(12), axis=0))
    # Half of the objects are grouped for the prediction strength, so twice as many profiles are needed.
    if distinct < 2 * plan.max_k:
        raise NotEstimable(
            f"{distinct} different profiles are too few for up to {plan.max_k} groups",
            "refusal.few_profiles",
            distinct=distinct,
            most=plan.max_k,
        )


@dataclass(frozen=True)
class _Objects:
    counts: Floats
    unit_ids: tuple[str, ...]
    doc_ids: tuple[str, ...]
    n_without_code: int


def _objects(matrix: ThemeMatrix, level: str) -> _Objects:
    coded = matrix.coded
    number = coded.paragraph if level == "paragraph" else np.arange(len(coded.unit_ids))
    n_objects = int(number.max()) + 1 if len(number) else 0
    # Which codes a unit has, not their weight: the reference without groups draws whole codes.
    counts = group_sums((coded.values > 0).astype(np.float64), number, n_objects)
    first = np.unique(number, return_index=True)[1]
    has_code = counts.any(axis=1)
    names = coded.documents.index
    return _Objects(
        counts=counts[has_code],
        unit_ids=tuple(str(coded.unit_ids[row]) for row in first[has_code]),
        doc_ids=tuple(str(names[coded.document[row]]) for row in first[has_code]),
        n_without_code=int((~has_code).sum()),
    )


def _groups(found: Labels, jaccard: Floats, null: float) -> pd.DataFrame:
    names, sizes = np.unique(found, return_counts=True)
    return pd.DataFrame(
        {
            "group": names,
            "size": sizes,
            "jaccard": jaccard,
            "jaccard_null": null,
            "stability": [verdict(each).value for each in jaccard],
        }
    )


def _profiles(counts: Floats, found: Labels, codes: tuple[str, ...]) -> pd.DataFrame:
    names = np.unique(found)
    means = [closed(counts[found == name]).mean(axis=0) for name in names]
    return pd.DataFrame(means, index=pd.Index(names, name="group"), columns=pd.Index(codes, name="code"))


def _overlap(found: Labels, doc_ids: tuple[str, ...], documents: pd.DataFrame) -> pd.DataFrame:
    from sklearn.metrics import adjusted_rand_score

    own = documents.loc[list(doc_ids)]
    attributes = {"document": list(doc_ids)}
    attributes |= {name: own[name].tolist() for name in ("doc_type", "jurisdiction") if name in own.columns}
    ari = [float(adjusted_rand_score(values, found)) for values in attributes.values()]
    return pd.DataFrame({"attribute": list(attributes), "ari": ari})


def _codes(counts: Floats, plan: _Plan, k: int, codes: tuple[str, ...]) -> pd.DataFrame:
    if plan.method is not Method.SPECTRAL or k == 1:
        return pd.DataFrame({"code": pd.Series(dtype="str"), "group": pd.Series(dtype="int64")})
    rows, columns = co_clusters(counts, k, plan.source(k))
    names = dict(zip(rows.tolist(), in_order(rows).tolist(), strict=True))
    placed = [
        (code, names[group]) for code, group in zip(codes, columns.tolist(), strict=True) if group in names
    ]
    return pd.DataFrame(placed, columns=["code", "group"])

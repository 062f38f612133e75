"""Intervals by drawing paragraphs anew within documents: units of a paragraph stay together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.errors import Fault, ParameterFault, TableFault
from comparelib.matrix import group_sums
from comparelib.matrix.faults import check_table
from comparelib.reliability.accelerated import tails
from comparelib.reliability.ratings import Ratings

Floats = NDArray[np.float64]
_RUNS = 400  # paragraphs taken away one by one; of more, runs of neighbours are


@dataclass(frozen=True)
class Group:
    """The sums of a group of documents, as they are and in each draw.

    Attributes
    ----------
    kind
        "all", "jurisdiction" or "document".
    name
        "all", or the name of the jurisdiction or document.
    observed
        Shape (terms,).
    drawn
        Shape (draws, terms).
    added
        Shape (J, terms): how far each paragraph (or run of them, J being at most 400) is from the mean of its
        document. The sums less a row are those of texts with an average paragraph in that place.
    n_paragraphs
        Paragraphs in the group.
    """

    kind: str
    name: str
    observed: Floats
    drawn: Floats
    added: Floats
    n_paragraphs: int

    @property
    def replicates(self) -> Floats:
        """Shape (draws + J, terms): the sums of each draw, then those without what each paragraph adds."""
        return np.concatenate([self.drawn, self.observed - self.added])

    def joined(self, other: Group) -> Group:
        """Add the sums of another group; kind and name stay."""
        return replace(
            self,
            observed=self.observed + other.observed,
            drawn=self.drawn + other.drawn,
            added=_in_runs(np.concatenate([self.added, other.added])),
            n_paragraphs=self.n_paragraphs + other.n_paragraphs,
        )

    def split(self, width: int) -> tuple[Group, Group]:
        """Part the terms into the first `width` and the others."""
        return (
            self._of(slice(width)),
            self._of(slice(width, None)),
        )

    def _of(self, terms: slice) -> Group:
        return replace(
            self, observed=self.observed[terms], drawn=self.drawn[:, terms], added=self.added[:, terms]
        )


@dataclass(frozen=True)
class Resampling:
    """Parameters of the intervals: level in (0, 1), number of draws (at least 1), seed."""

    level: float = 0.95
    draws: int = 2000
    seed: int = 1

    def __post_init__(self) -> None:
        found = []
        if not 0.0 < self.level < 1.0:
            found.append(Fault(f"level is {self.level}", expected="a number between 0 and 1"))
        if self.draws < 1:
            found.append(Fault(f"draws is {self.draws}", expected="a number of at least 1"))
        if self.seed < 0:
            found.append(Fault(f"seed is {self.seed}", expected="0 or more"))
        if found:
            raise ParameterFault(found)

    def interval(self, replicates: Floats, value: Floats, n_paragraphs: int) -> tuple[Floats, Floats]:
        """BCa interval of what is defined, see `tails`; it never leaves the value out.

        Parameters
        ----------
        replicates
            Shape (draws + J, K): a statistic of `Group.replicates`.
        value
            Shape (K,): of `Group.observed`.

        Returns
        -------
        low, high
            Shape (K,); NaN where no draw is defined, and for fewer than two paragraphs.
        """
        drawn, left = replicates[: self.draws], replicates[self.draws :]
        if n_paragraphs < 2:
            return np.full(drawn.shape[1:], np.nan), np.full(drawn.shape[1:], np.nan)
        at = tails(drawn, left, value, self.level, n_paragraphs)
        low, high = (quantile_of_known(drawn, probability) for probability in at)
        return np.minimum(low, value), np.maximum(high, value)


def quantile_of_known(drawn: Floats, probability: Floats) -> Floats:
    """Quantile of each column (draws, K) at its probability (K,), NaN left out; NaN where all are NaN."""
    ordered = np.sort(drawn, axis=0)
    known = (~np.isnan(drawn)).sum(axis=0)
    place = np.maximum(known - 1, 0) * np.nan_to_num(probability)
    below = np.floor(place).astype(np.int64)
    above = np.minimum(below + 1, np.maximum(known - 1, 0))
    lower = np.take_along_axis(ordered, below[None], axis=0)[0]
    upper = np.take_along_axis(ordered, above[None], axis=0)[0]
    return np.asarray(lower + (upper - lower) * (place - below), dtype=np.float64)


def groups(
    terms: Floats, ratings: Ratings, documents: pd.DataFrame | None, resampling: Resampling
) -> Iterator[Group]:
    """Sum the terms of units over groups of documents, as they are and with paragraphs drawn anew.

    Draws are independent between documents and the same for every group, so that the groups add up.

    Parameters
    ----------
    terms
        Shape (units, terms).
    documents
        With `doc_id` (column or index) and `jurisdiction`; None for no groups by jurisdiction.

    Yields
    ------
    Group
        Each document, each jurisdiction, then all.
    """
    jurisdiction = _jurisdictions(ratings.doc_ids, documents)
    n_blocks = int(ratings.paragraph.max()) + 1 if len(ratings.paragraph) else 0
    blocks = group_sums(terms, ratings.paragraph, n_blocks)
    home = np.zeros(n_blocks, dtype=np.int64)
    home[ratings.paragraph] = ratings.document
    rng = np.random.default_rng(resampling.seed)
    wholes: dict[tuple[str, str], Group] = {}
    for number, doc_id in enumerate(ratings.doc_ids):
        own = blocks[home == number]
        times = rng.multinomial(len(own), np.full(len(own), 1.0 / len(own)), resampling.draws)
        part = Group(
            "document", doc_id, own.sum(axis=0), times @ own, _in_runs(own - own.mean(axis=0)), len(own)
        )
        yield part
        keys = [("jurisdiction", jurisdiction[doc_id])] if doc_id in jurisdiction else []
        for key in [*keys, ("all", "all")]:
            wholes[key] = (
                wholes[key].joined(part) if key in wholes else replace(part, kind=key[0], name=key[1])
            )
    yield from (wholes[key] for key in sorted(wholes, reverse=True))


def _in_runs(added: Floats) -> Floats:
    """Add up neighbours so that at most `_RUNS` rows are left; the skewness they show is the same."""
    if len(added) <= _RUNS:
        return added
    starts = np.arange(_RUNS) * len(added) // _RUNS
    return np.asarray(np.add.reduceat(added, starts, axis=0))


def _jurisdictions(doc_ids: tuple[str, ...], documents: pd.DataFrame | None) -> dict[str, str]:
    if documents is None:
        return {}
    table = documents if "doc_id" in documents.columns else documents.rename_axis("doc_id").reset_index()
    check_table("documents", table, ("doc_id", "jurisdiction"), "doc_id")
    indexed = table.set_index("doc_id")
    lacking = [doc_id for doc_id in doc_ids if doc_id not in indexed.index]
    if lacking:
        raise TableFault(
            Fault(f"table 'units': doc_id '{name}' is not in table 'documents'") for name in lacking
        )
    return {doc_id: str(indexed.at[doc_id, "jurisdiction"]) for doc_id in doc_ids}

"""The two tables that every analysis starts from: units x codes, and documents x codes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.errors import Fault, MeaninglessOperation, ParameterFault, TableFault, one_of
from comparelib.model.kinds import Counting, Weighting


@dataclass(frozen=True)
class CodedUnits:
    """The units that one coder coded on one facet, and which codes they have.

    Attributes
    ----------
    facet, coder
        What was coded, and by whom (with the version, as in the table `codings`).
    counting
        How a unit with several codes counts.
    codes
        All codes of the facet, in the order of the codebook; K of them.
    documents
        One row a document of the corpus, indexed by `doc_id`, in the order of the corpus; D rows.
    unit_ids
        The N units, in the order of the table `units`.
    values
        float64, shape (N, K), >= 0. presence: 1 for each code of the unit; fractional: 1 / number of its
        codes; tokens: the unit's number of tokens for each of its codes. A unit without a code has zeros.
    weights
        float64, shape (N,), what a unit adds to the denominator: 1, or its number of tokens.
    document
        int64, shape (N,), row number in `documents`.
    paragraph
        int64, shape (N,), number of the unit's paragraph: 0 .. P - 1 over the whole corpus, without gaps.
    n_missing, n_failed
        Per document, policy units that were not put before the coder, and those that it could not code.
        They are in no denominator.
    """

    facet: str
    coder: str
    counting: Counting
    codes: tuple[str, ...]
    documents: pd.DataFrame
    unit_ids: pd.Index[str]
    values: NDArray[np.float64]
    weights: NDArray[np.float64]
    document: NDArray[np.int64]
    paragraph: NDArray[np.int64]
    n_missing: pd.Series[int]
    n_failed: pd.Series[int]

    def __post_init__(self) -> None:
        """Raise TableFault where nothing sound could be reckoned from the units."""
        found = []
        if not len(self.documents) or not self.codes:
            lacking = "documents" if self.codes else "codes"
            found.append(Fault(f"facet '{self.facet}': there are no {lacking}"))
        for name, numbers in (("values", self.values), ("weights", self.weights)):
            if not numbers.min(initial=0.0) >= 0:  # NaN compares as false
                found.append(Fault(f"coded units: {name} hold a missing or negative number"))
        if not self.unit_ids.is_unique:
            twice = self.unit_ids[self.unit_ids.duplicated()][0]
            found.append(Fault(f"coded units: unit '{twice}' stands there more than once"))
        if found:
            raise TableFault(found)


@dataclass(frozen=True)
class ThemeMatrix:
    """Documents x codes: counts until shares are asked for.

    Attributes
    ----------
    counts
        float64, D documents (corpus order) x K codes (codebook order), zeros kept. Shares in [0, 1] where
        `is_share`; then a document without any coded unit has NaN, not 0, and stands in `empty`.
    totals
        The denominator of each document: its coded units (tokens where tokens are counted), those without a
        code included.
    documents
        The rows of the manifest, indexed by `doc_id`.
    facet, coder, counting
        As in `CodedUnits`.
    is_share
        Whether `counts` holds shares.
    coded
        The units behind the counts: what intervals and permutations need.
    """

    counts: pd.DataFrame
    totals: pd.Series[float]
    documents: pd.DataFrame
    facet: str
    coder: str
    counting: Counting
    is_share: bool
    coded: CodedUnits

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes of the facet, in the order of the codebook."""
        return self.coded.codes

    @property
    def empty(self) -> tuple[str, ...]:
        """Documents without any coded unit: nothing can be said of their shares."""
        return tuple(str(name) for name in self.totals.index[self.totals == 0])

    @property
    def uncoded(self) -> pd.Series[float]:
        """Per document, the part of the denominator that has no code (units or tokens)."""
        bare = ~self.coded.values.any(axis=1)
        sums = np.bincount(self.coded.document, self.coded.weights * bare, minlength=len(self.documents))
        return pd.Series(sums, index=self.totals.index, name="uncoded")

    def share(self) -> ThemeMatrix:
        """Divide each document's counts by its denominator.

        Presence shares do not sum to one; fractional shares sum to one less the share of uncoded units.

        Raises
        ------
        MeaninglessOperation
            The matrix holds shares already.
        """
        if self.is_share:
            raise MeaninglessOperation("cannot take shares of a matrix of shares; start from the counts")
        denominators = self.totals.where(self.totals > 0)
        return replace(self, counts=self.counts.div(denominators, axis=0), is_share=True)

    def by_jurisdiction(self, weighting: str = Weighting.EQUAL) -> pd.DataFrame:
        """Theme shares of each jurisdiction, in the order in which the corpus names them.

        Parameters
        ----------
        weighting
            equal: mean of the documents' shares (documents in `empty` are left out); pooled: all units
            of the jurisdiction together, so that long documents weigh more.

        Returns
        -------
        DataFrame, (jurisdictions, codes), in [0, 1]; NaN for a jurisdiction without any coded unit.

        Raises
        ------
        MeaninglessOperation
            The matrix holds shares.
        ParameterFault
            Unknown weighting.
        """
        if self.is_share:
            raise MeaninglessOperation("cannot group a matrix of shares; group the counts first")
        if weighting not in list(Weighting):
            choices = one_of(list(Weighting), weighting)
            raise ParameterFault(Fault(f"unknown weighting '{weighting}'", expected=choices))
        labels = self.documents["jurisdiction"].to_numpy()
        if weighting == Weighting.EQUAL:
            shares = self.share().counts.groupby(labels, sort=False).mean()
        else:
            totals = self.totals.groupby(labels, sort=False).sum()
            shares = self.counts.groupby(labels, sort=False).sum().div(totals.where(totals > 0), axis=0)
        return shares.rename_axis(index="jurisdiction")


def theme_matrix_of(coded: CodedUnits) -> ThemeMatrix:
    """Add up coded units to documents x codes."""
    index = coded.documents.index
    counts = group_sums(coded.values, coded.document, len(index))
    totals = np.bincount(coded.document, coded.weights, minlength=len(index))
    return ThemeMatrix(
        counts=pd.DataFrame(counts, index=index, columns=pd.Index(coded.codes, name="code")),
        totals=pd.Series(totals, index=index, name="total", dtype="float64"),
        documents=coded.documents,
        facet=coded.facet,
        coder=coded.coder,
        counting=coded.counting,
        is_share=False,
        coded=coded,
    )


def group_sums(values: NDArray[np.float64], groups: NDArray[np.int64], n_groups: int) -> NDArray[np.float64]:
    """Sum the rows of each group: values (N, K), groups (N,) in 0 .. n_groups - 1; gives (n_groups, K)."""
    columns = [np.bincount(groups, column, minlength=n_groups) for column in values.T]
    return np.column_stack(columns) if columns else np.zeros((n_groups, 0))

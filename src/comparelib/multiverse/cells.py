"""The units behind a specification: what was counted, by whom, with which themes.

Choices that change the units (coder, denominator, headings, granularity, unit, counting) make a cell; choices
that only change how documents are put together (weights, texts) share it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.errors import Fault, ParameterFault, one_of
from comparelib.matrix import CodedUnits, coded_units, group_sums
from comparelib.model.kinds import Counting, UnitKind
from comparelib.multiverse.baseline import Denominator, Granularity, Headings, UnitOf

if TYPE_CHECKING:
    from comparelib.codebook import Codebook

CELL = ("coder", "denominator", "headings", "granularity", "unit", "counting")
"""Choices that make a cell, the costliest first."""


def _no_sample() -> Sampling:
    return Sampling(pd.DataFrame({"unit_id": pd.Series(dtype="str"), "pi": pd.Series(dtype="float64")}))


@dataclass(frozen=True)
class Sampling:
    """A designed sample of units (unit_id and pi) and the coder whose codings of them count as true."""

    units: pd.DataFrame
    reference: str = "reference"


@dataclass(frozen=True)
class Tables:
    """What a multiverse is made from: the declared tables, and the groups of themes.

    Attributes
    ----------
    codings, units, documents, codebook
        As for `matrix.coded_units`.
    facet
        Whose codes are compared.
    groups
        Code -> name of the group that it is merged into; a code that is not named stays by itself.
    sample_of
        What corrects the shares of machine coders; empty where none is corrected.

    Raises
    ------
    ParameterFault
        A group of a code that the facet does not have, or that is called as another code.
    """

    codings: pd.DataFrame
    units: pd.DataFrame
    documents: pd.DataFrame
    codebook: Codebook
    facet: str
    groups: Mapping[str, str]
    sample_of: Sampling = field(default_factory=_no_sample)

    def __post_init__(self) -> None:
        codes = self.codebook.facet(self.facet).names
        faults = [
            Fault(f"group of theme '{code}'", expected=one_of(codes, code))
            for code in self.groups
            if code not in codes
        ]
        faults += [
            Fault(f"a group is called '{group}', as a theme that is not in it", remedy="Call it otherwise")
            for group in dict.fromkeys(self.groups.values())
            if group in codes and self.groups.get(group) != group
        ]
        if faults:
            raise ParameterFault(faults)

    def read(self, coder: str, denominator: str) -> Reading:
        """Return what a coder found in the policy units, or in those that hold a measure."""
        functions = ("measure",) if denominator == Denominator.MEASURES else ()
        present, tokens = (
            coded_units(
                self.codings,
                self.units,
                self.documents,
                self.codebook,
                facet=self.facet,
                coder=coder,
                counting=counting,
                functions=functions,
            )
            for counting in (Counting.PRESENCE, Counting.TOKENS)
        )
        headings = self.units["unit_id"][(self.units["kind"] == UnitKind.HEADING.value).to_numpy()]
        return Reading(present, tokens.weights, present.unit_ids.isin(headings))

    def measured(self, codes: tuple[str, ...], granularity: str) -> tuple[str, ...]:
        """What is measured in place of each code: its group, or the code itself."""
        if granularity == Granularity.CODEBOOK:
            return codes
        return tuple(self.groups.get(code, code) for code in codes)


@dataclass(frozen=True)
class Reading:
    """Which codes the units have (presence), how many tokens each unit has, and which are headings."""

    coded: CodedUnits
    tokens: NDArray[np.float64]
    heading: NDArray[np.bool_]

    def kept(self, keep: NDArray[np.bool_]) -> Reading:
        """Return some of the units; their paragraphs are numbered anew, without gaps."""
        coded = self.coded
        part = replace(
            coded,
            unit_ids=coded.unit_ids[keep],
            values=coded.values[keep],
            weights=coded.weights[keep],
            document=coded.document[keep],
            paragraph=_numbered(coded.paragraph[keep]),
        )
        return Reading(part, self.tokens[keep], self.heading[keep])

    def without_headings(self, headings: str) -> Reading:
        """Return the units that the choice `headings` leaves."""
        return self if headings == Headings.KEEP else self.kept(~self.heading)

    def merged(self, measured: tuple[str, ...]) -> Reading:
        """Return units with groups in place of codes; a unit has a group where it has one of its codes."""
        names = tuple(dict.fromkeys(measured))
        member = np.array([[each == name for name in names] for each in measured], dtype=np.float64)
        values = ((self.coded.values @ member) > 0).astype(np.float64)
        return replace(self, coded=replace(self.coded, values=values, codes=names))

    def as_units(self, unit: str) -> Reading:
        """Return sentences, or paragraphs: a paragraph has every code that one of its units has."""
        if unit == UnitOf.SENTENCE:
            return self
        coded, n = self.coded, int(self.coded.paragraph.max(initial=-1)) + 1
        first = np.unique(coded.paragraph, return_index=True)[1]
        whole = replace(
            coded,
            unit_ids=coded.unit_ids[first],
            values=(group_sums(coded.values, coded.paragraph, n) > 0).astype(np.float64),
            weights=np.ones(n),
            document=coded.document[first],
            paragraph=np.arange(n, dtype=np.int64),
        )
        tokens = np.bincount(coded.paragraph, self.tokens, minlength=n).astype(np.float64)
        return Reading(whole, tokens, np.zeros(n, dtype=np.bool_))

    def of_denominator(self, denominator: str) -> Reading:
        """Return the units that stand in the denominator (measures were chosen when reading)."""
        has_code = np.asarray(self.coded.values.any(axis=1), dtype=np.bool_)
        return self.kept(has_code) if denominator == Denominator.CODED else self

    def counted(self, counting: str) -> CodedUnits:
        """Return the units with the values and weights of a way of counting."""
        values, weights = self.coded.values, self.coded.weights
        if counting == Counting.FRACTIONAL:
            values = values / np.maximum(values.sum(axis=1, keepdims=True), 1.0)
        elif counting == Counting.TOKENS:
            values, weights = values * self.tokens[:, None], self.tokens
        return replace(self.coded, values=values, weights=weights, counting=Counting(counting))


def _numbered(paragraph: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.unique(paragraph, return_inverse=True)[1].astype(np.int64)

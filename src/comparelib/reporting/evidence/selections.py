"""Which units a number counts: one name a selection, one array of rows for it, over the whole corpus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.labels import say
from comparelib.model import Reserved, UnitKind

if TYPE_CHECKING:
    from comparelib.matrix import ThemeMatrix

Rows = NDArray[np.int64]
ALL = ":all"
"""The group of all documents; a colon stands in no id of a document, code or jurisdiction."""

_KIND, _AND = ":kind:", "+"
_FUNCTION = "function"


class Behind(StrEnum):
    """What the numbers of a page count, and so which lists of passages it has.

    codes: each code in each document and on each side. totals: each code in all texts, and every document's
    units with a code. everywhere: each code in all texts, and nothing else. pairs: the units of all texts
    with two codes at once. coverage: what is in the denominator of each document, with a code or without,
    and what is not. kinds: units by kind. sizes: what is in the denominator, of all texts, each side and each
    document. errors: of each code, in all texts and on each side, what a coder found of another coder's,
    missed, or gave where the other did not, and what the other has. agreement: of each code, in all texts,
    what all of several coders gave, and what some gave and others did not. sampled: of each side, the units
    of a sample, and those of them that have a code by the coder held against. beside: each pair of
    documents.
    """

    CODES = "codes"
    TOTALS = "totals"
    EVERYWHERE = "everywhere"
    PAIRS = "pairs"
    COVERAGE = "coverage"
    KINDS = "kinds"
    SIZES = "sizes"
    ERRORS = "errors"
    AGREEMENT = "agreement"
    SAMPLED = "sampled"
    BESIDE = "beside"


class Held(StrEnum):
    """Coders held against each other, on one code.

    hit, miss, false_alarm: units where both give the code, the other alone, or the coder alone. expected:
    units where the other gives it. sampled_code: the same, of a sample. all_gave, some_gave: units where all
    who coded them give it, or some do and others do not.
    """

    HIT = "hit"
    MISS = "miss"
    FALSE_ALARM = "false_alarm"
    EXPECTED = "expected"
    SAMPLED = "sampled_code"
    ALL_GAVE = "all_gave"
    SOME_GAVE = "some_gave"


class Selected(StrEnum):
    """Names of selections that are no codes."""

    COUNTED = ":counted"
    WITH_CODE = ":with_code"
    WITHOUT_CODE = ":without_code"
    MISSING = ":missing"
    FAILED = ":failed"
    POLICY = ":policy"
    IN_SAMPLE = ":in_sample"


COVERAGE = (
    Selected.COUNTED, Selected.WITH_CODE, Selected.WITHOUT_CODE, Selected.MISSING, Selected.FAILED,
)  # fmt: skip
KINDS = tuple(kind for kind in UnitKind if kind is not UnitKind.FURNITURE)
ERRORS = (Held.HIT, Held.MISS, Held.FALSE_ALARM, Held.EXPECTED)
AGREEMENT = (Held.ALL_GAVE, Held.SOME_GAVE)


def of_kind(kind: str) -> str:
    """Return the name of the selection of all units of a kind."""
    return f"{_KIND}{kind}"


def of_held(held: str, code: str) -> str:
    """Return the name of the selection of the units where coders stand to a code as `Held` says."""
    return f":{Held(held)}:{code}"


def of_both(first: str, second: str, codes: Sequence[str]) -> str:
    """Return the name of the selection of the units with both codes, whichever is named first."""
    return _AND.join(sorted((first, second), key=list(codes).index))


@dataclass(frozen=True)
class Selections:
    """The policy units of the documents of a matrix, and which of them each selection holds.

    Attributes
    ----------
    matrix
        Whose units are counted.
    units
        Its policy units, documents in the order of the matrix; each selection is rows of this table.
    codings
        What the coder of the matrix said of them.
    functions
        The functions that the matrix was narrowed to, as `coded_units` takes them.
    against
        What the coder is held against: the same codes, of other coders.
    within
        Ids of the units of a sample; None where there is none.
    """

    matrix: ThemeMatrix
    units: pd.DataFrame
    codings: pd.DataFrame
    functions: tuple[str, ...] = ()
    against: tuple[ThemeMatrix, ...] = ()
    within: frozenset[str] | None = None

    @cached_property
    def document(self) -> Rows:
        """Row of the matrix, for each unit."""
        return self.matrix.documents.index.get_indexer(pd.Index(self.units["doc_id"])).astype(np.int64)

    def rows(self, selection: str) -> Rows:
        """Return the rows of the units of a selection, in order.

        Raises
        ------
        KeyError
            There is no such selection.
        """
        return np.flatnonzero(self._mask(selection))

    def per_document(self, selection: str) -> Rows:
        """Return how many units of each document of the matrix a selection has."""
        return np.bincount(self.document[self.rows(selection)], minlength=len(self.matrix.documents))

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Codes that some unit has together, in the order of the codebook."""
        present = (self.matrix.coded.values > 0).astype(np.float64)  # whole numbers are multiplied slowly
        together = present.T @ present
        codes = self.matrix.codes
        return tuple((codes[a], codes[b]) for a, b in zip(*np.nonzero(np.triu(together, 1)), strict=True))

    def _mask(self, selection: str) -> NDArray[np.bool_]:
        if selection.startswith(_KIND):
            return (self.units["kind"] == selection.removeprefix(_KIND)).to_numpy()
        held, _, of = selection[1:].partition(":")
        if of:
            return self._held(Held(held), of)
        if selection.startswith(":"):
            return self._named[Selected(selection)]
        codes = list(self.matrix.codes)
        places = [codes.index(code) if code in codes else -1 for code in selection.split(_AND)]
        if min(places) < 0:
            raise KeyError(selection)
        return self._marked(np.asarray((self.matrix.coded.values[:, places] > 0).all(axis=1)))

    def _held(self, held: Held, code: str) -> NDArray[np.bool_]:
        """Units that the coders held against each other read, by who gave them the code."""
        if not self.against or code not in self.matrix.codes:
            raise KeyError(of_held(held, code))
        read, gave = self._answers(code)
        if held in AGREEMENT:
            said, given = read.sum(axis=0), gave.sum(axis=0)
            every = given == said if held is Held.ALL_GAVE else given < said
            return np.asarray((said > 1) & (given > 0) & every)
        found, truth = gave[0], gave[1]
        kinds = {
            Held.HIT: found & truth,
            Held.MISS: ~found & truth,
            Held.FALSE_ALARM: found & ~truth,
            Held.EXPECTED: truth,
            Held.SAMPLED: truth & self._named[Selected.IN_SAMPLE],
        }
        return np.asarray(kinds[held] & read[0] & read[1])

    def _answers(self, code: str) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Whether each coder read a unit, and gave it the code: arrays (coders, units)."""
        place = pd.Index(self.units["unit_id"])
        read = np.zeros((1 + len(self.against), len(self.units)), dtype=bool)
        gave = read.copy()
        for number, matrix in enumerate((self.matrix, *self.against)):
            rows = place.get_indexer(matrix.coded.unit_ids)
            inside = rows >= 0
            read[number, rows[inside]] = True
            gave[number, rows[inside]] = matrix.coded.values[inside, matrix.codes.index(code)] > 0
        return read, gave

    def _marked(self, coded: NDArray[np.bool_]) -> NDArray[np.bool_]:
        mask = np.zeros(len(self.units), dtype=bool)
        mask[self._place[coded]] = True
        return mask

    @cached_property
    def _place(self) -> Rows:
        """Row of each coded unit of the matrix."""
        place = pd.Index(self.units["unit_id"]).get_indexer(self.matrix.coded.unit_ids)
        return np.asarray(place, dtype=np.int64)

    @cached_property
    def _named(self) -> dict[Selected, NDArray[np.bool_]]:
        coded = np.asarray((self.matrix.coded.values > 0).any(axis=1))
        failed, missing = self._unread
        return {
            Selected.COUNTED: self._marked(np.ones(len(coded), dtype=bool)),
            Selected.WITH_CODE: self._marked(coded),
            Selected.WITHOUT_CODE: self._marked(~coded),
            Selected.MISSING: missing,
            Selected.FAILED: failed,
            Selected.POLICY: np.ones(len(self.units), dtype=bool),
            Selected.IN_SAMPLE: self.units["unit_id"].isin(self.within or ()).to_numpy(dtype=bool),
        }

    @cached_property
    def _unread(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Units that failed and units that are missing, as `matrix.coded_units` counts them."""
        failed, seen = self._read(self.matrix.facet)
        if not self.functions:
            return failed, ~seen & ~failed
        no_function, function_seen = self._read(_FUNCTION)
        chosen = ~function_seen | self._having(_FUNCTION, self.functions)
        failed, seen = failed | no_function, seen & function_seen
        return chosen & failed, chosen & ~seen & ~failed

    def _read(self, facet: str) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        failed = self._having(facet, (Reserved.FAILED.value,))
        own = self.codings[self.codings["facet"] == facet]
        seen = self.units["unit_id"].isin(own.loc[own["code"] != Reserved.FAILED.value, "unit_id"]).to_numpy()
        return failed, seen

    def _having(self, facet: str, codes: Sequence[str]) -> NDArray[np.bool_]:
        own = self.codings[(self.codings["facet"] == facet) & self.codings["code"].isin(list(codes))]
        return self.units["unit_id"].isin(own["unit_id"]).to_numpy()


def title_of(selection: str, code_name: dict[str, str], language: str) -> str:
    """Return what a selection is called.

    Parameters
    ----------
    selection
        A code, two codes, or a name of `Selected`, `of_kind` or `of_held`.
    code_name
        Code -> its label.
    language
        BCP 47 tag.
    """
    if selection.startswith(_KIND):
        return say(f"evidence.kind.{selection.removeprefix(_KIND)}", language)
    held, _, code = selection[1:].partition(":")
    if selection.startswith(":") and code:
        return say(f"evidence.{held}", language, code=code_name.get(code, code))
    if selection.startswith(":"):
        return say(f"evidence.{selection[1:]}", language)
    names = [code_name.get(code, code) for code in selection.split(_AND)]
    return say("evidence.pair", language, first=names[0], second=names[1]) if len(names) == 2 else names[0]

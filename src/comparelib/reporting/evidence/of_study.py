"""The passages behind a matrix of a study, as notebooks ask for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from comparelib.errors import Fault, ParameterFault, one_of
from comparelib.reporting.evidence.passages import Passages
from comparelib.reporting.evidence.selections import Behind

if TYPE_CHECKING:
    from comparelib.charts import Look
    from comparelib.matrix import ThemeMatrix
    from comparelib.study import Study


def passages(  # noqa: PLR0913 - a study, a matrix, and keywords with defaults
    study: Study,
    matrix: ThemeMatrix,
    look: Look,
    *,
    behind: Sequence[str] = (Behind.CODES,),
    functions: Sequence[str] = (),
    texts: bool = True,
    against: ThemeMatrix | Sequence[ThemeMatrix] | None = None,
    within: pd.DataFrame | None = None,
) -> Passages:
    """Return the passages behind the numbers of a page.

    Parameters
    ----------
    study
        The study that the matrix was counted in.
    matrix
        Counts or shares.
    look
        Names and language, as `study.look` returns them.
    behind
        What the numbers of the page count: codes, totals, everywhere, pairs, coverage, kinds, sizes, errors,
        agreement, sampled, beside (see `Behind`).
    functions
        The functions that the matrix was narrowed to.
    texts
        Whether the section holds the texts; of more sections in a page the first one does for all. Where
        coders differ from section to section, `passage_sections` puts them into one page.
    against
        For `errors`, `agreement` and `sampled`: the matrix of the coder that the coder of `matrix` is held
        against, of the same facet; for `agreement` of one or more.
    within
        For `sampled`: the units of a sample, by unit_id.

    Raises
    ------
    ParameterFault
        `behind` names what is not in `Behind`; or errors, agreement or a sample without a matrix of the same
        codes in `against`; or a sample without its units.

    Examples
    --------
    >>> found = passages(study, matrix, look)                     # doctest: +SKIP
    >>> charts.heatmap(matrix, look, href=found.href)             # doctest: +SKIP
    """
    if unknown := [name for name in behind if name not in list(Behind)]:
        expected = one_of(list(Behind), unknown[0])
        raise ParameterFault(Fault(f"passages behind '{unknown[0]}' are not known", expected=expected))
    kinds = tuple(Behind(name) for name in behind)
    others = _others(against)
    if _HELD & set(kinds) and (not others or any(other.codes != matrix.codes for other in others)):
        expected = "against, a matrix of the same codes by another coder"
        raise ParameterFault(Fault("errors of a coder that is held against none", expected=expected))
    if Behind.SAMPLED in kinds and within is None:
        raise ParameterFault(Fault("a sample without its units", expected="within, a table with unit_id"))
    coders = dict.fromkeys(each.coder for each in (matrix, *others))
    codings = [study.codings(coder) for coder in coders]
    tables = (matrix, study.documents, study.units(furniture=True), pd.concat(codings, ignore_index=True))
    return Passages(
        *tables,
        study.codebook,
        look,
        kinds,
        tuple(functions),
        texts=texts,
        against=others,
        within=None if within is None else frozenset(within["unit_id"]),
    )


def passage_sections(*found: Passages | None) -> tuple[Passages, ...]:
    """Return the sections of one page: the first holds the texts for all, the others their own codings.

    Parameters
    ----------
    found
        Sections in their order; None for one that could not be made.
    """
    there = [each for each in found if each is not None]
    return tuple(
        replace(each, texts=place == 0, carries=not {*each.coders} <= {*there[0].coders})
        for place, each in enumerate(there)
    )


def _others(against: ThemeMatrix | Sequence[ThemeMatrix] | None) -> tuple[ThemeMatrix, ...]:
    if against is None:
        return ()
    return tuple(against) if isinstance(against, Sequence) else (against,)


_HELD = {Behind.ERRORS, Behind.AGREEMENT, Behind.SAMPLED}

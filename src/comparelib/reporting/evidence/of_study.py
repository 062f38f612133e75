"""The passages behind a matrix of a study, as notebooks ask for them."""

from __future__ import annotations

from collections.abc import Sequence
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
    against: ThemeMatrix | None = None,
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
        What the numbers of the page count: codes, totals, everywhere, pairs, coverage, kinds, errors (see
        `Behind`).
    functions
        The functions that the matrix was narrowed to.
    texts
        Whether the section holds the texts; of more sections in a page the first one does for all.
    against
        For `errors`: the matrix of the coder that the coder of `matrix` is held against, of the same facet.

    Raises
    ------
    ParameterFault
        `behind` names what is not in `Behind`, or errors without a matrix of the same codes in `against`.

    Examples
    --------
    >>> found = passages(study, matrix, look)                     # doctest: +SKIP
    >>> charts.heatmap(matrix, look, href=found.href)             # doctest: +SKIP
    """
    if unknown := [name for name in behind if name not in list(Behind)]:
        expected = one_of(list(Behind), unknown[0])
        raise ParameterFault(Fault(f"passages behind '{unknown[0]}' are not known", expected=expected))
    kinds = tuple(Behind(name) for name in behind)
    if Behind.ERRORS in kinds and (against is None or against.codes != matrix.codes):
        expected = "against, a matrix of the same codes by another coder"
        raise ParameterFault(Fault("errors of a coder that is held against none", expected=expected))
    units, codings = study.units(furniture=True), study.codings(matrix.coder)
    if against is not None:
        codings = pd.concat([codings, study.codings(against.coder)], ignore_index=True)
    tables = (matrix, study.documents, units, codings, study.codebook)
    return Passages(*tables, look, kinds, tuple(functions), texts=texts, against=against)

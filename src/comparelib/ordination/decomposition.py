"""Correspondence analysis of a table of counts: masses, principal axes, inertia, contributions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparelib.errors import Fault, NotEstimable, ParameterFault

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Decomposition:
    """A table of counts on its principal axes, the first the one with most inertia.

    Attributes
    ----------
    singular_values
        Shape (axes,), falling; axes with no inertia are left out.
    row_masses, column_masses
        Row and column totals over the grand total; they sum to one.
    rows, columns
        Principal coordinates, shape (rows, axes) and (columns, axes). The distance between two rows is the
        chi-square distance of their profiles. The sign of each axis is fixed: the row that is farthest out
        on it (the first of them) lies on the positive side.
    """

    singular_values: Floats
    row_masses: Floats
    column_masses: Floats
    rows: Floats
    columns: Floats

    @property
    def inertia(self) -> Floats:
        """Inertia of each axis, the squared singular value; their sum is chi-square over the grand total."""
        return self.singular_values**2

    @property
    def row_contributions(self) -> Floats:
        """Share of each axis' inertia that is due to each row; columns sum to one."""
        return self.row_masses[:, None] * self.rows**2 / self.inertia

    @property
    def column_contributions(self) -> Floats:
        """Share of each axis' inertia that is due to each column; columns sum to one."""
        return self.column_masses[:, None] * self.columns**2 / self.inertia

    def project_rows(self, counts: Floats) -> Floats:
        """Place supplementary rows: their profiles on the standard coordinates of the columns.

        Parameters
        ----------
        counts
            Non-negative, shape (..., rows, columns). A row of zeros has no place: NaN.

        Returns
        -------
        ndarray, shape (..., rows, axes)
        """
        return _profiles(counts) @ (self.columns / self.singular_values)

    def project_columns(self, counts: Floats) -> Floats:
        """Place supplementary columns; as `project_rows`, by the standard coordinates of the rows."""
        return _profiles(counts.swapaxes(-1, -2)) @ (self.rows / self.singular_values)


def decompose(counts: Floats) -> Decomposition:
    """Decompose a table of counts by the singular values of its standardised residuals.

    Greenacre (2007), Correspondence Analysis in Practice, 2nd edition, appendix A; the same numbers as the R
    package `ca` but for the sign of an axis.

    Parameters
    ----------
    counts
        Non-negative, shape (rows, columns), no row and no column of zeros.

    Raises
    ------
    ParameterFault
        A count is negative or missing, or a row or column is empty.
    NotEstimable
        Fewer than two rows or columns, or all rows have the same profile: there is no axis.
    """
    table = np.asarray(counts, dtype=np.float64)
    if not (np.isfinite(table).all() and (table >= 0).all()):
        raise ParameterFault(Fault("a count is negative or missing", expected="finite counts >= 0"))
    if table.ndim != 2:
        raise ParameterFault(Fault(f"counts of shape {table.shape}", expected="rows and columns"))
    if min(table.shape) < 2:
        rows, columns = table.shape
        shape = f"{rows} rows and {columns} columns"
        raise NotEstimable(
            f"correspondence analysis needs two rows and two columns with codings, not {shape}",
            "refusal.small_table",
            rows=rows,
            columns=columns,
        )
    if not (table.any(axis=1).all() and table.any(axis=0).all()):
        raise ParameterFault(Fault("a row or column has no count", remedy="Drop it: it has no profile"))
    shares = table / table.sum()
    row, column = shares.sum(axis=1), shares.sum(axis=0)
    expected = np.outer(row, column)
    left, values, right = np.linalg.svd((shares - expected) / np.sqrt(expected), full_matrices=False)
    # One axis of the min(rows, columns) is always empty; what rounding leaves of it is about 1e-17.
    kept = values > 1e-9
    if not kept.any():
        raise NotEstimable(
            "all rows have the same profile, so there is no axis to show", "refusal.same_profiles"
        )
    left, values, right = left[:, kept], values[kept], right[kept].T
    rows = left * values / np.sqrt(row)[:, None]
    sign = _signs(rows)
    return Decomposition(
        singular_values=values,
        row_masses=row,
        column_masses=column,
        rows=rows * sign,
        columns=right * values / np.sqrt(column)[:, None] * sign,
    )


def _signs(rows: Floats) -> Floats:
    # Ties within rounding go to the first row, so that the sign does not hang on the last bit.
    size = np.round(np.abs(rows) / np.abs(rows).max(axis=0), 9)
    farthest = rows[size.argmax(axis=0), np.arange(rows.shape[1])]
    return np.where(farthest < 0, -1.0, 1.0)


def _profiles(counts: Floats) -> Floats:
    totals = counts.sum(axis=-1, keepdims=True)
    return np.asarray(counts / np.where(totals > 0, totals, np.nan), dtype=np.float64)

"""Codings -> CodedUnits (units x codes) -> ThemeMatrix (documents x codes)."""

from comparelib.matrix.coding_rows import coded_units, theme_matrix
from comparelib.matrix.tables import CodedUnits, ThemeMatrix, group_sums, theme_matrix_of

__all__ = ["CodedUnits", "ThemeMatrix", "coded_units", "group_sums", "theme_matrix", "theme_matrix_of"]

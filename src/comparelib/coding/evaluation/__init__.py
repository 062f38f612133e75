"""Cross-validation of the coders: what each says of units whose labels it has not seen."""

from comparelib.coding.evaluation.design import Design, fold_of_units
from comparelib.coding.evaluation.held_out import HeldOut, held_out, held_out_codings

__all__ = ["Design", "HeldOut", "fold_of_units", "held_out", "held_out_codings"]

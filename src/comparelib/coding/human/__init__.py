"""What people coded: one CSV file a coder, checked at its line and column, as codings of our units."""

from comparelib.coding.human.codings import human_codings, unit_faults
from comparelib.coding.human.load import HumanCoding, HumanCodings, coder_name, load_human_codings

__all__ = ["HumanCoding", "HumanCodings", "coder_name", "human_codings", "load_human_codings", "unit_faults"]

"""What people coded: one CSV file a coder, checked at its line and column, as codings of our units."""

from typing import TYPE_CHECKING

from comparelib.coding.human.load import HumanCoding, HumanCodings, coder_name, load_human_codings
from comparelib.coding.human.unknown import unit_faults
from comparelib.first_use import on_first_use

__all__ = ["HumanCoding", "HumanCodings", "coder_name", "human_codings", "load_human_codings", "unit_faults"]

if TYPE_CHECKING:
    from comparelib.coding.human.codings import human_codings

__getattr__ = on_first_use(__name__, {"human_codings": "comparelib.coding.human.codings"})

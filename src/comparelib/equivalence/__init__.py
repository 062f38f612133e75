"""Does a coder treat the two varieties of Dutch alike: the ladder of equivalence, DIF and the swap test."""

from comparelib.equivalence.decisions import Decisions
from comparelib.equivalence.dif import dif, mantel_haenszel
from comparelib.equivalence.firth import Logistic, firth_logistic
from comparelib.equivalence.held_out_curve import held_out_curve
from comparelib.equivalence.ladder import Equivalence, equivalence
from comparelib.equivalence.paired import mcnemar
from comparelib.equivalence.rates import Status, needed_for_difference, needed_for_equality
from comparelib.equivalence.recoding import dictionary_swap, variants_of
from comparelib.equivalence.swap import SwapTest, swap_test
from comparelib.equivalence.swapped_units import SwappedUnits, swap_code, swapped_units

__all__ = [
    "Decisions",
    "Equivalence",
    "Logistic",
    "Status",
    "SwapTest",
    "SwappedUnits",
    "dictionary_swap",
    "dif",
    "equivalence",
    "firth_logistic",
    "held_out_curve",
    "mantel_haenszel",
    "mcnemar",
    "needed_for_difference",
    "needed_for_equality",
    "swap_code",
    "swap_test",
    "swapped_units",
    "variants_of",
]

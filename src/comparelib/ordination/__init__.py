"""Documents and codes on one map."""

from comparelib.ordination.correspondence import Ordination, correspondence
from comparelib.ordination.decomposition import Decomposition, decompose

__all__ = ["Decomposition", "Ordination", "correspondence", "decompose"]

"""Numbers that must be counts: what every formula on plain arrays asks of them before it reckons."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from comparelib.errors import Fault, ParameterFault


def counted(**numbers: ArrayLike) -> tuple[NDArray[np.float64], ...]:
    """Return each as an array of floats, or raise ParameterFault.

    Parameters
    ----------
    **numbers
        By the name with which a fault speaks of them. Each must be finite and >= 0, and their shapes must go
        together (equal, or one broadcast over the other).
    """
    arrays = {name: np.asarray(values, dtype=float) for name, values in numbers.items()}
    faults = [
        Fault(f"'{name}' holds {_wrong(values)}", expected="finite numbers of at least 0")
        for name, values in arrays.items()
        if not ((values >= 0) & (values < np.inf)).all()
    ]
    try:
        np.broadcast_shapes(*(values.shape for values in arrays.values()))
    except ValueError:
        sizes = " and ".join(f"'{name}' has shape {values.shape}" for name, values in arrays.items())
        faults.append(Fault(sizes, expected="numbers of the same things"))
    if faults:
        raise ParameterFault(faults)
    return tuple(arrays.values())


def _wrong(values: NDArray[np.float64]) -> str:
    return "a number below 0" if (values < 0).any() else "a missing or infinite number"

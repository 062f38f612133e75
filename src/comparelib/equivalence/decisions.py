"""What coder and reference said of the same units: what every step with errors starts from."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from comparelib.matrix.intervals import Array

POOLED = "pooled"


@dataclass(frozen=True)
class Decisions:
    """What coder and reference said of the units that both coded.

    Attributes
    ----------
    found, truth
        (N, K), 1 where the coder (the reference) gave the code.
    side
        (N,), 0 for units of a, 1 for those of b, -1 for others.
    paragraph
        (N,), number of the paragraph.
    codes
        K names.
    """

    found: Array
    truth: Array
    side: NDArray[np.int64]
    paragraph: NDArray[np.int64]
    codes: tuple[str, ...]

    def pooled(self) -> Decisions:
        """Return the decisions on all codes as if they were of one."""
        k = len(self.codes)
        return replace(
            self,
            found=self.found.reshape(-1, 1),
            truth=self.truth.reshape(-1, 1),
            side=np.repeat(self.side, k),
            paragraph=np.repeat(self.paragraph, k),
            codes=(POOLED,),
        )

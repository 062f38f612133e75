"""Why to doubt an estimate: the column `flag`."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from comparelib.correction.estimators import Estimate
from comparelib.correction.sampled import Array, Sampled

# With fewer positives Wald intervals are unreliable: in 80 units of 600 drawn at random, with 4 positives
# among them, that of PPI++ holds the truth in .91 of all samples (benchmarks/coverage_correction.py).
FEW_POSITIVES = 15


class Estimator(StrEnum):
    """How a share is estimated, in the order in which the rows stand."""

    RAW = "raw"
    REFERENCE = "reference"
    STRATIFIED = "stratified"
    DSL = "dsl"
    PPI = "ppi"
    ROGAN_GLADEN = "rogan_gladen"


def flags(own: Sampled, name: Estimator, estimate: Estimate, positives: Array) -> list[str]:
    """Return why to doubt each row of a group and estimator, "" where nothing is known against it."""
    sampled_with = own.drawn @ own.predicted > 0
    sampled_without = own.drawn @ (1 - own.predicted) > 0
    bare_with = (own.predicted.sum(axis=0) > 0) & ~sampled_with
    bare_without = ((1 - own.predicted).sum(axis=0) > 0) & ~sampled_without
    few = (positives < FEW_POSITIVES) & (not own.drawn.all())
    found = []
    for code, share in enumerate(estimate.share):
        if name is Estimator.RAW:
            reason = "not corrected"
        elif np.isnan(share):
            reason = "not estimable: " + _why_not(own, name)
        elif name in (Estimator.DSL, Estimator.PPI) and few[code]:
            reason = f"fewer than {FEW_POSITIVES} reference positives: do not trust the interval"
        elif name is Estimator.STRATIFIED and (bare_with[code] or bare_without[code]):
            part = "with" if bare_with[code] else "without"
            reason = f"no sampled unit among those {part} the code: bounds 0 and 1 there"
        else:
            reason = "assumes equal errors in all groups" if name is Estimator.ROGAN_GLADEN else ""
        outside = (
            "" if np.isnan(share) or -1e-12 <= share <= 1 + 1e-12 else "estimate outside 0 and 1, cut off"
        )
        found.append("; ".join(part for part in (reason, outside) if part))
    return found


def _why_not(own: Sampled, name: Estimator) -> str:
    if name is Estimator.ROGAN_GLADEN:
        return "the sample has no positive, or the coder is no better than chance"
    return "no sampled unit in this group" if not own.drawn.any() else "no variance"

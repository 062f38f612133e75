"""Theme shares of automatically coded texts, corrected by a reference sample with known probabilities."""

from comparelib.correction.design import census, designed_sample
from comparelib.correction.flags import Estimator
from comparelib.correction.flip import SignFlip, sign_flip
from comparelib.correction.shares import CorrectedShares, corrected_difference, corrected_shares

__all__ = [
    "CorrectedShares",
    "Estimator",
    "SignFlip",
    "census",
    "corrected_difference",
    "corrected_shares",
    "designed_sample",
    "sign_flip",
]

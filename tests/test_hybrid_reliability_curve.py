import numpy as np
import pytest

from comparelib.coding.hybrid.reliability_curve import calibration_error, reliability_curve
from comparelib.errors import ParameterFault


def test_the_curve_counts_by_hand():
    probabilities = np.array([[0.05, 0.95], [0.15, 0.85], [0.05, 1.0], [0.12, 0.91]])
    labels = np.array([[0, 1], [1, 1], [0, 1], [0, 0]], dtype=bool)
    curve = reliability_curve(probabilities, labels, np.array([0, 0, 1, 1]), draws=200)
    assert curve["low_edge"].tolist() == pytest.approx([0.0, 0.1, 0.8, 0.9])
    assert curve["n"].tolist() == [2, 2, 1, 3]
    assert curve["predicted"].tolist() == pytest.approx([0.05, 0.135, 0.85, (0.95 + 1.0 + 0.91) / 3])
    assert curve["observed"].tolist() == pytest.approx([0, 0.5, 1, 2 / 3])
    expected = (2 * 0.05 + 2 * 0.365 + 0.15 + 3 * abs(2 / 3 - 2.86 / 3)) / 8
    assert calibration_error(curve) == pytest.approx(expected)


def test_intervals_hold_what_they_should():
    rng = np.random.default_rng(0)
    probabilities = rng.random((400, 10))
    labels = rng.random((400, 10)) < probabilities
    curve = reliability_curve(probabilities, labels, np.repeat(np.arange(200), 2), seed=2)
    inside = (curve["low"] <= curve["predicted"]) & (curve["predicted"] <= curve["high"])
    assert inside.sum() >= 8
    assert (curve["low"] <= curve["observed"]).all()
    assert calibration_error(curve) < 0.05
    again = reliability_curve(probabilities, labels, np.repeat(np.arange(200), 2), seed=2)
    assert curve.equals(again)


@pytest.mark.parametrize(
    ("probabilities", "labels", "said"),
    [
        (np.array([[1.2]]), np.array([[True]]), "outside 0 to 1"),
        (np.array([[np.nan]]), np.array([[True]]), "outside 0 to 1"),
        (np.zeros((2, 2)), np.zeros((2, 1), dtype=bool), "do not fit"),
        (np.zeros((0, 2)), np.zeros((0, 2), dtype=bool), "do not fit"),
    ],
)
def test_what_is_no_probability_is_refused(probabilities, labels, said):
    with pytest.raises(ParameterFault, match=said):
        reliability_curve(probabilities, labels, np.arange(len(labels)))

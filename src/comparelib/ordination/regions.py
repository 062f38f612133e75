"""Where a point may lie: 95 % regions around resampled points."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def ellipse(points: Floats, level: float = 0.95, corners: int = 48) -> Floats:
    """Return a closed polygon around the central `level` of the points.

    The ellipse has the shape of the points' covariance; its size is the `level` quantile of the points'
    Mahalanobis distances from their mean, so it holds that share of the points whatever their distribution
    (a convex hull would grow with the number of draws).

    Parameters
    ----------
    points
        Shape (draws, 2); draws with NaN are left out.
    level
        In (0, 1).
    corners
        Number of corners, at least 3.

    Returns
    -------
    ndarray, shape (corners + 1, 2)
        Counter-clockwise, the last corner the first; shape (0, 2) where fewer than three draws are known or
        all of them are the same point. Points on one line give a polygon that is that line.
    """
    known = points[~np.isnan(points).any(axis=1)]
    if len(known) < 3 or not np.ptp(known, axis=0).any():
        return np.empty((0, 2))
    centre = known.mean(axis=0)
    spread, axes = np.linalg.eigh(np.cov(known.T))
    axes = axes * np.where(axes.sum(axis=0) < 0, -1.0, 1.0)
    widths = np.sqrt(np.clip(spread, 0.0, None))
    wide = widths > 1e-12 * widths.max()
    scores = ((known - centre) @ axes)[:, wide] / widths[wide]
    radius = np.quantile(np.sqrt((scores**2).sum(axis=1)), level)
    angles = np.linspace(0.0, 2.0 * np.pi, corners + 1)
    circle = np.column_stack([np.cos(angles), np.sin(angles)])
    circle[-1] = circle[0]
    turned = axes if np.linalg.det(axes) > 0 else axes * np.array([1.0, -1.0])
    polygon: Floats = centre + (circle * widths * radius) @ turned.T
    return polygon

"""How often intervals of corrected shares hold the truth: `python benchmarks/coverage_correction.py`.

A closed corpus of N units with a code of the given prevalence is coded by a coder of the given sensitivity
and specificity; n units get a reference coding, drawn at random (`random`) or within predicted positives and
negatives as `designed_sample` allocates them (`designed`). Truth is the share in that corpus. 2,000
replicates give a standard error of .005 at .95. DSL has paragraphs of four units and aims at more than the
closed corpus, so it may cover more.
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd

from comparelib.correction.design import allocation
from comparelib.correction.estimators import (
    Estimate,
    dsl,
    error_rates,
    ppi,
    raw,
    reference_only,
    rogan_gladen,
    stratified,
)
from comparelib.correction.sampled import Sampled

# N units, n of them in the sample, prevalence, sensitivity, specificity; the fourth is a short Flemish text.
CELLS = (
    (600, 150, 0.10, 0.85, 0.97),
    (600, 150, 0.10, 0.60, 0.97),
    (600, 80, 0.05, 0.80, 0.98),
    (60, 40, 0.15, 0.80, 0.95),
    (600, 150, 0.30, 0.80, 0.90),
)
LEVEL = 0.95


Cell = tuple[int, int, float, float, float]


def simulated(cell: Cell, design: str, rng: np.random.Generator) -> tuple[Sampled, float]:
    """One corpus with its sample, and the true share."""
    size, n, prevalence, sensitivity, specificity = cell
    truth = rng.random(size) < prevalence
    predicted = np.where(truth, rng.random(size) < sensitivity, rng.random(size) >= specificity)
    strata_of = predicted if design == "designed" else np.zeros(size)
    labels, number = np.unique(strata_of, return_inverse=True)
    strata = np.bincount(number)
    taken = allocation(strata, np.full(len(labels), "all"), n)
    weight = np.zeros(size)
    for stratum, k in enumerate(taken):
        drawn = rng.choice(np.flatnonzero(number == stratum), k, replace=False)
        weight[drawn] = strata[stratum] / k
    reference = np.where(weight > 0, truth, 0.0)[:, None]
    units = Sampled(predicted[:, None].astype(float), reference, weight, np.arange(size) // 4)
    return units, float(truth.mean())


def estimates(units: Sampled) -> dict[str, Estimate]:
    return {
        "reference": reference_only(units, LEVEL),
        "stratified": stratified(units, LEVEL),
        "dsl": dsl(units, LEVEL),
        "ppi": ppi(units, LEVEL),
        "rogan_gladen": rogan_gladen(raw(units).share, error_rates(units, LEVEL), LEVEL),
    }


def coverage(
    cell: Cell, design: str, replicates: int, rng: np.random.Generator
) -> list[dict[str, float | str]]:
    """Coverage, mean width and bias of each estimator in one cell."""
    hits: dict[str, list[tuple[float, float, float]]] = {}
    for _ in range(replicates):
        units, truth = simulated(cell, design, rng)
        for name, got in estimates(units).items():
            low, high = float(got.low[0]), float(got.high[0])
            inside = low - 1e-12 <= truth <= high + 1e-12
            hits.setdefault(name, []).append((inside, min(high, 1) - max(low, 0), got.share[0] - truth))
    return [
        {"design": design, "estimator": name}
        | dict(zip(("coverage", "width", "bias"), np.nanmean(rows, axis=0), strict=True))
        for name, rows in hits.items()
    ]


def table(replicates: int, seed: int) -> pd.DataFrame:
    """Coverage of all cells and estimators; each cell has its own stream of random numbers."""
    names = ("units", "sample", "prevalence", "sensitivity", "specificity")
    return pd.DataFrame(
        dict(zip(names, cell, strict=True)) | row
        for number, cell in enumerate(CELLS)
        for design in ("random", "designed")
        for row in coverage(cell, design, replicates, np.random.default_rng([seed, number]))
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replicates", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    print("Coverage of 95 % intervals of a theme share in a closed corpus\n")
    print(table(asked.replicates, asked.seed).round(3).to_string(index=False))


if __name__ == "__main__":
    main()

"""How often the default intervals of theme shares and ranks hold the truth: `python benchmarks/coverage.py`.

Texts are simulated: units of a paragraph have a code with a probability drawn once a paragraph from a beta
distribution with mean p and intraclass correlation ICC. A paragraph has 1 + Poisson(m - 1) units. Truth is
p, as if the same author wrote the text again. 2,000 replicates give a standard error of .005 at .95.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import numpy as np
import pandas as pd
from record import record
from scipy.special import ndtri

from comparelib.contrast import compare_priorities
from comparelib.matrix import CodedUnits, theme_matrix_of
from comparelib.matrix.intervals import document_intervals, wilson
from comparelib.matrix.paragraphs import paragraphs_of, share_draws
from comparelib.model import Counting
from comparelib.priorities import priorities, rank_order, simultaneous_ranks

LOW, HIGH = 0.93, 0.975
ICCS = (0.1, 0.3)
SHARES = (0.02, 0.05, 0.10, 0.20, 0.40)
TEXTS = {"small Flemish text": 25, "party paper": 150}
CORPUS = {"NL1": 14, "NL2": 250, "NL3": 10, "NL4": 108, "VL1": 25}
FACTORS = np.array([0.7, 1.3, 1.0, 1.0, 1.0])
PAIR = {"NL1": 25, "VL1": 25}
RANKED = {
    "unlike": (0.22, 0.16, 0.13, 0.11, 0.09, 0.07, 0.06, 0.05, 0.04, 0.03, 0.02, 0.01),
    "all alike": (0.08,) * 12,
}
WHY = """**Why some cells stay outside.** *Differences of shares*: where a side has no unit with the code in
more than .025 of the texts ("no hit"), no interval can err on that side, since it must not exclude what 0
units are likely to come from; an equal-tailed interval then covers .975 or more, whatever it is made of.
With Wilson's bounds in place of Jeffreys's these cells were at 1.00, and those at .05 at .99. *Means*: .977
is not more than the simulation's error above .975. *Log odds* of a few units hang on the half unit that is
added to each count: it draws both sides together and makes their interval wide, so that it covers too much
(up to 1.00). Where neither side has the code ("nor on side a") there is no interval, and none is counted."""
WHY_RANKS = """*One at a time* is what `priorities` gives, *all at once* `simultaneous_ranks`. The latter
must hold in the worst case, that of themes which are all alike: there alone it can be as low as .95. With
unlike themes it is at 1.00, as most pairs would have to be told apart the wrong way round; that is not a
fault that a shorter interval could mend without failing in the worst case."""


def simulated(
    paragraphs: dict[str, int], shares: np.ndarray, icc: float, size: float, rng: np.random.Generator
) -> CodedUnits:
    """Coded units of documents with these numbers of paragraphs; shares (documents, codes)."""
    numbers = np.array(list(paragraphs.values()))
    owner = np.repeat(np.arange(len(numbers)), numbers)
    units = 1 + rng.poisson(size - 1, len(owner))
    scale = (1 - icc) / icc
    chance = rng.beta(shares[owner] * scale, (1 - shares[owner]) * scale)
    paragraph = np.repeat(np.arange(len(owner)), units)
    values = (rng.random((len(paragraph), shares.shape[1])) < chance[paragraph]).astype(float)
    index = pd.Index(list(paragraphs), name="doc_id")
    zero = pd.Series(0, index=index)
    return CodedUnits(
        facet="theme",
        coder="simulated",
        counting=Counting.PRESENCE,
        codes=tuple(f"c{code}" for code in range(shares.shape[1])),
        documents=pd.DataFrame({"jurisdiction": [name[:2] for name in paragraphs]}, index=index),
        unit_ids=pd.Index(np.arange(len(values)).astype(str)),
        values=values,
        weights=np.ones(len(values)),
        document=owner[paragraph].astype(np.int64),
        paragraph=paragraph.astype(np.int64),
        n_missing=zero,
        n_failed=zero,
    )


def within(low: np.ndarray, high: np.ndarray, truth: np.ndarray) -> np.ndarray:
    return (low <= truth) & (truth <= high)


def one_text(n: int, icc: float, size: float, replicates: int, seed: int) -> Iterator[dict[str, object]]:
    """Coverage of one text's shares beside its cheaper rivals; a long text stands in the same corpus."""
    rng, truth = np.random.default_rng(seed), np.array(SHARES)
    hits = np.zeros((3, len(SHARES)))
    for _ in range(replicates):
        coded = simulated({"text": n, "other": 250}, np.stack([truth, truth]), icc, size, rng)
        got, (sums, weights) = document_intervals(coded, 0.95), paragraphs_of(coded).of(0)
        draws = share_draws(sums, weights, 400, rng)
        hits[0] += within(got.low[0], got.high[0], truth)
        hits[1] += within(*np.quantile(draws, [0.025, 0.975], axis=0), truth)
        hits[2] += within(*wilson(got.share[0], got.size[0], ndtri(0.975)), truth)
    for share, row in zip(SHARES, (hits / replicates).T, strict=True):
        rivals = dict(zip(("default", "paragraph bootstrap", "Wilson, units independent"), row, strict=True))
        yield {"paragraphs": n, "ICC": icc, "share": share} | rivals


def comparisons(
    corpus: dict[str, int], factors: np.ndarray, icc: float, replicates: int, seed: int
) -> Iterator[dict[str, object]]:
    """Coverage of side a's mean, of its difference from side b, and of that of log odds.

    Log odds have no interval where neither side has a unit with the code: those texts are counted apart.
    """
    rng = np.random.default_rng(seed)
    truth = np.array(SHARES) * factors[:, None]
    sides = [np.array([name.startswith(side) for name in corpus]) for side in ("NL", "VL")]
    mean, other = (truth[side].mean(axis=0) for side in sides)
    log_odds = np.log(other / (1 - other)) - np.log(mean / (1 - mean))
    held, empty, without = np.zeros((3, len(SHARES))), np.zeros(len(SHARES)), np.zeros(len(SHARES))
    for _ in range(replicates):
        matrix = theme_matrix_of(simulated(corpus, truth, icc, 4, rng))
        frame = compare_priorities(matrix, draws=1).frame
        held[0] += within(frame["low_a"], frame["high_a"], mean)
        held[1] += within(frame["difference_low"], frame["difference_high"], other - mean)
        held[2] += within(frame["log_odds_low"], frame["log_odds_high"], log_odds)
        empty += matrix.counts.to_numpy()[sides[1]].sum(axis=0) == 0
        without += frame["log_odds"].isna().to_numpy()
    made = np.array([np.full(len(SHARES), replicates)] * 2 + [replicates - without])
    for code, share in enumerate(SHARES):
        names = ("mean of side a", "difference of shares", "difference of log odds")
        rates = dict(zip(names, held[:, code] / made[:, code], strict=True))
        absent = {"no hit on side b": empty[code] / replicates, "nor on side a": without[code] / replicates}
        yield {"ICC": icc, "share": share} | rates | absent


def ranks(name: str, n: int, icc: float, replicates: int, seed: int) -> dict[str, object]:
    """How often the rank intervals of one text hold, of one theme at a time and of all at once."""
    rng, truth = np.random.default_rng(seed), np.array(RANKED[name])
    best, worst = (each[0] for each in rank_order(truth[None]))
    alone, together, width = np.zeros(len(truth)), 0, np.zeros(2)
    for _ in range(replicates):
        matrix = theme_matrix_of(simulated({"NL1": n}, truth[None], icc, 4, rng))
        found = (priorities(matrix, draws=400).frame, simultaneous_ranks(matrix, draws=400).frame)
        bounds = [each[["rank_low", "rank_high"]].to_numpy(dtype=float).T for each in found]
        alone += within(*bounds[0], best)
        together += ((bounds[1][0] <= best) & (worst <= bounds[1][1])).all()
        width += [np.mean(high - low + 1) for low, high in bounds]
    row: dict[str, object] = {"themes": name, "paragraphs": n, "ICC": icc}
    # Of equal shares each rank is true and none is: only that no theme is put before another can be judged.
    equal = len(set(truth)) == 1
    row["one at a time: least covered"] = "" if equal else alone.min() / replicates
    row["ranks in such an interval"] = width[0] / replicates
    row["all at once"] = together / replicates
    row["ranks in those intervals"] = width[1] / replicates
    return row


def shown(rows: list[dict[str, object]], judged: tuple[str, ...]) -> pd.DataFrame:
    """Numbers as words; a coverage outside the band is bold."""
    frame = pd.DataFrame(rows)
    for name in frame.columns:
        digits = 2 if name in ("ICC", "share") else 1 if "ranks in" in name else 3
        if name not in ("paragraphs", "themes"):
            outside = [name in judged and not LOW <= round(value, 3) <= HIGH for value in frame[name]]
            words = [value if value == "" else f"{value:.{digits}f}" for value in frame[name]]
            frame[name] = [f"**{w}**" if bold else w for w, bold in zip(words, outside, strict=True)]
    return frame


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replicates", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    times, seed = asked.replicates, asked.seed
    one = [row for icc in ICCS for n in TEXTS.values() for row in one_text(n, icc, 4, times, seed)]
    several = [row for icc in ICCS for row in comparisons(CORPUS, FACTORS, icc, times, seed)]
    pair = [row for icc in ICCS for row in comparisons(PAIR, np.array([0.8, 1.2]), icc, times, seed)]
    order = [
        ranks(name, n, icc, max(times // 4, 1), seed) for name in RANKED for icc in ICCS for n in (25, 150)
    ]
    judged = ("mean of side a", "difference of shares", "difference of log odds")
    record(
        "coverage",
        "How often intervals of theme shares and ranks hold the truth",
        [
            (
                f"{times:,} simulated corpora a row (ranks: a quarter of them), seed {seed}; standard error "
                f"{np.sqrt(0.95 * 0.05 / times):.3f} at .95. The aim is {LOW} to {HIGH}; a default interval "
                "outside it is **bold**. Paragraphs have 1 + Poisson(3) units; ICC is how alike units of one "
                "paragraph are."
            ),
            "## One text\n",
            shown(one, ("default",)),
            "## Four texts (14, 250, 10 and 108 paragraphs) beside one of 25\n",
            shown(several, judged),
            "## One text of 25 paragraphs beside another\n",
            shown(pair, judged),
            WHY,
            "## Ranks of twelve themes in one text\n",
            shown(order, ()),
            WHY_RANKS,
        ],
    )


if __name__ == "__main__":
    main()

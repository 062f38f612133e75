"""Keyness of words in a target text against a reference text: G2, chi2 and pointwise mutual information.

All follow what `textstat_keyness` of quanteda.textstats computes (its documentation differs from its code):
the sign is that of a - E, and the corrections "default" and "yates" are one and the same, Yates's correction
where |ad - bc| >= N / 2 and an expected count is below 5, no correction otherwise.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from comparelib.errors import Fault, NotEstimable, ParameterFault, one_of
from comparelib.matrix.counts import counted

Array = NDArray[np.float64]
CORRECTIONS = ("default", "yates", "williams", "none")


def g2(target: ArrayLike, reference: ArrayLike, correction: str = "default") -> Array:
    """Signed log-likelihood ratio of each word.

    Parameters
    ----------
    target, reference
        (V,): counts of each word in both texts; all words of the texts, as they make the margins.
    correction
        default, yates (see the module), williams (division by q; 1 where a cell is 0), none.

    Returns
    -------
    (V,): positive where the word is more frequent in `target` than expected. |G2| is chi-square with 1
    degree of freedom for independent tokens, which tokens of texts are not: it ranks words.

    References
    ----------
    Dunning (1993), Computational Linguistics 19:61-74; Williams (1976), Biometrika 63:33-37.
    """
    _known(correction, CORRECTIONS)
    cells = _cells(target, reference)
    observed = cells + _yates(cells, correction) * _towards_expected(cells)
    expected = _expected(observed)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(observed > 0, observed * np.log(observed / expected), 0.0)
    divisor = _williams(cells) if correction == "williams" else 1.0
    return np.asarray(_sign(cells) * 2 * terms.sum(axis=0) / divisor)


def chi2(target: ArrayLike, reference: ArrayLike, correction: str = "default") -> Array:
    """Signed Pearson chi-square of each word; parameters as in `g2`. NaN for a word that neither text has.

    "williams" is refused: the correction belongs to G2, and quanteda multiplies chi2 by q, which makes it
    larger.
    """
    _known(correction, tuple(word for word in CORRECTIONS if word != "williams"))
    cells = _cells(target, reference)
    a, b, c, d = cells
    total = cells.sum(axis=0)
    gap = np.abs(a * d - b * c) - total * _yates(cells, correction)
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    with np.errstate(invalid="ignore"):
        return np.asarray(_sign(cells) * total * gap**2 / margins)


def pmi(target: ArrayLike, reference: ArrayLike) -> Array:
    """Pointwise mutual information of each word and the target text: log(a / E); -inf where a is 0.

    NaN for a word that neither text has.
    """
    cells = _cells(target, reference)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log(cells[0] / _expected(cells)[0]))


def _cells(target: ArrayLike, reference: ArrayLike) -> Array:
    """Counts a, b (the word in target, reference) and c, d (all other words), (4, V)."""
    a, b = counted(target=target, reference=reference)
    if a.shape != b.shape or a.ndim != 1:
        message = f"'target' has shape {a.shape}, 'reference' {b.shape}"
        raise ParameterFault(Fault(message, expected="counts of the same words"))
    if not (a.sum() > 0 and b.sum() > 0):
        raise NotEstimable("keyness needs words in both texts", "refusal.keyness")
    return np.stack([a, b, a.sum() - a, b.sum() - b])


def _expected(cells: Array) -> Array:
    a, b, c, d = cells
    products = [(a + b) * (a + c), (a + b) * (b + d), (c + d) * (a + c), (c + d) * (b + d)]
    return np.asarray(np.stack(products) / cells.sum(axis=0))


def _sign(cells: Array) -> Array:
    return np.where(cells[0] > _expected(cells)[0], 1.0, -1.0)


def _towards_expected(cells: Array) -> Array:
    a, b, c, d = cells
    more = np.where(a * d > b * c, 1.0, -1.0)
    return np.stack([-more, more, more, -more])


def _yates(cells: Array, correction: str) -> Array:
    """0.5 where the correction applies, else 0, (V,)."""
    if correction not in {"default", "yates"}:
        return np.zeros(cells.shape[1])
    a, b, c, d = cells
    far = np.abs(a * d - b * c) >= cells.sum(axis=0) / 2
    return np.where(far & (_expected(cells) < 5).any(axis=0), 0.5, 0.0)


def _williams(cells: Array) -> Array:
    a, b, c, d = cells
    n = cells.sum(axis=0)
    q = 1 + (n / (a + b) + n / (c + d) - 1) * (n / (a + c) + n / (b + d) - 1) / (6 * n)
    return np.where(cells.prod(axis=0) == 0, 1.0, q)


def _known(correction: str, allowed: tuple[str, ...]) -> None:
    if correction not in allowed:
        expected = one_of(allowed, correction)
        raise ParameterFault(Fault(f"unknown correction '{correction}'", expected=expected))

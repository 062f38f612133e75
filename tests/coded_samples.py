"""Coded units made by hand or at random, for tests of correction and equivalence."""

import numpy as np
import pandas as pd

from comparelib.matrix import CodedUnits
from comparelib.model import Counting


def coded(  # noqa: PLR0913 - keywords with defaults
    values, document=None, *, coder="dictionary@1", ids=None, paragraph=None, groups=("NL", "VL")
):
    """CodedUnits of (N, K) values; documents one a group, units of the first where `document` is None."""
    values = np.atleast_2d(np.asarray(values, dtype=float))
    n, k = values.shape
    document = np.zeros(n, dtype=np.int64) if document is None else np.asarray(document, dtype=np.int64)
    index = pd.Index([f"d{number}" for number in range(len(groups))], name="doc_id")
    zero = pd.Series(0, index=index)
    return CodedUnits(
        facet="theme",
        coder=coder,
        counting=Counting.PRESENCE,
        codes=tuple(f"c{number}" for number in range(k)),
        documents=pd.DataFrame({"jurisdiction": list(groups)}, index=index),
        unit_ids=pd.Index([f"u{number:04d}" for number in range(n)] if ids is None else ids, name="unit_id"),
        values=values,
        weights=np.ones(n),
        document=document,
        paragraph=np.arange(n) // 2 if paragraph is None else np.asarray(paragraph),
        n_missing=zero,
        n_failed=zero,
    )


def coder_and_reference(  # noqa: PLR0913 - keywords with defaults
    n=200, k=3, *, sensitivity=0.8, specificity=0.95, share=0.2, seed=1
):
    """A coder's answers and the reference, units of two groups in turn."""
    rng = np.random.default_rng(seed)
    truth = rng.random((n, k)) < share
    found = np.where(truth, rng.random((n, k)) < sensitivity, rng.random((n, k)) >= specificity)
    document = np.arange(n) % 2
    return coded(found, document), coded(truth, document, coder="reference")


def sample_of(coded_units, rows, pi):
    """A sample with the units in `rows`."""
    return pd.DataFrame({"unit_id": coded_units.unit_ids[rows], "stratum": "all", "pi": pi})

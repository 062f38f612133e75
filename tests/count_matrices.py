"""A theme matrix with given counts, for tests of clusters and ordination."""

from __future__ import annotations

import numpy as np
import pandas as pd

from comparelib.matrix import CodedUnits, ThemeMatrix, theme_matrix_of
from comparelib.model.kinds import Counting


def matrix_of(counts: np.ndarray, *, units_a_paragraph: int = 2) -> ThemeMatrix:
    """One unit with one code for each count."""
    document, code = (
        np.repeat(index.ravel(), counts.ravel().astype(int)) for index in np.indices(counts.shape)
    )
    order = np.random.default_rng(0).permutation(len(document))
    order = order[np.argsort(document[order], kind="stable")]
    document, code = document[order], code[order]
    within = pd.Series(document).groupby(document).cumcount().to_numpy()
    paragraph = pd.factorize(pd.Series(document * 10_000 + within // units_a_paragraph))[0]
    documents = pd.DataFrame(
        {
            "jurisdiction": "NL",
            "doc_type": ["report", "note"] * (len(counts) // 2) + ["note"] * (len(counts) % 2),
        },
        index=pd.Index([f"d{number}" for number in range(len(counts))], name="doc_id"),
    )
    none = pd.Series(0, index=documents.index)
    coded = CodedUnits(
        facet="theme",
        coder="reference",
        counting=Counting.PRESENCE,
        codes=tuple(f"c{number}" for number in range(counts.shape[1])),
        documents=documents,
        unit_ids=pd.Index([f"u{number}" for number in range(len(document))]),
        values=np.eye(counts.shape[1])[code],
        weights=np.ones(len(document)),
        document=document.astype(np.int64),
        paragraph=paragraph.astype(np.int64),
        n_missing=none,
        n_failed=none,
    )
    return theme_matrix_of(coded)

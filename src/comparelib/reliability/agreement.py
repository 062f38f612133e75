"""Do coders agree, code by code and on whole sets of codes?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from comparelib.reliability.code_agreement import CodeAgreement
from comparelib.reliability.estimates import names_in_order, ordered
from comparelib.reliability.ratings import ratings
from comparelib.reliability.resampling import Resampling, groups
from comparelib.reliability.set_agreement import SetAgreement


@dataclass(frozen=True)
class Agreement:
    """Agreement of coders on a facet.

    Attributes
    ----------
    frame
        One row a statistic: facet, group_kind (all, jurisdiction, document), group, scope (facet, code),
        code (the facet's name where the scope is the facet), statistic, value, low, high, undefined (share of
        draws in which the statistic is not defined), n_paragraphs, n_units (coded by two coders or more),
        n_positive (codes given, over all coders), n_all_gave, n_some_gave (units with the code by all who
        coded them; by some and not by others; of the scope code), reason (why there is no value or no
        interval, else "").

        Of the scope code: alpha (Krippendorff, yes or no), ac1 (Gwet), cohen (two coders), fleiss, agreement,
        positive_agreement, negative_agreement; cohen and fleiss over the units that all coders coded.
        Of the scope facet: alpha_masi, alpha_jaccard, alpha_exact over sets of codes, and the same with
        "_coded" behind, without the units that every coder left without a code (those make alpha look high).
    coverage
        One row a coder and document: n_units, n_coded, n_none, n_failed, n_missing.
    coders, facet
        What was compared.
    level, draws, seed
        Of the intervals.
    """

    frame: pd.DataFrame
    coverage: pd.DataFrame
    coders: tuple[str, ...]
    facet: str
    level: float
    draws: int
    seed: int


def agreement(  # noqa: PLR0913 - two tables, and keywords with defaults
    codings: pd.DataFrame,
    units: pd.DataFrame,
    *,
    coders: Sequence[str] = ("annotator_a", "annotator_b"),
    facet: str = "theme",
    documents: pd.DataFrame | None = None,
    codes: Sequence[str] | None = None,
    level: float = 0.95,
    draws: int = 2000,
    seed: int = 1,
) -> Agreement:
    """Compare what coders said of the same units.

    A unit counts for a statistic where two coders or more coded it (`none` is a coding). Missing and failed
    units are in no statistic, and stand apart in `coverage`. Furniture is left out. A statistic of a code
    that no coder gave, or all coders gave to every unit, is not estimable, never 1: nothing shows that they
    can tell it apart. Intervals are bias-corrected and accelerated percentiles
    (see `tails`) over paragraphs drawn anew within documents: they say how the numbers would vary had these
    texts other paragraphs, not other coders.

    Parameters
    ----------
    codings, units
        Tables as in `model/schemas.py`.
    coders
        Two names or more, as in the column `coder`, with or without the version.
    facet
        Of the codebook.
    documents
        With `doc_id` and `jurisdiction`, for rows by jurisdiction and the order of documents.
    codes
        All codes of the facet in the order of the codebook; those that occur, sorted, where None.
    level, draws, seed
        Of the bootstrap.

    Raises
    ------
    ParameterFault
        One coder, an unknown facet, or parameters out of range.
    CodingFault
        An unknown coder, unit or code; furniture that is coded; `none` or `failed` beside a code.
    TableFault
        A column is missing, a cell is empty, a unit id is not unique, a document is unknown.
    NotEstimable
        There is no policy unit, or no code.

    References
    ----------
    Krippendorff (2019), Content Analysis, 4th edition, chapter 12; Passonneau (2006); Gwet (2008);
    Hesterberg (2015).
    """
    resampling = Resampling(level, draws, seed)
    read = ratings(codings, units, coders, facet, codes)
    by_code, by_set = CodeAgreement(read, level), SetAgreement(read, facet)
    code_terms, set_terms = by_code.unit_terms(), by_set.unit_terms()
    frames = []
    for group in groups(np.hstack([code_terms, set_terms]), read, documents, resampling):
        of_codes, of_sets = group.split(code_terms.shape[1])
        estimates = by_set.estimates(of_sets) + by_code.estimates(of_codes)
        frames += [each.frame(resampling) for each in estimates]
    order = read.doc_ids if documents is None else names_in_order(documents)
    return Agreement(
        ordered(frames, order, facet), read.coverage, read.coders, facet, level=level, draws=draws, seed=seed
    )

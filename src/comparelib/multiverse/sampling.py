"""A designed sample out of a reference coding that covers more: what a correction would take."""

from __future__ import annotations

import pandas as pd

from comparelib.correction import designed_sample
from comparelib.errors import Fault, NotEstimable, ParameterFault
from comparelib.model.coder_names import called


def sample_of_reference(  # noqa: PLR0913 - three tables, and keywords with defaults
    codings: pd.DataFrame,
    units: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    coder: str,
    reference: str = "reference",
    n: int = 400,
    facet: str = "theme",
    seed: int = 1,
) -> pd.DataFrame:
    """Draw the units whose reference coding corrects a coder, text by text and stratum by stratum.

    Where every unit has a reference coding, the sample shows what a study would have got that had coded `n`
    units by hand; the other reference codings are then not used. Units that the reference did not read are
    not drawn: they are as those of their stratum that it read.

    Parameters
    ----------
    codings, units, documents
        As for `multiverse`; `documents` with the column doc_id.
    coder, reference
        As in the column `coder`, with or without the version.
    n
        Units to draw; all where there are no more.
    facet, seed
        As for `correction.designed_sample`.

    Returns
    -------
    DataFrame: unit_id, stratum, pi.

    Raises
    ------
    NotEstimable
        No unit was read by both.
    ParameterFault
        n is smaller than the number of strata, or not above 0.
    """
    if n < 1:
        raise ParameterFault(Fault(f"n is {n}", expected="a number of units, such as 400"))
    own, theirs = (codings[_of(codings, name, facet)] for name in (coder, reference))
    both = units["unit_id"].isin(own["unit_id"]) & units["unit_id"].isin(theirs["unit_id"])
    read = units[both.to_numpy()]
    if read.empty:
        raise NotEstimable(
            f"no unit was read by '{coder}' and by '{reference}', so nothing corrects its shares",
            "refusal.nothing_corrects",
            coder=coder,
            reference=reference,
        )
    return designed_sample(
        read,
        own[own["unit_id"].isin(read["unit_id"])],
        documents,
        n=min(n, len(read)),
        by="doc_id",
        facet=facet,
        seed=seed,
    )


def _of(codings: pd.DataFrame, name: str, facet: str) -> pd.Series[bool]:
    coders = called(codings["coder"].astype("str").unique(), name)
    return codings["coder"].isin(coders) & (codings["facet"] == facet)

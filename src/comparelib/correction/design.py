"""Which units to code by hand: a stratified random sample whose probabilities are known."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.errors import CodingFault, Fault, ParameterFault, TableFault, one_of
from comparelib.matrix import CodedUnits, faults
from comparelib.matrix.paragraphs import document_rng
from comparelib.model import Reserved, UnitKind


def designed_sample(  # noqa: PLR0913 - three tables, and keywords with defaults
    units: pd.DataFrame,
    codings: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    n: int,
    by: str = "jurisdiction",
    facet: str = "theme",
    seed: int = 1,
) -> pd.DataFrame:
    """Draw the units whose reference coding will correct the coder's shares.

    Strata are group x predicted code; a unit with several codes stands with the one that is rarest in the
    corpus. The groups get equally many units, so that errors can be estimated in each of them; within a group
    a stratum gets units by the square root of its size, at least one, and never more than it has. So every
    unit that the coder read has a known probability above 0. Units that it could not code are not drawn:
    they are in no share.

    Parameters
    ----------
    units, documents
        Tables as in `model/schemas.py`; furniture is left out.
    codings
        Of one coder.
    n
        Number of units to draw.
    by
        Column of `documents`; `doc_id` for each text by itself.
    facet
        Facet whose codes make the strata.
    seed
        The same seed draws the same units, whatever the order of the rows.

    Returns
    -------
    DataFrame
        unit_id, stratum ("VL|circular_economy"), pi in (0, 1], in the order of `units`.

    Raises
    ------
    ParameterFault
        `n` is smaller than the number of strata or larger than that of units; no such column or facet.
    CodingFault
        Codings of several coders.
    TableFault
        A unit's document is not in `documents`, a column is missing, a cell empty, an identifier not unique.

    References
    ----------
    Square-root allocation is the compromise between equal and proportional shares: Bankier (1988), The
    American Statistician 42:174-177. Seats are handed out one by one by the largest quotient.
    """
    if seed < 0:
        raise ParameterFault(Fault(f"seed is {seed}", expected="0 or more"))
    strata = _strata(units, codings, documents, by, facet)
    names, number = np.unique(strata["stratum"].to_numpy(), return_inverse=True)
    size = np.bincount(number)
    group = np.array([name.rpartition("|")[0] for name in names])
    if not len(names) <= n <= len(strata):
        expected = f"between {len(names)} (one a stratum) and {len(strata)} (all units)"
        raise ParameterFault(
            Fault(
                f"n is {n}",
                expected=expected,
                key="refusal.sample_size",
                values={"n": n, "fewest": len(names), "most": len(strata)},
            )
        )
    taken = allocation(size, group, n)
    drawn = np.zeros(len(strata), dtype=bool)
    for row, name in enumerate(names):
        member = np.flatnonzero(number == row)
        member = member[np.argsort(strata["unit_id"].to_numpy(dtype=object)[member], kind="stable")]
        drawn[document_rng(seed, name).choice(member, taken[row], replace=False)] = True
    strata["pi"] = (taken / size)[number]
    return strata[drawn].reset_index(drop=True)


def census(coded: CodedUnits) -> pd.DataFrame:
    """Return the sample that holds every unit of a coding, each with pi = 1; columns as `designed_sample`."""
    return pd.DataFrame(
        {"unit_id": pd.Series(coded.unit_ids.to_numpy(), dtype="str"), "stratum": "all", "pi": 1.0}
    )


def allocation(size: NDArray[np.int64], group: NDArray[np.str_], n: int) -> NDArray[np.int64]:
    """Divide n units over strata of given sizes: (S,) -> (S,), each between 1 and its size, n in total."""
    share = np.sqrt(size)
    for name in np.unique(group):
        share[group == name] /= share[group == name].sum()
    taken = np.ones(len(size), dtype=np.int64)
    for _ in range(n - len(size)):
        quotient = np.where(taken < size, share / (taken + 0.5), -1.0)
        taken[int(np.argmax(quotient))] += 1
    return taken


def _strata(
    units: pd.DataFrame, codings: pd.DataFrame, documents: pd.DataFrame, by: str, facet: str
) -> pd.DataFrame:
    """unit_id and stratum of each policy unit that the coder read."""
    known = documents.reset_index() if documents.index.name == "doc_id" else documents
    faults.check_table("documents", known, ("doc_id",), "doc_id")
    faults.check_table("units", units, ("unit_id", "doc_id", "kind"), "unit_id")
    faults.check_table("codings", codings, ("unit_id", "facet", "code", "coder"))
    coders = [str(name) for name in codings["coder"].unique()]
    facets = [str(name) for name in codings["facet"].unique()]
    if by not in known.columns:
        raise ParameterFault(
            Fault(f"table 'documents' has no column '{by}'", expected=one_of(known.columns, by))
        )
    if len(coders) != 1:
        raise CodingFault(
            Fault(
                f"codings of {len(coders)} coders",
                expected="codings of one coder",
                key="refusal.several_coders",
                values={"n": len(coders)},
            )
        )
    if facet not in facets:
        raise ParameterFault(faults.uncoded_facet(facet, facets))
    policy = units[(units["kind"] != UnitKind.FURNITURE.value).to_numpy()]
    groups = policy["doc_id"].map(known.set_index("doc_id", drop=False)[by])
    if groups.isna().any():
        lost = sorted(policy["doc_id"][groups.isna()].unique())
        raise TableFault(Fault(f"units of documents that are not in table 'documents': {', '.join(lost)}"))
    label = policy["unit_id"].map(_rarest_codes(codings[(codings["facet"] == facet).to_numpy()]))
    read = label.notna().to_numpy()
    stratum = groups[read].astype(str) + "|" + label[read].astype(str)
    return pd.DataFrame({"unit_id": policy["unit_id"][read].to_numpy(), "stratum": stratum.to_numpy()})


def _rarest_codes(codings: pd.DataFrame) -> pd.Series[str]:
    """Return the rarest code of each unit that was read, by unit_id; ties by name."""
    rows = codings.loc[(codings["code"] != Reserved.FAILED.value).to_numpy(), ["unit_id", "code"]]
    rows = rows.drop_duplicates()
    rows = rows.assign(n=rows["code"].map(rows["code"].value_counts()))
    rows = rows.sort_values(["unit_id", "n", "code"]).drop_duplicates("unit_id")
    return rows.set_index("unit_id")["code"]

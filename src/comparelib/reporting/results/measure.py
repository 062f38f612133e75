"""The numbers and findings of a run, reckoned from its parameters as its notebooks reckon them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from comparelib.errors import ComparelibError, NotEstimable, Reason
from comparelib.reporting.results.parameters import CLAIMS
from comparelib.store import package_sha256, text_sha256

if TYPE_CHECKING:
    from comparelib.claims import Card
    from comparelib.contrast import PriorityComparison
    from comparelib.matrix import ThemeMatrix
    from comparelib.priorities import Priorities
    from comparelib.reporting.results.beforehand import Beforehand
    from comparelib.study import Study

_SHORT = 16
_SIDES = 2
_ROUND = 12  # digits kept; the last few of a float depend on the machine


@dataclass(frozen=True)
class Measured:
    """What a run's parameters give.

    Attributes
    ----------
    matrix
        Documents x codes.
    sides
        Priorities of the jurisdictions.
    comparison
        Of the first two jurisdictions; None where it cannot be made, and `refusal` says why.
    cards
        The findings; none without a comparison.
    refusal
        Why there is no comparison.
    named
        Differences that the run named beforehand; None where it named none, or there is no comparison.
    """

    matrix: ThemeMatrix
    sides: Priorities | None
    comparison: PriorityComparison | None
    cards: tuple[Card, ...]
    refusal: Reason | None = None
    named: Beforehand | None = None


def measured(study: Study, parameters: Mapping[str, Any]) -> Measured:
    """Reckon the matrix, the shares, the comparison and the findings of a run.

    Raises
    ------
    ParameterFault
        A document, jurisdiction, coder or facet that the study does not have.
    """
    from comparelib.contrast import compare_priorities
    from comparelib.priorities import jurisdiction_priorities
    from comparelib.reporting.results.beforehand import beforehand
    from comparelib.reporting.results.cards import run_cards

    matrix = run_matrix(study, parameters)
    options = {name: parameters[name] for name in ("weighting", "level", "draws", "seed")}
    pair = tuple((parameters["jurisdictions"] or list(study.file.jurisdictions))[:_SIDES])
    sides = comparison = None
    try:
        sides = jurisdiction_priorities(matrix, **options)
        if len(pair) < _SIDES:
            named = ", ".join(pair)
            raise NotEstimable(
                f"the run reads the texts of one side alone, {named}", "refusal.run_of_one_side", sides=named
            )
        comparison = compare_priorities(matrix, jurisdictions=pair, **options)
        cards = run_cards(study, parameters, matrix, sides, comparison)
    except ComparelibError as refused:
        return Measured(matrix, sides, comparison, (), refused.why)
    tested = beforehand(comparison, parameters.get(CLAIMS, ()))
    return Measured(matrix, sides, comparison, cards, named=tested)


def run_matrix(study: Study, parameters: Mapping[str, Any]) -> ThemeMatrix:
    """Return the theme matrix of a run."""
    chosen = study.selection(parameters["documents"], parameters["jurisdictions"])
    names = ("facet", "coder", "counting", "functions")
    return study.matrix(documents=chosen, **{name: parameters[name] for name in names})


def unit_rows(study: Study, matrix: ThemeMatrix) -> pd.DataFrame:
    """Return a row a unit of the matrix's documents, as `write_results` wants them."""
    texts = study.units()
    texts = texts[texts["doc_id"].isin(matrix.documents.index)]
    coded = matrix.coded
    names = np.array(coded.codes, dtype=object)
    held = {
        unit: (float(weight), list(names[row > 0]), [round(float(value), _ROUND) for value in row[row > 0]])
        for unit, weight, row in zip(coded.unit_ids, coded.weights, coded.values, strict=True)
    }
    rows = [held.get(unit, (0.0, [], [])) for unit in texts["unit_id"]]
    return pd.DataFrame(
        {
            "unit_id": list(texts["unit_id"]),
            "doc_id": list(texts["doc_id"]),
            "text": [text_sha256(text)[:_SHORT] for text in texts["text"]],
            "weight": [row[0] for row in rows],
            "codes": [row[1] for row in rows],
            "values": [row[2] for row in rows],
        }
    )


def method_hash() -> str:
    """Return the hash of the code that makes units, codings and counts of them."""
    return package_sha256("text", "corpus", "codebook", "coding", "matrix", "build")[:_SHORT]


def known(value: float) -> float | None:
    """Return a number as results.json holds it: rounded to 12 decimals, None for what is not known."""
    return round(float(value), _ROUND) + 0.0 if isfinite(value) else None

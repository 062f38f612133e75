"""One matrix and its comparison -> all that finding cards are made from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from comparelib.claims.evidence import Evidence
from comparelib.claims.voice import Names
from comparelib.matrix.groups import MOST_DOCUMENTS
from comparelib.priorities import Priorities, document_shares, jurisdiction_priorities, priorities

if TYPE_CHECKING:
    from comparelib.contrast import PriorityComparison
    from comparelib.matrix import ThemeMatrix
    from comparelib.multiverse import Multiverse
    from comparelib.reliability import Agreement


def text_priorities(
    matrix: ThemeMatrix, *, level: float = 0.95, draws: int = 2000, seed: int = 1
) -> Priorities:
    """Return the priorities of the texts as cards need them: beyond `MOST_DOCUMENTS` texts without ranks.

    No card speaks of single texts of so many (`priority_cards`); their shares stand behind the cards on
    differences. Parameters and errors as of `priorities`.
    """
    make = document_shares if len(matrix.documents) > MOST_DOCUMENTS else priorities
    return make(matrix, level=level, draws=draws, seed=seed)


def gathered(
    matrix: ThemeMatrix,
    comparison: PriorityComparison,
    faces: Mapping[str, Names],
    *,
    multiverse: Multiverse | None = None,
    agreement: Agreement | None = None,
) -> Evidence:
    """Return the evidence for `findings`; priorities are reckoned as the comparison was.

    Parameters
    ----------
    matrix, comparison
        What was compared; level, draws, seed and weighting are those of the comparison.
    faces
        Language -> names, for Dutch and English (`Study.faces`).
    multiverse, agreement
        Of the same; without them no difference is graded above moderate.
    """
    level, draws, seed = comparison.level, comparison.draws, comparison.seed
    texts = text_priorities(matrix, level=level, draws=draws, seed=seed)
    sides = jurisdiction_priorities(
        matrix, weighting=comparison.weighting, level=level, draws=draws, seed=seed
    )
    return Evidence(matrix, faces, texts, sides, comparison, multiverse, agreement)

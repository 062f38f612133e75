"""What the dictionary says of each unit, as numbers: weights, matched patterns, chosen codes, passages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from comparelib.codebook import Codebook
from comparelib.coding.dictionary.engine import Matches, find_matches
from comparelib.coding.dictionary.load import Dictionary
from comparelib.coding.dictionary.select import selected, weigh


@dataclass(frozen=True)
class Evidence:
    """The dictionary's evidence. Codes are those of `dictionary.codes`, in their order.

    Attributes
    ----------
    codes
        (facet, code) of each column.
    weight
        Summed weight of the distinct patterns, float64, shape (units, codes).
    characters
        Characters of matched text, float64, shape (units, codes).
    chosen
        Which codes the dictionary coder gives, bool, shape (units, codes).
    patterns
        Which patterns matched, 0 or 1, CSR of shape (units, patterns).
    passage
        Row of `matches` with the heaviest, then longest, match of each unit and code; -1 for none.
        Shape (units, codes).
    matches
        All matches with their offsets.
    """

    codes: tuple[tuple[str, str], ...]
    weight: NDArray[np.float64]
    characters: NDArray[np.float64]
    chosen: NDArray[np.bool_]
    patterns: sparse.csr_array
    passage: NDArray[np.int64]
    matches: Matches


def dictionary_evidence(
    units: pd.DataFrame, varieties: Mapping[str, str], dictionary: Dictionary, codebook: Codebook
) -> Evidence:
    """Return the evidence for every code in every unit; `units` has the columns doc_id, kind and text."""
    texts = units["text"].tolist()
    spoken = [varieties.get(doc_id) for doc_id in units["doc_id"].tolist()]
    program = dictionary.program
    matches = Matches.joined(list(find_matches(texts, program, spoken)))
    scores = weigh(matches, program)
    shape = (len(texts), len(dictionary.codes))
    weight, characters = np.zeros(shape), np.zeros(shape)
    weight[scores.unit, scores.code] = scores.weight
    characters[scores.unit, scores.code] = scores.characters
    kept = selected(scores, dictionary, codebook)
    chosen = np.zeros(shape, dtype=bool)
    chosen[scores.unit[kept], scores.code[kept]] = True
    patterns = sparse.csr_array(
        (np.ones(len(matches.unit)), (matches.unit, matches.pattern)),
        shape=(len(texts), program.n_patterns),
    )
    patterns.sum_duplicates()
    patterns.data[:] = 1.0
    _choose_defaults(chosen, units["kind"].to_numpy(), dictionary)
    return Evidence(
        dictionary.codes, weight, characters, chosen, patterns, _passages(matches, dictionary, shape), matches
    )


def _choose_defaults(chosen: NDArray[np.bool_], kinds: NDArray[np.object_], dictionary: Dictionary) -> None:
    """Give the default code of a facet to the units in which none of its patterns matches."""
    number = {code: place for place, code in enumerate(dictionary.codes)}
    for facet, rule in dictionary.rules.items():
        own = [place for (owner, _), place in number.items() if owner == facet]
        bare = ~chosen[:, own].any(axis=1)
        for kind in pd.unique(kinds):
            code = rule.default_of.get(str(kind), rule.default)
            if code is not None:
                chosen[bare & (kinds == kind), number[facet, code]] = True


def _passages(matches: Matches, dictionary: Dictionary, shape: tuple[int, int]) -> NDArray[np.int64]:
    program = dictionary.program
    code = program.pattern_code[matches.pattern]
    length = matches.end - matches.start
    # The last assignment to a cell stands: so the best match comes last.
    order = np.lexsort((-matches.start, length, program.weights[matches.pattern]))
    passage = np.full(shape, -1, dtype=np.int64)
    passage[matches.unit[order], code[order]] = order
    return passage

"""Units -> codings: which codes the matches give to each unit, with the passage and the rule of every one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.codebook import Codebook
from comparelib.coding.dictionary.columns import passages, picked
from comparelib.coding.dictionary.engine import Matches, find_matches
from comparelib.coding.dictionary.load import Dictionary
from comparelib.coding.dictionary.select import Scores, nested_in, selected, weigh
from comparelib.errors import CodingFault, Fault
from comparelib.model import Reserved, UnitKind

COLUMNS = ("unit_id", "facet", "code", "coder", "score", "start", "end", "evidence", "rule")
_NOTHING = "no patterns of enough weight"
_DEFAULT = "default of the facet: no patterns of enough weight"


@dataclass(frozen=True)
class _Rows:
    """Rows of codings before they become a frame: unit and code by number, -1 for no pattern."""

    unit: NDArray[np.int64]
    code: NDArray[np.int64]
    score: NDArray[np.float64]
    match: NDArray[np.int64]


def dictionary_codings(
    units: pd.DataFrame, dictionary: Dictionary, codebook: Codebook, varieties: Mapping[str, str]
) -> pd.DataFrame:
    """Return the codings of the units by the dictionary, in the order of units and of the codebook.

    Every passage that speaks for a code that was given is one row, its longest pattern first in `rule`,
    patterns nested in it after ` + `; a unit without a code of a facet has one row `none` (or the facet's
    default code), score 0. Furniture is not coded. The score of a code is the summed weight of its distinct
    patterns in the unit, at most 1.

    Parameters
    ----------
    units
        Columns unit_id, doc_id, text and, where there is furniture, kind.
    varieties
        doc_id -> language variety ("nl-NL" or "nl-BE"), as declared; a document without one gets only
        patterns that hold for all varieties.

    Raises
    ------
    CodingFault
        The units lack a column.
    """
    missing = [name for name in ("unit_id", "doc_id", "text") if name not in units]
    if missing:
        raise CodingFault(Fault(f"the units have no column '{missing[0]}'", expected="unit_id, doc_id, text"))
    if "kind" in units:
        units = units[units["kind"] != UnitKind.FURNITURE.value]
    kinds = units["kind"].tolist() if "kind" in units else [UnitKind.SENTENCE.value] * len(units)
    texts = units["text"].tolist()
    known = {doc_id: varieties.get(doc_id) for doc_id in units["doc_id"].unique()}
    by_unit = [known[doc_id] for doc_id in units["doc_id"].tolist()]
    matches = Matches.joined(list(find_matches(texts, dictionary.program, by_unit)))
    scores = weigh(matches, dictionary.program)
    chosen = selected(scores, dictionary, codebook)
    rows = _rows(matches, scores, chosen, kinds, dictionary)
    return _frame(rows, matches, units["unit_id"], texts, dictionary)


def _rows(
    matches: Matches, scores: Scores, chosen: NDArray[np.bool_], kinds: list[str], dictionary: Dictionary
) -> _Rows:
    """Return a row per match of a chosen code, and one per unit and facet without a code, in order."""
    owner = np.full(len(matches.pattern), -1, dtype=np.int64)
    owner[scores.order] = scores.row
    kept = np.flatnonzero(chosen[owner] & ~matches.nested)
    parts = [
        _Rows(
            matches.unit[kept],
            dictionary.program.pattern_code[matches.pattern[kept]],
            np.minimum(scores.weight[owner[kept]], 1.0),
            kept,
        )
    ]
    numbers = {code: number for number, code in enumerate(dictionary.codes)}
    facets = list(dict.fromkeys(facet for facet, _ in dictionary.codes))
    names = [facet for facet, _ in dictionary.codes]
    facet_of = np.array([facets.index(facet) for facet in names], dtype=np.int64)
    for number, facet in enumerate(facets):
        coded = np.zeros(len(kinds), dtype=bool)
        coded[scores.unit[chosen & (facet_of[scores.code] == number)]] = True
        bare = np.flatnonzero(~coded)
        rule = dictionary.rules[facet]
        defaults = [rule.default_of.get(kinds[unit], rule.default) for unit in bare.tolist()]
        code = np.array([numbers[facet, name] if name else -1 - number for name in defaults], dtype=np.int64)
        nowhere = np.full(len(bare), -1, dtype=np.int64)
        parts.append(_Rows(bare, code, np.zeros(len(bare)), nowhere))
    rows = _Rows(*(np.concatenate(column) for column in zip(*(vars(p).values() for p in parts), strict=True)))
    # A unit without a code of a facet has no row of its codes: `none` stands where the first would.
    first_code = np.array([names.index(facet) for facet in facets[::-1]], dtype=np.int64)
    code = np.where(rows.code < 0, first_code[np.minimum(rows.code, -1)], rows.code)
    start = np.append(matches.start, 0)[rows.match]
    room = int(start.max(initial=0)) + 1
    order = np.argsort((rows.unit * len(names) + code) * room + start, kind="stable")
    return _Rows(*(column[order] for column in vars(rows).values()))


def _frame(
    rows: _Rows, matches: Matches, unit_ids: pd.Series, texts: list[str], dictionary: Dictionary
) -> pd.DataFrame:
    facets = list(dict.fromkeys(facet for facet, _ in dictionary.codes))
    # Numbers below 0 stand behind the codes: -1 - facet is "none of this facet".
    code = np.where(rows.code < 0, rows.code + len(dictionary.codes) + len(facets), rows.code)
    spoken = rows.match >= 0
    start, end = (np.append(side, -1)[rows.match] for side in (matches.start, matches.end))
    return pd.DataFrame(
        {
            "unit_id": picked(unit_ids, rows.unit),
            "facet": picked([facet for facet, _ in dictionary.codes] + facets[::-1], code),
            "code": picked(
                [name for _, name in dictionary.codes] + [Reserved.NONE.value] * len(facets), code
            ),
            "coder": picked([dictionary.coder], np.zeros(len(spoken), dtype=np.int64)),
            "score": rows.score,
            "start": pd.arrays.IntegerArray(np.maximum(start, 0), ~spoken),
            "end": pd.arrays.IntegerArray(np.maximum(end, 0), ~spoken),
            "evidence": passages(texts, rows.unit, start, end),
            "rule": _rules(rows, matches, facets, dictionary),
        },
        columns=list(COLUMNS),
    )


def _rules(rows: _Rows, matches: Matches, facets: list[str], dictionary: Dictionary) -> pd.Series:
    """Return the rule of each row: its pattern and those nested in it, or why there is none."""
    program = dictionary.program
    rules = [pattern.rule for pattern in program.patterns]
    bare = [_DEFAULT, *_reasons(facets, dictionary)]
    reason = np.where(rows.code >= 0, 0, rows.code + len(bare))
    place = np.where(rows.match >= 0, np.append(matches.pattern, 0)[rows.match], len(rules) + reason)
    told: dict[int, str] = {}
    for row, number in nested_in(rows.match, matches, program):
        told[row] = f"{told.get(row) or rules[place[row]]} + {rules[number]}"
    several = {
        rule: len(rules) + len(bare) + number for number, rule in enumerate(dict.fromkeys(told.values()))
    }
    place[list(told)] = [several[rule] for rule in told.values()]
    return picked([*rules, *bare, *several], place)


def _reasons(facets: list[str], dictionary: Dictionary) -> list[str]:
    """Return why a unit has no code of each facet, last facet first."""
    needed = [dictionary.rules[facet].only_for for facet in reversed(facets)]
    return [f"{_NOTHING}, or not {only[0]} {'/'.join(only[1])}" if only else _NOTHING for only in needed]

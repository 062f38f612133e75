"""Texts -> counts of dictionary keys, as quanteda's `tokens_lookup()` and `dfm()` count them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from comparelib.coding.dictionary.compiling import compile_program
from comparelib.coding.dictionary.dead import dead_globs
from comparelib.coding.dictionary.engine import Matches, find_matches
from comparelib.coding.dictionary.globs import matches_everything
from comparelib.coding.dictionary.pattern import Pattern
from comparelib.coding.dictionary.program import Program
from comparelib.coding.dictionary.scope import NestedScope
from comparelib.errors import DictionaryFault, Fault

if TYPE_CHECKING:
    import pandas as pd
from numpy.typing import NDArray


def lookup(
    texts: Sequence[str],
    keys: Mapping[str, Sequence[str]],
    *,
    nested_scope: NestedScope = NestedScope.KEY,
    case_insensitive: bool = True,
) -> pd.DataFrame:
    """Count the matches of each key in each text.

    Equals quanteda 4's `dfm(tokens_lookup(tokens(x, remove_punct = TRUE), dictionary, valuetype = "glob",
    nested_scope = , case_insensitive = ))`.

    Parameters
    ----------
    keys
        Key -> its glob patterns; the words of a pattern are parted by spaces.

    Returns
    -------
    pandas.DataFrame
        int64, shape (texts, keys), zeros kept.

    Raises
    ------
    DictionaryFault
        A pattern is empty or matches everything.
    """
    import pandas as pd  # only here: who checks patterns needs no table

    program = lookup_program(keys, case_insensitive=case_insensitive)
    counts = code_counts(find_matches(texts, program, scope=nested_scope), len(texts), program)
    return pd.DataFrame(counts, columns=list(keys))


def code_counts(matches: Iterable[Matches], n_texts: int, program: Program) -> NDArray[np.int64]:
    """Count the matches of each code in each text, zeros kept; nested ones do not count.

    Parameters
    ----------
    matches
        As `find_matches` yields them, shard by shard.

    Returns
    -------
    counts
        Shape (n_texts, codes of the program).
    """
    cells = np.zeros(n_texts * len(program.codes), dtype=np.int64)
    for found in matches:
        cell = found.unit * len(program.codes) + program.pattern_code.take(found.pattern)
        cell = cell.compress(~found.nested)
        first = int(cell.min(initial=len(cells)))  # a shard's cells alone, not all of them for every shard
        counted = np.bincount(cell - first)
        cells[first : first + len(counted)] += counted
    return cells.reshape(n_texts, len(program.codes))


def lookup_program(keys: Mapping[str, Sequence[str]], *, case_insensitive: bool = True) -> Program:
    """Return the program of plain keys with plain patterns. Patterns that stand twice count once."""
    faults = [
        Fault(f"key '{key}': pattern '{pattern}' {'matches everything' if pattern.strip() else 'is empty'}")
        for key, patterns in keys.items()
        for pattern in patterns
        if all(map(matches_everything, pattern.split()))
    ]
    if faults:
        raise DictionaryFault(faults)
    patterns = [
        Pattern(" ".join(text.split()), "", key, case=not case_insensitive)
        for key, texts in keys.items()
        for text in dict.fromkeys(texts)
    ]
    return compile_program(patterns, [], [("", key) for key in keys])


def never_matching(keys: Mapping[str, Sequence[str]]) -> tuple[tuple[str, str], ...]:
    """Return (key, pattern) of every pattern that the tokeniser leaves without a match, such as `r&d`."""
    dead = dead_globs(glob for patterns in keys.values() for text in patterns for glob in text.split())
    return tuple(
        (key, text)
        for key, patterns in keys.items()
        for text in patterns
        if not dead.isdisjoint(text.split())
    )

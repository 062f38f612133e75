"""Which of several matches over the same words count: quanteda's nested scopes."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from comparelib.coding.dictionary.program import Integers
from comparelib.coding.dictionary.sieve import Sieve

_SIEVE_BITS = 16  # 64 kB


class NestedScope(StrEnum):
    """Within what a longer match wins over the shorter ones nested in it (`tokens_lookup(nested_scope = )`).

    `key`: within each code, so that one token may serve several codes (overlapping). `dictionary`: across all
    codes (exclusive): words that a longer match covers serve no other code.
    """

    KEY = "key"
    DICTIONARY = "dictionary"


def unnested(
    code: Integers, first: Integers, stop: Integers, n_tokens: int, scope: NestedScope
) -> NDArray[np.bool_]:
    """Return which matches count.

    Longest first, then leftmost; no token is used twice for one code. Of several patterns of one code on the
    same tokens the first row counts. Rows of one token must come in the order of token and code.
    """
    length = stop - first
    key = code * (n_tokens + 1) + first
    used = np.empty(0, dtype=np.int64)  # sorted keys of tokens in use
    taken = np.zeros(n_tokens, dtype=bool)  # tokens in use by any code
    counted = np.zeros(len(code), dtype=bool)
    longer = np.flatnonzero(length > 1)  # few
    sizes = length.take(longer)
    for size in (*np.flatnonzero(np.bincount(sizes))[::-1].tolist(), 1):
        rows = longer.compress(sizes == size) if size > 1 else np.flatnonzero(length == 1)
        rows = _free(rows, (first, key), size, (taken, used), scope)
        rows = _distinct_singles(rows, key) if size == 1 else _apart(rows, key, first, size, scope)
        counted[rows] = True
        if size > 1:
            used = np.sort(np.concatenate((used, (key[rows, None] + np.arange(size)).ravel())))
            taken[(first[rows, None] + np.arange(size)).ravel()] = True
    return counted


def _free(
    rows: Integers,
    place: tuple[Integers, Integers],
    size: int,
    use: tuple[NDArray[np.bool_], Integers],
    scope: NestedScope,
) -> Integers:
    """Return the rows none of whose tokens a longer match of their code, or of any code, has taken."""
    first, key = place
    taken, used = use
    begin = first.take(rows)
    touched = taken.take(begin)
    for step in range(1, size):
        touched |= taken.take(begin + step)
    doubtful = np.flatnonzero(touched)  # few; only these are looked up code by code
    if not len(doubtful):
        return rows
    blocked = _any_used(key[rows[doubtful]], size, used)
    if scope is NestedScope.DICTIONARY:
        words = first[rows[doubtful], None] + np.arange(size)
        blocked |= taken[words].all(axis=1)
    free = np.ones(len(rows), dtype=bool)
    free[doubtful] = ~blocked
    return rows.compress(free)


def _any_used(keys: Integers, size: int, used: Integers) -> NDArray[np.bool_]:
    """Return whether any of the `size` keys from each on is among the sorted ones in use."""
    blocked = np.zeros(len(keys), dtype=bool)
    asked = np.arange(len(keys))
    if size == 1:  # by far the most, and nearly all of another code than the words' longer match
        sieve = Sieve(_SIEVE_BITS)
        sieve.add(used)
        asked = np.flatnonzero(sieve.may_hold(keys))
    sought = keys.take(asked)
    following = np.append(used, np.iinfo(np.int64).max).take(np.searchsorted(used, sought))
    blocked[asked] = following < sought + size
    return blocked


def _distinct_singles(rows: Integers, key: Integers) -> Integers:
    new = np.ones(len(rows), dtype=bool)
    keys = key.take(rows)
    new[1:] = keys[1:] != keys[:-1]
    return rows.compress(new)


def _apart(rows: Integers, key: Integers, first: Integers, size: int, scope: NestedScope) -> Integers:
    """Return the rows that remain when, from the left, a match drops those that overlap with it."""
    _, distinct = np.unique(key[rows], return_index=True)
    rows = rows[distinct]
    if scope is NestedScope.DICTIONARY:
        return _apart_across_codes(rows, key, first, size)
    near = np.zeros(len(rows), dtype=bool)
    near[1:] = np.diff(key[rows]) < size
    keep = ~near
    reached = -1
    for place in np.flatnonzero(near | np.append(near[1:], False)).tolist():  # clusters only: they are rare
        value = int(key[rows[place]])
        if keep[place] or value >= reached:
            keep[place] = True
            reached = value + size
    return rows[keep]


def _apart_across_codes(rows: Integers, key: Integers, first: Integers, size: int) -> Integers:
    """Do the same where a match also drops those of other codes all of whose words are covered already."""
    covered: set[int] = set()
    reached: dict[int, int] = {}
    kept, waiting, position = [], range(0), -1
    for row in rows[np.lexsort((key[rows], first[rows]))].tolist():
        start = int(first[row])
        code = int(key[row]) - start  # the same for all matches of one code
        if start != position:  # matches that begin together do not cover each other
            covered.update(waiting)
            waiting, position = range(0), start
        if start < reached.get(code, -1) or covered.issuperset(range(start, start + size)):
            continue
        kept.append(row)
        reached[code] = start + size
        waiting = range(start, start + size)
    return np.array(kept, dtype=np.int64)

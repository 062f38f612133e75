"""Texts -> matches with their character offsets, shard by shard, so that memory stays small."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from comparelib.coding.dictionary.conditions import counting_hits
from comparelib.coding.dictionary.hits import Hits
from comparelib.coding.dictionary.matching import find_hits
from comparelib.coding.dictionary.program import Integers, Program
from comparelib.coding.dictionary.scope import NestedScope, unnested
from comparelib.coding.dictionary.tokens import tokenise
from comparelib.coding.dictionary.type_matches import TypeMatches
from comparelib.coding.dictionary.vocabulary import Vocabulary

SHARD = 1 << 20  # characters; one million keeps the arrays of a shard near the processor's cache
_KEPT = 31 << 20  # bytes; of blocks from 32 MB on malloc learns nothing


@dataclass(frozen=True)
class Matches:
    """Where patterns count, in the order of units, patterns' codes and places. Shapes (matches,).

    Attributes
    ----------
    pattern
        Place in `program.patterns`.
    unit
        Place of the text among those that were given.
    start, end
        Offsets into that text.
    nested
        Whether the match lies on words that another match of the code has taken: it says that its pattern
        occurs, but is not counted.
    """

    pattern: Integers
    unit: Integers
    start: Integers
    end: Integers
    nested: NDArray[np.bool_]

    @classmethod
    def joined(cls, parts: Sequence[Matches]) -> Matches:
        """Return several shards' matches as one."""
        nothing = np.empty(0, dtype=np.int64)
        columns = zip(*(vars(part).values() for part in parts), strict=True)
        empty = cls(nothing, nothing, nothing, nothing, np.empty(0, dtype=bool))
        return cls(*map(np.concatenate, columns)) if parts else empty


def shards(texts: Sequence[str], size: int = SHARD) -> Iterator[tuple[int, int]]:
    """Return (first, stop) of runs of texts of about `size` characters; a longer text is a run of its own."""
    return _runs(ends(texts), size)


def _runs(stops: Integers, size: int) -> Iterator[tuple[int, int]]:
    first = 0
    while first < len(stops):
        begun = int(stops[first - 1]) if first else 0
        stop = int(np.searchsorted(stops, begun + size + 1, side="right"))
        yield first, max(stop, first + 1)
        first = max(stop, first + 1)


def ends(texts: Sequence[str]) -> Integers:
    """Return where each text ends, with a line feed behind it, when they are joined."""
    return np.cumsum(np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)) + 1)


def find_matches(
    texts: Sequence[str],
    program: Program,
    varieties: Sequence[str | None] | None = None,
    *,
    scope: NestedScope = NestedScope.KEY,
    shard: int = SHARD,
) -> Iterator[Matches]:
    """Yield the matches whose conditions hold, one shard after the other.

    Parameters
    ----------
    varieties
        Language variety of each text; without it patterns of one variety never count.
    """
    return Matcher(program, scope).matches(texts, varieties, shard=shard)


class Matcher:
    """Finds matches in one piece of a corpus after the other, and remembers the words that it has met."""

    def __init__(self, program: Program, scope: NestedScope = NestedScope.KEY) -> None:
        self._program, self._scope = program, scope
        self._vocabulary, self._known = Vocabulary(), TypeMatches(program)
        _keep_memory()

    def matches(
        self, texts: Sequence[str], varieties: Sequence[str | None] | None = None, *, shard: int = SHARD
    ) -> Iterator[Matches]:
        """Yield the matches of a piece, one shard after the other; units are counted from its first text."""
        numbers: dict[str | None, int] = {name: n for n, name in enumerate(self._program.varieties)}
        variety = np.full(len(texts), -1, dtype=np.int64)
        if varieties is not None and numbers:
            variety[:] = list(map(numbers.get, varieties, repeat(-1)))
        stops = ends(texts)
        for first, stop in _runs(stops, shard):
            offsets = np.append(0, stops[first:stop] - (stops[first - 1] if first else 0))
            yield self._of_shard(texts[first:stop], first, offsets, variety[first:stop])

    def _of_shard(self, texts: Sequence[str], base: int, offsets: Integers, variety: Integers) -> Matches:
        program, text = self._program, "\n".join(texts)
        tokens = tokenise(text)
        types = self._vocabulary.type_ids(text, tokens)
        self._known.extend(self._vocabulary)
        units = np.repeat(np.arange(len(texts)), np.diff(np.searchsorted(tokens.starts, offsets)))
        found = find_hits(types, units, program, self._known)
        hits = counting_hits(found, units, tokens, variety, program)
        unit = units.take(hits.first)
        return Matches(
            pattern=hits.expression,
            unit=unit + base,
            start=tokens.starts.take(hits.first) - offsets.take(unit),
            end=tokens.ends.take(hits.stop - 1) - offsets.take(unit),
            nested=_nested(hits, len(types), program, self._scope),
        )


@lru_cache(maxsize=1)
def _keep_memory() -> None:
    """Let the arrays of one shard be made where those of the last one were.

    glibc asks the system for each block above a threshold anew, and every new page costs a fault: a third of
    the time of a shard. Releasing a large block raises the threshold above the arrays of a shard (mallopt(3),
    M_MMAP_THRESHOLD); nothing is written to it, so it takes no memory. Elsewhere this does nothing.
    """
    np.empty(_KEPT, dtype=np.uint8)


def _nested(hits: Hits, n_tokens: int, program: Program, scope: NestedScope) -> NDArray[np.bool_]:
    """Return which matches are nested. Those with a gap neither take words from others nor lose them."""
    nested = np.asarray(program.n_segments.take(hits.expression) == 1)
    plain = np.flatnonzero(nested)
    alone = hits.where(plain)
    code = program.pattern_code.take(alone.expression)
    nested[plain] = ~unnested(code, alone.first, alone.stop, n_tokens, scope)
    return nested

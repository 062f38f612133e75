"""Texts -> matches with their character offsets, shard by shard, so that memory does not grow with the corpus."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from comparelib.coding.dictionary.conditions import counting_hits
from comparelib.coding.dictionary.matching import Hits, TypeMatches, find_hits
from comparelib.coding.dictionary.program import Integers, Program
from comparelib.coding.dictionary.scope import NestedScope, unnested
from comparelib.coding.dictionary.tokens import tokenise
from comparelib.coding.dictionary.vocabulary import Vocabulary

SHARD = 1 << 20  # characters; one million keeps the arrays of a shard near the processor's cache


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
    """

    pattern: Integers
    unit: Integers
    start: Integers
    end: Integers

    @classmethod
    def joined(cls, parts: Sequence[Matches]) -> Matches:
        """Return several shards' matches as one."""
        columns = ([getattr(part, name) for part in parts] for name in ("pattern", "unit", "start", "end"))
        return cls(*(np.concatenate([np.empty(0, dtype=np.int64), *column]) for column in columns))


def shards(texts: Sequence[str], size: int = SHARD) -> Iterator[tuple[int, int]]:
    """Yield (first, stop) of runs of texts of about `size` characters; a longer text is a run of its own."""
    first, characters = 0, 0
    for place, text in enumerate(texts):
        if characters and characters + len(text) > size:
            yield first, place
            first, characters = place, 0
        characters += len(text) + 1
    if first < len(texts):
        yield first, len(texts)


def find_matches(
    texts: Sequence[str],
    program: Program,
    varieties: Sequence[str | None] | None = None,
    *,
    scope: NestedScope = NestedScope.KEY,
    shard: int = SHARD,
) -> Iterator[Matches]:
    """Yield the matches that count, one shard after the other.

    Parameters
    ----------
    varieties
        Language variety of each text; without it patterns of one variety never count.
    """
    numbers = {name: number for number, name in enumerate(program.varieties)}
    variety = np.full(len(texts), -1, dtype=np.int64)
    if varieties is not None and numbers:
        variety[:] = [numbers.get(name, -1) if name else -1 for name in varieties]
    vocabulary, known = Vocabulary(), TypeMatches(program)
    for first, stop in shards(texts, shard):
        yield _shard_matches(
            texts[first:stop], (first, variety[first:stop]), program, (vocabulary, known), scope
        )


def _shard_matches(
    texts: Sequence[str],
    place: tuple[int, Integers],
    program: Program,
    memory: tuple[Vocabulary, TypeMatches],
    scope: NestedScope,
) -> Matches:
    base, variety = place
    vocabulary, known = memory
    text = "\n".join(texts)
    offsets = np.cumsum([0, *(len(part) + 1 for part in texts)])
    tokens = tokenise(text)
    types = vocabulary.type_ids(text, tokens)
    known.extend(vocabulary.words)
    units = np.repeat(np.arange(len(texts)), np.diff(np.searchsorted(tokens.starts, offsets)))
    hits = counting_hits(find_hits(types, units, program, known), units, variety, program)
    hits = _settled(hits, len(types), program, scope)
    unit = units[hits.first]
    return Matches(
        pattern=hits.expression,
        unit=unit + base,
        start=tokens.starts[hits.first] - offsets[unit],
        end=tokens.ends[hits.stop - 1] - offsets[unit],
    )


def _settled(hits: Hits, n_tokens: int, program: Program, scope: NestedScope) -> Hits:
    """Settle nested matches. Those with a gap neither take words from others nor lose them."""
    gapped = program.n_segments[hits.expression] > 1
    plain = hits.where(~gapped) if gapped.any() else hits
    kept = plain.where(
        unnested(program.pattern_code[plain.expression], plain.first, plain.stop, n_tokens, scope)
    )
    if not gapped.any():
        return kept
    bridged = hits.where(gapped)
    columns = zip(vars(kept).values(), vars(bridged).values(), strict=True)
    return Hits(*(np.concatenate(pair) for pair in columns))

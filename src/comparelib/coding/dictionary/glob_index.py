"""Globs -> the types that they match: all globs at once against each distinct token once.

Every glob has a fixed fragment (`*grondstof*`: "grondstof"; `circula*`: line feed + "circula"). Some
neighbouring characters of each fragment go into tables; a pass over the vocabulary for each table finds the
few places where any of them stands, and only these are compared in full. So the cost hardly grows with the
number of globs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from comparelib.coding.dictionary.globs import fragment, glob_regex
from comparelib.coding.dictionary.grams import (
    LINE_FEED,
    WORD,
    Edge,
    GramTable,
    Integers,
    characters,
    rolling_words,
    word_numbers,
)

Pairs = tuple[Integers, Integers]

# Grams of 8, 5, 4 and 3 characters: of compounds made of the same few stems a longer gram finds fewer.
_SIZES = (8, 5, 4, 3)
_HALF = 32  # bits of a glob id in a (word, glob) key


@dataclass(frozen=True)
class GlobIndex:
    """Globs, none of which matches everything, made ready to be matched.

    Attributes
    ----------
    globs
        Their place is their id. Case folded already where it is to be folded.
    """

    globs: tuple[str, ...]

    @cached_property
    def _fragments(self) -> list[tuple[str, bool]]:
        return [fragment(glob) for glob in self.globs]

    @cached_property
    def _partial(self) -> NDArray[np.bool_]:
        """Which globs have more to match than their fragment."""
        return np.array([not complete for _, complete in self._fragments], dtype=bool)

    @cached_property
    def _grid(self) -> tuple[NDArray[np.uint16], Integers]:
        """Fragments as characters of 16 bits, shape (globs, longest), and their lengths."""
        coded = [characters(piece) for piece, _ in self._fragments]
        lengths = np.array([len(units) for units in coded], dtype=np.int64)
        grid = np.zeros((len(coded), max(lengths.max(initial=0), WORD)), dtype=np.uint16)
        for row, units in enumerate(coded):
            grid[row, : len(units)] = units
        return grid, lengths

    @cached_property
    def _tables(self) -> tuple[GramTable, ...]:
        """A table for each size of gram and each edge of a word at which a fragment stands."""
        grid, lengths = self._grid
        opens = grid[:, 0] == LINE_FEED
        closes = grid[np.arange(len(grid)), lengths - 1] == LINE_FEED
        edges = ((Edge.START, opens), (Edge.END, closes & ~opens), (Edge.NONE, ~opens & ~closes))
        classes = [
            (size, edge, np.flatnonzero(there & (lengths >= size) & (lengths < above)))
            for size, above in zip(_SIZES, (grid.shape[1] + 1, *_SIZES), strict=False)
            for edge, there in edges
        ]
        return tuple(
            GramTable.of(grid, lengths, owners, size, edge) for size, edge, owners in classes if len(owners)
        )

    @cached_property
    def _blocks(self) -> NDArray[np.uint64]:
        """The last four characters of each fragment, then the first four, the second four, and so on."""
        grid, lengths = self._grid
        last = np.maximum(lengths[:, None] - WORD, 0) + np.arange(WORD)
        columns = np.arange(0, grid.shape[1] - WORD + 1, WORD)[:, None] + np.arange(WORD)
        return np.column_stack(
            (word_numbers(np.take_along_axis(grid, last, axis=1)), word_numbers(grid[:, columns]))
        )

    def pairs(self, units: NDArray[np.uint16]) -> Pairs:
        r"""Return (glob ids, word numbers) of every match, sorted by word and then by glob.

        Parameters
        ----------
        units
            The characters of words between line feeds: "\nword\nother\n".
        """
        breaks = np.flatnonzero(units == LINE_FEED)
        n_words = len(breaks) - 1
        if not self.globs or n_words <= 0:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        short = [self._short(units, glob) for glob in np.flatnonzero(self._grid[1] < min(_SIZES)).tolist()]
        found = [self._long(units, breaks), *short]
        globs, begins = (np.concatenate(side) for side in zip(*found, strict=True))
        words = np.cumsum(units == LINE_FEED, dtype=np.int32)[begins].astype(np.int64) - 1
        keys = np.sort((words << _HALF | globs)[words < n_words])  # the last line feed begins no word
        keys = keys[np.diff(keys, prepend=-1) != 0]
        globs, words = keys & ((1 << _HALF) - 1), keys >> _HALF
        return self._whole(globs, words, units, breaks) if self._partial.any() else (globs, words)

    def _long(self, units: NDArray[np.uint16], breaks: Integers) -> Pairs:
        """Return (glob, begin) of every fragment that has a gram."""
        lengths = self._grid[1]
        numbers = rolling_words(np.append(units, np.zeros(max(_SIZES), dtype=np.uint16)))
        nothing = np.empty(0, dtype=np.int64)
        found = [(nothing, nothing), *(table.candidates(numbers, breaks) for table in self._tables)]
        globs, begins = (np.concatenate(side) for side in zip(*found, strict=True))
        blocks = self._blocks
        good = (begins >= 0) & (begins + lengths[globs] <= len(units))
        rows = np.flatnonzero(good & (lengths[globs] >= WORD))
        for column in range(blocks.shape[1]):
            # The last four characters first: they tell most of what begins alike apart.
            rows = rows[lengths[globs[rows]] > column * WORD]
            glob = globs[rows]
            place = column * WORD - WORD if column else lengths[glob] - WORD
            same = numbers[begins[rows] + place] == blocks[glob, column]
            good[rows[~same]] = False
            rows = rows[same]
        return globs[good], begins[good]

    def _short(self, units: NDArray[np.uint16], glob: int) -> Pairs:
        grid, lengths = self._grid
        room = max(len(units) - int(lengths[glob]) + 1, 0)
        found = np.ones(room, dtype=bool)
        for column in range(int(lengths[glob])):
            found &= units[column : column + room] == grid[glob, column]
        places = np.flatnonzero(found)
        return np.full(len(places), glob, dtype=np.int64), places

    def _whole(self, globs: Integers, words: Integers, units: NDArray[np.uint16], breaks: Integers) -> Pairs:
        """Hold globs with several fragments, or with `?`, against the whole word."""
        kept = ~self._partial[globs]
        rows = np.flatnonzero(~kept)
        regexes = {glob: glob_regex(self.globs[glob]) for glob in set(globs[rows].tolist())}
        bounds = zip((breaks[words[rows]] + 1).tolist(), breaks[words[rows] + 1].tolist(), strict=True)
        for row, glob, (start, end) in zip(rows.tolist(), globs[rows].tolist(), bounds, strict=True):
            word = units[start:end].tobytes().decode("utf-16-le", "surrogatepass")
            kept[row] = regexes[glob].fullmatch(word) is not None
        return globs[kept], words[kept]

"""Globs -> the types that they match: all globs at once against each distinct token once.

Every glob has a fixed fragment (`*grondstof*`: "grondstof"; `circula*`: line feed + "circula"). Four
neighbouring characters of each fragment go into one table; one pass over the vocabulary finds the few places
where any of them stands, and only these are compared in full. So the cost hardly grows with their number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Pairs = tuple[Integers, Integers]

_SIEVE_BITS = 20
GRAM = 4  # characters of 16 bits that fill one 64-bit number
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_PIECES = re.compile(r"[*?]+")


def glob_regex(glob: str) -> re.Pattern[str]:
    """Return the regular expression of a glob: `*` is any run of characters, `?` any one character."""
    parts = {"*": ".*", "?": "."}
    return re.compile("".join(parts.get(character) or re.escape(character) for character in glob), re.DOTALL)


def matches_everything(glob: str) -> bool:
    """Whether a glob matches every token there can be: `*`, `?*`. A token has one character at least.

    `?` is not among them: it matches the tokens of exactly one character, `??*` those of two or more.
    """
    return not glob.strip("*?") and ("*" in glob or not glob) and glob.count("?") <= 1


def names_nothing(glob: str) -> bool:
    """Whether a glob holds no character but wildcards."""
    return not glob.strip("*?")


def fragment(glob: str) -> tuple[str, bool]:
    r"""Return the longest fixed fragment of a glob, and whether finding it is all there is to match.

    A glob of wildcards alone (`??`) has the line feed before each word: every word is held against it.
    """
    pieces = _PIECES.split("\n" + glob + "\n")
    inner = [piece for piece in pieces if piece not in ("", "\n")]
    return max(inner, key=len, default="\n"), "?" not in glob and len(inner) == 1


@dataclass(frozen=True)
class GlobIndex:
    """A set of distinct globs, none of which matches everything, made ready to be matched.

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
    def _grid(self) -> tuple[NDArray[np.uint16], NDArray[np.int64]]:
        """Fragments as 16-bit characters, shape (globs, longest), and their lengths."""
        coded = [_units(piece) for piece, _ in self._fragments]
        lengths = np.array([len(units) for units in coded], dtype=np.int64)
        grid = np.zeros((len(coded), max(lengths.max(initial=0), GRAM)), dtype=np.uint16)
        for row, units in enumerate(coded):
            grid[row, : len(units)] = units
        return grid, lengths

    @cached_property
    def _grams(self) -> tuple[NDArray[np.uint64], Integers, Integers, Integers, NDArray[np.bool_]]:
        """Distinct grams, where their globs begin; the globs, the gram's place in each; a table to sieve."""
        grid, lengths = self._grid
        owners = np.flatnonzero(lengths >= GRAM)
        # The side away from a word's edge tells words apart better: verduurz-aam, not ver-duurzaam.
        starts_word, ends_word = (grid[owners, 0] == 10), grid[owners, lengths[owners] - 1] == 10
        offsets = np.where(starts_word, lengths[owners] - GRAM, 0)
        offsets = np.where(starts_word == ends_word, (lengths[owners] - GRAM) // 2, offsets)
        grams = _gram_numbers(grid[owners[:, None], offsets[:, None] + np.arange(GRAM)])
        order = np.argsort(grams, kind="stable")
        distinct, starts = np.unique(grams[order], return_index=True)
        sieve = np.zeros(1 << _SIEVE_BITS, dtype=bool)
        sieve[_sieve_place(grams)] = True
        return distinct, np.append(starts, len(order)), owners[order], offsets[order], sieve

    @cached_property
    def _blocks(self) -> tuple[Integers, NDArray[np.uint64]]:
        """Each fragment cut into grams, the last one flush with its end: their places and numbers."""
        grid, lengths = self._grid
        columns = np.arange(0, grid.shape[1], GRAM)
        places = np.clip(lengths[:, None] - GRAM, 0, columns[None, :])
        rows = np.arange(len(grid))[:, None, None]
        return places, _gram_numbers(grid[rows, places[:, :, None] + np.arange(GRAM)])

    def pairs(self, joined: str) -> Pairs:
        r"""Return (glob ids, word numbers) of every match, sorted by both.

        Parameters
        ----------
        joined
            Words between line feeds: "\nword\nother\n".
        """
        units = _units(joined)
        breaks = np.flatnonzero(units == 10)
        n_words = len(breaks) - 1
        if not self.globs or n_words <= 0:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        globs, places = self._long(units)
        short = [self._short(units, glob) for glob in np.flatnonzero(self._grid[1] < GRAM)]
        globs = np.concatenate([globs, *(found[0] for found in short)])
        places = np.concatenate([places, *(found[1] for found in short)])
        words = np.searchsorted(breaks, places, side="right") - 1
        inside = words < n_words  # the last line feed begins no word
        globs, words = globs[inside], words[inside]
        keys = np.unique(globs * n_words + words)
        globs, words = keys // n_words, keys % n_words
        return self._whole(globs, words, joined)

    def _long(self, units: NDArray[np.uint16]) -> Pairs:
        lengths = self._grid[1]
        grams, starts, owners, offsets, sieve = self._grams
        if not len(grams) or len(units) < GRAM:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        numbers = _rolling_grams(units)
        places = np.flatnonzero(sieve[_sieve_place(numbers)])
        place = np.minimum(np.searchsorted(grams, numbers[places]), len(grams) - 1)
        true = grams[place] == numbers[places]
        places, place = places[true], place[true]
        count = starts[place + 1] - starts[place]
        rows = np.repeat(starts[place], count) + _ranges(count)
        globs = owners[rows]
        begins = np.repeat(places, count) - offsets[rows]
        good = (begins >= 0) & (begins + lengths[globs] <= len(units))
        globs, begins = globs[good], begins[good]
        places, blocks = self._blocks
        for column in range(blocks.shape[1]):
            same = numbers[begins + places[globs, column]] == blocks[globs, column]
            globs, begins = globs[same], begins[same]
        return globs, begins

    def _short(self, units: NDArray[np.uint16], glob: np.int64) -> Pairs:
        grid, lengths = self._grid
        room = len(units) - int(lengths[glob]) + 1
        found = np.ones(max(room, 0), dtype=bool)
        for column in range(int(lengths[glob])):
            found &= units[column : column + room] == grid[glob, column]
        places = np.flatnonzero(found)
        return np.full(len(places), glob, dtype=np.int64), places

    def _whole(self, globs: NDArray[np.int64], words: NDArray[np.int64], joined: str) -> Pairs:
        """Hold globs with several fragments, or with `?`, against the whole word."""
        partial = np.array([not complete for _, complete in self._fragments])[globs]
        if not partial.any():
            return globs, words
        listed = joined[1:-1].split("\n")
        regexes = {int(glob): glob_regex(self.globs[glob]) for glob in np.unique(globs[partial])}
        kept = ~partial
        for row in np.flatnonzero(partial).tolist():
            kept[row] = regexes[int(globs[row])].fullmatch(listed[words[row]]) is not None
        return globs[kept], words[kept]


def _units(text: str) -> NDArray[np.uint16]:
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")


def _rolling_grams(units: NDArray[np.uint16]) -> NDArray[np.uint64]:
    wide = units.astype(np.uint64)
    pairs = wide[:-1] | (wide[1:] << np.uint64(16))
    return np.asarray(pairs[:-2] | (pairs[2:] << np.uint64(32)))


def _gram_numbers(rows: NDArray[np.uint16]) -> NDArray[np.uint64]:
    shifts = np.arange(GRAM, dtype=np.uint64) * np.uint64(16)
    return np.asarray(np.bitwise_or.reduce(rows.astype(np.uint64) << shifts, axis=-1))


def _sieve_place(grams: NDArray[np.uint64]) -> NDArray[np.uint64]:
    return np.asarray((grams * _SPREAD) >> np.uint64(64 - _SIEVE_BITS))


def _ranges(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return 0 … c-1 for every c of `counts`, one after the other."""
    ends = np.cumsum(counts)
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - counts, counts)

"""Columns of text from numbers: names picked by place, passages cut out of texts, no Python text a row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.coding.dictionary.characters import code_points
from comparelib.coding.dictionary.engine import ends, shards
from comparelib.coding.dictionary.program import Integers
from comparelib.coding.dictionary.ranges import ranges


def picked(names: Sequence[str] | pd.Series, places: Integers) -> pd.Series:
    """Return `names[place]` for every place, shape (places,); missing where the place is -1."""
    column = pd.Series(names, dtype="str").array
    if not len(column):  # of no names all are missing
        column, places = pd.Series([None], dtype="str").array, np.zeros(len(places), dtype=np.int64)
    return pd.Series(column.take(places, allow_fill=True))


def passages(texts: Sequence[str], unit: Integers, start: Integers, end: Integers) -> pd.Series:
    """Return `texts[unit][start:end]` for every row, shape (rows,); missing where `start` is -1.

    Parameters
    ----------
    unit
        Place of each row's text, not falling.
    """
    import pyarrow as pa

    parts = []
    for first, stop in shards(texts):
        rows = slice(*np.searchsorted(unit, (first, stop)).tolist())
        if rows.start < rows.stop:
            place = unit[rows] - first
            parts.append(_cut(texts[first:stop], place, start[rows], end[rows]))
    kind = pd.StringDtype("pyarrow", na_value=np.nan)
    column = pa.chunked_array(parts, pa.large_string())
    return pd.Series(pd.arrays.ArrowStringArray(column, dtype=kind))  # type: ignore[call-arg]  # stubs lag


def _cut(texts: Sequence[str], unit: Integers, start: Integers, end: Integers) -> object:
    """Return the passages of some texts as an Arrow array."""
    import pyarrow as pa

    spoken = start >= 0
    lengths = np.where(spoken, end - start, 0)
    stops = np.cumsum(lengths)
    begins = np.concatenate(([0], ends(texts)))[unit] + start
    points = code_points("\n".join(texts))[ranges(begins, lengths)[1]]
    content = points.tobytes().decode(f"utf-{8 * points.itemsize}-le").encode()
    if len(content) != len(points):  # a letter may take several bytes
        stops = np.concatenate(([0], np.cumsum(_bytes(points))))[stops]
    offsets = np.concatenate(([0], stops)).astype(np.int64)
    valid = np.packbits(spoken, bitorder="little")
    buffers = [pa.py_buffer(part) for part in (valid.tobytes(), offsets.tobytes(), content)]
    return pa.LargeStringArray.from_buffers(len(unit), buffers[1], buffers[2], buffers[0])


def _bytes(points: NDArray[np.uint16] | NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Return how many bytes each code point takes in UTF-8."""
    widths = np.ones(len(points), dtype=np.uint8)
    for least in (0x80, 0x800, 0x10000):
        widths += points >= least
    return widths

"""Matches -> the lines of a concordance, their order, and how often there are any."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from comparelib.coding.dictionary.compiling import compile_program
from comparelib.coding.dictionary.engine import Matches, find_matches
from comparelib.explore.given_patterns import read_given
from comparelib.explore.running_text import RunningText, backwards, reading_order

PER = 10_000
"""Words to which a relative frequency refers."""


def lines(
    matches: Matches,
    units: pd.DataFrame,
    texts: dict[str, RunningText],
    rows: dict[str, Any],
    window: int,
) -> pd.DataFrame:
    """Return one row a match, in the order of the corpus; of matches that overlap the first one counts."""
    counted = np.flatnonzero(~matches.nested)
    counted = counted[np.lexsort((matches.start[counted], matches.unit[counted]))]
    place, start, end = matches.unit[counted], matches.start[counted], matches.end[counted]
    first = {doc_id: int(numbers[0]) for doc_id, numbers in rows.items()}
    found = units.iloc[place].reset_index(drop=True)
    around = [
        texts[doc_id].around(unit - first[doc_id], begin, stop, window)
        for doc_id, unit, begin, stop in zip(
            found["doc_id"], place.tolist(), start.tolist(), end.tolist(), strict=True
        )
    ]
    keywords = [
        " ".join(text[begin:stop].split())
        for text, begin, stop in zip(found["shown"], start.tolist(), end.tolist(), strict=True)
    ]
    return found[["unit_id", "doc_id", "page"]].assign(
        section=found["section"],
        left=pd.Series([left for left, _ in around], dtype="str"),
        keyword=pd.Series(keywords, dtype="str"),
        right=pd.Series([right for _, right in around], dtype="str"),
        start=start,
        end=end,
    )


def in_order(frame: pd.DataFrame, sort: str) -> pd.DataFrame:
    """Return the lines by document, keyword, right context, or left context from the nearest word on."""
    if sort == "document" or frame.empty:
        return frame
    written = backwards if sort == "left" else reading_order
    keys = frame[sort].map(written)
    return frame.iloc[np.argsort(keys.to_numpy(dtype=object), kind="stable")].reset_index(drop=True)


def counts_of(frame: pd.DataFrame, documents: pd.DataFrame, n_words: dict[str, int]) -> pd.DataFrame:
    """Return how often the pattern occurs in each jurisdiction and each document."""
    doc_ids = documents["doc_id"].astype("str").tolist()
    by_document = frame.groupby("doc_id")
    table = pd.DataFrame(
        {
            "group_kind": "document",
            "group": doc_ids,
            "jurisdiction": documents["jurisdiction"].astype("str").tolist(),
            "n_matches": by_document.size().reindex(doc_ids, fill_value=0).to_numpy(),
            "n_units": by_document["unit_id"].nunique().reindex(doc_ids, fill_value=0).to_numpy(),
            "n_words": [n_words.get(doc_id, 0) for doc_id in doc_ids],
        }
    )
    sums = table.groupby("jurisdiction", sort=False)[["n_matches", "n_units", "n_words"]].sum().reset_index()
    sides = sums.assign(group_kind="jurisdiction", group=sums["jurisdiction"])
    both = pd.concat([sides[table.columns], table], ignore_index=True)
    words = both["n_words"].where(both["n_words"] > 0)
    return both.assign(per_10000=PER * both["n_matches"] / words)


def strangers_in(pattern: str, texts: list[str], *, case: bool) -> tuple[str, ...]:
    """Return the words of a pattern that stand nowhere in the texts, whatever stands around them."""
    distinct = {(glob if case else glob.lower()): glob for glob in reversed(pattern.split())}
    globs = [glob for glob in reversed(distinct.values()) if glob.strip("*?…")]
    alone = read_given([{"pattern": glob, "case": case} for glob in globs], "", "").patterns
    program = compile_program(alone, [], [("", "")])
    matches = Matches.joined(list(find_matches(texts, program)))
    met = {program.patterns[number].text for number in np.unique(matches.pattern).tolist()}
    return tuple(glob for glob in globs if glob not in met)

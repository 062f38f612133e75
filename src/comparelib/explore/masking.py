"""Answers without personal contact data: the same parts are left out that a page of a report leaves out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

from comparelib.text.privacy import MARK, Masked, Privacy

if TYPE_CHECKING:
    from comparelib.study import Study

Spans = tuple[tuple[int, int], ...]


def privacy_of(study: Study) -> Privacy:
    """Return what is left out of every text of a study: found in all its units, furniture and all."""
    return Privacy.of_units(study.units(furniture=True))


def masked_passages(frame: pd.DataFrame, privacy: Privacy) -> pd.DataFrame:
    """Return passages without personal contact data; spans stand where their words stand now.

    Parameters
    ----------
    frame
        Columns text and section; with `spans`, those of words that were left out go.
    privacy
        What is left out.
    """
    shown = [privacy.masked(text) for text in frame["text"]]
    section = [privacy.masked(text).text for text in frame["section"]]
    own = frame.assign(text=pd.Series([each.text for each in shown], index=frame.index, dtype="str"))
    own = own.assign(section=pd.Series(section, index=frame.index, dtype="str"))
    if "spans" in own:
        moved = [_moved(text, spans) for text, spans in zip(shown, frame["spans"], strict=True)]
        own = own.assign(spans=pd.Series(moved, index=frame.index, dtype=object))
    return own


def covered(texts: Iterable[str], privacy: Privacy) -> list[str]:
    """Return texts of the same length in which blanks and a mark stand for what is left out.

    So every place in the original is the same place here.
    """
    return [_covered(text, privacy.masked(text)) for text in texts]


def _covered(text: str, shown: Masked) -> str:
    for start, end in shown.cuts:
        text = text[:start] + MARK.ljust(end - start)[: end - start] + text[end:]
    return text


def _moved(text: Masked, spans: Spans) -> Spans:
    return tuple(place for start, end in spans if (place := text.span(start, end)) is not None)

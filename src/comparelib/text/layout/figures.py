"""Tables, chart labels and pull quotes: runs of lines that are no prose."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from comparelib.model import Furniture
from comparelib.text.layout.rows import Row, usual_width

_FIGURE = re.compile(r"[-+±]?[€$£]?\d[\d.,]*%?;?|[%€$£;-]")
_COLUMN_HEADS = re.compile(r"^(?:[^\s:]+(?:\s\d+)?:\s*){2,}$")
_DATE = re.compile(
    r"\b(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)\b", re.I
)
_SYMBOLS = re.compile("[▲▼●■◆△▽○□◄►│]")
_NEAR = 250  # rows before and behind a pull quote in which its source stands: some six pages
_LETTERED = re.compile(r"^[A-Z]\.\s+[^a-z]+$")


def tables(rows: tuple[Row, ...], labels: Mapping[int, Furniture]) -> dict[int, Furniture]:
    """Label runs of three or more lines that are a short label and numbers, with their heads."""
    found: dict[int, Furniture] = {}
    for run in _runs(rows, labels, _is_table_row, longest_break=1):
        if sum(_is_table_row(rows[at]) for at in run) >= 3:
            found |= dict.fromkeys((*_heads(rows, labels, run[0]), *run), Furniture.TABLE)
    return found


def _is_table_row(row: Row) -> bool:
    if row.marker and row.marker[0].isdigit():
        return False
    is_figures = len(row.text) <= 90 and _ends_in_figures(row.text) and not _DATE.search(row.text)
    return is_figures or bool(_COLUMN_HEADS.match(row.text))


def _ends_in_figures(text: str) -> bool:
    """Whether a line ends in two numbers or more, or in one behind four words at most."""
    words = text.split()
    figures = next((at for at, word in enumerate(reversed(words)) if not _FIGURE.fullmatch(word)), len(words))
    has_digit = any(char.isdigit() for word in words[len(words) - figures :] for char in word)
    return has_digit and (figures >= 2 or len(words) - figures <= 4)


def _heads(rows: tuple[Row, ...], labels: Mapping[int, Furniture], start: int) -> list[int]:
    """The rows above a table that name it: at most three, short, behind the end of a sentence."""
    heads: list[int] = []
    for at in range(start - 1, max(-1, start - 4), -1):
        row = rows[at]
        if at in labels or row.ends_sentence or row.page != rows[start].page or len(row.text) > 90:
            break
        heads.insert(0, at)
    before = rows[heads[0] - 1] if heads and heads[0] else None
    is_name = len(heads) > 1 or (
        bool(heads) and " " in rows[heads[0]].text
    )  # one word may be a title of the text
    return heads if is_name and (before is None or before.ends_sentence or heads[0] - 1 in labels) else []


def charts(rows: tuple[Row, ...], labels: Mapping[int, Furniture]) -> dict[int, Furniture]:
    """Label runs of five or more lines that are the words and signs of a chart or diagram."""
    found: dict[int, Furniture] = {}
    width = usual_width(rows)
    for run in _runs(rows, labels, lambda row: _is_label(row, width), longest_break=0):
        strong = sum(_is_strong_label(rows[at]) for at in run)
        if len(run) >= 5 and strong >= 0.4 * len(run):
            found |= dict.fromkeys(run, Furniture.CHART_LABEL)
    return found


def _is_label(row: Row, width: float) -> bool:
    if row.is_terminal and len(row.text) > 3:
        return False
    return _is_strong_label(row) or len(row.text) <= min(32.0, 0.75 * width)


def _is_strong_label(row: Row) -> bool:
    """A sign, a number or a single letter, or nothing but capitals."""
    text = row.text
    letters = [char for char in text if char.isalpha()]
    if _SYMBOLS.search(text) or len(letters) <= 2 or _LETTERED.match(text):
        return True
    return len(text) <= 60 and not any(char.islower() for char in letters)


def panels(rows: tuple[Row, ...], labels: Mapping[int, Furniture]) -> dict[int, Furniture]:
    """Label a figure's words that return with the figure: four or more lines twice in the same order, half
    labels.
    """
    places: dict[tuple[str, ...], list[int]] = {}
    for at in range(len(rows) - 3):
        if all(place not in labels and not rows[place].ends_sentence for place in range(at, at + 4)):
            places.setdefault(tuple(row.text for row in rows[at : at + 4]), []).append(at)
    repeated = {at + step for found in places.values() if len(found) > 1 for at in found for step in range(4)}
    found: dict[int, Furniture] = {}
    for run in _runs(rows, labels, lambda _row: True, longest_break=0):
        for panel in _stretches([at for at in run if at in repeated]):
            if sum(_is_strong_label(rows[at]) for at in panel) >= 0.4 * len(panel):
                found |= dict.fromkeys(panel, Furniture.CHART_LABEL)
    return found


def _stretches(places: list[int]) -> list[list[int]]:
    """Cut a rising list where a number is left out."""
    stretches: list[list[int]] = []
    for place in places:
        if stretches and stretches[-1][-1] == place - 1:
            stretches[-1].append(place)
        else:
            stretches.append([place])
    return stretches


def pull_quotes(rows: tuple[Row, ...], labels: Mapping[int, Furniture]) -> dict[int, Furniture]:
    """Label runs of short lines whose words stand once more near them: quotes set large on the page."""
    squeezed = [_squeeze(row.text) for row in rows]
    width = usual_width(rows)
    found: dict[int, Furniture] = {}
    for run in _runs(rows, labels, lambda row: len(row.text) < 0.5 * width, longest_break=0):
        quote = "".join(squeezed[at] for at in run)
        if len(run) >= 3 and len(quote) >= 30:
            near = "".join(squeezed[max(0, run[0] - _NEAR) : run[-1] + _NEAR])
            found |= dict.fromkeys(run if near.count(quote) > 1 else (), Furniture.PULL_QUOTE)
    for at, row in enumerate(rows):
        if not squeezed[at] and all(char in "“”‘’\"'«»" for char in row.text):
            found[at] = Furniture.PULL_QUOTE
    return found


def _squeeze(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _runs(
    rows: tuple[Row, ...], labels: Mapping[int, Furniture], belongs: Callable[[Row], bool], longest_break: int
) -> list[list[int]]:
    """Runs of unlabelled rows that belong, with breaks of at most `longest_break` rows inside."""
    runs: list[list[int]] = []
    last = -2 - longest_break
    for at, row in enumerate(rows):
        if at in labels or not belongs(row):
            continue
        between = range(last + 1, at)
        joined = bool(runs) and len(between) <= longest_break
        joined = joined and all(place not in labels and not rows[place].ends_sentence for place in between)
        if joined:
            runs[-1] += [*between, at]
        else:
            runs.append([at])
        last = at
    return runs

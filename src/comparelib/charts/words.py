"""Which words are whose: weighted log odds on both sides of zero, names and doublets apart."""

from __future__ import annotations

from typing import Protocol

import pandas as pd
from matplotlib.figure import Figure

from comparelib.charts.chart import Chart
from comparelib.charts.links import Leaf, name_gid, name_links
from comparelib.charts.rows import PAD, Band, aside, interval, label_width, number_axis, row_panel
from comparelib.charts.style import (
    MUTED,
    NO_CHANGE,
    PLAIN,
    SMALL,
    JurisdictionStyle,
    Look,
    canvas,
    records,
    styled,
    text_width,
)
from comparelib.contrast.word_units import most_contrasted
from comparelib.labels import Column, formatted, listed, say

_ROW, _PLOT = 16.0, 300.0


class Words(Protocol):
    """What the chart reads of a `contrast.VocabularyContrast`."""

    @property
    def frame(self) -> pd.DataFrame:
        """One row a word: word, count_a, count_b, rate_a, rate_b, log_odds with bounds, z."""

    @property
    def jurisdictions(self) -> tuple[str, str]:
        """Names of side a and side b."""


def word_contrast(
    words: Words, look: Look = PLAIN, *, top: int = 15, leaf: Leaf | None = None, key: str = "words"
) -> Chart:
    """Draw the words that set each side apart most, with the interval of their log odds.

    Grey where the interval holds zero. Words rank by z, which weighs how often they occur; z is no test.

    Parameters
    ----------
    words
        Result of `vocabulary_contrast` or `comparable_vocabulary`.
    look
        Names and styles.
    top
        Words of each side.
    leaf
        Where a word leads: to the units that have it.
    key
        Stable id.
    """
    language = look.language
    sides = [look.style(name) for name in words.jurisdictions]
    first, last = most_contrasted(words.frame, top)
    frame = pd.concat([first, last], ignore_index=True)
    with styled():
        figure = _draw(frame, sides, look)
    tips = {}
    if leaf is not None:
        named = [str(word) for word in frame["word"]]
        name_links(figure.axes[0], named, label_width(named), leaf, _PLOT)
        tips = {name_gid(word): word for word in named}
    labels = {"a": sides[0].label, "b": sides[1].label}
    columns = (
        Column(
            "word",
            say("column.word", language),
            href=None if leaf is None else lambda row: leaf(str(row["word"])),
        ),
        Column("count_a", say("column.times", language, name=sides[0].label), "count"),
        Column("count_b", say("column.times", language, name=sides[1].label), "count"),
        Column("log_odds", say("column.log_odds", language), "signed", ("log_odds_low", "log_odds_high")),
        Column("z", say("column.z", language), "signed"),
    )
    words_b, words_a = (listed(list(part["word"].head(5)), language) for part in (first, last[::-1]))
    alt = say("chart.words.alt", language, **labels, n=len(frame), words_a=words_a, words_b=words_b)
    title, caption = say("chart.words.title", language), say("chart.words.caption", language, **labels)
    if leaf is not None:
        caption = f"{caption} {say('words.links', language)}"
    return Chart(figure, title, alt, caption, frame, key, columns, language, tips)


def _draw(frame: pd.DataFrame, sides: list[JurisdictionStyle], look: Look) -> Figure:
    rows = records(frame)
    head = say("chart.words.counts", look.language)
    counts = [
        " : ".join(formatted(row[name], "count", look.language) for name in ("count_a", "count_b"))
        for row in rows
    ]
    labels = [str(row["word"]) for row in rows]
    left, right = label_width(labels), max(text_width(text, SMALL) for text in (*counts, head)) + 2 * PAD
    figure = canvas(left + _PLOT + right, 34.0 + len(frame) * _ROW + 34.0)
    bounds = frame[["log_odds", "log_odds_low", "log_odds_high"]].abs().to_numpy()
    most = 1.06 * float(bounds.max()) if len(frame) else 1.0
    axes = row_panel(figure, labels, Band(left, 34.0, _PLOT, _ROW), (-most, most))
    axes.axvline(0, color=NO_CHANGE, linewidth=1.0, zorder=1)
    number_axis(axes, "signed", look.language, say("axis.log_odds", look.language))
    for place, row in enumerate(rows):
        low, value, high = row["log_odds_low"], row["log_odds"], row["log_odds_high"]
        side = sides[1] if value > 0 else sides[0]
        unsure = low <= 0 <= high
        face = JurisdictionStyle(side.label, NO_CHANGE if unsure else side.colour, side.marker)
        interval(axes, place, (low, value, high), face)
    aside(axes, counts, head)
    for style, edge, anchor, name in (
        (sides[0], 0.0, "left", "chart.log_odds.left"),
        (sides[1], 1.0, "right", "chart.log_odds.right"),
    ):
        axes.annotate(
            say(name, look.language, name=style.label), (edge, 1), xycoords="axes fraction", xytext=(0, 16),
            textcoords="offset points", ha=anchor, va="bottom", fontsize=SMALL, color=MUTED,
        )  # fmt: skip
    return figure

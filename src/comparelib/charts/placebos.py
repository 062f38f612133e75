"""The difference of both sides beside the differences of single texts from the rest of their own side."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from comparelib.charts.chart import Chart
from comparelib.charts.comparison import Comparison, cautions
from comparelib.charts.links import Href
from comparelib.charts.rows import (
    PAD,
    Band,
    caution,
    caution_height,
    caution_text,
    interval,
    label_width,
    number_axis,
    row_panel,
)
from comparelib.charts.style import (
    INK,
    MUTED,
    NO_CHANGE,
    PLAIN,
    JurisdictionStyle,
    Look,
    canvas,
    records,
    styled,
)
from comparelib.labels import Column, listed, say
from comparelib.matrix.document_sample import MOST_ONE_BY_ONE, one_by_one

_ROW, _PLOT = 17.0, 320.0
_OUTSIDE = "#D55E00"


class WithPlacebos(Comparison, Protocol):
    """A comparison that also knows the differences within a side."""

    @property
    def placebos(self) -> pd.DataFrame:
        """document, code, difference: share of the document less that of the others of its side."""


def placebos(
    comparison: WithPlacebos, look: Look = PLAIN, *, href: Href | None = None, key: str = "placebos"
) -> Chart:
    """Draw each theme's difference with its interval among the differences within a side.

    Parameters
    ----------
    comparison
        Result of `compare_priorities`; positive values are more of side b.
    look
        Names and styles.
    href
        Where the text with the largest difference within a side leads: to its passages on the theme.
    key
        Stable id.
    """
    language = look.language
    frame = _frame(comparison)
    a, b = (look.style(name).label for name in comparison.jurisdictions)
    with styled():
        figure = _draw(frame, comparison, look)
    columns = (
        Column("code", say("column.code", language), words=look.codes),
        Column("difference", say("column.difference", language), "points", ("low", "high")),
        Column("largest", say("column.largest_placebo", language), "points"),
        Column(
            "text",
            say("column.text_of_largest", language),
            words={str(name): look.name(str(name)) for name in frame["text"].dropna()},
            href=None if href is None else lambda row: href(str(row["text"]), str(row["code"])),
        ),
        Column("outside", say("column.outside", language), words=_yes_no(language)),
    )
    caption = say("chart.placebos.caption", language, a=a, b=b)
    if comparison.placebos.empty:
        caption = f"{caption} {say('chart.placebos.none', language)}"
    n, shown = sum(comparison.n_documents.values()), _ringed(comparison)["document"].nunique()
    if max(comparison.n_documents.values()) > MOST_ONE_BY_ONE:
        caption = f"{caption} {say('chart.placebos.sampled', language, shown=shown, n=n)}"
    title, alt = say("chart.placebos.title", language), _alt(frame, comparison, look)
    return Chart(figure, title, alt, caption, frame, key, columns, language)


def _yes_no(language: str) -> dict[str, str]:
    return {word: say(f"robust.{word}", language) for word in ("yes", "no")}


def _frame(comparison: WithPlacebos) -> pd.DataFrame:
    """code, difference, low, high, largest (placebo, signed), text (its document), outside; in order."""
    rows = comparison.frame
    order = rows["difference"].abs().sort_values(ascending=False, kind="stable").index
    frame = rows.loc[order, ["code", "difference", "difference_low", "difference_high", "outside_placebo"]]
    frame = frame.rename(columns={"difference_low": "low", "difference_high": "high"}).reset_index(drop=True)
    within = comparison.placebos
    largest = {
        code: own.iloc[int(np.argmax(own["difference"].abs().to_numpy()))]
        for code, own in within.groupby("code", sort=False)[["difference", "document"]]
    }
    outside = frame.pop("outside_placebo").map({True: "yes", False: "no"})
    of = {code: float(row["difference"]) for code, row in largest.items()}
    text = {code: str(row["document"]) for code, row in largest.items()}
    return frame.assign(
        largest=frame["code"].map(of).astype("float64"),
        text=frame["code"].map(text).astype(object),
        outside=outside,
    )


def _draw(frame: pd.DataFrame, comparison: WithPlacebos, look: Look) -> Figure:
    names = [look.code(str(code)) for code in frame["code"]]
    left = label_width(names)
    width = left + _PLOT + 2 * PAD
    broken = [caution_text(text, width) for text in cautions(comparison, look)]
    top = 14.0 + caution_height(broken)
    figure = canvas(width, top + len(frame) * _ROW + 34.0)
    caution(figure, broken)
    values = frame[["difference", "low", "high", "largest"]].abs().to_numpy(dtype=float)
    reach = 1.08 * float(np.nanmax(values))
    axes = row_panel(figure, names, Band(left, top, _PLOT, _ROW), (-reach, reach))
    axes.axvline(0, color=NO_CHANGE, linewidth=1.0, zorder=1)
    number_axis(axes, "points", look.language, say("axis.difference", look.language))
    ringed = _ringed(comparison)
    for place, row in enumerate(records(frame)):
        colour = _OUTSIDE if row["outside"] == "yes" else INK
        interval(
            axes, place, (row["low"], row["difference"], row["high"]), JurisdictionStyle("", colour, "D")
        )
        _rings(axes, ringed, str(row["code"]), place)
    return figure


def _ringed(comparison: WithPlacebos) -> pd.DataFrame:
    """Placebos that are drawn: all, or those of a sample of each large side and the largest of each code."""
    within, chosen, start = comparison.placebos, [], 0
    documents = within["document"].unique()
    for n in comparison.n_documents.values():
        if n > 1:
            chosen += [documents[start + place] for place in one_by_one(n)]
            start += n
    largest = within["difference"].abs().groupby(within["code"], sort=False).transform("max")
    kept = within["document"].isin(chosen) | (within["difference"].abs() == largest)
    return within[kept.to_numpy()]


def _rings(axes: Axes, within: pd.DataFrame, code: str, place: int) -> None:
    own = within.loc[(within["code"] == code).to_numpy(), "difference"]
    axes.scatter(
        own, np.full(len(own), place), s=22, facecolors="none", edgecolors=MUTED, linewidths=0.9, zorder=4
    )


def _alt(frame: pd.DataFrame, comparison: WithPlacebos, look: Look) -> str:
    outside = frame[(frame["outside"] == "yes").to_numpy()]
    which = listed([look.code(str(code)) for code in outside["code"]], look.language)
    words = say(
        "chart.placebos.alt",
        look.language,
        codes=len(frame),
        outside=len(outside),
        n=comparison.placebos["document"].nunique(),
        which=which or say("word.none", look.language),
    )
    return " ".join([words, *cautions(comparison, look)])

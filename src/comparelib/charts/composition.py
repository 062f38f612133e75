"""What the corpus is made of: units by kind and words, document by document."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from comparelib.charts.chart import Chart
from comparelib.charts.crowd import group_note, group_of, named
from comparelib.charts.links import Href, target
from comparelib.charts.rows import PAD, Band, aside, label_width, number_axis, row_panel
from comparelib.charts.style import (
    MUTED,
    PLAIN,
    RULE,
    SMALL,
    SURFACE,
    Look,
    canvas,
    records,
    styled,
    text_width,
)
from comparelib.labels import Column, formatted, listed, say
from comparelib.matrix.groups import MOST_DOCUMENTS
from comparelib.model import UnitKind

_ROW, _UNITS, _WORDS, _BETWEEN = 24.0, 250.0, 130.0, 24.0
_FILLS = {
    UnitKind.SENTENCE: "#0a4f7d",
    UnitKind.LIST_ITEM: "#4d8db8",
    UnitKind.HEADING: "#9cc3dd",
    UnitKind.QUOTE: "#CC79A7",
    UnitKind.FURNITURE: SURFACE,
}


def composition(  # noqa: PLR0913 - two tables, and keywords with defaults
    documents: pd.DataFrame,
    units: pd.DataFrame,
    look: Look = PLAIN,
    *,
    href: Href | None = None,
    key: str = "composition",
    by: str = "issuer_type",
) -> Chart:
    """Draw each document's units by kind, its words, and how much of it is furniture.

    More than `MOST_DOCUMENTS` documents are drawn in groups.

    Parameters
    ----------
    documents, units
        Tables as in `model/schemas.py`; documents are drawn by jurisdiction, in the order of the corpus.
    look
        Names and styles.
    href
        Where a bar leads, given a document and the kind of its units as `:kind:sentence`.
    key
        Stable id.
    by
        What a large corpus is grouped by within its jurisdictions, as `document_groups` takes it.
    """
    language = look.language
    table, look, note = _grouped(_table(documents, units), documents, look, by)
    with styled():
        figure = _draw(table, look)
        tips = _link(figure.axes[0], table, href, look) if href else {}
    columns = (
        Column("doc_id", say("column.document", language), words=look.documents),
        Column(
            "jurisdiction",
            say("column.jurisdiction", language),
            words={n: s.label for n, s in look.styles.items()},
        ),
        *(
            Column(kind.value, say(f"kind.{kind.value}", language), "count", href=_leads(href, kind))
            for kind in _FILLS
        ),
        Column("words", say("column.words", language), "count"),
        Column("furniture_share", say("column.furniture_share", language), "share"),
    )
    title, caption = say("chart.composition.title", language), say("chart.composition.caption", language)
    links = say("chart.links.units", language) if href else ""
    caption = " ".join(part for part in (caption, note, links) if part)
    return Chart(figure, title, _alt(table, look), caption, table, key, columns, language, tips)


def _leads(href: Href | None, kind: UnitKind) -> Callable[[pd.Series], str | None] | None:
    return None if href is None else lambda row: href(str(row["doc_id"]), f":kind:{kind.value}")


def _link(axes: Axes, table: pd.DataFrame, href: Href, look: Look) -> dict[str, str]:
    """Lay a target over each part of a bar, and return what each is called."""
    tips = {}
    for place, row in enumerate(records(table)):
        start, document = 0.0, str(row["doc_id"])
        for kind in _FILLS:
            width, url = float(row[kind.value]), href(document, f":kind:{kind.value}")
            if url:
                gid = f"units-{document}-{kind.value}"
                target(axes, (start, place - 0.5, width, 1.0), url, gid)
                name = say(f"kind.{kind.value}", look.language)
                n = formatted(row[kind.value], "count", look.language)
                tips[gid] = f"{look.document(document)}, {name}: {n}"
            start += width
    return tips


def _grouped(
    table: pd.DataFrame, documents: pd.DataFrame, look: Look, by: str
) -> tuple[pd.DataFrame, Look, str]:
    """Add up the rows of a large corpus by groups of documents."""
    if len(table) <= MOST_DOCUMENTS:
        return table, look, ""
    groups, key = group_of(documents, by)
    kinds = [kind.value for kind in _FILLS]
    table = table.assign(all_words=table["words"] / (1 - table["furniture_share"]).where(table["words"] > 0))
    sums = table.groupby(table["doc_id"].map(key))[[*kinds, "words", "all_words"]].sum()
    sums = sums.reindex([group.key for group in groups]).rename_axis("doc_id").reset_index()
    sums.insert(1, "jurisdiction", [group.jurisdiction for group in groups])
    sums["furniture_share"] = 1 - sums["words"] / sums["all_words"].where(sums["all_words"] > 0)
    return sums.drop(columns="all_words"), named(groups, look), group_note(groups, look)


def _table(documents: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    index = documents.set_index("doc_id") if "doc_id" in documents else documents
    kinds = [kind.value for kind in _FILLS]
    counts = pd.crosstab(units["doc_id"], units["kind"]).reindex(
        index=index.index, columns=kinds, fill_value=0
    )
    words = units["text"].map(lambda text: len(text.split()))
    policy = units["kind"] != UnitKind.FURNITURE.value
    total = words.groupby(units["doc_id"]).sum().reindex(index.index, fill_value=0)
    kept = words[policy].groupby(units["doc_id"]).sum().reindex(index.index, fill_value=0)
    table = counts.assign(
        jurisdiction=index["jurisdiction"], words=kept, furniture_share=1 - kept / total.where(total > 0)
    )
    order = list(dict.fromkeys(index["jurisdiction"]))
    place = table["jurisdiction"].map({name: number for number, name in enumerate(order)})
    table = table.iloc[np.argsort(place.to_numpy(), kind="stable")].rename_axis("doc_id").reset_index()
    return table[["doc_id", "jurisdiction", *kinds, "words", "furniture_share"]]


def _draw(table: pd.DataFrame, look: Look) -> Figure:
    language = look.language
    labels = [look.document(str(name)) for name in table["doc_id"]]
    left = label_width(labels) + 6.0
    words = [
        say("chart.composition.aside", language, words=row.words, share=row.furniture_share)
        for row in table.itertuples()
    ]
    right = max(text_width(text, SMALL) for text in words) + 2 * PAD
    figure = canvas(left + _UNITS + _BETWEEN + _WORDS + right, 26.0 + len(table) * _ROW + 34.0)
    most = 1.02 * float(table[[kind.value for kind in _FILLS]].sum(axis=1).max() or 1.0)
    bars = row_panel(figure, labels, Band(left, 26.0, _UNITS, _ROW), (0.0, most))
    bars.tick_params(axis="y", pad=8)
    number_axis(bars, "count", language, say("axis.units", language))
    start = np.zeros(len(table))
    for kind, fill in _FILLS.items():
        width = table[kind.value].to_numpy(float)
        furniture = kind is UnitKind.FURNITURE
        bars.barh(
            range(len(table)), width, left=start, height=0.62, color=fill,
            label=say(f"kind.{kind.value}", language), edgecolor=MUTED if furniture else SURFACE,
            linewidth=0.6, hatch="////" if furniture else None, zorder=2,
        )  # fmt: skip
        start += width
    _sides(bars, table, look)
    bars.legend(
        loc="lower left", bbox_to_anchor=(0, 1.0), ncols=len(_FILLS), frameon=False, fontsize=SMALL,
        borderaxespad=0.2, borderpad=0.2, handlelength=1.1, handletextpad=0.4, columnspacing=1.1,
    )  # fmt: skip
    _words_panel(figure, table, Band(left + _UNITS + _BETWEEN, 26.0, _WORDS, _ROW), words, look)
    return figure


def _sides(axes: Axes, table: pd.DataFrame, look: Look) -> None:
    for place, name in enumerate(table["jurisdiction"]):
        axes.plot(
            [-0.012, -0.012], [place - 0.5, place + 0.5], transform=axes.get_yaxis_transform(),
            color=look.style(str(name)).colour, linewidth=3.0, clip_on=False,
        )  # fmt: skip


def _words_panel(figure: Figure, table: pd.DataFrame, band: Band, words: list[str], look: Look) -> None:
    axes = row_panel(figure, [""] * len(table), band, (0.0, 1.05 * float(table["words"].max() or 1.0)))
    axes.set_yticks([])
    axes.locator_params(axis="x", nbins=3)
    number_axis(axes, "count", look.language, say("axis.words", look.language))
    axes.hlines(range(len(table)), 0, table["words"], color=RULE, linewidth=2.5)
    for place, (name, value) in enumerate(zip(table["jurisdiction"], table["words"], strict=True)):
        style = look.style(str(name))
        axes.plot(
            [value],
            [place],
            marker=style.marker,
            color=style.colour,
            markersize=6,
            linestyle="none",
            zorder=3,
        )
    aside(axes, words, "")


def _alt(table: pd.DataFrame, look: Look) -> str:
    language = look.language
    largest = table.sort_values("words", ascending=False, kind="stable").head(3)
    said = [
        say("chart.composition.one", language, document=look.document(str(row.doc_id)), words=row.words)
        for row in largest.itertuples()
    ]
    sides = [
        say(
            "chart.composition.side",
            language,
            name=look.style(str(name)).label,
            n=len(part),
            words=part["words"].sum(),
        )
        for name, part in table.groupby("jurisdiction", sort=False)
    ]
    return say(
        "chart.composition.alt",
        language,
        documents=len(table),
        largest=listed(said, language),
        low=formatted(table["words"].min(), "count", language),
        high=formatted(table["words"].max(), "count", language),
        sides="; ".join(sides),
        furniture_low=table["furniture_share"].min(),
        furniture_high=table["furniture_share"].max(),
    )

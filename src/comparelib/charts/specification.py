"""The specification curve: one estimate for every defensible way to reckon it, and what each way chose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from comparelib.charts.chart import Chart
from comparelib.charts.rows import PAD
from comparelib.charts.style import (
    INK,
    MUTED,
    NO_CHANGE,
    PLAIN,
    RULE,
    SMALL,
    Look,
    canvas,
    panel,
    styled,
    text_width,
)
from comparelib.labels import Column, formatted, say
from comparelib.multiverse import Grid, choice_names

_PLOT, _CURVE, _ROW, _GAP = 420.0, 170.0, 12.5, 9.0
_FORMS = {"difference": "points", "log_odds": "signed", "profile": "signed"}
_ABOVE, _BELOW = "#009E73", "#CC79A7"  # no jurisdiction has these


class OfProfiles(Protocol):
    """What the curve reads of `multiverse.ProfileMultiverse`."""

    @property
    def grid(self) -> Grid:
        """All choices."""

    def curve(self) -> pd.DataFrame:
        """Return the specifications."""

    def varied(self) -> tuple[str, ...]:
        """Return the choices below the curve."""


class OfThemes(Protocol):
    """What the curve reads of `multiverse.Multiverse`."""

    @property
    def grid(self) -> Grid:
        """All choices."""

    @property
    def estimand(self) -> str:
        """What is estimated."""

    def curve(self, theme: str) -> pd.DataFrame:
        """Return the specifications of a theme."""

    def varied(self) -> tuple[str, ...]:
        """Return the choices below the curve."""


def specification_curve(  # noqa: PLR0913 - the curve, and keywords with defaults
    specifications: pd.DataFrame,
    choices: Sequence[str],
    look: Look = PLAIN,
    *,
    names: Mapping[str, str] = MappingProxyType({}),
    estimand: str = "difference",
    key: str = "specifications",
) -> Chart:
    """Draw all estimates in order with their intervals, above the choices that led to each.

    After Simonsohn, Simmons & Nelson (2020), Nature Human Behaviour 4, 1208-1214.

    Parameters
    ----------
    specifications
        One row a specification: estimate, low, high, and one column for each choice.
    choices
        Columns that hold the choices, in the order in which they are drawn.
    look
        Names and styles.
    names
        What choices and their options are called; their own names where not said.
    estimand
        What is estimated: difference (of shares), log_odds, or profile (distance beyond chance).
    key
        Stable id.
    """
    language = look.language
    frame = specifications.sort_values("estimate", kind="stable").reset_index(drop=True)
    with styled():
        figure = _draw(frame, choices, names, (look, estimand))
    columns = (
        *(Column(choice, names.get(choice, choice), words=names) for choice in choices),
        Column("estimate", _what(estimand, language), _FORMS[estimand], ("low", "high")),
    )
    title = say(f"chart.specification.title.{estimand}", language)
    caption = say("chart.specification.caption", language, what=_what(estimand, language))
    return Chart(figure, title, _alt(frame, estimand, look), caption, frame, key, columns, language)


def theme_curve(multiverse: OfThemes, code: str, look: Look = PLAIN, *, key: str = "specifications") -> Chart:
    """Draw the principled specifications of one theme; parameters as of `specification_curve`.

    Parameters
    ----------
    multiverse
        Result of `multiverse`.
    code
        The theme.
    """
    names = choice_names(multiverse.grid, look.language, documents=look.documents)
    return specification_curve(
        multiverse.curve(code),
        multiverse.varied(),
        look,
        names=names,
        estimand=str(multiverse.estimand),
        key=key,
    )


def profile_curve(multiverse: OfProfiles, look: Look = PLAIN, *, key: str = "profile-ways") -> Chart:
    """Draw the principled specifications of the distance of whole profiles, beyond what chance gives.

    Parameters
    ----------
    multiverse
        Result of `profile_multiverse`.
    """
    names = choice_names(multiverse.grid, look.language, documents=look.documents)
    curve, varied = multiverse.curve(), multiverse.varied()
    return specification_curve(curve, varied, look, names=names, estimand="profile", key=key)


def _what(estimand: str, language: str) -> str:
    return say(f"axis.{estimand}", language)


def _draw(
    frame: pd.DataFrame, choices: Sequence[str], names: Mapping[str, str], drawn: tuple[Look, str]
) -> Figure:
    options = {choice: sorted({str(value) for value in frame[choice]}) for choice in choices}
    wide = [text_width(names.get(option, option), SMALL) for listed in options.values() for option in listed]
    heads = [text_width(names.get(choice, choice), SMALL, "bold") for choice in choices]
    left = max([*wide, *heads, 46.0]) + PAD
    rows = sum(len(listed) + 1 for listed in options.values())
    figure = canvas(left + _PLOT + PAD, _CURVE + 24.0 + rows * _ROW + len(choices) * _GAP + 24.0)
    _curve(panel(figure, left, 14.0, _PLOT, _CURVE), frame, *drawn)
    top = _CURVE + 24.0
    for choice in choices:
        height = len(options[choice]) * _ROW
        axes = panel(figure, left, top + _ROW, _PLOT, height)
        _choice(axes, frame[choice].astype(str), options[choice], names)
        axes.annotate(
            names.get(choice, choice), (0, 1), xycoords="axes fraction", xytext=(-4, 2),
            textcoords="offset points", ha="right", va="bottom", fontsize=SMALL, fontweight="bold",
            annotation_clip=False,
        )  # fmt: skip
        top += height + _ROW + _GAP
    return figure


def _curve(axes: Axes, frame: pd.DataFrame, look: Look, estimand: str) -> None:
    places = np.arange(len(frame))
    colours = np.select([frame["low"] > 0, frame["high"] < 0], [_ABOVE, _BELOW], NO_CHANGE)
    axes.vlines(
        places,
        frame["low"],
        frame["high"],
        colors=list(colours),
        linewidth=max(0.5, min(2.0, 250 / len(frame))),
    )
    axes.scatter(
        places, frame["estimate"], s=max(2.0, min(16.0, 900 / len(frame))), color=list(colours), zorder=3
    )
    axes.axhline(0, color=NO_CHANGE, linewidth=1.0, zorder=1)
    axes.axhline(float(frame["estimate"].median()), color=INK, linewidth=0.9, linestyle=(0, (4, 2)), zorder=1)
    axes.set_xlim(-1, len(frame))
    axes.set_xticks([])
    axes.yaxis.grid(True)
    axes.tick_params(axis="y", labelsize=SMALL, labelcolor=MUTED)
    axes.yaxis.set_major_formatter(lambda value, _: formatted(value, _FORMS[estimand], look.language))
    axes.annotate(
        _what(estimand, look.language), (0, 1), xycoords="axes fraction", xytext=(4, 2),
        textcoords="offset points", ha="left", va="bottom", fontsize=SMALL, color=MUTED,
    )  # fmt: skip


def _choice(axes: Axes, chosen: pd.Series, options: list[str], names: Mapping[str, str]) -> None:
    axes.set(xlim=(-1, len(chosen)), ylim=(len(options) - 0.5, -0.5))
    axes.set_xticks([])
    axes.set_yticks(range(len(options)), [names.get(option, option) for option in options], fontsize=SMALL)
    for place, option in enumerate(options):
        axes.axhline(place, color=RULE, linewidth=0.6, zorder=0)
        at = np.flatnonzero((chosen == option).to_numpy())
        axes.vlines(
            at, place - 0.36, place + 0.36, color=INK, linewidth=max(0.5, min(3.0, 300 / len(chosen)))
        )


def _alt(frame: pd.DataFrame, estimand: str, look: Look) -> str:
    estimate, form = frame["estimate"], _FORMS[estimand]
    sign = np.sign(float(estimate.median()))
    sure = int(((frame["low"] > 0) | (frame["high"] < 0)).sum())
    spread = {"median": estimate.median(), "low": estimate.min(), "high": estimate.max()}
    return say(
        "chart.specification.alt",
        look.language,
        n=len(frame),
        what=_what(estimand, look.language),
        same=float((np.sign(estimate) == sign).mean()),
        sure=sure / len(frame),
        **{name: formatted(float(value), form, look.language) for name, value in spread.items()},
    )

"""The measured part of the model cards: how good a coder is on unseen documents, and where it fails."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from comparelib.coding.evaluation import HeldOut

START, END = "<!-- measured: written by make evaluate -->", "<!-- end of what was measured -->"
WORST = 5
LONGEST = 150


def write_card(path: Path, coder: str, quality: pd.DataFrame, result: HeldOut) -> None:
    """Put what was measured of a coder, documents held out, between the two marks of its card."""
    text = path.read_text(encoding="utf-8")
    before, rest = text.split(START)
    after = rest.split(END)[1]
    own = quality[(quality["design"] == result.design.value) & (quality["coder"] == coder)]
    measured = f"\n\n{tables(own)}\n\n### Where it fails\n\n{failures(own, coder, result)}\n\n"
    path.write_text(before + START + measured + END + after, encoding="utf-8")


def tables(own: pd.DataFrame) -> str:
    """Return precision, recall and F1 of every code, over all documents and per jurisdiction."""
    head = ["facet", "code", "units", "precision", "recall", "F1", "F1 NL", "F1 VL"]
    keys = ["facet", "code", "group", "statistic"]
    kept = own[own["group_kind"].isin(["all", "jurisdiction"])].set_index(keys)
    overall = own.loc[own["group_kind"] == "all", "group"].iloc[0]
    rows = []
    for facet, code in own.loc[own["group_kind"] == "all", ["facet", "code"]].drop_duplicates().to_numpy():
        wanted = [(overall, name) for name in ("precision", "recall", "f1")]
        wanted += [(group, "f1") for group in ("NL", "VL")]
        found = [kept.loc[(facet, code, *key)] for key in wanted]
        rows.append([facet, code, str(int(found[0]["n_reference"])), *map(cell, found)])
    lines = ["| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows]]
    return "\n".join(lines)


def cell(row: pd.Series) -> str:
    """Return "value [low, high]" without leading zeros, or that it is not estimable."""
    if pd.isna(row["value"]):
        return "not estimable"
    return f"{row['value']:.2f} [{row['low']:.2f}, {row['high']:.2f}]".replace("0.", ".")


def failures(own: pd.DataFrame, coder: str, result: HeldOut) -> str:
    """Return, for the themes with the lowest F1, the clearest wrong code and the clearest miss."""
    themes = own[(own["facet"] == "theme") & (own["scope"] == "code") & (own["group_kind"] == "all")]
    scores = themes[themes["statistic"] == "f1"].sort_values("value", kind="stable")
    names = [code for facet, code in result.labels.codes if facet == "theme"]
    truth, said = result.truth("theme"), result.said[coder, "theme"]
    texts = result.readings.units["text"].to_numpy()[result.rows]
    lines = []
    for code in scores["code"].head(WORST):
        place = names.index(code)
        chosen, right = said.chosen[:, place], truth[:, place]
        chance = said.probabilities[:, place]
        wrong = first(chosen & ~right, -chance)
        missed = first(right & ~chosen, chance)
        given = f"given wrongly: {quoted(texts[wrong])}" if wrong is not None else "never given wrongly"
        lost = f"missed: {quoted(texts[missed])}" if missed is not None else "never missed"
        lines.append(f"- `{code}`, {given}; {lost}")
    return "\n".join(lines)


def first(mask: np.ndarray, order: np.ndarray) -> int | None:
    """Return the place of the smallest `order` where `mask` holds."""
    rows = np.flatnonzero(mask)
    return int(rows[np.argmin(order[rows])]) if len(rows) else None


def quoted(text: str) -> str:
    """Return a text in quotation marks, cut at a word."""
    text = " ".join(text.split())
    if len(text) > LONGEST:
        text = text[:LONGEST].rsplit(" ", 1)[0] + " …"
    return f"“{text}”"

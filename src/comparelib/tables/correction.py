"""What a machine coder's errors make of each difference: raw beside corrected, and what would flip it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from comparelib.claims import Corrected
from comparelib.labels import Column, coder_name, say
from comparelib.tables.names import Names, Sources
from comparelib.tables.table import Table

_VERDICTS = {
    "sign holds": "holds",
    "sign turns": "turns",
    "errors of one group unknown": "unknown",
    "not estimable": "none",
}


def correction_table(
    corrected: Corrected, look: Names, *, sources: Sources | None = None, key: str = "correction"
) -> Table:
    """Write each theme's raw and corrected difference, and how unequal recall would have to be to flip it.

    Parameters
    ----------
    corrected
        Shares and flips of the same coder and sample.
    look
        Names and language.
    sources
        Passages of the sampled units (`behind="sampled"`), to which the numbers of the sample lead.
    key
        Stable id.
    """
    language, sample = look.language, corrected.n_reference
    frame = corrected.frame
    frame = frame.loc[frame["corrected"].abs().sort_values(ascending=False, kind="stable").index]
    frame = frame.assign(
        flip=frame["flip_sensitivity"].where(np.isfinite(frame["flip_sensitivity"])),
        kept=np.where(frame["same_sign"], "holds", "turns"),
        verdict=frame["verdict"].map(_VERDICTS),
    )
    words = {name: say(f"correction.{name}", language) for name in _VERDICTS.values()}
    columns = (
        Column("code", say("column.code", language), words=look.codes),
        *(
            Column(
                f"n_positive_{place}",
                say("column.in_sample", language, side=look.name(side)),
                "count",
                href=_leads(sources, side),
            )
            for place, side in zip("ab", corrected.flip.groups, strict=True)
        ),
        Column("raw", say("column.raw", language), "points"),
        Column("corrected", say("column.corrected", language), "points", ("low", "high")),
        Column("kept", say("column.sign", language), words=words),
        Column("flip", say("column.flip", language), "points"),
        Column("gap_sensitivity", say("column.gap", language), "points"),
        Column("verdict", say("column.own_errors", language), words=words),
    )
    a, b = corrected.flip.groups
    caption = say(
        "table.correction", language, coder=coder_name(corrected.shares.coder, language, version=False)
    )
    counts = {"n_a": sample[a], "n_b": sample[b], "a": look.name(a), "b": look.name(b)}
    notes = (f"{say('note.correction', language, **counts)} {say('note.flip', language)}",)
    links = () if sources is None else _whole_sample(sources, corrected, look)
    return Table(frame.reset_index(drop=True), caption, key, columns, notes, language, links)


def _leads(sources: Sources | None, side: str) -> Callable[[pd.Series], str | None] | None:
    return None if sources is None else lambda row: sources.href(side, f":sampled_code:{row['code']}")


def _whole_sample(sources: Sources, corrected: Corrected, look: Names) -> tuple[tuple[str, str], ...]:
    """All sampled units of each side, as links."""
    found = ((side, sources.href(side, ":in_sample")) for side in corrected.flip.groups)
    return tuple(
        (
            say("lead.sampled", look.language, side=look.name(side), n=sources.count(side, ":in_sample")),
            target,
        )
        for side, target in found
        if target is not None
    )

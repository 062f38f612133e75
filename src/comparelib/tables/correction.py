"""What a machine coder's errors make of each difference: raw beside corrected, and what would flip it."""

from __future__ import annotations

import numpy as np

from comparelib.claims import Corrected
from comparelib.labels import Column, say
from comparelib.model.coder_names import bare_name
from comparelib.tables.names import Names
from comparelib.tables.table import Table

_VERDICTS = {
    "sign holds": "holds",
    "sign turns": "turns",
    "errors of one group unknown": "unknown",
    "not estimable": "none",
}


def correction_table(corrected: Corrected, look: Names, *, key: str = "correction") -> Table:
    """Write each theme's raw and corrected difference, and how unequal recall would have to be to flip it.

    Parameters
    ----------
    corrected
        Shares and flips of the same coder and sample.
    look
        Names and language.
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
        Column("raw", say("column.raw", language), "points"),
        Column("corrected", say("column.corrected", language), "points", ("low", "high")),
        Column("kept", say("column.sign", language), words=words),
        Column("flip", say("column.flip", language), "points"),
        Column("gap_sensitivity", say("column.gap", language), "points"),
        Column("verdict", say("column.own_errors", language), words=words),
    )
    a, b = corrected.flip.groups
    caption = say("table.correction", language, coder=bare_name(corrected.shares.coder))
    counts = {"n_a": sample[a], "n_b": sample[b], "a": look.name(a), "b": look.name(b)}
    notes = (f"{say('note.correction', language, **counts)} {say('note.flip', language)}",)
    return Table(frame.reset_index(drop=True), caption, key, columns, notes, language)

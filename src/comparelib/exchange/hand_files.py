"""Imported codings -> files of hand codings, one a coder; a file that is there is never touched."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from comparelib.errors import Fault, InputFaults
from comparelib.exchange.codings import COLUMNS
from comparelib.model import CoderKind

FILE_COLUMNS = (*COLUMNS, "text")


def file_stem(coder: str) -> str:
    """Return the name of a coder's file, without the ending: `ab` of `human:ab`, `Jan_Smit` of "Jan Smit"."""
    name = unicodedata.normalize("NFC", coder.removeprefix(f"{CoderKind.HUMAN.value}:"))
    return re.sub(r"[^\w.-]+", "_", name).strip("_.-") or "unknown"


def hand_files(codings: pd.DataFrame, texts: Mapping[str, str], name: str | None = None) -> dict[str, str]:
    """Return file name -> content of the hand codings, as `coding.human` reads them.

    Parameters
    ----------
    codings
        unit_id, coder, facet, code, note, time.
    texts
        unit_id -> text: it goes along, so that a later change of the text is seen.
    name
        What the only coder shall be called; None keeps the names.

    Raises
    ------
    InputFaults
        Two coders would get the same file.
    """
    coders = sorted(codings["coder"].unique())
    if name is not None and len(coders) > 1:
        message = f"--as names one coder, and there are {len(coders)}: {', '.join(coders)}"
        raise InputFaults(Fault(message, remedy="Choose one of them with --coder"))
    stems: dict[str, str] = {}
    for coder in coders:
        stem = file_stem(name or coder)
        if stem.casefold() in stems:
            other = stems[stem.casefold()]
            message = f"coders '{other}' and '{coder}' would both be called '{stem}'"
            raise InputFaults(Fault(message, remedy="Import them one by one, with --coder NAME --as NEW"))
        stems[stem.casefold()] = coder
    return {
        f"{file_stem(name or coder)}.csv": _content(
            codings[codings["coder"] == coder], file_stem(name or coder), texts
        )
        for coder in coders
    }


def write_hand_files(
    contents: Mapping[str, str], folder: Path, shown: Path | None = None
) -> tuple[Path, ...]:
    """Write all files, or none where one of them is there already.

    Parameters
    ----------
    folder
        The folder of hand codings; it is made where there is none.
    shown
        How the folder is called in messages.

    Raises
    ------
    InputFaults
        A file of that coder exists, in the folder or in one below it, or the folder cannot be written.
    """
    shown = shown or folder
    taken = {_folded(path.name): path for path in sorted(folder.rglob("*.csv"))} if folder.is_dir() else {}
    faults = [
        Fault(
            f"there are codings of '{Path(name).stem}' already; nothing was written",
            shown / taken[_folded(name)].relative_to(folder),
            remedy="Give the coder another name with --as NAME, or move that file away first",
        )
        for name in contents
        if _folded(name) in taken
    ]
    if faults:
        raise InputFaults(faults)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return tuple(_written(folder / name, content) for name, content in contents.items())
    except OSError as refused:
        reason = (refused.strerror or str(refused)).lower()
        message = f"the folder cannot be written ({reason})"
        raise InputFaults(Fault(message, shown, remedy="Ask for the right to write there")) from None


def _written(path: Path, content: str) -> Path:
    with path.open(
        "x", encoding="utf-8", newline=""
    ) as file:  # x: fails where the file has come there meanwhile
        file.write(content)
    return path


def _content(codings: pd.DataFrame, stem: str, texts: Mapping[str, str]) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(FILE_COLUMNS)
    for row in codings.to_dict("records"):
        values = row | {"coder": stem, "text": " ".join(texts[row["unit_id"]].split())}
        writer.writerow([values[column] for column in FILE_COLUMNS])
    return buffer.getvalue()


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()

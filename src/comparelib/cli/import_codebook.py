"""`comparelib import` of a codebook: which of its codes are ours, and a draft of a codebook from it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from comparelib.cli.console import show_json
from comparelib.errors import Fault, InputFaults

if TYPE_CHECKING:
    from comparelib.exchange.outline import CodeEntry


def show_codebook(file: Path, output: Path | None, *, as_json: bool) -> None:
    """Print what each code of a codebook is here; write a draft of a codebook where one is asked for."""
    from comparelib.codebook import load_codebook
    from comparelib.exchange.code_names import CodeNames
    from comparelib.exchange.codebook_formats import draft_codebook
    from comparelib.studyfile import FILE_NAME, find_root, load_studyfile

    entries = _codebook_entries(file)
    study = load_studyfile(find_root() / FILE_NAME)
    book = load_codebook(study.codebook, study.shown(study.codebook))
    names = CodeNames(book)
    rows = [
        {"code": " > ".join(entry.path), **names.verdict(entry.path)} for entry in entries if entry.codable
    ]
    if output is not None:
        write_new(output, draft_codebook(entries, file.stem).encode("utf-8"))
    if as_json:
        show_json(rows)
        return
    for row in rows:
        near = f" (nearest: {row['nearest']})" if row["nearest"] else ""
        typer.echo(f"{row['code']}: {row['means'] or 'not in the codebook'}{near}")
    known = sum(bool(row["means"]) for row in rows)
    draft = f"; draft: {output}" if output else ""
    typer.echo(f"import: {len(rows)} codes, {known} of them in codebook {book.version}{draft}")


def _codebook_entries(file: Path) -> tuple[CodeEntry, ...]:
    from comparelib.exchange.codebook_formats import read_taguette
    from comparelib.exchange.dictionary_formats import dictionary_codes
    from comparelib.exchange.refi import read_qdc

    if file.suffix.lower() == ".qdc":
        return read_qdc(file.read_bytes(), file.name)
    read = read_taguette if file.suffix.lower() == ".csv" else dictionary_codes
    return read(file, Path(file.name))


def write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet."""
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise InputFaults(Fault("the file is there already", path, remedy="Give another name")) from None
    except OSError as refused:
        reason = (refused.strerror or str(refused)).lower()
        raise InputFaults(Fault(f"cannot be written ({reason})", path)) from None

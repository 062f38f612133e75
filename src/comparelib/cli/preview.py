"""The extraction preview: a table on a terminal, plain lines elsewhere, and the page beside them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from comparelib.adding.intake import Proposal
    from comparelib.adding.reading import Reading
    from comparelib.studyfile import StudyFile

_LANGUAGE = "en"  # the command line speaks English


class Previewer:
    """Shows proposals, and writes the preview page of each."""

    def __init__(self, study: StudyFile, page_language: str, *, quiet: bool) -> None:
        self.study, self.page_language, self.quiet = study, page_language, quiet

    def show(self, proposal: Proposal) -> None:
        """Write the page of a proposal, and show its figures unless a script reads the output."""
        page = self._write_page(proposal)
        if self.quiet:
            return
        rows = [*preview_rows(proposal.found.reading), ("preview page", page)]
        title = f"{proposal.found.name} as {proposal.details.doc_id}"
        if sys.stdout.isatty():
            _table(title, rows)
        else:
            typer.echo(title)
            for name, value in rows:
                typer.echo(f"  {name}: {value}")

    def record(self, proposal: Proposal) -> dict[str, Any]:
        """Return the figures of a proposal for a script."""
        return {"preview": self._page_path(proposal), "quality": quality_record(proposal.found.reading)}

    def _page_path(self, proposal: Proposal) -> str:
        from comparelib.adding.shelf import PREVIEWS

        return (PREVIEWS / f"{proposal.details.doc_id}.html").as_posix()

    def _write_page(self, proposal: Proposal) -> str:
        from comparelib.adding.writing import written
        from comparelib.reporting.preview import render_preview

        found, details = proposal.found, proposal.details
        said = {
            "title": details.title,
            "language": details.language,
            "doc_id": details.doc_id,
            "file": found.file.name,
            "sha256": found.sha256,
        }
        study = self.study.title[self.page_language]
        html = render_preview(found.data, found.reading, said, study, self.page_language)
        path = self.study.root / self._page_path(proposal)
        path.parent.mkdir(parents=True, exist_ok=True)
        written(path, html.encode("utf-8"))
        return self._page_path(proposal)


def preview_rows(reading: Reading) -> Iterator[tuple[str, str]]:
    """Yield label and value of everything that the terminal shows of a reading."""
    from comparelib.adding.masking import masked
    from comparelib.adding.summary import figure_rows, furniture_rows, joined_words
    from comparelib.adding.verdict import verdict_words

    yield "verdict", verdict_words(reading.quality, _LANGUAGE)
    for name, value in figure_rows(reading, _LANGUAGE):
        yield name.lower(), value
    for row in furniture_rows(reading, _LANGUAGE):
        yield f"furniture, {row.label}", f"{row.count}: " + " | ".join(row.examples)
    if words := joined_words(reading, _LANGUAGE):
        yield "joined, the first", ", ".join(words)
    for warning in reading.quality.warnings:
        yield "warning", masked(warning, _LANGUAGE)


def quality_record(reading: Reading) -> dict[str, Any]:
    """Return the quality figures for a script."""
    from comparelib.adding.summary import joined_words

    figures = reading.quality
    return {
        **asdict(figures),
        "verdict": figures.verdict.value,
        "doubts": [doubt.value for doubt in figures.doubts],
        "joined": list(joined_words(reading, _LANGUAGE)),
        "moved": reading.log.moved,
        "dropped": reading.log.dropped,
    }


def _table(title: str, rows: list[tuple[str, str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(title), title_justify="left", show_header=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in rows:
        table.add_row(Text(name), Text(value))
    Console().print(table)

"""The account of two runs as one HTML page in the frame of the reports."""

from __future__ import annotations

from html import escape

from comparelib.errors import ReportFailure
from comparelib.labels import say
from comparelib.reporting.comparing.diff import RunDiff
from comparelib.reporting.comparing.words import (
    cause_words,
    cells_table,
    changes_table,
    findings_table,
    title,
    units_table,
    verdict,
)
from comparelib.reporting.gate import page_faults
from comparelib.reporting.headings import headed
from comparelib.reporting.layout import Sheet

_MOST = 40  # ids of units in one row; all of them are in the JSON


def diff_page(diff: RunDiff, language: str = "en") -> str:
    """Return the page: offline, the same bytes for the same two runs.

    Raises
    ------
    ReportFailure
        The page would not be fit for a reader, which is a fault of this module.
    """
    words = say("diff.kicker", language)
    parts = [f"<h1>{escape(title(diff, language))}</h1>", *_opening(diff, language)]
    parts += _section(
        "diff.changes.title", changes_table(diff, language).html(), bool(diff.changes), language
    )
    parts += _findings(diff, language)
    parts += _section("diff.cells.title", cells_table(diff, language).html(), not diff.cells.empty, language)
    units = units_table(diff, language, _MOST).html()
    parts += _section("diff.units.title", units, not diff.units.empty, language)
    body = headed("\n".join(parts))
    sheet = Sheet(
        language=language,
        name=f"{title(diff, language)} – {words}",
        above=(words,),
        body=body.html,
        contents=body.contents,
        provenance=_provenance(diff, language),
    )
    if faults := page_faults(sheet.html):
        raise ReportFailure(f"the page of the comparison is not fit to publish: {'; '.join(faults)}")
    return sheet.html


def _opening(diff: RunDiff, language: str) -> list[str]:
    first, *rest = [f"{line}" for line in verdict(diff, language)]
    lines = [f'<p class="lead">{escape(first)}</p>', f"<p>{escape(' '.join(rest))}</p>"]
    if len(diff.steps) > 1:
        named = [", ".join(cause_words(cause, language) for cause in step) for step in diff.steps]
        lines.append(f"<p>{escape(say('diff.steps', language))}</p>")
        lines.append("<ol>" + "".join(f"<li>{escape(step)}</li>" for step in named) + "</ol>")
    return lines


def _findings(diff: RunDiff, language: str) -> list[str]:
    parts = _section(
        "diff.findings.title", findings_table(diff, language).html(), bool(diff.findings), language
    )
    both = [move for move in diff.findings if move.before and move.after]
    if both:
        items = "".join(
            f"<li><p>{escape(say('diff.before', language))}: {escape(move.before[language])}</p>"
            f"<p>{escape(say('diff.after', language))}: {escape(move.after[language])}</p></li>"
            for move in both
        )
        summary = escape(say("diff.said", language))
        parts.append(f"<details><summary>{summary}</summary><ul>{items}</ul></details>")
    return parts


def _section(key: str, content: str, filled: bool, language: str) -> list[str]:
    none = f"<p>{escape(say('diff.none', language))}</p>"
    return [f"<h2>{escape(say(key, language))}</h2>", content if filled else none]


def _provenance(diff: RunDiff, language: str) -> tuple[tuple[str, str], ...]:
    rows = []
    for key, side in (("diff.before", diff.before), ("diff.after", diff.after)):
        made_from = f"{side.run}, {side.codebook}, {side.coder}, {side.key[:12]}"
        rows.append((say(key, language), made_from))
    return tuple(rows)

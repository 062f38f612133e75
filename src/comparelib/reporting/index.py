"""reports/index.html: every run, what it differs in from the first, and its pages; searchable."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from comparelib.claims import FindingKind, Grade
from comparelib.labels import say
from comparelib.reporting.journal import PageRecord, RunRecord
from comparelib.reporting.layout import Sheet
from comparelib.reporting.results.record import RESULTS
from comparelib.reporting.settings import differences, in_words

DOCUMENTS = "documents/_all.html"
"""The page of a run that lists its documents."""

MOST_FINDINGS = 3
"""Findings of a run that the index says."""

MOST_LISTED = 40
"""Documents of a run that the index names itself."""


@dataclass(frozen=True)
class IndexedRun:
    """A published run: the name of its folder, its record, whether study.yml still has it, what it found.

    `findings` are grade and words (by language) of its best supported findings, as `leading_findings` reads
    them.
    """

    folder: str
    record: RunRecord
    declared: bool
    findings: tuple[tuple[str, Mapping[str, str]], ...] = ()

    @property
    def parameters(self) -> dict[str, Any]:
        """Every parameter of any of its pages."""
        return {name: value for page in self.record.pages for name, value in page.parameters.items()}


def leading_findings(folder: Path) -> tuple[tuple[str, Mapping[str, str]], ...]:
    """Return grade and words of the best supported findings of a published run; none where it has none.

    Of one grade, what is said of both sides comes before what is said of a single text. How well was measured
    is no finding on policy, and findings below `moderate` lack something: both stand on the page of findings
    alone.
    """
    try:
        findings = json.loads((folder / RESULTS).read_text("utf-8"))["findings"]
        graded = [
            (Grade(finding["grade"]), FindingKind(finding["kind"]), dict(finding["words"]))
            for finding in findings
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    told = [card for card in graded if card[0].rank <= Grade.MODERATE.rank and not card[1].on_measurement]
    best = sorted(told, key=lambda card: (card[0].rank, card[1].place))
    return tuple((grade.value, words) for grade, _, words in best[:MOST_FINDINGS])


def render_index(runs: Sequence[IndexedRun], study: str, language: str, caution: str = "") -> str:
    """Return the HTML of the index.

    Parameters
    ----------
    runs
        In their order; the first is the one that the others are compared with.
    study
        Title of the study.
    language
        "en" or "nl".
    caution
        What every reader must know first.
    """

    def words(key: str) -> str:
        return escape(say(key, language))

    title = say("index.title", language)
    cards = "\n".join(_card(run, runs[0], language) for run in runs)
    found = escape(say("index.found", language, shown="#", all="##"))
    body = f"""<h1 id="reports">{escape(study)}</h1>
<p class="lead">{words("index.lead")}</p>
<div class="search" role="search" hidden><label for="index-search">{words("index.search")}</label>
<input type="search" id="index-search" data-found="{found}"><span role="status" id="index-found"></span></div>
<div class="runs">
{cards or f"<p>{words('index.none')}</p>"}
</div>"""
    return Sheet(language, f"{title} – {study}", (title,), body, caution=caution).html


def _card(run: IndexedRun, baseline: IndexedRun, language: str) -> str:
    label = run.record.label[language]
    settings = in_words(run.parameters, language)
    search = escape(" ".join([label, run.folder, *(f"{name} {value}" for name, value in settings)]))
    pages = "\n".join(
        f'<li data-words="{escape(page.title)} {search}">'
        f'<a href="{escape(run.folder)}/{escape(page.file)}" hreflang="{page.language}">'
        f"{escape(page.title)}</a></li>"
        for page in _pages(run.record)
    )
    anchor = f"run-{run.folder}"
    retired = "" if run.declared else f'<p class="note">{escape(say("index.retired", language))}</p>\n'
    return f"""<section class="run" aria-labelledby="{anchor}">
<h2 id="{anchor}">{escape(label)}</h2>
{retired}{_comparison(run, baseline, language)}
{_findings(run, search, language)}<ul>
{pages}
</ul>
{_documents(run, language)}
<details><summary>{escape(say("index.settings", language))}</summary>{_pairs(settings)}</details>
</section>"""


def _pages(record: RunRecord) -> tuple[PageRecord, ...]:
    """The findings first: what most readers came for."""
    return (*([record.summary] if record.summary else ()), *record.pages)


def _findings(run: IndexedRun, search: str, language: str) -> str:
    """The best supported findings, which a search finds as it finds pages."""
    if not run.findings:
        return ""
    items = "\n".join(
        f'<li data-words="{escape(words[language])} {search}">{escape(words[language])} '
        f"<span>{escape(say(f'claim.grade.{grade}', language))}</span></li>"
        for grade, words in run.findings
    )
    title = escape(say("index.findings", language))
    return f'<h3 id="findings-{run.folder}">{title}</h3>\n<ul class="leading">\n{items}\n</ul>\n'


def _documents(run: IndexedRun, language: str) -> str:
    documents = run.record.documents
    if not documents:
        return ""
    n = escape(say("index.documents", language, n=len(documents)))
    if len(documents) > MOST_LISTED:
        return f'<p class="documents"><a href="{escape(run.folder)}/{DOCUMENTS}">{n}</a></p>'
    links = "\n".join(
        f'<li><a href="{escape(run.folder)}/{escape(next(iter(document.files)))}"'
        f"{_spoken(document.language)}>{escape(document.title)}</a></li>"
        for document in documents
    )
    return f'<details class="documents"><summary>{n}</summary>\n<ul>\n{links}\n</ul></details>'


def _spoken(language: str) -> str:
    return f' lang="{escape(language)}"' if language else ""


def _comparison(run: IndexedRun, baseline: IndexedRun, language: str) -> str:
    if run is baseline:
        return f'<p class="note">{escape(say("index.baseline", language))}</p>'
    name = baseline.record.label[language]
    rows = differences(run.parameters, baseline.parameters, language)
    key = "index.differs" if rows else "index.same"
    return f'<p class="note">{escape(say(key, language, baseline=name))}</p>{_pairs(rows) if rows else ""}'


def _pairs(rows: Sequence[tuple[str, str]]) -> str:
    pairs = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in rows)
    return f"<dl>{pairs}</dl>"

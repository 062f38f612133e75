"""Making the results of a run and the page that sums it up, in a process of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comparelib.errors import ComparelibError, ReportFailure
from comparelib.reporting.downloads.kernel import keep_table
from comparelib.reporting.downloads.links import kept_files, linked_downloads
from comparelib.reporting.gate import page_faults
from comparelib.reporting.headings import headed
from comparelib.reporting.layout import Sheet
from comparelib.reporting.outputs import linked_documents, readable_tables
from comparelib.reporting.page import Page, PageFrame
from comparelib.reporting.results.record import RESULTS, UNITS, FindingRecord, RunResults, write_results

if TYPE_CHECKING:
    from comparelib.claims import Card
    from comparelib.reporting.results.measure import Measured
    from comparelib.study import Study

SUMMARY = "summary"
"""Name of the page, without its ending."""

FILES = (RESULTS, UNITS)
"""What is written beside the page, besides its downloads."""


@dataclass(frozen=True)
class SummaryJob:
    """The results of one run to make.

    Attributes
    ----------
    run, label
        Name of its folder, and what it is called in each language.
    root
        Folder of the study.
    target
        The HTML file to write, in a folder that is not published yet; the results go beside it.
    frame
        What stands around the page; its parameters are those that decide the numbers.
    key
        Hash of all that it is made from.
    inputs, versions
        By role (`provenance.by_role`); as in the record of the run.
    known, why, expected
        As of a `PageJob`.
    """

    run: str
    label: Mapping[str, str]
    root: Path
    target: Path
    frame: PageFrame
    key: str
    inputs: Mapping[str, str | None]
    versions: Mapping[str, str]
    known: Mapping[str, str] = field(default_factory=dict)
    why: tuple[str, ...] = ()
    expected: float = 0.0

    @property
    def notebook(self) -> Path:
        """What stands in the place of a notebook when progress is told."""
        return Path(SUMMARY)


def make_summary(job: SummaryJob) -> Page:
    """Write results.json, the units behind it, and the page; return the page.

    Raises
    ------
    ReportFailure
        The study cannot be opened, its parameters do not fit it, or the page is not fit to publish.
    """
    from comparelib.reporting.results.measure import measured, unit_rows
    from comparelib.study import Study

    try:
        study = Study.open(job.root)
        found = measured(study, job.frame.parameters)
        write_results(_results(job, study, found), unit_rows(study, found.matrix), job.target.parent)
    except ComparelibError as error:
        raise ReportFailure(f"the findings of run '{job.run}' cannot be made: {error}") from None
    page = _page(job, found, study)
    job.target.write_text(page.html, encoding="utf-8", newline="\n")
    return page


def _page(job: SummaryJob, found: Measured, study: Study) -> Page:
    from comparelib.reporting.results.summary import claims_table, differences_table, summary_body

    frame = job.frame
    look = study.look(frame.language)
    for table in (claims_table(found, look), differences_table(found, look)):
        keep_table(table, job.target.parent, SUMMARY)
    files = kept_files(job.target.parent, SUMMARY)
    cells = linked_downloads(summary_body(found, look), files, SUMMARY, frame.language)
    body = headed(readable_tables(linked_documents(cells, frame.documents), frame.language))
    html = Sheet(
        language=frame.language,
        name=" – ".join((body.title or SUMMARY, frame.run, frame.study)),
        above=(frame.study, frame.run),
        body=body.html,
        contents=body.contents,
        provenance=frame.provenance,
        siblings=frame.siblings,
        here=f"{SUMMARY}.html",
        index="../index.html",
        readers=f"{frame.documents[0].rpartition('/')[0]}/" if frame.documents else "",
        caution=frame.caution,
    ).html
    if faults := page_faults(html, frame.private):
        raise ReportFailure(f"the summary of run '{job.run}' is not fit to publish: {'; '.join(faults)}")
    return Page(body.title or SUMMARY, html)


def _results(job: SummaryJob, study: Study, found: Measured) -> RunResults:
    from comparelib.reporting.results.measure import known, method_hash

    matrix = found.matrix
    counts = {
        str(doc_id): {str(code): known(value) or 0.0 for code, value in row.items()}
        for doc_id, row in matrix.counts.iterrows()
    }
    texts = study.documents
    return RunResults(
        run=job.run,
        label=dict(job.label),
        key=job.key,
        parameters=dict(job.frame.parameters),
        inputs=dict(job.inputs),
        versions=dict(job.versions),
        method=method_hash(),
        codebook=f"{study.codebook.id} {study.codebook.version}",
        coder=matrix.coder,
        corpus={str(row.doc_id): str(row.text_sha256) for row in texts.itertuples()},
        names=_names(study, matrix.facet),
        totals={str(doc_id): known(value) or 0.0 for doc_id, value in matrix.totals.items()},
        counts=counts,
        shares=_shares(found),
        differences=_differences(found),
        findings=tuple(_finding(card) for card in found.cards),
        claims=_claims(found),
        refusal=found.refusal,
    )


def _names(study: Study, facet: str) -> dict[str, dict[str, str]]:
    from comparelib.labels import LANGUAGES

    codes = study.codebook.facet(facet).names
    names = [*codes, *study.documents["doc_id"], *study.file.jurisdictions]
    looks = {language: study.look(language) for language in LANGUAGES}
    return {language: {name: look.name(name) for name in names} for language, look in looks.items()}


def _shares(found: Measured) -> tuple[dict[str, Any], ...]:
    from comparelib.reporting.results.measure import known

    if found.sides is None:
        return ()
    rows = found.sides.frame.to_dict("records")
    numbers = ("share", "low", "high")
    return tuple(
        {"group": row["group"], "code": row["code"], **{name: known(row[name]) for name in numbers}}
        for row in rows
    )


def _claims(found: Measured) -> tuple[dict[str, Any], ...]:
    from comparelib.reporting.results.measure import known

    if found.named is None:
        return ()
    columns = {"low": "difference_low", "high": "difference_high", "p": "p", "p_holm": "p_holm"}
    columns = {"difference": "difference"} | columns
    return tuple(
        {"code": row["code"], **{name: known(row[column]) for name, column in columns.items()}}
        for row in found.named.frame.to_dict("records")
    )


def _differences(found: Measured) -> tuple[dict[str, Any], ...]:
    from comparelib.reporting.results.measure import known

    if found.comparison is None:
        return ()
    columns = {"difference": "difference", "low": "difference_low", "high": "difference_high"}
    return tuple(
        {"code": row["code"], **{name: known(row[column]) for name, column in columns.items()}}
        for row in found.comparison.frame.to_dict("records")
    )


def _finding(card: Card) -> FindingRecord:
    from comparelib.reporting.results.measure import known

    numbers = {name: known(value) for name, value in sorted(card.numbers.items())}
    return FindingRecord(card.key, card.kind.value, card.grade.value, card.code, dict(card.words), numbers)

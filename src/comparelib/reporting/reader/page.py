"""The page of one document: who wrote it, who coded it, filters, and its text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape

import pandas as pd

from comparelib.codebook import Codebook
from comparelib.labels import coder_name, kind_name, say
from comparelib.model import UnitKind
from comparelib.model.coder_names import called
from comparelib.reporting.evidence.parcel import rows_of
from comparelib.reporting.gate import page_faults
from comparelib.reporting.layout import TEMPLATES, Sheet, shared_files
from comparelib.reporting.reader.margin import Margin, Reader, margins
from comparelib.reporting.reader.text import Beside, Wording, markers, written
from comparelib.text.privacy import Privacy


@dataclass(frozen=True)
class ReaderFrame:
    """What is the same on every document's page of a run.

    Attributes
    ----------
    study, run
        Title of the study and label of the run, in the page's language.
    language
        "en" or "nl".
    coders
        Names of the coders that the run counts: theirs are the codes that are shown first.
    jurisdictions
        Jurisdiction -> its label.
    siblings
        File and title of every page of the run, seen from the folder of the documents.
    provenance
        Label and value pairs of the footer.
    private
        Texts that must not stand in the page.
    beside
        Name of the files beside the page with its style and script; empty where each page holds both itself.
    """

    study: str
    run: str
    language: str
    coders: tuple[str, ...] = ()
    jurisdictions: Mapping[str, str] | None = None
    siblings: tuple[tuple[str, str], ...] = ()
    provenance: tuple[tuple[str, str], ...] = ()
    private: tuple[str, ...] = ()
    beside: str = ""


@dataclass(frozen=True)
class ReaderSource:
    """One document: its row of the table, canonical text, units and codings; and what all documents share."""

    document: Mapping[str, object]
    text: str
    units: pd.DataFrame
    codings: pd.DataFrame
    codebook: Codebook
    coders: tuple[Reader, ...]
    privacy: Privacy


class UnfitPage(Exception):
    """A document's page would not be fit for a reader; the message names the faults."""


def render_reader(source: ReaderSource, frame: ReaderFrame) -> str:
    """Return the HTML of a document's page; the same document gives the same bytes.

    Raises
    ------
    UnfitPage
        The page holds what it must not, such as a personal address.
    """
    language = frame.language
    shown = {
        unit.unit_id: source.privacy.masked(unit.text, _none(unit.furniture))
        for unit in rows_of(source.units)
    }
    codes = [(facet.name, code.name) for facet in source.codebook.facets for code in facet.codes]
    labels = [code.label[language[:2]] for facet in source.codebook.facets for code in facet.codes]
    beside = margins(source.codings, codes, source.coders, shown)
    wording = Wording([facet for facet, _ in codes], labels, source.coders, language)
    between = {
        unit: source.privacy.masked(marker).text
        for unit, marker in markers(source.units, source.text).items()
    }
    text = written(source.units, Beside(shown, between, beside), wording)
    title = source.privacy.masked(str(source.document["title"])).text
    counted, spoken = _counted(source.coders, frame.coders), str(source.document["language"])
    body = "\n".join(
        [
            f'<h1 id="document" lang="{escape(spoken)}">{escape(title)}</h1>',
            _facts(source, frame),
            _coders(source, beside, language),
            _filters(source.codebook, source.coders, counted, beside, language),
            f'<div class="text" lang="{escape(spoken)}">\n{text.html}\n</div>',
        ]
    )
    html = Sheet(
        language=language,
        name=" – ".join((title, frame.run, frame.study)),
        above=(frame.study, frame.run),
        body=body,
        contents=text.headings,
        contents_language=spoken,
        provenance=frame.provenance,
        siblings=frame.siblings,
        index="../../index.html",
        style=_file("reader.css"),
        script=_file("reader.js"),
        beside=frame.beside,
    ).html
    if faults := page_faults(html, frame.private, tuple(reader_files(frame.beside))):
        raise UnfitPage("; ".join(faults))
    return html


def reader_files(beside: str) -> dict[str, str]:
    """Return the style and script of the pages as files, where they stand beside them; see `ReaderFrame`."""
    return shared_files(beside, _file("reader.css"), _file("reader.js")) if beside else {}


def _none(value: object) -> str | None:
    return None if pd.isna(value) else str(value)  # type: ignore[call-overload]


def _counted(coders: Sequence[Reader], wanted: Sequence[str]) -> set[str]:
    names = [coder.name for coder in coders]
    return {coder for name in wanted for coder in called(names, name)} or set(names)


def _facts(source: ReaderSource, frame: ReaderFrame) -> str:
    document, units = source.document, source.units
    furniture = int((units["kind"] == UnitKind.FURNITURE.value).sum())
    side = str(document["jurisdiction"])
    words = [
        str(document["issuer"]),
        (frame.jurisdictions or {}).get(side, side),
        kind_name(str(document["doc_type"]), frame.language),
        str(document["date"]),
        say("reader.pages", frame.language, n=int(units["page"].max())),
        say("reader.units", frame.language, n=len(units) - furniture),
        say("reader.furniture", frame.language, n=furniture),
    ]
    shown = " · ".join(source.privacy.masked(word).text for word in words if word)
    return f'<p class="lead">{escape(shown)}</p>'


def _coders(source: ReaderSource, beside: Mapping[str, Margin], language: str) -> str:
    """The legend: which mark is which coder, and how many units each read and gave a code."""

    def words(key: str) -> str:
        return escape(say(f"reader.{key}", language))

    read = source.codings.groupby("coder")["unit_id"].nunique()
    rows = "".join(
        f'<tr><th scope="row">{escape(coder_name(coder.name, language))}</th><td>{escape(coder.mark)}</td>'
        f"<td>{words(f'kind.{coder.kind}')}</td>"
        f'<td class="number">{escape(say("reader.number", language, n=int(read.get(coder.name, 0))))}</td>'
        f'<td class="number">{escape(say("reader.number", language, n=_given(beside, seat)))}</td></tr>'
        for seat, coder in enumerate(source.coders)
    )
    heads = "".join(f'<th scope="col">{words(key)}</th>' for key in ("coder", "mark", "kind"))
    heads += "".join(f'<th scope="col" class="number">{words(key)}</th>' for key in ("read", "given"))
    facets = " ".join(
        f'<li class="{escape(facet.name)}">{escape(facet.title[language[:2]])}</li>'
        for facet in source.codebook.facets
    )
    return (
        f'<details class="legend"><summary>{words("legend")}</summary>'
        f'<ul class="codes" aria-label="{words("facets")}">{facets}</ul>'
        f'<div class="table-scroll" role="region" tabindex="0" aria-label="{words("coders")}">'
        f'<table class="plain"><caption class="unseen">{words("coders")}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div></details>"
    )


def _given(beside: Mapping[str, Margin], seat: int) -> int:
    return sum(any(seat in note.coders for note in margin.notes) for margin in beside.values())


def _filters(
    codebook: Codebook,
    coders: Sequence[Reader],
    counted: set[str],
    beside: Mapping[str, Margin],
    language: str,
) -> str:
    """The choice of coders and codes; the two switches work without scripts."""

    def words(key: str, **values: object) -> str:
        return escape(say(f"reader.{key}", language, **values))

    seats = {seat for seat, coder in enumerate(coders) if coder.name in counted}
    choice = "".join(
        _box("coder", seat, f"{coder_name(coder.name, language)} ({coder.mark})", checked=seat in seats)
        for seat, coder in enumerate(coders)
    )
    groups = [f"<fieldset><legend>{words('coders')}</legend>{choice}</fieldset>"]
    place = 0
    for facet in codebook.facets:
        boxes = []
        for code in facet.codes:
            if any(note.code == place for margin in beside.values() for note in margin.notes):
                boxes.append(_box(facet.name, place, code.label[language[:2]]))
            place += 1
        if boxes:
            title = escape(facet.title[language[:2]])
            groups.append(f'<fieldset class="facet"><legend>{title}</legend>{"".join(boxes)}</fieldset>')
    found = words("found", shown="#", all="##")
    facets = escape(" ".join(facet.name for facet in codebook.facets))
    switches = "".join(
        f'<label><input type="checkbox" id="show-{name}"> {words(f"show_{name}")}</label>'
        for name in ("furniture", "grounds")
    )
    return (
        f'<div class="switches">{switches}</div>\n'
        f'<details class="filters" hidden><summary>{words("filter")}</summary>'
        f'<form data-found="{found}" data-facets="{facets}">'
        f"{''.join(groups)}"
        f'<button type="reset">{words("reset")}</button></form></details>\n'
        f'<p class="found" role="status"></p>'
    )


def _box(name: str, value: int, label: str, *, checked: bool = False) -> str:
    tick = " checked" if checked else ""
    return (
        f'<label><input type="checkbox" name="{escape(name)}" value="{value}"{tick}> {escape(label)}'
        f'<span class="n"></span></label>'
    )


@cache
def _file(name: str) -> str:
    return (TEMPLATES / name).read_text("utf-8").strip()

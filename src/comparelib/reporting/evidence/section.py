"""The section "Passages" of a page: every cell as a closed element, its data, style and script."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comparelib.labels import say
from comparelib.reporting.evidence.parcel import as_json
from comparelib.reporting.evidence.unscripted import cell_links, unit_list

if TYPE_CHECKING:
    from comparelib.reporting.evidence.passages import Passages

TEMPLATES = Path(__file__).parents[1] / "templates"
_SCRIPT_WORDS = (
    "passages", "unit", "page", "why", "score", "other_codes", "around", "around_hide", "in_document",
    "close", "in_list", "more", "loading", "absent", "whole", "heading", "list_item", "quote",
)  # fmt: skip


def section(passages: Passages) -> str:
    """Return the HTML of the section; the same passages give the same bytes."""
    from comparelib.reporting.evidence.passages import anchor

    language = passages.look.language

    def words(key: str, **values: object) -> str:
        return escape(say(f"evidence.{key}", language, **values))

    groups = [
        _group(passages, name, anchor)
        for name in [*passages.sides, *passages.cells]
        if any(passages.of(name, code) for code in passages.matrix.codes)
    ]
    note = "" if passages.embedded else f"<p>{words('beside')}</p>\n"
    lead = words("lead", coder=passages.matrix.coder)
    unscripted = unit_list(passages) if passages.embedded else f"<p>{words('unscripted')}</p>"
    return f"""<section class="evidence" aria-labelledby="passages">
<style>
{_file("evidence.css")}
</style>
<h2 id="passages">{words("title")}</h2>
<p>{lead}</p>
{note}{"".join(groups)}<noscript>{unscripted}</noscript>
<script type="application/json" class="evidence-data">{as_json(_data(passages))}</script>
<script>
{_file("evidence.js")}
</script>
</section>"""


def _group(passages: Passages, name: str, anchor: Any) -> str:
    language, label = passages.look.language, escape(passages.look.name(name))
    cells = "\n".join(
        f'<details class="passages cell" id="{escape(anchor(name, code))}" data-group="{escape(name)}" '
        f'data-code="{escape(code)}"><summary>{escape(passages.look.name(code))} '
        f'<span class="count">{escape(say("evidence.count", language, n=n))}</span></summary>'
        f"{cell_links(passages, name, code)}</details>"
        for code in passages.matrix.codes
        if (n := len(passages.of(name, code)))
    )
    kind = escape(say("evidence.side" if name in passages.sides else "evidence.document", language))
    return (
        f'<details class="passages group"><summary>{label} <span class="count">{kind}</span></summary>\n'
        f"{cells}\n</details>\n"
    )


def _data(passages: Passages) -> dict[str, Any]:
    matrix, look = passages.matrix, passages.look
    labels = {
        facet.name: {code.name: code.label[look.language[:2]] for code in facet.codes}
        for facet in passages.codebook.facets
    }
    kinds = ("heading", "list_item", "quote")
    texts = {key: say(f"evidence.{key}", look.language) for key in _SCRIPT_WORDS if key not in kinds}
    return {
        "language": look.language,
        "facet": matrix.facet,
        "coder": matrix.coder,
        "words": texts | {"kinds": {kind: say(f"evidence.{kind}", look.language) for kind in kinds}},
        "labels": labels,
        "names": {name: look.name(name) for name in [*passages.sides, *passages.cells]},
        "sides": passages.sides,
        "cells": {
            doc_id: {code: [int(unit.rpartition("#")[2]) for unit in units] for code, units in cells.items()}
            for doc_id, cells in passages.cells.items()
        },
        "parcels": passages.parcels if passages.embedded else {},
    }


def _file(name: str) -> str:
    return (TEMPLATES / name).read_text("utf-8").strip()

"""The section "Passages" of a page: every number as a closed element, its data, style and script."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comparelib.labels import coder_name, listed, say
from comparelib.reporting.evidence.carried import carried_codings
from comparelib.reporting.evidence.parcel import as_json
from comparelib.reporting.evidence.selections import ALL, Behind, Selected
from comparelib.reporting.evidence.unscripted import cell_links, unit_list

if TYPE_CHECKING:
    from comparelib.reporting.evidence.passages import Passages

TEMPLATES = Path(__file__).parents[1] / "templates"
_SCRIPT_WORDS = (
    "passage", "passages", "unit", "page", "why", "score", "other_codes", "codes", "around", "around_hide",
    "in_document", "close", "in_list", "more", "loading", "absent", "whole", "heading",
    "list_item", "quote",
)  # fmt: skip


def section(passages: Passages) -> str:
    """Return the HTML of the section; the same passages give the same bytes."""
    from comparelib.reporting.evidence.passages import MOST_SAMPLED

    language = passages.look.language

    def words(key: str, **values: object) -> str:
        return escape(say(f"evidence.{key}", language, **values))

    order = [*passages.sides, *(part.key for part in passages.parts), *passages.doc_ids, ALL]
    groups = [_group(passages, name) for name in order if name in passages.shown]
    groups += [_pairs(passages)] if any(name in passages.shown for name in passages.together) else []
    notes = [] if passages.embedded else [words("beside")]
    notes += [words("sample_note", most=MOST_SAMPLED)] if passages.large else []
    kind = _kind(passages)
    others = listed([coder_name(other.coder, language) for other in passages.against], language)
    own = coder_name(passages.matrix.coder, language)
    lead = words("_".join(filter(None, ("lead", kind))), coder=own, other=others)
    unscripted = unit_list(passages) if passages.embedded else f"<p>{words('unscripted')}</p>"
    name, title, style = "passages", words("title"), f"<style>\n{_file('evidence.css')}\n</style>"
    if not passages.texts:
        facet = passages.codebook.facet(passages.matrix.facet).title[language[:2]]
        what = facet if kind == "found" else say(f"evidence.of.{kind or 'codes'}", language, facet=facet)
        name, title = f"passages-of-{passages.matrix.facet}", words("title_of", facet=what)
        style, unscripted = "", ""
    return f"""<section class="evidence" aria-labelledby="{name}">
{style}
<h2 id="{name}">{title}</h2>
<p>{lead}</p>
{"".join(f"<p>{note}</p>" for note in notes)}
{"".join(groups)}<noscript>{unscripted}</noscript>
<script type="application/json" class="evidence-data">{as_json(_data(passages))}</script>
<script>
{_file("evidence.js")}
</script>
</section>"""


def _kind(passages: Passages) -> str:
    """What the lead says of a section: whose codings its numbers count; "" for those of one coder."""
    for kind in (Behind.AGREEMENT, Behind.SAMPLED, Behind.ERRORS):
        if kind in passages.behind:
            return kind.value
    return "found" if passages.carries else ""


def name_of(passages: Passages, group: str) -> str:
    """Return what a document or a group of documents is called."""
    language = passages.look.language
    if group in passages.together:
        first, second = (passages.look.name(name) for name in passages.together[group])
        return say("evidence.beside_each_other", language, first=first, second=second)
    if group == ALL:
        return say("evidence.all_texts", language)
    named = {part.key: part for part in passages.parts}
    if group in named:
        return named[group].name(passages.look.name(named[group].jurisdiction), language)
    return passages.look.name(group)


def _group(passages: Passages, group: str) -> str:
    language = passages.look.language
    kind = {**dict.fromkeys(passages.sides, "side"), ALL: "everything"}.get(
        group, "group" if group in passages.groups else "document"
    )
    cells = "\n".join(_cell(passages, group, each) for each in passages.shown[group])
    return _folded(name_of(passages, group), say(f"evidence.{kind}", language), cells)


def _pairs(passages: Passages) -> str:
    """The pairs of documents as one group."""
    language = passages.look.language
    shown = [name for name in passages.together if name in passages.shown]
    cells = "\n".join(_cell(passages, name, each) for name in shown for each in passages.shown[name])
    return _folded(say("evidence.pairs", language), say("evidence.pairs_of", language, n=len(shown)), cells)


def _folded(name: str, what: str, cells: str) -> str:
    return (
        f'<details class="passages group"><summary>{escape(name)} '
        f'<span class="count">{escape(what)}</span></summary>\n{cells}\n</details>\n'
    )


def _cell(passages: Passages, group: str, selection: str) -> str:
    from comparelib.reporting.evidence.passages import anchor

    name = name_of(passages, group) if group in passages.together else passages.title(selection)
    n = passages.shown[group][selection]
    return (
        f'<details class="passages cell" id="{escape(anchor(group, selection))}" '
        f'data-group="{escape(group)}" data-code="{escape(selection)}">'
        f"<summary>{escape(name)} "
        f'<span class="count">{escape(_count(passages, group, selection, n))}</span></summary>'
        f"{cell_links(passages, group, selection)}</details>"
    )


def _count(passages: Passages, group: str, selection: str, n: int) -> str:
    shown = len(passages.sample(group, selection)) if passages.large else n
    if shown < n:
        return say("evidence.sampled", passages.look.language, shown=shown, n=n)
    return say("evidence.count", passages.look.language, n=n)


def _data(passages: Passages) -> dict[str, Any]:
    matrix, look = passages.matrix, passages.look
    labels = {
        facet.name: {code.name: code.label[look.language[:2]] for code in facet.codes}
        for facet in passages.codebook.facets
    }
    kinds = ("heading", "list_item", "quote")
    texts = {key: say(f"evidence.{key}", look.language) for key in _SCRIPT_WORDS if key not in kinds}
    theirs = {
        other.coder: say("evidence.theirs", look.language, coder=coder_name(other.coder, look.language))
        for other in passages.against
    }
    texts |= {"sampled": say("evidence.sampled", look.language, shown="#", n="##")}
    titles = {
        selection: passages.title(selection)
        for selections in passages.shown.values()
        for selection in selections
        if selection not in matrix.codes
    }
    return {
        "language": look.language,
        "facet": matrix.facet,
        "coder": matrix.coder,
        "coderName": coder_name(matrix.coder, look.language),
        "theirs": theirs,
        "words": texts | {"kinds": {kind: say(f"evidence.{kind}", look.language) for kind in kinds}},
        "labels": labels,
        "titles": titles,
        **(_sampled(passages) if passages.large else _whole(passages)),
        "parcels": passages.parcels if passages.embedded and passages.texts else {},
        **({"carried": carried_codings(passages)} if passages.carries else {}),
    }


def _whole(passages: Passages) -> dict[str, Any]:
    """Every unit of every number, by document; a group is the documents that it has."""
    names = list(passages.doc_ids)
    lists = [selection for selections in passages.shown.values() for selection in selections]
    wanted = dict.fromkeys([*lists, *(passages.matrix.codes if passages.together else ())])
    return {
        "names": {name: name_of(passages, name) for name in [*passages.groups, *names]},
        "sides": passages.groups,
        **({"beside": _beside(passages)} if passages.together else {}),
        "cells": {
            doc_id: {
                selection: [int(number) for number in passages.positions[rows]]
                for selection in wanted
                if len(rows := passages.rows(doc_id, selection))
            }
            for doc_id in names
        },
    }


def _beside(passages: Passages) -> dict[str, Any]:
    """What pairs of documents are compared by: their codes, and the units that shares are of."""
    totals = passages.selections.per_document(Selected.COUNTED)
    return {
        "pairs": list(passages.together),
        "codes": list(passages.matrix.codes),
        "totals": dict(zip(passages.doc_ids, map(int, totals), strict=True)),
    }


def _sampled(passages: Passages) -> dict[str, Any]:
    """For every number how many units it has, and the sample of them, by document."""
    ids = list(passages.doc_ids)
    document = passages.selections.document
    samples: dict[str, dict[str, Any]] = {}
    used: dict[str, None] = {}
    for group, selections in passages.shown.items():
        for selection, n in selections.items():
            units: dict[str, list[int]] = {}
            for row in passages.sample(group, selection):
                units.setdefault(ids[document[row]], []).append(int(passages.positions[row]))
            used |= dict.fromkeys(units)
            samples.setdefault(group, {})[selection] = [n, units]
    return {
        "names": {name: name_of(passages, name) for name in [*passages.shown, *used]},
        "sides": {},
        "cells": {},
        "samples": samples,
    }


def _file(name: str) -> str:
    return (TEMPLATES / name).read_text("utf-8").strip()

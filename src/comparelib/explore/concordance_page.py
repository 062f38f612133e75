"""A concordance as it stands in a notebook: how often, in which forms, and each place in three columns."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from comparelib.explore.markup import (
    TEXT_LANGUAGE,
    Cell,
    answer,
    headings,
    notes,
    number,
    plain,
    rows_of,
    table,
    unshown,
)
from comparelib.explore.place import document_cell
from comparelib.explore.running_text import backwards, reading_order
from comparelib.labels import formatted, say

if TYPE_CHECKING:
    from comparelib.charts import Look
    from comparelib.explore.concordance import Concordance

_FORMS_SHOWN = 12
_LINE = {"document": "source", "left": "left", "keyword": "keyword", "right": "right", "page": "number"}


def concordance_page(found: Concordance) -> str:
    """Return the answer as HTML."""
    look, language, total = found.look, found.look.language, len(found.frame)
    title = say("explore.concordance.title", language, n=total, pattern=found.pattern)
    parts = [_counts(found)]
    if found.strangers:
        strange = ", ".join(f"“{word}”" for word in found.strangers)
        parts.append(notes([say("explore.concordance.strangers", language, words=strange)]))
    if total:
        shown = found.frame.head(found.limit)
        heads = headings(_LINE, language)
        rows = (_line(row, look) for row in rows_of(shown))
        parts.append(table(say("explore.concordance.caption", language), heads, rows))
        parts.append(notes([unshown(len(shown), total, language), _forms(found)]))
    return answer(title, parts, language)


def _line(row: Any, look: Look) -> list[Cell]:
    left, right = (f'<span lang="{TEXT_LANGUAGE}">{escape(text)}</span>' for text in (row.left, row.right))
    return [
        document_cell(row.doc_id, row.jurisdiction, look),
        Cell(left, backwards(row.left)),
        Cell(f'<mark lang="{TEXT_LANGUAGE}">{escape(row.keyword)}</mark>', reading_order(row.keyword)),
        Cell(right, reading_order(row.right)),
        number(int(row.page), "count", look.language),
    ]


def _counts(found: Concordance) -> str:
    look, language = found.look, found.look.language
    counts = ("n_matches", "n_units", "n_words")
    heads = headings({"where": "text", **dict.fromkeys((*counts, "per_10000"), "number")}, language)
    rows = (
        [
            plain(look.name(row.group)),
            *(number(getattr(row, word), "count", language) for word in counts),
            number(row.per_10000, "decimal", language),
        ]
        for row in rows_of(found.counts)
    )
    return table(say("explore.concordance.counts", language), heads, rows)


def _forms(found: Concordance) -> str:
    language = found.look.language
    forms = [
        f"{row.form} ({formatted(row.n_matches, 'count', language)})"
        for row in rows_of(found.forms.head(_FORMS_SHOWN))
    ]
    more = len(found.forms) - len(forms)
    text = say("explore.concordance.forms", language, forms=", ".join(forms))
    return text + (" " + say("explore.concordance.more_forms", language, n=more) if more > 0 else "")

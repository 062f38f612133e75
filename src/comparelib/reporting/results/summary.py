"""The page that sums up a run: what can be said, how sure it is, and why."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from comparelib.claims import Card, FindingKind, Grade
from comparelib.labels import say, told
from comparelib.reporting.results.beforehand import named_table
from comparelib.tables import Table, finding_cards, graded_table

if TYPE_CHECKING:
    from comparelib.charts import Look
    from comparelib.reporting.results.measure import Measured

_KINDS = tuple(sorted(FindingKind, key=lambda kind: kind.place))


def summary_body(measured: Measured, look: Look) -> str:
    """Return the body of the page, without ids on its headings.

    The best supported findings come first; what is not shown and what cannot be said have parts of their own,
    so that nobody takes silence for a finding. How well was measured is no finding on policy and stands last.

    Parameters
    ----------
    measured
        What the run found.
    look
        Names and language.
    """
    language = look.language
    parts = [
        f"<h1>{_words('summary.title', language)}</h1>",
        f"<p>{_words('summary.lead', language)}</p>",
    ]
    if measured.refusal is not None:
        refusal = _words("summary.refusal", language, why=told(measured.refusal, language))
        return "\n".join([*parts, f'<p class="note">{refusal}</p>'])
    parts += [_tally(measured.cards, language), _claims(measured, look)]
    on_policy = [card for card in measured.cards if not card.kind.on_measurement]
    parts += [_part(grade, [card for card in on_policy if card.grade is grade], look) for grade in Grade]
    parts.append(_measuring([card for card in measured.cards if card.kind.on_measurement], look))
    parts.append(_differences(measured, look))
    return "\n".join(part for part in parts if part)


def _part(grade: Grade, cards: Sequence[Card], look: Look) -> str:
    if not cards:
        return ""
    language = look.language
    title = f"<h2>{_words(f'summary.{grade.value}', language, n=len(cards))}</h2>"
    lead = f"<p>{_words(f'summary.{grade.value}.means', language)}</p>"
    ordered = sorted(cards, key=lambda card: card.kind.place)
    shown = finding_cards(ordered, look, caption=say(f"summary.{grade.value}", language, n=len(cards)))
    if grade is not Grade.NOT_SUPPORTED:
        return f"{title}\n{lead}\n{shown.html()}"
    more = _words("summary.open", language, n=len(cards))
    return f'{title}\n{lead}\n<details class="more"><summary>{more}</summary>\n{shown.html()}\n</details>'


def _measuring(cards: Sequence[Card], look: Look) -> str:
    """How well was measured: coders, their errors, the weight of single texts; the best supported first."""
    if not cards:
        return ""
    ordered = sorted(cards, key=lambda card: (card.grade.rank, card.kind.place))
    title, language = say("summary.measuring", look.language, n=len(cards)), look.language
    shown = finding_cards(ordered, look, caption=title).html()
    return f"<h2>{escape(title)}</h2>\n<p>{_words('summary.measuring.means', language)}</p>\n{shown}"


def _claims(measured: Measured, look: Look) -> str:
    """What was named beforehand, which stands before what was found afterwards."""
    table = claims_table(measured, look)
    return f"<h2>{_words('summary.named', look.language)}</h2>\n{table.html()}" if table else ""


def claims_table(measured: Measured, look: Look) -> Table | None:
    """Return the differences that the run named beforehand; None where there are none."""
    if measured.comparison is None or measured.named is None:
        return None
    return named_table(measured.named, look, measured.comparison.jurisdictions)


def _differences(measured: Measured, look: Look) -> str:
    if measured.comparison is None:
        return ""
    language = look.language
    table = differences_table(measured, look)
    return f"<h2>{_words('summary.differences', language)}</h2>\n{table.html() if table else ''}"


def differences_table(measured: Measured, look: Look) -> Table | None:
    """Return the differences of all themes with their grades; None where there is no comparison."""
    if measured.comparison is None:
        return None
    return graded_table(measured.cards, look, measured.comparison.jurisdictions)


def _tally(cards: Sequence[Card], language: str) -> str:
    """How many findings of each kind have each grade."""
    grades = "".join(
        f'<th scope="col">{_words(f"claim.grade.{grade.value}", language)}</th>' for grade in Grade
    )
    rows = []
    for kind in _KINDS:
        own = [card for card in cards if card.kind is kind]
        cells = "".join(
            f'<td class="number">{sum(card.grade is grade for card in own) or "–"}</td>' for grade in Grade
        )
        if own:
            rows.append(
                f'<tr><th scope="row">{_words(f"claim.kind.{kind.value}", language)}</th>{cells}</tr>'
            )
    caption, kind_words = _words("summary.tally", language), _words("cards.kind", language)
    return (
        f'<table class="plain tally"><caption>{caption}</caption>'
        f'<thead><tr><th scope="col">{kind_words}</th>{grades}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _words(key: str, language: str, **values: object) -> str:
    return escape(say(key, language, **values))

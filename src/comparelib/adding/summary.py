"""A reading in words: what stands in the terminal, and at the top of the preview page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from comparelib.adding.masking import masked, masked_unit
from comparelib.adding.reading import Reading, joined_spans
from comparelib.labels import say
from comparelib.labels.numbers import formatted
from comparelib.model import Furniture, Unit, UnitKind

EXAMPLES = 3
JOINED = 20
_EXAMPLE_LENGTH = 90
_EDGES = ".,;:!?()[]“”‘\"'"


@dataclass(frozen=True)
class Apart:
    """A kind of furniture: its label, how many units there are, and examples, masked and shortened."""

    kind: str
    label: str
    count: int
    examples: tuple[str, ...]


def figure_rows(reading: Reading, language: str) -> tuple[tuple[str, str], ...]:
    """Return label and value of every figure of a reading, in words."""
    figures, log = reading.quality, reading.log
    dropped = ", ".join(
        f"{name} × {formatted(count, 'count', language)}" for name, count in log.dropped.items()
    )
    values = {
        "pages": formatted(figures.n_pages, "count", language),
        "characters": formatted(figures.n_characters, "count", language),
        "words": formatted(figures.n_words, "count", language),
        "units": _counts({kind: n for kind, n in figures.units.items() if n}, language),
        "furniture_share": formatted(figures.furniture_share, "share", language),
        "unknown": formatted(figures.unknown_share, "share", language),
        "joined": formatted(figures.n_joined, "count", language),
        "moved": formatted(log.moved, "count", language),
        "dropped": dropped or say("adding.none", language),
    }
    return tuple((say(f"adding.figure.{name}", language), value) for name, value in values.items())


def _counts(counts: Mapping[str, int], language: str) -> str:
    parts = [
        f"{formatted(n, 'count', language)} {say(f'kind.{kind}', language)}" for kind, n in counts.items()
    ]
    return ", ".join(parts) or say("adding.none", language)


def furniture_rows(reading: Reading, language: str, examples: int = EXAMPLES) -> tuple[Apart, ...]:
    """Return every kind of furniture that was found, with examples of different texts."""
    rows = []
    for kind, count in reading.quality.furniture.items():
        units = [unit for unit in reading.units if unit.kind is UnitKind.FURNITURE and unit.furniture == kind]
        texts = tuple(dict.fromkeys(example(unit, language) for unit in units))
        if count:
            rows.append(Apart(kind, say(f"adding.furniture.{kind}", language), count, texts[:examples]))
    return tuple(rows)


def example(unit: Unit, language: str) -> str:
    """Return a unit's text for a list: masked, and cut behind a word where it is long."""
    text = " ".join(masked_unit(unit, language).split())
    if len(text) <= _EXAMPLE_LENGTH:
        return text
    return text[:_EXAMPLE_LENGTH].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def joined_words(reading: Reading, language: str, most: int | None = JOINED) -> tuple[str, ...]:
    """Return the different words that were joined, in order and masked; those of contact boxes left out."""
    text = reading.canonical.text
    contacts = [unit for unit in reading.units if unit.furniture is Furniture.CONTACT]
    spans = [
        (start, end)
        for start, end in joined_spans(reading.source, reading.canonical)
        if not any(unit.start < end and start < unit.end for unit in contacts)
    ]
    words = dict.fromkeys(text[start:end].strip(_EDGES) for start, end in spans)
    return tuple(masked(word, language) for word in words)[:most]

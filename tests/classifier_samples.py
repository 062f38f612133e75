"""A small codebook, dictionary and corpus with a known truth, and an encoder that needs no weights."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from comparelib.codebook import load_codebook
from comparelib.coding.dictionary import load_dictionary

BOOK = """
id: small
version: 1.0.0
title: {en: Small, nl: Klein}
facets:
  theme:
    title: {en: Theme, nl: Thema}
    question: What is it about?
    multiple: true
    codes:
      energy: {label: {en: Energy, nl: Energie}, definition: Power and heat., include: stroom}
      skills: {label: {en: Skills, nl: Vaardigheden}, definition: Learning a trade., include: opleiding}
      space: {label: {en: Space, nl: Ruimte}, definition: Rockets., include: raket}
  function:
    title: {en: Function, nl: Functie}
    question: What does it do?
    multiple: false
    codes:
      measure: {label: {en: Measure, nl: Maatregel}, definition: An action.}
      context: {label: {en: Context, nl: Context}, definition: A fact.}
  instrument:
    title: {en: Instrument, nl: Instrument}
    question: Which instrument?
    multiple: true
    codes:
      financial: {label: {en: Money, nl: Geld}, definition: Money.}
      regulatory: {label: {en: Rules, nl: Regels}, definition: Rules.}
"""
PATTERNS = {
    "theme/energy": ["stroom*", "warmte*"],
    "theme/skills": ["opleiding*", "scholing*"],
    "theme/space": ["raket*", "satelliet*"],
    "function/measure": ["we investeren", "we verplichten"],
    "instrument/financial": ["investeren"],
    "instrument/regulatory": ["verplichten"],
}
FACETS = """
version: 1.0.0
facets:
  theme: {most: 2}
  function: {most: 1, default: context}
  instrument: {most: 1, only_for: {function: measure}}
"""
# Words of each theme; the second of each row stands in no pattern: only labels can teach it.
WORDS = {"energy": ("stroom", "netcongestie"), "skills": ("scholing", "vakmanschap")}
OPENINGS = {
    "measure": ("We investeren fors in", "We verplichten iedereen tot", "Zet snel stappen met"),
    "context": (
        "Al jaren zien bedrijven hier",
        "Iedereen kent het belang van",
        "Veel ondernemers hebben te maken met",
    ),
}


def small_coders(folder):
    """Write and load the codebook and the dictionary."""
    (folder / "book.yml").write_text(BOOK, encoding="utf-8")
    patterns = folder / "patterns"
    for name, words in PATTERNS.items():
        facet, code = name.split("/")
        (patterns / facet).mkdir(parents=True, exist_ok=True)
        lines = "".join(f"  - {word}\n" for word in words)
        (patterns / f"{name}.yml").write_text(
            f"facet: {facet}\ncode: {code}\npatterns:\n{lines}", encoding="utf-8"
        )
    (patterns / "facets.yml").write_text(FACETS, encoding="utf-8")
    codebook = load_codebook(folder / "book.yml")
    return codebook, load_dictionary(patterns, codebook)


def small_corpus(n=160, seed=1):
    """Return units and reference codings of three documents whose sentences say what they are about."""
    rng = np.random.default_rng(seed)
    units, codings = [], []
    for number in range(n):
        doc_id = f"doc{number % 3}" if number % 3 == 0 else f"doc{1 + (number > n // 2)}"
        unit_id = f"{doc_id}#{number:04}"
        function = ("measure", "context")[int(rng.integers(2))]
        themes = [theme for theme in WORDS if rng.random() < 0.5]
        which = int(rng.integers(3))
        nouns = [WORDS[theme][int(rng.integers(2))] for theme in themes] or ["toekomst"]
        text = f"{OPENINGS[function][which]} {' en '.join(nouns)} in {rng.choice(['dorpen', 'steden', 'de regio'])}."
        units.append((unit_id, doc_id, number // 2 + 1, "sentence", "", text))
        rows = [("theme", theme) for theme in themes] or [("theme", "none")]
        rows.append(("function", function))
        if function == "measure":
            rows.append(("instrument", ("financial", "regulatory", "none")[which]))
        codings += [(unit_id, facet, code, "reference") for facet, code in rows]
    columns = ["unit_id", "doc_id", "paragraph", "kind", "section", "text"]
    frame = pd.DataFrame(units, columns=columns).sort_values("doc_id", kind="stable", ignore_index=True)
    return frame, pd.DataFrame(codings, columns=["unit_id", "facet", "code", "coder"])


@dataclass(frozen=True)
class LetterEncoder:
    """Vectors of letter counts: enough to tell texts apart, and done in no time."""

    identity: str = "letters"
    dimensions: int = 26

    def encode(self, texts):
        """Return vectors of length one."""
        counts = np.array(
            [[text.lower().count(chr(97 + n)) for n in range(26)] for text in texts], dtype=float
        )
        return (counts / np.maximum(np.linalg.norm(counts, axis=1, keepdims=True), 1e-9)).astype(np.float32)


class CountingEncoder(LetterEncoder):
    """Remembers which texts it was given."""

    def __init__(self):
        super().__init__()
        object.__setattr__(self, "seen", [])

    def encode(self, texts):
        """Return vectors, and note the texts."""
        self.seen.extend(texts)
        return super().encode(texts)

"""A small made-up study with declared tables: four Dutch texts and one Flemish, two coders."""

from __future__ import annotations

import numpy as np
import pandas as pd

from comparelib.codebook import Code, Codebook, Facet

THEMES = ("energy", "labour", "housing", "skills")
GROUPS = {"labour": "people", "skills": "people"}


def facet(name: str, *codes: str) -> Facet:
    label = {"en": name, "nl": name}
    return Facet(name, label, "?", True, tuple(Code(code, {"en": code, "nl": code}, code) for code in codes))


BOOK = Codebook(
    "made up",
    "1.0.0",
    {"en": "t", "nl": "t"},
    (facet("theme", *THEMES), facet("function", "goal", "measure")),
)
PARAGRAPHS = {"nl_long": 30, "nl_b": 10, "nl_c": 8, "nl_d": 6, "vl_a": 12}
PRIORS = {"nl": (0.3, 0.3, 0.2, 0.1), "vl": (0.75, 0.1, 0.1, 0.1)}


def documents(sides: dict[str, int] = PARAGRAPHS) -> pd.DataFrame:
    return pd.DataFrame(
        {"doc_id": list(sides), "jurisdiction": [name[:2].upper() for name in sides], "doc_type": "report"}
    )


def units(sides: dict[str, int] = PARAGRAPHS, *, seed: int = 3) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    rows = []
    for doc_id, n in sides.items():
        position = 0
        for paragraph in range(1, n + 1):
            for place in range(int(rng.integers(1, 4))):
                position += 1
                kind = "heading" if place == 0 and paragraph % 5 == 0 else "sentence"
                text = " ".join(["word"] * int(rng.integers(3, 15)))
                rows.append((f"{doc_id}#{position:04d}", doc_id, paragraph, kind, text))
    return pd.DataFrame(rows, columns=["unit_id", "doc_id", "paragraph", "kind", "text"])


def codings(
    table: pd.DataFrame, *, coders: tuple[str, ...] = ("reference", "human:b"), seed: int = 4
) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    rows = []
    for coder in coders:
        for unit in table.itertuples():
            prior = np.array(PRIORS[unit.doc_id[:2]])
            found = [code for code, yes in zip(THEMES, rng.random(4) < prior, strict=True) if yes]
            rows += [(unit.unit_id, "theme", code, coder) for code in found or ["none"]]
            rows.append((unit.unit_id, "function", "measure" if rng.random() < 0.5 else "goal", coder))
    return pd.DataFrame(rows, columns=["unit_id", "facet", "code", "coder"])

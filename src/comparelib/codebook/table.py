"""Codebook -> a table in the form of Taguette's codebook CSV, for people who code elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from comparelib.codebook.load import Code, Codebook, Facet
from comparelib.labels import say


def codebook_table(codebook: Codebook, language: str = "en", facets: Sequence[str] = ()) -> pd.DataFrame:
    """Return one row a facet and one a code, with the columns tag and description.

    Taguette has one level of tags and joins levels with a full stop: the tag of a code is `theme.energy`, so
    that codes of two facets never meet and sort under their facet.

    Parameters
    ----------
    language
        "en" or "nl": of labels and of the words around definitions.
    facets
        Names of facets; all where none is given.

    Raises
    ------
    CodebookFault
        There is no such facet.
    """
    chosen = [codebook.facet(name) for name in facets] or list(codebook.facets)
    rows = []
    for facet in chosen:
        rows.append((facet.name, f"{facet.title[language]}. {facet.asked(language)[0]}"))
        rows += [(f"{facet.name}.{code.name}", _description(code, facet, language)) for code in facet.codes]
    return pd.DataFrame(rows, columns=["tag", "description"], dtype="str")


def _description(code: Code, facet: Facet, language: str) -> str:
    parts = [f"{facet.label(code.name, language)}. {code.definition}"]
    for key, text in (("include", code.include), ("exclude", code.exclude)):
        parts += [f"{say(f'codebook.{key}', language)}: {text}"] if text else []
    return "\n".join(parts)

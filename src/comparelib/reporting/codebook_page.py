"""The codebook as one self-contained HTML page, in the frame of the reports."""

from __future__ import annotations

from collections.abc import Iterable

from comparelib.codebook import Codebook
from comparelib.codebook.page import ShownExample, codebook_body
from comparelib.labels import say
from comparelib.reporting.headings import Entry
from comparelib.reporting.layout import Sheet


def codebook_page(codebook: Codebook, examples: Iterable[ShownExample] = (), language: str = "en") -> str:
    """Return the page: offline, with a contents list, the same bytes for the same codebook.

    Parameters
    ----------
    examples
        Sentences beside the codes, such as `Dictionary.examples`.
    language
        "en" or "nl".
    """
    contents = [Entry("rules", say("codebook.rules", language), 2)] if codebook.rules else []
    for facet in codebook.facets:
        contents.append(Entry(facet.name, facet.title[language], 2))
        contents += [Entry(f"{facet.name}-{code.name}", code.label[language], 3) for code in facet.codes]
    title = codebook.title[language]
    return Sheet(
        language=language,
        name=f"{title} {codebook.version}",
        above=(say("provenance.codebook", language), f"{codebook.id} {codebook.version}"),
        body=codebook_body(codebook, examples, language),
        contents=tuple(contents),
    ).html

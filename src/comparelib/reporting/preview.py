"""The preview page of a file: the body that `adding` makes, in the frame of every page."""

from __future__ import annotations

from comparelib.adding.page import preview_body, preview_style
from comparelib.adding.reading import Reading
from comparelib.labels import say
from comparelib.reporting.headings import headed
from comparelib.reporting.layout import Sheet


def render_preview(
    data: bytes, reading: Reading, said: dict[str, str], study: str, language: str = "en"
) -> str:
    """Return the HTML of a preview page: one file, nothing loaded, the same bytes for the same file.

    Parameters
    ----------
    data, reading
        The bytes of the file and what was read from them.
    said
        "title", "language", "doc_id", "file" (its name, without folder) and "sha256".
    study
        Title of the study.
    language
        Language of the page: "en" or "nl".
    """
    above = say("adding.page.above", language)
    body = headed(preview_body(data, reading, said["title"], said["language"], language))
    known = {**said, "media_type": reading.source.media_type}
    sheet = Sheet(
        language=language,
        name=" – ".join((body.title or said["title"], above, study)),
        above=(study, above),
        body=body.html,
        contents=tuple(entry for entry in body.contents if entry.level == 2),
        provenance=tuple(
            (say(f"adding.provenance.{name}", language), known[name])
            for name in ("doc_id", "file", "media_type", "sha256")
        ),
    )
    head, end, rest = sheet.html.partition("</style>")
    return f"{head}{preview_style()}\n{end}{rest}"

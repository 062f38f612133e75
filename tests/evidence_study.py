"""Made-up studies of any size, and pages around the passages of a study, for the tests of the evidence."""

import re

import pandas as pd

from chart_samples import CODES, look
from comparelib.codebook import Code, Codebook, Facet
from comparelib.matrix import theme_matrix
from comparelib.reporting.evidence import Passages
from comparelib.reporting.evidence.parcel import parcel_script
from comparelib.reporting.evidence.parcels import parcels
from comparelib.reporting.layout import Sheet

WORDS = [
    "de",
    "overheid",
    "wil",
    "dat",
    "fabrieken",
    "minder",
    "grondstoffen",
    "gebruiken",
    "en",
    "meer",
    "samenwerken",
    "in",
    "de",
    "regio",
]
TITLE = {"en": "Facet", "nl": "Facet"}


def codebook():
    codes = tuple(Code(name, {"en": name.replace("_", " "), "nl": name}, "x") for name in CODES)
    return Codebook("made-up", "1.0.0", TITLE, (Facet("theme", TITLE, "?", True, codes),))


def made_up(n_documents, n_units):
    """Passages of documents of one length, every unit with two codes, one of them with its words."""
    names = [f"doc_{number:03d}" for number in range(n_documents)]
    documents = pd.DataFrame(
        {
            "doc_id": names,
            "jurisdiction": ["NL" if i % 4 else "VL" for i in range(n_documents)],
            "title": names,
            "language": "nl",
        }
    )
    units, codings = [], []
    for number, name in enumerate(names):
        for position in range(1, n_units + 1):
            unit_id, word = f"{name}#{position:04d}", WORDS[(position + number) % len(WORDS)]
            text = " ".join([word, *WORDS[position % 9 :], str(position)])
            units.append(
                (unit_id, name, position, position // 4 + 1, "sentence", None, "", 1 + position // 30, text)
            )
            found = (unit_id, "theme", "", "dictionary@1.0.0", 1.0, 0, len(word), word, "a rule")
            steps = (position + number, position * 7 + number)
            codings += [(*found[:2], CODES[step % len(CODES)], *found[3:]) for step in steps]
    columns = ["unit_id", "doc_id", "position", "paragraph", "kind", "furniture", "section", "page", "text"]
    units = pd.DataFrame(units, columns=columns)
    columns = ["unit_id", "facet", "code", "coder", "score", "start", "end", "evidence", "rule"]
    codings = pd.DataFrame(codings, columns=columns).drop_duplicates(["unit_id", "code"])
    matrix = theme_matrix(codings, units, documents, codebook(), coder="dictionary")
    return Passages(matrix, documents, units, codings, codebook(), look("en"))


def page_of(passages, *figures):
    """A whole page with figures and their passages, framed as a report's page is."""
    body = "\n".join(['<h1 id="test">Test</h1>', *(figure.html() for figure in figures), passages.html()])
    return Sheet(passages.look.language, "Test", ("Test",), body, readers="documents/").html


def write_large(folder, passages):
    """Write a large page with links to some of its cells, and the files that it loads; return its path."""
    (folder / "documents").mkdir(parents=True)
    for name, content in parcels(
        passages.documents, passages.units, passages.codings, passages.privacy
    ).items():
        (folder / "documents" / f"{name}.js").write_text(parcel_script(name, content), encoding="utf-8")
    cells = [(name, code) for name, codes in passages.shown.items() for code in codes]
    links = "\n".join(f'<a href="{passages.href(*cell)}">{cell}</a>' for cell in cells)
    body = f'<h1 id="test">Test</h1>\n<p id="links">{links}</p>\n{passages.html()}'
    path = folder / "page.html"
    path.write_text(Sheet("en", "Test", ("Test",), body, readers="documents/").html, encoding="utf-8")
    return path


def packed(text):
    """A text without its white space."""
    return re.sub(r"\s+", "", text)

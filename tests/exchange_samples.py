"""A small study with emoji, combining accents and Windows line ends, and project files as other tools write them."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pandas as pd

from comparelib.codebook import Code, Codebook, Facet
from comparelib.exchange.placing import DocumentPlaces
from comparelib.exchange.refi.project_out import ProjectParts


def facet(name, multiple, *codes):
    listed = tuple(Code(code, {"en": label, "nl": label}, f"About {label}.") for code, label in codes)
    return Facet(name, {"en": name.title(), "nl": name.title()}, f"Which {name}?", multiple, listed)


BOOK = Codebook(
    "sample",
    "1.0.0",
    {"en": "Sample", "nl": "Voorbeeld"},
    (
        facet(
            "theme", True, ("energy", "Energy & climate"), ("labour", "Labour market"), ("skills", "Skills")
        ),
        facet("function", False, ("goal", "Goal"), ("measure", "Measure"), ("other", "Other")),
        facet("instrument", True, ("financial", "Financial"), ("other", "Other")),
    ),
)
SENTENCES = {
    "nl_emoji": [
        "🏭 De industrie vergroent.",
        "Vakmensen 👩‍🔧 zijn schaars 🙂!",
        "Dat kost € 5 mln. 🏭",
        "Dat kan beter.",
    ],
    "nl_accents": [
        "Cafe\u0301s en scho\u0308ne energie.",
        "Één coördinatie, reële kosten.",
        "Dat kan beter.",
        "Ruimte.",
    ],
    "vl_windows": [
        "\ufeffKMO's investeren zelf.",
        "Talent blijft nodig.",
        "Dat kan beter.",
        "Dat kan beter.",
    ],
}
GLUE = {"nl_emoji": "\n\n", "nl_accents": " ", "vl_windows": "\r\n"}
TEXTS = {doc_id: GLUE[doc_id].join(sentences) for doc_id, sentences in SENTENCES.items()}
NOTE = "Twijfel: <arbeid> & 'energie' 🙂\nTweede regel, é en e\u0301"


def units(sentences=None, texts=None):
    rows, texts = [], texts or TEXTS
    for doc_id, listed in (sentences or SENTENCES).items():
        at = 0
        for number, sentence in enumerate(listed, start=1):
            words = sentence.removeprefix("\ufeff")
            start = texts[doc_id].index(words, at)
            at = start + len(words)
            kind = "furniture" if words == "Ruimte." else "sentence"
            rows.append((f"{doc_id}#{number:04d}", doc_id, kind, "Kop", 1, start, at, words))
    return pd.DataFrame(
        rows, columns=["unit_id", "doc_id", "kind", "section", "page", "start", "end", "text"]
    )


def documents():
    listed = [(doc_id, doc_id[:2].upper(), f"Titel van {doc_id}", "FME", f"{doc_id}.pdf") for doc_id in TEXTS]
    return pd.DataFrame(listed, columns=["doc_id", "jurisdiction", "title", "issuer", "path"])


def codings():
    rows = [
        ("nl_emoji#0001", "human:ab", "theme", "energy", "", "2026-03-01T10:00:00Z"),
        ("nl_emoji#0001", "human:ab", "function", "goal", NOTE, "2026-03-01T10:00:05Z"),
        ("nl_emoji#0002", "human:ab", "theme", "labour", "", ""),
        ("nl_emoji#0002", "human:ab", "theme", "skills", NOTE, ""),
        ("nl_emoji#0002", "human:cd", "theme", "none", "", ""),
        ("nl_emoji#0003", "human:cd", "theme", "failed", "onleesbaar", ""),
        ("nl_accents#0001", "human:ab", "theme", "energy", "=1+1", ""),
        ("nl_accents#0002", "human:cd", "instrument", "other", "", ""),
        ("vl_windows#0001", "human:ab", "function", "measure", "", ""),
        ("vl_windows#0002", "human:cd", "theme", "labour", "", ""),
        ("vl_windows#0004", "human:cd", "function", "other", "", ""),
    ]
    frame = pd.DataFrame(rows, columns=["unit_id", "coder", "facet", "code", "note", "time"], dtype="str")
    order = {unit_id: place for place, unit_id in enumerate(units()["unit_id"])}
    frame["place"] = frame["unit_id"].map(order)
    frame = frame.sort_values(["place", "coder", "facet", "code"], ignore_index=True)
    return frame.drop(columns="place")


def table_codings_frame():
    """The same codings as the table `codings` of a study holds them, with evidence here and there."""
    frame = codings()
    frame["score"] = 1.0
    frame["start"] = pd.array([0] + [pd.NA] * (len(frame) - 1), dtype="Int64")
    frame["end"] = pd.array([2] + [pd.NA] * (len(frame) - 1), dtype="Int64")
    frame["evidence"] = pd.array(["🏭 "] + [None] * (len(frame) - 1), dtype="str")
    return frame.rename(columns={"note": "rule"}).drop(columns="time")


def parts(given=None):
    found = codings() if given is None else given
    return ProjectParts("Voorbeeld", documents(), TEXTS, units(), found, BOOK)


def places(sentences=None, texts=None):
    texts = texts or TEXTS
    table = units(sentences, texts)
    return {
        doc_id: DocumentPlaces(doc_id, text, table[table["doc_id"] == doc_id])
        for doc_id, text in texts.items()
    }


def archive(files):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return buffer.getvalue()


def parts_of(data):
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {info.filename: package.read(info) for info in package.infolist()}


USERS = {"cp": "1b0b1791-be46-4557-9957-7333544cfaf2", "ls": "39633935-3331-3962-6632-373436373264"}
SOURCE = "d097e6fd-7671-4d95-a8b6-7795fa4a72e1"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no" ?>'
    '<Project basePath="" creatingUserGUID="{cp}" creationDateTime="2024-09-15T15:36:45Z" name="werk" origin="{origin}" '
    'xmlns="urn:QDA-XML:project:1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="urn:QDA-XML:project:1.0 Project.xsd">'
    '<Users><User guid="{cp}" id="CP" name="chrisp"/><User guid="{ls}" id="LS" name="L. Smit"/></Users>'
)


def nvivo_project(selections, *, text, codes, name="nl_emoji", origin="NVivo for Mac 15.0.0"):
    """A project in the form of NVivo: codes in a tree, two sources, each as DOCX and as text, a mark before it.

    `selections` are (start, end, code, user, name); `codes` are paths from the top down.
    """
    guids = {path: f"34653336-3766-3235-6466-{number:012x}" for number, path in enumerate(codes, start=1)}
    body = "".join(
        f'<PlainTextSelection guid="0000000{number}-0000-0000-0000-000000000001" name="{quote}" '
        f'startPosition="{start}" endPosition="{end}" creatingUser="{USERS[user]}" creationDateTime="2024-09-16T08:00:00Z">'
        f"<Description>{'over ' + quote if number == 0 else ''}</Description>"
        f'<Coding guid="0000000{number}-0000-0000-0000-000000000002" creatingUser="{USERS[user]}">'
        f'<CodeRef targetGUID="{guids[code]}"/></Coding></PlainTextSelection>'
        for number, (start, end, code, user, quote) in enumerate(selections)
    )
    other = "e65f5ee2-9a55-47f1-bb0b-4921d8ce15c4"
    xml = (
        _HEAD.format(origin=origin, **USERS)
        + f"<CodeBook><Codes>{_tree(codes, guids)}</Codes></CodeBook><Cases><Case guid='{other}' name='c'/></Cases><Sources>"
        + f'<TextSource guid="{SOURCE}" name="{name}" plainTextPath="internal://{SOURCE}.txt" '
        + f'richTextPath="internal://{SOURCE}.docx">{body}</TextSource>'
        + f'<TextSource guid="{other}" name="leeg" plainTextPath="internal://{other}.txt" richTextPath="internal://{other}.docx"/>'
        + "</Sources></Project>"
    )
    return archive(
        {
            f"sources/{SOURCE}.docx": b"PK",
            f"sources/{other}.txt": b"\n",
            f"sources/{SOURCE}.txt": text.encode("utf-8"),
            "sources/.root": b"",
            "project.qde": xml,
        }
    )


def _tree(codes, guids, above=()):
    return "".join(
        f'<Code guid="{guids[path]}" isCodable="true" name="{path[-1]}">{_tree(codes, guids, path)}</Code>'
        for path in codes
        if path[:-1] == above
    )

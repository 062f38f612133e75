"""A small built study in a folder, for the tests of coding by hand: two documents, three facets, no build."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from comparelib.codebook import Code, Codebook, Facet
from comparelib.study import Study
from comparelib.studyfile import Jurisdiction, StudyFile

THEMES = (
    "energy",
    "labour",
    "housing",
    "skills",
    "trade",
    "space",
    "water",
    "health",
    "money",
    "rules",
    "rest",
)
SIDES = {"nl_a": ("NL", "letter"), "vl_b": ("VL", "plan")}


def _facet(name, multiple, *codes):
    made = (
        Code(code, {"en": code.title(), "nl": code.title()}, f"About {code}.", "x", "y") for code in codes
    )
    return Facet(name, {"en": name.title(), "nl": name.title()}, "Which?", multiple, tuple(made))


BOOK = Codebook(
    "small", "1.0.0", {"en": "t", "nl": "t"},
    (
        _facet("theme", True, *THEMES),
        _facet("function", False, "goal", "measure", "context"),
        _facet("instrument", True, "subsidy", "law"),
    ),
)  # fmt: skip


@dataclass
class Tables:
    """What a Store is read for."""

    frames: dict[str, pd.DataFrame] = field(default_factory=dict)

    def read(self, name):
        return self.frames[name]


def units(n):
    rows = []
    for doc_id in SIDES:
        for position in range(1, n + 1):
            kind = "furniture" if position % 10 == 0 else "sentence"
            text = f"Zin {position} van {doc_id}, <b>met</b> tekens & 😀."
            rows.append(
                (f"{doc_id}#{position:04d}", doc_id, position, 1 + position // 4, kind, "Deel 1", 2, text)
            )
    columns = ["unit_id", "doc_id", "position", "paragraph", "kind", "section", "page", "text"]
    return pd.DataFrame(rows, columns=columns)


def machine(table):
    """A dictionary that is sure, and a classifier that is not."""
    rows = []
    for number, unit_id in enumerate(table["unit_id"]):
        code = ("energy", "labour", "none")[number % 3]
        rows.append((unit_id, "theme", code, "dictionary@1.0.0", 1.0, "secret rule"))
        rows.append((unit_id, "theme", code, "classifier@1", 0.5 + (number % 40) / 100, "secret rule"))
    return pd.DataFrame(rows, columns=["unit_id", "facet", "code", "coder", "score", "rule"])


def coding_study(root: Path, n=20) -> Study:
    """A study of 2 x n units, one in ten of them furniture."""
    (root / "data/codings").mkdir(parents=True, exist_ok=True)
    table = units(n)
    documents = pd.DataFrame(
        [(doc, side, kind, f"Titel van {doc}", "Org", "2024-01-01") for doc, (side, kind) in SIDES.items()],
        columns=["doc_id", "jurisdiction", "doc_type", "title", "issuer", "date"],
    )
    policy = table[table["kind"] != "furniture"]
    coders = pd.DataFrame({"coder": ["dictionary@1.0.0", "classifier@1"]})
    anchored = policy[policy["doc_id"] == "nl_a"]
    anchors = pd.DataFrame(
        {"reference_unit_id": [f"a-{p:04d}" for p in anchored["position"]], "unit_id": anchored["unit_id"]}
    )
    frames = {
        "documents": documents,
        "units": table,
        "codings": machine(policy),
        "coders": coders,
        "anchors": anchors,
    }
    style = {"colour": "#0072B2", "marker": "o"}
    sides = {
        side: Jurisdiction(side, {"en": side, "nl": side}, variety="nl-NL", **style) for side in ("NL", "VL")
    }
    place = {name: root / f"data/{name}" for name in ("reference", "dictionary", "codings")}
    book = root / "data/codebook.yml"
    title = {"en": "t", "nl": "t"}
    file = StudyFile(
        root=root,
        title=title,
        manifest=root / "corpus.csv",
        codebook=book,
        jurisdictions=sides,
        coder="dictionary",
        runs={},
        **place,
    )
    return Study(file, BOOK, Tables(frames))


def write_reference(study: Study) -> Path:
    """A reference coding of document nl_a by an adjudicator and one coder, with Windows line ends."""
    folder = study.file.reference
    folder.mkdir(parents=True)
    table = study.units()
    table = table[table["doc_id"] == "nl_a"]
    unit_rows = [
        f'a-{row.position:04d},nl_a,{row.position},sentence,"{row.text}"' for row in table.itertuples()
    ]
    rows = [
        f"a-{row.position:04d},{coder},{facet},{code}"
        for row in table.itertuples()
        for coder in ("annotator_a", "adjudicated")
        for facet, code in (
            ("theme", "energy"),
            ("theme", "labour"),
            ("function", "measure"),
            ("instrument", "law"),
        )
    ]
    for name, header, content in (
        ("units", "unit_id,doc_id,position,kind,text", unit_rows),
        ("codings", "unit_id,coder,facet,code", rows),
    ):
        (folder / f"{name}.csv").write_bytes("\r\n".join([header, *content, ""]).encode())
    return folder / "codings.csv"


def press(widget, kind, **values):
    """Send what the browser sends, about the unit that is shown; return the view."""
    message = {"type": kind, "unit_id": widget.view["passage"]["unit_id"], "client": "t", "seq": 1, **values}
    widget._handle_custom_msg(json.loads(json.dumps(message)), [])
    return widget.view


def code(widget, theme="energy", function="goal", *instruments):
    """Code the unit on the desk and go to the next."""
    press(widget, "toggle", facet="theme", code=theme)
    press(widget, "toggle", facet="function", code=function)
    for instrument in instruments:
        press(widget, "toggle", facet="instrument", code=instrument)
    return press(widget, "next")

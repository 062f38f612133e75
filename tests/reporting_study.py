"""A study of two small notebooks that the tests of the reports write, run and break."""

import json
from pathlib import Path

STUDY = """\
title: {en: "A small study", nl: "Een kleine studie"}
manifest: data/raw/corpus.csv
codebook: data/codebook/small.yml
dictionary: data/codebook/dictionary
reference: data/reference
jurisdictions:
  NL: {label: {en: "Netherlands", nl: "Nederland"}, colour: "#0072B2", marker: o, variety: nl-NL}
  VL: {label: {en: "Flanders", nl: "Vlaanderen"}, colour: "#D55E00", marker: D, variety: nl-BE}
coder: dictionary
runs:
  baseline:
    label: {en: "All units", nl: "Alle eenheden"}
    notebooks: [shares, groups]
    parameters: {}
  measures:
    label: {en: "Measures only", nl: "Alleen maatregelen"}
    notebooks: [shares]
    parameters: {functions: [measure], language: nl}
"""

PARAMETERS = """\
functions: list[str] = []  # only units with these functions; "" = all
level: float = 0.95  # how sure
seed: int = 1  # a number
title: str = "It's \\"quoted\\""
language: str = "en"
"""

ROWS = 14
TABLE = f"""\
from IPython.display import HTML, SVG, display
rows = "".join(f"<tr><th scope='row'>theme {{i}}</th><td>{{100 - i}}% [5; 9]</td></tr>" for i in range({ROWS}))
head = "<thead><tr><th scope='col'>Theme</th><th scope='col'>Share</th></tr></thead>"
HTML(f"<table><caption>Shares of the themes</caption>{{head}}<tbody>{{rows}}</tbody></table>")
"""
FIGURE = """\
mark = '<svg viewBox="0 0 20 10" xmlns="http://www.w3.org/2000/svg"><rect width="12" height="10"/></svg>'
display({"image/svg+xml": mark}, raw=True, metadata={"image/svg+xml": {"alt": "A bar of 12 out of 20."}})
"""


def code(source, *tags):
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {"tags": list(tags)},
        "outputs": [],
        "source": source,
    }


def prose(source, **translations):
    metadata = {"translations": translations} if translations else {}
    return {"cell_type": "markdown", "metadata": metadata, "source": source}


def write_notebook(path: Path, *cells):
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    content = {"cells": list(cells), "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def shares(path: Path, *more):
    return write_notebook(
        path,
        prose(
            "# Shares & themes\n\nWhat each text puts first.", nl="# Aandelen & thema's\n\nWat vooropstaat."
        ),
        code(PARAMETERS, "parameters"),
        prose("## Results\n\nA first part."),
        code(TABLE),
        prose("## Results\n\n### Économie\n\nThe same title again."),
        code(FIGURE),
        code("print(sorted(functions), level, seed, title)"),
        *more,
    )


def write_study(root: Path) -> Path:
    for folder in ("notebooks", "data/raw", "data/codebook/dictionary", "data/reference", "data/processed"):
        (root / folder).mkdir(parents=True)
    (root / "study.yml").write_text(STUDY, encoding="utf-8")
    (root / "data/raw/corpus.csv").write_text("doc_id\n", encoding="utf-8")
    (root / "data/codebook/small.yml").write_text("id: small\nversion: 2.1.0\n", encoding="utf-8")
    (root / "data/processed/manifest.json").write_text("{}", encoding="utf-8")
    shares(root / "notebooks/shares.ipynb")
    write_notebook(
        root / "notebooks/groups.ipynb",
        prose("# Groups\n\nWhich texts go together."),
        code("seed: int = 1\n", "parameters"),
        code("seed + 1"),
    )
    return root

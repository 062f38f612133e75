"""Where the time of a report goes, and what rendering costs beside nbconvert's own HTML export.

    python benchmarks/reports.py            the run `baseline` of this study, in a copy of it

The first table is a whole `comparelib report` of the run from processed data, two processes side by side:
what `run.json` says of each page, in seconds by the clock. The second holds this project's rendering of an
executed notebook (links, tables, checks and contents included) beside the default export of the same notebook
by nbconvert, in milliseconds of the processor, best of five, exporters warm.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from nbformat import NotebookNode
from record import ROOT, record

from comparelib.build import build
from comparelib.reporting.page import PageFrame, render_page
from comparelib.reporting.parameters import check_parameters
from comparelib.reporting.report import report
from comparelib.reporting.runner import run_notebook
from comparelib.reporting.stages import STAGES, total

RUN = "baseline"
REPEATS = 5
_PARTS = ("study.yml", "data", "notebooks")
_LIMIT = 35
_WHOLE = """\
`comparelib report --run {run}` from processed data: {wall:.1f} s by the clock, {cpu:.1f} s of the
processor in all processes together; the aim is {limit} s by the clock on two cores that do nothing else.
Where the clock shows far more than half of the processor's time, other work had the cores. Once more, with
nothing changed: {again:.2f} s."""
_OF_STAGES = """\
Seconds by the clock; two pages are made at a time, so the sum is up to twice the whole. `start` is the
process with its tools, once for each of the two; `kernel` is a kernel up and down; `imports` what cells
import;
`compute` the cells' own work; `render` the page."""
_OF_PEERS = """\
Milliseconds of the processor for one executed notebook, and the size of the page. The default export loads
scripts from elsewhere, and has no downloads, no checks and no contents list."""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "study"
        for part in _PARTS:
            copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
            root.mkdir(exist_ok=True)
            copy(ROOT / part, root / part)
        build(root)
        begin, before = time.perf_counter(), processor()
        report(root, runs=[RUN])
        wall, cpu = time.perf_counter() - begin, processor() - before
        stages = _stages(json.loads((root / "reports" / RUN / "run.json").read_text("utf-8")))
        begin = time.perf_counter()
        report(root, runs=[RUN])
        again = time.perf_counter() - begin
        peers = _peers(sorted((root / "notebooks").glob("[0-9]*.ipynb")))
    whole = _WHOLE.format(run=RUN, wall=wall, cpu=cpu, limit=_LIMIT, again=again)
    parts = [whole, _OF_STAGES, stages, _OF_PEERS, peers]
    record("reports", "Reports: where the time goes", parts, peers=("nbconvert", "papermill"))


def processor() -> float:
    """Seconds of the processor of this process and of all that it waited for."""
    import resource

    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _stages(made: dict[str, object]) -> pd.DataFrame:
    pages = [*made["pages"], made["summary"]]  # type: ignore[misc]
    rows = [{"page": page["notebook"], **total([page["seconds"]])} for page in pages]
    rows.append({"page": "all pages", **total(page["seconds"] for page in pages)})
    documents = {"page": "documents", **dict.fromkeys(STAGES, 0.0), "render": made["seconds"]["documents"]}  # type: ignore[index]
    frame = pd.DataFrame([*rows, documents])
    frame["sum"] = frame[list(STAGES)].sum(axis=1)
    return frame.map(lambda value: value if isinstance(value, str) else f"{value:.2f}")


def _peers(notebooks: list[Path]) -> pd.DataFrame:
    from nbconvert import HTMLExporter

    exporter = HTMLExporter()
    rows = []
    for notebook in notebooks:
        parameters = check_parameters(notebook, {})
        executed = run_notebook(notebook, parameters)
        frame = PageFrame(notebook.stem, "Study", "Run", "en", parameters)
        ours, page = _best(lambda frame=frame, executed=executed: render_page(_copy(executed), frame).html)
        theirs, export = _best(lambda executed=executed: exporter.from_notebook_node(_copy(executed))[0])
        sizes = [f"{len(html.encode()) / 1000:.0f}" for html in (page, export)]
        rows.append([notebook.stem, f"{ours:.0f}", f"{theirs:.0f}", f"{ours / theirs:.2f}", *sizes])
    return pd.DataFrame(rows, columns=["notebook", "comparelib", "nbconvert", "ratio", "kB", "kB nbconvert"])


def _copy(executed: NotebookNode) -> NotebookNode:
    import copy

    return copy.deepcopy(executed)


def _best(made: Callable[[], str]) -> tuple[float, str]:
    html, spent = made(), []
    for _ in range(REPEATS):
        begin = time.process_time()
        html = made()
        spent.append(time.process_time() - begin)
    return min(spent) * 1000, html


if __name__ == "__main__":
    main()

"""In a process of its own: one page after the other, each with a kernel that nothing else colours."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from comparelib.reporting import kernel_log
from comparelib.reporting.dependencies import NAME, everything
from comparelib.reporting.downloads.kernel import FOLDER, PAGE, install
from comparelib.reporting.downloads.links import kept_files
from comparelib.reporting.jobs import MadePage, PageJob, PageProgress, PageState
from comparelib.reporting.kernel_log import LOG, read_log
from comparelib.reporting.made_from import code_items, own_items
from comparelib.reporting.results.job import FILES, SummaryJob, make_summary
from comparelib.reporting.stages import notebook_seconds
from comparelib.reporting.unfinished import note_page, record_of

_queue: Any = None  # set in each worker process
_asked_at: float | None = None  # when this process was asked for; None once its first page counts that


def prepare(queue: Any, folder: str, asked_at: float) -> None:
    """Give a worker, and so its kernels, an environment that no machine or user colours.

    The kernel of the project's own environment wins over one in the home folder; start-up files of the user's
    IPython are left out; two kernels share the cores without fighting, and sums come out in one order.
    """
    global _queue, _asked_at
    _queue, _asked_at = queue, asked_at
    os.environ.update(_environment(folder))
    install(Path(folder) / "ipython")
    kernel_log.install(Path(folder) / "ipython")
    # papermill imports nbformat, that jsonschema, and that spends 0.9 s on a grammar of addresses wherever
    # this package is found. No notebook is checked for such addresses, so it is not found here.
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]


def _environment(folder: str) -> Mapping[str, str]:
    threads = ("OMP", "OPENBLAS", "MKL", "NUMEXPR")
    return {
        "JUPYTER_PREFER_ENV_PATH": "1",
        "IPYTHONDIR": str(Path(folder) / "ipython"),
        "JUPYTER_RUNTIME_DIR": str(Path(folder) / "runtime"),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PYTHONHASHSEED": "0",
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
        **{f"{name}_NUM_THREADS": "1" for name in threads},
    }


def make(job: PageJob | SummaryJob) -> MadePage:
    """Make one page and tell how far it is.

    Raises
    ------
    ReportFailure
        Its notebook failed, or the page is not fit to publish.
    """
    begin = time.perf_counter()

    def tell(state: PageState, done: int = 0, total: int = 0) -> None:
        seconds = time.perf_counter() - begin
        _queue.put(PageProgress(job.run, job.notebook.stem, state, done, total, seconds, job.why))

    tell(PageState.RUNNING)
    try:
        made = _summed_up(job) if isinstance(job, SummaryJob) else _rendered(job, tell)
    except BaseException:
        tell(PageState.FAILED)
        raise
    note_page(record_of(made, job.target.parent), job.target.parent)
    tell(PageState.RENDERED, 1, 1)
    return made


def _summed_up(job: SummaryJob) -> MadePage:
    start = _started()
    begin, before = time.perf_counter(), time.process_time()
    page = make_summary(job)
    files = (*FILES, *kept_files(job.target.parent, job.notebook.stem))
    seconds = {"start": start, "compute": time.perf_counter() - begin}
    imported = [name for name in sorted(sys.modules) if name.partition(".")[0] == NAME]
    used = _used(time.process_time() - before, kernel_log.peak_mb())
    return MadePage(job, page.title, seconds, {**job.known, **code_items(imported)}, (), files, used)


def _rendered(job: PageJob, tell: Callable[[PageState, int, int], None]) -> MadePage:
    import nbconvert  # noqa: F401 - here, so that its import counts as start
    import papermill  # noqa: F401 - as above

    from comparelib.reporting.page import render_page
    from comparelib.reporting.runner import run_notebook

    start = _started()
    begin, before = time.perf_counter(), time.process_time()
    name, folder = job.notebook.stem, job.target.parent
    with TemporaryDirectory(prefix="comparelib-log-") as place:
        log_file = Path(place) / "log.json"
        # The kernel takes these over when it starts.
        os.environ.update({FOLDER: str(folder), PAGE: name, LOG: str(log_file)})
        executed = run_notebook(
            job.notebook,
            job.frame.parameters,
            timeout=job.timeout,
            on_cell=lambda done, total: tell(PageState.RUNNING, done, total),
        )
        ran, log = time.perf_counter(), read_log(log_file)
    files = kept_files(folder, name)
    page = render_page(executed, replace(job.frame, files=files))
    job.target.write_text(page.html, encoding="utf-8", newline="\n")
    imports = log.import_seconds if log else 0.0
    seconds = {"start": start, **notebook_seconds(executed, ran - begin, imports)}
    seconds["render"] = time.perf_counter() - ran
    in_kernel, peak = (log.cpu_seconds, log.peak_mb) if log else (0.0, 0.0)
    used = _used(time.process_time() - before + in_kernel, peak)
    return MadePage(job, page.title, seconds, _made_from(job, log), _warnings(executed), files, used)


def _used(cpu: float, peak: float) -> dict[str, float]:
    return {"cpu": round(cpu, 3), "peak_mb": round(peak, 1)}


def _started() -> float:
    """Seconds from asking for this process until it was ready; counted once, with its first page."""
    global _asked_at
    asked_at, _asked_at = _asked_at, None
    return time.time() - asked_at if asked_at else 0.0


def _made_from(job: PageJob, log: kernel_log.KernelLog | None) -> dict[str, str]:
    """A kernel that left no log may have imported anything."""
    modules = log.modules if log else everything()
    return {**job.known, **code_items(modules), **own_items(log.own if log else (), job.notebook.parent)}


def _warnings(executed: Any) -> tuple[str, ...]:
    """What the cells wrote to stderr: no part of the page, but not lost either."""
    outputs = [output for cell in executed.cells for output in cell.get("outputs", ())]
    return tuple(
        output.text.strip()
        for output in outputs
        if output.output_type == "stream" and output.name == "stderr" and output.text.strip()
    )

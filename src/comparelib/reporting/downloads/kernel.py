"""In the kernel of a notebook: every chart and table that is shown is also kept as files.

The kernel has the figure at hand; drawing it anew elsewhere would cost as much as the notebook.
"""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from comparelib.tables.table import Table

FOLDER, PAGE = "COMPARELIB_DOWNLOADS", "COMPARELIB_PAGE"
"""Environment of a kernel: the folder of the run, which is not published yet, and the name of the page."""

STARTUP = """\
from comparelib.reporting.downloads.kernel import keep_downloads
keep_downloads(get_ipython())
"""
"""What a kernel runs before the first cell."""

_Parts = tuple[str, Mapping[str, bytes], dict[str, str]]
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")


def install(profile: Path) -> None:
    """Write the start-up file into the IPython folder of the kernels."""
    startup = profile / "profile_default" / "startup"
    startup.mkdir(parents=True, exist_ok=True)
    (startup / "00-downloads.py").write_text(STARTUP, encoding="utf-8")


def keep_downloads(shell: Any) -> None:
    """Have the shell write the files of each chart and table that it shows, where it was asked to."""
    folder, page = os.environ.get(FOLDER), os.environ.get(PAGE)
    if not folder or not page:
        return
    formatter = shell.display_formatter.mimebundle_formatter
    formatter.for_type_by_name("comparelib.charts.chart", "Chart", _shown(_chart, Path(folder), page))
    formatter.for_type_by_name("comparelib.tables.table", "Table", _shown(_table, Path(folder), page))


def keep_table(table: Table | None, folder: Path, page: str) -> None:
    """Write the files of a table that no kernel shows."""
    if table is not None:
        _write(folder, page, table.key, _table(table))


def file_name(page: str, key: str, ending: str) -> str:
    """Return the name of a file, such as `03_priorities-heatmap.svg`."""
    return f"{page}-{_UNSAFE.sub('-', key)}.{ending}"


def _shown(kept: Callable[[Any], _Parts], folder: Path, page: str) -> Callable[[Any], dict[str, str]]:
    def bundle(shown: Any) -> dict[str, str]:
        parts = kept(shown)
        try:
            _write(folder, page, shown.key, parts)
        except OSError as error:  # the page itself says so when it is written; the figure is not lost
            warnings.warn(f"the files of '{shown.key}' could not be kept: {error.strerror}", stacklevel=2)
        return parts[2]

    return bundle


def _write(folder: Path, page: str, key: str, parts: _Parts) -> None:
    place, files, _ = parts
    (folder / place).mkdir(parents=True, exist_ok=True)
    for ending, data in files.items():
        (folder / place / file_name(page, key, ending)).write_bytes(data)


def _chart(chart: Any) -> _Parts:
    from comparelib.reporting.downloads.files import FIGURES, chart_files

    return FIGURES, chart_files(chart), chart._repr_mimebundle_()


def _table(table: Any) -> _Parts:
    from comparelib.reporting.downloads.files import TABLES, table_files

    return TABLES, table_files(table), {"text/html": table.html(), "text/plain": table.caption}

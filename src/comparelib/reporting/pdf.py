"""Published pages as tagged PDF, printed by a Chromium of this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from comparelib.errors import ReportFailure

CHROMIUM = "COMPARELIB_CHROMIUM"
"""Environment variable that names a Chromium in another place."""

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_TIMEOUT = 120
_SIDE_BY_SIDE = 2
_MAGIC = b"%PDF-"
_TAGGED = b"/MarkInfo"
_FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--export-tagged-pdf",
    "--generate-pdf-document-outline",
    "--force-color-profile=srgb",
)


def chromium(environment: Mapping[str, str] | None = None) -> Path:
    """Return the Chromium of this machine.

    Parameters
    ----------
    environment
        In which COMPARELIB_CHROMIUM and PATH are looked up; that of this process where None.

    Raises
    ------
    ReportFailure
        There is none, or COMPARELIB_CHROMIUM names a file that is not there.
    """
    given = os.environ if environment is None else environment
    named = given.get(CHROMIUM)
    if named:
        if found := shutil.which(named, path=given.get("PATH")):
            return Path(found)
        raise ReportFailure(f"{CHROMIUM} names '{named}', which is no program. Name a Chromium or Chrome")
    for name in NAMES:
        if found := shutil.which(name, path=given.get("PATH")):
            return Path(found)
    raise ReportFailure(
        "--pdf needs Chromium or Chrome, and there is none on the PATH. Install one (Debian, Ubuntu: "
        f"apt-get install chromium; others: your system's browser), or name it in {CHROMIUM}, "
        "or print a page to PDF from your own browser"
    )


def print_pages(pages: Sequence[Path], told: Callable[[Path], None] | None = None) -> tuple[Path, ...]:
    """Print HTML files to PDF files beside them, and return those that were made anew.

    A PDF that is as new as its page stays. The bytes hold the time, so PDFs are no part of any comparison.

    Parameters
    ----------
    pages
        HTML files.
    told
        Is told of every PDF that is done.

    Raises
    ------
    ReportFailure
        There is no Chromium, or it failed on pages; all of these are named, the others are printed.
    """
    waiting = [page for page in dict.fromkeys(pages) if not _stands(page)]
    if not waiting:
        return ()
    browser = chromium()

    def one(page: Path) -> str | None:
        problem = _print(browser, page)
        if problem is None and told:
            told(page.with_suffix(".pdf"))
        return problem

    with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
        problems = [problem for problem in pool.map(one, waiting) if problem]
    if problems:
        raise ReportFailure("\n".join(problems))
    return tuple(page.with_suffix(".pdf") for page in waiting)


def _stands(page: Path) -> bool:
    pdf = page.with_suffix(".pdf")
    return pdf.is_file() and pdf.stat().st_mtime_ns >= page.stat().st_mtime_ns


def _print(browser: Path, page: Path) -> str | None:
    """Print one page whole or not at all; return what went wrong."""
    page = page.resolve()
    with TemporaryDirectory(prefix="comparelib-pdf-") as folder:
        made = Path(folder) / "page.pdf"
        command = [str(browser), *_FLAGS, *_unconfined(), f"--user-data-dir={folder}/profile"]
        command += [f"--print-to-pdf={made}", page.as_uri()]
        try:
            done = subprocess.run(command, capture_output=True, timeout=_TIMEOUT, check=False)
        except subprocess.TimeoutExpired:
            return f"{page.name}: {browser.name} did not end within {_TIMEOUT} seconds"
        except OSError as error:
            return f"{page.name}: {browser.name} could not be started: {error.strerror}"
        content = made.read_bytes() if made.is_file() else b""
        if not content.startswith(_MAGIC):
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["it said nothing"]
            return f"{page.name}: {browser.name} made no PDF ({said[0]})"
        if _TAGGED not in content:
            return f"{page.name}: {browser.name} made a PDF without tags; a newer one is needed"
        return _kept(content, page.with_suffix(".pdf"))


def _kept(content: bytes, pdf: Path) -> str | None:
    part = pdf.with_name(f".{pdf.name}.part")
    try:
        part.write_bytes(content)
        part.replace(pdf)
    except OSError as error:
        return f"{pdf.name} could not be written: {error.strerror}"
    finally:
        part.unlink(missing_ok=True)
    return None


def _unconfined() -> tuple[str, ...]:
    """Chromium refuses to confine itself as root, as in a container; elsewhere it stays confined."""
    return ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()

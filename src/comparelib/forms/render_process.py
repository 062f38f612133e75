"""The process behind a form's Render: does what `comparelib report` does, and tells it as lines of JSON.

    {"root": …, "run": …, "overrides": {…}}  on standard input
    {"kind": "build" | "page" | "done" | "failed", …}  on standard output, one line each

A process of its own, so that the kernel of the notebook stays free, and a cancelled report leaves nothing.
"""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import Any

from comparelib.errors import ComparelibError


def main() -> None:
    """Render what standard input asks for."""
    # Cancelled, it stops as at Ctrl-C, with its kernels. Ctrl-C itself would not do: a kernel ignores
    # interrupts while it waits, and its children inherit that.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    asked = json.loads(sys.stdin.readline())
    try:
        _render(Path(asked["root"]), asked["run"], asked["overrides"])
    except ComparelibError as fault:
        _tell("failed", message=str(fault))
    except KeyboardInterrupt:
        _tell("failed", message="interrupted")


def _render(root: Path, run: str, overrides: dict[str, str]) -> None:
    from comparelib.build import build
    from comparelib.reporting.report import report
    from comparelib.reporting.workshop import PageProgress

    def told(page: PageProgress) -> None:
        counts = {"done": page.done, "total": page.total, "seconds": round(page.seconds, 1)}
        _tell("page", notebook=page.notebook, state=page.state.value, **counts)

    build(root, lambda what, done, total: _tell("build", what=what, done=done, total=total))
    outcome = report(root, runs=[run], overrides=overrides or None, progress=told)
    pages = {page.notebook: str(page.path) for page in outcome.pages}
    made = sum(page.state.value == "rendered" for page in outcome.pages)
    _tell("done", pages=pages, made=made, index=str(outcome.index), seconds=round(outcome.seconds, 1))


def _tell(kind: str, **news: Any) -> None:
    sys.stdout.write(json.dumps({"kind": kind, **news}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

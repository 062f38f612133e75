"""Renders a report beside the notebook: starts the process, passes its news on, cancels it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from threading import Event, Thread
from typing import IO, Any

News = Callable[[dict[str, Any]], None]
GRACE = 20.0
"""Seconds that a cancelled report has to stop its kernels before it is killed."""

_TOLD = 2000  # characters of what a broken process wrote at last


class Rendering:
    """One report that is being made.

    Parameters
    ----------
    root
        Folder of the study.
    run, overrides
        As for `comparelib report`.
    listen
        Is told, from a thread of its own, of each piece of news: `build` and `page` on the way (see
        `render_process`), and at last one of `done`, `failed` (with a message) and `cancelled`.
    """

    def __init__(self, root: Path, run: str, overrides: Mapping[str, str], listen: News) -> None:
        self._listen = listen
        self._cancelled = Event()
        # Standard error goes to a file: a pipe that nobody reads would stop the process when it is full.
        self._errors: IO[bytes] = TemporaryFile()  # noqa: SIM115 - open as long as the process runs
        self._process = subprocess.Popen(
            [sys.executable, "-m", "comparelib.forms.render_process"],
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=os.environ | {"PYTHONIOENCODING": "utf-8"},
            start_new_session=True,
        )
        self._thread = Thread(target=self._follow, daemon=True)
        asked = {"root": str(root), "run": run, "overrides": dict(overrides)}
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):  # a process that dies at once is told of by its exit code
            self._process.stdin.write((json.dumps(asked) + "\n").encode())
            self._process.stdin.close()
        self._thread.start()

    def cancel(self) -> None:
        """Stop the report with its kernels; the last good pages stay in place."""
        self._cancelled.set()
        if self._process.poll() is not None:
            return
        self._process.terminate()
        Thread(target=self._insist, daemon=True).start()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the last news was told, for so long at most; return whether it was."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _follow(self) -> None:
        last: dict[str, Any] = {}
        assert self._process.stdout is not None
        for line in self._process.stdout:
            last = _news(line) or last
            if last.get("kind") in ("build", "page") and not self._cancelled.is_set():
                self._listen(last)
        code = self._process.wait()
        if last.get("kind") == "done":
            self._listen(last)
        elif self._cancelled.is_set():
            self._listen({"kind": "cancelled"})
        elif last.get("kind") == "failed":
            self._listen(last)
        else:
            self._listen({"kind": "failed", "message": self._last_words(code)})
        self._errors.close()

    def _insist(self) -> None:
        try:
            self._process.wait(GRACE)
        except subprocess.TimeoutExpired:
            if os.name == "nt":
                self._process.kill()
            else:
                os.killpg(self._process.pid, signal.SIGKILL)

    def _last_words(self, code: int) -> str:
        self._errors.seek(0)
        text = self._errors.read().decode("utf-8", "replace").strip()
        return f"{text[-_TOLD:]}\n(exit code {code})".strip()


def _news(line: bytes) -> dict[str, Any] | None:
    """Return a piece of news; None where a library has written to standard output itself."""
    try:
        news = json.loads(line)
    except ValueError:
        return None
    return news if isinstance(news, dict) and "kind" in news else None

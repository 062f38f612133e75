"""In the kernel of a notebook: which modules it imported, how long that took, and what all of it cost."""

from __future__ import annotations

import builtins
import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

LOG = "COMPARELIB_LOG"
"""Environment of a kernel: the file that it writes its log to, in a folder that nobody publishes."""

STARTUP = """\
from comparelib.reporting.kernel_log import keep_log
keep_log(get_ipython())
"""
"""What a kernel runs before the first cell."""

_PACKAGE = __name__.partition(".")[0]


@dataclass(frozen=True)
class KernelLog:
    """What a kernel did.

    Attributes
    ----------
    modules
        Dotted names of the modules of this package that it imported.
    own
        Files of modules that stand beside the notebook, seen from its folder.
    import_seconds
        How long imports took, those in cells and those in functions that cells call.
    cpu_seconds, peak_mb
        Seconds of the processor, and the most memory in use at once (MB; 0 where the system does not tell).
    """

    modules: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    import_seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_mb: float = 0.0


@dataclass
class _Clock:
    """Adds up the time of outermost imports; those inside them are part of them."""

    seconds: float = 0.0
    _original: Any = field(default_factory=lambda: builtins.__import__)
    _depth: int = 0

    def __call__(self, *given: Any, **named: Any) -> Any:
        if self._depth:
            return self._original(*given, **named)
        begin, self._depth = perf_counter(), 1
        try:
            return self._original(*given, **named)
        finally:
            self.seconds, self._depth = self.seconds + perf_counter() - begin, 0


def install(profile: Path) -> None:
    """Write the start-up file into the IPython folder of the kernels; it comes before all others."""
    startup = profile / "profile_default" / "startup"
    startup.mkdir(parents=True, exist_ok=True)
    (startup / "00-a-log.py").write_text(STARTUP, encoding="utf-8")


def keep_log(shell: Any) -> None:
    """Have the shell write its log after every cell, where it was asked to."""
    path = os.environ.get(LOG)
    if not path:
        return
    clock, folder = _Clock(), Path.cwd()
    builtins.__import__ = clock
    shell.events.register("post_run_cell", lambda *_: _write(Path(path), folder, clock.seconds))


def read_log(path: Path) -> KernelLog | None:
    """Return the log of a kernel; None where it left none that can be read."""
    try:
        content = json.loads(path.read_text("utf-8"))
        used = (float(content.get(name, 0.0)) for name in ("import_seconds", "cpu_seconds", "peak_mb"))
        return KernelLog(tuple(content["modules"]), tuple(content["own"]), *used)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(path: Path, folder: Path, seconds: float) -> None:
    known = dict(sys.modules)
    modules = sorted(name for name in known if name.partition(".")[0] == _PACKAGE)
    own = sorted({file for module in known.values() if (file := _beside(module, folder))})
    part = path.with_suffix(".part")
    content = {"modules": modules, "own": own, "import_seconds": seconds}
    content |= {"cpu_seconds": process_time(), "peak_mb": peak_mb()}
    part.write_text(json.dumps(content), encoding="utf-8")
    part.replace(path)


def peak_mb() -> float:
    """Return the most memory that this process had in use, in MB; 0 where the system does not tell."""
    try:  # what getrusage tells is also that of the process which started this one
        status = Path("/proc/self/status").read_text("ascii", errors="replace")
        return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        pass
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _beside(module: Any, folder: Path) -> str | None:
    file = getattr(module, "__file__", None)
    if not file or not (path := Path(file)).is_relative_to(folder):
        return None
    return path.relative_to(folder).as_posix()

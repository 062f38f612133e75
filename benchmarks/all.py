"""Every benchmark in turn, each in a process of its own so that none warms or burdens the next.

python benchmarks/all.py            a build of the study, and all of them; `make bench`
python benchmarks/all.py start …    those that are named
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
NOT_BENCHMARKS = {"all", "record", "evaluate", "model_cards", "corpora", "counting", "made_corpus", "summary"}
BUILD = (sys.executable, "-m", "comparelib.cli", "build")  # some read this study as it is built


def main(names: list[str]) -> int:
    """Run benchmarks; return 1 where one failed, after all have had their turn."""
    known = sorted(path.stem for path in HERE.glob("*.py") if path.stem not in NOT_BENCHMARKS)
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"no benchmark is called {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    if subprocess.run(BUILD, cwd=HERE.parent, check=False).returncode:
        return 1
    failed = []
    for name in names or known:
        print(f"== {name}", flush=True)
        if subprocess.run([sys.executable, str(HERE / f"{name}.py")], check=False).returncode:
            failed.append(name)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`comparelib lab`."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.resources import as_file, files

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    context = {"allow_extra_args": True, "ignore_unknown_options": True}
    app.command("lab", context_settings=context)(lab)


def lab(
    context: typer.Context,
    port: int = typer.Option(8888, help="Port to listen on; the next free one is taken when it is in use."),
    browser: bool = typer.Option(True, help="Open a browser."),
) -> None:
    """Open JupyterLab on the notebooks with the kernel of this environment; more options go to JupyterLab."""
    from comparelib.build import build
    from comparelib.cli.console import progress_bar
    from comparelib.studyfile import find_root

    root = find_root()
    with progress_bar("build") as progress:
        build(root, progress)
    with as_file(files("comparelib.cli") / "lab_settings") as settings:
        command = [
            *(sys.executable, "-m", "jupyterlab", f"--port={port}", f"--ServerApp.root_dir={root}"),
            "--LabApp.default_url=/lab/tree/notebooks/01_corpus.ipynb",
            f"--LabApp.app_settings_dir={settings}",
            "--KernelManager.transport_encryption=auto",
            *([] if browser else ["--no-browser"]),
            *context.args,
        ]
        # The kernel of this environment wins over any that a user installed for all environments.
        done = subprocess.run(
            command, cwd=root, env=os.environ | {"JUPYTER_PREFER_ENV_PATH": "1"}, check=False
        )
    raise typer.Exit(done.returncode)

"""Where a page of a report opens in the JupyterLab that shows the form."""

from __future__ import annotations

import json
import os
from pathlib import Path
from urllib.parse import quote


def page_address(page: Path) -> str | None:
    """Return the address of a file on the Jupyter server that started this kernel, without its host.

    None where there is no such server, or the file lies outside its folder.
    """
    from jupyter_core.paths import jupyter_runtime_dir

    record = Path(jupyter_runtime_dir()) / f"jpserver-{os.environ.get('JPY_PARENT_PID', '')}.json"
    try:
        server = json.loads(record.read_text("utf-8"))
        inside = page.resolve().relative_to(Path(server["root_dir"]).resolve())
    except (OSError, ValueError, KeyError):
        return None
    return f"{server.get('base_url', '/')}files/{quote(inside.as_posix())}"

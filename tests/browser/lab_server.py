"""`comparelib lab` as a researcher starts it, and a notebook in it, for the browser tests."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError

LONGEST = 120_000  # milliseconds; a kernel starts slowly where both cores are busy
LAST_PROMPT = "[...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].at(-1).textContent"
IDLE = ".jp-NotebookPanel:visible .jp-Notebook-ExecutionIndicator[data-status=idle]"
_FOLDERS = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
_LAB_FOLDERS = ("SETTINGS_DIR", "WORKSPACES_DIR")

# Read by every Python of the server and its kernels: notes each address outside this machine.
WATCH = """\
import os, socket
_connect = socket.socket.connect
def connect(self, address):
    if self.family != socket.AF_UNIX and str(address[0]) not in ("127.0.0.1", "::1", "localhost"):
        with open(os.environ["CALLS_OUT"], "a") as calls:
            print(address, file=calls)
    return _connect(self, address)
socket.socket.connect = connect
_lookup = socket.getaddrinfo
def getaddrinfo(host, *rest, **more):
    if host not in (None, "", "127.0.0.1", "::1", "localhost", socket.gethostname()):
        with open(os.environ["CALLS_OUT"], "a") as calls:
            print("lookup", host, file=calls)
    return _lookup(host, *rest, **more)
socket.getaddrinfo = getaddrinfo
"""


@dataclass
class Lab:
    """A running JupyterLab."""

    address: str
    token: str
    calls_out: Path
    requests: list = field(default_factory=list)

    def start_kernel(self, path):
        """Start the session of a notebook first: Run All would otherwise race the kernel's start."""
        body = {"path": path, "name": path, "type": "notebook", "kernel": {"name": "python3"}}
        headers = {"Authorization": f"token {self.token}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.address}/api/sessions", json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=LONGEST / 1000) as answer:
            assert answer.status == 201

    def open(self, browser, path, **options):
        """Open a notebook in a workspace of its own; every request of the page is kept."""
        context = browser.new_context(**{"viewport": {"width": 1500, "height": 1000}, **options})
        page = context.new_page()
        page.set_default_timeout(LONGEST)
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("websocket", lambda opened: self.requests.append(opened.url))
        workspace = path.replace("/", "-").removesuffix(".ipynb")
        page.goto(f"{self.address}/lab/workspaces/{workspace}/tree/{path}?reset&token={self.token}")
        return page

    def foreign(self):
        """Every address outside this server that a page asked for, or a Python of the server or a kernel."""
        own = (self.address, self.address.replace("http", "ws"), "data:", "blob:")
        calls = self.calls_out.read_text().splitlines() if self.calls_out.exists() else []
        return [url for url in self.requests if not url.startswith(own)] + calls


@contextmanager
def running_lab(root, home):
    """Give JupyterLab on the study in `root`, with settings of its own in `home`."""
    token = secrets.token_hex(8)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = (
        *("--no-browser", f"--port={port}", "--", "--ip=127.0.0.1", "--allow-root"),
        *("--ServerApp.port_retries=0", f"--IdentityProvider.token={token}"),
    )
    log = home / "log.txt"
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "comparelib.cli", "lab", *options], stdin=subprocess.DEVNULL,
            cwd=root, env=_environment(home), stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_until_up(server, f"{address}/api/status?token={token}", log)
            yield Lab(address, token, home / "calls.txt")
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(timeout=60)


def run_all(page):
    """Run every cell and wait for the last."""
    page.locator(IDLE).wait_for()
    # The indicator is idle before the kernel is known; the status bar says when both are.
    page.locator(".jp-StatusBar-TextItem", has_text="| Idle").wait_for()
    before = page.evaluate(LAST_PROMPT)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=False).first.click()
    # JupyterLab takes the focus once more when the last cell is done.
    page.wait_for_function(f"old => /[0-9]/.test({LAST_PROMPT}) && {LAST_PROMPT} !== old", arg=before)


def patience():
    """How much longer than on a quiet machine something may take here and now."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def _environment(home):
    watch = home / "watch"
    watch.mkdir()
    (watch / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    paths = [str(watch), *filter(None, [os.environ.get("PYTHONPATH")])]
    made = {f"JUPYTER_{name}": str(home / name) for name in _FOLDERS}
    made |= {f"JUPYTERLAB_{name}": str(home / name) for name in _LAB_FOLDERS}
    return os.environ | made | {"PYTHONPATH": os.pathsep.join(paths), "CALLS_OUT": str(home / "calls.txt")}


def _wait_until_up(server, address, log):
    for _ in range(600):
        assert server.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except (URLError, OSError):
            try:
                server.wait(timeout=0.2)
            except subprocess.TimeoutExpired:
                continue
    raise AssertionError(log.read_text())

"""The notebooks open and run in a real JupyterLab as they are, without a question and without a network."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import urllib.request
from urllib.error import URLError

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
START = 90_000  # milliseconds


@pytest.fixture(scope="module")
def lab(study_at, tmp_path_factory):
    home = tmp_path_factory.mktemp("lab")
    root = study_at(tmp_path_factory.mktemp("study"))
    token = secrets.token_hex(8)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folders = (
        "JUPYTER_CONFIG_DIR",
        "JUPYTER_DATA_DIR",
        "JUPYTER_RUNTIME_DIR",
        "JUPYTERLAB_SETTINGS_DIR",
        "JUPYTERLAB_WORKSPACES_DIR",
    )
    environment = os.environ | {name: str(home / name.lower()) for name in folders}
    options = (
        "--no-browser",
        f"--port={port}",
        "--",
        "--ip=127.0.0.1",
        f"--IdentityProvider.token={token}",
        "--allow-root",
        "--ServerApp.port_retries=0",
    )
    with (home / "log.txt").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "comparelib.cli", "lab", *options],
            cwd=root, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_until_up(server, address, token, home / "log.txt")
            yield address, token
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(timeout=30)


def _wait_until_up(server, address, token, log):
    for _ in range(600):
        assert server.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"{address}/api/status?token={token}", timeout=1):
                return
        except (URLError, OSError):
            try:
                server.wait(timeout=0.2)
            except subprocess.TimeoutExpired:
                continue
    pytest.fail(log.read_text())


def _start_kernel(address, token, name):
    """Start the session first: Run All would otherwise race the kernel's start."""
    body = json.dumps(
        {"path": name, "name": name, "type": "notebook", "kernel": {"name": "python3"}}
    ).encode()
    headers = {"Authorization": f"token {token}", "Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(f"{address}/api/sessions", body, headers)) as answer:
        assert answer.status == 201


@pytest.mark.parametrize(
    "name", ["01_corpus", "02_reliability", "03_priorities", "04_clusters", "05_robustness"]
)
def test_a_notebook_opens_and_runs_as_it_is(lab, browser, name):
    address, token = lab
    path = f"notebooks/{name}.ipynb"
    _start_kernel(address, token, path)
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    page = context.new_page()
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{address}/lab/workspaces/{name}/tree/{path}?reset&token={token}")
    idle = ".jp-NotebookPanel:visible .jp-Notebook-ExecutionIndicator[data-status=idle]"
    page.locator(idle).wait_for(timeout=START)
    # The indicator is idle before the kernel is known; the status bar says when both are.
    page.get_by_text("| Idle").first.wait_for(timeout=START)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=False).first.click()
    page.locator(".jp-Notebook .jp-Cell").last.scroll_into_view_if_needed()
    page.locator(".jp-OutputArea-executeResult").last.wait_for(timeout=START)
    page.locator(idle).wait_for(timeout=START)
    assert page.locator("[data-mime-type='application/vnd.jupyter.stderr']").all_text_contents() == []
    assert page.locator(".jp-Dialog").count() == 0
    assert (
        page.locator(".jp-OutputArea-executeResult svg").count()
        + page.locator(".jp-OutputArea-executeResult table").count()
        >= 1
    )
    foreign = [
        url
        for url in requests
        if not url.startswith((address, address.replace("http", "ws"), "data:", "blob:"))
    ]
    assert not foreign
    context.close()

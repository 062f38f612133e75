"""A headless Chromium for the tests of the pages; skipped where there is none, but never where CI=true."""

import os
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from comparelib.errors import ReportFailure
from comparelib.reporting.pdf import chromium


@pytest.fixture(scope="session")
def browser():
    try:
        path = chromium()
    except ReportFailure as none:
        pytest.fail(str(none)) if os.environ.get("CI", "").lower() == "true" else pytest.skip(str(none))
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@dataclass
class Visit:
    """An open page, with every request it made and every error it reported."""

    page: object
    requests: list = field(default_factory=list)
    errors: list = field(default_factory=list)


@pytest.fixture
def visit(browser):
    """Open a file: `visit(path, scheme="dark", width=360)`; it is closed when the test ends."""
    yield from _visits(browser)


@pytest.fixture(scope="module")
def visits(browser):
    """The same for fixtures that many tests share; what is left open is closed with the last of them."""
    yield from _visits(browser)


def _visits(browser):
    contexts = []

    def opened(path: Path, *, scheme="light", width=1280, javascript=True):
        size = {"width": width, "height": 900}
        context = browser.new_context(color_scheme=scheme, viewport=size, java_script_enabled=javascript)
        context.set_default_timeout(60_000)
        contexts.append(context)
        seen = Visit(context.new_page())
        seen.page.on("request", lambda request: seen.requests.append(request.url))
        seen.page.on("pageerror", lambda error: seen.errors.append(str(error)))
        seen.page.on(
            "console",
            lambda message: (
                seen.errors.append(message.text) if message.type in ("error", "warning") else None
            ),
        )
        seen.page.goto(path.resolve().as_uri())
        return seen

    yield opened
    for context in contexts:
        context.close()

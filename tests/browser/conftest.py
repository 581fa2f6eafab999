from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from browser import tools
from browser.lms import Lms

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str:
    """The path of the browser; its absence is an error, since a skipped test proves nothing."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    message = "Chromium is missing. Install it with: apt-get install -y chromium"
    raise RuntimeError(message)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield started
        started.close()


class Desk:
    """A learner's device: one browser profile, with everything its pages said on the console."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.console: list[str] = []
        self.requests: list[str] = []
        context.on("request", lambda request: self.requests.append(request.url))

    def page(self) -> Page:
        """Open a tab."""
        page = self.context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.console.append(f"uncaught: {error}"))
        page.set_default_timeout(8000)
        return page

    def _hear(self, message: object) -> None:
        kind, text = getattr(message, "type", ""), getattr(message, "text", "")
        if kind in ("error", "warning"):
            self.console.append(f"{kind}: {text}")


@pytest.fixture
def desk(browser: Browser) -> Iterator[Desk]:
    """A device for one test."""
    with browser.new_context(viewport={"width": 1000, "height": 720}, locale="en") as context:
        yield Desk(context)


@pytest.fixture(scope="session", autouse=True)
def _tools() -> None:
    """Everything that is neither Python nor the browser; installed on first use."""
    tools.install()


@pytest.fixture
def lms(tmp_path: Path) -> Iterator[Lms]:
    with Lms(tmp_path / "lms") as running:
        yield running

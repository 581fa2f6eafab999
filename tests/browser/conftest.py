from __future__ import annotations

import shutil
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, expect, sync_playwright

from browser.build import Builder
from browser.lms import Lms
from browser.play import Desk
from darslik_xapi.testing import LrsServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A busy machine is no failure: what does not come within this time does not come.
expect.set_options(timeout=15_000)


# The shell is the same browser without its windows: a test takes a third less of the processor.
SHELL = "chromium-headless-shell"
WINDOWED = ("chromium", "chromium-browser", "google-chrome")


def chromium(*names: str) -> str:
    """The path of the browser; its absence is an error, since a skipped test proves nothing."""
    for name in names or (SHELL, *WINDOWED):
        if path := shutil.which(name):
            return path
    message = "Chromium is missing. Install it with: apt-get install -y chromium"
    raise RuntimeError(message)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    started = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
    yield started
    started.close()


@pytest.fixture
def private_desk(playwright: Playwright) -> Iterator[Desk]:
    """A private window, in which sites framed by others keep nothing: only the browser with windows has them."""
    started = playwright.chromium.launch(executable_path=chromium(*WINDOWED), args=ARGUMENTS)
    with _profile(started) as context:
        yield Desk(context)
    started.close()


def _profile(browser: Browser) -> BrowserContext:
    return browser.new_context(viewport={"width": 1000, "height": 720}, locale="en", reduced_motion="reduce")


@pytest.fixture
def desks(browser: Browser) -> Iterator[Callable[[], Desk]]:
    """New devices, as many as a test needs: each with an empty profile of its own."""
    with ExitStack() as stack:

        def new() -> Desk:
            return Desk(stack.enter_context(_profile(browser)))

        yield new


@pytest.fixture
def desk(desks: Callable[[], Desk]) -> Desk:
    """A device."""
    return desks()


@pytest.fixture(scope="session")
def builder(tmp_path_factory: pytest.TempPathFactory) -> Builder:
    return Builder(tmp_path_factory.mktemp("built"))


@pytest.fixture
def lms(tmp_path: Path) -> Iterator[Lms]:
    with Lms(tmp_path / "lms") as running:
        yield running


@pytest.fixture
def lrs() -> Iterator[LrsServer]:
    with LrsServer() as running:
        yield running

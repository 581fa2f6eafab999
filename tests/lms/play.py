"""Plays one package in one LMS and tells what was seen in the LMS's own storage."""

from __future__ import annotations

import shutil
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from playwright.sync_api import Error, sync_playwright

from lms import learner, openedx, scormhost, wagtail
from lms.record import NotLaunchedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser, Frame, Page

    from lms.record import Stored

    Running = Callable[[Path, Browser], AbstractContextManager["Lms"]]

SECONDS_TO_STORE = 15
STILL = 1.0
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Lms(Protocol):
    """A running LMS."""

    @property
    def browser(self) -> Browser:
        """The browser in which everybody works."""

    def import_package(self, package: Path) -> str:
        """Import as an administrator does; gives the course's name in this LMS."""

    def launch(self, page: Page, course: str) -> Frame:
        """Launch as a learner does, in a browser that knows nothing yet."""

    def stored(self, course: str) -> Stored | None:
        """What the LMS holds about the learner in this course."""


LMSS: dict[str, Running] = {
    scormhost.NAME: scormhost.running,
    wagtail.NAME: wagtail.running,
    openedx.NAME: openedx.running,
}


@dataclass
class Seen:
    """What was seen of one package in one LMS, step by step; none: not reached."""

    imported: bool = False
    refused: str | None = None
    left: Stored | None = None
    found: learner.Found | None = None
    finished: Stored | None = None
    failure: str | None = None
    errors: list[str] = field(default_factory=list)


def play_all(name: str, packages: Mapping[str, Path], folder: Path) -> dict[str, Seen]:
    """Play each package in a freshly installed LMS."""
    with _browser() as browser, LMSS[name](folder, browser) as lms:
        return {target: play(lms, package) for target, package in packages.items()}


def play(lms: Lms, package: Path) -> Seen:
    """Import and play; a step that fails ends the play, and what was seen until then is kept."""
    seen = Seen()
    try:
        course = lms.import_package(package)
        seen.imported = True
        _learn(lms, course, seen)
    except NotLaunchedError as refusal:
        seen.refused = str(refusal)
    except (Error, AssertionError) as error:
        seen.failure = str(error)
    return seen


def _learn(lms: Lms, course: str, seen: Seen) -> None:
    """Launch, leave in the middle, come back on another device, finish."""
    with _session(lms, course, seen) as content:
        learner.first_session(content)
        seen.left = _when_stored(lms, course, answers=1)
    with _session(lms, course, seen) as content:
        seen.found = learner.come_back(content)
        learner.second_session(content)
        seen.finished = _when_stored(lms, course, answers=3)


@contextmanager
def _session(lms: Lms, course: str, seen: Seen) -> Iterator[Frame]:
    """One sitting; at its end the browser is closed, without any goodbye to the course."""
    with lms.browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        yield lms.launch(page, course)


def _when_stored(lms: Lms, course: str, answers: int) -> Stored | None:
    """What the LMS holds once nothing changes any more."""
    deadline = time.monotonic() + SECONDS_TO_STORE
    last, since = lms.stored(course), time.monotonic()
    while time.monotonic() < deadline:
        time.sleep(0.2)
        now = lms.stored(course)
        if now != last:
            last, since = now, time.monotonic()
        enough = now is not None and len(now.interactions) >= answers
        if enough and time.monotonic() - since > STILL:
            break
    return last


@contextmanager
def _browser() -> Iterator[Browser]:
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        message = "Chromium is missing. Install it with: apt-get install -y chromium"
        raise RuntimeError(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()

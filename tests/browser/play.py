"""Opening a course in an LMS, and leaving it in ways of all kinds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import Error

from browser.learner import Learner
from browser.package import CoursePackage

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

    from browser.lms import Lms, Session


class Desk:
    """A learner's device: one browser profile, with everything its pages said on the console."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.console: list[str] = []
        self.requests: list[str] = []
        self.tabs: list[Page] = []
        context.on("request", lambda request: self.requests.append(request.url))

    def page(self) -> Page:
        """Open a tab."""
        return self.adopt(self.context.new_page())

    def adopt(self, page: Page) -> Page:
        """Take a tab that a page opened for one of the device's own."""
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.console.append(f"uncaught: {error}"))
        page.set_default_timeout(20_000)
        self.tabs.append(page)
        return page

    def sco(self, session: Session, folder: Path, scope: str = "") -> Learner:
        """Launch a SCO in the LMS's player."""
        page = self.page()
        page.goto(session.url)
        frame = page.frame("sco")
        assert frame
        frame.wait_for_url(re.compile("/content/"))
        return Learner(frame, CoursePackage(folder, scope))

    def tab(self, url: str, folder: Path, scope: str = "") -> Learner:
        """Open a course that is alone in its tab."""
        page = self.page()
        page.goto(url)
        return Learner(page, CoursePackage(folder, scope))

    def close_tab(self) -> None:
        """Close the tab opened last, as a learner does."""
        self.tabs.pop().close()

    def foreign_requests(self, *own: str) -> list[str]:
        """Requests to anywhere but the given addresses."""
        inner = ("data:", "blob:", "about:", *own)
        return [url for url in self.requests if not url.startswith(inner)]

    def _hear(self, message: object) -> None:
        kind, text = getattr(message, "type", ""), getattr(message, "text", "")
        if kind in ("error", "warning"):
            self.console.append(f"{kind}: {text}")


def check_clean(desk: Desk, lms: Lms, *sessions: Session) -> None:
    """No rule was broken, nothing was missing, nothing was said on the console or to strangers."""
    assert [str(call) for one in sessions for call in one.violations] == []
    assert desk.console == []
    assert lms.missing == []
    assert desk.foreign_requests(lms.base) == []


def crash(page: Page) -> None:
    """The tab's process dies; no handler runs."""
    with page.expect_event("crash"):
        try:
            page.goto("chrome://crash", timeout=5000)
        except Error as error:
            assert "ERR_ABORTED" in str(error) or "crash" in str(error)  # noqa: PT017
    page.close()

"""`scormhost`: a FastAPI host; packages on disk, learner records in JSON files."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Frame, Page

from lms.environment import environment
from lms.record import Stored, interactions_in, score_of
from lms.server import frame_in, free_port, serving

NAME = "scormhost"


@dataclass(frozen=True)
class Scormhost:
    """A running scormhost with an administrator (the first account) and one learner."""

    base: str
    data: Path
    browser: Browser

    def import_package(self, package: Path) -> str:
        """Upload through the form on the catalog page; gives the id in the catalog."""
        with self.browser.new_context(base_url=self.base) as context:
            page = context.new_page()
            self._log_in(page, "admin")
            known = page.locator("td code").all_inner_texts()
            page.set_input_files("#upload-form input[type=file]", package)
            with page.expect_response("**/api/packages") as answer:
                page.click("#upload-form button")
            assert answer.value.ok, page.inner_text("#upload-status")
            page.wait_for_function("known => document.querySelectorAll('td code').length > known", arg=len(known))
            (imported,) = set(page.locator("td code").all_inner_texts()) - set(known)
            return imported

    def launch(self, page: Page, course: str) -> Frame:
        """Log in as the learner and open the course from the catalog."""
        self._log_in(page, "learner")
        page.goto(self.base)
        page.click(f"a[href='/launch/{course}']")
        return frame_in(page, "#scormhost-content")

    def stored(self, course: str) -> Stored | None:
        """Read the learner's file; the second account is the learner."""
        for file in (self.data / "sessions" / course).glob("2__*.json"):
            with suppress(json.JSONDecodeError):  # it is just being written
                return _stored(json.loads(file.read_text(encoding="utf-8"))["elements"])
        return None

    def register(self) -> None:
        """Create both accounts through the registration form; the first becomes administrator."""
        for person in ("admin", "learner"):
            with self.browser.new_context(base_url=self.base) as context:
                page = context.new_page()
                page.goto("/register")
                page.fill("[name=display_name]", person.title())
                page.fill("[name=username]", person)
                self._submit(page, person)

    def _log_in(self, page: Page, person: str) -> None:
        page.goto(f"{self.base}/login")
        self._submit(page, person)

    def _submit(self, page: Page, person: str) -> None:
        page.fill("[name=email]", f"{person}@example.org")
        page.fill("[name=password]", f"{person}-password")
        page.click("#auth-form button")
        page.wait_for_url(f"{self.base}/")


def _stored(elements: dict[str, str]) -> Stored:
    old = "cmi.core.lesson_status" in elements
    return Stored(
        completion=elements["cmi.core.lesson_status" if old else "cmi.completion_status"],
        success="" if old else elements["cmi.success_status"],
        score=score_of(elements.get("cmi.core.score.raw" if old else "cmi.score.raw", "")),
        location=elements["cmi.core.lesson_location" if old else "cmi.location"],
        suspend_data=elements["cmi.suspend_data"],
        interactions=interactions_in(elements),
    )


@contextmanager
def running(folder: Path, browser: Browser) -> Iterator[Scormhost]:
    """Start scormhost with an empty data folder."""
    python = environment(NAME).python
    port = free_port()
    command: list[str | Path] = [python, "-m", "uvicorn", "--factory", "--port", str(port)]
    command.append("scormhost:create_scorm_app")
    with serving(command, port, folder, "/health") as base:
        host = Scormhost(base, folder / "data", browser)
        host.register()
        yield host

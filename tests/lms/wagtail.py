"""`wagtail-lms`: courses as pages of a Wagtail site; records in the site's database."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Frame, Page

from lms.environment import HERE, environment
from lms.record import NotLaunchedError, Stored, interactions_in
from lms.server import frame_in, free_port, serving

NAME = "wagtail-lms"
SITE = HERE / "sites" / "wagtail"
HOME_PAGE = 2  # that Wagtail makes with its tables


@dataclass(frozen=True)
class WagtailLms:
    """A running Wagtail site with an administrator and one learner."""

    base: str
    data: Path
    browser: Browser

    def import_package(self, package: Path) -> str:
        """Upload in the Wagtail editor, then publish a course page with a SCORM lesson."""
        with self.browser.new_context(base_url=self.base) as context:
            page = context.new_page()
            self._log_in(page, "admin")
            page.goto("/admin/scormpackage/new/")
            page.fill("[name=title]", package.stem)
            page.set_input_files("[name=package_file]", package)
            page.click("main [type=submit]")
            page.wait_for_url("**/admin/scormpackage/")
            course = self._publish(page, "coursepage", HOME_PAGE, package.stem)
            self._publish(page, "scormlessonpage", course, f"{package.stem} lesson", package.stem)
        return package.stem

    def launch(self, page: Page, course: str) -> Frame:
        """Log in as the learner, open the course page, enrol, open the lesson, launch."""
        self._log_in(page, "learner")
        page.goto(f"{self.base}/{course}/")
        if enrol := page.query_selector("text=Enroll in Course"):
            enrol.click()
        page.click(".lms-lesson-list__link")
        page.click("text=Launch SCORM Content")
        page.wait_for_selector("#scorm-frame, .message.error", state="attached")
        if message := page.query_selector(".message.error"):
            raise NotLaunchedError(message.inner_text())
        return frame_in(page, "#scorm-frame")

    def stored(self, course: str) -> Stored | None:
        """Read the attempt's own columns, and its data model elements for the interactions."""
        attempt = next(iter(self._rows(ATTEMPT, course)), None)
        if attempt is None:
            return None
        elements = {row["key"]: row["value"] for row in self._rows(ELEMENTS, attempt["id"])}
        return Stored(
            completion=attempt["completion_status"],
            success=attempt["success_status"],
            score=attempt["score_raw"],
            location=attempt["location"],
            suspend_data=attempt["suspend_data"],
            interactions=interactions_in(elements),
            conclusion="course completed" if self._rows(COMPLETED, course) else "",
        )

    def _log_in(self, page: Page, person: str) -> None:
        page.goto(f"{self.base}/login/?next=/lms-is-up/")
        page.fill("[name=username]", person)
        page.fill("[name=password]", f"{person}-password")
        with page.expect_navigation():
            page.click("form button")

    def _publish(self, page: Page, kind: str, parent: int, title: str, package: str = "") -> int:
        page.goto(f"/admin/pages/add/wagtail_lms/{kind}/{parent}/")
        page.wait_for_selector(".Draftail-Editor")
        page.fill("[name=title]", title)
        page.press("[name=title]", "Tab")
        page.wait_for_function("document.querySelector('[name=slug]').value")
        if package:
            page.select_option("[name=scorm_package]", label=package)
        page.click("footer [data-w-dropdown-target=toggle]")
        page.click("[name=action-publish]")
        page.wait_for_url(f"**/admin/pages/{parent}/")
        number: int = self._rows("SELECT id FROM wagtailcore_page WHERE title = ?", title)[0]["id"]
        return number

    def _rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        with closing(sqlite3.connect(self.data / "site.sqlite3")) as database:
            database.row_factory = sqlite3.Row
            return database.execute(query, values).fetchall()


ATTEMPT = """
SELECT attempt.* FROM wagtail_lms_scormattempt AS attempt
JOIN wagtail_lms_scormpackage AS package ON package.id = attempt.scorm_package_id
JOIN auth_user ON auth_user.id = attempt.user_id
WHERE auth_user.username = 'learner' AND package.title = ?
"""
COMPLETED = """
SELECT completed_at FROM wagtail_lms_courseenrollment AS enrolment
JOIN wagtailcore_page AS page ON page.id = enrolment.course_id
WHERE page.title = ? AND completed_at IS NOT NULL
"""
ELEMENTS = "SELECT key, value FROM wagtail_lms_scormdata WHERE attempt_id = ?"


@contextmanager
def running(folder: Path, browser: Browser) -> Iterator[WagtailLms]:
    """Start the site with a copy of the empty database."""
    script = SITE / "serve.py"
    made = environment(NAME, prepare=script)
    shutil.copytree(made.data, folder, dirs_exist_ok=True)
    port = free_port()
    command: list[str | Path] = [made.python, script, "serve", str(port)]
    with serving(command, port, folder, "/login/", LMS_DATA=str(folder)) as base:
        yield WagtailLms(base, folder, browser)

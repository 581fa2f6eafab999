"""`wagtail-lms`: courses as pages of a Wagtail site; records in the site's database."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Frame, Page

from lms.environment import HERE, python_of, run
from lms.record import Stored, interactions_in
from lms.server import free_port, serving

NAME = "wagtail-lms"
SITE = HERE / "sites" / "wagtail"


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
            _log_in(page, self.base, "admin")
            page.goto("/admin/scormpackage/new/")
            page.fill("[name=title]", package.stem)
            page.set_input_files("[name=package_file]", package)
            page.click("form [type=submit] >> text=Create")
            page.wait_for_url("**/admin/scormpackage/")
            course = self._publish(page, "coursepage", self._home(), package.stem)
            lesson = self._publish(page, "scormlessonpage", course, f"Lesson {package.stem}")
            return lesson

    def _home(self) -> str:
        return str(self._row("SELECT id FROM wagtailcore_page WHERE depth = 2")[0])

    def _publish(self, page: Page, kind: str, parent: str, title: str) -> str:
        page.goto(f"/admin/pages/add/wagtail_lms/{kind}/{parent}/")
        page.fill("[name=title]", title)
        return title

    def launch(self, page: Page, course: str) -> Frame:
        raise NotImplementedError

    def stored(self, course: str) -> Stored:
        raise NotImplementedError

    def _row(self, query: str, *values: str) -> tuple[object, ...]:
        with closing(sqlite3.connect(self.data / "site.sqlite3")) as database:
            row: tuple[object, ...] = database.execute(query, values).fetchone()
            return row


def _log_in(page: Page, base: str, person: str) -> None:
    page.goto(f"{base}/login/?next=/login/")
    page.fill("[name=username]", person)
    page.fill("[name=password]", f"{person}-password")
    page.click("form button")
    page.wait_for_load_state()

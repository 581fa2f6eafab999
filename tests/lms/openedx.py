"""`openedx-scorm-xblock` in the XBlock workbench; records in the workbench's database."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, FilePayload, Frame, Page

from lms.environment import HERE, environment
from lms.record import Stored, interactions_in
from lms.server import frame_in, free_port, serving

NAME = "openedx"
SITE = HERE / "sites" / "openedx"
UNITS = 3
STATE = """
SELECT state FROM workbench_xblockstate
WHERE scope = 'usage' AND user_id = ? AND scenario = ?
"""
GRADE = r"event grade for scorm \(usage_id={unit}\..*\):\n.'value': ([\d.]+), 'max_value': ([\d.]+)"
# What the editor's form sends besides the package.
SETTINGS = {
    "display_name": "Course",
    "has_score": "1",
    "weight": "1",
    "width": "",
    "height": "",
    "navigation_menu_width": "",
    "enable_navigation_menu": "0",
    "enable_fullscreen_button": "1",
    "popup_on_launch": "0",
}


@dataclass(frozen=True)
class OpenEdx:
    """A running workbench with a few units, each an empty SCORM block at first."""

    base: str
    data: Path
    browser: Browser
    free: list[str]

    def import_package(self, package: Path) -> str:
        """Send the package to the handler behind the editor's upload form."""
        unit = self.free.pop()
        with self.browser.new_context(base_url=self.base) as context:
            page = context.new_page()
            page.goto(f"/scenario/{unit}/studio_view/?student=author")
            file = FilePayload(name=package.name, mimeType="application/zip", buffer=package.read_bytes())
            answer = context.request.post(
                f"/handler/{self._usage(page)}/studio_submit/?student=author",
                headers={"X-CSRFToken": _cookie(page, "csrftoken")},
                multipart={**SETTINGS, "file": file},
            )
            assert answer.ok, answer.text()
            assert answer.json() == {"result": "success", "errors": []}
        return unit

    def launch(self, page: Page, course: str) -> Frame:
        """Open the unit as the learner."""
        page.goto(f"{self.base}/scenario/{course}/?student=learner")
        return frame_in(page, "iframe.scorm-embedded")

    def stored(self, course: str) -> Stored | None:
        """Read the block's fields for the learner."""
        state = self._state(course)
        if state is None:
            return None
        elements = {name: _text(value) for name, value in state["scorm_data"].items()}
        return Stored(
            completion=state.get("lesson_status", "not attempted"),
            success=state.get("success_status", "unknown"),
            score=state["lesson_score"] * 100 if "lesson_score" in state else None,
            location=elements.get("cmi.core.lesson_location", elements.get("cmi.location", "")),
            suspend_data=elements.get("cmi.suspend_data", ""),
            interactions=interactions_in(elements),
            conclusion=self._grade(course),
        )

    def _usage(self, page: Page) -> str:
        usage = page.get_attribute("[data-usage]", "data-usage")
        assert usage is not None
        return usage

    def _grade(self, course: str) -> str:
        """The last grade that the block sent to the platform; the workbench writes it to its log."""
        log = (self.data / "published.log").read_text(encoding="utf-8")
        grades = re.findall(GRADE.format(unit=course), log)
        return "grade {:.2f} of {:.2f}".format(*map(float, grades[-1])) if grades else ""

    def _state(self, course: str) -> dict[str, Any] | None:
        with closing(sqlite3.connect(self.data / "workbench.sqlite3")) as database:
            row = database.execute(STATE, ("learner", course)).fetchone()
        fields: dict[str, Any] | None = json.loads(row[0]) if row else None
        return fields if fields and "scorm_data" in fields else None


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _cookie(page: Page, name: str) -> str:
    (value,) = (cookie["value"] for cookie in page.context.cookies() if cookie["name"] == name)
    return value


@contextmanager
def running(folder: Path, browser: Browser) -> Iterator[OpenEdx]:
    """Start the workbench with an empty database."""
    port = free_port()
    units = [f"unit{number}" for number in range(1, UNITS + 1)]
    command: list[str | Path] = [environment(NAME).python, SITE / "serve.py", str(port), *units]
    with serving(command, port, folder, f"/scenario/{units[0]}/", LMS_DATA=str(folder)) as base:
        yield OpenEdx(base, folder, browser, units[::-1])

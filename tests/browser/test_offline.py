"""A package opened from disk works, and says that nothing is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browser.build import HARBOUR
from browser.story import first_sitting

if TYPE_CHECKING:
    from browser.build import Builder
    from browser.play import Desk

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("target", ["scorm12", "scorm2004-3", "scorm2004-4", "cmi5", "xapi", "web"])
def test_opens_from_disk(target: str, desk: Desk, builder: Builder) -> None:
    folder = builder.unpacked(HARBOUR, target, "en")
    learner = desk.tab((folder / "index.html").as_uri(), folder)
    state = learner.ready()
    if target != "web":
        assert state == "untracked"
        expect(learner.window.locator("#notice")).to_be_visible()
    first_sitting(learner)
    for page in learner.package.page_list:
        learner.open(page.id)
    assert desk.console == []
    assert desk.foreign_requests("file://") == []

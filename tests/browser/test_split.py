"""One SCO or AU per module: each has its own state and result, and gates open."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from browser.build import HARBOUR
from browser.play import check_clean
from browser.statements import check_clean as check_lrs_clean
from browser.statements import check_with_ralph, settle
from browser.story import all_right, work_through
from browser.tracking import check_with_plan

if TYPE_CHECKING:
    from pathlib import Path

    from browser.build import Builder
    from browser.lms import Lms
    from browser.play import Desk
    from darslik_xapi.testing import LrsServer

pytestmark = pytest.mark.browser

MODULES = {"quay": ["signals/flags", "signals/lights", "lines/knots"], "crane": ["lifting/loads", "lifting/after"]}


@pytest.mark.parametrize("target", ["scorm12", "scorm2004-3", "scorm2004-4"])
def test_each_sco_stands_alone(target: str, desk: Desk, lms: Lms, builder: Builder) -> None:
    package = lms.add(builder.zip(HARBOUR, target, "en", "--split", "modules"))
    assert [item.title for item in package.manifest.items] == ["On the quay", "At the crane"]
    for item, (module, pages) in zip(package.manifest.items, MODULES.items(), strict=True):
        session = lms.launch(package, item=item.identifier)
        learner = desk.sco(session, package.folder, module)
        assert [page.id for page in learner.package.page_list] == pages
        work_through(learner, all_right(learner))
        desk.close_tab()
        session.wait_until(lambda session=session: session.terminated)  # type: ignore[misc]
        stored = session.attempt.stored
        assert "passed" in (stored.get("cmi.core.lesson_status"), stored.get("cmi.success_status"))
        ids = [one["id"] for one in session.attempt.records("interactions")]
        assert ids == list(learner.package.questions)
        check_clean(desk, lms, session)


def test_each_au_stands_alone(desk: Desk, lms: Lms, lrs: LrsServer, builder: Builder) -> None:
    folder = builder.unpacked(HARBOUR, "cmi5", "en", "--split", "modules")
    registration = lrs.register(folder, content=lms.content(lms.add(folder)))
    for number, (au, module) in enumerate(zip(registration.records, MODULES, strict=True), 1):
        session = registration.launch(au)
        learner = desk.tab(session.url, folder, module)
        work_through(learner, all_right(learner))
        settle(lrs)
        learner.window.locator("#exit-button").click()
        learner.window.wait_for_url("**/return/*")
        assert session.unfinished() == []
        assert session.record.satisfied
        assert len(registration.satisfied) == (number == len(MODULES))
    check_lrs_clean(desk, lrs, lms.base)
    check_with_ralph(lrs)
    check_with_plan(lrs, folder)


@pytest.mark.parametrize("target", ["scorm2004-3", "scorm2004-4"])
def test_passing_a_module_opens_the_next(target: str, desk: Desk, lms: Lms, builder: Builder, tmp_path: Path) -> None:
    """The SCO sets the objective that the sequencing of the other one reads."""
    course = tmp_path / "gated"
    shutil.copytree(HARBOUR, course)
    text = (course / "course.yaml").read_text("utf-8")
    (course / "course.yaml").write_text(text.rstrip() + "\n    unlock-when: {passed: quay}\n", "utf-8")
    package = lms.add(builder.zip(course, target, "en", "--split", "modules"))
    first, second = (ties(package.folder, item.identifier) for item in package.manifest.items)
    assert set(first.values()) == set(second.values()), "one global objective ties both modules"

    session = lms.launch(package, item=package.manifest.items[0].identifier)
    learner = desk.sco(session, package.folder, "quay")
    work_through(learner, all_right(learner))
    desk.close_tab()
    session.wait_until(lambda: session.terminated)
    objectives = session.attempt.records("objectives")
    assert {one["id"] for one in objectives if one.get("success_status") == "passed"} == {*first, "quay"}
    check_clean(desk, lms, session)


def ties(folder: Path, item: str) -> dict[str, str]:
    """The objectives of an item that are mapped to global ones."""
    manifest = etree.parse(folder / "imsmanifest.xml")
    maps = manifest.findall(f".//{{*}}item[@identifier='{item}']//{{*}}mapInfo")
    parents = [(one, one.getparent()) for one in maps]
    return {
        str(parent.get("objectiveID")): str(one.get("targetObjectiveID"))
        for one, parent in parents
        if parent is not None
    }

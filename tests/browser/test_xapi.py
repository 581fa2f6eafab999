"""tincan.xml packages: statements and state in the LRS that the launch names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser.build import HARBOUR, OPEN_DATA
from browser.play import crash
from browser.statements import (
    ANSWERS,
    check_answers,
    check_clean,
    check_with_ralph,
    settle,
    verbs,
    wait_for_answers,
    wait_until,
)
from browser.story import (
    all_right,
    first_sitting,
    looking_back,
    second_sitting,
    third_sitting,
    work_through,
)
from browser.tracking import check_with_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.build import Builder
    from browser.lms import Lms
    from browser.play import Desk
    from darslik_xapi.testing import LrsServer

pytestmark = pytest.mark.browser


def test_leaves_comes_back_and_finishes(desks: Callable[[], Desk], lms: Lms, lrs: LrsServer, builder: Builder) -> None:
    folder = builder.unpacked(HARBOUR, "xapi", "en")
    content = lms.content(lms.add(folder))
    session = lrs.launch_tincan(folder, content)
    key = session.registration_id

    desk = desks()
    first_sitting(desk.tab(session.url, folder))
    wait_for_answers(lrs, 2)
    desk.close_tab()
    wait_until(lambda: verbs(lrs, key)[-1:] == ["terminated"], "terminated")
    check_answers(lrs, key, 2)
    check_clean(desk, lrs, lms.base)

    desk = desks()
    second_sitting(desk.tab(session.url, folder))
    wait_for_answers(lrs, 5)
    crash(desk.tabs[0])
    check_clean(desk, lrs, lms.base)

    desk = desks()
    third_sitting(desk.tab(session.url, folder))
    wait_for_answers(lrs, len(ANSWERS))
    desk.close_tab()
    wait_until(lambda: verbs(lrs, key)[-1:] == ["terminated"], "terminated")
    check_answers(lrs, key, len(ANSWERS))
    assert lrs.lrs.by_verb("passed")[0]["result"]["score"]["raw"] == 81.48
    assert len(lrs.lrs.by_verb("completed")) == 1
    check_clean(desk, lrs, lms.base)

    desk = desks()
    looking_back(desk.tab(session.url, folder))
    settle(lrs)
    desk.close_tab()
    wait_until(lambda: verbs(lrs, key).count("terminated") == 3, "terminated once more")
    assert len(lrs.lrs.by_verb("passed")) == len(lrs.lrs.by_verb("completed")) == 1
    check_clean(desk, lrs, lms.base)
    check_with_ralph(lrs)
    check_with_plan(lrs, folder)


def test_real_course(desk: Desk, lms: Lms, lrs: LrsServer, builder: Builder) -> None:
    folder = builder.unpacked(OPEN_DATA, "xapi", "en")
    session = lrs.launch_tincan(folder, lms.content(lms.add(folder)))
    learner = desk.tab(session.url, folder)
    work_through(learner, all_right(learner))
    settle(lrs)
    desk.close_tab()
    wait_until(lambda: verbs(lrs, session.registration_id)[-1:] == ["terminated"], "terminated")
    assert lrs.lrs.by_verb("passed")[0]["result"]["score"]["scaled"] == 1
    assert len(lrs.lrs.by_verb("answered")) == len(learner.package.questions)
    check_clean(desk, lrs, lms.base)
    check_with_ralph(lrs)
    check_with_plan(lrs, folder)

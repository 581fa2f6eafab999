"""`@xapi/cmi5` in a browser as an assignable unit that our LMS launches: its sessions, as a strict LMS sees them."""

from __future__ import annotations

import shutil
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from darslik_xapi.checking import Check, Options
from darslik_xapi.rules.sources import Item
from darslik_xapi.testing import LaunchOptions, LrsServer
from xapi.clients.tools import modules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from darslik_xapi.testing import Registration, Session

pytestmark = pytest.mark.browser

COURSE = """<?xml version="1.0" encoding="utf-8"?>
<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
  <course id="https://example.org/course"><title><langstring lang="en">C</langstring></title>
    <description><langstring lang="en">C</langstring></description></course>
  <au id="https://example.org/au" moveOn="CompletedAndPassed" masteryScore="0.7">
    <title><langstring lang="en">A</langstring></title>
    <description><langstring lang="en">A</langstring></description><url>index.html</url></au>
</courseStructure>
"""
# What an AU's author writes with the library.
LESSON = """async (scaled) => {
  const cmi5 = new Cmi5();
  await cmi5.initialize();
  const choices = [{id: "a", description: {en: "A"}}, {id: "b", description: {en: "B"}}];
  await cmi5.interactionChoice("quiz", "q1", ["b"], ["b"], choices,
    {en: "Q1"}, {en: "Which?"}, true, {start: new Date(Date.now() - 5000), end: new Date()});
  await cmi5.interactionTrueFalse("quiz", "q2", true, false);
  await cmi5.interactionNumeric("quiz", "q3", 5, {min: 1, max: 10});
  await cmi5.interactionMatching("quiz", "q4", {a: "1"}, {a: "1"}, [{id: "a"}], [{id: "1"}]);
  await cmi5.progress(50);
  await (scaled < 0.7 ? cmi5.fail({scaled}) : cmi5.pass({scaled}));
  if (scaled >= 0.7) await cmi5.complete();
  await cmi5.terminate();
  return {mode: cmi5.launchData.launchMode, mastery: cmi5.launchData.masteryScore};
}"""


BOOKMARK = """async (bookmark) => {
  const cmi5 = new Cmi5();
  await cmi5.initialize();
  const {actor: agent, activityId, registration} = cmi5.launchParameters;
  const where = {agent, activityId, registration, stateId: "bookmark"};
  await cmi5.xapi.setState({...where, state: bookmark});
  const {data} = await cmi5.xapi.getState(where);
  await cmi5.terminate();
  return data;
}"""
# The library itself keeps what a review must not report.
REVIEW = """async () => {
  const cmi5 = new Cmi5();
  await cmi5.initialize();
  const verdict = await Promise.resolve().then(() => cmi5.pass({scaled: 1})).then(() => "sent", () => "refused");
  await cmi5.terminate();
  return verdict;
}"""


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Keep the tests' output readable."""


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a page is served whose content is the library and nothing else."""
    folder = tmp_path_factory.mktemp("au")
    shutil.copy(modules() / "@xapi" / "cmi5" / "dist" / "Cmi5.umd.js", folder / "cmi5.js")
    (folder / "index.html").write_text("<!doctype html><title>AU</title><script src=/cmi5.js></script>", "utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(folder))) as server:
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        yield context.new_page()


@pytest.fixture
def server() -> Iterator[LrsServer]:
    with LrsServer() as running:
        yield running


@pytest.fixture
def registration(server: LrsServer, content: str, tmp_path: Path) -> Registration:
    (tmp_path / "cmi5.xml").write_text(COURSE, "utf-8")
    return server.register(tmp_path, content)


def play(page: Page, session: Session, lesson: str, value: object) -> Any:
    page.goto(session.url)
    return page.evaluate(lesson, value)


def verbs(server: LrsServer) -> list[str]:
    return [one["verb"]["id"].rpartition("/")[2] for one in server.lrs.statements.all]


def test_two_sessions(page: Page, server: LrsServer, registration: Registration) -> None:
    for scaled in (0.2, 0.9):
        session = registration.launch()
        assert play(page, session, LESSON, scaled) == {"mode": "Normal", "mastery": 0.7}
    assert server.lrs.violations == []
    answers = ["answered"] * 4 + ["progressed"]
    assert verbs(server) == [
        *("launched", "initialized", *answers, "failed", "terminated"),
        *("launched", "initialized", *answers, "passed", "completed", "satisfied", "terminated"),
    ]
    stored = [("stored", Item(number, one)) for number, one in enumerate(server.lrs.statements.all)]
    assert list(Check(Options()).run(stored)) == []


def test_state_of_a_registration(page: Page, server: LrsServer, registration: Registration) -> None:
    session = registration.launch()
    assert play(page, session, BOOKMARK, {"page": "3-bet"}) == {"page": "3-bet"}
    document = server.lrs.documents.state(session.activity_id, session.actor, registration.id, "bookmark")
    assert document
    assert document.json() == {"page": "3-bet"}
    assert server.lrs.documents.state(session.activity_id, session.actor, "", "bookmark") is None
    assert server.lrs.violations == []


def test_review_reports_nothing(page: Page, server: LrsServer, registration: Registration) -> None:
    session = registration.launch(options=LaunchOptions(mode="Review"))
    assert play(page, session, REVIEW, None) == "refused"
    assert verbs(server) == ["launched", "initialized", "terminated"]
    assert server.lrs.violations == []

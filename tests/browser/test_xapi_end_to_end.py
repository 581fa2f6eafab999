"""The end-to-end truth: a learner takes a package, and the report says what that learner did.

Everything is a process of its own, as on a desk: `serve` launches the package, Chromium plays it, `pull` lands what
the LRS holds, `query` and `report` answer.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from browser.build import OPEN_DATA
from browser.learner import Learner
from browser.package import CoursePackage
from browser.statements import wait_until
from browser.story import all_right, work_through

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from browser.build import Builder
    from browser.play import Desk

pytestmark = pytest.mark.browser

USER, PASSWORD = "desk", "a password with blanks"
ADL = "http://adlnet.gov/expapi/verbs/"


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "darslik", "xapi", *map(str, arguments)]


@contextmanager
def serving(package: Path, folder: Path) -> Iterator[str]:
    """`serve`, and the address of its start page."""
    secret = folder / "password"
    secret.write_text(f"{PASSWORD}\n", "utf-8")
    secret.chmod(0o600)
    arguments = command("serve", "--port", 0, "--db", folder / "lrs.db", "--user", USER)
    arguments += ["--password-file", str(secret), "--launch", str(package)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        address = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert address
        try:
            yield address[0]
        finally:
            process.terminate()
        assert process.wait(20) == 0
        assert PASSWORD not in process.stdout.read()


def run(address: str, folder: Path, *arguments: object) -> str:
    """A verb, with the LRS in the environment; its output, which never holds the password."""
    settings = {
        "DARSLIK_LRS_ENDPOINT": f"{address}/xapi",
        "DARSLIK_LRS_USER": USER,
        "DARSLIK_LRS_PASSWORD": PASSWORD,
        "DARSLIK_XAPI_KEY": "0123456789abcdef0123456789abcdef",
    }
    done = subprocess.run(
        command(*arguments), env={**os.environ, **settings}, cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert PASSWORD not in done.stdout + done.stderr
    return done.stdout


def held(address: str) -> list[dict[str, Any]]:
    """All that the LRS holds, the oldest first."""
    found: list[dict[str, Any]] = []
    path = "/xapi/statements?ascending=true&limit=50"
    while path:
        reply = httpx.get(address + path, auth=(USER, PASSWORD), headers={"X-Experience-API-Version": "1.0.3"})
        assert reply.status_code == 200
        found += reply.json()["statements"]
        path = reply.json().get("more", "")
    return found


def has(address: str, verb: str, times: int) -> Callable[[], bool]:
    return lambda: sum(one["verb"]["id"] == ADL + verb for one in held(address)) == times


def launch(desk: Desk, address: str, folder: Path) -> Learner:
    start = desk.page()
    start.goto(address)
    with start.expect_popup() as opened:
        start.get_by_role("button", name=re.compile("^Launch")).click()
    return Learner(desk.adopt(opened.value), CoursePackage(folder))


def query(address: str, folder: Path, sql: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run(address, folder, "query", "--store", "store", "--format", "json", sql))
    return found


def test_what_a_learner_does_is_what_the_report_says(
    desks: Callable[[], Desk], builder: Builder, tmp_path: Path
) -> None:
    package, folder = builder.zip(OPEN_DATA, "cmi5", "ru"), builder.unpacked(OPEN_DATA, "cmi5", "ru")
    plan = json.loads((package.parent / f"{OPEN_DATA.name}.plan.json").read_text("utf-8"))
    with serving(package, tmp_path) as address:
        # One learner does everything right, to the end.
        desk = desks()
        learner = launch(desk, address, folder)
        work_through(learner, all_right(learner))
        desk.close_tab()
        wait_until(has(address, "terminated", 1), "the first learner's end")

        # Another one answers one question wrongly and closes the tab.
        desk = desks()
        start = desk.page()
        start.goto(address)
        start.get_by_role("button", name="Start again as a new learner").click()
        learner = launch(desk, address, folder)
        learner.start()
        question = next(one for page in learner.package.page_list for one in page.questions if not one.quiz)
        page = next(one for one in learner.package.page_list if question in one.questions)
        learner.open(page.id)
        assert learner.answer(question.id, learner.package.questions[question.id].wrong()) == "wrong"
        wait_until(has(address, "answered", len(learner.package.questions) + 1), "the wrong answer")
        desk.close_tab()
        wait_until(has(address, "terminated", 2), "the second learner's end")

        on_server = held(address)
        run(address, tmp_path, "check", save(on_server, tmp_path))  # nothing found, or it would end with 1
        run(address, tmp_path, "pull", "--to", "store")
        again = run(address, tmp_path, "pull", "--to", "store")

    # The LRS is gone; the store has it all.
    rows = query(address, tmp_path, "select id, verb, learner from statements")
    assert sorted(one["id"] for one in rows) == sorted(one["id"] for one in on_server)
    assert {one["learner"] for one in rows if one["verb"] == f"{ADL}initialized"}.isdisjoint(names(on_server))
    assert len({one["learner"] for one in rows if one["verb"] == f"{ADL}initialized"}) == 2
    assert re.search(r"\b0 new", again), again

    run(address, tmp_path, "report", "--store", "store", "--course", package.parent, "--k", 1, "-o", "report.html")
    run(address, tmp_path, "report", "--store", "store", "--course", package.parent, "-o", "safe.html")
    for name in ("report.html", "safe.html"):
        assert not [who for who in names(on_server) if who in (tmp_path / name).read_text("utf-8")]
    shown = desks().page()
    shown.goto((tmp_path / "report.html").as_uri())
    text = shown.locator("body").inner_text()
    assert plan["title"]["en"] in text
    wrong = next(one for one in plan["activities"] if one["kind"] == "question" and one["id"] == question.id)
    assert f"{wrong['file']}:{wrong['line']}" in text


def save(statements: list[dict[str, Any]], folder: Path) -> Path:
    path = folder / "held.ndjson"
    path.write_text("".join(json.dumps(one) + "\n" for one in statements), "utf-8")
    return path


def names(statements: list[dict[str, Any]]) -> set[str]:
    """What tells who the learners were."""
    return {one["actor"]["account"]["name"] for one in statements if "account" in one["actor"]}

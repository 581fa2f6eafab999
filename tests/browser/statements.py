"""What tests ask of the statements that an LRS has."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from browser.tools import ralph_python

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.play import Desk
    from darslik_xapi.testing import LrsServer

Json = dict[str, Any]

# type of the interaction, response, right?, score, pattern, in the order of the story
ANSWERS = [
    ("red-flag", "choice", "b", True, 1, ["b"]),
    ("night-lights", "choice", "a[,]b", False, 0, ["a[,]c"]),
    ("night-lights", "choice", "a[,]c", True, 1, ["a[,]c"]),
    ("stepping-over", "true-false", "false", True, 1, ["false"]),
    ("knot-name", "fill-in", "Bowline Knot", True, 1, ["bowline", "bowline knot"]),
    ("safe-load", "numeric", "25", False, 0, ["2[:]3"]),
    ("safe-load", "numeric", "3.25", False, 0, ["2[:]3"]),
    ("hand-signals", "matching", "1[.]a[,]2[.]c[,]3[.]b", False, 0.3333, ["1[.]a[,]2[.]b[,]3[.]c"]),
    ("lift-steps", "sequencing", "a[,]b[,]c[,]d", True, 1, ["a[,]b[,]c[,]d"]),
    ("lift-rule", "fill-in", "under[,]Banksman", True, 1, ["under[,]signaller"]),
]


def wait_until(condition: Callable[[], bool], what: str, timeout: float = 15.0) -> None:
    """Wait for something that a page does while it goes away."""
    end = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > end:
            message = f"it did not happen in {timeout} s: {what}"
            raise TimeoutError(message)
        time.sleep(0.02)


def wait_for_answers(lrs: LrsServer, count: int) -> None:
    """Wait for so many answers, and until the course has nothing more to say."""
    wait_until(lambda: len(lrs.lrs.by_verb("answered")) >= count, f"answer {count}")
    settle(lrs)


def settle(lrs: LrsServer) -> None:
    """Wait until no request comes any more, as a learner does who reads the page first."""
    before = -1
    while before != lrs.lrs.handled:
        before = lrs.lrs.handled
        time.sleep(0.5)


def verbs(lrs: LrsServer, registration: str) -> list[str]:
    """The verbs of a registration in order of arrival, without answers, page views and results of modules."""
    return [
        verb
        for one in lrs.lrs.statements.all
        if one["context"]["registration"] == registration
        and (verb := one["verb"]["id"].rpartition("/")[2]) not in ("answered", "experienced", "progressed")
    ]


def check_answers(lrs: LrsServer, registration: str, count: int) -> None:
    """The answers of the story, field by field."""
    answers = lrs.lrs.by_verb("answered", registration)
    assert len(answers) == count
    for statement, expected in zip(answers, ANSWERS, strict=False):
        _check_answer(statement, *expected)


def _check_answer(
    statement: Json, question: str, kind: str, response: str, right: bool, scaled: float,
    patterns: list[str],
) -> None:  # fmt: skip
    target, result = statement["object"], statement["result"]
    assert target["id"].endswith(f"/{question}")
    definition = target["definition"]
    assert definition["interactionType"] == kind
    assert definition["type"] == "http://adlnet.gov/expapi/activities/cmi.interaction"
    # It is the default, said or unsaid.
    found = [one.removeprefix("{case_matters=false}") for one in definition["correctResponsesPattern"]]
    assert found == patterns
    assert definition["description"]["en"]
    assert (result["response"], result["success"]) == (response, right)
    assert result["score"]["scaled"] == scaled
    assert result["duration"].startswith("PT")
    assert statement["context"]["language"] == "en"


def check_clean(desk: Desk, lrs: LrsServer, content: str) -> None:
    """No rule was broken; nothing was said on the console or to strangers."""
    assert "\n".join(map(str, lrs.lrs.violations)) == ""
    # An absent document is a normal answer that browsers put on the console all the same.
    assert [line for line in desk.console if "404" not in line] == []
    assert desk.foreign_requests(lrs.base, content) == []


def check_with_ralph(lrs: LrsServer) -> None:
    """An independent model of xAPI accepts every statement."""
    script = Path(__file__).parent / "ralph_validate.py"
    done = subprocess.run(
        [str(ralph_python()), str(script)],
        input=lrs.lrs.ndjson(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert lrs.lrs.statements.all
    assert json.loads(done.stdout) == []

"""Attempts of learners at SCOs, and the sessions they are made of."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from darslik.profiles.model import Simulate

from .behaviour import settle
from .datamodel import Model, flatten, seconds, unflatten

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .manifest import Item, Manifest


@dataclass(frozen=True)
class Call:
    """One call of the content; `violation` is the rule it broke and why."""

    n: int
    at: float
    fn: str
    args: tuple[str, ...]
    result: str
    error: int
    violation: dict[str, Any] | None

    def __str__(self) -> str:
        """The call as it would be written, with what is wrong with it."""
        why = (
            f" [{self.violation['rule']}, {self.violation['code']}: {self.violation['why']}]" if self.violation else ""
        )
        return f"{self.fn}({', '.join(map(repr, self.args))}) -> {self.result!r}{why}"


@dataclass(frozen=True)
class Faults:
    """What goes wrong in the LMS, on purpose.

    Attributes:
        commit_fails: so many commits are answered with 503.
        commit_lies: so many commits are answered "true" and go nowhere.
        network_down: the connection breaks at every commit.
        set_false: SetValue stores the value, answers "false", and the error code stays 0.
        init_false: Initialize answers "false".
        init_refused: Initialize answers "false", "already initialised", while the session works.
        no_api: there is no API.
        late_api: the API appears after so many milliseconds.
        both_apis: the API of the other standard is there too; using it is a violation.
        throws: every call throws.
        empty: credit, entry, mode and counts come back as empty texts.
        cross_origin: the content runs on another origin than the API.
        popup: the content runs in a window that the LMS opens.
        refuse: SetValue is refused, with a general set failure, for elements that contain this text.
        refuse_values: pairs of a part of an element's name and a regular expression: such values are a violation.
        state_limit: more characters of suspend data are a violation.
        leaving_lost: what comes while the page goes away is answered "true" and lost.
        mastery_overrides: SCORM 1.2: raw score and mastery score decide about the status at the end of a session.
    """

    commit_fails: int = 0
    commit_lies: int = 0
    network_down: bool = False
    set_false: bool = False
    init_false: bool = False
    init_refused: bool = False
    no_api: bool = False
    late_api: int = 0
    both_apis: bool = False
    throws: bool = False
    empty: bool = False
    cross_origin: bool = False
    popup: bool = False
    refuse: str = ""
    refuse_values: tuple[tuple[str, str], ...] = ()
    state_limit: int = 0
    leaving_lost: bool = False
    mastery_overrides: bool = True


@dataclass
class Session:
    """One launch of a SCO: the address to open, and everything the content did there."""

    key: str
    attempt: Attempt
    faults: Faults
    mode: str
    credit: str
    url: str
    calls_: dict[tuple[int, float], Call] = field(default_factory=dict)
    commits: int = 0
    failures: int = 0
    terminated: bool = False
    behaviour: Simulate = field(default_factory=Simulate)

    @property
    def calls(self) -> list[Call]:
        """All calls in their order."""
        return [self.calls_[key] for key in sorted(self.calls_, key=lambda key: (key[1], key[0]))]

    @property
    def violations(self) -> list[Call]:
        """The calls that broke a rule."""
        return [call for call in self.calls if call.violation]

    def record(self, calls: list[dict[str, Any]]) -> None:
        """Take in calls reported by the page."""
        for raw in calls:
            call = Call(**{**raw, "args": tuple(raw["args"])})
            self.calls_[call.n, call.at] = call

    def wait_until(self, condition: Callable[[], bool], timeout: float = 15.0) -> None:
        """Wait for something that a page does while it goes away."""
        end = time.monotonic() + timeout
        while not condition():
            if time.monotonic() > end:
                calls = "\n".join(map(str, self.calls[-12:]))
                msg = f"the LMS did not see it in {timeout} s; the last calls:\n{calls}"
                raise TimeoutError(msg)
            time.sleep(0.02)


@dataclass
class Attempt:
    """What the LMS has stored about one learner's attempt at one SCO.

    Attributes:
        stored: the committed data model with flat names, as scorm-again exported it.
        values: what the content itself set and the LMS accepted, as of the last commit; nothing
            here is a default.
        completed: whether the LMS itself takes the course for completed.
    """

    model: Model
    item: Item
    learner: str
    stored: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    total: float = 0.0
    total_before: float = 0.0
    started: bool = False
    completed: bool = False

    def begin(self, session: Session) -> dict[str, Any]:
        """Start a session: what the player must put into the data model."""
        entry = self.model.entry(self.stored) if self.started else "ab-initio"
        kept = self.model.kept(self.stored) if self.started else {}
        if not kept:
            self.values = {}
            self.total = 0.0
        self.total_before = self.total
        identity = self.model.identity(self.item, self.learner, self.total, session.mode, session.credit)
        values = identity | kept | ({f"{self.model.core}.entry": entry} if entry else {})
        restored = [*self.values, *(name for name in identity if name.startswith("cmi.objectives."))]
        return {
            "cmi": unflatten(values),
            "restored": {name: values[name] for name in restored if name in values},
        }

    def commit(self, session: Session, body: dict[str, Any]) -> None:
        """Store what a commit carries."""
        self.started = True
        self.stored = flatten(body["cmi"])
        self.values = dict(body["values"])
        time_here = seconds(self.stored.get(f"{self.model.core}.session_time", ""))
        self.total = self.total_before + time_here
        session.terminated = session.terminated or bool(body["terminate"])
        settle(self, session.behaviour, ended=bool(body["terminate"]))
        session.commits += 1

    def records(self, array: str) -> list[dict[str, str]]:
        """The stored records of an array, e.g. `interactions`, each with its own flat names."""
        found: list[dict[str, str]] = []
        for index in itertools.count():
            prefix = f"cmi.{array}.{index}."
            record = {
                name.removeprefix(prefix): value for name, value in self.stored.items() if name.startswith(prefix)
            }
            if not record:
                return found
            found.append(record)
        raise AssertionError

    def preset(self, values: dict[str, str]) -> None:
        """Pretend that an earlier session left this behind (with exit `suspend`)."""
        self.started = True
        self.stored = {**values, f"{self.model.core}.exit": "suspend"}
        self.values = dict(values)


@dataclass
class Package:
    """An unpacked package on the LMS."""

    key: str
    folder: Path
    manifest: Manifest
    attempts: dict[tuple[str, str], Attempt] = field(default_factory=dict)

    def attempt(self, learner: str = "gulnora", item: str = "") -> Attempt:
        """The attempt of a learner at an item (the first one unless named)."""
        found = next(one for one in self.manifest.items if item in ("", one.identifier))
        model = Model(self.manifest.standard)
        return self.attempts.setdefault((learner, found.identifier), Attempt(model, found, learner))

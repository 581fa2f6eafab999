"""One course in each standard: opened, disturbed, and asked what was stored, in the same words."""

from __future__ import annotations

import json
import re
import time
from abc import ABC, abstractmethod
from html import escape
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from browser.build import HARBOUR
from browser.learner import Learner
from browser.lms import Faults
from browser.package import CoursePackage
from browser.statements import verbs, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from browser.build import Builder
    from browser.lms import Lms, Session
    from browser.play import Desk
    from darslik_xapi.testing import LrsServer
    from darslik_xapi.testing import Session as Cmi5Session

_FULL = """() => {
  const real = Storage.prototype.setItem;
  Storage.prototype.setItem = function (key, value) {
    if (window.full) throw new DOMException("full", "QuotaExceededError");
    real.call(this, key, value);
  };
  window.full = true;
}"""


_FRAME = """<!doctype html><title>LMS</title><script>
for (const [api, names] of Object.entries({
  API: "LMSInitialize LMSFinish LMSGetValue LMSSetValue LMSCommit LMSGetLastError",
  API_1484_11: "Initialize Terminate GetValue SetValue Commit GetLastError",
})) window[api] = Object.fromEntries(names.split(" ").map((name) => [name, () => (called(name), "true")]));
</script><iframe name="sco" width="980" height="680" src="URL"></iframe>"""


class Visit:
    """A window with the course."""

    def __init__(self, desk: Desk, learner: Learner) -> None:
        self.desk = desk
        self.learner = learner

    @property
    def notice(self) -> str:
        """What the learner is told about tracking; an empty text if nothing."""
        shown = self.learner.window.locator("#notice")
        return shown.inner_text().strip() if shown.is_visible() else ""

    def expect_notice(self, words: str) -> None:
        """Wait until the learner is told so."""
        expect(self.learner.window.locator("#notice")).to_contain_text(words)

    def expect_silence(self) -> None:
        """Wait until nothing is left to be told."""
        expect(self.learner.window.locator("#notice")).to_be_hidden()

    def close(self) -> None:
        """Close the tab, as a learner does."""
        self.desk.tabs.remove(self.learner.tab)
        self.learner.tab.close()


class Place(ABC):
    """A course in one standard, with whatever holds its learner's record."""

    standard: str

    def __init__(self, lms: Lms, folder: Path) -> None:
        self.lms = lms
        self.folder = folder

    @abstractmethod
    def open(self, desk: Desk, **trouble: Any) -> Visit:
        """Launch the course in a new tab."""

    @abstractmethod
    def open_popup(self, desk: Desk) -> tuple[Visit, Page]:
        """Launch the course in a window of its own; the second one is the LMS's."""

    @abstractmethod
    def open_framed(self, desk: Desk, *, foreign: bool = False) -> Visit:
        """Launch the course in a frame; `foreign`: of another origin. The parent has both SCORM APIs."""

    @abstractmethod
    def open_alone(self, desk: Desk) -> Visit:
        """Open the course where no LMS is."""

    @abstractmethod
    def stop(self, visit: Visit) -> None:
        """From now on nothing is stored."""

    @abstractmethod
    def mend(self, visit: Visit) -> None:
        """It works again."""

    @abstractmethod
    def rewrite(self, visit: Visit, change: Callable[[str], str]) -> None:
        """Close the course, then change the state that was stored."""

    @abstractmethod
    def answers(self) -> list[str]:
        """The questions of the answers on record, in their order."""

    @abstractmethod
    def finished(self) -> list[str]:
        """The words on record that say more than "under way"."""

    def settle(self) -> None:  # noqa: B027 - for some there is nothing to do
        """Wait until everything that is on its way has arrived; here nothing ever is."""

    def wait_for_end(self) -> None:  # noqa: B027 - for some there is nothing to do
        """Wait until the session is over, where there are sessions."""

    def wait_for(self, *questions: str) -> None:
        """Wait until these answers, and no others, are on record."""
        wanted = list(questions)
        wait_until(lambda: list(dict.fromkeys(self.answers())) == wanted, f"{wanted} on record")
        self.settle()

    @abstractmethod
    def problems(self) -> list[str]:
        """What broke a rule of the standard."""


class ScormPlace(Place):
    """SCORM in the simulated LMS."""

    def __init__(self, lms: Lms, builder: Builder, standard: str) -> None:
        self.standard = standard
        target = "scorm2004-4" if standard == "scorm2004" else standard
        self.package = lms.add(builder.unpacked(HARBOUR, target, "en"))
        super().__init__(lms, self.package.folder)
        self.sessions: list[Session] = []
        self.attempt = self.package.attempt()

    def open(self, desk: Desk, **trouble: Any) -> Visit:
        session = self.lms.launch(self.package, faults=Faults(**trouble))
        self.sessions.append(session)
        return Visit(desk, desk.sco(session, self.folder))

    def open_popup(self, desk: Desk) -> tuple[Visit, Page]:
        session = self.lms.launch(self.package, faults=Faults(popup=True))
        self.sessions.append(session)
        return _popup(desk, self.folder, lambda page: page.goto(session.url))

    def open_alone(self, desk: Desk) -> Visit:
        return self.open(desk, no_api=True)

    def open_framed(self, desk: Desk, *, foreign: bool = False) -> Visit:
        return self.open(desk, **({"cross_origin": True} if foreign else {"both_apis": True}))

    def stop(self, visit: Visit) -> None:
        self._faults(Faults(commit_fails=10**6))

    def mend(self, visit: Visit) -> None:
        self._faults(Faults())

    def rewrite(self, visit: Visit, change: Callable[[str], str]) -> None:
        visit.close()
        self.wait_for_end()
        self.attempt.stored["cmi.suspend_data"] = change(self.attempt.stored["cmi.suspend_data"])

    def _faults(self, faults: Faults) -> None:
        for session in self.sessions:
            session.faults = faults

    def answers(self) -> list[str]:
        return [record["id"] for record in self.attempt.records("interactions")]

    def finished(self) -> list[str]:
        names = ["cmi.core.lesson_status", "cmi.completion_status", "cmi.success_status"]
        words = [self.attempt.stored.get(name, "") for name in names]
        return [word for word in words if word in ("completed", "passed", "failed")]

    def wait_for_end(self) -> None:
        session = self.sessions[-1]
        session.wait_until(lambda: session.terminated)

    def problems(self) -> list[str]:
        return [str(call) for session in self.sessions for call in session.violations]


class AddressPlace(Place):
    """A course that is launched by its address alone."""

    content: str
    foreign_calls: list[str]
    """Calls of SCORM APIs that happened to be there."""

    def open_alone(self, desk: Desk) -> Visit:
        return Visit(desk, desk.tab(self.content, self.folder))

    @abstractmethod
    def url(self) -> str:
        """The address of a new launch."""

    def open_popup(self, desk: Desk) -> tuple[Visit, Page]:
        url = self.url()

        def launch(page: Page) -> None:
            page.goto(f"{self.lms.base}/static/player.js")
            page.evaluate("url => void window.open(url)", url)

        return _popup(desk, self.folder, launch)

    def open_framed(self, desk: Desk, *, foreign: bool = False) -> Visit:
        page = desk.page()
        calls: list[str] = []
        self.foreign_calls = calls
        page.expose_function("called", lambda name: calls.append(str(name)))
        base = self.lms.base.replace("127.0.0.1", "localhost") if foreign else self.lms.base
        html = _FRAME.replace("URL", escape(self.url()))
        self.lms.pages["framed"] = html
        page.goto(f"{base}/pages/framed")
        frame = page.frame("sco")
        assert frame
        return Visit(desk, Learner(frame, CoursePackage(self.folder)))


class LrsPlace(AddressPlace):
    """cmi5 or xAPI with an LRS."""

    def __init__(self, lms: Lms, builder: Builder, standard: str, lrs: LrsServer) -> None:
        self.standard = standard
        self.lrs = lrs
        super().__init__(lms, builder.unpacked(HARBOUR, standard, "en"))
        self.content = lms.content(lms.add(self.folder))
        self.registration = lrs.register(self.folder, self.content) if standard == "cmi5" else None
        self.id = self.registration.id if self.registration else "0b1e5a2c-7c1e-4f0a-8d53-3f5d8c2d9a10"
        self.launches = 0
        self.sessions: list[Cmi5Session] = []

    def url(self) -> str:
        self.launches += 1
        if self.registration:
            self.sessions.append(self.registration.launch())
            return self.sessions[-1].url
        return self.lrs.launch_tincan(self.folder, self.content, registration=self.id).url

    def open(self, desk: Desk, **trouble: Any) -> Visit:
        for name, value in trouble.items():
            setattr(self.lrs.faults, name, value)
        return Visit(desk, desk.tab(self.url(), self.folder))

    def stop(self, visit: Visit) -> None:
        self.lrs.faults.down = True

    def mend(self, visit: Visit) -> None:
        self.lrs.faults = type(self.lrs.faults)()

    def rewrite(self, visit: Visit, change: Callable[[str], str]) -> None:
        visit.close()
        self.wait_for_end()
        documents = self.lrs.lrs.documents
        for scope, found in documents.by_scope.items():
            if own := found.get("darslik"):
                content = json.loads(own.content)
                documents.put(scope, "darslik", {**content, "state": change(content["state"])})
                return
        raise AssertionError

    def answers(self) -> list[str]:
        return [one["object"]["id"].rpartition("/")[2] for one in self.lrs.lrs.by_verb("answered", self.id)]

    def finished(self) -> list[str]:
        return [verb for verb in verbs(self.lrs, self.id) if verb in ("completed", "passed", "failed", "satisfied")]

    def settle(self) -> None:
        before = -1
        while before != self.lrs.lrs.handled:
            before = self.lrs.lrs.handled
            time.sleep(0.2)

    def wait_for_end(self) -> None:
        def over() -> bool:
            return verbs(self.lrs, self.id)[-1:] == ["terminated"]

        wait_until(over, "terminated")

    def problems(self) -> list[str]:
        return [str(one) for one in self.lrs.lrs.violations]


class WebPlace(AddressPlace):
    """The browser alone."""

    standard = "web"

    def __init__(self, lms: Lms, builder: Builder) -> None:
        super().__init__(lms, builder.unpacked(HARBOUR, "web", "en"))
        self.content = lms.content(lms.add(self.folder))

    def url(self) -> str:
        return self.content

    def open(self, desk: Desk, **trouble: Any) -> Visit:
        assert not trouble
        return Visit(desk, desk.tab(self.content, self.folder))

    def stop(self, visit: Visit) -> None:
        visit.learner.window.evaluate(_FULL)

    def mend(self, visit: Visit) -> None:
        visit.learner.window.evaluate("window.full = false")

    def rewrite(self, visit: Visit, change: Callable[[str], str]) -> None:
        visit.close()
        page = visit.desk.page()
        page.goto(f"{self.lms.base}/static/player.js")
        key = page.evaluate("Object.keys(localStorage).find((key) => key.startsWith('darslik.web.'))")
        text = change(page.evaluate("key => localStorage.getItem(key)", key))
        page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, text])
        page.close()
        visit.desk.tabs.remove(page)

    def answers(self) -> list[str]:
        return []

    def wait_for(self, *questions: str) -> None:
        """Nobody but the next launch can tell."""

    def finished(self) -> list[str]:
        return []

    def problems(self) -> list[str]:
        return []


def _popup(desk: Desk, folder: Path, launch: Callable[[Page], object]) -> tuple[Visit, Page]:
    opener = desk.page()
    with opener.expect_popup() as opened:
        launch(opener)
    return Visit(desk, Learner(desk.adopt(opened.value), CoursePackage(folder))), opener


def uncaught(desk: Desk) -> list[str]:
    """Errors that nothing caught; a broken connection on the console is none."""
    return [line for line in desk.console if re.match("uncaught", line)]

"""The LMS's addresses: where a unit fetches its token, and where its learner comes back to."""

from __future__ import annotations

import base64
import json
import uuid
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin

from darslik_xapi.serve.exchange import Answer, Guard, Refusal, Request, json_answer

from .registration import Registration, learner
from .tincan import TincanSession

if TYPE_CHECKING:
    from collections.abc import Callable

    from darslik_xapi.rules.values import Json
    from darslik_xapi.serve.core import Core

    from .course import Block, TincanActivity
    from .session import Session


def _as_it_is(guard: Guard) -> Guard:
    return guard


class Lms:
    """Enrols learners, launches units, hands out tokens.

    Attributes:
        registrations: all enrolments in cmi5 courses.
        fetch_error: the error code that `fetch` answers in place of a token; empty: none.
    """

    def __init__(self, core: Core, base: str, watch: Callable[[Guard], Guard] = _as_it_is) -> None:
        """`base`: the server's address without a slash at its end; `watch` may wrap the guards of launches."""
        self.registrations: list[Registration] = []
        self.fetch_error = ""
        self._core = core
        self._base = base
        self._watch = watch

    def register(self, course: Block, content: str, actor: Json | None = None, key: str = "") -> Registration:
        """Enrol a learner in a cmi5 course whose files are served under `content`."""
        registration = Registration(
            lrs=self._core,
            course=course,
            base=self._base,
            content=content,
            actor=actor or learner("gulnora"),
            id=key or str(uuid.uuid4()),
        )
        self.registrations.append(registration)
        return registration

    def launch_tincan(
        self, activity: TincanActivity, content: str, actor: Json | None = None, registration: str = ""
    ) -> TincanSession:
        """Launch an activity of a tincan.xml package whose files are served under `content`."""
        secret = base64.b64encode(f"tincan:{uuid.uuid4().hex}".encode()).decode()
        session = TincanSession(
            actor=actor or learner("gulnora"),
            registration_id=registration or str(uuid.uuid4()),
            activity_id=activity.id,
            authorization=f"Basic {secret}",
            url=urljoin(content, activity.url),
        )
        parameters = {
            "endpoint": f"{self._base}/xapi/",
            "auth": session.authorization,
            "actor": json.dumps(session.actor),
            "registration": session.registration_id,
            "activity_id": session.activity_id,
        }
        session.url += ("&" if "?" in session.url else "?") + urlencode(parameters)
        self._core.guards[session.authorization] = self._watch(session)
        return session

    def answer(self, request: Request) -> Answer | None:
        """Answer what is below /fetch and /return; None for all else."""
        area, _, rest = request.resource.partition("/")
        if area == "fetch":
            return self.fetch(request.method, rest)
        if area == "return":
            return self.returned(rest)
        return None

    def fetch(self, method: str, key: str) -> Answer:
        """Hand out a session's token, once."""
        session = self.session(key)
        if session is None:
            return json_answer({"error-code": "2", "error-text": "no such session"})
        if method != "POST":
            self._core.record(Refusal(405, "fetch is used with POST", "L2"), f"{method} fetch")
            return json_answer({"error-code": "3", "error-text": "use POST"}, 405)
        if self.fetch_error:
            return json_answer({"error-code": self.fetch_error, "error-text": "no token"})
        session.fetched += 1
        if session.fetched > 1 or session.over:
            self._core.record(Refusal(200, "the token was fetched before", "L2"), "POST fetch")
            return json_answer({"error-code": "1", "error-text": "already fetched"})
        self._core.guards[f"Basic {session.token}"] = self._watch(session)
        return json_answer({"auth-token": session.token})

    def returned(self, key: str) -> Answer:
        """The page a learner comes back to."""
        if session := self.session(key):
            session.returned = True
            if not session.terminated:
                text = "returnURL was opened before terminated was sent"
                self._core.record(Refusal(200, text, "L11"), "GET returnURL")
        page = '<!doctype html><html lang="en"><title>Back</title><h1 id="back">Back in the LMS</h1>'
        return Answer(200, page.encode(), kind="text/html; charset=utf-8")

    def session(self, key: str) -> Session | None:
        """A session by its id."""
        every = (one for registration in self.registrations for one in registration.sessions)
        return next((one for one in every if one.id == key), None)

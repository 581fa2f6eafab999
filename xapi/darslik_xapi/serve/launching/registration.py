"""The LMS's part in cmi5: registrations, launches, moving on, abandoning; and tincan launches."""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urljoin

from darslik_xapi.rules.cmi5_words import (
    BLOCK_TYPE,
    CATEGORY,
    COURSE_TYPE,
    LAUNCH_DATA,
    LAUNCH_MODE,
    LAUNCH_PARAMETERS,
    LAUNCH_URL,
    MASTERY_SCORE,
    MOVE_ON,
    MOVE_ON_CATEGORY,
    PREFERENCES,
    REASON,
    SESSION_ID,
    VERBS,
)
from darslik_xapi.serve.agents import key_of
from darslik_xapi.serve.documents import Scope

from .session import AuRecord, Session

if TYPE_CHECKING:
    from darslik_xapi.rules.values import Json
    from darslik_xapi.serve.core import Core

    from .course import Au, Block


def learner(name: str) -> Json:
    """An actor as LMSs send them: an agent with an account."""
    account = {"homePage": "https://lms.example", "name": name}
    return {"objectType": "Agent", "name": name.title(), "account": account}


@dataclass(frozen=True)
class LaunchOptions:
    """What an LMS may decide at launch, whatever the course structure says."""

    mode: str = "Normal"
    mastery_score: float | None = None
    move_on: str = ""
    return_url: bool = True
    launch_parameters: str = ""
    preferences_writable: bool = True


@dataclass
class Registration:
    """A learner's enrolment in a course."""

    lrs: Core
    course: Block
    base: str
    content: str
    actor: Json
    id: str
    records: dict[str, AuRecord] = field(default_factory=dict)
    sessions: list[Session] = field(default_factory=list)
    satisfied: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Units that need nothing are satisfied at once."""
        for au in self.course.aus():
            digest = hashlib.sha256(f"{self.id} {au.id}".encode()).hexdigest()[:16]
            self.records[au.id] = AuRecord(au, f"https://lms.example/activities/{digest}")
        self.evaluate()

    def prefer(self, language: str, audio: str = "on") -> None:
        """Store the learner's preferences."""
        document = {"languagePreference": language, "audioPreference": audio}
        self.lrs.documents.put(Scope("agents/profile", agent=key_of(self.actor)), PREFERENCES, document)

    def launch(self, au_id: str = "", options: LaunchOptions | None = None) -> Session:
        """Launch a unit (the first one unless named); open the session's `url`."""
        record = self.records[au_id] if au_id else next(iter(self.records.values()))
        with self.lrs.lock:
            for session in self.sessions:
                if session.record is record and not session.over:
                    self._abandon(session)
            session = self._session(record, options or LaunchOptions())
            self.sessions.append(session)
        return session

    def waive(self, au_id: str, reason: str = "Tested Out") -> None:
        """Excuse the learner from a unit."""
        record = self.records[au_id]
        record.waived = True
        result = {"success": True, "completion": True, "extensions": {REASON: reason}}
        self._send("waived", _activity(record), str(uuid.uuid4()), result=result)
        self.evaluate()

    def evaluate(self) -> None:
        """Find what is satisfied now and say so."""
        overridden = {one.record.au.id: one.move_on for one in self.sessions}
        for record in self.records.values():
            move_on = overridden.get(record.au.id, record.au.move_on)
            record.satisfied = record.satisfied or record.meets(move_on)
        for block in self.course.blocks():
            done = all(
                self.records[child.id].satisfied if child.id in self.records else child.id in self.satisfied
                for child in block.children
            )
            if done and block.id not in self.satisfied:
                self.satisfied.add(block.id)
                self._satisfy(block)

    def _session(self, record: AuRecord, options: LaunchOptions) -> Session:
        au, key = record.au, str(uuid.uuid4())
        mastery = au.mastery_score if options.mastery_score is None else options.mastery_score
        session = Session(
            id=key,
            record=record,
            registration_id=self.id,
            actor=self.actor,
            launch_mode=options.mode,
            mastery_score=mastery,
            move_on=options.move_on or au.move_on,
            return_url=f"{self.base}/return/{key}" if options.return_url else "",
            context_template={
                "contextActivities": {"grouping": [{"objectType": "Activity", "id": au.id}]},
                "extensions": {SESSION_ID: key},
            },
            token=base64.b64encode(f"{key}:{uuid.uuid4().hex}".encode()).decode(),
            preferences_writable=options.preferences_writable,
            on_stored=lambda _session: self.evaluate(),
        )
        session.url = self._url(session, au)
        self._announce(session, au, options.launch_parameters or au.launch_parameters)
        return session

    def _url(self, session: Session, au: Au) -> str:
        url = urljoin(self.content, au.url)
        parameters = {
            "endpoint": f"{self.base}/xapi/",
            "fetch": f"{self.base}/fetch/{session.id}",
            "actor": json.dumps(self.actor),
            "registration": self.id,
            "activityId": session.activity_id,
        }
        return url + ("&" if "?" in url else "?") + urlencode(parameters)

    def _announce(self, session: Session, au: Au, launch_parameters: str) -> None:
        """Store LMS.LaunchData and send launched."""
        data: dict[str, Any] = {
            "contextTemplate": session.context_template,
            "launchMode": session.launch_mode,
            "launchMethod": au.launch_method,
            "moveOn": session.move_on,
        }
        optional = {
            "masteryScore": session.mastery_score,
            "launchParameters": launch_parameters or None,
            "returnURL": session.return_url or None,
            "entitlementKey": {"courseStructure": au.entitlement_key} if au.entitlement_key else None,
        }
        data |= {name: value for name, value in optional.items() if value is not None}
        scope = Scope("activities/state", session.activity_id, key_of(self.actor), self.id.lower())
        self.lrs.documents.put(scope, LAUNCH_DATA, data)
        extensions: Json = {
            LAUNCH_MODE: session.launch_mode,
            LAUNCH_URL: session.url,
            MOVE_ON: session.move_on,
            LAUNCH_PARAMETERS: launch_parameters,
        }
        if session.mastery_score is not None:
            extensions[MASTERY_SCORE] = session.mastery_score
        self._send("launched", _activity(session.record), session.id, extensions=extensions)

    def _abandon(self, session: Session) -> None:
        session.abandoned = True
        start, end = session.initialized_at, session.last_at
        seconds = (end - start).total_seconds() if start and end else 0.0
        result = {"duration": f"PT{seconds:.2f}S"}
        self._send("abandoned", _activity(session.record), session.id, result=result)

    def _satisfy(self, block: Block) -> None:
        kind = COURSE_TYPE if block is self.course else BLOCK_TYPE
        digest = hashlib.sha256(f"{self.id} {block.id}".encode()).hexdigest()[:16]
        target = {"objectType": "Activity", "id": f"https://lms.example/activities/{digest}"}
        last = self.sessions[-1].id if self.sessions else str(uuid.uuid4())
        self._send("satisfied", target | {"definition": {"type": kind}}, last, publisher=block.id)

    def _send(
        self, verb: str, target: Json, session: str, *,
        result: Json | None = None, extensions: Json | None = None, publisher: str = "",
    ) -> None:  # fmt: skip
        categories = [CATEGORY]
        if result and {"success", "completion"} & result.keys():
            categories.append(MOVE_ON_CATEGORY)
        activities = {"category": [{"id": one} for one in categories]}
        grouping = publisher or next(one.au.id for one in self.records.values() if one.activity_id == target["id"])
        activities["grouping"] = [{"id": grouping}]
        context = {
            "registration": self.id,
            "contextActivities": activities,
            "extensions": {SESSION_ID: session, **(extensions or {})},
        }
        statement: Json = {
            "id": str(uuid.uuid4()),
            "timestamp": datetime.now(UTC).isoformat(),
            "actor": self.actor,
            "verb": {"id": VERBS[verb], "display": {"en": verb}},
            "object": target,
            "context": context,
        }
        if result:
            statement["result"] = result
        self.lrs.store(statement)


def _activity(record: AuRecord) -> Json:
    return {"objectType": "Activity", "id": record.activity_id}

"""The statements resource, writing: all of a request or nothing, each id once, voiding in any order."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from darslik_xapi.rules import check_statement

from . import traits
from .agents import key_of
from .attachments import Upload, attachments_of, check_attachments, read_upload
from .clock import as_text, in_utc
from .definitions import merged
from .equality import same_statement
from .exchange import CONSISTENT_HEADER, Answer, Refusal, json_answer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .clock import Clock
    from .database import Database
    from .exchange import Guard, Json, Request


# So many definitions are remembered to spare asking the database.
_KEPT = 20_000


@dataclass(frozen=True)
class Sent:
    """A statement of a request: parsed, and its own text."""

    value: Json
    text: str

    @property
    def id(self) -> str:
        """In lower case; empty if the client left it to us."""
        return str(self.value.get("id", "")).lower()


class Writer:
    """Stores statements."""

    def __init__(self, database: Database, clock: Clock, authority: Json) -> None:
        """`authority`: the agent that vouches for all that is stored."""
        self._db = database
        self._clock = clock
        self._authority = authority
        self._definitions: dict[str, str] = {}
        self._names: set[tuple[str, str]] = set()

    def post(self, request: Request, guard: Guard) -> Answer:
        """Store one statement or a list; the answer has their ids in order."""
        upload = read_upload(request)
        ids, moment = self.add(upload, guard, request.version)
        return json_answer(ids, headers={CONSISTENT_HEADER: as_text(moment)})

    def put(self, request: Request, guard: Guard) -> Answer:
        """Store a statement under the id of the parameter."""
        key = request.need("statementId")
        upload = read_upload(request)
        if len(upload.items) != 1 or upload.is_list or not isinstance(upload.items[0][0], dict):
            raise Refusal(400, "PUT takes one statement")
        [(statement, text)] = upload.items
        if str(statement.get("id", key)).lower() != key.lower():
            raise Refusal(400, "the statement's id is not statementId")
        if "id" not in statement:
            statement = {"id": key, **statement}
            text = json.dumps(statement, ensure_ascii=False)
        _, moment = self.add(Upload([(statement, text)], upload.files), guard, request.version)
        return Answer(204, headers={CONSISTENT_HEADER: as_text(moment)})

    def add(self, upload: Upload, guard: Guard, version: str) -> tuple[list[str], int]:
        """Store statements, all or none; their ids and the moment up to which everything is stored.

        Raises:
            Refusal: one of them breaks a rule (400), or contradicts a stored one with its id (409).
        """
        sent = [_checked(value, text, number, version) for number, (value, text) in enumerate(upload.items)]
        ids = [one.id for one in sent if one.id]
        if len(set(ids)) != len(ids):
            raise Refusal(400, "an id occurs twice in the request")
        check_attachments(upload, [one.value for one in sent], version)
        with self._db.lock:
            new = [one for one in sent if not self._is_known(one)]
            guard.check_statements([one.value for one in new])
            if not new:
                return [one.value["id"] for one in sent], self._clock.consistent_through()
            moment = self._clock.tick()
            full = {id(one): self._completed(one, moment, version) for one in new}
            try:
                with self._db.transaction():
                    self._write(full.values(), upload, moment)
            except BaseException:
                self._names.clear()
                self._definitions.clear()
                raise
            guard.stored([one.value for one in full.values()])
        return [full[id(one)].value["id"] if id(one) in full else one.value["id"] for one in sent], moment

    def _is_known(self, sent: Sent) -> bool:
        row = self._db.one("SELECT body FROM statements WHERE id = ?", sent.id) if sent.id else None
        if row is None:
            return False
        if not same_statement(json.loads(str(row[0])), sent.value):
            raise Refusal(409, f"another statement has the id {sent.value['id']}")
        return True

    def _completed(self, sent: Sent, moment: int, version: str) -> Sent:
        """With what the LRS sets; the client's own text stays as it is wherever the standard allows it."""
        stored = as_text(moment)
        own = sent.value
        latest = "2.0.0" if version.startswith("2") else "1.0.0"
        ours: Json = {"id": own.get("id") or str(uuid.uuid4()), "stored": stored}
        ours |= {"timestamp": own.get("timestamp", stored), "version": own.get("version", latest)}
        ours["authority"] = self._authority
        value = {**own, **ours}
        changed = _normalise(value, version)
        if changed or {"stored", "authority"} & own.keys():
            return Sent(value, json.dumps(value, ensure_ascii=False))
        head = json.dumps({name: one for name, one in ours.items() if name not in own}, ensure_ascii=False)
        return Sent(value, f"{head[:-1]}, {sent.text[1:].lstrip()}")

    def _write(self, full: Iterable[Sent], upload: Upload, moment: int) -> None:
        db = self._db
        row = db.one("SELECT ifnull(max(seq), 0) FROM statements")
        seq = int(str(row[0])) if row else 0
        rows: list[tuple[object, ...]] = []
        uses: list[tuple[object, ...]] = []
        voided: list[tuple[object, ...]] = []
        for one in full:
            seq += 1
            target, voiding = traits.target(one.value), traits.is_voiding(one.value)
            attached = any(part["sha2"].lower() in upload.files for part in attachments_of(one.value))
            rows.append((seq, one.id, moment, target, voiding, attached, one.id, voiding, one.text))
            uses += [(db.make_term(term), seq, direct) for term, direct in traits.terms(one.value).items()]
            voided += [(target,)] if voiding else []
            self._describe(one.value)
        db.change_all(_INSERT, rows)
        db.change_all("INSERT INTO uses (term, seq, direct) VALUES (?, ?, ?)", uses)
        db.change_all("UPDATE statements SET voided = 1 WHERE id = ? AND NOT voiding", voided)
        files = [(sha2, kind, content) for sha2, (kind, content) in upload.files.items()]
        db.change_all("INSERT OR IGNORE INTO files (sha2, kind, content) VALUES (?, ?, ?)", files)

    def _describe(self, statement: Json) -> None:
        """Keep what is said about activities and agents."""
        for activity in traits.activities(statement):
            if definition := activity.get("definition"):
                self._define(activity["id"], definition)
        for actor in traits.actors(statement):
            key, name = key_of(actor), actor.get("name")
            if key and name is not None and (key, name) not in self._names:
                self._db.change("INSERT OR IGNORE INTO names (agent, name) VALUES (?, ?)", key, name)
                self._names.add((key, name))

    def _define(self, activity: str, definition: Json) -> None:
        text = json.dumps(definition, ensure_ascii=False)
        if len(self._definitions) > _KEPT:
            self._definitions.clear()
            self._names.clear()
        if self._definitions.get(activity) == text:
            return
        row = self._db.one("SELECT definition FROM activities WHERE id = ?", activity)
        whole = merged(json.loads(str(row[0])), definition) if row else definition
        values = (activity, json.dumps(whole, ensure_ascii=False))
        self._db.change("INSERT OR REPLACE INTO activities (id, definition) VALUES (?, ?)", *values)
        self._definitions[activity] = text


_INSERT = """
INSERT INTO statements (seq, id, stored, target, voiding, attached, voided, body)
VALUES (?1, ?2, ?3, ?4, ?5, ?6,
  NOT ?8 AND EXISTS (SELECT 1 FROM statements WHERE target = ?7 AND voiding), ?9)
"""


def _checked(value: object, text: str, number: int, version: str) -> Sent:
    if problems := check_statement(value, version):
        listed = "; ".join(f"{one.path}: {one.message}" for one in problems)
        raise Refusal(400, f"statement {number + 1}: {listed}")
    if not isinstance(value, dict):
        raise Refusal(400, f"statement {number + 1} is not an object")
    return Sent(value, text)


def _normalise(statement: Json, version: str) -> bool:
    """What the standard makes an LRS change: lists of context activities; in 2.0 times in UTC."""
    changed = False
    thing = statement["object"]
    if thing.get("objectType") == "SubStatement":
        statement["object"] = inner = dict(thing)
        changed = _normalise(inner, version)
    activities = statement.get("context", {}).get("contextActivities", {})
    if any(isinstance(one, dict) for one in activities.values()):
        lists = {name: [one] if isinstance(one, dict) else one for name, one in activities.items()}
        statement["context"] = {**statement["context"], "contextActivities": lists}
        changed = True
    if version.startswith("2") and "timestamp" in statement:
        before = statement["timestamp"]
        statement["timestamp"] = in_utc(before)
        changed |= statement["timestamp"] != before
    return changed

"""What an LRS does with what it is sent: a late statement, sent again, changed, voided; an attachment; a document."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from ..building import moment, voiding
from .attachments import Attachment, described, dumped, joined, multipart, parts_of
from .documents import State
from .facts import Fact
from .failures import ConflictError
from .probing import ACTIVITY, Probe
from .probing_reads import filters_fact, since_facts
from .sending import Batches, Sender
from .transport import Call, Reply

_LATE = timedelta(days=1)
_MOST_SECONDS = 10.0
_VERB = {"id": "http://adlnet.gov/expapi/verbs/interacted", "display": {"en": "interacted"}}
_USAGE = "http://id.tincanapi.com/attachment/supporting_media"


def _statement(asked: Probe) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()),
        "timestamp": moment(datetime.now(UTC) - _LATE),
        "actor": asked.agent,
        "verb": _VERB,
        "object": {"id": ACTIVITY, "definition": {"name": {"en": "Probe of what an LRS does"}}},
    }


def _post(asked: Probe, statement: dict[str, Any]) -> Reply:
    headers = {"Content-Type": "application/json"}
    return asked.transport.ask(Call("POST", "statements", headers, joined([dumped(statement)])))


def _sender(asked: Probe) -> Sender:
    return Sender(asked.transport, asked.version, Batches())


def _statements(asked: Probe) -> Iterator[Fact]:
    statement = _statement(asked)
    reply = _post(asked, statement)
    stored = reply.status in (200, 204)
    yield Fact("stores", stored, f"{'stores' if stored else 'refuses'} a statement (status {reply.status})")
    if not stored:
        return
    yield _repeated(asked, statement)
    yield _changed(asked, statement)
    found, seconds = _waited(asked, statement["id"])
    text = f"gives a statement out {seconds:.1f} s after it was stored" if found else "does not give it out by its id"
    yield Fact("read_after_write", bool(found), text)
    if found:
        yield from since_facts(asked, found)
        yield filters_fact(asked, found)
    yield from _voided(asked, statement)


def _repeated(asked: Probe, statement: dict[str, Any]) -> Fact:
    status = _post(asked, statement).status
    good = status in (200, 204)
    return Fact("repeated", good, f"{'takes' if good else 'refuses'} the same statement again (status {status})")


def _changed(asked: Probe, statement: dict[str, Any]) -> Fact:
    status = _post(asked, {**statement, "verb": {"id": "http://adlnet.gov/expapi/verbs/attempted"}}).status
    good = status == 409
    text = "refuses" if good else "does NOT refuse" if status in (200, 204) else "refuses in its own way"
    return Fact("conflict", good, f"{text} another statement with a known id (status {status})")


def _waited(asked: Probe, statement_id: str) -> tuple[dict[str, Any] | None, float]:
    """A statement as soon as it is given out, and the seconds until then."""
    begin = time.monotonic()
    while True:
        found = _sender(asked).stored(statement_id)
        seconds = time.monotonic() - begin
        if found or seconds > _MOST_SECONDS:
            return (found[0] if found else None), seconds
        time.sleep(0.2)


def _voided(asked: Probe, statement: dict[str, Any]) -> Iterator[Fact]:
    reply = _post(asked, {**voiding(statement["id"], asked.agent), "timestamp": moment(datetime.now(UTC))})
    if reply.status not in (200, 204):
        yield Fact("voiding", False, f"refuses to void a statement (status {reply.status})")
        return
    found = _sender(asked).stored(statement["id"])
    listed = asked.finds(statement, agent=asked.agent)
    good = bool(found and found[1]) and not listed
    text = (
        "leaves voided statements out, and gives them by voidedStatementId"
        if good
        else ("still gives voided statements out: pull applies voiding itself")
    )
    yield Fact("voiding", good, text)


def _attachments(asked: Probe) -> Iterator[Fact]:
    attachment = Attachment(b"probe\r\n--\x00\xff", "application/octet-stream", _USAGE, {"en": "Probe"})
    statement = described(_statement(asked), [attachment])
    body, kind = multipart(joined([dumped(statement)]), [attachment])
    reply = asked.transport.ask(Call("POST", "statements", {"Content-Type": kind}, body))
    if reply.status not in (200, 204):
        yield Fact("attachments", False, f"refuses attachments (status {reply.status})")
        return
    answer = asked.get(f"statements?statementId={statement['id']}&attachments=true")
    kept = answer.status == 200 and attachment.sha2 in parts_of(answer)[1]
    yield Fact("attachments", kept, "keeps attachments" if kept else "takes attachments, but does not give them back")
    _post(asked, {**voiding(statement["id"], asked.agent), "timestamp": moment(datetime.now(UTC))})


def _documents(asked: Probe) -> Iterator[Fact]:
    place = (ACTIVITY, asked.agent, str(uuid.uuid4()))
    state = State(asked.transport, *place)
    content = b"\x00\xff probe"
    state["probe"] = content
    kept = state["probe"].content == content
    yield Fact("documents", kept, "keeps documents byte by byte" if kept else "changes documents")
    etag = bool(state["probe"].etag)
    yield Fact("etags", etag, "gives documents ETags" if etag else "gives documents no ETags: changes can be lost")
    other = State(asked.transport, *place)
    try:
        other["probe"] = b"overwritten"
        guarded = False
    except ConflictError:
        guarded = True
    yield Fact("preconditions", guarded, f"{'keeps' if guarded else 'overlooks'} If-None-Match")
    del state["probe"]


QUESTIONS: tuple[Callable[[Probe], Iterator[Fact]], ...] = (_statements, _attachments, _documents)

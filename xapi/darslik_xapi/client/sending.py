"""Sends statements in batches; what the LRS refuses is searched for by halves, so that it costs nothing else."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .. import building
from ..rules import check_statement
from .attachments import Attachment, described, dumped, is_media_type, joined, multipart, parts_of
from .compare import is_same
from .failures import UnreachableError, UnusableAnswerError
from .filters import encode_filters
from .refusals import refusal, server_text
from .split import parse, split_page
from .transport import Call, Reply, Transport

_HALVED = frozenset({400, 409, 413, 422})
"""Refusals that may be about one statement of a batch; 422 is what frameworks say for 400."""
_MOST_FAILED = 3


@dataclass(frozen=True)
class Batches:
    """How much is sent at once.

    Attributes:
        count: of statements.
        size: in bytes of JSON and attachments; a larger statement goes alone.
    """

    count: int = 250
    size: int = 1_000_000


@dataclass(frozen=True)
class Item:
    """A statement to send.

    Attributes:
        statement: a dict or an object of tincan's.
        attachments: their descriptions are added to the statement.
        raw: the statement's JSON as it was read; sent as it is if nothing is added to the statement.
        key: an id for a statement without one that is the same whenever it is sent; else a random one.
    """

    statement: object
    attachments: Sequence[Attachment] = ()
    raw: bytes = b""
    key: uuid.UUID | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of a statement.

    Attributes:
        id: the statement's; empty if it is none.
        stored: whether the LRS has it.
        known: whether the LRS had it before.
        why: the reasons if it was refused, by us or by the LRS.
        index: its place among what was sent, from 0.
    """

    id: str
    stored: bool
    known: bool = False
    why: str = ""
    index: int = 0


@dataclass(frozen=True)
class _Ready:
    index: int
    statement: dict[str, Any]
    body: bytes
    timed: bool  # whether the timestamp is ours
    attachments: Sequence[Attachment] = field(default=())

    @property
    def id(self) -> str:
        return str(self.statement["id"])

    @property
    def size(self) -> int:
        return len(self.body) + sum(len(one.content) for one in self.attachments)


class Sender:
    """Sends to one LRS."""

    def __init__(self, transport: Transport, version: str, batches: Batches) -> None:
        self._transport = transport
        self._version = version
        self._batches = batches
        self._failed = 0  # single statements in a row

    def send(self, items: Iterable[object]) -> Iterator[Outcome]:
        """What becomes of each item, in their order."""
        batch: list[_Ready] = []
        held: list[Outcome] = []  # refused by us, in the midst of the batch
        for index, item in enumerate(items):
            ready = prepared(index, item, self._version)
            if isinstance(ready, Outcome):
                held.append(ready)
            else:
                if batch and self._is_full(batch, ready):
                    yield from self._flush(batch, held)
                    batch, held = [], []
                batch.append(ready)
        yield from self._flush(batch, held)

    def stored(self, statement_id: str) -> tuple[dict[str, Any], bool] | None:
        """A statement as the LRS has it, and whether it was voided; None if it has none."""
        for name in ("statementId", "voidedStatementId"):
            if found := self._one(name, statement_id):
                return found[0], name == "voidedStatementId"
        return None

    def with_attachments(self, statement_id: str) -> tuple[dict[str, Any], Mapping[str, Attachment]] | None:
        """A statement and the attachments that come with it, by their SHA-2."""
        return self._one("statementId", statement_id, attachments=True)

    def _is_full(self, batch: list[_Ready], new: _Ready) -> bool:
        size = sum(one.size for one in batch) + new.size
        doubled = any(one.id.lower() == new.id.lower() for one in batch)
        return doubled or len(batch) >= self._batches.count or size > self._batches.size

    def _flush(self, batch: list[_Ready], held: list[Outcome]) -> list[Outcome]:
        return sorted([*held, *self._send(batch)], key=lambda one: one.index)

    def _send(self, batch: Sequence[_Ready], *, repeat: bool = True) -> list[Outcome]:
        if not batch:
            return []
        try:
            reply = self._post(batch, repeat=repeat or len(batch) == 1)
        except UnreachableError as error:
            if not error.choked:
                raise
            return self._choked(batch, error)
        if reply.status in (200, 204):
            self._failed = 0
            return [Outcome(one.id, stored=True, index=one.index) for one in batch]
        if reply.status not in _HALVED:
            raise refusal(self._transport.connection, reply)
        if len(batch) > 1:
            half = len(batch) // 2
            return self._send(batch[:half]) + self._send(batch[half:])
        return [self._refused(batch[0], reply)]

    def _choked(self, batch: Sequence[_Ready], error: UnreachableError) -> list[Outcome]:
        """Of what the LRS fails at, again and again: search for the statement too; unless it fails at all of them."""
        if len(batch) > 1:
            half = len(batch) // 2
            return self._send(batch[:half], repeat=False) + self._send(batch[half:], repeat=False)
        self._failed += 1
        if self._failed >= _MOST_FAILED:
            raise error
        return [Outcome(batch[0].id, stored=False, why=error.message, index=batch[0].index)]

    def _post(self, batch: Sequence[_Ready], *, repeat: bool) -> Reply:
        body, kind = joined(one.body for one in batch), "application/json"
        if attachments := [each for one in batch for each in one.attachments]:
            body, kind = multipart(body, attachments)
        call = Call("POST", "statements", {"Content-Type": kind}, body, repeat)
        return self._transport.read(call, lambda reply: self._receipt(reply, batch))

    @staticmethod
    def _receipt(reply: Reply, batch: Sequence[_Ready]) -> Reply:
        """A 200 must be an LRS's: a sign-in page in between answers 200 as well, and stores nothing."""
        if reply.status != 200:
            return reply
        answer = parse(reply.body) if reply.body else None
        answer = [answer] if isinstance(answer, str) else answer
        sent = {one.id.lower() for one in batch}
        if not isinstance(answer, list) or not {str(one).lower() for one in answer} <= sent:
            raise UnusableAnswerError("the answer to our statements does not name their ids", "check the endpoint")
        return reply

    def _refused(self, one: _Ready, reply: Reply) -> Outcome:
        """A single statement: one that is there already is fine, whatever the LRS calls it."""
        if reply.status == 409:
            there = self.stored(one.id)
            if there and is_same(one.statement, there[0], timed=one.timed):
                return Outcome(one.id, stored=True, known=True, index=one.index)
            why = "the LRS has another statement with this id"
            return Outcome(one.id, stored=False, why=why if there else _why(self._transport, reply), index=one.index)
        return Outcome(one.id, stored=False, why=_why(self._transport, reply), index=one.index)

    def _one(
        self, name: str, statement_id: str, *, attachments: bool = False
    ) -> tuple[dict[str, Any], Mapping[str, Attachment]] | None:
        asked = encode_filters({"attachments": True}) if attachments else ""
        call = Call("GET", f"statements?{name}={building.statement_id(statement_id)}" + (f"&{asked}" if asked else ""))
        found = self._transport.read(call, self._read_one)
        # An LRS that does not know voidedStatementId may answer as if nothing had been asked for.
        known = found and str(found[0].get("id")).lower() == building.statement_id(statement_id)
        return found if known else None

    def _read_one(self, reply: Reply) -> tuple[dict[str, Any], Mapping[str, Attachment]] | None:
        """A statement; or a page of none or one, as some LRSs answer."""
        if reply.status == 404:
            return None
        if reply.status != 200:
            raise refusal(self._transport.connection, reply)
        body, attachments = parts_of(reply)
        value = parse(body)
        if isinstance(value, dict) and "statements" not in value:
            return value, attachments
        first = next(iter(split_page(body)[0]), b"null")
        value = parse(first)
        return (value, attachments) if isinstance(value, dict) else None


def prepared(index: int, item: object, version: str) -> _Ready | Outcome:
    """An item made ready: stamped, checked and written; or refused by the rules of the standard."""
    one = item if isinstance(item, Item) else Item(item)
    if not isinstance(one.statement, dict) and not hasattr(one.statement, "as_version"):
        return Outcome("", stored=False, why="this is no statement: a JSON object is needed", index=index)
    try:
        return _prepared(index, one, version)
    except RecursionError:
        return Outcome("", stored=False, why="this is nested too deeply", index=index)
    except ValueError:
        return Outcome("", stored=False, why="this holds what JSON cannot: NaN, or half a character", index=index)


def _prepared(index: int, item: Item, version: str) -> _Ready | Outcome:
    statement = building.stamped(_keyed(item))
    if not all(is_media_type(one.content_type) for one in item.attachments):
        why = "the content type of an attachment is none"
        return Outcome(str(statement.get("id", "")), stored=False, why=why, index=index)
    if item.attachments:
        statement = described(statement, item.attachments)
    if findings := check_statement(statement, version):
        why = "; ".join(f"{finding.path}: {finding.message}" for finding in findings)
        return Outcome(str(statement.get("id", "")), stored=False, why=why, index=index)
    untouched = item.raw and statement == item.statement
    timed = isinstance(item.statement, dict) and "timestamp" not in item.statement
    return _Ready(index, statement, item.raw if untouched else dumped(statement), timed, item.attachments)


def _keyed(item: Item) -> object:
    if item.key and isinstance(item.statement, dict) and "id" not in item.statement:
        return {"id": str(item.key), **item.statement}
    return item.statement


def _why(transport: Transport, reply: Reply) -> str:
    said = server_text(transport.connection, reply)
    text = {409: "conflict", 413: "too large for the LRS"}.get(reply.status, "the LRS refuses it")
    return f"{text} (status {reply.status})" + (f": {said}" if said else "")

"""Finds out what an LRS really does, by asking it: the questions are in probing_reads and probing_writes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ..building import program
from ..errors import XapiError
from .facts import Fact, Facts
from .failures import CutError
from .filters import encode_filters, instant
from .refusals import refusal
from .split import split_page
from .transport import Call, Reply, Transport
from .version import VERSION_HEADER, negotiate

if TYPE_CHECKING:
    from ..connection import Connection

ASKED = 1000
_MOST_PAGES = 5
ACTIVITY = "urn:darslik:probe"


class Probe:
    """What the questions share.

    Attributes:
        transport: with few attempts: a server that is out of order is a fact too.
        version: that is spoken.
        page: the answer to a query for up to ASKED statements.
        sample: its statements, in the order of the page.
        more: the address of its next page, as the server gave it.
    """

    def __init__(self, transport: Transport, version: str) -> None:
        self.transport = transport
        self.version = version
        self.page = self.get(f"statements?limit={ASKED}")
        if self.page.status == 400:  # a limit that is too large for it
            self.page = self.get("statements")
        if self.page.status != 200:
            raise refusal(transport.connection, self.page)
        self.sample, self.more = read(self.page)

    @property
    def agent(self) -> dict[str, Any]:
        """We, as an actor."""
        return program(self.transport.connection.endpoint)

    def get(self, url: str, **headers: str) -> Reply:
        """An answer, whatever its status."""
        return self.transport.ask(Call("GET", url, headers))

    def finds(self, statement: Mapping[str, Any], **filters: Any) -> bool | None:  # noqa: ANN401 - see `Filters`
        """Whether a statement is among those of a query; None if that cannot be said within a few pages."""
        url = f"statements?{encode_filters({**filters, 'limit': ASKED})}"
        for _ in range(_MOST_PAGES):
            reply = self.get(url)
            if reply.status != 200:
                return None
            found, more = read(reply)
            if any(one.get("id") == statement.get("id") for one in found):
                return True
            if not more:
                return False
            url = self.transport.address(more, reply.url)
        return None

    def narrow(self, statement: Mapping[str, Any]) -> dict[str, Any] | None:
        """Filters by which a statement is found; None if there are none. Not every LRS's filters work."""
        agent, verb = statement.get("actor"), (statement.get("verb") or {}).get("id")
        tries: tuple[dict[str, Any], ...] = ({"agent": agent, "verb": verb}, {"agent": agent}, {"verb": verb}, {})
        return next((filters for filters in tries if self.finds(statement, **filters)), None)


def probe(connection: Connection, *, write: bool = False) -> Facts:
    """All facts.

    Args:
        connection: to the LRS.
        write: also store a statement, an attachment and a document, and void or delete them again.

    Raises:
        XapiError: if the LRS cannot be read at all.
    """
    from .probing_reads import QUESTIONS as READS
    from .probing_writes import QUESTIONS as WRITES

    begun = datetime.now(UTC)
    patience = replace(connection.patience, attempts=2)
    with Transport(replace(connection, patience=patience)) as transport:
        version = connection.version or negotiate(transport)
        transport.headers[VERSION_HEADER] = version
        asked = Probe(transport, version)
        facts: dict[str, Fact] = {}
        for question in (*READS, *(WRITES if write else ())):
            for fact in _answers(question, asked):
                facts[fact.name] = fact  # what writing finds out replaces what reading could not
    return Facts(connection.endpoint, instant(begun), tuple(facts.values()))


def _answers(question: Callable[[Probe], Iterator[Fact]], asked: Probe) -> list[Fact]:
    try:
        return list(question(asked))
    except (XapiError, CutError) as error:
        why = error.message if isinstance(error, XapiError) else "its answer ends in the middle"
        return [Fact(question.__name__.strip("_"), None, f"could not be found out: {why}")]


def read(reply: Reply) -> tuple[list[dict[str, Any]], str]:
    """The statements of a page, and `more`."""
    raw, more = split_page(reply.body)
    every = (json.loads(one) for one in raw)
    return [one for one in every if isinstance(one, dict)], more


def moment(value: object) -> datetime | None:
    """A moment of a statement; None if it is none."""
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return found if found.tzinfo else None

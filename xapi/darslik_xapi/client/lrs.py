"""`LRS`: a learning record store, from our side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, Unpack
from uuid import UUID

from ..building import program, voiding
from .attachments import Attachment, of_statement
from .documents import ActivityProfile, AgentProfile, State
from .facts import Facts
from .filters import Filters, encode_filters
from .paging import Page, pages, statements
from .probing import probe
from .sending import Batches, Outcome, Sender
from .transport import Transport
from .version import VERSION_HEADER, negotiate

if TYPE_CHECKING:
    from ..connection import Connection

_REMEMBERED = 10_000


class LRS:
    """A learning record store; a context manager that keeps its connections open.

    ```python
    with LRS(connection_from_environment()) as lrs:
        for statement in lrs.statements(verb=PASSED, since=datetime(2026, 1, 1, tzinfo=UTC)):
            ...
    ```

    Every method raises `XapiError` (see `client.failures`) with a message for people. One object is for one thread.
    """

    def __init__(self, connection: Connection, *, version: str | None = None, batches: Batches | None = None) -> None:
        """Nothing is sent yet.

        Args:
            connection: where and who.
            version: of xAPI; else the connection's, else the newest that both sides speak, asked for when needed.
            batches: how much is sent at once.
        """
        self.connection = connection
        self.batches = batches or Batches()
        self._version = version or connection.version or ""
        self._transport = Transport(connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    @property
    def version(self) -> str:
        """The version of xAPI that is spoken."""
        if not self._version:
            self._version = negotiate(self._transport)
        return self._version

    @property
    def transport(self) -> Transport:
        """The requests underneath, with the header of the version."""
        self._transport.headers[VERSION_HEADER] = self.version
        return self._transport

    def pages(self, **filters: Unpack[Filters]) -> Iterator[Page]:
        """The pages of a query, each statement's bytes as they came. See `Filters` for what can be asked."""
        return pages(self.transport, self._query(filters))

    def resume(self, more: str) -> Iterator[Page]:
        """The page at `more`, which an earlier page named, and all that follow.

        Raises:
            MoreExpiredError: if the LRS does not know it any more; begin the query again.
        """
        return pages(self.transport, self.transport.address(more), resumed=True)

    def statements(self, **filters: Unpack[Filters]) -> Iterator[dict[str, Any]]:
        """The statements of a query; one that the LRS gives twice, on pages near each other, comes once."""
        return self._once(statements(self.transport, self._query(filters)))

    def statement(self, statement_id: str) -> dict[str, Any] | None:
        """A statement by its id, voided or not; None if there is none."""
        found = self._sender().stored(statement_id)
        return found[0] if found else None

    def is_voided(self, statement_id: str) -> bool:
        """Whether there is such a statement and it was voided, by the LRS's own account."""
        found = self._sender().stored(statement_id)
        return bool(found and found[1])

    def attachments(self, statement_id: str) -> list[Attachment]:
        """The attachments of a statement, their hashes and lengths checked; those with only a `fileUrl` are left out.

        Raises:
            UnusableAnswerError: if one was lost or changed.
        """
        found = self._sender().with_attachments(statement_id)
        return of_statement(*found) if found else []

    def send(self, items: Iterable[object]) -> list[Outcome]:
        """Send statements: dicts, objects of tincan's, or `Item`s with attachments.

        Those without an id or timestamp get one before the first attempt, so that sending is repeatable. Each is
        checked by the rules of the standard first. A statement that the LRS refuses costs no other one.

        Returns:
            What became of each, in their order.
        """
        return list(self.sending(items))

    def sending(self, items: Iterable[object]) -> Iterator[Outcome]:
        """Like `send` for more statements than fit into memory: goes on as the outcomes are consumed."""
        return self._sender().send(items)

    def void(self, statement_id: str, actor: Mapping[str, Any] | None = None) -> Outcome:
        """Void a statement; in the name of `actor`, or of this program.

        Raises:
            XapiError: if the id is no UUID.
        """
        statement = voiding(statement_id, actor or program(self.connection.endpoint))
        return self.send([statement])[0]

    def state(self, activity: str, agent: object, registration: str | UUID | None = None) -> State:
        """The State documents of an activity, an agent (a mapping or tincan's) and perhaps a registration."""
        return State(self.transport, activity, agent, registration)

    def agent_profile(self, agent: object) -> AgentProfile:
        """The documents of an agent's profile."""
        return AgentProfile(self.transport, agent)

    def activity_profile(self, activity: str) -> ActivityProfile:
        """The documents of an activity's profile, by the activity's IRI."""
        return ActivityProfile(self.transport, activity)

    def probe(self, *, write: bool = False) -> Facts:
        """What this LRS really does; by reading, and with `write` also by two statements and a document of its own."""
        return probe(self.connection, write=write)

    def _query(self, filters: Filters) -> str:
        query = encode_filters(filters)
        return self._transport.address("statements" + (f"?{query}" if query else ""))

    @staticmethod
    def _once(every: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Each id once, as far as the last _REMEMBERED statements are concerned."""
        older: set[str] = set()
        newer: set[str] = set()
        for statement in every:
            key = str(statement.get("id", ""))
            if key and (key in newer or key in older):
                continue
            newer.add(key)
            if len(newer) > _REMEMBERED:
                older, newer = newer, set()
            yield statement

    def _sender(self) -> Sender:
        return Sender(self.transport, self.version, self.batches)

"""State, Agent Profile and Activity Profile as mappings (xAPI 1.0.3 Communication, 2.2 to 2.7).

```python
state = lrs.state("https://example.org/course", agent, registration)
state["bookmark"] = {"page": 7}  # created: If-None-Match: *
document = state["bookmark"]  # its ETag is remembered …
state["bookmark"] = document.json() | {"page": 8}  # … and the change sent with If-Match
```

What was changed by somebody else in between is never overwritten: that is a `ConflictError`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from ..building import plain
from ..errors import XapiError
from .attachments import dumped, is_media_type
from .failures import ConflictError, UnusableAnswerError
from .filters import instant
from .refusals import refusal
from .split import parse
from .transport import Call, Reply, Transport


@dataclass(frozen=True)
class Document:
    """A document as it was read.

    Attributes:
        content: its bytes.
        content_type: of media.
        etag: of this version; empty if the LRS gives none.
        updated: when it was changed, as in the header `Last-Modified`; may be empty.
    """

    content: bytes
    content_type: str = "application/octet-stream"
    etag: str = ""
    updated: str = ""

    @property
    def text(self) -> str:
        """The content as UTF-8. Raises UnicodeDecodeError (a ValueError) if it is none."""
        return self.content.decode("utf-8")

    def json(self) -> Any:  # noqa: ANN401 - any JSON
        """The content as JSON. Raises ValueError if it is none."""
        return json.loads(self.content)


Content = Document | bytes | str | Mapping[str, Any] | list[Any]


class Documents(MutableMapping[str, Any]):
    """The documents of one place, by their ids.

    Reading gives a `Document`; what is set may be one, bytes, text (UTF-8) or what JSON can hold. Iterating asks the
    LRS for the ids.
    """

    def __init__(self, transport: Transport, resource: str, key: str, place: Mapping[str, str]) -> None:
        """Nothing is sent yet.

        Args:
            transport: to the LRS.
            resource: e.g. `activities/state`.
            key: the name of the parameter for a document's id, e.g. `stateId`.
            place: the parameters that all of them share.
        """
        self._transport = transport
        self._resource = resource
        self._key = key
        self._place = dict(place)
        self._etags: dict[str, str] = {}
        self._written: dict[str, bytes] = {}  # digests of what we wrote, whose ETag we do not know yet

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._resource})"

    def __getitem__(self, name: str) -> Document:
        document = self._read(name)
        if document is None:
            self._etags.pop(name, None)
            raise KeyError(name)
        self._etags[name] = document.etag
        self._written.pop(name, None)
        return document

    def __setitem__(self, name: str, value: Content) -> None:
        document = _document(value)
        headers = {"Content-Type": document.content_type, **self._condition(name)}
        reply = self._transport.ask(Call("PUT", self._address(name), headers, document.content))
        self._check(name, reply, document.content)
        self._etags[name] = _strong(reply.header("etag"))
        if not self._etags[name]:
            self._written[name] = hashlib.sha256(document.content).digest()

    def __delitem__(self, name: str) -> None:
        if name not in self._etags:
            self[name]
        reply = self._transport.ask(Call("DELETE", self._address(name), self._condition(name)))
        if reply.status != 404 or reply.attempts == 1:
            self._check(name, reply, None)
        self._etags.pop(name, None)
        self._written.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids())

    def __len__(self) -> int:
        return len(self.ids())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._read(name) is not None

    def ids(self, since: datetime | None = None) -> list[str]:
        """The ids of all documents, or of those stored after `since` (with a zone)."""
        more = {"since": instant(since)} if since else {}
        reply = self._transport.ask(Call("GET", f"{self._resource}?{urlencode({**self._place, **more})}"))
        if reply.status != 200:
            raise refusal(self._transport.connection, reply)
        ids = parse(reply.body)
        if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
            raise UnusableAnswerError("the LRS answers no list of documents")
        return ids

    def _read(self, name: str) -> Document | None:
        reply = self._transport.ask(Call("GET", self._address(name)))
        if reply.status == 404:
            return None
        if reply.status not in (200, 204):
            raise refusal(self._transport.connection, reply)
        kind = reply.header("content-type") or "application/octet-stream"
        return Document(reply.body, kind, _strong(reply.header("etag")), reply.header("last-modified"))

    def _condition(self, name: str) -> dict[str, str]:
        """`If-Match` with the version that we know, or `If-None-Match: *` if we know of none (RFC 9110, 13.1)."""
        if (digest := self._written.get(name)) is not None:
            self._learn(name, digest)
        if name not in self._etags:
            return {"If-None-Match": "*"}
        return {"If-Match": self._etags[name]} if self._etags[name] else {}

    def _learn(self, name: str, digest: bytes) -> None:
        """The ETag of what we wrote, if it is still what is there."""
        document = self._read(name)
        if document is None or hashlib.sha256(document.content).digest() != digest:
            raise _conflict(name, created=False)
        self._etags[name] = document.etag
        del self._written[name]

    def _check(self, name: str, reply: Reply, wanted: bytes | None) -> None:
        """A refusal as an error, unless an earlier attempt, whose answer was lost, did what we want."""
        if reply.status in (200, 201, 204):
            return
        if reply.status not in (409, 412):
            raise refusal(self._transport.connection, reply)
        if reply.attempts > 1:
            there = self._read(name)
            if (there.content if there else None) == wanted:
                return
        raise _conflict(name, created=name not in self._etags)

    def _address(self, name: str) -> str:
        if not name:
            raise XapiError("the id of a document is empty")
        return f"{self._resource}?{urlencode({**self._place, self._key: name})}"


class State(Documents):
    """The documents of an activity, an agent and perhaps a registration."""

    def __init__(
        self, transport: Transport, activity: str, agent: object, registration: str | UUID | None = None
    ) -> None:
        """Of an activity's IRI, an agent (a mapping or tincan's), and a registration (a UUID)."""
        place = {"activityId": activity, "agent": agent_parameter(agent)}
        if registration:
            place["registration"] = _uuid(registration)
        super().__init__(transport, "activities/state", "stateId", place)

    def clear(self) -> None:
        """Delete all of them, at once."""
        reply = self._transport.ask(Call("DELETE", f"{self._resource}?{urlencode(self._place)}"))
        if reply.status not in (200, 204):
            raise refusal(self._transport.connection, reply)
        self._etags.clear()
        self._written.clear()


class AgentProfile(Documents):
    """The documents of an agent."""

    def __init__(self, transport: Transport, agent: object) -> None:
        """Of an agent: a mapping or tincan's."""
        super().__init__(transport, "agents/profile", "profileId", {"agent": agent_parameter(agent)})


class ActivityProfile(Documents):
    """The documents of an activity."""

    def __init__(self, transport: Transport, activity: str) -> None:
        """Of an activity's IRI."""
        super().__init__(transport, "activities/profile", "profileId", {"activityId": activity})


def agent_parameter(agent: object) -> str:
    """An agent as JSON."""
    return dumped(plain(agent)).decode()


def _document(value: Content) -> Document:
    if isinstance(value, Document):
        if not is_media_type(value.content_type):
            raise XapiError("the content type of the document is none", "write it as application/json")
        return value
    if isinstance(value, bytes):
        return Document(value)
    if isinstance(value, str):
        return Document(value.encode(), "text/plain; charset=utf-8")
    try:
        return Document(dumped(value), "application/json")
    except (TypeError, ValueError):
        raise XapiError("a document is bytes, text, or what JSON can hold") from None


def _uuid(value: str | UUID) -> str:
    try:
        return str(UUID(str(value)))
    except ValueError:
        raise XapiError(f"registration is a UUID, not {value}") from None


def _strong(etag: str) -> str:
    """Proxies that compress make ETags weak; `If-Match` compares strong ones only."""
    return etag.removeprefix("W/")


def _conflict(name: str, *, created: bool) -> ConflictError:
    if created:
        return ConflictError(
            f"the document {name} exists already", "read it first; then set it with your change", status=412
        )
    return ConflictError(
        f"the document {name} was changed by somebody else since it was read",
        "read it again, make your change to what is there now, and set it once more",
        status=412,
    )

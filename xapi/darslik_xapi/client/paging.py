"""Follows `more` from page to page: as the server gave it, never to another host, never in circles."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Generic, TypeVar

from .attachments import Attachment, parts_of
from .failures import LrsError, MoreExpiredError, UnusableAnswerError
from .refusals import refusal
from .split import parse_page, split_page
from .transport import Call, Reply, Transport

T = TypeVar("T")
CONSISTENT = "X-Experience-API-Consistent-Through"
_MOST_REPEATED = 3
_EXPIRED = frozenset({400, 404, 410})


@dataclass(frozen=True)
class Page:
    """A page of statements.

    Attributes:
        raw: the bytes of each statement, as they came (UTF-8).
        more: the absolute address of the next page; empty on the last one. `LRS.resume` goes on from it.
        consistent_through: until when all statements are there (ISO 8601); empty if the LRS does not say.
        date: the LRS's clock when it answered, as in the header `Date`; may be empty.
        attachments: by the SHA-2 of their content, if they were asked for.
    """

    raw: tuple[bytes, ...]
    more: str = ""
    consistent_through: str = ""
    date: str = ""
    attachments: Mapping[str, Attachment] = field(default_factory=dict)


@dataclass(frozen=True)
class _Sheet(Generic[T]):
    """A page in some form: what `_Form` makes of its body, and what came with it."""

    items: Sequence[T]
    more: str
    consistent_through: str
    date: str
    attachments: Mapping[str, Attachment]


@dataclass(frozen=True)
class _Form(Generic[T]):
    """How statements are wanted.

    Attributes:
        read: of a body, the statements and `more`.
        digest: of statements, something that differs if they do.
    """

    read: Callable[[bytes], tuple[Sequence[T], str]]
    digest: Callable[[Sequence[T]], bytes]


def pages(transport: Transport, url: str, *, resumed: bool = False) -> Iterator[Page]:
    """The page at `url` and all that follow.

    A page that repeats one of before comes without its statements, so that nobody counts them twice; the third in
    a row ends the query.

    Raises:
        MoreExpiredError: if the address of a later page (or of the first, if `resumed`) holds no longer.
        LrsError: if the LRS refuses, leads in circles or to another host, or answers no page.
    """
    for sheet in _follow(transport, url, _Form(split_page, b"\n".join), resumed=resumed):
        yield Page(tuple(sheet.items), sheet.more, sheet.consistent_through, sheet.date, sheet.attachments)


def statements(transport: Transport, url: str) -> Iterator[dict[str, Any]]:
    """The statements of all pages from `url` on, each page parsed once; raises what `pages` raises."""
    for sheet in _follow(transport, url, _Form(parse_page, _digest)):
        yield from sheet.items


def _digest(items: Sequence[dict[str, Any]]) -> bytes:
    return repr([one.get("id", one) for one in items]).encode()


def _follow(transport: Transport, url: str, form: _Form[T], *, resumed: bool = False) -> Iterator[_Sheet[T]]:
    seen_addresses: set[bytes] = set()
    seen_pages: set[bytes] = set()
    repeated = 0
    later = resumed
    while url:
        if _known(seen_addresses, url.encode()):
            raise LrsError("the LRS leads in circles: `more` names a page that was read before", _CIRCLE)
        sheet = _get(transport, url, form, later=later)
        again = bool(sheet.items) and _known(seen_pages, form.digest(sheet.items))
        repeated = repeated + 1 if again else 0 if sheet.items else repeated
        if repeated >= _MOST_REPEATED:
            raise LrsError("the LRS gives the same page again and again", _CIRCLE)
        yield replace(sheet, items=()) if again else sheet
        url, later = sheet.more, True


_CIRCLE = "what was read stays valid; report it to whoever runs the LRS, or ask with another limit"


def _known(seen: set[bytes], value: bytes) -> bool:
    """Whether a value was seen; remembers 16 bytes of it."""
    digest = hashlib.blake2b(value, digest_size=16).digest()
    if digest in seen:
        return True
    seen.add(digest)
    return False


def _get(transport: Transport, url: str, form: _Form[T], *, later: bool) -> _Sheet[T]:
    return transport.read(Call("GET", url), lambda reply: _sheet(transport, reply, form, later=later))


def _sheet(transport: Transport, reply: Reply, form: _Form[T], *, later: bool) -> _Sheet[T]:
    if later and reply.status in _EXPIRED:
        raise MoreExpiredError(
            f"the LRS does not know the next page any more (status {reply.status})",
            "begin the query again: what was read stays valid",
            reply.status,
        )
    if reply.status == 204:
        raise UnusableAnswerError("the LRS answers 204, nothing at all, where statements were asked for", "", 204)
    if reply.status != 200:
        raise refusal(transport.connection, reply)
    body, attachments = parts_of(reply)
    items, more = form.read(body)
    return _Sheet(
        items,
        transport.address(more, reply.url) if more else "",
        earliest(reply.headers.get_list(CONSISTENT)),
        reply.header("date"),
        attachments,
    )


def earliest(moments: list[str]) -> str:
    """The most careful of the moments that a server names in repeated headers; empty if one of them is none."""
    try:
        return min((moment.strip() for moment in moments), key=datetime.fromisoformat, default="")
    except (ValueError, TypeError):
        return ""

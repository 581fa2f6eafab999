"""Follows `more` from page to page: as the server gave it, never to another host, never in circles."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from .attachments import Attachment, parts_of
from .failures import LrsError, MoreExpiredError, UnusableAnswerError
from .refusals import refusal
from .split import split_page
from .transport import Call, Reply, Transport

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


def pages(transport: Transport, url: str, *, resumed: bool = False) -> Iterator[Page]:
    """The page at `url` and all that follow.

    A page that repeats one of before comes without its statements, so that nobody counts them twice; the third in
    a row ends the query.

    Raises:
        MoreExpiredError: if the address of a later page (or of the first, if `resumed`) holds no longer.
        LrsError: if the LRS refuses, leads in circles or to another host, or answers no page.
    """
    seen_addresses: set[bytes] = set()
    seen_pages: set[bytes] = set()
    repeated = 0
    later = resumed
    while url:
        if _known(seen_addresses, url.encode()):
            raise LrsError("the LRS leads in circles: `more` names a page that was read before", _CIRCLE)
        page = _get(transport, url, later)
        if page.raw and _known(seen_pages, b"\n".join(page.raw)):
            repeated += 1
            page = Page((), page.more, page.consistent_through, page.date)
        elif page.raw:
            repeated = 0
        if repeated >= _MOST_REPEATED:
            raise LrsError("the LRS gives the same page again and again", _CIRCLE)
        yield page
        url, later = page.more, True


_CIRCLE = "what was read stays valid; report it to whoever runs the LRS, or ask with another limit"


def _known(seen: set[bytes], value: bytes) -> bool:
    """Whether a value was seen; remembers 16 bytes of it."""
    digest = hashlib.blake2b(value, digest_size=16).digest()
    if digest in seen:
        return True
    seen.add(digest)
    return False


def _get(transport: Transport, url: str, later: bool) -> Page:
    return transport.read(Call("GET", url), lambda reply: _page(transport, reply, later))


def _page(transport: Transport, reply: Reply, later: bool) -> Page:
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
    raw, more = split_page(body)
    return Page(
        raw,
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

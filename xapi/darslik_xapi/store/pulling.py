"""Pulls statements from an LRS: nothing lost, nothing doubled, whenever it is killed.

A pull reads a window: from a mark up to now. The mark is the moment until which the LRS vouches that nothing will be
added (`X-Experience-API-Consistent-Through`), so that a statement which becomes visible late is still ahead of it; the
next window begins a little before the mark, since servers differ on whether limits are inclusive. Pages are landed
durably before the address of the next one is remembered; what comes twice is known by its id. The mark moves only when
a window has been read to its end.

An LRS that does not vouch (Ralph) is read up to a stated lag behind its clock, and every pull looks back by an overlap,
because such servers may compare `since` with the time when a statement happened instead of when it was stored.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from ..client.failures import LrsError, MoreExpiredError
from ..errors import XapiError
from .parts import Added

if TYPE_CHECKING:
    import duckdb

    from ..client import LRS, Page
    from ..client.filters import Filters
    from .store import Work

LAG = timedelta(minutes=5)
OVERLAP = timedelta(days=30)
_EDGE = timedelta(seconds=1)
_ENOUGH = 2_000
_SECONDS = 2.0
_COMPACTED = 20
_RESTARTS = 5
_STORED = re.compile(rb'"stored"\s*:\s*"([^"]+)"')


@dataclass(frozen=True)
class Wish:
    """How to pull.

    Attributes:
        source: the LRS's address without credentials: its name in the store.
        lag: how far behind its clock an LRS is believed that does not vouch for completeness.
        overlap: how far back each pull looks at such an LRS.
        rescan: read everything again.
        progress: told how many statements were read.
    """

    source: str
    lag: timedelta = LAG
    overlap: timedelta = OVERLAP
    rescan: bool = False
    progress: Callable[[int], None] = lambda _: None


@dataclass
class Pulled:
    """What a pull has brought.

    Attributes:
        added: statements.
        read: statements that the LRS gave.
        forgotten: of people who were forgotten.
        rejected: what is no statement.
        through: until when the store has everything of this LRS.
        vouched: whether the LRS says so itself, or it is a stated lag.
    """

    added: Added = field(default_factory=Added)
    read: int = 0
    forgotten: int = 0
    rejected: int = 0
    through: str = ""
    vouched: bool = True


class Pull:
    """One pull."""

    def __init__(self, work: Work, connection: duckdb.DuckDBPyConnection, lrs: LRS, wish: Wish) -> None:
        self._work = work
        self._connection = connection
        self._lrs = lrs
        self._wish = wish
        self._known = work.state.pulls.setdefault(wish.source, {})
        self.result = Pulled()

    def run(self) -> Pulled:
        """Read the window that is open, or else a new one, to its end."""
        self.result.added += self._work.compact(self._connection)
        if self._wish.rescan or not self._known.get("window"):
            self._known["window"] = self._open()
            self._work.save()
        window = self._known["window"]
        for attempt in range(_RESTARTS + 1):
            before = window.get("last", "")
            try:
                self._read(window)
                break
            except MoreExpiredError:
                window["more"] = ""
                self._work.save()
                if attempt == _RESTARTS and window.get("last", "") <= before:
                    raise
        return self._close(window)

    def _open(self) -> dict[str, Any]:
        """A new window. The mark is asked for before anything is read: later it would promise too much."""
        first = next(iter(self._lrs.pages(limit=1)), None)
        now = _clock(first)
        vouched = _moment(first.consistent_through) if first else None
        mark = self._known.get("through", "")
        since = "" if self._wish.rescan or not mark else _written(_needed(mark) - self._back(vouched is not None))
        return {
            "since": since,
            "until": _written(max(now, vouched) + _EDGE) if vouched else "",
            "through": _written(_believable(vouched or now - self._wish.lag, now)),
            "vouched": vouched is not None,
            "more": "",
            "last": "",
            "sorted": True,
        }

    def _back(self, vouched: bool) -> timedelta:
        return _EDGE if vouched else max(self._wish.overlap, _EDGE)

    def _read(self, window: dict[str, Any]) -> None:
        """Read from where the window stands; if a page fails for good, those before it stay."""
        waiting: list[tuple[bytes, str]] = []
        landed = time.monotonic()
        try:
            for page in self._pages(window):
                waiting += [(raw, f"{self._wish.source}") for raw in page.raw]
                self._follow(window, page.raw)
                self.result.read += len(page.raw)
                self._wish.progress(self.result.read)
                if page.more and len(waiting) < _ENOUGH and time.monotonic() - landed < _SECONDS:
                    continue
                self._land(waiting, window, page.more)
                waiting, landed = [], time.monotonic()
        except LrsError:
            # The place is not remembered: an address from an LRS that is out of order may lead past statements.
            self._keep(waiting)
            raise

    def _pages(self, window: dict[str, Any]) -> Iterable[Page]:
        if window["more"]:
            return self._lrs.resume(window["more"])
        query: Filters = {"ascending": True}
        # Everything up to `last` was given in order of storage, so a window that lost its place begins again there.
        if since := _again(window) or window["since"]:
            query["since"] = since
        if window["until"]:
            query["until"] = window["until"]
        return self._lrs.pages(**query)

    def _follow(self, window: dict[str, Any], raws: tuple[bytes, ...]) -> None:
        """Note whether the server sorts as it was asked to, and how far it came."""
        for raw in raws if window["sorted"] else ():
            found = _STORED.findall(raw)
            stored = _moment(found[-1].decode("utf-8", "replace")) if len(found) == 1 else None
            last = _moment(window["pending"]) if window.get("pending") else None
            if stored is None or (last and stored < last):
                window["sorted"] = False
                return
            window["pending"] = _written(stored)

    def _land(self, waiting: list[tuple[bytes, str]], window: dict[str, Any], more: str) -> None:
        self._keep(waiting)
        window["more"] = more
        window["last"] = window.get("pending", "") if window["sorted"] else ""
        self._work.save()
        if len(self._work.landing.files()) >= _COMPACTED:
            self.result.added += self._work.compact(self._connection)

    def _keep(self, waiting: list[tuple[bytes, str]]) -> None:
        landed = self._work.landing.land(waiting, self._wish.source)
        self.result.forgotten += landed.forgotten
        self.result.rejected += landed.rejected

    def _close(self, window: dict[str, Any]) -> Pulled:
        self.result.added += self._work.compact(self._connection)
        self._work.settle(self._connection, self.result.added)
        self._known["through"] = max(window["through"], self._known.get("through", ""))
        self._known["vouched"] = window["vouched"]
        self._known["window"] = None
        self._work.save()
        self.result.through, self.result.vouched = self._known["through"], window["vouched"]
        return self.result


def _again(window: dict[str, Any]) -> str:
    last = _moment(window["last"]) if window["sorted"] and window["last"] else None
    return _written(last - _EDGE) if last else ""


def _believable(mark: datetime, now: datetime) -> datetime:
    """A mark ahead of the clocks would skip what is stored until then; one that is too early is only read again."""
    return min(mark, now + _EDGE, datetime.now(UTC))


def _clock(page: Page | None) -> datetime:
    """The server's clock; ours if it does not say."""
    try:
        found = parsedate_to_datetime(page.date) if page and page.date else None
    except ValueError:
        found = None
    return found.astimezone(UTC) if found and found.tzinfo else datetime.now(UTC)


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _needed(text: str) -> datetime:
    found = _moment(text)
    if found is None:
        raise XapiError(f"the store's state names no moment: {text}", "pull with --rescan")
    return found


def _written(moment: datetime) -> str:
    """Always of the same width, so that texts compare as moments do."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

"""A strict little LRS on a loopback address that misbehaves on order.

```python
with HostileLrs() as server:
    server.fill(1000)
    server.faults.append(Fault("cut", times=2, only="GET statements"))
    server.more = "expired"
    ...
    assert server.asked("GET statements") == 12
```

It is strict where the standard is (version header, words for booleans, `since` exclusive, `until` inclusive, all or
none of a batch), gives one `stored` to a whole batch, caps its pages, and keeps `more` under a path of its own.
"""

from __future__ import annotations

import base64
import json
import threading
import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, Self
from urllib.parse import parse_qsl, urlsplit

from hostile_http import Answer, Fault, Seen, Server, refused, said

if TYPE_CHECKING:
    from collections.abc import Callable

Json = dict[str, Any]
More = Literal["path", "relative", "absolute", "query", "loop", "foreign", "gone", "expired", "same", "null"]

USER, PASSWORD = "gulnora", "qovun-tarvuz-42"
BASIC = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
START = datetime(2026, 1, 1, tzinfo=UTC)
_FILTERS = {
    "statementId", "voidedStatementId", "agent", "verb", "activity", "registration", "since", "until", "limit",
    "ascending", "related_activities", "related_agents", "format", "attachments",
}  # fmt: skip


class HostileLrs:
    """A context manager; change its attributes while it runs.

    Attributes:
        statements: by order of arrival, as they are given out.
        faults: what goes wrong; each is used up.
        more: how the address of the next page is given: as the standard says, or otherwise.
        foreign: the address of another host for `more="foreign"`.
        cap: the largest page.
        conflict: whether a known id is refused even if the statement is the same.
        refuse: a statement for which this holds is refused with 400.
        largest: bytes of a body; more is 413.
        unread: bytes of a body; more is 413 and the connection closed without reading it, as proxies do.
        versions: that `about` lists and requests may name.
        authorizations: who may do what, by the header; None for everybody.
        ahead: how far the server's clock is ahead.
        consistent: whether it says until when all is there.
        repeat_page: the page of this number (from 1) is the one before it once more, and nothing is left out.
        order: in which order they are given.
        other: answers for other addresses, before all else.
        seen: every request.
    """

    def __init__(self, cap: int = 100) -> None:
        self.statements: list[Json] = []
        self.faults: list[Fault] = []
        self.more: More = "path"
        self.foreign = "http://lrs.invalid/xapi/statements"
        self.cap = cap
        self.conflict = False
        self.refuse: Callable[[Json], bool] = lambda _: False
        self.largest = self.unread = 50_000_000
        self.versions = ["1.0.3"]
        self.authorizations: set[str] | None = {BASIC}
        self.ahead = timedelta()
        self.consistent = True
        self.repeat_page = 0
        self.order: Callable[[list[Json]], list[Json]] = list
        self.other: Callable[[Seen], Answer | None] = lambda _: None
        self.seen: list[Seen] = []
        self.lock = threading.RLock()
        self.stop = threading.Event()
        self._cursors: dict[str, tuple[dict[str, str], int, int]] = {}
        self._http = Server(self)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    @property
    def base(self) -> str:
        """The server's address, without a slash at its end."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    @property
    def endpoint(self) -> str:
        """The LRS's address."""
        return f"{self.base}/xapi/"

    def fill(self, count: int, batch: int = 25) -> list[str]:
        """Store statements of one batch a second from START on; their ids."""
        first = len(self.statements)
        for number in range(first, first + count):
            stored = START + timedelta(seconds=number // batch)
            self.statements.append({**statement(number), "stored": written(stored), "version": "1.0.3"})
        return [one["id"] for one in self.statements[first:]]

    def asked(self, only: str = "") -> int:
        """How many requests came whose method and path contain this."""
        return sum(only in f"{one.method} {one.path}" for one in self.seen)

    def ids(self) -> Counter[str]:
        """The ids of all statements, and how often each is there."""
        return Counter(one["id"] for one in self.statements)

    def now(self) -> datetime:
        """The server's clock."""
        return datetime.now(UTC) + self.ahead

    def answer(self, seen: Seen) -> Answer:
        """What the LRS says to a request."""
        found = self.other(seen)
        if found is not None:
            return found
        if self.authorizations is not None and seen.headers.get("authorization") not in self.authorizations:
            return refused(401, "who are you?")
        parts = urlsplit(seen.path)
        resource = parts.path.removeprefix("/xapi/")
        if resource == "about":
            return said({"version": self.versions})
        version = seen.headers.get("x-experience-api-version", "")
        if not any(one.startswith(version[:3]) for one in self.versions) or not version:
            return refused(400, f"version {version} is not spoken")
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        if resource == "statements" or resource.startswith("more/"):
            return self._statements(seen, resource, query)
        return refused(404, "no such resource")

    def _statements(self, seen: Seen, resource: str, query: dict[str, str]) -> Answer:
        if seen.method == "POST":
            return self._post(seen)
        if seen.method not in ("GET", "HEAD"):
            return refused(405, "not here")
        if resource.startswith("more/"):
            return self._more(resource)
        if "cursor" in query:
            return self._more(f"more/{query['cursor']}")
        if problem := wrong(query):
            return refused(400, problem)
        if key := query.get("statementId", query.get("voidedStatementId")):
            found = next((one for one in self.statements if one["id"] == key), None)
            return said(found) if found and "statementId" in query else refused(404, "no such statement")
        return self._page(query, 0, 0)

    def _more(self, resource: str) -> Answer:
        found = self._cursors.get(resource.removeprefix("more/"))
        if found is None or self.more in ("gone", "expired"):
            return refused(404 if self.more != "expired" else 410, "more has expired")
        return self._page(*found)

    def _page(self, query: dict[str, str], start: int, number: int) -> Answer:
        every = [one for one in self.statements if chosen(one, query)]
        if query.get("ascending") != "true":
            every.reverse()
        every = self.order(every)
        if self.more == "same":
            start = 0
        size = min(int(query.get("limit", 0)) or self.cap, self.cap)
        if number and number == self.repeat_page:
            start -= size
        end = start + size
        more = self._address(query, end, number + 1) if end < len(every) else ""
        answer = said({"statements": every[start:end], "more": more})
        if self.consistent:
            answer.headers.append(("X-Experience-API-Consistent-Through", written(self.now())))
        return answer

    def _address(self, query: dict[str, str], end: int, number: int) -> str | None:
        key = f"{len(self._cursors)}%2Fé+{end}" if self.more == "path" else f"c{len(self._cursors)}-{end}"
        key = key.replace("é", "%C3%A9")
        self._cursors[key] = (query, end, number)
        known = next(iter(self._cursors))
        forms: dict[str, str | None] = {
            "path": f"/xapi/more/{key}", "gone": f"/xapi/more/{key}", "expired": f"/xapi/more/{key}",
            "relative": f"more/{key}" if number == 1 else key, "query": f"?cursor={key}",
            "absolute": f"{self.endpoint}more/{key}", "loop": f"/xapi/more/{known}", "foreign": self.foreign,
            "same": f"/xapi/more/{key}", "null": None,
        }  # fmt: skip
        return forms[self.more]

    def _post(self, seen: Seen) -> Answer:
        if len(seen.body) > self.largest:
            return refused(413, "too large")
        if not seen.headers.get("content-type", "").startswith("application/json"):
            return refused(400, "only JSON is taken here")
        body = json.loads(seen.body)
        batch = body if isinstance(body, list) else [body]
        known = {one["id"]: one for one in self.statements}
        if len({one["id"] for one in batch}) < len(batch) or any(self.refuse(one) for one in batch):
            return refused(400, "a statement is not good")
        same = {one["id"]: {k: v for k, v in known.get(one["id"], {}).items() if k in one} == one for one in batch}
        if any(one["id"] in known and (self.conflict or not same[one["id"]]) for one in batch):
            return refused(409, "the id is taken")
        stored = written(self.now())
        self.statements += [{**one, "stored": stored, "version": "1.0.3"} for one in batch if one["id"] not in known]
        return said([one["id"] for one in batch])


def statement(number: int) -> Json:
    """A statement; the same for the same number."""
    return {
        "id": str(uuid.uuid5(uuid.NAMESPACE_OID, str(number))),
        "timestamp": written(START + timedelta(seconds=number)),
        "actor": {"account": {"homePage": "https://lms.example", "name": f"g{number % 7}"}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {"uz": "javob — berdi"}},
        "object": {"id": f"https://example.org/q{number % 5}"},
        "result": {"score": {"raw": 1.10, "scaled": 1e-1}},
    }


def written(moment: datetime) -> str:
    """ISO 8601 to the millisecond."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def chosen(one: Json, query: dict[str, str]) -> bool:
    """Whether a statement is asked for."""
    stored = datetime.fromisoformat(one["stored"])
    return (
        ("verb" not in query or one["verb"]["id"] == query["verb"])
        and ("agent" not in query or json.loads(query["agent"]).items() <= one["actor"].items())
        and ("since" not in query or stored > datetime.fromisoformat(query["since"]))
        and ("until" not in query or stored <= datetime.fromisoformat(query["until"]))
    )


def wrong(query: dict[str, str]) -> str:
    """What is wrong with a query."""
    if unknown := query.keys() - _FILTERS:
        return f"unknown parameters {sorted(unknown)}"
    booleans = ("ascending", "related_activities", "related_agents", "attachments")
    if bad := [name for name in booleans if query.get(name, "true") not in ("true", "false")]:
        return f"{bad} must be true or false"
    if bad := [name for name in ("since", "until") if name in query and "T" not in query[name]]:
        return f"{bad} must be ISO 8601"
    return ""

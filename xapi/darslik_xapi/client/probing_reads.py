"""Questions to an LRS that only read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from .documents import agent_parameter
from .facts import Fact
from .failures import LrsError
from .paging import CONSISTENT, earliest
from .probing import ACTIVITY, ASKED, Probe, moment, read
from .transport import Call
from .version import VERSION_HEADER, versions_in

_LEAST_LAG = timedelta(milliseconds=2)


def _encrypted(asked: Probe) -> Iterator[Fact]:
    secure = urlsplit(asked.transport.connection.endpoint).scheme == "https"
    text = "the connection is encrypted" if secure else "the connection is NOT encrypted: use it on one machine only"
    yield Fact("encrypted", secure, text)


def _versions(asked: Probe) -> Iterator[Fact]:
    reply = asked.get("about")
    there = reply.status == 200
    yield Fact("about", there, "says what it speaks" if there else f"has no `about` (status {reply.status})")
    found = tuple(versions_in(reply)) if there else ()
    yield Fact("versions", found or None, f"speaks xAPI {', '.join(found)}" if found else "does not say what it speaks")
    yield Fact("version", asked.version, f"we speak xAPI {asked.version} with it")
    said = asked.page.header(VERSION_HEADER)
    text = f"says {said} in its answers" if said else f"sends no {VERSION_HEADER}, which the standard asks for"
    yield Fact("version_header", said or None, text)


def _paging(asked: Probe) -> Iterator[Fact]:
    count = len(asked.sample)
    capped = bool(asked.more) and count < ASKED
    text = f"gives {count:,} statements at most" if capped else f"gave all {count:,} statements that were asked for"
    yield Fact("page_cap", count if capped else None, f"{text} (asked for {ASKED:,})")
    if asked.more:
        yield _form_of_more(asked)
    else:
        yield Fact("more", None, "has no second page to look at")


def _form_of_more(asked: Probe) -> Fact:
    try:
        target = urlsplit(asked.transport.address(asked.more, asked.page.url))
    except LrsError:
        return Fact("more", "foreign", "names its next page on another host, which our credentials are not for")
    form = "absolute" if urlsplit(asked.more).scheme else "path" if asked.more.startswith("/") else "relative"
    same = target.path.rstrip("/") == urlsplit(asked.page.url).path.rstrip("/")
    where = "the path of statements" if same else "a path of its own"
    return Fact("more", form, f"gives the next page as {form} address, under {where}")


def _order(asked: Probe) -> Iterator[Fact]:
    order = _order_of(asked.sample)
    text = {"": "cannot be seen: too few moments differ", "mixed": "keeps no order: pull must not rely on any"}
    yield Fact("order", order or None, f"order: {text.get(order, f'{order} first')}")
    found = asked.get("statements?ascending=true&limit=100")
    ascending = _order_of(read(found)[0]) if found.status == 200 else ""
    kept = ascending == "oldest" if ascending else None
    words = {True: "is kept", False: "is NOT kept: sort after reading", None: "cannot be judged"}
    yield Fact("ascending", kept, f"`ascending=true` {words[kept]}")
    stored = [one.get("stored") for one in asked.sample]
    ties = len(set(map(str, stored))) < len(stored)
    yield Fact("ties", ties, "statements share moments of storing" if ties else "no two share a moment of storing")


def _order_of(sample: list[dict[str, Any]]) -> str:
    stored = [found for one in sample if (found := moment(one.get("stored")))]
    if len(set(stored)) < 2:
        return ""
    if stored == sorted(stored):
        return "oldest"
    return "newest" if stored == sorted(stored, reverse=True) else "mixed"


def _since(asked: Probe) -> Iterator[Fact]:
    """By the statement that was stored longest after it happened: a moment in between tells the two apart."""
    lags = [(lag, one) for one in asked.sample if (lag := _lag(one)) is not None]
    found = max(lags, key=lambda pair: pair[0], default=None)
    if found is None or found[0] < _LEAST_LAG:
        yield Fact("since", None, "`since`: no statement was stored later than it happened; --write finds out")
        return
    yield from since_facts(asked, found[1])


def _lag(statement: Mapping[str, Any]) -> timedelta | None:
    stored, happened = moment(statement.get("stored")), moment(statement.get("timestamp"))
    return stored - happened if stored and happened else None


def since_facts(asked: Probe, statement: Mapping[str, Any]) -> Iterator[Fact]:
    """What `since` and `until` compare, and whether the limits themselves are in; by one late statement."""
    stored, happened = moment(statement["stored"]), moment(statement["timestamp"])
    if stored is None or happened is None:
        return
    narrow = asked.narrow(statement)
    if narrow is None:
        yield Fact("since", None, "what `since` compares cannot be seen: the statement to judge by is not found")
        return
    found = asked.finds(statement, **narrow, since=happened + (stored - happened) / 2)
    field = None if found is None else "stored" if found else "timestamp"
    texts = {
        "stored": "`since` compares when statements were stored, as the standard says",
        "timestamp": "`since` compares when statements HAPPENED: late ones are missed by a pull that goes on from the"
        " last; scan again from time to time",
        None: "what `since` compares cannot be seen",
    }
    yield Fact("since", field, texts[field])
    if field is None:
        return
    limit = str(statement[field])
    for name, wanted, normal in (("since", asked.finds(statement, **narrow, since=limit), False),
                                 ("until", asked.finds(statement, **narrow, until=limit), True)):  # fmt: skip
        words = {True: "inclusive", False: "exclusive", None: None}
        note = "" if wanted in (normal, None) else ", other than the standard says"
        yield Fact(f"{name}_bound", words[wanted], f"`{name}` is {words[wanted] or 'unclear'} at its limit{note}")


def _filters(asked: Probe) -> Iterator[Fact]:
    if not asked.sample:
        yield Fact("filters", None, "no statement to try filters on")
        return
    yield filters_fact(asked, asked.sample[0])


def filters_fact(asked: Probe, statement: Mapping[str, Any]) -> Fact:
    """Which filters find a statement that they should find."""
    tries = {
        "agent": statement.get("actor"),
        "verb": (statement.get("verb") or {}).get("id"),
        "activity": (statement.get("object") or {}).get("id"),
        "registration": (statement.get("context") or {}).get("registration"),
    }
    found = {name: asked.finds(statement, **{name: value}) for name, value in tries.items() if value}
    broken = [name for name, there in found.items() if there is False]
    works = tuple(name for name, there in found.items() if there)
    text = f"filters that do NOT work: {', '.join(broken)}" if broken else "filters work"
    return Fact("filters", works, f"{text} (tried: {', '.join(found)})")


def _consistency(asked: Probe) -> Iterator[Fact]:
    through = earliest(asked.page.headers.get_list(CONSISTENT))
    text = f"says that all is there until {through}" if through else f"sends no {CONSISTENT}: pull keeps a distance"
    yield Fact("consistent_through", bool(through), text)
    try:
        theirs = parsedate_to_datetime(asked.page.header("date"))
    except ValueError:
        yield Fact("clock", None, "does not say what time it is")
        return
    ahead = round((theirs - datetime.now(UTC)).total_seconds())
    ahead = ahead if abs(ahead) > 1 else 0  # the header has whole seconds
    text = f"is {abs(ahead)} s {'ahead of' if ahead > 0 else 'behind'} ours" if ahead else "agrees with ours"
    yield Fact("clock", ahead, f"its clock {text}")


def _transfer(asked: Probe) -> Iterator[Fact]:
    reply = asked.transport.ask(Call("HEAD", "statements?limit=1"))
    yield Fact("head", reply.status == 200, f"answers HEAD with {reply.status}")
    packed = asked.page.header("content-encoding") == "gzip"
    yield Fact("gzip", packed, "packs its answers with gzip" if packed else "does not pack its answers")
    reply = asked.get("statements?attachments=true&limit=1")
    mixed = reply.header("content-type").startswith("multipart/mixed")
    text = "sends attachments as multipart/mixed" if mixed else f"sends no attachments (status {reply.status})"
    yield Fact("attachments", mixed, text)
    reply = asked.get("statements?limit=1&darslik=probe")
    word = "refuses" if reply.status == 400 else "overlooks"
    yield Fact("unknown_parameters", word, f"{word} unknown parameters (status {reply.status})")


def _resources(asked: Probe) -> Iterator[Fact]:
    agent = {"agent": agent_parameter(asked.agent)}
    activity = {"activityId": ACTIVITY}
    for name, resource, place in (
        ("state", "activities/state", {**activity, **agent}),
        ("agent_profile", "agents/profile", agent),
        ("activity_profile", "activities/profile", activity),
        ("agents", "agents", agent),
        ("activities", "activities", activity),
    ):
        status = asked.get(f"{resource}?{urlencode(place)}").status
        text = f"has {resource}" if status == 200 else f"has no {resource} (status {status})"
        yield Fact(name, status == 200, text)


QUESTIONS: tuple[Callable[[Probe], Iterator[Fact]], ...] = (
    _encrypted, _versions, _paging, _order, _since, _filters, _consistency, _transfer, _resources,
)  # fmt: skip

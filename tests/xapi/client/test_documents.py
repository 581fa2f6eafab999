"""Documents as mappings, against the LRS of the tests; and what is never overwritten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tincan import Agent

from darslik_xapi.client import LRS, Attachment, ConflictError, Item, LrsError, UnusableAnswerError
from darslik_xapi.client.auth import Basic
from darslik_xapi.client.documents import Document, Documents
from darslik_xapi.client.secrets import Secret
from darslik_xapi.connection import Connection
from darslik_xapi.errors import XapiError
from darslik_xapi.testing import Lrs, LrsServer, Request
from hostile_http import Answer, Fault
from hostile_lrs import HostileLrs, statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hostile_http import Seen

ACTIVITY = "https://example.org/course?a=1&b=ў"
AGENT = {"account": {"homePage": "https://lms.example", "name": "g+1 ў"}}
REGISTRATION = "0f0e0d0c-0b0a-4908-8706-050403020101"
PLACES: dict[str, Callable[[LRS], Documents]] = {
    "state": lambda lrs: lrs.state(ACTIVITY, AGENT, REGISTRATION),
    "state without registration": lambda lrs: lrs.state(ACTIVITY, AGENT),
    "agent profile": lambda lrs: lrs.agent_profile(AGENT),
    "activity profile": lambda lrs: lrs.activity_profile(ACTIVITY),
}
EVERY = pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)


@pytest.fixture(params=["1.0.3", "2.0.0"])
def desk(request: pytest.FixtureRequest) -> Iterator[LRS]:
    with LrsServer() as server, LRS(Connection(server.endpoint, Basic("test", Secret("secret")), request.param)) as lrs:
        yield lrs
        assert server.lrs.violations == []


@EVERY
def test_a_mapping_of_documents(desk: LRS, place: Callable[[LRS], Documents]) -> None:
    documents = place(desk)
    assert len(documents) == 0
    documents["a/b c&d=ў"] = {"page": 7}
    documents["text"] = "салом"
    documents["bytes"] = bytes(range(256))
    documents["own"] = Document(b"<x/>", "application/xml")
    assert sorted(documents) == ["a/b c&d=ў", "bytes", "own", "text"]
    found = documents["a/b c&d=ў"]
    assert (found.json(), found.content_type.partition(";")[0]) == ({"page": 7}, "application/json")
    assert found.etag.startswith('"')
    assert documents["text"].text == "салом"
    assert documents["bytes"].content == bytes(range(256))
    assert documents["own"].content_type == "application/xml"
    assert "text" in documents
    del documents["text"]
    assert "text" not in documents
    for missing in ("text", "never"):
        with pytest.raises(KeyError):
            documents[missing]
        with pytest.raises(KeyError):
            del documents[missing]
    documents["own"] = "changed"  # after reading
    documents["own"] = "and again"  # after our own change
    assert place(desk)["own"].text == "and again"
    documents.clear()
    assert list(documents) == []
    documents["own"] = "new"  # what was deleted can be created


@EVERY
def test_nothing_of_others_is_overwritten(desk: LRS, place: Callable[[LRS], Documents]) -> None:
    ours, theirs = place(desk), place(desk)
    ours["x"] = {"n": 1}
    with pytest.raises(ConflictError, match="exists already") as exists:
        theirs["x"] = {"n": 2}
    assert "read it first" in exists.value.help
    theirs["x"] = theirs["x"].json() | {"theirs": True}
    with pytest.raises(ConflictError, match="changed by somebody else"):
        ours["x"] = {"n": 3}
    with pytest.raises(ConflictError, match="changed by somebody else"):
        del ours["x"]
    ours["x"] = ours["x"].json() | {"n": 3}
    assert place(desk)["x"].json() == {"n": 3, "theirs": True}
    del ours["x"]
    with pytest.raises(ConflictError):
        theirs["x"] = {"n": 4}


def test_places_are_apart(desk: LRS) -> None:
    every = [make(desk) for make in PLACES.values()]
    every.append(desk.state(ACTIVITY, {"mbox": "mailto:b@example.org"}, REGISTRATION))
    every.append(desk.agent_profile(Agent(mbox="mailto:b@example.org")))
    for number, documents in enumerate(every):
        documents["x"] = f"{number}"
    assert [documents["x"].text for documents in every] == ["0", "1", "2", "3", "4", "5"]
    assert desk.agent_profile({"mbox": "mailto:b@example.org"})["x"].text == "5"


def test_ids_since(desk: LRS) -> None:
    documents = desk.activity_profile(ACTIVITY)
    documents["a"] = "1"
    assert documents.ids(since=datetime.now(UTC) + timedelta(hours=1)) == []
    assert documents.ids(since=datetime.now(UTC) - timedelta(hours=1)) == ["a"]
    with pytest.raises(XapiError, match="no time zone"):
        documents.ids(since=datetime(2026, 1, 1))  # noqa: DTZ001 - the fault


@pytest.mark.parametrize("value", [{"a": float("nan")}, {1, 2}, [object()]])
def test_what_json_cannot_hold_is_refused(desk: LRS, value: Any) -> None:
    with pytest.raises(XapiError, match="bytes, text, or what JSON can hold"):
        desk.agent_profile(AGENT)["x"] = value


@pytest.mark.parametrize("kind", ["", "text/ў", "text/plain\r\nX-Other: 1"])
def test_a_content_type_is_one(desk: LRS, kind: str) -> None:
    with pytest.raises(XapiError, match="content type"):
        desk.agent_profile(AGENT)["x"] = Document(b"", kind)
    outcomes = desk.send([Item(statement(1), [Attachment(b"", kind, "https://example.org/u", {"en": "x"})])])
    assert not outcomes[0].stored
    assert "content type" in outcomes[0].why


class Behind:
    """An LRS whose documents are asked for through the server that misbehaves."""

    def __init__(self, *, etags: bool = True) -> None:
        self.lrs = Lrs()
        self.etags = etags

    def __call__(self, seen: Seen) -> Answer | None:
        from urllib.parse import parse_qsl, urlsplit

        parts = urlsplit(seen.path)
        headers = {**seen.headers, "authorization": self.lrs.authorization}
        request = Request(
            seen.method, parts.path.removeprefix("/xapi/"), dict(parse_qsl(parts.query)), headers, seen.body
        )
        answer = self.lrs.handle(request)
        kept = [(name, value) for name, value in answer.headers.items() if name != "ETag" or self._shows(seen.method)]
        kept = [(name, f"W/{value}" if name == "ETag" else value) for name, value in kept]
        return Answer(answer.status, answer.body, kept, answer.kind)

    def _shows(self, method: str) -> bool:
        return self.etags and method == "GET"


def test_etags_that_come_with_reading_only_and_weakened(server: HostileLrs, lrs: LRS) -> None:
    server.other = Behind()
    ours, theirs = lrs.agent_profile(AGENT), lrs.agent_profile(AGENT)
    ours["x"] = "1"
    ours["x"] = "2"
    assert theirs["x"].text == "2"
    ours["x"] = "3"
    theirs["y"] = "1"
    with pytest.raises(ConflictError):
        theirs["x"] = "4"
    theirs["x"]
    theirs["x"] = "4"
    with pytest.raises(ConflictError):
        ours["x"] = "5"
    assert theirs["x"].text == "4"


def test_without_etags_state_is_written_all_the_same(server: HostileLrs, lrs: LRS) -> None:
    server.other = Behind(etags=False)
    state = lrs.state(ACTIVITY, AGENT)
    state["x"] = "1"
    state["x"] = "2"
    assert state["x"].text == "2"


@pytest.mark.parametrize("kind", ["lost", "cut", "reset"])
def test_a_lost_answer_is_no_conflict(server: HostileLrs, lrs: LRS, kind: Any) -> None:
    server.other = Behind()
    profile = lrs.agent_profile(AGENT)
    for content in ("1", "2"):  # created, changed
        server.faults = [Fault(kind, only="PUT")]
        profile["x"] = content
        assert profile["x"].text == content
    server.faults = [Fault(kind, only="DELETE")]
    del profile["x"]
    assert "x" not in profile


def test_a_list_of_ids_must_be_one(server: HostileLrs, lrs: LRS) -> None:
    server.other = lambda _: Answer(200, b'{"a": 1}')
    with pytest.raises(UnusableAnswerError, match="no list of documents"):
        list(lrs.agent_profile(AGENT))
    server.other = lambda _: Answer(403, b"{}")
    with pytest.raises(LrsError, match="does not allow"):
        lrs.agent_profile(AGENT)["x"] = "1"

"""Attachments there and back, and what is not what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from darslik_xapi.client import LRS, Attachment, Item, LrsError, UnusableAnswerError
from darslik_xapi.client.attachments import joined, multipart, of_statement, parts_of
from darslik_xapi.client.auth import Basic
from darslik_xapi.client.failures import CutError
from darslik_xapi.client.secrets import Secret
from darslik_xapi.client.transport import Reply
from darslik_xapi.connection import Connection
from darslik_xapi.testing import LrsServer
from hostile_http import Answer
from hostile_lrs import HostileLrs, statement

if TYPE_CHECKING:
    from collections.abc import Iterator

USAGE = "http://id.tincanapi.com/attachment/supporting_media"
FILES = [
    Attachment(bytes(range(256)) * 100, "image/png", USAGE, {"en": "Picture"}, {"en": "Of a melon"}),
    Attachment(b"\r\n--boundary\r\n\r\n--", "text/plain", USAGE, {"uz": "Matn"}),
    Attachment(b"", "application/x-empty", USAGE, {"en": "Nothing"}),
]


@pytest.fixture(params=["1.0.3", "2.0.0"])
def desk(request: pytest.FixtureRequest) -> Iterator[LRS]:
    with LrsServer() as server, LRS(Connection(server.endpoint, Basic("test", Secret("secret")), request.param)) as lrs:
        yield lrs


def test_there_and_back(desk: LRS) -> None:
    with_files = Item(statement(1), FILES)
    same_file = Item(statement(2), FILES[:1])
    outcomes = desk.send([statement(0), with_files, same_file, statement(3)])
    assert [one.stored for one in outcomes] == [True] * 4
    assert desk.attachments(statement(1)["id"]) == FILES
    assert desk.attachments(statement(2)["id"]) == FILES[:1]
    assert desk.attachments(statement(3)["id"]) == []
    (page,) = desk.pages(attachments=True)
    assert {sha2: one.content for sha2, one in page.attachments.items()} == {one.sha2: one.content for one in FILES}
    assert len(page.raw) == 4
    assert "attachments" not in statement(1)  # what was given is left alone


def reply(body: bytes, kind: str) -> Reply:
    return Reply(200, httpx.Headers({"content-type": kind}), body, "http://lrs.example/")


def test_a_changed_file_is_refused() -> None:
    body, kind = multipart(joined([b"{}"]), FILES[:1])
    assert parts_of(reply(body, kind))[1][FILES[0].sha2].content == FILES[0].content
    with pytest.raises(UnusableAnswerError, match="not what its hash says"):
        parts_of(reply(body.replace(b"\x07\x08", b"\x07\x09", 1), kind))


def test_a_file_of_another_length_or_none_is_refused() -> None:
    found = {one.sha2: one for one in FILES}
    said = FILES[0].descriptor()
    assert of_statement({"attachments": [said]}, found) == FILES[:1]
    with pytest.raises(UnusableAnswerError, match="another length"):
        of_statement({"attachments": [{**said, "length": 1}]}, found)
    with pytest.raises(UnusableAnswerError, match="lost the content"):
        of_statement({"attachments": [said]}, {})
    assert of_statement({"attachments": [{**said, "fileUrl": "https://example.org/x"}]}, {}) == []


def test_wherever_a_multipart_body_is_cut_it_is_known() -> None:
    body, kind = multipart(b"[]", FILES[1:2])
    for end in range(len(body) - 4):  # the last boundary with its two hyphens
        with pytest.raises(CutError):
            parts_of(reply(body[:end], kind))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"--b\r\n\r\n[]\r\n--b--", "multipart/mixed"),
        (b"--b\r\nContent-Type: application/json\r\n--b--", "multipart/mixed; boundary=b"),
        (b"--b--", "multipart/mixed; boundary=b"),
        (b"--b\r\n\r\n[]\r\n--b\r\nContent-Type: x/y\r\n\r\nx\r\n--b--", "multipart/mixed; boundary=b"),
    ],
)
def test_broken_multipart_bodies_are_refused(body: bytes, kind: str) -> None:
    with pytest.raises(UnusableAnswerError):
        parts_of(reply(body, kind))


def test_a_quoted_boundary_and_a_preamble() -> None:
    body = b"Hello\r\n--a b \r\ncontent-type: application/json\r\n\r\n[1]\r\n--a b--\r\nBye"
    assert parts_of(reply(body, 'Multipart/Mixed; charset=x; Boundary="a b"')) == (b"[1]", {})


def test_an_lrs_without_attachments_refuses_one_statement(server: HostileLrs, lrs: LRS) -> None:
    server.other = lambda seen: (
        Answer(400, b'{"error": "no multipart here"}') if "multipart" in seen.headers.get("content-type", "") else None
    )
    outcomes = lrs.send([statement(0), Item(statement(1), FILES[:1]), statement(2)])
    assert [one.stored for one in outcomes] == [True, False, True]
    assert "no multipart here" in outcomes[1].why
    server.other = lambda _: Answer(403, b"{}")
    with pytest.raises(LrsError):
        lrs.attachments(statement(0)["id"])

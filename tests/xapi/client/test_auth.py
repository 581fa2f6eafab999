"""Tokens of OAuth 2.0: kept, renewed before their end, and once after a 401."""

from __future__ import annotations

import base64
import json
import time
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest

from darslik_xapi.client import LRS, LrsError, UnreachableError
from darslik_xapi.client.auth import Bearer, ClientCredentials
from darslik_xapi.client.secrets import Secret
from darslik_xapi.errors import XapiError
from hostile_http import Answer, Fault
from hostile_lrs import HostileLrs

if TYPE_CHECKING:
    from darslik_xapi.connection import Connection
    from hostile_http import Seen

SECRET = "anor&gilos=7 %"  # noqa: S105 - planted
CLIENT = "Basic " + base64.b64encode(b"tahlil:anor%26gilos%3D7+%25").decode()


class Tokens:
    """The token's address beside the LRS."""

    def __init__(self, server: HostileLrs) -> None:
        self.given = 0
        self.lasts: object = 3600
        self.status = 200
        self.answer: object = None
        self.server = server
        server.authorizations = set()
        server.other = self

    def __call__(self, seen: Seen) -> Answer | None:
        if not seen.path.startswith("/token"):
            return None
        assert seen.method == "POST"
        assert seen.headers["authorization"] == CLIENT
        assert parse_qs(seen.body.decode()) == {"grant_type": ["client_credentials"], "scope": ["all/read"]}
        if self.status != 200:
            return Answer(self.status, json.dumps({"error": "invalid_client", "echo": CLIENT}).encode())
        self.given += 1
        token = f"token-{self.given}"
        self.server.authorizations = {f"Bearer {token}"}
        body = self.answer or {"access_token": token, "token_type": "Bearer", "expires_in": self.lasts}
        return Answer(200, json.dumps(body).encode())


@pytest.fixture
def tokens(server: HostileLrs) -> Tokens:
    server.fill(250)
    return Tokens(server)


@pytest.fixture
def oauth(server: HostileLrs, connection: Connection) -> Connection:
    auth = ClientCredentials("tahlil", Secret(SECRET), f"{server.base}/token", "all/read")
    return replace(connection, auth=auth)


def test_a_token_is_kept(tokens: Tokens, server: HostileLrs, oauth: Connection) -> None:
    with LRS(oauth) as lrs:
        assert len(list(lrs.statements())) == 250
        assert len(list(lrs.statements())) == 250
    assert tokens.given == 1
    assert server.asked() == 7


def test_it_is_renewed_before_its_end(tokens: Tokens, oauth: Connection) -> None:
    tokens.lasts = 0.5
    with LRS(oauth) as lrs:
        list(lrs.statements())
        assert tokens.given == 1
        time.sleep(0.5)
        list(lrs.statements())
    assert tokens.given == 2


def test_it_is_renewed_once_after_a_401(tokens: Tokens, server: HostileLrs, oauth: Connection) -> None:
    with LRS(oauth) as lrs:
        pages = lrs.pages()
        next(pages)
        server.authorizations = set()  # the LRS forgets it
        assert sum(len(page.raw) for page in pages) == 150
        assert tokens.given == 2
        server.authorizations = set()
        server.other = lambda seen: Answer(401, b"{}") if "statements" in seen.path else tokens(seen)
        with pytest.raises(LrsError, match="does not accept the credentials"):
            list(lrs.pages())
    assert tokens.given == 3


def test_a_token_without_an_end_is_kept(tokens: Tokens, oauth: Connection) -> None:
    tokens.answer = {"access_token": "token-1"}
    with LRS(oauth) as lrs:
        assert len(list(lrs.statements())) == 250
    assert tokens.given == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_no_token_is_said_plainly_and_nothing_is_quoted(tokens: Tokens, oauth: Connection, status: int) -> None:
    tokens.status = status
    with LRS(oauth) as lrs, pytest.raises(XapiError, match=f"no token.*{status}, invalid_client") as error:
        list(lrs.pages())
    assert CLIENT not in str(error.value)


@pytest.mark.parametrize("answer", [{"access_token": 5}, {"access_token": ""}, ["x"], {"access_token": "a\r\nb"}])
def test_what_is_no_token_is_refused(tokens: Tokens, oauth: Connection, answer: object) -> None:
    tokens.answer = answer
    with LRS(oauth) as lrs, pytest.raises(XapiError, match="token"):
        list(lrs.pages())


def test_a_token_server_out_of_order_is_asked_again(tokens: Tokens, server: HostileLrs, oauth: Connection) -> None:
    server.faults = [Fault("status", times=2, only="/token"), Fault("reset", only="/token")]
    with LRS(oauth) as lrs:
        assert len(list(lrs.statements())) == 250
    assert tokens.given == 1
    server.faults = [Fault("status", times=99, only="/token")]
    fresh = ClientCredentials("tahlil", Secret(SECRET), f"{server.base}/token", "all/read")
    with LRS(replace(oauth, auth=fresh)) as lrs, pytest.raises(UnreachableError, match="token's server answers 503"):
        list(lrs.pages())


def test_bearer(server: HostileLrs, connection: Connection) -> None:
    server.fill(10)
    server.authorizations = {"Bearer qovun"}
    with LRS(replace(connection, auth=Bearer(Secret("qovun")))) as lrs:
        assert len(list(lrs.statements())) == 10
    for wrong in ("", "a b", "a\nb", "ў"):
        with pytest.raises(XapiError, match="token is empty or holds characters"):
            Bearer(Secret(wrong))

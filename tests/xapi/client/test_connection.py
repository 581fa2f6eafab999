"""Where the LRS is and who we are: from the environment or a file, or a plain message."""

from __future__ import annotations

import os
import sys
import types
from typing import TYPE_CHECKING

import pytest

from darslik_xapi.client.auth import Anonymous, Basic, Bearer, ClientCredentials
from darslik_xapi.connection import Connection, connection_from_environment
from darslik_xapi.errors import XapiError

if TYPE_CHECKING:
    from pathlib import Path

ENDPOINT = "https://lrs.example/xapi"


@pytest.fixture(autouse=True)
def _empty(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("DARSLIK_")]:
        monkeypatch.delenv(name)


def environment(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"DARSLIK_LRS_{name}", value)


def private(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    path.chmod(0o600)
    return path


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({}, Anonymous),
        ({"USER": "u", "PASSWORD": "0123"}, Basic),
        ({"TOKEN": "t"}, Bearer),
        ({"CLIENT_ID": "c", "CLIENT_SECRET": "s", "TOKEN_URL": "https://id.example/token"}, ClientCredentials),
    ],
)
def test_the_environment_and_a_file_say_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, values: dict[str, str], kind: type
) -> None:
    every = {"ENDPOINT": ENDPOINT, "VERSION": "1.0.3", **values}
    environment(monkeypatch, **every)
    named = connection_from_environment()
    lines = "".join(f"{name.lower()}: {value}\n" for name, value in every.items())
    environment(monkeypatch, ENDPOINT="https://other.example", USER="x", PASSWORD="y", TOKEN="z")  # noqa: S106
    filed = connection_from_environment(private(tmp_path / "profile.yaml", lines))
    for connection in (named, filed):
        assert connection.endpoint == f"{ENDPOINT}/"
        assert connection.version == "1.0.3"
        assert type(connection.auth) is kind
    assert getattr(filed.auth, "secrets", ()) is not None
    assert [one.reveal() for one in named.auth.secrets] == [one.reveal() for one in filed.auth.secrets]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "no LRS is named in the environment"),
        ({"ENDPOINT": ENDPOINT, "USER": "u"}, r"password \(DARSLIK_LRS_PASSWORD\) is missing"),
        ({"ENDPOINT": ENDPOINT, "PASSWORD": "p"}, r"user \(DARSLIK_LRS_USER\) is missing"),
        ({"ENDPOINT": ENDPOINT, "CLIENT_ID": "c"}, "client_secret .* and token_url .* is missing"),
        ({"ENDPOINT": ENDPOINT, "USER": "u", "PASSWORD": "p", "TOKEN": "t"}, "more than one kind"),
        ({"ENDPOINT": ENDPOINT, "USER": "a:b", "PASSWORD": "p"}, "colon"),
        ({"ENDPOINT": ENDPOINT, "VERSION": "3"}, "none that we speak"),
        ({"ENDPOINT": ENDPOINT, "VERSION": "1.0.3\r\nX: y"}, "none that we speak"),
        ({"ENDPOINT": "lrs.example/xapi"}, "no http or https address"),
        ({"ENDPOINT": "ftp://lrs.example"}, "no http or https address"),
        ({"ENDPOINT": "https://gulnora:qovun@lrs.example/xapi"}, "holds credentials"),
        ({"ENDPOINT": "https://lrs.example/xapi?key=qovun"}, "query"),
        ({"ENDPOINT": "https://lrs.example:qovun"}, "cannot be understood"),
        (
            {"ENDPOINT": ENDPOINT, "CLIENT_ID": "c", "CLIENT_SECRET": "s", "TOKEN_URL": "id.example"},
            "token's address is no http",
        ),
    ],
)
def test_what_is_missing_or_wrong_is_said(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], message: str
) -> None:
    environment(monkeypatch, **values)
    with pytest.raises(XapiError, match=message) as error:
        connection_from_environment()
    assert "qovun" not in str(error.value)


@pytest.mark.skipif(os.name != "posix", reason="modes of files")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = private(tmp_path / "profile.yaml", f"endpoint: {ENDPOINT}\n")
    path.chmod(mode)
    with pytest.raises(XapiError, match=r"others can read .*\n.*chmod 600"):
        connection_from_environment(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no profile"),
        ("- a\n", "no profile"),
        ("password: [qovun\n", "no profile"),
        ("endpoint: https://lrs.example\npasword: qovun\n", "unknown keys: pasword"),
        ("user: u\npassword: qovun\n", "no LRS is named in"),
        ("endpoint: https://lrs.example\nkeyring: qovun\n", "names no service"),
    ],
)
def test_a_file_that_is_no_profile_is_refused_and_not_quoted(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(XapiError, match=message) as error:
        connection_from_environment(private(tmp_path / "profile.yaml", text))
    assert "qovun" not in str(error.value)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(XapiError, match="cannot be read: No such file"):
        connection_from_environment(tmp_path / "none.yaml")
    path = private(tmp_path / "latin", "")
    path.write_bytes(b"password: \xfc\n")
    with pytest.raises(XapiError, match="not UTF-8"):
        connection_from_environment(path)


def test_the_keyring(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    text = f"endpoint: {ENDPOINT}\nuser: gulnora\nkeyring: {{service: lrs}}\n"
    path = private(tmp_path / "profile.yaml", text)
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(XapiError, match=r"not installed\n.*darslik\[keyring\]"):
        connection_from_environment(path)
    known = {("lrs", "gulnora"): "qovun"}
    keyring = types.SimpleNamespace(get_password=lambda service, user: known.get((service, user)))
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    connection = connection_from_environment(path)
    assert isinstance(connection.auth, Basic)
    assert connection.auth.secrets[0].reveal() == "qovun"
    known.clear()
    with pytest.raises(XapiError, match="no secret of gulnora for lrs"):
        connection_from_environment(path)


def test_the_endpoint_may_end_with_a_slash() -> None:
    assert Connection(f"{ENDPOINT}//").endpoint == Connection(ENDPOINT).endpoint == f"{ENDPOINT}/"

"""Secrets are found, and shown nowhere."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from contents import content, inspected
from darslik.inspect import Options
from darslik.inspect.content.secrets import hidden, mask, secrets_in
from darslik.inspect.report import FORMATS, write
from darslik.inspect.report.shown import Shown

if TYPE_CHECKING:
    from pathlib import Path

PAIR = base64.b64encode(b"reporting:k3Wq-77zLp").decode()
KEY = "-----BEGIN RSA PRIVATE KEY-----\\nMIIBVgIBADANBgkqhkiG9w0BAQEF\\n-----END RSA PRIVATE KEY-----"


@pytest.mark.parametrize(
    ("text", "kind", "secret"),
    [
        (f'headers = {{ Authorization: "Basic {PAIR}" }}', "lrs-credentials", PAIR),
        (f'<a href="https://lrs.example/?auth=Basic%20{PAIR}&x">', "lrs-credentials", PAIR),
        ('btoa("reporting:k3Wq-77zLp")', "lrs-credentials", "reporting:k3Wq-77zLp"),
        ('{"endpoint":"https://lrs.example/","user":"u","password":"k3Wq-77zLp"}', "lrs-credentials", "k3Wq-77zLp"),
        ('"https://reporting:k3Wq-77zLp@lrs.example/"', "password-in-address", "k3Wq-77zLp"),
        ('id = "AKIAQ7ZLM3WXK5TPRN2V"', "access-key", "AKIAQ7ZLM3WXK5TPRN2V"),
        (f'key = "{KEY}"', "private-key", KEY.split("-----END", maxsplit=1)[0]),
        ('"Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTYifQ.c2lnbmF0dXJl"', "access-key", None),
        ('apiKey: "9fK2mQx7Lw4ZtR8vBn3Yc6Hd"', "possible-secret", "9fK2mQx7Lw4ZtR8vBn3Yc6Hd"),
        ("client_secret = '9fK2mQx7Lw4ZtR8vBn3Yc6Hd'", "possible-secret", "9fK2mQx7Lw4ZtR8vBn3Yc6Hd"),
    ],
)
def test_secrets(text: str, kind: str, secret: str | None) -> None:
    found = list(secrets_in(text))
    assert kind in {one.kind for one in found}
    if secret:
        assert secret in {text[one.at : one.end] for one in found}
        assert secret not in hidden(text)
    assert len(hidden(text)) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        'headers = { Authorization: "Basic " + token }',
        '"Basic understanding of chemistry", "Basic knowledge1"',
        '"https://user:password@example.org/"',
        'endpoint: "https://lrs.example/", password: "your password"',
        'apiKey: "YOUR_API_KEY_HERE_0000"',
        'key: "the-name-of-a-thing-in-the-store-1"',
        'password: "Пароль"',
        "token: 'lesson_status'",
        'googleKey: "AIzaSyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q"',
        "-----BEGIN PUBLIC KEY-----",
        "time 12:30:45 at https://example.org:8080/x@y",
        'primaryKey: "9fK2mQx7Lw4ZtR8vBn3Yc6Hd"',
    ],
)
def test_what_is_no_secret(text: str) -> None:
    assert [one.kind for one in secrets_in(text)] == []


def test_a_mask_gives_away_three_characters_of_long_secrets_only() -> None:
    assert mask("k3Wq-77zLp") == "… (10 characters)"
    assert mask("9fK2mQx7Lw4ZtR8vBn3Yc6Hd") == "9fK… (24 characters)"


@pytest.mark.parametrize("form", FORMATS)
def test_no_report_shows_a_secret(form: str, tmp_path: Path) -> None:
    secret = "Zw8-Qq3vTT9k"  # noqa: S105 - made up
    line = f'const s = "https://reporting:{secret}@files.example/"; fetch("https://u:{secret}@a.example/x");'
    result = inspected(tmp_path, {"lesson.js": line})
    assert "password-in-address" in {one.rule for one in result.found}
    assert secret not in write(Shown(result, Options(), pedantic=True), form)


def test_secrets_in_any_text_file(tmp_path: Path) -> None:
    body = '{"password": "9fK2mQx7Lw4ZtR8vBn3Yc6Hd"}'
    names = ["a.json", "a.xml", "a.html", "a.css", "a.txt", ".env", "a.js"]
    seen = content(tmp_path, dict.fromkeys(names, body)).seen
    assert sorted(one.span.file for one in seen.sightings["possible-secret"]) == sorted(names)

"""A planted secret is in no log, message, repr, exception, traceback or request to another host."""

from __future__ import annotations

import base64
import io
import json
import logging
import traceback
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from darslik_xapi.cli import group
from darslik_xapi.client import LRS
from darslik_xapi.client.auth import Basic, Bearer, ClientCredentials
from darslik_xapi.client.secrets import Secret, scrub
from hostile_http import Answer, Fault
from hostile_lrs import HostileLrs, statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import httpx

    from darslik_xapi.connection import Connection
    from hostile_http import Seen

PLANTED = "Samarqand-olmasi-93"
TOKEN = "token-Samarqand-olmasi-93"  # noqa: S105 - planted
FORMS = [
    PLANTED,
    base64.b64encode(f"gulnora:{PLANTED}".encode()).decode(),
    base64.b64encode(PLANTED.encode()).decode(),
]
KINDS: dict[str, Callable[[str], httpx.Auth]] = {
    "basic": lambda _: Basic("gulnora", Secret(PLANTED)),
    "bearer": lambda _: Bearer(Secret(PLANTED)),
    "oauth": lambda base: ClientCredentials("gulnora", Secret(PLANTED), f"{base}/token", timeout=0.1),
}


@pytest.fixture
def everything() -> Iterator[Callable[[], str]]:
    """All that is logged, by anybody, at any level."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(1)
    yield stream.getvalue
    root.removeHandler(handler)
    root.setLevel(level)


def clean(text: str) -> None:
    assert text
    for form in FORMS:
        assert form not in text


def echo(seen: Seen) -> Answer | None:
    """Says back all that it was told, as servers in debug mode do."""
    if seen.path == "/token":
        return Answer(200, json.dumps({"access_token": TOKEN}).encode())
    return Answer(400, json.dumps({"error": seen.headers, "detail": "x"}).encode())


def elsewhere(stranger: HostileLrs) -> Callable[[Seen], Answer | None]:
    def answer(seen: Seen) -> Answer | None:
        if seen.path == "/token":
            return Answer(200, json.dumps({"access_token": TOKEN}).encode())
        secret = seen.headers["authorization"].split()[-1].rstrip("=")
        return Answer(307, b"", [("Location", f"{stranger.endpoint}{secret}"), ("X-Echo", "yes")])

    return answer


WAYS: dict[str, Callable[[HostileLrs], None]] = {
    "echo": lambda server: setattr(server, "other", echo),
    "storm": lambda server: server.faults.append(Fault("status", times=99)),
    "cut": lambda server: server.faults.append(Fault("cut", times=99)),
    "reset": lambda server: server.faults.append(Fault("reset", times=99)),
    "hang": lambda server: server.faults.append(Fault("hang", times=99)),
    "html": lambda server: server.faults.append(Fault("html", times=99)),
    "words": lambda server: server.faults.append(Fault("words", times=99)),
    "unauthorized": lambda server: setattr(server, "authorizations", set()),
    "token refused": lambda server: setattr(
        server, "other", lambda seen: Answer(400, json.dumps({"error": seen.headers}).encode())
    ),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_wherever_it_fails(
    server: HostileLrs,
    connection: Connection,
    everything: Callable[[], str],
    kind: Callable[[str], Any],
    way: Callable[[HostileLrs], None],
) -> None:
    patience = replace(connection.patience, attempts=2, read=0.1, total=1)
    planted = replace(connection, auth=kind(server.base), version=None, patience=patience)
    way(server)
    with LRS(planted) as lrs:
        for act in (
            lambda: list(lrs.pages()),
            lambda: lrs.send([statement(1)]),
            lambda: lrs.state("https://example.org/a", {"mbox": "mailto:a@example.org"})["x"],
            lambda: lrs.probe(write=True),
        ):
            try:
                said = repr(act())
            except Exception as error:  # noqa: BLE001 - whatever it is
                trace = traceback.TracebackException.from_exception(error, capture_locals=True)
                said = f"{error!r} {error} {''.join(trace.format())} {error.__context__!r} {error.__cause__!r}"
            clean(said)
        clean(repr([lrs, planted, planted.auth, vars(lrs), vars(planted), vars(planted.auth)]))
    clean(everything())


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_another_host_gets_nothing(
    server: HostileLrs, connection: Connection, everything: Callable[[], str], kind: Callable[[str], Any]
) -> None:
    with HostileLrs() as stranger:
        server.other = elsewhere(stranger)
        with LRS(replace(connection, auth=kind(server.base))) as lrs:
            for act in (lambda: list(lrs.pages()), lambda: lrs.send([statement(1)])):
                with pytest.raises(Exception, match="another host") as error:
                    act()
                clean(str(error.value))
        assert stranger.seen == []
    assert server.asked() > 1
    del everything


def test_the_commands(server: HostileLrs, tmp_path: Path, everything: Callable[[], str]) -> None:
    server.other = echo
    file = tmp_path / "one.ndjson"
    file.write_text(json.dumps(statement(1)), "utf-8")
    profile = tmp_path / "profile.yaml"
    profile.write_text(f"endpoint: {server.endpoint}\nuser: gulnora\npassword: {PLANTED}\n", "utf-8")
    profile.chmod(0o600)
    variables = {
        "DARSLIK_LRS_ENDPOINT": server.endpoint,
        "DARSLIK_LRS_USER": "gulnora",
        "DARSLIK_LRS_PASSWORD": PLANTED,
    }
    ways: list[tuple[list[str], dict[str, str]]] = [(["--profile", str(profile)], {}), ([], variables)]
    for arguments, environment in ways:
        for verb in (["probe"], ["send", str(file)], ["void", statement(1)["id"]], ["probe", "--format", "json"]):
            with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
                result = CliRunner().invoke(group(), [*verb, *arguments], env=environment)
            assert result.exit_code in (1, 2)
            clean(f"{result.output}{result.exception!r}{out.getvalue()}{err.getvalue()}")
    for name in ("probe", "send", "void"):  # and there is no option for one
        help_text = CliRunner().invoke(group(), [name, "--help"]).output
        assert "--password" not in help_text
        assert "--token" not in help_text
    clean(everything())


def test_a_text_is_scrubbed_of_all_forms() -> None:
    secrets = (Secret(PLANTED), Secret(""), Secret("x"))
    text = " ".join(["next", *FORMS[::2]])
    assert scrub(text, secrets) == "next *** ***"
    assert f"{secrets[0]} {secrets[0]!r}" == "*** ***"

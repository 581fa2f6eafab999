"""`send`, `void` and `probe` at the terminal."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from darslik_xapi.cli import group
from darslik_xapi.testing import LrsServer
from hostile_http import Fault
from hostile_lrs import PASSWORD, USER, HostileLrs, statement

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

BARE = {key: value for key, value in statement(1).items() if key not in ("id", "timestamp")}


def run(server: HostileLrs, *arguments: str, stdin: bytes = b"") -> Result:
    environment = {
        "DARSLIK_LRS_ENDPOINT": server.endpoint,
        "DARSLIK_LRS_USER": USER,
        "DARSLIK_LRS_PASSWORD": PASSWORD,
    }
    result = CliRunner().invoke(group(), arguments, env=environment, input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def lines(*statements: object) -> bytes:
    return b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in statements)


FORMS: dict[str, bytes] = {
    "lines": lines(*map(statement, range(30))),
    "lines without a last end": lines(*map(statement, range(30))).rstrip(),
    "lines with gaps, CRLF and a mark": b"\xef\xbb\xbf\n"
    + lines(*map(statement, range(30))).replace(b"\n", b"\r\n\r\n"),
    "array": json.dumps([statement(number) for number in range(30)]).encode(),
    "array laid out": b"\n  " + json.dumps([statement(number) for number in range(30)], indent=2).encode() + b"\n",
    "array with a mark": b"\xef\xbb\xbf" + json.dumps([statement(number) for number in range(30)]).encode(),
    "an LRS's answer": json.dumps({"statements": [statement(number) for number in range(30)], "more": ""}).encode(),
}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("body", FORMS.values(), ids=FORMS)
def test_every_form_of_file_is_sent_and_sent_again(
    server: HostileLrs, tmp_path: Path, body: bytes, *, packed: bool
) -> None:
    file = tmp_path / "statements"
    file.write_bytes(gzip.compress(body) if packed else body)
    for _ in range(2):
        result = run(server, "send", str(file))
        assert (result.exit_code, result.output) == (0, "30 statements are in the LRS, 0 refused\n")
    assert server.ids() == Counter(statement(number)["id"] for number in range(30))
    assert {one["id"]: one["result"] for one in server.statements} == {
        statement(number)["id"]: statement(number)["result"] for number in range(30)
    }


def test_the_standard_input(server: HostileLrs) -> None:
    for stdin in (FORMS["lines"], gzip.compress(FORMS["array"])):
        assert run(server, "send", "-", stdin=stdin).exit_code == 0
    assert len(server.statements) == 30


@pytest.mark.parametrize("conflict", [False, True])
def test_statements_without_ids_are_not_doubled_by_sending_a_file_again(
    server: HostileLrs, tmp_path: Path, *, conflict: bool
) -> None:
    server.conflict = conflict
    file = tmp_path / "bare.ndjson"
    file.write_bytes(lines(BARE, BARE, {**BARE, "object": {"id": "https://example.org/q9"}}))
    assert run(server, "send", str(file)).exit_code == 0
    file.write_bytes(file.read_bytes() + lines(BARE))
    assert run(server, "send", str(file)).exit_code == 0
    assert set(server.ids().values()) == {1}
    assert len(server.statements) == 4


def test_each_refused_statement_is_named_with_its_line(server: HostileLrs, tmp_path: Path) -> None:
    first, second = tmp_path / "a.ndjson", tmp_path / "b.json"
    taken = {**statement(0), "object": {"id": "https://example.org/other"}}
    first.write_bytes(lines(statement(0)) + b"{oops\n\n\xfc\n" + lines({"verb": 1}, 5, taken, statement(1)))
    second.write_bytes(
        b"[\n" + json.dumps(statement(2)).encode() + b",\n{},\n" + json.dumps(statement(3)).encode() + b"]"
    )
    result = run(server, "send", str(first), str(second))
    assert result.exit_code == 1
    found = [line.removeprefix(f"{tmp_path}/") for line in result.stdout.splitlines()]
    assert sorted(line.split(" ")[0] for line in found) == [
        "a.ndjson:2:", "a.ndjson:4:", "a.ndjson:5:", "a.ndjson:6:", "a.ndjson:7:", "b.json:3:",
    ]  # fmt: skip
    assert any("no JSON" in line for line in found)
    assert f"a.ndjson:7: {taken['id']} the LRS has another statement with this id" in found
    assert result.stderr == "4 statements are in the LRS, 6 refused\n"
    assert server.ids() == Counter(statement(number)["id"] for number in range(4))
    report = json.loads(run(server, "send", "--format", "json", str(second)).stdout)
    assert (report["sent"], [(one["line"], one["id"] == "") for one in report["refused"]]) == (2, [(3, False)])


def test_a_dry_run_sends_nothing_and_needs_no_lrs(server: HostileLrs, tmp_path: Path) -> None:
    file = tmp_path / "a.ndjson"
    file.write_bytes(lines(statement(0), {"verb": 1}))
    result = CliRunner().invoke(group(), ["send", "--dry-run", str(file)], env={})
    assert result.exit_code == 1
    assert "1 statements can be sent, 1 refused" in result.output
    assert f"{file}:2:" in result.output
    assert server.seen == []


def test_after_a_failure_it_goes_on(server: HostileLrs, tmp_path: Path) -> None:
    file = tmp_path / "a.ndjson"
    file.write_bytes(lines(*map(statement, range(600))))
    server.faults = [Fault("status", times=1, only="POST", after=1, status=403)]
    result = run(server, "send", str(file))
    assert result.exit_code == 2
    assert "after 250 statements were sent" in result.stderr
    assert "Traceback" not in result.output
    assert run(server, "send", str(file)).exit_code == 0
    assert server.ids() == Counter(statement(number)["id"] for number in range(600))


BROKEN: dict[str, tuple[bytes, int, str]] = {
    "a packed file that is cut": (gzip.compress(FORMS["lines"])[:-20], 2, "ends in the middle"),
    "an array that is cut": (FORMS["array"][:-30], 1, "cannot be read"),
    "an array without a comma": (b"[" + lines(statement(0), statement(1)) + b"]", 1, "comma"),
    "an array without an end": (b"[" + lines(statement(0)).strip(), 1, "ends in the middle"),
    "an array in another encoding": (b'["\xfc"]', 2, "not UTF-8"),
    "nothing": (b"", 0, "0 statements"),
    "words": (b"Hello\n", 1, "no JSON"),
    "no number": (b'{"a": NaN}\n', 1, "no JSON"),
    "no number in an array": (b'[{"a": NaN}]\n', 1, "no JSON"),
    "nested too deeply": (b"[" * 100_000, 1, "no JSON"),
}


@pytest.mark.parametrize(("body", "code", "word"), BROKEN.values(), ids=BROKEN)
def test_broken_files(server: HostileLrs, tmp_path: Path, body: bytes, code: int, word: str) -> None:
    file = tmp_path / "broken"
    file.write_bytes(body)
    result = run(server, "send", str(file))
    assert (result.exit_code, word in result.output) == (code, True), result.output
    assert "Traceback" not in result.output


def test_files_that_are_not_there(server: HostileLrs, tmp_path: Path) -> None:
    result = run(server, "send", str(tmp_path / "none"))
    assert (result.exit_code, "cannot be read: No such file" in result.output) == (2, True)
    result = CliRunner().invoke(group(), ["send", str(tmp_path / "none")], env={"DARSLIK_LRS_ENDPOINT": ""})
    assert (result.exit_code, "no LRS is named" in result.output) == (2, True)


def test_a_large_array_is_a_stream(server: HostileLrs, tmp_path: Path) -> None:
    large = {**statement(1), "result": {"response": "ў" * 2_000_000}}
    file = tmp_path / "large.json"
    file.write_text(json.dumps([statement(0), large, statement(2)], ensure_ascii=False, indent=1), "utf-8")
    assert run(server, "send", str(file)).exit_code == 0
    assert [one["id"] for one in server.statements] == [statement(number)["id"] for number in range(3)]


def desk(server: LrsServer, *arguments: str) -> tuple[int, str]:
    environment = {
        "DARSLIK_LRS_ENDPOINT": server.endpoint,
        "DARSLIK_LRS_USER": "test",
        "DARSLIK_LRS_PASSWORD": "secret",
    }
    result = CliRunner().invoke(group(), arguments, env=environment)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def test_voiding(tmp_path: Path) -> None:
    file = tmp_path / "a.ndjson"
    file.write_bytes(lines(*map(statement, range(3))))
    first, second, third = (statement(number)["id"] for number in range(3))
    unknown = statement(9)["id"]
    with LrsServer() as server:
        assert desk(server, "send", str(file))[0] == 0
        code, output = desk(server, "void", first, second.upper())
        assert code == 0
        assert f"{first} is voided by" in output
        voiding = output.split()[-1]
        code, output = desk(server, "void", first, unknown, voiding, third)
        assert code == 1
        assert f"{first} was voided before" in output
        assert f"{unknown} is not voided: the LRS has no such statement" in output
        assert f"{voiding} is not voided: it voids another statement" in output
        assert f"{third} is voided by" in output
        assert desk(server, "void", "x")[0] == 2
        assert len(server.lrs.by_verb("voided")) == 3


def test_facts_of_our_own(tmp_path: Path) -> None:
    with LrsServer() as server:
        for name, numbers in (("a", range(20)), ("b", range(20, 40))):
            file = tmp_path / name
            file.write_bytes(lines(*map(statement, numbers)))
            assert desk(server, "send", str(file))[0] == 0
        count = len(server.lrs.by_verb("answered"))
        code, output = desk(server, "probe", "--format", "json")
        assert len(server.lrs.by_verb("answered")) == count == 40  # nothing is written unless asked for
        facts: dict[str, Any] = json.loads(output)["facts"]
        code, written = desk(server, "probe", "--write", "--format", "json")
        facts |= json.loads(written)["facts"]
        assert code == 0
    expected = {
        "about": True, "version": "2.0.0", "version_header": "2.0.0", "since": "stored", "since_bound": "exclusive",
        "until_bound": "inclusive", "ascending": True, "order": "newest", "consistent_through": True, "clock": 0,
        "head": True, "attachments": True, "unknown_parameters": "refuses", "filters": ["agent", "verb", "activity"],
        "state": True, "agent_profile": True, "activity_profile": True, "agents": True, "activities": True,
        "stores": True, "repeated": True, "conflict": True, "read_after_write": True, "voiding": True,
        "documents": True, "etags": True, "preconditions": True, "encrypted": False,
    }  # fmt: skip
    assert {name: facts[name] for name in expected} == expected


def test_facts_of_one_that_misbehaves(server: HostileLrs) -> None:
    server.fill(250)
    server.cap = 30
    server.consistent = False
    server.order = lambda every: sorted(every, key=lambda one: str(one["id"]))
    facts = json.loads(run(server, "probe", "--format", "json").stdout)["facts"]
    expected = {"page_cap": 30, "more": "path", "order": "mixed", "ascending": False, "ties": True,
                "consistent_through": False, "state": False, "versions": ["1.0.3"]}  # fmt: skip
    assert {name: facts[name] for name in expected} == expected
    server.more = "foreign"
    text = run(server, "probe").stdout
    assert "names its next page on another host" in text
    server.faults = [Fault("html", times=99)]
    result = run(server, "probe")
    assert (result.exit_code, "web page" in result.output) == (2, True)

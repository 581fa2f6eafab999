"""Strict JSON, and statements in files of every shape; whatever comes, a reason and a line, never a traceback."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest

from darslik_xapi.errors import XapiError
from darslik_xapi.rules import NotJsonError, read_json
from darslik_xapi.rules.sources import read_file

if TYPE_CHECKING:
    from pathlib import Path

A, B = {"id": "a"}, {"id": "b", "text": "ўқиш \U0001f600", "deep": {"x": [1, 2.5, None, True]}}

REFUSED: list[tuple[str, str, bytes]] = [
    ("json", "nothing", b""),
    ("json", "blanks", b"  \n "),
    ("json", "cut", b'{"a": [1, 2'),
    ("json", "single quotes", b"{'a': 1}"),
    ("json", "comma at the end", b'{"a": 1,}'),
    ("json", "more behind", b'{"a": 1} x'),
    ("json", "a tab in a text", b'"\t"'),
    ("json", "latin-1", '{"a": "é"}'.encode("latin-1")),
    ("json", "utf-16", '{"a": 1}'.encode("utf-16")),
    ("json", "zeroes", b"\0" * 1000),
    ("json-duplicate", "twice", b'{"a": 1, "a": 1}'),
    ("json-duplicate", "twice, written differently", b'{"a": 1, "\\u0061": 2}'),
    ("json-duplicate", "twice, deep", b'{"x": [{"a": 1, "b": 2, "a": 3}]}'),
    ("json-number", "not a number", b'{"a": NaN}'),
    ("json-number", "infinity", b"-Infinity"),
    ("json-number", "beyond doubles", b'{"a": 1e400}'),
    ("json-number", "ten thousand digits", b"9" * 10_000),
    ("json-depth", "a hundred thousand lists", b"[" * 100_000),
    ("json-depth", "a hundred thousand objects", b'{"a":' * 100_000),
    ("json-text", "half a pair", b'{"a": "\\ud83d"}'),
    ("json-text", "half a pair in a key", b'{"\\uDE00": 1}'),
]


@pytest.mark.parametrize(("rule", "raw"), [pytest.param(rule, raw, id=name) for rule, name, raw in REFUSED])
def test_refuses_what_cannot_be_kept(rule: str, raw: bytes) -> None:
    with pytest.raises(NotJsonError) as error:
        read_json(raw)
    assert error.value.rule == rule
    assert 5 < len(error.value.message) < 200


@pytest.mark.parametrize("value", [A, B, [], {}, 0, -1.5, "x", None, True, [A, [B]], {"": {"": ""}}])
def test_reads_what_json_writes(value: object) -> None:
    assert read_json(json.dumps(value)) == value
    assert read_json(json.dumps(value, ensure_ascii=False).encode()) == value


def test_reads_whole_pairs_and_a_mark_of_utf_8() -> None:
    assert read_json(b'"\\ud83d\\ude00"') == "\U0001f600"
    assert read_json(b"\xef\xbb\xbf{}") == {}


def lines(*values: object) -> str:
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)


WHOLE: dict[str, tuple[str, list[tuple[int, object]]]] = {
    "lines": (lines(A, B), [(1, A), (2, B)]),
    "no newline at the end": (lines(A) + json.dumps(B), [(1, A), (2, B)]),
    "windows": (lines(A, B).replace("\n", "\r\n"), [(1, A), (2, B)]),
    "empty lines": ("\n\n" + lines(A) + "  \n" + lines(B), [(3, A), (5, B)]),
    "a mark": ("\ufeff" + lines(A, B), [(1, A), (2, B)]),
    "a list on one line": (json.dumps([A, B]), [(1, A), (1, B)]),
    "a list for people": (json.dumps([A, B], indent=2), [(2, A), (5, B)]),
    "a list, a line each": ("[\n" + json.dumps(A) + ",\n" + json.dumps(B) + "\n]\n", [(2, A), (3, B)]),
    "an empty list": ("[]", []),
    "an answer of an LRS": (json.dumps({"statements": [A, B], "more": ""}), [(1, A), (1, B)]),
    "an answer for people": (json.dumps({"statements": [A, B], "more": ""}, indent=1), [(1, A), (1, B)]),
    "a statement for people": (json.dumps(B, indent=4), [(1, B)]),
    "statements for people": (json.dumps(A, indent=4) + "\n" + json.dumps(B, indent=4), [(1, A), (4, B)]),
    "answers, a line each": (
        lines({"statements": [A], "more": "/x"}, {"statements": [B], "more": ""}),
        [(1, A), (2, B)],
    ),
    "lists only, a line each": (lines([A], [B, A]), [(1, A), (2, B), (2, A)]),
    "lists, a line each": (lines(A) + lines([A, B]), [(1, A), (2, A), (2, B)]),
    "exports that wrap": (lines({"_id": 1, "statement": A}, {"_source": {"statement": B}}), [(1, A), (2, B)]),
    "a list of wraps": (json.dumps([{"raw": A}, {"event": B}]), [(1, A), (1, B)]),
    "a statement is no wrap": (lines({"actor": {}, "statement": A}), [(1, {"actor": {}, "statement": A})]),
    "nothing": ("", []),
}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", WHOLE)
def test_files(name: str, packed: bool, tmp_path: Path) -> None:
    text, expected = WHOLE[name]
    path = tmp_path / "statements"
    path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    found: list[Any] = list(read_file(path))
    assert [item.error for item in found] == [None] * len(expected)
    assert [(item.line, item.value) for item in found] == expected


BROKEN: dict[str, tuple[bytes, list[tuple[int, str]]]] = {
    "a bad line among good ones": (b'{"id": "a"}\n{oops\n{"id": "b"}\n', [(1, ""), (2, "json"), (3, "")]),
    "a line in latin-1": ('{"id": "é"}\n{}\n'.encode("latin-1"), [(1, "json"), (2, "")]),
    "utf-16": ('{"id": "a"}\n{"id": "b"}\n'.encode("utf-16"), [(1, "json"), (2, "json"), (3, "json")]),
    "a list cut off": (b'[\n{"id": "a"},\n{"id": "b"', [(2, ""), (3, "json")]),
    "a list without its end": (b'[\n{"id": "a"},\n{"id": "b"}\n', [(2, ""), (3, ""), (4, "json")]),
    "a list without a comma": (b'[{"id": "a"}\n{"id": "b"}]', [(1, ""), (1, "json")]),
    "a list with a comma too many": (b'[{"id": "a"},\n]', [(1, ""), (1, "json")]),
    "more after a list": (b'[\n{"id": "a"}\n]\n{"id": "b"}', [(2, ""), (3, "json")]),
    "a fault in a list on one line": (b'[{"id": "a"}, {"id": }]\n{}\n', [(1, ""), (1, "json"), (2, "")]),
    "twice in a list": (b'[{"id": "a"},\n{"id": "a", "id": "b"}]', [(1, ""), (2, "json-duplicate")]),
    "half a character in a list": (b'[{"id": "a"},\n{"id": "\\ud800"}]', [(1, ""), (2, "json-text")]),
    "deep in a list": (b"[{}," + b"[" * 100_000, [(1, ""), (1, "json-depth")]),
    "html": (b"<!doctype html>\n<title>502</title>\n", [(1, "json"), (2, "json")]),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_files_lose_only_what_is_broken(name: str, tmp_path: Path) -> None:
    raw, expected = BROKEN[name]
    path = tmp_path / "statements.ndjson"
    path.write_bytes(raw)
    assert [(item.line, item.error.rule if item.error else "") for item in read_file(path)] == expected


def test_a_damaged_packed_file(tmp_path: Path) -> None:
    path = tmp_path / "statements.ndjson.gz"
    packed = gzip.compress(lines(*[{"id": str(number)} for number in range(2000)]).encode())
    path.write_bytes(packed[: len(packed) // 2])
    *fine, last = read_file(path)
    assert [item.value["id"] for item in fine] == [str(number) for number in range(len(fine))]
    assert last.error
    assert (last.error.rule, last.line) == ("json", len(fine) + 1)
    path.write_bytes(b"\x1f\x8bnothing of that kind")
    (only,) = read_file(path)
    assert only.error


def test_a_line_without_end_is_one_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("darslik_xapi.rules.sources.LONGEST", 1000)
    path = tmp_path / "statements.ndjson"
    path.write_bytes(b'{"id": "a"}\n"' + b"x" * 5000 + b'"\n{"id": "b"}\n')
    found = list(read_file(path))
    assert [(item.line, bool(item.error)) for item in found] == [(1, False), (2, True), (3, False)]


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(XapiError, match="cannot be read"):
        list(read_file(tmp_path / "missing"))
    with pytest.raises(XapiError, match="cannot be read"):
        list(read_file(tmp_path))

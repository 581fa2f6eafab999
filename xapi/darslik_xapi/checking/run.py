"""Statements through the rules, one after another; cmi5 sessions at the end."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from darslik_xapi.rules import Finding, NotJsonError, check_statement, read_json
from darslik_xapi.rules.catalogue import RULES
from darslik_xapi.rules.cmi5_registrations import Registrations
from darslik_xapi.rules.signatures import check_signatures
from darslik_xapi.rules.sources import Item, read_file
from darslik_xapi.rules.values import is_2_0

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from darslik_xapi.rules.values import Json

_HASHES = {56: "sha224", 64: "sha256", 96: "sha384", 128: "sha512"}


@dataclass(frozen=True)
class Options:
    """How to check.

    Attributes:
        version: of xAPI; None for the one that each statement names.
        cmi5: whether sessions of cmi5 are judged.
        attachments: a folder of files named by sha2.
    """

    version: str | None = None
    cmi5: bool = True
    attachments: Path | None = None


@dataclass(frozen=True)
class Located:
    """A finding and the file it is in."""

    file: str
    finding: Finding


class Check:
    """One run of `check`.

    Attributes:
        statements: how many were read.
        broken: how many of them have findings of their own.
        rules: how often each rule was broken.
    """

    def __init__(self, options: Options) -> None:
        self.options = options
        self.statements = 0
        self.broken = 0
        self.rules: Counter[str] = Counter()
        self._registrations = Registrations()

    def run(self, items: Iterable[tuple[str, Item]]) -> Iterator[Located]:
        """All findings, in the order of the files; those of cmi5 sessions last."""
        for file, item in items:
            self.statements += 1
            found = list(self._of(file, item))
            self.broken += bool(found)
            yield from self._located(file, found, item.line)
        for file, finding in self._registrations.findings():
            yield from self._located(file, [finding], finding.line)

    def _located(self, file: str, found: list[Finding], line: int) -> Iterator[Located]:
        for one in found:
            self.rules[one.rule] += 1
            yield Located(file, Finding(one.rule, one.path, one.message, one.clause, line))

    def _of(self, file: str, item: Item) -> Iterator[Finding]:
        if item.error:
            version = self.options.version or "1.0.3"
            clause = RULES[item.error.rule].clause(later=is_2_0(version))
            yield Finding(item.error.rule, "$", item.error.message, clause)
            return
        version = self.options.version or _named(item.value)
        found = check_statement(item.value, version)
        yield from found
        if found:
            return
        if self.options.attachments and "attachments" in item.value:
            yield from _attachments(item.value, self.options.attachments, version)
        if self.options.cmi5 and "context" in item.value:
            self._registrations.add(item.value, file, item.line)


def of_files(files: Sequence[Path]) -> Iterator[tuple[str, Item]]:
    """The statements of files.

    Raises:
        XapiError: one cannot be read.
    """
    for path in files:
        name = "standard input" if str(path) == "-" else str(path)
        for item in read_file(path):
            yield name, item


def of_store(path: Path) -> Iterator[tuple[str, Item]]:
    """The statements of a store as they came, the oldest first; their number stands for the line.

    Raises:
        XapiError: there is no store.
    """
    from darslik_xapi.store import Store

    rows = Store(path).connect().execute("SELECT raw FROM all_statements ORDER BY stored, id")
    number = 0
    while batch := rows.fetchmany(1000):
        for (raw,) in batch:
            number += 1
            try:
                yield str(path), Item(number, read_json(raw))
            except NotJsonError as error:
                yield str(path), Item(number, None, error)


def _named(statement: Any) -> str:  # noqa: ANN401 - any JSON
    named = statement.get("version") if isinstance(statement, dict) else None
    return "2.0" if isinstance(named, str) and is_2_0(named) else "1.0.3"


def _attachments(statement: Json, folder: Path, version: str) -> Iterator[Finding]:
    """Hashes, lengths and signatures of the attachments that are at hand."""
    contents: dict[str, bytes] = {}
    for index, described in enumerate(statement["attachments"]):
        path = folder / described["sha2"]
        if not path.is_file():
            continue
        raw = contents[described["sha2"]] = path.read_bytes()
        for rule, text in _differences(described, raw):
            clause = RULES[rule].clause(later=is_2_0(version))
            yield Finding(rule, f"$.attachments[{index}]", text, clause)
    yield from check_signatures(statement, contents, version)


def _differences(described: Json, raw: bytes) -> Iterator[tuple[str, str]]:
    sha2 = described["sha2"]
    if hashlib.new(_HASHES[len(sha2)], raw).hexdigest() != sha2.lower():
        yield "attachment-hash", "the attachment has another hash than sha2 says"
    if len(raw) != described["length"]:
        yield "attachment-length", f"the attachment has {len(raw)} bytes, length says {described['length']}"

"""`darslik inspect --format sarif`: SARIF 2.1.0. What is in a zip is an artifact nested in the zip's."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import quote

from darslik.diagnostics import Diagnostic, Severity, Span
from darslik.inspect.report.shown import Shown
from darslik.inspect.report.words import identity
from darslik.rules import RULES
from darslik.version import VERSION

_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}


def write(shown: Shown) -> str:
    """One SARIF log with one run."""
    rules = sorted({item.rule for item in shown.found})
    artifacts = _Artifacts(shown)
    places = {rule: index for index, rule in enumerate(rules)}
    results = [_result(item, shown, artifacts, places) for item in shown.found]
    run = {
        "tool": {"driver": {"name": "darslik", "version": VERSION, "rules": [_rule(rule) for rule in rules]}},
        "columnKind": "unicodeCodePoints",
        "artifacts": artifacts.list,
        "results": results,
        "properties": {"summary": identity(shown), "profiles": list(shown.options.profiles)},
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


class _Artifacts:
    """The files that findings name, each once; the package itself is the first."""

    def __init__(self, shown: Shown) -> None:
        self._shown = shown
        self._index: dict[str, int] = {}
        self.list: list[dict[str, Any]] = []
        self._zip = shown.result.package is not None and shown.result.package.form == "zip"
        if self._zip:
            self.list.append({"location": {"uri": _uri(shown.result.path)}, "mimeType": "application/zip"})

    def location(self, file: str) -> dict[str, Any]:
        """`artifactLocation` of a file of the package."""
        path = self._shown.path(file)
        if path == self._shown.result.path and self._zip:
            return {"uri": _uri(path), "index": 0}
        if file not in self._index:
            self._index[file] = len(self.list)
            nested = {"location": {"uri": _uri(f"/{file}")}, "parentIndex": 0}
            self.list.append(nested if self._zip else {"location": {"uri": _uri(path)}})
        return {"uri": _uri(path), "index": self._index[file]}


def _uri(path: str) -> str:
    return quote(path.encode("utf-8", "replace"), safe="/!~*'()@&=+$,;")


def _rule(rule: str) -> dict[str, Any]:
    known = RULES[rule]
    return {
        "id": rule,
        "shortDescription": {"text": known.summary},
        "fullDescription": {"text": known.reason},
        "help": {"text": known.doc.strip()},
        "defaultConfiguration": {"level": _LEVEL[known.severity]},
        "properties": {"tags": list(known.about), "covers": list(known.covers)},
    }


def _result(item: Diagnostic, shown: Shown, artifacts: _Artifacts, places: dict[str, int]) -> dict[str, Any]:
    return {
        "ruleId": item.rule,
        "ruleIndex": places[item.rule],
        "level": _LEVEL[item.severity],
        "message": {"text": ". ".join([item.message, *item.help])},
        "locations": [_location(item.span, artifacts)],
        "relatedLocations": [
            {**_location(one.span, artifacts), "message": {"text": one.text or item.message}} for one in item.related
        ],
        "partialFingerprints": {"findingHash/v1": _fingerprint(item, shown)},
        **({"properties": {"evidence": item.evidence}} if item.evidence else {}),
    }


def _location(span: Span, artifacts: _Artifacts) -> dict[str, Any]:
    region = {"startLine": span.line, "startColumn": span.column, "endColumn": span.column + span.length}
    return {"physicalLocation": {"artifactLocation": artifacts.location(span.file), "region": region}}


def _fingerprint(item: Diagnostic, shown: Shown) -> str:
    """The same for the same mistake in the next export: of rule, file and what stands there, without its line."""
    lines = shown.lines(item.span.file)
    line = lines[item.span.line - 1] if 1 <= item.span.line <= len(lines) else ""
    there = line[item.span.column - 1 : item.span.column - 1 + item.span.length]
    parts = "\0".join([item.rule, item.span.file, item.evidence or there, item.message])
    return hashlib.sha256(parts.encode("utf-8", "replace")).hexdigest()[:32]

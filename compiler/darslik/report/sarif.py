"""`--format sarif`: SARIF 2.1.0, for code review platforms."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from darslik.diagnostics import Diagnostic, Severity, Span
from darslik.report import Format, Report
from darslik.rules import RULES
from darslik.version import VERSION

_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}


def write(report: Report) -> str:
    """One SARIF log with one run."""
    rules = sorted({item.rule for item in report.found})
    driver = {"name": "darslik", "version": VERSION, "rules": [_rule(rule) for rule in rules]}
    results = [_result(item, report, rules) for item in report.found]
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: str) -> dict[str, Any]:
    return {
        "id": rule,
        "shortDescription": {"text": RULES[rule].summary},
        "fullDescription": {"text": RULES[rule].reason},
        "defaultConfiguration": {"level": _LEVEL[RULES[rule].severity]},
    }


def _result(item: Diagnostic, report: Report, rules: list[str]) -> dict[str, Any]:
    text = ". ".join([item.message, *item.help])
    return {
        "ruleId": item.rule,
        "ruleIndex": rules.index(item.rule),
        "level": _LEVEL[item.severity],
        "message": {"text": text},
        "locations": [_location(item.span, report)],
        "relatedLocations": [
            {**_location(label.span, report), "message": {"text": label.text}} for label in item.related
        ],
    }


def _location(span: Span, report: Report) -> dict[str, Any]:
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endColumn": span.column + span.length,
    }
    artifact = {"uri": quote(report.path(span.file))}
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


FORMAT = Format("sarif", write)

"""`--format json`: findings as data, versioned."""

from __future__ import annotations

import json
from typing import Any

from darslik.diagnostics import Diagnostic, Span
from darslik.report import Format, Report

VERSION = 1


def write(report: Report) -> str:
    """One JSON document."""
    data = {"version": VERSION, "findings": [_finding(item, report) for item in report.found]}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _finding(item: Diagnostic, report: Report) -> dict[str, Any]:
    return {
        "rule": item.rule,
        "severity": item.severity.value,
        "message": item.message,
        **_span(item.span, report),
        "label": item.label,
        "related": [{**_span(label.span, report), "label": label.text} for label in item.related],
        "help": list(item.help),
    }


def _span(span: Span, report: Report) -> dict[str, Any]:
    return {
        "file": report.path(span.file),
        "line": span.line,
        "column": span.column,
        "length": span.length,
    }


FORMAT = Format("json", write)

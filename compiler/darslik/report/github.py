"""`--format github`: workflow commands that show findings beside the lines of a pull request."""

from __future__ import annotations

from darslik.diagnostics import Diagnostic, Severity
from darslik.report import Format, Report

_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}


def write(report: Report) -> str:
    """One command a finding."""
    return "".join(_command(item, report) + "\n" for item in report.found)


def _command(item: Diagnostic, report: Report) -> str:
    span = item.span
    place = (
        f"file={_property(report.path(span.file))},line={span.line},col={span.column},"
        f"endColumn={span.column + span.length},title={_property(item.rule)}"
    )
    text = "\n".join([item.message, *(f"help: {advice}" for advice in item.help)])
    return f"::{_LEVEL[item.severity]} {place}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMAT = Format("github", write)

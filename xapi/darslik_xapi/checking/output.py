"""Findings for people and for programs."""

from __future__ import annotations

import json
from collections import Counter
from typing import IO, TYPE_CHECKING, Any

from darslik_xapi.rules.catalogue import RULES
from darslik_xapi.rules.cmi5_catalogue import CMI5_RULES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from darslik_xapi.rules.sources import Item

    from .run import Check, Located

_ALL = RULES | CMI5_RULES


def write_human(check: Check, items: Iterable[tuple[str, Item]], out: IO[str], at_most: int) -> int:
    """A line for each finding (of a rule at most so many), then how often each rule was broken.

    Returns:
        The number of findings.
    """
    shown: Counter[str] = Counter()
    for one in check.run(items):
        finding = one.finding
        shown[finding.rule] += 1
        if shown[finding.rule] <= at_most:
            text = f"{one.file}:{finding.line}: {finding.path}: {finding.message} [{finding.rule}, {finding.clause}]"
            out.write(_printable(text) + "\n")
    found = check.rules.total()
    out.write("\n" if found else "")
    for rule, count in check.rules.most_common():
        hidden = f" ({count - at_most:,} not shown)" if count > at_most else ""
        out.write(f"{count:>7,} × {rule}{hidden}: {_asks(rule)}\n")
    what = _count(found, "finding")
    out.write(f"{what} in {_count(check.statements, 'statement')}\n" if found else _clean(check.statements))
    return found


def write_json(check: Check, items: Iterable[tuple[str, Item]], out: IO[str]) -> int:
    """One JSON object, written as it grows: `findings`, `statements`, `broken`, and `rules` with their counts.

    Returns:
        The number of findings.
    """
    out.write('{"findings": [')
    for number, one in enumerate(check.run(items)):
        out.write((",\n" if number else "\n") + json.dumps(_entry(one), ensure_ascii=True))
    rules = dict(check.rules.most_common())
    rest = {"statements": check.statements, "broken": check.broken, "rules": rules}
    out.write("\n], " + json.dumps(rest)[1:] + "\n")
    return check.rules.total()


def _entry(one: Located) -> dict[str, Any]:
    finding = one.finding
    return {
        "file": one.file,
        "line": finding.line,
        "path": finding.path,
        "rule": finding.rule,
        "clause": finding.clause,
        "message": finding.message,
        "help": _ALL[finding.rule].help,
    }


def _asks(rule: str) -> str:
    known = _ALL[rule]
    return f"{known.asks} To mend it: {known.help}."


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")


def _clean(statements: int) -> str:
    return f"nothing found in {_count(statements, 'statement')}\n"


def _printable(text: str) -> str:
    """Without control characters, which statements could send to a terminal."""
    return "".join(one if one.isprintable() else f"\\x{ord(one):02x}" for one in text)

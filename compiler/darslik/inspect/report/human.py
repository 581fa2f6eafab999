"""`darslik inspect` for people: what it is, what is wrong with it, how it ended."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.inspect.report.content import brief
from darslik.inspect.report.outlook import outlook
from darslik.inspect.report.shown import Shown, folded
from darslik.inspect.report.words import ending, identity
from darslik.report.human import finding, harmless, paint

MOST = 5
"""Findings of one rule that are written out."""


def write(shown: Shown) -> str:
    """The whole report."""
    return "\n\n".join(block for block in _blocks(shown) if block) + "\n"


def _blocks(shown: Shown) -> Iterator[str]:
    yield harmless(f"{shown.result.path}: {identity(shown)}")
    for item, more in folded(shown.found, MOST):
        yield "\n".join(finding(item, shown))
        if more:
            least = "at least " if item.rule in shown.capped else ""
            yield (
                paint(f"{item.severity.value}[{item.rule}]", item.severity.value, shown) + f": and {least}{more:,} more"
            )
    for record in shown.records:
        yield "\n".join(harmless(line) for line in outlook(record))
    if shown.content is not None:
        yield "\n".join(harmless(line) for line in brief(shown.content))
    yield ending(shown)

"""`darslik inspect --format html`: one page that needs nothing else, neither script nor network.

Everything that stands in a package is text here: Jinja escapes it, and the policy in the page's head forbids the rest.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from darslik.diagnostics import Diagnostic, Severity, Span
from darslik.inspect.record import Record
from darslik.inspect.record.model import Activity
from darslik.inspect.record.picture import picture
from darslik.inspect.record.promises import gradebook, unknown
from darslik.inspect.record.words import ROLES, Words
from darslik.inspect.report.content import tool_name
from darslik.inspect.report.outlook import tree
from darslik.inspect.report.shown import Shown
from darslik.inspect.report.verdicts import verdicts
from darslik.inspect.report.words import STANDARDS, ending, identity, many, size
from darslik.report.human import harmless, window
from darslik.rules import RULES, Rule
from darslik.version import VERSION

MOST = 20
"""Findings of one rule that are written out."""
ACTIVITIES = 300
"""Activities that are told one by one."""
_CODE = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True)
class Excerpt:
    """A line of a file, cut around a place."""

    line: int
    before: str
    marked: str
    after: str


@dataclass(frozen=True)
class Shelf:
    """The findings of one rule; `more`: how many are not written out."""

    rule: Rule
    severity: Severity
    found: Sequence[Diagnostic]
    more: int

    @property
    def help(self) -> tuple[str, ...]:
        """What helps against all of them alike; empty if it differs."""
        said = {item.help for item in self.found}
        return said.pop() if len(said) == 1 and len(self.found) > 1 else ()


def write(shown: Shown) -> str:
    """The page."""
    return render(
        "report.html.j2",
        shown=shown,
        name=_name(shown),
        identity=identity(shown),
        ending=ending(shown),
        shelves=list(_shelves(shown.found)),
        trees=[_tree(record) for record in shown.records],
        lmss=verdicts(shown),
        rules=sum(shown.applied.values()),
        excerpt=lambda span: _excerpt(span, shown),
    )


def render(template: str, **values: object) -> str:
    """A page of one of the templates here."""
    style = _style()
    return (
        _environment()
        .get_template(template)
        .render(
            style=Markup(style),  # noqa: S704 - our own file
            digest=b64encode(hashlib.sha256(style.encode()).digest()).decode(),
            version=VERSION,
            **values,
        )
    )


def _name(shown: Shown) -> str:
    return shown.facts.name if shown.facts else shown.result.path.rstrip("/").rsplit("/", 1)[-1]


def _shelves(found: Sequence[Diagnostic]) -> Iterator[Shelf]:
    """By severity, then by rule; rules in the order of their first finding."""
    first: dict[tuple[Severity, str], int] = {}
    for index, item in enumerate(found):
        first.setdefault((item.severity, item.rule), index)
    ordered = sorted(found, key=lambda item: first[item.severity, item.rule])
    for (severity, rule), items in groupby(ordered, key=lambda item: (item.severity, item.rule)):
        every = list(items)
        yield Shelf(RULES[rule], severity, every[:MOST], max(0, len(every) - MOST))


def _excerpt(span: Span, shown: Shown) -> Excerpt | None:
    lines = shown.lines(span.file)
    if not 1 <= span.line <= len(lines):
        return None
    line, column = window(lines[span.line - 1], span.column)
    start, end = column - 1, column - 1 + span.length
    return Excerpt(span.line, line[:start], line[start:end], line[end:])


@dataclass(frozen=True)
class Tree:
    """What an LMS will record, drawn and told; `more`: activities that are not told one by one."""

    record: Record
    picture: Markup
    gradebook: Sequence[str]
    unknown: Sequence[str]
    rows: Sequence[tuple[int, Activity, Sequence[str]]]
    more: int
    roles: Mapping[str, str]


def _tree(record: Record) -> Tree:
    words = Words(record)
    found = list(tree(record))
    rows = [(depth, one, words.activity(one)) for depth, one in found[:ACTIVITIES]]
    drawn = Markup(picture(record))  # noqa: S704 - it escapes what it writes
    return Tree(record, drawn, gradebook(record), unknown(record), rows, max(0, len(found) - ACTIVITIES), ROLES)


def prose(text: str) -> Markup:
    """Text with its `code` as such, in paragraphs."""
    parts = re.split(r"\n\s*\n", text.strip())
    return Markup("").join(Markup("<p>{}</p>").format(phrase(part)) for part in parts)


def phrase(text: str) -> Markup:
    """A sentence with its `code` as such."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(harmless(text)))))  # noqa: S704 - escaped before


def example(rule: Rule, which: str) -> str:
    """The bad or the good example, as it is written."""
    lines = rule.doc.splitlines()
    start = lines.index(f"{which}:") + 1 if f"{which}:" in lines else len(lines)
    rest = lines[start:]
    end = next((index for index, line in enumerate(rest) if line in {"Bad:", "Good:"}), len(rest))
    return "\n".join(line.removeprefix("    ") for line in rest[:end]).strip("\n")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("darslik.inspect.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "prose": prose,
        "phrase": phrase,
        "harmless": harmless,
        "harmless_lines": lambda text: "\n".join(harmless(line) for line in text.split("\n")),
        "example": example,
        "many": many,
        "tool": lambda one: tool_name(one.name, one.version),
        "size": size,
        "standard": lambda name: STANDARDS.get(name, name),
    }
    return environment


@cache
def _style() -> str:
    return (files("darslik.inspect.report") / "report.css").read_text("utf-8")

"""What is wrong with a course, as data: severity, place, message, help. Drawing it is the job of `report/`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is: an error stops the build, a warning does not, a hint shows with `--pedantic`."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, order=True)
class Span:
    """A place on one line of a course file. Lines and columns count characters from 1."""

    file: str
    line: int = 1
    column: int = 1
    length: int = 1


@dataclass(frozen=True)
class Label:
    """A second place that helps to understand a finding, with a few words."""

    span: Span
    text: str


@dataclass(frozen=True)
class Diagnostic:
    """One finding. `rule` is the id that `darslik explain` and `ok:` comments take."""

    rule: str
    severity: Severity
    message: str
    span: Span
    label: str = ""
    related: tuple[Label, ...] = ()
    help: tuple[str, ...] = ()
    evidence: str = ""
    """What was seen, word by word; or who says so, if it is a finding of a profile."""

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order of reports: by place, then by rule."""
        return (self.span.file, self.span.line, self.span.column, self.rule, self.message)


@dataclass
class Sink:
    """Collects the findings of one phase, so that an author sees all of them at once."""

    found: list[Diagnostic] = field(default_factory=list)

    def add(
        self,
        rule: str,
        message: str,
        span: Span,
        *,
        label: str = "",
        help: str | Iterable[str] = (),  # noqa: A002 - the word of the report itself
        related: Iterable[Label] = (),
    ) -> None:
        """Record a finding; the severity is the one documented with the rule."""
        from darslik.rules import RULES  # the rules import this module

        helps = (help,) if isinstance(help, str) else tuple(help)
        self.found.append(Diagnostic(rule, RULES[rule].severity, message, span, label, tuple(related), helps))

    @property
    def errors(self) -> bool:
        """Whether anything found so far stops the build."""
        return has_errors(self.found)


def has_errors(found: Iterable[Diagnostic]) -> bool:
    """Whether one of these stops the build."""
    return any(item.severity is Severity.ERROR for item in found)


def tidy(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sorted by place, each (rule, place) once."""
    return list(_unique(sorted(found, key=lambda item: item.sort_key)))


def _unique(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    seen: set[tuple[str, Span]] = set()
    for item in found:
        if (item.rule, item.span) not in seen:
            seen.add((item.rule, item.span))
            yield item

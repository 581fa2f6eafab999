"""What the reports of an inspection show: findings in their order, lines of files, places, facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from darslik.diagnostics import Diagnostic, Severity
from darslik.inspect import Inspection, Options
from darslik.inspect.archive import Damaged
from darslik.inspect.content.facts import ContentFacts, facts_of
from darslik.inspect.content.secrets import hidden
from darslik.inspect.quirk import quirk_rules
from darslik.inspect.record import Record
from darslik.inspect.rule import load_package_rules
from darslik.rules import RULES

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.HINT: 2}
_RAISED = {Severity.WARNING: Severity.ERROR}
_RECORDED = {"scorm12", "scorm2004", "cmi5", "xapi"}
_EXCERPTS = 64
"""Files whose lines are kept for excerpts; there are findings in few."""


_LONGEST = 600
"""Characters of a message, a label, a help or of evidence: a hostile name may have millions."""


@dataclass(frozen=True)
class Facts:
    """Sizes of a package: `files` in it, their `bytes` unpacked."""

    name: str
    form: str
    files: int
    bytes: int


@dataclass(frozen=True)
class Shown:
    """An inspection as it was asked for. `strict`: warnings count as errors; `pedantic`: with hints."""

    result: Inspection
    options: Options = field(default_factory=Options)
    strict: bool = False
    pedantic: bool = False
    colour: bool = False

    @cached_property
    def found(self) -> Sequence[Diagnostic]:
        """The findings that are shown, the gravest first, then by place."""
        raised = (
            replace(one, severity=_RAISED.get(one.severity, one.severity)) if self.strict else one
            for one in self.result.found
        )
        shown = [_clipped(one) for one in raised if self.pedantic or one.severity is not Severity.HINT]
        return sorted(shown, key=lambda one: (_ORDER[one.severity], one.sort_key))

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many findings of each severity are shown."""
        return {each.value: sum(one.severity is each for one in self.found) for each in Severity}

    @cached_property
    def capped(self) -> frozenset[str]:
        """Rules that find more than the limits let them tell."""
        told = Counter(one.rule for one in self.result.found)
        return frozenset(rule for rule, number in told.items() if number > self.options.limits.findings)

    @property
    def hidden(self) -> int:
        """Hints that `--pedantic` would show."""
        return len(self.result.found) - len(self.found)

    @property
    def verdict(self) -> Literal["errors", "warnings", "clean"]:
        """The gravest that was found; hints leave it clean."""
        return "errors" if self.counts["error"] else "warnings" if self.counts["warning"] else "clean"

    @cached_property
    def facts(self) -> Facts | None:
        """How large the package is; none if it was refused."""
        package = self.result.package
        if package is None:
            return None
        sizes = [package.size(path) for path in package.paths()]
        return Facts(package.name, package.form, len(sizes), sum(sizes))

    @cached_property
    def applied(self) -> dict[str, int]:
        """How many rules were applied, by what they are about; those about LMSs only if one was chosen."""
        load_package_rules()
        single = set() if self.options.profiles else set(quirk_rules())
        groups = ["any", *dict.fromkeys(kind.standard for kind in self.result.kinds)]
        return {name: sum(name in rule.about and rule.id not in single for rule in RULES.values()) for name in groups}

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """What an LMS will record, one for each standard that has something to say of it."""
        return tuple(one.record for one in self.result.subjects if one.kind and one.kind.standard in _RECORDED)

    @cached_property
    def content(self) -> ContentFacts | None:
        """What is in the files; none if the package was refused."""
        package = self.result.package
        return None if package is None else facts_of(package, self.options.limits)

    def path(self, file: str) -> str:
        """A file's place as one writes it: `course.zip!/imsmanifest.xml`, `folder/imsmanifest.xml`."""
        package = self.result.package
        where = self.result.path.rstrip("/") or "/"
        if package is None or package.form == "file" or (file == package.name and not package.has(file)):
            return where
        return f"{where}{'!/' if package.form == 'zip' else '/'}{file}"

    def lines(self, file: str) -> Sequence[str]:
        """The lines of a file as far as it may be read, secrets painted over; empty if it cannot be."""
        if file not in self._lines:
            if len(self._lines) >= _EXCERPTS:
                self._lines.pop(next(iter(self._lines)))
            self._lines[file] = hidden("\n".join(self._read(file))).split("\n")
        return self._lines[file]

    @cached_property
    def _lines(self) -> dict[str, Sequence[str]]:
        return {}

    def _read(self, file: str) -> Sequence[str]:
        for subject in self.result.subjects:
            if subject.document is not None and subject.document.path == file:
                return subject.document.lines
        package = self.result.package
        try:
            if package is None or not package.has(file):
                return []
            text = package.read(file, self.options.limits.text).decode("utf-8-sig", "replace")
        except (Damaged, OSError, KeyError):
            return []
        return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def folded(found: Sequence[Diagnostic], most: int) -> Iterator[tuple[Diagnostic, int]]:
    """Findings, no more than `most` of one rule and severity; with the last of them, how many more there are."""
    total: dict[tuple[str, Severity], int] = {}
    for one in found:
        total[one.rule, one.severity] = total.get((one.rule, one.severity), 0) + 1
    seen: dict[tuple[str, Severity], int] = {}
    for one in found:
        key = (one.rule, one.severity)
        seen[key] = seen.get(key, 0) + 1
        if seen[key] <= most:
            yield one, total[key] - most if seen[key] == most else 0


def _clipped(item: Diagnostic) -> Diagnostic:
    return replace(
        item,
        message=_clip(item.message),
        label=_clip(item.label),
        help=tuple(_clip(one) for one in item.help),
        evidence=_clip(item.evidence),
        related=tuple(replace(one, text=_clip(one.text)) for one in item.related),
    )


def _clip(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"

"""The list of everything that darslik can find wrong, each documented where it is defined."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass

from darslik.diagnostics import Severity


@dataclass(frozen=True)
class Rule:
    """A kind of finding.

    `doc` has a sentence, the reason, and two examples headed `Bad:` and `Good:`; both are run as tests. An example
    is one or more files, each headed `=== path`, laid over a small correct course.
    """

    id: str
    severity: Severity
    doc: str
    about: tuple[str, ...] = ("course",)
    """What it judges: a course, or packages (`any`, or those of the standards named)."""
    covers: tuple[str, ...] = ()
    """Rows of the tables of rules in `compiler/INSPECT.md`; only for packages."""

    @property
    def summary(self) -> str:
        """The first sentence of the documentation."""
        return self.doc.strip().splitlines()[0]

    @property
    def reason(self) -> str:
        """What stands between the first sentence and the examples."""
        told = re.sub(r"^With: .*$", "", self.doc.strip().split("\nBad:\n")[0], flags=re.MULTILINE)
        text = told.split("\n", 1)
        return text[1].strip() if len(text) > 1 and text[1].strip() else text[0]

    @property
    def company(self) -> set[str]:
        """Rules that cannot but find something in the bad example too: its documentation says `With: rule, rule`."""
        said = re.search(r"^With: (.*)$", self.doc, re.MULTILINE)
        return {name.strip(" `") for name in said[1].split(",")} if said else set()

    def example(self, which: str) -> dict[str, bytes]:
        r"""Files of the `Bad` or `Good` example: path → bytes.

        `\xd3` is a byte, `\size 9` are nine bytes, `\repeat 9 text` is a text nine times, in which `\n` ends a line and
        `\i` is the number of the repetition.
        """
        return {path: _bytes(text) for path, text in _files(_section(self.doc, which)).items()}


RULES: dict[str, Rule] = {}


def define(
    rule_id: str,
    severity: Severity,
    doc: str,
    *,
    about: tuple[str, ...] = ("course",),
    covers: tuple[str, ...] = (),
) -> None:
    """Document a finding that a reader reports (checks and rules document themselves, see `checks.check`)."""
    if rule_id in RULES:
        message = f"two rules are called {rule_id}"
        raise ValueError(message)
    RULES[rule_id] = Rule(rule_id, severity, inspect.cleandoc(doc), about, covers)


def rule_of(
    function: Callable[..., object],
    severity: Severity,
    *,
    about: tuple[str, ...] = ("course",),
    covers: tuple[str, ...] = (),
) -> str:
    """Define the rule whose id and documentation are a function's name and docstring."""
    rule_id = function.__name__.replace("_", "-")
    define(rule_id, severity, function.__doc__ or "", about=about, covers=covers)
    return rule_id


def _section(doc: str, which: str) -> list[str]:
    lines = doc.splitlines()
    try:
        start = lines.index(f"{which}:") + 1
    except ValueError:
        return []
    rest = lines[start:]
    end = next((i for i, line in enumerate(rest) if line in {"Bad:", "Good:"}), len(rest))
    return inspect.cleandoc("\n".join(rest[:end])).splitlines()


def _repeat(found: re.Match[str]) -> str:
    text = found[2].replace("\\n", "\n")
    between = "" if text.endswith("\n") else " "
    return between.join(text.replace("\\i", str(number)) for number in range(1, int(found[1]) + 1))


_REPEAT = re.compile(r"^\\repeat ([0-9]+) (.*)$", re.MULTILINE)


def _bytes(text: str) -> bytes:
    if text.startswith("\\size "):
        return b"x" * int(text[6:])
    text = _REPEAT.sub(_repeat, text)
    parts = re.split(r"(\\x[0-9a-f]{2})", text)
    return b"".join(bytes([int(p.removeprefix("\\x"), base=16)]) if p.startswith("\\x") else p.encode() for p in parts)


def _files(lines: list[str]) -> dict[str, str]:
    files: dict[str, list[str]] = {}
    current: list[str] = []
    for line in lines:
        if line.startswith("=== "):
            current = files.setdefault(line[4:].strip(), [])
        else:
            current.append(line)
    return {path: "\n".join(body).rstrip() + "\n" for path, body in files.items()}

"""Rules from small parts: a rule looks at a value, its path, and adds to a report what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from .findings import Report, show, step

Rule: TypeAlias = Callable[[object, str, Report], None]


class Shape:
    """The rule of an object: its members with their rules, and which of them must be there."""

    def __init__(self, what: str, members: Mapping[str, Rule], required: str = "", later: str = "") -> None:
        """`what` names the object in messages; `required`, and those that came `later`, are names divided by blanks."""
        self.what = what
        self.members = dict(members)
        self.required = tuple(required.split())
        self.later = tuple(later.split())

    def __call__(self, value: object, path: str, report: Report) -> None:
        """Check an object and its members."""
        if not isinstance(value, dict):
            report.wrong_type(path, value, f"{self.what} must be an object")
            return
        members = self.members
        for name, member in value.items():
            rule = members.get(name)
            if rule is None:
                self._unknown(name, path, report)
            elif member is None:
                report.add("null", f"{path}.{name}", "null is allowed only inside extensions")
            else:
                rule(member, f"{path}.{name}", report)
        for name in self.required:
            if name not in value:
                report.add("missing", path, f'{self.what} must have "{name}"')

    def _unknown(self, name: str, path: str, report: Report) -> None:
        meant = [one for one in self.members if one.lower() == name.lower()]
        if meant:
            report.add("key-case", f"{path}{step(name)}", f'must be written "{meant[0]}"')
        elif name in self.later:
            message = "came with xAPI 2.0: name that version in the statement, or check with --version 2.0"
            report.add("unknown-property", f"{path}.{name}", message)
        else:
            allowed = ", ".join(self.members)
            report.add("unknown-property", f"{path}{step(name)}", f"{self.what} may have only {allowed}")


def text(value: object, path: str, report: Report) -> None:
    """A text."""
    if not isinstance(value, str):
        report.wrong_type(path, value, "must be a text")


def boolean(value: object, path: str, report: Report) -> None:
    """A boolean."""
    if not isinstance(value, bool):
        report.wrong_type(path, value, "must be true or false")


def formatted(test: Callable[[object], bool], rule: str, form: str, *, secret: bool = False) -> Rule:
    """A text that passes a test; a `secret` value (who somebody is) is not shown."""

    def check(value: object, path: str, report: Report) -> None:
        if test(value):
            return
        if not isinstance(value, str):
            report.wrong_type(path, value, f"must be {form}")
        else:
            report.add(rule, path, f"must be {form}" + ("" if secret else f", not {show(value)}"))

    return check


def listed(rule: Rule, what: str) -> Rule:
    """A list whose items follow a rule."""

    def check(value: object, path: str, report: Report) -> None:
        if not isinstance(value, list):
            report.wrong_type(path, value, f"must be a list of {what}")
            return
        for index, item in enumerate(value):
            rule(item, f"{path}[{index}]", report)

    return check


def one_of(allowed: tuple[str, ...], rule: str = "object-type") -> Rule:
    """A text out of a list, in its letter case."""
    names = " or ".join(f'"{one}"' for one in allowed)

    def check(value: object, path: str, report: Report) -> None:
        if value not in allowed:
            report.add(rule, path, f"must be {names}, not {show(value)}")

    return check

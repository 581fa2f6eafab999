"""A package in a few words: what it is, how large, how the inspection ended."""

from __future__ import annotations

from darslik.inspect.report.shown import Shown
from darslik.inspect.subject import Subject
from darslik.inspect.xml import local

STANDARDS = {
    "any": "every package",
    "scorm12": "SCORM 1.2",
    "scorm2004": "SCORM 2004",
    "cmi5": "cmi5",
    "xapi": "xAPI (tincan.xml)",
    "imscc": "Common Cartridge",
}
_UNITS = ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"))


def size(number: int) -> str:
    """Bytes as people say them: `412 kB`."""
    for unit, name in _UNITS:
        if number >= unit:
            return f"{number / unit:.0f} {name}" if number >= 10 * unit else f"{number / unit:.1f} {name}"
    return many(number, "byte")


def many(number: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else noun + ("es" if noun.endswith(("s", "ch")) else "s")
    return f"{number:,} {noun if number == 1 else plural}"


def identity(shown: Shown) -> str:
    """`SCORM 2004 4th Edition, 1 SCO, 61 files, 412 kB`."""
    facts = shown.facts
    if facts is None:
        return "not opened"
    subjects = {id(one.kind): one for one in shown.result.subjects}
    kinds = [
        ", ".join(filter(None, [kind.title, units(subjects[id(kind)]) if id(kind) in subjects else ""]))
        for kind in shown.result.kinds
    ]
    what = " and ".join(kinds) or "no package of a known standard"
    return f"{what}, {many(facts.files, 'file')}, {size(facts.bytes)}{_made_with(shown)}"


def _made_with(shown: Shown) -> str:
    tools = [] if shown.content is None else [one for one in shown.content.tools if one.kind == "authoring"]
    names = [f"{one.name} {one.version}".strip() for one in tools[:3]]
    return f"; made with {' and '.join(names)}" if names else ""


def units(subject: Subject) -> str:
    """What can be launched: `3 SCOs`, `1 AU`, `2 activities`; empty for what is only recognised."""
    kind = subject.kind.standard if subject.kind else ""
    if kind in {"scorm12", "scorm2004"}:
        manifest = subject.manifest
        return many(sum(manifest.is_sco(item) for item in manifest.items), "SCO")
    if kind == "cmi5":
        return many(_elements(subject, "au"), "AU")
    return many(_elements(subject, "launch"), "launch") if kind == "xapi" else ""


def _elements(subject: Subject, name: str) -> int:
    return sum(isinstance(one.tag, str) and local(one) == name for one in subject.xml.root.iter())


def tally(shown: Shown) -> str:
    """`2 errors, 1 warning`; empty if there is nothing."""
    open_ended = {one.severity.value for one in shown.found if one.rule in shown.capped}
    return ", ".join(
        f"{'at least ' if name in open_ended else ''}{many(number, name)}"
        for name, number in shown.counts.items()
        if number
    )


def ending(shown: Shown) -> str:
    """The verdict, in a sentence without its full stop."""
    said = tally(shown)
    hints = f"; --pedantic shows {many(shown.hidden, 'hint')}" if shown.hidden else ""
    checked = many(sum(shown.applied.values()), "rule")
    if shown.verdict == "errors":
        return f"{said}: this package is not right{hints}"
    if shown.verdict == "warnings":
        return f"no errors, {said}{hints}"
    return f"no errors and no warnings by {checked}{hints}" if not said else f"no errors, no warnings, {said}"

"""The small correct packages over which the examples of package rules are laid; see `darslik.inspect.rule`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from darslik.inspect.quirk import quirk_rules
from darslik.package.schemas import schema_files
from zips import described

if TYPE_CHECKING:
    from darslik.rules import Rule

HERE = Path(__file__).parent / "inspect" / "bases"
MANIFESTS = {"scorm2004": "imsmanifest.xml", "scorm12": "imsmanifest.xml", "cmi5": "cmi5.xml", "xapi": "tincan.xml"}
SCHEMAS = {"scorm2004": "scorm2004-4", "scorm12": "scorm12"}
ZIP_ONLY = "package.zip"
BARE = "package.xml"
"""A file that comes without a package around it."""


def standard_of(rule: Rule) -> str:
    """The standard whose base its examples are laid over."""
    return "scorm2004" if rule.about[0] == "any" else rule.about[0]


@cache
def base(standard: str) -> dict[str, bytes]:
    """The files of a correct package."""
    return {
        MANIFESTS[standard]: (HERE / f"{standard}.xml").read_bytes(),
        "index.html": (HERE / "index.html").read_bytes(),
        "lesson.js": (HERE / f"{standard}.js").read_bytes(),
        **(dict(schema_files(SCHEMAS[standard])) if standard in SCHEMAS else {}),
    }


def example_files(rule: Rule, which: str) -> dict[str, bytes]:
    """The base with an example over it.

    A line `\\base` (or `\\base other.xml`) stands for the file of the base, `\\delete` takes a file away; a fragment
    of XML replaces elements of the base's file.
    """
    files = dict(base(standard_of(rule)))
    whole = dict(files)
    for path, body in rule.example(which).items():
        text = body.decode("utf-8", "surrogateescape").strip()
        if text == "\\delete":
            files.pop(path)
        elif found := re.fullmatch(r"\\base(?: (\S+))?", text):
            files[path] = whole[found[1] or path]
        elif path in whole and path.endswith(".xml") and is_fragment(text):
            files[path] = overlaid(whole[path].decode(), text).encode()
        else:
            files[path] = body
    return files


def example_zip(rule: Rule, which: str) -> bytes:
    """The bytes of `package.zip`: as they stand, or as lines after `\\zip` describe them (see `zips.py`)."""
    body = rule.example(which)[ZIP_ONLY]
    spec = body.decode("utf-8", "surrogateescape")
    if not spec.startswith("\\zip"):
        return body
    files = example_files(rule, which)
    del files[ZIP_ONLY]
    return described(spec, files)


def profile_for(rule: Rule, folder: Path) -> tuple[str, ...]:
    """The path of a profile with one row, which checks this rule, if it is one about LMSs; otherwise nothing.

    What the rule must be told of an LMS stands in the line `Settings:` of its documentation.
    """
    if rule.id not in quirk_rules():
        return ()
    said = re.search(r"^Settings: (.*)$", rule.doc, re.MULTILINE)
    row = "{id: A1, severity: breaks, concerns: [import], text: It breaks., do: change it, evidence: [its manual], "
    row += f"check: {rule.id}, settings: {said[1] if said else '{}'}}}"
    file = folder / "one-row.yaml"
    file.write_text(f"id: one-row\nname: One Row\nversions: any\nquirks:\n  - {row}\n", encoding="utf-8")
    return (str(file),)


def is_fragment(text: str) -> bool:
    """Whether it is elements to put into a manifest, and not a whole one."""
    return bool(re.match(r"<(?!\?|!|manifest(?!-)|courseStructure|tincan|\w+:manifest)", text))


def overlaid(base_text: str, fragment: str) -> str:
    """The base with each element of the fragment in the place of the first of its name (and identifier, if it has one).

    What the base has none of comes last.

    `<manifest-attributes …/>` puts attributes into the root's start tag, in the place of those of the same names.
    """
    for name, tag, whole in elements(fragment):
        if name == "manifest-attributes":
            base_text = with_attributes(base_text, tag)
            continue
        identifier = re.search(r'\s(?:identifier|id)="([^"]*)"', tag)
        places = list(elements_named(base_text, name))
        chosen = next(
            (one for one in places if identifier and f'"{identifier[1]}"' in base_text[one[0] :].split(">")[0]), None
        )
        last = base_text.rindex("</")
        start, end = chosen or next(iter(places), (last, last))
        base_text = base_text[:start] + whole + base_text[end:]
    return base_text


def with_attributes(base_text: str, tag: str) -> str:
    """The root's start tag with the attributes of `tag`; an attribute whose value is `\\none` is taken away."""
    for name, value in re.findall(r'([\w:.-]+)="([^"]*)"', tag):
        head = re.search(r"<(?![?!])[^>]*>", base_text)
        assert head
        new = re.sub(rf'\s{re.escape(name)}="[^"]*"', "", head[0])
        if value != "\\none":
            new = new[:-1] + f' {name}="{value}">'
        base_text = base_text[: head.start()] + new + base_text[head.end() :]
    return base_text


def elements(text: str) -> list[tuple[str, str, str]]:
    """Name, start tag and whole text of each outermost element."""
    found = []
    at = 0
    while start := re.compile(r"<([\w:.-]+)[^>]*>").search(text, at):
        end = end_of(text, start.start())
        found.append((start[1], start[0], text[start.start() : end]))
        at = end
    return found


def elements_named(text: str, name: str) -> list[tuple[int, int]]:
    """From where to where each element of this name goes."""
    starts = [found.start() for found in re.finditer(rf"<{re.escape(name)}(?=[\s/>])", text)]
    return [(start, end_of(text, start)) for start in starts]


def end_of(text: str, start: int) -> int:
    """Behind the end tag of the element that starts there."""
    depth = 0
    for tag in re.compile(r"<(/?)[\w:.-]+[^>]*?(/?)>").finditer(text, start):
        depth += -1 if tag[1] else 0 if tag[2] else 1
        if depth == 0:
            return tag.end()
    return len(text)

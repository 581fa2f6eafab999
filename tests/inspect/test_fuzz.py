"""Mutated packages: whatever the bytes and the elements are, an inspection ends with findings, never with a traceback.

`DARSLIK_FUZZ=20000 pytest tests/inspect/test_fuzz.py` tries so many examples of each kind, and new ones each time.
"""

from __future__ import annotations

import copy
import os
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from darslik.diagnostics import Severity
from darslik.inspect import Inspection, Options, inspect
from darslik.inspect.report import FORMATS, write
from darslik.inspect.report.shown import Shown
from darslik.inspect.rule import load_package_rules
from darslik.package.schemas import safe_parser
from darslik.profiles import profiles
from darslik.rules import RULES
from inspect_examples import MANIFESTS, ZIP_ONLY, base, example_files, standard_of
from zips import packed

if TYPE_CHECKING:
    from collections.abc import Callable

LONG = int(os.environ.get("DARSLIK_FUZZ", "0"))
fuzz = settings(
    max_examples=LONG or 60,
    derandomize=not LONG,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
STANDARDS = sorted(MANIFESTS)
GOLDEN = Path(__file__).parents[1] / "golden"
OPTIONS = Options(profiles=tuple(sorted(profiles())))
NONSENSE = [
    *("", " ", "0", "-1", "1e999", "NaN", "9" * 400, "true", "\u2028", "../..", "/", "//", "http://[", "%", "%zz", "?"),
    *("http://\u00e9:99999/", "file:///etc/passwd", "imsmanifest.xml", "index.html?a=b#c", "item_1", "resource_1"),
    *(
        "P9999999999999Y",
        "PT1H",
        "2024-99-99",
        "{}",
        "a" * 5000,
        "\U0001f600",
        "#",
        "urn:",
        "\\",
        "C:\\x",
        "xs:ID",
        "*",
    ),
    *("<&>\"'", "(a&b|~c", "com.example:/x", "satisfied", "all", "unknown"),
]
values = st.sampled_from(NONSENSE) | st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=20
)
places = st.integers(0, 2**31)


@cache
def seeds(standard: str) -> list[bytes]:
    """Manifests with all the elements that rules look at: those of their examples, and of courses."""
    found = [path.read_bytes() for path in sorted(GOLDEN.glob(f"{standard}*/{MANIFESTS[standard]}"))]
    for rule in (RULES[rule_id] for rule_id in load_package_rules()):
        if standard_of(rule) == standard:
            found += [
                example_files(rule, which).get(MANIFESTS[standard], b"")
                for which in ("Bad", "Good")
                if ZIP_ONLY not in rule.example(which)
            ]
    return [body for body in dict.fromkeys(found) if parsed(body) is not None]


def parsed(body: bytes) -> etree._Element | None:
    """The tree, if it is one without traps."""
    try:
        return etree.fromstring(body, safe_parser()) if b"<!" not in body else None
    except etree.XMLSyntaxError:
        return None


ZIPS = {standard: packed(base(standard)).made() for standard in STANDARDS}


def survives(write_package: Callable[[Path], Path]) -> Inspection:
    """Inspect and report in every format."""
    with tempfile.TemporaryDirectory() as folder:
        result = inspect(write_package(Path(folder)), OPTIONS)
        for form in FORMATS:
            text = write(Shown(result, OPTIONS, pedantic=True), form)
            text.encode()
            assert "\x1b" not in text
    return result


def zipped(data: bytes) -> Callable[[Path], Path]:
    """Write bytes as a package."""

    def make(folder: Path) -> Path:
        (folder / "package.zip").write_bytes(data)
        return folder / "package.zip"

    return make


def unpacked(files: dict[str, bytes]) -> Callable[[Path], Path]:
    """Write files as a package."""

    def make(folder: Path) -> Path:
        for path, body in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(body)
        return folder

    return make


def flipped(data: bytes, changes: list[tuple[int, int]]) -> bytes:
    made = bytearray(data)
    for at, value in changes:
        made[at % len(made)] = value
    return bytes(made)


changes = st.lists(st.tuples(places, st.integers(0, 255)), min_size=1, max_size=8)


@fuzz
@given(st.sampled_from(STANDARDS), changes)
def test_bytes_of_a_zip(standard: str, changed: list[tuple[int, int]]) -> None:
    """Anything may be changed, also the list of files; what then is still right is read as it was."""
    result = survives(zipped(flipped(ZIPS[standard], changed)))
    if result.package is not None and not any(item.severity is Severity.ERROR for item in result.found):
        path = MANIFESTS[standard]
        assert result.package.read(path) == base(standard)[path]


@fuzz
@given(st.sampled_from(STANDARDS), places, places, st.binary(max_size=40))
def test_pieces_of_a_zip(standard: str, start: int, end: int, more: bytes) -> None:
    """Cut out, put in, cut off."""
    data = ZIPS[standard]
    start, end = sorted((start % len(data), end % len(data)))
    survives(zipped(data[:start] + more + data[end:]))


@fuzz
@given(st.sampled_from(STANDARDS), places, changes)
def test_bytes_of_a_manifest(standard: str, seed: int, changed: list[tuple[int, int]]) -> None:
    manifest = seeds(standard)[seed % len(seeds(standard))]
    survives(unpacked({**base(standard), MANIFESTS[standard]: flipped(manifest, changed)}))


@fuzz
@given(st.sampled_from(STANDARDS), places, st.lists(st.tuples(st.integers(0, 7), places, places, values), max_size=12))
def test_elements_of_a_manifest(standard: str, seed: int, steps: list[tuple[int, int, int, str]]) -> None:
    """Dropped, doubled, moved, renamed; nonsense in attributes and texts."""
    root = parsed(seeds(standard)[seed % len(seeds(standard))])
    assert root is not None
    for step, one, other, value in steps:
        mutate(root, step, one, other, value)
    body = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    survives(unpacked({**base(standard), MANIFESTS[standard]: body}))


def mutate(root: etree._Element, step: int, one: int, other: int, value: str) -> None:
    """One change, chosen by `step`, at an element chosen by `one`."""
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    element = elements[one % len(elements)]
    target = elements[other % len(elements)]
    names = sorted(element.attrib)
    if step < 3:
        move(element, target, step)
    elif step < 5 and names:
        name = names[other % len(names)]
        element.set(name, value) if step == 3 else element.attrib.pop(name)
    elif step == 5:
        element.text = value
    elif step == 6:
        element.tag = target.tag
    else:
        element.attrib.update(target.attrib)


def move(element: etree._Element, target: etree._Element, step: int) -> None:
    """Drop, double or put elsewhere; the root stays."""
    parent = element.getparent()
    if parent is None:
        return
    if step == 0:
        parent.remove(element)
    elif step == 1:
        parent.append(copy.deepcopy(element))
    elif target is not element and target not in element.iterdescendants():
        target.insert(0, element)


PIECES = [
    *("<html>", "<script>", "</script>", "<script src='x.js'>", "API_1484_11", "LMSInitialize('')", "SetValue(", "/*"),
    *(
        "<a href='",
        "http://",
        "//",
        "'",
        '"',
        "<!--",
        "-->",
        "<style>",
        "@import url(",
        "eval(",
        "<iframe src=",
        "\x00",
    ),
    *(
        "lesson.js",
        "{",
        "}",
        "(",
        ")",
        "\n",
        "window.parent",
        "onunload=",
        "<title>",
        "password=",
        "é",
        "<base href=..>",
    ),
]
page = st.lists(st.sampled_from(PIECES) | st.text(max_size=9), max_size=60).map("".join)


@fuzz
@given(st.sampled_from(STANDARDS), page, page, st.sampled_from(["utf-8", "utf-16", "latin-1"]))
def test_content(standard: str, html: str, script: str, encoding: str) -> None:
    files = {"index.html": html, "lesson.js": script, "style.css": script, "data.json": html, "sub/page.htm": html}
    body = {path: text.encode(encoding, "replace") for path, text in files.items()}
    survives(unpacked({**base(standard), **body}))

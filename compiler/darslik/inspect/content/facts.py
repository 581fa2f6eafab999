"""What reports tell about the content of a package: facts, not findings."""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from darslik.inspect.archive import Damaged, Package
from darslik.inspect.content.fonts import Font
from darslik.inspect.content.index import Content, content_of
from darslik.inspect.content.rights import ENDINGS, HEAD, rights_of
from darslik.inspect.content.tools import Tool, tools_by_name
from darslik.inspect.limits import MIB, Limits

_LARGEST = 10
_OWN = "darslik.json"
_MEDIA = 2000
_LICENCES = re.compile(r"(?:^|/)(?:licen[cs]e|copying|notice|copyright|ofl|credits)[^/]*$", re.IGNORECASE)
_APIS = (
    ("SCORM 1.2", ("LMSInitialize", "LMSGetValue", "LMSSetValue", "LMSFinish")),
    ("SCORM 2004", ("API_1484_11",)),
    ("AICC", ("AICC_SID", "AICC_URL")),
    ("cmi5", ("LMS.LaunchData", "auth-token")),
)


@dataclass(frozen=True, slots=True)
class Host:
    """A host that the content names. `loads`: it asks it for something by itself; otherwise learners click links."""

    name: str
    loads: bool
    count: int
    first: str
    """File and line of the first address."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Files of one ending: how many, and their bytes."""

    ending: str
    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class ContentFacts:
    """The content of a package in facts. Paths are those of the package, sizes are bytes unpacked."""

    api: tuple[str, ...]
    """What it can talk to: `SCORM 1.2`, `SCORM 2004`, `AICC`, `cmi5`, `xAPI`."""
    tools: tuple[Tool, ...]
    hosts: tuple[Host, ...]
    total: int
    largest: tuple[tuple[str, int], ...]
    kinds: tuple[Kind, ...]
    fonts: tuple[Font, ...]
    rights: tuple[tuple[str, str], ...]
    """Path and what the file says about copyright or licence; files that are licences with an empty text."""
    unread: tuple[str, ...]
    """Files that were not, or not wholly, searched, because they are too large."""


_KNOWN: WeakKeyDictionary[Package, ContentFacts] = WeakKeyDictionary()


def facts_of(package: Package, limits: Limits) -> ContentFacts:
    """The facts of a package, gathered when they are asked for first."""
    found = _KNOWN.get(package)
    if found is None:
        found = _KNOWN[package] = _facts(package, content_of(package, limits))
    return found


def over_cap(package: Package, cap: int) -> int:
    """By how many bytes the files of a package, unpacked, go beyond a cap; 0 if they do not."""
    return max(0, sum(package.size(path) for path in package.paths()) - cap)


def _facts(package: Package, content: Content) -> ContentFacts:
    sizes = content.sizes
    return ContentFacts(
        api=tuple(_api(content)),
        tools=tuple(_tools(content)),
        hosts=tuple(_hosts(content)),
        total=sum(sizes.values()),
        largest=tuple(sorted(sizes.items(), key=lambda one: (-one[1], one[0]))[:_LARGEST]),
        kinds=tuple(_kinds(sizes)),
        fonts=tuple(content.fonts),
        rights=tuple(_rights(package, content)),
        unread=tuple(content.partial),
    )


def _api(content: Content) -> Iterator[str]:
    for name, words in _APIS:
        if content.words & set(words):
            yield name
    if {"endpoint", "statements"} <= content.words or any("xAPI" in one.name for one in content.tools):
        yield "xAPI"


def _tools(content: Content) -> Iterator[Tool]:
    """Each tool once, with its version if any file tells it."""
    best: dict[str, Tool] = {}
    for one in (*tools_by_name(content.paths), *content.tools):
        known = best.get(one.name)
        if known is None or (one.version and not known.version):
            best[one.name] = one
    yield from sorted(best.values(), key=lambda one: (one.kind, one.name))


def _hosts(content: Content) -> Iterator[Host]:
    counts: Counter[tuple[str, bool]] = Counter()
    first: dict[tuple[str, bool], str] = {}
    for path, one in content.references():
        if one.address.host:
            key = one.address.host, one.use != "link"
            counts[key] += 1
            first.setdefault(key, f"{path}:{one.span.line}")
    for (name, loads), count in sorted(counts.items(), key=lambda one: (not one[0][1], one[0][0])):
        yield Host(name, loads, count, first[name, loads])


def _kinds(sizes: dict[str, int]) -> Iterator[Kind]:
    found: dict[str, list[int]] = defaultdict(list)
    for path, size in sizes.items():
        found[posixpath.splitext(path)[1].lower().lstrip(".")].append(size)
    for ending, each in sorted(found.items(), key=lambda one: (-sum(one[1]), one[0])):
        yield Kind(ending, len(each), sum(each))


def _rights(package: Package, content: Content) -> Iterator[tuple[str, str]]:
    left = _MEDIA
    if licence := _own(package):
        yield _OWN, licence
    for path in content.paths:
        if _LICENCES.search(path):
            yield path, ""
        elif path.lower().endswith(ENDINGS) and left:
            left -= 1
            try:
                head = package.read(path, HEAD)
            except Damaged:
                continue
            for text in rights_of(head):
                yield path, text


def _own(package: Package) -> str:
    """The licence of a course that darslik built, as its record says; empty if there is none."""
    try:
        record = json.loads(package.read(_OWN, MIB)) if package.has(_OWN) else {}
    except (Damaged, ValueError, RecursionError):
        return ""
    course = record.get("course") if isinstance(record, dict) else None
    licence = course.get("licence") if isinstance(course, dict) else None
    return licence[:300] if isinstance(licence, str) else ""

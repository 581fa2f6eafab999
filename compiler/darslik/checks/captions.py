"""Captions in other languages: as long as those of the source, and with its numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from darslik.checks import Finding, Subject, check
from darslik.checks.numbers import Number, numbers
from darslik.diagnostics import Label, Severity, Span
from darslik.source.files import Files
from darslik.source.paths import is_external, localised, resolve

SECONDS = 5.0
"""By how much the end of captions may differ from that of the source's."""

_CUE = re.compile(r"^((?:[0-9]{2,}:)?[0-9]{2}:[0-9]{2}\.[0-9]{3})\s+-->\s+((?:[0-9]{2,}:)?[0-9]{2}:[0-9]{2}\.[0-9]{3})")
_TAG = re.compile(r"<[^<>]*>")


class _Captions(NamedTuple):
    """Seconds at which the last one ends, the line of that, and all numbers with their lines."""

    end: float
    line: int
    said: list[tuple[Number, int]]


@check(Severity.WARNING)
def captions_differ(subject: Subject) -> Iterator[Finding]:
    """Captions in another language end earlier or later than the source's, or say other numbers.

    They belong to the same film: where they end five seconds apart, a part is missing in one of them.

    Bad:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en, ru]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    === course.ru.yaml
    title: Малый
    description: Малый курс.
    modules: {basics: {title: Основы}}
    === media/drill.mp4
    x
    === media/drill.vtt
    WEBVTT

    00:00.000 --> 00:02.000
    All 120 people leave.

    00:02.000 --> 00:09.000
    They meet at the gate.
    === media/drill.ru.vtt
    WEBVTT

    00:00.000 --> 00:02.000
    Все 102 человека выходят.
    === lessons/01-first.md
    :::{video} ../media/drill.mp4
    :title: The drill
    :captions: ../media/drill.vtt
    All leave the building.
    :::
    === lessons/01-first.ru.md
    :::{video} ../media/drill.mp4
    :title: Учение
    :captions: ../media/drill.vtt
    Все выходят из здания.
    :::
    Good:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en, ru]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    === course.ru.yaml
    title: Малый
    description: Малый курс.
    modules: {basics: {title: Основы}}
    === media/drill.mp4
    x
    === media/drill.vtt
    WEBVTT

    00:00.000 --> 00:09.000
    All 120 people leave.
    === media/drill.ru.vtt
    WEBVTT

    00:00.000 --> 00:08.500
    Все 120 человек выходят.
    === lessons/01-first.md
    :::{video} ../media/drill.mp4
    :title: The drill
    :captions: ../media/drill.vtt
    All leave the building.
    :::
    === lessons/01-first.ru.md
    :::{video} ../media/drill.mp4
    :title: Учение
    :captions: ../media/drill.vtt
    Все выходят из здания.
    :::
    """
    files = subject.course.files
    for path, own in sorted(_translated(subject)):
        one, other = _read(files, path), _read(files, own)
        if one and other:
            yield from _differences(one, path, other, own)


def _translated(subject: Subject) -> set[tuple[str, str]]:
    """Captions of the source, each with those of another language."""
    files, found = subject.course.files, set()
    for file in subject.walk.files:
        path = None if is_external(file.ref.path) else resolve(file.place.file, file.ref.path)
        if file.ref.purpose == "captions" and file.place.lang != subject.course.source and path and files.has(path):
            own = localised(files, path, file.place.lang)
            found |= {(path, own)} if own != path else set()
    return found


def _read(files: Files, path: str) -> _Captions | None:
    """None if there is nothing to compare: what browsers cannot read is another finding."""
    try:
        lines = files.read(path).decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        return None
    end, line, said = 0.0, 0, []
    for number, text in enumerate(lines, 1):
        if cue := _CUE.match(text.strip()):
            end, line = max((end, line), (_seconds(cue[2]), number))
        elif line:
            said += [(found, number) for found in numbers(_TAG.sub("", text))]
    return _Captions(end, line, said) if line else None


def _seconds(time: str) -> float:
    seconds = 0.0
    for part in time.split(":"):
        seconds = seconds * 60 + float(part)
    return seconds


def _differences(one: _Captions, path: str, other: _Captions, own: str) -> Iterator[Finding]:
    if abs(one.end - other.end) > SECONDS:
        yield Finding(
            f"these captions end at {other.end:g} s, those of the source at {one.end:g} s",
            Span(own, other.line),
            related=(Label(Span(path, one.line), "in the source"),),
        )
    lost = Counter(number.value for number, _ in one.said) - Counter(number.value for number, _ in other.said)
    new = Counter(number.value for number, _ in other.said) - Counter(number.value for number, _ in one.said)
    missing = [(number, line) for number, line in one.said if number.value in lost]
    added = [(number, line) for number, line in other.said if number.value in new]
    for old, fresh in zip_longest(missing, added):
        related = (Label(Span(path, old[1]), "in the source"),) if old else ()
        if fresh:
            says = f"the source says {old[0].text} and not" if old else "the source does not have"
            yield Finding(f"{says} {fresh[0].text}", Span(own, fresh[1]), related=related)
        elif old:
            yield Finding(f"the number {old[0].text} of the source is missing", Span(own, other.line), related=related)

"""Video and sound: words for those who do not hear, or do not see."""

from __future__ import annotations

import re
from collections.abc import Iterator

from darslik.checks import Finding, Subject, check
from darslik.checks.walk import File
from darslik.diagnostics import Severity
from darslik.source.files import MAX_TEXT
from darslik.source.paths import is_external, localised, resolve, variant

_TIME = r"((?:[0-9]{2,}:)?[0-5][0-9]:[0-5][0-9]\.[0-9]{3})"
_CUE = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t]|\Z)")


@check(Severity.ERROR)
def video_without_captions(subject: Subject) -> Iterator[Finding]:
    """A video has no captions.

    Learners who do not hear, or sit in an office without headphones, get nothing of what is said. WCAG 2.2, 1.2.2.

    Bad:
    === media/drill.mp4
    x
    === lessons/01-first.md
    :::{video} ../media/drill.mp4
    :title: The drill
    All leave the building by the nearest door.
    :::
    Good:
    === media/drill.mp4
    x
    === media/drill.vtt
    WEBVTT

    00:00.000 --> 00:02.000
    All leave the building.
    === lessons/01-first.md
    :::{video} ../media/drill.mp4
    :title: The drill
    :captions: ../media/drill.vtt
    All leave the building by the nearest door.
    :::
    """
    for piece in subject.walk.pieces:
        directive = piece.directive
        if directive.name == "video" and directive.data and not directive.data.captions:
            yield Finding(
                "this video has no captions",
                directive.span,
                help=(
                    "write them into a WebVTT file and add `:captions: ../media/….vtt`",
                    "if nothing is said in it, let the captions say so: `[music]`",
                ),
            )


@check(Severity.ERROR)
def media_without_transcript(subject: Subject) -> Iterator[Finding]:
    """A video or sound has no transcript.

    A text is what deaf-blind learners can use, what search finds, and what everyone can read faster than listen. WCAG
    2.2, 1.2.1 and 1.2.3.

    Bad:
    === media/alarm.mp3
    x
    === lessons/01-first.md
    :::{audio} ../media/alarm.mp3
    :title: The alarm signal
    :::
    Good:
    === media/alarm.mp3
    x
    === lessons/01-first.md
    :::{audio} ../media/alarm.mp3
    :title: The alarm signal
    Three short tones, then one long tone.
    :::
    """
    for piece in subject.walk.pieces:
        directive = piece.directive
        if directive.name not in {"video", "audio"} or not directive.data:
            continue
        if not directive.data.transcript and not directive.text.strip():
            yield Finding(
                f"this {'video' if directive.name == 'video' else 'sound'} has no transcript",
                directive.span,
                help="write what is said and seen before `:::`, or add `:transcript: ../media/….md`",
            )


@check(Severity.ERROR)
def captions_not_webvtt(subject: Subject) -> Iterator[Finding]:
    """A captions file that browsers cannot read.

    They read WebVTT only: UTF-8 text that begins with `WEBVTT`, then times such as `00:01.000 --> 00:04.000` with the
    words below.

    Bad:
    === media/drill.mp4
    x
    === media/drill.srt
    1
    00:00:00,000 --> 00:00:02,000
    All leave the building.
    === lessons/01-first.md
    :::{video} ../media/drill.mp4
    :title: The drill
    :captions: ../media/drill.srt
    All leave the building.
    :::
    Good:
    === media/drill.mp4
    x
    === media/drill.vtt
    WEBVTT

    00:00.000 --> 00:02.000
    All leave the building.
    === lessons/01-first.md
    :::{video} ../media/drill.mp4
    :title: The drill
    :captions: ../media/drill.vtt
    All leave the building.
    :::
    """
    for file, data in _texts(subject, "captions"):
        if problem := webvtt_problem(data):
            yield Finding(problem, file.ref.span, help="save the captions as WebVTT (.vtt)")


def webvtt_problem(data: bytes) -> str:
    """What keeps a browser from reading these captions; empty if nothing does."""
    try:
        lines = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    except UnicodeDecodeError:
        return "these captions are not UTF-8 text"
    if not re.match(r"WEBVTT(?:[ \t]|\Z)", lines[0]):
        return "this file does not begin with `WEBVTT`"
    cues = 0
    for number, line in enumerate(lines, 1):
        if "-->" in line:
            cues += 1
            found = _CUE.match(line.strip())
            if not found:
                return f"the times in line {number} are not written as `00:01.000 --> 00:04.000`"
            if _seconds(found[1]) >= _seconds(found[2]):
                return f"the caption in line {number} ends before it begins"
    return "" if cues else "these captions are empty"


def _seconds(time: str) -> float:
    seconds = 0.0
    for part in time.split(":"):
        seconds = seconds * 60 + float(part)
    return seconds


@check(Severity.ERROR)
def transcript_unreadable(subject: Subject) -> Iterator[Finding]:
    """A transcript file that is not UTF-8 text, is empty, or holds directives.

    A transcript is plain Markdown: headings, paragraphs, lists.

    Bad:
    === media/alarm.mp3
    x
    === media/alarm.md
    :::{note}
    Three short tones.
    :::
    === lessons/01-first.md
    :::{audio} ../media/alarm.mp3
    :title: The alarm signal
    :transcript: ../media/alarm.md
    :::
    Good:
    === media/alarm.mp3
    x
    === media/alarm.md
    Three short tones.
    === lessons/01-first.md
    :::{audio} ../media/alarm.mp3
    :title: The alarm signal
    :transcript: ../media/alarm.md
    :::
    """
    for file, data in _texts(subject, "transcript"):
        try:
            empty = not data.decode("utf-8-sig").strip()
        except UnicodeDecodeError:
            yield Finding(
                "this transcript is not UTF-8 text", file.ref.span, help="save it as UTF-8 text, ending in .md"
            )
            continue
        if empty or len(data) > MAX_TEXT:
            yield Finding(
                "this transcript is empty" if empty else "this transcript is larger than 4 MB",
                file.ref.span,
                help="write what is said and seen",
            )
    for piece in subject.walk.pieces:
        if piece.place.kind == "transcript":
            yield Finding(
                "a directive cannot stand in a transcript",
                piece.directive.span,
                help="write it as paragraphs and lists",
            )


@check(Severity.WARNING)
def captions_not_translated(subject: Subject) -> Iterator[Finding]:
    """A translated lesson shows captions, or a transcript file, of the source language.

    A file with the language before its ending, such as `drill.ru.vtt` beside `drill.vtt`, is used by itself.

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
    All leave the building.
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

    00:00.000 --> 00:02.000
    All leave the building.
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
    === media/drill.ru.vtt
    WEBVTT

    00:00.000 --> 00:02.000
    Все выходят из здания.
    """
    for file in subject.walk.files:
        if file.place.lang == subject.course.source or file.ref.purpose not in {"captions", "transcript"}:
            continue
        path = None if is_external(file.ref.path) else resolve(file.place.file, file.ref.path)
        if path and subject.course.files.has(path) and localised(subject.course.files, path, file.place.lang) == path:
            name = variant(path, file.place.lang)
            yield Finding(
                "this file is in the source language",
                file.ref.span,
                f"there is no {name}",
                "translate it; it is used by itself",
            )


def _texts(subject: Subject, purpose: str) -> Iterator[tuple[File, bytes]]:
    """Files of a purpose that are there, in the variant of each language."""
    files = subject.course.files
    for file in subject.walk.files:
        path = None if is_external(file.ref.path) else resolve(file.place.file, file.ref.path)
        path = path and localised(files, path, file.place.lang)
        if file.ref.purpose == purpose and path and files.has(path):
            yield file, files.read(path)

"""A small correct course in memory, to lay one's own files over."""

from __future__ import annotations

from collections.abc import Mapping

from darslik import MemoryFiles

COURSE = """\
id: https://example.org/courses/small
version: "1"
title: Small
description: A small course.
languages: [en]
licence: CC-BY-4.0
authors: [A. Author]
review: {state: final}
modules:
  - id: basics
    title: Basics
    lessons: [lessons/01-first.md]
"""
LESSON = "---\ntitle: First\nminutes: 1\n---\n## First {#first}\n\n"


def small_course(lesson: str = "Text.", files: Mapping[str, str | bytes] | None = None) -> MemoryFiles:
    """The course with this text as its only lesson, and these files beside it (or in place of its own)."""
    own: dict[str, str | bytes] = {"course.yaml": COURSE, "lessons/01-first.md": LESSON + lesson}
    return MemoryFiles(own | dict(files or {}), "small")

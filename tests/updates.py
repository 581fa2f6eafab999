"""A course before and after an update, in memory: what the tests of `darslik diff` edit."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

from darslik import MemoryFiles, build, check
from darslik.diff.compare import Comparison
from darslik.diff.package import Known, read
from darslik.diff.run import compared

Texts = Mapping[str, str]
Edit = Callable[[dict[str, str]], object]

COURSE = """\
id: https://example.org/courses/harbour
version: "1"
title: Harbour
description: A small course.
languages: [en]
licence: CC-BY-4.0
authors: [A. Author]
review: {state: final}
complete-when: {pages: 100, questions: all}
pass-when: {score: 70}
modules:
  - id: basics
    title: Basics
    lessons: [lessons/01-why.md, lessons/02-gear.md]
  - id: drill
    title: Drill
    lessons: [lessons/03-drill.md]
"""
WHY = """\
---
title: Why
minutes: 2
---
## The quay {#quay}

Ropes hold ships.

:::{figure} ../media/rope.svg
:alt: A rope
:::

---

## The crane {#crane}

:::{choice} What lifts?
:id: lifts
- [x] A crane
  > It does.
- [ ] A rope
  > It holds.
- [ ] A buoy
  > It floats.
:::
"""
GEAR = """\
---
title: Gear
minutes: 2
---
## The helmet {#helmet}

:::{true-false} A helmet floats.
:id: floats
- [x] true
  > It does.
- [ ] false
  > Try it.
:::

---

## The vest {#vest}

A vest floats.
"""
DRILL = """\
---
title: Drill
minutes: 2
---
## The exam {#exam}

::::{quiz} The last one
:id: final
:mode: exam
:attempts: 2
:points: 3

:::{choice} Whom do you call?
:id: calls
- [x] The harbour master
  > Yes.
- [ ] Nobody
  > No.
:::
::::
"""
BASE: Texts = {
    "course.yaml": COURSE,
    "lessons/01-why.md": WHY,
    "lessons/02-gear.md": GEAR,
    "lessons/03-drill.md": DRILL,
    "media/rope.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>',
}


def package(files: Texts, target: str = "scorm12", *, split: bool = False) -> tuple[bytes, str]:
    """The zip of a course, and its lock."""
    checked = check(MemoryFiles(files, "harbour"), [target], split=split)
    assert checked.ok, checked.found
    assert checked.locked
    (made,) = build(checked, [target], ["en"], split=split)
    return made.zip, checked.locked.text


def known(data: bytes) -> Known:
    """A package as read."""
    return read(io.BytesIO(data))


def updated(
    edit: Edit, target: str = "scorm12", *, split: bool = False, to: str = "", base: Texts = BASE
) -> Comparison:
    """Build, edit, compare; `to` is another target for the new package."""
    old, lock = package(base, target, split=split)
    files = {**base, "darslik.lock": lock}
    edit(files)
    checked = check(MemoryFiles(files, "harbour"), [to or target], split=split)
    assert checked.ok, checked.found
    return compared(known(old), checked, to or target, "en", split=split)


def swap(path: str, old: str, new: str) -> Edit:
    """Replace one text, which must be there."""

    def edit(files: dict[str, str]) -> None:
        assert old in files[path]
        files[path] = files[path].replace(old, new, 1)

    return edit


def both(*edits: Edit) -> Edit:
    """Several edits, one after the other."""

    def edit(files: dict[str, str]) -> None:
        for one in edits:
            one(files)

    return edit

"""Regions of pictures: inside the picture, and each where a pointer can reach it."""

from __future__ import annotations

import io
from collections.abc import Iterator

from darslik.checks import Finding, Subject, check
from darslik.checks.walk import Asked
from darslik.diagnostics import Label, Severity
from darslik.questions.hotspot import Hotspot, Shape, bounds, in_percent
from darslik.source.paths import is_external, localised, resolve


def _hotspots(subject: Subject) -> Iterator[tuple[Asked, Hotspot]]:
    for asked in subject.walk.questions:
        if isinstance(asked.question.content, Hotspot):
            yield asked, asked.question.content


def _size(subject: Subject, asked: Asked, content: Hotspot) -> tuple[int, int] | None:
    """Width and height of the picture in this language; none if there is no picture to measure."""
    import imagesize

    source = str(content.image.attrGet("src") or "")
    path = None if is_external(source) else resolve(content.file, source)
    path = path and localised(subject.course.files, path, asked.place.lang)
    if not path or not subject.course.files.has(path):
        return None  # `missing-file` says so
    try:
        width, height = imagesize.get(io.BytesIO(subject.course.files.read(path)))
    except Exception:  # noqa: BLE001 - the library raises many unrelated classes for damaged files
        return None  # `broken-image` says so
    return max(int(width), 0), max(int(height), 0)


@check(Severity.ERROR)
def region_outside(subject: Subject) -> Iterator[Finding]:
    """A region of a hotspot question is measured in pixels, and lies outside its picture.

    Nobody could point at it. Perhaps the picture was made smaller later, or a translation has a picture of another
    size: shares with `%` fit any size.

    Bad:
    === media/hall.svg
    <svg xmlns="http://www.w3.org/2000/svg" width="400" height="200" viewBox="0 0 400 200"/>
    === lessons/01-first.md
    :::{hotspot} Where does the extinguisher hang?
    :id: hangs
    ![A hall with a cabinet on the left and a window on the right](../media/hall.svg)

    - [x] Cabinet {#cabinet rect 40 40 50 60}
      > Yes.
    - [ ] Window {#window rect 600 40 50 60}
      > No.
    :::
    Good:
    === media/hall.svg
    <svg xmlns="http://www.w3.org/2000/svg" width="400" height="200" viewBox="0 0 400 200"/>
    === lessons/01-first.md
    :::{hotspot} Where does the extinguisher hang?
    :id: hangs
    ![A hall with a cabinet on the left and a window on the right](../media/hall.svg)

    - [x] Cabinet {#cabinet rect 40 40 50 60}
      > Yes.
    - [ ] Window {#window rect 300 40 50 60}
      > No.
    :::
    """
    for asked, content in _hotspots(subject):
        size = _size(subject, asked, content) if any(shape.pixels for shape in content.shapes) else None
        for item, shape in zip(content.regions, content.shapes, strict=True):
            if size and shape.pixels and (problem := _problem(shape, *size)):
                yield Finding(problem, item.span, help="give shares of the picture: `rect 10% 20% 15% 30%`")


def _problem(shape: Shape, width: int, height: int) -> str:
    if not width or not height:
        return "the size of this picture in pixels is not known"
    left, top, right, bottom = bounds(shape, 1)
    if (left + right) / 2 > width or (top + bottom) / 2 > height:
        return f"this region lies outside its picture, which is {width} × {height}"
    return ""


@check(Severity.WARNING)
def region_covered(subject: Subject) -> Iterator[Finding]:
    """A region of a hotspot question lies under another one.

    A pointer meets the later one of the two. Make them apart, or put the smaller one after the larger one.

    Bad:
    === media/hall.svg
    <svg xmlns="http://www.w3.org/2000/svg" width="400" height="200" viewBox="0 0 400 200"/>
    === lessons/01-first.md
    :::{hotspot} Where does the extinguisher hang?
    :id: hangs
    ![A hall with a cabinet on the left and a window on the right](../media/hall.svg)

    - [x] Cabinet {#cabinet rect 10% 20% 10% 30%}
      > Yes.
    - [ ] Wall {#wall rect 0% 0% 50% 100%}
      > Look closer.
    :::
    Good:
    === media/hall.svg
    <svg xmlns="http://www.w3.org/2000/svg" width="400" height="200" viewBox="0 0 400 200"/>
    === lessons/01-first.md
    :::{hotspot} Where does the extinguisher hang?
    :id: hangs
    ![A hall with a cabinet on the left and a window on the right](../media/hall.svg)

    - [ ] Wall {#wall rect 0% 0% 50% 100%}
      > Look closer.
    - [x] Cabinet {#cabinet rect 10% 20% 10% 30%}
      > Yes.
    :::
    """
    for asked, content in _hotspots(subject):
        width, height = _size(subject, asked, content) or (1, 1)
        ratio = width / height if width and height else 1
        boxes = [bounds(in_percent(shape, width or 1, height or 1), ratio) for shape in content.shapes]
        for number, (item, box) in enumerate(zip(content.regions, boxes, strict=True)):
            later = zip(content.regions[number + 1 :], content.shapes[number + 1 :], boxes[number + 1 :], strict=True)
            over = next((above for above, shape, other in later if shape.name == "rect" and _inside(box, other)), None)
            if over:
                label = Label(over.span, "this one lies over it")
                advice = "put the smaller one after the larger one, or make them apart"
                yield Finding("a pointer cannot reach this region", item.span, help=advice, related=(label,))


Box = tuple[float, float, float, float]


def _inside(box: Box, other: Box) -> bool:
    return other[0] <= box[0] and other[1] <= box[1] and box[2] <= other[2] and box[3] <= other[3]

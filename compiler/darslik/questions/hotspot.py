"""`hotspot`: regions of a picture; each has an id, a name and a shape."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from markdown_it.token import Token

from darslik.diagnostics import Severity, Sink
from darslik.questions import InteractionType, QuestionOptions
from darslik.questions.choice import component, read_options
from darslik.questions.codes import LETTERS, Group
from darslik.questions.parts import Item, Parts, groups, part_of
from darslik.rules import define
from darslik.source.markdown import Body

if TYPE_CHECKING:
    from darslik.render.page import PageRenderer

_EXAMPLE = "- [x] Wall cabinet {#cabinet rect 62% 20% 12% 30%}"
_FORM = [
    f"write `{_EXAMPLE}`",
    "shapes: `rect left top width height`, `circle x y radius`, `polygon x,y x,y x,y …`",
    "numbers with `%` are shares of the picture, without they are its pixels",
]
_SHAPE = re.compile(r"\{#([a-z][a-z0-9-]*)\s+(rect|circle|polygon)\s+([^{}]*)\}\s*\Z")
_NUMBER = re.compile(r"([0-9]{1,5}(?:\.[0-9]{1,4})?)(%?)\Z")
_COUNT = {"rect": (4, 4), "circle": (3, 3), "polygon": (6, 40)}
ShapeName = Literal["rect", "circle", "polygon"]

define(
    "hotspot-region",
    Severity.ERROR,
    """
    A region of a hotspot question has no shape, or one that cannot be drawn.

    A region has a name that is read and listed, an id that stays the same for ever, and a shape in per cent of the
    picture or in its pixels.

    Bad:
    === media/hall.svg
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"/>
    === lessons/01-first.md
    :::{hotspot} Where does the extinguisher hang?
    :id: hangs
    ![A hall with a cabinet on the left and a window on the right](../media/hall.svg)

    - [x] Cabinet
      > Yes.
    - [ ] Window {#window rect 60% 20% 12% 30%}
      > No.
    :::
    Good:
    === media/hall.svg
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"/>
    === lessons/01-first.md
    :::{hotspot} Where does the extinguisher hang?
    :id: hangs
    ![A hall with a cabinet on the left and a window on the right](../media/hall.svg)

    - [x] Cabinet {#cabinet rect 10% 20% 12% 30%}
      > Yes.
    - [ ] Window {#window rect 60% 20% 12% 30%}
      > No.
    :::
    """,
)


class HotspotOptions(QuestionOptions):
    """Options of a hotspot question."""

    many: bool | None = None


@dataclass(frozen=True)
class Shape:
    """A shape in shares of 100 of the picture, or in its pixels."""

    id: str
    name: ShapeName
    numbers: tuple[float, ...]
    pixels: bool


@dataclass(frozen=True)
class Hotspot:
    """A picture with its regions."""

    image: Token
    file: str
    regions: tuple[Item, ...]
    shapes: tuple[Shape, ...]
    many: bool
    stem: Body | None
    codes: tuple[str, ...]

    @property
    def right(self) -> list[str]:
        """The codes of the right regions."""
        return [code for code, item in zip(self.codes, self.regions, strict=True) if item.marked]


def read_shape(text: str) -> Shape | str:
    """`{#id rect 1% 2% 3% 4%}` at the end of a text, or what is wrong with it."""
    found = _SHAPE.search(text)
    if not found:
        return "this region has no shape"
    name: Any = found.group(2)
    numbers = [_NUMBER.match(part) for part in re.split(r"[\s,]+", found.group(3).strip())]
    least, most = _COUNT[name]
    if not least <= len(numbers) <= most or (name == "polygon" and len(numbers) % 2) or not all(numbers):
        wanted = {"rect": "four numbers", "circle": "three numbers", "polygon": "three to twenty points"}[name]
        return f"a `{name}` has {wanted}"
    signs = {number.group(2) for number in numbers if number}
    if len(signs) > 1:
        return "some numbers of this shape have a `%` and some have none"
    values = tuple(float(number.group(1)) for number in numbers if number)
    shape = Shape(found.group(1), name, values, signs == {""})
    return _outside(shape) or shape


def _outside(shape: Shape) -> str:
    left, top, right, bottom = bounds(shape, 1)
    if right - left <= 0 or bottom - top <= 0:
        return "this shape has no area"
    centre = ((left + right) / 2, (top + bottom) / 2)
    return "this shape lies outside the picture" if not shape.pixels and max(centre) > 100 else ""


def bounds(shape: Shape, ratio: float) -> tuple[float, float, float, float]:
    """Left, top, right and bottom; `ratio`: of a circle's height to its width in the numbers' units."""
    if shape.name == "rect":
        left, top, width, height = shape.numbers
        return left, top, left + width, top + height
    if shape.name == "circle":
        x, y, r = shape.numbers
        return x - r, y - r * ratio, x + r, y + r * ratio
    return min(shape.numbers[::2]), min(shape.numbers[1::2]), max(shape.numbers[::2]), max(shape.numbers[1::2])


def in_percent(shape: Shape, width: float, height: float) -> Shape:
    """The same shape in shares of a picture of this size."""
    if not shape.pixels:
        return shape
    # A radius is measured along the width.
    scales = (width, height, width, height) if shape.name != "circle" else (width, height, width)
    size = scales * (len(shape.numbers) // 2 + 1)
    return replace(shape, numbers=tuple(100 * n / s for n, s in zip(shape.numbers, size, strict=False)), pixels=False)


def _take_image(stem: Body | None) -> tuple[Token | None, Body | None]:
    """The last image that is alone in a paragraph, and the stem without it."""
    for group in reversed(list(groups(stem.tokens))) if stem else ():
        children = (group[1].children or []) if len(group) == 3 else []
        if stem and len(children) == 1 and children[0].type == "image":
            return children[0], part_of(stem, [t for t in stem.tokens if not any(t is taken for taken in group)])
    return None, stem


def _without_shape(item: Item) -> Item:
    """Taken out of the token itself: no check of the lesson's words shall meet the shape."""
    last = item.text.tokens[-1]
    last.content = _SHAPE.sub("", last.content).rstrip()
    words = _SHAPE.sub("", item.text.plain).rstrip()
    return replace(item, text=replace(item.text, plain=words))


class HotspotKind:
    """Show me where."""

    name = "hotspot"
    options: type[QuestionOptions] = HotspotOptions
    type: InteractionType = "choice"
    gaps = False
    answers_are_words = False

    def read(self, parts: Parts, options: HotspotOptions, sink: Sink) -> Hotspot | None:
        """The picture, and the regions of the list."""
        image, stem = _take_image(parts.stem)
        if image is None or parts.stem is None:
            sink.add(
                "question-malformed",
                "this question has no picture",
                parts.directive.span,
                help="put `![What it shows](../media/picture.svg)` on a line of its own before the list",
            )
            return None
        items = read_options(parts, sink)
        shapes = self._shapes(items, sink) if items else None
        if items is None or shapes is None:
            return None
        right = sum(bool(item.marked) for item in items)
        if options.many is False and right > 1:
            span = parts.directive.options["many"].span
            sink.add("question-malformed", f"`:many: false`, but {right} regions are right", span)
        regions = tuple(map(_without_shape, items))
        many, codes = right > 1 or bool(options.many), tuple(LETTERS[: len(items)])
        return Hotspot(image, parts.stem.file, regions, shapes, many, stem, codes)

    def _shapes(self, items: tuple[Item, ...], sink: Sink) -> tuple[Shape, ...] | None:
        if len(items) < 2:
            sink.add("question-malformed", "there is nothing to choose", items[0].span, help="add a region")
            return None
        shapes: list[Shape] = []
        for item in items:
            last = item.text.tokens[-1].content if item.text.tokens else ""
            shape = read_shape(last)
            if isinstance(shape, str):
                sink.add("hotspot-region", shape, item.span, help=_FORM)
            elif shape.id in {other.id for other in shapes}:
                sink.add(
                    "hotspot-region", f"another region is called `{shape.id}`", item.span, help="choose another id"
                )
            else:
                shapes.append(shape)
        return tuple(shapes) if len(shapes) == len(items) else None

    def items(self, content: Hotspot) -> list[Item]:
        """The regions."""
        return list(content.regions)

    def key(self, content: Hotspot) -> object:
        """Ids, and which are right; a picture in another language may have other places."""
        ids = [shape.id for shape in content.shapes]
        return tuple((name, bool(item.marked)) for name, item in zip(ids, content.regions, strict=True))

    def merge(self, source: Hotspot, translated: Hotspot) -> Hotspot:
        """The translation's picture, names and places."""
        return replace(translated, many=source.many, codes=source.codes)

    def coded(self, content: Hotspot) -> tuple[Group, ...]:
        """The regions, by the ids that they have for ever."""
        return (Group("", tuple(shape.id for shape in content.shapes), exact=True),)

    def recode(self, content: Hotspot, codes: Mapping[str, tuple[str, ...]]) -> Hotspot:
        """The regions under these codes."""
        return replace(content, codes=codes[""])

    def rule(self, content: Hotspot) -> dict[str, Any]:
        """A set of codes."""
        return {"rule": "set", "key": content.right, "of": list(content.codes)}

    def context(self, content: Hotspot, page: PageRenderer) -> dict[str, Any]:
        """The picture, and the regions with codes and shapes."""
        asset = page.asset(str(content.image.attrGet("src") or ""), content.file)
        width, height = page.image_size(asset)
        width, height = (width, height) if width and height else (100, 100)
        shapes = [in_percent(shape, width, height) for shape in content.shapes]
        return {
            "many": content.many,
            "image": {"src": asset.href, "alt": content.image.content, "width": width, "height": height},
            "options": [
                {**option, "number": n, "id": shape.id, **drawn(shape, width / height)}
                for n, (option, shape) in enumerate(
                    zip(page.items(content.codes, content.regions), shapes, strict=True), 1
                )
            ],
        }

    def definition(self, contents: Mapping[str, Hotspot]) -> dict[str, Any]:
        """Choices as language maps."""
        first = next(iter(contents.values()))
        choices = component(list(first.codes), {lang: c.regions for lang, c in contents.items()})
        return {"correctResponsesPattern": ["[,]".join(first.right)], "choices": choices}


def drawn(shape: Shape, ratio: float) -> dict[str, Any]:
    """The shape as an SVG element on a field of 100 × 100, and the box around it; `ratio`: width by height."""
    left, top, right, bottom = (min(max(side, 0), 100) for side in bounds(shape, ratio))
    box = {"left": left, "top": top, "width": right - left, "height": bottom - top}
    if shape.name == "rect":
        x, y, width, height = shape.numbers
        svg: tuple[str, dict[str, float | str]] = ("rect", {"x": x, "y": y, "width": width, "height": height})
    elif shape.name == "circle":
        x, y, r = shape.numbers
        svg = ("ellipse", {"cx": x, "cy": y, "rx": r, "ry": r * ratio})
    else:
        points = " ".join(
            f"{_short(x)},{_short(y)}" for x, y in zip(shape.numbers[::2], shape.numbers[1::2], strict=True)
        )
        svg = ("polygon", {"points": points})
    attributes = {name: value if isinstance(value, str) else _short(value) for name, value in svg[1].items()}
    return {"tag": svg[0], "attributes": attributes, "box": {name: _short(value) for name, value in box.items()}}


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


KIND = HotspotKind()

"""Images: each has words for those who do not see it, and is what its name says."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

from darslik.checks import Finding, Subject, check
from darslik.checks.files import IMAGES, Used, used_files
from darslik.diagnostics import Severity, Span
from darslik.source.files import Files

MAX_ALT = 250
_FILE_NAME = re.compile(
    r"\S+\.(svg|png|jpe?g|gif|webp|avif)\Z|(img|image|dsc|screenshot|pic)[-_ ]?[0-9]+\Z", re.IGNORECASE
)
_REDUNDANT = re.compile(
    r"(an? |the )?(image|picture|photo|photograph|graphic|illustration|screenshot|icon) (of|showing) "
    r"|(изображение|картинка|фото|фотография|рисунок|скриншот) +(с|со|на|который|[а-яё]+(а|ы|и|ов|ия))\b"
    r"|\S+ (rasmi|surati|tasviri|расми|сурати|тасвири)\Z",
    re.IGNORECASE,
)


class Shown(NamedTuple):
    """An image with its description; `span` is where the description stands or should stand."""

    file: str
    alt: str
    decorative: bool
    span: Span
    add: tuple[str, ...]


def _shown(subject: Subject) -> Iterator[Shown]:
    for image in subject.walk.images:
        name = posixpath.basename(unquote(image.source))
        add = (
            f"describe it: `![What it shows]({unquote(image.source)})`",
            f"if it only decorates, say so: `![]({unquote(image.source)}){{.decorative}}`",
        )
        yield Shown(name, image.alt, image.decorative, image.place.span(image.alt, unquote(image.source)), add)
    for piece in subject.walk.pieces:
        if piece.directive.name == "figure" and piece.directive.data:
            directive, alt = piece.directive, piece.directive.options.get("alt")
            name = posixpath.basename(directive.argument)
            add = ("describe it: add a line `:alt: What it shows`", "if it only decorates: `:decorative: true`")
            span = alt.span if alt and alt.value else directive.argument_span
            yield Shown(name, directive.data.alt, directive.data.decorative, span, add)


@check(Severity.WARNING)
def image_without_alt(subject: Subject) -> Iterator[Finding]:
    """An image has no description for learners who do not see it.

    A screen reader says the description in its place; it also shows while the image cannot be loaded. WCAG 2.2, 1.1.1.

    Bad:
    === media/exit.svg
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>
    === lessons/01-first.md
    :::{figure} ../media/exit.svg
    :::
    Good:
    === media/exit.svg
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>
    === lessons/01-first.md
    :::{figure} ../media/exit.svg
    :alt: Two doors lead from the hall to the yard
    :::
    """
    for image in _shown(subject):
        if not image.alt.strip() and not image.decorative:
            yield Finding("a learner who cannot see this image gets nothing in its place", image.span, help=image.add)


@check(Severity.WARNING)
def alt_is_file_name(subject: Subject) -> Iterator[Finding]:
    """The description of an image is the name of a file.

    A screen reader would say "exit dot s v g", which tells nobody what is shown.

    Bad:
    === media/exit.svg
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>
    === lessons/01-first.md
    ![exit.svg](../media/exit.svg)
    Good:
    === media/exit.svg
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>
    === lessons/01-first.md
    ![Two doors lead from the hall to the yard](../media/exit.svg)
    """
    for image in _shown(subject):
        alt = image.alt.strip()
        if alt and (alt == image.file or _FILE_NAME.match(alt)):
            yield Finding("this description is the name of a file", image.span, help="say what the image shows")


@check(Severity.HINT)
def alt_too_long(subject: Subject) -> Iterator[Finding]:
    """The description of an image has more than 250 characters.

    A screen reader reads it in one breath; a learner cannot stop or go back in it. Say the point, and put details into
    the text or a table.

    Bad:
    === media/exit.svg
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>
    === lessons/01-first.md
    :::{figure} ../media/exit.svg
    :alt: Two doors lead from the hall to the yard, and a third one leads from the kitchen to the street, and a fourth one from the cellar to the garage, and between them there are corridors with lamps and signs and a fire extinguisher on each wall, and above all of this there is a second floor
    :::
    Good:
    === media/exit.svg
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>
    === lessons/01-first.md
    :::{figure} ../media/exit.svg
    :alt: Four doors lead out of the building
    :::
    """  # noqa: E501 - an example is as long as it must be
    for image in _shown(subject):
        if len(image.alt) > MAX_ALT:
            yield Finding(
                f"this description has {len(image.alt)} characters",
                image.span,
                help="say the point in one or two sentences; put details into the text or a table",
            )


@check(Severity.HINT)
def redundant_alt(subject: Subject) -> Iterator[Finding]:
    """The description of an image begins with "image of" or the like.

    A screen reader says "image" by itself before it.

    Bad:
    === media/exit.svg
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>
    === lessons/01-first.md
    ![Image of two doors](../media/exit.svg)
    Good:
    === media/exit.svg
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>
    === lessons/01-first.md
    ![Two doors](../media/exit.svg)
    """
    for image in _shown(subject):
        if _REDUNDANT.match(image.alt):
            yield Finding(
                "a screen reader says by itself that this is an image", image.span, help="begin with what it shows"
            )


@check(Severity.WARNING)
def decorative_with_alt(subject: Subject) -> Iterator[Finding]:
    """An image says that it only decorates, and has a description all the same.

    One of the two is wrong: a decoration is passed over, so nobody would hear the description.

    Bad:
    === media/leaf.svg
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>
    === lessons/01-first.md
    :::{figure} ../media/leaf.svg
    :alt: A leaf
    :decorative: true
    :::
    Good:
    === media/leaf.svg
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>
    === lessons/01-first.md
    :::{figure} ../media/leaf.svg
    :decorative: true
    :::
    """
    for image in _shown(subject):
        if image.decorative and image.alt.strip():
            yield Finding(
                "a decoration is passed over, so nobody hears this description",
                image.span,
                help=("take the description away", "or, if it matters, do not call the image decorative"),
            )


@check(Severity.ERROR)
def broken_image(subject: Subject) -> Iterator[Finding]:
    """An image file is damaged, empty, or not what its ending says.

    A browser would show a broken picture, or nothing.

    Bad:
    === media/exit.png
    not a picture
    === lessons/01-first.md
    ![The way out](../media/exit.png)
    Good:
    === media/exit.svg
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>
    === lessons/01-first.md
    ![The way out](../media/exit.svg)
    """
    seen: dict[str, str] = {}
    files = subject.course.files
    for used in used_files(subject):
        if used.purpose in {"image", "poster"} and used.path and files.has(used.path):
            if used.path not in seen:
                seen[used.path] = _wrong(files, used)
            if seen[used.path]:
                yield Finding(seen[used.path], used.span, help="save it again from the program that made it")


_MAGIC = {
    ".png": (b"\x89PNG\r\n\x1a\n",), ".jpg": (b"\xff\xd8\xff",), ".jpeg": (b"\xff\xd8\xff",),
    ".gif": (b"GIF87a", b"GIF89a"), ".webp": (b"RIFF",),
}  # fmt: skip


def _wrong(files: Files, used: Used) -> str:
    path = used.path or ""
    extension = posixpath.splitext(path)[1].lower()
    if extension not in IMAGES:
        return ""  # `unsupported-media` says so
    data = files.read(path)
    if extension == ".svg":
        return _wrong_svg(data)
    if not data.startswith(_MAGIC.get(extension, (b"",))):
        return f"this file is not what its ending `{extension}` says"
    return "" if _measurable(data, sized=extension in _MAGIC) else "this image is damaged"


def _wrong_svg(data: bytes) -> str:
    try:
        root = etree.fromstring(data, _SVG)
    except etree.XMLSyntaxError as error:
        return f"this SVG file is not well formed: line {error.lineno}"
    return "" if etree.QName(root).localname == "svg" else "this file is not an SVG drawing"


_SVG = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def _measurable(data: bytes, *, sized: bool) -> bool:
    """Whether the library can look at it; `sized`: and must find its width, because it knows the format well."""
    import imagesize

    try:
        width = imagesize.get(io.BytesIO(data))[0]
    except Exception:  # noqa: BLE001 - the library raises many unrelated classes for damaged files
        return False
    return not sized or width > 0

"""Weight: files that nobody needs, twice the same, or larger than they have to be; fonts that may not be there."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator

from darslik.diagnostics import Label, Severity, Span
from darslik.inspect.content.findings import content, listed, size
from darslik.inspect.content.index import SCRIPTS, Content, series
from darslik.inspect.content.seen import word_of
from darslik.inspect.rule import Finding, rule
from darslik.inspect.rules.content_files import EXECUTABLE, SERVER_SIDE, SOURCES, ending
from darslik.inspect.subject import Subject

_MUCH = 1024**2
_HEAVY = 2 * 1024**2
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
_RAW = {
    ".bmp": "PNG or WebP",
    ".tif": "PNG or JPEG",
    ".tiff": "PNG or JPEG",
    ".wav": "MP3 or M4A",
    ".aif": "MP3 or M4A",
}
_EXEMPT = re.compile(
    r"(?:^|/)(?:imsmanifest\.xml|cmi5\.xml|tincan\.xml|metadata\.xml|darslik\.json|robots\.txt|favicon\.ico|index\.html?"
    r"|(?:licen[cs]e|copying|notice|readme|changelog|authors|credits|ofl)[^/]*|\.[^/]*|thumbs\.db|desktop\.ini)$"
    r"|\.(?:xsd|dtd|mod|map|jnlp)$|(?:^|/)(?:__MACOSX|node_modules|\.git)/",
    re.IGNORECASE,
)


def unused(found: Content) -> list[str]:
    """Files that no other file of the package, manifest included, names in any way."""
    addressed = {one.address.path for _, one in found.references() if not one.address.host}
    named: dict[str, set[str]] = defaultdict(set)
    scripted: set[str] = set()
    for path, names in found.seen.mentions.items():
        for name in names:
            if len(named[name]) < 2:
                named[name].add(path)
        if path.lower().endswith((*SCRIPTS, ".html", ".htm", ".json")):
            scripted |= names
    return [path for path in found.paths if not _is_used(path, addressed, named, scripted) and not _is_exempt(path)]


def _is_exempt(path: str) -> bool:
    """Whether it is there for other reasons, or another rule is about it."""
    return ending(path) in {*EXECUTABLE, *SERVER_SIDE, *SOURCES, "swf", "flv"} or bool(_EXEMPT.search(path))


def _is_used(path: str, addressed: set[str], named: dict[str, set[str]], scripted: set[str]) -> bool:
    name = word_of(posixpath.basename(path))
    stem = name.rsplit(".", 1)[0]
    return (
        path in addressed
        or bool(named.get(name, set()) - {path})
        or stem in scripted
        or (stem != series(stem) and series(stem) in scripted)
    )


@rule(Severity.HINT, "any")
def unused_file(subject: Subject) -> Iterator[Finding]:
    r"""No page, script or manifest names a file.

    It is carried to every learner and opened by none: left over from an earlier version, or an address to it is wrong.

    With: file-not-listed

    Bad:
        === media/old-map.png
        x
    Good:
        === index.html
        \base
    """
    found = content(subject)
    idle = [] if found.partial or subject.package.form == "file" else unused(found)
    total = sum(found.sizes[path] for path in idle)
    if idle and total <= _MUCH:
        yield _unused(idle, total)


@rule(Severity.WARNING, "any")
def much_unused(subject: Subject) -> Iterator[Finding]:
    r"""More than a megabyte of files is named by no page, script or manifest.

    It is carried to every learner and opened by none: left over from earlier versions, or addresses are wrong.

    With: file-not-listed

    Bad:
        === media/old-film.mp4
        \size 1200000
    Good:
        === index.html
        \base
    """
    found = content(subject)
    idle = [] if found.partial else unused(found)
    total = sum(found.sizes[path] for path in idle)
    if total > _MUCH:
        yield _unused(sorted(idle, key=lambda path: -found.sizes[path]), total)


def _unused(paths: list[str], total: int) -> Finding:
    return Finding(
        f"nothing names {listed(paths, 3)} ({size(total)})",
        Span(paths[0]),
        help="take them out of the package, if no script puts their names together from parts",
        evidence="\n".join(paths[:50]),
    )


@rule(Severity.HINT, "any")
def heavy_picture(subject: Subject) -> Iterator[Finding]:
    r"""A picture has more than two megabytes.

    No screen shows that much: on a telephone line it takes half a minute. Scaled to 2000 pixels and saved as WebP or
    JPEG it looks the same.

    With: file-not-listed, unused-file

    Bad:
        === index.html
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>Lesson</title><script src="lesson.js"></script></head>
        <body><img src="map.png" alt="Map"></body></html>
        === map.png
        \size 2200000
    Good:
        === index.html
        \base
    """
    found = content(subject)
    for path, length in found.sizes.items():
        if length > _HEAVY and path.lower().endswith(_PICTURES):
            yield Finding(
                f"`{path}` has {size(length)}",
                Span(path),
                help="scale it to what is shown, and save it as WebP or JPEG",
                evidence=f"{length} bytes",
            )


@rule(Severity.HINT, "any")
def uncompressed_media(subject: Subject) -> Iterator[Finding]:
    r"""A picture or sound is in a format that does not compress.

    It is ten times as large as it has to be; browsers do not show TIFF at all.

    With: file-not-listed

    Bad:
        === index.html
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>Lesson</title><script src="lesson.js"></script></head>
        <body><audio src="talk.wav" controls></audio></body></html>
        === talk.wav
        RIFF
    Good:
        === index.html
        \base
    """
    for path, length in content(subject).sizes.items():
        ending = posixpath.splitext(path)[1].lower()
        if ending in _RAW:
            yield Finding(
                f"`{path}` is not compressed ({size(length)})",
                Span(path),
                help=f"save it as {_RAW[ending]}",
                evidence=ending,
            )


@rule(Severity.HINT, "any")
def same_file_twice(subject: Subject) -> Iterator[Finding]:
    r"""Large files are the same, byte for byte.

    Each is downloaded and kept by itself; one would do.

    With: file-not-listed

    Bad:
        === index.html
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>Lesson</title><script src="lesson.js"></script></head>
        <body><a href="handout.pdf">Handout</a> <a href="handout-2.pdf">Handout</a></body></html>
        === handout.pdf
        \size 120000
        === handout-2.pdf
        \size 120000
    Good:
        === index.html
        \base
    """
    found = content(subject)
    for group in found.same:
        yield Finding(
            f"{len(group)} files are the same: {listed(group, 4)} ({size(found.sizes[group[0]])} each)",
            Span(group[1]),
            help="keep one, and let all addresses lead there",
            related=tuple(Label(Span(path), "the same") for path in (group[0], *group[2:6])),
            evidence="\n".join(group[:50]),
        )


@rule(Severity.WARNING, "any")
def font_not_embeddable(subject: Subject) -> Iterator[Finding]:
    r"""A font says of itself that it must not be embedded.

    Its maker allows it on the computer on which it was installed only (`fsType` 2 in its table `OS/2`, ISO/IEC 14496-22
    5.2.7). Giving it to every learner breaks the licence, unless another one was bought.

    With: file-not-listed, unused-file

    Bad:
        === brand.ttf
        \x00\x01\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00OS/2\x00\x00\x00\x00\x00\x00\x00\x1c\x00\x00\x00\x0a\x00\x04\x00\x00\x00\x00\x00\x00\x00\x02
    Good:
        === index.html
        \base
    """
    for font in content(subject).fonts:
        if font.embeddable is False:
            yield Finding(
                f"the font `{font.family or font.path}` must not be embedded",
                Span(font.path),
                help="take another font, or ask its maker for a licence for web pages",
                evidence=font.licence or font.copyright or "fsType 2",
            )

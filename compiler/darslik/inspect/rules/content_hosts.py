"""Hosts: what the content loads from elsewhere, by which protocol, and who is told about the learner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from darslik.diagnostics import Severity
from darslik.inspect.content.address import FONTS, TRACKERS, is_among, is_own
from darslik.inspect.content.findings import content
from darslik.inspect.content.seen import Reference
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject


def kind_of(one: Reference) -> str:
    """Which of the rules here is about a reference: each is told once."""
    if not one.address.host or one.use == "link":
        return ""
    if is_own(one.address.host):
        return "own"
    if is_among(one.address.host, TRACKERS):
        return "tracker"
    if is_among(one.address.host, FONTS) or one.use == "font":
        return "font"
    if one.address.scheme in {"http", "ws", "ftp"}:
        return "plain"
    if not one.address.scheme:
        return "relative"
    return "script" if one.use in {"script", "style"} else "media"


def _by_host(subject: Subject, kind: str) -> Iterator[tuple[str, list[Reference]]]:
    """Hosts of a kind, with the references to them in the order of files and lines."""
    hosts: dict[str, list[Reference]] = defaultdict(list)
    for _, one in content(subject).references():
        if kind_of(one) == kind:
            hosts[one.address.host].append(one)
    yield from hosts.items()


def _findings(subject: Subject, kind: str, say: Callable[[str, str], str], advice: str) -> Iterator[Finding]:
    for host, references in _by_host(subject, kind):
        first = references[0]
        files = len({one.span.file for one in references})
        more = f", {len(references)} times in {files} file{'s' * (files > 1)}" if len(references) > 1 else ""
        yield Finding(say(host, first.use) + more, first.span, help=advice, evidence=first.raw)


@rule(Severity.WARNING, "any", covers="Q64")
def plain_http_resource(subject: Subject) -> Iterator[Finding]:
    """The content loads something over `http:`.

    LMSs are served over `https:`, and browsers block or upgrade what such a page wants over `http:`: the picture,
    script or frame is missing without a message. Links that a learner clicks are not meant.

    Bad:
        === index.html
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>Lesson</title><script src="lesson.js"></script></head>
        <body><img src="http://pictures.example/map.png" alt="Map"></body></html>
    Good:
        === index.html
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>Lesson</title><script src="lesson.js"></script></head>
        <body><a href="http://pictures.example/map.png">A map</a></body></html>
    """
    yield from _findings(
        subject,
        "plain",
        lambda host, use: f"a {_NAMES[use]} is loaded from `{host}` over `http:`",
        "put the file into the package, or use `https:`",
    )


_NAMES = {
    "script": "script",
    "style": "style sheet",
    "frame": "frame",
    "image": "picture",
    "media": "medium",
    "font": "font",
    "data": "resource",
    "icon": "icon",
}


@rule(Severity.WARNING, "any")
def third_party_script(subject: Subject) -> Iterator[Finding]:
    r"""A script or style sheet is loaded from another host.

    Whoever owns that host can change the course, and reads what the learner does in it; without a connection to it, or
    behind a firewall, the course does not work. In ten years the host is gone and the course with it.

    Bad:
        === index.html
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>Lesson</title><script src="lesson.js"></script>
        <script src="https://cdn.example/library.js"></script></head><body><p>Text.</p></body></html>
    Good:
        === index.html
        \base
    """
    yield from _findings(
        subject,
        "script",
        lambda host, use: f"a {_NAMES[use]} is loaded from `{host}`",
        "put a copy into the package",
    )


@rule(Severity.HINT, "any")
def third_party_media(subject: Subject) -> Iterator[Finding]:
    r"""A picture, medium, frame or data is loaded from another host.

    It is missing where that host is blocked or gone, and its owner learns who takes the course and when.

    Bad:
        === index.html
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>Lesson</title><script src="lesson.js"></script></head>
        <body><img srcset="https://pictures.example/map.png 2x" alt="Map"></body></html>
    Good:
        === index.html
        \base
    """
    yield from _findings(
        subject,
        "media",
        lambda host, use: f"a {_NAMES[use]} is loaded from `{host}`",
        "put a copy into the package if its licence allows it; a link that the learner clicks is fine too",
    )


@rule(Severity.HINT, "any")
def address_without_protocol(subject: Subject) -> Iterator[Finding]:
    r"""An address of another host begins with `//`.

    It takes the protocol of the page: `http:` in an old LMS, and `file:` in offline players, where it leads nowhere.

    Bad:
        === index.html
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>Lesson</title><script src="lesson.js"></script></head>
        <body><img src="//pictures.example/map.png" alt="Map"></body></html>
    Good:
        === index.html
        \base
    """
    yield from _findings(
        subject,
        "relative",
        lambda host, use: f"a {_NAMES[use]} is loaded from `//{host}`",
        "put the file into the package, or write `https:` before it",
    )


@rule(Severity.WARNING, "any")
def tracker(subject: Subject) -> Iterator[Finding]:
    r"""The content reports the learner to a tracking service.

    An LMS has agreements about personal data; a course that sends visits to an advertising or statistics service on its
    own breaks them, and often the law. What the LMS records is enough.

    Bad:
        === lesson.js
        const api = window.parent.API_1484_11;
        api.Initialize("");
        api.SetValue("cmi.completion_status", "completed");
        api.Commit("");
        api.Terminate("");
        importScripts("https://www.google-analytics.com/analytics.js");
    Good:
        === lesson.js
        \base
    """
    yield from _findings(
        subject,
        "tracker",
        lambda host, _: f"`{host}` is told about the learner",
        "take it out; report to the LMS instead",
    )


@rule(Severity.WARNING, "any")
def font_from_another_host(subject: Subject) -> Iterator[Finding]:
    r"""A font is loaded from another host.

    The host learns the address of every learner (courts have held this against sites that embed fonts so), and text
    changes its look where the host is blocked. Nearly all such fonts may be put into the package.

    Bad:
        === index.html
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>Lesson</title><script src="lesson.js"></script>
        <style>@import url("https://fonts.googleapis.com/css2?family=Inter");</style></head>
        <body><p>Text.</p></body></html>
    Good:
        === index.html
        \base
    """
    yield from _findings(
        subject,
        "font",
        lambda host, _: f"a font is loaded from `{host}`",
        "put the font files into the package, with their licence",
    )


@rule(Severity.WARNING, "any")
def address_of_own_computer(subject: Subject) -> Iterator[Finding]:
    r"""The content loads something from `localhost`.

    It is left over from development: for every learner it is missing, or whatever runs on that computer.

    Bad:
        === index.html
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>Lesson</title><script src="lesson.js"></script>
        <script src="http://localhost:35729/livereload.js"></script></head><body><p>Text.</p></body></html>
    Good:
        === index.html
        \base
    """
    yield from _findings(
        subject,
        "own",
        lambda host, use: f"a {_NAMES[use]} is loaded from `{host}`",
        "take it out, or put the file into the package",
    )

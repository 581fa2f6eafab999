"""What pages say about themselves, and what they keep from people who cannot see, hear or read them as meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from darslik.diagnostics import Severity, Span
from darslik.inspect.content.findings import capped, content, first_of_each_file
from darslik.inspect.content.seen import Page
from darslik.inspect.manifest import XML
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject

# BCP 47 (RFC 5646, 2.1), without the tags that it keeps for the sake of old times.
_TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*(?:-x(?:-[a-z\d]{1,8})+)?|x(?:-[a-z\d]{1,8})+",
    re.IGNORECASE,
)


def _pages(subject: Subject) -> list[Page]:
    return [page for page in content(subject).seen.pages.values() if page.whole]


def _told(found: list[tuple[Span, str]], message: str, advice: str) -> Iterator[Finding]:
    for span, evidence, more in capped(found):
        yield Finding(f"{message}; {more} more pages too" if more else message, span, help=advice, evidence=evidence)


@rule(Severity.WARNING, "any")
def page_without_language(subject: Subject) -> Iterator[Finding]:
    r"""A page does not say in which language it is.

    Screen readers then read it with the voice of another language, browsers offer to translate it from the wrong one,
    and hyphenation fails (WCAG 2.2, 3.1.1, level A).

    Bad:
        === index.html
        <!DOCTYPE html>
        <html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>Lesson</title><script src="lesson.js"></script></head><body><p>Text.</p></body></html>
    Good:
        === index.html
        \base
    """
    found = [(Span(page.path), "") for page in _pages(subject) if not page.lang]
    yield from _told(found, "the page does not say its language", 'write `<html lang="en">`, with its language')


@rule(Severity.WARNING, "any")
def page_language_unknown(subject: Subject) -> Iterator[Finding]:
    r"""The language of a page is not a language tag.

    Names and forms with an underscore are not understood (BCP 47): it is `en`, `pt-BR`, `uz-Latn`.

    Bad:
        === index.html
        <!DOCTYPE html>
        <html lang="english_US"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>Lesson</title><script src="lesson.js"></script></head><body><p>Text.</p></body></html>
    Good:
        === index.html
        \base
    """
    for page in _pages(subject):
        if page.lang and page.lang_span and not _TAG.fullmatch(page.lang[:100]):
            yield Finding(
                f"`{page.lang[:40]}` is not a language tag",
                page.lang_span,
                help="write two or three letters, and a region if needed: `en`, `pt-BR`",
                evidence=page.lang[:40],
            )


@rule(Severity.HINT, "scorm2004", "scorm12", "cmi5", "xapi")
def page_language_differs(subject: Subject) -> Iterator[Finding]:
    """No page is in a language that the manifest names.

    The LMS lists the course under one language, and screen readers read its pages in another: one of the two is
    probably the default of a tool that nobody changed.

    Bad:
        === index.html
        <!DOCTYPE html>
        <html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>Lektion</title><script src="lesson.js"></script></head><body><p>Text.</p></body></html>
        === imsmanifest.xml
        <manifest-attributes xml:lang="en"/>
    Good:
        === imsmanifest.xml
        <manifest-attributes xml:lang="en"/>
    """
    root = subject.xml.root
    said = {(root.get(f"{{{XML}}}lang") or "").split("-")[0].lower()}
    said |= {(one.get("lang") or "").split("-")[0].lower() for one in root.iter("{*}langstring", "{*}launch")}
    pages = [page for page in _pages(subject) if page.lang and page.lang_span]
    used = {(page.lang or "").split("-")[0].lower() for page in pages}
    if pages and said - {""} and not used & said:
        yield Finding(
            f"the manifest says `{'`, `'.join(sorted(said - {''}))}`, the pages say `{'`, `'.join(sorted(used)[:3])}`",
            pages[0].lang_span or Span(pages[0].path),
            help="say the language in which the course is, in both",
            evidence=pages[0].lang or "",
        )


@rule(Severity.WARNING, "any")
def page_file_without_title(subject: Subject) -> Iterator[Finding]:
    r"""A page has no title.

    Browsers show the file's name instead, and it is the first thing that a screen reader says (WCAG 2.2, 2.4.2, level
    A).

    Bad:
        === index.html
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title></title><script src="lesson.js"></script></head><body><p>Text.</p></body></html>
    Good:
        === index.html
        \base
    """
    found = [(page.title_span or Span(page.path), "") for page in _pages(subject) if not page.title]
    yield from _told(found, "the page has no title", "write `<title>…</title>` into its head")


@rule(Severity.WARNING, "any")
def page_without_charset(subject: Subject) -> Iterator[Finding]:
    """A page has letters beyond ASCII and does not say its encoding.

    The browser guesses from the learner's language: with one learner the text is fine, with the next it is mangled.

    Bad:
        === index.html
        <!DOCTYPE html>
        <html lang="ru"><head><meta name="viewport" content="width=device-width">
        <title>Урок</title><script src="lesson.js"></script></head><body><p>Текст.</p></body></html>
    Good:
        === index.html
        <!DOCTYPE html>
        <html lang="ru"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>Урок</title><script src="lesson.js"></script></head><body><p>Текст.</p></body></html>
    """
    found = [(Span(page.path), "") for page in _pages(subject) if not page.ascii and not page.charset]
    yield from _told(found, "the page does not say its encoding", 'write `<meta charset="utf-8">` first in its head')


@rule(Severity.HINT, "any")
def page_without_viewport(subject: Subject) -> Iterator[Finding]:
    r"""A page is not made for phones.

    Without a viewport a phone shows the page as wide as a desktop, with letters too small to read.

    Bad:
        === index.html
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>Lesson</title><script src="lesson.js"></script></head>
        <body><p>Text.</p></body></html>
    Good:
        === index.html
        \base
    """
    found = [(Span(page.path), "") for page in _pages(subject) if not page.viewport]
    yield from _told(
        found,
        "the page has no viewport for phones",
        'write `<meta name="viewport" content="width=device-width">` into its head',
    )


@rule(Severity.HINT, "any")
def image_without_alternative(subject: Subject) -> Iterator[Finding]:
    r"""Pictures have no alternative text.

    Learners who do not see a picture hear the name of its file instead. One that only decorates has an empty one,
    `alt=""` (WCAG 2.2, 1.1.1, level A).

    With: file-not-listed

    Bad:
        === index.html
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>Lesson</title><script src="lesson.js"></script></head><body><img src="map.png"></body></html>
        === map.png
        x
    Good:
        === index.html
        \base
    """
    for page in content(subject).seen.pages.values():
        bare = page.images_without_alt
        if bare:
            yield Finding(
                f"{len(bare)} of {page.images} picture{'s' * (page.images > 1)} without `alt`",
                bare[0],
                help='say what the picture shows, or write `alt=""` if it only decorates',
                evidence=f"{len(bare)} of {page.images}",
            )


@rule(Severity.HINT, "any")
def video_file_without_captions(subject: Subject) -> Iterator[Finding]:
    r"""A video has no track of captions.

    Learners who do not hear it, or sit in an open-plan office, miss what is said (WCAG 2.2, 1.2.2, level A).

    With: file-not-listed

    Bad:
        === index.html
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>Lesson</title><script src="lesson.js"></script></head>
        <body><video src="talk.mp4" controls></video></body></html>
        === talk.mp4
        x
    Good:
        === index.html
        \base
    """
    for page in content(subject).seen.pages.values():
        for span in page.videos_without_captions[:1]:
            count = len(page.videos_without_captions)
            yield Finding(
                f"{count} video{'s' * (count > 1)} without captions",
                span,
                help='add `<track kind="captions" …>` with a WebVTT file',
                evidence=str(count),
            )


@rule(Severity.HINT, "any")
def page_with_frameset(subject: Subject) -> Iterator[Finding]:
    r"""A page is made of a frameset.

    HTML has dropped framesets: they are narrow on phones, and screen readers lead from frame to frame.

    Bad:
        === index.html
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>Lesson</title><script src="lesson.js"></script></head>
        <frameset rows="*"><frame src="index.html"></frameset></html>
    Good:
        === index.html
        \base
    """
    for one, _ in first_of_each_file(content(subject), "frameset"):
        yield Finding("a frameset", one.span, help="use one page, with an `iframe` if needed", evidence=one.evidence)

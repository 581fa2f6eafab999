"""Letters that look right and are not: apostrophes of Uzbek, and words of two scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from darslik.checks import Finding, Subject, check
from darslik.checks.places import title_span, yaml_texts
from darslik.diagnostics import Severity, Span

_MARKS = "'’‘`´′"
_APOSTROPHE = re.compile(rf"[A-Za-z]*[A-Za-z][{_MARKS}ʻʼ][A-Za-z{_MARKS}ʻʼ]*")
_TURNED = re.compile(rf"(?<=[oOgG])[{_MARKS}ʼ](?=[A-Za-z])")
_RAISED = re.compile(rf"(?<=[A-Za-z])(?<![oOgG])[{_MARKS}ʻ](?=[A-Za-z])")
_ENGLISH = re.compile(rf"[{_MARKS}](s|t|re|ll|ve)\Z")
_MIXED = re.compile(r"[A-Za-z]+[Ѐ-ӿ][A-Za-zЀ-ӿ]*|[Ѐ-ӿ]+[A-Za-z][A-Za-zЀ-ӿ]*")
_TWINS = frozenset("aceopxyiABCEHIKMOPTXYасеорхуіАВСЕНІКМОРТХУ")
_LATIN = re.compile(r"[A-Za-z]")

Where = Callable[[str], Span]


def _texts(subject: Subject, pattern: re.Pattern[str], languages: frozenset[str]) -> Iterator[tuple[str, Where]]:
    """Runs of words in which `pattern` occurs, without code, links and ids; all languages if none are given."""
    yield from _prose(subject, pattern, languages)
    for text, page in subject.course.pages():
        if _wanted(text.lang, languages) and pattern.search(page.title):
            yield page.title, partial(title_span, page)
    for found in yaml_texts(subject.course):
        if _wanted(found.lang, languages) and pattern.search(found.value):
            yield found.value, found.span


def _prose(subject: Subject, pattern: re.Pattern[str], languages: frozenset[str]) -> Iterator[tuple[str, Where]]:
    for place, source in subject.walk.sources():
        plain = not languages and source.isascii()  # then no word can have two scripts
        if not _wanted(place.lang, languages) or plain or not pattern.search(source):
            continue
        for token in place.body.tokens:
            for child in token.children or ():
                if child.type == "text" and pattern.search(child.content):
                    yield child.content, place.on(token).span


def _wanted(lang: str, languages: frozenset[str]) -> bool:
    return not languages or lang in languages


@check(Severity.WARNING)
def wrong_apostrophe(subject: Subject) -> Iterator[Finding]:
    """Uzbek in Latin script with another mark in oʻ, gʻ or as tutuq belgisi.

    The letters are oʻ and gʻ with U+02BB, the tutuq belgisi is ʼ, U+02BC. With other marks search does not find the
    word, a screen reader stops in it, and a line may break there.

    Bad:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Kichik
    description: Kichik kurs.
    languages: [uz-Latn]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Asoslar
        lessons: [lessons/01-first.md]
    === lessons/01-first.md
    Bu o'quv kursi.
    Good:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Kichik
    description: Kichik kurs.
    languages: [uz-Latn]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Asoslar
        lessons: [lessons/01-first.md]
    === lessons/01-first.md
    Bu oʻquv kursi.
    """
    latin = frozenset({"uz", "uz-Latn", "uz-Latn-UZ", "uz-UZ"})
    if not latin & set(subject.course.node.languages):
        return
    for text, span in _texts(subject, _APOSTROPHE, latin):
        for word in dict.fromkeys(_APOSTROPHE.findall(text)):
            right = _RAISED.sub("ʼ", _TURNED.sub("ʻ", word))
            if right != word and not _ENGLISH.search(word):
                yield Finding(f"`{word}` is written with another apostrophe", span(word), help=f"write `{right}`")


@check(Severity.WARNING)
def mixed_scripts(subject: Subject) -> Iterator[Finding]:
    """A word with both Latin and Cyrillic letters that look alike.

    A Latin `c` in a Cyrillic word is not seen, but search does not find the word, and a screen reader spells it.

    Bad:
    === lessons/01-first.md
    Пожар начинается c искры, а иcкра с тепла.
    Good:
    === lessons/01-first.md
    Пожар начинается с искры, а искра с тепла.
    """
    for text, span in _texts(subject, _MIXED, frozenset()):
        for word in dict.fromkeys(_MIXED.findall(text)):
            latin = [letter for letter in word if _LATIN.match(letter)]
            cyrillic = [letter for letter in word if not _LATIN.match(letter)]
            few, script = (latin, "Latin") if len(latin) <= len(cyrillic) else (cyrillic, "Cyrillic")
            if all(letter in _TWINS for letter in few):
                yield Finding(
                    f"`{word}` has {script} letters among others: {', '.join(dict.fromkeys(few))}",
                    span(word),
                    help="type the word again in one script",
                )

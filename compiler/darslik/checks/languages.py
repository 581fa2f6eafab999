"""Translations: whole, and with the numbers of the source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest

from markdown_it.token import Token

from darslik.checks import Finding, Subject, check
from darslik.checks.numbers import Number, is_date, numbers
from darslik.checks.pairs import Pair, bodies, pairs
from darslik.diagnostics import Label, Severity, Span
from darslik.source.markdown import Body, plain_text
from darslik.translate.overlay import Translated
from darslik.translate.read import FOLDER

_WORDS = re.compile(r"[^\W\d_]{2,}")
_LEAST_WORDS = 4


def _inlines(body: Body) -> list[Token]:
    return [token for token in body.tokens if token.type == "inline"]


def _long(text: str) -> bool:
    return len(_WORDS.findall(text)) >= _LEAST_WORDS


@check(Severity.WARNING)
def untranslated_text(subject: Subject) -> Iterator[Finding]:
    """A text of a translation is the same as in the source, or missing.

    A learner would fall from Russian into English in the middle of a page. A phrase that stays in its language on
    purpose is marked: `[phrase]{lang=en}`.

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
    === lessons/01-first.md
    A fire needs heat, fuel and oxygen.
    === lessons/01-first.ru.md
    A fire needs heat, fuel and oxygen.
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
    === lessons/01-first.md
    A fire needs heat, fuel and oxygen.
    === lessons/01-first.ru.md
    Пожару нужны тепло, топливо и кислород.
    """
    for pair in pairs(subject):
        for ours, theirs in bodies(pair):
            same = {token.content for token in _inlines(ours) if _long(token.content)}
            for token in _inlines(theirs):
                first = token.content.split("\n")[0]
                alike = token.content in same and "lang=" not in token.content and _long(plain_text(token))
                if alike and _there(subject, theirs.span(token, first)):
                    yield Finding(
                        "this text is not translated",
                        theirs.span(token, first),
                        help="translate it, or mark it: `[phrase]{lang=" + subject.course.source + "}`",
                    )
        yield from (one for one in _prompts(pair) if _there(subject, one.span))
    yield from _missing(subject)


def _there(subject: Subject, span: Span) -> bool:
    """Whether somebody wrote that: texts that a catalogue does not translate are another finding."""
    files = subject.course.files
    return not (isinstance(files, Translated) and files.made(span.file)) or files.place(span).file.startswith(FOLDER)


def _prompts(pair: Pair) -> Iterator[Finding]:
    """Titles and prompts that are the same in both languages."""
    if pair.source.title == pair.translated.title and _long(pair.source.title):
        yield Finding("this title is not translated", pair.translated.span)
    ours, theirs = pair.source.body.all_directives(), pair.translated.body.all_directives()
    for one, other in zip(ours, theirs, strict=False):
        if one.argument == other.argument and " " in one.argument and _long(one.argument):
            yield Finding("this text is not translated", other.argument_span)
        for name in ("alt", "hint", "caption", "title"):
            option, original = other.options.get(name), one.options.get(name)
            if option and original and option.value == original.value and _long(option.value):
                yield Finding("this text is not translated", option.span)


def _missing(subject: Subject) -> Iterator[Finding]:
    """Titles that fall back to the source language."""
    course = subject.course
    for lang, text in course.texts.items():
        document = course.documents.get(f"course.{lang}.yaml")
        if not document:
            continue
        own = {"": text.title, **{key: module.title for key, module in text.modules.items()}}
        for key in ("", *(module.node.id for module in course.modules)):
            if not own.get(key):
                what = f"the module `{key}`" if key else "the course"
                yield Finding(
                    f"the title of {what} is not translated",
                    document.key(("modules",) if key else ()),
                    help=f"add `{key}: {{title: …}}` under `modules:`" if key else "add `title: …`",
                )
        glossary = course.documents.get(f"glossary.{lang}.yaml")
        for key in course.glossary.get(course.source, {}):
            if glossary and isinstance(glossary.value, dict) and key not in glossary.value:
                yield Finding(
                    f"the term `{key}` is not translated",
                    Span(f"glossary.{lang}.yaml"),
                    help=f"add `{key}:` with `term:` and `definition:`",
                )


@check(Severity.WARNING)
def translation_number(subject: Subject) -> Iterator[Finding]:
    """A number differs between a text and its translation.

    Numbers are what learners take along, and what translators mistype. Ways of writing do not matter: `30,000`, `30
    000` and "30 thousand" are the same, and so are `14.03.2024` and "14 March 2024". Numbers below ten may be written
    as words.

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
    === lessons/01-first.md
    In 2024 there were 120 fires.
    === lessons/01-first.ru.md
    В 2024 году было 102 пожара.
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
    === lessons/01-first.md
    In 2024 there were 120 fires.
    === lessons/01-first.ru.md
    В 2024 году было 120 пожаров.
    """
    for pair in pairs(subject):
        for ours, theirs in bodies(pair):
            one, other = _inlines(ours), _inlines(theirs)
            if len(one) == len(other):
                for token, translated in zip(one, other, strict=True):
                    yield from _compare(ours, [token], theirs, [translated])
            else:
                yield from _compare(ours, one, theirs, other)


def _compare(ours: Body, source: list[Token], theirs: Body, translated: list[Token]) -> Iterator[Finding]:
    if source and translated and source[0].content == translated[0].content:
        return
    before, after = _numbers(source), _numbers(translated)
    if _dates(before) != _dates(after):  # one of them is written in words, for example
        before, after = _numbers(source, whole_dates=False), _numbers(translated, whole_dates=False)
    lost = Counter(number.value for number, _ in before) - Counter(number.value for number, _ in after)
    new = Counter(number.value for number, _ in after) - Counter(number.value for number, _ in before)
    missing = [(number, token) for number, token in before if number.value in lost]
    added = [(number, token) for number, token in after if number.value in new]
    for old, fresh in zip_longest(missing, added):
        related = (Label(ours.span(old[1], old[0].text), "in the source"),) if old else ()
        if fresh:
            says = f"the source says {old[0].text} and not" if old else "the source does not have"
            yield Finding(f"{says} {fresh[0].text}", theirs.span(fresh[1], fresh[0].text), related=related)
        elif old and translated:
            yield Finding(
                f"the number {old[0].text} of the source is missing", _start(theirs, translated[0]), related=related
            )


def _numbers(tokens: list[Token], *, whole_dates: bool = True) -> list[tuple[Number, Token]]:
    return [(number, token) for token in tokens for number in numbers(plain_text(token), whole_dates=whole_dates)]


def _dates(found: list[tuple[Number, Token]]) -> int:
    return sum(is_date(number) for number, _ in found)


def _start(body: Body, token: Token) -> Span:
    return body.span(token, token.content.split("\n")[0].split(" ")[0])

"""Translations: whole, with the numbers, links and names of the source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from markdown_it.token import Token

from darslik.checks import Finding, Subject, check
from darslik.checks.names import term_key
from darslik.checks.numbers import numbers
from darslik.checks.walk import Place
from darslik.diagnostics import Label, Severity, Span
from darslik.model.tree import PageText
from darslik.source.markdown import Body, plain_text
from darslik.source.paths import is_external, resolve

_WORDS = re.compile(r"[^\W\d_]{2,}")
_LEAST_WORDS = 4


class Pair(NamedTuple):
    """A page in the source and in another language."""

    lang: str
    source: PageText
    translated: PageText


def _pairs(subject: Subject) -> Iterator[Pair]:
    course = subject.course
    for lesson in course.lessons():
        source = lesson.texts[course.source]
        for lang, text in lesson.texts.items():
            if lang != course.source:
                for one, other in zip(source.pages, text.pages, strict=False):
                    yield Pair(lang, one, other)


def _bodies(pair: Pair) -> Iterator[tuple[Body, Body]]:
    """The bodies that belong together; none if the pages are built differently, which is reported elsewhere."""
    ours, theirs = list(pair.source.body.all_bodies()), list(pair.translated.body.all_bodies())
    if len(ours) == len(theirs):
        yield from zip(ours, theirs, strict=True)


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
    for pair in _pairs(subject):
        for ours, theirs in _bodies(pair):
            same = {token.content for token in _inlines(ours) if _long(token.content)}
            for token in _inlines(theirs):
                if token.content in same and "lang=" not in token.content and _long(plain_text(token)):
                    first = token.content.split("\n")[0]
                    yield Finding(
                        "this text is not translated",
                        theirs.span(token, first),
                        help="translate it, or mark it: `[phrase]{lang=" + subject.course.source + "}`",
                    )
        yield from _prompts(pair)
    yield from _missing(subject)


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
        own = {None: text.title, **{key: module.title for key, module in text.modules.items()}}
        for key in (None, *(module.node.id for module in course.modules)):
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
    000` and "30 thousand" are the same. Numbers below ten may be written as words.

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
    for pair in _pairs(subject):
        for ours, theirs in _bodies(pair):
            one, other = _inlines(ours), _inlines(theirs)
            if len(one) == len(other):
                for token, translated in zip(one, other, strict=True):
                    yield from _compare(ours, [token], theirs, [translated])
            else:
                yield from _compare(ours, one, theirs, other)


def _compare(ours: Body, source: list[Token], theirs: Body, translated: list[Token]) -> Iterator[Finding]:
    if source and translated and source[0].content == translated[0].content:
        return
    before = [(number, token) for token in source for number in numbers(plain_text(token))]
    after = [(number, token) for token in translated for number in numbers(plain_text(token))]
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


def _start(body: Body, token: Token) -> Span:
    return body.span(token, token.content.split("\n")[0].split(" ")[0])


@check(Severity.WARNING)
def translation_link(subject: Subject) -> Iterator[Finding]:
    """A page links to another place than its translation.

    A link inside the course must lead to the same page in all languages. A link out of it may lead to another language
    of the same site.

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
    See [the plan](https://example.org/plan).
    === lessons/01-first.ru.md
    См. [план](https://example.com/plan).
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
    See [the plan](https://example.org/plan).
    === lessons/01-first.ru.md
    См. [план](https://example.org/ru/plan).
    """
    if len(subject.course.node.languages) == 1:
        return
    targets: dict[tuple[str, int], list[tuple[str, Span]]] = {}
    for link in subject.walk.links:
        if link.place.page:
            key = (link.place.lang, id(link.place.page))
            targets.setdefault(key, []).append(
                (_target(link.place, link.target), link.place.span(link.target, link.words))
            )
    for pair in _pairs(subject):
        ours = targets.get((subject.course.source, id(pair.source)), [])
        theirs = targets.get((pair.lang, id(pair.translated)), [])
        yield from _differences(ours, theirs, pair, "link")


def _target(place: Place, target: str) -> str:
    """What a link means, whatever the language of its file: a page, a file, or a site."""
    if is_external(target):
        return "/".join(target.split("/")[:3]).lower().replace("http:", "https:").replace("//www.", "//")
    path, anchor = resolve(place.file, target) or "", target.partition("#")[2]
    parts = path.rsplit("/", 1)[-1].split(".")
    return f"{parts[0]}.{parts[-1]}#{anchor}" if not target.startswith("#") else target


def _differences(
    ours: list[tuple[str, Span]], theirs: list[tuple[str, Span]], pair: Pair, what: str
) -> Iterator[Finding]:
    lost = Counter(name for name, _ in ours) - Counter(name for name, _ in theirs)
    new = Counter(name for name, _ in theirs) - Counter(name for name, _ in ours)
    missing = [(name, span) for name, span in ours if name in lost]
    added = [(name, span) for name, span in theirs if name in new]
    for old, fresh in zip_longest(missing, added):
        related = (Label(old[1], "in the source"),) if old else ()
        if fresh:
            yield Finding(
                f"the source has another {what} here" if old else f"the source has no such {what}",
                fresh[1],
                related=related,
                help=f"the source's is `{old[0]}`" if old else (),
            )
        elif old:
            yield Finding(f"the {what} to `{old[0]}` is missing", pair.translated.span, related=related)


@check(Severity.WARNING)
def translation_reference(subject: Subject) -> Iterator[Finding]:
    """A page cites other sources, or explains other terms, than its translation.

    A fact would lose its source in one language.

    Bad:
    === references.yaml
    who-2023: {title: Fire statistics}
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
    There are fewer fires {cite}`who-2023`.
    === lessons/01-first.ru.md
    Пожаров меньше.
    Good:
    === references.yaml
    who-2023: {title: Fire statistics}
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
    There are fewer fires {cite}`who-2023`.
    === lessons/01-first.ru.md
    Пожаров меньше {cite}`who-2023`.
    """
    if len(subject.course.node.languages) == 1:
        return
    used: dict[tuple[str, int], dict[str, Span]] = {}
    for role in subject.walk.roles:
        if role.place.page and role.name in {"cite", "term"}:
            key = term_key(role) if role.name == "term" else role.content.strip()
            page = used.setdefault((role.place.lang, id(role.place.page)), {})
            page.setdefault(f"{{{role.name}}}`{key}`", role.place.span(role.markup))
    for pair in _pairs(subject):
        ours = used.get((subject.course.source, id(pair.source)), {})
        theirs = used.get((pair.lang, id(pair.translated)), {})
        for name in ours.keys() - theirs.keys():
            yield Finding(
                f"{name} of the source is missing on this page",
                pair.translated.span,
                related=(Label(ours[name], "in the source"),),
            )
        for name in theirs.keys() - ours.keys():
            yield Finding(f"the source does not have {name} on this page", theirs[name])

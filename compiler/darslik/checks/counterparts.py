"""Translations lead to the same pages, name the same sources and explain the same terms as the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest

from darslik.checks import Finding, Subject, check
from darslik.checks.names import term_key
from darslik.checks.pairs import Pair, pairs
from darslik.checks.walk import Place
from darslik.diagnostics import Label, Severity, Span
from darslik.source.paths import is_external, resolve
from darslik.translate.overlay import Translated


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
    for pair in _written(subject):
        ours = targets.get((subject.course.source, id(pair.source)), [])
        theirs = targets.get((pair.lang, id(pair.translated)), [])
        yield from _differences(ours, theirs, pair, "link")


def _written(subject: Subject) -> Iterator[Pair]:
    """Translations that are files; the texts of catalogues are compared one by one."""
    files = subject.course.files
    for pair in pairs(subject):
        if not (isinstance(files, Translated) and files.made(pair.translated.body.file)):
            yield pair


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
    for pair in _written(subject):
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

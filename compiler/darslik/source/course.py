"""A course folder → `Course`, with every finding of the reading phase."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from pydantic import BaseModel

from darslik.diagnostics import Label, Severity, Sink, Span
from darslik.model.course import (
    CourseFile,
    CourseText,
    Reference,
    ReferenceText,
    Term,
    TermText,
)
from darslik.model.problems import build
from darslik.model.tree import Course, CourseModule, Lesson, LessonText
from darslik.rules import define
from darslik.source.banks import read_banks
from darslik.source.files import Files
from darslik.source.lesson import lesson_id, read_lesson
from darslik.source.paths import resolve, variant
from darslik.source.text import read_text
from darslik.source.translation import merge_lesson
from darslik.source.yaml import Route, YamlDocument, read_yaml
from darslik.suggest import did_you_mean, nearest

M = TypeVar("M", bound=BaseModel)

define(
    "no-course",
    Severity.ERROR,
    """
    The folder has no `course.yaml`.

    Bad:
    === course.yaml
    \\delete
    Good:
    === lessons/01-first.md
    A lesson beside a course.yaml.
    """,
)
define(
    "missing-lesson",
    Severity.ERROR,
    """
    `course.yaml` names a lesson that does not exist.

    File names are exact: `01-Why.md` and `01-why.md` are two files inside a package.

    Bad:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-fisrt.md]
    Good:
    === lessons/01-first.md
    The lesson that course.yaml names.
    """,
)
define(
    "missing-translation",
    Severity.ERROR,
    """
    A language of the course lacks a file.

    A learner who chose Russian must not fall into English in the middle of a course. Translate the file, or take
    the language out of `languages` until it is whole.

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
    === lessons/01-first.ru.md
    ---
    title: Первый
    ---
    Текст.
    """,
)
define(
    "duplicate-language",
    Severity.ERROR,
    """
    A language is listed twice.

    Each language makes one package of its own name; two would overwrite each other.

    Bad:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en, en]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    Good:
    === lessons/01-first.md
    One language.
    """,
)


def read_course(files: Files, sink: Sink) -> Course | None:
    """Read everything. None if `course.yaml` is not usable; then findings say why."""
    if not files.has("course.yaml"):
        sink.add(
            "no-course",
            "there is no `course.yaml` here",
            Span("course.yaml"),
            help="`darslik new DIR` writes a course that builds",
        )
        return None
    documents: dict[str, YamlDocument] = {}
    node = _read(CourseFile, files, "course.yaml", "a course", documents, sink)
    if node is None:
        return None
    _languages(node, documents["course.yaml"], sink)
    source, *others = dict.fromkeys(node.languages)
    texts = {lang: _course_text(files, lang, documents, sink) for lang in others}
    for lang, text in texts.items():
        known = [module.id for module in node.modules]
        _strangers(text.modules, known, documents.get(f"course.{lang}.yaml"), ("modules",), sink)
    modules = tuple(
        CourseModule(module, tuple(_lessons(files, node, number, documents["course.yaml"], sink)))
        for number, module in enumerate(node.modules)
    )
    glossary = _entries(files, "glossary.yaml", Term, documents, sink)
    references = _entries(files, "references.yaml", Reference, documents, sink)
    return Course(
        files,
        node,
        documents,
        texts,
        modules,
        {source: glossary, **{lang: _terms(files, lang, glossary, documents, sink) for lang in others}},
        {source: references, **{lang: _references(files, lang, references, documents, sink) for lang in others}},
        tuple(read_banks(files, node, documents["course.yaml"], sink)),
    )


def _read(
    model: type[M], files: Files, path: str, what: str, documents: dict[str, YamlDocument], sink: Sink
) -> M | None:
    text = read_text(files, path, sink)
    if text is None:
        return None
    before = len(sink.found)
    documents[path] = document = read_yaml(text, path, sink)
    if document.value is None:
        document.value = {}
    broken = any(item.rule in {"yaml-syntax", "yaml-alias"} for item in sink.found[before:])
    return None if broken else build(model, document, what, sink)


def _languages(node: CourseFile, document: YamlDocument, sink: Sink) -> None:
    for number, lang in enumerate(node.languages):
        first = node.languages.index(lang)
        if first != number:
            sink.add(
                "duplicate-language",
                f"`{lang}` is listed twice",
                document.span(("languages", number)),
                related=[Label(document.span(("languages", first)), "first use")],
            )


def _course_text(files: Files, lang: str, documents: dict[str, YamlDocument], sink: Sink) -> CourseText:
    path = f"course.{lang}.yaml"
    if files.has(path):
        return _read(CourseText, files, path, "a translation", documents, sink) or CourseText()
    _missing(path, f"the course's title in `{lang}` is missing: there is no `{path}`", lang, documents, sink)
    return CourseText()


def _strangers(
    own: Iterable[str], known: Iterable[str], document: YamlDocument | None, route: Route, sink: Sink
) -> None:
    """Report ids of a translation that the source does not have: their texts would be lost."""
    names = set(known)
    for name in own:
        if document and name not in names:
            sink.add(
                "unknown-key",
                f"the source has no `{name}`",
                document.key((*route, name)),
                label=did_you_mean(name, names),
                help="ids are those of the source file; only texts are translated",
            )


def _missing(path: str, message: str, lang: str, documents: Mapping[str, YamlDocument], sink: Sink) -> None:
    document = documents["course.yaml"]
    number = document.value["languages"].index(lang)
    sink.add(
        "missing-translation",
        message,
        document.span(("languages", number)),
        help=[f"write `{path}`", f"or take `{lang}` out of `languages` until it is translated"],
    )


def _lessons(files: Files, node: CourseFile, number: int, document: YamlDocument, sink: Sink) -> Iterable[Lesson]:
    for index, written in enumerate(node.modules[number].lessons):
        span = document.span(("modules", number, "lessons", index))
        path = resolve("course.yaml", written)
        if path is None or not files.has(path) or not path.endswith(".md"):
            _no_lesson(files, written, span, sink)
            continue
        texts = _lesson_texts(files, node, path, span, sink)
        if texts:
            source = texts[node.languages[0]]
            yield Lesson(lesson_id(path, source.head), span, texts)


def _no_lesson(files: Files, written: str, span: Span, sink: Sink) -> None:
    near = nearest(written, [path for path in files.paths() if path.endswith(".md")])
    sink.add(
        "missing-lesson",
        f"there is no lesson `{written}`",
        span,
        label=f"did you mean `{near}`?" if near else "no such file",
        help="paths are relative to course.yaml and end in .md",
    )


def _lesson_texts(files: Files, node: CourseFile, path: str, span: Span, sink: Sink) -> dict[str, LessonText]:
    source, *others = dict.fromkeys(node.languages)
    text = read_lesson(files, path, source, node.split, sink)
    if text is None:
        return {}
    texts = {source: text}
    for lang in others:
        own = variant(path, lang)
        if not files.has(own):
            sink.add(
                "missing-translation",
                f"the lesson `{path}` is not translated to `{lang}`",
                span,
                help=[f"write `{own}`", f"or take `{lang}` out of `languages` until it is translated"],
            )
        elif translated := read_lesson(files, own, lang, text.head.split or node.split, sink, translated=True):
            texts[lang] = merge_lesson(text, translated, sink)
    return texts


def _entries(files: Files, path: str, model: type[M], documents: dict[str, YamlDocument], sink: Sink) -> dict[str, M]:
    """The entries of a file that maps ids to them; none if there is no such file."""
    if not files.has(path):
        return {}
    text = read_text(files, path, sink)
    if text is None:
        return {}
    documents[path] = document = read_yaml(text, path, sink)
    if not isinstance(document.value, dict):
        if document.value is not None:
            sink.add("wrong-value", "this file must be a mapping of ids to entries", Span(path))
        return {}
    made = {key: build(model, document, f"`{key}`", sink, (key,)) for key in document.value}
    return {key: entry for key, entry in made.items() if entry}


def _terms(
    files: Files, lang: str, source: Mapping[str, Term], documents: dict[str, YamlDocument], sink: Sink
) -> dict[str, Term]:
    own = _entries(files, f"glossary.{lang}.yaml", TermText, documents, sink)
    _strangers(own, source, documents.get(f"glossary.{lang}.yaml"), (), sink)
    if source and not files.has(f"glossary.{lang}.yaml"):
        _missing(f"glossary.{lang}.yaml", f"the glossary is not translated to `{lang}`", lang, documents, sink)
    return {key: term.model_copy(update=own[key].model_dump()) if key in own else term for key, term in source.items()}


def _references(
    files: Files, lang: str, source: Mapping[str, Reference], documents: dict[str, YamlDocument], sink: Sink
) -> dict[str, Reference]:
    own = _entries(files, f"references.{lang}.yaml", ReferenceText, documents, sink)
    _strangers(own, source, documents.get(f"references.{lang}.yaml"), (), sink)
    return {
        key: entry.model_copy(update=own[key].model_dump(exclude_none=True)) if key in own else entry
        for key, entry in source.items()
    }

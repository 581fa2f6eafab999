"""`banks:` of `course.yaml` → files that hold nothing but questions, in all languages."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.diagnostics import Severity, Sink, Span
from darslik.model.course import CourseFile
from darslik.model.tree import Lesson, LessonText
from darslik.rules import define
from darslik.source.files import Files
from darslik.source.lesson import BANK, lesson_id, read_lesson
from darslik.source.markdown import Body
from darslik.source.paths import resolve, variant
from darslik.source.translation import merge_lesson
from darslik.source.yaml import YamlDocument
from darslik.suggest import nearest

_COURSE = """
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    banks: [banks/NAME.md]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    === lessons/01-first.md
    ---
    title: First
    ---
    ::::{quiz} The drill
    :id: drill
    :draw: 1 water
    ::::
    === banks/water.md
"""
_QUESTION = """
    :::{true-false} Water is wet.
    :id: wet
    :tags: water
    - [x] true
      > It is.
    - [ ] false
      > It is.
    :::
"""

define(
    "missing-bank",
    Severity.ERROR,
    f"""
    `course.yaml` names a bank of questions that does not exist.

    File names are exact: `Basics.md` and `basics.md` are two files.

    Bad:
    {_COURSE.replace("NAME", "watre").strip()}
    {_QUESTION.strip()}
    Good:
    {_COURSE.replace("NAME", "water").strip()}
    {_QUESTION.strip()}
    """,
)
define(
    "not-a-question",
    Severity.ERROR,
    f"""
    A bank holds something other than questions.

    Learners see questions of a bank one by one, where a quiz draws them, and never the bank itself. Headings and
    comments are for its authors; anything else would be lost.

    Bad:
    {_COURSE.replace("NAME", "water").strip()}
    Read this first.

    {_QUESTION.strip()}
    Good:
    {_COURSE.replace("NAME", "water").strip()}
    ## About water

    {_QUESTION.strip()}
    """,
)


def read_banks(files: Files, node: CourseFile, document: YamlDocument, sink: Sink) -> Iterator[Lesson]:
    """All banks that could be read."""
    for number, written in enumerate(node.banks):
        span = document.span(("banks", number))
        path = resolve("course.yaml", written)
        if path is None or not files.has(path) or not path.endswith(".md"):
            near = nearest(written, [path for path in files.paths() if path.endswith(".md")])
            sink.add(
                "missing-bank",
                f"there is no bank `{written}`",
                span,
                label=f"did you mean `{near}`?" if near else "no such file",
                help="paths are relative to course.yaml and end in .md",
            )
            continue
        texts = _texts(files, node, path, span, sink)
        if texts:
            yield Lesson(lesson_id(path, texts[node.languages[0]].head), span, texts)


def _texts(files: Files, node: CourseFile, path: str, span: Span, sink: Sink) -> dict[str, LessonText]:
    source, *others = dict.fromkeys(node.languages)
    text = _bank(files, path, source, sink, translated=False)
    if text is None:
        return {}
    texts = {source: text}
    for lang in others:
        own = variant(path, lang)
        if not files.has(own):
            sink.add(
                "missing-translation",
                f"the bank `{path}` is not translated to `{lang}`",
                span,
                help=[f"write `{own}`", f"or take `{lang}` out of `languages` until it is translated"],
            )
        elif translated := _bank(files, own, lang, sink, translated=True):
            texts[lang] = merge_lesson(text, translated, sink)
    return texts


def _bank(files: Files, path: str, lang: str, sink: Sink, *, translated: bool) -> LessonText | None:
    text = read_lesson(files, path, lang, BANK, sink, translated=translated)
    for page in text.pages if text else ():
        _only_questions(page.body, sink)
    return text


def _only_questions(body: Body, sink: Sink) -> None:
    from darslik.questions import kinds

    heading = False
    for token in body.tokens:
        heading = token.type == "heading_open" or (heading and token.type != "heading_close")
        directive = token.meta.get("directive")
        fine = heading or token.level or token.nesting < 0 or (directive and directive.name in kinds())
        comment = token.type == "html_block" and token.content.lstrip().startswith("<!--")
        if not fine and not comment and token.map:
            sink.add(
                "not-a-question",
                "only questions can stand in a bank",
                body.span(token),
                help="put it into a question, or into the quiz that draws from here, before its first question",
            )
            return

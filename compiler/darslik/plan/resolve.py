"""`Course` → `Plan`."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping

from darslik.blocks import blocks
from darslik.lock.extend import fresh_lock
from darslik.lock.model import LOCK_FILE, Lock
from darslik.lock.options import recode
from darslik.lock.write import write_lock
from darslik.model.course import Module
from darslik.model.tree import Course, CourseModule, Lesson, PageText
from darslik.plan.notes import plan_notes, plan_scenarios
from darslik.plan.plan import (
    Gate,
    Plan,
    PlanLesson,
    PlanModule,
    PlanPage,
    PlanQuestion,
    PlanRevision,
    Texts,
)
from darslik.plan.quizzes import in_quizzes, of_quiz, page_questions, plan_quizzes
from darslik.questions import Question
from darslik.source.markdown import Body, plain_text
from darslik.source.paths import is_external, localised, resolve
from darslik.translate.gate import counts, holdings

MAX_SLOTS = 4096
"""Pages or questions of one course that learner state has numbers for, the retired ones included."""
WORDS_PER_MINUTE = 180
MINUTES_PER_QUESTION = 1


def make_plan(course: Course, lock: Lock | None = None) -> Plan:
    """Fix ids, fill defaults, put languages side by side. The course must be free of errors.

    `lock` has a slot for everything in it; without one, the course is numbered as one that was never built.
    """
    lock = lock or fresh_lock(course)
    modules = tuple(_module(course, module, lock) for module in course.modules)
    node, source = course.node, course.source
    texts = course.texts
    return Plan(
        files=course.files,
        name=course.files.name,
        node=node,
        title=_texts(source, node.title, {lang: t.title for lang, t in texts.items()}),
        description=_texts(source, node.description, {lang: t.description for lang, t in texts.items()}),
        audience=_texts(source, node.audience, {lang: t.audience for lang, t in texts.items()}),
        publisher=_texts(source, node.publisher, {lang: t.publisher for lang, t in texts.items()}),
        authors=_lists(node.languages, node.authors, {lang: t.authors for lang, t in texts.items()}),
        keywords=_lists(node.languages, node.keywords, {lang: t.keywords for lang, t in texts.items()}),
        review={lang: texts[lang].review if lang in texts else node.review for lang in node.languages},
        modules=modules,
        glossary=course.glossary,
        references=course.references,
        media=tuple(sorted(set(_media(course)))),
        source_hash=_source_hash(course, lock),
        texts={lang: counts(found) for lang, found in holdings(course.files).items()},
    )


def _texts(source: str, text: str | None, others: Mapping[str, str | None]) -> Texts:
    if text is None:
        return {}
    return {source: text, **{lang: other or text for lang, other in others.items()}}


def _lists(
    languages: Iterable[str], own: Iterable[str], others: Mapping[str, list[str]]
) -> Mapping[str, tuple[str, ...]]:
    return {lang: tuple(others.get(lang) or own) for lang in languages}


def _module(course: Course, module: CourseModule, lock: Lock) -> PlanModule:
    node = module.node
    own = {lang: text.modules.get(node.id) for lang, text in course.texts.items()}
    return PlanModule(
        node.id,
        lock.slot("modules", node.id),
        _texts(course.source, node.title, {lang: text.title for lang, text in own.items() if text}),
        _texts(course.source, node.description, {lang: text.description for lang, text in own.items() if text}),
        _gate(node),
        tuple(_lesson(course, lesson, lock) for lesson in module.lessons),
    )


def _gate(node: Module) -> Gate | None:
    return Gate(node.unlock_when.when, node.unlock_when.module) if node.unlock_when else None


def _lesson(course: Course, lesson: Lesson, lock: Lock) -> PlanLesson:
    source = lesson.texts[course.source]
    return PlanLesson(
        lesson.id,
        {lang: text.head.title for lang, text in lesson.texts.items()},
        source.head.minutes or _estimate(source.pages),
        {lang: tuple(text.head.objectives) for lang, text in lesson.texts.items()},
        tuple(_page(course, lesson, number, lock) for number in range(len(source.pages))),
    )


def _estimate(pages: Iterable[PageText]) -> int:
    pages = list(pages)
    words = sum(words_of(body) for page in pages for body in page.body.all_bodies())
    drawn = sum(draw.count for page in pages for quiz in page.quizzes for draw in quiz.options.draw)
    asked = drawn + sum(len(page.questions) for page in pages)
    return max(1, math.ceil(words / WORDS_PER_MINUTE + asked * MINUTES_PER_QUESTION))


def words_of(body: Body) -> int:
    """How many words a run of Markdown has, without those of the directives in it."""
    return sum(len(plain_text(token).split()) for token in body.tokens if token.type == "inline")


def _page(course: Course, lesson: Lesson, number: int, lock: Lock) -> PlanPage:
    texts = {lang: text.pages[number] for lang, text in lesson.texts.items()}
    source = texts[course.source]
    page_id = f"{lesson.id}/{source.id}"
    quiz_of = in_quizzes(source.quizzes, (question for _, _, question in course.banked()))
    questions = tuple(
        of_quiz(_question(course, question, asked, lock), quiz_of.get(question.id))
        for question, asked in page_questions(course, texts)
    )
    return PlanPage(
        page_id,
        lock.slot("pages", page_id),
        f"pages/{lesson.id}_{source.id}.js",
        {lang: text.title for lang, text in texts.items()},
        texts,
        questions,
        quizzes=plan_quizzes(course, texts, questions, lambda quiz: lock.slot("quizzes", quiz)),
        notes=plan_notes(source, texts, lock),
        scenarios=plan_scenarios(source, texts, lock),
    )


def _question(course: Course, question: Question, texts: Mapping[str, Question], lock: Lock) -> PlanQuestion:
    own, default = question.options, course.node.questions
    asked = lock.asked(question.id)
    return PlanQuestion(
        question.id,
        lock.slot("questions", question.id),
        question.kind,
        own.points,
        default.attempts if own.attempts is None else own.attempts,
        default.shuffle if own.shuffle is None else own.shuffle,
        default.partial if own.partial is None else own.partial,
        recode(texts, asked),
        own.tags,
        own.objective or "",
        revision=asked.revision,
        history=tuple(PlanRevision(n, old.policy, old.points) for n, old in enumerate(asked.revisions, 2)),
    )


def _media(course: Course) -> Iterable[str]:
    """Every file that lessons show or offer, in the variant of each language."""
    for text, page in course.pages():
        for body in page.body.all_bodies():
            for path in body_files(body):
                yield localised(course.files, path, text.lang)


def body_files(body: Body) -> Iterable[str]:
    """Course paths of the packaged files that one body names (transcripts and data are read, not packaged)."""
    for child, _ in body.inlines():
        target = str(child.attrGet("src") or child.attrGet("href") or "")
        inside = target and not target.startswith("#") and not is_external(target)
        path = resolve(body.file, target) if inside else None
        if path and (child.type == "image" or not path.endswith(".md")):
            yield path
    for directive in body.directives():
        block = blocks().get(directive.name)
        for ref in block.files(directive) if block else ():
            packaged = ref.purpose not in {"transcript", "data"} and not is_external(ref.path)
            if packaged and (path := resolve(body.file, ref.path)):
                yield path


def _source_hash(course: Course, lock: Lock) -> str:
    """SHA-256 over paths and contents of all course files, in order, with the lock as it is after this build."""
    digest = hashlib.sha256()
    text = write_lock(lock).encode()
    for path in sorted({*course.files.paths(), LOCK_FILE}):
        digest.update(path.encode() + b"\0")
        digest.update(hashlib.sha256(text if path == LOCK_FILE else course.files.read(path)).digest())
    return digest.hexdigest()

"""`Course` and `Plan` → the tracking plan, in the order in which learners meet the parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from darslik.diagnostics import Span
from darslik.model.tree import Course
from darslik.plan.plan import Plan, PlanLesson, PlanModule, PlanPage
from darslik.plan.resolve import words_of
from darslik.policy.parts import Parts
from darslik.tracking.asked import question_entries
from darslik.tracking.entry import Entry, entry
from darslik.tracking.words import rule_words

FORMAT = 1
VERB = "http://adlnet.gov/expapi/verbs/"


def tracking_plan(course: Course, plan: Plan, folder: str) -> dict[str, Any]:
    """The content of `<course>.plan.json`; `folder` is what messages show before the path of a file."""
    parts = Parts(plan)
    whole = parts.of("")
    node = plan.node
    judged = whole.judged or any(parts.of(module.id).judged for module in plan.modules)
    return {
        "plan": FORMAT,
        "course": plan.iri,
        "name": plan.name,
        "version": node.version,
        "folder": folder,
        "source_language": plan.languages[0],
        "languages": list(plan.languages),
        "title": dict(plan.title),
        "publisher": dict(plan.publisher),
        "mastery_score": whole.mark,
        "complete": rule_words(node.complete_when, passing=False),
        "passing": rule_words(node.pass_when, passing=True) if node.pass_when else "",
        "verbs": list(verbs(judged=judged)),
        "activities": list(activities(course, plan)),
    }


def verbs(*, judged: bool) -> Iterator[dict[str, Any]]:
    """The verbs of `statement.ts`; a launch is of the course, or of a module that is packed by itself."""
    launched = ("initialized", "completed", *(("passed", "failed") if judged else ()), "terminated")
    about = {
        **{name: ["course", "module"] for name in launched},
        "experienced": ["page"],
        "answered": ["question"],
        "progressed": ["module", "quiz"],
    }
    for name, kinds in about.items():
        yield {"iri": VERB + name, "kinds": kinds}


def activities(course: Course, plan: Plan) -> Iterator[Entry]:
    """Everything that learners meet."""
    title = course.document.values.get(("title",), Span("course.yaml"))
    yield entry(plan.iri, "course", plan.name, plan.title, title, {"minutes": plan.minutes})
    known: set[str] = set()  # a question of a bank may be drawn on several pages
    for number, module in enumerate(plan.modules):
        for one in _module(course, plan, module, number):
            if one["iri"] not in known:
                known.add(one["iri"])
                yield one


def _module(course: Course, plan: Plan, module: PlanModule, number: int) -> Iterator[Entry]:
    iri = plan.module_iri(module.id)
    span = course.document.values.get(("modules", number, "id"), Span("course.yaml"))
    yield entry(iri, "module", module.id, module.title, span, {"parent": plan.iri, "minutes": module.minutes})
    read = course.modules[number].lessons
    for lesson, source in zip(module.lessons, read, strict=True):
        path = source.texts[course.source].path
        yield from _lesson(plan, lesson, path, iri)


def _lesson(plan: Plan, lesson: PlanLesson, path: str, module: str) -> Iterator[Entry]:
    iri = below(plan, "lessons", lesson.id)
    where = {"parent": module, "module": module, "minutes": lesson.minutes}
    yield entry(iri, "lesson", lesson.id, lesson.title, Span(path), where)
    for page in lesson.pages:
        yield from _page(plan, page, {"parent": iri, "module": module})


def _page(plan: Plan, page: PlanPage, where: Mapping[str, str]) -> Iterator[Entry]:
    iri, source = below(plan, "pages", page.id), plan.languages[0]
    words = {lang: sum(map(words_of, text.body.all_bodies())) for lang, text in page.texts.items()}
    yield entry(iri, "page", page.id, page.title, page.texts[source].span, {**where, "words": words})
    inside = {**where, "parent": iri}
    places = {quiz.id: quiz.span for quiz in page.texts[source].quizzes}
    for quiz in page.quizzes:
        fields = {**inside, "points": quiz.points, "scored": quiz.points > 0, "attempts": quiz.attempts}
        limit = {"minutes": quiz.minutes} if quiz.minutes else {}
        yield entry(below(plan, "quizzes", quiz.id), "quiz", quiz.id, quiz.title, places[quiz.id], {**fields, **limit})
    for question in page.questions:
        parent = below(plan, "quizzes", question.quiz) if question.quiz else iri
        yield from question_entries(plan, question, {**where, "parent": parent})
    yield from _unscored(plan, page, inside)


def _unscored(plan: Plan, page: PlanPage, inside: Mapping[str, str]) -> Iterator[Entry]:
    """Reflections and scenarios: no statement is about them."""
    source = plan.languages[0]
    for note in page.notes:
        prompts = {lang: text.prompt.plain for lang, text in note.texts.items()}
        yield entry(below(plan, "notes", note.id), "note", note.id, prompts, note.texts[source].span, inside)
    for one in page.scenarios:
        titles = {lang: text.title.plain for lang, text in one.texts.items()}
        yield entry(below(plan, "scenarios", one.id), "scenario", one.id, titles, one.texts[source].span, inside)


def below(plan: Plan, kind: str, id_: str) -> str:
    """The IRI of a part, as `below` in `statement.ts` makes it."""
    return f"{plan.iri.rstrip('/')}/{kind}/{id_}"

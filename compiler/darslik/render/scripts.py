"""The script files of a package: structure, pages, search. Data of `themes/README.md`, loaded with `<script src>`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from darslik.plan.plan import Plan, PlanModule, PlanPage, PlanQuestion, PlanQuiz
from darslik.policy.conditions import lower
from darslik.questions import Split, kinds
from darslik.render.accepting import rule_in
from darslik.render.history import history_of
from darslik.render.secret import by_code, hidden
from darslik.render.site import Site, SitePage, to_json

MAX_DESCRIPTION = 250
"""Characters of an interaction's description (SCORM 2004 RTE 4.2.9.1)."""


def course_script(site: Site, options: Mapping[str, object]) -> str:
    """`assets/course.js`: what the runtime must know before any page."""
    data = {
        **structure(site.plan, site.lang),
        "strings": {key: text for key, text in site.t.items() if key.startswith("ui.")},
        "options": dict(options),
    }
    return f"DARSLIK.course({to_json(data)});\n"


def structure(plan: Plan, lang: str, languages: Sequence[str] = ()) -> dict[str, Any]:
    """The parts of the course with their numbers, and its rules: what a learner's state is judged by.

    `languages`: all that learners can switch to, in a package of several.
    """
    return {
        "v": 1,
        "id": plan.iri,
        "version": plan.node.version,
        "lang": lang,
        "title": plan.title[lang],
        "key": hashlib.sha256(plan.iri.encode()).hexdigest()[:12],
        "iri": plan.iri,
        "navigation": plan.node.navigation,
        **rules(plan),
        "modules": [{**_module(plan, module, lang, languages), **rules_of(plan, module)} for module in plan.modules],
    }


def rules(plan: Plan) -> dict[str, Any]:
    """What completes and passes the course."""
    asked = plan.node.pass_when
    return {"complete": lower(plan.node.complete_when, plan), "pass": lower(asked, plan) if asked else None}


def rules_of(plan: Plan, module: PlanModule) -> dict[str, Any]:
    """The rules that a module has of its own."""
    node = plan.module_node(module.id)
    asked = {"complete": node.complete_when, "pass": node.pass_when}
    return {key: lower(own, plan) for key, own in asked.items() if own is not None}


def _module(plan: Plan, module: PlanModule, lang: str, languages: Sequence[str]) -> dict[str, Any]:
    gate = module.gate
    return {
        "id": module.id,
        "slot": module.slot,
        "title": module.title[lang],
        **({"unlock": {"when": gate.when, "module": gate.module}} if gate else {}),
        "lessons": [
            {
                "id": lesson.id,
                "title": lesson.title[lang],
                "minutes": lesson.minutes,
                "pages": [_page(plan, page, lang, languages) for page in lesson.pages],
            }
            for lesson in module.lessons
        ],
    }


def _page(plan: Plan, page: PlanPage, lang: str, languages: Sequence[str]) -> dict[str, Any]:
    return {
        "id": page.id,
        "slot": page.slot,
        "title": page.title[lang],
        "file": page.file,
        "questions": [question_ref(plan, question, lang, languages) for question in page.questions],
        **({"quizzes": [quiz_ref(quiz, lang) for quiz in page.quizzes]} if page.quizzes else {}),
        **_unscored(page, lang),
    }


def question_ref(plan: Plan, question: PlanQuestion, lang: str, languages: Sequence[str] = ()) -> dict[str, Any]:
    """What the runtime must know of a question before its page is loaded."""
    kind, content = kinds()[question.kind], question.texts[lang].content
    return {
        "id": question.id,
        "slot": question.slot,
        "points": question.points,
        **history_of(plan, question, lang, languages),
        **({"objective": question.objective} if question.objective else {}),
        **({"quiz": question.quiz} if question.quiz else {}),
        **({"scored": False} if kind.rule(content)["rule"] == "survey" else {}),
        **({"records": len(kind.records({lang: content}))} if isinstance(kind, Split) else {}),
    }


def quiz_ref(quiz: PlanQuiz, lang: str) -> dict[str, Any]:
    """What the runtime must know of a quiz."""
    return {
        "id": quiz.id,
        "slot": quiz.slot,
        "title": quiz.title[lang],
        "mode": quiz.mode,
        "points": quiz.points,
        "attempts": quiz.attempts,
        "minutes": quiz.minutes,
        "pass": quiz.percent,
        "shuffle": quiz.shuffle,
        "draws": [{"from": [q.slot for q in draw.questions], "count": draw.count} for draw in quiz.draws],
    }


def _unscored(page: PlanPage, lang: str) -> dict[str, Any]:
    """Reflections and scenarios: kept for the learner, never judged."""
    notes = [{"id": n.id, "slot": n.slot, "prompt": n.texts[lang].prompt.plain} for n in page.notes]
    scenarios = [{"id": s.id, "slot": s.slot, "nodes": max(s.nodes.values()) + 1} for s in page.scenarios]
    return {**({"notes": notes} if notes else {}), **({"scenarios": scenarios} if scenarios else {})}


def page_script(site: Site, page: SitePage, *, definitions: bool, languages: Sequence[str] = ()) -> str:
    """`pages/….js`: HTML and questions of one page; with xAPI activity definitions where statements are sent.

    `languages`: all of a package of several.
    """
    names = {lang: page.plan.title[lang] for lang in languages} if definitions else {}
    data = {
        **({"lang": site.lang} if languages else {}),
        "id": page.plan.id,
        "title": page.title,
        **({"names": names} if names else {}),
        "html": page.html,
        "questions": [
            hidden(site.plan.iri, data, page.reviews[question.id]) if question.secret else data
            for question in page.plan.questions
            for data in [question_data(site.plan, question, site.lang, languages, definitions=definitions)]
        ],
    }
    return f"DARSLIK.page({to_json(data)});\n"


def question_data(
    plan: Plan, question: PlanQuestion, lang: str, languages: Sequence[str] = (), *, definitions: bool
) -> dict[str, Any]:
    """What the runtime must know of a question."""
    kind = kinds()[question.kind]
    text = question.texts[lang]
    return {
        "id": question.id,
        "kind": question.kind,
        "points": question.points,
        "attempts": question.attempts,
        "shuffle": question.shuffle,
        "partial": question.partial,
        "prompt": text.prompt.plain[:MAX_DESCRIPTION],
        "type": kind.type,
        "rule": rule_in(question, lang, languages),
        **({"hintCost": text.options.hint_cost} if text.options.hint and text.options.hint_cost else {}),
        **({"definition": definition(plan, question)} if definitions and not isinstance(kind, Split) else {}),
        **({"parts": _parts(plan, question, lang, definitions)} if isinstance(kind, Split) else {}),
    }


def _parts(plan: Plan, question: PlanQuestion, lang: str, definitions: bool) -> list[dict[str, Any]]:
    """The parts of a question that are recorded one by one, each with words of its own."""
    kind = kinds()[question.kind]
    contents = {code: text.content for code, text in question.texts.items()}
    whole = definition(plan, question) if definitions else {}
    return [
        {
            "code": code,
            "prompt": words[lang][:MAX_DESCRIPTION],
            **({"definition": {**whole, "name": _cut(words), "description": words}} if definitions else {}),
        }
        for code, words in (kind.records(contents) if isinstance(kind, Split) else ())
    ]


def _cut(texts: Mapping[str, str]) -> dict[str, str]:
    return {lang: text[:MAX_DESCRIPTION] for lang, text in texts.items()}


def definition(plan: Plan, question: PlanQuestion) -> dict[str, Any]:
    """The xAPI activity definition of a question in all languages (xAPI Data 2.4.4.1 and Appendix C)."""
    kind = kinds()[question.kind]
    texts = question.texts
    own = kind.definition({lang: text.content for lang, text in texts.items()})
    return {
        "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
        "interactionType": kind.type,
        "name": {lang: text.prompt.plain[:MAX_DESCRIPTION] for lang, text in texts.items()},
        "description": {lang: text.prompt.plain for lang, text in texts.items()},
        **(by_code(own) if question.secret else own),
    }


def search_script(site: Site) -> str:
    """`assets/search.js`: the words of every page."""
    rows = [[page.plan.id, page.title, page.text] for page in site.pages]
    lang = f",{to_json(site.lang)}" if site.choices else ""
    return f"DARSLIK.search({to_json(rows)}{lang});\n"

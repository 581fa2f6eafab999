"""The script files of a package: structure, pages, search. Data of `themes/README.md`, loaded with `<script src>`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from darslik.plan.plan import Plan, PlanModule, PlanPage, PlanQuestion
from darslik.policy.conditions import lower
from darslik.questions import kinds
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


def structure(plan: Plan, lang: str) -> dict[str, Any]:
    """The parts of the course with their numbers, and its rules: what a learner's state is judged by."""
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
        "modules": [{**_module(module, lang), **rules_of(plan, module)} for module in plan.modules],
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


def _module(module: PlanModule, lang: str) -> dict[str, Any]:
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
                "pages": [_page(page, lang) for page in lesson.pages],
            }
            for lesson in module.lessons
        ],
    }


def _page(page: PlanPage, lang: str) -> dict[str, Any]:
    return {
        "id": page.id,
        "slot": page.slot,
        "title": page.title[lang],
        "file": page.file,
        "questions": [{"id": q.id, "slot": q.slot, "points": q.points} for q in page.questions],
    }


def page_script(site: Site, page: SitePage, *, definitions: bool) -> str:
    """`pages/….js`: HTML and questions of one page; with xAPI activity definitions where statements are sent."""
    data = {
        "id": page.plan.id,
        "title": page.title,
        "html": page.html,
        "questions": [
            question_data(site.plan, question, site.lang, definitions=definitions) for question in page.plan.questions
        ],
    }
    return f"DARSLIK.page({to_json(data)});\n"


def question_data(plan: Plan, question: PlanQuestion, lang: str, *, definitions: bool) -> dict[str, Any]:
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
        "rule": kind.rule(text.content),
        **({"definition": definition(plan, question)} if definitions else {}),
    }


def definition(plan: Plan, question: PlanQuestion) -> dict[str, Any]:
    """The xAPI activity definition of a question in all languages (xAPI Data 2.4.4.1 and Appendix C)."""
    kind = kinds()[question.kind]
    texts = question.texts
    return {
        "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
        "interactionType": kind.type,
        "name": {lang: text.prompt.plain[:MAX_DESCRIPTION] for lang, text in texts.items()},
        "description": {lang: text.prompt.plain for lang, text in texts.items()},
        **kind.definition({lang: text.content for lang, text in texts.items()}),
    }


def search_script(site: Site) -> str:
    """`assets/search.js`: the words of every page."""
    rows = [[page.plan.id, page.title, page.text] for page in site.pages]
    return f"DARSLIK.search({to_json(rows)});\n"

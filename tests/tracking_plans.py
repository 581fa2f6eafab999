"""A tracking plan for tests of the analytics: three modules, pages, a quiz, every interaction type."""

from __future__ import annotations

from typing import Any

from darslik_xapi.plan import Plan

IRI = "https://example.org/courses/waste"
LANGUAGES = ("en", "ru", "uz-Latn")


def texts(text: str) -> dict[str, str]:
    return {language: f"{text} ({language})" for language in LANGUAGES}


def parts(group: str, ids: str, right: str = "", line: int = 40) -> list[dict[str, Any]]:
    keyed = group == "choices"
    return [
        {
            "group": group,
            "id": one,
            "label": texts(f"Option {one}"),
            "correct": one in right if keyed else None,
            "file": "lessons/03.md",
            "line": line + i,
        }
        for i, one in enumerate(ids)
    ]


def question(number: int) -> dict[str, Any]:
    """Question n; every tenth is not a single choice."""
    kinds: dict[int, dict[str, Any]] = {
        1: {"interaction": "true-false", "correct": ["true"]},
        2: {"interaction": "choice", "correct": ["a[,]c"], "components": parts("choices", "abcd", "ac")},
        3: {"interaction": "numeric", "correct": ["12[:]13"]},
        4: {"interaction": "sequencing", "correct": ["a[,]b[,]c"], "components": parts("choices", "abc")},
        5: {
            "interaction": "matching",
            "correct": ["a[.]1[,]b[.]2"],
            "components": parts("source", "ab") + parts("target", "12"),
        },
        6: {"interaction": "likert", "correct": [], "components": parts("scale", "1234"), "scored": False, "points": 0},
        7: {"interaction": "fill-in", "correct": ["{case_matters=false}open"]},
        8: {"interaction": "long-fill-in", "correct": [], "scored": False, "points": 0},
    }
    single = {"interaction": "choice", "correct": ["b"], "components": parts("choices", "abcd", "b")}
    return {"question": "choice", "scored": True, "points": 1, "attempts": 2, **kinds.get(number % 20, single)}


def plan(pages: int = 12, questions: int = 20, version: str = "1.0.0") -> Plan:
    """A plan of so many pages; the questions are spread over them, the last five form a quiz."""
    activities: list[dict[str, Any]] = [{"iri": IRI, "kind": "course", "id": "", "title": texts("Waste data")}]
    activities += [
        {"iri": f"{IRI}/modules/m{m}", "kind": "module", "id": f"m{m}", "parent": IRI, "title": texts(f"Module {m}")}
        for m in range(3)
    ]
    spread: dict[int, list[dict[str, Any]]] = {}
    for q in range(questions):
        spread.setdefault(q * pages // questions, []).append({"number": q})
    for p in range(pages):
        module, page = f"{IRI}/modules/m{p * 3 // pages}", f"{IRI}/pages/m{p * 3 // pages}/p{p}"
        words = dict.fromkeys(LANGUAGES, 120 + 15 * p)
        place = {"file": f"lessons/{p:02d}.md", "module": module}
        activities.append(
            {
                "iri": page,
                "kind": "page",
                "id": f"p{p}",
                "parent": module,
                "title": texts(f"Page {p}"),
                "words": words,
                "line": 1,
                **place,
            }
        )
        quiz = f"{IRI}/quizzes/exam"
        asked = [one["number"] for one in spread.get(p, [])]
        if p == pages - 1:
            activities.append(
                {"iri": quiz, "kind": "quiz", "id": "exam", "parent": page, "title": texts("Exam"), "line": 5, **place}
            )
        activities += [
            {
                "iri": f"{IRI}/questions/q{q}",
                "kind": "question",
                "id": f"q{q}",
                "parent": quiz if p == pages - 1 else page,
                "title": texts(f"Question {q}"),
                "line": 10 + q,
                **place,
                **question(q),
            }
            for q in asked
        ]
    return Plan.model_validate(
        {
            "plan": 1,
            "course": IRI,
            "name": "waste",
            "version": version,
            "folder": "courses/waste",
            "source_language": "en",
            "languages": LANGUAGES,
            "title": texts("Waste data"),
            "mastery_score": 0.6,
            "activities": activities,
        }
    )

"""A course of another tool without a tracking plan, whose names and answers would like to run somewhere."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

IRI = "https://elsewhere.example/courses/evil"
FORMULA = '=HYPERLINK("https://evil.example","salary")'
MARKUP = "</title></style><script>taken=1</script><img src=x onerror=taken=1>\u202egnp.exe\x07\x1b[31m"
LONG = "<b>" + "long " * 2_000
ADL = "http://adlnet.gov/expapi"


def statements(learners: int = 12) -> Iterator[str]:
    """Learners open the course, answer and complete it."""
    for number in range(learners):
        start = datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(hours=number)
        team = FORMULA if number % 2 else f"@{MARKUP}"
        answer = {"response": "+a" if number % 3 else "b", "success": bool(number % 3), "score": {"scaled": 0.5}}
        said: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
            ("initialized", _activity(IRI, "course", MARKUP), {}),
            ("experienced", _activity(f"{IRI}/1", "module", LONG), {"duration": "PT30S"}),
            ("answered", _question(), answer),
            ("completed", _activity(IRI, "course", MARKUP), {"completion": True, "score": {"scaled": 0.5}}),
        ]
        for minute, (verb, about, result) in enumerate(said):
            moment = (start + timedelta(minutes=minute)).isoformat().replace("+00:00", "Z")
            yield json.dumps(
                {
                    "id": str(uuid.UUID(int=number * 100 + minute + (4 << 76) + (8 << 60))),
                    "actor": {"account": {"homePage": "https://evil.example", "name": f"u{number}"}},
                    "verb": {"id": f"{ADL}/verbs/{verb}"},
                    "object": about,
                    **({"result": result} if result else {}),
                    "context": {
                        "language": "en",
                        "team": {"objectType": "Group", "name": team, "mbox": "mailto:team@evil.example"},
                        "contextActivities": {"grouping": [{"id": IRI}], **_parent(verb)},
                    },
                    "timestamp": moment,
                    "stored": moment,
                    "version": "1.0.3",
                }
            )


def _parent(verb: str) -> dict[str, Any]:
    return {"parent": [{"id": IRI}]} if verb in {"experienced", "answered"} else {}


def _activity(iri: str, kind: str, name: str) -> dict[str, Any]:
    return {"id": iri, "definition": {"type": f"{ADL}/activities/{kind}", "name": {"en": name}}}


def _question() -> dict[str, Any]:
    return {
        "id": f"{IRI}/q",
        "definition": {
            "type": f"{ADL}/activities/cmi.interaction",
            "interactionType": "choice",
            "name": {"en": MARKUP},
            "correctResponsesPattern": ["+a"],
            "choices": [{"id": "+a", "description": {"en": FORMULA}}, {"id": "b", "description": {"en": MARKUP}}],
        },
    }

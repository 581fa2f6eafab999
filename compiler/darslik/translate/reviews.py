"""What people say of a translation as a whole: `review:` of its files, and the same in the head of a catalogue.

`X-Review-State`, `X-Review-Note` and `X-Reviewed-By` are those of `course.<lang>.yaml`, that is of the language;
`X-Review-Files` has those of single lessons, as JSON by the source's path.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from darslik.diagnostics import Sink
from darslik.model.course import Review
from darslik.source.files import Files
from darslik.source.markdown import split_front_matter
from darslik.source.paths import variant
from darslik.source.text import read_text
from darslik.source.yaml import read_yaml
from darslik.translate.catalogue import STATES, Catalogue, State
from darslik.translate.sources import Source

LANGUAGE = "course.yaml"
"""The key of what is said of all texts."""

_STATE, _NOTE, _BY, _FILES = "X-Review-State", "X-Review-Note", "X-Reviewed-By", "X-Review-Files"


def file_reviews(files: Files, sources: tuple[Source, ...], lang: str) -> dict[str, Review]:
    """What the side-by-side files of a language say, by the source's path."""
    found = {}
    for source in sources:
        own = variant(source.path, lang)
        text = read_text(files, own, Sink()) if files.has(own) else None
        if text is not None:
            head = split_front_matter(text)[0] if source.split else text
            value = read_yaml(head, own, Sink()).value
            review = _review(value.get("review")) if isinstance(value, dict) else None
            if review is not None:
                found[source.path] = review
    return found


def language_review(catalogue: Catalogue) -> Review:
    """What people say of the language, but never that it is further than its least reviewed translation."""
    said = catalogue.reviews.get(LANGUAGE)
    states: list[State] = [entry.state for entry in catalogue.entries if entry.target]
    least = min([*states, *([said.state] if said else [])], key=STATES.index, default="new")
    return (said or Review()).model_copy(update={"state": "needs-review" if least == "stale" else least})


def to_header(reviews: Mapping[str, Review]) -> dict[str, str]:
    """Fields of a catalogue's head."""
    whole = reviews.get(LANGUAGE)
    fields = {}
    if whole is not None:
        fields = {_STATE: whole.state, _NOTE: _one_line(whole.note), _BY: _one_line(whole.by or "")}
    files = {path: review.model_dump(exclude_defaults=True) for path, review in reviews.items() if path != LANGUAGE}
    if files:
        fields[_FILES] = json.dumps(files, ensure_ascii=False, sort_keys=True)
    return {name: text for name, text in fields.items() if text}


def from_header(fields: Mapping[str, str]) -> dict[str, Review]:
    """What the head of a catalogue says; fields that make no sense say nothing."""
    found = {}
    if _STATE in fields or _NOTE in fields or _BY in fields:
        whole = {"state": fields.get(_STATE), "note": _lines(fields.get(_NOTE, "")), "by": _lines(fields.get(_BY, ""))}
        review = _review({name: value for name, value in whole.items() if value})
        found = {LANGUAGE: review} if review else {}
    try:
        files = json.loads(fields.get(_FILES, "{}"))
    except ValueError:
        files = {}
    for path, value in files.items() if isinstance(files, dict) else ():
        review = _review(value)
        if review is not None:
            found[path] = review
    return found


def review_line(review: Review) -> str:
    """`review:` as a line of YAML: JSON is YAML."""
    said = review.model_dump(exclude_none=True)
    return f"review: {json.dumps({name: text for name, text in said.items() if text}, ensure_ascii=False)}"


def _review(value: Any) -> Review | None:  # noqa: ANN401 - any YAML or JSON value
    try:
        return Review.model_validate(value) if isinstance(value, dict) else None
    except ValidationError:
        return None


def _one_line(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _lines(text: str) -> str:
    return "\\".join(part.replace("\\n", "\n") for part in text.split("\\\\"))

"""`darslik translate certificate`: what the languages of a course have in common, counted in each of them.

Nothing is taken for granted: pages, questions, media and captions are counted in the text of each language as a build
would show it, and whatever any check says against a translation is listed with its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from darslik.checks.walk import Walk, walk
from darslik.diagnostics import Diagnostic, Severity, Span
from darslik.model.tree import Course
from darslik.pipeline import Checked
from darslik.plan.plan import Plan
from darslik.provenance.commit import Commit
from darslik.questions import kinds
from darslik.source.files import Files
from darslik.source.paths import is_external, localised, resolve
from darslik.translate.catalogue import STATES, State
from darslik.translate.gate import by_weight, counts, holdings, short
from darslik.translate.held import Held, Holding
from darslik.translate.overlay import Translated
from darslik.translate.sources import outline, segments_of

Verdict = Literal["source", "equivalent", "equivalent, not reviewed", "not equivalent"]

MOST = 200
"""Differences of a language that are written out."""
_SUMMED = frozenset({"translation-new", "translation-stale", "translation-below-bound"})
"""Findings about whole languages: their texts are listed one by one instead."""
_HARMLESS = frozenset({"review-not-final", "unknown-entry", "duplicate-entry", "catalogue-header", "translated-twice"})
_ABOUT = re.compile(r"translat|catalogue|placeholder|captions-differ")


@dataclass(frozen=True)
class Difference:
    """Something that a translation has not, or has otherwise. `source`: the place of the source's, if it has one."""

    rule: str
    message: str
    place: Span
    source: Span | None = None
    text: str = ""


@dataclass(frozen=True)
class Language:
    """What is stated of one language. `facts`: name → value, by the names of `FACTS`."""

    tag: str
    title: str
    verdict: Verdict
    facts: Mapping[str, str]
    words: int
    states: Mapping[State, int]
    review: Mapping[str, str]
    differs: tuple[Difference, ...] = ()
    more: int = 0


@dataclass(frozen=True)
class Certificate:
    """A statement about a course as it is. `sha256`: of everything that was read; none if it has errors."""

    name: str
    course: str
    version: str
    sha256: str | None
    commit: Commit | None
    languages: tuple[Language, ...]

    @property
    def equivalent(self) -> bool:
        """Whether all languages say the same."""
        return all(one.verdict != "not equivalent" for one in self.languages)

    def same(self, fact: str) -> bool:
        """Whether all languages have the same value."""
        return len({one.facts[fact] for one in self.languages}) == 1


def certify(checked: Checked, files: Files, commit: Commit | None) -> Certificate | None:
    """The certificate of a course that was checked; none if its `course.yaml` cannot be read."""
    course = checked.course
    if course is None:
        return None
    found = _Counts(course, checked.plan)
    held = holdings(course.files)
    languages = [
        _language(course, lang, found, held.get(lang), _against(checked.found, lang))
        for lang in dict.fromkeys(course.node.languages)
    ]
    digest = checked.plan.source_hash if checked.plan else None
    return Certificate(files.name, course.node.id, course.node.version, digest, commit, tuple(languages))


def _language(course: Course, lang: str, found: _Counts, held: Holding | None, against: list[Diagnostic]) -> Language:
    facts = {name: count(found, lang) for name, count in FACTS.items()}
    review = course.texts[lang].review if lang in course.texts else course.node.review
    said = {name: text for name, text in review.model_dump(exclude_none=True).items() if text}
    if held is None:
        title, words = course.node.title, sum(len(text.split()) for text in _source_texts(course.files))
        return Language(lang, title, "source", facts, words, {}, said)
    title = course.texts[lang].title or course.node.title
    differs = [*_not_there(held), *(_difference(one) for one in against if one.rule not in _SUMMED)]
    differs += [
        Difference("certificate", f"{name}: {facts[name]}, the source has {value}", Span("course.yaml"))
        for name, value in ((name, count(found, course.source)) for name, count in FACTS.items())
        if name not in OWN and facts[name] != value
    ]
    states = counts(held)
    open_states = {state for state in states if state != "final"} or ({review.state} - {"final"})
    verdict: Verdict = "not equivalent" if differs else "equivalent, not reviewed" if open_states else "equivalent"
    words = sum(len(one.words.split()) for one in held.texts)
    return Language(
        lang, title, verdict, facts, words, states, said, tuple(differs[:MOST]), max(0, len(differs) - MOST)
    )


def _source_texts(files: Files) -> Iterator[str]:
    real = files.real if isinstance(files, Translated) else files
    for source in outline(real).sources:
        yield from (one.text for one in segments_of(real, source))


def _not_there(held: Holding) -> Iterator[Difference]:
    """Texts that are not translated, or were translated from an older source."""
    for one in by_weight([one for one in held.unique if not one.words or one.state == "stale"]):
        yield Difference(*_what(one), source=one.segment.span, text=short(one.segment.text, 100))


def _what(one: Held) -> tuple[str, str, Span]:
    if one.words:
        return "translation-stale", "this is the translation of an older text", one.span
    return "translation-new", "this text is not translated", one.segment.span


def _difference(found: Diagnostic) -> Difference:
    related = next(iter(found.related), None)
    return Difference(found.rule, found.message, found.span, related.span if related else None, found.label)


def _against(found: Iterable[Diagnostic], lang: str) -> list[Diagnostic]:
    """Findings about a translation: what makes it another course, and what stands in its files."""
    return [
        one
        for one in found
        if one.rule not in _HARMLESS
        and one.severity is not Severity.HINT
        and (one.severity is Severity.ERROR or _ABOUT.search(one.rule))
        and _concerns(one, lang)
    ]


def _concerns(found: Diagnostic, lang: str) -> bool:
    own = found.span.file.startswith(f"locale/{lang}.") or f".{lang}." in found.span.file
    return own or f".{lang}." in found.label or f"`{lang}`" in found.message


class _Counts:
    """What each language has, counted in its own text."""

    def __init__(self, course: Course, plan: Plan | None) -> None:
        self.course = course
        self.plan = plan
        self.walk: Walk = walk(course)

    def pages(self, lang: str) -> str:
        """Pages of lessons that have this language."""
        found = [lesson.texts[lang] for lesson in self.course.lessons() if lang in lesson.texts]
        return f"{sum(len(text.pages) for text in found):,}"

    def questions(self, lang: str) -> str:
        """Questions, those of banks included."""
        return f"{sum(one.place.lang == lang for one in self.walk.questions):,}"

    def answers(self, lang: str) -> str:
        """Questions with the options and right answers of the source."""
        return f"{len(self._keys(lang) & self._keys(self.course.source)):,}"

    def _keys(self, lang: str) -> set[tuple[str, str]]:
        return {
            (one.question.id, repr(kinds()[one.directive.name].key(one.question.content)))
            for one in self.walk.questions
            if one.place.lang == lang
        }

    def quizzes(self, lang: str) -> str:
        """Quizzes and exams."""
        found = [lesson.texts[lang] for lesson in self.course.lessons() if lang in lesson.texts]
        return f"{sum(len(page.quizzes) for text in found for page in text.pages):,}"

    def pass_mark(self, _: str) -> str:
        """Percent that passes the course: one for all languages."""
        mark = self.plan.pass_score(None) if self.plan else None
        return "none" if mark is None else f"{mark:g} %"

    def media(self, lang: str) -> str:
        """Pictures, videos, sounds and files that the pages show."""
        return f"{len({path for path, _ in self._files(lang)}):,}"

    def own_media(self, lang: str) -> str:
        """How many of them have a variant in this language."""
        files = self.course.files
        own = {path for path, _ in self._files(lang) if localised(files, path, lang) != path}
        return f"{len(own):,}"

    def videos(self, lang: str) -> str:
        """Videos, and how many of them have captions."""
        found = [one.directive for one in self.walk.pieces if one.place.lang == lang and one.directive.name == "video"]
        return f"{sum(bool(one.data and one.data.captions) for one in found):,} of {len(found):,}"

    def captions(self, lang: str) -> str:
        """Caption and transcript files in this language itself."""
        files, found = self.course.files, {path for path, why in self._files(lang) if why in {"captions", "transcript"}}
        own = {path for path in found if lang == self.course.source or localised(files, path, lang) != path}
        return f"{len(own):,} of {len(found):,}"

    def _files(self, lang: str) -> Iterator[tuple[str, str]]:
        """Files as the source names them, with what for."""
        for file in self.walk.files:
            if file.place.lang == lang and not is_external(file.ref.path):
                path = resolve(file.place.file, file.ref.path)
                if path and self.course.files.has(path):
                    yield path, file.ref.purpose
        for image in self.walk.images:
            if image.place.lang == lang and not is_external(image.source):
                path = resolve(image.place.file, image.source)
                if path and self.course.files.has(path):
                    yield path, "image"


FACTS: Mapping[str, Callable[[_Counts, str], str]] = {
    "pages": _Counts.pages,
    "questions": _Counts.questions,
    "with the source's options and answers": _Counts.answers,
    "quizzes": _Counts.quizzes,
    "pass mark": _Counts.pass_mark,
    "media": _Counts.media,
    "videos with captions": _Counts.videos,
    "captions and transcripts in the language": _Counts.captions,
    "media made for the language": _Counts.own_media,
}
"""What is counted, and how."""
OWN = frozenset({"captions and transcripts in the language", "media made for the language"})
"""What may differ from language to language: where something is missing, a check says so."""


def unreviewed(one: Language) -> str:
    """A sentence about what nobody has reviewed."""
    total = sum(one.states.values())
    open_texts = sum(number for state, number in one.states.items() if state != "final")
    if one.verdict == "source" or not total:
        return ""
    return f"{open_texts:,} of {total:,} texts are not reviewed" if open_texts else f"all {total:,} texts are reviewed"


def ordered(states: Mapping[State, int]) -> list[tuple[State, int]]:
    """States from high to low."""
    return [(state, states[state]) for state in reversed(STATES) if state in states]

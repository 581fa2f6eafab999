"""A stored string in the words of its course: for support, and for whoever analyses what LMSs hold."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from darslik.lock.model import Asked, Entry, Lock, Section
from darslik.state.codec import Decoded
from darslik.state.model import Answer

_LEFT = ("left", "items", "rows", "statements")
_RIGHT = ("right", "groups", "columns", "steps")
_BOOLEAN = {"t": "true", "f": "false"}
Shown = dict[str, Any]


def as_data(found: Decoded, lock: Lock) -> Shown:
    """Everything that could be read, by the ids of the course."""
    state = found.state
    parts = _Parts(lock)
    return {
        "course": lock.course,
        "damaged": found.damaged,
        "head": state.nonce != "",
        "attempt": state.nonce,
        "saved": state.counter,
        "page": parts.id("pages", state.page) if state.page >= 0 else None,
        **({"language": state.language} if state.language else {}),
        "completed": state.completed,
        "passed": state.passed,
        "seconds": state.seconds,
        "pages": [{**parts.part("pages", slot), "seconds": spent} for slot, spent in sorted(state.pages.items())],
        "answers": [_answer(parts, slot, answer) for slot, answer in sorted(state.answers.items())],
        "quizzes": [
            {
                **parts.part("quizzes", slot),
                "attempts": quiz.attempts,
                "finished": quiz.finished,
                "open": quiz.open,
                "best": quiz.best,
                "seconds": quiz.used,
                "extended": quiz.extended,
                "drawn": [parts.id("questions", drawn) for drawn in quiz.drawn],
            }
            for slot, quiz in sorted(state.quizzes.items())
        ],
        "known": [
            {**parts.part("modules", slot), "known": slot in state.known, "share": state.known_share.get(slot)}
            for slot in sorted(state.known | set(state.known_share))
        ],
        "notes": [{**parts.part("notes", slot), "text": text} for slot, text in sorted(state.notes.items())],
        "scenarios": [_scenario(parts, slot, path) for slot, path in sorted(state.paths.items())],
    }


class _Parts:
    """The parts of a course by slot, retired ones too."""

    def __init__(self, lock: Lock) -> None:
        self._entries = {
            section: {entry.slot: (name, entry) for name, entry in entries.items()}
            for section, entries in lock.sections.items()
        }

    def entry(self, section: Section, slot: int) -> tuple[str, Entry | None]:
        """The id, and what the lock says; numbers that it does not know are shown as such."""
        return self._entries[section].get(slot, (f"#{slot}", None))

    def id(self, section: Section, slot: int) -> str:
        """The id."""
        return self.entry(section, slot)[0]

    def part(self, section: Section, slot: int) -> Shown:
        """How a part is named."""
        name, entry = self.entry(section, slot)
        gone = entry is None or entry.retired
        return {"id": name, "slot": slot, "title": entry.title if entry else "", **({"gone": True} if gone else {})}


def _answer(parts: _Parts, slot: int, answer: Answer) -> Shown:
    entry = parts.entry("questions", slot)[1]
    asked = entry.asked if entry else None
    return {
        **parts.part("questions", slot),
        "kind": asked.kind if asked else "",
        "response": answer.response,
        "words": None if answer.response is None else [_words(item, place, asked) for place, item in _places(answer)],
        "score": answer.score,
        "attempts": answer.attempts,
        "done": answer.done,
        "revision": answer.rev,
        "current": asked.revision if asked else None,
        "draft": answer.draft,
        "hint": answer.hinted,
    }


def _places(answer: Answer) -> Iterator[tuple[int, str]]:
    yield from enumerate(answer.response or [], 1)


def _words(item: str, place: int, asked: Asked | None) -> str:
    """A code in the words of its option; what was typed stays."""
    if asked is None:
        return item
    if asked.kind == "true-false":
        return _BOOLEAN.get(item, item)
    left, point, right = item.partition(".")
    groups = {name for name in (*asked.options, *asked.retired_options) if name in (*_LEFT, *_RIGHT)}
    if point and groups:
        return f"{_option(asked, _LEFT, left)} → {_option(asked, _RIGHT, right)}"
    return _option(asked, ("", f"gap-{place}"), item)


def _option(asked: Asked, groups: tuple[str, ...], code: str) -> str:
    for options in (asked.options, asked.retired_options):
        for group in groups:
            texts: Mapping[str, str] = options.get(group, {})
            if code in texts:
                return texts[code]
    return code


def _scenario(parts: _Parts, slot: int, path: list[int]) -> Shown:
    entry = parts.entry("scenarios", slot)[1]
    names = {number: name for name, number in entry.nodes.items()} if entry else {}
    return {**parts.part("scenarios", slot), "path": [names.get(number, f"#{number}") for number in path]}


def as_text(shown: Shown) -> str:
    """The same for people."""
    lines = list(_damage(shown))
    if shown["head"]:
        flags = ", ".join(name for name in ("completed", "passed") if shown[name]) or "not completed"
        lines += [f"status     {flags}", f"position   {shown['page'] or '–'}", f"time       {_time(shown['seconds'])}"]
        lines += [f"language   {shown['language']}"] if "language" in shown else []
        lines.append(f"saved      {shown['saved']} times, attempt {shown['attempt']}")
    for title, rows in (
        ("pages seen", [f"{_name(one)}  {_time(one['seconds'])}" for one in shown["pages"]]),
        ("answers", [line for one in shown["answers"] for line in _answer_lines(one)]),
        ("quizzes", [_quiz_line(one) for one in shown["quizzes"]]),
        ("known from a pre-test", [f"{_name(one)}  {_percent(one['share'])}" for one in shown["known"]]),
        ("notes", [f"{_name(one)}: {one['text']}" for one in shown["notes"]]),
        ("scenarios", [f"{_name(one)}: {' → '.join(one['path'])}" for one in shown["scenarios"]]),
    ):
        if rows:
            count = len(shown["answers"]) if title == "answers" else len(rows)
            lines += ["", f"{title}: {count}", *(f"  {row}" for row in rows)]
    return "\n".join([*lines, ""])


def _damage(shown: Shown) -> Iterator[str]:
    if shown["damaged"]:
        yield "This string is damaged. What follows could be read and is as it was stored; more may be missing."
        if not shown["head"]:
            yield "Position, time, and whether the course was completed or passed could not be read."


def _name(one: Shown) -> str:
    return str(one["id"]) + (" (no longer in the course)" if one.get("gone") else "")


def _answer_lines(one: Shown) -> Iterator[str]:
    yield f"{_name(one)}  {one['title']}"
    if one["words"] is None:
        yield "  (no response kept)"
    else:
        yield f"  {'entered, not checked: ' if one['draft'] else ''}{'; '.join(word or '–' for word in one['words'])}"
    if one["attempts"]:
        tries = f"{one['attempts']} attempt{'s' * (one['attempts'] != 1)}"
        done = ", done" if one["done"] else ""
        older = f", revision {one['revision']} of {one['current']}" if one["current"] not in (1, None) else ""
        yield f"  score {_percent(one['score'])}, {tries}{done}{older}{', hint opened' if one['hint'] else ''}"
    elif one["hint"]:
        yield "  hint opened"


def _quiz_line(one: Shown) -> str:
    tries = f"{one['attempts']} attempt{'s' * (one['attempts'] != 1)}, {one['finished']} finished"
    still = ", one is open" if one["open"] else ""
    return f"{_name(one)}  best {_percent(one['best'])}, {tries}{still}; questions: {', '.join(one['drawn']) or '–'}"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.4g} %"


def _time(seconds: float) -> str:
    minutes, rest = divmod(math.floor(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"

"""A question that was changed: what changed, and whether the author has said what becomes of answers given before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from darslik.diagnostics import Sink, Span
from darslik.lock import rules as _rules  # noqa: F401 - the documentation of what is found here
from darslik.lock.asked import AGAIN, Given, asked_now, rule_of
from darslik.lock.model import POLICIES, Asked, Revision
from darslik.lock.options import codes_of, one_line
from darslik.lock.parts import Part
from darslik.questions import Policy, Question, kinds


@dataclass(frozen=True)
class Change:
    """One thing about a question that is not what it was."""

    rule: str
    message: str
    span: Span


def first_asked(part: Part, sink: Sink, *, known: bool) -> Asked | None:
    """A question that is new: nothing of it can have been revised."""
    codes = _codes(part, None, sink)
    if codes is None:
        return None
    if _source(part).options.revision:
        message = "this question is new, so nothing of it can have been revised"
        other = f"there is no darslik.lock that knows the question `{part.id}`"
        sink.add(
            "wrong-revision",
            message if known else other,
            part.at("revision"),
            help="take `:revision:` out" if known else "bring darslik.lock back, or take `:revision:` out",
        )
    return asked_now(part.asked, codes, None)


def revised(part: Part, before: Asked, sink: Sink) -> Asked:
    """A question that was there before, with the revision that its change asks for."""
    codes = _codes(part, before, sink)
    if codes is None:
        return before
    now = asked_now(part.asked, codes, before)
    changes = list(_changes(part, before, now))
    number, policy = _source(part).options.revision or (0, None)
    following = before.revision + 1
    if number > before.revision and policy:
        fits = _fitting(part, before, now, codes)
        if _accepted(part, (number, policy), following, fits, bool(changes), sink):
            return replace(now, revisions=(*before.revisions, Revision(policy, before.points)))
        return before
    _recorded(part, number, policy, before, sink)
    for change in changes:
        sink.add(change.rule, change.message, change.span, help=_advice(following, _fitting(part, before, now, codes)))
    return before if changes else now


def _source(part: Part) -> Question:
    return next(iter(part.asked.values()))


def _codes(part: Part, before: Asked | None, sink: Sink) -> Given | None:
    source = _source(part)
    known, retired = (before.options, before.retired_options) if before else ({}, {})
    found = codes_of(source, known, retired, mixing=part.id if part.secret else "")
    codes = {name: given for name, given in found.items() if given is not None}
    if len(codes) == len(found):
        return codes
    sink.add(
        "too-many-options",
        "no code is left for a new option: in the course of time, this question has had too many",
        part.span,
        help=f"make a new question of it, with an id of its own in place of `{part.id}`",
    )
    return None


def _changes(part: Part, before: Asked, now: Asked) -> Iterator[Change]:
    name = part.id
    if before.kind != now.kind:
        yield Change("kind-changed", f"`{name}` was a `{before.kind}` question and is a `{now.kind}` one", part.span)
        return
    if before.points != now.points:
        message = f"`{name}` was worth {before.points} and is worth {now.points}"
        yield Change("weight-changed", message, part.at("points"))
    yield from _option_changes(part, before, now)
    shared = [lang for lang in now.key if lang in before.key and now.key[lang] != before.key[lang]]
    if shared:
        where = f" in {', '.join(shared)}" if shared != [""] else ""
        yield Change("answer-key-changed", f"other answers to `{name}` are right than before{where}", _key_span(part))


def _key_span(part: Part) -> Span:
    question = _source(part)
    right = [item.span for item in kinds()[question.kind].items(question.content) if item.marked]
    return right[0] if right else part.span


def _option_changes(part: Part, before: Asked, now: Asked) -> Iterator[Change]:
    if set(before.options) != set(now.options):
        yield Change("options-changed", f"`{part.id}` has another number of gaps or sides than before", part.span)
        return
    added, gone = _only(now, before), _only(before, now)
    if not added and not gone:
        return
    said = [
        *([f"new: {_quoted(added)}"] if added else []),
        *([f"gone: {_quoted(gone)}"] if gone else []),
    ]
    yield Change("options-changed", f"the options of `{part.id}` changed; {'; '.join(said)}", _span_of(part, added))


def _only(one: Asked, other: Asked) -> list[str]:
    return [
        text
        for group, texts in one.options.items()
        for code, text in texts.items()
        if code not in other.options.get(group, {})
    ]


def _quoted(texts: list[str]) -> str:
    return ", ".join(f"“{text if len(text) <= 40 else text[:39] + '…'}”" for text in texts)


def _span_of(part: Part, texts: list[str]) -> Span:
    question = _source(part)
    items = kinds()[question.kind].items(question.content)
    return next((item.span for item in items if one_line(item.text.plain) in texts), part.span)


def _fitting(part: Part, before: Asked, now: Asked, codes: Mapping[str, tuple[str, ...]]) -> tuple[Policy, ...]:
    """The policies that make sense for this change."""
    if before.kind != now.kind:
        return ("reset-item",)
    same_shape = set(before.options) == set(now.options)
    again = same_shape and rule_of(_source(part), codes)["rule"] in AGAIN
    return tuple(policy for policy in POLICIES if again or policy != "regrade")


def _accepted(
    part: Part, said: tuple[int, Policy], following: int, fits: tuple[Policy, ...], changed: bool, sink: Sink
) -> bool:
    number, policy = said
    if not changed:
        sink.add(
            "wrong-revision",
            "nothing changed that learners' answers depend on",
            part.at("revision"),
            help="take `:revision:` out, or write the last one that was built" if following > 2 else "take it out",
        )
    elif number != following:
        message = f"the next revision of `{part.id}` is {following}, not {number}"
        sink.add("wrong-revision", message, part.at("revision"), help=f"write `:revision: {following} {policy}`")
    elif policy not in fits:
        message = f"`{policy}` does not fit: {_why(fits)}"
        sink.add("wrong-revision", message, part.at("revision"), help=_advice(following, fits))
    return changed and number == following and policy in fits


def _why(fits: tuple[Policy, ...]) -> str:
    if len(fits) == 1:
        return "answers of one kind of question mean nothing to another kind"
    return "answers that were given before cannot be marked again"


def _recorded(part: Part, number: int, policy: str | None, before: Asked, sink: Sink) -> None:
    """A revision that was recorded may stay in the source, as it was."""
    if not number:
        return
    was = before.revisions[number - 2].policy if 2 <= number <= before.revision else None
    if was != policy:
        message = f"revision {number} was built with `{was}`" if was else "the first revision has no policy"
        advice = f"write `:revision: {number} {was}`" if was else "take `:revision:` out"
        sink.add("wrong-revision", message, part.at("revision"), help=advice)


MEANING: Mapping[Policy, str] = {
    "keep": "what learners have counts on as it is",
    "reset-item": "they answer anew",
    "regrade": "their answers are marked again",
}


def _advice(number: int, fits: tuple[Policy, ...]) -> tuple[str, ...]:
    lines = tuple(f"`:revision: {number} {policy}`: {MEANING[policy]}" for policy in fits)
    return ("say what becomes of answers that were given before, in a line after `:id:`:", *lines)

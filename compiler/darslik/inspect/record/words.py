"""What an administrator wants to know of each activity, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.inspect.record import steering
from darslik.inspect.record.conditions import Condition, Test
from darslik.inspect.record.model import Activity, Decision, Gate, Record
from darslik.inspect.record.phrases import Phrases, clean, duration, number, opposite, percent, quoted, share
from darslik.inspect.record.truth import closed_by_some

ROLES = {
    "course": "the course",
    "cluster": "a group of parts",
    "block": "a group of parts",
    "sco": "a lesson that reports to the LMS (SCO)",
    "asset": "a page or file that reports nothing (asset)",
    "au": "a lesson that reports to the LMS (AU)",
    "activity": "a lesson that reports to an LRS",
    "nothing": "an entry that opens nothing",
}
"""What each role is."""


class Words:
    """Sentences about the activities of one package."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.phrases = Phrases(record)

    def activity(self, one: Activity) -> tuple[str, ...]:
        """All that is to say of an activity, the most important first."""
        return (
            *self.decisions(one),
            *(self.gate(gate, one) for gate in one.gates),
            *self.weight(one),
            *self.limits(one),
            *steering.sentences(self.record, self.phrases, one),
            *self.launch(one),
        )

    def decisions(self, one: Activity) -> Iterator[str]:
        """What completes it, what passes it, and who says so."""
        if one.role == "nothing":
            yield "Opens nothing and records nothing."
        elif not one.tracked and one.role not in {"course", "cluster", "block", "activity"}:
            yield "Nothing of it is recorded."
        elif self.record.standard == "scorm12":
            yield from self._scorm12(one)
        elif self.record.standard == "cmi5":
            yield from _cmi5(one)
        elif self.record.standard == "xapi":
            yield from _xapi(one)
        else:
            yield self._completion(one)
            yield self._success(one)

    def _scorm12(self, one: Activity) -> Iterator[str]:
        if one.role == "asset":
            yield "The LMS completes it when it is opened: it reports nothing itself."
        elif one.role == "sco":
            yield "Its content reports one status: completed, passed or failed."
            yield "If it reports none, the LMS completes it when the learner leaves it."
            if one.success.mark is not None:
                yield (
                    f"The LMS passes it with a score of {one.success.mark * 100:g} of 100 or more and fails it with "
                    "less, whatever status its content reported (mastery score)."
                )
        elif len([part for part in one.walk() if part.launch]) == 1:
            yield "Completed and passed as its only lesson is."
        else:
            yield "SCORM 1.2 does not say when a group of lessons is completed: that is a setting of the LMS."

    def _completion(self, one: Activity) -> str:
        if one.completion.by == "rollup":
            return steering.rollup(one, "completed")
        return _COMPLETION[one.completion.by].format(mark=percent(one.completion.mark or 0))

    def _success(self, one: Activity) -> str:
        if one.success.by == "rollup":
            return steering.rollup(one, "satisfied")
        text = _GROUP_SCORE if one.children and one.success.by == "score" else _SUCCESS[one.success.by]
        return text.format(mark=_mark(one.success))

    def gate(self, gate: Gate, one: Activity) -> str:
        """What a gate means for a learner."""
        always = isinstance(gate.when, Test) and gate.when.what == "always"
        if always and gate.effect in _ALWAYS:
            return _ALWAYS[gate.effect]
        if gate.effect == "prerequisite":
            return f"Opens only when {self._when(gate.when, one)}."
        if gate.effect == "disabled":
            late = closed_by_some(gate.when)
            return f"Opens only when {self._when(opposite(gate.when), one)}{_UNTIL_KNOWN if late else ''}."
        return f"{_EFFECTS[gate.effect]} {self._when(gate.when, one)}."

    def _when(self, condition: Condition, one: Activity) -> str:
        return self.phrases.condition(condition, one)

    def weight(self, one: Activity) -> Iterator[str]:
        """What its score is worth."""
        if one.share is None or one.role not in {"sco", "asset"} or not one.tracked:
            return
        if one.role == "asset":
            if one.share and any(other.role == "sco" for other in self.record.activities):
                yield f"Counts {share(one.share)} of the score of the course, and reports none: that part is always 0."
        elif not one.share:
            yield "Its score does not count for the course."
        elif one.share > 0.999:
            yield "Its score is the score of the course."
        else:
            yield f"Counts {share(one.share)} of the score of the course."

    def limits(self, one: Activity) -> Iterator[str]:
        """How often and how long."""
        limits = one.limits
        if limits.attempts is not None:
            yield f"Can be attempted {_times(limits.attempts)}."
        if limits.duration:
            yield f"Its time is limited to {duration(limits.duration)}{_TIME_OVER.get(limits.action, '')}."
        elif limits.action in _TIME_OVER:
            yield f"If its time is limited and over{_TIME_OVER[limits.action].replace(', then', '')}."
        if limits.begin or limits.end:
            period = " ".join(
                part
                for part in (
                    f"from {clean(limits.begin)}" if limits.begin else "",
                    f"until {clean(limits.end)}" if limits.end else "",
                )
                if part
            )
            yield f"Its period is {period}; most LMSs ignore this."

    def launch(self, one: Activity) -> Iterator[str]:
        """How it is shown and started."""
        if not one.visible:
            yield "Not shown in the contents."
        if one.parameters:
            yield f"Is started with the parameters {quoted(one.parameters)}."
        if one.data:
            yield f"Is given data at its start ({number(len(one.data), 'character')})."
        if one.hidden_buttons:
            yield f"The LMS hides its buttons: {', '.join(clean(name, 20) for name in one.hidden_buttons[:8])}."


def _cmi5(one: Activity) -> Iterator[str]:
    if one.role != "au":
        yield "Satisfied when all of its parts are satisfied."
        return
    yield _MOVE_ON.get(one.move_on, f"Says `{clean(one.move_on)}` where cmi5 knows no such word (moveOn).")
    if one.success.mark is not None:
        mark = percent(one.success.mark)
        yield f"Its content may report “passed” only with a score of {mark} or more (mastery score)."


def _xapi(one: Activity) -> Iterator[str]:
    if one.launch:
        yield "Its content alone decides what is reported of it, as xAPI statements."
    else:
        yield "Opens nothing itself; statements of the content may be about it."


def _mark(decision: Decision) -> str:
    return percent(decision.mark or 0.0)


def _times(count: int) -> str:
    return {0: "never (its limit is 0)", 1: "once", 2: "twice"}.get(count, f"{count:,} times")


_COMPLETION = {
    "content": "Completed when its content reports so; otherwise never.",
    "content-or-exit": (
        "Completed when its content reports so; if it reports nothing, the LMS completes it when the learner leaves."
    ),
    "exit": "The LMS completes it when the learner leaves it: it reports nothing itself.",
    "progress": "Completed when its progress is {mark} or more.",
    "nobody": "It is never completed: nobody can report it.",
}
_SUCCESS = {
    "content": "Passed or failed when its content reports so; otherwise neither.",
    "content-or-exit": (
        "Passed or failed when its content reports so; if it reports neither, the LMS passes it at the end."
    ),
    "exit": "The LMS passes it when the learner leaves it: it reports nothing itself.",
    "score": "Passed with a reported score of {mark} or more, failed with less.",
    "nobody": "It is neither passed nor failed: nobody can report it.",
}
_GROUP_SCORE = "Passed when the weighed average of its parts’ scores is {mark} or more, failed with less."
_ALWAYS = {
    "disabled": "Never opens: it is closed in any case.",
    "skip": "“Continue” always skips it.",
    "hiddenFromChoice": "Can never be chosen from the contents.",
    "stopForwardTraversal": "From it, or from before it, nothing after it can be chosen.",
}
_EFFECTS = {
    "skip": "“Continue” skips it when",
    "hiddenFromChoice": "Cannot be chosen from the contents while",
    "stopForwardTraversal": "From it, or from before it, nothing after it can be chosen while",
}
_UNTIL_KNOWN = "; as long as nothing is known of that, an LMS that follows the standard to the letter leaves it open"
_MOVE_ON = {
    "NotApplicable": "Counts as satisfied as soon as the learner is enrolled: nothing has to be done in it.",
    "Passed": "Satisfied when its content reports that it is passed.",
    "Completed": "Satisfied when its content reports that it is completed.",
    "CompletedAndPassed": "Satisfied when its content reports that it is completed and that it is passed.",
    "CompletedOrPassed": "Satisfied when its content reports that it is completed or that it is passed.",
}
_TIME_OVER = {
    "exit,message": ", then it is closed with a message",
    "exit,no message": ", then it is closed without a message",
    "continue,message": ", then a message is shown",
    "continue,no message": ", then nothing happens",
}

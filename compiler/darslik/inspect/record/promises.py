"""What a gradebook is likely to show, and what nobody can know from a manifest."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.inspect.record.model import Activity, Record
from darslik.inspect.record.phrases import number, percent


def gradebook(record: Record) -> tuple[str, ...]:
    """What an administrator is likely to see of a learner."""
    if not record.roots:
        return ("Nothing: the package has no course.",)
    root = record.roots[record.default]
    lessons = [one for one in root.walk() if one.launch and (one.tracked or record.standard in {"cmi5", "xapi"})]
    reporting = [one for one in lessons if one.role in {"sco", "au", "activity", "course"}]
    if not reporting:
        return ("No score: nothing in this course reports to the LMS.",)
    return tuple(_SAYS[record.standard](root, reporting))


def unknown(record: Record) -> tuple[str, ...]:
    """What the manifest does not tell."""
    return tuple(_unknown(record))


def _scorm12(root: Activity, lessons: list[Activity]) -> Iterator[str]:
    if len(lessons) == 1:
        yield "One status (completed, passed, failed, incomplete) and one score (0 to 100), as the content says."
    else:
        yield f"A status and a score (0 to 100) for each of {number(len(lessons), 'lesson')}."
        yield "How they become one grade (average, sum, highest) and one completion is a setting of the LMS."
    marked = [one for one in lessons if one.success.mark is not None]
    if marked:
        yield f"Passed or failed by the LMS itself for {_of(marked, lessons)}, if a score was reported."
    del root


def _scorm2004(root: Activity, lessons: list[Activity]) -> Iterator[str]:
    yield "Completion and success are kept apart: a learner can have completed the course and failed it."
    weighed = [one for one in root.walk() if one.launch and one.tracked and one.share]
    if len(lessons) == 1:
        yield "The score is the one that the content reports."
    elif weighed:
        equal = len({round(one.share or 0, 6) for one in weighed}) == 1
        how = "average" if equal else "weighted average"
        yield f"The score of the course is the {how} of {number(len(weighed), 'part')}; no score counts as 0."
    else:
        yield "The course has no score: the weight of every lesson is 0."
    if root.success.by == "rollup" and not any(one.rollup.gives_success and one.tracked for one in root.children):
        yield "The course is never passed or failed, only completed."


def _cmi5(root: Activity, lessons: list[Activity]) -> Iterator[str]:
    free = [one for one in lessons if one.move_on == "NotApplicable"]
    if len(free) == len(lessons):
        yield "The course counts as satisfied as soon as a learner is enrolled: no lesson has to be done."
    else:
        needed = [one for one in lessons if one.move_on != "NotApplicable"]
        yield f"The course counts as satisfied when {_of(needed, lessons)} {'is' if len(needed) == 1 else 'are'}."
    yield "Scores come with “passed” and “failed”, one a lesson; how they make one grade is a setting of the LMS."
    marks = sorted({one.success.mark for one in lessons if one.success.mark is not None})
    if marks:
        yield f"Mastery scores: {', '.join(percent(mark) for mark in marks[:10])}; the LMS may set others."
    del root


def _xapi(root: Activity, lessons: list[Activity]) -> Iterator[str]:
    yield "Statements in an LRS. Whether a grade or a completion comes of them depends on the LMS and on the content."
    del root, lessons


_SAYS = {"scorm12": _scorm12, "scorm2004": _scorm2004, "cmi5": _cmi5, "xapi": _xapi}


def _of(some: list[Activity], lessons: list[Activity]) -> str:
    if len(lessons) == 1:
        return "its lesson"
    if len(some) == len(lessons):
        return "both lessons" if len(lessons) == 2 else f"all {len(lessons):,} lessons"
    return f"{len(some):,} of {len(lessons):,} lessons"


def _unknown(record: Record) -> Iterator[str]:
    yield "Whether and when the content reports completion, success and score: its scripts decide, not the manifest."
    match record.standard:
        case "scorm12":
            if any(one.gates for one in record.activities):
                yield "Whether the LMS obeys prerequisites: SCORM 1.2 leaves it free to ignore them, and many do."
            if any(one.success.mark is not None for one in record.activities):
                yield "Whether the content reports a score: without one, a mastery score changes nothing."
        case "scorm2004":
            yield "How much of the sequencing the LMS obeys: many apply only a part of it."
            if record.objectives and record.shared:
                yield "Whether other courses of the LMS change the shared objectives: this package allows it."
        case "cmi5":
            yield "Whether the LMS launches with other values of moveOn or of the mastery score: it may change both."
            yield "The order in which lessons can be opened: cmi5 leaves it to the LMS."
        case _:
            yield "Which activities are reported, and whether anything but the statements is kept."
    if len(record.roots) > 1 and record.standard.startswith("scorm"):
        yield "Whether the LMS offers the other organizations: most take the default one."

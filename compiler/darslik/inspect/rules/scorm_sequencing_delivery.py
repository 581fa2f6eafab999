"""SCORM 2004: limits of attempts and time, random order."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.diagnostics import Severity
from darslik.inspect.rule import Finding, rule
from darslik.inspect.sequencing.findings import not_among
from darslik.inspect.sequencing.grammar import DURATIONS, TIMES, TIMINGS
from darslik.inspect.subject import Subject


@rule(Severity.WARNING, "scorm2004", covers="S13")
def time_limit_not_kept(subject: Subject) -> Iterator[Finding]:
    """An activity has a limit of time that LMSs need not keep.

    Of the limit conditions SCORM demands `attemptLimit` and `attemptAbsoluteDurationLimit` only; the experienced
    durations, the duration of the whole activity and the times of begin and end are optional (SN 3.5; ADL requirement
    31.7). Where they are not kept, learners go on as if they were not there.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing><imsss:limitConditions activityAbsoluteDurationLimit="PT1H"/></imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:limitConditions attemptLimit="2" attemptAbsoluteDurationLimit="PT1H"/>
          </imsss:sequencing>
        </item>
    """
    for one in subject.sequencings.named("limitConditions"):
        for name in (*DURATIONS[1:], *TIMES):
            value = one.get(name)
            if value is not None:
                yield Finding(
                    f"many LMSs do not keep `{name}`",
                    subject.xml.span(one, name),
                    help="delete it; set such limits in the LMS, or let the content watch the time",
                    evidence=value,
                )


@rule(Severity.ERROR, "scorm2004", covers="S21")
def unknown_random_timing(subject: Subject) -> Iterator[Finding]:
    """When children are selected or shuffled is none of the known words.

    `never`, `once` or `onEachNewAttempt` (SN 3.11, 3.12; ADL requirement 31.11). LMSs take anything else for `never`:
    all learners see everything in the same order.

    Bad:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
          <imsss:sequencing>
            <imsss:randomizationControls randomizationTiming="always" reorderChildren="true"/>
          </imsss:sequencing>
        </organization>
    Good:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
          <imsss:sequencing>
            <imsss:randomizationControls randomizationTiming="onEachNewAttempt" reorderChildren="true"/>
          </imsss:sequencing>
        </organization>
    """
    elements = subject.sequencings.named("randomizationControls")
    for name in ("randomizationTiming", "selectionTiming"):
        yield from not_among(subject, elements, name, TIMINGS)

"""Groups that can never get a status from their parts."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from darslik.diagnostics import Severity
from darslik.inspect.manifest import child, children, text_of
from darslik.inspect.record.phrases import clean
from darslik.inspect.rule import Finding, rule
from darslik.inspect.sequencing.parts import Sequencing
from darslik.inspect.subject import Subject


@rule(Severity.WARNING, "scorm2004", covers="N5")
def rollup_of_no_parts(subject: Subject) -> Iterator[Finding]:
    """A group or course can never be completed: none of its parts counts.

    Each part is untracked or has `rollupProgressCompletion="false"`, and rollup without a part that counts changes
    nothing (SN 3.7, RB.1.4): the course stays unfinished for every learner.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing><imsss:rollupRules rollupProgressCompletion="false"/></imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing><imsss:rollupRules rollupObjectiveSatisfied="false"/></imsss:sequencing>
        </item>
    """
    for element in subject.manifest.activities:
        parts = children(element, "item")
        own = subject.sequencings.of(element)
        if not parts or not own.delivery.tracked or _elsewhere(own):
            continue
        if _counts(subject, element) and not any(_gives(subject.sequencings.of(part)) for part in parts):
            title = clean(text_of(child(element, "title"))) or clean(element.get("identifier") or "?")
            yield Finding(
                f"`{title}` can never be completed: none of its parts counts for that",
                subject.xml.span(element),
                label="has no part with `rollupProgressCompletion`",
                help="let at least one part count",
            )


def _elsewhere(sequencing: Sequencing) -> bool:
    """Whether completion comes from progress, or from a global objective."""
    by_measure = sequencing.threshold is not None and sequencing.threshold.completed_by_measure
    read = any("CompletionStatus" in one.reads for objective in sequencing.objectives for one in objective.maps)
    return by_measure or read


def _counts(subject: Subject, element: etree._Element) -> bool:
    """Whether anybody asks for its completion: it is the course, or it counts for the group around it."""
    return element in subject.manifest.organizations or _gives(subject.sequencings.of(element))


def _gives(sequencing: Sequencing) -> bool:
    return sequencing.delivery.tracked and sequencing.rollup.progress_completion


@rule(Severity.WARNING, "scorm2004", covers="N5")
def rollup_count_too_large(subject: Subject) -> Iterator[Finding]:
    """A rollup rule asks for more parts than there are.

    `minimumCount` is larger than the number of parts that are tracked, or that the LMS draws, so the rule never works
    and the group never gets the status (SN 3.7.1, RB.1.4).

    Bad:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
          <imsss:sequencing>
            <imsss:rollupRules>
              <imsss:rollupRule childActivitySet="atLeastCount" minimumCount="2">
                <imsss:rollupConditions><imsss:rollupCondition condition="completed"/></imsss:rollupConditions>
                <imsss:rollupAction action="completed"/>
              </imsss:rollupRule>
            </imsss:rollupRules>
          </imsss:sequencing>
        </organization>
    Good:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
          <imsss:sequencing>
            <imsss:rollupRules>
              <imsss:rollupRule childActivitySet="atLeastCount" minimumCount="1">
                <imsss:rollupConditions><imsss:rollupCondition condition="completed"/></imsss:rollupConditions>
                <imsss:rollupAction action="completed"/>
              </imsss:rollupRule>
            </imsss:rollupRules>
          </imsss:sequencing>
        </organization>
    """
    for element in subject.manifest.activities:
        own = subject.sequencings.of(element)
        counted = [one for one in own.rollup.rules if one.child_set == "atLeastCount"]
        if not counted:
            continue
        parts = [one for one in children(element, "item") if subject.sequencings.of(one).delivery.tracked]
        most = len(parts)
        if own.randomization.selection_timing != "never" and own.randomization.select_count is not None:
            most = min(most, own.randomization.select_count)
        for one in counted:
            if one.minimum_count > most and children(element, "item"):
                yield Finding(
                    f"the rule asks for {one.minimum_count:,} parts, and there are {most:,}",
                    subject.xml.span(one.element, "minimumCount"),
                    label="never happens",
                    help=f"ask for at most {most:,}",
                    evidence=str(one.minimum_count),
                )

"""SCORM 2004: settings of sequencing that are allowed, but do nothing or more than was meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from darslik.diagnostics import Severity, Span
from darslik.inspect.manifest import SS, child, text_of
from darslik.inspect.rule import Finding, rule
from darslik.inspect.sequencing.findings import shown
from darslik.inspect.sequencing.grammar import CONDITIONS
from darslik.inspect.sequencing.reading import count, flag, number
from darslik.inspect.subject import Subject


@rule(Severity.HINT, "scorm2004")
def sequencing_setting_without_effect(subject: Subject) -> Iterator[Finding]:
    """A setting of sequencing has no effect, because another one is not as it would have to be.

    `minNormalizedMeasure` counts only with `satisfiedByMeasure="true"` (SN 3.10.2), `measureThreshold` only in a
    comparison (SN 3.4.2), `minimumCount` and `minimumPercent` only with the `childActivitySet` of that name (SN 3.7.1),
    the order of children only with both `reorderChildren` and a `randomizationTiming` (SN 3.12), a `selectCount` only
    with a `selectionTiming` (SN 3.11).

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:objectives>
              <imsss:primaryObjective objectiveID="lesson">
                <imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure>
              </imsss:primaryObjective>
            </imsss:objectives>
          </imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:objectives>
              <imsss:primaryObjective objectiveID="lesson" satisfiedByMeasure="true">
                <imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure>
              </imsss:primaryObjective>
            </imsss:objectives>
          </imsss:sequencing>
        </item>
    """
    for objective in subject.sequencings.named("primaryObjective", "objective"):
        mark = child(objective, "minNormalizedMeasure", SS)
        if mark is not None and not flag(objective, "satisfiedByMeasure", False):
            yield _idle(shown(mark), subject.xml.span(mark), 'write `satisfiedByMeasure="true"` in the objective')
    for name, attribute, works, advice in _WORKS:
        for one in subject.sequencings.named(name):
            if one.get(attribute) is not None and not works(one):
                yield _idle(attribute, subject.xml.span(one, attribute), advice)


def _idle(name: str, span: Span, advice: str) -> Finding:
    return Finding(f"`{name}` has no effect", span, help=f"{advice}, or delete this")


def _compares(condition: etree._Element) -> bool:
    return condition.get("condition", "") not in _WITHOUT_MEASURE


def _counts(rollup: etree._Element) -> bool:
    others = {"all", "any", "none", "atLeastPercent"}
    return rollup.get("childActivitySet", "all") not in others or count(rollup.get("minimumCount")) == 0


def _shares(rollup: etree._Element) -> bool:
    others = {"all", "any", "none", "atLeastCount"}
    return rollup.get("childActivitySet", "all") not in others or number(rollup.get("minimumPercent")) == 0


def _reorders(random: etree._Element) -> bool:
    return flag(random, "reorderChildren", False) or random.get("randomizationTiming") not in {"once", _EACH}


def _is_reordered(random: etree._Element) -> bool:
    return random.get("randomizationTiming", "never") != "never" or not flag(random, "reorderChildren", False)


def _is_selected(random: etree._Element) -> bool:
    return random.get("selectionTiming", "never") != "never"


_EACH = "onEachNewAttempt"
_WITHOUT_MEASURE = {*CONDITIONS} - {"objectiveMeasureGreaterThan", "objectiveMeasureLessThan"}
_WORKS: tuple[tuple[str, str, Callable[[etree._Element], bool], str], ...] = (
    ("ruleCondition", "measureThreshold", _compares, "compare with `objectiveMeasureGreaterThan` or its opposite"),
    ("rollupRule", "minimumCount", _counts, 'write `childActivitySet="atLeastCount"`'),
    ("rollupRule", "minimumPercent", _shares, 'write `childActivitySet="atLeastPercent"`'),
    ("randomizationControls", "randomizationTiming", _reorders, 'write `reorderChildren="true"`'),
    ("randomizationControls", "reorderChildren", _is_reordered, 'write `randomizationTiming="once"`'),
    ("randomizationControls", "selectCount", _is_selected, 'write `selectionTiming="once"`'),
)


@rule(Severity.HINT, "scorm2004")
def all_points_needed(subject: Subject) -> Iterator[Finding]:
    """An objective is satisfied by its score, but says not by which: all points are needed.

    `satisfiedByMeasure="true"` without a `minNormalizedMeasure` takes the default, 1 (SN 3.10.2): a learner with 99 of
    100 points has not passed, whatever the content says.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:objectives>
              <imsss:primaryObjective objectiveID="lesson" satisfiedByMeasure="true"/>
            </imsss:objectives>
          </imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:objectives>
              <imsss:primaryObjective objectiveID="lesson" satisfiedByMeasure="true">
                <imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure>
              </imsss:primaryObjective>
            </imsss:objectives>
          </imsss:sequencing>
        </item>
    """
    for objective in subject.sequencings.named("primaryObjective", "objective"):
        if flag(objective, "satisfiedByMeasure", False) and not text_of(child(objective, "minNormalizedMeasure", SS)):
            yield Finding(
                "all points are needed to satisfy this objective",
                subject.xml.span(objective, "satisfiedByMeasure"),
                label="no `minNormalizedMeasure` says how many",
                help="add one, as `<imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure>`",
            )

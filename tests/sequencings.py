"""Small manifests around a piece of sequencing, and what the rules about sequencing say of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from darslik.diagnostics import Severity, Sink
from darslik.inspect.limits import Limits
from darslik.inspect.recognise import Kind
from darslik.inspect.rule import Finding, PackageRule, load_package_rules
from darslik.inspect.subject import Subject
from darslik.inspect.xml import read_document
from darslik.rules import RULES
from inspect_examples import base

if TYPE_CHECKING:
    from collections.abc import Iterable

    from darslik.diagnostics import Span

KIND = Kind("scorm2004", "imsmanifest.xml", "SCORM 2004")
HEAD = base("scorm2004")["imsmanifest.xml"].decode().split("<metadata>")[0]
RULE = """\
<imsss:sequencingRules><imsss:{phase}ConditionRule>{conditions}{action}</imsss:{phase}ConditionRule>\
</imsss:sequencingRules>"""
CONDITION = '<imsss:ruleConditions><imsss:ruleCondition condition="satisfied"/></imsss:ruleConditions>'


class Folderless:
    """A package of one manifest in memory."""

    name, form = "package.zip", "zip"

    def __init__(self, text: str | bytes) -> None:
        self.body = text if isinstance(text, bytes) else text.encode()

    def paths(self) -> Iterable[str]:
        return ["imsmanifest.xml"]

    def has(self, path: str) -> bool:
        return path == "imsmanifest.xml"

    def size(self, path: str) -> int:
        assert self.has(path)
        return len(self.body)

    def read(self, path: str, most: int | None = None) -> bytes:
        assert self.has(path)
        return self.body[:most]


def manifest(item: str = "", *, organization: str = "", shared: str = "", edition: str = "4th", more: str = "") -> str:
    """A manifest with these elements in its item, its organization, its collection, and these more items."""
    collection = f"<imsss:sequencingCollection>\n{shared}\n</imsss:sequencingCollection>" if shared else ""
    return f"""{HEAD}<metadata><schema>ADL SCORM</schema><schemaversion>2004 {edition} Edition</schemaversion>
</metadata>
<organizations default="o"><organization identifier="o"><title>Course</title>
<item identifier="i" identifierref="r"><title>Lesson</title>
{item}
</item>{more}
{organization}
</organization></organizations>
<resources><resource identifier="r" type="webcontent" adlcp:scormType="sco" href="index.html"/></resources>
{collection}
</manifest>"""


def own(inner: str, attributes: str = "") -> str:
    """A manifest whose item has a sequencing with this in it."""
    return manifest(sequencing(inner, attributes))


def sequencing(inner: str, attributes: str = "") -> str:
    return f"<imsss:sequencing{attributes and ' '}{attributes}>{inner}</imsss:sequencing>"


def rule(phase: str, action: str, conditions: str = CONDITION) -> str:
    """A sequencing rule in its place."""
    return RULE.format(phase=phase, conditions=conditions, action=f'<imsss:ruleAction action="{action}"/>')


def when(attributes: str, phase: str = "pre", action: str = "skip") -> str:
    """A rule with a condition of these attributes."""
    return rule(phase, action, f"<imsss:ruleConditions><imsss:ruleCondition {attributes}/></imsss:ruleConditions>")


ACTION = '<imsss:ruleAction action="skip"/>'
PRIMARY = '<imsss:primaryObjective objectiveID="p"/>'
SHARED = "<imsss:sequencing ID='s'>{}</imsss:sequencing>"


def objectives(inner: str) -> str:
    """Objectives of an activity."""
    return f"<imsss:objectives>{inner}</imsss:objectives>"


def primary(inner: str, attributes: str = 'objectiveID="p"') -> str:
    """A primary objective with this in it."""
    return objectives(f"<imsss:primaryObjective {attributes}>{inner}</imsss:primaryObjective>")


def maps(*attributes: str, namespace: str = "imsss") -> str:
    """Maps with these attributes."""
    return "".join(f"<{namespace}:mapInfo {one}/>" for one in attributes)


def additions(*attributes: str, name: str = "p") -> str:
    """The 4th Edition's maps of an objective."""
    return (
        f'<adlseq:objectives><adlseq:objective objectiveID="{name}">{maps(*attributes, namespace="adlseq")}'
        "</adlseq:objective></adlseq:objectives>"
    )


def rollup(attributes: str = "", condition: str = 'condition="completed"', action: str = 'action="completed"') -> str:
    """A rollup rule with these attributes, condition and action."""
    return (
        f"<imsss:rollupRules><imsss:rollupRule {attributes}>"
        f"<imsss:rollupConditions><imsss:rollupCondition {condition}/></imsss:rollupConditions>"
        f"<imsss:rollupAction {action}/></imsss:rollupRule></imsss:rollupRules>"
    )


EVERYTHING = (
    '<imsss:controlMode choice="true" choiceExit="false" flow="true" forwardOnly="false"'
    ' useCurrentAttemptObjectiveInfo="true" useCurrentAttemptProgressInfo="false"/>'
    "<imsss:sequencingRules>"
    "<imsss:preConditionRule><imsss:ruleConditions conditionCombination='any'>"
    "<imsss:ruleCondition condition='objectiveMeasureLessThan' operator='not' measureThreshold='-0.5'"
    " referencedObjective='o'/></imsss:ruleConditions><imsss:ruleAction action='hiddenFromChoice'/>"
    "</imsss:preConditionRule>"
    f"<imsss:exitConditionRule>{CONDITION}<imsss:ruleAction action='exit'/></imsss:exitConditionRule>"
    f"<imsss:postConditionRule>{CONDITION}<imsss:ruleAction action='previous'/></imsss:postConditionRule>"
    "</imsss:sequencingRules>"
    "<imsss:limitConditions attemptLimit='3' attemptAbsoluteDurationLimit='PT1H'/>"
    "<imsss:rollupRules rollupObjectiveSatisfied='true' rollupProgressCompletion='false' objectiveMeasureWeight='0.25'>"
    "<imsss:rollupRule childActivitySet='atLeastPercent' minimumCount='0' minimumPercent='0.5'>"
    "<imsss:rollupConditions conditionCombination='all'><imsss:rollupCondition operator='noOp' condition='attempted'/>"
    "</imsss:rollupConditions><imsss:rollupAction action='notSatisfied'/></imsss:rollupRule></imsss:rollupRules>"
    "<imsss:objectives><imsss:primaryObjective objectiveID='p' satisfiedByMeasure='true'>"
    "<imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure>"
    "<imsss:mapInfo targetObjectiveID='g' readSatisfiedStatus='true' writeSatisfiedStatus='true'/>"
    "</imsss:primaryObjective><imsss:objective objectiveID='o'/></imsss:objectives>"
    "<imsss:randomizationControls randomizationTiming='once' reorderChildren='true' selectionTiming='never'"
    " selectCount='2'/>"
    "<imsss:deliveryControls tracked='true' completionSetByContent='true' objectiveSetByContent='false'/>"
    "<adlseq:rollupConsiderations requiredForSatisfied='ifAttempted' requiredForIncomplete='ifNotSuspended'"
    " measureSatisfactionIfActive='false'/>"
    "<adlseq:constrainedChoiceConsiderations preventActivation='true' constrainChoice='true'/>"
    "<adlseq:objectives><adlseq:objective objectiveID='o'>"
    "<adlseq:mapInfo targetObjectiveID='g' readRawScore='true' writeRawScore='true' writeProgressMeasure='false'/>"
    "</adlseq:objective></adlseq:objectives>"
)


def subject_of(text: str | bytes) -> Subject | None:
    """As the rules get it; none if it cannot be read."""
    package = Folderless(text)
    document = read_document(package, "imsmanifest.xml", Limits(), Sink())
    return Subject(package, KIND, document, Limits()) if document else None


@cache
def rules_about_sequencing() -> dict[str, PackageRule]:
    """By id."""
    return {
        rule_id: function
        for rule_id, (_, function) in load_package_rules().items()
        if Path(function.__code__.co_filename).name.startswith("scorm_sequencing")
    }


def judged(text: str | bytes, *, hints: bool = False) -> list[tuple[str, Finding]]:
    """What the rules about sequencing say, in order of place, with their ids: errors and warnings, or hints."""
    subject = subject_of(text)
    assert subject
    chosen = [one for one in rules_about_sequencing() if (RULES[one].severity is Severity.HINT) == hints]
    found = [(rule_id, one) for rule_id in chosen for one in rules_about_sequencing()[rule_id](subject)]
    return sorted(found, key=lambda one: (one[1].span.line, one[1].span.column, one[0]))


def marked(text: str, span: Span) -> str:
    """The text under the caret."""
    return text.splitlines()[span.line - 1][span.column - 1 :][: span.length]


def said(text: str, *, hints: bool = False) -> list[tuple[str, str]]:
    """Rule and marked text of each finding."""
    return [(rule_id, marked(text, one.span)) for rule_id, one in judged(text, hints=hints)]


def helped(text: str) -> list[str]:
    """What to do about each finding."""
    return [one.help if isinstance(one.help, str) else one.help[0] for _, one in judged(text)]

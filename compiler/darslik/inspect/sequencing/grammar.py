"""The elements of SCORM 2004 sequencing: where each belongs, what it holds in which order, which attributes it has.

From the IMS Simple Sequencing and ADL sequencing bindings (imsss_v1p0.xsd, adlseq_v1p3.xsd of the 4th Edition). Names
are tags, `{namespace}name`.
"""

from __future__ import annotations

from typing import Literal, get_args

from darslik.inspect.manifest import ADLSEQ, CP2004, SS
from darslik.inspect.sequencing.parts import MEASURES, PROGRESS


def ss(*names: str) -> tuple[str, ...]:
    """Tags of IMS Simple Sequencing."""
    return tuple(f"{{{SS}}}{name}" for name in names)


def seq(*names: str) -> tuple[str, ...]:
    """Tags of ADL's extensions."""
    return tuple(f"{{{ADLSEQ}}}{name}" for name in names)


RULES = ("preConditionRule", "exitConditionRule", "postConditionRule")
_OBJECTIVES = ("primaryObjective", "objective")
SEQUENCING = ss(
    "controlMode",
    "sequencingRules",
    "limitConditions",
    "auxiliaryResources",
    "rollupRules",
    "objectives",
    "randomizationControls",
    "deliveryControls",
)
EXTENSIONS = seq("constrainedChoiceConsiderations", "rollupConsiderations", "objectives")

ORDER: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(ss("sequencingCollection"), ss("sequencing")),
    **dict.fromkeys(ss("sequencing"), SEQUENCING + EXTENSIONS),
    **dict.fromkeys(ss("sequencingRules"), ss(*RULES)),
    **dict.fromkeys(ss(*RULES), ss("ruleConditions", "ruleAction")),
    **dict.fromkeys(ss("ruleConditions"), ss("ruleCondition")),
    **dict.fromkeys(ss("auxiliaryResources"), ss("auxiliaryResource")),
    **dict.fromkeys(ss("rollupRules"), ss("rollupRule")),
    **dict.fromkeys(ss("rollupRule"), ss("rollupConditions", "rollupAction")),
    **dict.fromkeys(ss("rollupConditions"), ss("rollupCondition")),
    **dict.fromkeys(ss("objectives"), ss(*_OBJECTIVES)),
    **dict.fromkeys(ss(*_OBJECTIVES), ss("minNormalizedMeasure", "mapInfo")),
    **dict.fromkeys(seq("objectives"), seq("objective")),
    **dict.fromkeys(seq("objective"), seq("mapInfo")),
}
"""Element → what it holds, in order. The extensions come after the rest, in any order among themselves."""

_SINGLE = (
    "ruleConditions",
    "ruleAction",
    "rollupConditions",
    "rollupAction",
    "primaryObjective",
    "minNormalizedMeasure",
)
ONCE = frozenset((*SEQUENCING, *EXTENSIONS, *ss(*_SINGLE)))
"""Elements of which their parent holds at most one."""

PARENTS: dict[str, tuple[str, ...]] = {
    name: tuple(parent for parent, held in ORDER.items() if name in held)
    for name in dict.fromkeys(name for held in ORDER.values() for name in held)
}
PARENTS |= dict.fromkeys(ss("sequencingCollection"), (f"{{{CP2004}}}manifest",))
PARENTS |= dict.fromkeys(
    ss("sequencing"), (f"{{{CP2004}}}item", f"{{{CP2004}}}organization", *ss("sequencingCollection"))
)
"""Element → elements in which it may stand; every element of the two namespaces is here."""

_RANDOM = ("reorderChildren",)
_MAPS = {
    SS: tuple(f"{way}{field}" for way in ("read", "write") for field in MEASURES),
    ADLSEQ: tuple(f"{way}{field}" for way in ("read", "write") for field in PROGRESS),
}
BOOLEANS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ss("controlMode"),
        (
            "choice",
            "choiceExit",
            "flow",
            "forwardOnly",
            "useCurrentAttemptObjectiveInfo",
            "useCurrentAttemptProgressInfo",
        ),
    ),
    **dict.fromkeys(ss("rollupRules"), ("rollupObjectiveSatisfied", "rollupProgressCompletion")),
    **dict.fromkeys(ss(*_OBJECTIVES), ("satisfiedByMeasure",)),
    **dict.fromkeys(ss("mapInfo"), _MAPS[SS]),
    **dict.fromkeys(ss("randomizationControls"), _RANDOM),
    **dict.fromkeys(ss("deliveryControls"), ("tracked", "completionSetByContent", "objectiveSetByContent")),
    **dict.fromkeys(seq("constrainedChoiceConsiderations"), ("preventActivation", "constrainChoice")),
    **dict.fromkeys(seq("rollupConsiderations"), ("measureSatisfactionIfActive",)),
    **dict.fromkeys(seq("mapInfo"), _MAPS[ADLSEQ]),
}
"""Attributes that are `true` or `false`."""

CONSIDERATIONS = (
    "requiredForSatisfied",
    "requiredForNotSatisfied",
    "requiredForCompleted",
    "requiredForIncomplete",
)
DURATIONS = (
    "attemptAbsoluteDurationLimit",
    "attemptExperiencedDurationLimit",
    "activityAbsoluteDurationLimit",
    "activityExperiencedDurationLimit",
)
TIMES = ("beginTimeLimit", "endTimeLimit")
_OTHERS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(ss("sequencing"), ("ID", "IDRef")),
    **dict.fromkeys(ss("ruleConditions", "rollupConditions"), ("conditionCombination",)),
    **dict.fromkeys(ss("ruleCondition"), ("condition", "operator", "referencedObjective", "measureThreshold")),
    **dict.fromkeys(ss("rollupCondition"), ("condition", "operator")),
    **dict.fromkeys(ss("ruleAction", "rollupAction"), ("action",)),
    **dict.fromkeys(ss("limitConditions"), ("attemptLimit", *DURATIONS, *TIMES)),
    **dict.fromkeys(ss("auxiliaryResource"), ("auxiliaryResourceID", "purpose")),
    **dict.fromkeys(ss("rollupRules"), ("objectiveMeasureWeight",)),
    **dict.fromkeys(ss("rollupRule"), ("childActivitySet", "minimumCount", "minimumPercent")),
    **dict.fromkeys(ss(*_OBJECTIVES), ("objectiveID",)),
    **dict.fromkeys(ss("mapInfo") + seq("mapInfo"), ("targetObjectiveID",)),
    **dict.fromkeys(seq("objective"), ("objectiveID",)),
    **dict.fromkeys(ss("randomizationControls"), ("randomizationTiming", "selectionTiming", "selectCount")),
    **dict.fromkeys(seq("rollupConsiderations"), CONSIDERATIONS),
}
ATTRIBUTES: dict[str, tuple[str, ...]] = {name: (*BOOLEANS.get(name, ()), *_OTHERS.get(name, ())) for name in PARENTS}
"""Element → all of its attributes."""

Asked = Literal[
    "satisfied",
    "objectiveStatusKnown",
    "objectiveMeasureKnown",
    "objectiveMeasureGreaterThan",
    "objectiveMeasureLessThan",
    "completed",
    "activityProgressKnown",
    "attempted",
    "attemptLimitExceeded",
    "timeLimitExceeded",
    "outsideAvailableTimeRange",
    "always",
]
"""What a condition of a rule can ask."""
CONDITIONS: tuple[Asked, ...] = get_args(Asked)
ROLLUP_CONDITIONS = tuple(
    one for one in CONDITIONS if one not in {"objectiveMeasureGreaterThan", "objectiveMeasureLessThan", "always"}
)
TIME_CONDITIONS = ("timeLimitExceeded", "outsideAvailableTimeRange")
ACTIONS = {
    "preConditionRule": ("skip", "disabled", "hiddenFromChoice", "stopForwardTraversal"),
    "exitConditionRule": ("exit",),
    "postConditionRule": ("exitParent", "exitAll", "retry", "retryAll", "continue", "previous"),
}
ROLLUP_ACTIONS = ("satisfied", "notSatisfied", "completed", "incomplete")
CHILD_SETS = ("all", "any", "none", "atLeastCount", "atLeastPercent")
REQUIRED_FOR = ("always", "ifAttempted", "ifNotSkipped", "ifNotSuspended")
TIMINGS = ("never", "once", "onEachNewAttempt")
COMBINATIONS = ("all", "any")
OPERATORS = ("not", "noOp")

"""The parts of an activity's sequencing (SCORM 2004 SN 3). `element` is where each was read, none for the defaults.

Ids of objectives are without superfluous spaces (see `sequencing.objective_key`). Tokens that the standard does not
know are kept as they stand.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

MEASURES = ("SatisfiedStatus", "NormalizedMeasure")
"""What an `imsss:mapInfo` can read or write."""
PROGRESS = ("RawScore", "MinScore", "MaxScore", "CompletionStatus", "ProgressMeasure")
"""What an `adlseq:mapInfo` can read or write (4th Edition)."""


@dataclass(frozen=True)
class ControlMode:
    """How a learner may move among the children of a cluster (SN 3.2)."""

    choice: bool = True
    choice_exit: bool = True
    flow: bool = False
    forward_only: bool = False
    current_objective_info: bool = True
    current_progress_info: bool = True
    element: etree._Element | None = None


@dataclass(frozen=True)
class ConstrainedChoice:
    """Limits of what can be chosen (SN 3.3)."""

    prevent_activation: bool = False
    constrain_choice: bool = False
    element: etree._Element | None = None


@dataclass(frozen=True)
class Condition:
    """One condition of a sequencing or rollup rule. `threshold`: −1 to 1, of a comparison with a measure."""

    condition: str
    negated: bool
    objective: str | None
    threshold: float | None
    element: etree._Element


@dataclass(frozen=True)
class Rule:
    """A sequencing rule (SN 3.4). `phase`: `pre`, `exit` or `post`; `combination`: `all` or `any`."""

    phase: str
    action: str
    combination: str
    conditions: tuple[Condition, ...]
    element: etree._Element


@dataclass(frozen=True)
class LimitConditions:
    """When an activity can no longer be attempted (SN 3.5). Durations and times as they stand."""

    attempt_limit: int | None = None
    attempt_absolute_duration: str | None = None
    attempt_experienced_duration: str | None = None
    activity_absolute_duration: str | None = None
    activity_experienced_duration: str | None = None
    begin_time: str | None = None
    end_time: str | None = None
    element: etree._Element | None = None


@dataclass(frozen=True)
class RollupRule:
    """When a cluster takes a status from its children (SN 3.7). `minimum_percent`: 0 to 1."""

    child_set: str
    minimum_count: int
    minimum_percent: float
    combination: str
    conditions: tuple[Condition, ...]
    action: str
    element: etree._Element


@dataclass(frozen=True)
class RollupRules:
    """What an activity gives to its parent, and its own rules for what comes from its children (SN 3.7, 3.8)."""

    objective_satisfied: bool = True
    progress_completion: bool = True
    measure_weight: float = 1
    rules: tuple[RollupRule, ...] = ()
    element: etree._Element | None = None


@dataclass(frozen=True)
class RollupConsiderations:
    """When an activity counts for its parent: `always`, `ifAttempted`, `ifNotSkipped`, `ifNotSuspended` (SN 3.9)."""

    required_for_satisfied: str = "always"
    required_for_not_satisfied: str = "always"
    required_for_completed: str = "always"
    required_for_incomplete: str = "always"
    measure_satisfaction_if_active: bool = True
    element: etree._Element | None = None


@dataclass(frozen=True)
class Map:
    """A link to a global objective (SN 3.10.3). `reads`, `writes`: names of `MEASURES` or `PROGRESS`."""

    target: str
    reads: frozenset[str]
    writes: frozenset[str]
    element: etree._Element


@dataclass(frozen=True)
class Objective:
    """A local objective with its maps, those of `adlseq:objectives` too (SN 3.10). `minimum_measure`: −1 to 1."""

    id: str
    primary: bool
    satisfied_by_measure: bool
    minimum_measure: float
    maps: tuple[Map, ...]
    element: etree._Element


@dataclass(frozen=True)
class Randomization:
    """Which children are offered, in which order (SN 3.11, 3.12). Timing: `never`, `once`, `onEachNewAttempt`."""

    randomization_timing: str = "never"
    reorder_children: bool = False
    selection_timing: str = "never"
    select_count: int | None = None
    element: etree._Element | None = None


@dataclass(frozen=True)
class DeliveryControls:
    """What is recorded of an activity, and by whom (SN 3.13)."""

    tracked: bool = True
    completion_set_by_content: bool = False
    objective_set_by_content: bool = False
    element: etree._Element | None = None


@dataclass(frozen=True)
class CompletionThreshold:
    """Completion by progress (CAM 3.4.1.17). `minimum_progress`, `weight`: 0 to 1.

    A number as the element's text, as of the 3rd Edition, means completion by measure.
    """

    completed_by_measure: bool
    minimum_progress: float
    weight: float
    element: etree._Element


@dataclass(frozen=True)
class Sequencing:
    """All of one activity. `element` is its own `imsss:sequencing`, if it has one."""

    element: etree._Element | None = None
    control: ControlMode = field(default_factory=ControlMode)
    rules: tuple[Rule, ...] = ()
    limits: LimitConditions = field(default_factory=LimitConditions)
    rollup: RollupRules = field(default_factory=RollupRules)
    considerations: RollupConsiderations = field(default_factory=RollupConsiderations)
    objectives: tuple[Objective, ...] = ()
    randomization: Randomization = field(default_factory=Randomization)
    delivery: DeliveryControls = field(default_factory=DeliveryControls)
    choice: ConstrainedChoice = field(default_factory=ConstrainedChoice)
    threshold: CompletionThreshold | None = None

    @property
    def primary(self) -> Objective | None:
        """The objective that takes part in rollup."""
        return next((one for one in self.objectives if one.primary), None)

    def rules_of(self, phase: str) -> tuple[Rule, ...]:
        """The rules of `pre`, `exit` or `post`."""
        return tuple(one for one in self.rules if one.phase == phase)

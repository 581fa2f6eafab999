"""A small sequencer of SCORM 2004 over small trees, written from the requests of SN 4.7, to try out what can happen.

It knows nothing of `darslik.inspect`: a tree is made here, played here, and written as a manifest for the inspector.
Content reports nothing, everything well, or everything badly; learners start, choose, go on and back. Attempts are not
reset, which only lets more happen.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

MANIFEST = """<manifest identifier="m" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3"
  xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
<metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
<organizations default="n0">{0}</organizations>
<resources>
  <resource identifier="sco" type="webcontent" adlcp:scormType="sco" href="a.html"/>
  <resource identifier="asset" type="webcontent" adlcp:scormType="asset" href="a.html"/>
</resources></manifest>"""
CONDITIONS = ["satisfied", "objectiveStatusKnown", "objectiveMeasureKnown", "objectiveMeasureGreaterThan"]
CONDITIONS += ["objectiveMeasureLessThan", "completed", "activityProgressKnown", "attempted", "always"]
CONDITIONS += ["objectiveStatusKnown"] * 5
ACTIONS = ["disabled", "disabled", "disabled", "skip", "hiddenFromChoice", "stopForwardTraversal"]
Truth = bool | None


@dataclass(frozen=True)
class Condition:
    word: str
    negated: bool
    objective: str
    threshold: float


@dataclass(frozen=True)
class Rule:
    action: str
    together: bool
    conditions: tuple[Condition, ...]


@dataclass
class Node:
    name: str
    role: str
    choice: bool
    flow: bool
    forward_only: bool
    by_content: bool
    rules: list[Rule]
    links: list[tuple[str, str, bool, bool]]
    """Objective (`p` is the primary one), global objective, reads, writes."""
    children: list[Node] = field(default_factory=list)
    parent: Node | None = None

    def walk(self) -> Iterator[Node]:
        yield self
        for part in self.children:
            yield from part.walk()

    @property
    def path(self) -> list[Node]:
        return [*(self.parent.path if self.parent else []), self]

    def xml(self) -> str:
        tag = "organization" if self.parent is None else "item"
        extra = ' adlseq:objectivesGlobalToSystem="false"' if self.parent is None else ""
        extra += f' identifierref="{self.role}"' if not self.children else ""
        parts = "".join(part.xml() for part in self.children)
        flags = f'choice="{low(self.choice)}" flow="{low(self.flow)}" forwardOnly="{low(self.forward_only)}"'
        rules = "".join(rule_xml(rule) for rule in self.rules)
        content = f'completionSetByContent="{low(self.by_content)}" objectiveSetByContent="{low(self.by_content)}"'
        return (
            f'<{tag} identifier="{self.name}"{extra}><title>{self.name}</title>{parts}<imsss:sequencing>'
            f"<imsss:controlMode {flags}/><imsss:sequencingRules>{rules}</imsss:sequencingRules>"
            f"<imsss:objectives>{self.objectives()}</imsss:objectives>"
            f"<imsss:deliveryControls {content}/></imsss:sequencing></{tag}>"
        )

    def objectives(self) -> str:
        names = ["p", *sorted({name for name, *_ in self.links} - {"p"})]
        return "".join(
            f'<imsss:{"primaryObjective" if name == "p" else "objective"} objectiveID="{name}">'
            + "".join(
                f'<imsss:mapInfo targetObjectiveID="{target}" readSatisfiedStatus="{low(reads)}" '
                f'readNormalizedMeasure="{low(reads)}" writeSatisfiedStatus="{low(writes)}" '
                f'writeNormalizedMeasure="{low(writes)}"/>'
                for own, target, reads, writes in self.links
                if own == name
            )
            + f"</imsss:{'primaryObjective' if name == 'p' else 'objective'}>"
            for name in names
        )


def low(value: bool) -> str:
    return str(value).lower()


def rule_xml(rule: Rule) -> str:
    conditions = "".join(
        f'<imsss:ruleCondition condition="{one.word}" operator="{"not" if one.negated else "noOp"}" '
        f'measureThreshold="{one.threshold}"'
        + (f' referencedObjective="{one.objective}"' if one.objective else "")
        + "/>"
        for one in rule.conditions
    )
    return (
        f'<imsss:preConditionRule><imsss:ruleConditions conditionCombination="{"all" if rule.together else "any"}">'
        f'{conditions}</imsss:ruleConditions><imsss:ruleAction action="{rule.action}"/></imsss:preConditionRule>'
    )


def grown(random: Random) -> Node:
    """A tree of two or three levels with two to five things to launch."""
    names = iter(f"n{number}" for number in range(100))

    def node(depth: int) -> Node:
        links = []
        if random.random() < 0.8:
            reads = random.random() < 0.5
            name = random.choice("po" if reads else "ppo")
            links.append((name, random.choice("gh"), reads, not reads or random.random() < 0.2))
        one = Node(
            next(names),
            random.choice(["sco", "sco", "sco", "asset"]),
            random.random() < 0.55,
            random.random() < 0.55,
            random.random() < 0.2,
            random.random() < 0.5,
            [],
            links,
        )
        one.rules = [rule(one) for _ in range(random.choice([0, 0, 0, 1, 1, 2]))] if depth else []
        if depth == 0 or (depth == 1 and random.random() < 0.4):
            one.children = [node(depth + 1) for _ in range(random.randint(1, 3))]
            for part in one.children:
                part.parent = one
        return one

    def rule(one: Node) -> Rule:
        names = sorted({name for name, *_ in one.links} - {"p"})
        conditions = tuple(
            Condition(
                random.choice(CONDITIONS),
                random.random() < 0.75,
                random.choice(names) if names and random.random() < 0.85 else "",
                random.choice([-1.0, 0.0, 0.5, 1.0]),
            )
            for _ in range(random.choice([1, 1, 2]))
        )
        return Rule(random.choice(ACTIONS), random.random() < 0.5, conditions)

    root = node(0)
    if random.random() < 0.5:
        tied(root, random)
    elif random.random() < 0.3:
        root.choice = root.flow = False
        hidden = random.choice([one for one in root.walk() if one.parent])
        hidden.rules = [Rule("hiddenFromChoice", True, (Condition("always", False, "", 0.0),))]
    return root


def tied(root: Node, random: Random) -> None:
    """One activity opens when something is known of another, which may be a group or around it."""
    writer, reader = random.choice(list(root.walk())), random.choice([one for one in root.walk() if one.parent])
    for one in root.walk():
        one.links = [(name, "h", reads, writes) for name, _, reads, writes in one.links]
    writer.links = [("p", "g", False, True)]
    if reader is not writer:
        reader.links = [("o", "g", True, False)]
        known = random.choice(["objectiveStatusKnown", "objectiveMeasureKnown"])
        reader.rules = [Rule("disabled", True, (Condition(known, True, "o", 0.0),))]


State = tuple[tuple[str, ...], tuple[tuple[str, Truth], ...], str]


class Play:
    """One state of a course: what was attempted, what is known, where the learner is."""

    def __init__(self, root: Node, state: State | None = None) -> None:
        self.root = root
        self.attempted = set(state[0]) if state else set()
        self.known: dict[str, Truth] = dict(state[1]) if state else {}
        self.current = next((one for one in root.walk() if state and one.name == state[2]), None)

    @property
    def state(self) -> State:
        known = tuple(sorted((name, value) for name, value in self.known.items() if value is not None))
        return tuple(sorted(self.attempted)), known, self.current.name if self.current else ""

    def value(self, one: Node, objective: str, kind: str) -> Truth:
        """Status, or whether a score is high; a link that reads has the global value, if there is one."""
        for name, target, reads, _ in one.links:
            if name == objective and reads and (found := self.known.get(f"{target} {kind}")) is not None:
                return found
        return self.known.get(f"{one.name} {objective} {kind}")

    def condition(self, one: Node, asked: Condition) -> Truth:
        objective = asked.objective or "p"
        status, score = self.value(one, objective, "status"), self.value(one, objective, "score")
        done = self.known.get(f"{one.name} done")
        measure = None if score is None else 1.0 if score else -1.0
        found: Truth = {
            "satisfied": status,
            "objectiveStatusKnown": status is not None,
            "objectiveMeasureKnown": measure is not None,
            "objectiveMeasureGreaterThan": None if measure is None else measure > asked.threshold,
            "objectiveMeasureLessThan": None if measure is None else measure < asked.threshold,
            "completed": done,
            "activityProgressKnown": done is not None,
            "attempted": one.name in self.attempted,
            "always": True,
        }[asked.word]
        return None if found is None else found != asked.negated

    def rule(self, one: Node, action: str) -> bool:
        for rule in one.rules:
            if rule.action == action:
                values = [self.condition(one, asked) for asked in rule.conditions]
                if all(value is True for value in values) if rule.together else True in values:
                    return True
        return False

    # SB.2.1 to SB.2.3: flow

    def flow(self, one: Node, forward: bool, into: bool) -> Node | None:
        following = self.beside(one, forward, into)
        return self.arrive(*following) if following else None

    def beside(self, one: Node, forward: bool, into: bool) -> tuple[Node, bool] | None:
        if into and one.children:
            if forward or one.forward_only:
                return one.children[0], True
            return one.children[-1], False
        if one.parent is None or (not forward and one.parent.forward_only):
            return None
        at = one.parent.children.index(one) + (1 if forward else -1)
        if 0 <= at < len(one.parent.children):
            return one.parent.children[at], forward
        return self.beside(one.parent, forward, False)

    def arrive(self, one: Node, forward: bool) -> Node | None:
        if one.parent and not one.parent.flow:
            return None
        if self.rule(one, "skip"):
            return self.flow(one, forward, False)
        if self.rule(one, "disabled"):
            return None
        return self.flow(one, forward, True) if one.children else one

    # SB.2.5 to SB.2.9: requests

    def requests(self) -> Iterator[Node | None]:
        """What each request of a learner leads to."""
        if self.current is None:
            yield self.flow(self.root, True, True)
        elif self.current.parent and self.current.parent.flow:
            yield self.flow(self.current, True, False)
            yield self.flow(self.current, False, False)
        for target in self.root.walk():
            yield self.choice(target)

    def choice(self, target: Node) -> Node | None:
        if any(self.rule(one, "hiddenFromChoice") for one in target.path):
            return None
        if target.parent and not target.parent.choice:
            return None
        if any(self.rule(one, "stopForwardTraversal") for one in self.between(target)):
            return None
        return self.flow(target, True, True) if target.children else target

    def between(self, target: Node) -> list[Node]:
        """What a choice goes through on its way forward (SB.2.4)."""
        siblings = target.parent.children if target.parent else []
        if self.current in siblings:
            start, end = siblings.index(self.current), siblings.index(target)
            return siblings[start:end]
        return target.path[:-1] if self.current is None else []

    # DB.1.1, UP.4, rollup

    def deliver(self, one: Node, report: Truth) -> bool:
        """Deliver an activity and let it end, unless it or a group around it is disabled."""
        if any(self.rule(part, "disabled") for part in one.path):
            return False
        self.current = one
        self.attempted |= {part.name for part in one.path}
        if one.role == "sco" and report is not None:
            self.tell(one, report, ["p", *(name for name, *_ in one.links)])
        if not one.by_content:
            self.known.setdefault(f"{one.name} done", True)
            if f"{one.name} p status" not in self.known:
                self.known[f"{one.name} p status"] = True
        for part in reversed(one.path):
            self.roll_up(part)
            self.spread(part)
        return True

    def tell(self, one: Node, well: bool, objectives: list[str]) -> None:
        self.known[f"{one.name} done"] = well
        for name in objectives:
            self.known[f"{one.name} {name} status"] = well
            self.known[f"{one.name} {name} score"] = well

    def roll_up(self, one: Node) -> None:
        if not one.children:
            return
        for name, own in (("p status", "p status"), ("p score", "p score"), ("done", "done")):
            values = [
                self.known.get(f"{part.name} {name}") if name == "done" else self.value(part, "p", name.split()[1])
                for part in one.children
            ]
            if all(value is True for value in values):
                self.known[f"{one.name} {own}"] = True
            elif all(value is not None for value in values):
                self.known[f"{one.name} {own}"] = False

    def spread(self, one: Node) -> None:
        for name, target, _, writes in one.links:
            for kind in ("status", "score"):
                value = self.value(one, name, kind)
                if writes and value is not None:
                    self.known[f"{target} {kind}"] = value


def delivered(root: Node, most: int) -> set[str]:
    """Names of all that was delivered, in as many states as there are, or `most`."""
    first = Play(root).state
    seen, waiting, found = {first}, deque([first]), set()
    while waiting and len(seen) < most:
        state = waiting.popleft()
        for target in {id(one): one for one in Play(root, state).requests() if one}.values():
            for report in (None, True, False):
                play = Play(root, state)
                if play.deliver(target, report):
                    found.add(target.name)
                    if play.state not in seen:
                        seen.add(play.state)
                        waiting.append(play.state)
    return found

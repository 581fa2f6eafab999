"""What is said never to start never starts, whatever learners and contents do."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import TYPE_CHECKING

import pytest

from darslik.inspect.record import conditions, reach
from darslik.inspect.record.circles import circles
from darslik.inspect.record.truth import Truth, outcomes
from records import record_of_text
from sequencer import MANIFEST, delivered, grown

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("hundred", range(4))
def test_what_never_starts_never_starts(hundred: int, tmp_path: Path) -> None:
    """Random trees, played through by another sequencer: every state that can be reached, or the first 250."""
    claimed = missed = 0
    for number in range(100):
        root = grown(Random(hundred * 100 + number))  # noqa: S311 - the same trees every time
        record = record_of_text(MANIFEST.format(root.xml()), tmp_path)
        found = reach.reach(record)
        assert found.sure
        never = {one.identifier for one in record.activities if found.never(one)}
        played = delivered(root, 250)
        assert not never & played, (hundred, number, root.xml())
        leaves = {one.name for one in root.walk() if not one.children}
        claimed += len(never)
        missed += len(leaves - played - never)
    assert claimed > 2 * missed, (claimed, missed)


def values(condition: conditions.Condition, of: dict[str, Truth]) -> Truth:
    """A condition in three values, straight from the tables of SN UP.2.1."""
    if isinstance(condition, conditions.Test):
        return of[condition.name]
    if isinstance(condition, conditions.Not):
        inner = values(condition.part, of)
        return None if inner is None else not inner
    parts = [values(part, of) for part in condition.parts]
    if parts.count(True) >= condition.least:
        return True
    return False if parts.count(False) > len(parts) - condition.least else None


def some_condition(random: Random, depth: int, names: list[str]) -> conditions.Condition:
    """A condition in which each name is asked for once, as outcomes are of tests that do not depend on each other."""
    kind = random.choice(["test", "not", "combined"]) if depth else "test"
    if kind == "test" or len(names) < 2:
        return conditions.Test("satisfied", "", names.pop())
    if kind == "not":
        return conditions.Not(some_condition(random, depth - 1, names))
    parts = tuple(some_condition(random, depth - 1, names) for _ in range(2) if names)
    return conditions.Combined(parts, random.randint(1, len(parts)))


def test_outcomes_are_all_that_can_come_out() -> None:
    random = Random(4)  # noqa: S311 - the same conditions every time
    seen = set()
    for _ in range(600):
        condition = some_condition(random, 3, ["a", "b", "c", "d"])
        choices = {name: frozenset(random.sample([True, False, None], random.randint(1, 3))) for name in "abcd"}
        expected = {
            values(condition, dict(zip("abcd", combination, strict=True)))
            for combination in product(*(choices[name] for name in "abcd"))
        }
        assert outcomes(condition, lambda test, of=choices: of[test.name]) == expected, (condition, choices)  # type: ignore[misc]
        seen.add(frozenset(expected))
    assert len(seen) == 7, "every set of outcomes came up"


def test_circles() -> None:
    graph = {"a": ["b"], "b": ["c"], "c": ["a", "d"], "d": [], "e": ["e"], "f": ["a"], "g": ["h"], "h": ["g"]}
    assert sorted(sorted(one) for one in circles(graph)) == [["a", "b", "c"], ["e"], ["g", "h"]]
    long = {str(number): [str(number + 1)] for number in range(5000)} | {"5000": ["0"]}
    assert [len(one) for one in circles(long)] == [5001]


ITEM = '<item identifier="i{0}" identifierref="r"><title>{0}</title>{1}</item>'
SCORM12 = """<manifest identifier="m" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
<organizations default="o"><organization identifier="o"><title>Course</title>{0}</organization></organizations>
<resources><resource identifier="r" type="webcontent" adlcp:scormtype="{1}" href="a.html"/></resources></manifest>"""


def closed(scripts: list[str], folder: Path, kind: str = "sco") -> list[str]:
    """Titles of the items, 0 and on, that never open if they have these prerequisites."""
    items = "".join(
        ITEM.format(number, f"<adlcp:prerequisites>{script}</adlcp:prerequisites>" if script else "")
        for number, script in enumerate(scripts)
    )
    record = record_of_text(SCORM12.format(items, kind), folder)
    return [record.by_key[key].title for key in reach.reach(record).closed]


@pytest.mark.parametrize(
    ("scripts", "expected"),
    [
        (["", "i0"], []),
        (["i1", "i0"], ["0", "1"]),
        (["i0"], ["0"]),
        (["i1", "i2", ""], []),
        (["i1 | i2", "i0", ""], []),
        (["i1 &amp; i2", "i0", ""], ["0", "1"]),
        (["", "2*{i0, i1, i2}", ""], []),
        (["", "3*{i0, i1, i2}", ""], ["1"]),
        (["~i0"], []),
        (["", "elsewhere"], []),
        (["", "i0 ="], []),
        (["", 'i0 = "not attempted"'], []),
        (["", 'i1 &lt;&gt; "not attempted"'], ["1"]),
    ],
)
def test_prerequisites_that_never_hold(scripts: list[str], expected: list[str], tmp_path: Path) -> None:
    assert closed(scripts, tmp_path) == expected


def test_an_asset_is_never_passed(tmp_path: Path) -> None:
    assert closed(["", 'i0 = "passed"', "i0"], tmp_path, "asset") == ["1"]
    assert closed(["", 'i0 = "passed"', "i0"], tmp_path) == []


def test_a_long_chain_from_back_to_front_is_not_gone_through_for_ever(tmp_path: Path) -> None:
    """Each item waits for the next: as many rounds as items. After so much work, nothing is claimed."""
    scripts = [f"i{number + 1}" for number in range(1500)]
    assert closed([*scripts, "", "i1501"], tmp_path) == []
    assert closed([*scripts[:300], "", "i301"], tmp_path) == ["301"]


GATED = """<organization identifier="o" xmlns:imsss="http://www.imsglobal.org/xsd/imsss"
    adlseq:objectivesGlobalToSystem="{2}"><title>Course</title>
  <item identifier="a" identifierref="{0}"><title>A</title>
    <imsss:sequencing>
      <imsss:objectives><imsss:primaryObjective objectiveID="p">
        <imsss:mapInfo targetObjectiveID="g" readSatisfiedStatus="false" writeSatisfiedStatus="true"/>
      </imsss:primaryObjective></imsss:objectives>
      <imsss:deliveryControls {1}/>
    </imsss:sequencing></item>
  <item identifier="b" identifierref="sco"><title>B</title>
    <imsss:sequencing>
      <imsss:sequencingRules><imsss:preConditionRule>
        <imsss:ruleConditions><imsss:ruleCondition referencedObjective="n" operator="not" {3}/></imsss:ruleConditions>
        <imsss:ruleAction action="disabled"/>
      </imsss:preConditionRule></imsss:sequencingRules>
      <imsss:objectives>
        <imsss:primaryObjective objectiveID="p"/>
        <imsss:objective objectiveID="n"><imsss:mapInfo targetObjectiveID="g"/></imsss:objective>
      </imsss:objectives>
    </imsss:sequencing></item>
</organization>"""
KNOWN = 'condition="objectiveStatusKnown"'


@pytest.mark.parametrize(
    ("role", "delivery", "shared", "condition", "opens"),
    [
        ("sco", 'objectiveSetByContent="true"', "false", KNOWN, True),
        ("asset", 'objectiveSetByContent="false"', "false", KNOWN, True),
        ("asset", 'objectiveSetByContent="true"', "false", KNOWN, False),
        ("asset", 'objectiveSetByContent="true"', "true", KNOWN, True),
        ("sco", "", "false", 'condition="objectiveMeasureKnown"', False),
        ("sco", "", "false", 'condition="satisfied"', True),
    ],
)
def test_what_opens_a_gate(role: str, delivery: str, shared: str, condition: str, opens: bool, tmp_path: Path) -> None:
    """An asset is passed by the LMS or never; a status says nothing of a score; other courses may write, if allowed."""
    record = record_of_text(MANIFEST.format(GATED.format(role, delivery, shared, condition)), tmp_path)
    assert ([record.by_key[key].title for key in reach.reach(record).closed] == []) is opens

"""Objectives of SCORM 2004 activities, their maps and what refers to them: every branch, with the marked text."""

from __future__ import annotations

import pytest

from darslik.inspect.sequencing.parts import MEASURES, PROGRESS
from sequencings import (
    PRIMARY,
    SHARED,
    additions,
    helped,
    judged,
    manifest,
    maps,
    marked,
    objectives,
    own,
    primary,
    rule,
    said,
    sequencing,
    when,
)

# Primary objective and ids (S15, S16, S19)


def objective(name: str, inner: str = "") -> str:
    return f'<imsss:objective objectiveID="{name}">{inner}</imsss:objective>'


@pytest.mark.parametrize("inner", ["", objective("o")])
def test_one_objective_is_primary(inner: str) -> None:
    assert said(own(objectives(inner))) == [("objectives-without-primary", "<imsss:objectives")]
    assert said(own(objectives(PRIMARY + inner))) == []


TARGET = 'targetObjectiveID="g"'


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (objectives("<imsss:primaryObjective/>"), []),
        (primary(maps(TARGET), ""), ["<imsss:primaryObjective"]),
        (primary("", 'objectiveID=""'), ['objectiveID=""']),
        (primary("", 'objectiveID=" "'), ['objectiveID=" "']),
        (primary("", 'objectiveID="%20"'), ['objectiveID="%20"']),
        (objectives(f"{PRIMARY}<imsss:objective/>"), ["<imsss:objective"]),
        (objectives(PRIMARY + objective("")), ['objectiveID=""']),
        (primary("") + additions(TARGET, name=""), ['objectiveID=""']),
        (primary("") + additions(TARGET, name="X").replace(' objectiveID="X"', ""), ["<adlseq:objective"]),
    ],
)
def test_objectives_have_ids(text: str, found: list[str]) -> None:
    assert said(own(text)) == [("objective-without-id", one) for one in found]


@pytest.mark.parametrize(
    ("first", "second"),
    [("a", "a"), ("a b", "a%20b"), ("a  b", "a b"), (" a", "a "), ("a%20%20b", "a b"), ("%20a", "a")],
)
def test_ids_are_unique_with_spaces_collapsed(first: str, second: str) -> None:
    again = [("objective-id-repeated", f'objectiveID="{second}"')]
    assert said(own(objectives(PRIMARY + objective(first) + objective(second)))) == again
    assert said(own(objectives(f'<imsss:primaryObjective objectiveID="{first}"/>' + objective(second)))) == again


@pytest.mark.parametrize(("first", "second"), [("a", "A"), ("a", "b"), ("a%20b", "ab"), ("a_b", "a b")])
def test_other_ids_differ(first: str, second: str) -> None:
    assert said(own(objectives(PRIMARY + objective(first) + objective(second)))) == []


def test_ids_are_unique_among_the_objectives_of_adl_too() -> None:
    one = f'<adlseq:objective objectiveID="p">{maps(TARGET, namespace="adlseq")}</adlseq:objective>'
    text = own(primary("") + f"<adlseq:objectives>{one}{one}</adlseq:objectives>")
    assert said(text) == [("objective-id-repeated", 'objectiveID="p"')]


def test_two_activities_may_use_the_same_ids() -> None:
    more = f'<item identifier="j" identifierref="r"><title>Next</title>{sequencing(primary(""))}</item>'
    assert said(manifest(sequencing(primary("")), more=more)) == []


# ADL's objectives (S19)


def test_the_objectives_of_adl_are_not_empty() -> None:
    assert said(own("<adlseq:objectives/>")) == [("adl-objectives-empty", "<adlseq:objectives")]
    assert said(own(primary("") + additions())) == [("adl-objectives-empty", "<adlseq:objective")]
    assert said(own(primary("") + additions(TARGET))) == []


def test_an_objective_of_adl_is_one_of_the_activity() -> None:
    wrong = [("adl-objective-of-no-objective", 'objectiveID="x"')]
    assert said(own(primary("") + additions(TARGET, name="x"))) == wrong
    assert said(own(additions(TARGET, name="x"))) == wrong
    assert said(own(objectives(PRIMARY + objective("x")) + additions(TARGET, name="x"))) == []


# Maps (S17, S18, S19)


@pytest.mark.parametrize(
    ("attributes", "found"),
    [
        ("", "<{}:mapInfo"),
        ('targetObjectiveID=""', 'targetObjectiveID=""'),
        ('targetObjectiveID=" %20"', 'targetObjectiveID=" %20"'),
    ],
)
def test_a_map_has_a_target(attributes: str, found: str) -> None:
    assert said(own(primary(maps(attributes)))) == [("objective-map-without-target", found.format("imsss"))]
    text = own(primary("") + additions(attributes))
    assert said(text) == [("objective-map-without-target", found.format("adlseq"))]


def mapped(field: str, first: str, second: str) -> str:
    """An objective with two maps of these attributes, of the kind that knows the field."""
    return own(primary(maps(first, second)) if field in MEASURES else primary("") + additions(first, second))


@pytest.mark.parametrize("field", [*MEASURES, *PROGRESS])
def test_an_objective_reads_each_value_once(field: str) -> None:
    yes, no = f'read{field}="true"', f'read{field}="false"'
    one, two = 'targetObjectiveID="a"', 'targetObjectiveID="b"'
    assert said(mapped(field, f"{one} {yes}", f"{two} {yes}")) == [("objective-reads-twice", yes)]
    assert said(mapped(field, f"{one} {yes}", f"{two} {no}")) == []
    assert said(mapped(field, f"{one} {yes}", two)) == []
    assert said(mapped(field, one, two)) == []


def test_different_objectives_may_read_the_same() -> None:
    read = maps('targetObjectiveID="g" readSatisfiedStatus="true"')
    assert (
        said(
            own(
                objectives(
                    f'<imsss:primaryObjective objectiveID="p">{read}</imsss:primaryObjective>{objective("o", read)}'
                )
            )
        )
        == []
    )


@pytest.mark.parametrize("field", [*MEASURES, *PROGRESS])
def test_an_activity_writes_each_value_of_a_global_objective_once(field: str) -> None:
    yes, no = f'write{field}="true"', f'write{field}="false"'
    one, two = 'targetObjectiveID="a"', 'targetObjectiveID="b"'
    assert said(mapped(field, f"{one} {yes}", f"{one} {yes}")) == [("global-objective-written-twice", yes)]
    assert said(mapped(field, f"{one} {yes}", f"{two} {yes}")) == []
    assert said(mapped(field, f"{one} {yes}", f"{one} {no}")) == []
    assert said(mapped(field, f"{one} {yes}", one)) == []


@pytest.mark.parametrize("same", ["g g", "g%20g", " g  g "])
def test_two_objectives_do_not_write_the_same_either(same: str) -> None:
    first = maps('targetObjectiveID="g g" writeSatisfiedStatus="true"')
    second = maps(f'targetObjectiveID="{same}" writeSatisfiedStatus="true"')
    text = own(
        objectives(f'<imsss:primaryObjective objectiveID="p">{first}</imsss:primaryObjective>{objective("o", second)}')
    )
    assert said(text) == [("global-objective-written-twice", 'writeSatisfiedStatus="true"')]
    [(_, found)] = judged(text)
    assert [marked(text, one.span) for one in found.related] == ['writeSatisfiedStatus="true"']


def test_one_map_may_write_both_and_two_activities_the_same() -> None:
    both = 'targetObjectiveID="g" writeSatisfiedStatus="true" writeNormalizedMeasure="true"'
    more = f'<item identifier="j" identifierref="r"><title>Next</title>{sequencing(primary(maps(both)))}</item>'
    assert said(manifest(sequencing(primary(maps(both))), more=more)) == []


# References (S10)

REFERS = when('referencedObjective="o" condition="satisfied"')
LOST = [("unknown-referenced-objective", 'referencedObjective="o"')]
HAS = objectives(PRIMARY + objective("o"))
LACKS = objectives(PRIMARY)
USES = 'IDRef="s"'
USE = sequencing("", USES)


@pytest.mark.parametrize(
    ("item", "shared", "found"),
    [
        # a rule of the activity itself
        (sequencing(REFERS + HAS), "", []),
        (sequencing(REFERS + objectives('<imsss:primaryObjective objectiveID="o"/>')), "", []),
        (sequencing(REFERS + LACKS), "", LOST),
        (sequencing(REFERS), "", LOST),
        # looked up in the shared sequencing only if the activity has no objectives itself
        (sequencing(REFERS, 'IDRef="s"'), SHARED.format(HAS), []),
        (sequencing(REFERS, 'IDRef="s"'), SHARED.format(LACKS), LOST),
        (sequencing(REFERS, 'IDRef="s"'), SHARED.format(""), LOST),
        (sequencing(REFERS + LACKS, 'IDRef="s"'), SHARED.format(HAS), LOST),
        (sequencing(REFERS + HAS, 'IDRef="s"'), SHARED.format(LACKS), []),
        # a rule of the shared sequencing
        (USE, SHARED.format(REFERS + HAS), []),
        (USE, SHARED.format(REFERS + LACKS), LOST),
        (USE, SHARED.format(REFERS), LOST),
        (sequencing(HAS, 'IDRef="s"'), SHARED.format(REFERS), []),
        (sequencing(HAS, 'IDRef="s"'), SHARED.format(REFERS + LACKS), []),
        (sequencing(LACKS, 'IDRef="s"'), SHARED.format(REFERS + HAS), LOST),
        # with a shared sequencing that is missing, that is said and no more
        (sequencing(REFERS, 'IDRef="x"'), "", [("unknown-shared-sequencing", 'IDRef="x"')]),
    ],
)
def test_a_condition_refers_to_an_objective_of_its_activity(
    item: str, shared: str, found: list[tuple[str, str]]
) -> None:
    assert said(manifest(item, shared=shared)) == found


@pytest.mark.parametrize("phase", ["pre", "exit", "post"])
@pytest.mark.parametrize("condition", ["satisfied", "objectiveMeasureKnown"])
def test_every_kind_of_rule_can_refer(phase: str, condition: str) -> None:
    action = {"pre": "skip", "exit": "exit", "post": "retry"}[phase]
    text = own(when(f'referencedObjective="o" condition="{condition}"', phase, action) + LACKS)
    assert said(text) == LOST


@pytest.mark.parametrize("name", ["a%20b", "a  b", " a b "])
def test_references_are_compared_with_spaces_collapsed(name: str) -> None:
    text = own(when(f'referencedObjective="{name}" condition="satisfied"') + objectives(PRIMARY + objective("a b")))
    assert said(text) == []


@pytest.mark.parametrize("name", ["", " ", "%20"])
def test_a_reference_is_not_blank(name: str) -> None:
    text = own(when(f'referencedObjective="{name}" condition="satisfied"'))
    assert said(text) == [("referenced-objective-blank", f'referencedObjective="{name}"')]


def used_by(*users: str, shared: str) -> str:
    more = "".join(
        f'\n<item identifier="i{number}" identifierref="r"><title>Next</title>{sequencing(user, USES)}</item>'
        for number, user in enumerate(users)
    )
    return manifest(sequencing(HAS, 'IDRef="s"'), more=more, shared=SHARED.format(shared))


@pytest.mark.parametrize(
    ("users", "line"),
    [((HAS, HAS), 0), ((LACKS, HAS), 1), ((HAS, LACKS, HAS), 2), ((HAS, HAS, LACKS), 3), ((HAS, ""), 2)],
)
def test_a_shared_rule_must_suit_each_activity(users: tuple[str, ...], line: int) -> None:
    """The first that it does not suit is shown; one without objectives takes those that are shared, here none."""
    text = used_by(*users, shared=REFERS)
    assert said(text) == (LOST if line else [])
    if line:
        [(_, found)] = judged(text)
        place = found.related[0].span
        assert marked(text, place) == "<imsss:sequencing"
        assert text.splitlines()[place.line - 1].startswith(f'<item identifier="i{line - 1}"')


def test_a_shared_rule_nobody_uses_has_no_activity_to_suit() -> None:
    assert said(manifest(shared=SHARED.format(REFERS))) == [("shared-sequencing-unused", "ID='s'")]


def test_each_condition_that_is_lost_is_shown() -> None:
    conditions = "<imsss:ruleConditions>{}</imsss:ruleConditions>".format(
        '<imsss:ruleCondition referencedObjective="o" condition="satisfied"/>' * 2
    )
    assert said(own(rule("pre", "skip", conditions) + LACKS)) == LOST * 2


@pytest.mark.parametrize(
    ("item", "shared", "lost"),
    [
        (sequencing(additions(TARGET, name="o"), 'IDRef="s"'), SHARED.format(HAS), False),
        (sequencing(LACKS + additions(TARGET, name="o"), 'IDRef="s"'), SHARED.format(HAS), True),
        (sequencing(HAS, 'IDRef="s"'), SHARED.format(additions(TARGET, name="o")), False),
        (sequencing(LACKS, 'IDRef="s"'), SHARED.format(additions(TARGET, name="o")), True),
        (USE, SHARED.format(HAS + additions(TARGET, name="o")), False),
        (USE, SHARED.format(LACKS + additions(TARGET, name="o")), True),
    ],
)
def test_the_objectives_of_adl_are_looked_up_in_the_same_way(item: str, shared: str, lost: bool) -> None:
    found = said(manifest(item, shared=shared))
    assert found == ([("adl-objective-of-no-objective", 'objectiveID="o"')] if lost else [])


def test_a_misspelt_reference_gets_the_name_that_was_meant() -> None:
    text = own(when('referencedObjective="readin" condition="satisfied"') + objectives(PRIMARY + objective("reading")))
    assert helped(text) == ["did you mean `reading`?"]

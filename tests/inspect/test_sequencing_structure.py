"""Where the elements of SCORM 2004 sequencing stand and what they are called, with the text that each finding marks."""

from __future__ import annotations

import pytest

from darslik.inspect.sequencing.grammar import ATTRIBUTES, BOOLEANS, ORDER, PARENTS
from sequencings import (
    ACTION,
    CONDITION,
    EVERYTHING,
    PRIMARY,
    SHARED,
    helped,
    judged,
    manifest,
    maps,
    marked,
    objectives,
    own,
    primary,
    rollup,
    rule,
    said,
    sequencing,
)


def test_all_that_sequencing_can_say_is_right() -> None:
    assert said(own(EVERYTHING)) == []
    assert said(manifest(sequencing("", 'IDRef="s"'), shared=SHARED.format(EVERYTHING))) == []


# Shared sequencings (S1, S2, N4a)

USE = sequencing("", 'IDRef="s"')


@pytest.mark.parametrize(
    ("item", "shared", "found"),
    [
        (USE, SHARED.format(""), []),
        (sequencing("", 'IDRef=" s "'), SHARED.format(""), []),
        ("", "<!-- -->", [("empty-sequencing-collection", "<imsss:sequencingCollection")]),
        (USE, SHARED.format("") + "<imsss:sequencing/>", [("shared-sequencing-without-id", "<imsss:sequencing")]),
        (USE, SHARED.format("") + "<imsss:sequencing ID=' '/>", [("shared-sequencing-without-id", "ID=' '")]),
        (USE, SHARED.format("") * 2, [("shared-sequencing-repeated", "ID='s'")]),
        (USE, "<imsss:sequencing ID='s' IDRef='s'/>", [("shared-sequencing-refers-on", "IDRef='s'")]),
        ("", SHARED.format(""), [("shared-sequencing-unused", "ID='s'")]),
        (sequencing("", "ID='x'"), "", [("sequencing-of-activity-with-id", "ID='x'")]),
        (sequencing("", "IDRef='x'"), "", [("unknown-shared-sequencing", "IDRef='x'")]),
        (sequencing("", "IDRef=''"), "", [("unknown-shared-sequencing", "IDRef=''")]),
        (
            sequencing("", "IDRef='S'"),
            SHARED.format(""),
            [("unknown-shared-sequencing", "IDRef='S'"), ("shared-sequencing-unused", "ID='s'")],
        ),
    ],
)
def test_shared_sequencings(item: str, shared: str, found: list[tuple[str, str]]) -> None:
    assert said(manifest(item, shared=shared)) == found


def test_an_organization_refers_to_shared_sequencings_too() -> None:
    assert said(manifest(organization=USE, shared=SHARED.format(""))) == []
    assert said(manifest(organization=sequencing("", "ID='x'"))) == [("sequencing-of-activity-with-id", "ID='x'")]
    assert said(manifest(organization=sequencing("", "IDRef='x'"))) == [("unknown-shared-sequencing", "IDRef='x'")]


def test_the_second_of_two_shared_sequencings_is_shown_with_the_first() -> None:
    text = manifest(USE, shared=SHARED.format("") + "\n" + SHARED.format(""))
    [(_, one)] = judged(text)
    assert [marked(text, other.span) for other in one.related] == ["ID='s'"]
    assert one.related[0].span.line == one.span.line - 1


def test_an_id_that_was_meant_to_refer_is_told_so() -> None:
    text = manifest(sequencing("", 'ID="s"'), shared=SHARED.format(""))
    assert helped(text) == [
        "write `IDRef` instead of `ID`",
        'name it in the sequencing of an activity, as `IDRef="s"`, or delete it',
    ]


# Elements (S3, S4)


def filled(tag: str) -> str:
    """An element with the least that makes it right."""
    prefix, name = ("imsss", tag.split("}")[1]) if "imsss" in tag else ("adlseq", tag.split("}")[1])
    inner = {
        ("imsss", "objectives"): PRIMARY,
        ("adlseq", "objectives"): '<adlseq:objective objectiveID="p"><adlseq:mapInfo targetObjectiveID="g"/>'
        "</adlseq:objective>",
    }.get((prefix, name), "")
    return f"<{prefix}:{name}>{inner}</{prefix}:{name}>"


PARTS = ORDER["{http://www.imsglobal.org/xsd/imsss}sequencing"]
QUIET = {"auxiliary-resources-used"}


@pytest.mark.parametrize("tag", PARTS, ids=lambda tag: tag.split("/")[-1])
def test_each_part_of_a_sequencing_is_there_once(tag: str) -> None:
    before = objectives(PRIMARY) if tag.endswith("adlseq_v1p3}objectives") else ""
    text = own(before + filled(tag) + filled(tag))
    start = filled(tag).split(">")[0]
    found = [one for one in said(text) if one[0] not in {*QUIET, "objective-id-repeated"}]
    assert found == [("sequencing-element-repeated", start)]
    assert [one for one in said(own(before + filled(tag))) if one[0] not in QUIET] == []


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (rule("pre", "skip", CONDITION + CONDITION), "<imsss:ruleConditions"),
        (
            rule("exit", "exit").replace("</imsss:exit", "<imsss:ruleAction action='exit'/></imsss:exit"),
            "<imsss:ruleAction",
        ),
        (
            rollup().replace("<imsss:rollupA", "<imsss:rollupAction action='completed'/><imsss:rollupA"),
            "<imsss:rollupAction",
        ),
        (
            rollup().replace(
                "<imsss:rollupA",
                "<imsss:rollupConditions><imsss:rollupCondition condition='attempted'/></imsss:rollupConditions>"
                "<imsss:rollupA",
            ),
            "<imsss:rollupConditions",
        ),
        (objectives("<imsss:primaryObjective/><imsss:primaryObjective/>"), "<imsss:primaryObjective"),
        (primary("<imsss:minNormalizedMeasure>0.5</imsss:minNormalizedMeasure>" * 2), "<imsss:minNormalizedMeasure"),
    ],
)
def test_other_parts_are_there_once_too(text: str, part: str) -> None:
    assert said(own(text)) == [("sequencing-element-repeated", part)]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("<imsss:deliveryControls/><imsss:controlMode/>", "<imsss:controlMode"),
        ("<adlseq:rollupConsiderations/><imsss:controlMode/>", "<imsss:controlMode"),
        (f"<imsss:limitConditions/>{rule('pre', 'skip')}", "<imsss:sequencingRules"),
        (rule("pre", "skip", "").replace("</imsss:pre", f"{CONDITION}</imsss:pre"), "<imsss:ruleConditions"),
        (
            rule("post", "retry").replace(
                "</imsss:sequencingRules>",
                f"<imsss:preConditionRule>{CONDITION}{ACTION}</imsss:preConditionRule></imsss:sequencingRules>",
            ),
            "<imsss:preConditionRule",
        ),
        (objectives(f'<imsss:objective objectiveID="o"/>{PRIMARY}'), "<imsss:primaryObjective"),
        (
            primary(maps('targetObjectiveID="g"') + "<imsss:minNormalizedMeasure>0</imsss:minNormalizedMeasure>"),
            "<imsss:minNormalizedMeasure",
        ),
    ],
)
def test_parts_stand_in_order(text: str, part: str) -> None:
    assert said(own(text)) == [("sequencing-elements-out-of-order", part)]


@pytest.mark.parametrize(
    "text",
    [
        "<adlseq:rollupConsiderations/><adlseq:constrainedChoiceConsiderations/>",
        "<imsss:controlMode/><!-- a remark --><x:more xmlns:x='urn:x'/><imsss:deliveryControls/>",
        rule("pre", "skip").replace(
            "</imsss:seq", f"<imsss:preConditionRule>{CONDITION}{ACTION}</imsss:preConditionRule></imsss:seq"
        ),
    ],
)
def test_order_leaves_these_free(text: str) -> None:
    assert said(own(text)) == []


@pytest.mark.parametrize("tag", [tag for tag in PARENTS if tag.split("}")[1] != "sequencingCollection"])
def test_no_part_of_sequencing_stands_in_the_title(tag: str) -> None:
    text = manifest().replace("<title>Lesson", f"<title>{filled(tag)}Lesson")
    assert ("misplaced-sequencing-element", filled(tag).split(">")[0]) in said(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (manifest("<imsss:controlMode/>"), "<imsss:controlMode"),
        (own("<imsss:sequencing/>"), "<imsss:sequencing"),
        (own(f"<imsss:sequencingRules>{CONDITION}</imsss:sequencingRules>"), "<imsss:ruleConditions"),
        (
            own('<imsss:rollupRules><imsss:ruleCondition condition="always"/></imsss:rollupRules>'),
            "<imsss:ruleCondition",
        ),
        (own(objectives(PRIMARY + maps('targetObjectiveID="g"'))), "<imsss:mapInfo"),
        (own("<imsss:minNormalizedMeasure>1</imsss:minNormalizedMeasure>"), "<imsss:minNormalizedMeasure"),
        (
            own("<imsss:sequencingCollection><imsss:sequencing/></imsss:sequencingCollection>"),
            "<imsss:sequencingCollection",
        ),
        (
            own(
                objectives(
                    PRIMARY
                    + '<adlseq:objective objectiveID="p"><adlseq:mapInfo targetObjectiveID="g"/></adlseq:objective>'
                )
            ),
            "<adlseq:objective",
        ),
        (manifest("<adlseq:rollupConsiderations/>"), "<adlseq:rollupConsiderations"),
    ],
)
def test_misplaced_elements(text: str, found: str) -> None:
    assert said(text) == [("misplaced-sequencing-element", found)]


@pytest.mark.parametrize(
    ("text", "found", "advice"),
    [
        (own("<imsss:controlmode/>"), "<imsss:controlmode", "write `imsss:controlMode`"),
        (own("<imsss:rollupConsiderations/>"), "<imsss:rollupConsiderations", "write `adlseq:rollupConsiderations`"),
        (own("<adlseq:controlMode/>"), "<adlseq:controlMode", "write `imsss:controlMode`"),
        (own("<imsss:controlModes/>"), "<imsss:controlModes", "did you mean `controlMode`?"),
        (own("<imsss:nothing/>"), "<imsss:nothing", "delete it"),
        (manifest("<sequencing><controlMode/></sequencing>"), "<sequencing", "write `imsss:sequencing`"),
    ],
)
def test_unknown_elements(text: str, found: str, advice: str) -> None:
    assert said(text) == [("unknown-sequencing-element", found)]
    assert helped(text) == [advice]


@pytest.mark.parametrize(
    ("text", "found", "advice"),
    [
        ('<imsss:controlMode Flow="true"/>', 'Flow="true"', "write `flow`"),
        ('<imsss:controlMode flows="true"/>', 'flows="true"', "did you mean `flow`?"),
        ('<imsss:controlMode imsss:flow="true"/>', 'imsss:flow="true"', "write `flow`"),
        ('<imsss:controlMode note="mine"/>', 'note="mine"', "delete it"),
        ('<imsss:deliveryControls adlcp:tracked="true"/>', 'adlcp:tracked="true"', "write `tracked`"),
    ],
)
def test_unknown_attributes(text: str, found: str, advice: str) -> None:
    assert said(own(text)) == [("unknown-sequencing-attribute", found)]
    assert helped(own(text)) == [advice]


@pytest.mark.parametrize("attributes", ['xml:lang="en"', 'xsi:type="imsss:controlModeType"'])
def test_attributes_of_xml_itself_are_free(attributes: str) -> None:
    assert said(own(f"<imsss:controlMode {attributes}/>")) == []


def test_every_element_has_a_place_and_a_list_of_attributes() -> None:
    assert set(ATTRIBUTES) == set(PARENTS)
    assert set(BOOLEANS) < set(PARENTS)
    assert set(ORDER) < set(PARENTS)


def test_auxiliary_resources_are_warned_of() -> None:
    text = own(
        "<imsss:auxiliaryResources>"
        '<imsss:auxiliaryResource auxiliaryResourceID="a" purpose="p"/></imsss:auxiliaryResources>'
    )
    assert said(text) == [("auxiliary-resources-used", "<imsss:auxiliaryResources")]


def test_an_attribute_is_marked_and_not_its_name_in_another_one() -> None:
    text = own("<imsss:controlMode imsss:flow=\" choice='2' \" choice='1'/>")
    assert said(text) == [
        ("unknown-sequencing-attribute", "imsss:flow=\" choice='2' \""),
        ("sequencing-flag-not-true-or-false", "choice='1'"),
    ]
    plain = own("<imsss:controlMode xmlns:flow='urn:x' adlcp:flow='x'\nflow = '1'/>")
    assert said(plain) == [
        ("unknown-sequencing-attribute", "adlcp:flow='x'"),
        ("sequencing-flag-not-true-or-false", "flow = '1'"),
    ]

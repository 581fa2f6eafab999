"""Every clause of the rules about SCORM 1.2, with the text that the finding points to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from carets import package, seen

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "<title>Lesson</title>"
METADATA = "<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion>{}</metadata>"
IMSMD = "<imsmd:lom><imsmd:general><imsmd:title>{}</imsmd:title></imsmd:general></imsmd:lom>"
FILES = '<file href="index.html"/><file href="lesson.js"/>'


def item(inner: str, attributes: str = 'identifierref="resource_1"') -> str:
    return f'<item identifier="item_1" {attributes}>{TITLE}{inner}</item>'


def prerequisites(script: str, kind: str = ' type="aicc_script"') -> str:
    """A second item with prerequisites, behind `item_1`."""
    return (
        f'<organization identifier="organization_1">{TITLE}{item("")}'
        f'<item identifier="item_2" identifierref="resource_1">{TITLE}'
        f"<adlcp:prerequisites{kind}>{script}</adlcp:prerequisites></item></organization>"
    )


def adl(name: str, value: str) -> str:
    return f"<adlcp:{name}>{value}</adlcp:{name}>"


def resource(attributes: str) -> str:
    return f'<resource identifier="resource_1" type="webcontent" href="index.html" {attributes}>{FILES}</resource>'


RIGHT = [
    item(adl("masteryscore", "0")),
    item(adl("masteryscore", "100")),
    item(adl("masteryscore", " 62.5 ")),
    item(adl("maxtimeallowed", "00:30:00")),
    item(adl("maxtimeallowed", "9999:59:59.99")),
    item(adl("timelimitaction", "continue,no message")),
    item(adl("datafromlms", "x" * 255)),
    item(
        '<adlcp:prerequisites type="aicc_script">item_1</adlcp:prerequisites>'.replace("item_1", "item_1|item_1")
        + adl("maxtimeallowed", "01:00:00")
        + adl("timelimitaction", "exit,message")
        + adl("datafromlms", "a")
        + adl("masteryscore", "80")
    ),
    prerequisites("item_1"),
    prerequisites("~item_1 &amp; (item_2 | item_1=passed) &amp; 1*{item_1, item_2}"),
    METADATA.format(IMSMD.format('<imsmd:langstring xml:lang="uz-Latn">Kurs</imsmd:langstring>')),
    resource('adlcp:scormtype="sco"'),
]


@pytest.mark.parametrize("fragment", RIGHT, ids=range(len(RIGHT)))
def test_what_is_right(fragment: str, tmp_path: Path) -> None:
    assert [one for one in seen(package("scorm12", fragment), tmp_path) if one.rule.startswith("scorm12")] == []


@pytest.mark.parametrize(
    ("rule", "fragment", "under", "said"),
    [
        # L1
        (
            "scorm12-namespace-unknown",
            '<manifest-attributes xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1"/>',
            'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1"',
            "`http://www.imsproject.org/xsd/imscp_rootv1p1` is no namespace of SCORM 1.2",
        ),
        (
            "scorm12-namespace-unknown",
            '<manifest-attributes xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p1"/>',
            'adlcp:scormtype="sco"',
            "`http://www.adlnet.org/xsd/adlcp_rootv1p1` is no namespace of SCORM 1.2",
        ),
        ("scorm12-namespace-unknown", '<manifest-attributes xmlns="\\none"/>', "<manifest", "in no namespace"),
        # L2
        ("scorm12-schema", "<schema>ADL SCORM 1.2</schema>", "ADL SCORM 1.2", "`schema` is `ADL SCORM 1.2`"),
        ("scorm12-schema", "<schema>adl scorm</schema>", "adl scorm", "`schema` is `adl scorm`"),
        ("scorm12-schema", "<metadata><schemaversion>1.2</schemaversion></metadata>", "<metadata", "has no `schema`"),
        ("scorm12-schemaversion", "<schemaversion>1.1</schemaversion>", "1.1", "`schemaversion` is `1.1`, not `1.2`"),
        ("scorm12-schemaversion", "<schemaversion></schemaversion>", "<schemaversion", "`schemaversion` is ``"),
        (
            "scorm12-schemaversion",
            "<metadata><schema>ADL SCORM</schema></metadata>",
            "<metadata",
            "has no `schemaversion`",
        ),
        # L3: shared with SCORM 2004
        (
            "default-unknown",
            '<organizations default="organization_9"><organization identifier="organization_1">'
            f"{TITLE}{item('')}</organization></organizations>",
            'default="organization_9"',
            "organization_9",
        ),
        # L4
        ("item-without-resource", item("", 'identifierref="resource_2"'), 'identifierref="resource_2"', "no resource"),
        (
            "identifier-malformed",
            f'<organization identifier="1">{TITLE}{item("")}</organization>',
            'identifier="1"',
            "it begins with `1`",
        ),
        # L5
        ("scorm12-scormtype", resource(""), "<resource", "has no `adlcp:scormtype`"),
        ("scorm12-scormtype", resource('adlcp:scormType="sco"'), 'adlcp:scormType="sco"', "it is spelled `scormtype`"),
        ("scorm12-scormtype", resource('scormtype="sco"'), 'scormtype="sco"', "not in the namespace of ADL"),
        ("scorm12-scormtype", resource('adlcp:scormtype="SCO"'), 'adlcp:scormtype="SCO"', "`SCO` is no"),
        ("scorm12-scormtype", resource('adlcp:scormtype=""'), 'adlcp:scormtype=""', "`` is no `adlcp:scormtype`"),
        # L6
        (
            "scorm12-element-out-of-order",
            item(adl("masteryscore", "80") + adl("maxtimeallowed", "01:00:00")),
            "<adlcp:maxtimeallowed",
            "`maxtimeallowed` comes after `masteryscore`",
        ),
        (
            "scorm12-element-out-of-order",
            item(adl("datafromlms", "a") + adl("timelimitaction", "exit,message")),
            "<adlcp:timelimitaction",
            "`timelimitaction` comes after `datafromlms`",
        ),
        (
            "scorm12-element-twice",
            item(adl("datafromlms", "a") + adl("datafromlms", "b")),
            "<adlcp:datafromlms",
            "a second `datafromlms`",
        ),
        (
            "scorm12-element-misplaced",
            f'<organization identifier="organization_1">{TITLE}{item("")}{adl("masteryscore", "8")}</organization>',
            "<adlcp:masteryscore",
            "`masteryscore` in `organization` has no effect",
        ),
        # L7
        ("scorm12-mastery-score", item(adl("masteryscore", "100.5")), "100.5", "`100.5` is no mastery score"),
        ("scorm12-mastery-score", item(adl("masteryscore", "-1")), "-1", "`-1` is no mastery score"),
        ("scorm12-mastery-score", item(adl("masteryscore", "0,8")), "0,8", "`0,8` is no mastery score"),
        ("scorm12-mastery-score", item(adl("masteryscore", "")), "<adlcp:masteryscore", "`` is no mastery score"),
        ("scorm12-max-time-allowed", item(adl("maxtimeallowed", "0:30:00")), "0:30:00", "no time span"),
        ("scorm12-max-time-allowed", item(adl("maxtimeallowed", "00:30")), "00:30", "no time span"),
        ("scorm12-max-time-allowed", item(adl("maxtimeallowed", "00:30:00.123")), "00:30:00.123", "no time span"),
        ("scorm12-time-limit-action", item(adl("timelimitaction", "Exit,Message")), "Exit,Message", "is no"),
        ("scorm12-time-limit-action", item(adl("timelimitaction", "exit")), "exit", "`exit` is no"),
        ("scorm12-launch-data-too-long", item(adl("datafromlms", "y" * 256)), "y" * 256, "has 256 characters"),
        ("scorm12-prerequisites-unreadable", prerequisites("item_1 AND item_2"), "item_1 AND item_2", "at character 8"),
        ("scorm12-prerequisites-unreadable", prerequisites("(item_1"), "(item_1", "`(` is not closed"),
        ("scorm12-prerequisites-unreadable", prerequisites(""), "<adlcp:prerequisites", "an identifier is missing"),
        (
            "scorm12-prerequisites-unreadable",
            prerequisites("|".join(["item_1"] * 30)),
            "|".join(["item_1"] * 30),
            "209 characters, 200 are the most",
        ),
        ("scorm12-prerequisites-unreadable", prerequisites("item_1", ""), "<adlcp:prerequisites", "of no type"),
        (
            "scorm12-prerequisites-unreadable",
            prerequisites("item_1", ' type="javascript"'),
            'type="javascript"',
            "`javascript` is no type of prerequisites",
        ),
        ("scorm12-prerequisite-unknown", prerequisites("item_1 &amp; item_9"), "item_9", "there is no item `item_9`"),
        ("scorm12-prerequisite-unknown", prerequisites("Item_1"), "Item_1", "there is no item `Item_1`"),
        ("scorm12-data-without-sco", item(adl("masteryscore", "8"), ""), "<adlcp:masteryscore", "launches no SCO"),
        # L8
        (
            "scorm12-item-with-items-and-resource",
            item(f'<item identifier="item_2" identifierref="resource_1">{TITLE}</item>'),
            'identifierref="resource_1"',
            "has items in it and a resource",
        ),
        ("scorm12-item-of-nothing", item("", ""), "<item", "opens nothing"),
        # L9
        (
            "scorm12-langstring-without-language",
            METADATA.format(IMSMD.format("<imsmd:langstring>Course</imsmd:langstring>")),
            "<imsmd:langstring",
            "has no `xml:lang`",
        ),
        (
            "scorm12-langstring-without-language",
            METADATA.format(IMSMD.format('<imsmd:langstring xml:lang="">Course</imsmd:langstring>')),
            "<imsmd:langstring",
            "has no `xml:lang`",
        ),
        # L10
        (
            "scorm12-element-of-2004",
            item('<s:sequencing xmlns:s="http://www.imsglobal.org/xsd/imsss"><s:controlMode/></s:sequencing>'),
            "<s:sequencing",
            "`imsss:sequencing` and 1 more has no meaning",
        ),
        (
            "scorm12-element-of-2004",
            item('<n:presentation xmlns:n="http://www.adlnet.org/xsd/adlnav_v1p3"/>'),
            "<n:presentation",
            "`adlnav:presentation` has no meaning",
        ),
        (
            "scorm12-element-of-2004",
            item('<q:objectives xmlns:q="http://www.adlnet.org/xsd/adlseq_v1p3"/>'),
            "<q:objectives",
            "`adlseq:objectives` has no meaning",
        ),
    ],
)
def test_what_is_wrong(rule: str, fragment: str, under: str, said: str, tmp_path: Path) -> None:
    found = [one for one in seen(package("scorm12", fragment), tmp_path) if one.rule == rule]
    assert [one.under for one in found] == [under], found
    assert said in found[0].message
    assert found[0].help


def test_missing_schema_files_are_advice(tmp_path: Path) -> None:
    files = package("scorm12")
    del files["imscp_rootv1p1p2.xsd"], files["adlcp_rootv1p2.xsd"]
    (one,) = seen(files, tmp_path, "scorm12")
    assert one.rule == "scorm12-schemas-missing"
    assert one.message == "`imscp_rootv1p1p2.xsd`, `adlcp_rootv1p2.xsd` is not at the root of the package"


def test_texts_of_external_metadata_have_languages_too(tmp_path: Path) -> None:
    lom = '<lom xmlns="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"><general><title><langstring>Course</langstring>'
    fragment = METADATA.format("<adlcp:location>course.xml</adlcp:location>")
    files = package("scorm12", fragment, course_xml=f"{lom}</title></general></lom>")
    (one,) = seen(files, tmp_path, "scorm12")
    assert (one.rule, one.under) == ("scorm12-langstring-without-language", "<langstring")

"""Rules about items of SCORM packages: each branch, and the text under the caret."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scorm_cases import LESSON, LONG, TITLE, UNUSED, Case, chapter, found, item, one, organization, resource

if TYPE_CHECKING:
    from pathlib import Path


def parameters(value: str) -> str:
    return item(attributes=f'identifierref="resource_1" parameters="{value}"')


def threshold(attributes: str = "", text: str = "") -> str:
    return item(f"<adlcp:completionThreshold {attributes}>{text}</adlcp:completionThreshold>")


def button(name: str) -> str:
    return f"<adlnav:hideLMSUI>{name}</adlnav:hideLMSUI>"


def presentation(inside: str) -> str:
    return f"<adlnav:presentation>{inside}</adlnav:presentation>"


def interface(inside: str) -> str:
    return f"<adlnav:navigationInterface>{inside}</adlnav:navigationInterface>"


CASES: dict[str, Case] = {
    "I1 no identifier": one(
        organization(TITLE + LESSON.replace(' identifier="item_1"', "")), "identifier-missing", "<item"
    ),
    "I1 twice": one(organization(TITLE + LESSON * 2), "identifier-twice", 'identifier="item_1"'),
    "I1 no title": one(item(title=""), "title-missing", "<item"),
    "I1 two titles": one(item("<title>Lesson</title>"), "element-twice", "<title"),
    "I2 a leaf": Case(item(attributes=""), (("leaf-without-resource", "<item"), UNUSED)),
    "I2 a cluster": one(
        chapter("").replace('"item_1"', '"item_1" identifierref="resource_1"'),
        "cluster-with-resource",
        'identifierref="resource_1"',
    ),
    "I3 unknown": Case(item(attributes='identifierref="r"'), (("item-without-resource", 'identifierref="r"'), UNUSED)),
    "I3 with a space": Case(
        item(attributes='identifierref="resource_1 "'),
        (("item-without-resource", 'identifierref="resource_1 "'), UNUSED),
    ),
    "I3 an item": Case(
        item(attributes='identifierref="item_1"'), (("item-without-resource", 'identifierref="item_1"'), UNUSED)
    ),
    "I3 too long": Case(
        item(attributes=f'identifierref="{LONG}"'),
        (
            ("item-without-resource", f'identifierref="{LONG}"'),
            ("value-too-long", f'identifierref="{LONG}"'),
            UNUSED,
        ),
    ),
    **{
        f"I4 {value}": Case(parameters(value))
        for value in ("a=b", "?a=b", "?a=b&amp;c=d#e", "a=b#e", "#e", "#", "?a=-_.!*'()%|", "?a=%2Fx")
    },
    **{
        f"I4 not {value}": one(parameters(value), "parameters-malformed", f'parameters="{value}"')
        for value in (
            "",
            " ",
            "a",
            "?",
            "?a",
            "?a=",
            "=b",
            "a=b&amp;",
            "a=b&amp;c",
            "?a=/",
            "?a=b:c",
            "?a=b#c#d",
            "#a=b",
            "?a=~",
            "a=b c",
            "?a=é",
            "??a=b",
        )
    },
    "I5 too long": one(parameters(f"?a={LONG[:1000]}"), "value-too-long", f'parameters="?a={LONG[:1000]}"'),
    "I5 nothing to give them to": one(
        chapter("").replace('"item_1"', '"item_1" parameters="#a"'), "parameters-without-resource", 'parameters="#a"'
    ),
    **{
        f"I6 {name}": one(item(f"<{name}{body}" * 2), "element-twice", f"<{name}")
        for name, body in {
            "metadata": "/>",
            "adlcp:timeLimitAction": ">exit,message</adlcp:timeLimitAction>",
            "adlcp:dataFromLMS": ">a</adlcp:dataFromLMS>",
            "imsss:sequencing": "/>",
            "adlnav:presentation": "/>",
            "adlcp:completionThreshold": "/>",
            "adlcp:data": '><adlcp:map targetID="a"/></adlcp:data>',
        }.items()
    },
    "I7 time limit": one(
        chapter("<adlcp:timeLimitAction>exit,message</adlcp:timeLimitAction>"),
        "sco-data-without-sco",
        "<adlcp:timeLimitAction",
    ),
    "I7 an asset": Case(
        item("<adlcp:dataFromLMS>a</adlcp:dataFromLMS>"),
        (("sco-data-without-sco", "<adlcp:dataFromLMS"),),
        swap=('"sco"', '"asset"'),
    ),
    "I8": one(item("<adlcp:timeLimitAction>stop</adlcp:timeLimitAction>"), "time-limit-action-unknown", "stop"),
    "I8 no message": Case(item("<adlcp:timeLimitAction>continue,no message</adlcp:timeLimitAction>")),
    "I9": one(item(f"<adlcp:dataFromLMS>{LONG * 2}</adlcp:dataFromLMS>"), "value-too-long", LONG * 2),
    "I10 on the organization": Case(organization(TITLE + LESSON + "<adlcp:completionThreshold/>")),
    "I10 elsewhere": one(
        resource("<adlcp:completionThreshold/>"), "completion-threshold-misplaced", "<adlcp:completionThreshold"
    ),
    "I10 with text": one(threshold('completedByMeasure="true"', "0.5"), "completion-threshold-with-text", "0.5"),
    "I10 a flag": one(threshold('completedByMeasure="1"'), "flag-not-true-or-false", 'completedByMeasure="1"'),
    **{
        f"I10 {name} {value}": one(
            threshold(f'{name}="{value}"'), "completion-threshold-out-of-range", f'{name}="{value}"'
        )
        for name, value in (("minProgressMeasure", "1.1"), ("minProgressMeasure", "-0.1"), ("progressWeight", "nan"))
    },
    "I10 within": Case(threshold('minProgressMeasure="1" progressWeight="0.0" completedByMeasure="false"')),
    "I11 as text": one(threshold(text="0.5"), "completion-threshold-as-text", "0.5"),
    "I11 as text in the 3rd edition": Case(
        threshold(text="0.5"), (("schemaversion-older", "2004 3rd Edition"),), swap=("4th Edition", "3rd Edition")
    ),
    "I11 out of range": Case(
        threshold(text="80"), (("completion-threshold-as-text", "80"), ("completion-threshold-out-of-range", "80"))
    ),
    "I11 on a cluster": Case(
        chapter("<adlcp:completionThreshold>1</adlcp:completionThreshold>"),
        (("completion-threshold-as-text", "1"), ("sco-data-without-sco", "<adlcp:completionThreshold")),
    ),
    "I12 on a cluster": one(
        chapter('<adlcp:data><adlcp:map targetID="a"/></adlcp:data>'), "shared-data-misplaced", "<adlcp:data"
    ),
    "I12 of an asset": Case(item('<adlcp:data><adlcp:map targetID="a"/></adlcp:data>'), swap=('"sco"', '"asset"')),
    "I12 no map": one(item("<adlcp:data/>"), "shared-data-without-target", "<adlcp:data"),
    "I12 no target": one(item("<adlcp:data><adlcp:map/></adlcp:data>"), "shared-data-without-target", "<adlcp:map"),
    "I12 a blank target": one(
        item('<adlcp:data><adlcp:map targetID=" "/></adlcp:data>'), "shared-data-without-target", 'targetID=" "'
    ),
    **{
        f"I12 {name}": one(
            item(f'<adlcp:data><adlcp:map targetID="a" {name}="1"/></adlcp:data>'),
            "flag-not-true-or-false",
            f'{name}="1"',
        )
        for name in ("readSharedData", "writeSharedData")
    },
    "I13 on a cluster": one(chapter(presentation("")), "presentation-without-content", "<adlnav:presentation"),
    "I13 on the organization": one(
        organization(TITLE + LESSON + presentation("")), "presentation-without-content", "<adlnav:presentation"
    ),
    "I13 of an asset": Case(item(presentation("")), swap=('"sco"', '"asset"')),
    "I13 twice": one(item(presentation(interface("") * 2)), "element-twice", "<adlnav:navigationInterface"),
    "I13 an interface alone": one(item(interface("")), "navigation-misplaced", "<adlnav:navigationInterface"),
    "I13 a button alone": one(item(presentation(button("exit"))), "navigation-misplaced", "<adlnav:hideLMSUI"),
    "I14": one(item(presentation(interface(button("next")))), "hidden-button-unknown", "next"),
    "I14 all": Case(
        item(
            presentation(
                interface(
                    "".join(
                        button(name)
                        for name in ("previous", "continue", "exit", "exitAll", "abandon", "abandonAll", "suspendAll")
                    )
                )
            )
        )
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_what_is_found_and_where(case: Case, tmp_path: Path) -> None:
    assert found(case, tmp_path) == sorted(case.found)

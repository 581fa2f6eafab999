"""Every clause of the schema of course structures, with the text that the finding points to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from carets import seen
from cmi5_courses import (
    ABOUT,
    AU_ID,
    COURSE,
    KNOW,
    OBJECTIVES,
    OWN,
    TEXTS,
    TITLE,
    au,
    block,
    course,
    described,
    unit,
    url,
)

if TYPE_CHECKING:
    from pathlib import Path

RIGHT = [
    course(COURSE, au()),
    course(COURSE, OBJECTIVES, au()),
    course(COURSE, block(TEXTS, au())),
    course(COURSE, block(TEXTS, block(TEXTS, au(), id_="https://example.org/c/b2"))),
    course(COURSE, block(TEXTS, au()), au(id_=AU_ID + "2")),
    course(COURSE, OBJECTIVES, block(TEXTS, f'<objectives><objective idref="{KNOW}"/></objectives>', au())),
    course(COURSE, OBJECTIVES.replace(TEXTS, ABOUT + TITLE), au()),
    course(COURSE, au('moveOn="CompletedOrPassed" masteryScore="0.1234"')),
    unit('masteryScore="1"'),
    unit('masteryScore="0" launchMethod="OwnWindow"'),
    unit('activityType="http://adlnet.gov/expapi/activities/lesson"'),
    course(COURSE, au(inner=f"{TEXTS}<url>index.html?a=1&amp;b=2</url><launchParameters>x</launchParameters>")),
    course(COURSE, au(inner=f"{TEXTS}<url>index.html</url><entitlementKey>k</entitlementKey>")),
    course(COURSE, au('moveOn="Completed" o:level="3"'), "<o:owner>Us</o:owner>", attributes=OWN),
    course(COURSE.replace("</course>", "<o:a/><o:b/></course>"), au(), attributes=OWN),
    url("https://example.org/elsewhere/start.html"),
]


@pytest.mark.parametrize("files", RIGHT, ids=range(len(RIGHT)))
def test_what_is_right(files: dict[str, bytes], tmp_path: Path) -> None:
    assert seen(files, tmp_path) == []


CASES = [
    # C4, B1: the course structure
    ("cmi5-element-missing", course(au()), "<courseStructure", "has no `course`"),
    ("cmi5-element-missing", course(COURSE), "<courseStructure", "has no `au` or `block`"),
    ("cmi5-element-missing", course(COURSE, OBJECTIVES), "<courseStructure", "has no `au` or `block`"),
    ("cmi5-element-out-of-order", course(au(), COURSE), "<course", "`course` comes after `au`"),
    ("cmi5-element-out-of-order", course(COURSE, au(), OBJECTIVES), "<objectives", "`objectives` comes after `au`"),
    ("cmi5-element-out-of-order", course(COURSE, COURSE, au()), "<course", "has a second `course`"),
    (
        "cmi5-element-out-of-order",
        course(COURSE, "<o:owner/>", au(), attributes=OWN),
        "<au",
        "`au` comes after `owner`",
    ),
    ("cmi5-element-unknown", course(COURSE, au(), "<AU/>"), "<AU", "`AU` is not allowed"),
    ("cmi5-element-unknown", course(COURSE, au(), '<au xmlns=""/>'), "<au", "`au` is not in the namespace of cmi5"),
    (
        "cmi5-attribute-unknown",
        course(COURSE, au(), attributes=' version="1"'),
        'version="1"',
        "no attribute `version`",
    ),
    ("cmi5-text-outside", course(COURSE, "stray", au()), "<courseStructure", "text in `<courseStructure>`"),
    # B2: course
    ("cmi5-attribute-missing", course(f"<course>{TEXTS}</course>", au()), "<course", "`course` has no `id`"),
    ("cmi5-element-missing", course('<course id="urn:c"/>', au()), "<course", "has no `title` and no `description`"),
    ("cmi5-element-unknown", described("</c", "<url>a</url></c"), "<url", "not allowed in course"),
    ("cmi5-attribute-unknown", described("id=", 'ID="a" id='), 'ID="a"', "no attribute `ID`"),
    # B3: block
    ("cmi5-attribute-missing", course(COURSE, f"<block>{TEXTS}{au()}</block>"), "<block", "`block` has no `id`"),
    ("cmi5-element-missing", course(COURSE, block(TEXTS)), "<block", "has no `au` or `block`"),
    ("cmi5-element-missing", course(COURSE, block(au())), "<block", "has no `title`"),
    (
        "cmi5-element-unknown",
        course(COURSE, block(TEXTS, au(), "<url>a</url>")),
        "<url",
        "`url` is not allowed in block",
    ),
    ("cmi5-element-out-of-order", course(COURSE, block(au(), TEXTS)), "<title", "`title` comes after `au`"),
    # B4: au
    ("cmi5-attribute-missing", course(COURSE, f"<au>{TEXTS}<url>index.html</url></au>"), "<au", "`au` has no `id`"),
    ("cmi5-element-missing", course(COURSE, au(inner=TEXTS)), "<au", "has no `url`"),
    ("cmi5-element-unknown", course(COURSE, au(inner=f"{TEXTS}<url>index.html</url><link/>")), "<link", "not allowed"),
    (
        "cmi5-element-out-of-order",
        course(COURSE, au(inner=f"{TEXTS}<launchParameters>x</launchParameters><url>index.html</url>")),
        "<url",
        "`url` comes after `launchParameters`",
    ),
    (
        "cmi5-element-out-of-order",
        course(COURSE, au(inner=f"{TEXTS}<url>index.html</url><url>index.html</url>")),
        "<url",
        "has a second `url`",
    ),
    ("cmi5-value-unknown", course(COURSE, au('moveOn="completed"')), 'moveOn="completed"', "no value of `moveOn`"),
    ("cmi5-value-unknown", course(COURSE, au('moveOn=""')), 'moveOn=""', "no value of `moveOn`"),
    (
        "cmi5-value-unknown",
        unit('launchMethod="NewWindow"'),
        'launchMethod="NewWindow"',
        "no value of `launchMethod`",
    ),
    ("cmi5-attribute-unknown", unit('href="a"'), 'href="a"', "no attribute `href`"),
    # B5, B6: objectives
    ("cmi5-element-missing", course(COURSE, "<objectives/>", au()), "<objectives", "has no `objective`"),
    (
        "cmi5-attribute-missing",
        course(COURSE, f"<objectives><objective>{TEXTS}</objective></objectives>", au()),
        "<objective",
        "`objective` has no `id`",
    ),
    (
        "cmi5-element-missing",
        course(COURSE, f'<objectives><objective id="{KNOW}"/></objectives>', au()),
        "<objective",
        "has no `title`",
    ),
    (
        "cmi5-attribute-missing",
        course(COURSE, au(inner=f"{TEXTS}<objectives><objective/></objectives><url>index.html</url>")),
        "<objective",
        "`objective` has no `idref`",
    ),
    (
        "cmi5-attribute-unknown",
        course(
            COURSE,
            OBJECTIVES,
            au(inner=f'{TEXTS}<objectives><objective id="a" idref="{KNOW}"/></objectives><url>index.html</url>'),
        ),
        'id="a"',
        "has no attribute `id`",
    ),
    # B7, C21: texts
    (
        "cmi5-element-missing",
        described('<langstring lang="en">T</langstring>', ""),
        "<title",
        "has no `langstring`",
    ),
    (
        "cmi5-text-outside",
        described(TITLE, "<title>T</title>"),
        "T",
        "text in `<title>`",
    ),
    ("cmi5-element-unknown", described(">T<", "><b>T</b><"), "<b", "`b` is not allowed"),
    ("cmi5-text-without-language", described('lang="en">T', ">T"), "<langstring", "has no `lang`"),
    (
        "cmi5-text-without-language",
        described('lang="en">T', 'lang="english language">T'),
        'lang="english language"',
        "is no language tag",
    ),
    (
        "cmi5-text-without-language",
        described('lang="en">T', 'lang="">T'),
        'lang=""',
        "no language tag",
    ),
    (
        "cmi5-language-twice",
        described("T</langstring>", 'T</langstring><langstring lang="EN">U</langstring>'),
        'lang="EN"',
        "`title` has two texts in `en`",
    ),
]


@pytest.mark.parametrize(
    ("rule", "files", "under", "said"), CASES, ids=[f"{i}-{case[0]}" for i, case in enumerate(CASES)]
)
def test_what_is_wrong(rule: str, files: dict[str, bytes], under: str, said: str, tmp_path: Path) -> None:
    found = [one for one in seen(files, tmp_path, rule) if said in one.message]
    assert found, seen(files, tmp_path, "cmi5")
    assert under in {one.under for one in found}
    assert all(one.help for one in found)

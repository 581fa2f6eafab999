"""Rules about organizations of SCORM packages: each branch, and the text under the caret."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scorm_cases import LESSON, LONG, TITLE, UNUSED, Case, found, item, one, organization, organizations, resources

if TYPE_CHECKING:
    from pathlib import Path

OTHERS = '<resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" '
CASES: dict[str, Case] = {
    "O1 no default": one(organizations(organization(), ""), "default-missing", "<organizations"),
    "O1 unknown": one(organizations(organization(), 'default="o"'), "default-unknown", 'default="o"'),
    "O1 an item": one(organizations(organization(), 'default="item_1"'), "default-unknown", 'default="item_1"'),
    "O1 in SCORM 1.2": Case(
        organizations(organization(), 'default="o"'), (("default-unknown", 'default="o"'),), standard="scorm12"
    ),
    "O2 none": Case(organizations(""), (("no-organization", 'default="organization_1"'), UNUSED)),
    "O2 text": one(organizations("later", ""), "no-organization", "later"),
    "O2 something else": Case(organizations("<metadata/>", ""), (("no-organization", "<metadata"), UNUSED)),
    "O2 several": Case(
        organizations(organization() + organization(attributes='identifier="o2"').replace("item_1", "i2"))
    ),
    "3 empty": one(organizations("", ""), "nothing-to-launch", "<organizations"),
    "3 spaces around the schema": Case(
        "<organizations/><schema> ADL SCORM</schema>",
        (("nothing-to-launch", "<organizations"), ("schema-unknown", "ADL SCORM")),
    ),
    "3 an unused resource is right": Case(
        "<organizations/>" + resources("", "").replace("</resources>", f"{OTHERS.replace('_1', '_3')}/></resources>"),
        (("nothing-to-launch", "<organizations"),),
    ),
    "O3 no identifier": Case(
        organizations(organization(attributes="")),
        (("identifier-missing", "<organization"), ("default-unknown", 'default="organization_1"')),
    ),
    "O3 the identifier of an item": Case(
        organization(TITLE + LESSON.replace("item_1", "organization_1")),
        (("identifier-twice", 'identifier="organization_1"'),),
    ),
    "O3 no title": one(organization(LESSON), "title-missing", "<organization"),
    "O3 two titles": one(organization(TITLE * 2 + LESSON), "element-twice", "<title"),
    "O3 no item": Case(organization(TITLE), (("organization-without-item", "<organization"), UNUSED)),
    "O3 metadata twice": one(organization(TITLE + LESSON + "<metadata/>" * 2), "element-twice", "<metadata"),
    "O3 sequencing twice": one(
        organization(TITLE + LESSON + "<imsss:sequencing/>" * 2), "element-twice", "<imsss:sequencing"
    ),
    "O4 structure": one(
        organization(attributes=f'identifier="organization_1" structure="{LONG}"'),
        "value-too-long",
        f'structure="{LONG}"',
    ),
    "O4 title": one(organization(f"<title>{LONG[:201]}</title>{LESSON}"), "value-too-long", LONG[:201]),
    "O4 title of an item": one(item(title=f"<title>{LONG[:201]}</title>"), "value-too-long", LONG[:201]),
    "O4 a title of 200": Case(item(title=f"<title>{LONG[:200]}</title>")),
    "O5 objectives": one(
        organization(attributes='identifier="organization_1" adlseq:objectivesGlobalToSystem="0"'),
        "flag-not-true-or-false",
        'adlseq:objectivesGlobalToSystem="0"',
    ),
    "O5 shared data": one(
        organization(attributes='identifier="organization_1" adlcp:sharedDataGlobalToSystem="yes"'),
        "flag-not-true-or-false",
        'adlcp:sharedDataGlobalToSystem="yes"',
    ),
    "O5 isvisible": one(
        item(attributes='identifierref="resource_1" isvisible="1"'), "flag-not-true-or-false", 'isvisible="1"'
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_what_is_found_and_where(case: Case, tmp_path: Path) -> None:
    assert found(case, tmp_path) == sorted(case.found)

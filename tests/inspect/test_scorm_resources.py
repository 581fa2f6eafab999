"""Rules about resources of SCORM packages: each branch, and the text under the caret; no row is without a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from darslik.diagnostics import Severity
from darslik.rules import RULES
from scorm_cases import (
    JUDGED,
    LONG,
    NO_FILES,
    NOT_CHECKED_BY_ADL,
    ROWS,
    WARNED_ONLY,
    Case,
    X,
    found,
    item,
    one,
    resource,
    resources,
)

if TYPE_CHECKING:
    from pathlib import Path


def launched(href: str, *files: str) -> str:
    listed = "".join(f'<file href="{file}"/>' for file in files)
    return (
        '<resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" '
        f'href="{href}"><file href="lesson.js"/>{listed}</resource>'
    )


def depending(chain: str, last: str) -> str:
    """The launched page is listed only by the resource at the end of a chain of dependencies."""
    return chain.replace('<file href="index.html"/>', "").replace(
        f'<resource identifier="{last}" type="webcontent" adlcp:scormType="sco">',
        f'<resource identifier="{last}" type="webcontent" adlcp:scormType="sco"><file href="index.html"/>',
    )


NOT_LISTED = ("href-not-listed", 'href="index.html"')
CASES: dict[str, Case] = {
    "R1 no identifier": Case(
        resource(),
        (("identifier-missing", "<resource"), ("item-without-resource", 'identifierref="resource_1"')),
        swap=(' identifier="resource_1"', ""),
    ),
    "R1 twice": Case(
        resources("", "").replace("resource_2", "resource_1"), (("identifier-twice", 'identifier="resource_1"'),)
    ),
    "R1 no type": Case(resource(), (("resource-type-missing", "<resource"),), swap=(' type="webcontent"', "")),
    "R1 any type": Case(resource(), swap=("webcontent", "a/b")),
    "R1 a long type": Case(
        resource(), (("value-too-long", f'type="{LONG[:1001]}"'),), swap=("webcontent", LONG[:1001])
    ),
    "R2 none": Case(resource(), (("scorm-type-missing", "<resource"),), swap=(' adlcp:scormType="sco"', "")),
    "R2 a small t": Case(
        resource(), (("scorm-type-missing", 'adlcp:scormtype="sco"'),), swap=("scormType", "scormtype")
    ),
    "R2 no prefix": Case(
        resource(), (("scorm-type-missing", 'scormType="sco"'),), swap=("adlcp:scormType", "scormType")
    ),
    "R2 another": Case(resource(), (("scorm-type-unknown", 'adlcp:scormType="SCO"'),), swap=('"sco"', '"SCO"')),
    "R2 an asset": Case(resource(), swap=('"sco"', '"asset"')),
    "R3 a backslash": Case(
        resource('<file href="a\\b.js"/>'),
        (("href-malformed", 'href="a\\b.js"'), ("file-missing", 'href="a\\b.js"')),
    ),
    "R3 a slash": one(launched("index.html", "index.html", "/x.js"), "href-malformed", 'href="/x.js"', x_js=X),
    "R3 a disk": Case(
        resource('<file href="file:///C:/a.js"/>'),
        (("href-malformed", 'href="file:///C:/a.js"'), ("file-missing", 'href="file:///C:/a.js"')),
    ),
    "R3 no extension": one(
        resource('<file href="a.b/licence"/>'), "href-without-extension", 'href="a.b/licence"', **{"a_b/licence": X}
    ),
    "R3 an empty extension": one(
        resource('<file href="a_"/>'.replace("_", ".")), "href-without-extension", 'href="a."', a_=X
    ),
    "R3 a folder": Case(
        resource(href='href="a/"'),
        (("href-without-extension", 'href="a/"'), ("file-missing", 'href="a/"'), ("href-not-listed", 'href="a/"')),
    ),
    "R3 an extension before a query": Case(resource(href='href="index.html?next=/a"')),
    "R3 too long": Case(
        resource(f'<file href="{LONG}.js"/>'),
        (("value-too-long", f'href="{LONG}.js"'), ("file-missing", f'href="{LONG}.js"')),
    ),
    "R3 too long with its base": Case(
        f'<resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" xml:base="{LONG[:1500]}/" '
        f'href="{LONG[:1500]}.html"><file href="{LONG[:1500]}.html"/></resource>',
        tuple([("value-too-long", f'href="{LONG[:1500]}.html"'), ("file-missing", f'href="{LONG[:1500]}.html"')] * 2),
        NO_FILES,
    ),
    "R4": Case(resource(href=""), (("launch-without-href", "<resource"),)),
    "R4 not launched": Case(resources("2", "")),
    "R5 listed nowhere": Case(launched("index.html"), (NOT_LISTED,)),
    "R5 with a query": Case(launched("index.html?a#b", "index.html")),
    "R5 spelled otherwise": one(launched("./index.html", "index.html"), "href-not-listed", 'href="./index.html"'),
    "R5 by a dependency": Case(depending(resources("2", ""), "resource_2")),
    "R5 by a dependency of a dependency": Case(depending(resources("2", "3", ""), "resource_3")),
    "R5 not by one that it does not depend on": Case(
        depending(resources("2", "", ""), "resource_3"),
        (NOT_LISTED, ("resource-unused", 'identifier="resource_3"')),
    ),
    "R5 in a circle": Case(
        depending(resources("2", "1"), "none"),
        (NOT_LISTED, ("dependency-cycle", 'identifierref="resource_1"')),
    ),
    "R5 each with its own base": Case(
        '<resources><resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" xml:base="a/" '
        'href="b/x.html"><dependency identifierref="resource_2"/></resource>'
        '<resource identifier="resource_2" type="webcontent" adlcp:scormType="asset" xml:base="a/b/">'
        '<file href="x.html"/></resource></resources>',
        files=NO_FILES | {"a/b/x.html": X},
    ),
    "R5 another server": Case(
        resource(href='href="http://x.org/a.html"'), (("launch-on-the-network", 'href="http://x.org/a.html"'),)
    ),
    "R6 no href": one(resource("<file/>"), "file-without-href", "<file"),
    "R6 metadata twice": Case(
        resource(),
        (("element-twice", "<metadata"),),
        swap=('<file href="index.html"/>', '<metadata/><metadata/><file href="index.html"/>'),
    ),
    "R6 metadata of a file twice": Case(
        resource(),
        (("element-twice", "<metadata"),),
        swap=('<file href="index.html"/>', '<file href="index.html"><metadata/><metadata/></file>'),
    ),
    "R6 metadata last": one(resource("<metadata/>"), "metadata-not-first", "<metadata"),
    "R7 unknown": one(resource('<dependency identifierref="r"/>'), "dependency-without-target", 'identifierref="r"'),
    "R7 nothing": one(resource("<dependency/>"), "dependency-without-target", "<dependency"),
    "R7 an item": one(
        resource('<dependency identifierref="item_1"/>'), "dependency-without-target", 'identifierref="item_1"'
    ),
    "R7 in SCORM 1.2": Case(
        resource('<dependency identifierref="r"/>').replace("scormType", "scormtype"),
        (("dependency-without-target", 'identifierref="r"'),),
        standard="scorm12",
    ),
    "R7 too long": Case(
        resource(f'<dependency identifierref="{LONG}"/>'),
        (("dependency-without-target", f'identifierref="{LONG}"'), ("value-too-long", f'identifierref="{LONG}"')),
    ),
    "R8": Case(resources("", ""), (("resource-unused", 'identifier="resource_2"'),)),
    "R8 a dependency uses it": Case(resources("2", "")),
    "R9": one(resource(attributes='adlcp:persistState="true"'), "persist-state", 'adlcp:persistState="true"'),
    "R9 on an item": one(
        item(attributes='identifierref="resource_1" adlcp:persistState="true"'),
        "persist-state",
        'adlcp:persistState="true"',
    ),
    "N3 itself": one(resources("1"), "dependency-on-itself", 'identifierref="resource_1"'),
    "N3 two": one(resources("2", "1"), "dependency-cycle", 'identifierref="resource_1"'),
    "N3 three": one(resources("2", "3", "1"), "dependency-cycle", 'identifierref="resource_1"'),
    "N3 two circles": Case(
        resources("23", "1", "1").replace(
            '<dependency identifierref="resource_23"/>',
            '<dependency identifierref="resource_2"/><dependency identifierref="resource_3"/>',
        ),
        (("dependency-cycle", 'identifierref="resource_1"'),) * 2,
    ),
    "N3 a diamond is no circle": Case(
        resources("23", "4", "4", "").replace(
            '<dependency identifierref="resource_23"/>',
            '<dependency identifierref="resource_2"/><dependency identifierref="resource_3"/>',
        )
    ),
    "N3 a file twice": one(resource('<file href="lesson.js"/>'), "file-listed-twice", 'href="lesson.js"'),
    "N3 a file of two resources": Case(
        resources("2", "").replace("></resource></resources>", '><file href="lesson.js"/></resource></resources>'),
        (("file-in-several-resources", 'href="lesson.js"'),),
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_what_is_found_and_where(case: Case, tmp_path: Path) -> None:
    assert found(case, tmp_path) == sorted(case.found)


def test_every_row_has_a_rule() -> None:
    covered = {row for name in JUDGED for row in RULES[name].covers}
    assert covered >= ROWS


def test_rows_that_only_warn_are_no_errors() -> None:
    errors = {name: set(RULES[name].covers) for name in JUDGED if RULES[name].severity is Severity.ERROR}
    assert {name: rows & WARNED_ONLY for name, rows in errors.items() if rows & WARNED_ONLY} == {}


def test_rows_of_our_own_are_among_those_named() -> None:
    named = {row.rstrip("abcdef") for rule in RULES.values() for row in rule.covers if row.startswith("N")}
    assert named <= set(NOT_CHECKED_BY_ADL)

"""Manifests against the official schemas, in plain words, and schema files that are not the official ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from carets import package, seen
from darslik.inspect.schemas.compare import SETS, normal_form, sets_with
from darslik.inspect.schemas.complaints import understood
from darslik.package.schemas import schema_files

if TYPE_CHECKING:
    from pathlib import Path

XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"'
METADATA_12 = "<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion>"
ITEM = '<item identifier="item_1" identifierref="resource_1"><title>Lesson</title>'


# ---- official schemas


@pytest.mark.parametrize(
    ("standard", "fragment", "under", "message", "helped"),
    [
        (
            "scorm2004",
            '<file href="index.html" mime="text/html"/>',
            'mime="text/html"',
            "`file` has no attribute `mime`",
            "leave it out, or correct its name",
        ),
        (
            "scorm2004",
            f"{ITEM}<note/></item>",
            "<note",
            "`note` is not allowed here",
            "expected is `item` or `metadata` or an element of another namespace",
        ),
        (
            "scorm12",
            '<file href="index.html" mime="text/html"/>',
            'mime="text/html"',
            "`file` has no attribute `mime`",
            "leave it out, or correct its name",
        ),
        (
            "scorm12",
            f'{ITEM}<adlcp:datafromlms type="x">a</adlcp:datafromlms></item>',
            'type="x"',
            "`adlcp:datafromlms` has no attribute `type`",
            "leave it out, or correct its name",
        ),
        (
            "scorm12",
            f"{METADATA_12}<imsmd:lom><imsmd:general><imsmd:titel/></imsmd:general></imsmd:lom></metadata>",
            "<imsmd:titel",
            "`imsmd:titel` is not allowed here",
            "expected is `imsmd:identifier` or `imsmd:title`",
        ),
    ],
)
def test_what_official_schemas_say(
    standard: str, fragment: str, under: str, message: str, helped: str, tmp_path: Path
) -> None:
    (one,) = seen(package(standard, fragment), tmp_path, "manifest-not-valid")
    assert (one.rule, one.under, one.message) == ("manifest-not-valid", under, message)
    assert one.help.startswith(helped)


def test_the_fourth_edition_is_not_valid_as_the_third(tmp_path: Path) -> None:
    fragment = "<schemaversion>2004 3rd Edition</schemaversion>"
    fragment += f'{ITEM}<adlcp:data><adlcp:map targetID="urn:a"/></adlcp:data></item>'
    rules = {one.rule for one in seen(package("scorm2004", fragment), tmp_path)}
    assert {"element-of-the-fourth-edition", "schema-file-of-another-edition"} <= rules


def test_the_second_edition_is_validated_by_the_third(tmp_path: Path) -> None:
    fragment = '<schemaversion>CAM 1.3</schemaversion><file href="index.html" mime="text/html"/>'
    files = package("scorm2004", fragment) | dict(schema_files("scorm2004-3"))
    found = {one.rule: one.message for one in seen(files, tmp_path)}
    assert found["manifest-not-valid"] == "`file` has no attribute `mime`"
    assert found["schemas-of-the-second-edition"].startswith("schemas of the 3rd Edition were used")
    assert "schema-file-of-another-edition" not in found


@pytest.mark.parametrize(
    ("standard", "fragment", "rule"),
    [
        ("scorm12", f"{ITEM}<adlcp:timelimitaction>leave</adlcp:timelimitaction></item>", "scorm12-time-limit-action"),
        (
            "scorm12",
            '<resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">'
            '<file href="index.html"/><file href="lesson.js"/></resource>',
            "scorm12-scormtype",
        ),
        ("scorm2004", ITEM + "<title>Twice</title></item>", "element-twice"),
        (
            "scorm2004",
            '<organization identifier="organization_1"><title>Course</title>'
            '<item identifier="1" identifierref="resource_1"><title>Lesson</title></item></organization>',
            "identifier-malformed",
        ),
    ],
)
def test_nothing_is_said_twice(standard: str, fragment: str, rule: str, tmp_path: Path) -> None:
    found = [one.rule for one in seen(package(standard, fragment), tmp_path)]
    assert rule in found
    assert "manifest-not-valid" not in found


def test_another_attribute_of_the_same_element_is_still_said(tmp_path: Path) -> None:
    fragment = '<organization identifier="organization_1"><title>Course</title>'
    fragment += '<item identifier="1" identifierref="resource_1" colour="blue"><title>L</title></item></organization>'
    found = {(one.rule, one.under) for one in seen(package("scorm2004", fragment), tmp_path)}
    assert {("identifier-malformed", 'identifier="1"'), ("manifest-not-valid", 'colour="blue"')} <= found


def test_positions_are_right_far_down(tmp_path: Path) -> None:
    """libxml2 alone knows no line beyond 65,535."""
    files = package("scorm2004", '<file href="index.html" mime="x"/>')
    files["imsmanifest.xml"] = files["imsmanifest.xml"].replace(b"<metadata>", b"\n" * 70_000 + b"<metadata>")
    (one,) = seen(files, tmp_path, "manifest-not-valid")
    assert one.under == 'mime="x"'


@pytest.mark.parametrize(
    ("raw", "message", "helped"),
    [
        (
            "Element '{http://www.imsglobal.org/xsd/imscp_v1p1}a': Missing child element(s). Expected is one of ( "
            "{http://www.imsglobal.org/xsd/imsss}b, c ).",
            "`a` lacks an element",
            "expected is `imsss:b` or `c`",
        ),
        ("Element 'a': The attribute 'type' is required but missing.", "`a` has no `type`", "add the attribute"),
        (
            "Element 'a', attribute 'x': [facet 'enumeration'] The value 'SCO' is not an element of the set "
            "{'sco', 'asset'}.",
            "`SCO` is no value of `x`",
            "did you mean `sco`?",
        ),
        (
            "Element 'a': [facet 'maxLength'] The value has a length of '201'; this exceeds the allowed maximum length "
            "of '200'.",
            "`a` has 201 characters; 200 are the most",
            "",
        ),
        (
            "Element 'a', attribute 'x': [facet 'maxInclusive'] The value '2' is greater than the maximum value "
            "allowed ('1').",
            "`2` is too much for `x`; 1 is the most",
            "",
        ),
        (
            "Element 'a', attribute 'x': 'yes' is not a valid value of the atomic type 'xs:boolean'.",
            "`yes` is no value of `x`",
            "write `true` or `false`",
        ),
        (
            "Element 'a': Character content other than whitespace is not allowed because the content type is "
            "'element-only'.",
            "`a` holds text or elements that do not belong there",
            "take them out",
        ),
        ("Element 'a': Something quite new.", "`a`: something quite new", ""),
        ("Out of memory.", "out of memory", ""),
    ],
)
def test_messages_are_plain(raw: str, message: str, helped: str) -> None:
    (one,) = understood([("/*", raw)])
    assert (one.message, one.help) == (message, helped)


def test_a_huge_value_makes_a_short_message() -> None:
    (one,) = understood(
        [("/*", f"Element 'a', attribute 'x': '{'y' * 1_000_000}' is not a valid value of the atomic t.")]
    )
    assert len(one.message) < 400


# ---- official files, changed files


@pytest.mark.parametrize("name", SETS)
def test_official_files_are_recognised_whatever_their_line_ends(name: str) -> None:
    for file, body in schema_files(name):
        unix = body.replace(b"\r\n", b"\n")
        assert name in sets_with(file, body), file
        assert name in sets_with(file, unix), file
        assert name in sets_with(file, unix.replace(b"\n", b"\r\n")), file


@pytest.mark.parametrize("name", SETS)
def test_comments_do_not_make_another_file(name: str) -> None:
    for file, body in schema_files(name):
        if file.endswith(".xsd"):
            assert name in sets_with(file, body + b"<!-- kept by our archive -->"), file


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("imscp_v1p1.xsd", b'use = "required"', b'use = "optional"'),
        ("adlcp_v1p3.xsd", b'value = "asset"', b'value = "page"'),
        ("imsss_v1p0util.xsd", b"</xs:schema>", b'<xs:element name="more"/></xs:schema>'),
    ],
)
def test_a_changed_file_is_named(file: str, old: bytes, new: bytes, tmp_path: Path) -> None:
    files = package("scorm2004")
    assert old in files[file]
    files[file] = files[file].replace(old, new, 1)
    (one,) = seen(files, tmp_path, "schema-file")
    assert (one.rule, one.message) == (
        "schema-file-changed",
        f"`{file}` is not the official file: it declares something else",
    )


def test_files_of_another_edition_are_told_once(tmp_path: Path) -> None:
    files = package("scorm2004") | dict(schema_files("scorm2004-3"))
    (one,) = seen(files, tmp_path, "schema-file")
    assert one.rule == "schema-file-of-another-edition"
    assert one.message.endswith("are of SCORM 2004 3rd Edition, the manifest says SCORM 2004 4th Edition")


def test_corrected_files_of_scorm_12_are_no_changed_ones(tmp_path: Path) -> None:
    files = package("scorm12")
    old = files["imsmd_rootv1p2p1.xsd"]
    files["imsmd_rootv1p2p1.xsd"] = old.replace(b'namespace="##any"', b'namespace="##other"')
    assert files["imsmd_rootv1p2p1.xsd"] != old
    assert seen(files, tmp_path, "schema-file") == []


def test_a_normal_form_is_the_meaning() -> None:
    one = f'<xs:schema {XS} version="1"><!-- a --><xs:import namespace="u" schemaLocation="a.xsd"/></xs:schema>'
    other = f'<xs:schema {XS}>\r\n  <xs:annotation/><xs:import schemaLocation="b.xsd" namespace="u"/></xs:schema>'
    assert normal_form(one.encode()) == normal_form(other.encode())
    assert normal_form(one.encode()) != normal_form(one.replace('"u"', '"v"').encode())
    assert normal_form(b"<a") is None

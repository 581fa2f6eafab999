"""Rules about the files, schemas and metadata of SCORM packages: each branch, and the text under the caret."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scorm_cases import LONG, METADATA, NO_FILES, Case, X, found, item, metadata, one, resource

if TYPE_CHECKING:
    from pathlib import Path


def places(*pairs: str) -> str:
    known = "http://www.imsglobal.org/xsd/imscp_v1p1 imscp_v1p1.xsd http://www.adlnet.org/xsd/adlcp_v1p3"
    return f'<manifest-attributes xsi:schemaLocation="{known} {" ".join(pairs)}"/>'


LOM = b'<lom xmlns="urn:lom" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"%s/>'
LOCATED = metadata("<adlcp:location>meta.xml</adlcp:location>")

CASES: dict[str, Case] = {
    "P6 another name": Case(
        '<?xml version="1.0"?>\n<course identifier="c"><metadata><schema>ADL SCORM</schema><schemaversion>CAM 1.3'
        "</schemaversion></metadata><organizations/><resources/></course>",
        (
            ("manifest-root-unknown", "<course"),
            ("nothing-to-launch", "<organizations"),
            ("schema-location-missing", "<course"),
            ("schemaversion-older", "CAM 1.3"),
        ),
        NO_FILES,
    ),
    "P6 another namespace": one(
        '<manifest-attributes xmlns="urn:x" xsi:schemaLocation="urn:x x.xsd '
        'http://www.adlnet.org/xsd/adlcp_v1p3 adlcp_v1p3.xsd"/>',
        "manifest-root-unknown",
        "<manifest",
        x_xsd=X,
    ),
    "P7 a namespace without a file": Case(
        places(),
        (
            ("schema-location-odd", places().split(" ", 1)[1][:-2]),
            ("namespace-without-schema", 'adlcp:scormType="sco"'),
        ),
    ),
    "P8 missing": one('<manifest-attributes xsi:schemaLocation="\\none"/>', "schema-location-missing", "<manifest"),
    "P8 missing, with another namespace": Case(
        '<manifest-attributes xsi:schemaLocation="\\none"/><title>Course<x:y xmlns:x="urn:x"/></title>',
        (("schema-location-missing", "<manifest"), ("namespace-without-schema", "<x:y")),
    ),
    "P8 missing, and so is the usual file": Case(
        '<manifest-attributes xsi:schemaLocation="\\none"/>',
        (("schema-location-missing", "<manifest"), ("schema-file-missing", 'adlcp:scormType="sco"')),
        {"adlcp_v1p3.xsd": None},
    ),
    "P9 an element": one("<title>Course<x:y xmlns:x='urn:x'/></title>", "namespace-without-schema", "<x:y"),
    "P9 an attribute": one("<title xmlns:x='urn:x' x:y='1'>Course</title>", "namespace-without-schema", "x:y='1'"),
    "P9 xml and xsi need none": Case('<title xml:lang="en" xsi:nil="false">Course</title>'),
    "P10 not at the root": one(places("other.xsd"), "schema-file-missing", "other.xsd"),
    "P10 at the root, not in its folder": one(
        places("xsd/adlcp_v1p3.xsd"), "schema-file-missing", "xsd/adlcp_v1p3.xsd"
    ),
    "P10 in its folder, not at the root": Case(
        places("xsd/other.xsd"), (("schema-file-missing", "xsd/other.xsd"),), {"xsd/other.xsd": X}
    ),
    "P10 at both": Case(places("xsd/adlcp_v1p3.xsd"), files={"xsd/adlcp_v1p3.xsd": X}),
    "P10 a folder": one(places("xsd/"), "schema-location-is-no-file", "xsd/"),
    "P10 above the root": one(places("../adlcp_v1p3.xsd"), "schema-location-is-no-file", "../adlcp_v1p3.xsd"),
    "P10 on a server": one(
        places("https://example.org/adlcp_v1p3.xsd"), "schema-on-the-network", "https://example.org/adlcp_v1p3.xsd"
    ),
    "P10 on a server, and not at the root": Case(
        places("https://example.org/a.xsd"),
        (("schema-on-the-network", "https://example.org/a.xsd"), ("schema-file-missing", "https://example.org/a.xsd")),
    ),
    "P11 missing": one(LOCATED, "file-missing", "meta.xml"),
    "P11 not well-formed": one(LOCATED, "metadata-file-unreadable", "1", meta_xml=b"<lom><1></lom>"),
    "P11 with entities": one(
        LOCATED, "metadata-file-unreadable", "<", meta_xml=b'<!DOCTYPE a [<!ENTITY a "a">]><lom>&a;</lom>'
    ),
    "P11 without schemaLocation": Case(
        LOCATED,
        (("schema-location-missing", "<lom"), ("namespace-without-schema", "<lom")),
        {"meta.xml": LOM % b""},
    ),
    "P11 an odd schemaLocation": Case(
        LOCATED,
        (("schema-location-odd", 'xsi:schemaLocation="urn:lom"'), ("namespace-without-schema", "<lom")),
        {"meta.xml": LOM % b' xsi:schemaLocation="urn:lom"'},
    ),
    "P11 a schema that is missing": one(
        LOCATED, "schema-file-missing", "lom.xsd", meta_xml=LOM % b' xsi:schemaLocation="urn:lom lom.xsd"'
    ),
    "P11 a schema at the root": Case(
        LOCATED, files={"meta.xml": LOM % b' xsi:schemaLocation="urn:lom lom.xsd"', "lom.xsd": X}
    ),
    "P14 a query and a fragment": Case(resource(href='href="index.html?a=1#b"')),
    "P14 the query of a file": one(resource('<file href="lesson.js?a=1"/>'), "file-missing", 'href="lesson.js?a=1"'),
    "P14 every base": Case(
        '<manifest-attributes xml:base="a/"/><resources xml:base="b/"><resource identifier="resource_1" xml:base="c/" '
        'type="webcontent" adlcp:scormType="sco" href="x.html"><file href="x.html"/></resource></resources>',
        files={"a/b/c/x.html": X, "index.html": None, "lesson.js": None},
    ),
    "P14 a base too many": Case(
        '<manifest-attributes xml:base="a/"/>',
        (*[("file-missing", 'href="index.html"')] * 2, ("file-missing", 'href="lesson.js"')),
        NO_FILES,
    ),
    "P14 the base of the manifest is for its metadata": Case(
        '<manifest-attributes xml:base="a/"/><resources/>' + LOCATED + item(attributes=""),
        (("file-missing", "meta.xml"), ("leaf-without-resource", "<item"), ("file-not-listed", "x")),
        {"index.html": None, "lesson.js": None, "meta.xml": X},
    ),
    "P15 up and down again": Case(resource('<file href="a/../b.js"/>'), files={"b.js": X}),
    "P15 up": one(resource('<file href="../b.js"/>'), "path-outside-package", 'href="../b.js"'),
    "P15 up, escaped": one(resource('<file href="%2e%2e/b.js"/>'), "path-outside-package", 'href="%2e%2e/b.js"'),
    "P15 up from a base": Case(
        '<resources xml:base="a/"><resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" '
        'href="../index.html"><file href="../index.html"/><file href="../lesson.js"/></resource></resources>'
    ),
    "P16 no hexadecimal digits": one(resource('<file href="a%2x.js"/>'), "escape-malformed", 'href="a%2x.js"'),
    "P16 UTF-8": Case(
        resource('<file href="caf%C3%A9.js"/>'), (("escape-as-utf8", 'href="caf%C3%A9.js"'),), {"café.js": X}
    ),
    "P16 Latin-1": Case(resource('<file href="caf%E9.js"/>'), files={"café.js": X}),
    "P16 the letter itself": Case(resource('<file href="café.js"/>'), files={"café.js": X}),
    "P17 a file": one(resource('<file href="ftp://x.org/a.js"/>'), "file-on-the-network", 'href="ftp://x.org/a.js"'),
    "P17 metadata": one(
        metadata("<adlcp:location>https://x.org/a.xml</adlcp:location>"), "file-on-the-network", "https://x.org/a.xml"
    ),
    "P18 a resource": one(resource(href='href="https://x.org/"'), "launch-on-the-network", 'href="https://x.org/"'),
    "P18 by its base": Case(
        '<resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="a.html" '
        'xml:base="https://x.org/"><file href="a.html"/></resource>',
        (("launch-on-the-network", 'href="a.html"'), ("file-on-the-network", 'href="a.html"')),
        NO_FILES,
    ),
    "P19": Case(
        resource('<file href="A.js"/>'),
        (("file-missing", 'href="A.js"'), ("file-name-case", 'href="A.js"')),
        {"a.js": X},
    ),
    "P20 a file": one("<schema>ADL SCORM</schema>", "file-not-listed", "x", notes_txt=X),
    "P20 a folder": Case("", (("file-not-listed", "x"),), {"old/a.txt": X, "old/b/c.txt": X}),
    "P20 schemas are exempt": Case("", files={"more/a.xsd": X, "B.DTD": X}),
    "M1 missing": one('<manifest-attributes identifier="\\none"/>', "identifier-missing", "<manifest"),
    "M1 that of an item": one('<manifest-attributes identifier="item_1"/>', "identifier-twice", 'identifier="item_1"'),
    "M2": one(f'<manifest-attributes version="{"1" * 21}"/>', "value-too-long", f'version="{"1" * 21}"'),
    "M3 no slash at its end": Case(
        resource(attributes='xml:base="."').replace('href="', 'href="/'),
        (
            ("base-malformed", 'xml:base="."'),
            *[("href-malformed", f'href="/{name}"') for name in ("index.html",) * 2],
            ("href-malformed", 'href="/lesson.js"'),
        ),
    ),
    "M3 a backslash": Case(
        '<resources xml:base="a\\"/>' + item(attributes=""),
        (("base-malformed", 'xml:base="a\\"'), ("leaf-without-resource", "<item")),
        NO_FILES,
    ),
    "M3 too long": Case(
        f'<resources xml:base="{LONG}/"/>' + item(attributes=""),
        (("value-too-long", f'xml:base="{LONG}/"'), ("leaf-without-resource", "<item")),
        NO_FILES,
    ),
    "M4 no metadata": Case(METADATA, (("manifest-part-missing", "<manifest"),), swap=(METADATA, "")),
    "M4 no resources": Case(
        "<resources/>" + item(attributes=""),
        (("manifest-part-missing", "<manifest"), ("leaf-without-resource", "<item")),
        NO_FILES,
        ("<resources/>", ""),
    ),
    "M4 no organizations": Case(
        "<organizations/>", (("manifest-part-missing", "<manifest"),), swap=("<organizations/>", "")
    ),
    **{
        f"M4 {name} twice": Case("", (("element-twice", f"<{name}"),), swap=(f"</{name}>", f"</{name}><{name}/>"))
        for name in ("metadata", "resources")
    },
    "M4 organizations twice": Case(
        "",
        (("element-twice", "<organizations"), ("nothing-to-launch", "<organizations")),
        swap=("</organizations>", "</organizations><organizations/>"),
    ),
    "M4 sequencingCollection twice": Case(
        "",
        (("element-twice", "<imsss:sequencingCollection"),),
        swap=("</manifest>", "<imsss:sequencingCollection/>" * 2 + "</manifest>"),
    ),
    "M5 no schema": one(
        "<metadata><schemaversion>2004 4th Edition</schemaversion></metadata>", "manifest-part-missing", "<metadata"
    ),
    "M5 no schemaversion": one("<metadata><schema>ADL SCORM</schema></metadata>", "manifest-part-missing", "<metadata"),
    "M5 the wrong order": one(
        "<metadata><schemaversion>2004 4th Edition</schemaversion><schema>ADL SCORM</schema></metadata>",
        "schema-not-first",
        "<schema",
    ),
    "M5 something before": one(
        "<metadata><imsss:sequencing/><schema>ADL SCORM</schema>"
        "<schemaversion>2004 4th Edition</schemaversion></metadata>",
        "schema-not-first",
        "<schema",
    ),
    "M5 twice": one(metadata("<schema>ADL SCORM</schema>"), "element-twice", "<schema"),
    "M6": one("<schema>ADL scorm</schema>", "schema-unknown", "ADL scorm"),
    "M6 trimmed": Case("<schema> ADL SCORM\n</schema>"),
    "M7": one("<schemaversion>2004 5th Edition</schemaversion>", "schemaversion-unknown", "2004 5th Edition"),
    "M7 the 3rd": one("<schemaversion>2004 3rd Edition</schemaversion>", "schemaversion-older", "2004 3rd Edition"),
    "M7 the 2nd": one("<schemaversion>CAM 1.3</schemaversion>", "schemaversion-older", "CAM 1.3"),
    "M8 in an item": one(item("<adlcp:location>a</adlcp:location>"), "location-misplaced", "<adlcp:location"),
    "M9 scormType": one(
        '<item identifier="item_1" identifierref="resource_1" adlcp:scormType="sco"><title>L</title></item>',
        "attribute-misplaced",
        'adlcp:scormType="sco"',
    ),
    "M9 objectivesGlobalToSystem": one(
        item(attributes='identifierref="resource_1" adlseq:objectivesGlobalToSystem="true"'),
        "attribute-misplaced",
        'adlseq:objectivesGlobalToSystem="true"',
    ),
    "M9 sharedDataGlobalToSystem": one(
        '<manifest-attributes adlcp:sharedDataGlobalToSystem="true"/>',
        "attribute-misplaced",
        'adlcp:sharedDataGlobalToSystem="true"',
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_what_is_found_and_where(case: Case, tmp_path: Path) -> None:
    assert found(case, tmp_path) == sorted(case.found)

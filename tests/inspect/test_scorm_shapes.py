"""Manifests in unusual, right shapes are judged like others; hostile ones do not stop the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from darslik.diagnostics import Sink
from darslik.inspect import Options, inspect
from darslik.inspect.archive import open_package
from darslik.inspect.limits import Limits
from darslik.inspect.recognise import recognise
from darslik.inspect.rule import load_package_rules
from darslik.inspect.subject import Subject
from darslik.inspect.xml import read_document
from inspect_examples import base
from scorm_cases import JUDGED, X

if TYPE_CHECKING:
    from pathlib import Path

WRONG = b'identifierref="resource_9"'
GOOD = base("scorm2004")["imsmanifest.xml"]
BAD = GOOD.replace(b'identifierref="resource_1"', WRONG)


def prefixed(body: bytes) -> bytes:
    """Every element of the manifest's own namespace with a prefix, and other prefixes than the usual ones."""
    text = body.decode()
    for name in ("manifest", "metadata", "schema", "schemaversion", "organizations", "organization", "title", "item"):
        text = text.replace(f"<{name} ", f"<p:{name} ").replace(f"<{name}>", f"<p:{name}>")
        text = text.replace(f"</{name}>", f"</p:{name}>")
    for name in ("resources", "resource", "file"):
        text = text.replace(f"<{name} ", f"<p:{name} ").replace(f"<{name}>", f"<p:{name}>")
        text = text.replace(f"</{name}>", f"</p:{name}>")
    return text.replace("xmlns=", "xmlns:p=").replace("adlcp:", "q:").replace("xmlns:adlcp", "xmlns:q").encode()


def redeclared(body: bytes) -> bytes:
    """The default namespace is another at the top, and is declared again on each part."""
    text = body.decode().replace(
        'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"', 'xmlns:m="http://www.imsglobal.org/xsd/imscp_v1p1"'
    )
    text = text.replace("<manifest ", "<m:manifest ").replace("</manifest>", "</m:manifest>")
    for name in ("metadata>", "organizations ", "resources>"):
        text = text.replace(f"<{name}", f'<{name[:-1]} xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"{name[-1]}')
    return text.encode()


def commented(body: bytes) -> bytes:
    """Comments and processing instructions between all elements, and a comment in each text."""
    text = body.decode().replace("\n  <", '\n  <!-- <item identifierref="x"/> -->\n  <?tool <resource/> ?>\n  <')
    return text.replace("ADL SCORM", "ADL <!-- really -->SCORM").replace("Lesson<", "<!-- l -->Lesson<?t?><").encode()


SHAPES = {
    "other prefixes": prefixed,
    "default namespace elsewhere": redeclared,
    "comments and processing instructions": commented,
    "byte order mark": lambda body: b"\xef\xbb\xbf" + body,
    "UTF-16, little end first": lambda body: (
        b"\xff\xfe" + body.replace(b"UTF-8", b"UTF-16").decode().encode("utf-16-le")
    ),
    "UTF-16, big end first": lambda body: b"\xfe\xff" + body.replace(b"UTF-8", b"UTF-16").decode().encode("utf-16-be"),
    "Latin-1": lambda body: body.replace(b"UTF-8", b"ISO-8859-1").replace(b"Course<", "Café<".encode("latin-1")),
    "XML without declaration": lambda body: body.split(b"?>\n", 1)[1],
    "space kept": lambda body: body.replace(b"<organization ", b'<organization xml:space="preserve" '),
    "line ends of Windows": lambda body: body.replace(b"\n", b"\r\n"),
    "quotes": lambda body: body.replace(b"'", b"&apos;").replace(b'="item_1"', b"='item_1'"),
    "character data": lambda body: body.replace(b"ADL SCORM", b"<![CDATA[ADL SCORM]]>"),
    "a tag over several lines": lambda body: body.replace(b" identifierref", b"\n\n\t\tidentifierref"),
    "attributes with >": lambda body: body.replace(b"<item ", b'<item parameters="#a" isvisible="true" '),
    "elements of a tool": lambda body: body.replace(
        b"</manifest>", b'<t:item xmlns:t="urn:t" identifier="a" href="b"><t:resource href="c"/></t:item></manifest>'
    ).replace(b"imscp_v1p1.xsd ", b"imscp_v1p1.xsd urn:t tool.xsd "),
}


def judged(folder: Path, manifest: bytes) -> list[tuple[str, str]]:
    """Our rules' findings, with the text under their carets in the manifest as it is decoded."""
    files = {**base("scorm2004"), "imsmanifest.xml": manifest, "tool.xsd": X}
    for path, body in files.items():
        (folder / path).write_bytes(body)
    result = inspect(folder, Options())
    assert [subject.kind.standard for subject in result.subjects if subject.kind] == ["scorm2004"]
    found = []
    for item in result.found:
        if item.rule in JUDGED:
            line = result.subjects[0].xml.lines[item.span.line - 1]
            found.append((item.rule, line[item.span.column - 1 :][: item.span.length]))
    return found


@pytest.mark.parametrize("shape", SHAPES.values(), ids=list(SHAPES))
def test_an_unusual_shape_is_right(shape: object, tmp_path: Path) -> None:
    assert callable(shape)
    assert judged(tmp_path, shape(GOOD)) == []


@pytest.mark.parametrize("shape", SHAPES.values(), ids=list(SHAPES))
def test_a_mistake_in_an_unusual_shape_is_found_in_its_place(shape: object, tmp_path: Path) -> None:
    assert callable(shape)
    assert judged(tmp_path, shape(BAD)) == [
        ("item-without-resource", WRONG.decode()),
        ("resource-unused", 'identifier="resource_1"'),
    ]


HEAD = (
    '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" '
    'identifier="m"{}><metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion>{}</metadata>'
    '<organizations default="o"><organization identifier="o"><title>Course</title>{}</organization></organizations>'
    "<resources>{}</resources>{}</manifest>"
)


def counted(
    folder: Path, base_: str = "", meta: str = "", items: str = "", resources: str = "", after: str = ""
) -> dict[str, int]:
    """How often each of our rules finds something, or what the parser says."""
    (folder / "imsmanifest.xml").write_text(HEAD.format(base_, meta, items, resources, after))
    sink = Sink()
    package = open_package(folder, Limits(), sink)
    assert package is not None
    document = read_document(package, "imsmanifest.xml", Limits(), sink)
    if document is None:
        return {item.rule: 1 for item in sink.found}
    subject = Subject(package, recognise(package, None, sink)[0], document, Limits())
    counts = {
        name: len(list(load_package_rules()[name][1](subject))) for name in sorted(JUDGED & set(load_package_rules()))
    }
    return {name: count for name, count in counts.items() if count}


def test_a_hundred_thousand_items(tmp_path: Path) -> None:
    items = "".join(f'<item identifier="i{n}" identifierref="r{n % 7}"><title>x</title></item>' for n in range(100_000))
    found = counted(tmp_path, items=items)
    assert found["item-without-resource"] == 100_000


def test_items_as_deep_as_the_parser_goes(tmp_path: Path) -> None:
    found = counted(tmp_path, items='<item identifier="i"><title>x</title>' * 240 + "</item>" * 240)
    assert (found["identifier-twice"], found["leaf-without-resource"]) == (239, 1)


def test_items_deeper_than_the_parser_goes(tmp_path: Path) -> None:
    assert counted(tmp_path, items="<item>" * 10_000 + "</item>" * 10_000) == {"not-well-formed": 1}


def test_a_circle_of_thousands_of_resources(tmp_path: Path) -> None:
    resources = "".join(
        f'<resource identifier="r{n}" href="a.html"><dependency identifierref="r{(n + 1) % 5000}"/></resource>'
        for n in range(5000)
    )
    found = counted(tmp_path, resources=resources)
    assert (found["dependency-cycle"], found["href-not-listed"]) == (1, 5000)


def test_a_chain_of_thousands_of_resources(tmp_path: Path) -> None:
    """The last lists what the first launches; looking for all of them one by one would take for ever."""
    resources = "".join(
        f'<resource identifier="r{n}" href="a{n}.html"><dependency identifierref="r{n + 1}"/></resource>'
        for n in range(5000)
    )
    last = "".join(f'<file href="a{n}.html"/>' for n in range(5000))
    found = counted(tmp_path, resources=f'{resources}<resource identifier="r5000">{last}</resource>')
    assert "href-not-listed" not in found
    assert found["file-missing"] == 10_000


def test_a_very_long_base_before_many_files(tmp_path: Path) -> None:
    files = '<resource identifier="r">' + '<file href="x.js"/>' * 5000 + "</resource>"
    found = counted(tmp_path, base_=f' xml:base="{"a/" * 500_000}"', resources=files)
    assert (found["file-missing"], found["file-listed-twice"]) == (5000, 4999)


def test_a_metadata_file_that_is_the_manifest(tmp_path: Path) -> None:
    found = counted(tmp_path, meta="<adlcp:location>imsmanifest.xml</adlcp:location>" * 1000)
    assert found["schema-location-missing"] == 2


def test_manifests_in_manifests(tmp_path: Path) -> None:
    inner = '<manifest identifier="n"><organizations><organization identifier="o"/></organizations>'
    found = counted(tmp_path, after=inner * 200 + "</manifest>" * 200)
    assert (found["nested-manifest"], found["identifier-twice"]) == (1, 399)

"""What a package is, is seen from its files and from what its manifest says first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from carets import looked_at, package, seen
from darslik.inspect import Options, inspect

if TYPE_CHECKING:
    from pathlib import Path

CC = '<manifest xmlns="http://www.imsglobal.org/xsd/{space}/imscp_v1p1" identifier="c"><metadata>'
CC += "<schema>{schema}</schema><schemaversion>{version}</schemaversion></metadata>"
CC += "<organizations/><resources/></manifest>"
CMI5 = '<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"/>'


def kinds(files: dict[str, bytes], folder: Path, standard: str | None = None) -> list[tuple[str, str, str]]:
    return [(one.standard, one.edition, one.title) for one in looked_at(files, folder, standard).kinds]


@pytest.mark.parametrize(
    ("standard", "version", "kind"),
    [
        ("scorm12", "1.2", ("scorm12", "1.2", "SCORM 1.2")),
        ("scorm12", " 1.2\n", ("scorm12", "1.2", "SCORM 1.2")),
        ("scorm12", "1.1", ("scorm12", "1.1", "SCORM 1.1")),
        ("scorm12", "SCORM 1.2", ("scorm12", "1.2", "SCORM 1.2")),
        ("scorm12", "2004 4th Edition", ("scorm2004", "4th", "SCORM 2004 4th Edition")),
        ("scorm2004", "CAM 1.3", ("scorm2004", "2nd", "SCORM 2004 2nd Edition")),
        ("scorm2004", "1.3", ("scorm2004", "2nd", "SCORM 2004 2nd Edition")),
        ("scorm2004", "2004 2nd Edition", ("scorm2004", "2nd", "SCORM 2004 2nd Edition")),
        ("scorm2004", "2004 3rd Edition", ("scorm2004", "3rd", "SCORM 2004 3rd Edition")),
        ("scorm2004", "2004 4th Edition", ("scorm2004", "4th", "SCORM 2004 4th Edition")),
        ("scorm2004", "SCORM 2004 3RD EDITION", ("scorm2004", "3rd", "SCORM 2004 3rd Edition")),
        ("scorm2004", "1.2", ("scorm12", "1.2", "SCORM 1.2")),
        (
            "scorm2004",
            "2004",
            ("scorm2004", "4th", "SCORM 2004 4th Edition (by its schemas; the manifest does not state it)"),
        ),
    ],
)
def test_the_version_decides(standard: str, version: str, kind: tuple[str, str, str], tmp_path: Path) -> None:
    files = package(standard, f"<schemaversion>{version}</schemaversion>")
    assert kinds(files, tmp_path) == [kind]


def test_without_schemas_an_edition_is_not_guessed(tmp_path: Path) -> None:
    files = package("scorm2004", "<schemaversion>2004</schemaversion>")
    del files["adlcp_v1p3.xsd"]
    assert kinds(files, tmp_path) == [("scorm2004", "", "SCORM 2004, edition not stated")]


def test_the_third_edition_is_known_by_its_schemas(tmp_path: Path) -> None:
    from darslik.package.schemas import schema_files

    files = package("scorm2004", "<metadata/>") | dict(schema_files("scorm2004-3"))
    assert kinds(files, tmp_path)[0][:2] == ("scorm2004", "3rd")


def test_a_comment_decides_nothing(tmp_path: Path) -> None:
    files = package("scorm2004", "<metadata><!-- <schemaversion>1.2</schemaversion> --></metadata>")
    assert kinds(files, tmp_path)[0][0] == "scorm2004"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_any_encoding_is_recognised(encoding: str, tmp_path: Path) -> None:
    files = package("scorm12")
    text = files["imsmanifest.xml"].decode().replace("UTF-8", encoding.removesuffix("-sig"))
    files["imsmanifest.xml"] = text.encode(encoding)
    assert kinds(files, tmp_path) == [("scorm12", "1.2", "SCORM 1.2")]


@pytest.mark.parametrize(
    ("space", "schema", "version", "title"),
    [
        ("imscc", "IMS Common Cartridge", "1.0.0", "Common Cartridge 1.0"),
        ("imsccv1p1", "IMS Common Cartridge", "1.1.0", "Common Cartridge 1.1"),
        ("imsccv1p2", "IMS Common Cartridge", "1.2.0", "Common Cartridge 1.2"),
        ("imsccv1p3", "IMS Common Cartridge", "1.3.0", "Common Cartridge 1.3"),
        ("imsccv1p3", "IMS Thin Common Cartridge", "1.3.0", "Thin Common Cartridge 1.3"),
        ("imsccv1p2", "", "", "Common Cartridge 1.2"),
    ],
)
def test_common_cartridges(space: str, schema: str, version: str, title: str, tmp_path: Path) -> None:
    files = {"imsmanifest.xml": CC.format(space=space, schema=schema, version=version).encode()}
    assert [(one.standard, one.title) for one in looked_at(files, tmp_path).kinds] == [("imscc", title)]
    (hint,) = seen(files, tmp_path, "recognised-only")
    assert hint.message.startswith(f"{title}: only archive and files were checked; its organization")


def test_a_content_package_without_scorm(tmp_path: Path) -> None:
    manifest = '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="m"><organizations/></manifest>'
    files = {"imsmanifest.xml": manifest.encode()}
    assert kinds(files, tmp_path) == [("imscp", "", "IMS content package")]
    assert [one.rule for one in seen(files, tmp_path, "recognised")] == ["recognised-only"]


def test_a_content_package_is_judged_as_what_one_says(tmp_path: Path) -> None:
    manifest = '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="m"><organizations/></manifest>'
    result = looked_at({"imsmanifest.xml": manifest.encode()}, tmp_path, "scorm2004")
    assert [one.standard for one in result.kinds] == ["scorm2004"]
    assert "manifest-part-missing" in {item.rule for item in result.found}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"course.au": b"", "course.crs": b"", "course.des": b""}, "it is an AICC package, which is not checked here"),
        ({"h5p.json": b"{}"}, "it is an H5P package, which is not checked here"),
    ],
)
def test_packages_of_another_kind(files: dict[str, bytes], said: str, tmp_path: Path) -> None:
    assert kinds(files, tmp_path) == []
    (one,) = seen(files, tmp_path, "package-of")
    assert one.message == said
    assert one.help


def test_half_of_aicc_is_nothing(tmp_path: Path) -> None:
    assert [one.rule for one in seen({"course.crs": b""}, tmp_path, "not-a")] == ["not-a-package"]


def test_several_standards_are_each_judged(tmp_path: Path) -> None:
    files = package("scorm12") | {"cmi5.xml": CMI5.encode(), "h5p.json": b"{}"}
    result = looked_at(files, tmp_path)
    assert [one.standard for one in result.kinds] == ["scorm12", "cmi5"]
    assert "cmi5-element-missing" in {item.rule for item in result.found}
    (several,) = [item for item in result.found if item.rule == "several-standards"]
    assert several.message == "it is several things at once: SCORM 1.2, cmi5, H5P; each was judged by itself"
    assert "Moodle" in several.help[0]


def test_one_standard_alone_can_be_asked_for(tmp_path: Path) -> None:
    files = package("scorm12") | {"cmi5.xml": CMI5.encode()}
    assert kinds(files, tmp_path, "cmi5") == [("cmi5", "", "cmi5")]
    assert kinds(files, tmp_path, "xapi") == []


def test_the_nearest_of_misplaced_manifests_is_named(tmp_path: Path) -> None:
    files = {"a/b/imsmanifest.xml": b"<a/>", "z/IMSmanifest.XML": b"<a/>"}
    (one,) = seen(files, tmp_path, "manifest-not")
    assert one.message.endswith("but `z/IMSmanifest.XML`")


@pytest.mark.parametrize("name", ["cmi5.xml", "my-course.xml"])
def test_a_bare_course_structure(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(CMI5, "utf-8")
    result = inspect(tmp_path / name, Options())
    assert [(one.standard, one.file) for one in result.kinds] == [("cmi5", name)]


@pytest.mark.parametrize("standard", ["scorm12", "scorm2004", "xapi"])
def test_another_manifest_alone_is_no_package(standard: str, tmp_path: Path) -> None:
    name, body = next((path, body) for path, body in package(standard).items() if path.endswith(".xml"))
    (tmp_path / name).write_bytes(body)
    result = inspect(tmp_path / name, Options())
    assert result.kinds == ()
    assert [item.rule for item in result.found if item.severity == "error"] == ["not-a-package"]


@pytest.mark.parametrize(
    ("standard", "fragment", "under", "said"),
    [
        (
            "scorm2004",
            "<schemaversion>1.2</schemaversion>",
            'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"',
            "`schemaversion` says `1.2`, but `http://www.imsglobal.org/xsd/imscp_v1p1` is of SCORM 2004",
        ),
        (
            "scorm2004",
            '<file href="index.html"/><item identifier="item_1" identifierref="resource_1"><title>L</title>'
            '<a:masteryscore xmlns:a="http://www.adlnet.org/xsd/adlcp_rootv1p2">80</a:masteryscore></item>',
            "<a:masteryscore",
            "`schemaversion` says `2004 4th Edition`, but `http://www.adlnet.org/xsd/adlcp_rootv1p2` is of SCORM 1.2",
        ),
    ],
)
def test_contradictions(standard: str, fragment: str, under: str, said: str, tmp_path: Path) -> None:
    (one,) = seen(package(standard, fragment), tmp_path, "version-contradicts")
    assert (one.under, one.message) == (under, said)

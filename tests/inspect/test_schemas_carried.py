"""The schemas that a package carries: asked, never fetched, and as hostile as the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from carets import package, seen
from darslik.inspect.schemas.apart import Unusable, validate
from darslik.inspect.schemas.compare import SETS
from darslik.package.schemas import manifest_schema, schema_files

if TYPE_CHECKING:
    from pathlib import Path

XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"'
NOTE = "http://example.org/note"
METADATA_2004 = "<metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion>"
METADATA_12 = "<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion>"
ITEM = '<item identifier="item_1" identifierref="resource_1"><title>Lesson</title>'


def errors(files: dict[str, bytes], folder: Path) -> list[tuple[str, str, str]]:
    return [(one.rule, one.under, one.message) for one in seen(files, folder) if "valid" in one.rule]


def note_schema(body: str) -> str:
    return f'<xs:schema {XS} targetNamespace="{NOTE}" xmlns="{NOTE}">{body}</xs:schema>'


def with_note(standard: str, note: str, **schemas: str) -> dict[str, bytes]:
    """A package whose metadata holds an element of a vendor, with a schema."""
    metadata = METADATA_2004 if standard == "scorm2004" else METADATA_12
    fragment = f'{metadata}<n:note xmlns:n="{NOTE}">{note}</n:note></metadata>'
    files = package(standard, fragment, **schemas)
    text = files["imsmanifest.xml"].decode()
    files["imsmanifest.xml"] = text.replace('schemaLocation="', f'schemaLocation="{NOTE} note.xsd ', 1).encode()
    return files


@pytest.mark.parametrize("standard", ["scorm12", "scorm2004"])
def test_the_schemas_of_the_package_are_asked(standard: str, tmp_path: Path) -> None:
    schema = note_schema('<xs:element name="note" type="xs:integer"/>')
    assert errors(with_note(standard, "3", note_xsd=schema), tmp_path / "good") == []
    assert errors(with_note(standard, "many", note_xsd=schema), tmp_path / "bad") == [
        ("manifest-not-valid-by-own-schemas", "<n:note", "`many` is no value of `note`")
    ]


def test_includes_and_imports_are_followed_inside_the_package(tmp_path: Path) -> None:
    files = with_note(
        "scorm2004",
        "many",
        note_xsd=note_schema('<xs:include schemaLocation="sub/types.xsd"/><xs:element name="note" type="noteType"/>'),
    )
    files["sub/types.xsd"] = note_schema(
        '<xs:simpleType name="noteType"><xs:restriction base="xs:integer"/></xs:simpleType>'
    ).encode()
    assert errors(files, tmp_path) == [("manifest-not-valid-by-own-schemas", "<n:note", "`many` is no value of `note`")]


def test_what_is_included_must_be_there(tmp_path: Path) -> None:
    schema = note_schema('\n<xs:include schemaLocation="types.xsd"/><xs:element name="note"/>')
    found = {one.rule: one for one in seen(with_note("scorm2004", "3", note_xsd=schema), tmp_path)}
    assert found["schema-include-missing"].message == "`note.xsd` needs `types.xsd`, which is not in the package"


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/types.xsd",
        "https://example.org/types.xsd",
        "file:///etc/passwd",
        "../../etc/types.xsd",
        "//h/x",
    ],
)
def test_nothing_is_fetched(address: str, tmp_path: Path) -> None:
    schema = note_schema(f'<xs:import namespace="urn:x" schemaLocation="{address}"/><xs:element name="note"/>')
    found = {one.rule: one.message for one in seen(with_note("scorm2004", "3", note_xsd=schema), tmp_path)}
    assert found["schema-include-missing"] == f"`note.xsd` needs `{address}`, which is not in the package"


def test_the_schema_of_xml_itself_is_at_hand(tmp_path: Path) -> None:
    """ADL's own files import it from w3.org."""
    files = package("scorm2004", '<file href="index.html" mime="x"/>')
    local, remote = b'schemaLocation = "xml.xsd"', b'schemaLocation = "http://www.w3.org/2001/xml.xsd"'
    assert local in files["imscp_v1p1.xsd"]
    files["imscp_v1p1.xsd"] = files["imscp_v1p1.xsd"].replace(local, remote)
    del files["xml.xsd"]
    assert {one.rule for one in seen(files, tmp_path)} == {"manifest-not-valid"}


def test_circles_end(tmp_path: Path) -> None:
    schema = note_schema('<xs:include schemaLocation="b.xsd"/>')
    back = note_schema('<xs:include schemaLocation="note.xsd"/><xs:element name="note" type="xs:integer"/>')
    files = with_note("scorm2004", "many", note_xsd=schema, b_xsd=back)
    assert [one[2] for one in errors(files, tmp_path)] == ["`many` is no value of `note`"]


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ("no xml", "`note.xsd` cannot be used as a schema: it is not XML"),
        ("<html/>", "`note.xsd` cannot be used as a schema: it is no XML Schema"),
        (
            f'<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><xs:schema {XS}>'
            '<xs:element name="note"/>&b;</xs:schema>',
            "`note.xsd` cannot be used as a schema: it uses entities",
        ),
        (
            note_schema('<xs:element name="note" type="missing"/>'),
            "the schemas of the package cannot be used: element decl. `note`",
        ),
        (
            f"<xs:schema {XS}>{' ' * 4_300_000}</xs:schema>",
            "`note.xsd` cannot be used as a schema: the schemas together",
        ),
    ],
)
def test_schemas_that_cannot_be_used(schema: str, said: str, tmp_path: Path) -> None:
    found = {one.rule: one.message for one in seen(with_note("scorm2004", "3", note_xsd=schema), tmp_path)}
    assert found["package-schemas-unusable"].startswith(said)
    assert "manifest-not-valid-by-own-schemas" not in found


def test_a_schema_that_explodes_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("darslik.inspect.schemas.apart.SECONDS", 2)
    inner = '<xs:element name="a" minOccurs="0" maxOccurs="9000"/>' * 40
    nested = f'<xs:sequence minOccurs="0" maxOccurs="9000">{inner}</xs:sequence>' * 40
    schema = note_schema(
        f'<xs:element name="note"><xs:complexType><xs:sequence>{nested}</xs:sequence></xs:complexType></xs:element>'
    )
    with pytest.raises(Unusable, match="more time or memory than a schema should"):
        validate({"s": schema.encode()}, {NOTE: "s"}, [f'<note xmlns="{NOTE}"/>'.encode()])


# ---- external metadata


def with_metadata_file(standard: str, body: str) -> dict[str, bytes]:
    metadata = METADATA_2004 if standard == "scorm2004" else METADATA_12
    return package(standard, f"{metadata}<adlcp:location>course.xml</adlcp:location></metadata>", course_xml=body)


IMSMD = '<lom xmlns="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"><general>{}</general></lom>'


def test_external_metadata_of_ims_is_validated(tmp_path: Path) -> None:
    good = IMSMD.format('<title><langstring xml:lang="en">Course</langstring></title>')
    bad = IMSMD.format("<titel/>")
    assert seen(with_metadata_file("scorm12", good), tmp_path / "good", "metadata") == []
    (one,) = seen(with_metadata_file("scorm12", bad), tmp_path / "bad", "metadata")
    assert (one.rule, one.under, one.message) == (
        "metadata-file-not-valid",
        "<titel",
        "`imsmd:titel` is not allowed here",
    )


def test_external_metadata_without_schema_is_said_to_be_unchecked(tmp_path: Path) -> None:
    lom = '<lom xmlns="http://ltsc.ieee.org/xsd/LOM"><general/></lom>'
    (one,) = seen(with_metadata_file("scorm2004", lom), tmp_path, "metadata")
    assert one.rule == "metadata-not-validated"
    assert one.message == "elements of `http://ltsc.ieee.org/xsd/LOM` were not validated: no schema of them is at hand"


def test_metadata_files_with_a_schema_each_start_few_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = []

    def counted(files: dict[str, bytes], roots: dict[str, str], documents: list[bytes]) -> list[list[tuple[str, str]]]:
        runs.append(len(documents))
        return validate(files, roots, documents)

    monkeypatch.setattr("darslik.inspect.schemas.validate", counted)
    locations = "".join(f"<adlcp:location>m{number}.xml</adlcp:location>" for number in range(20))
    files = package("scorm2004", f"{METADATA_2004}{locations}</metadata>")
    for number in range(20):
        body = f'<n xmlns="urn:{number}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        files[f"m{number}.xml"] = f'{body}xsi:schemaLocation="urn:{number} m{number}.xsd"/>'.encode()
        schema = f'<xs:schema {XS} targetNamespace="urn:{number}"><xs:element name="n"/></xs:schema>'
        files[f"m{number}.xsd"] = schema.encode()
    found = seen(files, tmp_path, "metadata")
    assert runs == [1] * 8
    assert [one.rule for one in found] == ["metadata-not-validated"] * 12


def test_inline_metadata_without_schema_is_said_to_be_unchecked(tmp_path: Path) -> None:
    files = package("scorm12", f'{METADATA_12}<l:lom xmlns:l="http://ltsc.ieee.org/xsd/LOM"/></metadata>')
    (one,) = seen(files, tmp_path, "metadata")
    assert (one.rule, one.under) == ("metadata-not-validated", "<l:lom")


@pytest.mark.parametrize("name", SETS)
def test_the_process_apart_says_what_libxml2_says_here(name: str, tmp_path: Path) -> None:
    """The schemas of a package, read file by file, are the schemas that this process has."""
    from lxml import etree

    from carets import written
    from darslik.diagnostics import Sink
    from darslik.inspect.archive import open_package
    from darslik.inspect.limits import Limits
    from darslik.inspect.schemas.carried import carried
    from darslik.package.schemas import NAMESPACES

    standard = name.split("-", maxsplit=1)[0]
    files = package(standard, '<file href="index.html" mime="x"/>') | dict(schema_files(name))
    opened = open_package(written(files, tmp_path), Limits(), Sink())
    assert opened is not None
    schemas = carried(opened, NAMESPACES[standard].items())
    assert (schemas.missing, schemas.unreadable) == ([], {})
    (answer,) = validate(schemas.clean, schemas.roots, [files["imsmanifest.xml"]])
    here = manifest_schema(name)
    here.validate(etree.fromstring(files["imsmanifest.xml"]))
    assert answer == [(one.path, one.message) for one in here.error_log]
    assert len(answer) == 1

"""The standards' schemas, loaded offline: those that packages carry, and darslik's own for cmi5 and tincan.xml."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from lxml import etree

from darslik.errors import Bug

NAMESPACES = {
    "scorm12": {
        "http://www.imsproject.org/xsd/imscp_rootv1p1p2": "imscp_rootv1p1p2.xsd",
        "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1": "imsmd_rootv1p2p1.xsd",
        "http://www.adlnet.org/xsd/adlcp_rootv1p2": "adlcp_rootv1p2.xsd",
    },
    "scorm2004": {
        "http://www.imsglobal.org/xsd/imscp_v1p1": "imscp_v1p1.xsd",
        "http://www.adlnet.org/xsd/adlcp_v1p3": "adlcp_v1p3.xsd",
        "http://www.adlnet.org/xsd/adlseq_v1p3": "adlseq_v1p3.xsd",
        "http://www.adlnet.org/xsd/adlnav_v1p3": "adlnav_v1p3.xsd",
        "http://www.imsglobal.org/xsd/imsss": "imsss_v1p0.xsd",
    },
}
"""The schema file of each namespace of a manifest."""
# Two of the 1.2 files are refused by libxml2 (and Xerces) as published; they are corrected in memory only.
_CORRECTIONS = {
    "ims_xml.xsd": (b'xmlns="http://www.w3.org/XML/1998/namespace"', b""),
    "imsmd_rootv1p2p1.xsd": (b'namespace="##any"', b'namespace="##other"'),
}


def schema_folder(name: str) -> Path:
    """The folder of `scorm12`, `scorm2004-3` or `scorm2004-4`. Raises Bug if this installation lacks it."""
    folder = Path(str(files("darslik"))) / "schemas" / name
    if not folder.is_dir():
        raise Bug("schemas", f"the schema files of {name} are not installed; reinstall darslik")
    return folder


@cache
def schema_files(name: str) -> tuple[tuple[str, bytes], ...]:
    """Names and contents of the schema files that a package carries."""
    folder = schema_folder(name)
    found = sorted(path for path in folder.rglob("*") if path.suffix in {".xsd", ".dtd"})
    return tuple((path.relative_to(folder).as_posix(), path.read_bytes()) for path in found)


def corrected(name: str, body: bytes) -> bytes:
    """A schema file as libxml2 reads it: what two of SCORM 1.2 say wrong is put right."""
    old, new = _CORRECTIONS.get(name, (b"", b""))
    return body.replace(old, new) if old else body


class _Local(etree.Resolver):
    """Finds schema files by name in one folder, whatever address imports give."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def resolve(self, system_url: str | None, public_id: str | None, context: Any) -> Any:  # noqa: ANN401
        del public_id
        name = (system_url or "").rsplit("/", 1)[-1]
        found = next(iter(sorted(self.folder.rglob(name))), None) if name else None
        if found is None:
            return self.resolve_string(b"<none/>", context)
        return self.resolve_string(corrected(name, found.read_bytes()), context, base_url=found.name)


@cache
def manifest_schema(name: str) -> etree.XMLSchema:
    """One schema over all namespaces of a SCORM manifest."""
    imports = "".join(
        f'<xs:import namespace="{space}" schemaLocation="{file}"/>'
        for space, file in NAMESPACES[name.split("-", maxsplit=1)[0]].items()
    )
    driver = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Local(schema_folder(name)))
    return etree.XMLSchema(etree.fromstring(driver.encode(), parser, base_url="driver.xsd"))


@cache
def relaxng(name: str) -> etree.RelaxNG:
    """darslik's own schema of `cmi5` or `tincan`, written from the standard's prose."""
    path = files("darslik") / "schemas" / f"{name}.rng"
    return etree.RelaxNG(etree.fromstring(path.read_bytes()))


def safe_parser() -> etree.XMLParser:
    """For XML from outside: no entities, no network, no huge trees."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)

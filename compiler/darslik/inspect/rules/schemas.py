"""SCORM: the manifest and its metadata against schemas, the official ones and those of the package."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.diagnostics import Severity, Span
from darslik.inspect.rule import Finding, rule
from darslik.inspect.schemas import Result
from darslik.inspect.subject import Subject
from darslik.package.schemas import NAMESPACES


@rule(Severity.ERROR, "scorm2004", "scorm12", covers="P12 P13 P22 L6 L10")
def manifest_not_valid(subject: Subject) -> Iterator[Finding]:
    """The manifest does not follow the official schemas of its standard.

    An LMS that validates refuses the package; others overlook what they do not know, and it has no effect (SCORM 2004
    CAM 5.1, SCORM 1.2 CAM 2.3; ADL's validator runs a schema check). What another rule says better is not repeated.

    Bad:
        === imsmanifest.xml
        <file href="index.html" mime="text/html"/>
    Good:
        === imsmanifest.xml
        <file href="index.html"/>
    """
    yield from _findings(subject.schemas.official.declared)


@rule(Severity.ERROR, "scorm2004", "scorm12", covers="P12 P22")
def manifest_not_valid_by_own_schemas(subject: Subject) -> Iterator[Finding]:
    r"""The manifest does not follow the schemas that the package itself carries.

    Validators use the files of the package, not the official ones (ADL's does): it contradicts itself. This is about
    what the official schemas do not say as well.

    With: schema-file-changed

    Bad:
        === imsmanifest.xml
        \base
        === adlcp_v1p3.xsd
        <?xml version="1.0"?>
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.adlnet.org/xsd/adlcp_v1p3">
        <xs:attribute name="scormType"><xs:simpleType><xs:restriction base="xs:string">
        <xs:enumeration value="asset"/></xs:restriction></xs:simpleType></xs:attribute></xs:schema>
    Good:
        === imsmanifest.xml
        \base
    """
    yield from _findings(subject.schemas.own)


@rule(Severity.ERROR, "scorm2004", "scorm12", covers="P21")
def metadata_file_not_valid(subject: Subject) -> Iterator[Finding]:
    r"""A metadata file does not follow the schemas that it names.

    Each file that `adlcp:location` names has to be valid on its own (SCORM 2004 CAM 4.5.2; ADL's validator runs a
    metadata pass). Catalogues drop what they cannot read.

    Bad:
        === imsmanifest.xml
        <metadata>
          <schema>ADL SCORM</schema>
          <schemaversion>2004 4th Edition</schemaversion>
          <adlcp:location>course.xml</adlcp:location>
        </metadata>
        === course.xml
        <?xml version="1.0"?>
        <note xmlns="urn:notes" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
          xsi:schemaLocation="urn:notes notes.xsd">many</note>
        === notes.xsd
        <?xml version="1.0"?>
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:notes">
        <xs:element name="note" type="xs:integer"/></xs:schema>
    Good:
        === imsmanifest.xml
        <metadata>
          <schema>ADL SCORM</schema>
          <schemaversion>2004 4th Edition</schemaversion>
          <adlcp:location>course.xml</adlcp:location>
        </metadata>
        === course.xml
        <?xml version="1.0"?>
        <note xmlns="urn:notes" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
          xsi:schemaLocation="urn:notes notes.xsd">3</note>
        === notes.xsd
        <?xml version="1.0"?>
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:notes">
        <xs:element name="note" type="xs:integer"/></xs:schema>
    """
    for result in subject.schemas.metadata:
        yield from _findings(result.declared)


def _findings(result: Result) -> Iterator[Finding]:
    for one, span in result.spans():
        yield Finding(one.message, span, help=one.help, evidence=one.evidence)


@rule(Severity.HINT, "scorm2004", "scorm12", covers="P21 P22")
def metadata_not_validated(subject: Subject) -> Iterator[Finding]:
    r"""Elements of a namespace were not validated, because there is no schema of it.

    The official sets here have no schemas of LOM or of vendors' extensions, and the package carries none. A validator
    that has them may find more.

    With: schema-location-missing

    Bad:
        === imsmanifest.xml
        <metadata>
          <schema>ADL SCORM</schema>
          <schemaversion>2004 4th Edition</schemaversion>
          <adlcp:location>course.xml</adlcp:location>
        </metadata>
        === course.xml
        <?xml version="1.0"?>
        <note>3</note>
    Good:
        === imsmanifest.xml
        \base
    """
    schemas = subject.schemas
    if schemas.kind.standard == "scorm12":  # of SCORM 2004, other rules say that a namespace has no schema
        known = {*_KNOWN, schemas.manifest.cp}
        unknown = {one: span for one, span in schemas.manifest.schema_uses[0].used.items() if one not in known}
        for namespace, span in unknown.items():
            if namespace not in schemas.carried.roots or schemas.own.problem:
                yield _not_validated(namespace, span)
    for result in schemas.metadata:
        for namespace in sorted(result.undeclared):
            yield _not_validated(namespace, result.document.span())


_KNOWN = {namespace for names in NAMESPACES.values() for namespace in names}


def _not_validated(namespace: str, span: Span) -> Finding:
    what = f"elements of `{namespace}`" if ":" in namespace else "elements of no known namespace"
    return Finding(f"{what} were not validated: no schema of them is at hand", span, evidence=namespace)

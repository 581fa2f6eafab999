"""SCORM 2004: the schemas that a package names and carries."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from darslik.diagnostics import Label, Severity
from darslik.inspect.manifest import ADLCP, ADLNAV, ADLSEQ, CP2004, SS, short
from darslik.inspect.paths import is_url, normalised
from darslik.inspect.rule import Finding, rule
from darslik.inspect.schema_use import Mapping, SchemaUse
from darslik.inspect.subject import Subject

USUAL = {
    CP2004: "imscp_v1p1.xsd",
    ADLCP: "adlcp_v1p3.xsd",
    ADLSEQ: "adlseq_v1p3.xsd",
    ADLNAV: "adlnav_v1p3.xsd",
    SS: "imsss_v1p0.xsd",
}
"""The schema file of each namespace of SCORM 2004."""


@rule(Severity.ERROR, "scorm2004", covers="P7 P11")
def schema_location_odd(subject: Subject) -> Iterator[Finding]:
    """`xsi:schemaLocation` has a namespace without a file, or a file without a namespace.

    It is a list of pairs (XML Schema 1, 4.3.2). With an odd number of words every pair after the mistake is wrong, and
    validators stop.

    With: namespace-without-schema

    Bad:
        === imsmanifest.xml
        <manifest-attributes xsi:schemaLocation="
          http://www.imsglobal.org/xsd/imscp_v1p1 imscp_v1p1.xsd
          http://www.adlnet.org/xsd/adlcp_v1p3"/>
    Good:
        === imsmanifest.xml
        <manifest-attributes xsi:schemaLocation="
          http://www.imsglobal.org/xsd/imscp_v1p1 imscp_v1p1.xsd
          http://www.adlnet.org/xsd/adlcp_v1p3 adlcp_v1p3.xsd"/>
    """
    for use in subject.manifest.schema_uses:
        for span, words in use.locations:
            if words % 2:
                yield Finding(
                    f"`xsi:schemaLocation` has {words} words; they come in pairs of namespace and file",
                    span,
                    help="write the file of each namespace behind it",
                )


@rule(Severity.WARNING, "scorm2004", covers="P8 P11")
def schema_location_missing(subject: Subject) -> Iterator[Finding]:
    r"""The document does not say which schemas it follows.

    Without `xsi:schemaLocation` a validator guesses the files of the five SCORM namespaces by their usual names and
    knows nothing of any other (SCORM 2004 CAM 3.4.3).

    Bad:
        === imsmanifest.xml
        <manifest-attributes xsi:schemaLocation="\none"/>
    Good:
        === imsmanifest.xml
        \base
    """
    for use in subject.manifest.schema_uses:
        if not use.locations:
            yield Finding(
                f"`{short(use.path)}` has no `xsi:schemaLocation`",
                use.start,
                help="name the schema file of each namespace in `xsi:schemaLocation` of the first element",
            )


@rule(Severity.ERROR, "scorm2004", covers="P8 P9 P11")
def namespace_without_schema(subject: Subject) -> Iterator[Finding]:
    """A namespace is used for which no schema file is named.

    The elements cannot be validated, so the package does not conform, and strict LMSs refuse it: every namespace of an
    element or attribute, also that of learning object metadata or a tool's own, needs a pair in `xsi:schemaLocation`
    (SCORM 2004 CAM 3.4.3).

    Bad:
        === imsmanifest.xml
        <metadata>
          <schema>ADL SCORM</schema>
          <schemaversion>2004 4th Edition</schemaversion>
          <tool:made xmlns:tool="https://example.org/tool" by="Tool"/>
        </metadata>
    Good:
        === imsmanifest.xml
        <metadata>
          <schema>ADL SCORM</schema>
          <schemaversion>2004 4th Edition</schemaversion>
        </metadata>
    """
    for use in subject.manifest.schema_uses:
        known = {one.namespace for one in mappings(use)}
        for namespace, span in use.used.items():
            if namespace not in known:
                yield Finding(
                    f"no schema is named for the namespace `{short(namespace)}`",
                    span,
                    label="first used here",
                    help=f"add `{short(namespace)}` and the name of its schema file to `xsi:schemaLocation`",
                    evidence=short(namespace),
                )


@rule(Severity.ERROR, "scorm2004", covers="P10 P11")
def schema_file_missing(subject: Subject) -> Iterator[Finding]:
    r"""A schema file that is named is not in the package.

    It must be at the root of the package and, if a folder is named with it, there as well (SCORM 2004 CAM 3.4.3).
    Strict LMSs validate with the files of the package.

    Bad:
        === adlseq_v1p3.xsd
        \delete
    Good:
        === imsmanifest.xml
        \base
    """
    if subject.package.form == "file":
        return
    for use in subject.manifest.schema_uses:
        for one in mappings(use):
            missing = _missing(subject, use, one)
            if missing:
                yield Finding(
                    f"there is no schema file `{short(missing)}` in the package",
                    one.span,
                    help=f"put it {'there' if '/' in missing else 'at the root of the package'}",
                    related=(Label(use.used[one.namespace], "its namespace is used here"),)
                    if one.namespace in use.used
                    else (),
                    evidence=short(one.address),
                )


@rule(Severity.ERROR, "scorm2004", covers="P10 P11")
def schema_location_is_no_file(subject: Subject) -> Iterator[Finding]:
    """`xsi:schemaLocation` names a folder, or a file outside the package.

    No validator can read that. The name of a schema file is relative to the root of the package and stays within it.

    Bad:
        === imsmanifest.xml
        <manifest-attributes xsi:schemaLocation="
          http://www.imsglobal.org/xsd/imscp_v1p1 imscp_v1p1.xsd
          http://www.adlnet.org/xsd/adlcp_v1p3 ../adlcp_v1p3.xsd"/>
    Good:
        === imsmanifest.xml
        <manifest-attributes xsi:schemaLocation="
          http://www.imsglobal.org/xsd/imscp_v1p1 imscp_v1p1.xsd
          http://www.adlnet.org/xsd/adlcp_v1p3 adlcp_v1p3.xsd"/>
    """
    for use in subject.manifest.schema_uses:
        for one in mappings(use):
            folder = _is_folder(one.address)
            if folder or _climbs(use, one.address):
                yield Finding(
                    f"`{short(one.address)}` is {'a folder' if folder else 'outside the package'}",
                    one.span,
                    help=f"write the name of a file at the root, such as `{USUAL.get(one.namespace, 'schema.xsd')}`",
                    evidence=short(one.address),
                )


@rule(Severity.WARNING, "scorm2004", covers="P10 P11")
def schema_on_the_network(subject: Subject) -> Iterator[Finding]:
    """A schema is named by an address on another server.

    Validators fetch it from there: an LMS without the internet cannot import the package, and many addresses of the
    early standards answer no more. The schemas belong into the package (SCORM 2004 CAM 3.4.3).

    Bad:
        === imsmanifest.xml
        <manifest-attributes xsi:schemaLocation="
          http://www.imsglobal.org/xsd/imscp_v1p1 https://example.org/imscp_v1p1.xsd
          http://www.adlnet.org/xsd/adlcp_v1p3 adlcp_v1p3.xsd"/>
    Good:
        === imsmanifest.xml
        <manifest-attributes xsi:schemaLocation="
          http://www.imsglobal.org/xsd/imscp_v1p1 imscp_v1p1.xsd
          http://www.adlnet.org/xsd/adlcp_v1p3 adlcp_v1p3.xsd"/>
    """
    for use in subject.manifest.schema_uses:
        for one in mappings(use):
            if is_url(one.address):
                name = posixpath.basename(one.address)
                yield Finding(
                    f"the schema `{short(name)}` is on another server",
                    one.span,
                    help=f"put it into the package and write `{short(name)}`",
                    evidence=short(one.address),
                )


@rule(Severity.ERROR, "scorm2004", covers="P11 P21 Q59")
def metadata_file_unreadable(subject: Subject) -> Iterator[Finding]:
    """A metadata file that the manifest names is not XML that can be read.

    The file that `adlcp:location` names must be well-formed (SCORM 2004 CAM 4.5); catalogues and LMSs that show
    metadata fail on it.

    Bad:
        === imsmanifest.xml
        <metadata>
          <schema>ADL SCORM</schema>
          <schemaversion>2004 4th Edition</schemaversion>
          <adlcp:location>course.xml</adlcp:location>
        </metadata>
        === course.xml
        <lom><general></lom>
    Good:
        === imsmanifest.xml
        <metadata>
          <schema>ADL SCORM</schema>
          <schemaversion>2004 4th Edition</schemaversion>
        </metadata>
    """
    for one in subject.manifest.unreadable:
        named = Label(subject.xml.inner(one.reference.element), "the manifest names it here")
        yield Finding(one.reason, one.span, related=(named,), help="correct the file, or do not name it")


def mappings(use: SchemaUse) -> list[Mapping]:
    """Those of the document; if it has none at all, the usual ones of the namespaces that it uses."""
    if use.locations:
        return use.mappings
    return [Mapping(space, USUAL[space], span) for space, span in use.used.items() if space in USUAL]


def _missing(subject: Subject, use: SchemaUse, one: Mapping) -> str:
    """The name of the file that a mapping needs and the package lacks; empty if there is all."""
    if _is_folder(one.address) or _climbs(use, one.address):
        return ""
    name = posixpath.basename(one.address)
    if not subject.package.has(name):
        return name
    if is_url(one.address) or any(subject.package.has(path) for path in _paths(use, one.address) if path):
        return ""
    return one.address


def _paths(use: SchemaUse, address: str) -> tuple[str | None, str | None]:
    """What an address may name: from the root of the package, or from the folder of the document."""
    return normalised(address), normalised(posixpath.join(posixpath.dirname(use.path), address))


def _is_folder(address: str) -> bool:
    return address.endswith("/") or posixpath.basename(address) in {".", ".."}


def _climbs(use: SchemaUse, address: str) -> bool:
    return not is_url(address) and all(path is None for path in _paths(use, address))

"""SCORM: the manifest as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from darslik.diagnostics import Severity
from darslik.inspect.manifest import CP2004, XML, Manifest, child, children, short
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject
from darslik.inspect.xml import local, space


@rule(Severity.ERROR, "scorm2004", covers="P6")
def manifest_root_unknown(subject: Subject) -> Iterator[Finding]:
    r"""The first element is not `manifest` of the content packaging of SCORM 2004.

    LMSs look for the parts of the course by namespace and find none. It is `manifest` in the namespace
    `http://www.imsglobal.org/xsd/imscp_v1p1`, letter by letter (SCORM 2004 CAM 3.4.1).

    With: namespace-without-schema

    Bad:
        === imsmanifest.xml
        <manifest-attributes xmlns="http://www.imsglobal.org/xsd/imscp_v1p2"/>
    Good:
        === imsmanifest.xml
        \base
    """
    root = subject.xml.root
    if local(root) != "manifest" or space(root) != CP2004:
        yield Finding(
            f"the first element is `{short(local(root))}` in "
            + (f"`{short(space(root))}`" if space(root) else "no namespace"),
            subject.xml.span(root),
            help=f'write `<manifest xmlns="{CP2004}" …>`',
            evidence=short(space(root)),
        )


@rule(Severity.ERROR, "scorm2004", covers="P4")
def reference_into_nested_manifest(subject: Subject) -> Iterator[Finding]:
    r"""An item refers to something inside a nested manifest.

    SCORM 2004 knows no courses within courses: the conformance test stops, LMSs find nothing to launch. What several
    courses share is copied into each manifest (SCORM 2004 CAM 3.4.1, (sub)manifest).

    With: nested-manifest

    Bad:
        === imsmanifest.xml
        <manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="course"
            xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            xsi:schemaLocation="http://www.imsglobal.org/xsd/imscp_v1p1 imscp_v1p1.xsd
            http://www.adlnet.org/xsd/adlcp_v1p3 adlcp_v1p3.xsd">
          <metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
          <organizations default="org">
            <organization identifier="org">
              <title>Course</title>
              <item identifier="item" identifierref="sco"><title>Lesson</title></item>
            </organization>
          </organizations>
          <resources/>
          <manifest identifier="inner">
            <metadata/>
            <organizations/>
            <resources>
              <resource identifier="sco" type="webcontent" adlcp:scormType="sco" href="index.html">
                <file href="index.html"/>
                <file href="lesson.js"/>
              </resource>
            </resources>
          </manifest>
        </manifest>
    Good:
        === imsmanifest.xml
        \base
    """
    manifest = subject.manifest
    for item in manifest.each("item"):
        wanted = item.get("identifierref")
        if wanted in manifest.nested_identifiers and wanted not in manifest.resource:
            yield Finding(
                f"`{short(wanted or '')}` is inside a nested manifest",
                subject.xml.span(item, "identifierref"),
                help="move the resource into the resources of the outer manifest",
                evidence=short(wanted or ""),
            )


@rule(Severity.WARNING, "scorm2004", covers="P5")
def nested_manifest(subject: Subject) -> Iterator[Finding]:
    r"""There is a manifest inside the manifest.

    LMSs ignore it. Content packages may hold others; SCORM 2004 leaves that for later and recommends not to use it
    (SCORM 2004 CAM 3.4.1, (sub)manifest).

    Bad:
        === imsmanifest.xml
        <manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="course"
            xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            xsi:schemaLocation="http://www.imsglobal.org/xsd/imscp_v1p1 imscp_v1p1.xsd
            http://www.adlnet.org/xsd/adlcp_v1p3 adlcp_v1p3.xsd">
          <metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
          <organizations default="org">
            <organization identifier="org">
              <title>Course</title>
              <item identifier="item" identifierref="sco"><title>Lesson</title></item>
            </organization>
          </organizations>
          <resources>
            <resource identifier="sco" type="webcontent" adlcp:scormType="sco" href="index.html">
              <file href="index.html"/>
              <file href="lesson.js"/>
            </resource>
          </resources>
          <manifest identifier="inner">
            <metadata/>
            <organizations/>
            <resources/>
          </manifest>
        </manifest>
    Good:
        === imsmanifest.xml
        \base
    """
    for one in subject.manifest.nested:
        yield Finding(
            "a manifest is nested in another",
            subject.xml.span(one),
            help="merge its items and resources into the outer one",
        )


@rule(Severity.ERROR, "scorm2004", "scorm12", covers="M3")
def base_malformed(subject: Subject) -> Iterator[Finding]:
    """`xml:base` is not the name of a folder that ends with a slash.

    It is put before every address in it. With a backslash, with a slash at the beginning or without one at the end,
    files are not found: `media` and `a.png` make `mediaa.png` (ADL requirements 30.3, 30.7.1, 30.7.3.5).

    Bad:
        === imsmanifest.xml
        <resources xml:base="/">
          <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
            <file href="index.html"/>
            <file href="lesson.js"/>
          </resource>
        </resources>
    Good:
        === imsmanifest.xml
        <resources xml:base="./">
          <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
            <file href="index.html"/>
            <file href="lesson.js"/>
          </resource>
        </resources>
    """
    for one in _with_base(subject.manifest):
        base = one.get(f"{{{XML}}}base") or ""
        reason = _bad_base(base)
        if reason:
            yield Finding(
                f"`xml:base` {reason}",
                subject.xml.span(one, "base"),
                help="write the name of a folder from the root of the package on, such as `media/`",
                evidence=short(base),
            )


def _with_base(manifest: Manifest) -> Iterator[etree._Element]:
    for name in ("resources", "resource"):
        yield from (one for one in manifest.each(name) if one.get(f"{{{XML}}}base") is not None)
    if manifest.root.get(f"{{{XML}}}base") is not None:
        yield manifest.root


def _bad_base(base: str) -> str:
    if "\\" in base:
        return "has a backslash"
    if base.startswith("/"):
        return "begins with a slash"
    if not base.endswith("/"):
        return "does not end with a slash"
    return ""


@rule(Severity.ERROR, "scorm2004", "scorm12", covers="M4 M5")
def manifest_part_missing(subject: Subject) -> Iterator[Finding]:
    r"""The manifest lacks one of its main parts.

    It has `metadata`, `organizations` and `resources`, each once (ADL requirements 30.5 to 30.7; SCORM 1.2 CAM 2.3.2,
    where `metadata` may be missing). LMSs refuse the import. A package without a course still has an empty
    `organizations`.

    With: file-not-listed

    Bad:
        === imsmanifest.xml
        <manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="course"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            xsi:schemaLocation="http://www.imsglobal.org/xsd/imscp_v1p1 imscp_v1p1.xsd">
          <metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
          <resources/>
        </manifest>
    Good:
        === imsmanifest.xml
        \base
    """
    manifest = subject.manifest
    wanted = ["organizations", "resources", *(["metadata"] if _is_2004(subject) else [])]
    for name in wanted:
        if not manifest.own(name):
            yield Finding(
                f"the manifest has no `{name}`",
                subject.xml.span(),
                help=f"add `<{name}>`" if name == "metadata" else f"add `<{name}>`, empty if there is nothing in it",
            )
    metadata = child(manifest.root, "metadata", manifest.cp)
    if metadata is not None and _is_2004(subject):
        for name in ("schema", "schemaversion"):
            if not children(metadata, name, manifest.cp):
                yield Finding(f"the manifest's metadata has no `{name}`", subject.xml.span(metadata), help=_SAYS[name])


_SAYS = {
    "schema": "begin with `<schema>ADL SCORM</schema>`",
    "schemaversion": "add `<schemaversion>2004 4th Edition</schemaversion>`, or the edition that it follows",
}


def _is_2004(subject: Subject) -> bool:
    return subject.kind is not None and subject.kind.standard == "scorm2004"

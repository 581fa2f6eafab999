"""SCORM: how resources depend on each other, and what several of them list."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from darslik.diagnostics import Label, Severity
from darslik.inspect.manifest import ADLCP, Manifest, short
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject


@rule(Severity.ERROR, "scorm2004", "scorm12", covers="R7 L4 N2")
def dependency_without_target(subject: Subject) -> Iterator[Finding]:
    r"""A dependency names a resource that the manifest does not have.

    The files that the resource needs may be missing in the LMS. `identifierref` equals the identifier of a resource,
    letter by letter (ADL requirement 30.7.3.10; SCORM 1.2 CAM 2.3.2.5).

    Bad:
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
          <file href="index.html"/>
          <file href="lesson.js"/>
          <dependency identifierref="common"/>
        </resource>
    Good:
        === imsmanifest.xml
        \base
    """
    manifest = subject.manifest
    for resource in manifest.resources:
        for one in manifest.dependencies_of(resource):
            wanted = one.get("identifierref")
            if wanted is None or wanted not in manifest.resource:
                yield Finding(
                    "the dependency names no resource" if not wanted else f"there is no resource `{short(wanted)}`",
                    subject.xml.span(one, "identifierref"),
                    help=manifest.guess(wanted or "", manifest.resource) or "name the identifier of a resource",
                    evidence=short(wanted or ""),
                )


@rule(Severity.WARNING, "scorm2004", "scorm12", covers="R8")
def resource_unused(subject: Subject) -> Iterator[Finding]:
    r"""A resource is used by no item and no other resource.

    Nobody ever sees it. It is a leftover, or an item was forgotten (SCORM 2004 CAM 3.4.2).

    Bad:
        === imsmanifest.xml
        <resources>
          <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
            <file href="index.html"/>
            <file href="lesson.js"/>
          </resource>
          <resource identifier="resource_2" type="webcontent" adlcp:scormType="asset" href="old.html">
            <file href="old.html"/>
          </resource>
        </resources>
        === old.html
        \base index.html
    Good:
        === imsmanifest.xml
        \base
    """
    manifest = subject.manifest
    if not manifest.own("organizations") or not (manifest.organizations or _meant_as_course(manifest)):
        return
    used = {one.get("identifierref") for name in ("item", "dependency") for one in _everywhere(manifest, name)}
    for one in manifest.resources:
        identifier = one.get("identifier")
        if identifier and identifier not in used:
            yield Finding(
                f"no item or dependency refers to the resource `{short(identifier)}`",
                subject.xml.span(one, "identifier"),
                help="add an item that launches it, or leave it out",
            )


def _meant_as_course(manifest: Manifest) -> bool:
    """Whether there should be organizations: a package of resources alone has an empty `organizations`."""
    return any(one.get("default") is not None or len(one) for one in manifest.own("organizations"))


def _everywhere(manifest: Manifest, name: str) -> Iterator[etree._Element]:
    """Elements of a name, also in nested manifests."""
    return manifest.root.iter(f"{{{manifest.cp}}}{name}" if manifest.cp else name)


@rule(Severity.ERROR, "scorm2004", covers="R9")
def persist_state(subject: Subject) -> Iterator[Finding]:
    r"""A resource has the attribute `adlcp:persistState`, which was withdrawn.

    It is in no edition that LMSs support; the conformance test fails. State is kept by `cmi.exit` set to `suspend`.

    Bad:
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" adlcp:persistState="true"
            href="index.html">
          <file href="index.html"/>
          <file href="lesson.js"/>
        </resource>
    Good:
        === imsmanifest.xml
        \base
    """
    for one in subject.manifest.elements:
        if one.attrib and one.get(f"{{{ADLCP}}}persistState") is not None:
            yield Finding(
                "`persistState` was withdrawn", subject.xml.span(one, "persistState"), help="leave the attribute out"
            )


@rule(Severity.WARNING, "scorm2004", "scorm12", covers="N3")
def dependency_on_itself(subject: Subject) -> Iterator[Finding]:
    r"""A resource depends on itself.

    It says nothing, and LMSs that follow dependencies without care never come back. Another resource was probably
    meant.

    Bad:
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
          <file href="index.html"/>
          <file href="lesson.js"/>
          <dependency identifierref="resource_1"/>
        </resource>
    Good:
        === imsmanifest.xml
        \base
    """
    manifest = subject.manifest
    for resource in manifest.resources:
        for one in manifest.dependencies_of(resource):
            if manifest.resource_of(one) is resource:
                yield Finding(
                    f"`{short(one.get('identifierref') or '')}` depends on itself",
                    subject.xml.span(one, "identifierref"),
                    help="name the other resource, or leave the dependency out",
                )


@rule(Severity.WARNING, "scorm2004", "scorm12", covers="N3")
def dependency_cycle(subject: Subject) -> Iterator[Finding]:
    """Resources depend on each other in a circle.

    LMSs that follow dependencies without care never come back, and the conformance test takes a file that is looked for
    along the circle as not listed. What they share belongs into a third resource.

    Bad:
        === imsmanifest.xml
        <resources>
          <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
            <file href="index.html"/>
            <dependency identifierref="resource_2"/>
          </resource>
          <resource identifier="resource_2" type="webcontent" adlcp:scormType="asset">
            <file href="lesson.js"/>
            <dependency identifierref="resource_1"/>
          </resource>
        </resources>
    Good:
        === imsmanifest.xml
        <resources>
          <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
            <file href="index.html"/>
            <dependency identifierref="resource_2"/>
          </resource>
          <resource identifier="resource_2" type="webcontent" adlcp:scormType="asset">
            <file href="lesson.js"/>
          </resource>
        </resources>
    """
    manifest = subject.manifest
    for dependency, target in _back_edges(manifest):
        yield Finding(
            f"this dependency on `{short(dependency.get('identifierref') or '')}` closes a circle",
            subject.xml.span(dependency, "identifierref"),
            related=(Label(subject.xml.span(target, "identifier"), "which depends on this resource in turn"),),
            help="move what they share into a resource of its own, on which both depend",
        )


def _back_edges(manifest: Manifest) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Dependencies that lead back to a resource on the way to them, and that resource: one for each circle at least."""
    on_the_way: set[etree._Element] = set()
    done: set[etree._Element] = set()
    for start in manifest.resources:
        stack = [] if start in done else [(start, iter(manifest.dependencies_of(start)))]
        while stack:
            resource, left = stack[-1]
            on_the_way.add(resource)
            dependency = next(left, None)
            if dependency is None:
                stack.pop()
                on_the_way.discard(resource)
                done.add(resource)
                continue
            target = manifest.resource_of(dependency)
            if target is None or target is resource or target in done:
                continue
            if target in on_the_way:
                yield dependency, target
            else:
                stack.append((target, iter(manifest.dependencies_of(target))))

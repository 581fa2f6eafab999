"""What single LMSs mind in the items of a SCORM manifest: several parts, their order, how they are launched."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.inspect.manifest import children, short
from darslik.inspect.quirk import quirk
from darslik.inspect.rule import Finding
from darslik.inspect.subject import Subject
from darslik.profiles.model import Settings


@quirk("scorm12", "scorm2004", covers="Q22")
def several_top_level_items(subject: Subject, settings: Settings) -> Iterator[Finding]:
    """Several items stand at the top of an organization.

    The player of this LMS goes on and back only within one top-level item, so that its buttons are missing or end
    after the first. An item around all of them brings them back.

    Bad:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>One</title></item>
          <item identifier="item_2" identifierref="resource_1"><title>Two</title></item>
        </organization>
    Good:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="all">
            <title>All</title>
            <item identifier="item_1" identifierref="resource_1"><title>One</title></item>
            <item identifier="item_2" identifierref="resource_1"><title>Two</title></item>
          </item>
        </organization>
    """
    del settings
    for organization in subject.manifest.organizations:
        items = children(organization, "item")
        if len(items) > 1:
            yield Finding(
                f"{len(items)} items stand at the top of the organization",
                subject.xml.span(items[1]),
                label="the second",
                help="put one item without a resource around all of them",
            )


@quirk("scorm12", "scorm2004", covers="Q36 Q40 Q55")
def several_scos(subject: Subject, settings: Settings) -> Iterator[Finding]:
    """The package has several parts that are launched, and this LMS has no way from one to the next.

    It launches one of them, or offers them without navigation: what the others would report never comes.

    Bad:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>One</title></item>
          <item identifier="item_2" identifierref="resource_1"><title>Two</title></item>
        </organization>
    Good:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>One</title></item>
        </organization>
    """
    del settings
    launched = [item for item in subject.manifest.items if subject.manifest.launch_path(item)]
    if len(launched) > 1:
        yield Finding(
            f"the package has {len(launched)} parts that are launched one by one",
            subject.xml.span(launched[1]),
            label="the second",
            help="export the course as a single SCO",
        )


@quirk("scorm12", "scorm2004", covers="Q36")
def first_resource_is_launched(subject: Subject, settings: Settings) -> Iterator[Finding]:
    """The first resource with an address is not the one that the first item launches.

    This LMS opens the first resource that has an `href`, whatever organization and items say: learners get another
    page than the course's first.

    Bad:
        === imsmanifest.xml
        <resources>
          <resource identifier="images" type="webcontent" adlcp:scormtype="asset" href="lesson.js">
            <file href="lesson.js"/>
          </resource>
          <resource identifier="resource_1" type="webcontent" adlcp:scormtype="sco" href="index.html">
            <file href="index.html"/>
            <dependency identifierref="images"/>
          </resource>
        </resources>
    Good:
        === imsmanifest.xml
        <resources>
          <resource identifier="resource_1" type="webcontent" adlcp:scormtype="sco" href="index.html">
            <file href="index.html"/>
            <file href="lesson.js"/>
          </resource>
        </resources>
    """
    del settings
    manifest = subject.manifest
    first = next((one for one in manifest.resources if one.get("href")), None)
    wanted = next((manifest.resource_of(item) for item in manifest.items if manifest.launch_path(item)), None)
    if first is not None and wanted is not None and first is not wanted:
        yield Finding(
            f"`{short(first.get('href') or '')}` would be launched, not `{short(wanted.get('href') or '')}`",
            subject.xml.span(first, "href"),
            help="put the resource of the first item before all others",
        )


@quirk("scorm12", "scorm2004", covers="Q36 Q48 Q52")
def start_parameters(subject: Subject, settings: Settings) -> Iterator[Finding]:
    """The course needs parameters at its start, and this LMS leaves them out.

    `parameters` of an item, or a query behind the `href` of its resource, do not reach the page: it stays blank, or
    shows something else.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1" parameters="?lesson=1"><title>Lesson</title></item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
    """
    del settings
    for item in subject.manifest.items:
        if (item.get("parameters") or "").strip():
            yield Finding(
                f"this item starts with the parameters `{short(item.get('parameters') or '')}`",
                subject.xml.span(item, "parameters"),
                help="make a start page for each part, which needs no parameters",
            )
    for resource in subject.manifest.resources:
        if "?" in (resource.get("href") or ""):
            yield Finding(
                f"this resource starts with the parameters of `{short(resource.get('href') or '')}`",
                subject.xml.span(resource, "href"),
                help="make a start page for each part, which needs no parameters",
            )


@quirk("scorm12", "scorm2004", covers="Q-Moodle")
def isvisible_not_literal(subject: Subject, settings: Settings) -> Iterator[Finding]:
    """The `isvisible` of an item is neither `true` nor `false`, letter by letter.

    `1` means true by XML Schema; this LMS knows the word `true` alone and hides every other item from learners.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1" isvisible="1"><title>Lesson</title></item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1" isvisible="true"><title>Lesson</title></item>
    """
    del settings
    for item in subject.manifest.items:
        value = item.get("isvisible")
        if value is not None and value not in {"true", "false"}:
            yield Finding(
                f"`isvisible` is `{short(value)}`", subject.xml.span(item, "isvisible"), help='write `isvisible="true"`'
            )

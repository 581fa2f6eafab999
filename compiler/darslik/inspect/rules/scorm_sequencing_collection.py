"""SCORM 2004: sequencings that activities share."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.diagnostics import Label, Severity
from darslik.inspect.manifest import SS, child, children
from darslik.inspect.rule import Finding, rule
from darslik.inspect.sequencing.findings import suggested
from darslik.inspect.subject import Subject


@rule(Severity.ERROR, "scorm2004", covers="S1")
def empty_sequencing_collection(subject: Subject) -> Iterator[Finding]:
    """The collection of shared sequencings is empty.

    A `sequencingCollection` holds at least one `sequencing` (ADL requirement 23.1); the manifest is not valid without.

    Bad:
        === imsmanifest.xml
        <imsss:sequencingCollection></imsss:sequencingCollection>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing IDRef="shared"/>
        </item>
        <imsss:sequencingCollection><imsss:sequencing ID="shared"/></imsss:sequencingCollection>
    """
    for collection in children(subject.manifest.root, "sequencingCollection", SS):
        if child(collection, "sequencing", SS) is None:
            yield Finding(
                "`imsss:sequencingCollection` holds no `imsss:sequencing`",
                subject.xml.span(collection),
                help="delete the element, or put the shared sequencings into it",
            )


@rule(Severity.ERROR, "scorm2004", covers="S1")
def shared_sequencing_without_id(subject: Subject) -> Iterator[Finding]:
    """A shared sequencing has no name.

    Activities refer to it by its `ID` (ADL requirement 31.3); without one its rules never work anywhere.

    Bad:
        === imsmanifest.xml
        <imsss:sequencingCollection>
          <imsss:sequencing><imsss:controlMode flow="true"/></imsss:sequencing>
        </imsss:sequencingCollection>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing IDRef="shared"/>
        </item>
        <imsss:sequencingCollection>
          <imsss:sequencing ID="shared"><imsss:controlMode flow="true"/></imsss:sequencing>
        </imsss:sequencingCollection>
    """
    for one in subject.sequencings.collected:
        name = one.get("ID")
        if name is None or not name.strip():
            yield Finding(
                "a shared `imsss:sequencing` has no `ID`" if name is None else "the `ID` of a sequencing is blank",
                subject.xml.span(one, "ID"),
                label="no activity can refer to this",
                help='name it, as `ID="shared"`, and refer to it with `IDRef="shared"`',
            )


@rule(Severity.ERROR, "scorm2004", covers="S1")
def shared_sequencing_repeated(subject: Subject) -> Iterator[Finding]:
    """Two shared sequencings have the same name.

    Which of them an `IDRef` means is then up to the LMS: some take the first, some the last (ADL requirement 31.3).

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing IDRef="shared"/>
        </item>
        <imsss:sequencingCollection>
          <imsss:sequencing ID="shared"/>
          <imsss:sequencing ID="shared"><imsss:controlMode flow="true"/></imsss:sequencing>
        </imsss:sequencingCollection>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing IDRef="shared"/>
        </item>
        <imsss:sequencingCollection><imsss:sequencing ID="shared"/></imsss:sequencingCollection>
    """
    for one in subject.sequencings.collected:
        name = (one.get("ID") or "").strip()
        first = subject.sequencings.shared.get(name)
        if first is not None and first is not one:
            yield Finding(
                f"there are two shared sequencings `{name}`",
                subject.xml.span(one, "ID"),
                related=(Label(subject.xml.span(first, "ID"), "the first one"),),
                help="give each a name of its own",
                evidence=name,
            )


@rule(Severity.ERROR, "scorm2004", covers="S1")
def shared_sequencing_refers_on(subject: Subject) -> Iterator[Finding]:
    """A shared sequencing refers to another one.

    Only activities refer to shared sequencings; those hold everything themselves (ADL requirement 31.4). What is named
    there is not taken over.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing IDRef="shared"/>
        </item>
        <imsss:sequencingCollection><imsss:sequencing ID="shared" IDRef="shared"/></imsss:sequencingCollection>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing IDRef="shared"/>
        </item>
        <imsss:sequencingCollection><imsss:sequencing ID="shared"/></imsss:sequencingCollection>
    """
    for one in subject.sequencings.collected:
        wanted = one.get("IDRef")
        if wanted is not None:
            yield Finding(
                f"a shared sequencing refers to another, `{wanted}`",
                subject.xml.span(one, "IDRef"),
                label="this reference does nothing",
                help="copy what it should take over, and delete `IDRef`",
                evidence=wanted,
            )


@rule(Severity.WARNING, "scorm2004", covers="N4a")
def shared_sequencing_unused(subject: Subject) -> Iterator[Finding]:
    """No activity refers to a shared sequencing.

    Its rules work nowhere. Often the reference was forgotten, and with it the order or the limits that the author
    wanted: a shared sequencing does nothing until an activity names it in its `IDRef` (ADL requirement 31.4.3).

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing><imsss:controlMode flow="true"/></imsss:sequencing>
        </item>
        <imsss:sequencingCollection><imsss:sequencing ID="shared"/></imsss:sequencingCollection>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing IDRef="shared"><imsss:controlMode flow="true"/></imsss:sequencing>
        </item>
        <imsss:sequencingCollection><imsss:sequencing ID="shared"/></imsss:sequencingCollection>
    """
    for name, one in subject.sequencings.shared.items():
        if one not in subject.sequencings.users:
            yield Finding(
                f"no activity refers to the shared sequencing `{name}`",
                subject.xml.span(one, "ID"),
                label="these rules work nowhere",
                help=f'name it in the sequencing of an activity, as `IDRef="{name}"`, or delete it',
                evidence=name,
            )


@rule(Severity.ERROR, "scorm2004", covers="S2")
def sequencing_of_activity_with_id(subject: Subject) -> Iterator[Finding]:
    """The sequencing of an item or organization has an `ID`.

    Only those of the collection are referred to and have one (ADL requirement 31.3.4). `IDRef` was probably meant.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing ID="own"><imsss:controlMode flow="true"/></imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing><imsss:controlMode flow="true"/></imsss:sequencing>
        </item>
    """
    for activity in subject.manifest.activities:
        for one in children(activity, "sequencing", SS):
            name = one.get("ID")
            if name is not None:
                known = name.strip() in subject.sequencings.shared
                yield Finding(
                    f"the sequencing of an activity has an `ID`, `{name}`",
                    subject.xml.span(one, "ID"),
                    help="write `IDRef` instead of `ID`" if known else "delete `ID`",
                    evidence=name,
                )


@rule(Severity.ERROR, "scorm2004", covers="S2")
def unknown_shared_sequencing(subject: Subject) -> Iterator[Finding]:
    """An activity refers to a shared sequencing that the collection does not have.

    The `IDRef` must be the `ID` of a sequencing in the `sequencingCollection` (ADL requirement 31.4.3). Otherwise the
    rules that were meant for the activity do not work, or the LMS refuses the package.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing IDRef="shared"/>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing IDRef="shared"/>
        </item>
        <imsss:sequencingCollection><imsss:sequencing ID="shared"/></imsss:sequencingCollection>
    """
    shared = subject.sequencings.shared
    for activity in subject.manifest.activities:
        for one in children(activity, "sequencing", SS):
            wanted = one.get("IDRef")
            if wanted is not None and wanted.strip() not in shared:
                yield Finding(
                    f"the `sequencingCollection` has no sequencing `{wanted}`",
                    subject.xml.span(one, "IDRef"),
                    label="these rules are missing",
                    help=suggested(wanted, shared) or "add it to the collection, or delete `IDRef`",
                    evidence=wanted,
                )

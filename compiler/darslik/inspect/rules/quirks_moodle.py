"""What stops an import or changes a title where manifests are read by a hand-written reader; seen in Moodle 4.5."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from darslik.diagnostics import Span
from darslik.inspect.manifest import SS, children, text_of
from darslik.inspect.quirk import quirk
from darslik.inspect.rule import Finding
from darslik.inspect.subject import Subject
from darslik.profiles.model import Settings

_NUMERIC = re.compile(r"&#(?:[0-9]+|x[0-9A-Fa-f]+);")


@quirk("scorm12", "scorm2004", covers="Q-Moodle", needs="characters")
def title_longer_than_kept(subject: Subject, settings: Settings) -> Iterator[Finding]:
    """A title in the manifest has more characters than this LMS has room for.

    The column of its database is narrower than the title, and the import ends with an error of the database.

    Settings: {characters: 20}
    Bad:
        === imsmanifest.xml
        <title>A title of more than twenty characters</title>
    Good:
        === imsmanifest.xml
        <title>A shorter title</title>
    """
    for title in _titles(subject):
        length = len(text_of(title))
        if settings.characters is not None and length > settings.characters:
            yield Finding(
                f"a title of {length} characters; {settings.characters} are kept",
                subject.xml.inner(title),
                help="shorten it",
            )


@quirk("scorm12", "scorm2004", covers="Q-Moodle")
def title_with_numeric_reference(subject: Subject, settings: Settings) -> Iterator[Finding]:
    """A title has a character by its number, such as `&#8217;`, which this LMS shows as it is written.

    Only the five named ones (`&amp;`, `&lt;`, `&gt;`, `&quot;`, `&apos;`) are understood.

    Bad:
        === imsmanifest.xml
        <title>The learner&#8217;s first lesson</title>
    Good:
        === imsmanifest.xml
        <title>The learner’s first lesson</title>
    """
    del settings
    for title in _titles(subject):
        span = subject.xml.inner(title)
        line = subject.xml.lines[span.line - 1] if span.line <= len(subject.xml.lines) else ""
        seen = _NUMERIC.search(line, span.column - 1, span.column - 1 + span.length)
        if seen:
            yield Finding(
                f"learners would read `{seen[0]}` in this title",
                Span(span.file, span.line, seen.start() + 1, len(seen[0])),
                help="save the manifest as UTF-8 with the character itself",
            )


@quirk("scorm12", "scorm2004", covers="Q-Moodle")
def title_dropped(subject: Subject, settings: Settings) -> Iterator[Finding]:
    """A title is `0`, which this LMS takes for no title.

    The item appears without a name, or its identifier takes the title's place.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>0</title></item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Lesson 0</title></item>
    """
    del settings
    for title in _titles(subject):
        if text_of(title) == "0":
            yield Finding("the title `0` counts as none", subject.xml.inner(title), help="add a word")


@quirk("scorm2004", covers="Q-Moodle")
def objective_map_stops_import(subject: Subject, settings: Settings) -> Iterator[Finding]:
    """The sequencing maps an objective to a global one, at which the import of this LMS breaks off.

    `imsss:mapInfo` (SN 3.10) is read by code that PHP 8 no longer runs: the import ends with a fatal error.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:objectives>
              <imsss:primaryObjective objectiveID="primary" satisfiedByMeasure="false">
                <imsss:mapInfo targetObjectiveID="all" readSatisfiedStatus="true" writeSatisfiedStatus="true"/>
              </imsss:primaryObjective>
            </imsss:objectives>
          </imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
    """
    del settings
    first = next(iter(subject.manifest.root.iter(f"{{{SS}}}mapInfo")), None)
    if first is not None:
        yield Finding(
            "`imsss:mapInfo` ends the import",
            subject.xml.span(first),
            help="export the course as one SCO, which needs no objectives shared between parts",
        )


def _titles(subject: Subject) -> Iterator[etree._Element]:
    for activity in subject.manifest.activities:
        yield from children(activity, "title")[:1]

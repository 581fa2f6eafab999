"""Files that single LMSs refuse, serve wrongly or are slow with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from darslik.diagnostics import Span
from darslik.inspect.quirk import quirk
from darslik.inspect.rule import Finding
from darslik.inspect.subject import Subject
from darslik.profiles.model import Settings

_HASH = re.compile(r"(?:^|[._-])(?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{8,64}\.[A-Za-z0-9.]+\Z")
_MEGA = 1_000_000


@quirk("any", covers="Q34 Q63", needs="endings")
def file_type_refused(subject: Subject, settings: Settings) -> Iterator[Finding]:
    r"""The package has a file of a kind that this LMS does not take.

    It refuses the whole zip for one file that a server could run, whatever that file is there for.

    Settings: {endings: [.htaccess]}
    With: server-side-file
    Bad:
        === .htaccess
        Options -Indexes
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
          <file href="index.html"/><file href="lesson.js"/><file href=".htaccess"/>
        </resource>
    Good:
        === imsmanifest.xml
        \base
    """
    for path in subject.package.paths():
        if path.lower().endswith(settings.endings):
            yield Finding(
                "a file of this kind makes the whole package be refused",
                Span(path),
                help="leave it out, or offer it to learners inside a zip of its own",
            )


@quirk("any", covers="Q-Moodle", needs="endings")
def file_type_served_wrong(subject: Subject, settings: Settings) -> Iterator[Finding]:
    r"""The package has a file that this LMS serves with the wrong media type.

    Browsers refuse module scripts that come as plain text, and compile WebAssembly more slowly, or not at all, from
    another type than `application/wasm`.

    Settings: {endings: [.mjs]}
    Bad:
        === part.mjs
        export const one = 1;
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
          <file href="index.html"/><file href="lesson.js"/><file href="part.mjs"/>
        </resource>
    Good:
        === imsmanifest.xml
        \base
    """
    for path in subject.package.paths():
        if path.lower().endswith(settings.endings):
            yield Finding(
                "this file comes with the wrong media type",
                Span(path),
                help="name module scripts `.js`; load WebAssembly with `WebAssembly.instantiate` from bytes",
            )


@quirk("any", covers="Q63", needs="megabytes")
def package_too_large(subject: Subject, settings: Settings) -> Iterator[Finding]:
    r"""The package is larger than what can be uploaded to this LMS.

    Reckoned is what its files have together, unpacked. The zip is smaller, but the large files, video and sound, hardly
    become smaller by packing.

    Settings: {megabytes: 1}
    Bad:
        === media/film.mp4
        \size 1100000
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
          <file href="index.html"/><file href="lesson.js"/><file href="media/film.mp4"/>
        </resource>
    Good:
        === imsmanifest.xml
        \base
    """
    sizes = {path: subject.package.size(path) for path in subject.package.paths()}
    total = sum(sizes.values())
    if settings.megabytes is not None and total > settings.megabytes * _MEGA:
        largest = max(sizes, key=lambda path: sizes[path])
        yield Finding(
            f"the files have {total / _MEGA:,.1f} MB; {settings.megabytes:g} MB can be uploaded",
            Span(largest),
            label="the largest file",
            help="compress videos and pictures, or host the videos elsewhere",
        )


@quirk("any", covers="Q71", needs="files")
def many_files(subject: Subject, settings: Settings) -> Iterator[Finding]:
    r"""The package has many files, each of which is a request to a server that may be slow.

    LMSs look each file up in a database and check the learner's rights: hundreds of small files make pages stall.

    Settings: {files: 20}
    Bad:
        === one-more.txt
        Text.
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
          <file href="index.html"/><file href="lesson.js"/><file href="one-more.txt"/>
        </resource>
    Good:
        === imsmanifest.xml
        \base
    """
    count = sum(1 for _ in subject.package.paths())
    if settings.files is not None and count > settings.files:
        yield Finding(
            f"the package has {count:,} files; more than {settings.files:,} are slow here",
            Span(subject.package.name),
            help="put scripts, styles and small pictures together",
        )


@quirk("any", covers="Q32")
def file_name_with_hash(subject: Subject, settings: Settings) -> Iterator[Finding]:
    """The name of a file has a fingerprint of its content, so that it changes with each export.

    This LMS lets files be replaced only by files of the same names: a new export cannot take the old one's place.

    Bad:
        === app.3f9a1c7e.txt
        Text.
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
          <file href="index.html"/><file href="lesson.js"/><file href="app.3f9a1c7e.txt"/>
        </resource>
    Good:
        === app.txt
        Text.
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
          <file href="index.html"/><file href="lesson.js"/><file href="app.txt"/>
        </resource>
    """
    del settings
    for path in subject.package.paths():
        if _HASH.search(path.rsplit("/", 1)[-1]):
            yield Finding(
                "the name of this file changes with its content",
                Span(path),
                help="switch fingerprints in file names off in the authoring tool",
            )

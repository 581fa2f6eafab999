"""What differs in the package itself: standard, identifiers, files; and the words and looks that only show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from darslik.diagnostics import Span
from darslik.diff.change import Change, Class
from darslik.diff.package import Known
from darslik.diff.structure import Pairing
from darslik.diff.tracked import Item, Origin, Page

_GENERATED = ("pages/", "assets/")
_SCHEMAS = (".xsd", ".dtd")
_WEB_APP = {"sw.js", "app.webmanifest"}
_MANIFESTS = ("imsmanifest.xml", "cmi5.xml", "tincan.xml")


def identity(old: Known, new: Known, both: Pairing) -> Iterator[Change]:
    """Whether it is the same course in the same form."""
    one, two, at = old.passport.course, new.passport.course, both.places
    if one.id != two.id:
        yield Change("course-id-changed", "the course has another id", at.rule("id"), one.id, two.id)
    if one.target != two.target:
        yield Change("target-changed", "the package is of another standard", None, one.target, two.target)
    yield from _languages(one, two)
    if old.passport.tracking.split != new.passport.tracking.split:
        words = {True: "one part a module", False: "one part for the course"}
        before, after = words[old.passport.tracking.split], words[new.passport.tracking.split]
        yield Change("split-changed", "the package is cut into other parts", None, before, after)
    if one.version != two.version:
        yield Change("version-changed", "the course has another version", at.rule("version"), one.version, two.version)
    if one.theme != two.theme:
        yield Change("theme-changed", "the course has another theme", at.rule("theme"), one.theme, two.theme)
    options, others = old.passport.tracking.options, new.passport.tracking.options
    if one.target == two.target and options != others:
        changed = sorted(key for key in {*options, *others} if options.get(key) != others.get(key))
        what = f"another way of recording ({', '.join(changed)})"
        yield Change("recording-changed", what, at.rule("targets"))


def _languages(one: Origin, two: Origin) -> Iterator[Change]:
    if one.language != two.language:
        yield Change("language-changed", "the package is in another language", None, one.language, two.language)
    elif one.languages != two.languages:
        before, after = ", ".join(one.languages), ", ".join(two.languages)
        yield Change("language-changed", "the package has other languages", None, before, after)


def identifiers(old: Known, new: Known, both: Pairing) -> Iterator[Change]:
    """What the LMS knows the parts of the package by."""
    one, two = old.passport.tracking.manifest, new.passport.tracking.manifest
    if old.passport.course.target != new.passport.course.target:
        return
    if one.id != two.id and old.passport.course.language == new.passport.course.language:
        yield Change("manifest-renamed", "the manifest has another identifier", both.places.rule("id"), one.id, two.id)
    before, after = {item.id: item for item in one.items}, {item.id: item for item in two.items}
    for name in before.keys() - after.keys():
        yield Change("item-removed", f"the manifest no longer has `{name}`", both.places.rule("modules"), name)
    for name in after.keys() - before.keys():
        yield Change("item-added", f"the manifest has `{name}`, which is new", both.places.rule("modules"), "", name)
    for name in before.keys() & after.keys():
        yield from _item(before[name], after[name], both)


def _item(old: Item, new: Item, both: Pairing) -> Iterator[Change]:
    at = both.places.rule("pass-when")
    if (old.mastery, old.move_on) != (new.mastery, new.move_on):
        words = [f"{item.mastery or 'no mark'}{', ' + item.move_on if item.move_on else ''}" for item in (old, new)]
        yield Change("mastery-changed", f"the manifest tells the LMS another mark for `{new.id}`", at, *words)
    if (old.sco, old.launch) != (new.sco, new.launch):
        names = [f"{item.sco or ''} {item.launch or 'none'}".strip() for item in (old, new)]
        yield Change("launch-changed", f"`{new.id}` starts with another file", both.places.rule("modules"), *names)


def words(old: Known, new: Known, both: Pairing) -> Iterator[Change]:
    """Titles and texts."""
    at, titles = both.places, (old.passport.tracking.title, new.passport.tracking.title)
    if titles[0] != titles[1]:
        yield Change("title-changed", "the course has another title", at.rule("title"), *titles)
    for one, two in both.modules.pairs:
        yield from _title(f"module `{two.id}`", one.title, two.title, at.module(two.id, "title"))
    lessons = {lesson.id: lesson for lesson in both.new.lessons}
    for lesson in both.old.lessons:
        now = lessons.get(both.lessons.get(lesson.id, ""))
        if now:
            yield from _title(f"lesson `{now.id}`", lesson.title, now.title, at.lesson(now.id))
    for before, after in both.pages.pairs:
        yield from _page(before, after, both)
    yield from _extras(both)


def _title(name: str, old: str, new: str, span: Span) -> Iterator[Change]:
    if old != new:
        yield Change("title-changed", f"{name} has another title", span, old, new)


def _extras(both: Pairing) -> Iterator[Change]:
    pairs = [
        *(("notes", one, two) for one, two in both.notes.pairs),
        *(("scenarios", one, two) for one, two in both.scenarios.pairs),
    ]
    for section, old, new in pairs:
        if old.text != new.text or old.nodes != new.nodes:
            span = both.places.part("notes" if section == "notes" else "scenarios", new.id)
            yield Change("text-changed", f"`{new.id}` has other words or steps", span)


def _page(old: Page, new: Page, both: Pairing) -> Iterator[Change]:
    span = both.places.page(new.id)
    yield from _title(f"page `{new.id}`", old.title, new.title, span)
    if old.title == new.title and old.text != new.text:
        yield Change("text-changed", f"the text of page `{new.id}`", span)


def files(old: Known, new: Known, both: Pairing) -> Iterator[Change]:
    """Media and other files that are not made from the pages."""
    before, after = old.passport.files, new.passport.files
    for path in sorted(before.keys() | after.keys()):
        if path.startswith(_GENERATED) or path.endswith((*_SCHEMAS, ".html")) or path in {*_MANIFESTS, *_WEB_APP}:
            continue
        if path not in after:
            yield Change("file-removed", f"the file {path} is gone")
        elif path not in before:
            yield Change("file-added", f"the file {path} is new")
        elif before[path] != after[path]:
            yield Change("media-changed", f"the file {path} has another content")
    if old.passport.course.target == new.passport.course.target:
        yield from _runtime(old, new, before, after)


def _runtime(old: Known, new: Known, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    versions = old.passport.darslik, new.passport.darslik
    runtime = "assets/runtime.js"
    if before.get(runtime) != after.get(runtime) or versions[0] != versions[1]:
        said = versions if versions[0] != versions[1] else ("", "")
        yield Change("runtime-changed", "darslik's player is another one", None, *said)


def looks(old: Known, new: Known, both: Pairing, found: list[Change]) -> Iterator[Change]:
    """Files that differ although nothing that was found says why: texts of the interface, styles, sealed reviews."""
    before, after = old.passport.files, new.passport.files
    differing = {path for path in before.keys() & after.keys() if before[path] != after[path]}
    said = {change.what for change in found}
    structure = any(change.level > Class.COSMETIC or change.kind == "title-changed" for change in found)
    for one, two in both.pages.pairs:
        quiet = one.text == two.text and one.title == two.title
        asked = [question.id for question in two.questions]
        if two.file in differing and quiet and not any(f"`{name}`" in text for name in asked for text in said):
            span = both.places.page(two.id)
            yield Change("text-changed", f"feedback, explanations or marking data on page `{two.id}`", span)
    rest = [
        path for path in sorted(differing) if path.endswith(".html") or path in {"assets/course.js", "app.webmanifest"}
    ]
    if rest and not structure:
        yield Change("appearance-changed", f"cover, styles or texts of the interface ({', '.join(rest)})")
    elif differing and not found:
        yield Change("appearance-changed", f"generated files ({', '.join(sorted(differing)[:3])})")


def facts(old: Known, new: Known) -> set[str]:
    """What LMS profiles ask about and no single change says."""
    before, after = old.passport.files, new.passport.files
    found = set()
    if before.keys() != after.keys():
        found.add("files-differ")
    if any(before.get(name) != after.get(name) for name in _MANIFESTS):
        found.add("manifest-differs")
    if before != after:
        found.add("bytes-differ")
    if old.passport.tracking.manifest.schema_version != new.passport.tracking.manifest.schema_version:
        found.add("edition-differs")
    return found

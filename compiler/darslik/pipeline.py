"""The whole path of a build, one function a step.

    read     course folder            → Course, findings        (source/)
    check    Course                   → findings                (checks/)
    lock     Course, darslik.lock     → Lock, findings          (lock/)
    plan     Course, Lock             → Plan                    (plan/)
    render   Plan, language, theme    → Site                    (render/)
    lower    Site, target             → package tree            (targets/)
    pack     package tree             → zip                     (package/archive.py)
    verify   zip                      → nothing, or a Bug       (package/verify.py)

An author sees everything at once: what could be read is checked even if other parts could not (but for checks that need
the whole). Errors stop the build after `check`. What is wrong after that is our mistake and raises `Bug`.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from darslik.checks import run_checks
from darslik.checks.state import check_budget
from darslik.diagnostics import Diagnostic, Sink, Span, has_errors, tidy
from darslik.diff.record import record
from darslik.errors import Bug
from darslik.lock.locked import Locked, lock_course, refuse_changes
from darslik.lock.neighbours import not_alone
from darslik.model.tree import Course
from darslik.package.archive import write_zip
from darslik.package.tree import PackageTree
from darslik.package.verify import verify as verify_zip
from darslik.plan.plan import Plan
from darslik.plan.resolve import make_plan
from darslik.profiles.build import refuse, with_options
from darslik.profiles.model import Profile
from darslik.provenance.commit import Commit
from darslik.render.site import Site, render_several, render_site
from darslik.render.theme import Theme, find_theme
from darslik.source.course import read_course
from darslik.source.files import DiskFiles, Files
from darslik.source.siblings import Sibling
from darslik.targets import Target, targets
from darslik.translate.overlay import Translated, with_catalogues
from darslik.version import VERSION


@dataclass(frozen=True)
class Checked:
    """A course that was read and checked; `course`, `locked` and `plan` are none if it cannot be built."""

    course: Course | None
    theme: Theme | None
    found: list[Diagnostic]
    locked: Locked | None = None
    plan: Plan | None = None
    profiles: tuple[Profile, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether it can be built."""
        whole = self.course is not None and self.theme is not None and self.plan is not None
        return whole and not has_errors(self.found)


@dataclass(frozen=True)
class Made:
    """What a package is made from and for: the commit of its source, and LMSs."""

    commit: Commit | None = None
    profiles: tuple[Profile, ...] = ()


@dataclass(frozen=True)
class Package:
    """A finished package."""

    name: str
    target: str
    language: str
    zip: bytes
    pages: int
    questions: int

    @property
    def sha256(self) -> str:
        """SHA-256 of the zip, in hexadecimal."""
        return hashlib.sha256(self.zip).hexdigest()


def check(
    files: Files,
    target_names: Sequence[str] = (),
    *,
    split: bool = False,
    frozen: bool = False,
    siblings: Sequence[Sibling] = (),
    profiles: Sequence[Profile] = (),
) -> Checked:
    """Read and check a course; `target_names` adds what those targets would lose.

    `frozen`: its lock must not change. `siblings`: courses in the folders beside this one. `profiles`: the LMSs that it
    is built for.
    """
    sink = Sink()
    root = files.root if isinstance(files, DiskFiles) else None
    files = with_catalogues(files, sink)
    course = read_course(files, sink)
    if course is None:
        return Checked(None, None, tidy(sink.found))
    if profiles:
        refuse(course, profiles, target_names, sink)
        course = with_options(course, profiles, sink)
    span = course.document.values.get(("theme",), Span("course.yaml"))
    theme = find_theme(course.node.theme, root, span, sink)
    found = [*sink.found, *run_checks(course, theme, whole=not sink.errors)]
    for name in target_names:
        losses = Sink()
        targets()[name].losses(course, split, losses)
        found += losses.found
    locks = Sink()
    locked = lock_course(files, course, locks, whole=not has_errors(found))
    if not has_errors(found):
        not_alone(course, locked.before if locked else None, siblings, locks)
    if locked and frozen:
        refuse_changes(locked, locks)
    plan = make_plan(course, locked.lock) if locked else None
    if plan:
        check_budget(plan, course, target_names, locks, split=split)
    from darslik.checks.suppress import without_accepted

    said = without_accepted(course, [*found, *locks.found])
    placed = files.replaced(said) if isinstance(files, Translated) else said
    return Checked(course, theme, tidy(placed), locked, plan, tuple(profiles))


def build(
    checked: Checked,
    target_names: Sequence[str],
    languages: Sequence[str],
    *,
    split: bool = False,
    multi: bool = False,
    commit: Commit | None = None,
) -> Iterator[Package]:
    """Packages of a course that is ok, one by one: language by language, target by target.

    `multi`: one package a target, with all of the languages and a switch in it; what is said of it is in the first of
    them. `commit`: where the course comes from, for their records. Raises Bug if a package does not verify.
    """
    plan = checked.plan
    if plan is None or checked.theme is None:
        raise Bug("build", "a course with errors cannot be built")
    for site in _sites(plan, languages, checked.theme, multi=multi):
        for name in target_names:
            yield pack(plan, site, targets()[name], split=split, origin=Made(commit, checked.profiles))


def _sites(plan: Plan, languages: Sequence[str], theme: Theme, *, multi: bool) -> Iterator[Site]:
    if multi:
        yield render_several(plan, languages, theme)
        return
    for language in languages:
        yield render_site(plan, language, theme)


def pack(plan: Plan, site: Site, target: Target, *, split: bool, origin: Made = Made()) -> Package:
    """Lower, zip, read back."""
    tree = target.lower(site, split)
    tree.add("darslik.json", provenance(plan, site, target, tree, origin))
    data = io.BytesIO()
    write_zip(_manifest_first(tree), data)
    _verify(data, target)
    name = f"{plan.name}-{site.label}-{target.name}.zip"
    return Package(name, target.name, site.label, data.getvalue(), len(plan.pages), len(plan.questions))


def _manifest_first(tree: PackageTree) -> list[tuple[str, bytes]]:
    first = ("imsmanifest.xml", "cmi5.xml", "tincan.xml", "index.html")
    return sorted(tree.items(), key=lambda item: (item[0] not in first, item[0]))


def _verify(data: IO[bytes], target: Target) -> None:
    problems = verify_zip(data, target.name)
    if problems:
        raise Bug(f"verify {target.name}", "; ".join(problems[:5]))


def provenance(plan: Plan, site: Site, target: Target, tree: PackageTree, origin: Made) -> str:
    """`darslik.json`: what this package was made from, and the hash of each of its files."""
    value = {
        "darslik": VERSION,
        "course": {
            "id": plan.iri,
            "version": plan.node.version,
            "language": site.label,
            **({"languages": list(site.languages)} if site.variants else {}),
            "target": target.name,
            "theme": site.theme.name,
            "licence": plan.node.licence,
            "review": _review(plan, site.lang),
            **({"reviews": _reviews(plan, site.languages)} if site.variants else {}),
        },
        "source": {"sha256": plan.source_hash, **(origin.commit.as_data() if origin.commit else {})},
        **({"profiles": [profile.id for profile in origin.profiles]} if origin.profiles else {}),
        "files": {path: hashlib.sha256(body).hexdigest() for path, body in tree.items()},
    }
    head = json.dumps(value, ensure_ascii=False, indent=1)
    # One line: it is for `darslik diff`, not for people, and indented it would be thrice as long.
    tracking = json.dumps(record(site, tree), ensure_ascii=False, separators=(",", ":"))
    return f'{head.removesuffix("}").rstrip()},\n "tracking": {tracking}\n}}\n'


def _reviews(plan: Plan, languages: Sequence[str]) -> dict[str, dict[str, Any]]:
    return {lang: _review(plan, lang) for lang in languages}


def _review(plan: Plan, lang: str) -> dict[str, Any]:
    """What people say of a language; of a translation also how many texts are in which state."""
    texts = plan.texts.get(lang)
    return {**plan.review[lang].model_dump(exclude_none=True), **({"texts": dict(texts)} if texts else {})}


def open_course(folder: Path) -> DiskFiles:
    """The course folder at a path."""
    return DiskFiles(folder)

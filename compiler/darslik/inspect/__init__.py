"""The whole path of `darslik inspect`, one step a function: any package → what is wrong with it.

    open       path              → Package, findings    (archive.py: hostile until proven otherwise)
    recognise  Package           → kinds                (recognise.py: which standards it claims, several at once)
    read       Package, kind     → Document             (xml.py: a located tree)
    judge      Subject           → findings             (rules/: one function a rule)

Nothing in a package is ever run, fetched or written to disk.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from darslik.diagnostics import Diagnostic, Sink, tidy
from darslik.inspect.archive import Package, open_package
from darslik.inspect.limits import Limits
from darslik.inspect.quirk import for_profiles
from darslik.inspect.recognise import Kind, recognise
from darslik.inspect.rule import judge
from darslik.inspect.schemas.once import said_once
from darslik.inspect.subject import Subject
from darslik.inspect.xml import read_document
from darslik.profiles import Profile, choose


@dataclass(frozen=True)
class Options:
    """What the user asked for. `standard`: judge it as this, whatever it seems to be. `profiles`: of LMSs."""

    standard: str | None = None
    profiles: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Inspection:
    """What came of it. `package` is none if it was refused; `subjects`: one for each kind that could be read."""

    path: str
    package: Package | None
    kinds: tuple[Kind, ...]
    subjects: tuple[Subject, ...]
    found: Sequence[Diagnostic]


def inspect(path: Path, options: Options | None = None, profiles: Sequence[Profile] = ()) -> Inspection:
    """Inspect a zip, a folder or a bare cmi5.xml. `profiles`: LMSs beside those that the options name.

    Raises OSError if there is nothing to read at the path, NoProfile or BadProfile for a profile that cannot be used.
    """
    options = options or Options()
    sink = Sink()
    package = open_package(path, options.limits, sink)
    if package is None:
        return Inspection(path.as_posix(), None, (), (), tidy(sink.found))
    kinds = recognise(package, options.standard, sink)
    subjects = tuple(_subjects(package, kinds, options, sink))
    subjects_of_all = (Subject(package, None, None, options.limits), *subjects)
    found = [*sink.found, *(one for subject in subjects_of_all for one in judge(subject, subject.rules_of))]
    for subject in subjects:
        found = said_once(subject.xml, found)
    lmss = [*profiles, *choose(options.profiles)]
    if lmss:
        found = for_profiles(found, lmss, subjects_of_all)
    return Inspection(path.as_posix(), package, kinds, subjects, tidy(found))


def _subjects(package: Package, kinds: Sequence[Kind], options: Options, sink: Sink) -> Iterator[Subject]:
    for kind in (one for one in kinds if one.file.endswith(".xml")):
        document = read_document(package, kind.file, options.limits, sink)
        if document is not None:
            yield Subject(package, kind, document, options.limits)

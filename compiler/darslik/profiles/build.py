"""What the profiles of LMSs change in a build: targets, their options, and what is said of the finished package."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from darslik.diagnostics import Diagnostic, Severity, Sink
from darslik.model.course import TargetOptions
from darslik.model.tree import Course
from darslik.profiles.model import Profile
from darslik.profiles.read import over
from darslik.rules import define
from darslik.source.files import Files, MemoryFiles

DEFAULT = "scorm12"

define(
    "target-not-taken",
    Severity.ERROR,
    """
    An LMS for which the course is built does not take this target.

    The profile says which standards and editions the LMS plays (`darslik profiles NAME` shows the evidence). A package
    that it refuses, or plays by other rules, would only be found out there.

    Bad:
    darslik build COURSE --profile docebo -t scorm2004-4
    Good:
    darslik build COURSE --profile docebo -t scorm2004-3
    """,
    about=("build",),
)
define(
    "profiles-disagree",
    Severity.ERROR,
    """
    Two LMSs for which the course is built want different values of one option.

    A package has one value. Build one package for each of the LMSs, or write the option into `course.yaml`, under
    `targets`: what the course says itself stays.

    Bad:
    darslik build COURSE --profile sumtotal --profile frappe
    Good:
    darslik build COURSE --profile sumtotal
    darslik build COURSE --profile frappe
    """,
    about=("build",),
)


def preferred(profiles: Iterable[Profile]) -> list[str]:
    """What is built if no target is named: what each LMS prefers."""
    return list(dict.fromkeys(one.prefer.target if one.prefer else DEFAULT for one in profiles)) or [DEFAULT]


def takes(profile: Profile, target: str) -> bool:
    """Whether an LMS takes a target, as far as is known."""
    return profile.taken is None or target in profile.taken.settings.takes


def refuse(course: Course, profiles: Iterable[Profile], targets: Sequence[str], sink: Sink) -> None:
    """Report each target that one of the LMSs does not take."""
    for profile in profiles:
        row = profile.taken
        for target in targets:
            if row is not None and not takes(profile, target):
                sink.add(
                    "target-not-taken",
                    f"{profile.name} does not take the target `{target}`",
                    course.document.key(("targets", target)),
                    help=(f"{row.text} What helps: {row.do}", f"evidence: {'; '.join(row.evidence)}"),
                )


def with_options(course: Course, profiles: Iterable[Profile], sink: Sink) -> Course:
    """The course with the options that the LMSs want, where it does not say them itself."""
    wanted = TargetOptions()
    says: dict[tuple[str, str], tuple[str, object]] = {}
    for profile in profiles:
        for target in sorted(profile.build.model_fields_set):
            options = getattr(profile.build, target)
            for option in sorted(options.model_fields_set):
                value = getattr(options, option)
                name, other = says.setdefault((target, option), (profile.name, value))
                if other != value:
                    sink.add(
                        "profiles-disagree",
                        f"{name} and {profile.name} want different values of `{option.replace('_', '-')}`",
                        course.document.key(("targets", target.replace("_", "-"))),
                        help="build one package for each of them",
                    )
        wanted = over(wanted, profile.build)
    node = course.node.model_copy(update={"targets": over(wanted, course.node.targets)})
    return replace(course, node=node)


def unfit(path: Path, profiles: Sequence[Profile]) -> tuple[Files, list[Diagnostic]]:
    """The files of a finished package, and what these LMSs mind in them: warnings, since the designer decides."""
    from darslik.inspect import Options, inspect

    result = inspect(path, Options(), profiles)
    rows = {row.check for profile in profiles for row in profile.quirks}
    found = [
        replace(one, severity=Severity.WARNING)
        for one in result.found
        if one.rule in rows and one.severity is not Severity.HINT
    ]
    return result.package or MemoryFiles({}), found

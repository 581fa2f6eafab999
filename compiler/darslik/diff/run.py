"""The whole of `darslik diff` but its arguments: old package, course → comparison."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from darslik import pipeline
from darslik.diff.compare import Comparison, compare
from darslik.diff.package import BadPackage, Known, read, shown
from darslik.diff.places import Places
from darslik.errors import Bug
from darslik.profiles import Profile, profiles
from darslik.render.site import MULTI
from darslik.suggest import did_you_mean
from darslik.targets import targets


@dataclass(frozen=True)
class As:
    """How the new package is built; what is none is as in the old one."""

    target: str | None = None
    language: str | None = None
    split: bool | None = None

    def over(self, old: Known) -> tuple[str, str, bool]:
        """Target, language and cut of the new package. Raises BadPackage if this darslik has no such target."""
        target = self.target or old.passport.course.target
        if target not in targets():
            name = shown(target)
            raise BadPackage(f"this darslik has no target `{name}`. {did_you_mean(name, targets())}".strip())
        split = old.passport.tracking.split if self.split is None else self.split
        return target, self.language or old.passport.course.language, split


def checked_course(folder: Path, target: str, *, split: bool, profiles: Sequence[Profile] = ()) -> pipeline.Checked:
    """The course, checked as a build would."""
    return pipeline.check(pipeline.open_course(folder), [target], split=split, profiles=profiles)


def profiles_of(old: Known, more: Sequence[Profile] = ()) -> list[Profile]:
    """The LMSs that a package was built for, from those installed and `more`. Raises BadPackage for an unknown one."""
    known = {**profiles(), **{profile.id: profile for profile in more}}
    for name in old.passport.profiles:
        if name not in known:
            raise BadPackage(f"it was built for the LMS profile `{shown(name)}`, which is not installed here")
    return [known[name] for name in dict.fromkeys(old.passport.profiles)]


def languages_of(old: Known, checked: pipeline.Checked, language: str) -> list[str]:
    """The languages of the new package: of those of the old one whatever the course has; none if it has none."""
    known = list(checked.course.node.languages) if checked.course else []
    if language != MULTI:
        return [language] if language in known else []
    return [lang for lang in old.passport.course.languages if lang in known] or known


def compared(old: Known, checked: pipeline.Checked, target: str, language: str, *, split: bool) -> Comparison:
    """Build the course in memory and compare. The lock on disk stays as it is."""
    if checked.course is None or checked.locked is None:
        raise Bug("diff", "a course with errors cannot be compared")
    known = list(checked.course.node.languages)
    languages = languages_of(old, checked, language)
    if not languages:
        raise BadPackage(
            f"it is in `{shown(language)}`, and the course has only {', '.join(known)}; choose one with `-l`"
        )
    (package,) = pipeline.build(checked, [target], languages, split=split, multi=language == MULTI)
    new = read(io.BytesIO(package.zip))
    return compare(old, new, Places(checked.course, checked.locked.lock))

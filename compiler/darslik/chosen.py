"""The targets and languages that a build was asked for. What the course or darslik does not have is a usage error."""

from __future__ import annotations

from collections.abc import Sequence

import click

from darslik.pipeline import Checked
from darslik.profiles import Profile
from darslik.profiles.build import preferred, takes
from darslik.suggest import did_you_mean
from darslik.targets import targets


def chosen_targets(names: Sequence[str], profiles: Sequence[Profile], *, everything: bool) -> list[str]:
    """Names of targets, each once, or what the LMSs prefer; `everything`: all that they take."""
    known = targets()
    for name in names:
        if name not in known:
            raise click.UsageError(
                f"there is no target `{name}`. {did_you_mean(name, known)} Targets: {', '.join(known)}"
            )
    if everything:
        return [name for name in known if all(takes(profile, name) for profile in profiles)]
    return list(dict.fromkeys(names)) or preferred(profiles)


def chosen_languages(checked: Checked, wanted: Sequence[str], *, everything: bool, multi: bool) -> list[str]:
    """Languages, each once, the source language if none is named; `everything`: all of the course.

    `multi`: for one package of several, in the order of the course; all of them if none is named.
    """
    known = list(dict.fromkeys(checked.course.node.languages)) if checked.course else []
    for lang in wanted:
        if lang not in known:
            raise click.UsageError(f"the course has no language `{lang}`; it has {', '.join(known)}")
    if everything or (multi and not wanted):
        wanted = known
    if multi and len(set(wanted)) < 2:
        raise click.UsageError("a package with a switch needs two languages or more")
    return [lang for lang in known if lang in wanted] if multi else list(dict.fromkeys(wanted)) or known[:1]

"""`darslik profiles`: the LMSs that darslik knows something about."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from darslik.profiles import BadProfile, Profile


@click.command("profiles")
@click.argument("name", required=False)
def command(name: str | None) -> None:
    """List the LMS profiles, or everything that is known of one (NAME, or a path to a YAML file), with the evidence."""
    from darslik.profiles import profiles

    if name is None:
        for profile in profiles().values():
            click.echo(f"{profile.id:<16} {profile.name}, {profile.versions}; {len(profile.quirks)} rows")
        return
    for profile in chosen([name]):
        _show(profile)


def _show(profile: Profile) -> None:
    from darslik.profiles.build import preferred

    click.echo(f"{profile.name}, {profile.versions}")
    if profile.taken:
        click.echo(f"takes {', '.join(profile.taken.settings.takes)}")
    click.echo(f"`darslik build --profile {profile.id}` builds {', '.join(preferred([profile]))}{_options(profile)}")
    for quirk in profile.quirks:
        targets = f" ({', '.join(quirk.targets)})" if quirk.targets else ""
        click.echo(f"\n{quirk.id} [{quirk.severity}]{targets}\n  {quirk.text}\n  what helps: {quirk.do}")
        if quirk.check:
            click.echo(f"  checked by: {quirk.check}")
        click.echo(f"  evidence: {'; '.join(quirk.evidence)}")


def _options(profile: Profile) -> str:
    import json

    written = profile.build.model_dump(by_alias=True, exclude_unset=True)
    return f", with {json.dumps(written, ensure_ascii=False)}" if written else ""


def chosen(names: Iterable[str]) -> list[Profile]:
    """The profiles that the user named; a wrong name, or a file with mistakes, ends the run as wrong usage."""
    from darslik.errors import Exit
    from darslik.profiles import BadProfile, NoProfile, choose

    try:
        return choose(names)
    except NoProfile as error:
        raise click.UsageError(f"{error} `darslik profiles` lists all.") from None
    except BadProfile as error:
        _print(error)
        sys.exit(Exit.USAGE)


def _print(error: BadProfile) -> None:
    from pathlib import PurePath

    from darslik.report import Report, formats
    from darslik.source.files import MemoryFiles

    path = PurePath(error.path)
    files = MemoryFiles({path.name: error.body})
    report = Report(error.found, files, path.parent.as_posix(), "the profile cannot be used")
    click.echo(formats()["human"].write(report), nl=False, err=True)

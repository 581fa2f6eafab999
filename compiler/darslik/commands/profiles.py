"""`darslik profiles`: the LMSs that darslik knows something about."""

from __future__ import annotations

import click


@click.command("profiles")
@click.argument("name", required=False)
def command(name: str | None) -> None:
    """List the LMS profiles, or everything that is known of one, with the evidence."""
    from darslik.profiles import profiles
    from darslik.suggest import did_you_mean

    known = profiles()
    if name is None:
        for profile in known.values():
            click.echo(f"{profile.id:<16} {profile.name}, {profile.versions}; {len(profile.quirks)} rows")
        return
    if name not in known:
        raise click.UsageError(
            f"there is no profile `{name}`. {did_you_mean(name, known)} `darslik profiles` lists all."
        )
    profile = known[name]
    click.echo(f"{profile.name}, {profile.versions}")
    for quirk in profile.quirks:
        targets = f" ({', '.join(quirk.targets)})" if quirk.targets else ""
        click.echo(f"\n{quirk.id} [{quirk.severity}]{targets}\n  {quirk.text}\n  what helps: {quirk.do}")
        click.echo(f"  evidence: {'; '.join(quirk.evidence)}")

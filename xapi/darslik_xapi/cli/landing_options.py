"""What `pull` and `load` share: how statements are landed, and what is said at the end."""

from __future__ import annotations

import csv
import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from darslik_xapi.errors import XapiError

if TYPE_CHECKING:
    from darslik_xapi.plan import Plan
    from darslik_xapi.store import Added, Store


def landing_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a verb `store` and `settings`."""

    @click.option(
        "--to", required=True, type=click.Path(path_type=Path, file_okay=False), help="The store's folder; made if new."
    )
    @click.option(
        "--real-actors/--pseudonyms", default=None, help="Keep names and mailboxes, instead of keyed pseudonyms."
    )
    @click.option("--free-text/--no-free-text", default=None, help="Keep what learners wrote in their own words.")
    @click.option(
        "--groups",
        type=click.Path(path_type=Path, dir_okay=False),
        help="A CSV with the columns actor (mailto:… or homePage|name) and group: whose team is what.",
    )
    @click.option(
        "--plan",
        "plans",
        multiple=True,
        type=click.Path(path_type=Path),
        help="A tracking plan (.plan.json, a folder with some, or a course folder) to keep with the store, for labels.",
    )
    @functools.wraps(function)
    def wrapped(
        *args: Any,  # noqa: ANN401 - click's arguments
        to: Path,
        real_actors: bool | None,
        free_text: bool | None,
        groups: Path | None,
        plans: tuple[Path, ...],
        **kwargs: Any,  # noqa: ANN401 - click's arguments
    ) -> Any:  # noqa: ANN401 - the verb's own
        from darslik_xapi.store import Settings, Store

        settings = Settings(real_actors, free_text, read_groups(groups) if groups else {})
        store = Store(to)
        if plans:
            store.keep_plans(_plans(plans))
        return function(*args, store=store, settings=settings, **kwargs)

    return wrapped


def read_groups(path: Path) -> dict[str, str]:
    """Team by identity.

    Raises:
        XapiError: if the file cannot be read or lacks a column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = file.readline()
            file.seek(0)
            # Spreadsheets write semicolons where the comma is in numbers, as in Russian and Uzbek.
            rows = list(csv.DictReader(file, delimiter=";" if ";" in head and "," not in head else ","))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise XapiError(f"{path} cannot be read: {error}", "save it as CSV in UTF-8") from None
    if not rows or not {"actor", "group"} <= rows[0].keys():
        raise XapiError(f"{path} lacks the columns actor and group", "name them in its first line: actor,group")
    return {_actor(row["actor"] or ""): row["group"] for row in rows if row["actor"] and row["group"]}


def say_key(store: Store) -> None:
    """Say where the key is that was just made: without it nobody can be told apart again."""
    if store.key.made:
        click.echo(f"made the key of the pseudonyms: {store.key.place}; keep a copy, and keep it from others", err=True)


def say_added(store: Store, added: Added, forgotten: int, rejected: int) -> None:
    """What came in, in a few lines."""
    click.echo(f"{added.new:,} new statements, {added.known:,} already there")
    counts = (
        (added.conflicts, "with an id that is taken by another statement: see the table conflicts"),
        (rejected, f"rejected: {store.path / 'rejects.ndjson'} says where and why"),
        (forgotten, "of people who were forgotten, left out"),
        (added.early, f"from before {store.state.before}, left out"),
    )
    for count, what in counts:
        if count:
            click.echo(f"{count:,} {what}")
    voided, ahead = store.counts()
    if voided:
        click.echo(f"{voided:,} in the store are voided")
    if ahead:
        click.echo(f"{ahead:,} in the store have a time in the future")


def _plans(paths: tuple[Path, ...]) -> list[Plan]:
    from darslik_xapi.plan_tables import find_plans

    context = click.get_current_context().obj
    plan_of = context.plan_of if context else None
    return [plan for path in paths for plan in find_plans(path, plan_of)]


def _actor(given: str) -> str:
    text = given.strip()
    return text.lower() if text.lower().startswith("mailto:") else text

"""Who is who: what a store says about its learners, and with the key who they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import XapiError
from ..privacy.people import People, Person
from ..privacy.pseudonyms import find_key

if TYPE_CHECKING:
    from .store import Store

COLUMNS = ("learner", "team", "statements", "first", "last")
REAL = ("identity", "name")


@dataclass(frozen=True)
class Wish:
    """Who is asked for.

    Attributes:
        pseudonym: one; empty for all.
        real: also who they are, for which the key is needed.
    """

    pseudonym: str = ""
    real: bool = False


def who(store: Store, wish: Wish) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    """Columns, and a row a person; with `real` also those who only teach, vouch or are spoken about.

    Raises:
        XapiError: if there is nobody of that pseudonym, or the key is missing or another one.
    """
    known = _people(store, wish.pseudonym) if wish.real else {}
    rows = _seen(store, wish.pseudonym)
    if wish.pseudonym and wish.pseudonym not in rows and wish.pseudonym not in known:
        raise XapiError(f"nobody in {store.path} is {wish.pseudonym}", "`darslik xapi who --all` lists everyone")
    return (COLUMNS + REAL if wish.real else COLUMNS), _joined(rows, known, wish.real)


def _joined(rows: dict[str, tuple[Any, ...]], known: dict[str, Person], real: bool) -> Iterator[tuple[Any, ...]]:
    for pseudonym in sorted(rows.keys() | known.keys()):
        row = rows.get(pseudonym, (pseudonym, None, 0, None, None))
        person = known.get(pseudonym)
        yield (*row, *((person.identity, person.name) if person else (None, None))) if real else row


def _seen(store: Store, pseudonym: str) -> dict[str, tuple[Any, ...]]:
    with store.connect() as connection:
        rows = connection.execute(
            """SELECT learner, arg_max(team, timestamp), count(*), min(timestamp), max(timestamp) FROM all_statements
            WHERE learner IS NOT NULL AND (? = '' OR learner = ?) GROUP BY learner""",
            [pseudonym, pseudonym],
        ).fetchall()
    return {row[0]: row for row in rows}


def _people(store: Store, pseudonym: str) -> dict[str, Person]:
    state = store.state
    if state.actors == "real":
        raise XapiError(f"{store.path} keeps real actors", "the column learner says who they are; leave out --real")
    key = find_key(make=False)
    if key.digest("check", "")[:32] != state.key:
        raise XapiError(
            f"{key.place} is not the key of {store.path}", "give the key of the landing in DARSLIK_XAPI_KEY"
        )
    return {person.pseudonym: person for person in People(store.path / "people", key).real(pseudonym)}

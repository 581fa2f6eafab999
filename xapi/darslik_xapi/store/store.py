"""`Store`: a folder of statements that anybody's tools can read, and that survives whatever happens to its writer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import XapiError
from ..privacy.people import People
from ..privacy.pseudonyms import Key, find_key
from . import database, loading
from .forgetting import Forgetting, Forgotten, identities, tombstones
from .landing import Landing
from .parts import Added, Parts
from .persons import Persons
from .pulling import Pull, Pulled, Wish
from .rejects import Rejects
from .splice import Splicer
from .state import State, only_one, read_state, write_state

if TYPE_CHECKING:
    import duckdb

    from ..client import LRS
    from ..plan import Plan


@dataclass
class Settings:
    """How statements are landed.

    Attributes:
        real_actors: keep actors as they are; None: as the store does already, pseudonyms in a new one.
        free_text: keep learners' own words; None: likewise, no.
        groups: team by identity.
    """

    real_actors: bool | None = None
    free_text: bool | None = None
    groups: Mapping[str, str] = field(default_factory=dict)


class Work:
    """A store that is being written to: what the parts of a command share."""

    def __init__(self, folder: Path, key: Key, settings: Settings) -> None:
        self.folder = folder
        self.key = key
        self.state = read_state(folder)
        self._agree(settings)
        self.people = People(folder / "people", key)
        self.persons = Persons(key, self.people, self.state.actors == "real", settings.groups, tombstones(folder))
        self.parts = Parts(folder, self.state)
        self.rejects = Rejects(folder, key.digest)
        self.landing = Landing(folder, Splicer(self.persons, free_text=self.state.free_text), self.rejects)

    def compact(self, connection: duckdb.DuckDBPyConnection) -> Added:
        """Turn what was landed into parts, and small parts into bigger ones."""
        added = self.landing.compact(connection, self.parts)
        self.parts.merge(connection)
        return added

    def settle(self, connection: duckdb.DuckDBPyConnection, added: Added) -> None:
        """The end of a landing: one file of people, without those of whom only dropped months spoke."""
        if added.early:
            self.drop_strangers(connection)
        self.people.merge()

    def drop_strangers(self, connection: duckdb.DuckDBPyConnection) -> int:
        """Delete the identities of people whom no statement names; how many."""
        files = self.parts.files()
        there = database.parquet(files) if files else "(SELECT '' AS raw WHERE false)"
        named = connection.execute(
            f"SELECT DISTINCT unnest(regexp_extract_all(raw, 'p-[0-9a-f]{{32}}')) FROM {there}"
        ).fetchall()
        strangers = self.people.known - {row[0] for row in named}
        self.people.merge(without=strangers)
        return len(strangers)

    def save(self) -> None:
        """Write the state."""
        write_state(self.folder, self.state)

    def _agree(self, settings: Settings) -> None:
        """Check the key and the settings against the store; a new store takes them."""
        state = self.state
        check = self.key.digest("check", "")[:32]
        if not state.key:
            state.key = check
            state.actors = "real" if settings.real_actors else "pseudonyms"
            state.free_text = bool(settings.free_text)
            self.save()
        if state.key != check:
            raise XapiError(
                f"{self.key.place} is not the key of {self.folder}",
                "with another key the same people would get other pseudonyms: set DARSLIK_XAPI_KEY to the store's key",
            )
        if settings.real_actors is not None and settings.real_actors != (state.actors == "real"):
            raise XapiError(
                f"{self.folder} keeps {state.actors if state.actors == 'pseudonyms' else 'real actors'}",
                "a store keeps one or the other: land into another folder",
            )
        if settings.free_text is not None and settings.free_text != state.free_text:
            raise XapiError(
                f"{self.folder} {'keeps' if state.free_text else 'does not keep'} free text",
                "a store does one or the other: land into another folder",
            )


class Store:
    """A folder with statements: `store.json`, `statements/year=…/month=…/*.parquet` and what `store` describes."""

    def __init__(self, path: Path | str, key: Key | None = None) -> None:
        """Nothing is read or made yet.

        Args:
            path: the folder; it is made when something is landed.
            key: of its pseudonyms; else found when it is needed.
        """
        self.path = Path(path)
        self._key = key

    @property
    def key(self) -> Key:
        """The key of the pseudonyms; made if there is none."""
        if self._key is None:
            self._key = find_key()
        return self._key

    @property
    def state(self) -> State:
        """As it is now.

        Raises:
            XapiError: if there is no store in the folder.
        """
        if not (self.path / "store.json").exists():
            raise XapiError(f"there is no store in {self.path}", "`darslik xapi pull --to` or `load --to` makes one")
        return read_state(self.path)

    @contextmanager
    def writing(self, settings: Settings | None = None) -> Iterator[Work]:
        """Hold the store's lock and write.

        Raises:
            XapiError: if another process has it, or the store was made with another key or other settings.
        """
        with only_one(self.path):
            yield Work(self.path, self.key, settings or Settings())

    def load(self, files: Iterable[Path | str], settings: Settings | None = None) -> loading.Loaded:
        """Take in files of statements; see `reading` for their forms. What is there already is not doubled.

        Raises:
            XapiError: if a file cannot be read; what came before it is in the store.
        """
        with self.writing(settings) as work, database.connect() as connection:
            return loading.load(work, connection, [Path(file) for file in files])

    def pull(self, lrs: LRS, wish: Wish, settings: Settings | None = None) -> Pulled:
        """Take in what is new at an LRS; see `pulling`.

        Raises:
            XapiError: if the LRS cannot be read; what was read before is kept, and the next pull goes on there.
        """
        with self.writing(settings) as work, database.connect() as connection:
            return Pull(work, connection, lrs, wish).run()

    def keep_plans(self, plans: Sequence[Plan]) -> None:
        """Keep tracking plans in `plans/`: `connect` labels the statements with them."""
        from .views import keep_plans

        with only_one(self.path):
            keep_plans(self.path, plans)

    def forget(self, actor: str) -> Forgotten:
        """Remove a person for good; see `forgetting.identities` for how one is named.

        Raises:
            XapiError: if `actor` is nobody's identifier.
        """
        identities(actor)
        return self._forgetting(lambda forgetting: forgetting.person(actor))

    def forget_before(self, month: str) -> Forgotten:
        """Drop the months before `month` (`YYYY-MM`) for good.

        Raises:
            XapiError: if it is no month or in the future.
        """
        return self._forgetting(lambda forgetting: forgetting.months(month))

    def retain(self, months: int) -> Forgotten:
        """Keep this month and so many before it, and drop the rest for good."""
        now = datetime.now(UTC)
        first = now.year * 12 + now.month - 1 - months
        return self.forget_before(f"{first // 12:04}-{first % 12 + 1:02}")

    def _forgetting(self, act: Callable[[Forgetting], Forgotten]) -> Forgotten:
        _ = self.state  # there must be one
        with self.writing() as work, database.connect() as connection:
            return act(Forgetting(work, connection))

    def compact(self) -> Added:
        """Finish what an interrupted command has left."""
        with self.writing() as work, database.connect() as connection:
            work.parts.sweep()
            return work.compact(connection)

    def counts(self) -> tuple[int, int]:
        """How many statements are voided, and how many have a time in the future (by more than an hour)."""
        with self.connect() as connection:
            found = connection.execute(
                "SELECT count(*) FILTER (voided), count(*) FILTER (timestamp > now()::TIMESTAMP + INTERVAL 1 HOUR) "
                "FROM all_statements"
            ).fetchone()
        return (int(found[0]), int(found[1])) if found else (0, 0)

    def connect(self, plans: Sequence[Plan] = ()) -> duckdb.DuckDBPyConnection:
        """A connection with the views; see `views`.

        Raises:
            XapiError: if there is no store in the folder.
        """
        from .views import connect

        return connect(self.path, self.state, plans)

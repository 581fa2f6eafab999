"""What was asked for becomes a file: the store is opened, measures are computed, a format writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from darslik_xapi import engines
from darslik_xapi.errors import XapiError
from darslik_xapi.files import appearing
from darslik_xapi.plan import Plan
from darslik_xapi.plan_tables import find_plans
from darslik_xapi.privacy.shape import HIDDEN, K, check_k

from .excel import write_excel
from .folder import write_folder
from .gather import Gathered, gather
from .narrow import filtered, narrow
from .page.course import Course
from .page.render import AUDIENCES, render
from .words import LANGUAGES, Words, nearest

if TYPE_CHECKING:
    import duckdb

_SUFFIXES = {".html": "html", ".htm": "html", ".xlsx": "xlsx"}
_LISTED = 10


@dataclass(frozen=True)
class Wish:
    """What is asked for.

    Attributes:
        store: the folder.
        output: a file, or a folder for CSV and Parquet.
        courses: course folders, plans or IRIs; none: all of the store.
        kind: html, xlsx, csv or parquet; empty: by the name of `output`.
        reader: all, manager or designer.
        lang: of the texts; empty: the course's source language.
        since: first day.
        until: last day.
        k: learners that a shown row has at least.
        engine: what computes the measures; one of `engines.NAMES`.
    """

    store: Path
    output: Path
    courses: tuple[str, ...] = ()
    kind: str = ""
    reader: str = "all"
    lang: str = ""
    since: date | None = None
    until: date | None = None
    k: int = K
    engine: str = "duckdb"


def write_report(wish: Wish, plan_of: Callable[[Path], str] | None = None) -> Iterator[str]:
    """Write a report.

    Args:
        wish: what is asked for.
        plan_of: compiles a course folder to its tracking plan.

    Yields:
        Lines for the person at the terminal; warnings begin with `warning:`.

    Raises:
        XapiError: if there is no such store or course, or the output cannot be written.
    """
    from darslik_xapi.store import Store

    yield from _check(wish)
    plans, iris = _plans(wish.courses, plan_of)
    with Store(wish.store).connect(plans) as connection:
        there = _courses(connection)
        chosen = _chosen(wish, plans, iris, there)
        words = Words(wish.lang or _source_language(chosen, plans, wish.store))
        part = (chosen if wish.courses else (), wish.since, wish.until)
        with _engine(wish, connection, plans) as engine:
            narrow(connection, *part)
            gathered = gather(engine, None if wish.engine == "duckdb" else filtered(*part), wish.k)
        gathered = _with_facts(gathered, connection, wish)
        shown = [iri for iri in chosen if gathered.rows("completion-by-course", course=iri)] or chosen[:0]
        yield from _write(wish, gathered, _described(shown, gathered, words, connection), words)


@contextmanager
def _engine(wish: Wish, connection: duckdb.DuckDBPyConnection, plans: Sequence[Plan]) -> Iterator[engines.Engine]:
    """What computes: DuckDB on the connection that is open anyway, or another engine."""
    from darslik_xapi.store import Store

    if wish.engine == "duckdb":
        yield engines.DuckDb(connection)
    else:
        with engines.open(wish.engine, Store(wish.store), plans) as engine:
            yield engine


def _check(wish: Wish) -> Iterator[str]:
    check_k(wish.k)
    _kind(wish)
    if not wish.output.absolute().parent.is_dir() and _kind(wish) in {"html", "xlsx"}:
        raise XapiError(f"{wish.output} cannot be written: there is no such folder", "make its folder first")
    if wish.since and wish.until and wish.since > wish.until:
        raise XapiError(f"--since {wish.since} is after --until {wish.until}", "turn them round")
    if wish.lang and nearest(wish.lang) == "en" and not wish.lang.lower().startswith("en"):
        raise XapiError(f"a report cannot be written in `{wish.lang}`", f"languages: {', '.join(LANGUAGES)}")
    if not (wish.store / "store.json").is_file():
        raise XapiError(f"{wish.store} is no store", "make one: darslik xapi pull --to STORE, or darslik xapi load")
    if 1 <= wish.k < K:
        yield f"warning: --k {wish.k} shows groups of {wish.k} learners: in fewer than {K} people know each other"


def _kind(wish: Wish) -> str:
    kind = wish.kind or _SUFFIXES.get(wish.output.suffix.lower(), "")
    if not kind:
        raise XapiError(
            f"the name {wish.output} tells no format",
            "name FILE.html or FILE.xlsx, or a folder with --format csv or parquet",
        )
    return kind


def _plans(courses: Sequence[str], plan_of: Callable[[Path], str] | None) -> tuple[list[Plan], list[str]]:
    plans: list[Plan] = []
    iris: list[str] = []
    for course in courses:
        if "://" in course and not Path(course).exists():
            iris.append(course)
        elif Path(course).exists():
            plans += find_plans(Path(course), plan_of)
        else:  # pathlib makes one slash of two
            iris.append(course.replace(":/", "://", 1) if ":/" in course and "://" not in course else course)
    return plans, iris


def _courses(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Courses of the store with their statements, the largest first."""
    sql = "SELECT course, count(*) FROM statements WHERE course IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
    return dict(connection.execute(sql).fetchall())


def _chosen(wish: Wish, plans: Sequence[Plan], iris: Sequence[str], there: Mapping[str, int]) -> list[str]:
    """The IRIs of the courses to show."""
    if not wish.courses:
        return list(there)
    found = list(dict.fromkeys([*(plan.course for plan in plans), *iris]))
    for iri in found:
        if iri not in there:
            known = list(there)[:_LISTED]
            more = f" and {len(there) - _LISTED} more" if len(there) > _LISTED else ""
            raise XapiError(
                f"{wish.store} has no records of the course {iri}",
                f"courses there: {', '.join(known)}{more}"
                if known
                else "it has records of no course: pull or load some",
            )
    return found


def _source_language(chosen: Sequence[str], plans: Sequence[Plan], store: Path) -> str:
    folder = store / "plans"
    known = [*plans, *(find_plans(folder) if folder.is_dir() and any(folder.glob("*.plan.json")) else [])]
    return next((plan.source_language for plan in known if plan.course in chosen), "en")


def _described(
    chosen: Sequence[str], gathered: Gathered, words: Words, connection: duckdb.DuckDBPyConnection
) -> list[Course]:
    sql = """SELECT course, activity, component, label FROM labels
        WHERE latest AND label IS NOT NULL AND language = ANY(?) ORDER BY list_position(?, language) DESC"""
    languages = [words.wanted, words.lang]
    labels: dict[str, dict[tuple[str, str], str]] = {}
    for course, activity, component, label in connection.execute(sql, [languages, languages]).fetchall():
        labels.setdefault(course, {})[activity, component] = label
    titles = {row["course"]: row["title"] for row in gathered.rows("completion-by-course")}
    return [
        Course(iri, number, _title(iri, labels.get(iri, {}), titles), gathered, words, labels.get(iri, {}))
        for number, iri in enumerate(chosen, 1)
    ]


def _title(iri: str, labels: Mapping[tuple[str, str], str], titles: Mapping[str, Any]) -> str:
    from .plain import plain

    return plain(labels.get((iri, "")) or titles.get(iri) or iri, 160)


def _with_facts(gathered: Gathered, connection: duckdb.DuckDBPyConnection, wish: Wish) -> Gathered:
    """The same with dates and numbers of the whole."""
    sql = 'SELECT count(DISTINCT learner), count(*), min("timestamp"), max("timestamp"), max(stored) FROM statements'
    learners, statements, first, last, stored = connection.execute(sql).fetchall()[0]
    if 0 < learners < gathered.k:  # what so few did, and when, is about one of them
        statements = first = last = stored = None
    hidden = any(row["learners"] is HIDDEN for row in gathered.rows("completion-by-course"))
    facts = {
        "learners": None if hidden else learners,  # of several courses, the hidden one would be the difference
        "statements": statements,
        "since": wish.since,
        "until": wish.until,
        "first": _day(first),
        "last": _day(last),
        "complete": _complete(wish.store) or stored,
        "k": wish.k,
        "made": datetime.now(UTC).replace(tzinfo=None),
    }
    return Gathered(gathered.answers, gathered.k, facts)


def _day(moment: object) -> date | None:
    """Python has no days before the year 1 or after 9999; DuckDB has, and gives them as text."""
    return moment.date() if isinstance(moment, datetime) else None


def _complete(store: Path) -> datetime | None:
    """Until when the store has everything of every LRS that it was pulled from."""
    from darslik_xapi.store.state import read_state

    said = [known.get("through") for known in read_state(store).pulls.values()]
    if not said or not all(said):
        return None
    return min(datetime.fromisoformat(str(one)).replace(tzinfo=None) for one in said)


def _write(wish: Wish, gathered: Gathered, courses: list[Course], words: Words) -> Iterator[str]:
    kind = _kind(wish)
    if kind in {"csv", "parquet"}:
        written = write_folder(gathered, wish.output, kind)
        yield f"{wish.output}: {len(written)} files"
        return
    if kind == "xlsx":
        write_excel(gathered, wish.output, words)
    else:
        audiences = AUDIENCES if wish.reader == "all" else (wish.reader,)
        page = render(courses, gathered, words, audiences)
        with appearing(wish.output) as hidden:
            hidden.write_bytes(page.encode("utf-8", "replace"))
    several = "" if len(courses) == 1 else "s"
    yield f"{wish.output}: {wish.output.stat().st_size // 1000:,} kB, {len(courses)} course{several}"

"""The SQL that makes rows of `statements` out of statements' JSON. Nothing else knows where a column comes from.

One `json_extract_string` with the list of all paths parses each statement once. What does not fit its type becomes
null (`try_cast`); the statement is kept.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..columns import STATEMENTS
from ..privacy.pseudonyms import HOME
from .splice import CODED, LOOSE, NUMBERS

VOIDED = "http://adlnet.gov/expapi/verbs/voided"

_MORE = {
    "actor": "$.actor",
    "authority_agent": "$.authority",
    "instructor": "$.context.instructor",
    "team_group": "$.context.team",
    "team_name": "$.context.team.name",
    "context_agents": "$.context.contextAgents",
    "context_groups": "$.context.contextGroups",
    "parents": "$.context.contextActivities.parent",
    "groupings": "$.context.contextActivities.grouping",
    "categories": "$.context.contextActivities.category",
    "answer": "$.result.response",
}
PATHS: Mapping[str, str] = {column.name: column.path for column in STATEMENTS if column.path} | _MORE
"""What is read from a statement, all as text; columns that are no path are made of these."""

_IDENTIFIERS = ("account.name", "account.homePage", "mbox", "mbox_sha1sum", "openid")


def text(value: str) -> str:
    """A literal."""
    return "'" + value.replace("'", "''") + "'"


def paths(names: tuple[str, ...] = tuple(PATHS), tolerant: bool = False) -> str:
    """One expression that reads all of `names` from `raw`; with `tolerant`, null where `raw` is no JSON."""
    listed = ", ".join(text(PATHS[name]) for name in names)
    read = f"json_extract_string(raw, [{listed}])"
    return f"try({read})" if tolerant else read


def fields(relation: str, more: str = "", *, tolerant: bool = False) -> str:
    """SELECT `raw`, a column `more` and every path of `PATHS`, by name."""
    others = ", ".join(filter(None, ("raw", more)))
    named = ", ".join(f'f[{at}] AS "{name}"' for at, name in enumerate(PATHS, 1))
    return f"SELECT {others}, {named} FROM (SELECT {others}, {paths(tolerant=tolerant)} AS f FROM {relation})"


def rows(relation: str, made: Mapping[str, str]) -> str:
    """SELECT the columns of `statements`, in their order.

    Args:
        relation: with what `fields` selects.
        made: expressions for `source`, `learner`, `team`, `authority` and, if it is not kept as it came, `raw`.
    """
    known = {**_EXPRESSIONS, **made}
    listed = (
        f'{known.get(column.name) or _typed(column.name, column.type)} AS "{column.name}"' for column in STATEMENTS
    )
    return "SELECT " + ",\n  ".join(listed) + f"\nFROM {relation}"


def landed(relation: str) -> str:
    """SELECT the columns for lines that were landed.

    Args:
        relation: with the columns `raw`, as it is kept, and `origin`; a table `teams` (learner, team) is beside it.
    """
    read = fields(relation, "origin", tolerant=True)
    known = f"SELECT *, {_identifiers('actor')} AS a, {_identifiers('authority_agent')} AS u FROM ({read})"
    known = f"SELECT *, {_identity('a')} AS who, {_identity('u')} AS voucher FROM ({known})"
    home = f"nullif(a[2], {text(HOME)})"
    made = {
        "source": "origin",
        "learner": "who",
        "team": f"coalesce(teams.team, team_name, {home})",
        "authority": "voucher",
    }
    return rows(f"({known}) LEFT JOIN teams ON teams.learner = who", made)


def month(stored: str = "stored", timestamp: str = '"timestamp"') -> tuple[str, str]:
    """The partition of a row: year and month of `stored`; of `timestamp`, or 1970-01, where there is none."""
    when = f"coalesce({stored}, {timestamp}, TIMESTAMP '1970-01-01')"
    return f"strftime({when}, '%Y')", f"strftime({when}, '%m')"


def is_free_text(kind: str = "interaction_type", answer: str = "answer") -> str:
    """Whether a response may be in the learner's own words: `splice.is_free_text` in SQL."""
    return (
        f"({answer} IS NOT NULL AND NOT coalesce({kind} IN {CODED}, false) AND NOT "
        f"(coalesce({kind} IN {LOOSE}, false) AND regexp_full_match({answer}, {text(NUMBERS)})))"
    )


def _identifiers(agent: str) -> str:
    return f"json_extract_string({agent}, [{', '.join(text('$.' + path) for path in _IDENTIFIERS)}])"


def _identity(found: str) -> str:
    """Of an agent that was landed: the pseudonym, or `pseudonyms.identity` in SQL."""
    name, home, mailbox, digest, openid = (f"{found}[{at}]" for at in range(1, 6))
    account = f"CASE WHEN regexp_full_match({name}, 'p-[0-9a-f]{{32}}') THEN {name} ELSE {home} || '|' || {name} END"
    return f"coalesce(lower({mailbox}), 'sha1:' || lower({digest}), {openid}, {account})"


def _typed(name: str, kind: str) -> str:
    if kind == "VARCHAR":
        return f'"{name}"'
    if kind == "TIMESTAMP":
        return _moment(f'"{name}"')
    if kind == "DOUBLE":
        return f'(CASE WHEN isfinite(try_cast("{name}" AS DOUBLE)) THEN try_cast("{name}" AS DOUBLE) END)'
    return f'try_cast("{name}" AS {kind})'


def _moment(value: str) -> str:
    """A time of any offset in UTC; without an offset it is UTC already. Words such as `infinity` are no time."""
    return (
        f"(CASE WHEN {value}[5:5] <> '-' THEN NULL "
        f"WHEN ends_with({value}, 'Z') THEN try_cast({value} AS TIMESTAMP) "
        f"ELSE try_cast({value} AS TIMESTAMPTZ) AT TIME ZONE 'UTC' END)"
    )


_SECONDS = r"PT([0-9]{1,15}(?:\.[0-9]{1,9})?)S"
_NUMBER = r"([0-9]+(?:\.[0-9]+)?)"
_LONG = "P(?:{n}W)?(?:{n}D)?(?:T(?:{n}H)?(?:{n}M)?(?:{n}S)?)?".replace("{n}", _NUMBER)


def _duration(value: str) -> str:
    """ISO 8601 in seconds. Years and months have no fixed length: such a duration is null."""
    unit = "coalesce(try_cast(nullif(d['{name}'], '') AS DOUBLE), 0) * {seconds}"
    units = {"w": 604800, "d": 86400, "h": 3600, "m": 60, "s": 1}
    total = " + ".join(unit.format(name=name, seconds=seconds) for name, seconds in units.items())
    parts = f"regexp_extract(replace({value}, ',', '.'), {text(_LONG)}, {list(units)})"
    return (
        f"(CASE WHEN regexp_full_match({value}, {text(_SECONDS)}) THEN try_cast({value}[3:-2] AS DOUBLE) "
        f"WHEN regexp_full_match(replace({value}, ',', '.'), {text(_LONG)}) AND {value}[-1:] NOT IN ('P', 'T') "
        f"THEN list_transform([{parts}], lambda d: {total})[1] END)"
    )


def _ids(value: str) -> str:
    """The ids of activities, which may stand alone instead of in an array (xAPI 1.0.3, Data 2.4.6.2)."""
    return (
        f"(CASE WHEN {value}[1:1] = '[' THEN json_extract_string({value}, '$[*].id') "
        f"WHEN {value} IS NOT NULL THEN [json_extract_string({value}, '$.id')] END)"
    )


_FIRST_PARENT = "coalesce(parent, json_extract_string(parents, '$.id'))"
_ACTIVITY = "coalesce(object_type, 'Activity') = 'Activity'"
_EXPRESSIONS = {
    "duration": _duration("duration"),
    "parent": f"(CASE WHEN parents IS NOT NULL THEN {_FIRST_PARENT} END)",
    "grouping": _ids("groupings"),
    "category": _ids("categories"),
    "voids": f"(CASE WHEN verb = {text(VOIDED)} AND object_type = 'StatementRef' THEN try_cast(object AS UUID) END)",
    "course": f"coalesce({_ids('groupings')}[-1], {_FIRST_PARENT}, CASE WHEN {_ACTIVITY} THEN object END)",
    "object": "(CASE WHEN object_type IN ('Agent', 'Group', 'SubStatement') THEN NULL ELSE object END)",
    "object_type": "coalesce(object_type, CASE WHEN object IS NOT NULL THEN 'Activity' END)",
    "response": f"(CASE WHEN answer <> '' OR NOT {is_free_text()} THEN answer END)",
}

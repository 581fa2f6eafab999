"""The columns of the tables: the one list that landing, queries, measures and the documents follow.

Times are UTC without a zone (TIMESTAMP, µs): no engine then shifts them. A value that a statement lacks, or that does
not fit its type, is null; the statement itself is kept as it came, in `raw`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column.

    Attributes:
        name: in SQL.
        type: DuckDB's name of the type.
        meaning: one line for `darslik xapi query --tables`.
        path: the JSON path that it is read from, or empty if it is made in another way.
    """

    name: str
    type: str
    meaning: str
    path: str = ""


_CMI5 = "https://w3id.org/xapi/cmi5/context/extensions"

STATEMENTS: tuple[Column, ...] = (
    Column("id", "UUID", "the statement's id", "$.id"),
    Column("stored", "TIMESTAMP", "when the LRS stored it, UTC", "$.stored"),
    Column("timestamp", "TIMESTAMP", "when it happened, UTC", "$.timestamp"),
    Column("learner", "VARCHAR", "the actor: a keyed pseudonym, or the identity if it was asked for"),
    Column(
        "team",
        "VARCHAR",
        "the learner's group (agency): by --groups, else context.team's name, else the account's home page",
    ),
    Column("verb", "VARCHAR", "the verb's IRI", "$.verb.id"),
    Column("object_type", "VARCHAR", "Activity, Agent, Group, StatementRef or SubStatement", "$.object.objectType"),
    Column("object", "VARCHAR", "the activity's IRI, or the id of another object; null for people", "$.object.id"),
    Column("activity_type", "VARCHAR", "the IRI of the activity's type", "$.object.definition.type"),
    Column("interaction_type", "VARCHAR", "choice, matching, …", "$.object.definition.interactionType"),
    Column("registration", "UUID", "the registration: one learner's enrolment", "$.context.registration"),
    Column("session", "VARCHAR", "cmi5's session id", f'$.context.extensions."{_CMI5}/sessionid"'),
    Column("course", "VARCHAR", "the course's IRI: of the plan that knows the activity, else grouping, else parent"),
    Column("revision", "VARCHAR", "the course's version", "$.context.revision"),
    Column("language", "VARCHAR", "the language that the learner saw (BCP 47)", "$.context.language"),
    Column("platform", "VARCHAR", "the platform", "$.context.platform"),
    Column("success", "BOOLEAN", "result.success", "$.result.success"),
    Column("completion", "BOOLEAN", "result.completion", "$.result.completion"),
    Column("score_scaled", "DOUBLE", "-1 … 1", "$.result.score.scaled"),
    Column("score_raw", "DOUBLE", "result.score.raw", "$.result.score.raw"),
    Column("score_min", "DOUBLE", "result.score.min", "$.result.score.min"),
    Column("score_max", "DOUBLE", "result.score.max", "$.result.score.max"),
    Column("duration", "DOUBLE", "result.duration in seconds", "$.result.duration"),
    Column("response", "VARCHAR", "what was answered, in xAPI's codes; null for free text unless it was asked for"),
    Column(
        "progress",
        "DOUBLE",
        "cmi5's progress, per cent",
        '$.result.extensions."https://w3id.org/xapi/cmi5/result/extensions/progress"',
    ),
    Column("parent", "VARCHAR", "the first parent activity", "$.context.contextActivities.parent[0].id"),
    Column("grouping", "VARCHAR[]", "all grouping activities"),
    Column("category", "VARCHAR[]", "all category activities"),
    Column("voids", "UUID", "the statement that this one voids"),
    Column("version", "VARCHAR", "of xAPI", "$.version"),
    Column("authority", "VARCHAR", "who vouched for it: a keyed pseudonym"),
    Column("source", "VARCHAR", "the LRS or file that it came from"),
    Column("raw", "VARCHAR", "the statement as it came, but for people in it who became pseudonyms"),
)
"""One row a statement; voided ones only in `all_statements`, which also has `voided` (BOOLEAN)."""

ACTIVITIES: dict[str, str] = {
    "course": "VARCHAR",  # IRI
    "revision": "VARCHAR",  # the course's version
    "activity": "VARCHAR",  # IRI
    "kind": "VARCHAR",  # course, module, lesson, page, quiz, question, note, scenario; null if not known
    "id": "VARCHAR",
    "parent": "VARCHAR",
    "module": "VARCHAR",  # IRI
    "position": "BIGINT",  # order in the course, from 0
    "title": "VARCHAR",  # in the source language
    "minutes": "DOUBLE",
    "question": "VARCHAR",
    "interaction": "VARCHAR",
    "scored": "BOOLEAN",
    "points": "DOUBLE",
    "correct": "VARCHAR",  # patterns, joined with ' | '
    "file": "VARCHAR",  # the course's folder included: courses/x/03.md
    "line": "BIGINT",
    "mastery": "DOUBLE",  # 0 … 1: the mark that passes; of the course's own row
    "latest": "BOOLEAN",  # whether no newer version (by the natural order of versions) has this activity
}
"""One row an activity of a course's version, from its tracking plan; without one, from the statements' definitions."""

LABELS: dict[str, str] = {
    "course": "VARCHAR",
    "revision": "VARCHAR",
    "activity": "VARCHAR",
    "component": "VARCHAR",  # code; '' for the activity itself
    "language": "VARCHAR",
    "label": "VARCHAR",
    "words": "BIGINT",  # of a page
    "latest": "BOOLEAN",  # as in ACTIVITIES: the row is of the newest version that has the activity
}
"""One row a text."""

COMPONENTS: dict[str, str] = {
    "course": "VARCHAR",
    "revision": "VARCHAR",
    "activity": "VARCHAR",
    "family": "VARCHAR",  # choices, source, target, steps, scale
    "component": "VARCHAR",  # code
    "position": "BIGINT",
    "label": "VARCHAR",  # in the source language
    "correct": "BOOLEAN",
    "file": "VARCHAR",
    "line": "BIGINT",
    "latest": "BOOLEAN",  # as in LABELS
}
"""One row an option, source, target, step or scale point."""

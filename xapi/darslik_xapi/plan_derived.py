"""Tables of activities from statements' own definitions, for courses that no tracking plan is of.

A definition is taken from the newest statement about the activity in each version of the course. Order is that of the
first statements; what was never seen is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

_KINDS = {
    "http://adlnet.gov/expapi/activities/cmi.interaction": "question",
    "http://activitystrea.ms/schema/1.0/page": "page",
    "http://adlnet.gov/expapi/activities/assessment": "quiz",
    "http://adlnet.gov/expapi/activities/module": "module",
    "http://adlnet.gov/expapi/activities/course": "course",
}
_GROUPS = ("choices", "scale", "source", "target", "steps")


def derive(connection: duckdb.DuckDBPyConnection, statements: str, known: Sequence[str] = ()) -> None:
    """Add rows to the tables `activities`, `labels` and `components`.

    Args:
        connection: has them.
        statements: a table or view with the columns of `statements`, `raw` included; it is read once.
        known: IRIs of courses to leave out, because there is a plan.
    """
    names = ", ".join("'" + iri.replace("'", "''") + "'" for iri in known)
    found = _fill(_FOUND, statements=statements, known=f"AND course NOT IN ({names})" if names else "")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE described AS {found}")
    for table, sql in (("activities", _ACTIVITIES), ("labels", _LABELS), ("components", _COMPONENTS)):
        connection.execute(f"INSERT INTO {table} BY NAME {_fill(sql, kinds=_CASES, parts=_PARTS)}")
    connection.execute("DROP TABLE described")


def _fill(sql: str, **parts: str) -> str:
    for name, part in parts.items():
        sql = sql.replace(f"<{name}>", part)
    return sql


_CASES = " ".join(f"WHEN '{iri}' THEN '{kind}'" for iri, kind in _KINDS.items())

# One statement stands for each activity: `raw` is wide, and is read for these alone. Numbers in versions are ordered by
# their value: 1.10 comes after 1.9.
_FOUND = r"""
WITH seen AS (
  SELECT course, coalesce(revision, '') AS revision, object AS activity, min(timestamp) AS first,
         arg_max(id, timestamp) FILTER (activity_type IS NOT NULL OR interaction_type IS NOT NULL) AS id
  FROM <statements>
  WHERE object_type = 'Activity' AND object IS NOT NULL AND course IS NOT NULL <known>
  GROUP BY ALL
),
versions AS (
  SELECT *, regexp_replace(regexp_replace(revision, '([0-9]+)', '0000000000\1', 'g'), '0*([0-9]{10})', '\1', 'g')
              AS version
  FROM seen WHERE id IS NOT NULL
)
SELECT v.*, s.activity_type, s.interaction_type, s.parent, json_extract(s.raw, '$.object.definition') AS definition,
       rank() OVER (PARTITION BY v.course, v.activity ORDER BY v.version DESC) = 1 AS latest,
       from_json(coalesce(definition->'description', definition->'name'), '"MAP(VARCHAR,VARCHAR)"') AS texts,
       from_json(definition->'correctResponsesPattern', '["VARCHAR"]') AS patterns
FROM versions v JOIN <statements> s ON s.id = v.id
"""

_ACTIVITIES = """
SELECT course, revision, activity,
       CASE WHEN activity = course THEN 'course' WHEN interaction_type IS NOT NULL THEN 'question'
            ELSE CASE activity_type <kinds> END END AS kind,
       regexp_replace(activity, '^.*/(pages|questions|modules|quizzes)/', '') AS id,
       parent,
       row_number() OVER (PARTITION BY course, revision ORDER BY first, activity) - 1 AS position,
       coalesce(texts['en'], map_values(texts)[1], activity) AS title,
       interaction_type AS interaction,
       array_to_string(patterns, ' | ') AS correct,
       latest
FROM described
UNION ALL BY NAME
-- A cmi5 LMS launches under an activity of its own: the course may never have been an object.
SELECT DISTINCT ON (course, revision) course, revision, course AS activity, 'course' AS kind, course AS id,
       course AS title, -1 AS position, version = max(version) OVER (PARTITION BY course) AS latest
FROM described WHERE (course, revision) NOT IN (SELECT course, revision FROM described WHERE activity = course)
"""

_PARTS = " UNION ALL ".join(
    _fill(
        """
  SELECT course, revision, activity, interaction_type, patterns, latest, '<group>' AS family,
         unnest(components) AS part, generate_subscripts(components, 1) - 1 AS place
  FROM (SELECT *, from_json(definition->'<group>', '[{"id":"VARCHAR","description":"MAP(VARCHAR,VARCHAR)"}]')
                    AS components FROM described)
""",
        group=group,
    )
    for group in _GROUPS
)

_LABELS = """
WITH parts AS (<parts>),
labelled AS (
  SELECT course, revision, activity, '' AS component, latest, texts FROM described
  UNION ALL SELECT course, revision, activity, part.id, latest, part.description FROM parts
),
pairs AS (SELECT * EXCLUDE (texts), unnest(map_entries(texts)) AS pair FROM labelled)
SELECT course, revision, activity, component, pair.key AS language, pair.value AS label, latest FROM pairs
"""

_COMPONENTS = """
WITH parts AS (<parts>)
SELECT course, revision, activity, family, part.id AS component, place AS position,
       coalesce(part.description['en'], map_values(part.description)[1], part.id) AS label,
       CASE WHEN interaction_type = 'choice' AND patterns IS NOT NULL
            THEN list_contains(string_split(array_to_string(patterns, '[,]'), '[,]'), part.id) END AS correct,
       latest
FROM parts
"""

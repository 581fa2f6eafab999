"""The HTML of the preview."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from darslik_xapi.rules.values import Json

_STYLE = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: start; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #8888 }
td.when { white-space: nowrap; font-variant-numeric: tabular-nums }
td { overflow-wrap: break-word }
td.thing { overflow-wrap: anywhere }
form { display: inline-block; margin-inline-end: .4rem }
button { font: inherit; padding: .2rem .7rem }
li { overflow-wrap: anywhere }
"""


@dataclass(frozen=True)
class Row:
    """A part of the package: its title by language, and where the learner stands."""

    title: dict[str, str]
    state: str


@dataclass(frozen=True)
class Shown:
    """What the page shows.

    Attributes:
        statements: in the order of arrival; the page has the latest first.
        labels: of activities, by id.
        cmi5: whether the package can be opened in other modes.
    """

    name: str
    learner: str
    rows: Sequence[Row]
    statements: Sequence[Json]
    problems: Sequence[str]
    labels: Mapping[str, str]
    cmi5: bool


def page(shown: Shown) -> str:
    """The whole page."""
    parts = "".join(_row(number, row, cmi5=shown.cmi5) for number, row in enumerate(shown.rows))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(shown.name)}: preview</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>{escape(shown.name)}</h1>
<p>Test learner: <strong>{escape(shown.learner)}</strong>. <form method="post" action="/start">
<button>Start again as a new learner</button></form> <a href="/">Refresh</a></p>
<h2>Parts</h2>
<table>
<thead><tr><th scope="col">Title</th><th scope="col">State</th><th scope="col">Open</th></tr></thead>
<tbody>{parts}</tbody>
</table>
<h2>What a strict LMS would have refused</h2>
{_problems(shown.problems)}
<h2>Latest statements</h2>
{_statements(shown.statements, shown.labels)}
</main>
</body>
</html>
"""


def readable(title: Mapping[str, str]) -> str:
    """English if there is any, else the first language."""
    return title.get("en") or next(iter(title.values()), "")


def _row(number: int, row: Row, *, cmi5: bool) -> str:
    title = readable(row.title) or f"Part {number + 1}"
    modes = ("Normal", "Browse", "Review") if cmi5 else ("Normal",)
    forms = "".join(_form(number, mode, title) for mode in modes)
    return f'<tr><th scope="row">{escape(title)}</th><td>{escape(row.state)}</td><td>{forms}</td></tr>'


def _form(number: int, mode: str, title: str) -> str:
    words = "Launch" if mode == "Normal" else mode
    return (
        f'<form method="post" action="/launch" target="_blank"><input type="hidden" name="part" value="{number}">'
        f'<button name="mode" value="{mode}" aria-label="{words}: {escape(title)}">{words}</button></form>'
    )


def _problems(problems: Sequence[str]) -> str:
    if not problems:
        return "<p>Nothing so far.</p>"
    return f"<ul>{''.join(f'<li>{escape(one)}</li>' for one in problems)}</ul>"


def _statements(statements: Sequence[Json], labels: Mapping[str, str]) -> str:
    if not statements:
        return "<p>None yet.</p>"
    rows = "".join(_statement(one, labels) for one in reversed(statements))
    head = "".join(f'<th scope="col">{word}</th>' for word in ("Stored", "Verb", "Object", "Result"))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _statement(statement: Json, labels: Mapping[str, str]) -> str:
    verb, thing = statement["verb"], statement["object"]
    words = next(iter(verb.get("display", {}).values()), verb["id"].rpartition("/")[2])
    names = thing.get("definition", {}).get("name", {})
    key = str(thing.get("id", thing.get("objectType", "")))
    label = next(iter(names.values()), labels.get(key, key))
    when = f'<td class="when">{escape(statement["stored"][11:19])}</td>'
    what = f'<td>{escape(str(words))}</td><td class="thing">{escape(str(label))}</td>'
    return f"<tr>{when}{what}<td>{escape(_result(statement.get('result', {})))}</td></tr>"


def _result(result: Json) -> str:
    found = [f"{name} {str(result[name]).lower()}" for name in ("success", "completion") if name in result]
    if "scaled" in result.get("score", {}):
        found.append(f"score {result['score']['scaled']}")
    if "response" in result:
        found.append(f"response {result['response']}")
    return ", ".join(found)

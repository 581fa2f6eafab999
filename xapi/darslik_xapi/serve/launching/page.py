"""The HTML of the preview."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from darslik_xapi.rules.values import Json

_STYLE = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: start; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #8888 }
td.when { white-space: nowrap; font-variant-numeric: tabular-nums }
td { overflow-wrap: anywhere }
form { display: inline-block; margin-inline-end: .4rem }
button { font: inherit; padding: .2rem .7rem }
li { overflow-wrap: anywhere }
"""


@dataclass(frozen=True)
class Row:
    """A part of the package: its title by language, and where the learner stands."""

    title: dict[str, str]
    state: str


def page(
    name: str, learner: str, rows: Sequence[Row], statements: Sequence[Json], problems: Sequence[str], *, cmi5: bool
) -> str:
    """The whole page; `statements` in the order of arrival, shown the latest first."""
    parts = "".join(_row(number, row, cmi5=cmi5) for number, row in enumerate(rows))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(name)}: preview</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>{escape(name)}</h1>
<p>Test learner: <strong>{escape(learner)}</strong>. <form method="post" action="/start"><button>Start again as a new
learner</button></form> <a href="/">Refresh</a></p>
<h2>Parts</h2>
<table>
<thead><tr><th scope="col">Title</th><th scope="col">State</th><th scope="col">Open</th></tr></thead>
<tbody>{parts}</tbody>
</table>
<h2>What a strict LMS would have refused</h2>
{_problems(problems)}
<h2>Latest statements</h2>
{_statements(statements)}
</main>
</body>
</html>
"""


def _row(number: int, row: Row, *, cmi5: bool) -> str:
    title = row.title.get("en") or next(iter(row.title.values()), "") or f"Part {number + 1}"
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


def _statements(statements: Sequence[Json]) -> str:
    if not statements:
        return "<p>None yet.</p>"
    rows = "".join(_statement(one) for one in reversed(statements))
    head = "".join(f'<th scope="col">{word}</th>' for word in ("Stored", "Verb", "Object", "Result"))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _statement(statement: Json) -> str:
    verb, thing = statement["verb"], statement["object"]
    words = next(iter(verb.get("display", {}).values()), verb["id"].rpartition("/")[2])
    names = thing.get("definition", {}).get("name", {})
    label = next(iter(names.values()), thing.get("id", thing.get("objectType", "")))
    cells = (str(words), str(label), _result(statement.get("result", {})))
    when = f'<td class="when">{escape(statement["stored"][11:19])}</td>'
    return f"<tr>{when}{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"


def _result(result: Json) -> str:
    found = [f"{name} {str(result[name]).lower()}" for name in ("success", "completion") if name in result]
    if "scaled" in result.get("score", {}):
        found.append(f"score {result['score']['scaled']}")
    if "response" in result:
        found.append(f"response {result['response']}")
    return ", ".join(found)

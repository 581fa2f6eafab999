"""Which API the content looks for, what it never calls, and from where that can be known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from contents import HEAD, told

if TYPE_CHECKING:
    from pathlib import Path

OLD = """function find(w) { while (!w.API && w.parent !== w) w = w.parent; return w.API; }
const api = find(window); api.LMSInitialize(""); api.LMSSetValue("cmi.core.lesson_status", "completed");
api.LMSCommit(""); api.LMSFinish("");"""
NEW = """const api = window.parent.API_1484_11; api.Initialize("");
api.SetValue("cmi.completion_status", "completed"); api.Commit(""); api.Terminate("");"""
BOTH = f"{OLD}\n{{ {NEW} }}"
FRAMES = f'{HEAD}</head><frameset rows="*"><frame src="f.html"></frameset>'
LOADS = f'{HEAD}<script src="lib/loader.js"></script></head><body></body></html>'


@pytest.mark.parametrize(
    ("standard", "script", "count"),
    [
        ("scorm12", OLD, 0),
        ("scorm12", NEW, 1),
        ("scorm12", BOTH, 0),
        ("scorm2004", NEW, 0),
        ("scorm2004", OLD, 1),
        ("scorm2004", BOTH, 0),
    ],
)
def test_the_api_is_that_of_the_manifest(standard: str, script: str, count: int, tmp_path: Path) -> None:
    assert len(told(tmp_path, "api-of-other-version", {"lesson.js": script}, standard)) == count


@pytest.mark.parametrize(
    ("files", "count"),
    [
        ({"lesson.js": "// window.API_1484_11 would be here"}, 1),
        ({"lesson.js": "text = 'Our API is open'"}, 1),
        ({"index.html": f"{HEAD}<script>{NEW}</script></head></html>"}, 0),
        (
            {
                "index.html": f'{HEAD}</head><frameset><frame src="f.html"></frameset>',
                "f.html": f"<script>{NEW}</script>",
            },
            0,
        ),
        ({"index.html": LOADS, "lib/loader.js": "add('deep.js')", "lib/deep.js": NEW}, 0),
        ({"index.html": LOADS, "lib/loader.js": "import(name())", "lib/x-1.js": NEW}, 0),
        ({"index.html": LOADS, "lib/loader.js": "start()", "lib/x-1.js": NEW}, 1),
        ({"index.html": LOADS, "lib/loader.js": "import(name())", "lesson.js": ""}, 1),
        ({"lesson.js": "parent.postMessage({call: 'x'}, '*')"}, 0),
        ({"lesson.js": "const sid = query.get('AICC_SID')"}, 0),
    ],
)
def test_a_sco_speaks_if_anything_that_it_leads_to_does(
    files: dict[str, bytes | str], count: int, tmp_path: Path
) -> None:
    files = {"lesson.js": "", **files}
    assert len(told(tmp_path, "sco-without-api", files)) == count


def test_calls_by_name_in_strings_are_calls(tmp_path: Path) -> None:
    script = 'for (const call of ["Initialize", "SetValue", "Commit", "Terminate"]) run(w.API_1484_11[call]);'
    rules = ("session-never-ended", "values-never-committed")
    assert [told(tmp_path, rule, {"lesson.js": script}) for rule in rules] == [[], []]


def test_a_wrapper_for_both_does_not_hide_the_place(tmp_path: Path) -> None:
    script = NEW.replace('api.Terminate("");', "")
    assert told(tmp_path, "session-never-ended", {"lesson.js": script}) == [
        "lesson.js:1:1 the content begins a session with the LMS and never ends it"
    ]


@pytest.mark.parametrize("standard", ["cmi5", "xapi"])
def test_launch_parameters(standard: str, tmp_path: Path) -> None:
    rule = "launch-parameters-never-read"
    assert len(told(tmp_path / "a", rule, {"lesson.js": "// endpoint"}, standard)) == 1
    assert told(tmp_path / "b", rule, {"lesson.js": "parse(location.search).endpoint"}, standard) == []

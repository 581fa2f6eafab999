"""Scripts are told apart into code, strings, comments and regular expressions before anything is looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contents import content, kinds, told
from darslik.inspect.content.javascript import MOST_TOKENS, Script

if TYPE_CHECKING:
    from pathlib import Path


def strings(source: str) -> list[str]:
    return [value for _, value in Script(source, [(0, len(source))]).strings]


def code(source: str) -> str:
    return Script(source, [(0, len(source))]).code.replace("\1", "_")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a = 'x' + \"y\"", ["x", "y"]),
        (r'"a\"b" + "c\\"', [r"a\"b", "c\\\\"]),
        ("`a${b + 'c'}d`", ["a", "c", "d"]),
        ("`${ {a: `${'x'}`} }y`", ["", "", "x", "", "y"]),
        ("// 'no'\n'yes'", ["yes"]),
        ("/* 'no' */ 'yes'", ["yes"]),
        ("a = /'/; b = 'yes'", ["yes"]),
        ("a = b / c; d = 'x' / 2", ["x"]),
        ("return /[/'\"]/.test('yes')", ["yes"]),
        ("x = a /* ' */ / b; 'yes'", ["yes"]),
        ("(a) / b; 'yes' / c", ["yes"]),
        ("i++ / 2; 'yes'", ["yes"]),
        ("'open\n'yes'", ["open", "yes"]),
        ("x = {}\n/re'/.test(y); 'yes'", ["yes"]),
    ],
)
def test_strings(source: str, expected: list[str]) -> None:
    assert strings(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("f('eval(1)')", "f('_______')"),
        ("a // eval(1)\nb", "a           \nb"),
        ("a = /eval(1)/g", "a = /________g"),
        ("a = `eval(${b})`", "a = `_____${b}_`"),
    ],
)
def test_what_is_not_code_is_blank(source: str, expected: str) -> None:
    assert code(source) == expected


@given(st.text(alphabet="ab'\"`/\\*${}()[]\n =.", max_size=60))
def test_any_text_keeps_its_length_and_places(source: str) -> None:
    script = Script(source, [(0, len(source))])
    assert len(script.code) == len(source)
    for start, value in script.strings:
        assert source[start : start + len(value)] == value
    at = 1
    for start, value in script.strings:
        assert script.literals[at : at + len(value)] == value
        if value:
            assert script.place(at) == start
        at += len(value) + 1


def test_a_script_of_nothing_but_strings_is_not_read_to_its_end() -> None:
    source = "''" * (MOST_TOKENS + 10)
    script = Script(source, [(0, len(source))])
    assert not script.whole
    assert len(script.code) == len(source)
    assert len(list(script.strings)) == MOST_TOKENS


@pytest.mark.parametrize(
    "script",
    [
        "// eval(x)",
        "/* document.write('x') */",
        "const text = 'eval(x); document.write(y)';",
        "const pattern = /eval(x)/;",
        "object.eval(x); model.evaluate(y); evaluate(z)",
        "function eval(x) {}",
        "const root = Function('return this')();",
        "window.onunload = function () {};",
        "window.removeEventListener('unload', save)",
        "const events = ['load', 'unload'];",
        "try { top = window.top.document; } catch { top = null; }",
        "try { if (a) { b(); } x = window.top.API; } finally { c(); }",
        "if (window.top !== window.self) window.top.location = 'x';",
        "request.open('GET', url, true)",
        "setTimeout(save, 100); setInterval(() => save(), 5)",
        "async function load() {}; x = {async: true}",
        "new ActiveXObject('Microsoft.XMLHTTP')",
        "window.addEventListener('pagehide', () => { save(); }); function other() { alert('x'); }",
    ],
)
def test_innocent_scripts_give_no_finding(script: str, tmp_path: Path) -> None:
    assert kinds(tmp_path, script) == set()


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        ("eval(x)", "eval"),
        ("window.eval(x)", "eval"),
        ("new Function('a', body)", "eval"),
        ("setTimeout('save()', 100)", "eval"),
        ("document.writeln('x')", "document-write"),
        ("window.addEventListener('unload', save)", "unload"),
        ("window.onbeforeunload = save", "unload"),
        ("$(window).on('beforeunload.course', save)", "unload"),
        ("window.attachEvent('onunload', save)", "unload"),
        ("request.open('GET', base + path(1, 2), false)", "synchronous"),
        ("request.open('GET',u,!1)", "synchronous"),
        ("$.ajax({url: u, async: false})", "synchronous"),
        ("x = window.top.document.title", "window-top"),
        ("try { a(); } catch { x = window.top.API; }", "window-top"),
        ("navigator.serviceWorker.register('sw.js')", "service-worker"),
        ("localStorage.setItem('a', 1)", "storage"),
        ("new ActiveXObject('Scripting.FileSystemObject')", "activex"),
        ("addEventListener('pagehide', () => { if (a) { alert('x'); } })", "dialog-at-exit"),
        ("function leave() { confirm('x'); }\naddEventListener('unload', leave)", "dialog-at-exit"),
        ("window.onbeforeunload = () => { window.alert('x'); }", "dialog-at-exit"),
    ],
)
def test_what_is_seen_in_scripts(script: str, kind: str, tmp_path: Path) -> None:
    assert kind in kinds(tmp_path, script)


def test_places_are_those_of_the_file(tmp_path: Path) -> None:
    seen = content(tmp_path, {"a.js": "// ünï\r\nlet x = 1;\r\n  eval(x);\r\n"}).seen
    [one] = seen.sightings["eval"]
    assert (one.span.line, one.span.column) == (3, 3)
    assert one.evidence.startswith("eval(")


def test_scripts_of_pages_have_their_places_in_the_page(tmp_path: Path) -> None:
    page = (
        '<html><body onload="eval(a)">\n<a href="javascript:eval(b)">x</a>\n<script>\n eval(c)</script></body></html>'
    )
    seen = content(tmp_path, {"a.html": page}).seen
    assert [(one.span.line, one.span.column) for one in seen.sightings["eval"]] == [(1, 21), (2, 21), (4, 2)]


def test_another_library_that_watches_the_page_saves_nothing(tmp_path: Path) -> None:
    own = "window.onunload = () => { api.LMSCommit(''); api.LMSFinish(''); }; api.LMSInitialize('')"
    player = "document.addEventListener('visibilitychange', pause)"
    rule = "unload-handler"
    assert len(told(tmp_path / "a", rule, {"lesson.js": own, "player.js": player})) == 1
    assert told(tmp_path / "b", rule, {"lesson.js": own + player}) == []
    assert told(tmp_path / "c", rule, {"lesson.js": own, "save.js": f"{player}; api.LMSCommit('')"}) == []


def test_a_library_is_not_blamed_on_the_course(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {"j.js": "/*! jQuery v3.7.1 */ eval(a)", "own.js": "eval(a)"}
    assert [one.span.file for one in content(tmp_path, files).seen.sightings["eval"]] == ["own.js"]

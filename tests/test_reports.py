"""What an author reads: whole reports as people see them, the forms for programs, exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from inline_snapshot import snapshot

from darslik import pipeline
from darslik.checks import load_rules
from darslik.cli import main
from darslik.pipeline import check
from darslik.report import Report, formats
from darslik.rules import RULES
from darslik.source.files import MemoryFiles
from test_rules import BASE, overlaid

load_rules()


def report(form: str, example: dict[str, str], *, colour: bool = False) -> str:
    """The report of the base course with some files over it."""
    files = MemoryFiles(overlaid({path: text.encode() for path, text in example.items()}))
    return formats()[form].write(Report(check(files).found, files, "courses/fire", "nothing was written", colour))


def lesson(text: str, **others: str) -> dict[str, str]:
    return {"lessons/01-first.md": text, **{path.replace("__", "/").replace("_", "."): b for path, b in others.items()}}


def test_a_misspelt_key() -> None:
    """The key under the caret, the nearest name, the possible ones."""
    text = report("human", lesson("---\ntitle: First\nminuts: 5\n---\nText.\n"))
    assert text == snapshot("""\
error[unknown-key]: a lesson has no key `minuts`
 --> courses/fire/lessons/01-first.md:3:1
  |
3 | minuts: 5
  | ^^^^^^ did you mean `minutes`?
  |
  = help: possible keys: id, minutes, objectives, review, split, title, was

1 error in 1 file; nothing was written
""")


def test_a_missing_file_with_another_case() -> None:
    """The file that is there."""
    files = lesson(":::{figure} ../media/Exit.SVG\n:alt: Two doors\n:::\n", media__exit_svg="<svg xmlns='x'/>")
    assert report("human", files) == snapshot("""\
error[missing-file]: this image does not exist
 --> courses/fire/lessons/01-first.md:4:13
  |
4 | :::{figure} ../media/Exit.SVG
  |             ^^^^^^^^^^^^^^^^^ no such file in media
  |
  = help: there is `../media/exit.svg`; capitals count

1 error in 1 file; nothing was written
""")


def test_an_id_used_twice_shows_both_places() -> None:
    """Second use first, then the first use."""
    question = ":::{true-false} Water is wet.\n:id: wet\n- [x] true\n  > Yes.\n- [ ] false\n  > It is.\n:::\n\n"
    assert report("human", lesson(question * 2)) == snapshot("""\
error[duplicate-id]: two questions are called `wet`
  --> courses/fire/lessons/01-first.md:12:5
   |
12 | :::{true-false} Water is wet.
   |     ^^^^^^^^^^ second use
...
 4 | :::{true-false} Water is wet.
   |     ---------- first use
   |
   = help: progress and answers are stored under ids, so each must be unique

1 error in 1 file; nothing was written
""")


def test_a_broken_link_to_a_page() -> None:
    """The wrong part alone under the caret."""
    assert report("human", lesson("See [the start](01-first.md#strat).\n")) == snapshot("""\
error[broken-link]: this lesson has no page `strat`
 --> courses/fire/lessons/01-first.md:4:29
  |
4 | See [the start](01-first.md#strat).
  |                             ^^^^^ did you mean `start`?
  |
  = help: its pages: `start`

1 error in 1 file; nothing was written
""")


def test_an_image_without_description() -> None:
    """Two honest ways out."""
    files = lesson("Look: ![](../media/exit.svg)\n", media__exit_svg="<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert report("human", files) == snapshot("""\
warning[image-without-alt]: a learner who cannot see this image gets nothing in its place
 --> courses/fire/lessons/01-first.md:4:11
  |
4 | Look: ![](../media/exit.svg)
  |           ^^^^^^^^^^^^^^^^^
  |
  = help: describe it: `![What it shows](../media/exit.svg)`
  = help: if it only decorates, say so: `![](../media/exit.svg){.decorative}`

1 warning in 1 file; nothing was written
""")


def test_an_unknown_term() -> None:
    """The nearest term."""
    files = lesson("{term}`open-data` is {term}`opne-data`.\n",
                   glossary_yaml="open-data: {term: open data, definition: For anyone.}\n")  # fmt: skip
    assert report("human", files) == snapshot("""\
error[unknown-term]: the glossary has no term `opne-data`
 --> courses/fire/lessons/01-first.md:4:29
  |
4 | {term}`open-data` is {term}`opne-data`.
  |                             ^^^^^^^^^ did you mean `open-data`?
  |
  = help: add `opne-data:` to glossary.yaml
  = help: or name an entry: {term}`opne-data <its-id>`

1 error in 1 file; nothing was written
""")


def test_a_question_without_a_right_answer() -> None:
    """Said at the question."""
    assert report("human", lesson(":::{choice} Which?\n:id: a\n- [ ] This\n  > No.\n:::\n")) == snapshot("""\
error[question-without-answer]: no option is right
 --> courses/fire/lessons/01-first.md:4:5
  |
4 | :::{choice} Which?
  |     ^^^^^^
  |
  = help: mark the right one with `[x]`

1 error in 1 file; nothing was written
""")


def test_an_option_without_feedback() -> None:
    """The option under the caret."""
    text = ":::{choice} Which?\n:id: a\n- [x] This\n- [ ] That\n  > No.\n:::\n"
    assert report("human", lesson(text)) == snapshot("""\
warning[option-without-feedback]: whoever chooses this learns nothing
 --> courses/fire/lessons/01-first.md:6:1
  |
6 | - [x] This
  | ^^^^^^^^^^
  |
  = help: add a line below it: two blanks, `>`, and why it is right or wrong

1 warning in 1 file; nothing was written
""")


def test_a_formula_that_is_not_whole() -> None:
    """What is wrong with it."""
    assert report("human", lesson(r"The half: $\frac{1}{2$." + "\n")) == snapshot("""\
error[formula]: this formula cannot be read: its braces `{` and `}` do not match
 --> courses/fire/lessons/01-first.md:4:12
  |
4 | The half: $\\frac{1}{2$.
  |            ^^^^^^^^^^

1 error in 1 file; nothing was written
""")


def test_a_gate_that_never_opens() -> None:
    """Both ways out."""
    course = BASE["course.yaml"] + "    unlock-when: {completed: basics}\n"
    assert report("human", {"course.yaml": course}) == snapshot("""\
error[gate-never-opens]: this module waits for itself, directly or through others
  --> courses/fire/course.yaml:12:30
   |
12 |     unlock-when: {completed: basics}
   |                              ^^^^^^
   |
   = help: let it wait for a module that is open before

1 error in 1 file; nothing was written
""")


def test_wide_scripts_and_tabs_keep_the_caret_in_its_place() -> None:
    """Carets are placed by width on the terminal."""
    files = lesson("火災の分類を見る\t[種類](http://example.org/種類)\n")
    assert report("human", files) == snapshot("""\
warning[insecure-address]: this address is not secure
 --> courses/fire/lessons/01-first.md:4:15
  |
4 | 火災の分類を見る    [種類](http://example.org/種類)
  |                            ^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: write `https://example.org/種類` if the site answers to it

1 warning in 1 file; nothing was written
""")


def test_a_number_that_differs_in_a_translation() -> None:
    """The place in the other file, too."""
    course = BASE["course.yaml"].replace("[en]", "[en, ru]")
    files = {
        "course.yaml": course,
        "course.ru.yaml": "title: М\ndescription: М\nmodules: {basics: {title: О}}\n",
        **lesson("In 2024 there were 120 fires.\n"),
        "lessons/01-first.ru.md": "В 2024 году было 102 пожара.\n",
    }
    assert report("human", files) == snapshot("""\
warning[translation-number]: the source says 120 and not 102
 --> courses/fire/lessons/01-first.ru.md:4:18
  |
4 | В 2024 году было 102 пожара.
  |                  ^^^
 ::: courses/fire/lessons/01-first.md:4:20
  |
4 | In 2024 there were 120 fires.
  |                    --- in the source

1 warning in 1 file; nothing was written
""")


def test_several_findings_are_counted() -> None:
    """Errors, warnings, hints and what was written."""
    text = report("human", lesson("[x](http://example.org) $a^$\n\n| a |\n|--|\n| b |\n"))
    assert text.splitlines()[-1] == snapshot("1 error, 1 warning, 1 hint in 1 file; nothing was written")


def test_colours_only_when_asked() -> None:
    """And the words are the same."""
    bad = lesson("[x](02.md)\n")
    coloured = report("human", bad, colour=True)
    assert "\x1b[31;1merror[broken-link]\x1b[0m" in coloured
    assert "\x1b" not in report("human", bad)


def test_json_is_versioned_and_whole() -> None:
    """Every part of a finding."""
    assert json.loads(report("json", lesson("See [the start](01-first.md#strat).\n"))) == snapshot(
        {
            "version": 1,
            "findings": [
                {
                    "rule": "broken-link",
                    "severity": "error",
                    "message": "this lesson has no page `strat`",
                    "file": "courses/fire/lessons/01-first.md",
                    "line": 4,
                    "column": 29,
                    "length": 5,
                    "label": "did you mean `start`?",
                    "related": [],
                    "help": ["its pages: `start`"],
                }
            ],
        }
    )


def test_sarif_names_its_rules() -> None:
    """Each result points to a rule of the driver and to a place in a file."""
    log: dict[str, Any] = json.loads(report("sarif", lesson("[x](02.md) and $a^$\n")))
    run = log["runs"][0]
    assert log["version"] == "2.1.0"
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "courses/fire/lessons/01-first.md"
        assert place["region"]["endColumn"] > place["region"]["startColumn"] >= 1
    assert [rule["id"] for rule in rules] == ["broken-link", "formula"]
    assert all(rule["shortDescription"]["text"] and rule["fullDescription"]["text"] for rule in rules)


def test_github_commands_are_escaped() -> None:
    """One line a finding, whatever the texts hold."""
    place = "file=courses/fire/lessons/01-first.md,line=4,col=8,endColumn=13,title=broken-link"
    text = report("github", lesson("[100%](02.md)\n"))
    assert text.startswith(f"::error {place}::this link leads to no lesson of the course%0Ahelp: ")
    assert text.count("\n") == 1


# The command line


def run(folder: Path, *options: str, example: dict[str, str] | None = None) -> Result:
    """`darslik check` on the base course, written to a folder."""
    folder = folder / "course"  # so that no folder beside it holds a course
    for path, body in overlaid({p: t.encode() for p, t in (example or {}).items()}).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(body)
    return CliRunner().invoke(main, ["check", str(folder), *options])


WARNING = lesson("[The portal](http://example.org/)\n")
HINT = lesson("NEVER USE THE LIFT IN A FIRE.\n")


def test_nothing_to_report_is_0(tmp_path: Path) -> None:
    """And says so."""
    result = run(tmp_path)
    assert (result.exit_code, result.output) == (0, "nothing to report\n")


def test_warnings_are_0_and_with_strict_1(tmp_path: Path) -> None:
    """`--strict` makes them errors."""
    assert run(tmp_path, example=WARNING).exit_code == 0
    strict = run(tmp_path, "--strict", example=WARNING)
    assert strict.exit_code == 1
    assert "error[insecure-address]" in strict.output


def test_hints_show_only_when_pedantic(tmp_path: Path) -> None:
    """And never fail."""
    assert "all-capitals" not in run(tmp_path, example=HINT).output
    pedantic = run(tmp_path, "--pedantic", "--strict", example=HINT)
    assert "hint[all-capitals]" in pedantic.output
    assert pedantic.exit_code == 0


def test_errors_are_1(tmp_path: Path) -> None:
    """In every format."""
    for form in formats():
        assert run(tmp_path, "--format", form, example=lesson("[x](02.md)\n")).exit_code == 1


def test_wrong_usage_is_2(tmp_path: Path) -> None:
    """Also a folder that is not there."""
    assert run(tmp_path, "--formt", "json").exit_code == 2
    assert CliRunner().invoke(main, ["check", str(tmp_path / "none")]).exit_code == 2


def test_no_course_is_3(tmp_path: Path) -> None:
    """A folder without course.yaml."""
    result = CliRunner().invoke(main, ["check", str(tmp_path)])
    assert result.exit_code == 3
    assert "there is no `course.yaml` here" in result.output


def test_a_bug_is_70_and_shows_no_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says whose fault it is and what to do."""

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(pipeline, "check", broken)
    result = run(tmp_path)
    assert result.exit_code == 70
    assert "this is a bug in darslik" in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("<!-- ok: insecure-address -->\n[The portal](http://example.org/)\n", False),
        ("<!-- ok: insecure-address: an old site -->\n[The portal](http://example.org/)\n", False),
        ("<!-- ok-file: insecure-address -->\nText.\n\n[The portal](http://example.org/)\n", False),
        ("<!-- ok: insecure-address -->\nText.\n\n[The portal](http://example.org/)\n", True),
        ("<!-- ok: broken-link -->\n[The portal](http://example.org/)\n", True),
    ],
)
def test_a_comment_accepts_a_warning(tmp_path: Path, text: str, left: bool) -> None:
    """At its place, or for the file; not others."""
    assert ("insecure-address" in run(tmp_path, example=lesson(text)).output) == left


def test_a_comment_accepts_no_error(tmp_path: Path) -> None:
    """Nothing could be built from it."""
    result = run(tmp_path, example=lesson("<!-- ok: broken-link -->\n[x](02.md)\n"))
    assert result.exit_code == 1


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_is_explained(rule: str) -> None:
    """With reason and examples."""
    result = CliRunner().invoke(main, ["explain", rule])
    assert result.exit_code == 0
    assert result.output.startswith(rule)
    assert "Bad:" in result.output
    assert "Good:" in result.output


def test_all_rules_are_listed() -> None:
    """One line each, under what they are about; each group by name."""
    result = CliRunner().invoke(main, ["explain"])
    listed = [line.split()[0] for line in result.output.splitlines() if line.startswith("  ")]
    assert sorted(listed) == sorted(RULES)
    assert [line.split("(")[0] for line in result.output.splitlines()[:1]] == ["Courses "]
    assert "Any package (darslik inspect): " in result.output
    assert "SCORM 2004 packages: " in result.output


def test_a_rule_about_packages_names_standard_and_requirement() -> None:
    """With the clause."""
    result = CliRunner().invoke(main, ["explain", "item-without-resource"])
    assert result.output.startswith("item-without-resource (error)\nabout: SCORM 2004, SCORM 1.2\n")
    assert "\ncovers: I3, `identifierref` names a resource (30.6.3.6.2.2)\n" in result.output


def test_a_misspelt_rule_gets_a_suggestion() -> None:
    """As everywhere."""
    result = CliRunner().invoke(main, ["explain", "broken-lnk"])
    assert result.exit_code == 2
    assert "did you mean `broken-link`?" in result.output


def test_a_file_cannot_steer_the_terminal() -> None:
    """Control characters of a course file are shown as signs for what cannot be shown."""
    lock = "a\x1b[31mred\x07\x9b2J: 1\n"
    text = report(
        "human", {"darslik.lock": lock, "lessons/01-first.md": "---\n\x1b]0;title\x07: 1\ntitle: First\n---\nText.\n"}
    )
    assert "\ufffd[31mred\ufffd" in text
    assert not {one for one in text if ord(one) < 32 or 127 <= ord(one) < 160} - {"\n"}

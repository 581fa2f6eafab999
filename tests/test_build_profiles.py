"""`darslik build --profile`: targets, options and refusals from the data of a profile; the record in the package."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from darslik.cli import main
from darslik.profiles import build as _build_rules  # noqa: F401 - defines them
from darslik.profiles import profiles
from darslik.rules import RULES, Rule
from darslik.targets import targets

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

COURSE = """\
id: https://example.org/courses/small
version: "1"
title: Small
description: A small course.
languages: [en]
licence: CC-BY-4.0
authors: [A. Author]
pass-when: {score: 60}
modules:
  - id: basics
    title: Basics
    lessons: [lessons/01-first.md]
  - id: more
    title: More
    unlock-when: {completed: basics}
    lessons: [lessons/02-second.md]
"""
LESSON = """\
---
title: First
---
:::{true-false} It is so.
:id: so
- [x] true
  > Yes.
- [ ] false
  > No.
:::
"""
MY_LMS = """\
id: my-lms
name: My LMS
versions: "3"
extends: generic
prefer: {target: scorm2004-4}
build:
  scorm2004-4: {save-every: 5, interactions: one}
quirks:
  - id: M1
    severity: breaks
    concerns: [import]
    text: It takes two standards.
    do: build `scorm2004-4`
    evidence: [its manual]
    check: standard-not-taken
    settings: {takes: [scorm12, scorm2004-4]}
  - id: M2
    severity: degrades
    concerns: [import]
    text: Titles are short.
    do: shorten them
    evidence: [its manual]
    check: title-longer-than-kept
    settings: {characters: 3}
    replace: {when: [title-changed], verdict: care}
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    (folder / "lessons").mkdir(parents=True)
    (folder / "course.yaml").write_text(COURSE, encoding="utf-8")
    (folder / "lessons" / "01-first.md").write_text(LESSON, encoding="utf-8")
    (folder / "lessons" / "02-second.md").write_text("---\ntitle: Second\n---\nText.\n", encoding="utf-8")
    return folder


def build(course: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["build", str(course), "-o", str(course.parent / "out"), *arguments])


def built(course: Path) -> dict[str, Path]:
    """The packages by target."""
    found = sorted((course.parent / "out").glob("*.zip"))
    return {file.stem.removeprefix("small-en-"): file for file in found}


def inside(package: Path, name: str) -> str:
    with zipfile.ZipFile(package) as archive:
        return archive.read(name).decode()


def options(package: Path) -> dict[str, Any]:
    text = inside(package, "assets/course.js")
    found: dict[str, Any] = json.loads(text[text.index("(") + 1 : text.rindex(")")])["options"]
    return found


def test_what_the_lms_prefers_is_built(course: Path) -> None:
    """Each of several; a target that is named goes before."""
    result = build(course, "--profile", "scorm-cloud", "--profile", "canvas")
    assert result.exit_code == 0, result.output
    assert list(built(course)) == ["scorm12", "scorm2004-4"]
    record = json.loads(inside(built(course)["scorm12"], "darslik.json"))
    assert record["profiles"] == ["scorm-cloud", "canvas"]
    assert build(course, "--profile", "scorm-cloud", "-t", "xapi").exit_code == 0
    assert "xapi" in built(course)


def test_without_a_profile_nothing_is_recorded(course: Path) -> None:
    assert build(course).exit_code == 0
    assert "profiles" not in json.loads(inside(built(course)["scorm12"], "darslik.json"))


@pytest.mark.parametrize(
    ("profile", "target", "expected"),
    [
        ("sumtotal", "scorm12", {"statuses": {"passed": "completed", "failed": "incomplete"}}),
        ("frappe", "scorm12", {"statuses": {"completed": "passed"}}),
        ("opal", "scorm12", {"quotes": False}),
        ("successfactors", "scorm12", {"saveEvery": 10}),
        ("successfactors", "scorm2004-3", {"saveEvery": 10}),
        ("sumtotal", "scorm2004-3", {}),
        ("moodle-app", "scorm12", {}),
    ],
)
def test_options_of_the_runtime(profile: str, target: str, expected: dict[str, Any], course: Path) -> None:
    assert build(course, "--profile", profile, "-t", target).exit_code == 0
    assert options(built(course)[target]) == {"interactions": "journal", **expected}


def test_what_the_course_says_itself_stays(course: Path) -> None:
    """Option by option, and key by key in the statuses."""
    own = "targets: {scorm12: {interactions: one, statuses: {failed: failed}}}\n"
    (course / "course.yaml").write_text(COURSE + own, encoding="utf-8")
    assert build(course, "--profile", "sumtotal").exit_code == 0
    assert options(built(course)["scorm12"]) == {"interactions": "one", "statuses": {"passed": "completed"}}


@pytest.mark.parametrize(
    ("profile", "target"),
    [("frappe", "cmi5"), ("docebo", "scorm2004-4"), ("moodle-app", "scorm2004-3"), ("esuite", "scorm2004-4"),
     ("world-manager", "scorm2004-3"), ("open-edx", "xapi"), ("wagtail-lms", "scorm2004-4"), ("moodle", "web")],
)  # fmt: skip
def test_a_target_that_the_lms_does_not_take_is_refused(profile: str, target: str, course: Path) -> None:
    """At the options of that target if the course has some, with the evidence; nothing is written."""
    (course / "course.yaml").write_text(COURSE + f"targets:\n  {target}: {{}}\n", encoding="utf-8")
    result = build(course, "--profile", profile, "-t", target)
    assert result.exit_code == 1
    assert f"error[target-not-taken]: {profiles()[profile].name} does not take the target `{target}`" in result.output
    assert "course.yaml:18:3" in result.output
    taken = profiles()[profile].taken
    assert taken
    assert taken.evidence[0] in result.output
    assert built(course) == {}


def test_all_targets_are_those_that_the_lms_takes(course: Path) -> None:
    assert build(course, "--profile", "docebo", "--all").exit_code == 0
    assert set(built(course)) == {"scorm12", "scorm2004-3"}


def test_lmss_that_disagree_get_no_common_package(course: Path) -> None:
    result = build(course, "--profile", "sumtotal", "--profile", "frappe")
    assert result.exit_code == 1
    assert "error[profiles-disagree]: SumTotal and Frappe LMS want different values of `statuses`" in result.output
    assert built(course) == {}


def test_the_finished_package_is_judged(course: Path) -> None:
    """As warnings at the line of the manifest; with --strict nothing is written."""
    arguments = ["--profile", "moodle-4.5", "--split", "modules", "-t", "scorm2004-3"]
    strict = build(course, *arguments, "--strict")
    assert strict.exit_code == 1
    assert built(course) == {}
    assert not (course / "darslik.lock").exists()
    result = build(course, *arguments)
    assert result.exit_code == 0
    assert "warning[objective-map-stops-import]: `imsss:mapInfo` ends the import (Moodle 4.5)" in result.output
    assert "small-en-scorm2004-3.zip/imsmanifest.xml:" in result.output
    assert list(built(course)) == ["scorm2004-3"]
    as_json = CliRunner().invoke(
        main, ["build", str(course), "-o", str(course.parent / "out"), *arguments, "--format", "json"]
    )
    assert json.loads(as_json.stdout)[0]["target"] == "scorm2004-3"
    assert "objective-map-stops-import" in as_json.stderr


def test_one_file_is_a_profile_for_build_inspect_and_diff(course: Path, tmp_path: Path) -> None:
    """Nothing else is needed, and nothing is installed."""
    file = tmp_path / "my-lms.yaml"
    file.write_text(MY_LMS, encoding="utf-8")
    result = build(course, "--profile", str(file))
    assert result.exit_code == 0, result.output
    assert "warning[title-longer-than-kept]: a title of 5 characters; 3 are kept (My LMS)" in result.output
    package = built(course)["scorm2004-4"]
    assert options(package) == {"interactions": "one", "saveEvery": 5}
    assert build(course, "--profile", str(file), "-t", "cmi5").exit_code == 1

    inspected = CliRunner().invoke(main, ["inspect", str(package), "--profile", str(file), "--strict"])
    assert inspected.exit_code == 1
    assert "title-longer-than-kept" in inspected.output
    assert CliRunner().invoke(main, ["inspect", str(package), "--strict"]).exit_code == 0

    renamed = (course / "course.yaml").read_text("utf-8").replace("title: Small", "title: Smaller")
    (course / "course.yaml").write_text(renamed, encoding="utf-8")
    compared = CliRunner().invoke(main, ["diff", str(package), str(course), "--profile", str(file)])
    assert compared.exit_code == 0, compared.output
    assert "Titles are short." in compared.output
    assert "with care" in compared.output
    unknown = CliRunner().invoke(main, ["diff", str(package), str(course)])
    assert unknown.exit_code == 2
    assert "built for the LMS profile `my-lms`, which is not installed here" in unknown.output


def test_the_same_lmss_are_taken_again_for_a_comparison(course: Path) -> None:
    """The options of the old package are those of the new one, so that nothing seems to have changed."""
    assert build(course, "--profile", "frappe").exit_code == 0
    result = CliRunner().invoke(main, ["diff", str(built(course)["scorm12"]), str(course), "--profile", "frappe"])
    assert "nothing to replace: the packages are the same" in result.output


def test_profiles_of_another_distribution(course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry point names a package; each YAML file in its folder is a profile."""
    from importlib.metadata import EntryPoint

    folder = tmp_path / "site" / "their_profiles"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("", encoding="utf-8")
    (folder / "theirs.yaml").write_text(MY_LMS.replace("id: my-lms", "id: theirs"), encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    point = EntryPoint("theirs", "their_profiles", "darslik.profiles")
    monkeypatch.setattr(
        "darslik.profiles.entry_points", lambda *, group: [point] if group == "darslik.profiles" else []
    )
    profiles.cache_clear()
    try:
        assert "theirs" in profiles()
        assert build(course, "--profile", "theirs").exit_code == 0
        assert list(built(course)) == ["scorm2004-4"]
    finally:
        profiles.cache_clear()


def test_every_target_that_a_profile_names_exists() -> None:
    for profile in profiles().values():
        taken = set(profile.taken.settings.takes) if profile.taken else set()
        assert taken <= {*targets(), "scorm2004-2"}
        assert profile.prefer
        assert not taken or profile.prefer.target in taken, profile.id


def test_a_package_for_an_lms_is_what_its_source_builds(course: Path) -> None:
    """`verify --source` builds for the same LMSs."""
    assert build(course, "--profile", "frappe").exit_code == 0
    result = CliRunner().invoke(main, ["verify", str(built(course)["scorm12"]), "--source", str(course)])
    assert result.exit_code == 0, result.output
    assert "byte for byte" in result.output


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if "build" in rule.about], ids=lambda rule: rule.id)
def test_the_examples_of_rules_about_builds(rule: Rule, course: Path) -> None:
    for which, code in (("Bad", 1), ("Good", 0)):
        commands = [
            line.split() for line in rule.doc.split(f"\n{which}:\n")[1].split("\nGood:\n")[0].splitlines() if line
        ]
        assert commands
        for _, command, _, *options in commands:
            assert command == "build"
            result = build(course, *options)
            assert (result.exit_code, f"error[{rule.id}]" in result.output) == (code, code == 1), result.output

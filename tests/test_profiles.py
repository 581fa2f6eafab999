"""Profiles of LMSs: our own files, files of others, and everything that can be wrong with one.

`DARSLIK_UPDATE=1 pytest tests/test_profiles.py` writes the JSON Schema anew.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

import darslik
from darslik.cli import main
from darslik.diagnostics import Sink
from darslik.profiles import BadProfile, from_file, profiles
from darslik.profiles.model import profile_schema
from darslik.profiles.read import read_profile
from darslik.rules import RULES, Rule

HERE = Path(darslik.__file__).parent
SCHEMA = HERE / "schemas" / "profile.schema.json"
FILES = sorted((HERE / "profiles").glob("*.yaml"))
RULES_OF_PROFILES = [rule for rule in RULES.values() if "profile" in rule.about]
SMALL = """\
id: my-lms
name: My LMS
versions: "3"
extends: generic
quirks:
  - id: M1
    severity: breaks
    concerns: [import]
    text: It reads nothing.
    do: use another
    evidence: [seen in 3.1]
"""
NAMED_IN_THE_ISSUE = """moodle-4.5 moodle-app open-edx successfactors cornerstone docebo canvas sumtotal scorm-cloud
    ilias frappe""".split()


def test_the_committed_schema_is_the_model_s() -> None:
    """Equal as data."""
    made = json.dumps(profile_schema(), indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("DARSLIK_UPDATE"):
        SCHEMA.write_text(made, encoding="utf-8")
    assert json.loads(SCHEMA.read_text("utf-8")) == json.loads(made)


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_each_file_of_ours_is_right(file: Path) -> None:
    """Read as the file of a stranger would be, with every name in it looked up."""
    sink = Sink()
    profile = read_profile(file.read_bytes(), file.name, profiles(), sink)
    assert [(one.span, one.message) for one in sink.found] == []
    assert profile == profiles()[file.stem]
    assert file.read_text("utf-8").startswith("# yaml-language-server: $schema=../schemas/profile.schema.json\n")


def found(text: str, tmp_path: Path) -> list[str]:
    file = tmp_path / "my-lms.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadProfile) as raised:
        from_file(file, profiles())
    return [f"{one.rule} {one.span.line}:{one.span.column}" for one in raised.value.found]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("extends: generic", "extends: generc", ["profile-name-unknown 4:10"]),
        ("extends: generic", "extends: my-lms", ["profile-extends-itself 4:10"]),
        ("extends: generic", "extends: generic\nwithout: [Q999]", ["profile-name-unknown 5:11"]),
        ("severity: breaks", "severity: awful", ["wrong-value 7:15"]),
        ("severity: breaks", "severty: breaks", ["missing-key 6:5", "unknown-key 7:5"]),
        ("    do: use another\n", "", ["missing-key 6:5"]),
        ("name: My LMS", "name: My LMS\nname: Yours", ["duplicate-key 3:1"]),
        ("name: My LMS", "name: &a My LMS", ["yaml-alias 2:7"]),
        ("id: my-lms", "id: My LMS", ["wrong-value 1:5"]),
        ("concerns: [import]", "concerns: [import]\n    targets: [scorm13]", ["profile-name-unknown 9:15"]),
        ('versions: "3"', "versions: [3", ["yaml-syntax 4:8"]),
        ("quirks:", "quirks: {}\nothers:", ["unknown-key 6:1", "wrong-value 5:9"]),
    ],
)
def test_what_is_wrong_with_a_profile_is_said_at_its_place(
    old: str, new: str, expected: list[str], tmp_path: Path
) -> None:
    text = SMALL.replace(old, new)
    assert text != SMALL
    assert sorted(found(text, tmp_path)) == sorted(expected)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\0\0\0",
        b"\xff\xfe\xfa",
        b"[" * 100_000,
        b"- " * 50_000,
        b"a: &a [*a]",
        b"!!python/object/apply:os.system [id]",
        b"x" * 2_000_000,
        b"id: x\n---\nid: y",
        b"null",
    ],
)
def test_a_hostile_profile_is_refused(body: bytes, tmp_path: Path) -> None:
    file = tmp_path / "hostile.yaml"
    file.write_bytes(body)
    with pytest.raises(BadProfile) as raised:
        from_file(file, profiles())
    assert raised.value.found
    result = CliRunner().invoke(main, ["profiles", str(file)])
    assert result.exit_code == 2
    assert "the profile cannot be used" in result.output


def test_a_file_is_shown_and_its_mistakes_are(tmp_path: Path) -> None:
    """On the command line a path does as well as an id."""
    file = tmp_path / "my-lms.yaml"
    file.write_text(SMALL, encoding="utf-8")
    shown = CliRunner().invoke(main, ["profiles", str(file)])
    assert shown.exit_code == 0
    assert "M1 [breaks]\n  It reads nothing.\n  what helps: use another\n  evidence: seen in 3.1\n" in shown.output
    file.write_text(SMALL.replace("generic", "moodel"), encoding="utf-8")
    wrong = CliRunner().invoke(main, ["profiles", str(file)])
    assert wrong.exit_code == 2
    assert f"{file}:4:10" in wrong.output
    assert "did you mean `moodle`?" in wrong.output


@pytest.mark.parametrize("rule", RULES_OF_PROFILES, ids=[rule.id for rule in RULES_OF_PROFILES])
def test_rules_about_profiles_are_documented(rule: Rule) -> None:
    """Their bad example gives the finding, the good one nothing."""
    assert rule.summary.endswith(".")
    for which, expected in (("Bad", {rule.id}), ("Good", set())):
        ((file, body),) = rule.example(which).items()
        sink = Sink()
        read_profile(body, file, profiles(), sink)
        assert {one.rule for one in sink.found} == expected

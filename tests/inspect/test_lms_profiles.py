"""LMS profiles in `darslik inspect`: our own packages suit them all; several LMSs, one finding; severities by row."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import darslik
from darslik.cli import main
from darslik.diagnostics import Severity
from darslik.inspect import Options, inspect
from darslik.inspect.quirk import quirk_rules
from darslik.inspect.rule import load_package_rules
from darslik.profiles import GENERIC, profiles
from darslik.profiles.build import takes
from darslik.targets import targets
from inspect_examples import base, overlaid
from registries import MODULES, node

if TYPE_CHECKING:
    from collections.abc import Callable

    from darslik.diagnostics import Diagnostic

PROFILE_SCHEMA = Path(darslik.__file__).parent / "schemas" / "profile.schema.json"
COURSES = Path(__file__).parents[1] / "browser" / "fixtures"
PACKAGED = [name for name in targets() if name != "web"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """The package of a course for a target, made once."""
    made: dict[tuple[str, str], Path] = {}

    def make(course: str, target: str) -> Path:
        if (course, target) not in made:
            folder = tmp_path_factory.mktemp("own")
            shutil.copytree(COURSES / course, folder / course)
            main(["build", str(folder / course), "-t", target, "-l", "en", "-o", str(folder)], standalone_mode=False)
            (made[course, target],) = folder.glob("*.zip")
        return made[course, target]

    return make


@pytest.mark.parametrize("target", PACKAGED)
@pytest.mark.parametrize("course", ["kinds", "harbour"])
@pytest.mark.parametrize("name", profiles())
def test_our_own_packages_suit_every_lms_that_takes_them(
    name: str, course: str, target: str, built: Callable[[str, str], Path]
) -> None:
    """No error and no warning; an LMS that does not take the target says exactly that."""
    found = inspect(built(course, target), Options(profiles=(name,))).found
    serious = [f"{one.rule} {one.message}" for one in found if one.severity is not Severity.HINT]
    if takes(profiles()[name], target):
        assert serious == []
    else:
        assert [one.split()[0] for one in serious] == ["standard-not-taken"]


def test_every_rule_about_lmss_is_named_by_a_profile() -> None:
    """And every check that a row names exists."""
    named = {row.check for profile in profiles().values() for row in profile.quirks if row.check}
    assert set(quirk_rules()) <= named
    ordinary = set(load_package_rules()) | {"manifest-not-at-root"}
    assert named <= ordinary | set(quirk_rules())


def wrong(*documents: Path) -> list[str]:
    """What an independent validator says of profiles."""
    script = Path(__file__).parent.parent / "validate.cjs"
    command = [node("node"), str(script), str(MODULES), str(PROFILE_SCHEMA), *map(str, documents)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def test_the_files_are_valid_by_the_schema(tmp_path: Path) -> None:
    """For an independent validator, too; and it refuses what is wrong."""
    import yaml

    documents = []
    for file in sorted((Path(darslik.__file__).parent / "profiles").glob("*.yaml")):
        documents.append(tmp_path / f"{file.stem}.json")
        documents[-1].write_text(json.dumps(yaml.safe_load(file.read_text("utf-8"))), encoding="utf-8")
    assert wrong(*documents) == []
    good = json.loads(documents[0].read_text("utf-8"))
    changes: tuple[dict[str, object], ...] = (
        {"id": "My LMS"},
        {"quirk": []},
        {"build": {"scorm12": {"statuses": {"passed": "won"}}}},
        {"versions": ""},
    )
    for number, change in enumerate(changes):
        bad = tmp_path / f"bad{number}.json"
        bad.write_text(json.dumps({**good, **change}), encoding="utf-8")
        assert wrong(bad), change


def found(folder: Path, fragment: str, *names: str, standard: str = "scorm12") -> list[Diagnostic]:
    """What is found in the small correct package with a fragment over its manifest."""
    for path, body in base(standard).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(body)
    manifest = folder / "imsmanifest.xml"
    if fragment:
        manifest.write_text(overlaid(manifest.read_text("utf-8"), fragment), encoding="utf-8")
    return list(inspect(folder, Options(profiles=names)).found)


MASTERY = """<item identifier="item_1" identifierref="resource_1"><title>Lesson</title>
<adlcp:masteryscore>80</adlcp:masteryscore></item>"""
TWO = """<organization identifier="organization_1"><title>Course</title>
<item identifier="a" identifierref="resource_1"><title>One</title></item>
<item identifier="b" identifierref="resource_1"><title>Two</title></item></organization>"""
CONTENT = """<resource identifier="resource_1" type="webcontent" adlcp:scormtype="sco" href="index.html">
<file href="index.html"/><file href="lesson.js"/><file href="{}"/></resource>"""


def test_without_a_profile_no_rule_about_lmss_runs(tmp_path: Path) -> None:
    assert not {one.rule for one in found(tmp_path, MASTERY)} & set(quirk_rules())


def test_several_lmss_give_one_finding_that_lists_them(tmp_path: Path) -> None:
    """With what each makes of it, what helps there, and who says so."""
    (one,) = [one for one in found(tmp_path, MASTERY, "moodle", "esuite") if one.rule == "manifest-mastery-score"]
    assert one.message == "the manifest has a mastery score of `80` (Moodle, eSuite (BCS))"
    assert one.severity is Severity.ERROR
    assert [text.split(":")[0] for text in one.help[1:]] == ["Moodle", "eSuite (BCS)"]
    assert "leave `mastery-score: false`" in one.help[1]
    assert one.evidence == (
        "scorm_12.js, StoreData (run); settings.php: masteryoverride is on by default; epowerhr.bcs.nl, requirements"
    )


def test_all_stands_for_every_lms(tmp_path: Path) -> None:
    (one,) = [one for one in found(tmp_path, MASTERY, "all") if one.rule == "manifest-mastery-score"]
    assert one.message.endswith("(eSuite (BCS), Moodle, Moodle 4.5 and 1 more)")


def test_the_worst_of_several_severities_counts(tmp_path: Path) -> None:
    """Open edX cannot leave the first part; in Opigno only the buttons are missing."""
    severities = {
        names: {one.severity for one in found(tmp_path / "-".join(names), TWO, *names) if one.rule == "several-scos"}
        for names in (("open-edx",), ("opigno",), ("opigno", "open-edx"), ("moodle",))
    }
    assert list(severities.values()) == [{Severity.ERROR}, {Severity.WARNING}, {Severity.ERROR}, set()]


def raised(folder: Path, *names: str) -> tuple[Severity, str]:
    """The severity and message of an ordinary rule, `name-not-ascii`."""
    folder.mkdir()
    (folder / "oʻquv.txt").write_text("Text.", encoding="utf-8")
    (one,) = [one for one in found(folder, CONTENT.format("oʻquv.txt"), *names) if one.rule == "name-not-ascii"]
    return one.severity, one.message


def test_a_row_raises_an_ordinary_finding_for_its_lms_alone(tmp_path: Path) -> None:
    assert raised(tmp_path / "a")[0] is Severity.WARNING
    assert raised(tmp_path / "b", "moodle")[0] is Severity.WARNING
    severity, message = raised(tmp_path / "c", "openequella")
    assert (severity, message[-14:]) == (Severity.ERROR, " (openEQUELLA)")
    assert raised(tmp_path / "d", "moodle", "openequella")[0] is Severity.ERROR


def test_a_row_lowers_an_ordinary_finding_if_every_lms_says_so(tmp_path: Path) -> None:
    """An LMS that is silent leaves it as bad as it is anywhere."""
    file = tmp_path / "easy.yaml"
    file.write_text(
        "id: easy\nname: Easy\nversions: any\nquirks:\n  - {id: E1, severity: information, concerns: [files], "
        "text: It is told., do: nothing, evidence: [seen], check: name-not-ascii}\n",
        encoding="utf-8",
    )
    assert raised(tmp_path / "a", str(file))[0] is Severity.HINT
    assert raised(tmp_path / "b", str(file), "sakai")[0] is Severity.WARNING


def test_a_row_about_one_target_is_silent_about_others(tmp_path: Path) -> None:
    """Moodle overrides by mastery in SCORM 1.2; in 2004 it does not."""
    mark = """<item identifier="item_1" identifierref="resource_1"><title>Lesson</title><imsss:sequencing>
    <imsss:objectives><imsss:primaryObjective satisfiedByMeasure="true">
    <imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure></imsss:primaryObjective></imsss:objectives>
    </imsss:sequencing></item>"""
    rules = {
        name: {one.rule for one in found(tmp_path / name, mark, name, standard="scorm2004")}
        for name in ("moodle", "esuite")
    }
    assert "manifest-mastery-score" not in rules["moodle"]
    assert "manifest-mastery-score" in rules["esuite"]


def test_the_generic_profile_is_no_lms_of_its_own() -> None:
    """Everything in it holds in every LMS that extends it."""
    shared = {row.id for row in profiles()[GENERIC].quirks if row.check}
    for profile in profiles().values():
        assert shared <= {row.id for row in profile.quirks}, profile.id


def test_a_hostile_manifest_does_not_stop_the_rules(tmp_path: Path) -> None:
    """Twenty thousand items with the oddest texts, in every LMS."""
    items = "".join(
        f'<item identifier="1\'{n}" isvisible="1" parameters="?{"x" * 9}"><title>0&#8217;</title></item>'
        for n in range(20_000)
    )
    whole = f'<organization identifier="organization_1"><title>{"é" * 4000}</title>{items}</organization>'
    rules = {one.rule for one in found(tmp_path, whole, "all")}
    assert {"identifier-with-other-signs", "isvisible-not-literal", "title-longer-than-kept"} <= rules

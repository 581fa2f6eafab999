"""Settings of SCORM 2004 sequencing that do nothing, or more than was meant; our own packages have none of them."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from darslik.cli import main
from sequencings import EVERYTHING, objectives, own, primary, rollup, said, when

HARBOUR = Path(__file__).parent.parent / "browser" / "fixtures" / "harbour"
MARK = "<imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure>"
RANDOM = "<imsss:randomizationControls {}/>"


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        (primary(MARK), "<imsss:minNormalizedMeasure"),
        (primary(MARK, 'objectiveID="p" satisfiedByMeasure="false"'), "<imsss:minNormalizedMeasure"),
        (primary(MARK, 'objectiveID="p" satisfiedByMeasure="true"'), ""),
        (
            objectives(f'<imsss:primaryObjective/><imsss:objective objectiveID="o">{MARK}</imsss:objective>'),
            "<imsss:minNormalizedMeasure",
        ),
        (when('condition="satisfied" measureThreshold="0.5"'), 'measureThreshold="0.5"'),
        (when('condition="objectiveMeasureKnown" measureThreshold="0.5"'), 'measureThreshold="0.5"'),
        (when('condition="objectiveMeasureGreaterThan" measureThreshold="0.5"'), ""),
        (when('condition="objectiveMeasureLessThan" measureThreshold="0.5"'), ""),
        (rollup('minimumCount="2"'), 'minimumCount="2"'),
        (rollup('childActivitySet="any" minimumCount="2"'), 'minimumCount="2"'),
        (rollup('childActivitySet="atLeastCount" minimumCount="2"'), ""),
        (rollup('minimumCount="0" minimumPercent="0.0"'), ""),
        (rollup('childActivitySet="atLeastCount" minimumPercent="0.5"'), 'minimumPercent="0.5"'),
        (rollup('childActivitySet="atLeastPercent" minimumPercent="0.5"'), ""),
        (RANDOM.format('randomizationTiming="once"'), 'randomizationTiming="once"'),
        (RANDOM.format('randomizationTiming="once" reorderChildren="false"'), 'randomizationTiming="once"'),
        (RANDOM.format('randomizationTiming="never"'), ""),
        (RANDOM.format('randomizationTiming="once" reorderChildren="true"'), ""),
        (RANDOM.format('reorderChildren="true"'), 'reorderChildren="true"'),
        (RANDOM.format('randomizationTiming="never" reorderChildren="true"'), 'reorderChildren="true"'),
        (RANDOM.format('reorderChildren="false"'), ""),
        (RANDOM.format('selectCount="3"'), 'selectCount="3"'),
        (RANDOM.format('selectionTiming="never" selectCount="3"'), 'selectCount="3"'),
        (RANDOM.format('selectionTiming="once" selectCount="3"'), ""),
    ],
)
def test_settings_without_effect(text: str, marked: str) -> None:
    assert said(own(text), hints=True) == ([("sequencing-setting-without-effect", marked)] if marked else [])


@pytest.mark.parametrize(
    "text", [when('condition="passed" measureThreshold="1"'), rollup('childActivitySet="some" minimumCount="2"')]
)
def test_next_to_a_mistake_nothing_is_said_of_effects(text: str) -> None:
    assert said(own(text), hints=True) == []


@pytest.mark.parametrize("inner", ["", "<imsss:minNormalizedMeasure/>"])
def test_all_points_are_needed(inner: str) -> None:
    text = own(primary(inner, 'objectiveID="p" satisfiedByMeasure="true"'))
    assert said(text, hints=True) == [("all-points-needed", 'satisfiedByMeasure="true"')]


def test_a_mark_that_is_given_is_enough() -> None:
    assert said(own(primary(MARK, 'objectiveID="p" satisfiedByMeasure="true"')), hints=True) == []
    assert said(own(primary("")), hints=True) == []


def test_of_all_that_sequencing_can_say_only_the_unselected_count_has_no_effect() -> None:
    assert said(own(EVERYTHING), hints=True) == [("sequencing-setting-without-effect", "selectCount='2'")]


@pytest.mark.parametrize("gate", ["passed", "completed"])
@pytest.mark.parametrize("target", ["scorm2004-3", "scorm2004-4"])
def test_our_own_gated_modules_have_right_sequencing(gate: str, target: str, tmp_path: Path) -> None:
    """Two modules as two SCOs, the second behind the first."""
    shutil.copytree(HARBOUR, tmp_path / "course")
    course = tmp_path / "course" / "course.yaml"
    course.write_text(f"{course.read_text('utf-8').rstrip()}\n    unlock-when: {{{gate}: quay}}\n", "utf-8")
    command = ["build", str(tmp_path / "course"), "--split", "modules", "-t", target, "-l", "en", "-o", str(tmp_path)]
    built = CliRunner().invoke(main, command)
    assert built.exit_code == 0, built.output
    [package] = tmp_path.glob("*.zip")
    text = zipfile.ZipFile(package).read("imsmanifest.xml").decode()
    assert text.count("referencedObjective") == 2
    assert said(text) == []
    assert said(text, hints=True) == []

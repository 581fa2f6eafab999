"""Numbers, durations and times in SCORM 2004 sequencing, and what belongs to which edition."""

from __future__ import annotations

import pytest

from darslik.inspect.sequencing.grammar import DURATIONS, TIMES
from sequencings import additions, helped, manifest, own, primary, rollup, said, sequencing, when

# Numbers (S16, S22)

MEASURES = ["1", "0", "-1", "0.8", "-0.25", "+1.0000", ".5", "1.", " 0.8 "]
NO_MEASURES = ["1.01", "-1.0001", "80", "80%", "0,8", "high", "NaN", "INF", "1e-1", "0x1", "٠", "9" * 500]


@pytest.mark.parametrize("value", [*MEASURES, ""])
def test_minimum_measures(value: str) -> None:
    assert said(own(primary(f"<imsss:minNormalizedMeasure>{value}</imsss:minNormalizedMeasure>"))) == []


@pytest.mark.parametrize("value", NO_MEASURES)
def test_no_minimum_measures(value: str) -> None:
    text = own(primary(f"<imsss:minNormalizedMeasure> {value}</imsss:minNormalizedMeasure>"))
    assert said(text) == [("sequencing-measure-out-of-range", value)]


@pytest.mark.parametrize("value", MEASURES)
def test_thresholds(value: str) -> None:
    assert said(own(when(f'condition="objectiveMeasureGreaterThan" measureThreshold="{value}"'))) == []


@pytest.mark.parametrize("value", ["", *NO_MEASURES])
def test_no_thresholds(value: str) -> None:
    attribute = f'measureThreshold="{value}"'
    text = own(when(f'condition="objectiveMeasureGreaterThan" {attribute}'))
    assert said(text) == [("sequencing-measure-out-of-range", attribute)]


@pytest.mark.parametrize("value", ["0", "1", "0.5", "1.0000"])
def test_weights_and_shares(value: str) -> None:
    assert said(own(f'<imsss:rollupRules objectiveMeasureWeight="{value}"/>')) == []
    assert said(own(rollup(f'childActivitySet="atLeastPercent" minimumPercent="{value}"'))) == []


@pytest.mark.parametrize("value", ["-0.1", "-1", "1.5", "50", "", "half"])
def test_no_weights_and_shares(value: str) -> None:
    weight, share = f'objectiveMeasureWeight="{value}"', f'minimumPercent="{value}"'
    assert said(own(f"<imsss:rollupRules {weight}/>")) == [("sequencing-measure-out-of-range", weight)]
    assert said(own(rollup(share))) == [("sequencing-measure-out-of-range", share)]


@pytest.mark.parametrize(
    ("value", "advice"),
    [
        ("80", "write `0.8`"),
        ("75 %", "write `0.75`"),
        ("0,6", "write `0.6`"),
        ("800", "write a number from −1 to 1, as `0.8`"),
        ("-3", "write a number from −1 to 1, as `0.8`"),
        ("high", "write a number from −1 to 1, as `0.8`"),
    ],
)
def test_what_was_meant_by_a_measure(value: str, advice: str) -> None:
    assert helped(own(primary(f"<imsss:minNormalizedMeasure>{value}</imsss:minNormalizedMeasure>"))) == [advice]


COUNTS = [
    ("<imsss:limitConditions {}/>", "attemptLimit"),
    ("<imsss:randomizationControls {}/>", "selectCount"),
    (rollup("childActivitySet='atLeastCount' {}"), "minimumCount"),
]


@pytest.mark.parametrize(("element", "name"), COUNTS, ids=[name for _, name in COUNTS])
@pytest.mark.parametrize("value", ["0", "3", "+2", "-0", "007", "9" * 5000, " 4 "])
def test_counts(element: str, name: str, value: str) -> None:
    assert said(own(element.format(f'{name}="{value}"'))) == []


@pytest.mark.parametrize(("element", "name"), COUNTS, ids=[name for _, name in COUNTS])
@pytest.mark.parametrize("value", ["", "-1", "1.5", "unlimited", "1e3", "٣"])
def test_no_counts(element: str, name: str, value: str) -> None:
    attribute = f'{name}="{value}"'
    assert said(own(element.format(attribute))) == [("sequencing-count-not-a-number", attribute)]


# Limits (S13, S22)


@pytest.mark.parametrize("name", DURATIONS)
@pytest.mark.parametrize("value", ["PT1H", "P1Y2M3DT4H5M6.7S", "P1D", "PT0S", "-PT5M"])
def test_durations(name: str, value: str) -> None:
    attribute = f'{name}="{value}"'
    kept = name == "attemptAbsoluteDurationLimit"
    found = said(own(f"<imsss:limitConditions {attribute}/>"))
    assert found == ([] if kept else [("time-limit-not-kept", attribute)])


@pytest.mark.parametrize("name", DURATIONS)
@pytest.mark.parametrize("value", ["", "P", "PT", "P1DT", "1H", "PT1H30", "PT1.5H", "01:30:00", "P1H", "PT1M1H"])
def test_no_durations(name: str, value: str) -> None:
    attribute = f'{name}="{value}"'
    assert ("sequencing-duration-malformed", attribute) in said(own(f"<imsss:limitConditions {attribute}/>"))


@pytest.mark.parametrize("name", TIMES)
@pytest.mark.parametrize(
    "value", ["2027-01-31T09:00:00", "2027-01-31T09:00:00Z", "2027-12-01T23:59:59.5+05:00", "2027-01-01T24:00:00-14:00"]
)
def test_times(name: str, value: str) -> None:
    attribute = f'{name}="{value}"'
    assert said(own(f"<imsss:limitConditions {attribute}/>")) == [("time-limit-not-kept", attribute)]


@pytest.mark.parametrize("name", TIMES)
@pytest.mark.parametrize(
    "value",
    ["", "2027-01-31", "2027-13-01T00:00:00", "2027-01-32T00:00:00", "2027-01-31T25:00:00", "31.01.2027", "P1D"],
)
def test_no_times(name: str, value: str) -> None:
    attribute = f'{name}="{value}"'
    found = said(own(f"<imsss:limitConditions {attribute}/>"))
    assert found == [("sequencing-time-malformed", attribute), ("time-limit-not-kept", attribute)]


def test_the_limit_of_attempts_is_kept() -> None:
    assert said(own('<imsss:limitConditions attemptLimit="1" attemptAbsoluteDurationLimit="PT1H"/>')) == []


# Editions

DATA = '<adlcp:data><adlcp:map targetID="store"/></adlcp:data>'
MAPPED = sequencing(primary("") + additions('targetObjectiveID="g" writeRawScore="true"'))
LATER = [
    (MAPPED, "<adlseq:objectives"),
    (DATA, "<adlcp:data"),
    ('<adlcp:completionThreshold completedByMeasure="true"/>', 'completedByMeasure="true"'),
    ('<adlcp:completionThreshold minProgressMeasure="0.5"/>', 'minProgressMeasure="0.5"'),
    ('<adlcp:completionThreshold progressWeight="0.5"/>', 'progressWeight="0.5"'),
]


@pytest.mark.parametrize(("item", "start"), LATER)
@pytest.mark.parametrize("edition", ["3rd", "2nd"])
def test_what_the_fourth_edition_brought(item: str, start: str, edition: str) -> None:
    assert said(manifest(item, edition=edition)) == [("element-of-the-fourth-edition", start)]
    assert said(manifest(item, edition="4th")) == []


def test_the_second_edition_is_also_called_by_its_book() -> None:
    text = manifest(DATA).replace("2004 4th Edition", "CAM 1.3")
    assert said(text) == [("element-of-the-fourth-edition", "<adlcp:data")]


def test_shared_data_of_an_organization() -> None:
    attribute = 'adlcp:sharedDataGlobalToSystem="false"'
    text = manifest(edition="3rd").replace('<organization identifier="o"', f'<organization identifier="o" {attribute}')
    assert said(text) == [("element-of-the-fourth-edition", attribute)]


def test_the_threshold_of_the_third_edition_is_free() -> None:
    assert said(manifest("<adlcp:completionThreshold>0.5</adlcp:completionThreshold>", edition="3rd")) == []

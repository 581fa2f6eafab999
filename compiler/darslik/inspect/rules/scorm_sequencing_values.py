"""SCORM 2004: values in sequencing, whichever element has them: true or false, numbers, durations, times."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from darslik.diagnostics import Severity, Span
from darslik.inspect.rule import Finding, rule
from darslik.inspect.sequencing.grammar import BOOLEANS, DURATIONS, TIMES
from darslik.inspect.sequencing.reading import number
from darslik.inspect.subject import Subject

_DURATION = re.compile(
    r"-?P(?=[0-9T])([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]+)?S)?)?"
)
_TIME = re.compile(
    r"-?([1-9][0-9]{3,}|0[0-9]{3})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"T(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?|24:00:00(\.0+)?)"
    r"(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
)
_COUNT = re.compile(r"\+?[0-9]+|-0+")
_MEASURES = (
    ("ruleCondition", "measureThreshold", -1),
    ("rollupRules", "objectiveMeasureWeight", 0),
    ("rollupRule", "minimumPercent", 0),
)
_COUNTS = (
    ("rollupRule", "minimumCount"),
    ("limitConditions", "attemptLimit"),
    ("randomizationControls", "selectCount"),
)


@rule(Severity.ERROR, "scorm2004", covers="S6")
def sequencing_flag_not_true_or_false(subject: Subject) -> Iterator[Finding]:
    """A setting of sequencing that is on or off is neither `true` nor `false`.

    The words must stand there letter by letter, not `1`, `yes` or `True` (ADL requirements 31.5 to 31.15). XML Schema
    would allow `1`, but LMSs compare with `true`: the setting is then off.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing><imsss:controlMode flow="1"/></imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing><imsss:controlMode flow="true"/></imsss:sequencing>
        </item>
    """
    for tag, names in BOOLEANS.items():
        for one in subject.sequencings.elements.get(tag, ()):
            for name in names:
                value = one.get(name)
                if value is None or value in {"true", "false"}:
                    continue
                meant = _MEANT.get(value.strip().lower())
                yield Finding(
                    f"`{name}` is `{value}`, but can only be `true` or `false`",
                    subject.xml.span(one, name),
                    help=f"write `{meant}`" if meant else "write `true` or `false`",
                    evidence=value,
                )


_MEANT = {"1": "true", "yes": "true", "on": "true", "true": "true", "t": "true"}
_MEANT |= {"0": "false", "no": "false", "off": "false", "false": "false", "f": "false"}


@rule(Severity.ERROR, "scorm2004", covers="S16 S22")
def sequencing_measure_out_of_range(subject: Subject) -> Iterator[Finding]:
    """A score, threshold, weight or share in sequencing is not within its range.

    Measures go from −1 to 1, not to 100: `minNormalizedMeasure`, `measureThreshold`. Weights and shares go from 0 to 1:
    `objectiveMeasureWeight`, `minimumPercent` (imsss_v1p0util.xsd). An LMS that takes `80` as it stands never finds the
    learner good enough.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:objectives>
              <imsss:primaryObjective satisfiedByMeasure="true">
                <imsss:minNormalizedMeasure>80</imsss:minNormalizedMeasure>
              </imsss:primaryObjective>
            </imsss:objectives>
          </imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:objectives>
              <imsss:primaryObjective satisfiedByMeasure="true">
                <imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure>
              </imsss:primaryObjective>
            </imsss:objectives>
          </imsss:sequencing>
        </item>
    """
    for one in subject.sequencings.named("minNormalizedMeasure"):
        if text := "".join(one.itertext(with_tail=False)).strip():
            yield from _measure("minNormalizedMeasure", text, -1, subject.xml.inner(one))
    for element, name, low in _MEASURES:
        for one in subject.sequencings.named(element):
            value = one.get(name)
            if value is not None:
                yield from _measure(name, value, low, subject.xml.span(one, name))


def _measure(name: str, text: str, low: int, span: Span) -> Iterator[Finding]:
    value = number(text)
    if value is not None and low <= value <= 1:
        return
    scale = f"{low} to 1".replace("-", "−")
    wrong = f"is not within {scale}" if value is not None else f"is no number from {scale}"
    share = number(text.strip().rstrip("% ").replace(",", "."))
    if share is not None and 1 < share <= 100:
        share /= 100
    right = share is not None and low <= share <= 1
    yield Finding(
        f"`{name}` is `{text}`, which {wrong}",
        span,
        help=f"write `{share:g}`" if right else f"write a number from {scale}, as `0.8`",
        evidence=text,
    )


@rule(Severity.ERROR, "scorm2004", covers="S14 S22")
def sequencing_count_not_a_number(subject: Subject) -> Iterator[Finding]:
    """A count in sequencing is not a whole number from 0.

    `attemptLimit`, `minimumCount` and `selectCount` say how often or how many (SN 3.5, 3.7.1, 3.11; imsss_v1p0limit.xsd
    and its fellows; ADL requirement 31.9). An LMS takes anything else for no limit, or refuses the package.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing><imsss:limitConditions attemptLimit="unlimited"/></imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing><imsss:limitConditions attemptLimit="3"/></imsss:sequencing>
        </item>
    """
    for element, name in _COUNTS:
        for one in subject.sequencings.named(element):
            value = one.get(name)
            if value is not None and not _COUNT.fullmatch(value.strip()):
                yield Finding(
                    f"`{name}` is `{value}`, which is no whole number from 0",
                    subject.xml.span(one, name),
                    help=f"write a number, or delete `{name}`",
                    evidence=value,
                )


@rule(Severity.ERROR, "scorm2004", covers="S22")
def sequencing_duration_malformed(subject: Subject) -> Iterator[Finding]:
    """A limit of time in sequencing is not written as XML Schema writes durations.

    As `PT1H30M` (imsss_v1p0limit.xsd, ISO 8601). An LMS that cannot read it sets no limit, or refuses the package.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing><imsss:limitConditions attemptAbsoluteDurationLimit="01:30:00"/></imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing><imsss:limitConditions attemptAbsoluteDurationLimit="PT1H30M"/></imsss:sequencing>
        </item>
    """
    for one, name, value in _limits(subject, DURATIONS):
        if not _DURATION.fullmatch(value.strip()):
            yield Finding(
                f"`{name}` is `{value}`, which is no duration",
                subject.xml.span(one, name),
                help="write hours, minutes and seconds as `PT1H30M15S`",
                evidence=value,
            )


@rule(Severity.ERROR, "scorm2004", covers="S22")
def sequencing_time_malformed(subject: Subject) -> Iterator[Finding]:
    """A date in sequencing is not written as XML Schema writes dates with times.

    As `2027-01-31T09:00:00Z` (imsss_v1p0limit.xsd, ISO 8601). An LMS that cannot read it refuses the package or offers
    the activity at any time.

    With: time-limit-not-kept

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing><imsss:limitConditions beginTimeLimit="31.01.2027"/></imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing/>
        </item>
    """
    for one, name, value in _limits(subject, TIMES):
        if not _TIME.fullmatch(value.strip()):
            yield Finding(
                f"`{name}` is `{value}`, which is no date with a time",
                subject.xml.span(one, name),
                help="write it as `2027-01-31T09:00:00Z`",
                evidence=value,
            )


def _limits(subject: Subject, names: tuple[str, ...]) -> Iterator[tuple[etree._Element, str, str]]:
    for one in subject.sequencings.named("limitConditions"):
        for name in names:
            value = one.get(name)
            if value is not None:
                yield one, name, value

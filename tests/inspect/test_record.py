"""What an LMS will record, as whole outlines in plain words."""

from __future__ import annotations

import shutil
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser.build import HARBOUR, OPEN_DATA, Builder
from darslik.inspect.record.outline import outline
from records import record_of, record_of_text

if TYPE_CHECKING:
    from darslik.inspect.record import Record


MANIFESTS = Path(__file__).parent / "records"


@pytest.fixture(scope="module")
def builder(tmp_path_factory: pytest.TempPathFactory) -> Builder:
    return Builder(tmp_path_factory.mktemp("built"))


def told(record: Record) -> str:
    """The outline as text: titles with what each is, sentences below, parts indented."""
    data = outline(record)
    lines = [line for one in data["activities"] for line in tree(one, "")]  # type: ignore[attr-defined]
    for part in ("gradebook", "unknown"):
        lines += [f"{part}:", *(line for sentence in data[part] for line in folded(sentence, "  "))]  # type: ignore[attr-defined]
    return "\n".join(lines)


def folded(sentence: str, indent: str) -> list[str]:
    return textwrap.wrap(sentence, 112, initial_indent=indent, subsequent_indent=f"{indent}  ")


def tree(one: dict[str, object], indent: str) -> list[str]:
    said = [line for sentence in one["says"] for line in folded(sentence, f"{indent}  ")]  # type: ignore[attr-defined]
    below = [line for part in one["children"] for line in tree(part, f"{indent}    ")]  # type: ignore[attr-defined]
    return [f"{indent}{one['title']}: {one['is']}", *said, *below]


def expect(record: Record, expected: str) -> None:
    assert told(record) == "\n".join(line[4:] for line in expected.strip("\n").rstrip().splitlines())


def test_our_course_in_scorm12(builder: Builder) -> None:
    expected = """
    Open data essentials: the course
      Completed and passed as its only lesson is.
        Open data essentials: a lesson that reports to the LMS (SCO)
          Its content reports one status: completed, passed or failed.
          If it reports none, the LMS completes it when the learner leaves it.
    gradebook:
      One status (completed, passed, failed, incomplete) and one score (0 to 100), as the content says.
    unknown:
      Whether and when the content reports completion, success and score: its scripts decide, not the manifest.
    """
    expect(record_of(builder.zip(OPEN_DATA, "scorm12", "en")), expected)


def test_our_course_in_scorm2004(builder: Builder) -> None:
    expected = """
    Open data essentials: the course
      Completed when its only part is completed.
      Passed when its only part is passed.
      Learners choose its parts in any order, or go through them with “Continue” and “Previous”.
        Open data essentials: a lesson that reports to the LMS (SCO)
          Completed when its content reports so; otherwise never.
          Passed or failed when its content reports so; otherwise neither.
          Its score is the score of the course.
          The LMS hides its buttons: previous, continue.
    gradebook:
      Completion and success are kept apart: a learner can have completed the course and failed it.
      The score is the one that the content reports.
    unknown:
      Whether and when the content reports completion, success and score: its scripts decide, not the manifest.
      How much of the sequencing the LMS obeys: many apply only a part of it.
    """
    expect(record_of(builder.zip(OPEN_DATA, "scorm2004-4", "en")), expected)


def test_our_course_in_cmi5(builder: Builder) -> None:
    expected = """
    Open data essentials: the course
      Satisfied when all of its parts are satisfied.
        Open data essentials: a lesson that reports to the LMS (AU)
          Satisfied when its content reports that it is completed and that it is passed.
          Its content may report “passed” only with a score of 70 % or more (mastery score).
    gradebook:
      The course counts as satisfied when its lesson is.
      Scores come with “passed” and “failed”, one a lesson; how they make one grade is a setting of the LMS.
      Mastery scores: 70 %; the LMS may set others.
    unknown:
      Whether and when the content reports completion, success and score: its scripts decide, not the manifest.
      Whether the LMS launches with other values of moveOn or of the mastery score: it may change both.
      The order in which lessons can be opened: cmi5 leaves it to the LMS.
    """
    expect(record_of(builder.zip(OPEN_DATA, "cmi5", "en")), expected)


def test_our_course_in_xapi(builder: Builder) -> None:
    expected = """
    Open data essentials: the course
      Its content alone decides what is reported of it, as xAPI statements.
    gradebook:
      Statements in an LRS. Whether a grade or a completion comes of them depends on the LMS and on the content.
    unknown:
      Whether and when the content reports completion, success and score: its scripts decide, not the manifest.
      Which activities are reported, and whether anything but the statements is kept.
    """
    expect(record_of(builder.zip(OPEN_DATA, "xapi", "en")), expected)


@pytest.fixture(scope="module")
def gated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course whose second module opens when the first is passed."""
    course = tmp_path_factory.mktemp("course") / "gated"
    shutil.copytree(HARBOUR, course)
    text = (course / "course.yaml").read_text("utf-8")
    (course / "course.yaml").write_text(text.rstrip() + "\n    unlock-when: {passed: quay}\n", "utf-8")
    return course


def test_gates_between_modules_in_scorm12(builder: Builder, gated: Path) -> None:
    expected = """
    Harbour safety: the course
      SCORM 1.2 does not say when a group of lessons is completed: that is a setting of the LMS.
        Harbour safety: a group of parts
          SCORM 1.2 does not say when a group of lessons is completed: that is a setting of the LMS.
            On the quay: a lesson that reports to the LMS (SCO)
              Its content reports one status: completed, passed or failed.
              If it reports none, the LMS completes it when the learner leaves it.
            At the crane: a lesson that reports to the LMS (SCO)
              Its content reports one status: completed, passed or failed.
              If it reports none, the LMS completes it when the learner leaves it.
              Opens only when “On the quay” is passed or completed.
    gradebook:
      A status and a score (0 to 100) for each of 2 lessons.
      How they become one grade (average, sum, highest) and one completion is a setting of the LMS.
    unknown:
      Whether and when the content reports completion, success and score: its scripts decide, not the manifest.
      Whether the LMS obeys prerequisites: SCORM 1.2 leaves it free to ignore them, and many do.
    """
    expect(record_of(builder.zip(gated, "scorm12", "en", "--split", "modules")), expected)


def test_gates_between_modules_in_scorm2004(builder: Builder, gated: Path) -> None:
    expected = """
    Harbour safety: the course
      Completed when its only part is completed.
      Passed when its only part is passed.
      Learners choose its parts in any order, or go through them with “Continue” and “Previous”.
        Harbour safety: a group of parts
          Completed when all of its parts are completed.
          Passed when all of its parts are passed.
          Learners choose its parts in any order, or go through them with “Continue” and “Previous”.
            On the quay: a lesson that reports to the LMS (SCO)
              Completed when its content reports so; otherwise never.
              Passed or failed when its content reports so; otherwise neither.
              Counts 55.6 % of the score of the course.
              Passes on the status of its objective “gate” as the shared objective “darslik-563c9bb16eaf-quay”, for
                “At the crane”.
            At the crane: a lesson that reports to the LMS (SCO)
              Completed when its content reports so; otherwise never.
              Passed or failed when its content reports so; otherwise neither.
              Opens only when the objective “gate” of “On the quay” is met.
              Counts 44.4 % of the score of the course.
              Takes the status of its objective “needed” from the shared objective “darslik-563c9bb16eaf-quay”, set
                by “On the quay”.
    gradebook:
      Completion and success are kept apart: a learner can have completed the course and failed it.
      The score of the course is the weighted average of 2 parts; no score counts as 0.
    unknown:
      Whether and when the content reports completion, success and score: its scripts decide, not the manifest.
      How much of the sequencing the LMS obeys: many apply only a part of it.
    """
    expect(record_of(builder.zip(gated, "scorm2004-4", "en", "--split", "modules")), expected)


def test_prerequisites_in_words(tmp_path: Path) -> None:
    expected = """
    Old: the course
      Completed and passed as its only lesson is.
        Only a page: a page or file that reports nothing (asset)
          The LMS completes it when it is opened: it reports nothing itself.
    Machine safety: the course
      SCORM 1.2 does not say when a group of lessons is completed: that is a setting of the LMS.
        Basics: a lesson that reports to the LMS (SCO)
          Its content reports one status: completed, passed or failed.
          If it reports none, the LMS completes it when the learner leaves it.
        The law: a page or file that reports nothing (asset)
          The LMS completes it when it is opened: it reports nothing itself.
          Not shown in the contents.
        Practice: a group of parts
          SCORM 1.2 does not say when a group of lessons is completed: that is a setting of the LMS.
            Drill: a lesson that reports to the LMS (SCO)
              Its content reports one status: completed, passed or failed.
              If it reports none, the LMS completes it when the learner leaves it.
              Opens only when “Basics” is passed or completed and “The law” is passed or completed.
            Saw: a lesson that reports to the LMS (SCO)
              Its content reports one status: completed, passed or failed.
              If it reports none, the LMS completes it when the learner leaves it.
              Opens only when “Basics” is not failed and “Drill” is passed.
              Is started with the parameters “?level=2”.
        Test: a lesson that reports to the LMS (SCO)
          Its content reports one status: completed, passed or failed.
          If it reports none, the LMS completes it when the learner leaves it.
          The LMS passes it with a score of 80 of 100 or more and fails it with less, whatever status its content
            reported (mastery score).
          Opens only when at least 2 of these hold: “Basics” is passed or completed; “Drill” is passed or completed;
            “Saw” is passed or completed.
          Its time is limited to 45 minutes, then it is closed with a message.
          Is given data at its start (7 characters).
        Thanks: an entry that opens nothing
          Opens nothing and records nothing.
          Opens only when a condition that cannot be read (`test && (`) holds.
    gradebook:
      A status and a score (0 to 100) for each of 4 lessons.
      How they become one grade (average, sum, highest) and one completion is a setting of the LMS.
      Passed or failed by the LMS itself for 1 of 4 lessons, if a score was reported.
    unknown:
      Whether and when the content reports completion, success and score: its scripts decide, not the manifest.
      Whether the LMS obeys prerequisites: SCORM 1.2 leaves it free to ignore them, and many do.
      Whether the content reports a score: without one, a mastery score changes nothing.
      Whether the LMS offers the other organizations: most take the default one.
    """
    expect(record_of_text((MANIFESTS / "prerequisites.xml").read_text("utf-8"), tmp_path), expected)


def test_sequencing_in_words(tmp_path: Path) -> None:
    expected = """
    First aid: the course
      Completed when “Lessons” and “Test after” are completed.
      Passed when “Lessons” and “Test after” are passed.
      Learners choose its parts in any order; there is no “Continue”.
        Test before: a lesson that reports to the LMS (SCO)
          Completed when its content reports so; if it reports nothing, the LMS completes it when the learner
            leaves.
          Passed with a reported score of 90 % or more, failed with less.
          Its score does not count for the course.
          Can be attempted once.
          Its time is limited to 20 minutes.
          Does not have to be completed for “First aid” to be completed.
          Does not have to be passed for “First aid” to be passed.
          Passes on its status and score as the shared objective “knows-it”, for “Burns”.
        Lessons: a group of parts
          Completed when at least 1 of its parts is completed or not opened.
          Passed when “Burns” and “Cuts” are passed.
          Learners go through its parts in their order with “Continue”.
          Learners cannot go back in it.
          Its parts cannot be chosen from outside before it has begun.
          From a part of it, learners can choose only what comes next or before.
          The LMS draws 2 of its 3 parts, once for each learner.
          The LMS shuffles its parts, anew for each attempt.
          Counts for whether “First aid” is completed only if it was not skipped.
            Burns: a lesson that reports to the LMS (SCO)
              Completed when its progress is 75 % or more.
              Passed or failed when its content reports so; otherwise neither.
              “Continue” skips it when “Test before” is passed.
              Counts a quarter of the score of the course.
              When it ends, it starts again if it is not completed and its score is below 25 %.
              Takes the status of its objective “k” from the shared objective “knows-it”, set by “Test before”.
            Cuts: a lesson that reports to the LMS (SCO)
              Completed when its content reports so; if it reports nothing, the LMS completes it when the learner
                leaves.
              Passed or failed when its content reports so; if it reports neither, the LMS passes it at the end.
              Counts a quarter of the score of the course.
            Cheat sheet: a page or file that reports nothing (asset)
              Nothing of it is recorded.
              Not shown in the contents.
        Test after: a lesson that reports to the LMS (SCO)
          Completed when its content reports so; if it reports nothing, the LMS completes it when the learner
            leaves.
          Passed or failed when its content reports so; if it reports neither, the LMS passes it at the end.
          Opens only when the shared objective “knows-it-by-now” (which no part of this package sets) is met; as
            long as nothing is known of that, an LMS that follows the standard to the letter leaves it open.
          Counts half of the score of the course.
          Its exit rule has no effect: such rules work on groups.
          When it ends, the whole course ends.
          Takes the status of its objective “k” from the shared objective “knows-it-by-now”, which no part of this
            package sets.
          The LMS hides its buttons: continue.
    gradebook:
      Completion and success are kept apart: a learner can have completed the course and failed it.
      The score of the course is the weighted average of 3 parts; no score counts as 0.
    unknown:
      Whether and when the content reports completion, success and score: its scripts decide, not the manifest.
      How much of the sequencing the LMS obeys: many apply only a part of it.
      Whether other courses of the LMS change the shared objectives: this package allows it.
    """
    expect(record_of_text((MANIFESTS / "sequencing.xml").read_text("utf-8"), tmp_path), expected)


def test_move_on_in_words(tmp_path: Path) -> None:
    expected = """
    Hygiene: the course
      Satisfied when all of its parts are satisfied.
        Welcome: a lesson that reports to the LMS (AU)
          Counts as satisfied as soon as the learner is enrolled: nothing has to be done in it.
        Kitchen: a group of parts
          Satisfied when all of its parts are satisfied.
            Hands: a lesson that reports to the LMS (AU)
              Satisfied when its content reports that it is completed or that it is passed.
              Its content may report “passed” only with a score of 80 % or more (mastery score).
              Is started with the parameters “level=2”.
            Test: a lesson that reports to the LMS (AU)
              Satisfied when its content reports that it is passed.
            More: a lesson that reports to the LMS (AU)
              Says `Perhaps` where cmi5 knows no such word (moveOn).
    gradebook:
      The course counts as satisfied when 3 of 4 lessons are.
      Scores come with “passed” and “failed”, one a lesson; how they make one grade is a setting of the LMS.
      Mastery scores: 80 %; the LMS may set others.
    unknown:
      Whether and when the content reports completion, success and score: its scripts decide, not the manifest.
      Whether the LMS launches with other values of moveOn or of the mastery score: it may change both.
      The order in which lessons can be opened: cmi5 leaves it to the LMS.
    """
    expect(record_of_text((MANIFESTS / "move-on.xml").read_text("utf-8"), tmp_path), expected)

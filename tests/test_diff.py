"""`darslik diff`: each class of change, each verdict of each profile, hostile packages, stable identifiers."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from darslik.diff.change import KINDS, Class
from darslik.diff.match import moved
from darslik.diff.package import Known
from darslik.diff.record import fingerprint
from darslik.profiles import profiles
from darslik.profiles.verdict import judge
from darslik.targets import targets
from updates import BASE, WHY, Edit, both, known, package, swap, updated

WHY_FILE, GEAR_FILE, DRILL_FILE, YAML = (
    "lessons/01-why.md", "lessons/02-gear.md", "lessons/03-drill.md", "course.yaml",
)  # fmt: skip
REKEY = both(
    swap(WHY_FILE, "- [x] A crane", "- [ ] A crane"),
    swap(WHY_FILE, "- [ ] A rope", "- [x] A rope"),
)


def revised(policy: str) -> Edit:
    """The line that says what becomes of answers."""
    return swap(WHY_FILE, ":id: lifts\n", f":id: lifts\n:revision: 2 {policy}\n")


NEW_PAGE = swap(WHY_FILE, "---\n\n## The crane", "---\n\n## The bell {#bell}\n\nIt rings.\n\n---\n\n## The crane")
NEW_QUESTION = swap(
    GEAR_FILE, "A vest floats.",
    "A vest floats.\n\n:::{true-false} A vest is red.\n:id: red\n- [x] true\n  > Yes.\n- [ ] false\n  > No.\n:::\n",
)  # fmt: skip
MOVED_PAGE = swap(YAML, "[lessons/01-why.md, lessons/02-gear.md]", "[lessons/02-gear.md, lessons/01-why.md]")


def gone(files: dict[str, str]) -> None:
    """Without the page `why/quay`."""
    start, end = files[WHY_FILE].index("## The quay"), files[WHY_FILE].index("## The crane")
    files[WHY_FILE] = files[WHY_FILE][:start] + files[WHY_FILE][end:]


def without_question(files: dict[str, str]) -> None:
    """Without the question `floats`."""
    text = files[GEAR_FILE]
    start, end = text.index(":::{true-false}"), text.index(":::\n\n---")
    files[GEAR_FILE] = text[:start] + "Helmets.\n" + text[end + 4 :]


def without_drill(files: dict[str, str]) -> None:
    """Without the module `drill`."""
    files[YAML] = files[YAML][: files[YAML].index("  - id: drill")]
    del files[DRILL_FILE]


EXTRA = "  - id: extra\n    title: Extra\n    lessons: [lessons/04-extra.md]\n"


def with_module(files: dict[str, str]) -> None:
    """With one module more."""
    files[YAML] += EXTRA
    files["lessons/04-extra.md"] = "---\ntitle: Extra\n---\n## More {#more}\n\nMore.\n"


# What is edited, the class of the whole, and the kinds of change that must be found, no more and no less.
CASES: dict[str, tuple[Edit, Class, set[str]]] = {
    "a better word": (swap(WHY_FILE, "Ropes hold", "Strong ropes hold"), Class.COSMETIC, {"text-changed"}),
    "a title": (swap(WHY_FILE, "## The crane", "## Cranes"), Class.COSMETIC, {"title-changed"}),
    "a picture": (swap("media/rope.svg", "9 9", "8 8"), Class.COSMETIC, {"media-changed"}),
    "feedback": (swap(WHY_FILE, "> It floats.", "> It only floats."), Class.COSMETIC, {"text-changed"}),
    "feedback in an exam": (swap(DRILL_FILE, "> No.", "> Never."), Class.COSMETIC, {"text-changed"}),
    "an option reworded": (swap(WHY_FILE, "A buoy", "A big buoy"), Class.COSMETIC, {"text-changed"}),
    "a theme": (
        swap(YAML, "licence:", "theme: civic\nlicence:"), Class.COSMETIC, {"theme-changed", "appearance-changed"},
    ),
    "a version": (
        swap(YAML, 'version: "1"', 'version: "2"'), Class.COSMETIC, {"version-changed", "appearance-changed"},
    ),
    "a page added": (NEW_PAGE, Class.STRUCTURAL, {"page-added"}),
    "a page removed": (gone, Class.STRUCTURAL, {"page-removed", "file-removed", "text-changed"}),
    "a page renamed": (swap(WHY_FILE, "{#quay}", "{#pier was=quay}"), Class.STRUCTURAL, {"page-renamed"}),
    "lessons swapped": (MOVED_PAGE, Class.STRUCTURAL, {"lesson-moved"}),
    "a question renamed": (
        swap(WHY_FILE, ":id: lifts", ":id: lifting\n:was: lifts"), Class.STRUCTURAL, {"question-renamed"},
    ),
    "a module renamed": (swap(YAML, "id: drill", "id: last\n    was: drill"), Class.STRUCTURAL, {"module-renamed"}),
    "a module added": (with_module, Class.STRUCTURAL, {"module-added", "lesson-added", "page-added"}),
    "a module removed": (
        without_drill,
        Class.GRADING,
        {"module-removed", "lesson-removed", "page-removed", "quiz-removed", "question-removed", "total-changed"},
    ),
    "a gate": (
        swap(YAML, "title: Drill", "title: Drill\n    unlock-when: {completed: basics}"), Class.STRUCTURAL,
        {"gate-changed"},
    ),
    "navigation": (swap(YAML, "licence:", "navigation: linear\nlicence:"), Class.STRUCTURAL, {"navigation-changed"}),
    "records": (
        swap(YAML, "modules:", "targets:\n  scorm12: {interactions: one}\nmodules:"), Class.STRUCTURAL,
        {"recording-changed"},
    ),
    "a question added": (NEW_QUESTION, Class.GRADING, {"question-added", "total-changed"}),
    "a question removed": (without_question, Class.GRADING, {"question-removed", "total-changed", "text-changed"}),
    "a new key": (both(REKEY, revised("regrade")), Class.GRADING, {"key-changed"}),
    "points": (
        both(swap(WHY_FILE, ":id: lifts", ":id: lifts\n:points: 4"), revised("keep")),
        Class.GRADING,
        {"points-changed", "total-changed"},
    ),
    "an option added": (
        both(swap(WHY_FILE, "- [ ] A buoy", "- [ ] The wind\n  > No.\n- [ ] A buoy"), revised("reset-item")),
        Class.GRADING,
        {"options-changed"},
    ),
    "attempts": (swap(WHY_FILE, ":id: lifts", ":id: lifts\n:attempts: 1"), Class.GRADING, {"attempts-changed"}),
    "partial credit": (swap(WHY_FILE, ":id: lifts", ":id: lifts\n:partial: false"), Class.GRADING, {"marking-changed"}),
    "the pass mark": (swap(YAML, "score: 70", "score: 80"), Class.GRADING, {"pass-changed"}),
    "completion": (swap(YAML, "pages: 100", "pages: 80"), Class.GRADING, {"completion-changed"}),
    "a quiz setting": (swap(DRILL_FILE, ":attempts: 2", ":attempts: 3"), Class.GRADING, {"quiz-settings-changed"}),
    "the weight of a quiz": (
        swap(DRILL_FILE, ":points: 3", ":points: 5"), Class.GRADING, {"quiz-settings-changed", "total-changed"},
    ),
    "another course id": (
        swap(YAML, "/harbour", "/port"), Class.GRADING, {"course-id-changed", "manifest-renamed", "text-changed"},
    ),
    "a lost lock": (
        both(gone, lambda files: files.pop("darslik.lock")), Class.GRADING, {"slot-changed", "file-removed"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_each_change_is_classified(name: str) -> None:
    """By its class and its kinds; whatever is said of it has a place in the course that exists."""
    edit, level, kinds = CASES[name]
    if name == "another course id":  # the lock is of a course
        edit = both(edit, lambda files: files.pop("darslik.lock"))
    found = updated(edit)
    assert {change.kind for change in found.changes} == kinds, found.changes
    assert found.level is level
    for change in found.changes:
        assert change.learner
        if change.span:
            assert change.span.file in BASE or change.span.file == "lessons/04-extra.md"
            assert change.span.line >= 1


def test_every_kind_of_change_says_what_a_learner_notices() -> None:
    """In the table, or where it is found."""
    said_elsewhere = {"points-changed", "key-changed", "options-changed", "kind-changed"}
    assert {kind for kind, (_, notice) in KINDS.items() if not notice} == said_elsewhere


@pytest.mark.parametrize(
    ("policy", "fate"), [("keep", "keeps its score"), ("reset-item", "is removed"), ("regrade", "marked again")]
)
def test_a_new_key_says_what_becomes_of_answers(policy: str, fate: str) -> None:
    """By the policy in the source; the place is the question's."""
    files = dict(BASE)
    edit = both(REKEY, revised(policy))
    edit(files)
    (change,) = updated(edit).changes
    assert fate in change.learner
    assert change.span
    assert change.span.file == WHY_FILE
    assert files[WHY_FILE].splitlines()[change.span.line - 1] == "- [x] A rope"


@pytest.mark.parametrize("split", [False, True])
@pytest.mark.parametrize("target", list(targets()))
def test_a_package_does_not_differ_from_its_own_course(target: str, split: bool) -> None:
    """In every target, whole and cut into parts; no profile has anything to replace."""
    found = updated(lambda _: None, target, split=split)
    assert found.changes == ()
    assert found.facts == frozenset()
    assert {judge(profile, found).verdict.code for profile in profiles().values()} == {"same"}


def test_other_options_are_named_by_their_texts() -> None:
    """What went and what came, as the lock knows it."""
    edit = both(swap(WHY_FILE, "- [ ] A buoy\n  > It floats.", "- [ ] The wind\n  > No."), revised("reset-item"))
    (change,) = [one for one in updated(edit).changes if one.kind == "options-changed"]
    assert (change.before, change.after) == ("A crane, A rope, A buoy", "A crane, A rope, The wind")


def test_no_key_can_be_read_in_the_record() -> None:
    """Nor do equal keys look equal."""
    twin = WHY[WHY.index(":::{choice}") :].replace("lifts", "hoists")
    data, _ = package({**BASE, WHY_FILE: WHY + "\n" + twin})
    questions = [
        q for m in known(data).passport.tracking.modules for part in m.lessons for p in part.pages for q in p.questions
    ]
    first, second = (q for q in questions if q.id in {"lifts", "hoists"})
    assert first.options.keys() == {"a", "b", "c"}
    assert first.options == second.options
    assert first.key != second.key
    record = json.dumps(json.loads(_passport(data))["tracking"])
    assert not [word for word in ("harbour master", "A crane", "Nobody", '["a"]') if word in record]


def test_the_record_does_not_list_the_items_of_an_exam_in_their_right_order() -> None:
    """Fingerprints of texts that everybody sees, in the order of codes, which were dealt by chance."""
    steps = ["Stop", "Look", "Listen", "Warn", "Leave"]
    asked = ":::{ordering} What comes first?\n:id: steps\n" + "".join(f"{n}. {s}\n" for n, s in enumerate(steps, 1))
    files: dict[str, str] = dict(BASE)
    swap(DRILL_FILE, ":::\n::::\n", f":::\n\n{asked}:::\n::::\n")(files)
    data, _ = package(files)
    modules = json.loads(_passport(data))["tracking"]["modules"]
    (steps_asked,) = [q for q in modules[1]["lessons"][0]["pages"][0]["questions"] if q["id"] == "steps"]
    assert list(steps_asked["options"]) == sorted(steps_asked["options"])
    assert sorted(steps_asked["options"].values()) == sorted(map(fingerprint, steps))
    assert list(steps_asked["options"].values()) != list(map(fingerprint, steps))


def _passport(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("darslik.json")


# --- verdicts -------------------------------------------------------------------------------------------------------

# Edit, target, split; then the verdict of some profiles, with a row that must be among the reasons for it.
JUDGED: dict[str, tuple[Edit, str, bool, dict[str, tuple[str, str]]]] = {
    "words": (
        swap(WHY_FILE, "Ropes", "Strong ropes"), "scorm12", False,
        {"generic": ("with-care", "own-unknown"), "moodle": ("in-place", "Q16"), "moodle-4.5": ("in-place", "Q16"),
         "cornerstone": ("in-place", ""), "scorm-cloud": ("with-care", "Q60"), "frappe": ("with-care", "Q40"),
         "learnworlds": ("with-care", "Q54"), "sumtotal": ("with-care", "own-unknown")},
    ),
    "a page more": (
        NEW_PAGE, "scorm12", False,
        {"moodle": ("in-place", "Q24"), "cornerstone": ("new-activity", "Q32"), "successfactors": ("with-care", "Q29")},
    ),
    "a key": (
        both(REKEY, revised("regrade")), "scorm12", False,
        {"moodle": ("with-care", "Q14"), "moodle-4.5": ("with-care", "M45-review"),
         "generic": ("with-care", "own-grades")},
    ),
    "a module renamed, cut": (
        swap(YAML, "id: drill", "id: last\n    was: drill"), "scorm12", True,
        {"moodle": ("new-activity", "Q15"), "generic": ("new-activity", "own-items"),
         "cornerstone": ("new-activity", "Q32"), "open-edx": ("new-activity", "Q36")},
    ),
    "a module renamed, whole": (
        swap(YAML, "id: drill", "id: last\n    was: drill"), "scorm12", False, {"moodle": ("in-place", "Q16")},
    ),
    "another mark": (
        both(swap(YAML, "score: 70", "score: 80")), "cmi5", False, {"generic": ("with-care", "Q68")},
    ),
    "2004 4th": (
        swap(WHY_FILE, "Ropes", "Strong ropes"), "scorm2004-4", False,
        {"docebo": ("with-care", "Q34"), "world-manager": ("with-care", "Q62")},
    ),
    "another course": (
        both(swap(YAML, "/harbour", "/port"), lambda files: files.pop("darslik.lock")), "scorm12", False,
        dict.fromkeys(profiles(), ("new-activity", "own-course")),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", JUDGED)
def test_profiles_judge_by_their_rows(name: str) -> None:
    """A verdict with the row that is its evidence, and steps for whoever replaces the package."""
    edit, target, split, expected = JUDGED[name]
    found = updated(edit, target, split=split)
    for profile, (verdict, row) in expected.items():
        said = judge(profiles()[profile], found)
        assert said.verdict.code == verdict, (profile, said.reasons)
        assert not row or row in {reason.quirk.id for reason in said.reasons}, profile
        assert said.steps


def test_another_edition_is_another_activity() -> None:
    """2004 for 1.2: in Moodle by Q17, at SumTotal by Q33, by darslik's own rule anywhere."""
    found = updated(lambda _: None, to="scorm2004-3")
    rows = {"moodle": "Q17", "sumtotal": "Q33", "generic": "own-standard", "esuite": "Q35"}
    for name, row in rows.items():
        said = judge(profiles()[name], found)
        assert said.verdict.code == "new-activity"
        assert row in {reason.quirk.id for reason in said.reasons}


def test_mastery_in_a_moodle_manifest_needs_care() -> None:
    """Q2."""
    found = updated(swap(YAML, "modules:", "targets:\n  scorm12: {mastery-score: true}\nmodules:"))
    said = judge(profiles()["moodle"], found)
    assert {change.kind for change in found.changes} == {"mastery-changed"}
    assert (said.verdict.code, said.reasons[0].quirk.id) == ("with-care", "Q2")


def test_what_moves_to_another_part_is_done_again() -> None:
    """Cut into modules, a page's record stays with the module that it left."""
    edit = swap(YAML, "[lessons/01-why.md, lessons/02-gear.md]", "[lessons/01-why.md]")
    found = updated(
        both(edit, swap(YAML, "[lessons/03-drill.md]", "[lessons/02-gear.md, lessons/03-drill.md]")), split=True
    )
    moved_parts = {change.what.split("`")[1] for change in found.changes if change.kind == "record-split-moved"}
    assert moved_parts == {"gear/helmet", "gear/vest", "floats"}
    assert judge(profiles()["moodle"], found).verdict.code == "with-care"


def test_every_profile_is_well_formed() -> None:
    """Conditions name what a comparison can hold; targets exist; each row has evidence of its own words."""
    possible = {*KINDS, *(level.name.lower() for level in Class)}
    possible |= {"files-differ", "manifest-differs", "bytes-differ", "edition-differs"}
    assert {"moodle-4.5", "successfactors", "docebo", "cornerstone", "sumtotal", "scorm-cloud", "open-edx"} <= set(
        profiles()
    )
    for name, profile in profiles().items():
        assert profile.id == name
        assert profile.replace
        assert profile.fresh
        assert len({quirk.id for quirk in profile.quirks}) == len(profile.quirks)
        for quirk in profile.quirks:
            assert set(quirk.targets) <= set(targets())
            assert all(map(str.strip, quirk.evidence))
            assert not quirk.replace or set(quirk.replace.when) <= possible, (name, quirk.id)
            assert not quirk.replace or "replace" in quirk.concerns, (name, quirk.id)


# --- stable identifiers ---------------------------------------------------------------------------------------------

EDITS = [
    NEW_PAGE, NEW_QUESTION, with_module, MOVED_PAGE, gone, swap(WHY_FILE, "## The crane", "## Cranes"),
    swap(WHY_FILE, "A buoy", "A big buoy"), swap(YAML, 'title: Harbour', 'title: Port'), both(REKEY, revised("keep")),
]  # fmt: skip


def names_of(found: Known) -> tuple[dict[str, tuple[str | None, str | None]], dict[str, str], set[tuple[str, int]]]:
    """What an LMS and learners' records know a package's parts by."""
    tracking = found.passport.tracking
    pages = [page for module in tracking.modules for lesson in module.lessons for page in lesson.pages]
    slots = {(page.id, page.slot) for page in pages} | {(q.id, q.slot) for page in pages for q in page.questions}
    items = {item.id: (item.sco, item.launch) for item in tracking.manifest.items}
    return items, {page.id: page.file for page in pages}, slots


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.sampled_from(range(len(EDITS))), unique=True, max_size=5),
    st.sampled_from(list(targets())),
    st.booleans(),
)
def test_what_remains_keeps_its_identifiers(chosen: list[int], target: str, split: bool) -> None:
    """Over any edits: items, SCOs, launch files, page files and slots of what is still there are the same."""
    found = updated(both(*(EDITS[number] for number in sorted(chosen))), target, split=split)
    items, files, slots = names_of(found.old)
    new_items, new_files, new_slots = names_of(found.new)
    assert items.items() <= new_items.items()
    assert {page: file for page, file in files.items() if page in new_files}.items() <= new_files.items()
    ids = {name for name, _ in new_slots}
    assert {(name, slot) for name, slot in slots if name in ids} <= new_slots
    assert found.old.passport.tracking.manifest.id == found.new.passport.tracking.manifest.id
    assert (not found.changes) == (not chosen)
    assert not {"item-removed", "slot-changed", "manifest-renamed", "launch-changed"} & {c.kind for c in found.changes}


@settings(max_examples=300, deadline=None)
@given(st.permutations(range(9)))
def test_moved_is_the_fewest_that_must_move(order: list[int]) -> None:
    """What is left is in order, and nothing that moved could have stayed."""
    gone_elsewhere = moved(range(9), order)
    stayed = [name for name in order if name not in gone_elsewhere]
    assert stayed == sorted(stayed)
    for name in gone_elsewhere:
        with_it = [one for one in order if one not in gone_elsewhere or one == name]
        assert with_it != sorted(with_it)


# --- any edits together ---------------------------------------------------------------------------------------------

TOGETHER = [
    "a better word", "a picture", "feedback in an exam", "a theme", "a version", "a page renamed", "lessons swapped",
    "a question renamed", "a gate", "navigation", "a question added", "an option reworded", "the pass mark",
    "completion", "a quiz setting", "the weight of a quiz", "a module renamed",
]  # fmt: skip
OVERSHADOWED = {"appearance-changed", "text-changed"}
"""Said only where nothing else says why a file differs."""


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.sampled_from(TOGETHER), unique=True, min_size=1, max_size=5),
    st.sampled_from(["scorm12", "scorm2004-4", "cmi5", "web"]),
    st.booleans(),
)
def test_edits_together_are_what_each_is_declared_to_be(chosen: list[str], target: str, split: bool) -> None:
    """Nothing declared is missed, and nothing is found that no edit declares but what the manifest follows with."""
    found = updated(both(*(CASES[name][0] for name in sorted(chosen))), target, split=split)
    kinds = {change.kind for change in found.changes}
    declared = set.union(*(CASES[name][2] for name in chosen))
    follows = {"item-removed", "item-added", "mastery-changed", "launch-changed", "recording-changed"}
    assert declared - OVERSHADOWED <= kinds
    assert kinds <= declared | OVERSHADOWED | follows
    assert found.level >= max(CASES[name][1] for name in chosen)
    if kinds <= declared | OVERSHADOWED:
        assert found.level is max(CASES[name][1] for name in chosen)

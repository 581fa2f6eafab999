"""Properties of the lock: whatever authors do to a course, in whatever order, a slot means one thing for ever."""

from __future__ import annotations

import random
from collections.abc import Iterator

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from darslik import MemoryFiles
from darslik.diagnostics import Severity, Sink
from darslik.lock.model import SECTIONS, Entry, Lock
from darslik.lock.read import read_lock
from darslik.lock.write import write_lock
from darslik.pipeline import Checked, check
from darslik.plan.resolve import make_plan
from edits import Draft, Edit, random_draft, random_edits

many = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
seeds = st.integers(0, 2**32)


def built(draft: Draft) -> Checked:
    """Check, with nothing wrong but what a random course may lack; and take the lock."""
    checked = check(draft.files())
    errors = [f"{item.rule}: {item.message}" for item in checked.found if item.severity is Severity.ERROR]
    assert errors == []
    assert [item.message for item in checked.found if item.rule == "looks-renamed"] == []
    draft.take(checked)
    return checked


def life(seed: int, rounds: int = 4) -> Iterator[tuple[Draft, Checked, list[Edit]]]:
    """A course through some builds, with edits between them."""
    rng = random.Random(seed)  # noqa: S311 - the same course for the same seed
    draft = random_draft(rng)
    yield draft, built(draft), []
    for _ in range(rounds):
        done = random_edits(draft, rng, rng.randint(1, 6))
        yield draft, built(draft), done


def lock_of(checked: Checked) -> Lock:
    assert checked.locked
    return checked.locked.lock


def entries(lock: Lock) -> Iterator[tuple[tuple[str, int], str, Entry]]:
    """Each entry by section and slot."""
    for section in SECTIONS:
        for name, entry in lock.sections[section].items():
            yield (section, entry.slot), name, entry


@many
@given(seeds)
def test_a_slot_is_given_once_and_means_one_thing_for_ever(seed: int) -> None:
    """Every name that ever had a slot still leads to it, and two things never have the same one."""
    owner: dict[tuple[str, str], tuple[str, int]] = {}
    for _, checked, _ in life(seed):
        places = [place for place, _, _ in entries(lock_of(checked))]
        assert len(places) == len(set(places))
        for place, name, entry in entries(lock_of(checked)):
            for known in (name, *entry.was):
                assert owner.setdefault((place[0], known), place) == place
        assert set(owner.values()) == set(places)
        for section in SECTIONS:
            slots = [entry.slot for entry in lock_of(checked).sections[section].values()]
            assert slots == list(range(len(slots)))


@many
@given(seeds)
def test_the_lock_has_everything_that_is_in_the_course_and_retires_the_rest(seed: int) -> None:
    for draft, checked, _ in life(seed):
        lock = lock_of(checked)
        present = {
            "modules": {module.id for module in draft.modules},
            "pages": {f"{lesson.id}/{page.id}" for lesson in draft.lessons() for page in lesson.pages},
            "questions": {asked.id for _, asked in draft.asked()},
        }
        for section, names in present.items():
            live = {name for name, entry in lock.sections[section].items() if not entry.retired}  # type: ignore[index]
            assert live == names


@many
@given(seeds)
def test_renaming_and_moving_keep_the_slot(seed: int) -> None:
    """What was built under another id, or elsewhere, has the slot that it had."""
    slots: dict[int, tuple[str, int]] = {}
    kept: list[object] = []
    for draft, checked, _ in life(seed):
        lock = lock_of(checked)
        things = [
            *(("questions", asked, asked.id) for _, asked in draft.asked()),
            *(("pages", page, f"{lesson.id}/{page.id}") for lesson in draft.lessons() for page in lesson.pages),
            *(("modules", module, module.id) for module in draft.modules),
        ]
        kept += [thing for _, thing, _ in things]  # so that no two ever have the same identity
        for section, thing, name in things:
            place = section, lock.sections[section][name].slot  # type: ignore[index]
            assert slots.setdefault(id(thing), place) == place


@many
@given(seeds)
def test_a_code_never_stands_for_two_options(seed: int) -> None:
    """Of all texts that a code ever had, each was made from the one before; retired ones are not given again."""
    from darslik.lock.options import SIMILAR, likeness

    last: dict[tuple[int, str, str], str] = {}
    for _, checked, _ in life(seed, rounds=6):
        for entry in lock_of(checked).sections["questions"].values():
            assert entry.asked
            for group, texts in entry.asked.options.items():
                assert not set(texts) & set(entry.asked.retired_options.get(group, {}))
                for code, text in texts.items():
                    before = last.get((entry.slot, group, code), text)
                    assert before == text or likeness(before, text) >= SIMILAR
                    last[entry.slot, group, code] = text


@many
@given(seeds)
def test_each_declared_policy_is_recorded_once_in_its_order(seed: int) -> None:
    """And no other edit leaves a revision."""
    history: dict[int, list[str]] = {}
    before: dict[str, int] = {}
    for _, checked, done in life(seed):
        questions = lock_of(checked).sections["questions"]
        for edit in done:
            if edit.policy and edit.id in before:
                history.setdefault(before[edit.id], []).append(edit.policy)
        live = {entry.slot: entry.asked for entry in questions.values() if not entry.retired}
        for slot, asked in live.items():
            assert asked
            assert [revision.policy for revision in asked.revisions] == history.get(slot, [])
        gone = {entry.slot: entry.asked for entry in questions.values() if entry.retired}
        for slot, asked in gone.items():  # revised and taken out before the next build: never built, not recorded
            assert asked
            history[slot] = [revision.policy for revision in asked.revisions]
        before = {name: entry.slot for name, entry in questions.items()}


@many
@given(seeds)
def test_what_is_written_reads_the_same_and_building_again_changes_nothing(seed: int) -> None:
    for draft, checked, _ in life(seed):
        sink = Sink()
        again = read_lock(draft.files(), lock_of(checked).course, sink)
        assert sink.found == []
        assert again == lock_of(checked)
        assert write_lock(again) == draft.lock
        second = check(draft.files(), frozen=True)
        assert [item.message for item in second.found if item.rule == "lock-outdated"] == []
        assert second.locked
        assert not second.locked.changed
        assert checked.course
        assert second.course
        first_plan, second_plan = make_plan(checked.course, lock_of(checked)), make_plan(second.course, lock_of(second))
        assert [q.slot for q in first_plan.questions] == [q.slot for q in second_plan.questions]


@settings(many, max_examples=40)
@given(seeds)
def test_the_same_edits_give_the_same_bytes(seed: int) -> None:
    first = [draft.lock for draft, _, _ in life(seed)]
    assert first == [draft.lock for draft, _, _ in life(seed)]


@many
@given(seeds, st.data())
def test_a_damaged_lock_is_never_taken_for_another(seed: int, data: st.DataObject) -> None:
    """Cut off, or with any bytes changed: an error at a place in the file, never another lock, never a traceback."""
    draft, _, _ = next(life(seed, rounds=0))
    text = draft.lock.encode()
    at = data.draw(st.integers(0, len(text) - 1))
    if data.draw(st.booleans()):
        damaged = text[:at]
    else:
        damaged = text[:at] + data.draw(st.binary(min_size=1, max_size=3)) + text[at + 1 :]
    whole = draft.files()
    files = MemoryFiles({**{path: whole.read(path) for path in whole.paths()}, "darslik.lock": damaged}, "small")
    result = check(files)
    if damaged.replace(b"\r\n", b"\n").replace(b"\r", b"\n") == text:
        return
    found = [item for item in result.found if item.span.file == "darslik.lock"]
    assert result.locked is None
    assert {item.rule for item in found} <= {"lock-damaged", "lock-from-newer-version", "lock-of-another-course"}
    assert found

"""`darslik diff` as a command, and what it does with packages that nobody should trust."""

from __future__ import annotations

import io
import json
import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from darslik.cli import main
from darslik.diff import package as reader
from darslik.diff.package import BadPackage, read
from darslik.errors import Exit
from darslik.profiles import profiles
from updates import BASE, package

GOOD, LOCK = package(BASE)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The course of `GOOD` on disk."""
    folder = tmp_path / "harbour"
    for name, text in {**BASE, "darslik.lock": LOCK}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def diff(data: bytes, course: Path, *options: str) -> Result:
    """Run the command."""
    old = course.parent / "old.zip"
    old.write_bytes(data)
    return CliRunner().invoke(main, ["diff", str(old), str(course), *options])


def edited(change: Callable[[dict[str, bytes]], object], data: bytes = GOOD) -> bytes:
    """The package with other files in it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(zipfile.ZipInfo(name), body)
    return made.getvalue()


def passport(change: Callable[[dict[str, Any]], object]) -> bytes:
    """The package with another `darslik.json`."""

    def edit(files: dict[str, bytes]) -> None:
        value = json.loads(files["darslik.json"])
        change(value)
        files["darslik.json"] = json.dumps(value).encode()

    return edited(edit)


def with_entry(name: str, mode: int = 0o100644, body: bytes = b"x") -> bytes:
    """The package with one entry more."""
    made = io.BytesIO(GOOD)
    with zipfile.ZipFile(made, "a") as archive:
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        info.create_system = 3
        archive.writestr(info, body)
    return made.getvalue()


def raw(body: bytes) -> bytes:
    """The package with these bytes as `darslik.json`."""
    return edited(lambda files: files.update({"darslik.json": body}))


def put(*route: str | int, value: object) -> bytes:
    """The package whose `darslik.json` has a value at a place."""

    def change(root: dict[str, Any]) -> None:
        at: Any = root
        for step in route[:-1]:
            at = at[step]
        at[route[-1]] = value

    return passport(change)


def bomb() -> bytes:
    """A directory that claims more than any package unpacks to."""
    data = bytearray(with_entry("big.bin"))
    at = data.rfind(b"PK\1\2")
    for n in range(2):  # two entries of 4 GiB
        struct.pack_into("<L", data, at + 24, 0xFFFFFFFE)
        at = data.rfind(b"PK\1\2", 0, at) if not n else at
    return bytes(data)


def claims(offset: int, form: str, value: int) -> bytes:
    """The package with another number in its end record."""
    data = bytearray(GOOD)
    struct.pack_into(form, data, data.rfind(b"PK\5\6") + offset, value)
    return bytes(data)


def zip64() -> bytes:
    """The package with a zip64 locator before its end record."""
    at = GOOD.rfind(b"PK\5\6")
    return GOOD[:at] + struct.pack("<4sLQL", b"PK\6\7", 0, 0, 1) + GOOD[at:]


def encrypted() -> bytes:
    """The package whose first entry says that it is encrypted."""
    data = bytearray(GOOD)
    data[data.find(b"PK\1\2") + 8] |= 1
    return bytes(data)


def flipped() -> bytes:
    """The package with a damaged byte in the content of a file."""
    data = bytearray(GOOD)
    data[60] ^= 0xFF
    return bytes(data)


MODULE = ("tracking", "modules", 0)
PAGE = (*MODULE, "lessons", 0, "pages", 0)
HOSTILE: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "not a zip"),
    "text": (b"PK, but not really", "not a zip"),
    "an html page": (b"<html>" * 99, "not a zip"),
    "cut short": (GOOD[: len(GOOD) // 2], "not a zip"),
    "only an end": (b"PK\5\6" + bytes(18), "did not build it"),
    "not ours": (edited(lambda files: files.pop("darslik.json")), "did not build it"),
    "a wrong directory": (claims(16, "<L", 2**31), "damaged"),
    "a longer directory": (claims(12, "<L", 2**32 - 1), "impossibly long"),
    "zip64": (zip64(), "zip64"),
    "too many files": (claims(10, "<H", 0xFFFF), "damaged"),
    "encrypted": (encrypted(), "encrypted"),
    "a flipped byte": (flipped(), "damaged"),
    "out of the folder": (with_entry("../../etc/passwd"), "leads out"),
    "inside, then out": (with_entry("pages/../../x"), "leads out"),
    "an absolute path": (with_entry("/etc/passwd"), "not a path inside"),
    "a drive": (with_entry("C:/x"), "not a path inside"),
    "a backslash": (with_entry("..\\x"), "not a path inside"),
    "a link": (with_entry("link", 0o120777, b"/etc/passwd"), "link or a device"),
    "a device": (with_entry("device", 0o020644), "link or a device"),
    "a name twice": (with_entry("INDEX.HTML"), "twice"),
    "a size bomb": (bomb(), "unpacked it has"),
    "no json": (raw(b"{"), "not readable"),
    "no text": (raw(b"\xff\xfe\x00"), "not readable"),
    "a json bomb": (raw(b"[" * 200_000), "not readable"),
    "nothing": (raw(b""), "not readable"),
    "a huge number": (raw(b'{"darslik": ' + b"9" * 9999 + b"}"), "not readable"),
    "a key twice": (raw(b'{"darslik": "1", "darslik": "2"}'), "twice"),
    "infinity": (raw(b'{"darslik": Infinity}'), "not readable"),
    "a list": (raw(b"[]"), "did not build it"),
    "another json": (raw(b'{"name": "x"}'), "did not build it"),
    "no record": (passport(lambda root: root.pop("tracking")), "no tracking record"),
    "a newer one": (put("tracking", "format", value=99), "a newer darslik"),
    "a record of ours that is none": (put("tracking", value={}), "not one that darslik writes"),
    "a version that is a list": (put("darslik", value=[]), "not one that darslik writes"),
    "a negative slot": (put(*PAGE, "slot", value=-1), "slot"),
    "a slot of a million digits": (put(*PAGE, "slot", value=10**400), "slot"),
    "a slot that is a word": (put(*PAGE, "slot", value="1"), "slot"),
    "a title of a megabyte": (put(*PAGE, "title", value="x" * 2**20), "title"),
    "a fingerprint that is none": (put(*PAGE, "text", value="zzzz"), "text"),
    "modules that are a word": (put("tracking", "modules", value="x"), "modules"),
    "a rule of a megabyte": (put("tracking", "rules", "complete", value=["x" * 2**20]), "complete"),
    "an unknown target": (put("course", "target", value="scorm13"), "no target `scorm13`. did you mean `scorm12`?"),
    "an unknown language": (put("course", "language", value="tlh"), "it is in `tlh`"),
    "a target with escapes": (put("course", "target", value="\x1b[31mred"), "no target `�[31mred`"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_bad_package_is_one_clear_message(name: str, course: Path) -> None:
    """Exit code 2, one line that names the file and what is wrong with it, no traceback, nothing on standard output."""
    data, message = HOSTILE[name]
    result = diff(data, course)
    assert result.exit_code == Exit.USAGE, result.output
    assert result.stdout == ""
    assert result.stderr.startswith("error: ")
    assert "old.zip cannot be compared" in result.stderr
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert "\x1b" not in result.stderr


def test_a_passport_that_unpacks_to_more_than_any_is_refused(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However small it is packed."""
    monkeypatch.setattr(reader, "MAX_PASSPORT", 100_000)
    result = diff(raw(b" " * 100_001), course)
    assert result.exit_code == Exit.USAGE
    assert "larger than any" in result.stderr


def test_what_is_no_file_is_refused(course: Path) -> None:
    """A named pipe would wait for ever."""
    pipe = course.parent / "pipe.zip"
    os.mkfifo(pipe)
    result = CliRunner().invoke(main, ["diff", str(pipe), str(course)])
    assert result.exit_code == Exit.USAGE
    assert "it is not a file" in result.stderr


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_any_damage_is_refused_or_noticed(places: list[tuple[int, int]]) -> None:
    """Changed bytes anywhere: BadPackage and nothing else, or the package is read as it was."""
    data = bytearray(GOOD)
    for at, value in places:
        data[at] = value
    try:
        found = read(io.BytesIO(bytes(data)))
    except BadPackage:
        return
    assert found.passport == read(io.BytesIO(GOOD)).passport or found.altered


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=9,
)
routes = st.sampled_from([
    ("darslik",), ("course",), ("course", "id"), ("files",), ("tracking",), ("tracking", "key"), ("tracking", "rules"),
    ("tracking", "rules", "complete"), ("tracking", "options"), ("tracking", "modules"), MODULE, (*MODULE, "unlock"),
    (*MODULE, "lessons"), PAGE, (*PAGE, "questions"), (*PAGE, "id"), (*PAGE, "quizzes"), ("tracking", "manifest"),
    ("tracking", "manifest", "items"), ("tracking", "split"),
])  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(routes, json_values)
def test_any_value_in_the_record_is_refused_or_compared(
    tmp_path_factory: pytest.TempPathFactory, route: tuple[str | int, ...], value: object
) -> None:
    """Never a traceback, in human words or as JSON."""
    folder = tmp_path_factory.mktemp("any")
    for name, text in {**BASE, "darslik.lock": LOCK}.items():
        path = folder / "harbour" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    result = diff(put(*route, value=value), folder / "harbour")
    assert result.exit_code in {Exit.OK, Exit.USAGE}, result.output
    assert (result.exit_code == Exit.OK) == (not result.stderr)


# --- the command ----------------------------------------------------------------------------------------------------


def test_the_report_says_what_where_and_what_a_learner_notices(course: Path) -> None:
    """For people: grouped, with place, values and verdicts; a line for each known profile."""
    lesson = course / "lessons/01-why.md"
    lesson.write_text(
        lesson.read_text("utf-8").replace(":id: lifts", ":id: lifts\n:points: 4\n:revision: 2 keep"), "utf-8"
    )
    result = diff(GOOD, course)
    assert result.exit_code == Exit.OK, result.output
    lines = result.stdout.splitlines()
    at = lines.index("  question `lifts` has another worth: 1 → 4")
    assert lines[at + 1] == f"    --> {course.as_posix()}/lessons/01-why.md:19:10"
    assert lines[at + 2] == (
        "    a learner half-way: an answer already given keeps its score and the points that it counted then"
    )
    assert "affects grading (2)" in lines
    assert "verdict: affects grading" in lines
    for name in profiles():
        assert any(line.strip().startswith((name, f"{profiles()[name].name} ({name})")) for line in lines), name


def test_a_profile_gives_reasons_evidence_and_steps(course: Path) -> None:
    """`--profile moodle-4.5`."""
    lesson = course / "lessons/01-why.md"
    lesson.write_text(lesson.read_text("utf-8").replace("Ropes", "Strong ropes"), "utf-8")
    result = diff(GOOD, course, "--profile", "moodle-4.5")
    assert "Moodle 4.5 (moodle-4.5): may be replaced in place\n  Q16: " in result.stdout
    assert "evidence: mod/scorm, locallib.php, scorm_parse" in result.stdout
    assert "  2. In the SCORM activity, open Settings" in result.stdout
    assert "cornerstone" not in result.stdout


def test_json_has_the_same(course: Path) -> None:
    """`--format json`."""
    text = course / "course.yaml"
    text.write_text(text.read_text("utf-8").replace("score: 70", "score: 80"), "utf-8")
    result = diff(GOOD, course, "--format", "json", "--profile", "moodle")
    value = json.loads(result.stdout)
    assert value["verdict"] == "affects-grading"
    assert value["changes"] == [
        {
            "kind": "pass-changed",
            "class": "affects-grading",
            "what": "what passes the course",
            "where": {"file": "course.yaml", "line": 10, "column": 1},
            "before": "score 70",
            "after": "score 80",
            "learner": "is judged by the new mark at the next opening; passed is never taken back",
        }
    ]
    (moodle,) = value["profiles"]
    assert moodle["verdict"] == "with-care"
    assert "Q14" in [reason["quirk"] for reason in moodle["reasons"]]


def test_the_lock_and_the_course_stay_as_they_are(course: Path) -> None:
    """Also when a build would extend the lock; nothing is written beside them."""
    lesson = course / "lessons/02-gear.md"
    lesson.write_text(lesson.read_text("utf-8") + "\n---\n\n## The boots {#boots}\n\nDry.\n", "utf-8")
    result = diff(GOOD, course)
    assert "page `gear/boots` is new" in result.stdout
    assert (course / "darslik.lock").read_text("utf-8") == LOCK
    assert {path.name for path in course.parent.iterdir()} == {"harbour", "old.zip"}


def test_errors_in_the_course_come_first(course: Path) -> None:
    """A changed key without a policy: exit code 1 with the finding of the build."""
    lesson = course / "lessons/01-why.md"
    text = lesson.read_text("utf-8").replace("[x] A crane", "[ ] A crane").replace("[ ] A rope", "[x] A rope")
    lesson.write_text(text, "utf-8")
    result = diff(GOOD, course)
    assert result.exit_code == Exit.FOUND_ERRORS
    assert "error[answer-key-changed]" in result.stderr
    assert "nothing was compared" in result.stderr
    assert result.stdout == ""


def test_what_looks_renamed_is_asked_about(course: Path) -> None:
    """The comparison goes on; the warning is beside it."""
    lesson = course / "lessons/01-why.md"
    lesson.write_text(lesson.read_text("utf-8").replace(":id: lifts", ":id: lifting"), "utf-8")
    result = diff(GOOD, course)
    assert result.exit_code == Exit.OK
    assert "warning[looks-renamed]" in result.stderr
    assert "question `lifts` is gone" in result.stdout


def test_a_folder_without_a_course(course: Path) -> None:
    """Exit code 3."""
    (course / "course.yaml").unlink()
    assert diff(GOOD, course).exit_code == Exit.NO_COURSE


def test_an_unknown_profile_names_the_nearest(course: Path) -> None:
    """Exit code 2."""
    result = diff(GOOD, course, "--profile", "moodel-4.5")
    assert result.exit_code == Exit.USAGE
    assert "did you mean `moodle-4.5`?" in result.stderr


def test_a_changed_package_is_said_to_be_changed(course: Path) -> None:
    """By its own list of hashes."""

    def edit(files: dict[str, bytes]) -> None:
        files["imsmanifest.xml"] += b" "
        files["more.txt"] = b""
        files["evil\x1b[2J.txt"] = b""

    result = diff(edited(edit), course)
    assert result.exit_code == Exit.OK
    assert "changed after darslik built it: evil�[2J.txt, imsmanifest.xml, more.txt" in result.stdout
    assert "\x1b" not in result.stdout


def test_another_target_and_another_cut_can_be_asked_for(course: Path) -> None:
    """`-t`, `--split`."""
    result = diff(GOOD, course, "-t", "cmi5", "--split", "modules")
    assert "the package is of another standard: scorm12 → cmi5" in result.stdout
    assert "the package is cut into other parts: one part for the course → one part a module" in result.stdout
    assert "(generic): upload it as a new activity" in result.stdout


def test_profiles_are_listed_and_shown() -> None:
    """`darslik profiles [NAME]`."""
    listed = CliRunner().invoke(main, ["profiles"]).output.splitlines()
    assert [line.split()[0] for line in listed] == list(profiles())
    shown = CliRunner().invoke(main, ["profiles", "cornerstone"]).output
    assert "Q32 [breaks]" in shown
    assert "evidence: help.csod.com" in shown
    wrong = CliRunner().invoke(main, ["profiles", "cornerstoen"])
    assert wrong.exit_code == Exit.USAGE
    assert "did you mean `cornerstone`?" in wrong.output

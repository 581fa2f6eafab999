"""Every rule is documented, and its own examples prove it: the bad one gives that finding alone, the good one none."""

from __future__ import annotations

from pathlib import Path

import pytest

from darslik.checks import load_rules
from darslik.diagnostics import Sink
from darslik.pipeline import Checked, check
from darslik.rules import RULES, Rule
from darslik.source.files import DiskFiles, Files, MemoryFiles
from darslik.source.siblings import Sibling
from darslik.source.yaml import read_yaml
from darslik.targets import targets

BASE = {
    "course.yaml": """\
id: https://example.org/courses/small
version: "1"
title: Small
description: A small course.
languages: [en]
licence: CC-BY-4.0
authors: [A. Author]
modules:
  - id: basics
    title: Basics
    lessons: [lessons/01-first.md]
""",
    "lessons/01-first.md": "---\ntitle: First\n---\nText.\n",
}
FRONT_MATTER = b"---\ntitle: First\n---\n"

load_rules()
BY_ID = {name: rule for name, rule in sorted(RULES.items()) if "course" in rule.about}


def overlaid(example: dict[str, bytes]) -> dict[str, bytes]:
    """The base course with the files of an example over it."""
    files = {path: text.encode() for path, text in BASE.items()}
    for path, body in example.items():
        bare = path.startswith("lessons/") and path.endswith(".md") and not body.startswith(b"---\n")
        files[path] = FRONT_MATTER + body if bare else body
    return {path: body for path, body in files.items() if body.strip() != b"\\delete" and not path.startswith("../")}


def course_files(example: dict[str, bytes], folder: Path) -> Files:
    """In memory; a course with a theme of its own must be on disk."""
    files = overlaid(example)
    if not any(path.endswith("theme.toml") for path in files):
        return MemoryFiles(files)
    for path, body in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(body)
    return DiskFiles(folder)


def checked(rule: str, which: str, folder: Path) -> Checked:
    example = RULES[rule].example(which)
    beside = {path[3:].split("/")[0] for path in example if path.startswith("../")}
    siblings = [
        Sibling(
            name,
            read_yaml(example[f"../{name}/course.yaml"].decode(), name, Sink()).value["id"],
            example.get(f"../{name}/darslik.lock", b""),
        )
        for name in sorted(beside)
    ]
    return check(
        course_files(example, folder),
        list(targets()),
        split=rule == "target-loss",
        frozen=rule == "lock-outdated",
        siblings=siblings,
    )


def shown(result: Checked) -> list[str]:
    return [f"{item.rule} {item.span.file}:{item.span.line}:{item.span.column} {item.message}" for item in result.found]


def test_there_are_many_rules() -> None:
    assert len(BY_ID) >= 40


def test_the_base_course_is_clean(tmp_path: Path) -> None:
    assert shown(check(course_files({}, tmp_path), list(targets()))) == []


@pytest.mark.parametrize("rule", BY_ID.values(), ids=list(BY_ID))
def test_a_rule_says_what_and_why(rule: Rule) -> None:
    summary = rule.summary
    assert summary.endswith((".", "?")), summary
    assert 15 < len(summary) <= 120
    assert rule.reason
    assert "Bad:" in rule.doc
    assert "Good:" in rule.doc
    assert rule.example("Bad")
    assert rule.example("Good")


@pytest.mark.parametrize("rule", BY_ID)
def test_the_bad_example_gives_this_finding_and_no_other(rule: str, tmp_path: Path) -> None:
    result = checked(rule, "Bad", tmp_path)
    assert {item.rule for item in result.found} == {rule}, shown(result)


@pytest.mark.parametrize("rule", BY_ID)
def test_the_good_example_gives_nothing(rule: str, tmp_path: Path) -> None:
    assert shown(checked(rule, "Good", tmp_path)) == []


@pytest.mark.parametrize("rule", BY_ID)
def test_findings_point_into_their_line(rule: str, tmp_path: Path) -> None:
    """A caret stands under something that is there."""
    files = course_files(RULES[rule].example("Bad"), tmp_path)
    for item in checked(rule, "Bad", tmp_path).found:
        if not files.has(item.span.file):
            continue
        lines = files.read(item.span.file).decode("utf-8-sig", "replace").split("\n")
        assert 1 <= item.span.line <= len(lines)
        assert item.span.column + item.span.length <= len(lines[item.span.line - 1]) + 2, item
        assert not item.message.endswith("."), item.message


class Large(MemoryFiles):
    """Files that say that they have nine megabytes each."""

    def size(self, path: str) -> int:
        return 9_000_000 if path.startswith("files/") else super().size(path)


def test_media_that_are_too_large_only_together() -> None:
    """Each of the files is small enough."""
    names = [f"files/data-{number}.csv" for number in range(23)]
    text = "".join(f":::{{download}} ../{name}\n:title: Data\n:::\n\n" for name in names)
    files = Large(overlaid({"lessons/01-first.md": text.encode(), **dict.fromkeys(names, b"a,b\n")}))
    assert shown(check(files)) == ["oversized-media course.yaml:1:1 the media of this course have 207 MB"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", b"\x89PNG\r\n\x1a\n"), ("a.png", b"GIF89a"), ("a.jpg", b"\xff\xd8\xff"), ("a.gif", b"GIF89a"),
        ("a.webp", b"RIFF\0\0\0\0WEBPVP8 "), ("a.svg", b"<svg>"), ("a.svg", b"<html/>"), ("a.svg", b""), ("a.png", b""),
    ],
)  # fmt: skip
def test_damaged_images_are_found(name: str, data: bytes) -> None:
    """Whatever the library that measures them raises."""
    files = MemoryFiles(overlaid({"lessons/01-first.md": f"![Two doors](../media/{name})\n".encode(),
                                  f"media/{name}": data}))  # fmt: skip
    assert {item.rule for item in check(files).found} == {"broken-image"}

"""The picture of a course: well-formed, harmless, and everything in its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from darslik.inspect.record.picture import picture
from records import TITLES, course, record_of_text

MANIFESTS = Path(__file__).parent / "records"
ELEMENTS = {"svg", "title", "desc", "g", "rect", "text", "path", "circle", "polygon"}


def drawn(text: str, folder: Path) -> etree._Element:
    return etree.fromstring(picture(record_of_text(text, folder)).encode())


def boxes(svg: etree._Element) -> int:
    """Activities that are drawn."""
    return sum(1 for one in svg.iter("{*}rect") if one.get("rx") == "5")


@pytest.mark.parametrize("name", ["sequencing", "prerequisites", "move-on"])
def test_the_picture_is_an_image_with_a_name_and_nothing_from_outside(name: str, tmp_path: Path) -> None:
    svg = drawn((MANIFESTS / f"{name}.xml").read_text("utf-8"), tmp_path)
    assert [etree.QName(one).localname for one in svg[:2]] == ["title", "desc"]
    assert svg.get("role") == "img"
    check_harmless(svg)


def check_harmless(svg: etree._Element) -> None:
    """Only shapes and text; no attribute that runs, refers, styles or can clash with another picture."""
    assert {etree.QName(one).localname for one in svg.iter(etree.Element)} <= ELEMENTS
    attributes = {str(name) for one in svg.iter() for name in one.attrib}
    assert not {name for name in attributes if re.search(r"^on|href|style|src|^id$|class", name)}, attributes
    assert "url(" not in etree.tostring(svg, encoding="unicode")


@pytest.mark.parametrize("title", TITLES, ids=range(len(TITLES)))
def test_hostile_titles(title: str, tmp_path: Path) -> None:
    svg = drawn(course(["Before", title, "After"]), tmp_path)
    check_harmless(svg)
    assert boxes(svg) == 4
    assert len(etree.tostring(svg)) < 12_000
    text = "".join(svg.itertext())
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f-\x9f]", text)


def test_a_long_title_is_cut_and_there_in_full_to_read(tmp_path: Path) -> None:
    title = "The seven steps of safe work with tall ladders on soft ground, in wind and at night, alone or together"
    svg = drawn(course([title]), tmp_path)
    assert title in [one.text for one in svg.iter("{*}title")]
    lines = [one.text or "" for one in svg.iter("{*}text")]
    assert any(line.endswith("…") for line in lines)
    assert title not in lines


@pytest.mark.parametrize(
    ("items", "groups", "shown", "note"),
    [
        (1, 0, 2, ""),
        (299, 0, 300, ""),
        (300, 0, 300, "1 activity more, not drawn"),
        (5000, 0, 300, "4,701 activities more, not drawn"),
        (10, 27, 298, ""),
        (100, 20, 221, "100 activities more, not drawn"),
    ],
)
def test_large_courses_are_drawn_in_part(items: int, groups: int, shown: int, note: str, tmp_path: Path) -> None:
    svg = drawn(course([f"Lesson {n}" for n in range(items)], groups), tmp_path)
    assert boxes(svg) == shown
    notes = {one.text for one in svg.iter("{*}text") if "not drawn" in (one.text or "")}
    assert notes == ({note} if note else set())

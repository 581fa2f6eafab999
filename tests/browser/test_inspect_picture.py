"""The picture of a course, measured by a browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from darslik.inspect.record.picture import picture
from darslik.inspect.record.rows import WIDTH
from records import TITLES, course, record_of_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

MANIFESTS = Path(__file__).parents[1] / "inspect" / "records"


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1000, "height": 800})
    yield page
    page.close()


MEASURE = """() => [...document.querySelectorAll('svg > g > text')].map(text => {
  const box = text.getBBox(), frame = text.parentNode.querySelector(':scope > rect')?.getBBox()
  return [text.textContent, box.x, box.x + box.width, frame ? frame.x : 0, frame ? frame.x + frame.width : 0]
})"""


@pytest.mark.parametrize("number", range(len(TITLES)))
def test_text_stays_in_its_box(number: int, page: Page, tmp_path: Path) -> None:
    """Measured by a browser, at every depth, in the scripts that fonts make widest."""
    title = TITLES[number]
    deep = course([title])
    for level in range(8):
        deep = deep.replace("<item ", f'<item identifier="d{level}"><title>{title}</title><item ', 1)
        deep = deep.replace("</organization>", "</item></organization>", 1)
    page.set_content(picture(record_of_text(deep, tmp_path)))
    measured = page.evaluate(MEASURE)
    assert len(measured) >= 10
    for text, left, right, start, end in measured:
        if end:
            assert start <= left, text
            assert right <= end, (text, right, end)


@pytest.mark.parametrize("name", ["sequencing", "prerequisites", "move-on"])
def test_nothing_leaves_the_picture(name: str, page: Page, tmp_path: Path) -> None:
    page.set_content(picture(record_of_text((MANIFESTS / f"{name}.xml").read_text("utf-8"), tmp_path)))
    left, top, right, bottom = page.evaluate(
        "() => { const b = document.querySelector('svg').getBBox(); return [b.x, b.y, b.x + b.width, b.y + b.height] }"
    )
    height = float(page.locator("svg").get_attribute("viewBox").split()[3])  # type: ignore[union-attr]
    assert left >= 0
    assert top >= 0
    assert right <= WIDTH
    assert bottom <= height

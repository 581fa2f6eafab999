"""The page of `darslik xapi report` in a browser: by axe-core, on a phone and a desk, in the dark and on paper."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from browser.test_accessibility import RUN
from browser.tools import module
from darslik_xapi.cli import group
from darslik_xapi.simulate import Options, simulate
from darslik_xapi.store import Store
from tracking_plans import plan
from xapi.report import hostile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a planned course and of a hostile one."""
    folder = tmp_path_factory.mktemp("report")
    source = folder / "statements.ndjson"
    source.write_text("\n".join([*simulate(plan(), Options(200, 3)), *hostile.statements()]) + "\n", "utf-8")
    (folder / "waste.plan.json").write_text(plan().model_dump_json(), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DARSLIK_XAPI_KEY", "00112233445566778899aabbccddeeff")
        Store(folder / "store").load([source])
    path = folder / "report.html"
    courses = ["--course", str(folder / "waste.plan.json"), "--course", hostile.IRI]
    words = ["report", "--store", str(folder / "store"), *courses, "-o", str(path)]
    assert CliRunner().invoke(group(), words, catch_exceptions=False).exit_code == 0
    return path


@pytest.fixture(scope="module")
def tab(browser: Browser, report: Path) -> Iterator[Page]:
    """The page, and what it asked for or complained about."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        seen: list[str] = []
        page.on("request", lambda one: seen.append(one.url) if one.url != report.as_uri() else None)
        page.on("console", lambda one: seen.append(one.text))
        page.goto(report.as_uri())
        assert seen == []
        assert page.evaluate("typeof taken") == "undefined"
        page.evaluate(module("axe-core/axe.min.js").read_text("utf-8"))
        yield page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(width: int, scheme: str, tab: Page) -> None:
    """At the width of a desk and of a phone."""
    tab.set_viewport_size({"width": width, "height": 900})
    tab.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    assert tab.evaluate(RUN) == []


@pytest.mark.parametrize("width", [1280, 768, 390, 320])
def test_nothing_scrolls_sideways(width: int, tab: Page) -> None:
    """Wide tables do by themselves, and the keyboard reaches them."""
    tab.set_viewport_size({"width": width, "height": 900})
    assert not tab.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert tab.locator(".scroll:not([tabindex='0'])").count() == 0


def test_pictures_have_colours_patterns_and_texts(tab: Page) -> None:
    """Their colours are the page's, their text can be selected, nothing is cut off."""
    tab.set_viewport_size({"width": 1280, "height": 900})
    assert tab.locator("figure > svg").count() >= 8
    colours = {}
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        script = "getComputedStyle(document.querySelector('figure > svg path[fill=\"var(--accent)\"]')).fill"
        colours[scheme] = tab.evaluate(script)
    assert colours["light"] != colours["dark"]
    cut = """() => [...document.querySelectorAll('figure > svg text')].filter(text => {
      const box = text.getBoundingClientRect(), frame = text.ownerSVGElement.getBoundingClientRect()
      return box.left < frame.left - 3 || box.right > frame.right + 3 }).map(text => text.textContent)"""
    assert tab.evaluate(cut) == []
    selected = """() => { const text = document.querySelector('figure > svg text')
      getSelection().selectAllChildren(text); return getSelection().toString() }"""
    assert tab.evaluate(selected)


def test_paper_has_everything(tab: Page) -> None:
    """No navigation, dark colours or closed parts; as many pages as it needs, and all of its tables."""
    tab.emulate_media(media="print", color_scheme="dark")
    background = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    hidden = tab.evaluate("getComputedStyle(document.querySelector('.contents')).display")
    tab.emulate_media(media="screen", color_scheme="light")
    assert (background, hidden) == ("rgb(255, 255, 255)", "none")
    paper = tab.pdf(prefer_css_page_size=True)
    assert paper.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) >= 6


def test_the_keyboard_reaches_every_part(tab: Page) -> None:
    """First the way past the navigation; what has the focus is seen."""
    tab.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    assert tab.evaluate("document.activeElement.getBoundingClientRect().left >= 0")
    for _press in range(6):
        tab.keyboard.press("Tab")
        assert tab.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth) > 0")

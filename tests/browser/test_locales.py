"""Languages as they look: nothing overflows in any of them, Arabic is mirrored whole, letters are letters."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from browser.build import OPEN_DATA
from browser.test_accessibility import Scheme, answer_wrongly, close_contents, findings

if TYPE_CHECKING:
    from browser.build import Builder
    from browser.learner import Learner
    from browser.lms import Lms
    from browser.play import Desk

pytestmark = pytest.mark.browser

ARABIC = Path(__file__).parent / "fixtures" / "arabic"

CUT = """() => [...document.querySelectorAll("button, select, .option label, .bar, th, dt, dd, h1, h2, legend")]
  .filter(one => one.checkVisibility() && !one.matches(".visually-hidden, .course-title, .visually-hidden *")
    && !one.closest(".scroll, .grid, .bar"))
  .filter(one => one.tagName !== "SELECT" && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0
    && getComputedStyle(one).display !== "inline")
  .map(one => one.tagName + " " + one.id + " " + one.textContent.trim().slice(0, 40))"""
BOX = """s => { const box = document.querySelector(s).getBoundingClientRect(); return [box.left, box.right] }"""


def all_scripts(folder: Path) -> Path:
    """The real course with Uzbek Cyrillic, derived from the Latin texts if it is not among its languages yet."""
    copy = folder / OPEN_DATA.name
    if not copy.exists():
        shutil.copytree(OPEN_DATA, copy)
        text = (copy / "course.yaml").read_text("utf-8")
        if "uz-Cyrl" not in text:
            derived = "languages: [en, ru, uz-Latn, uz-Cyrl]\nderive: {uz-Cyrl: uz-Latn}"
            text, count = re.subn(r"(?m)^languages: .*$", derived, text)
            assert count == 1
            (copy / "course.yaml").write_text(text, "utf-8")
    return copy


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real course in its four variants."""
    return all_scripts(tmp_path_factory.mktemp("scripts"))


def opened(course: Path, language: str, desk: Desk, lms: Lms, builder: Builder) -> Learner:
    """A learner at the start of the course's web package."""
    folder = builder.unpacked(course, "web", language)
    learner = desk.tab(lms.content(lms.add(folder)), folder)
    learner.ready()
    return learner


@pytest.mark.parametrize("language", ["en", "ru", "uz-Latn", "uz-Cyrl", "ar"])
def test_nothing_overflows_on_a_phone(language: str, real: Path, desk: Desk, lms: Lms, builder: Builder) -> None:
    """No page is wider than the smallest phone, no button, heading, option or table head wider than its frame."""
    learner = opened(ARABIC if language == "ar" else real, language, desk, lms, builder)
    learner.tab.set_viewport_size({"width": 320, "height": 700})
    wide = look(learner, "cover")
    learner.start()
    for page in learner.package.page_list:
        learner.open(page.id)
        close_contents(learner)
        wide += look(learner, page.id)
    assert wide == []


def look(learner: Learner, where: str) -> list[str]:
    """What is too wide at 320 and at 390 pixels."""
    found = []
    for width in (320, 390):
        learner.tab.set_viewport_size({"width": width, "height": 700})
        if learner.window.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{where} at {width}")
        found += [f"{where} at {width}: {one}" for one in learner.window.evaluate(CUT)]
    return found


@pytest.mark.parametrize("language", ["ru", "uz-Latn", "uz-Cyrl"])
def test_the_document_says_its_language(language: str, real: Path, desk: Desk, lms: Lms, builder: Builder) -> None:
    """For screen readers and for hyphens; the course's own letters have glyphs and are not broken at apostrophes."""
    learner = opened(real, language, desk, lms, builder)
    root = learner.window.locator("html")
    expect(root).to_have_attribute("lang", language)
    expect(root).to_have_attribute("dir", "ltr")
    widths = learner.window.evaluate(
        """() => { const span = document.createElement("span"); document.querySelector("#page").append(span);
          const width = text => { span.textContent = text; return span.getBoundingClientRect().width };
          const lost = width("\\u{10fffd}");
          return [...'ʻʼўқғҳ'].map(one => [width(one), lost]) }"""
    )
    assert all(0 < own < lost for own, lost in widths[:2]), widths
    lines = learner.window.evaluate(
        """() => { const box = document.createElement("p"); document.querySelector("#page").append(box);
          box.style.cssText = "inline-size: 1px; hyphens: none; overflow-wrap: normal; word-break: normal";
          return ["oʻgʻ", "sanʼat"].map(word => { box.textContent = word;
            const range = document.createRange(); range.selectNodeContents(box);
            return range.getClientRects().length }) }"""
    )
    assert lines == [1, 1]


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1280)])
def test_arabic_has_no_findings(scheme: Scheme, width: int, desk: Desk, lms: Lms, builder: Builder) -> None:
    """axe-core on every page, before and after wrong answers."""
    learner = opened(ARABIC, "ar", desk, lms, builder)
    learner.tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    learner.tab.set_viewport_size({"width": width, "height": 900})
    found = findings(learner, "cover")
    learner.start()
    for page in learner.package.page_list:
        learner.open(page.id)
        close_contents(learner)
        found += findings(learner, page.id)
        if page.questions and page.id == "fires/questions":
            answer_wrongly(learner, page)
            found += findings(learner, f"{page.id}, answered")
    assert "\n".join(found) == ""


def test_arabic_is_mirrored(desk: Desk, lms: Lms, builder: Builder) -> None:
    """Contents, progress, arrows, marks and columns are on the other side; code, formulas and pictures are not."""
    learner = opened(ARABIC, "ar", desk, lms, builder)
    window = learner.window
    expect(window.locator("html")).to_have_attribute("dir", "rtl")
    learner.tab.set_viewport_size({"width": 1280, "height": 900})
    learner.tab.emulate_media(reduced_motion="reduce")
    learner.start()
    learner.open("fires/triangle")
    if window.locator("#toc-button").get_attribute("aria-expanded") == "false":
        window.locator("#toc-button").click()

    def box(selector: str) -> Any:
        return window.evaluate(BOX, selector)

    assert box("#toc")[1] > 1200
    assert box("#toc")[0] > box("#page")[1]
    assert box("#previous")[0] > box("#next")[1]
    assert box("#progress span")[1] == box("#progress")[1]
    assert (
        window.evaluate("getComputedStyle(document.querySelector('#next .icon')).transform")
        == "matrix(-1, 0, 0, 1, 0, 0)"
    )
    assert box(".table th:first-child")[0] > box(".table th:last-child")[1] - 1
    style = "s => { const own = getComputedStyle(document.querySelector(s)); return [own.direction, own.textAlign] }"
    assert window.evaluate(style, "pre code")[0] == "ltr"
    assert window.evaluate(style, "math")[0] == "ltr"
    assert window.evaluate(style, ".table td:last-child") == ["rtl", "end"]
    expect(window.locator("cite").first).to_have_attribute("dir", "ltr")
    expect(window.locator("cite").first).to_have_attribute("lang", "en")
    expect(window.locator("[lang=en]", has_text="ABC")).to_have_attribute("dir", "ltr")
    expect(window.locator(".accessed").first).to_contain_text("1 مايو 2026")


def test_arabic_digits_are_a_number_and_search_knows_the_letters(desk: Desk, lms: Lms, builder: Builder) -> None:
    """A learner types ٢٠٫٩ ٪, and looks for a word without its vowel signs; the pages found are counted in Arabic."""
    learner = opened(ARABIC, "ar", desk, lms, builder)
    learner.start()
    learner.open("fires/questions")
    assert learner.answer("oxygen", ["٢٠٫٩ ٪"]) == "right"
    learner.window.locator("#search-button").click()
    learner.window.locator("#search-input").fill("طفاية")
    expect(learner.window.locator("#search-status")).to_have_text(re.compile("^عُثر على (صفحتين|3 صفحات|4 صفحات)$"))
    expect(learner.window.locator("#search-results mark").first).to_have_text(re.compile("طفّاية"))


def test_a_learner_searches_in_the_other_script(real: Path, desk: Desk, lms: Lms, builder: Builder) -> None:
    """Latin letters in the Cyrillic course, with the count of pages in its language."""
    learner = opened(real, "uz-Cyrl", desk, lms, builder)
    learner.start()
    learner.window.locator("#search-button").click()
    learner.window.locator("#search-input").fill("ma'lumot")
    expect(learner.window.locator("#search-status")).to_have_text(re.compile(r"^\d+ та саҳифа топилди$"))
    expect(learner.window.locator("#search-results mark").first).to_have_text(re.compile("аълумот"))

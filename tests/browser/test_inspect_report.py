"""The page of `darslik inspect --format html`: looked at in a browser, by axe-core, and filled by a hostile package."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from browser.test_accessibility import RUN
from browser.tools import module
from darslik.inspect import Options, inspect
from darslik.inspect.many import Row, inspect_many
from darslik.inspect.report import write
from darslik.inspect.report.many import FORMATS
from darslik.inspect.report.shown import Shown
from inspect_examples import base, overlaid

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

EVIL = (
    "&lt;/style&gt;&lt;/title&gt;&lt;img src=x onerror=document.title='taken'&gt;&lt;script&gt;taken=1&lt;/script&gt;"
)
ORGANIZATION = f"""<organization identifier="organization_1">
  <title>{EVIL} and {"long" * 60}</title>
  <item identifier="group"><title>Group</title>
    <item identifier="item_1" identifierref="resource_1"><title>{EVIL}</title></item>
    <item identifier="item_2" identifierref="{EVIL}"><title>Nothing</title></item>
  </item>
</organization>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A package whose titles, identifiers, file names and pages would like to run in the report."""
    files = dict(base("scorm2004"))
    files["imsmanifest.xml"] = overlaid(files["imsmanifest.xml"].decode(), ORGANIZATION).encode()
    files["<img src=x onerror=taken=1>.html"] = b"<script src='https://elsewhere.example/a.js'></script>"
    packages = tmp_path / "packages"
    packages.mkdir()
    for name in ("a.zip", "<b onclick=taken=1>.zip"):
        with zipfile.ZipFile(packages / name, "w") as archive:
            for path, body in files.items():
                archive.writestr(path, body)
    return packages


@pytest.fixture
def report(folder: Path, tmp_path: Path) -> Path:
    """The page, with every profile."""
    options = Options(None, ("all",))
    path = tmp_path / "report.html"
    path.write_text(write(Shown(inspect(folder / "a.zip", options), options, pedantic=True), "html"), "utf-8")
    return path


@pytest.fixture
def table(folder: Path, tmp_path: Path) -> Path:
    """The page of a folder of packages."""
    path = tmp_path / "table.html"
    rows: list[Row] = list(inspect_many(folder, Options()))
    path.write_text(FORMATS["html"](rows), "utf-8")
    return path


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A tab that notes every request and every message of its console."""
    with browser.new_context(viewport={"width": 1000, "height": 720}) as context:
        page = context.new_page()
        yield page


def opened(tab: Page, path: Path) -> list[str]:
    """Open a page; what it asked for besides itself, and what its console said."""
    seen: list[str] = []
    tab.on("request", lambda one: seen.append(one.url) if one.url != path.as_uri() else None)
    tab.on("console", lambda one: seen.append(one.text))
    tab.goto(path.as_uri())
    return seen


@pytest.mark.parametrize("which", ["report", "table"])
def test_nothing_of_the_package_runs(which: str, tab: Page, request: pytest.FixtureRequest) -> None:
    """Titles and names are text; no request, no script, no element of theirs."""
    seen = opened(tab, request.getfixturevalue(which))
    assert seen == []
    assert tab.evaluate("[typeof taken, document.title === 'taken']") == ["undefined", False]
    assert tab.locator("script, img, iframe, object, embed, link, form").count() == 0
    assert tab.locator("[onclick], [onerror]").count() == 0
    assert "onerror=" in tab.inner_text("body") or "onclick=" in tab.inner_text("body")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("which", ["report", "table"])
def test_axe_finds_nothing(which: str, scheme: str, tab: Page, request: pytest.FixtureRequest) -> None:
    """Also in what is folded away."""
    opened(tab, request.getfixturevalue(which))
    tab.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    tab.evaluate(module("axe-core/axe.min.js").read_text("utf-8"))
    assert tab.evaluate(RUN) == []


@pytest.mark.parametrize("which", ["report", "table"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_nothing_scrolls_sideways(which: str, width: int, tab: Page, request: pytest.FixtureRequest) -> None:
    """From the smallest phone to a desk; wide tables scroll by themselves."""
    tab.set_viewport_size({"width": width, "height": 800})
    opened(tab, request.getfixturevalue(which))
    assert not tab.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_the_page_says_everything(report: Path, tab: Page) -> None:
    """Verdict first, findings with reason and examples, picture, LMSs, content, what was checked."""
    opened(tab, report)
    assert "this package is not right" in tab.inner_text(".verdict")
    headings = tab.locator("h2").all_inner_texts()
    assert headings == [
        "Findings",
        "What the LMS will record",
        "What each LMS makes of it",
        "What is in it",
        "What was checked",
    ]
    article = tab.locator("article", has_text="item-without-resource")
    assert article.locator("mark").first.inner_text().startswith("identifierref=")
    article.locator("summary").click()
    assert "ADL requirement 30.6.3.6.2.2" in article.inner_text()
    assert tab.locator(".picture svg").count() == 1
    assert tab.locator(".tree > li").count() == 4
    assert "elsewhere.example" in tab.inner_text("#content")

"""One package of several languages: a switch in the middle of a question loses nothing and doubles nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from browser.build import HARBOUR
from browser.play import Desk, check_clean
from browser.statements import check_clean as check_clean_lrs
from browser.statements import settle, wait_for_answers, wait_until
from browser.test_accessibility import findings
from browser.tracking import check_with_plan
from darslik.state.codec import decode
from darslik.state.model import State, key_of
from darslik_xapi.testing import LaunchOptions

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

    from browser.build import Builder
    from browser.learner import Learner
    from browser.lms import Lms
    from darslik_xapi.testing import LrsServer

pytestmark = pytest.mark.browser

TEA = HARBOUR.parent / "tea"
IRI = "https://example.org/courses/tea"
LANGUAGES = {"en", "uz-Latn", "ar"}
NOTE = "Dilnoza, 2 – oʻzim"
# id, response; each is there once, in whatever language it was given
ANSWERS = [("full", "b"), ("name", "koʻk choy"), ("first", "a"), ("vessel", "piyola")]
NAMES = {"en": "Tea for guests", "uz-Latn": "Mehmonga choy", "ar": "شاي للضيوف"}


def switch(learner: Learner, lang: str) -> None:
    """By the button in the bar; without Playwright's pointer, which scrolls the page to reach it."""
    item = learner.window.locator(f"#languages [data-language={lang}]")

    def opened() -> bool:
        """A switch that ends just now moves the focus once more, and that closes the list."""
        if not item.is_visible():
            learner.window.locator("#language-button").dispatch_event("click")
        return item.is_visible()

    wait_until(opened, "the list of languages opens")
    item.dispatch_event("click")
    speaks(learner, lang)


def speaks(learner: Learner, lang: str) -> None:
    """The whole document is in this language."""
    document = learner.window.locator("html")
    expect(document).to_have_attribute("lang", lang)
    expect(document).to_have_attribute("dir", "rtl" if lang == "ar" else "ltr")
    expect(learner.window.locator(".course-title")).to_have_text(NAMES[lang])
    expect(learner.window.locator(f"#languages [data-language={lang}]")).to_have_attribute("aria-current", "true")
    shown = {"en": "Next", "uz-Latn": "Keyingi"}.get(lang)
    if shown:
        expect(learner.window.locator("#next")).to_have_text(shown)


def order(learner: Learner, question: str) -> list[str]:
    """The options as they are shuffled."""
    found: list[str] = (
        learner.section(question).locator(".answer input").evaluate_all("all => all.map(one => one.value)")
    )
    return found


def top(learner: Learner) -> float:
    """Where the second question stands in the window."""
    return float(learner.section("name").evaluate("part => part.getBoundingClientRect().top"))


def asked(learner: Learner) -> list[str]:
    """The questions of the exam in their order."""
    sections = learner.window.locator(".quiz-panel [data-question]")
    found: list[str] = sections.evaluate_all("all => all.map(one => one.dataset.question)")
    return found


def first_sitting(learner: Learner) -> None:
    """Begins in English, goes on in Uzbek, and leaves an exam in Arabic."""
    learner.start()
    if learner.window.locator("html").get_attribute("lang") != "en":
        switch(learner, "en")
    learner.expect_page("tea/pour")
    shuffled = order(learner, "full")
    learner.section("full").locator("input[value=b]").check()
    learner.section("name").locator(".answer input").fill("black te")
    learner.section("name").evaluate("part => part.scrollIntoView()")
    height = top(learner)
    switch(learner, "uz-Latn")
    assert abs(top(learner) - height) < 40, "what is read stays where it is in the window"
    expect(learner.section("full").locator("legend")).to_contain_text("Mehmonning piyolasi")
    expect(learner.window.locator("#toc a[aria-current=page]")).to_contain_text("Choy qanday quyiladi")
    assert learner.page == "tea/pour"
    assert (order(learner, "full"), learner.shown("full")) == (shuffled, ["b"])
    assert learner.shown("name") == ["black te"]
    learner.section("full").locator("button.check").click()
    expect(learner.section("full")).to_have_attribute("data-result", "right")
    assert learner.answer("name", ["koʻk choy"]) == "right"
    switch(learner, "ar")
    assert (learner.result("full"), learner.result("name")) == ("right", "right")
    expect(learner.section("name").locator(".feedback:visible")).to_have_text("صحيح.")
    expect(learner.window.locator("img")).to_have_attribute("src", re.compile("cup.ar"))
    switch(learner, "uz-Latn")
    learner.window.locator("#next").click()
    learner.expect_page("tea/along")
    learner.window.locator("[data-note=whom] textarea").fill(NOTE)
    learner.window.locator(".quiz-begin").click()
    shuffled, drawn = order(learner, "first"), asked(learner)
    learner.section("first").locator("input[value=a]").check()
    learner.section("vessel").locator(".answer input").fill("piyola")
    switch(learner, "ar")  # before what was typed is kept by itself
    assert (order(learner, "first"), asked(learner)) == (shuffled, drawn)
    check_open(learner)


def check_open(learner: Learner) -> None:
    """The exam and the note, as they were left."""
    assert (learner.shown("first"), learner.shown("vessel")) == (["a"], ["piyola"])
    expect(learner.window.locator("[data-note=whom] textarea")).to_have_value(NOTE)


def second_sitting(learner: Learner) -> None:
    """Elsewhere it goes on in Arabic: the word that was typed in Uzbek is right there, too."""
    learner.start()
    learner.expect_page("tea/along")
    speaks(learner, "ar")
    check_open(learner)
    learner.window.locator(".quiz-end button").click()
    learner.window.locator(".quiz-summary button").first.click()
    expect(learner.window.locator(".quiz-result")).to_have_attribute("data-passed", "true")
    switch(learner, "en")
    expect(learner.window.locator(".quiz-verdict")).to_contain_text("passed")
    expect(learner.window.locator(".result-status")).to_be_visible()
    switch(learner, "ar")


def state_of(text: str) -> State:
    found = decode(text, key_of(IRI))
    assert found
    assert not found.damaged
    return found.state


def check_state(text: str) -> None:
    """What was stored in the end."""
    state = state_of(text)
    assert (state.language, state.passed, state.notes) == ("ar", True, {0: NOTE})
    assert [state.answers[slot].response for slot in range(4)] == [["b"], ["koʻk choy"], ["a"], ["piyola"]]
    assert {answer.attempts for answer in state.answers.values()} == {1}


@pytest.mark.parametrize(
    ("target", "preference", "response"),
    [
        ("scorm12", "cmi.student_preference.language", "student_response"),
        ("scorm2004-4", "cmi.learner_preference.language", "learner_response"),
    ],
)
def test_switches_in_scorm(
    target: str, preference: str, response: str, desks: Callable[[], Desk], lms: Lms, builder: Builder
) -> None:
    package = lms.add(builder.zip(TEA, target, "multi"))
    sessions = []
    for sitting in (first_sitting, second_sitting):
        session, desk = lms.launch(package), desks()
        sitting(desk.sco(session, package.folder))
        desk.close_tab()
        session.wait_until(lambda one=session: one.terminated)  # type: ignore[misc]
        assert session.attempt.stored[preference] == "ar"
        check_clean(desk, lms, session)
        sessions.append(session)
    records = sessions[-1].attempt.records("interactions")
    # The exam's questions come in the order of their draw.
    assert sorted((one["id"], one[response]) for one in records) == sorted(ANSWERS)
    if target != "scorm12":
        described = {one["id"]: one["description"][:14] for one in records}
        assert described["full"].startswith("{lang=uz-Latn}")
        assert described["vessel"].startswith("{lang=ar}")
    check_state(sessions[-1].attempt.stored["cmi.suspend_data"])


def check_statements(lrs: LrsServer) -> None:
    """Each answer once, by its code; every name in every language."""
    answered = lrs.lrs.by_verb("answered")
    said = {one["object"]["id"].rpartition("/")[2]: one for one in answered}
    assert len(answered) == len(said)
    assert {name: one["result"]["response"] for name, one in said.items()} == dict(ANSWERS)
    assert [said[name]["context"]["language"] for name in ("full", "vessel")] == ["uz-Latn", "ar"]
    seen = [one for one in lrs.lrs.by_verb("experienced") if "duration" not in one["result"]]
    assert [one["object"]["id"].rpartition("/")[2] for one in seen] == ["pour", "along"]
    done = lrs.lrs.by_verb("progressed")
    assert sorted(one["object"]["id"].rpartition("/")[2] for one in done) == ["exam", "tea"]
    for one in (*answered, *seen, *done):
        assert set(one["object"]["definition"]["name"]) == LANGUAGES
    assert len(lrs.lrs.by_verb("completed")) == len(lrs.lrs.by_verb("passed")) == 1


def document(lrs: LrsServer, resource: str, key: str) -> Any:
    """A stored document by its id."""
    scopes = lrs.lrs.documents.by_scope.items()
    return next(found[key].json() for scope, found in scopes if scope[0] == resource and key in found)


@pytest.mark.parametrize("target", ["cmi5", "xapi"])
def test_switches_with_statements(
    target: str, desks: Callable[[], Desk], lms: Lms, lrs: LrsServer, builder: Builder
) -> None:
    folder = builder.unpacked(TEA, target, "multi")
    content = lms.content(lms.add(folder))
    registration = lrs.register(folder, content=content) if target == "cmi5" else None
    again = lrs.launch_tincan(folder, content) if target == "xapi" else None
    if registration:
        registration.prefer("uz-UZ")
    for number, sitting in enumerate((first_sitting, second_sitting)):
        desk = desks()
        session = again or (registration and registration.launch())
        assert session
        learner = desk.tab(session.url, folder)
        if registration and not number:
            learner.ready("ready")
            speaks(learner, "uz-Latn")  # as the LMS says that the learner likes it
        sitting(learner)
        settle(lrs)
        desk.close_tab()
        settle(lrs)
        check_clean_lrs(desk, lrs, lms.base)
    wait_for_answers(lrs, 4)
    check_statements(lrs)
    check_with_plan(lrs, folder)
    check_state(document(lrs, "activities/state", "darslik")["state"])
    if registration:
        kept = document(lrs, "agents/profile", "cmi5LearnerPreferences")
        assert kept == {"languagePreference": "ar,en,uz-Latn,uz-UZ", "audioPreference": "on"}


def test_an_lms_may_keep_its_preferences(desk: Desk, lms: Lms, lrs: LrsServer, builder: Builder) -> None:
    """The answer 403 is no error: the course is read in the other language all the same, now and the next time."""
    folder = builder.unpacked(TEA, "cmi5", "multi")
    registration = lrs.register(folder, content=lms.content(lms.add(folder)))
    registration.prefer("ar")
    options = LaunchOptions(preferences_writable=False)
    learner = desk.tab(registration.launch(options=options).url, folder)
    learner.start()
    speaks(learner, "ar")
    switch(learner, "en")
    settle(lrs)
    expect(learner.window.locator("#notice")).to_be_hidden()
    assert [one.rule for one in lrs.lrs.violations] == ["preferences"]
    assert document(lrs, "agents/profile", "cmi5LearnerPreferences")["languagePreference"] == "ar"
    desk.close_tab()
    settle(lrs)
    learner = desk.tab(registration.launch(options=options).url, folder)
    learner.start()
    speaks(learner, "en")


def test_switches_on_the_web(browser: Browser, lms: Lms, builder: Builder) -> None:
    """The browser's language first; then what was chosen. On a phone, and read without a network."""
    folder = builder.unpacked(TEA, "web", "multi")
    url = lms.content(lms.add(folder))
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="uz-UZ", reduced_motion="reduce")
    with context:
        desk = Desk(context)
        learner = desk.tab(url, folder)
        learner.ready()
        speaks(learner, "uz-Latn")
        assert not [one for one in desk.requests if re.search(r"pages/(en|ar)/|course\.(en|ar)\.js", one)]
        first_sitting(learner)
        learner.window.locator("#language-button").click()
        box = learner.window.locator("#languages").bounding_box()
        assert box
        assert 0 <= box["x"] <= box["x"] + box["width"] <= 360
        assert learner.window.evaluate("document.documentElement.scrollWidth") <= 360
        assert findings(learner) == []
        desk.close_tab()
        second_sitting(desk.tab(url, folder))
        stored: str = desk.tabs[0].evaluate(f"localStorage.getItem('darslik.web.{key_of(IRI)}.')")
        check_state(stored)
        check_clean(desk, lms)

"""The question kinds beyond the first seven: keyboard, pointer, resume, and what each standard holds of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from browser.build import copy_with_theme
from browser.play import check_clean
from browser.statements import check_clean as clean_statements
from browser.statements import check_with_ralph, settle, wait_for_answers
from browser.test_accessibility import Keyboard, choose_option, close_contents, findings
from browser.tracking import check_with_plan

if TYPE_CHECKING:
    from browser.build import Builder
    from browser.learner import Learner
    from browser.lms import Attempt, Lms, Session
    from browser.play import Desk
    from browser.test_accessibility import Scheme
    from darslik_xapi.testing import LrsServer

pytestmark = pytest.mark.browser

KINDS = Path(__file__).parent / "fixtures" / "kinds"
TEXT = "Because it may start again,\nand others learn."

# question, response, what the page says of it
ANSWERS: list[tuple[str, list[str], str]] = [
    ("classes", ["a.1", "b.1", "c.2", "d.3"], "partly"),
    ("agents", ["a.1", "a.2", "a.3", "b.2", "b.3", "c.3"], "right"),
    ("duties", ["a.1", "b.3", "c.2"], "partly"),
    ("extinguisher", ["c"], "right"),
    ("ways-out", ["a", "c"], "wrong"),
    ("confidence", ["a.4", "b.2"], "noted"),
    ("habits", ["a.3"], "noted"),
    ("report", [TEXT, "1"], "noted"),
]
SCORES = [0.75, 1, 1 / 3, 1, 0, 0.5]
PAGES = {"classes": "fires/sorting", "extinguisher": "fires/looking", "confidence": "words/words"}

# id, type, response, result, weighting, pattern: in the form of SCORM 2004
RECORDS: list[tuple[str, str, str, str, str, str | None]] = [
    ("classes", "matching", "a[.]1[,]b[.]1[,]c[.]2[,]d[.]3", "0.75", "1", "a[.]1[,]b[.]1[,]c[.]2[,]d[.]2"),
    ("agents", "matching", "a[.]1[,]a[.]2[,]a[.]3[,]b[.]2[,]b[.]3[,]c[.]3", "correct", "1",
     "a[.]1[,]a[.]2[,]a[.]3[,]b[.]2[,]b[.]3[,]c[.]3"),
    ("duties", "matching", "a[.]1[,]b[.]3[,]c[.]2", "0.3333", "1", "a[.]1[,]b[.]2[,]c[.]3"),
    ("extinguisher", "choice", "c", "correct", "1", "c"),
    ("ways-out", "choice", "a[,]c", "incorrect", "1", "a[,]b"),
    ("confidence.a", "likert", "4", "neutral", "0", None),
    ("confidence.b", "likert", "2", "neutral", "0", None),
    ("confidence.c", "likert", "", "neutral", "0", None),
    ("habits.a", "likert", "3", "neutral", "0", None),
    ("report", "long-fill-in", "Because it may start again, and others learn.", "0.5", "1", None),
]  # fmt: skip


def answer_all(learner: Learner) -> None:
    learner.start()
    for question, response, verdict in ANSWERS:
        if question in PAGES:
            learner.open(PAGES[question])
        assert learner.answer(question, response) == verdict, question


def check_resumed(learner: Learner) -> None:
    """Everything is shown as it was given."""
    learner.start()
    for question, response, verdict in ANSWERS:
        if question in PAGES:
            learner.open(PAGES[question])
        assert learner.result(question) == verdict
        assert sorted(learner.shown(question)) == sorted(response), question
        if question == "ways-out":
            expect(learner.section(question).locator('[data-option="a"]')).to_have_attribute("data-mark", "right")
            expect(learner.section(question).locator('[data-option="c"]')).to_have_attribute("data-mark", "wrong")
    expect(learner.section("report").locator(".model-answer")).to_be_visible()


def finish(desk: Desk, session: Session) -> None:
    desk.close_tab()
    session.wait_until(lambda: session.terminated)


def stored_records(attempt: Attempt, response: str) -> list[tuple[str | None, ...]]:
    fields = ("id", "type", response, "result", "weighting", "correct_responses.0.pattern")
    return [tuple(record.get(name) for name in fields) for record in attempt.records("interactions")]


def in_12(record: tuple[str, str, str, str, str, str | None]) -> tuple[str | None, ...]:
    """The same in the forms of SCORM 1.2."""
    words = {"long-fill-in": "fill-in", "incorrect": "wrong"}
    return tuple(
        (words.get(text, text.replace("[.]", ".").replace("[,]", ",")) or None) if text else None for text in record
    )


@pytest.mark.parametrize("target", ["scorm12", "scorm2004-4"])
def test_scorm_holds_every_answer(target: str, desk: Desk, lms: Lms, builder: Builder) -> None:
    package = lms.add(builder.zip(KINDS, target, "en"))
    session = lms.launch(package)
    answer_all(desk.sco(session, package.folder))
    finish(desk, session)
    if target == "scorm12":
        assert stored_records(session.attempt, "student_response") == [in_12(record) for record in RECORDS]
    else:
        expected = [tuple(text or None for text in record) for record in RECORDS]
        assert stored_records(session.attempt, "learner_response") == expected
        descriptions = [record["description"] for record in session.attempt.records("interactions")]
        assert descriptions[5:7] == ["I know where the nearest extinguisher hangs", "I could use it"]
    again = lms.launch(package)
    learner = desk.sco(again, package.folder)
    check_resumed(learner)
    check_clean(desk, lms, session, again)


def test_the_score_leaves_surveys_out(desk: Desk, lms: Lms, builder: Builder) -> None:
    package = lms.add(builder.zip(KINDS, "scorm2004-4", "en"))
    session = lms.launch(package)
    answer_all(desk.sco(session, package.folder))
    finish(desk, session)
    scaled = float(session.attempt.values["cmi.score.scaled"])
    assert scaled == pytest.approx(sum(SCORES) / len(SCORES), abs=0.0002)
    assert session.attempt.stored["cmi.completion_status"] == "completed"


def test_one_record_a_question_keeps_its_place(desk: Desk, lms: Lms, builder: Builder, tmp_path: Path) -> None:
    """A survey has as many records as statements; what was answered after it is rewritten at its own place."""
    course = copy_with_theme(KINDS, "default", tmp_path)
    text = (course / "course.yaml").read_text("utf-8")
    (course / "course.yaml").write_text(text + "targets:\n  scorm12: {interactions: one}\n", "utf-8")
    lesson = course / "lessons/02-words.md"
    lesson.write_text(lesson.read_text("utf-8").replace(":levels:", ":attempts: 2\n:levels:"), "utf-8")
    package = lms.add(builder.zip(course, "scorm12", "en"))
    session = lms.launch(package)
    learner = desk.sco(session, package.folder)
    learner.start()
    learner.open("words/words")
    learner.answer("confidence", ["a.1", "b.1", "c.1"])
    learner.answer("report", ["First.", "0"])
    finish(desk, session)
    again = lms.launch(package)
    learner = desk.sco(again, package.folder)
    learner.start()
    learner.answer("report", ["Second.", "2"])
    finish(desk, again)
    found = [(record["id"], record.get("student_response")) for record in again.attempt.records("interactions")]
    assert found == [("confidence.a", "1"), ("confidence.b", "1"), ("confidence.c", "1"), ("report", "Second.")]
    check_clean(desk, lms, session, again)


def test_xapi_has_a_statement_for_each(desk: Desk, lms: Lms, lrs: LrsServer, builder: Builder) -> None:
    folder = builder.unpacked(KINDS, "xapi", "en")
    session = lrs.launch_tincan(folder, lms.content(lms.add(folder)))
    answer_all(desk.tab(session.url, folder))
    wait_for_answers(lrs, 9)
    settle(lrs)
    statements = {one["object"]["id"].rsplit("/", 1)[1]: one for one in lrs.lrs.by_verb("answered")}
    assert list(statements) == [record[0] for record in RECORDS if record[0] != "confidence.c"]
    for key, kind, response, *_ in RECORDS:
        if key in statements:
            definition: dict[str, Any] = statements[key]["object"]["definition"]
            assert (definition["interactionType"], statements[key]["result"]["response"]) == (kind, response)
    likert = statements["confidence.a"]
    assert not {"score", "success"} & set(likert["result"])
    assert likert["object"]["definition"]["scale"][3] == {"id": "4", "description": {"en": "Agree"}}
    assert likert["object"]["definition"]["name"] == {"en": "I know where the nearest extinguisher hangs"}
    report = statements["report"]["result"]
    assert ("success" in report, report["score"]) == (False, {"scaled": 0.5})
    check_with_ralph(lrs)
    check_with_plan(lrs, folder)
    clean_statements(desk, lrs, lms.base)


def test_keyboard_is_enough(desk: Desk, lms: Lms, builder: Builder) -> None:
    folder = builder.unpacked(KINDS, "web", "en")
    learner = desk.tab(lms.content(lms.add(folder)), folder)
    learner.ready()
    keyboard = Keyboard(learner)
    keyboard.to("#start")
    keyboard.press("Enter")
    learner.expect_page("fires/sorting")
    for item, group in (("a", "1"), ("b", "1"), ("c", "2"), ("d", "2")):
        keyboard.to(
            f'#q-classes select[data-left="{item}"]', *nearer(learner, f'#q-classes select[data-left="{item}"]')
        )
        choose_option(keyboard, group)
    send(keyboard, "classes", "right")
    for pair in learner.package.questions["agents"].right():
        keyboard.to(f'#q-agents input[value="{pair}"]')
        keyboard.press("Space")
    send(keyboard, "agents", "right")
    for row, steps in (("a", 0), ("b", 1), ("c", 2)):
        keyboard.to(f'#q-duties input[value^="{row}."]')
        keyboard.press("Space", *["ArrowRight"] * steps)
    send(keyboard, "duties", "right")
    forward(keyboard, "fires/looking")
    keyboard.to("#q-extinguisher input")
    keyboard.press("Space", "ArrowDown", "ArrowDown")
    send(keyboard, "extinguisher", "right")
    for code in ("a", "b"):
        keyboard.to(f'#q-ways-out input[value="{code}"]')
        keyboard.press("Space")
    send(keyboard, "ways-out", "right")
    forward(keyboard, "words/words")
    keyboard.to('#q-confidence input[value^="a."]')
    keyboard.press("Space", "ArrowRight", "ArrowRight")
    send(keyboard, "confidence", "noted")
    assert learner.shown("confidence") == ["a.3"]
    keyboard.to("#q-report textarea")
    keyboard.keys.type("Because.")
    keyboard.to("#q-report button.check")
    keyboard.press("Enter")
    expect(learner.section("report").locator(".model-answer")).to_be_focused()
    keyboard.to("#q-report .levels input")
    keyboard.press("Space", "ArrowDown", "ArrowDown")
    send(keyboard, "report", "noted")
    assert learner.shown("report") == ["Because.", "2"]
    assert desk.console == []


def nearer(learner: Learner, selector: str) -> list[str]:
    """Items are shuffled: backwards with Shift+Tab if the wanted one stands before."""
    before = learner.window.evaluate(
        """s => { const wanted = document.querySelector(s), here = document.activeElement;
        const behind = wanted.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING;
        return here.matches('select') && behind !== 0 }""",
        selector,
    )
    return ["Shift+Tab"] if before else []


def send(keyboard: Keyboard, question: str, verdict: str) -> None:
    """Send the answer; the focus goes to what is said about it."""
    keyboard.to(f"#q-{question} button.check")
    keyboard.press("Enter")
    section = keyboard.learner.section(question)
    expect(section).to_have_attribute("data-result", verdict)
    expect(section.locator(".verdict")).to_be_focused()


def forward(keyboard: Keyboard, page: str) -> None:
    keyboard.to("#next")
    keyboard.press("Enter")
    keyboard.learner.expect_page(page)


def test_a_pointer_can_drag_and_point(desk: Desk, lms: Lms, builder: Builder) -> None:
    folder = builder.unpacked(KINDS, "web", "en")
    learner = desk.tab(lms.content(lms.add(folder)), folder)
    learner.start()
    for pair in learner.package.questions["classes"].right():
        item, group = pair.split(".")
        drag(learner, f'#q-classes li[data-item="{item}"] .handle', f'#q-classes [data-group="{group}"]')
    expect(learner.section("classes").locator('[data-group="2"] li')).to_have_count(2)
    learner.section("classes").locator("button.check").click()
    assert learner.result("classes") == "right"
    learner.open("fires/looking")
    for code in ("b", "c"):
        point(learner, "extinguisher", code)
        assert learner.shown("extinguisher") == [code]
    expect(learner.section("extinguisher").locator('[data-option="c"]')).to_have_attribute("data-chosen", "")
    point(learner, "ways-out", "a")
    point(learner, "ways-out", "c")
    point(learner, "ways-out", "c")
    assert learner.shown("ways-out") == ["a"]
    # A circle is not the box around it.
    corner = learner.section("ways-out").locator('[data-region="b"] input').bounding_box()
    assert corner
    learner.tab.mouse.click(corner["x"] + 3, corner["y"] + corner["height"] - 3)
    assert learner.shown("ways-out") == ["a"]


def drag(learner: Learner, start: str, end: str) -> None:
    learner.window.locator(start).scroll_into_view_if_needed()
    from_box, to_box = (learner.window.locator(one).bounding_box() for one in (start, end))
    assert from_box
    assert to_box
    mouse = learner.tab.mouse
    mouse.move(from_box["x"] + 5, from_box["y"] + from_box["height"] / 2)
    mouse.down()
    mouse.move(to_box["x"] + 40, to_box["y"] + 20, steps=4)
    mouse.up()


def point(learner: Learner, question: str, code: str) -> None:
    """Press on the middle of a region in the picture."""
    region = learner.section(question).locator(f'[data-region="{code}"] input')
    region.evaluate("one => one.scrollIntoView({block: 'center'})")
    box = region.bounding_box()
    assert box
    learner.tab.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_regions_lie_where_they_belong_at_any_width(desk: Desk, lms: Lms, builder: Builder) -> None:
    """In per cent or in pixels, the same region is the same part of the picture."""
    folder = builder.unpacked(KINDS, "web", "en")
    learner = desk.tab(lms.content(lms.add(folder)), folder)
    learner.start()
    learner.open("fires/looking")
    for width in (1280, 390, 320):
        learner.tab.set_viewport_size({"width": width, "height": 800})
        for question in ("extinguisher", "ways-out"):
            section = learner.section(question)
            image = section.locator(".hotspot img").bounding_box()
            window = section.locator('[data-region="b"] input').bounding_box()
            assert image
            assert window
            share = [(window["x"] - image["x"]) / image["width"], window["width"] / image["width"]]
            assert share == pytest.approx([0.41, 0.18] if question == "extinguisher" else [0.4125, 0.175], abs=0.004)
            assert window["width"] == pytest.approx(window["height"], abs=1)


def test_a_hint_costs_what_it_says(desk: Desk, lms: Lms, builder: Builder) -> None:
    package = lms.add(builder.zip(KINDS, "scorm2004-4", "en"))
    session = lms.launch(package)
    learner = desk.sco(session, package.folder)
    learner.start()
    hint = learner.section("classes").locator(".hint")
    expect(hint.locator("summary")).to_have_text("Hint (takes 50 % of the points)")
    hint.locator("summary").click()
    finish(desk, session)
    again = lms.launch(package)
    learner = desk.sco(again, package.folder)
    learner.start()
    expect(learner.section("classes").locator(".hint")).to_have_attribute("open", "")
    assert learner.answer("classes") == "right"
    expect(learner.section("classes").locator(".verdict")).to_contain_text("Points: 0.5 of 1.")
    check_clean(desk, lms, session, again)


def test_what_was_entered_is_there_again(desk: Desk, lms: Lms, builder: Builder) -> None:
    """Without a press on the button, and a long answer with its model answer if that was shown."""
    package = lms.add(builder.zip(KINDS, "scorm12", "en"))
    session = lms.launch(package)
    learner = desk.sco(session, package.folder)
    learner.start()
    entered = {"classes": ["b.2"], "agents": ["a.1", "c.2"], "extinguisher": ["b"], "ways-out": ["a", "c"]}
    for question, response in entered.items():
        if question in PAGES:
            learner.open(PAGES[question])
        learner.enter(learner.package.questions[question], response)
    learner.open("words/words")
    learner.enter(learner.package.questions["confidence"], ["b.5"])
    report = learner.section("report")
    report.locator("textarea").fill("Half a thought")
    finish(desk, session)
    again = lms.launch(package)
    learner = desk.sco(again, package.folder)
    learner.start()
    assert learner.shown("confidence") == ["b.5"]
    assert learner.shown("report") == ["Half a thought"]
    report = learner.section("report")
    expect(report.locator(".model")).to_be_hidden()
    report.locator("button.check").click()
    finish(desk, again)
    last = lms.launch(package)
    learner = desk.sco(last, package.folder)
    learner.start()
    expect(learner.section("report").locator(".model-answer")).to_be_visible()
    expect(learner.section("report").locator("textarea")).not_to_be_editable()
    for question, response in entered.items():
        if question in PAGES:
            learner.open(PAGES[question])
        assert (learner.result(question), learner.shown(question)) == ("", response)
    assert last.attempt.records("interactions") == []
    check_clean(desk, lms, session, again, last)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("theme", ["default", "civic"])
def test_axe_finds_nothing(theme: str, scheme: Scheme, desk: Desk, lms: Lms, builder: Builder, tmp_path: Path) -> None:
    folder = builder.unpacked(copy_with_theme(KINDS, theme, tmp_path), "web", "en")
    learner = desk.tab(lms.content(lms.add(folder)), folder)
    learner.tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    learner.start()
    found = []
    for page in learner.package.page_list:
        learner.open(page.id)
        close_contents(learner)
        found += findings(learner, page.id)
        for question in page.questions:
            while not learner.is_done(question.id):
                learner.answer(question.id, question.wrong() or question.right())
        found += findings(learner, f"{page.id}, answered")
        learner.tab.set_viewport_size({"width": 360, "height": 800})
        found += findings(learner, f"{page.id}, on a phone")
        assert not learner.window.evaluate("document.documentElement.scrollWidth > innerWidth")
        learner.tab.set_viewport_size({"width": 1000, "height": 720})
    assert "\n".join(found) == ""

"""Every clause about ids, URLs, scores and extensions of cmi5, with the text that the finding points to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from carets import package, seen
from cmi5_courses import (
    AU_ID,
    COURSE,
    KNOW,
    OBJECTIVES,
    OWN,
    PAGE,
    TEXTS,
    au,
    block,
    course,
    described,
    objectives,
    refers,
    unit,
    url,
)
from darslik.inspect import Options, inspect
from darslik.inspect.cmi5 import NAMESPACE

if TYPE_CHECKING:
    from pathlib import Path

CASES = [
    # C5
    ("cmi5-id-not-absolute", described("https://example.org/c", "c"), 'id="c"', "it has no scheme"),
    ("cmi5-id-not-absolute", course(COURSE, block(TEXTS, au(), id_="b 1")), 'id="b 1"', "it contains a blank"),
    ("cmi5-id-not-absolute", course(COURSE, au(id_="")), 'id=""', "it is empty"),
    ("cmi5-id-not-absolute", course(COURSE, au(id_="https:")), 'id="https:"', "nothing follows the scheme"),
    ("cmi5-id-not-absolute", course(COURSE, au(id_="http://a/%zz")), 'id="http://a/%zz"', "hexadecimal"),
    ("cmi5-id-not-absolute", course(COURSE, OBJECTIVES.replace(KNOW, "know"), au()), 'id="know"', "it has no scheme"),
    # C6, C7, C8, C9
    (
        "cmi5-duplicate-id",
        course(COURSE, block(TEXTS, au()), block(TEXTS, au(id_="urn:2"))),
        'id="https://example.org/c/b"',
        "a second `block`",
    ),
    (
        "cmi5-duplicate-id",
        course(
            COURSE,
            OBJECTIVES.replace("</objectives>", f'<objective id="{KNOW}">{TEXTS}</objective></objectives>'),
            au(),
        ),
        f'id="{KNOW}"',
        "a second `objective`",
    ),
    ("cmi5-duplicate-id", course(COURSE, au(), block(TEXTS, au())), f'id="{AU_ID}"', "a second `au`"),
    ("cmi5-duplicate-id", course(COURSE, au(), au(id_=f" {AU_ID} ")), f'id=" {AU_ID} "', "a second `au`"),
    ("cmi5-id-shared", course(COURSE, block(TEXTS, au(), id_=AU_ID)), f'id="{AU_ID}"', "has the id of a `block`"),
    ("cmi5-id-shared", course(COURSE, au(id_="https://example.org/c")), 'id="https://example.org/c"', "of a `course`"),
    # C10
    (
        "cmi5-objective-unknown",
        course(
            COURSE,
            OBJECTIVES,
            au(inner=TEXTS + refers(f"{KNOW}n") + PAGE),
        ),
        f'idref="{KNOW}n"',
        "the course has no objective",
    ),
    # C11
    ("cmi5-url-unreadable", url(""), "<url", "it is empty"),
    ("cmi5-url-unreadable", url("https://"), "https://", "it has no host"),
    ("cmi5-url-unreadable", url("https://a:b/"), "https://a:b/", "port"),
    ("cmi5-url-unreadable", url("javascript:alert(1)"), "javascript:alert(1)", "does not open `javascript:`"),
    ("cmi5-url-unreadable", url("C:\\course\\index.html"), "C:\\course\\index.html", "a path of a computer"),
    # C12
    ("cmi5-url-parameter-reserved", url("index.html?endpoint=a"), "index.html?endpoint=a", "`endpoint`"),
    ("cmi5-url-parameter-reserved", url("index.html?a=1&amp;fetch"), "index.html?a=1&amp;fetch", "`fetch`"),
    ("cmi5-url-parameter-reserved", url("index.html?activity%49d=1"), "index.html?activity%49d=1", "`activityId`"),
    ("cmi5-url-parameter-reserved", url("index.html?registration=1"), "index.html?registration=1", "`registration`"),
    # C13
    ("cmi5-url-not-in-package", url("start.html?a=1"), "start.html?a=1", "there is no file `start.html`"),
    ("cmi5-url-not-in-package", url("INDEX.html"), "INDEX.html", "there is no file `INDEX.html`"),
    ("cmi5-url-not-in-package", url("./index.html"), "./index.html", "there is no file `./index.html`"),
    ("cmi5-url-not-in-package", url("/index.html"), "/index.html", "there is no file `/index.html`"),
    ("cmi5-url-not-in-package", url("ind%65x.html"), "ind%65x.html", "there is no file `ind%65x.html`"),
    # C15
    ("cmi5-url-absolute-though-in-package", url("http://a.org/x/index.html"), "http://a.org/x/index.html", "itself"),
    # C16
    (
        "cmi5-extension-without-schema",
        course(COURSE, au(), '<a xmlns="urn:a"/>'),
        "<a",
        "no schema is named for `urn:a`",
    ),
    (
        "cmi5-extension-without-schema",
        course(COURSE, au(), "<o:a/>", attributes=OWN.replace("https://example.org/ours.xsd", "ours.xsd")),
        "ours.xsd",
        "the schema `ours.xsd` is not in the package",
    ),
    (
        "cmi5-element-unknown",
        course(COURSE, objectives(KNOW, more="<o:a/>"), au(), attributes=OWN),
        "<o:a",
        "`a` is not allowed",
    ),
    # C17
    (
        "cmi5-mastery-score",
        unit('masteryScore="1.1"'),
        'masteryScore="1.1"',
        "no number",
    ),
    (
        "cmi5-mastery-score",
        unit('masteryScore="-0.1"'),
        'masteryScore="-0.1"',
        "no number",
    ),
    (
        "cmi5-mastery-score",
        unit('masteryScore="1e-1"'),
        'masteryScore="1e-1"',
        "no number",
    ),
    ("cmi5-mastery-score", unit('masteryScore=""'), 'masteryScore=""', "no number"),
    (
        "cmi5-mastery-score",
        unit('masteryScore="0,8"'),
        'masteryScore="0,8"',
        "no number",
    ),
    (
        "cmi5-mastery-score",
        unit('masteryScore="0.66667"'),
        'masteryScore="0.66667"',
        "more than four decimals",
    ),
    (
        "cmi5-activity-type-no-iri",
        unit('activityType="a b"'),
        'activityType="a b"',
        "no IRI",
    ),
    # C18
    (
        "cmi5-blanks-at-the-ends",
        described(">T<", "> T<"),
        "T",
        "blanks around the text of `langstring`",
    ),
    (
        "cmi5-blanks-at-the-ends",
        course(COURSE, au(id_=f"{AU_ID} ")),
        f'id="{AU_ID} "',
        "blanks around the `id` of `au`",
    ),
    # C19
    ("cmi5-url-with-fragment", url("index.html#a"), "index.html#a", "behind the `#`"),
    ("cmi5-url-with-fragment", url("https://example.org/#/lesson"), "https://example.org/#/lesson", "behind the `#`"),
    # C20
    ("cmi5-satisfied-at-registration", course(COURSE, au(""), au("", id_="urn:2")), "<au", "at registration"),
    (
        "cmi5-passed-without-mastery-score",
        course(COURSE, au('moveOn="Passed"')),
        'moveOn="Passed"',
        "has to be passed and has no `masteryScore`",
    ),
    ("cmi5-verb-never-sent", course(COURSE, au('moveOn="Passed"')), 'moveOn="Passed"', "is done with `passed`"),
]


@pytest.mark.parametrize(
    ("rule", "files", "under", "said"), CASES, ids=[f"{i}-{case[0]}" for i, case in enumerate(CASES)]
)
def test_what_is_wrong(rule: str, files: dict[str, bytes], under: str, said: str, tmp_path: Path) -> None:
    found = [one for one in seen(files, tmp_path, rule) if said in one.message]
    assert found, seen(files, tmp_path, "cmi5")
    assert under in {one.under for one in found}
    assert all(one.help for one in found)


def test_helps_name_what_is_meant(tmp_path: Path) -> None:
    wrong = course(COURSE, au('moveon="Completed" masteryScore="80"', f"{TEXTS}<url>/Index.html</url>"))
    helps = {one.rule: one.help for one in seen(wrong, tmp_path)}
    assert helps["cmi5-attribute-unknown"] == "did you mean `moveOn`?"
    assert helps["cmi5-mastery-score"] == "did you mean `0.8`?"
    assert helps["cmi5-url-not-in-package"] == "write `index.html`, exactly as in the package"


@pytest.mark.parametrize("root", ["<course/>", f'<au xmlns="{NAMESPACE}"/>', "<courseStructure/>"])
def test_the_root(root: str, tmp_path: Path) -> None:
    (one,) = seen(package("cmi5", manifest=root), tmp_path, "cmi5-root")
    assert one.under == root[: root.find(" ") if " " in root else -2]


def test_a_bare_course_structure_has_absolute_urls_only(tmp_path: Path) -> None:
    files = {"relative.xml": url("index.html"), "absolute.xml": url("https://example.org/start.html")}
    found = {}
    for name, one in files.items():
        (tmp_path / name).write_bytes(one["cmi5.xml"])
        found[name] = [item.rule for item in inspect(tmp_path / name, Options()).found]
    assert found == {"relative.xml": ["cmi5-url-relative-without-zip"], "absolute.xml": []}


def test_thousands_of_units_are_fine(tmp_path: Path) -> None:
    files = course(COURSE, *(au(id_=f"urn:au:{number}") for number in range(3000)))
    (one,) = seen(files, tmp_path)
    assert (one.rule, one.message) == ("cmi5-course-of-many-units", "the course has 3,000 AUs")


def test_objectives_of_an_unknown_element_make_no_noise(tmp_path: Path) -> None:
    assert [one.rule for one in seen(course(COURSE, au(), "<unit><au/></unit>"), tmp_path)] == ["cmi5-element-unknown"]

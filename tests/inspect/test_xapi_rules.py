"""Every clause of the rules about tincan.xml, with the text that the finding points to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from carets import package, seen

if TYPE_CHECKING:
    from pathlib import Path

TYPE = "http://adlnet.gov/expapi/activities/course"


ID = f'id="urn:c" type="{TYPE}"'


def activity(inner: str = '<name>C</name><launch lang="en">index.html</launch>', attributes: str = ID) -> str:
    return f"<activity {attributes}>{inner}</activity>"


def launch(url: str) -> str:
    return f'<launch lang="en">{url}</launch>'


@pytest.mark.parametrize(
    "fragment",
    [
        activity(),
        launch("https://lms.example.org/start"),
        launch("index.html?a=1&amp;b=2"),
        "<activities>" + activity() + activity("<name>Part</name>", ID.replace("urn:c", "urn:p")) + "</activities>",
    ],
)
def test_what_is_right(fragment: str, tmp_path: Path) -> None:
    assert seen(package("xapi", fragment), tmp_path, "xapi") == []


@pytest.mark.parametrize(
    ("rule", "fragment", "under", "said"),
    [
        ("xapi-root", "<activities/>", "<tincan", "there is no `activity`"),
        ("xapi-activity-id", activity(attributes=f'type="{TYPE}"'), "<activity", "it has none"),
        ("xapi-activity-id", activity(attributes=f'id="c" type="{TYPE}"'), 'id="c"', "it has no scheme"),
        ("xapi-activity-id", activity(attributes=f'id="urn:a b" type="{TYPE}"'), 'id="urn:a b"', "a blank"),
        (
            "xapi-activity-id-twice",
            f"<activities>{activity()}{activity()}</activities>",
            'id="urn:c"',
            "a second activity",
        ),
        ("xapi-activity-type", activity(attributes='id="urn:c"'), "<activity", "it has none"),
        ("xapi-activity-type", activity(attributes='id="urn:c" type="course"'), 'type="course"', "has no scheme"),
        ("xapi-name-missing", activity(launch("index.html")), "<activity", "has no name"),
        ("xapi-name-missing", activity(f"<name> </name>{launch('index.html')}"), "<name", "has no name"),
        ("xapi-launch-missing", activity("<name>C</name>"), "<activity", "no activity has a `launch`"),
        ("xapi-launch-unreadable", launch(""), "<launch", "it is empty"),
        ("xapi-launch-unreadable", launch("http://"), "http://", "it has no host"),
        ("xapi-launch-unreadable", launch("file:///C:/c.html"), "file:///C:/c.html", "does not open `file:`"),
        ("xapi-launch-not-in-package", launch("Index.html"), "Index.html", "there is no file `Index.html`"),
        ("xapi-launch-not-in-package", launch("a/index.html?b"), "a/index.html?b", "there is no file `a/index.html`"),
        ("xapi-launch-with-credentials", launch("index.html?auth=Basic"), "index.html?auth=Basic", "`auth` is fixed"),
        (
            "xapi-launch-with-credentials",
            launch("index.html?a&amp;Endpoint=x"),
            "index.html?a&amp;Endpoint=x",
            "`Endpoint`",
        ),
        ("xapi-launch-with-credentials", launch("https://me:secret@a.org/"), "https://me:secret@a.org/", "a password"),
        ("xapi-launch-parameter-reserved", launch("index.html?actor=a"), "index.html?actor=a", "`actor`"),
        ("xapi-launch-with-fragment", launch("index.html#1"), "index.html#1", "behind the `#`"),
        ("xapi-language", '<description lang="e">D</description>', 'lang="e"', "`e` is no language tag"),
        ("xapi-language", "<launch>index.html</launch>", "<launch", "`launch` has no `lang`"),
        ("xapi-language", '<name lang="">C</name>', 'lang=""', "`` is no language tag"),
        ("xapi-element-unknown", activity(f"<name>C</name><Launch/>{launch('index.html')}"), "<Launch", "is no part"),
    ],
)
def test_what_is_wrong(rule: str, fragment: str, under: str, said: str, tmp_path: Path) -> None:
    found = [one for one in seen(package("xapi", fragment), tmp_path) if one.rule == rule]
    assert [one.under for one in found] == [under], found
    assert said in found[0].message
    assert found[0].help


@pytest.mark.parametrize(
    "root", ["<activities/>", "<tincan/>", '<tincan xmlns="http://projecttincan.com/TinCan.xsd"/>']
)
def test_the_root(root: str, tmp_path: Path) -> None:
    (one,) = seen(package("xapi", manifest=root), tmp_path, "xapi-root")
    assert one.help.startswith(("begin with", "write `xmlns="))

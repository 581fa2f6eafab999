"""Our rules about course structures and darslik's RELAX NG schema come to the same verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from carets import package, seen
from darslik.inspect.cmi5 import NAMESPACE
from darslik.package.schemas import relaxng

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = '<title><langstring lang="en">T</langstring></title><description><langstring lang="en">D</langstring>'
TEXTS += "</description>"
COURSE = f'<course id="https://example.org/c">{TEXTS}</course>'
KNOW = "https://example.org/c/know"
OBJECTIVES = f'<objectives><objective id="{KNOW}">{TEXTS}</objective></objectives>'
SHAPE_RULES = {
    "cmi5-element-missing",
    "cmi5-element-out-of-order",
    "cmi5-element-unknown",
    "cmi5-attribute-unknown",
    "cmi5-attribute-missing",
    "cmi5-value-unknown",
    "cmi5-text-outside",
    "cmi5-mastery-score",
    "cmi5-url-unreadable",
    "cmi5-text-without-language",
}
WHOLE = f"""<courseStructure xmlns="{NAMESPACE}">{COURSE}{OBJECTIVES}
<block id="urn:b">{TEXTS}<objectives><objective idref="{KNOW}"/></objectives>
<au id="urn:1" moveOn="Completed" masteryScore="0.5" launchMethod="AnyWindow" activityType="urn:t">{TEXTS}
<objectives><objective idref="{KNOW}"/></objectives><url>index.html</url><launchParameters>x</launchParameters>
<entitlementKey>k</entitlementKey></au></block></courseStructure>"""


MOVES = ("without", "twice", "last", "first")


def variants() -> list[tuple[str, str]]:
    """The course structure with one thing done to it, at every place where it can be done."""
    found = []
    for at in range(sum(1 for _ in etree.fromstring(WHOLE).iter("*"))):
        for change in ("emptied", "renamed", "text", "attribute", "bare", *MOVES):
            root = etree.fromstring(WHOLE)
            element = list(root.iter("*"))[at]
            if changed(element, change):
                found.append((f"{at}-{etree.QName(element).localname}-{change}", etree.tostring(root).decode()))
    return found


def changed(element: etree._Element, change: str) -> bool:
    """Do it; false if it cannot be done here."""
    parent = element.getparent()
    if change == "emptied":
        element[:] = []
        element.text = None
    elif change == "renamed":
        element.tag = f"{{{NAMESPACE}}}thing"
    elif change == "text":
        element.text = "words"
    elif change == "attribute":
        element.set("colour", "blue")
    elif change == "bare":
        element.attrib.clear()
    elif parent is not None:
        move(element, parent, change)
    return parent is not None or change not in MOVES


def move(element: etree._Element, parent: etree._Element, change: str) -> None:
    if change == "without":
        parent.remove(element)
    elif change == "twice":
        parent.insert(parent.index(element), etree.fromstring(etree.tostring(element, with_tail=False)))
    else:
        parent.insert(0 if change == "first" else len(parent), element)


def valid(text: str) -> bool:
    """By the second opinion, which asks for an order in objectives that the standard does not."""
    root = etree.fromstring(text)
    for objective in root.iter(f"{{{NAMESPACE}}}objective"):
        objective[:] = sorted(objective, key=lambda child: str(child.tag), reverse=True)
    return bool(relaxng("cmi5").validate(root))


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in variants()])
def test_both_opinions_agree(text: str, tmp_path: Path) -> None:
    ours = {one.rule for one in seen(package("cmi5", manifest=text), tmp_path)} & (SHAPE_RULES | {"cmi5-root"})
    assert bool(ours) is not valid(text), ours

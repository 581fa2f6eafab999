"""cmi5: blocks and AUs, each satisfied by its moveOn (cmi5 10.2.4, 13.1)."""

from __future__ import annotations

import re

from lxml import etree

from darslik.inspect.manifest import child, children, text_of
from darslik.inspect.record.model import Activity, Decision, Place, Record
from darslik.inspect.xml import Document, local

_NUMBER = re.compile(r"[01](\.\d{1,12})?|\.\d{1,12}")
_SUCCESS = {"Passed", "CompletedAndPassed", "CompletedOrPassed"}


def read(document: Document, title: str) -> Record:
    """What a course structure says."""
    course = child(document.root, "course")
    below = _parts(document.root, "0", document)
    root = Activity(
        key="0",
        identifier=(course.get("id") or "").strip() if course is not None else "",
        title=_title(course if course is not None else document.root),
        role="course",
        place=Place(document, course),
        completion=Decision("moveOn"),
        success=Decision("moveOn"),
        children=below,
    )
    return Record("cmi5", title, (root,))


def _parts(parent: etree._Element, key: str, document: Document) -> tuple[Activity, ...]:
    found = [one for one in parent if isinstance(one.tag, str) and local(one) in {"au", "block"}]
    return tuple(_activity(one, f"{key}.{number}", document) for number, one in enumerate(found))


def _activity(element: etree._Element, key: str, document: Document) -> Activity:
    if local(element) == "block":
        return Activity(
            key=key,
            identifier=(element.get("id") or "").strip(),
            title=_title(element),
            role="block",
            place=Place(document, element),
            completion=Decision("moveOn"),
            success=Decision("moveOn"),
            children=_parts(element, key, document),
        )
    move_on = (element.get("moveOn") or "NotApplicable").strip()
    mastery = _NUMBER.fullmatch((element.get("masteryScore") or "").strip())
    return Activity(
        key=key,
        identifier=(element.get("id") or "").strip(),
        title=_title(element),
        role="au",
        place=Place(document, element),
        launch=text_of(child(element, "url")),
        parameters=text_of(child(element, "launchParameters")),
        completion=Decision("registration" if move_on == "NotApplicable" else "content"),
        success=Decision("score", float(mastery[0])) if mastery and float(mastery[0]) <= 1 else Decision("content"),
        move_on=move_on,
        data=text_of(child(element, "entitlementKey")),
    )


def _title(element: etree._Element) -> str:
    found = child(element, "title")
    texts = children(found, "langstring") if found is not None else []
    return next((text for one in texts if (text := " ".join(text_of(one).split()))), "") or element.get("id") or "?"

"""tincan.xml: activities that an LMS can launch; what they report is for the content alone to say."""

from __future__ import annotations

from lxml import etree

from darslik.inspect.manifest import child, children, text_of
from darslik.inspect.record.model import Activity, Decision, Place, Record
from darslik.inspect.xml import Document


def read(document: Document, title: str) -> Record:
    """What a `tincan.xml` says. The one activity of type course is the root, if there is just one, and it is first."""
    found = [one for all_ in children(document.root, "activities") for one in children(all_, "activity")]
    if found and _course(found[0]) and not any(_course(one) for one in found[1:]):
        below = tuple(_activity(one, f"0.{number}", document) for number, one in enumerate(found[1:]))
        return Record("xapi", title, (_activity(found[0], "0", document, below),))
    return Record("xapi", title, tuple(_activity(one, str(number), document) for number, one in enumerate(found)))


def _course(element: etree._Element) -> bool:
    return (element.get("type") or "").strip().endswith("/activities/course")


def _activity(element: etree._Element, key: str, document: Document, below: tuple[Activity, ...] = ()) -> Activity:
    launch = text_of(child(element, "launch"))
    said = Decision("content" if launch else "nobody")
    name = " ".join(text_of(child(element, "name")).split())
    return Activity(
        key=key,
        identifier=(element.get("id") or "").strip(),
        title=name or (element.get("id") or "").strip() or "?",
        role="course" if key == "0" and (below or _course(element)) else "activity",
        place=Place(document, element),
        launch=launch,
        tracked=bool(launch),
        completion=said,
        success=said,
        children=below,
    )

"""Course structures of cmi5 for tests, put together from few parts."""

from __future__ import annotations

from carets import package
from darslik.inspect.cmi5 import NAMESPACE

TITLE = '<title><langstring lang="en">T</langstring></title>'
ABOUT = '<description><langstring lang="en">D</langstring></description>'
TEXTS = TITLE + ABOUT
COURSE = f'<course id="https://example.org/c">{TEXTS}</course>'
AU_ID = "https://example.org/c/1"
KNOW = "https://example.org/c/know"


def objectives(*ids: str, more: str = "") -> str:
    each = "".join(f'<objective id="{one}">{TEXTS}</objective>' for one in ids)
    return f"<objectives>{each}{more}</objectives>"


def refers(idref: str) -> str:
    return f'<objectives><objective idref="{idref}"/></objectives>'


OBJECTIVES = objectives(KNOW)
PAGE = "<url>index.html</url>"


def au(attributes: str = 'moveOn="Completed"', inner: str = f"{TEXTS}<url>index.html</url>", id_: str = AU_ID) -> str:
    return f'<au id="{id_}" {attributes}>{inner}</au>'


def course(*parts: str, attributes: str = "") -> dict[str, bytes]:
    lines = "\n".join(parts)
    return package("cmi5", manifest=f'<courseStructure xmlns="{NAMESPACE}"{attributes}>\n{lines}\n</courseStructure>')


def block(*parts: str, id_: str = "https://example.org/c/b") -> str:
    return f'<block id="{id_}">{"".join(parts)}</block>'


def url(text: str) -> dict[str, bytes]:
    return course(COURSE, au(inner=f"{TEXTS}<url>{text}</url>"))


def unit(attributes: str) -> dict[str, bytes]:
    return course(COURSE, au(f'moveOn="Completed" {attributes}'))


def described(old: str, new: str) -> dict[str, bytes]:
    return course(COURSE.replace(old, new), au())


OWN = ' xmlns:o="https://example.org/ours" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
OWN += ' xsi:schemaLocation="https://example.org/ours https://example.org/ours.xsd"'

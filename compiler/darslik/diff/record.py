"""What a package remembers of itself for `darslik diff`: the part `tracking` of its `darslik.json`.

Made from the finished files, so it says what learners get. Texts and keys are in it only as fingerprints, salted by
slot: equal keys of two questions look different, and no key can be read. (Trying out all keys of a question with four
options is another matter; that is as easy with the page itself.)
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from darslik.package.schemas import safe_parser
from darslik.package.tree import PackageTree
from darslik.plan.plan import PlanPage, PlanQuestion
from darslik.questions import kinds
from darslik.render.scripts import structure
from darslik.render.several import page_path
from darslik.render.site import Site

FORMAT = 1
"""Of the record; one more for each change that an older `darslik diff` would misread."""

_SECTION = re.compile(r'<section class="question".*?</section>', re.DOTALL)
_ID = re.compile(r'data-question="([a-z0-9-]+)"')
_COMPONENTS = ("choices", "scale", "source", "target", "steps")
_SETTINGS = ("attempts", "shuffle", "partial", "hintCost", "objective", "quiz", "scored")


def record(site: Site, tree: PackageTree) -> dict[str, Any]:
    """The tracking record of a package."""
    plan, course = site.plan, script(tree["assets/course.js"])
    if site.variants:
        course |= {"modules": structure(plan, site.lang, site.languages)["modules"]}
    pages = {page.id: page for page in plan.pages}
    return {
        "format": FORMAT,
        "key": course["key"],
        "title": course["title"],
        "split": "index.html" not in tree,
        "rules": {name: course.get(name) for name in ("navigation", "complete", "pass")},
        "options": course["options"],
        "modules": [_module(module, pages, site, tree) for module in course["modules"]],
        "manifest": manifest(tree),
    }


def script(body: bytes) -> dict[str, Any]:
    """The data of a `DARSLIK.….js` file."""
    text = body.decode()
    data: dict[str, Any] = json.loads(text[text.index("(") + 1 : text.rindex(")")])
    return data


def fingerprint(*parts: object) -> str:
    """Eight hexadecimal digits of SHA-256."""
    plain = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:8]


def _module(module: Mapping[str, Any], pages: Mapping[str, PlanPage], site: Site, tree: PackageTree) -> dict[str, Any]:
    own = ("id", "slot", "title", "unlock", "complete", "pass")
    return {
        **{name: module[name] for name in own if name in module},
        "lessons": [
            {
                "id": lesson["id"],
                "title": lesson["title"],
                "pages": [_page(page, pages[page["id"]], site, tree) for page in lesson["pages"]],
            }
            for lesson in module["lessons"]
        ],
    }


def _page(page: Mapping[str, Any], planned: PlanPage, site: Site, tree: PackageTree) -> dict[str, Any]:
    """In a package of several languages every text is that of all of them, and the file that of the first."""
    langs = [variant.lang for variant in site.variants]
    files = [page_path(page["file"], lang) for lang in langs] or [page["file"]]
    bodies = [script(tree[file]) for file in files]
    html = "".join(body["html"] for body in bodies)
    sections: dict[str, str] = {}
    for text in _SECTION.findall(html):
        if found := _ID.search(text):
            sections[found[1]] = sections.get(found[1], "") + text
    data = {question["id"]: question for question in bodies[0]["questions"]}
    by_id = {question.id: question for question in planned.questions}
    return {
        **{name: page[name] for name in ("id", "slot", "title")},
        "file": files[0],
        "text": fingerprint(_SECTION.sub("", html)),
        "questions": [
            _question({**data.get(ref["id"], {}), **ref}, by_id[ref["id"]], site.lang, sections.get(ref["id"], ""))
            for ref in page["questions"]
        ],
        **{name: list(map(_untitled, page[name])) for name in ("quizzes", "notes", "scenarios") if page.get(name)},
    }


def _untitled(part: Mapping[str, Any]) -> dict[str, Any]:
    """A quiz, reflection or scenario: its words are only compared."""
    words = {name: part[name] for name in ("title", "prompt") if name in part}
    return {**{name: value for name, value in part.items() if name not in words}, "text": fingerprint(words)}


def _question(data: Mapping[str, Any], question: PlanQuestion, lang: str, section: str) -> dict[str, Any]:
    content = question.texts[lang].content
    # Under another id the same words are the same.
    section = re.sub(rf'(\bq-|data-question="){re.escape(question.id)}\b', r"\1", section)
    return {
        "id": data["id"],
        "slot": data["slot"],
        "kind": question.kind,
        "points": data["points"],
        **({"rev": data["rev"], "history": data.get("history", [])} if data.get("rev", 1) > 1 else {}),
        "settings": {name: data[name] for name in _SETTINGS if name in data},
        "key": fingerprint(data["slot"], _key(kinds()[question.kind].rule(content))),
        # By code: the order of the source may be the right one.
        "options": {code: fingerprint(text) for code, text in sorted(_options(question, lang))},
        "text": fingerprint(section),
    }


def _key(rule: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any part of a rule
    """The rule without what only chooses the feedback, the same in whatever order right answers are listed."""
    kept = {name: value for name, value in rule.items() if name not in {"feedback", "of"}}
    return kept if rule["rule"] == "sequence" else _sorted(kept)


def _sorted(value: Any) -> Any:  # noqa: ANN401 - any part of a rule
    if isinstance(value, dict):
        return {name: _sorted(part) for name, part in value.items()}
    if isinstance(value, list | tuple) and all(isinstance(part, str) for part in value):
        return sorted(value)
    return [_sorted(part) for part in value] if isinstance(value, list | tuple) else value


def _options(question: PlanQuestion, lang: str) -> Iterator[tuple[str, str]]:
    """Codes and texts of everything that can be chosen."""
    definition = kinds()[question.kind].definition({lang: question.texts[lang].content})
    for name in _COMPONENTS:
        for component in definition.get(name, ()):
            yield component["id"], component["description"][lang]


def manifest(tree: PackageTree) -> dict[str, Any]:
    """What an LMS knows the package and its parts by."""
    if "imsmanifest.xml" in tree:
        return _scorm(etree.fromstring(tree["imsmanifest.xml"], safe_parser()))
    for name, tag in (("cmi5.xml", "au"), ("tincan.xml", "activity")):
        if name in tree:
            return _activities(etree.fromstring(tree[name], safe_parser()), tag)
    return {"id": "", "items": []}


def _scorm(root: etree._Element) -> dict[str, Any]:
    launches = {one.get("identifier"): one.get("href") for one in root.iter("{*}resource") if one.get("href")}
    return {
        "id": root.get("identifier"),
        "schema": next(root.iter("{*}schemaversion")).text,
        "items": [
            {
                "id": item.get("identifier"),
                "sco": item.get("identifierref"),
                "launch": launches.get(item.get("identifierref")),
                "mastery": next((one.text for one in item.iterfind("{*}masteryscore")), None),
            }
            for item in root.iter("{*}item")
        ],
    }


def _activities(root: etree._Element, tag: str) -> dict[str, Any]:
    course = next(root.iter("{*}course"), None)
    return {
        "id": course.get("id") if course is not None else "",
        "items": [
            {
                "id": one.get("id"),
                "launch": next((e.text for e in one if etree.QName(e).localname in {"url", "launch"}), None),
                "mastery": one.get("masteryScore"),
                "moveOn": one.get("moveOn"),
            }
            for one in root.iter(f"{{*}}{tag}")
        ],
    }

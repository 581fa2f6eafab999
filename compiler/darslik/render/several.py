"""The script files of a package of several languages: what is the same in all of them once, the rest by language.

    assets/course.js            structure, rules, numbers: no words but the course's titles in xAPI packages
    assets/course.<lang>.js     words: interface, titles, the frame around the pages, the cover
    assets/search.<lang>.js     loaded on first use
    pages/<lang>/….js           one page in one language

A learner's browser loads one language: how many others there are makes no difference to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from darslik.locale import direction
from darslik.plan.plan import Plan, Texts
from darslik.render.scripts import structure
from darslik.render.site import Site, to_json

_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL)
_WORDS = ("title", "prompt")


def page_path(file: str, lang: str) -> str:
    """`pages/x.js` → `pages/<lang>/x.js`."""
    return file.replace("pages/", f"pages/{lang}/", 1)


def neutral_script(site: Site, options: Mapping[str, object], *, statements: bool) -> str:
    """`assets/course.js`. `statements`: with the names that xAPI statements carry in every language."""
    plan = site.plan
    data = {
        **structure(plan, site.lang, site.languages),
        "languages": list(site.choices),
        **({"names": _names(plan, site.languages)} if statements else {}),
        "options": dict(options),
    }
    for part in _titled(data["modules"]):
        for word in _WORDS:
            part.pop(word, None)
    return f"DARSLIK.course({to_json(data)});\n"


def language_script(site: Site, scopes: Sequence[str]) -> str:
    """`assets/course.<lang>.js`. `scopes`: the parts of the package that are launched by themselves, as module ids."""
    plan, lang = site.plan, site.lang
    modules = {module.id: module for module in plan.modules}
    body = _BODY.search(site.shell({}, cover=Markup("")))
    parts = _titled(structure(plan, lang)["modules"])
    data = {
        "lang": lang,
        "dir": direction(lang),
        "title": plan.title[lang],
        "titles": [part[word] for part in parts for word in _WORDS if word in part],
        "strings": {key: text for key, text in site.t.items() if key.startswith("ui.")},
        "body": body[1].strip() if body else "",
        "covers": {scope: str(site.cover(modules.get(scope))) for scope in scopes},
    }
    return f"DARSLIK.language({to_json(data)});\n"


def _titled(modules: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Everything that has words in the structure, in an order that the runtime knows, too (`language.ts`)."""
    for module in modules:
        yield module
        for lesson in module["lessons"]:
            yield lesson
            for page in lesson["pages"]:
                yield page
                yield from page.get("quizzes", ())
                yield from page.get("notes", ())


def _names(plan: Plan, languages: Sequence[str]) -> dict[str, Texts]:
    """The course, modules and quizzes by the ids of their objectives, in every language of the package."""
    names = {"": plan.title, **{module.id: module.title for module in plan.modules}}
    names |= {f"quiz.{quiz.id}": quiz.title for page in plan.pages for quiz in page.quizzes}
    return {name: in_languages(texts, languages) for name, texts in names.items()}


def in_languages(texts: Texts, languages: Sequence[str]) -> dict[str, str]:
    """A text in these languages alone."""
    return {lang: texts[lang] for lang in languages if lang in texts}

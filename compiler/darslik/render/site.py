"""`Plan` + language + theme → `Site`: rendered once, shared by all targets."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from darslik.locale import direction
from darslik.plan.plan import Plan, PlanModule, PlanPage
from darslik.render.languages import choices
from darslik.render.names import media_name
from darslik.render.page import PageRenderer
from darslik.render.theme import Theme, interface_texts
from darslik.source.paths import localised

MAX_LISTED_LESSONS = 60
"""More lessons than this are left out of the cover: it must stay small at any size of course."""


MULTI = "multi"
"""In the place of a language: a package of several."""


@dataclass(frozen=True)
class SitePage:
    """A rendered page with the text that search looks through."""

    plan: PlanPage
    title: str
    html: str
    prompts: tuple[str, ...]
    reviews: Mapping[str, str]
    """The questions of exams with their feedback, by id: what is shown when an exam was handed in."""

    @property
    def text(self) -> str:
        """The words of the page for search: of questions only the prompts, or it would give the answers away."""
        prose = html.unescape(_TAGS.sub(" ", _QUESTION.sub(" ", self.html)))
        return " ".join([*prose.split(), *self.prompts])


_QUESTION = re.compile(r'<section class="question".*?</section>', re.DOTALL)
_TAGS = re.compile(r"<(script|style)\b.*?</\1>|<math\b.*?</math>|<[^>]*>", re.DOTALL)


@dataclass(frozen=True)
class Site:
    """One language of a course, rendered."""

    plan: Plan
    lang: str
    theme: Theme
    environment: Environment
    pages: tuple[SitePage, ...]
    variants: tuple[Site, ...] = ()
    """In a package of several languages: all of them, this one first. It stands for the package."""
    choices: tuple[Mapping[str, str], ...] = ()
    """What the learner can switch to (`lang`, `dir`, `name`); nothing in a package of one language."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the package."""
        return tuple(site.lang for site in self.variants) or (self.lang,)

    @property
    def label(self) -> str:
        """What tells the package from those in other languages, in names of files and manifests."""
        return MULTI if self.variants else self.lang

    @property
    def t(self) -> Mapping[str, str]:
        """Texts of the interface."""
        return interface_texts(self.lang)

    @cached_property
    def css(self) -> str:
        """The whole style sheet."""
        return self.theme.css_of_several if self.variants else self.theme.css

    @cached_property
    def media(self) -> Mapping[str, str]:
        """Package path → course path of the media that these languages use."""
        if self.variants:
            return {name: path for site in self.variants for name, path in site.media.items()}
        used = {media_name(path): path for path in self.plan.media}
        return {name: path for name, path in used.items() if self._uses(path)}

    def _uses(self, path: str) -> bool:
        """Whether this language shows a file, or another variant of it."""
        for lang in self.plan.languages:
            marker = f".{lang}."
            name = path.rsplit("/", 1)[-1]
            if lang != self.lang and marker in name and path != self._base(path, lang):
                return False
        return localised(self.plan.files, path, self.lang) == path

    def _base(self, path: str, lang: str) -> str:
        base = path.replace(f".{lang}.", ".", 1)
        return base if self.plan.files.has(base) else path

    def shell(
        self,
        boot: Mapping[str, object],
        module: PlanModule | None = None,
        head: Markup = Markup(""),
        cover: Markup | None = None,
    ) -> str:
        """The document of a SCO or AU: the cover, with everything that the runtime needs to start."""
        title = module.title[self.lang] if module else self.plan.title[self.lang]
        return str(
            self._page().template(
                "shell.html.j2",
                title=title,
                cover=self.cover(module) if cover is None else cover,
                css=Markup(self.css),  # noqa: S704 - the theme's own
                boot=json_script(boot),
                scripts=["assets/runtime.js", "assets/course.js"],
                head=head,
                course=self.course(),
                languages=self.choices,
            )
        )

    def cover(self, module: PlanModule | None) -> Markup:
        """The "about this course" page."""
        return self._page().template(
            "cover.html.j2", course=self.course(), module=self._module(module, True) if module else None
        )

    def course(self) -> dict[str, Any]:
        """What the templates may say of the course."""
        plan, lang, node = self.plan, self.lang, self.plan.node
        listed = len(plan.lessons) <= MAX_LISTED_LESSONS
        return {
            "title": plan.title[lang],
            "description": plan.description[lang],
            "audience": plan.audience.get(lang),
            "authors": plan.authors[lang],
            "publisher": plan.publisher.get(lang),
            "licence": node.licence,
            "licence_url": licence_url(node.licence),
            "version": node.version,
            "languages": plan.languages,
            "minutes": plan.minutes,
            "pages": len(plan.pages),
            "questions": plan.asked,
            "pass_score": None if (mark := plan.pass_score(None)) is None else f"{mark:g}",
            "review": plan.review[lang],
            "texts": plan.texts.get(lang, {}),
            "modules": [self._module(module, listed) for module in plan.modules],
        }

    def _module(self, module: PlanModule, with_lessons: bool) -> dict[str, Any]:
        lang = self.lang
        lessons = [{"title": part.title[lang], "minutes": part.minutes} for part in module.lessons]
        return {
            "title": module.title[lang],
            "description": module.description.get(lang),
            "minutes": module.minutes,
            "lessons": lessons if with_lessons else [],
        }

    def _page(self) -> PageRenderer:
        return PageRenderer(self.plan, self.lang, self.t, direction(self.lang), self.environment)


def render_site(plan: Plan, lang: str, theme: Theme) -> Site:
    """Render every page of a language."""
    environment = theme.environment()
    pages = tuple(
        _render_page(plan, lang, environment, module.title[lang], lesson_page)
        for module in plan.modules
        for lesson_page in _lesson_pages(module)
    )
    return Site(plan, lang, theme, environment, pages)


def render_several(plan: Plan, languages: Sequence[str], theme: Theme) -> Site:
    """Render every page of several languages for one package; the first is what LMSs are told of it."""
    sites = [render_site(plan, lang, theme) for lang in languages]
    offered = tuple(choices(languages))
    variants = tuple(replace(site, choices=offered) for site in sites)
    return replace(variants[0], variants=variants)


def _lesson_pages(module: PlanModule) -> list[tuple[Any, PlanPage, bool]]:
    return [(lesson, page, number == 0) for lesson in module.lessons for number, page in enumerate(lesson.pages)]


def _render_page(
    plan: Plan, lang: str, environment: Environment, module: str, part: tuple[Any, PlanPage, bool]
) -> SitePage:
    lesson, page, first = part
    questions = {question.id: question for question in page.questions}
    scenarios = {scenario.id: scenario for scenario in page.scenarios}
    renderer = PageRenderer(plan, lang, interface_texts(lang), direction(lang), environment, questions, scenarios)
    body = renderer.body(page.texts[lang].body)
    head = {"title": lesson.title[lang], "minutes": lesson.minutes, "objectives": lesson.objectives[lang]}
    rendered = renderer.template(
        "page.html.j2",
        page={"id": page.id, "title": page.title[lang]},
        lesson=head,
        module={"title": module},
        first=first,
        body=body,
        sources=renderer.sources(),
    )
    prompts = tuple(question.texts[lang].prompt.plain for question in page.questions if not question.secret)
    return SitePage(page, page.title[lang], str(rendered), prompts, renderer.reviews)


def json_script(value: object) -> Markup:
    """JSON that can stand inside `<script>`: no `<`, no line separators of JavaScript."""
    return Markup(to_json(value))  # noqa: S704 - escaped by to_json


def to_json(value: object) -> str:
    """Compact JSON, safe inside HTML and as JavaScript."""
    import json

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


_CC = re.compile(r"CC-(BY(?:-NC)?(?:-ND|-SA)?)-([0-9.]+)\Z")


def licence_url(licence: str) -> str | None:
    """The text of a Creative Commons licence by its SPDX identifier; none for others."""
    if licence == "CC0-1.0":
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    found = _CC.match(licence)
    return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/" if found else None

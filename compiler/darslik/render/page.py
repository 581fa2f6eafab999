"""Renders one page in one language: what blocks and questions call to become HTML."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import imagesize
from jinja2 import Environment
from markupsafe import Markup

from darslik.blocks import blocks
from darslik.diagnostics import Sink
from darslik.locale import sort_key
from darslik.plan.plan import Plan, PlanQuestion, PlanScenario
from darslik.questions import kinds
from darslik.questions.parts import Item, Rich, inline
from darslik.render.html import render_inline, render_tokens
from darslik.render.names import media_name
from darslik.render.references import shown_source
from darslik.render.secret import in_exam, mixed_gap
from darslik.source.files import Files
from darslik.source.markdown import Body, Directive, parse_markdown, split_front_matter
from darslik.source.paths import is_external, localised, resolve


@dataclass(frozen=True)
class Asset:
    """A media file: its course path and its address inside the package."""

    path: str
    href: str


@dataclass
class PageRenderer:
    """State of one page while it is rendered."""

    plan: Plan
    lang: str
    t: Mapping[str, str]
    dir: str
    environment: Environment
    questions: Mapping[str, PlanQuestion] = field(default_factory=dict)
    scenarios: Mapping[str, PlanScenario] = field(default_factory=dict)
    cited: list[str] = field(default_factory=list)
    reviews: dict[str, str] = field(default_factory=dict)
    """Questions of exams as they are shown afterwards, with feedback and explanation."""
    _mixing: str = ""  # the question of an exam that is rendered: the order of its options must not tell the answer
    _hiding: bool = False  # … nor its feedback, before the exam was handed in
    _ids: int = 0
    _footnotes: int = 0

    @property
    def files(self) -> Files:
        """The course's files."""
        return self.plan.files

    @property
    def trusts_html(self) -> bool:
        """Whether raw HTML stays as it is."""
        return self.plan.node.trust == "html"

    # Text

    def body(self, body: Body, *, framed: bool = False) -> Markup:
        """A run of Markdown; `framed`: its tables stand in a frame already."""
        env = {**self._env(body.file, body.env), "framed": framed}
        if "footnotes" in body.env:
            self._footnotes += 1
            env |= {"docId": str(self._footnotes)} if self._footnotes > 1 else {}  # ids of their own
        return Markup(render_tokens(body.tokens, env))  # noqa: S704

    def inline(self, text: str) -> Markup:
        """A short text with inline Markdown."""
        return self.rich(inline(text))

    def rich(self, rich: Rich) -> Markup:
        """A run of inline tokens, or of blocks."""
        if rich.body:
            return self.body(rich.body)
        return Markup(render_inline(rich.tokens, self._env(rich.file, {})))  # noqa: S704

    def maybe(self, body: Body | None) -> Markup | None:
        """A run of Markdown, if there is one."""
        return self.body(body) if body else None

    def markdown_file(self, written: str, from_file: str) -> Markup:
        """A Markdown file of the course, such as a transcript, in this language."""
        path = self._path(written, from_file)
        text = split_front_matter(self.files.read(path).decode("utf-8-sig"))[1]
        return self.body(parse_markdown(text, path, 1, Sink()))

    def _env(self, file: str, env: Mapping[str, Any]) -> dict[str, Any]:
        return {**env, "page": self, "file": file}

    def template(self, name: str, **context: object) -> Markup:
        """Render a template with the interface texts."""
        made = self.environment.get_template(name)
        return Markup(made.render(t=self.t, lang=self.lang, dir=self.dir, **context))  # noqa: S704

    # Blocks and questions

    def directive(self, directive: Directive) -> Markup:
        """A directive as HTML."""
        if directive.name in kinds():
            return self.question(self.questions[directive.data.id])
        return blocks()[directive.name].render(directive, self)

    def block(
        self, name: str, block: Mapping[str, object], directive: Directive | None, *, body: Markup = Markup("")
    ) -> Markup:
        """A block by its template; `directive` gives the body where there is one."""
        if directive and directive.body:
            body = self.body(directive.body)
        return self.template(f"blocks/{name}.html.j2", block=block, body=body)

    def table_frame(self) -> tuple[str, str]:
        """What stands before and after a table of running text: the block `table` without caption and source."""
        block = {"caption": None, "source": None, "header_column": False}
        before, _, after = str(self.block("table", block, None, body=Markup("\x00"))).partition("\x00")
        return before, after

    def sections(self, directive: Directive, name: str) -> list[dict[str, object]]:
        """The directives called `name` inside another one, with ids of their own."""
        inner = directive.body.directives() if directive.body else ()
        return [
            {"id": self.new_id(name), "title": self.inline(part.argument), "body": self.directive(part)}
            for part in inner
            if part.name == name
        ]

    def question(self, planned: PlanQuestion) -> Markup:
        """A question by its template; one of an exam without feedback, and with its options mixed."""
        if not planned.secret:
            return self._question(planned)
        self._mixing = planned.id
        self.reviews[planned.id] = str(self._question(planned))
        self._hiding = True
        shown = self._question(planned)
        self._mixing, self._hiding = "", False
        return shown

    def _question(self, planned: PlanQuestion) -> Markup:
        question = planned.texts[self.lang]
        context = {
            "id": planned.id,
            "kind": planned.kind,
            "prompt": self.rich(question.prompt),
            "stem": self.maybe(question.stem),
            "points": planned.points,
            "attempts": planned.attempts,
            "hint": self.inline(question.options.hint) if question.options.hint else None,
            "hint_cost": question.options.hint_cost,
            "explanation": self.maybe(question.explanation),
            **kinds()[planned.kind].context(question.content, self),
        }
        if self._mixing:
            context = in_exam(planned, context, hiding=self._hiding)
        return self.template(f"questions/{planned.kind}.html.j2", q=context)

    def items(self, codes: Sequence[str], items: Sequence[Item]) -> list[dict[str, Any]]:
        """Options with codes, texts and feedback."""
        return [
            {"code": code, "text": self.rich(item.text), "feedback": self.maybe(item.feedback)}
            for code, item in zip(codes, items, strict=False)
        ]

    def feedback(self, items: Sequence[Item]) -> list[dict[str, Any]]:
        """Feedback by the number of its item."""
        return [
            {"index": number, "text": self.body(item.feedback)} for number, item in enumerate(items) if item.feedback
        ]

    def cloze(self, body: Body, gaps: Sequence[Mapping[str, Any]]) -> Markup:
        """A text with a field for each gap."""
        if self._mixing:
            gaps = [mixed_gap(gap, self._mixing) for gap in gaps]

        def gap(number: int) -> Markup:
            return self.template("questions/gap.html.j2", gap=gaps[number - 1], count=len(gaps))

        env = {**self._env(body.file, body.env), "gap": gap}
        return Markup(render_tokens(body.tokens, env))  # noqa: S704

    def new_id(self, prefix: str) -> str:
        """An id that is unique on the page."""
        self._ids += 1
        return f"{prefix}-{self._ids}"

    # Files and links

    def _path(self, written: str, from_file: str) -> str:
        path = resolve(from_file, written)
        if path is None:
            raise FileNotFoundError(written)
        return localised(self.files, path, self.lang)

    def asset(self, written: str, from_file: str) -> Asset:
        """A media file by the path that an author wrote, in this language's variant."""
        if is_external(written):
            return Asset("", written)
        path = self._path(written, from_file)
        return Asset(path, media_name(path))

    def read(self, written: str, from_file: str) -> bytes:
        """The bytes of a file by the path that an author wrote."""
        return self.files.read(self._path(written, from_file))

    def image_size(self, asset: Asset) -> tuple[int, int]:
        """Width and height in pixels, 0 where unknown: the browser keeps the place free."""
        if not asset.path:
            return 0, 0
        try:
            width, height = imagesize.get(io.BytesIO(self.files.read(asset.path)))
        except Exception:  # noqa: BLE001 - the library raises whatever a damaged image makes it raise
            return 0, 0
        return max(int(width), 0), max(int(height), 0)

    def size_text(self, size: int) -> str:
        """A file size for people."""
        for unit, scale in (("ui.mb", 1_000_000), ("ui.kb", 1_000)):
            if size >= scale:
                number = f"{size / scale:.1f}".removesuffix(".0")
                return f"{number.replace('.', self.t['ui.decimal'])} {self.t[unit]}"
        return f"{size} {self.t['ui.bytes']}"

    def link(self, target: str, from_file: str) -> dict[str, str]:
        """Attributes of a link."""
        if target.startswith("#"):
            return {"href": target}
        if is_external(target):
            return {"href": target, "target": "_blank", "rel": "noopener noreferrer"}
        path = resolve(from_file, target)
        if path and path.endswith(".md"):
            return {"href": self._page_link(path, target)}
        asset = self.asset(target, from_file)
        return {"href": asset.href, "download": posixpath.basename(asset.href)}

    def _page_link(self, path: str, target: str) -> str:
        wanted = target.partition("#")[2]
        pages = list(self.plan.page_of(path))
        for page in pages:
            if page.id.partition("/")[2] == wanted:
                return f"#/{page.id}"
        return f"#/{pages[0].id}" if pages else "#"

    # Glossary and sources

    def role(self, name: str, content: str) -> Markup:
        """`{term}` and `{cite}`."""
        return self.cite(content) if name == "cite" else self._term(content)

    def _term(self, content: str) -> Markup:
        text, _, rest = content.partition("<")
        key = rest.rstrip("> ") or text.strip()
        entry = self.plan.glossary[self.lang][key]
        shown = text.strip() if rest else entry.term
        return self.template(
            "blocks/term.html.j2",
            id=self.new_id("term"),
            key=key,
            text=shown,
            entry=entry,
            definition=self.inline(entry.definition),
        ).strip()

    def cite(self, key: str) -> Markup:
        """A numbered reference to a source; the page lists it at its end."""
        key = key.strip()
        if key not in self.cited:
            self.cited.append(key)
        number = self.cited.index(key) + 1
        source = self.plan.references[self.lang][key]
        return Markup('<a class="cite" href="#src-{}" title="{}">[{}]</a>').format(key, source.title, number)

    def sources(self) -> list[dict[str, Any]]:
        """The sources that this page cites, numbered."""
        return [shown_source(self, key, number) for number, key in enumerate(self.cited, 1)]

    def glossary_entries(self) -> list[dict[str, Any]]:
        """The whole glossary, by term."""
        entries = self.plan.glossary[self.lang].items()
        return [
            {"id": key, "term": entry.term, "definition": self.inline(entry.definition)}
            for key, entry in sorted(entries, key=lambda item: sort_key(item[1].term, self.lang))
        ]

    def reference_entries(self) -> list[dict[str, Any]]:
        """All sources, by title."""
        by_title = self.plan.references[self.lang].items()
        entries = sorted(by_title, key=lambda item: sort_key(item[1].title, self.lang))
        return [shown_source(self, key, number) for number, (key, _) in enumerate(entries, 1)]

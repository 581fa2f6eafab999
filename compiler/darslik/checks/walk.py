"""Everything that a course says, listed once in reading order, so that each check need not walk through all tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeVar, cast

from markdown_it.token import Token

from darslik.blocks import FileRef, blocks
from darslik.diagnostics import Sink, Span
from darslik.model.tree import Course, LessonText, PageText
from darslik.questions import Question, kinds
from darslik.questions.parts import inline
from darslik.source.markdown import Body, Directive, parse_markdown, plain_text, split_front_matter
from darslik.source.paths import is_external, localised, resolve

T = TypeVar("T")
Kind = Literal["body", "short", "transcript"]
"""What a run of text is: `short` is a title, caption, credit, hint or definition."""


class Place(NamedTuple):
    """Where a piece of text stands; `text` and `page` are none for the glossary."""

    lang: str
    kind: Kind
    text: LessonText | None
    page: PageText | None
    body: Body
    token: Token | None = None
    at: Span | None = None

    @property
    def file(self) -> str:
        """The file that relative paths start from."""
        return self.body.file

    def on(self, token: Token) -> Place:
        """The same for another block of the text; a short text stays where it is."""
        return self if self.at else Place(self.lang, self.kind, self.text, self.page, self.body, token)

    def span(self, *needles: str) -> Span:
        """The place of the first of `needles` that is written there, else of the whole."""
        for needle in filter(None, needles):
            found = self._find(needle)
            if found:
                return found
        return self.at or self.body.span(self.token or Token("", "", 0))

    def _find(self, needle: str) -> Span | None:
        if self.at and self.kind != "short":
            return self.at
        if self.at:
            column = self.body.source[0].find(needle)
            return Span(self.at.file, self.at.line, self.at.column + column, len(needle)) if column >= 0 else None
        token = self.token or Token("", "", 0)
        start, end = token.map or (0, len(self.body.source))
        if any(needle in line for line in self.body.source[start : max(end, start + 1)]):
            return self.body.span(token, needle) if token.map else self.body.span(_whole(self.body), needle)
        return None


def _whole(body: Body) -> Token:
    return Token("", "", 0, map=[0, len(body.source)])


class Link(NamedTuple):
    """A link with the words that show it."""

    place: Place
    target: str
    words: str
    automatic: bool


class Image(NamedTuple):
    """An image in running text."""

    place: Place
    source: str
    alt: str
    decorative: bool


class Role(NamedTuple):
    """`{name}` with its content."""

    place: Place
    name: str
    content: str
    markup: str


class Formula(NamedTuple):
    """A formula; a labelled one has a name in brackets behind it."""

    place: Place
    latex: str
    display: str
    labelled: bool


class Html(NamedTuple):
    """Raw HTML: a block, or the tag that is the `number`th of a line's tokens, counted from 0."""

    place: Place
    content: str
    siblings: Sequence[Token]
    number: int


class Heading(NamedTuple):
    """A heading inside a page."""

    place: Place
    level: int
    words: str


class Piece(NamedTuple):
    """A directive, and the one it stands in."""

    place: Place
    directive: Directive
    parent: Directive | None


class Asked(NamedTuple):
    """A question in one language with the directive that it was read from."""

    place: Place
    directive: Directive
    question: Question


class File(NamedTuple):
    """A file that a directive names."""

    place: Place
    ref: FileRef
    directive: Directive


@dataclass
class Walk:
    """Lists by kind, in reading order, source language first."""

    bodies: list[Place] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    formulas: list[Formula] = field(default_factory=list)
    html: list[Html] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    tables: list[Place] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    questions: list[Asked] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    gaps: list[Place] = field(default_factory=list)

    memory: dict[str, Any] = field(default_factory=dict)

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What `make` gives, made once for all checks that ask for `name`."""
        if name not in self.memory:
            self.memory[name] = make()
        return cast("T", self.memory[name])

    def sources(self) -> list[tuple[Place, str]]:
        """Every body with its text as written."""
        return self.once("sources", lambda: [(place, "\n".join(place.body.source)) for place in self.bodies])

    def texts(self, needle: str) -> Iterator[tuple[Place, Token]]:
        """Runs of words (paragraphs, items, cells, headings) of the bodies in which `needle` is written."""
        for place, source in self.sources():
            if needle in source:
                for token in place.body.tokens:
                    if token.type == "inline":
                        yield place.on(token), token


SHORT_OPTIONS = ("credit", "caption", "hint")
_PATHS = frozenset({"code", "node"})


def walk(course: Course) -> Walk:
    """List everything that a course says."""
    walker = _Walker(course, Walk())
    for lang in course.node.languages:
        for lesson in (*course.lessons(), *course.banks):
            if text := lesson.texts.get(lang):
                for page in text.pages:
                    walker.body(Place(lang, "body", text, page, page.body), None)
        walker.glossary(lang)
    return walker.found


@dataclass
class _Walker:
    """Goes through bodies and files what it meets."""

    course: Course
    found: Walk
    _transcripts: set[str] = field(default_factory=set)

    def body(self, place: Place, parent: Directive | None) -> None:
        """A body with all that is inside."""
        self.found.bodies.append(place)
        for number, token in enumerate(place.body.tokens):
            if token.type == "inline":
                children = token.children or ()
                if len(children) > 1 or (children and children[0].type != "text"):
                    self._inline(place.on(token), children)
            elif token.type in _BLOCKS:
                self._block(place.on(token), number, parent)

    def _block(self, place: Place, number: int, parent: Directive | None) -> None:
        token = place.body.tokens[number]
        if token.type == "heading_open":
            words = plain_text(place.body.tokens[number + 1])
            self.found.headings.append(Heading(place, int(token.tag[1]), words))
        elif token.type == "table_open":
            if not parent or parent.name not in {"table", "matrix"}:
                self.found.tables.append(place)
        elif token.type == "html_block":
            self.found.html.append(Html(place, token.content, (), 0))
        elif token.type == "colon_fence":
            if "directive" in token.meta:
                self._directive(place, token.meta["directive"], parent)
        else:
            labelled = token.type == "math_block_label"
            self.found.formulas.append(Formula(place, token.content, "block", labelled))

    def _inline(self, place: Place, children: Sequence[Token]) -> None:
        for number, child in enumerate(children):
            if child.type == "text" or child.meta.get("choice"):  # a choice of a scenario leads to no place or page
                continue
            if child.type == "link_open":
                target, words = str(child.attrGet("href") or ""), _words(children, number)
                self.found.links.append(Link(place, target, words, child.markup == "autolink"))
            elif child.type == "image":
                decorative = "decorative" in str(child.attrGet("class") or "")
                self.found.images.append(Image(place, str(child.attrGet("src") or ""), child.content, decorative))
            elif child.type == "role":
                self.found.roles.append(Role(place, child.meta["name"], child.content, child.markup))
            elif child.type == "math_inline":
                self.found.formulas.append(Formula(place, child.content, "inline", False))
            elif child.type == "html_inline":
                self.found.html.append(Html(place, child.content, children, number))

    def _directive(self, place: Place, directive: Directive, parent: Directive | None) -> None:
        self.found.pieces.append(Piece(place, directive, parent))
        block = blocks().get(directive.name)
        for ref in block.files(directive) if block else ():
            self.found.files.append(File(place, ref, directive))
            if ref.purpose == "transcript":
                self._transcript(place, ref)
        if isinstance(directive.data, Question):
            self.found.questions.append(Asked(place, directive, directive.data))
        self._shorts(place, directive)
        if directive.body:
            self.body(place._replace(body=directive.body, token=None), directive)

    def _shorts(self, place: Place, directive: Directive) -> None:
        block = blocks().get(directive.name)
        if directive.name in kinds() or (
            block
            and directive.argument
            and directive.name not in _PATHS
            and all(ref.path != directive.argument for ref in block.files(directive))
        ):
            self.short(place, directive.argument, directive.argument_span)
        for name in SHORT_OPTIONS:
            if option := directive.options.get(name):
                self.short(place, option.value, option.span)

    def short(self, place: Place, text: str, span: Span) -> None:
        """A text of one line that is Markdown, too."""
        if not text:
            return
        rich = inline(text, span.file)
        token = Token("inline", "", 0, content=text, children=list(rich.tokens))
        body = Body([token], span.file, span.line, [text], {})
        self.body(place._replace(kind="short", body=body, token=token, at=span), None)

    def glossary(self, lang: str) -> None:
        """The definitions of a language."""
        for key, term in self.course.glossary.get(lang, {}).items():
            span = glossary_span(self.course, lang, key, "definition")
            empty = Body([], span.file, 1, [""], {})
            self.short(Place(lang, "short", None, None, empty), term.definition, span)

    def _transcript(self, place: Place, ref: FileRef) -> None:
        path = None if is_external(ref.path) else resolve(ref.span.file, ref.path)
        path = path and localised(self.course.files, path, place.lang)
        if not path or path in self._transcripts or not self.course.files.has(path):
            return
        self._transcripts.add(path)
        try:
            text = self.course.files.read(path).decode("utf-8-sig")
        except UnicodeDecodeError:
            return  # the check `transcript-unreadable` says so
        _, rest, line = split_front_matter(text)
        body = parse_markdown(rest, path, line, Sink())
        self.body(place._replace(kind="transcript", body=body, token=None), None)


_BLOCKS = frozenset({"heading_open", "table_open", "html_block", "colon_fence", "math_block", "math_block_label"})


def _words(children: Sequence[Token], start: int) -> str:
    """The words between a link's opening and its end; an image counts by its alternative text."""
    inside: list[Token] = []
    for child in children[start + 1 :]:
        if child.type == "link_close":
            break
        inside.append(child)
    return plain_text(Token("inline", "", 0, children=inside))


def glossary_span(course: Course, lang: str, key: str, name: str) -> Span:
    """Where a part of a glossary entry stands: in the language's own file, else in the source's."""
    for path in (f"glossary.{lang}.yaml", "glossary.yaml"):
        document = course.documents.get(path)
        if document and (key, name) in document.values:
            return document.values[key, name]
    return Span("glossary.yaml")

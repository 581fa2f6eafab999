"""Formulas that become MathML, and raw HTML that stays."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from darslik.checks import Finding, Subject, check
from darslik.checks.walk import Html
from darslik.diagnostics import Severity
from darslik.render.html import clean, clean_tag, mathml
from darslik.source.paths import is_external

_COMMAND = re.compile(r"<m[io]>\\([A-Za-z]+)</m[io]>")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)((?:\"[^\"]*\"|'[^']*'|[^'\">])*)>")
_ATTRIBUTE = re.compile(r"([A-Za-z_:@][\w:.-]*)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_OWN = frozenset({"rel"})
_PROBLEMS = {
    "NoAvailableTokensError": "something is missing at its end",
    "MissingSuperScriptOrSubscriptError": "nothing follows `^` or `_`",
    "DoubleSubscriptsError": "two `_` follow each other",
    "DoubleSuperscriptsError": "two `^` follow each other",
    "ExtraLeftOrMissingRightError": "`\\left` has no `\\right`",
    "DenominatorNotFoundError": "`\\frac` has no second part",
    "NumeratorNotFoundError": "`\\over` has no first part",
    "MissingEndError": "`\\begin` has no `\\end`",
    "LimitsMustFollowMathOperatorError": "`\\limits` does not follow an operator",
}


@check(Severity.ERROR)
def formula(subject: Subject) -> Iterator[Finding]:
    r"""A formula that cannot be read as LaTeX.

    Formulas become MathML when the package is made, so that every browser and screen reader knows them. Commands that
    only TeX packages define are not available.

    Bad:
    === lessons/01-first.md
    The area is $\frac{a \cdot h}{2$.
    Good:
    === lessons/01-first.md
    The area is $\frac{a \cdot h}{2}$.
    """
    for found in subject.walk.formulas:
        problem = (
            "text behind `$$` on the same line is lost"
            if found.labelled
            else _formula_problem(found.latex, found.display)
        )
        if problem:
            first = next((line.strip() for line in found.latex.split("\n") if line.strip()), "$$")
            yield Finding(
                f"this formula cannot be read: {problem}" if not found.labelled else problem, found.place.span(first)
            )


def _formula_problem(latex: str, display: str) -> str:
    bare = re.sub(r"\\[{}\\]", "", latex)
    if bare.count("{") != bare.count("}"):
        return "its braces `{` and `}` do not match"
    try:
        made = mathml(latex, display)
    except ValueError as error:
        return _PROBLEMS.get(str(error), "this is not LaTeX")
    unknown = _COMMAND.search(made)
    return f"`\\{unknown[1]}` is not known" if unknown else ""


def _tags(text: str) -> list[tuple[str, set[str], bool]]:
    """Name, attributes and whether it closes, of each tag."""
    return [
        (name.lower(), {found[0].lower() for found in _ATTRIBUTE.findall(rest)} - _OWN, bool(slash))
        for slash, name, rest in _TAG.findall(_COMMENT.sub("", text))
    ]


@check(Severity.WARNING)
def raw_html_removed(subject: Subject) -> Iterator[Finding]:
    """Raw HTML that is left out of the package.

    Scripts, frames, styles and handlers would run inside the LMS with the learner's rights, so only harmless markup is
    kept, and a block of raw HTML ends at the next empty line. `trust: html` in course.yaml keeps everything; then you
    vouch for it.

    Bad:
    === lessons/01-first.md
    Text.

    <iframe src="https://example.org/map"></iframe>
    Good:
    === lessons/01-first.md
    Water is H<sub>2</sub>O. See [the map](https://example.org/map).
    """
    if subject.course.node.trust == "html":
        return
    for html in subject.walk.html:
        if problem := _inline_loss(html) if html.siblings else _block_loss(html.content):
            name, message = problem
            yield Finding(
                message,
                html.place.span(f"<{name}", name),
                help=("write it in Markdown", "or keep all raw HTML: `trust: html` in course.yaml"),
            )


def _inline_loss(html: Html) -> tuple[str, str] | None:
    before = _tags(html.content)
    if not before:
        return None
    name, attributes, closing = before[0]
    kept = clean_tag(html.content, list(html.siblings), html.number)
    if not kept:
        return None if closing and _opened(html, name) else (name, f"the tag `<{name}>` is left out")
    return _lost_attribute(name, attributes, [found[1] for found in _tags(kept)])


def _opened(html: Html, name: str) -> bool:
    """Whether the same tag was opened before: then that one is reported."""
    earlier = (_tags(token.content) for token in html.siblings[: html.number] if token.type == "html_inline")
    return any(tag[0] == name and not tag[2] for tags in earlier for tag in tags)


def _block_loss(text: str) -> tuple[str, str] | None:
    before, after = _tags(text), _tags(clean(text))
    kept = Counter(name for name, _, closing in after if not closing)
    for name, attributes, closing in before:
        if closing:
            continue
        if not kept[name]:
            return name, f"the tag `<{name}>` is left out"
        if lost := _lost_attribute(name, attributes, [found[1] for found in after if found[0] == name]):
            return lost
    opened = Counter(name for name, _, closing in before if not closing and name not in _VOID)
    closed = Counter(name for name, _, closing in before if closing)
    for name in opened | closed:
        if opened[name] != closed[name] and name not in {"p", "li", "dt", "dd", "td", "th", "tr"}:
            return name, f"`<{name}>` is not opened and closed in one block: raw HTML ends at an empty line"
    return None


def _lost_attribute(name: str, before: set[str], after: list[set[str]]) -> tuple[str, str] | None:
    lost = sorted(before - set().union(*after))
    return (name, f"the attribute `{lost[0]}` of `<{name}>` is left out") if lost else None


@check(Severity.ERROR)
def file_in_html(subject: Subject) -> Iterator[Finding]:
    """Raw HTML names a file of the course.

    Only files that Markdown names are packed, under names that are safe everywhere; the address in the HTML would lead
    nowhere.

    Bad:
    === lessons/01-first.md
    Text.

    <p><img src="../media/exit.svg" alt="Two doors"></p>
    Good:
    === media/exit.svg
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>
    === lessons/01-first.md
    ![Two doors](../media/exit.svg)
    """
    for html in subject.walk.html:
        for _, _, rest in _TAG.findall(_COMMENT.sub("", html.content)):
            for name, value in _ATTRIBUTE.findall(rest):
                path = value.strip("\"'")
                if (
                    name.lower() in {"src", "href", "poster", "data"}
                    and path
                    and path[0] not in "#?"
                    and not is_external(path)
                ):
                    yield Finding(
                        "raw HTML cannot name a file of the course",
                        html.place.span(path),
                        help="write it in Markdown: `![What it shows](path)`, `[Words](path)` or a directive",
                    )

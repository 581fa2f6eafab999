"""Names that lessons use: terms of the glossary, sources, roles, footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from darslik.checks import Finding, Subject, check
from darslik.checks.walk import Role
from darslik.diagnostics import Severity, Span
from darslik.suggest import did_you_mean

_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]")


def term_key(role: Role) -> str:
    """The glossary entry that `{term}` means: the part in angle brackets, or the whole."""
    text, _, rest = role.content.partition("<")
    return rest.rstrip("> ") or text.strip()


@check(Severity.ERROR)
def unknown_role(subject: Subject) -> Iterator[Finding]:
    """A word in braces before backticks that has no meaning.

    There are `{term}` for the glossary and `{cite}` for sources. Anything else is a misspelling, or comes from another
    tool.

    Bad:
    === glossary.yaml
    open: {term: open, definition: Anyone may use it.}
    === lessons/01-first.md
    We call it {trem}`open`, or {term}`open`.
    Good:
    === glossary.yaml
    open: {term: open, definition: Anyone may use it.}
    === lessons/01-first.md
    We call it {term}`open`.
    """
    for role in subject.walk.roles:
        if role.name not in {"term", "cite"}:
            yield Finding(
                f"`{{{role.name}}}` has no meaning here",
                role.place.span(f"{{{role.name}}}"),
                did_you_mean(role.name, ["term", "cite"]),
                "write `{term}` or `{cite}` before the backticks",
            )


@check(Severity.ERROR)
def unknown_term(subject: Subject) -> Iterator[Finding]:
    """A lesson uses a term that the glossary does not have.

    Bad:
    === glossary.yaml
    open-data: {term: open data, definition: Data that anyone may use.}
    === lessons/01-first.md
    We start from {term}`open-data` and {term}`open-date`.
    Good:
    === glossary.yaml
    open-data: {term: open data, definition: Data that anyone may use.}
    === lessons/01-first.md
    We start from {term}`open-data`.
    """
    for role in subject.walk.roles:
        known = subject.course.glossary.get(role.place.lang, {})
        key = term_key(role)
        if role.name == "term" and key not in known:
            yield Finding(
                f"the glossary has no term `{key}`",
                role.place.span(key, role.markup),
                did_you_mean(key, known),
                (f"add `{key}:` to glossary.yaml", f"or name an entry: {{term}}`{key} <its-id>`"),
            )
    yield from _only_translated(subject, "glossary")


def _only_translated(subject: Subject, name: str) -> Iterator[Finding]:
    """Entries of a translated file that the source's file does not have."""
    source = subject.course.documents.get(f"{name}.yaml")
    known = source.value if source and isinstance(source.value, dict) else {}
    for lang in subject.course.node.languages[1:]:
        document = subject.course.documents.get(f"{name}.{lang}.yaml")
        if not document or not isinstance(document.value, dict):
            continue
        for key in document.value:
            if key not in known:
                yield Finding(
                    f"{name}.yaml has no `{key}`",
                    document.key((key,)),
                    did_you_mean(key, known),
                    "an entry needs the same id in all languages",
                )


@check(Severity.ERROR)
def unknown_citation(subject: Subject) -> Iterator[Finding]:
    """A lesson, table or term cites a source that references.yaml does not have.

    Bad:
    === references.yaml
    who-2023: {title: Fire statistics}
    === lessons/01-first.md
    There are fewer fires {cite}`who-2023`, and fewer still {cite}`who-2032`.
    Good:
    === references.yaml
    who-2023: {title: Fire statistics}
    === lessons/01-first.md
    There are fewer fires {cite}`who-2023`.
    """
    known = subject.course.references.get(subject.course.source, {})
    for key, span in _citations(subject):
        if key not in known:
            yield Finding(
                f"references.yaml has no source `{key}`",
                span,
                did_you_mean(key, known),
                f"add `{key}:` with a title to references.yaml",
            )
    yield from _only_translated(subject, "references")


def _citations(subject: Subject) -> Iterator[tuple[str, Span]]:
    """Every citation with its place: roles, sources of tables, sources of terms."""
    for role in subject.walk.roles:
        if role.name == "cite":
            yield role.content.strip(), role.place.span(role.content, role.markup)
    for piece in subject.walk.pieces:
        option = piece.directive.options.get("source")
        if option and option.value and piece.directive.name == "table":
            yield option.value.strip(), option.span
    document = subject.course.documents.get("glossary.yaml")
    for key, term in subject.course.glossary.get(subject.course.source, {}).items():
        if term.source and document:
            yield term.source, document.span((key, "source"))


@check(Severity.ERROR)
def term_in_definition(subject: Subject) -> Iterator[Finding]:
    """A glossary definition uses `{term}`.

    A definition is shown in a small box. A term in it would open a box in the box, without end if two terms use each
    other.

    Bad:
    === glossary.yaml
    open: {term: open, definition: "What is {term}`open` is open."}
    === lessons/01-first.md
    We call it {term}`open`.
    Good:
    === glossary.yaml
    open: {term: open, definition: What anyone may use is open.}
    === lessons/01-first.md
    We call it {term}`open`.
    """
    for role in subject.walk.roles:
        if role.name == "term" and role.place.page is None:
            yield Finding(
                "a definition cannot hold another term", role.place.span(role.markup), help="write the word itself"
            )


@check(Severity.HINT, whole=True)
def unused_term(subject: Subject) -> Iterator[Finding]:
    """The glossary has a term that no lesson uses.

    Learners meet it only if a page lists the whole glossary (`:::{glossary}`).

    Bad:
    === glossary.yaml
    open: {term: open, definition: Anyone may use it.}
    Good:
    === glossary.yaml
    open: {term: open, definition: Anyone may use it.}
    === lessons/01-first.md
    We call it {term}`open`.
    """
    if any(piece.directive.name == "glossary" for piece in subject.walk.pieces):
        return
    used = {term_key(role) for role in subject.walk.roles if role.name == "term"}
    document = subject.course.documents.get("glossary.yaml")
    for key in subject.course.glossary.get(subject.course.source, {}):
        if key not in used and document:
            yield Finding(
                f"no lesson uses the term `{key}`",
                document.key((key,)),
                help=(f"use it: {{term}}`{key}`", "or list all terms on a page with `:::{glossary}`"),
            )


@check(Severity.HINT, whole=True)
def uncited_source(subject: Subject) -> Iterator[Finding]:
    """references.yaml has a source that nothing cites.

    Readers see it only if a page lists all sources (`:::{references}`).

    Bad:
    === references.yaml
    who-2023: {title: Fire statistics}
    Good:
    === references.yaml
    who-2023: {title: Fire statistics}
    === lessons/01-first.md
    There are fewer fires {cite}`who-2023`.
    """
    if any(piece.directive.name == "references" for piece in subject.walk.pieces):
        return
    used = {key for key, _ in _citations(subject)}
    document = subject.course.documents.get("references.yaml")
    for key in subject.course.references.get(subject.course.source, {}):
        if key not in used and document:
            yield Finding(
                f"nothing cites the source `{key}`",
                document.key((key,)),
                help=(f"cite it: {{cite}}`{key}`", "or list all sources on a page with `:::{references}`"),
            )


@check(Severity.WARNING)
def lost_footnote(subject: Subject) -> Iterator[Finding]:
    """A footnote mark without its text, or a footnote text without a mark.

    The first shows as `[^1]`, the second is not shown at all. Both must stand on one page, and both inside the same
    directive or both outside.

    Bad:
    === lessons/01-first.md
    Fires are rarer today.[^1]
    Good:
    === lessons/01-first.md
    Fires are rarer today.[^1]

    [^1]: By the yearbook of 2024.
    """
    for place, token in subject.walk.texts("[^"):
        if "[^" in token.content:
            for child in token.children or ():
                if child.type == "text" and (found := _FOOTNOTE.search(child.content)):
                    yield Finding(
                        f"the footnote `{found[1]}` has no text here",
                        place.span(found[0]),
                        help=f"write `{found[0]}: …` on a line of its own, on the same page",
                    )
    for place in subject.walk.bodies:
        for label, number in place.body.env.get("footnotes", {}).get("refs", {}).items():
            if number < 0:
                mark = f"[^{label[1:]}]"
                yield Finding(
                    f"nothing refers to the footnote `{label[1:]}`",
                    place.span(mark),
                    help=f"write `{mark}` where it belongs",
                )


@check(Severity.ERROR)
def misplaced_gap(subject: Subject) -> Iterator[Finding]:
    """A gap of a cloze question that stands in its feedback or explanation.

    Gaps are filled in the text of the question only.

    Bad:
    === lessons/01-first.md
    :::{cloze} Fill the gap
    :id: gap
    Tables are shared as {{CSV}}.

    > The answer is {{CSV}}.
    :::
    Good:
    === lessons/01-first.md
    :::{cloze} Fill the gap
    :id: gap
    Tables are shared as {{CSV}}.

    > The answer is CSV.
    :::
    """
    for asked in subject.walk.questions:
        body, stem = asked.directive.body, getattr(asked.question.content, "body", None)
        if not body or not stem or not body.env.get("gaps"):
            continue
        inside = {id(token) for token in stem.tokens}
        shown = 0
        for token in body.tokens:
            gaps = [child for child in token.children or () if child.type == "gap"]
            if id(token) in inside:
                shown += len(gaps)
            elif gaps:
                place = asked.place._replace(body=body, token=token)
                yield Finding(
                    "a gap cannot stand here", place.span(f"{{{{{gaps[0].content}}}}}"), help="write the word itself"
                )
                shown += len(gaps)
        if shown != len(body.env["gaps"]):
            yield Finding(
                "a gap stands in the description of an image", asked.directive.span, help="write the word itself"
            )

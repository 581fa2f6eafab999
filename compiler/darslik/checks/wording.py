"""Words that tell learners, and their screen readers, what is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from darslik.checks import Finding, Subject, check
from darslik.diagnostics import Severity

_EMPTY_WORDS = frozenset(
    """here|click here|this|this link|this page|link|more
    |read more|see more|learn more|details|go|go here|see here|website|page
    |здесь|тут|сюда|туда|по ссылке|ссылка|эта ссылка|этой ссылке|по этой ссылке
    |подробнее|далее|читать далее|нажмите здесь|нажмите
    |по адресу|сайт|страница|источник
    |bu yerda|shu yerda|bu yerga|bu yerdan|havola|bu havola|shu havola
    |havolada|batafsil|batafsilroq|bu yerni bosing|sayt|sahifa
    |бу ерда|шу ерда|бу ерга|бу ердан|ҳавола|бу ҳавола|шу ҳавола|батафсил|саҳифа""".replace("\n", "")
    .replace("    ", "")
    .split("|")
)
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*\Z")
_SOME_CAPITALS = re.compile(r"[A-ZА-ЯЁЎҚҒҲ]{2}[^\na-zа-яё]{12}")
_CAPITALS = re.compile(r"[^\W\d_a-zа-яё]{2,}(?:[ ,;:–—-]+[^\W\d_a-zа-яё]{2,}){4,}")


@check(Severity.WARNING)
def link_text(subject: Subject) -> Iterator[Finding]:
    """A link whose words do not say where it leads.

    A screen reader can list the links of a page; then "here" says nothing. WCAG 2.2, 2.4.4.

    Bad:
    === lessons/01-first.md
    For the plan, click [here](https://example.org/plan).
    Good:
    === lessons/01-first.md
    Read [the evacuation plan](https://example.org/plan).
    """
    for link in subject.walk.links:
        words = link.words.strip().strip(".,:;!…»«“”\"'").lower()
        if not words:
            yield Finding(
                "this link has no words", link.place.span(link.target), help="write words into the square brackets"
            )
        elif words in _EMPTY_WORDS:
            yield Finding(
                f"“{link.words.strip()}” does not say where this link leads",
                link.place.span(f"[{link.words}", link.words),
                help="take the words that name the target into the brackets",
            )


@check(Severity.HINT)
def address_as_link_text(subject: Subject) -> Iterator[Finding]:
    """A link shows a long address.

    A screen reader spells it letter by letter, and on a phone it breaks the line. Name the target; the printed page
    shows the address by itself.

    Bad:
    === lessons/01-first.md
    See <https://example.org/plans/2024/evacuation.html>.
    Good:
    === lessons/01-first.md
    See [the evacuation plan](https://example.org/plans/2024/evacuation.html).
    """
    for link in subject.walk.links:
        if re.match(r"(https?://|www\.)[^/\s]+/\S", link.words.strip()):
            yield Finding(
                "this link shows an address",
                link.place.span(link.words, link.target),
                help=f"write `[what it is]({link.target})`",
            )


@check(Severity.HINT)
def all_capitals(subject: Subject) -> Iterator[Finding]:
    """Five or more words in capitals.

    They are read more slowly, and some screen readers spell them. Strong words are written `**so**`.

    Bad:
    === lessons/01-first.md
    NEVER USE THE LIFT IN A FIRE.
    Good:
    === lessons/01-first.md
    **Never use the lift in a fire.**
    """
    for place, source in subject.walk.sources():
        if not _SOME_CAPITALS.search(source):
            continue
        for token in place.body.tokens:
            for child in token.children or ():
                if child.type == "text" and (found := _CAPITALS.search(child.content)) and found[0].isupper():
                    yield Finding(
                        "these words are in capitals",
                        place.on(token).span(found[0]),
                        help=f"write `**{found[0].capitalize()}**`",
                    )


@check(Severity.ERROR)
def invalid_language_tag(subject: Subject) -> Iterator[Finding]:
    """`lang=` of a phrase is no language tag.

    Screen readers choose the voice by it. Tags are short codes: `fr`, `uz-Latn`, `zh-Hant`, `en-GB`.

    Bad:
    === lessons/01-first.md
    The motto is [liberté]{lang=french}.
    Good:
    === lessons/01-first.md
    The motto is [liberté]{lang=fr}.
    """
    for place, token in subject.walk.texts("lang="):
        if "lang=" in token.content:
            for child in token.children or ():
                tag = child.attrGet("lang")
                if tag is not None and not _TAG.match(str(tag)):
                    yield Finding(
                        f"`{tag}` is no language tag",
                        place.span(f"lang={tag}", str(tag)),
                        help="write a code such as `fr`, `ru`, `uz-Latn` or `en-GB`",
                    )

"""cmi5: titles and descriptions, their languages and their blanks (cmi5 13.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from darslik.diagnostics import Severity
from darslik.inspect.cmi5 import SHAPES, XML, shown
from darslik.inspect.iri import is_language
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject
from darslik.inspect.xml import local


@rule(Severity.ERROR, "cmi5", covers="C4 B1 B2 B3 B4 B5 B6 B7")
def cmi5_text_outside(subject: Subject) -> Iterator[Finding]:
    """Text stands where only elements may.

    A title is one or more `langstring`, each in its language; text beside them is invalid (cmi5 13.1) and no LMS shows
    it.

    Bad:
        === cmi5.xml
        <title>Course</title>
    Good:
        === cmi5.xml
        <title><langstring lang="en">Course</langstring></title>
    """
    course = subject.course
    for element in course.elements:
        if SHAPES[course.name(element)].text:
            continue
        said = [element.text, *(child.tail for child in element)]
        stray = next((text.strip() for text in said if text and text.strip()), "")
        if stray:
            titled = local(element) in {"title", "description"}
            yield Finding(
                f"text in {shown(element)} outside of its elements",
                subject.xml.inner(element) if (element.text or "").strip() else subject.xml.span(element),
                help='put it into `<langstring lang="…">`' if titled else "take it out",
                evidence=stray[:80],
            )


@rule(Severity.WARNING, "cmi5", covers="C21 B7")
def cmi5_text_without_language(subject: Subject) -> Iterator[Finding]:
    """A text has no language, or none that can be read.

    The LMS puts titles into xAPI statements, whose texts are listed by language (xAPI Data 4.2, language maps). Without
    `lang` it has to guess; with a tag that is none, a Learning Record Store refuses the statement.

    Bad:
        === cmi5.xml
        <title><langstring>Course</langstring></title>
    Good:
        === cmi5.xml
        <title><langstring lang="uz-Latn">Kurs</langstring></title>
    """
    for element in subject.course.named("langstring"):
        language = element.get("lang")
        if language is None:
            instead = element.get(f"{{{XML}}}lang")
            yield Finding(
                "this text has no `lang`",
                subject.xml.span(element),
                help=f'write `lang="{instead}"`, without `xml:`'
                if instead
                else 'write its language, such as `lang="en"`',
            )
        elif not is_language(language.strip()):
            yield Finding(
                f"`{language}` is no language tag",
                subject.xml.span(element, "lang"),
                help='write a tag of BCP 47: `lang="en"`, `lang="uz-Latn"`',
                evidence=language,
            )


@rule(Severity.WARNING, "cmi5", covers="C21")
def cmi5_language_twice(subject: Subject) -> Iterator[Finding]:
    """A title or description has two texts in one language.

    A language map has one text for each language, so one of them is lost (xAPI Data 4.2).

    Bad:
        === cmi5.xml
        <title><langstring lang="en">Course</langstring><langstring lang="en">The course</langstring></title>
    Good:
        === cmi5.xml
        <title><langstring lang="en">Course</langstring><langstring lang="ru">Курс</langstring></title>
    """
    for element in subject.course.named("title", "description"):
        seen: Counter[str] = Counter()
        for text in element:
            language = (text.get("lang") or "").strip().lower() if isinstance(text.tag, str) else ""
            seen[language] += 1
            if language and seen[language] == 2:
                yield Finding(
                    f"`{local(element)}` has two texts in `{language}`",
                    subject.xml.span(text, "lang"),
                    help="keep one of them, or correct the language",
                    evidence=language,
                )


@rule(Severity.WARNING, "cmi5", covers="C18")
def cmi5_blanks_at_the_ends(subject: Subject) -> Iterator[Finding]:
    """An id, URL or text begins or ends with white space.

    LMSs strip it before use (cmi5 13.1.0.0-1), so it is never what was meant; one that forgets to compares an id with
    blanks to one without and finds no such AU.

    Bad:
        === cmi5.xml
        <url> index.html </url>
    Good:
        === cmi5.xml
        <url>index.html</url>
    """
    course = subject.course
    for element in course.elements:
        for name in ("id", "idref", "activityType", "masteryScore"):
            value = element.get(name)
            if value is not None and value != value.strip():
                yield Finding(
                    f"blanks around the `{name}` of `{local(element)}`",
                    subject.xml.span(element, name),
                    help="take the blanks away",
                    evidence=value,
                )
        text = element.text or ""
        if SHAPES[course.name(element)].text and len(element) == 0 and text.strip() and text != text.strip():
            yield Finding(
                f"blanks around the text of `{local(element)}`",
                subject.xml.inner(element),
                help="take the blanks and line breaks between the tags and the text away",
                evidence=text[:80],
            )

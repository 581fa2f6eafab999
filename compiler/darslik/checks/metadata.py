"""What a course says of itself: id, licence, texts that every standard can carry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from darslik.checks import Finding, Subject, check
from darslik.checks.places import strings, title_span
from darslik.diagnostics import Severity
from darslik.suggest import nearest

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_IRI_FORBIDDEN = re.compile(r"[\s<>\"{}|\\^`\x00-\x1f]")
LICENCES = (
    "AGPL-3.0-only AGPL-3.0-or-later Apache-2.0 BSD-2-Clause BSD-3-Clause CC0-1.0 "
    "CC-BY-1.0 CC-BY-2.0 CC-BY-2.5 CC-BY-3.0 CC-BY-3.0-IGO CC-BY-4.0 CC-BY-SA-2.0 CC-BY-SA-2.5 CC-BY-SA-3.0 "
    "CC-BY-SA-3.0-IGO CC-BY-SA-4.0 CC-BY-NC-2.0 CC-BY-NC-2.5 CC-BY-NC-3.0 CC-BY-NC-4.0 CC-BY-NC-SA-2.0 CC-BY-NC-SA-2.5 "
    "CC-BY-NC-SA-3.0 CC-BY-NC-SA-3.0-IGO CC-BY-NC-SA-4.0 CC-BY-ND-2.0 CC-BY-ND-3.0 CC-BY-ND-4.0 CC-BY-NC-ND-2.0 "
    "CC-BY-NC-ND-3.0 CC-BY-NC-ND-3.0-IGO CC-BY-NC-ND-4.0 CC-PDDC EUPL-1.1 EUPL-1.2 FAL-1.3 GFDL-1.2-only "
    "GFDL-1.2-or-later GFDL-1.3-only GFDL-1.3-or-later GPL-2.0-only GPL-2.0-or-later GPL-3.0-only GPL-3.0-or-later "
    "ISC LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0-only LGPL-3.0-or-later MIT MIT-0 MPL-2.0 ODbL-1.0 ODC-By-1.0 "
    "OGL-UK-1.0 OGL-UK-2.0 OGL-UK-3.0 OGL-Canada-2.0 OGC-1.0 PDDL-1.0 Unlicense WTFPL 0BSD etalab-2.0 DL-DE-BY-2.0 "
    "DL-DE-ZERO-2.0 NLOD-1.0 NLOD-2.0 LAL-1.3 C-UDA-1.0 CDLA-Permissive-1.0 CDLA-Permissive-2.0 CDLA-Sharing-1.0"
).split()
"""SPDX identifiers (list 3.2x) of licences for texts, data and course software."""


@check(Severity.ERROR)
def course_id_not_iri(subject: Subject) -> Iterator[Finding]:
    """The course's `id` is not an absolute address.

    Learning records name the course by it for ever, in every LMS and every country. So it begins with `https:` (or
    `urn:`), has no blanks, and belongs to you. Nothing needs to answer there.

    Bad:
    === course.yaml
    id: fire safety
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    Good:
    === course.yaml
    id: https://example.org/courses/fire-safety
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    """
    iri, span = subject.course.node.id, subject.course.document.span(("id",))
    try:
        parts = urlsplit(iri)
        whole = bool(parts.scheme and (parts.hostname if parts.scheme in {"http", "https"} else parts.path))
    except ValueError:
        whole = False
    advice = "write an address of yours, such as `https://example.org/courses/fire-safety`"
    if not whole:
        yield Finding(f"`{iri}` is not an absolute address", span, help=advice)
    elif _IRI_FORBIDDEN.search(iri) or not iri.isascii() or "#" in iri or "?" in iri:
        yield Finding(
            "this address has characters that learning records cannot carry safely",
            span,
            help="use letters a–z, digits, `/`, `-`, `.` and `_`",
        )


@check(Severity.WARNING)
def unknown_licence(subject: Subject) -> Iterator[Finding]:
    """The licence is no SPDX identifier that darslik knows.

    Others can tell what they may do with the course only if the licence is named exactly, with its version. For other
    terms, write `LicenseRef-` and a name of your own.

    Bad:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC BY 4
    authors: [A. Author]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    Good:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    """
    licence = subject.course.node.licence
    if licence in LICENCES or licence.startswith("LicenseRef-"):
        return
    written = {name.lower(): name for name in LICENCES}
    plain = re.sub(r"[\s_]+", "-", licence.lower())
    near = written.get(plain) or written.get(f"{plain}.0") or nearest(plain, written)
    name = written.get(near or "", near)
    yield Finding(
        f"`{licence}` is no SPDX identifier",
        subject.course.document.span(("licence",)),
        f"did you mean `{name}`?" if name else "",
        "write for example `CC-BY-4.0`; for terms of your own `LicenseRef-our-terms`",
    )


@check(Severity.ERROR)
def invisible_character(subject: Subject) -> Iterator[Finding]:
    r"""A text in a YAML file holds a character that manifests cannot carry.

    It came in as an escape such as `"\u0000"`. Manifests are XML, which has no such characters.

    Bad:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: "Sm\u0001all"
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    Good:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: "Small"
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    """
    documents = dict(subject.course.documents)
    documents |= {text.path: text.document for text in subject.course.lesson_texts()}
    for document in documents.values():
        for route, value in strings(document.value):
            if found := _FORBIDDEN.search(value):
                yield Finding(
                    f"the character U+{ord(found[0]):04X} cannot be packaged", document.span(route), help="delete it"
                )
    for _, page in subject.course.pages():
        if _FORBIDDEN.search(page.title):
            yield Finding(
                "this title holds a character that cannot be packaged", title_span(page, page.title), help="delete it"
            )


@check(Severity.HINT)
def review_not_final(subject: Subject) -> Iterator[Finding]:
    """The author says that a text is not reviewed yet.

    The package carries the note, and the course's first page shows it. When somebody who reads the language has gone
    through the text, write `state: final` and who it was.

    Bad:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    review: {state: machine}
    Good:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    review: {state: final, by: A. Editor}
    """
    for path, document in subject.course.documents.items():
        state = _state(document.value)
        if path.startswith("course.") and state and state != "final":
            yield Finding(
                f"this text is not reviewed: `{state}`",
                document.span(("review", "state")),
                help="after a review, write `state: final` and `by:`",
            )


def _state(value: Any) -> str:  # noqa: ANN401 - any YAML value
    review = value.get("review") if isinstance(value, Mapping) else None
    return str(review.get("state") or "") if isinstance(review, Mapping) else ""

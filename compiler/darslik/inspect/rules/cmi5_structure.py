"""cmi5: the elements and attributes of a course structure, as its schema has them (cmi5 13.1)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from darslik.diagnostics import Label, Severity
from darslik.inspect.cmi5 import LAUNCH, MOVE_ON, NAMESPACE, SHAPES, CourseStructure, Shape, shown
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject
from darslik.inspect.xml import local, space
from darslik.suggest import did_you_mean, nearest


@rule(Severity.ERROR, "cmi5", covers="C4 B1 Q59")
def cmi5_root(subject: Subject) -> Iterator[Finding]:
    r"""The file does not begin with a course structure of cmi5.

    The first element is `courseStructure` in the namespace of version 1 (cmi5 13.2; 13.2.0.0-1). With another namespace
    an LMS finds no course in it.

    Bad:
        === cmi5.xml
        <manifest-attributes xmlns="https://w3id.org/xapi/profiles/cmi5/v2/CourseStructure.xsd"/>
    Good:
        === cmi5.xml
        \base
    """
    root = subject.xml.root
    if local(root) != "courseStructure":
        yield Finding(
            f"the first element is `{local(root)}`, not `courseStructure`",
            subject.xml.span(),
            help=f'begin with `<courseStructure xmlns="{NAMESPACE}">`',
            evidence=str(root.tag),
        )
    elif space(root) != NAMESPACE:
        wrong = f"in the namespace `{space(root)}`" if space(root) else "in no namespace"
        yield Finding(
            f"`courseStructure` is {wrong}",
            subject.xml.span(None, "xmlns"),
            help=f'the namespace of cmi5 is `xmlns="{NAMESPACE}"`',
            evidence=space(root),
        )


@rule(Severity.ERROR, "cmi5", covers="C4 B1 B2 B3 B4 B5 B6 B7")
def cmi5_element_missing(subject: Subject) -> Iterator[Finding]:
    """An element lacks a part that it must have.

    A course structure has a course and at least one AU or block; courses, blocks, AUs and objectives have a title and
    a description; an AU has a URL (cmi5 13.1). LMSs answer with an error that names nothing, or import half a course.

    Bad:
        === cmi5.xml
        <course id="https://example.org/course"><title><langstring lang="en">Course</langstring></title></course>
    Good:
        === cmi5.xml
        <course id="https://example.org/course"><title><langstring lang="en">Course</langstring></title>
        <description><langstring lang="en">About the course.</langstring></description></course>
    """
    course = subject.course
    for element in course.elements:
        have = {local(child) for child in course.own_children(element)}
        shape = SHAPES[course.name(element)]
        absent = [names for names, many in shape.content if many in {"1", "+"} and not have & set(names)]
        if absent and not _text_instead(element):
            wanted = " and no ".join(" or ".join(f"`{name}`" for name in names) for names in absent)
            yield Finding(
                f"{shown(element)} has no {wanted}",
                subject.xml.span(element),
                help=f"it holds, in this order: {_order(shape)}",
            )


def _text_instead(element: etree._Element) -> bool:
    return local(element) in {"title", "description"} and bool((element.text or "").strip())


def _order(shape: Shape) -> str:
    return ", ".join(" or ".join(names) + {"1": "", "+": "+"}.get(many, many) for names, many in shape.content)


@rule(Severity.ERROR, "cmi5", covers="C4 B1 B2 B3 B4 B5 B6 B7")
def cmi5_element_out_of_order(subject: Subject) -> Iterator[Finding]:
    """An element stands behind one that it must come before, or stands there twice.

    The schema fixes the order, and publishers' own elements come last (cmi5 13.1). A player that reads with the schema
    refuses the course; another one takes one of two at random.

    Bad:
        === cmi5.xml
        <au id="https://example.org/course/au-1" moveOn="Completed"><url>index.html</url>
        <title><langstring lang="en">Lesson</langstring></title>
        <description><langstring lang="en">About the lesson.</langstring></description></au>
    Good:
        === cmi5.xml
        <au id="https://example.org/course/au-1" moveOn="Completed">
        <title><langstring lang="en">Lesson</langstring></title>
        <description><langstring lang="en">About the lesson.</langstring></description><url>index.html</url></au>
    """
    course = subject.course
    for element in course.elements:
        yield from _order_of(subject, course, element, SHAPES[course.name(element)])


def _order_of(subject: Subject, course: CourseStructure, element: etree._Element, shape: Shape) -> Iterator[Finding]:
    rank = {name: at for at, (names, _) in enumerate(shape.content) for name in names}
    once = {name for names, many in shape.content if many in {"1", "?"} for name in names}
    furthest, before = -1, None
    seen: dict[str, etree._Element] = {}
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name = local(child) if course.is_own(child) else ""
        at = rank.get(name, -1) if name else len(rank)
        if name in once and name in seen:
            place = Label(subject.xml.span(seen[name]), "the first is here")
            yield Finding(
                f"{shown(element)} has a second `{name}`", subject.xml.span(child), "twice", "keep one", (place,)
            )
        elif name in rank and at < furthest and shape.ordered and before is not None:
            yield Finding(
                f"`{name}` comes after `{local(before)}`",
                subject.xml.span(child),
                label="too late",
                help=f"the order is: {_order(shape)}" + (", elements of publishers" if shape.foreign else ""),
            )
        seen.setdefault(name, child)
        if at > furthest:
            furthest, before = at, child


@rule(Severity.ERROR, "cmi5", covers="C4 C16 B1 B2 B3 B4 B5 B6 B7")
def cmi5_element_unknown(subject: Subject) -> Iterator[Finding]:
    r"""An element stands where the course structure has none of its name.

    The schema knows the names, in this spelling. Publishers' elements need a namespace of their own and are allowed at
    the end of the course structure, of courses, blocks and AUs (cmi5 13.1.5).

    Bad:
        === cmi5.xml
        <course id="https://example.org/course"><title><langstring lang="en">Course</langstring></title>
        <description><langstring lang="en">About the course.</langstring></description><owner>Us</owner></course>
    Good:
        === cmi5.xml
        \base
    """
    course = subject.course
    for element in course.elements:
        shape = SHAPES[course.name(element)]
        known = {name for names, _ in shape.content for name in names}
        for child in element:
            if not isinstance(child.tag, str):
                continue
            if course.is_own(child) and local(child) in known:
                if space(child) not in {course.namespace, NAMESPACE} or space(child) == "" != course.namespace:
                    yield _in_no_namespace(subject, child)
            elif course.is_own(child) or not shape.foreign:
                yield Finding(
                    f"`{local(child)}` is not allowed in {shown(element)}",
                    subject.xml.span(child),
                    help=did_you_mean(local(child), known)
                    or ("a publisher's own element needs a namespace of its own" if shape.foreign else "")
                    or (f"what it may hold: {_order(shape)}" if known else "it holds text only"),
                    evidence=str(child.tag),
                )


def _in_no_namespace(subject: Subject, child: etree._Element) -> Finding:
    return Finding(
        f"`{local(child)}` is not in the namespace of cmi5",
        subject.xml.span(child),
        help='do not write `xmlns=""` on it',
        evidence=str(child.tag),
    )


@rule(Severity.ERROR, "cmi5", covers="C4 B1 B2 B3 B4 B5 B6 B7")
def cmi5_attribute_unknown(subject: Subject) -> Iterator[Finding]:
    r"""An attribute is not one that the element has.

    Names are case-sensitive; attributes of publishers have a prefix (cmi5 13.1). A player that does not read with the
    schema overlooks it, and the default holds: an AU with `moveon="Passed"` is satisfied at registration.

    With: cmi5-satisfied-at-registration

    Bad:
        === cmi5.xml
        <au id="https://example.org/course/au-1" moveon="Passed">
        <title><langstring lang="en">Lesson</langstring></title>
        <description><langstring lang="en">About the lesson.</langstring></description><url>index.html</url></au>
    Good:
        === cmi5.xml
        \base
    """
    course = subject.course
    for element in course.elements:
        shape = SHAPES[course.name(element)]
        for name, value in element.attrib.items():
            key = str(name)
            if key in shape.attributes or (key.startswith("{") and not key.startswith(f"{{{NAMESPACE}}}")):
                continue
            plain = key.rsplit("}", 1)[-1]
            same = next((one for one in shape.attributes if one.lower() == plain.lower()), None)
            meant = f"did you mean `{same}`?" if same else did_you_mean(plain, shape.attributes)
            yield Finding(
                f"{shown(element)} has no attribute `{plain}`",
                subject.xml.span(element, plain),
                help=meant or "leave it out, or give it the prefix of a namespace of its own",
                evidence=f"{plain}={value}",
            )


@rule(Severity.ERROR, "cmi5", covers="C4 B2 B3 B4 B5 B6")
def cmi5_attribute_missing(subject: Subject) -> Iterator[Finding]:
    r"""An element lacks its `id`, or an objective its `idref`.

    Courses, blocks, AUs and objectives are told apart by them in every statement (cmi5 13.1.1 to 13.1.4).

    Bad:
        === cmi5.xml
        <course><title><langstring lang="en">Course</langstring></title>
        <description><langstring lang="en">About the course.</langstring></description></course>
    Good:
        === cmi5.xml
        \base
    """
    course = subject.course
    for element in course.elements:
        for name in SHAPES[course.name(element)].required:
            if element.get(name) is None:
                example = '`idref="…"` with the id of an objective of the course'
                yield Finding(
                    f"`{local(element)}` has no `{name}`",
                    subject.xml.span(element),
                    help=f"write {example}" if name == "idref" else 'write an IRI that is yours: `id="https://…"`',
                )


@rule(Severity.ERROR, "cmi5", covers="C4 B4")
def cmi5_value_unknown(subject: Subject) -> Iterator[Finding]:
    r"""`moveOn` or `launchMethod` has a value that cmi5 does not know.

    The values are fixed, in this spelling (cmi5 13.1.4, 10.2.4). Players that import it all the same never see the AU
    satisfied.

    Bad:
        === cmi5.xml
        <au id="https://example.org/course/au-1" moveOn="Finished">
        <title><langstring lang="en">Lesson</langstring></title>
        <description><langstring lang="en">About the lesson.</langstring></description><url>index.html</url></au>
    Good:
        === cmi5.xml
        \base
    """
    for au in subject.course.named("au"):
        for name, values in (("moveOn", MOVE_ON), ("launchMethod", LAUNCH)):
            value = au.get(name)
            if value is None or value in values:
                continue
            same = next((one for one in values if one.lower() == value.strip().lower()), None)
            guess = same or nearest(value, values)
            yield Finding(
                f"`{value}` is no value of `{name}`",
                subject.xml.span(au, name),
                help=f"did you mean `{guess}`?" if guess else f"one of {', '.join(f'`{one}`' for one in values)}",
                evidence=value,
            )

"""cmi5: what publishers add to a course structure (cmi5 13.1.5)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from darslik.diagnostics import Severity
from darslik.inspect.manifest import short
from darslik.inspect.paths import is_url
from darslik.inspect.rule import Finding, rule
from darslik.inspect.schema_use import Mapping, schema_use
from darslik.inspect.schemas import at
from darslik.inspect.schemas.apart import Unusable, validate
from darslik.inspect.schemas.carried import carried, find
from darslik.inspect.schemas.complaints import understood
from darslik.inspect.subject import Subject
from darslik.inspect.xml import local, space

_MOST = 200


def _mapped(subject: Subject) -> dict[str, Mapping]:
    return {one.namespace: one for one in reversed(schema_use(subject.xml).mappings)}


def _by_namespace(subject: Subject) -> dict[str, list[etree._Element]]:
    found: dict[str, list[etree._Element]] = {}
    for element in subject.course.foreign:
        found.setdefault(space(element), []).append(element)
    return found


@rule(Severity.ERROR, "cmi5", covers="C16")
def cmi5_extension_without_schema(subject: Subject) -> Iterator[Finding]:
    """A publisher's element has no schema.

    Extensions are allowed in a namespace of their own if their schema is supplied (cmi5 13.1.5.0-1): named in
    `xsi:schemaLocation`, in the package or on a server. An importer that validates them stops otherwise.

    Bad:
        === cmi5.xml
        <course id="https://example.org/course"><title><langstring lang="en">Course</langstring></title>
        <description><langstring lang="en">About the course.</langstring></description>
        <owner xmlns="https://example.org/ours">Us</owner></course>
    Good:
        === cmi5.xml
        <manifest-attributes xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
          xsi:schemaLocation="https://example.org/ours ours.xsd"/>
        <course id="https://example.org/course"><title><langstring lang="en">Course</langstring></title>
        <description><langstring lang="en">About the course.</langstring></description>
        <owner xmlns="https://example.org/ours">Us</owner></course>
        === ours.xsd
        <?xml version="1.0"?>
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="https://example.org/ours">
        <xs:element name="owner" type="xs:string"/></xs:schema>
    """
    mapped = _mapped(subject)
    for namespace, elements in _by_namespace(subject).items():
        one = mapped.get(namespace)
        first = elements[0]
        if one is None:
            yield Finding(
                f"no schema is named for `{short(namespace)}`, the namespace of `{short(local(first))}`",
                subject.xml.span(first),
                help=f'write `xsi:schemaLocation="{short(namespace)} ….xsd"` and put the file into the package',
                evidence=short(namespace),
            )
        elif not is_url(one.address) and not find(subject.package, "", one.address):
            yield Finding(
                f"the schema `{short(one.address)}` is not in the package",
                one.span,
                help="put the file into the package",
                evidence=short(one.address),
            )


@rule(Severity.ERROR, "cmi5", covers="C16")
def cmi5_extension_not_valid(subject: Subject) -> Iterator[Finding]:
    """A publisher's element does not follow the publisher's own schema.

    The document has to stay valid with extensions (cmi5 13.1.5.0-2). The schema that the package carries was used.

    Bad:
        === cmi5.xml
        <manifest-attributes xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
          xsi:schemaLocation="https://example.org/ours ours.xsd"/>
        <course id="https://example.org/course"><title><langstring lang="en">Course</langstring></title>
        <description><langstring lang="en">About the course.</langstring></description>
        <hours xmlns="https://example.org/ours">many</hours></course>
        === ours.xsd
        <?xml version="1.0"?>
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="https://example.org/ours">
        <xs:element name="hours" type="xs:decimal"/></xs:schema>
    Good:
        === cmi5.xml
        <manifest-attributes xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
          xsi:schemaLocation="https://example.org/ours ours.xsd"/>
        <course id="https://example.org/course"><title><langstring lang="en">Course</langstring></title>
        <description><langstring lang="en">About the course.</langstring></description>
        <hours xmlns="https://example.org/ours">2.5</hours></course>
        === ours.xsd
        <?xml version="1.0"?>
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="https://example.org/ours">
        <xs:element name="hours" type="xs:decimal"/></xs:schema>
    """
    mapped = _mapped(subject)
    groups = _by_namespace(subject)
    schemas = carried(subject.package, [(name, mapped[name].address) for name in groups if name in mapped])
    elements = [one for name, group in groups.items() if name in schemas.roots for one in group][:_MOST]
    if not elements:
        return
    try:
        answers = validate(schemas.clean, schemas.roots, [etree.tostring(one, with_tail=False) for one in elements])
    except Unusable as error:
        name = space(elements[0])
        yield Finding(f"the schema of `{short(name)}` cannot be used: {short(str(error))}", mapped[name].span)
        return
    for element, raw in zip(elements, answers, strict=True):
        for one in understood(raw):
            if not one.undeclared:
                span = subject.xml.span(at(element, one.path), one.attribute)
                yield Finding(one.message, span, help=one.help, evidence=one.evidence)

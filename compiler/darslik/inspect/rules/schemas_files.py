"""SCORM: the schema files that a package carries."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.diagnostics import Severity, Span
from darslik.inspect.rule import Finding, rule
from darslik.inspect.schemas.complaints import plain
from darslik.inspect.subject import Subject

_TITLES = {
    "scorm12": "SCORM 1.2",
    "scorm2004-3": "SCORM 2004 3rd Edition",
    "scorm2004-4": "SCORM 2004 4th Edition",
}


@rule(Severity.WARNING, "scorm2004", "scorm12", covers="P12")
def package_schemas_unusable(subject: Subject) -> Iterator[Finding]:
    r"""The schema files of the package cannot be used to validate its manifest.

    A validator that needs them stops there (ADL's does), and so do LMSs that validate. Files that take more memory or
    time than any schema should are not read further.

    With: schema-file-changed

    Bad:
        === imsmanifest.xml
        \base
        === adlnav_v1p3.xsd
        <?xml version="1.0"?>
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.adlnet.org/xsd/adlnav_v1p3">
        <xs:element name="presentation" type="presentationType"/></xs:schema>
    Good:
        === imsmanifest.xml
        \base
    """
    schemas = subject.schemas
    for path, why in schemas.carried.unreadable.items():
        yield Finding(f"`{path}` cannot be used as a schema: {why}", Span(path), help=_TAKE)
    incomplete = schemas.carried.missing or schemas.carried.unreadable
    asked = [*schemas.metadata, *([] if incomplete else [schemas.own])]
    for problem, document in {one.problem: one.document for one in asked if one.problem}.items():
        yield Finding(f"the schemas of the package cannot be used: {plain(problem)}", document.span(), help=_TAKE)


_TAKE = "take the schema files from the set of the standard, unchanged"


@rule(Severity.ERROR, "scorm2004", covers="P12")
def schema_include_missing(subject: Subject) -> Iterator[Finding]:
    r"""A schema of the package includes or imports a file that the package does not have.

    Validators read schemas with everything that they include, such as `imsss_v1p0util.xsd`; without it they stop
    (ADL's does). Nothing is fetched from a server.

    Bad:
        === imsss_v1p0util.xsd
        \delete
    Good:
        === imsmanifest.xml
        <file href="index.html"/>
    """
    carried = subject.schemas.carried
    for one in carried.missing:
        yield Finding(
            f"`{one.by}` needs `{one.address}`, which is not in the package",
            Span(one.by, one.line),
            help=f"add `{one.address.rsplit('/', 1)[-1]}` from the set of the standard",
            evidence=one.address,
        )


@rule(Severity.WARNING, "scorm2004", "scorm12", covers="N1")
def schema_file_changed(subject: Subject) -> Iterator[Finding]:
    r"""A schema file has the name of an official one but declares something else.

    Any file of the right name satisfies ADL's validator, so a changed one can make a wrong manifest look right: the
    next LMS, which has the official files, refuses it. Line ends, comments and white space do not count.

    Bad:
        === adlnav_v1p3.xsd
        <?xml version="1.0"?>
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.adlnet.org/xsd/adlnav_v1p3">
        <xs:element name="presentation"/></xs:schema>
    Good:
        === imsmanifest.xml
        \base
    """
    if subject.schemas.kind.edition == "2nd":
        return
    for path, sets in subject.schemas.strangers:
        if not sets:
            yield Finding(
                f"`{path}` is not the official file: it declares something else",
                Span(path),
                help=f"take it from the schemas of {_TITLES[subject.schemas.set]}",
            )


@rule(Severity.WARNING, "scorm2004", "scorm12", covers="N1")
def schema_file_of_another_edition(subject: Subject) -> Iterator[Finding]:
    r"""A schema file is the official one of another edition than the manifest's.

    The same names hold other declarations: the 3rd Edition has no `adlcp:data`, for example. Validators judge the
    manifest by an edition that it does not follow.

    With: schemaversion-older

    Bad:
        === imsmanifest.xml
        <schemaversion>2004 3rd Edition</schemaversion>
    Good:
        === imsmanifest.xml
        \base
    """
    schemas = subject.schemas
    others = [(path, sets) for path, sets in schemas.strangers if sets]
    if others and schemas.kind.edition:
        path, sets = others[0]
        more = f" and {len(others) - 1} more" if len(others) > 1 else ""
        yield Finding(
            f"`{path}`{more} {'are' if more else 'is'} of {_TITLES[sets[0]]}, the manifest says {schemas.kind.title}",
            Span(path),
            help=f"take the files from the schemas of {_TITLES[schemas.set]}, or correct `schemaversion`",
            evidence=", ".join(path for path, _ in others[:20]),
        )


@rule(Severity.HINT, "scorm2004", covers="P12")
def schemas_of_the_second_edition(subject: Subject) -> Iterator[Finding]:
    r"""The manifest was validated with the schemas of the 3rd Edition, for want of those of the 2nd.

    Both editions have the same namespaces and nearly the same declarations.

    With: schemaversion-older, schema-file-of-another-edition

    Bad:
        === imsmanifest.xml
        <schemaversion>CAM 1.3</schemaversion>
    Good:
        === imsmanifest.xml
        \base
    """
    if subject.schemas.kind.edition == "2nd":
        yield Finding(
            "schemas of the 3rd Edition were used; those of the 2nd are not at hand",
            subject.xml.span(),
            help="findings about elements that differ between the two may be wrong",
        )


@rule(Severity.ERROR, "scorm2004", covers="P12")
def doctype_in_manifest(subject: Subject) -> Iterator[Finding]:
    """The manifest has a document type declaration.

    It makes validators check against a DTD, which no manifest follows (ADL's fails), and careful readers refuse it as
    a way to smuggle entities in.

    Bad:
        === imsmanifest.xml
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE manifest>
        <manifest identifier="course" version="1"
            xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            xsi:schemaLocation="http://www.imsglobal.org/xsd/imscp_v1p1 imscp_v1p1.xsd
              http://www.adlnet.org/xsd/adlcp_v1p3 adlcp_v1p3.xsd">
          <metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
          <organizations default="organization_1"><organization identifier="organization_1"><title>Course</title>
            <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item></organization>
          </organizations>
          <resources><resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
            <file href="index.html"/><file href="lesson.js"/></resource></resources>
        </manifest>
    Good:
        === imsmanifest.xml
        <file href="index.html"/>
    """
    if subject.xml.root.getroottree().docinfo.doctype:
        at = next((number for number, line in enumerate(subject.xml.lines, 1) if "<!DOCTYPE" in line), 1)
        column = subject.xml.lines[at - 1].find("<!DOCTYPE") + 1
        yield Finding(
            "a manifest needs no document type",
            Span(subject.xml.path, at, max(1, column), len("<!DOCTYPE")),
            help="take the `<!DOCTYPE …>` out",
        )

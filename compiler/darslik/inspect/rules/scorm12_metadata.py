"""SCORM 1.2: what the manifest says of itself; namespaces and versions that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from darslik.diagnostics import Severity, Span
from darslik.inspect.manifest import ADLCP, ADLCP12, ADLNAV, ADLSEQ, CP12, CP2004, SS, child, short, text_of
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject
from darslik.inspect.xml import local, space
from darslik.package.schemas import NAMESPACES

_ALIKE = {
    "imscp": CP12,
    "adlcp": ADLCP12,
}
_OLD = {CP12, ADLCP12}
_NEW = {CP2004, ADLCP, ADLSEQ, ADLNAV, SS}


@rule(Severity.ERROR, "scorm12", covers="L1")
def scorm12_root_unknown(subject: Subject) -> Iterator[Finding]:
    """The file does not begin with a manifest.

    The first element of a content package is `manifest` (IMS Content Packaging 1.1.2, 4.1); LMSs find no organization
    and no resource otherwise.

    With: identifier-missing, manifest-part-missing, file-not-listed

    Bad:
        === imsmanifest.xml
        <?xml version="1.0"?>
        <package xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
          xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"/>
    Good:
        === imsmanifest.xml
        <schema>ADL SCORM</schema>
    """
    root = subject.xml.root
    if local(root) != "manifest":
        yield Finding(
            f"the first element is `{short(local(root))}`, not `manifest`",
            subject.xml.span(),
            help=f'begin with `<manifest identifier="…" xmlns="{CP12}">`',
            evidence=str(root.tag),
        )


@rule(Severity.WARNING, "scorm12", covers="L1")
def scorm12_namespace_unknown(subject: Subject) -> Iterator[Finding]:
    r"""A namespace is not one of SCORM 1.2, though it looks like one.

    SCORM 1.2 has `imscp_rootv1p1p2` and `adlcp_rootv1p2` (CAM 1.2, 2.3.4). An LMS that reads with namespaces does not
    see elements and attributes of another one, such as `scormtype`: every SCO becomes an asset.

    Bad:
        === imsmanifest.xml
        <manifest-attributes xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1"
          xsi:schemaLocation="\none"/>
    Good:
        === imsmanifest.xml
        <manifest-attributes xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"/>
    """
    use = subject.manifest.schema_uses[0]
    if local(subject.xml.root) == "manifest" and not space(subject.xml.root):
        yield Finding("the manifest is in no namespace", subject.xml.span(), help=f'write `xmlns="{CP12}"`')
    for namespace, span in use.used.items():
        if namespace in _OLD | _NEW:
            continue
        meant = next((right for name, right in _ALIKE.items() if name in namespace.lower().rsplit("/", 1)[-1]), "")
        of_root = namespace == space(subject.xml.root)
        meant = CP12 if of_root else meant
        if meant:
            yield Finding(
                f"`{short(namespace)}` is no namespace of SCORM 1.2",
                subject.xml.span(None, "xmlns") if of_root else span,
                help=f"did you mean `{meant}`?",
                evidence=short(namespace),
            )


@rule(Severity.HINT, "scorm12", covers="L1")
def scorm12_schemas_missing(subject: Subject) -> Iterator[Finding]:
    r"""The schema files of SCORM 1.2 are not at the root of the package.

    Packages are recommended to carry them (CAM 1.2, 2.3.4); a few importers that validate look for them there.

    Bad:
        === imscp_rootv1p1p2.xsd
        \delete
    Good:
        === imsmanifest.xml
        \base
    """
    used = subject.manifest.schema_uses[0].used
    wanted = [file for name, file in NAMESPACES["scorm12"].items() if name in used]
    absent = [file for file in wanted if not subject.package.has(file)]
    if absent:
        yield Finding(
            f"{', '.join(f'`{file}`' for file in absent)} is not at the root of the package",
            subject.xml.span(),
            help="add the schema files of SCORM 1.2",
        )


@rule(Severity.ERROR, "scorm12", covers="L2")
def scorm12_schema(subject: Subject) -> Iterator[Finding]:
    """The metadata does not say `ADL SCORM`.

    A content aggregation says in `schema` and `schemaversion` what it follows (CAM 1.2, 2.3.5.1). LMSs that take
    several formats decide by it.

    Bad:
        === imsmanifest.xml
        <schema>IMS Content</schema>
    Good:
        === imsmanifest.xml
        <schema>ADL SCORM</schema>
    """
    yield from _said(subject, "schema", "ADL SCORM")


@rule(Severity.ERROR, "scorm12", covers="L2")
def scorm12_schemaversion(subject: Subject) -> Iterator[Finding]:
    """The metadata does not say version `1.2`.

    It is `1.2`, and nothing else (CAM 1.2, 2.3.5.1). Open edX takes any other text for SCORM 2004 and offers an API
    that the content does not look for; Moodle takes it for 1.2.

    Bad:
        === imsmanifest.xml
        <schemaversion>SCORM 1.2</schemaversion>
    Good:
        === imsmanifest.xml
        <schemaversion>1.2</schemaversion>
    """
    yield from _said(subject, "schemaversion", "1.2")


def _said(subject: Subject, name: str, wanted: str) -> Iterator[Finding]:
    manifest = subject.manifest
    if local(subject.xml.root) != "manifest":
        return
    metadata = next(iter(manifest.own("metadata")), None)
    element = child(metadata, name, manifest.cp)
    if element is None:
        where: etree._Element | None = metadata if metadata is not None else subject.xml.root
        yield Finding(
            f"the metadata of the manifest has no `{name}`",
            subject.xml.span(where),
            help="write `<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>`"
            if metadata is None
            else f"write `<{name}>{wanted}</{name}>` into it",
        )
    elif text_of(element) != wanted:
        yield Finding(
            f"`{name}` is `{short(text_of(element))}`, not `{wanted}`",
            subject.xml.inner(element),
            help=f"write `{wanted}`",
            evidence=short(text_of(element)),
        )


@rule(Severity.WARNING, "scorm12", "scorm2004", covers="L1")
def version_contradicts_namespaces(subject: Subject) -> Iterator[Finding]:
    """The version says one standard, the namespaces another.

    LMSs decide differently: Moodle by the text of `schemaversion` alone, Open edX by whether it is `1.2`, others by the
    namespaces. Content then gets an API of the other version and reports nothing.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Lesson</title>
          <a:completionThreshold xmlns:a="http://www.adlnet.org/xsd/adlcp_v1p3">0.5</a:completionThreshold></item>
    Good:
        === imsmanifest.xml
        <schemaversion>1.2</schemaversion>
    """
    use = subject.manifest.schema_uses[0]
    version = subject.manifest.version
    old = subject.kind is not None and subject.kind.standard == "scorm12"
    wrong = {name: span for name, span in use.used.items() if name in ({CP2004, ADLCP} if old else _OLD)}
    if wrong and version and (version == "1.2" if old else version != "1.2"):
        name, span = next(iter(wrong.items()))
        if name == space(subject.xml.root):
            if not old:
                return  # said by `manifest-root-unknown`
            span = subject.xml.span(None, "xmlns")
        yield Finding(
            f"`schemaversion` says `{short(version)}`, but `{short(name)}` is of SCORM {'2004' if old else '1.2'}",
            _at(subject, span),
            help="write the version whose API the content looks for, and the namespaces of that version",
            evidence=short(version),
        )


def _at(subject: Subject, span: Span) -> Span:
    return span if span.file == subject.xml.path else subject.xml.span()

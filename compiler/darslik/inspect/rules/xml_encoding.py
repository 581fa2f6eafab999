"""How the text of a manifest is encoded."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.diagnostics import Severity
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject

_USUAL = frozenset({"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "US-ASCII", "ASCII", "ISO-8859-1"})


@rule(Severity.WARNING, "scorm12", "scorm2004", "cmi5", "xapi")
def unusual_encoding(subject: Subject) -> Iterator[Finding]:
    r"""The manifest has an encoding that not every LMS can read.

    XML promises UTF-8 and UTF-16 only (XML 1.0, 4.3.3); PHP reads ISO-8859-1 and ASCII besides. Everything else fails in
    some LMS, and UTF-7 is a known way around filters.

    Bad:
        === imsmanifest.xml
        <?xml version="1.0" encoding="windows-1252"?>
        <manifest identifier="course" version="1.1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
            xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            xsi:schemaLocation="http://www.imsproject.org/xsd/imscp_rootv1p1p2 imscp_rootv1p1p2.xsd http://www.adlnet.org/xsd/adlcp_rootv1p2 adlcp_rootv1p2.xsd">
          <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
          <organizations default="organization_1">
            <organization identifier="organization_1">
              <title>Course</title>
              <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
            </organization>
          </organizations>
          <resources>
            <resource identifier="resource_1" type="webcontent" adlcp:scormtype="sco" href="index.html">
              <file href="index.html"/>
              <file href="lesson.js"/>
            </resource>
          </resources>
        </manifest>
    Good:
        === imsmanifest.xml
        \base
    """  # noqa: E501 - one attribute of a manifest
    encoding = str(subject.xml.root.getroottree().docinfo.encoding or "UTF-8")
    if encoding.upper() not in _USUAL:
        yield Finding(
            f"`{subject.xml.path}` is encoded as {encoding}",
            subject.xml.span(),
            help="save it as UTF-8",
            evidence=encoding,
        )

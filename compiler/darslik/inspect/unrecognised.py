"""What is said of a package that is none, another one, or several."""

from __future__ import annotations

import posixpath

from darslik.diagnostics import Severity, Sink, Span
from darslik.inspect.archive import Package
from darslik.rules import define


def nothing(package: Package, file: str, sink: Sink) -> None:
    """There is no manifest of a standard, or not the `file` that was asked for."""
    wanted = [file] if file else ["imsmanifest.xml", "cmi5.xml", "tincan.xml"]
    deeper = [path for path in package.paths() if posixpath.basename(path).lower() in wanted]
    if deeper:
        nearest = min(deeper, key=lambda path: (path.count("/"), path))
        sink.add(
            "manifest-not-at-root",
            f"the manifest is not at the root of the package under its exact name, but `{nearest}`",
            Span(nearest),
            help=f"pack the content of the folder, so that `{posixpath.basename(nearest).lower()}` is at the top",
        )
    else:
        sink.add(
            "not-a-package",
            f"there is no {' or '.join(f'`{one}`' for one in wanted)} in it",
            Span(package.name),
            help="export the course anew as SCORM, cmi5 or xAPI",
        )


def alone(package: Package, title: str, sink: Sink) -> None:
    """The file is the manifest of a package, without the package."""
    sink.add(
        "not-a-package",
        f"`{package.name}` is the manifest of a {title} package without the package",
        Span(package.name),
        help="inspect the zip, or the folder that the manifest lies in; only cmi5 has courses of one file",
    )


def other(package: Package, names: list[str], sink: Sink) -> None:
    """It is AICC or H5P."""
    how = {
        "AICC": "AICC was retired in 2014; export the course as SCORM 1.2 or cmi5 from the tool it was made with",
        "H5P": "H5P is played by the H5P plug-in of an LMS; for other LMSs, export it as SCORM (Lumi does)",
    }
    sink.add(
        "package-of-another-kind",
        f"it is {' and '.join(f'an {name} package' for name in names)}, which is not checked here",
        Span(package.name),
        help=tuple(how[name] for name in names),
    )


def several(titles: list[str], span: Span, sink: Sink) -> None:
    """It is several things at once."""
    sink.add(
        "several-standards",
        f"it is several things at once: {', '.join(titles)}; each was judged by itself",
        span,
        help="SCORM players (Moodle, Open edX, SuccessFactors) look for `imsmanifest.xml` only, cmi5 players for"
        " `cmi5.xml`, xAPI launchers for `tincan.xml`; an LMS that knows several takes the one it looks for first",
    )


def unjudged(standard: str, title: str, file: str, sink: Sink) -> None:
    """Its standard is recognised, but there are no rules about it."""
    parts = {
        "imscc": "its organization, resources, web links, question banks and discussion topics were not",
        "imscp": "it says nothing of SCORM, so no rule about its organization, resources or results was asked",
        "web": "they are for a web server, no LMS imports them or learns of results",
    }
    if standard in parts:
        sink.add(
            "recognised-only",
            f"{title}: only archive and files were checked; {parts[standard]}",
            Span(file),
            help="judge it as SCORM with `--as scorm12` or `--as scorm2004` if it is meant to be that"
            if file == "imsmanifest.xml"
            else "build it for a target that your LMS imports",
        )


define(
    "not-a-package",
    Severity.ERROR,
    """\
    This is no package of a standard that is known here.

    SCORM and Common Cartridge packages have `imsmanifest.xml`, cmi5 packages `cmi5.xml`, xAPI packages `tincan.xml`.

    Bad:
        === imsmanifest.xml
        \\delete
    Good:
        === imsmanifest.xml
        \\base
    """,
    about=("any",),
    covers=("P2", "C2"),
)
define(
    "manifest-not-at-root",
    Severity.ERROR,
    """\
    The manifest is in a folder or spelled differently.

    An LMS looks for exactly this name at the top of the zip and refuses the package otherwise. It happens when a folder
    is packed instead of what is in it.

    Bad:
        === imsmanifest.xml
        \\delete
        === course/imsmanifest.xml
        \\base imsmanifest.xml
    Good:
        === imsmanifest.xml
        \\base
    """,
    about=("any",),
    covers=("P2", "C2", "Q18"),
)
define(
    "package-of-another-kind",
    Severity.ERROR,
    """\
    The package follows a standard that is not checked here: AICC or H5P.

    SCORM, cmi5 and xAPI players do not import it. AICC course files (`.crs`, `.au`) were replaced by cmi5; H5P needs
    its own plug-in.

    With: unused-file

    Bad:
        === imsmanifest.xml
        \\delete
        === h5p.json
        {"title": "Course", "mainLibrary": "H5P.CoursePresentation"}
    Good:
        === imsmanifest.xml
        \\base
    """,
    about=("any",),
)
define(
    "several-standards",
    Severity.HINT,
    """\
    The package has the manifests of several standards.

    Each LMS plays the one that it looks for first, and learners' results differ with it. Every manifest is judged by
    the rules of its own standard.

    With: file-not-listed, launch-parameters-never-read

    Bad:
        === tincan.xml
        <?xml version="1.0"?>
        <tincan xmlns="http://projecttincan.com/tincan.xsd"><activities>
        <activity id="https://example.org/course" type="http://adlnet.gov/expapi/activities/course">
        <name lang="en">Course</name><launch lang="en">index.html</launch></activity></activities></tincan>
    Good:
        === imsmanifest.xml
        \\base
    """,
    about=("any",),
)
define(
    "recognised-only",
    Severity.HINT,
    """\
    The package is known by name, but its manifest was not judged.

    Common Cartridge and IMS content packages without SCORM are read by the same file name. No LMS records progress of
    their pages as it does for SCORM, and the rules here are about SCORM.

    Bad:
        === imsmanifest.xml
        <?xml version="1.0"?>
        <manifest xmlns="http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1" identifier="cartridge">
        <metadata><schema>IMS Common Cartridge</schema><schemaversion>1.3.0</schemaversion></metadata>
        <organizations/><resources/></manifest>
    Good:
        === imsmanifest.xml
        \\base
    """,
    about=("any",),
)

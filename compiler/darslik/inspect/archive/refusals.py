"""Rules of packages that are not looked into, because they cannot be read or could do harm."""

from __future__ import annotations

from darslik.diagnostics import Severity
from darslik.rules import define

HELP = {
    "not-a-zip": "download or export it again; a folder or a bare cmi5.xml can be inspected too",
    "too-many-files": "take out what the course does not use, or raise the limit with --max-files",
    "too-large-unpacked": "if you trust the sender, raise the limit with --max-size",
    "zip-bomb": "if you trust the sender, raise the limit with --max-ratio",
    "overlapping-entries": "unpack it where it can do no harm, and pack it anew with a usual tool",
}

define(
    "not-a-zip",
    Severity.ERROR,
    """\
    The file is not a zip that can be opened.

    LMSs take packages as zips (SCORM 2004 CAM 4.2.1, cmi5 14.0). A download that broke off, a `.rar`, a part of a zip
    that was cut into several, or a web page saved under the name look like this.

    Bad:
        === package.zip
        This is not a zip.
    Good:
        === package.zip
        \\zip
    """,
    about=("any",),
    covers=("P1", "C1"),
)
define(
    "too-many-files",
    Severity.ERROR,
    """\
    There are more files than any course has.

    Hundreds of thousands of entries take hours to unpack and use up the inodes of a server, so it is refused before its
    list of files is read. `--max-files` sets the limit.

    Bad:
        === package.zip
        \\zip
        \\says-files 250000
    Good:
        === package.zip
        \\zip
    """,
    about=("any",),
)
define(
    "too-large-unpacked",
    Severity.ERROR,
    """\
    Unpacked it would be larger than any course is.

    What the list of files declares is added up before anything is unpacked; a file that turns out to be larger than it
    declares is read no further (`damaged-file`). `--max-size` sets the limit.

    Bad:
        === package.zip
        \\zip
        \\entry one.mp4 says-size=4000000000
        \\entry two.mp4 says-size=4000000000
    Good:
        === package.zip
        \\zip
    """,
    about=("any",),
)
define(
    "zip-bomb",
    Severity.ERROR,
    """\
    A small zip unpacks to something huge.

    Real courses shrink to a half or, if they are text alone, to a tenth. Two hundred times and more are made to fill
    the disk of whoever unpacks it. Nothing under 8 MiB is called so. `--max-ratio` sets the limit.

    Bad:
        === package.zip
        \\zip
        \\entry zeros.txt size=12000000
    Good:
        === package.zip
        \\zip
    """,
    about=("any",),
)
define(
    "overlapping-entries",
    Severity.ERROR,
    """\
    Several files share the same bytes of the zip.

    No packing tool does that. It is how bombs multiply one small piece of data without a telling ratio, and how one
    content is shown to a scanner and another to the LMS.

    Bad:
        === package.zip
        \\zip
        \\entry one.html same-place
        \\entry two.html same-place
    Good:
        === package.zip
        \\zip
    """,
    about=("any",),
)

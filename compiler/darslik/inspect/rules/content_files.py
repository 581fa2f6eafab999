"""Files that have no business in a package."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from darslik.diagnostics import Severity, Span
from darslik.inspect.content.findings import content, listed, size
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject

SERVER_SIDE = (
    "php php3 php4 php5 php7 phtml phar asp aspx ascx ashx asmx cer jsp jspx jspf jhtml do cfm cfc py pyc pyo rb erb pl"
    " pm cgi fcgi sh bash zsh lua tcl shtml shtm stm htaccess htpasswd"
).split()
EXECUTABLE = (
    "exe dll com msi msp scr bat cmd vbs vbe wsf ps1 psm1 jar war apk ipa app dmg deb rpm so dylib lnk reg hta".split()
)
SOURCES = "story cptx cpt cpvc quiz awt fla psd ai indd sketch fig blend aep prproj camproj trec elp elpx".split()
_MAGIC = ((b"MZ", "a Windows program"), (b"\x7fELF", "a Linux program"), (b"\xca\xfe\xba\xbe", "a Java class"))
_MACH = (b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe")
_JUNK = re.compile(
    r"(?:^|/)(?:__MACOSX/|\.DS_Store$|\._[^/]+$|Thumbs\.db$|ehthumbs\.db$|desktop\.ini$|node_modules/|\.idea/|\.vscode/"
    r"|\.Trashes|\.Spotlight-V100|\.sass-cache/|~\$[^/]+$|[^/]+~$|[^/]+\.(?:bak|swp|swo|orig|rej|tmp|temp)$"
    r"|npm-debug\.log$|yarn\.lock$|package-lock\.json$|bower_components/)",
    re.IGNORECASE,
)
_HISTORY = re.compile(r"(?:^|/)\.(?:git|svn|hg|bzr)/")


def ending(path: str) -> str:
    """The last ending of a file's name, lower case, without its dot; `.htaccess` has one."""
    name = posixpath.basename(path).lower()
    return name.rsplit(".", 1)[1] if "." in name else ""


def _skip(path: str) -> bool:
    """Whether another rule says what is wrong with the whole folder."""
    return bool(_HISTORY.search(path) or _JUNK.search(path))


@rule(Severity.WARNING, "any", covers="Q34 Q63")
def server_side_file(subject: Subject) -> Iterator[Finding]:
    r"""The package has a file of a kind that web servers run.

    Some LMSs refuse a package that has one (Docebo and CrossKnowledge do); on a server that is set up carelessly it
    would be run. Content for learners never needs one; a script to download can be put into a zip or named `.txt`.

    With: file-not-listed

    Bad:
        === save.php
        <?php echo 1;
    Good:
        === index.html
        \base
    """
    for path in content(subject).paths:
        if ending(path) in SERVER_SIDE and not _skip(path):
            yield Finding(
                f"`{path}` is a file that servers run",
                Span(path),
                help="take it out; if learners are to download it, put it into a zip or name it `.txt`",
                evidence=f".{ending(path)}",
            )


@rule(Severity.WARNING, "any", covers="Q34 Q63")
def executable_file(subject: Subject) -> Iterator[Finding]:
    r"""The package has a program in it.

    LMSs and virus scanners refuse packages with programs, and a program under another name is what an attack looks
    like.

    With: file-not-listed

    Bad:
        === tools/setup.exe
        MZ
    Good:
        === index.html
        \base
    """
    found = content(subject)
    for path in found.paths:
        kind = _program(found.heads.get(path, b""), found.sizes[path])
        named = ending(path) in EXECUTABLE
        if (kind or named) and not _skip(path):
            yield Finding(
                f"`{path}` is {kind or 'a program by its name'}",
                Span(path),
                help="take it out, or give learners an address where they can get it",
                evidence=found.heads[path][:4].hex(" ") if kind else f".{ending(path)}",
            )


def _program(head: bytes, length: int) -> str:
    if head[:4] in _MACH:
        return "a program for macOS"
    found = next((name for magic, name in _MAGIC if head.startswith(magic)), "")
    return found if found != "a Windows program" or length >= 512 else ""


@rule(Severity.HINT, "any")
def junk_file(subject: Subject) -> Iterator[Finding]:
    r"""The package has files that an operating system or a tool left behind.

    They are of no use to anybody, make the package larger, and may tell names and folders of the author's computer.

    With: file-not-listed

    Bad:
        === media/.DS_Store
        x
    Good:
        === index.html
        \base
    """
    found = content(subject)
    junk = [path for path in found.paths if _JUNK.search(path) and not _HISTORY.search(path)]
    if junk:
        total = sum(found.sizes[path] for path in junk)
        yield Finding(
            f"{len(junk)} file{'s' * (len(junk) > 1)} left behind by tools ({size(total)}): {listed(junk, 3)}",
            Span(junk[0]),
            help="pack the course without them",
            evidence="\n".join(junk[:50]),
        )


@rule(Severity.WARNING, "any")
def version_history(subject: Subject) -> Iterator[Finding]:
    r"""The package has a folder of version control in it.

    It gives every learner all earlier versions of the course: answers, drafts, and whatever was taken out again.

    With: file-not-listed

    Bad:
        === .git/config
        [core]
    Good:
        === index.html
        \base
    """
    history = [path for path in content(subject).paths if _HISTORY.search(path)]
    if history:
        folder = _HISTORY.split(history[0], maxsplit=1)[0]
        name = history[0][len(folder) :].strip("/").split("/")[0]
        yield Finding(
            f"`{posixpath.join(folder, name)}` is the history of the source ({len(history)} files)",
            Span(history[0]),
            help="pack only what learners need",
            evidence="\n".join(history[:50]),
        )


@rule(Severity.HINT, "any")
def source_map(subject: Subject) -> Iterator[Finding]:
    r"""The package has source maps in it.

    They are for developers: they make the package larger, often twice as large, and give away the source of the
    scripts.

    With: file-not-listed

    Bad:
        === lesson.js.map
        {"version": 3, "sources": ["lesson.ts"], "sourcesContent": ["let x = 1;"], "mappings": ""}
    Good:
        === index.html
        \base
    """
    found = content(subject)
    maps = [
        path for path in found.paths if path.lower().endswith((".js.map", ".css.map", ".mjs.map")) and not _skip(path)
    ]
    if maps:
        total = sum(found.sizes[path] for path in maps)
        yield Finding(
            f"{len(maps)} source map{'s' * (len(maps) > 1)} ({size(total)}): {listed(maps, 3)}",
            Span(maps[0]),
            help="leave source maps out of what learners get",
            evidence="\n".join(maps[:50]),
        )


@rule(Severity.HINT, "any")
def authoring_source(subject: Subject) -> Iterator[Finding]:
    r"""The package has the project file of an authoring tool in it.

    Learners cannot use it, it is large, and it has every answer in it.

    With: file-not-listed

    Bad:
        === course.story
        x
    Good:
        === index.html
        \base
    """
    found = content(subject)
    for path in found.paths:
        if ending(path) in SOURCES and not _skip(path):
            yield Finding(
                f"`{path}` is a source file of an authoring tool ({size(found.sizes[path])})",
                Span(path),
                help="publish without the project file",
                evidence=f".{ending(path)}",
            )

"""Content and run-time: which API the pages and scripts look for, and the calls that they never make."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.diagnostics import Severity, Span
from darslik.inspect.content.findings import content, launches
from darslik.inspect.content.index import Content
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject

_SCORM12 = {"LMSInitialize", "LMSGetValue", "LMSSetValue", "LMSFinish"}
_ANY = {"API", "API_1484_11", "AICC_SID", "AICC_URL", "postMessage", *_SCORM12}


@rule(Severity.WARNING, "scorm2004", "scorm12", covers="N7")
def sco_without_api(subject: Subject) -> Iterator[Finding]:
    r"""A SCO never looks for the API of the LMS.

    A SCO has to find the API and call its Initialize and Terminate at least (SCORM 2004 RTE 2.1.1, 3.2; SCORM 1.2 RTE
    3.3). One that does not stays “not attempted” for ever, and the course is never completed. A page that only shows
    something is an asset.

    Bad:
        === lesson.js
        console.log("no API here");
    Good:
        === lesson.js
        \base
    """
    found = content(subject)
    if found.partial:
        return
    speaking = found.leading_to(found.with_words(_ANY))
    unsure = found.leading_to(filter(found.loads_more, found.paths)) if found.words & _ANY else set()
    for span, path in launches(subject):
        page = path in found.sizes and path.lower().endswith((".html", ".htm", ".xhtml"))
        if page and path not in speaking and path not in unsure:
            yield Finding(
                f"nothing that `{path}` loads looks for the API of the LMS",
                span,
                label="the LMS will hear nothing from this SCO",
                help="load a script that finds the API and calls it, or make the resource an asset",
                evidence="searched for API, API_1484_11 and their calls",
            )


@rule(Severity.WARNING, "scorm12", "scorm2004", covers="N7 Q41 Q56")
def api_of_other_version(subject: Subject) -> Iterator[Finding]:
    r"""The content looks only for the API of the other version of SCORM.

    An LMS offers `API` to packages whose manifest says SCORM 1.2, and `API_1484_11` to those of SCORM 2004. Content
    that looks for the other one finds nothing: it runs, but nothing is ever recorded (SCORM 1.2 RTE 3.3.6.1; SCORM 2004
    RTE 3.3.1).

    Bad:
        === lesson.js
        const api = window.parent.API_1484_11;
        api.Initialize("");
        api.SetValue("cmi.completion_status", "completed");
        api.Commit("");
        api.Terminate("");
    Good:
        === lesson.js
        \base
    """
    found = content(subject)
    old, new = bool(found.words & _SCORM12), "API_1484_11" in found.words
    claimed = subject.kind.standard if subject.kind else ""
    if found.partial or old == new:
        return
    wrong, right = ("API_1484_11", "API") if new else ("API", "API_1484_11")
    if new == (claimed == "scorm12"):
        path = _file_with(found, {wrong} if new else _SCORM12)
        yield Finding(
            f"the content looks for `{wrong}` only, but the manifest says {subject.kind.title if subject.kind else ''}",
            Span(path),
            label=f"such an LMS offers `{right}`",
            help="export the course for the version that its content speaks, or use a wrapper that speaks both",
            evidence=wrong,
        )


def _file_with(found: Content, words: set[str]) -> str:
    return next(path for path in found.paths if found.seen.words.get(path, set()) & words)


def _talks(subject: Subject, *calls: str) -> tuple[Content, str]:
    """The content, and the first file with one of these calls of the API; empty if there is none."""
    found = content(subject)
    speaks = found.words & {"API_1484_11", *_SCORM12} and not found.partial
    path = _file_with(found, set(calls)) if speaks and found.words & set(calls) else ""
    return found, path


@rule(Severity.WARNING, "scorm2004", "scorm12", covers="N7 Q25")
def session_never_ended(subject: Subject) -> Iterator[Finding]:
    r"""The content calls Initialize, but nowhere Terminate or LMSFinish.

    A session that is not ended keeps no time, and an LMS may refuse the next one: in Moodle the second Initialize fails
    and everything after it is lost (SCORM 2004 RTE 3.1.3.2; SCORM 1.2 RTE 3.3.2).

    Bad:
        === lesson.js
        const api = window.parent.API_1484_11;
        api.Initialize("");
        api.SetValue("cmi.completion_status", "completed");
        api.Commit("");
    Good:
        === lesson.js
        \base
    """
    found, path = _talks(subject, "Initialize", "LMSInitialize")
    if path and not found.words & {"Terminate", "LMSFinish"}:
        yield Finding(
            "the content begins a session with the LMS and never ends it",
            Span(path),
            help="call `Terminate` (SCORM 1.2: `LMSFinish`) when the learner leaves: at `pagehide`",
            evidence="no Terminate or LMSFinish in any file",
        )


@rule(Severity.WARNING, "scorm2004", "scorm12", covers="N7 Q20 Q29")
def values_never_committed(subject: Subject) -> Iterator[Finding]:
    r"""The content sets values, but nowhere calls Commit.

    Everything then depends on the call that ends the session, which browsers cut short when a page is left; what is not
    committed before is lost with a crash, a closed laptop or a lost connection.

    Bad:
        === lesson.js
        const api = window.parent.API_1484_11;
        api.Initialize("");
        api.SetValue("cmi.completion_status", "completed");
        api.Terminate("");
    Good:
        === lesson.js
        \base
    """
    found, path = _talks(subject, "SetValue", "LMSSetValue")
    if path and not found.words & {"Commit", "LMSCommit"}:
        yield Finding(
            "the content sets values and never commits them",
            Span(path),
            help="call `Commit` (SCORM 1.2: `LMSCommit`) after every answer and whenever the page is hidden",
            evidence="no Commit or LMSCommit in any file",
        )


@rule(Severity.WARNING, "scorm2004", "scorm12", covers="N7")
def completion_never_set(subject: Subject) -> Iterator[Finding]:
    r"""The content talks to the LMS, but nowhere names the element that says it is completed.

    A SCO that never sets its status is “unknown” or “incomplete” in the reports of many LMSs, and “completed” at once
    in others (SCORM 2004 RTE 4.2.4; SCORM 1.2 RTE 3.4.4).

    Bad:
        === lesson.js
        const api = window.parent.API_1484_11;
        api.Initialize("");
        api.SetValue("cmi.location", "3");
        api.Commit("");
        api.Terminate("");
    Good:
        === lesson.js
        \base
    """
    found, path = _talks(subject, "SetValue", "LMSSetValue")
    if path and not found.words & {"completion_status", "success_status", "lesson_status"}:
        yield Finding(
            "the content never says that it is completed, passed or failed",
            Span(path),
            help="set `cmi.completion_status` (SCORM 1.2: `cmi.core.lesson_status`)",
            evidence="no completion_status, success_status or lesson_status in any file",
        )


@rule(Severity.WARNING, "scorm2004", covers="Q12")
def state_without_suspend(subject: Subject) -> Iterator[Finding]:
    r"""The content keeps a state in the LMS, but never asks that it be kept.

    Without `cmi.exit` = `suspend` the next session is a new attempt: `cmi.suspend_data` comes back empty (SCORM 2004
    RTE 4.2.8). Moodle does exactly that, also after completion.

    Bad:
        === lesson.js
        const api = window.parent.API_1484_11;
        api.Initialize("");
        api.SetValue("cmi.completion_status", "incomplete");
        api.SetValue("cmi.suspend_data", "page=3");
        api.Commit("");
        api.Terminate("");
    Good:
        === lesson.js
        \base
    """
    found, path = _talks(subject, "suspend_data")
    if path and '"suspend"' not in found.words:
        yield Finding(
            "the content stores `cmi.suspend_data`, but never sets `cmi.exit` to `suspend`",
            Span(path),
            label="the next session begins without it",
            help='call `SetValue("cmi.exit", "suspend")` before the session ends, best right after Initialize',
            evidence="no string suspend in any file",
        )


@rule(Severity.WARNING, "cmi5", "xapi")
def launch_parameters_never_read(subject: Subject) -> Iterator[Finding]:
    r"""Nothing in the package reads the parameters with which it is launched.

    The LMS says in the address where statements go and who learns: `endpoint`, `fetch` or `auth`, `registration` (cmi5
    8.1). Content that does not read them sends nothing, and the learner's record stays empty.

    Bad:
        === lesson.js
        const verbs = ["http://adlnet.gov/expapi/verbs/completed", "http://adlnet.gov/expapi/verbs/passed"];
    Good:
        === lesson.js
        \base
    """
    found = content(subject)
    if found.partial or "endpoint" in found.words:
        return
    for span, path in launches(subject)[:1]:
        if path in found.sizes:
            yield Finding(
                f"nothing that `{path}` could load reads the launch parameters",
                span,
                label="no statement will be sent from here",
                help="use an xAPI or cmi5 library that reads `endpoint` from the address",
                evidence="no `endpoint` in any file",
            )

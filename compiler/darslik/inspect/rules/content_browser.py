"""Techniques that browsers no longer have, or that do not go well with an LMS around the content."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.diagnostics import Severity, Span
from darslik.inspect.content.findings import content, first_of_each_file, sightings
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject


@rule(Severity.WARNING, "any")
def flash_content(subject: Subject) -> Iterator[Finding]:
    r"""The content needs Flash.

    No browser has played Flash since January 2021: learners see an empty rectangle.

    With: file-not-listed

    Bad:
        === media/intro.swf
        CWS
    Good:
        === index.html
        \base
    """
    found = content(subject)
    for one, times in first_of_each_file(found, "flash"):
        yield Finding(f"a page embeds Flash{times}", one.span, help="export it anew as HTML5", evidence=one.evidence)
    for path in found.paths:
        if path.lower().endswith((".swf", ".flv")):
            yield Finding(
                f"`{path}` is {'Flash' if path.lower().endswith('swf') else 'a Flash video'}",
                Span(path),
                help="export it anew as HTML5, or take it out",
                evidence=path[-4:],
            )


@rule(Severity.WARNING, "any")
def browser_plugin(subject: Subject) -> Iterator[Finding]:
    r"""The content needs a plug-in: a Java applet, ActiveX, Silverlight, Shockwave.

    No browser has plug-ins any more; learners see nothing there.

    Bad:
        === index.html
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>Lesson</title><script src="lesson.js"></script></head>
        <body><applet code="Simulation.class" width="300" height="200"></applet></body></html>
    Good:
        === index.html
        \base
    """
    yield from sightings(subject, "plugin", "a plug-in is needed", "rebuild it as HTML, or take it out")
    yield from sightings(subject, "activex", "an ActiveX control is asked for", "rebuild it with what browsers have")


@rule(Severity.HINT, "scorm2004", "scorm12", "cmi5", "xapi")
def service_worker(subject: Subject) -> Iterator[Finding]:
    r"""The content registers a service worker.

    In an LMS all packages share one host: a worker stays there after the course, may answer for others, and keeps the
    old version alive when the package is replaced.

    Bad:
        === lesson.js
        const api = window.parent.API_1484_11;
        api.Initialize("");
        api.SetValue("cmi.completion_status", "completed");
        api.Commit("");
        api.Terminate("");
        navigator.serviceWorker.register("worker.js");
    Good:
        === lesson.js
        \base
    """
    yield from sightings(subject, "service-worker", "a service worker is registered", "leave it to the web version")


@rule(Severity.HINT, "scorm2004", "scorm12", "cmi5", "xapi")
def progress_in_browser(subject: Subject) -> Iterator[Finding]:
    """The content stores things in the browser and not in the LMS.

    What is in `localStorage` is gone on another computer, is seen by the next learner at this one, and is shared with
    all packages of the LMS. The state of a course belongs into `cmi.suspend_data` or the xAPI State API.

    Bad:
        === lesson.js
        const api = window.parent.API_1484_11;
        api.Initialize("");
        api.SetValue("cmi.completion_status", "completed");
        api.Commit("");
        api.Terminate("");
        localStorage.setItem("page", "3");
    Good:
        === lesson.js
        const api = window.parent.API_1484_11;
        api.Initialize("");
        api.SetValue("cmi.completion_status", "completed");
        api.SetValue("cmi.suspend_data", "page=3");
        api.SetValue("cmi.exit", "suspend");
        api.Commit("");
        api.Terminate("");
        localStorage.setItem("font", "large");
    """
    found = content(subject)
    if not found.words & {"suspend_data", "statements", "LMS.LaunchData"}:
        yield from sightings(
            subject,
            "storage",
            "something is stored in `localStorage`, and no state in the LMS",
            "store progress with the LMS",
        )


@rule(Severity.WARNING, "scorm2004", "scorm12", covers="Q30 Q65")
def top_window_unguarded(subject: Subject) -> Iterator[Finding]:
    """A script reads something of the topmost window without being ready for a refusal.

    Where the LMS, or a portal around it, is on another host than the content, the browser throws a SecurityError: the
    script stops there, and with it the search for the API.

    Bad:
        === lesson.js
        const api = window.top.API_1484_11;
        api.Initialize("");
        api.SetValue("cmi.completion_status", "completed");
        api.Commit("");
        api.Terminate("");
    Good:
        === lesson.js
        let api = null;
        try { api = window.top.API_1484_11; } catch { api = null; }
        api?.Initialize("");
        api?.SetValue("cmi.completion_status", "completed");
        api?.Commit("");
        api?.Terminate("");
    """
    yield from sightings(
        subject,
        "window-top",
        "the topmost window is read without `try`",
        "search from the own window upwards, each step within `try`",
    )

"""Scripts that browsers no longer run as they were meant to, or that an LMS forbids."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.diagnostics import Severity, Span
from darslik.inspect.content.findings import content, first_of_each_file
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject

_LATE = {"pagehide", "visibilitychange", "onpagehide", "onvisibilitychange"}

_SAVES = {"Commit", "LMSCommit", "Terminate", "LMSFinish", "SetValue", "LMSSetValue", "statements"}


def _findings(subject: Subject, kind: str, message: str, advice: str) -> Iterator[Finding]:
    for one, times in first_of_each_file(content(subject), kind):
        yield Finding(f"{message}{times}", one.span, help=advice, evidence=one.evidence)


@rule(Severity.WARNING, "any", covers="Q21 Q49")
def unload_handler(subject: Subject) -> Iterator[Finding]:
    """The content saves when the page is unloaded, and at no other time at which it is left.

    Browsers do not run `unload` on phones, and drop it elsewhere; sites may forbid it (Moodle can). `beforeunload` does
    not run when a phone closes the page either. What was to be saved then is lost.

    Bad:
        === lesson.js
        const api = window.parent.API_1484_11;
        api.Initialize("");
        api.SetValue("cmi.completion_status", "completed");
        api.Commit("");
        window.addEventListener("unload", () => api.Terminate(""));
    Good:
        === lesson.js
        const api = window.parent.API_1484_11;
        api.Initialize("");
        api.SetValue("cmi.completion_status", "completed");
        api.Commit("");
        // unload is not enough: addEventListener("unload", …) would never run
        window.addEventListener("pagehide", () => api.Terminate(""));
    """
    found = content(subject)
    if any(words & _LATE and words & _SAVES for words in found.seen.words.values()):
        return
    for one, times in first_of_each_file(found, "unload"):
        if found.seen.words.get(one.span.file, set()) & _LATE:
            continue
        yield Finding(
            f"a handler of `{one.detail or 'unload'}`, and none of `pagehide` or `visibilitychange`{times}",
            one.span,
            help="save at `pagehide` and whenever `visibilitychange` says hidden, and after every answer",
            evidence=one.evidence,
        )


@rule(Severity.HINT, "any", covers="Q51")
def leave_prompt(subject: Subject) -> Iterator[Finding]:
    r"""The content asks whether the learner really wants to leave.

    LMSs that open every page anew interrupt the learner with it each time, and some players wait behind it for ever.

    Bad:
        === lesson.js
        const api = window.parent.API_1484_11;
        api.Initialize("");
        api.SetValue("cmi.completion_status", "completed");
        api.Commit("");
        window.addEventListener("pagehide", () => api.Terminate(""));
        window.addEventListener("beforeunload", (event) => { event.returnValue = "Leave?"; });
    Good:
        === lesson.js
        \base
    """
    found = content(subject)
    for one, times in first_of_each_file(found, "unload"):
        if "before" in one.detail + one.evidence and "returnValue" in found.seen.words.get(one.span.file, ()):
            yield Finding(
                f"the learner is asked before leaving{times}",
                one.span,
                help="save what there is instead of asking",
                evidence=one.evidence,
            )


@rule(Severity.WARNING, "any", covers="Q49")
def synchronous_request(subject: Subject) -> Iterator[Finding]:
    r"""A script makes a synchronous request.

    The page stands still until the server answers, and browsers refuse such requests while a page is left: what they
    were to save is lost, often without an error.

    Bad:
        === lesson.js
        const api = window.parent.API_1484_11;
        api.Initialize("");
        api.SetValue("cmi.completion_status", "completed");
        api.Commit("");
        api.Terminate("");
        const request = new XMLHttpRequest();
        request.open("GET", "texts.json", false);
    Good:
        === lesson.js
        \base
    """
    yield from _findings(
        subject, "synchronous", "a synchronous request", "use `fetch`; when the page is left, with `keepalive: true`"
    )


@rule(Severity.HINT, "any")
def document_write(subject: Subject) -> Iterator[Finding]:
    r"""A script writes into the page with `document.write`.

    Browsers ignore it on slow connections and after the page has loaded, where it replaces the whole page.

    Bad:
        === lesson.js
        const api = window.parent.API_1484_11;
        api.Initialize("");
        api.SetValue("cmi.completion_status", "completed");
        api.Commit("");
        api.Terminate("");
        document.write("<p>Text.</p>");
    Good:
        === lesson.js
        \base
    """
    yield from _findings(subject, "document-write", "`document.write`", "change elements of the page instead")


@rule(Severity.WARNING, "any")
def code_from_text(subject: Subject) -> Iterator[Finding]:
    """A script runs text as code.

    `eval`, `Function` and timers with a string are stopped by the content security policy of many LMSs, and whoever can
    change the text runs code in the learner's name.

    Bad:
        === lesson.js
        const api = window.parent.API_1484_11;
        api.Initialize("");
        api.SetValue("cmi.completion_status", "completed");
        api.Commit("");
        api.Terminate("");
        const state = eval("(" + api.GetValue("cmi.launch_data") + ")");
    Good:
        === lesson.js
        const api = window.parent.API_1484_11;
        api.Initialize("");
        api.SetValue("cmi.completion_status", "completed");
        api.Commit("");
        api.Terminate("");
        const state = JSON.parse(api.GetValue("cmi.launch_data")); // never eval(…)
    """
    yield from _findings(
        subject, "eval", "text is run as code", "read data with `JSON.parse`; pass functions to timers"
    )


@rule(Severity.WARNING, "any")
def question_at_exit(subject: Subject) -> Iterator[Finding]:
    r"""A dialog is opened while the page is being left.

    Browsers suppress `alert`, `confirm` and `prompt` then, and some throw: what stands after it in the handler, such as
    saving, does not run.

    Bad:
        === lesson.js
        const api = window.parent.API_1484_11;
        api.Initialize("");
        api.SetValue("cmi.completion_status", "completed");
        api.Commit("");
        window.addEventListener("pagehide", () => { alert("Goodbye"); api.Terminate(""); });
    Good:
        === lesson.js
        \base
    """
    yield from _findings(subject, "dialog-at-exit", "a dialog while the page is left", "save, and say nothing")


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
    yield from _findings(subject, "plugin", "a plug-in is needed", "rebuild it as HTML, or take it out")
    yield from _findings(subject, "activex", "an ActiveX control is asked for", "rebuild it with what browsers have")


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
    yield from _findings(subject, "service-worker", "a service worker is registered", "leave it to the web version")


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
        yield from _findings(
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
    yield from _findings(
        subject,
        "window-top",
        "the topmost window is read without `try`",
        "search from the own window upwards, each step within `try`",
    )

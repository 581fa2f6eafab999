"""Scripts that browsers no longer run as they were meant to, or that an LMS forbids."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.diagnostics import Severity
from darslik.inspect.content.findings import content, first_of_each_file, sightings
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject

_LATE = {"pagehide", "visibilitychange", "onpagehide", "onvisibilitychange"}

_SAVES = {"Commit", "LMSCommit", "Terminate", "LMSFinish", "SetValue", "LMSSetValue", "statements"}


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
    yield from sightings(
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
    yield from sightings(subject, "document-write", "`document.write`", "change elements of the page instead")


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
    yield from sightings(
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
    yield from sightings(subject, "dialog-at-exit", "a dialog while the page is left", "save, and say nothing")

"""What the content must say to the LMS for single LMSs to record it; found without running it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from darslik.diagnostics import Span
from darslik.inspect.quirk import quirk
from darslik.inspect.rule import Finding
from darslik.inspect.subject import Subject
from darslik.profiles.model import Settings

_CODE = (".js", ".mjs", ".html", ".htm", ".xhtml")
_TALKS = re.compile(r"\bAPI_1484_11\b|\bLMSInitialize\b|\bLMSSetValue\b")


@quirk("scorm12", "scorm2004", covers="Q30 Q53 Q70")
def api_search_without_opener(subject: Subject, settings: Settings) -> Iterator[Finding]:
    """The content looks for the API of the LMS, but never in the window that opened it.

    LMSs that open courses in a window of their own have the API in the opener, or in one of its parents (SCORM 2004 RTE
    3.3.6.1). A search among parents alone finds nothing there, and nothing is recorded.

    Bad:
        === lesson.js
        const api = window.parent.API;
        api.LMSInitialize("");
        api.LMSSetValue("cmi.core.lesson_status", "completed");
        api.LMSCommit("");
        addEventListener("pagehide", () => api.LMSFinish(""));
    Good:
        === lesson.js
        const api = window.parent.API || window.opener.API;
        api.LMSInitialize("");
        api.LMSSetValue("cmi.core.lesson_status", "completed");
        api.LMSCommit("");
        addEventListener("pagehide", () => api.LMSFinish(""));
    """
    del settings
    path = _lacking(subject, _TALKS, [r"\bopener\b"])
    if path:
        yield Finding(
            "the content never looks for the API in `opener`",
            Span(path),
            help="search the own window, all its parents, the opener and all of its parents",
        )


@quirk("scorm2004", covers="Q13")
def success_never_set(subject: Subject, settings: Settings) -> Iterator[Finding]:
    """The content sends a score, but never whether the learner passed.

    An LMS may derive success from score and mastery score (SCORM 2004 RTE 4.2.22); this one does not, and the course
    is never passed or failed.

    Bad:
        === lesson.js
        const api = window.API_1484_11 || window.opener.API_1484_11;
        api.Initialize("");
        api.SetValue("cmi.completion_status", "completed");
        api.SetValue("cmi.score.raw", "80");
        api.Commit("");
        addEventListener("pagehide", () => api.Terminate(""));
    Good:
        === lesson.js
        const api = window.API_1484_11 || window.opener.API_1484_11;
        api.Initialize("");
        api.SetValue("cmi.completion_status", "completed");
        api.SetValue("cmi.score.raw", "80");
        api.SetValue("cmi.success_status", "passed");
        api.Commit("");
        addEventListener("pagehide", () => api.Terminate(""));
    """
    del settings
    path = _lacking(subject, re.compile(r"\bcmi\.score\."), ["success_status"])
    if path:
        yield Finding(
            "the content sends a score and never `cmi.success_status`",
            Span(path),
            help="set `cmi.success_status` to `passed` or `failed` together with the score",
        )


@quirk("scorm2004", covers="Q14 Q38")
def raw_score_never_set(subject: Subject, settings: Settings) -> Iterator[Finding]:
    """The content sends a scaled score, but no raw one.

    The grade book of this LMS takes `cmi.score.raw` as it is; `cmi.score.scaled` alone gives no grade, or 0.

    Bad:
        === lesson.js
        const api = window.API_1484_11 || window.opener.API_1484_11;
        api.Initialize("");
        api.SetValue("cmi.completion_status", "completed");
        api.SetValue("cmi.score.scaled", "0.8");
        api.SetValue("cmi.success_status", "passed");
        api.Commit("");
        addEventListener("pagehide", () => api.Terminate(""));
    Good:
        === lesson.js
        const api = window.API_1484_11 || window.opener.API_1484_11;
        api.Initialize("");
        api.SetValue("cmi.completion_status", "completed");
        api.SetValue("cmi.score.scaled", "0.8");
        api.SetValue("cmi.score.raw", "80");
        api.SetValue("cmi.success_status", "passed");
        api.Commit("");
        addEventListener("pagehide", () => api.Terminate(""));
    """
    del settings
    path = _lacking(subject, re.compile(r"\bscore\.scaled\b"), [r"\bscore\.raw\b", r"[\"'`]raw[\"'`]"])
    if path:
        yield Finding(
            "the content sends `cmi.score.scaled` and never `cmi.score.raw`",
            Span(path),
            help="send raw 0 to 100, with min 0 and max 100, too",
        )


@quirk("scorm12", covers="Q33 Q40", needs="words")
def status_word_never_sent(subject: Subject, settings: Settings) -> Iterator[Finding]:
    """The content never says the one word by which this LMS completes a course.

    SCORM 1.2 has one element for completion and success (RTE 3.4.4, `cmi.core.lesson_status`). Some LMSs heed only one
    of its words: whoever reaches another one has completed nothing.

    Settings: {words: [passed]}
    Bad:
        === lesson.js
        const api = window.API || window.opener.API;
        api.LMSInitialize("");
        api.LMSSetValue("cmi.core.lesson_status", "completed");
        api.LMSCommit("");
        addEventListener("pagehide", () => api.LMSFinish(""));
    Good:
        === lesson.js
        const api = window.API || window.opener.API;
        api.LMSInitialize("");
        api.LMSSetValue("cmi.core.lesson_status", "passed");
        api.LMSCommit("");
        addEventListener("pagehide", () => api.LMSFinish(""));
    """
    words = [rf"\b{re.escape(word)}\b" for word in settings.words]
    path = _lacking(subject, re.compile(r"\blesson_status\b"), words)
    if path:
        yield Finding(
            f"the content never says {' or '.join(f'`{word}`' for word in settings.words)}",
            Span(path),
            help="export the course so that it reports this status at its end",
        )


def _lacking(subject: Subject, needed: re.Pattern[str], any_of: Sequence[str]) -> str:
    """The first file with what is needed, if no file has any of the others and all could be read; otherwise nothing."""
    others = re.compile("|".join(any_of))
    first = ""
    for path, text in subject.texts(*_CODE):
        if subject.package.size(path) > subject.limits.text or others.search(text):
            return ""
        if not first and needed.search(text):
            first = path
    return first

"""What is looked for in JavaScript, in files and within pages."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from itertools import islice

from darslik.inspect.content.blocks import dialogs
from darslik.inspect.content.javascript import Script
from darslik.inspect.content.seen import Seen
from darslik.inspect.content.text import Text

WORDS = (
    "API_1484_11 LMSInitialize LMSFinish LMSSetValue LMSGetValue LMSCommit Initialize Terminate SetValue GetValue"
    " Commit lesson_status completion_status success_status suspend_data session_time AICC_SID AICC_URL"
    " cmi.exit core.exit LMS.LaunchData auth-token endpoint activityId activity_id registration actor statements"
    " pagehide visibilitychange onpagehide onvisibilitychange postMessage returnValue"
).split()
"""Noted if they stand alone, in code or in a string."""
# What a page may ask of a window of another origin.
_OPEN_TO_ALL = r"(?:location|close|closed|focus|blur|frames|length|opener|parent|self|top|window|postMessage)\b"
# Patterns begin with a plain word, so that the search runs at the speed of memory; what must not stand before it is
# asked behind it.
_CODE = (
    ("eval", "eval", r"eval(?<![\w$.]eval)\s*+\((?!\s*\))"),
    ("eval", "eval", r"eval(?<=window\.eval)\s*+\("),
    ("eval", "Function", r"Function(?<![\w$.]Function)\s*+\((?=[^)])"),
    ("eval", "setTimeout", r"""setTimeout(?<![\w$]setTimeout)\s*+\(\s*+["']\x01"""),
    ("eval", "setInterval", r"""setInterval(?<![\w$]setInterval)\s*+\(\s*+["']\x01"""),
    ("document-write", "document.write", r"document\.write(?:ln)?+\s*+\("),
    ("unload", "unload", r"unload(?:(?<=[\s.;,{}(]onunload)|(?<=[\s.;,{}(]onbeforeunload))\s*+=(?!=)"),
    ("unload", ".unload", r"\.unload\s*+\(\s*+(?=function\b|\()"),
    (
        "synchronous",
        ".open",
        r"\.open\s*+\(\s*+[^,()]{1,200}+,(?:[^,;()]|\([^()]{0,200}+\)){1,300}+,\s*+(?:false|!1)\b",
    ),
    ("synchronous", "async", r"async(?<![\w$.]async)[\"']?+\s*+:\s*+(?:false\b|!1\b)"),
    ("window-top", ".top", rf"\.top(?<=(?:window|parent|.\Wself)\.top)\s*+\.\s*+(?!{_OPEN_TO_ALL})[A-Za-z_$]"),
    ("service-worker", "serviceWorker", r"serviceWorker\s*+\.\s*+register\s*+\("),
    ("storage", "localStorage", r"localStorage\s*+\.\s*+setItem\b"),
    ("loads", "import", r"import(?<![\w$.]import)\s*+\("),
    ("loads", "importScripts", r"importScripts\s*+\("),
    ("loads", "getScript", r"getScript\s*+\("),
    ("loads", "require", r"require(?<![\w$]require)\s*+\("),
    ("loads", "location", r"location(?:\s*+\.\s*+href)?+\s*+=(?!=)"),
    ("loads", "location", r"location\s*+\.\s*+(?:replace|assign)\s*+\("),
    ("loads", ".src", r"\.src\s*+=(?!=)"),
)
_PATTERNS = [(kind, word, re.compile(pattern)) for kind, word, pattern in _CODE]
_CALL = re.compile(r"(addEventListener|attachEvent|\.on|\.one|\.bind|\.off|Event)\s*+\(\s*+[\"'`]?$")
_LEAVING = re.compile(r"(?<=\0)((?:on)?(?:before)?unload|pagehide)(?:\.[\w.]{1,40})?(?=\0)")
_ON_LEAVING = re.compile(r"on(?:beforeunload|unload|pagehide)\s*+=(?!=)\s*+")
_EMPTY = re.compile(r"\s*+(?:null\b|(?:function\s*+\w*+\s*+\([^()]{0,40}+\)|\([^()]{0,40}+\)\s*+=>)\s*+\{\s*+\})")
_COMMA = re.compile(r"[\"'`]\s*+,\s*+")
_LISTENERS = 50
_CONTROLS = re.compile(r"(?i)scripting|wscript|adodb|wmplayer|agcontrol")
_ACTIVEX = re.compile(r"ActiveXObject\s*+\(\s*+[\"']?$")
_API = re.compile(r"API(?<![\w$]API)(?![\w$])")
_LOADING = re.compile(
    r"(?:(?:fetch|import|importScripts|getScript|Worker|WebSocket|EventSource|ajax|getJSON|\bget|\bpost|sendBeacon"
    r"|\bload|loadScript|FontFace|\bImage|Audio)\s*\(\s*|\.(?:src|data)\s*=\s*|\.open\s*\(\s*[\"'][^,]{0,40},\s*"
    r"|\bsetAttribute\s*\(\s*[\"']\x01{3,4}[\"']\s*,\s*|\bfrom\s*|\bimport\s*)[\"'`]$"
)
_ADDRESS = re.compile(
    r"(?://(?<=:[\\/]/)|:\\/\\/)[^\0\s\"'<>]{4,500}|\0(//[\w-]{2,63}(?:\.[\w-]{2,63})+/[^\0\s]{0,400})"
)
_ELEMENT = re.compile(
    r"<(script|iframe|img|link|embed|object|video|audio|source)\s(?:[^<>\0]{0,300}?\s)?(?:src|href|data)\s*=\s*"
    r"\\?[\"']?((?:https?:)?\\?/\\?/[^\s\"'\\<>\0]{4,500})",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w.%~@+-]{2,}+")
_USES = {"iframe": "frame", "img": "image", "link": "style", "script": "script", "embed": "frame", "object": "frame"}
_PICTURES = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|mp[34]|webm|ogg|m4a|wav)(?:[?#]|$)", re.IGNORECASE)


def read_script(text: Text, ranges: Iterable[tuple[int, int]], names: set[str], seen: Seen) -> Script:
    """Note what stretches of a text do as JavaScript. `names`: words that are names of files of the package."""
    script = Script(text.text, ranges)
    if not script.whole:
        seen.partial.add(text.path)
    for kind, word, pattern in _PATTERNS:
        if word in script.code:
            for found in pattern.finditer(script.code):
                if not _harmless(kind, found, script):
                    seen.note(kind, text, found.start(), found.end() + (24 if kind == "eval" else 0))
    _words(script, text, seen)
    _listeners(script, text, seen)
    _strings(script, text, seen)
    _addresses(script, text, seen)
    seen.mentions[text.path] |= names.intersection(_WORD.findall(script.literals))
    return script


def _harmless(kind: str, found: re.Match[str], script: Script) -> bool:
    """Whether it only looks like it: empty, guarded, a function of the name, or the way to the global object."""
    if kind == "unload":
        return bool(_EMPTY.match(script.code, found.end()))
    if kind == "window-top":
        return script.guarded.has(found.start())
    if kind != "eval":
        return False
    before = script.text[max(0, found.start() - 12) : found.start()].rstrip()
    after = script.text[found.end() : found.end() + 20].lstrip("\"'`( ")
    return before.endswith(("function", "get", "class", "extends")) or after.startswith(("return this", 'r", "reg'))


def _words(script: Script, text: Text, seen: Seen) -> None:
    words = seen.words[text.path]
    for word in (one for one in WORDS if one in script.text):
        for where in (script.code, script.literals):
            if word in where and re.search(rf"{re.escape(word)}(?<![\w$]{re.escape(word)})(?![\w$])", where):
                words.add(word)
    if _API.search(script.code) or "\0API\0" in script.literals:
        words.add("API")
    for word in ("suspend", "script"):
        if f"\0{word}\0" in script.literals:
            words.add(f'"{word}"')


def _listeners(script: Script, text: Text, seen: Seen) -> None:
    """Handlers for the moment at which a page is left."""
    if "unload\0" in script.literals or "unload." in script.literals or "\0pagehide" in script.literals:
        for found in islice(_LEAVING.finditer(script.literals), _LISTENERS):
            at = script.place(found.start(1))
            call = _CALL.search(script.before(at) + "'")
            if call and call[1] != ".off":
                if found[1] != "pagehide":
                    name = found[1].removeprefix("on")
                    seen.note("unload", text, at - len(call[0]), at + len(found[1]) + 1, name)
                _dialogs(script, text, at + len(found[0]), seen)
    for found in islice(_ON_LEAVING.finditer(script.code), _LISTENERS) if "unload" in script.code else ():
        _dialogs(script, text, found.end(), seen)


def _dialogs(script: Script, text: Text, at: int, seen: Seen) -> None:
    after = _COMMA.match(script.code, at)
    for start, end in dialogs(script.code, after.end() if after else at):
        seen.note("dialog-at-exit", text, start, end)


def _strings(script: Script, text: Text, seen: Seen) -> None:
    if "ActiveXObject" in script.code:
        for start, value in script.strings:
            if _ACTIVEX.search(script.before(start)) and _CONTROLS.match(value):
                seen.note("activex", text, start, start + len(value))
    if "createElement" in script.code and '"script"' in seen.words[text.path]:
        seen.note("loads", text, 0, 1)


def _addresses(script: Script, text: Text, seen: Seen) -> None:
    folder = posixpath.dirname(text.path)
    if "//" in script.literals or "\\/\\/" in script.literals:
        for found in _ADDRESS.finditer(script.literals):
            before = script.literals.rfind("\0", max(0, found.start() - 8), found.start() + 1)
            if before < 0:
                continue  # in the middle of a longer text
            start = before + 1
            raw = script.literals[start : found.end()].replace("\\/", "/")
            at = script.place(start)
            if _LOADING.search(script.before(at, 80) + script.code[at - 1 : at]):
                seen.refer(text, at, raw, folder, "image" if _PICTURES.search(raw) else "data")
        for found in _ELEMENT.finditer(script.literals):
            raw = found[2].replace("\\/", "/")
            seen.refer(text, script.place(found.start(2)), raw, folder, _USES.get(found[1].lower(), "media"))

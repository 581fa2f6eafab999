"""Libraries and authoring tools that are known by their words or file names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Tool:
    """A `wrapper` of a run-time or an `authoring` tool; `version` is empty if it cannot be seen."""

    kind: str
    name: str
    version: str
    path: str


# Kind, name, a word that only it has, and how its version is written near that word, if it is.
_WORDS = (
    ("wrapper", "pipwerks SCORM wrapper", "pipwerks", r"SCORM_API_wrapper\.js[\s\S]{0,60}?v(\d[\d.]{2,20})"),
    ("wrapper", "scorm-again", "scorm-again", r"scorm-again[@ /v]{0,3}(\d+\.\d+\.\d+)"),
    ("wrapper", "Rustici SCORM driver", "SCORM_CallLMSInitialize", r""),
    ("wrapper", "ADL xAPIWrapper", "XAPIWrapper", r"xAPIWrapper v?(\d+\.\d+\.\d+)"),
    ("wrapper", "TinCanJS", "TinCan.LRS", r""),
    ("wrapper", "TinCanJS", "_TINCAN", r""),
    ("wrapper", "cmi5.js of the AICC", "Cmi5.VERSION", r"Cmi5\.VERSION\s?=\s?\"([\d.]+)\""),
    ("wrapper", "@xapi/cmi5", "cmi5/v1/allowed", r""),
    ("wrapper", "@xapi/cmi5", "getXAPICMI5Defined", r""),
    ("wrapper", "ADL APIWrapper", "doLMSInitialize", r""),
    ("wrapper", "SCOFunctions of ADL", "computeTime", r""),
    ("wrapper", "SCOBot", "SCOBot", r"SCOBot[\s\S]{0,60}?(\d+\.\d+\.\d+)"),
    ("authoring", "Articulate Storyline", "Articulate Storyline", r"Articulate Storyline (\d[\d.x]{0,12})"),
    ("authoring", "Articulate Storyline", "slideapi", r""),
    ("authoring", "Articulate Rise", "rise-scorm", r""),
    ("authoring", "Articulate Rise", "__RISE", r""),
    ("authoring", "Adobe Captivate", "Adobe Captivate", r"Adobe Captivate[^\d<\"]{0,20}(\d[\d.]{0,12})"),
    ("authoring", "Adobe Captivate", "cp.CPProjInit", r""),
    ("authoring", "iSpring", "iSpring", r"iSpring[\w\s]{0,30}?(\d+\.\d[\d.]{0,12})"),
    ("authoring", "Lectora", "trivantis", r""),
    ("authoring", "Lectora", "Lectora", r"Lectora[^\d<\"]{0,30}(\d+\.\d[\d.]{0,8})"),
    ("authoring", "Adapt", "adapt-contrib-core", r""),
    ("authoring", "Adapt", "adapt_framework", r""),
    ("authoring", "H5P", "H5PIntegration", r""),
    ("authoring", "eXeLearning", "eXeLearning", r"eXeLearning\D{0,3}(\d+\.\d[\d.]{0,8})"),
    ("authoring", "LiaScript", "LiaScript", r"LiaScript\D{0,3}(\d+\.\d[\d.]{0,8})"),
    ("authoring", "Xerte", "XerteOnlineToolkits", r""),
    ("authoring", "Elucidat", "elucidat", r""),
    ("authoring", "Easygenerator", "easygenerator", r""),
    ("authoring", "Evolve", "evolveauthoring", r""),
    ("authoring", "dominKnow", "dominknow", r""),
    ("authoring", "CourseLab", "CourseLab", r""),
    ("authoring", "Camtasia", "TechSmith", r""),
    ("authoring", "GLO Maker", "GLOMaker", r""),
)
_PATTERNS = [(kind, name, word, re.compile(pattern or "(?!)")) for kind, name, word, pattern in _WORDS]
_FILES = (
    ("Articulate Storyline", re.compile(r"(^|/)story_content/|(^|/)story(_html5)?\.html$")),
    ("Articulate Rise", re.compile(r"(^|/)scormcontent/lib/")),
    ("Adobe Captivate", re.compile(r"(^|/)assets/js/CPM\.js$|(^|/)CPM\.js$")),
    ("iSpring", re.compile(r"(^|/)ispring|(^|/)data/player\.js$")),
    ("Adapt", re.compile(r"(^|/)adapt/js/adapt\.min\.js$")),
    ("H5P", re.compile(r"(^|/)h5p\.json$")),
    ("eXeLearning", re.compile(r"(^|/)(exe_\w+\.js|contentv3\.xml|content\.xml|common_i18n\.js)$")),
    ("Camtasia", re.compile(r"(^|/)techsmith-smart-player")),
    ("darslik", re.compile(r"^darslik\.json$")),
)
_GENERATOR = re.compile(
    r"<meta\s[^>]{0,200}?name\s?=\s?[\"']generator[\"'][^>]{0,200}?content\s?=\s?[\"']([^\"']{2,80})", re.IGNORECASE
)
_LIBRARY = re.compile(
    r"jQuery(?: JavaScript Library| UI|\.?\w{0,20}| Migrate)? v?\d|Modernizr|Underscore\.js|lodash|Bootstrap v\d"
    r"|MathJax|three\.js|swfobject|video\.js|Backbone\.js|RequireJS|Prototype JavaScript|MooTools|GreenSock|CreateJS"
    r"|React|Vue\.js|Angular|core-js|YUI|Dojo|Handlebars|@license|d3js\.org|Moment\.js|Hammer\.JS|Lo-Dash"
    r"|webpackJsonp|Knockout|MediaElement",
)


def tools_in(path: str, text: str) -> Iterator[Tool]:
    """The tools that a file shows."""
    for kind, name, word, pattern in _PATTERNS:
        at = text.find(word)
        if at >= 0:
            found = pattern.search(text, max(0, at - 200), at + 400)
            yield Tool(kind, name, found[1] if found else "", path)
    for found in _GENERATOR.finditer(text[:_HEAD]):
        yield Tool("authoring", found[1].strip(), "", path)


def tools_by_name(paths: Iterable[str]) -> Iterator[Tool]:
    """The authoring tools that file names show."""
    for path in paths:
        for name, pattern in _FILES:
            if pattern.search(path):
                yield Tool("authoring", name, "", path)


def is_library(text: str) -> bool:
    """Whether a script says at its beginning that it is a well-known library, which authors of courses only use."""
    return bool(_LIBRARY.search(text[:1024]))

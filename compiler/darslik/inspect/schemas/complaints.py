"""What libxml2 says of a document that does not follow its schema → what is wrong, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from darslik.suggest import did_you_mean

MOST = 200
"""Complaints about one document that are looked at."""
_LONG = 8000
_PREFIXES = {
    "http://www.imsglobal.org/xsd/imsss": "imsss:",
    "http://www.adlnet.org/xsd/adlcp_v1p3": "adlcp:",
    "http://www.adlnet.org/xsd/adlcp_rootv1p2": "adlcp:",
    "http://www.adlnet.org/xsd/adlseq_v1p3": "adlseq:",
    "http://www.adlnet.org/xsd/adlnav_v1p3": "adlnav:",
    "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1": "imsmd:",
    "http://ltsc.ieee.org/xsd/LOM": "lom:",
    "http://www.w3.org/XML/1998/namespace": "xml:",
}
_TYPES = {
    "xs:ID": "a name that begins with a letter or `_`, has no blanks or `:` and occurs once",
    "xs:IDREF": "the identifier of an element",
    "xs:NCName": "a name that begins with a letter or `_` and has no blanks or `:`",
    "xs:boolean": "`true` or `false`",
    "xs:decimal": "a number such as `0.5`",
    "xs:integer": "a whole number",
    "xs:nonNegativeInteger": "a whole number from 0 on",
    "xs:positiveInteger": "a whole number from 1 on",
    "xs:duration": "a duration such as `PT1H30M`",
    "xs:dateTime": "a point in time such as `2030-01-31T12:00:00`",
    "xs:language": "a language tag such as `en`",
    "xs:anyURI": "an address",
}
_HEAD = re.compile(r"Element '([^']*)'(?:, attribute '([^']*)')?: (.*)", re.DOTALL)
_EXPECTED = re.compile(r" Expected is (?:one of )?\( (.*) \)\.?\s*$", re.DOTALL)
_FACET = re.compile(r"\[facet '(\w+)'\] (.*)", re.DOTALL)
_SET = re.compile(r"The value '(.*)' is not an element of the set \{(.*)\}", re.DOTALL)
_TYPE = re.compile(r"'(.*)' is not a valid value of the (?:local )?\w+ type(?: '([^']*)')?", re.DOTALL)


@dataclass(frozen=True)
class Complaint:
    """One of libxml2's messages, understood. `path`: an XPath of the element; `attribute`: local name, or empty."""

    path: str
    attribute: str
    message: str
    help: str = ""
    evidence: str = ""
    undeclared: str = ""
    """The namespace, if all that is wrong is that no schema declares the element or attribute."""


def understood(raw: Iterable[tuple[str, str]]) -> list[Complaint]:
    """Pairs of path and message → complaints; the first about each element or attribute."""
    found: dict[tuple[str, str], Complaint] = {}
    for path, message in raw:
        one = _complaint(path, message)
        found.setdefault((path, one.attribute), one)
        if len(found) >= MOST:
            break
    return list(found.values())


def _complaint(path: str, message: str) -> Complaint:
    message = message if len(message) < _LONG else f"{message[: _LONG // 2]}…{message[-_LONG // 2 :]}"
    head = _HEAD.match(message)
    if not head:
        return Complaint(path, "", plain(message))
    element, attribute, said = head[1], head[2] or "", head[3]
    what = _name(attribute) if attribute else _name(element)
    words, help_, evidence = _words(_name(element), what, said)
    undeclared = _space(attribute or element) if "available, but demanded by the strict wildcard" in said else ""
    if "No matching global" in said and "validation root" in said:
        undeclared = _space(element) or "no namespace"
    missing = re.match(r"The attribute '([^']*)' is (?:required|not)", said)
    local = re.sub(r"\{.*\}", "", attribute or (missing[1] if missing and "not allowed" in said else ""))
    return Complaint(path, local, words, help_, evidence, undeclared)


def _words(element: str, what: str, said: str) -> Words:
    if found := _FACET.match(said):
        return _facet(what, found[1], found[2])
    for pattern, words in _SAID:
        if match := pattern.match(said):
            return words(element, what, match)
    return f"{what}: {plain(said)}", "", ""


Words = tuple[str, str, str]
"""Message, help and evidence."""


def _not_expected(element: str, what: str, said: re.Match[str]) -> Words:
    del what
    return f"{element} is not allowed here", _expected(said.string), ""


def _lacks(element: str, what: str, said: re.Match[str]) -> Words:
    del what
    return f"{element} lacks an element", _expected(said.string), ""


def _attribute_unknown(element: str, what: str, said: re.Match[str]) -> Words:
    del what
    return f"{element} has no attribute {_name(said[1])}", "leave it out, or correct its name", ""


def _attribute_missing(element: str, what: str, said: re.Match[str]) -> Words:
    del what
    return f"{element} has no {_name(said[1])}", "add the attribute", ""


def _wrong_type(element: str, what: str, said: re.Match[str]) -> Words:
    del element
    wanted = _TYPES.get(said[2] or "", "")
    return f"`{said[1][:80]}` is no value of {what}", f"write {wanted}" if wanted else "", said[1][:200]


def _content(element: str, what: str, said: re.Match[str]) -> Words:
    del what, said
    return f"{element} holds text or elements that do not belong there", "take them out", ""


def _undeclared(element: str, what: str, said: re.Match[str]) -> Words:
    del element, said
    return f"no schema declares {what}", "map its namespace to a schema file of the package", ""


def _twice(element: str, what: str, said: re.Match[str]) -> Words:
    del what
    return f"{element} occurs a second time with {said[1]}", "each may occur once", said[1]


_SAID = (
    (re.compile(r"This element is not expected"), _not_expected),
    (re.compile(r"Missing child element"), _lacks),
    (re.compile(r"The attribute '([^']*)' is not allowed"), _attribute_unknown),
    (re.compile(r"The attribute '([^']*)' is required"), _attribute_missing),
    (_TYPE, _wrong_type),
    (re.compile(r"(?:Character|Element) content .*not allowed", re.DOTALL), _content),
    (re.compile(r"No matching global"), _undeclared),
    (re.compile(r"Duplicate key-sequence \[(.*?)\]", re.DOTALL), _twice),
)


def _facet(what: str, facet: str, said: str) -> Words:
    if facet == "enumeration" and (found := _SET.match(said)):
        values = re.findall(r"'([^']*)'", found[2])
        same = next((one for one in values if one.lower() == found[1].strip().lower()), None)
        meant = f"did you mean `{same}`?" if same else did_you_mean(found[1][:80], values)
        allowed = ", ".join(f"`{one}`" for one in values[:20])
        return f"`{found[1][:80]}` is no value of {what}", meant or f"one of {allowed}", found[1][:200]
    value = re.match(r"The value '(.*?)' ", said, re.DOTALL)
    shown = value[1][:80] if value else ""
    limit = re.findall(r"'([^']*)'", said)[-1:] or [""]
    length = re.search(r"has a length of '(\d+)'", said)
    words = {
        "maxLength": f"{what} has {length[1] if length else 'too many'} characters; {limit[0]} are the most",
        "minLength": f"{what} is too short",
        "maxInclusive": f"`{shown}` is too much for {what}; {limit[0]} is the most",
        "minInclusive": f"`{shown}` is too little for {what}; {limit[0]} is the least",
        "pattern": f"`{shown}` does not have the form of {what}",
    }
    return words.get(facet, f"{what}: {plain(said)}"), "", shown


def _expected(said: str) -> str:
    found = _EXPECTED.search(said)
    if not found:
        return "nothing may follow here; if it belongs into this element at all, it comes too late"
    names = []
    for one in found[1].split(", "):
        other = one.startswith("##")
        names.append("an element of another namespace" if other else _name(one))
    return f"expected is {' or '.join(dict.fromkeys(names[:12]))}"


def _name(name: str) -> str:
    return f"`{_PREFIXES.get(_space(name), '')}{re.sub(r'{.*}', '', name)}`"


def _space(name: str) -> str:
    return name[1:].split("}", 1)[0] if name.startswith("{") else ""


def plain(said: str) -> str:
    """One of libxml2's sentences without namespaces, quotes and full stop."""
    text = re.sub(r"\{[^}]*\}", "", said).strip().rstrip(".").replace("'", "`")
    return (text[:1].lower() + text[1:])[:300]

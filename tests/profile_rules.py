"""The rules of xAPI Profiles 1.0 that a profile document and statements under it can break (part two, 4 to 9)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

PROFILE = {"id", "@context", "type", "conformsTo", "prefLabel", "definition", "versions", "author"}
ACTIVITY = {"id", "type", "inScheme", "activityDefinition"}
TEMPLATE = {"id", "type", "inScheme", "prefLabel", "definition"}
DETERMINING = {"verb", "objectActivityType"}
RULE = {"location", "selector", "presence", "any", "all", "none", "scopeNote"}
KINDS_OF_PATTERN = {"alternates", "optional", "oneOrMore", "sequence", "zeroOrMore"}
LISTS = {
    "choice": {"choices"},
    "sequencing": {"choices"},
    "likert": {"scale"},
    "matching": {"source", "target"},
    "performance": {"steps"},
}
"""Component lists that an interaction may have (xAPI Data, Appendix C)."""


def problems(profile: Json) -> list[str]:
    """What is wrong with a profile document."""
    return [
        *_head(profile),
        *_ids(profile),
        *_empty(profile, "$"),
        *_concepts(profile),
        *_templates(profile),
        *_patterns(profile),
    ]


def _head(profile: Json) -> Iterator[str]:
    if missing := PROFILE - set(profile):
        yield f"the profile lacks {missing}"
    if unknown := set(profile) - PROFILE - {"concepts", "templates", "patterns", "seeAlso"}:
        yield f"the profile has {unknown}"
    fixed = {"@context": "https://w3id.org/xapi/profiles/context", "type": "Profile"}
    yield from (f"{key} is not {value}" for key, value in fixed.items() if profile.get(key) != value)
    if profile.get("conformsTo") != "https://w3id.org/xapi/profiles#1.0":
        yield "conformsTo names another version"
    for version in profile["versions"]:
        if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", version["generatedAtTime"]):
            yield "generatedAtTime is no timestamp"
        if version["id"] == profile["id"]:
            yield "a version has the id of the profile"


def _ids(profile: Json) -> Iterator[str]:
    if profile["author"].get("type") not in {"Organization", "Person"} or not profile["author"].get("name"):
        yield "the author is neither an organization nor a person with a name"
    ids = [part["id"] for part in (profile, *_parts(profile))]
    if len(set(ids)) < len(ids):
        yield "an id is there twice"
    yield from (f"{one} is no IRI" for one in ids if not re.match(r"[a-z]+://[^\s<>\"{}|\\^`]+\Z", one))
    schemes = {version["id"] for version in profile["versions"]}
    yield from (f"{part['id']} is in no version" for part in _parts(profile) if part.get("inScheme") not in schemes)


def _parts(profile: Json) -> list[Json]:
    return [*profile.get("concepts", ()), *profile.get("templates", ()), *profile.get("patterns", ())]


def _empty(value: Any, where: str) -> Iterator[str]:
    """Values must not be empty objects, null, empty strings or empty arrays (4.0)."""
    if value is None or value in ("", {}, []):
        yield f"{where} is empty"
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from _empty(inner, f"{where}.{key}")


def _concepts(profile: Json) -> Iterator[str]:
    for concept in profile["concepts"]:
        name = concept["id"]
        if set(concept) != ACTIVITY or concept["type"] != "Activity":
            yield f"{name} is no activity"
            continue
        definition = concept["activityDefinition"]
        if definition.get("@context") != "https://w3id.org/xapi/profiles/activity-context":
            yield f"{name}: @context"
        there = {"choices", "scale", "source", "target", "steps"} & set(definition)
        if there - LISTS.get(definition.get("interactionType", ""), set()):
            yield f"{name}: a {definition.get('interactionType')} has {there}"
        for group in there:
            ids = [component["id"] for component in definition[group]]
            if len(set(ids)) < len(ids):
                yield f"{name}: a component is there twice"


def _templates(profile: Json) -> Iterator[str]:
    for template in profile["templates"]:
        if TEMPLATE - set(template) or set(template) - TEMPLATE - DETERMINING - {"rules"}:
            yield f"{template['id']}: {set(template)}"
        for rule in template["rules"]:
            if set(rule) - RULE or not set(rule) & {"presence", "any", "all", "none"}:
                yield f"{template['id']}: the rule {rule}"
            if rule.get("presence", "included") not in {"included", "excluded", "recommended"}:
                yield f"{template['id']}: presence {rule['presence']}"
            if not all(_steps(path) for path in rule["location"].split("|")):
                yield f"{template['id']}: the path {rule['location']}"


def _patterns(profile: Json) -> Iterator[str]:
    known = {part["id"]: part for part in (*profile["templates"], *profile["patterns"])}
    for pattern in profile["patterns"]:
        name = pattern["id"]
        kinds = KINDS_OF_PATTERN & set(pattern)
        if len(kinds) != 1:
            yield f"{name} has {kinds}"
            continue
        (kind,) = kinds
        inner = pattern[kind] if isinstance(pattern[kind], list) else [pattern[kind]]
        yield from (f"{name} names {one}" for one in inner if one not in known)
        if kind in {"alternates", "sequence"} and len(inner) < 2:
            yield f"{name} has one member"
        if kind == "alternates" and any({"optional", "zeroOrMore"} & set(known[one]) for one in inner):
            yield f"{name}: optional inside of alternates"
        if pattern.get("primary") and not {"prefLabel", "definition"} <= set(pattern):
            yield f"{name} is primary and has no label"
    if not any(pattern.get("primary") for pattern in profile["patterns"]):
        yield "no pattern is primary"


def _steps(path: str) -> list[str]:
    """A path in the subset of JSONPath that we use → its steps; none if it is another one."""
    found = re.findall(r"\.([A-Za-z]+)|\['([^']+)'\]|\[(\*)\]", path.strip())
    whole = "$" + "".join(f".{a}" if a else f"['{b}']" if b else "[*]" for a, b, _ in found)
    return [a or b or star for a, b, star in found] if whole == path.strip() else []


def values(statement: Json, location: str) -> list[Any]:
    """The values at a location."""
    found: list[Any] = []
    for path in location.split("|"):
        here: list[Any] = [statement]
        for step in _steps(path):
            if step == "*":
                here = [one for many in here if isinstance(many, list) for one in many]
            else:
                here = [one[step] for one in here if isinstance(one, dict) and step in one]
        found += here
    return found


def follows(statement: Json, template: Json) -> bool:
    """Whether a statement has the determining properties and keeps all rules (8.1)."""
    determining = {"verb": "$.verb.id", "objectActivityType": "$.object.definition.type"}
    if any(values(statement, path) != [template[key]] for key, path in determining.items() if key in template):
        return False
    return all(_keeps(statement, rule) for rule in template["rules"])


def _keeps(statement: Json, rule: Json) -> bool:
    found = values(statement, rule["location"])
    presence = rule.get("presence")
    if (presence == "included" and not found) or (presence == "excluded" and found):
        return False
    if presence == "excluded" or (presence == "recommended" and not found):
        return True
    anything = "any" not in rule or any(one in rule["any"] for one in found)
    return anything and all(one in rule["all"] for one in found if "all" in rule)


def expression(profile: Json) -> re.Pattern[str]:
    """The primary pattern as a regular expression over the ids of templates, each in `<…>`."""
    known = {part["id"]: part for part in profile["patterns"]}

    def of(name: str) -> str:
        part = known.get(name)
        if part is None:
            return re.escape(f"<{name}>")
        (kind,) = KINDS_OF_PATTERN & set(part)
        inner = part[kind]
        if kind in {"alternates", "sequence"}:
            return "(?:" + ("|" if kind == "alternates" else "").join(map(of, inner)) + ")"
        return f"(?:{of(inner)})" + {"optional": "?", "oneOrMore": "+", "zeroOrMore": "*"}[kind]

    (primary,) = (part["id"] for part in profile["patterns"] if part.get("primary"))
    return re.compile(of(primary))

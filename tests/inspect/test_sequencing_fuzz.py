"""Random trees of sequencing: no rule ever fails, and each finding is about a place in the file."""

from __future__ import annotations

import os
from xml.sax.saxutils import quoteattr

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from darslik.inspect.manifest import ADLSEQ
from darslik.inspect.sequencing.grammar import (
    ACTIONS,
    ATTRIBUTES,
    CHILD_SETS,
    CONDITIONS,
    ORDER,
    PARENTS,
    REQUIRED_FOR,
    TIMINGS,
)
from sequencings import judged, manifest, sequencing, subject_of

EXAMPLES = int(os.environ.get("DARSLIK_FUZZ", "60"))
WORDS = (
    *("", " ", "a", "b", "a b", "a%20b", "true", "false", "1", "-1", "0.5", "80", "PT1H", "all", "any", "not"),
    *(
        "\u202e",
        "é🎓",
        *CONDITIONS,
        *CHILD_SETS,
        *REQUIRED_FOR,
        *TIMINGS,
        *(one for row in ACTIONS.values() for one in row),
    ),
)
TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=12)
VALUES = st.one_of(st.sampled_from(WORDS), TEXT)
NAMES = sorted(
    {name for names in ATTRIBUTES.values() for name in names} | {"Flow", "xml:lang", "imsss:choice", "adlseq:x"}
)
TAGS = sorted(PARENTS)
STRAY = [
    "imsss:nothing",
    "adlseq:controlMode",
    "sequencing",
    "item",
    "organization",
    "adlcp:completionThreshold",
    "adlcp:data",
]


def prefixed(tag: str) -> str:
    return f"{'adlseq' if ADLSEQ in tag else 'imsss'}:{tag.split('}')[1]}"


@st.composite
def elements(draw: st.DrawFn, tag: str, depth: int) -> str:
    """An element with mostly its own attributes and children, sometimes any."""
    usual = ATTRIBUTES.get(tag) or NAMES
    names = draw(st.lists(st.one_of(st.sampled_from(usual), st.sampled_from(NAMES)), max_size=4, unique=True))
    attributes = "".join(f"{draw(SPACES)}{name}={quoteattr(draw(VALUES))}" for name in names)
    held = ORDER.get(tag) or tuple(TAGS)
    inner = ""
    if depth:
        kinds = draw(st.lists(st.one_of(st.sampled_from(held), st.sampled_from(TAGS)), max_size=3))
        inner = "".join(draw(elements(kind, depth - 1)) for kind in kinds)
    inner += draw(LEAVES)
    name = draw(st.sampled_from(STRAY)) if draw(st.integers(0, 15)) == 0 else prefixed(tag)
    return f"<{name}{attributes}>{inner}</{name}>" if inner else f"<{name}{attributes}/>"


SPACES = st.sampled_from([" ", "\n", "\r\n  ", "\t"])
LEAVES = st.sampled_from(["", "", "", "0.8", "\n", "<!-- a > b -->", "<?go 'there'?>", "<![CDATA[<x>]]>", "&amp;"])
SEQUENCINGS = st.lists(elements("{http://www.imsglobal.org/xsd/imsss}sequencing", 4), max_size=2).map("".join)


@st.composite
def manifests(draw: st.DrawFn) -> str:
    use = sequencing("", 'IDRef="a"') if draw(st.booleans()) else ""
    more = "".join(
        f'\n<item identifier="{number}" identifierref="r"><title>Next</title>{draw(SEQUENCINGS)}</item>'
        for number in range(draw(st.integers(0, 2)))
    )
    shared = draw(SEQUENCINGS)
    return manifest(
        draw(SEQUENCINGS) + use,
        organization=draw(SEQUENCINGS),
        shared=shared.replace("<imsss:sequencing>", '<imsss:sequencing ID="a">', 1) if "ID=" not in shared else shared,
        edition=draw(st.sampled_from(["4th", "3rd", "9th"])),
        more=more,
    )


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(manifests())
def test_no_rule_fails_and_each_finding_has_its_place(text: str) -> None:
    subject = subject_of(text)
    assert subject, "the trees are well-formed"
    lines = subject.xml.lines
    for rule_id, one in (*judged(text), *judged(text, hints=True)):
        for span in (one.span, *(other.span for other in one.related)):
            assert span.file == "imsmanifest.xml"
            assert 1 <= span.line <= len(lines), rule_id
            assert 1 <= span.column <= span.column + span.length - 1 <= len(lines[span.line - 1]), rule_id
        assert one.message
        assert not one.message.endswith(".")
        assert one.help, rule_id


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(manifests())
def test_any_sequencing_can_be_read(text: str) -> None:
    subject = subject_of(text)
    assert subject
    for activity in subject.manifest.activities:
        found = subject.sequencings.of(activity)
        assert 0 <= found.rollup.measure_weight <= 1
        assert all(-1 <= one.minimum_measure <= 1 for one in found.objectives)
        assert {one.phase for one in found.rules} <= {"pre", "exit", "post"}
        assert (found.limits.attempt_limit or 0) >= 0

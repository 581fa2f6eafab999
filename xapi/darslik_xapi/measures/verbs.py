"""What verbs and activity types mean to the measures, whoever sent them: IRIs of ADL, cmi5 and Activity Streams.

A course of another tool is measured by these, not by IRIs of ours. To teach the measures a new verb, add it to a set.
"""

from __future__ import annotations

_ADL = "http://adlnet.gov/expapi"
_W3 = "https://w3id.org/xapi"
_STREAMS = "http://activitystrea.ms/schema/1.0"

EXPERIENCED = (f"{_ADL}/verbs/experienced", "http://id.tincanapi.com/verb/viewed", f"{_STREAMS}/read")
ANSWERED = (f"{_ADL}/verbs/answered",)
INITIALIZED = (f"{_ADL}/verbs/initialized", f"{_ADL}/verbs/attempted", f"{_STREAMS}/start")
TERMINATED = (f"{_ADL}/verbs/terminated", f"{_ADL}/verbs/exited", f"{_ADL}/verbs/suspended")
PROGRESSED = (f"{_ADL}/verbs/progressed",)
COMPLETED = (f"{_ADL}/verbs/completed", f"{_STREAMS}/complete", f"{_W3}/adl/verbs/satisfied")
PASSED = (f"{_ADL}/verbs/passed", f"{_ADL}/verbs/mastered")
FAILED = (f"{_ADL}/verbs/failed",)
VOIDED = f"{_ADL}/verbs/voided"
REGISTERED = (
    f"{_ADL}/verbs/registered",
    f"{_ADL}/verbs/launched",
    f"{_ADL}/verbs/preferred",
    f"{_W3}/adl/verbs/waived",
)
"""What a platform says before or without the learner: no sign that the course was opened."""

OUTCOMES = (*COMPLETED, *PASSED, *FAILED)

PAGE_TYPES = (
    f"{_STREAMS}/page",
    f"{_STREAMS}/article",
    f"{_ADL}/activities/slide",
    "http://id.tincanapi.com/activitytype/slide",
    f"{_W3}/acrossx/activities/webpage",
)
MODULE_TYPES = (
    f"{_ADL}/activities/module",
    f"{_ADL}/activities/lesson",
    "http://id.tincanapi.com/activitytype/chapter",
    "http://id.tincanapi.com/activitytype/section",
)
PART_TYPES = (
    *PAGE_TYPES,
    *MODULE_TYPES,
    f"{_ADL}/activities/assessment",
    f"{_ADL}/activities/question",
    f"{_ADL}/activities/interaction",
    f"{_ADL}/activities/cmi.interaction",
    f"{_ADL}/activities/media",
    f"{_W3}/video/activity-type/video",
    f"{_W3}/cmi5/activitytype/block",
)
"""An outcome of one of these, or of an activity that has a parent, says nothing about the whole course."""
PARTS = (*EXPERIENCED, *ANSWERED, *PROGRESSED)
"""Of statements about parts of a course; other verbs are about what was launched."""

"""The identifiers that cmi5 defines."""

from __future__ import annotations

_CMI5 = "https://w3id.org/xapi/cmi5/"
CATEGORY = _CMI5 + "context/categories/cmi5"
MOVE_ON_CATEGORY = _CMI5 + "context/categories/moveon"
SESSION_ID = _CMI5 + "context/extensions/sessionid"
MASTERY_SCORE = _CMI5 + "context/extensions/masteryscore"
LAUNCH_MODE = _CMI5 + "context/extensions/launchmode"
LAUNCH_URL = _CMI5 + "context/extensions/launchurl"
MOVE_ON = _CMI5 + "context/extensions/moveon"
LAUNCH_PARAMETERS = _CMI5 + "context/extensions/launchparameters"
PROGRESS = _CMI5 + "result/extensions/progress"
REASON = _CMI5 + "result/extensions/reason"
BLOCK_TYPE = _CMI5 + "activitytype/block"
COURSE_TYPE = _CMI5 + "activitytype/course"

_ADL = "http://adlnet.gov/expapi/verbs/"
_W3ID = "https://w3id.org/xapi/adl/verbs/"
VERBS = {
    "launched": _ADL + "launched",
    "initialized": _ADL + "initialized",
    "completed": _ADL + "completed",
    "passed": _ADL + "passed",
    "failed": _ADL + "failed",
    "terminated": _ADL + "terminated",
    "abandoned": _W3ID + "abandoned",
    "waived": _W3ID + "waived",
    "satisfied": _W3ID + "satisfied",
}
AU_VERBS = ("initialized", "completed", "passed", "failed", "terminated")
VOIDED = _ADL + "voided"
LAUNCH_DATA = "LMS.LaunchData"
PREFERENCES = "cmi5LearnerPreferences"

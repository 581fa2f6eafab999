"""Statements as text: what repeats is serialised once, so that millions can be written."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta

from darslik_xapi.plan import Activity, Plan
from darslik_xapi.rules.activities import INTERACTIONS

from .cohort import Learner, new_id

ADL = "http://adlnet.gov/expapi/"
CMI5 = "https://w3id.org/xapi/cmi5/context"
PROGRESS = "https://w3id.org/xapi/cmi5/result/extensions/progress"
TYPES = {
    "course": f"{ADL}activities/course",
    "module": f"{ADL}activities/module",
    "quiz": f"{ADL}activities/assessment",
    "page": "http://activitystrea.ms/schema/1.0/page",
    "question": f"{ADL}activities/cmi.interaction",
}
DEFINED = ("initialized", "completed", "passed", "failed", "terminated", "abandoned")
OF_THE_LMS = "https://w3id.org/xapi/adl/verbs/abandoned"


def dump(value: object) -> str:
    """JSON without blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def duration(seconds: float) -> str:
    """ISO 8601, to a hundredth of a second."""
    return f"PT{seconds:.2f}S"


def stamp(when: datetime) -> str:
    """RFC 3339 in UTC, to a millisecond."""
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{when.microsecond // 1000:03d}Z"


class Writer:
    """The statements of one registration."""

    def __init__(self, plan: Plan, objects: dict[str, str], who: Learner, dice: random.Random) -> None:
        home, name = who.account
        team = {
            "objectType": "Group",
            "name": f"Agency {who.agency:02d}",
            "account": {"homePage": home, "name": f"agency-{who.agency:02d}"},
        }
        self.dice = dice
        self.objects = objects
        self.registration = new_id(dice)
        self.launched = f"{home}/activities/{plan.name}"
        self.session = ""
        account = {"homePage": home, "name": name}
        self._actor = dump({"objectType": "Agent", "name": f"Learner {who.number:06d}", "account": account})
        self._context = (
            f'"registration":"{self.registration}","language":{dump(who.language)},"revision":{dump(plan.version)},'
            f'"team":{dump(team)}'
        )
        self._grouping = f'"grouping":[{{"objectType":"Activity","id":{dump(plan.course)}}}]'
        self._parent = f'"parent":[{{"objectType":"Activity","id":{dump(self.launched)}}}],{self._grouping}'

    def new_session(self) -> None:
        """A launch: what follows carries its id."""
        self.session = new_id(self.dice)

    def write(self, verb: str, about: str, when: datetime, result: str = "", *, judged: bool = False) -> str:
        """One statement; `about` is an activity's IRI or empty for what was launched; `result` is JSON."""
        defined = verb in DEFINED
        categories = [f"{CMI5}/categories/cmi5", *([f"{CMI5}/categories/moveon"] if judged else [])]
        category = ",".join(f'{{"objectType":"Activity","id":"{one}"}}' for one in categories)
        activities = f'{self._grouping},"category":[{category}]' if defined else self._parent
        target = self.objects[about] if about else f'{{"objectType":"Activity","id":{dump(self.launched)}}}'
        iri = OF_THE_LMS if verb == "abandoned" else f"{ADL}verbs/{verb}"
        stored = when + timedelta(milliseconds=40 + self.dice.random() * 2_000)
        return (
            f'{{"id":"{new_id(self.dice)}","actor":{self._actor},'
            f'"verb":{{"id":"{iri}","display":{{"en":"{verb}"}}}},"object":{target},'
            f"{f'{chr(34)}result{chr(34)}:{result},' if result else ''}"
            f'"context":{{{self._context},"contextActivities":{{{activities}}},'
            f'"extensions":{{"{CMI5}/extensions/sessionid":"{self.session}"}}}},'
            f'"timestamp":"{stamp(when)}","stored":"{stamp(stored)}","version":"1.0.3"}}'
        )


def objects(plan: Plan) -> dict[str, str]:
    """The object of each activity as JSON, with its definition, by IRI."""
    return {one.iri: dump(_object(one)) for one in plan.activities if one.kind in TYPES}


def _object(activity: Activity) -> dict[str, object]:
    definition: dict[str, object] = {"type": TYPES[activity.kind], "name": activity.title}
    if activity.interaction:
        definition["interactionType"] = activity.interaction
        if activity.correct:
            definition["correctResponsesPattern"] = list(activity.correct)
        allowed = INTERACTIONS.get(activity.interaction, ())
        for part in activity.components:
            if part.group not in allowed:
                continue
            listed = definition.setdefault(part.group, [])
            if isinstance(listed, list):
                listed.append({"id": part.id, "description": part.label})
    return {"objectType": "Activity", "id": activity.iri, "definition": definition}

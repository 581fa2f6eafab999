"""The shape of a profile: what its YAML may say. `schemas/profile.schema.json` is made from it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from darslik.model.base import Node, Text
from darslik.model.course import TargetOptions

_NAME = r"^[a-z][a-z0-9.-]*$"
_ENDING = r"^\.[a-z0-9.]+$"
# Pydantic leaves the pattern of a text that is converted first out of the schema.
Name = Annotated[Text, StringConstraints(pattern=_NAME, max_length=40), Field(json_schema_extra={"pattern": _NAME})]
"""The id of a profile, as on the command line: `moodle-4.5`."""
Ending = Annotated[Text, StringConstraints(pattern=_ENDING), Field(json_schema_extra={"pattern": _ENDING})]
"""The end of a file's name, in small letters with the point."""


class Replacing(Node):
    """What a row means for replacing a package. `when`: kinds, classes and facts of a comparison, one must hold."""

    when: tuple[Text, ...] = Field(min_length=1)
    verdict: Literal["note", "care", "new"]


class Settings(Node):
    """What a check must be told of an LMS."""

    megabytes: float | None = Field(default=None, gt=0)
    files: int | None = Field(default=None, gt=0)
    characters: int | None = Field(default=None, gt=0)
    endings: tuple[Ending, ...] = ()
    takes: tuple[Text, ...] = ()
    """Targets that can be imported; `scorm2004-2` is the 2nd Edition."""
    words: tuple[Text, ...] = ()
    """Texts that are known, letter by letter."""


class Quirk(Node):
    """One thing that is known of an LMS."""

    id: Text
    severity: Literal["breaks", "degrades", "information"]
    concerns: tuple[Text, ...] = Field(min_length=1)
    text: Text
    do: Text
    evidence: tuple[Text, ...] = Field(min_length=1)
    targets: tuple[Text, ...] = ()
    """The packages that it is about; all if none is named."""
    replace: Replacing | None = None
    check: Text | None = None
    """The rule that sees it in a package: one about LMSs, or an ordinary one, which then weighs as much as this row."""
    settings: Settings = Settings()
    """What that rule must be told."""


class Prefer(Node):
    """What is built for an LMS if nobody says otherwise."""

    target: Text


class Refusal(Node):
    """Values that SetValue refuses. `element` is a part of the element's name, `value` a regular expression."""

    element: Text
    value: Text


class Simulate(Node):
    """How the LMS of the tests behaves to be like this one."""

    empty: bool = False
    """Credit, entry, mode and counts are empty texts."""
    both_apis: bool = Field(default=False, alias="both-apis")
    says_false: bool = Field(default=False, alias="says-false")
    """SetValue stores the value, answers false, and the error is 0."""
    refuses: tuple[Refusal, ...] = ()
    state: int | None = Field(default=None, gt=0)
    """Characters of suspend data that are taken; longer ones are refused."""
    drops: tuple[Text, ...] = ()
    """Elements whose names contain one of these are accepted and not stored."""
    wipes_state: bool = Field(default=False, alias="wipes-state")
    """Suspend data is emptied once the course is completed."""
    mastery_overrides: bool = Field(default=True, alias="mastery-overrides")
    """SCORM 1.2: at the end of a session the status becomes what raw score and mastery score say, as the RTE has it."""
    completes_untouched: bool = Field(default=False, alias="completes-untouched")
    """SCORM 1.2: a session that ends without a status is completed."""
    completed_by: tuple[Text, ...] = Field(default=("completed", "passed"), alias="completed-by")
    """Statuses of SCORM 1.2 that complete the course."""
    leaving_lost: bool = Field(default=False, alias="leaving-lost")
    """What is sent while the page goes away is answered true and lost."""
    review_when_final: bool = Field(default=False, alias="review-when-final")
    """The next session after a final status is in review mode."""


class Profile(Node):
    """One LMS, or one line of its versions."""

    id: Name
    name: Text
    versions: Text
    extends: Name | None = None
    """Takes over the rows of this one, but for those in `without` or written here."""
    without: tuple[Text, ...] = ()
    replace: tuple[Text, ...] = ()
    """What an administrator does to replace a package; the parent's if empty."""
    fresh: tuple[Text, ...] = ()
    """What an administrator does to upload it beside the old one."""
    prefer: Prefer | None = None
    build: TargetOptions = TargetOptions()
    """Options of targets, as in course.yaml; what a course says itself stays."""
    simulate: Simulate = Simulate()
    quirks: tuple[Quirk, ...] = ()

    @property
    def taken(self) -> Quirk | None:
        """The row that says which targets can be imported; none if nothing is known to be refused."""
        return next((row for row in self.quirks if row.settings.takes), None)


def profile_schema() -> dict[str, Any]:
    """The JSON Schema of a profile, for editors."""
    schema = Profile.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "LMS profile of darslik", **schema}

"""The shape of a profile: what its YAML may say. `schemas/profile.schema.json` is made from it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from darslik.model.base import Node, Text

Name = Annotated[Text, StringConstraints(pattern=r"^[a-z][a-z0-9.-]*$", max_length=40)]
"""The id of a profile, as on the command line: `moodle-4.5`."""


class Replacing(Node):
    """What a row means for replacing a package. `when`: kinds, classes and facts of a comparison, one must hold."""

    when: tuple[Text, ...] = Field(min_length=1)
    verdict: Literal["note", "care", "new"]


class Settings(Node):
    """What a check must be told of an LMS."""

    megabytes: float | None = Field(default=None, gt=0)
    files: int | None = Field(default=None, gt=0)
    characters: int | None = Field(default=None, gt=0)
    endings: tuple[Annotated[Text, StringConstraints(pattern=r"^\.[a-z0-9.]+$")], ...] = ()
    """Of file names, in small letters with the point."""
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
    quirks: tuple[Quirk, ...] = ()


def profile_schema() -> dict[str, Any]:
    """The JSON Schema of a profile, for editors."""
    schema = Profile.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "LMS profile of darslik", **schema}

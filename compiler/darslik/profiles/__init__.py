"""What is known of LMSs, as data: one `<id>.toml` each. Which rows matter to what, a row says itself.

A profile takes over the rows of the one that it `extends`, but for those that it names in `without` or writes itself.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

GENERIC = "generic"


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Replacing(_Data):
    """What a row means for replacing a package. `when`: kinds, classes and facts of a comparison, one must hold."""

    when: tuple[str, ...] = Field(min_length=1)
    verdict: Literal["note", "care", "new"]


class Quirk(_Data):
    """One thing that is known. `targets`: the packages that it is about; all if none is named."""

    id: str
    severity: Literal["breaks", "degrades", "information"]
    concerns: tuple[str, ...] = Field(min_length=1)
    text: str
    do: str
    evidence: tuple[str, ...] = Field(min_length=1)
    targets: tuple[str, ...] = ()
    replace: Replacing | None = None


class Profile(_Data):
    """One LMS, or one line of its versions."""

    id: str
    name: str
    versions: str
    extends: str | None = None
    without: tuple[str, ...] = ()
    replace: tuple[str, ...] = ()
    """What an administrator does to replace a package; the parent's if empty."""
    fresh: tuple[str, ...] = ()
    """What an administrator does to upload it beside the old one."""
    quirks: tuple[Quirk, ...] = ()


@cache
def profiles() -> dict[str, Profile]:
    """All profiles, whole; the generic one first."""
    folder = files("darslik") / "profiles"
    found = [
        Profile.model_validate(tomllib.loads(path.read_text("utf-8")))
        for path in folder.iterdir()
        if path.name.endswith(".toml")
    ]
    written = {profile.id: profile for profile in found}
    names = sorted(written, key=lambda name: (name != GENERIC, name))
    return {name: _whole(written[name], written) for name in names}


def _whole(profile: Profile, written: dict[str, Profile]) -> Profile:
    if profile.extends is None:
        return profile
    parent = _whole(written[profile.extends], written)
    own = {quirk.id for quirk in profile.quirks}
    taken = tuple(quirk for quirk in parent.quirks if quirk.id not in own and quirk.id not in profile.without)
    return profile.model_copy(
        update={
            "quirks": (*profile.quirks, *taken),
            "replace": profile.replace or parent.replace,
            "fresh": profile.fresh or parent.fresh,
        }
    )

"""A profile's YAML → `Profile`, with what is wrong at its line and column. Third parties write profiles, too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from pydantic import BaseModel

from darslik.diagnostics import Severity, Sink, Span
from darslik.model.problems import build
from darslik.profiles.model import Profile
from darslik.rules import RULES, define
from darslik.source.yaml import Route, YamlDocument, read_yaml
from darslik.suggest import did_you_mean

M = TypeVar("M", bound=BaseModel)
MAX_BYTES = 1_000_000

define(
    "profile-name-unknown",
    Severity.ERROR,
    """
    A profile of an LMS names something that does not exist: another profile, a row, a target or a rule.

    A misspelt rule would never be checked, and nobody would notice. `darslik profiles`, `darslik targets` and
    `darslik explain` list the names.

    Bad:
    === my-lms.profile.yaml
    id: my-lms
    name: My LMS
    versions: any
    extends: moodel
    Good:
    === my-lms.profile.yaml
    id: my-lms
    name: My LMS
    versions: any
    extends: moodle
    """,
    about=("profile",),
)
define(
    "profile-extends-itself",
    Severity.ERROR,
    """
    A profile of an LMS extends itself, directly or through others.

    Rows are taken over from the profile that is extended; here that never ends.

    Bad:
    === my-lms.profile.yaml
    id: my-lms
    name: My LMS
    versions: any
    extends: my-lms
    Good:
    === my-lms.profile.yaml
    id: my-lms
    name: My LMS
    versions: any
    extends: generic
    """,
    about=("profile",),
)
define(
    "profile-row-twice",
    Severity.ERROR,
    """
    Two rows of a profile have the same id.

    A profile that extends this one names rows by their ids, to replace them or to leave them out.

    Bad:
    === my-lms.profile.yaml
    id: my-lms
    name: My LMS
    versions: any
    quirks:
      - {id: A1, severity: degrades, concerns: [state], text: Small., do: save less, evidence: [seen]}
      - {id: A1, severity: degrades, concerns: [import], text: Slow., do: wait, evidence: [seen]}
    Good:
    === my-lms.profile.yaml
    id: my-lms
    name: My LMS
    versions: any
    quirks:
      - {id: A1, severity: degrades, concerns: [state], text: Small., do: save less, evidence: [seen]}
      - {id: A2, severity: degrades, concerns: [import], text: Slow., do: wait, evidence: [seen]}
    """,
    about=("profile",),
)
define(
    "profile-setting",
    Severity.ERROR,
    """
    A row of a profile lacks a setting without which its rule cannot run, or has one that its rule does not know.

    A rule about large packages must be told what is large in this LMS.

    Bad:
    === my-lms.profile.yaml
    id: my-lms
    name: My LMS
    versions: any
    quirks:
      - id: A1
        severity: breaks
        concerns: [import]
        text: It takes small packages.
        do: keep media small
        evidence: [its manual]
        check: package-too-large
    Good:
    === my-lms.profile.yaml
    id: my-lms
    name: My LMS
    versions: any
    quirks:
      - id: A1
        severity: breaks
        concerns: [import]
        text: It takes small packages.
        do: keep media small
        evidence: [its manual]
        check: package-too-large
        settings: {megabytes: 50}
    """,
    about=("profile",),
)


def read_profile(body: bytes, file: str, known: Mapping[str, Profile], sink: Sink) -> Profile | None:
    """A profile, whole, with the rows that it takes over from one of `known`; none if something is wrong with it."""
    profile, document = parse_profile(body, file, sink)
    if profile is None or document is None:
        return None
    Checker(profile, document, known, sink).check()
    return None if sink.errors else whole(profile, known)


def parse_profile(body: bytes, file: str, sink: Sink) -> tuple[Profile | None, YamlDocument | None]:
    """A profile as it is written, and where its parts stand."""
    if len(body) > MAX_BYTES:
        sink.add("yaml-syntax", f"a profile of more than {MAX_BYTES:,} bytes", Span(file))
        return None, None
    document = read_yaml(body.decode("utf-8-sig", "replace"), file, sink)
    if sink.errors:
        return None, None
    return build(Profile, document, "a profile", sink), document


class Checker:
    """Whether everything exists that a profile names."""

    def __init__(self, profile: Profile, document: YamlDocument, known: Mapping[str, Profile], sink: Sink) -> None:
        self.profile, self.document, self.known, self.sink = profile, document, known, sink

    def check(self) -> None:
        """Report what does not."""
        self._extends()
        self._rows()
        self._checks()
        for route, name in self._targets():
            self._one(route, name, "target", targets_known())

    def _extends(self) -> None:
        name = self.profile.extends
        if name == self.profile.id:
            span = self.document.span(("extends",))
            self.sink.add("profile-extends-itself", f"`{name}` extends itself", span, help="name another profile")
        elif name is not None:
            self._one(("extends",), name, "profile", self.known)
        taken = self.known[name].quirks if name is not None and name in self.known else ()
        for number, row in enumerate(self.profile.without):
            self._one(("without", number), row, "row", [quirk.id for quirk in taken])

    def _rows(self) -> None:
        seen: set[str] = set()
        for number, quirk in enumerate(self.profile.quirks):
            if quirk.id in seen:
                span = self.document.span(("quirks", number, "id"))
                self.sink.add("profile-row-twice", f"there are two rows `{quirk.id}`", span, help="rename one")
            seen.add(quirk.id)

    def _checks(self) -> None:
        from darslik.inspect.quirk import quirk_rules  # which reads profiles, too
        from darslik.inspect.rule import load_package_rules

        about_lms = quirk_rules()
        names = [*about_lms, *load_package_rules(), *(rule.id for rule in RULES.values() if "any" in rule.about)]
        for number, row in enumerate(self.profile.quirks):
            if row.check is None:
                continue
            self._one(("quirks", number, "check"), row.check, "rule about packages", names)
            needed = about_lms[row.check].needs if row.check in about_lms else ()
            given = row.settings.model_fields_set
            for name in sorted(set(needed) ^ given):
                what = f"needs the setting `{name}`" if name in needed else f"has no setting `{name}`"
                span = self.document.key(("quirks", number, "check" if name in needed else "settings"))
                self.sink.add("profile-setting", f"the rule `{row.check}` {what}", span, help=_settings(needed))

    def _targets(self) -> Iterator[tuple[Route, str]]:
        for number, quirk in enumerate(self.profile.quirks):
            for place, name in enumerate(quirk.targets):
                yield ("quirks", number, "targets", place), name
            for place, name in enumerate(quirk.settings.takes):
                yield ("quirks", number, "settings", "takes", place), name
        if self.profile.prefer:
            yield ("prefer", "target"), self.profile.prefer.target

    def _one(self, route: Route, name: str, what: str, names: Mapping[str, object] | list[str]) -> None:
        if name not in names:
            self.sink.add(
                "profile-name-unknown",
                f"there is no {what} `{name}`",
                self.document.span(route),
                label=did_you_mean(name, names),
            )


def _settings(needed: tuple[str, ...]) -> str:
    return f"write `settings: {{{', '.join(f'{name}: …' for name in needed)}}}`" if needed else "take `settings` out"


def targets_known() -> list[str]:
    """The names of all targets, and the edition that is inspected and never built."""
    from darslik.targets import targets

    return [*targets(), "scorm2004-2"]


def whole(profile: Profile, known: Mapping[str, Profile]) -> Profile:
    """A profile with what it takes over; `known` has it whole."""
    if profile.extends is None:
        return profile
    parent = known[profile.extends]
    own = {quirk.id for quirk in profile.quirks}
    taken = tuple(quirk for quirk in parent.quirks if quirk.id not in own and quirk.id not in profile.without)
    return profile.model_copy(
        update={
            "quirks": (*profile.quirks, *taken),
            "replace": profile.replace or parent.replace,
            "fresh": profile.fresh or parent.fresh,
            "prefer": profile.prefer or parent.prefer,
            "build": over(parent.build, profile.build),
            "simulate": over(parent.simulate, profile.simulate),
        }
    )


def over(below: M, above: M) -> M:
    """What is written in either; what is written in both as in the second."""
    update: dict[str, object] = {}
    for name in above.model_fields_set:
        value, before = getattr(above, name), getattr(below, name)
        update[name] = over(before, value) if isinstance(value, BaseModel) else value
    return below.model_copy(update=update)

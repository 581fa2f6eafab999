"""Agents and groups as they are kept: pseudonyms in place of people, and who of them was forgotten."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..privacy.people import People, Person
from ..privacy.pseudonyms import FORGOTTEN, HOME, PSEUDONYM, Key, identity


@dataclass(frozen=True)
class Kept:
    """An agent or group as it is kept.

    Attributes:
        text: compact JSON.
        known: the pseudonym, or the identity if actors are kept as they are; None for an anonymous group.
        group: that `--groups` gives.
        home: the account's home page.
        forgotten: a statement by or about this person is not kept.
    """

    text: str
    known: str | None
    group: str | None
    home: str | None
    forgotten: bool = False


@dataclass
class Persons:
    """Turns agents into what is kept of them; remembers what it has seen.

    Attributes:
        key: of the store.
        people: where identities are kept.
        real: keep actors as they are.
        groups: team by identity.
        tombstones: keyed hashes of forgotten people.
    """

    key: Key
    people: People
    real: bool = False
    groups: Mapping[str, str] = field(default_factory=dict)
    tombstones: frozenset[str] = frozenset()
    _pseudonyms: dict[str, str] = field(default_factory=dict, repr=False)

    def keep(self, agent: Mapping[str, object], text: str, *, named: bool = False) -> Kept:
        """An agent or group.

        Args:
            agent: parsed.
            text: its JSON, which stays as it is if actors are kept as they are.
            named: keep the group's name: of a team, which is no person's.
        """
        who = identity(agent)
        pseudonym = self.pseudonym(who)
        gone = bool(who) and self.is_forgotten(pseudonym)
        members = agent.get("member")
        inner = [self._member(one) for one in members] if isinstance(members, list) else None
        if inner is not None and not who:
            gone = any(one.forgotten for one in inner)
        if self.real and not gone:
            return Kept(text, who or None, self.groups.get(who), _home(agent), gone)
        if who and not gone:
            self._meet(pseudonym, who, agent)
        masked = _text(agent, pseudonym, inner, gone, named=named)
        return Kept(masked, pseudonym or None, self.groups.get(who), _home(agent), gone)

    def pseudonym(self, who: str) -> str:
        """Of an identity; a pseudonym stays itself. Empty for nobody."""
        if not who:
            return ""
        found = self._pseudonyms.get(who)
        if found is None:
            name = who.rpartition("|")[2]
            found = self._pseudonyms[who] = name if self._own(name) else self.key.pseudonym(who)
        return found

    def is_forgotten(self, pseudonym: str) -> bool:
        """Whether a pseudonym has a tombstone."""
        return bool(self.tombstones) and self.tombstone(pseudonym) in self.tombstones

    def tombstone(self, pseudonym: str) -> str:
        """What stays of a forgotten person: a keyed hash."""
        return self.key.digest("forgotten", pseudonym)

    def _own(self, name: str) -> bool:
        """Whether an account's name is a pseudonym of ours: statements exported from a store can be loaded again."""
        return PSEUDONYM.fullmatch(name) is not None

    def _member(self, one: object) -> Kept:
        agent = one if isinstance(one, Mapping) else {}
        return self.keep(agent, json.dumps(one, ensure_ascii=False, separators=(",", ":")))

    def _meet(self, pseudonym: str, who: str, agent: Mapping[str, object]) -> None:
        if not who.endswith(pseudonym):
            name = agent.get("name")
            self.people.meet(Person(pseudonym, who, name if isinstance(name, str) else ""))


def _home(agent: Mapping[str, object]) -> str | None:
    account = agent.get("account")
    home = account.get("homePage") if isinstance(account, Mapping) else None
    return home if isinstance(home, str) and home != HOME else None


def _text(agent: Mapping[str, object], pseudonym: str, inner: list[Kept] | None, gone: bool, *, named: bool) -> str:
    kept: dict[str, object] = {}
    kind = agent.get("objectType")
    if kind in ("Agent", "Group"):
        kept["objectType"] = kind
    if named and isinstance(agent.get("name"), str):
        kept["name"] = agent["name"]
    parts = [json.dumps(kept, ensure_ascii=False, separators=(",", ":"))[1:-1]] if kept else []
    if pseudonym:
        # The name comes first: whatever follows `"account":{"name":"p-` is then known to be ours.
        account = {"name": FORGOTTEN if gone else pseudonym, "homePage": (not gone and _home(agent)) or HOME}
        parts.append('"account":' + json.dumps(account, ensure_ascii=False, separators=(",", ":")))
    if inner is not None:
        parts.append(f'"member":[{",".join(one.text for one in inner)}]')
    return "{" + ",".join(parts) + "}"

"""What we send, made with tincan's model classes: the one place that knows them, and only their writing half.

tincan's client and its reading of other people's statements are never used: it loses digits, zones and unknown keys.
It is imported when something is built with it, so that reading works without it.
"""

from __future__ import annotations

import copy
import json
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

from .errors import XapiError

VOIDED = "http://adlnet.gov/expapi/verbs/voided"
_FORM = "1.0.3"


def plain(item: object) -> dict[str, Any]:
    """A statement, agent or activity as JSON objects: of a mapping a copy, of tincan's objects what they write.

    Raises:
        XapiError: if it is neither.
    """
    if isinstance(item, Mapping):
        return copy.deepcopy(dict(item))
    if not hasattr(item, "as_version"):
        raise XapiError(f"{type(item).__name__} is no statement", "give a dict or an object of tincan's")
    return cast("dict[str, Any]", _written(item))


def _written(item: Any) -> object:  # noqa: ANN401 - tincan has no types
    """`as_version` of a deep copy: tincan changes what it is given; and through JSON, so that only JSON comes out."""
    return json.loads(json.dumps(copy.deepcopy(item).as_version(_FORM)))


def stamped(item: object, now: datetime | None = None) -> dict[str, Any]:
    """A statement with an id and a timestamp, which make sending it repeatable.

    Raises:
        XapiError: if it is no statement.
    """
    statement = plain(item)
    statement.setdefault("id", str(uuid.uuid4()))
    statement.setdefault("timestamp", moment(now or datetime.now(UTC)))
    return statement


def moment(when: datetime) -> str:
    """UTC to the millisecond, as every LRS keeps it."""
    return when.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def program(home_page: str) -> dict[str, Any]:
    """This program as an agent: an account of the system at `home_page`."""
    from tincan import Agent, AgentAccount

    return plain(Agent(name="darslik xapi", account=AgentAccount(name="darslik-xapi", home_page=home_page)))


def statement_id(text: str) -> str:
    """The id of a statement, in the form in which it is compared.

    Raises:
        XapiError: if it is no UUID.
    """
    try:
        return str(uuid.UUID(text))
    except ValueError:
        raise XapiError(f"{text} is no id of a statement", "ids are UUIDs") from None


def voiding(target: str, actor: Mapping[str, Any]) -> dict[str, Any]:
    """The statement by which `actor` voids another (xAPI 1.0.3 Data, 2.3.2).

    Its id follows from the two, so that voiding again stores nothing new. The timestamp is set when it is sent.

    Raises:
        XapiError: if the id is no UUID.
    """
    from tincan import Statement, StatementRef, Verb

    target = statement_id(target)
    who = json.dumps(actor, sort_keys=True)
    statement = Statement(
        id=str(uuid.uuid5(uuid.UUID(target), f"voided by {who}")),
        actor=plain(actor),
        verb=Verb(id=VOIDED, display={"en": "voided"}),
        object=StatementRef(id=target),
    )
    return plain(statement)

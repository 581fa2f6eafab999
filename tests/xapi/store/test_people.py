"""No name, mailbox or free text reaches the disk; everything else does, byte for byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from darslik_xapi.store import Settings, database
from darslik_xapi.store.bulk import Bulk
from xapi.store.people_everywhere import SECRETS, agent, nasty, statement
from xapi.store.stores import KEY, all_text, rows, store

PSEUDONYM = "p-[0-9a-f]{32}"


def write(path: Path, *lines: str) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return path


def compact(one: object) -> str:
    return json.dumps(one, ensure_ascii=False, separators=(",", ":"))


def test_no_secret_reaches_the_disk(tmp_path: Path) -> None:
    lines = list(nasty())
    for line in lines:  # else the test would look for nothing
        text = json.dumps(json.loads(line), ensure_ascii=False)
        assert any(secret in text for secret in SECRETS), line
    opened = store(tmp_path / "s")
    loaded = opened.load([write(tmp_path / "a.ndjson", *lines)])
    assert (loaded.added.new, loaded.rejected) == (len(lines), 0)
    found = all_text(tmp_path / "s")
    assert [secret for secret in SECRETS if secret in found] == []
    assert all(secret.lower() not in found.lower() for secret in ("nodira", "yusupova", "sirli"))
    assert "Agency 7" in found  # a team's name is no person's


def test_the_fast_way_alone_lets_nothing_through(tmp_path: Path) -> None:
    """Without the exact way, which takes what the fast one leaves: nothing that it writes has a secret."""
    opened = store(tmp_path / "s")
    path = write(tmp_path / "a.ndjson", *nasty())
    with opened.writing() as work, database.connect() as connection:
        staged = Bulk(connection, work.persons, path, free_text=False).stage(tmp_path / "staged", "test")
    assert 10 < staged.written < staged.lines
    text = all_text(tmp_path / "staged").lower()
    assert [secret for secret in SECRETS if secret.lower() in text] == []


def test_the_fast_way_is_taken_and_agrees_with_the_exact_one(tmp_path: Path) -> None:
    def of(number: int) -> dict[str, object]:
        team = {"objectType": "Group", "name": f"Agency {number % 3}", "mbox": "mailto:t@example.uz"}
        context = {"instructor": agent(number % 5, "account"), "team": team, "language": "uz", "extensions": {"x:y": 1}}
        kinds = ("choice", "fill-in", "numeric", "other", None)
        question = {"id": f"https://example.uz/q{number}", "definition": {"interactionType": kinds[number % 5]}}
        answer = {"response": f"javob {number} \"'", "score": {"scaled": 0.5}, "duration": "PT1M30.5S"}
        authority = agent(99, "account")
        return statement(number, context=context, object=question, result=answer, authority=authority)

    plain = [of(number) for number in range(300)]
    fast, exact = store(tmp_path / "fast"), store(tmp_path / "exact")
    path = write(tmp_path / "a.ndjson", *map(compact, plain))
    with fast.writing() as work, database.connect() as connection:
        staged = Bulk(connection, work.persons, path, free_text=False).stage(tmp_path / "staged", "a")
    assert (staged.lines, staged.written, staged.left) == (300, 300, 0)
    fast.load([path])
    array = tmp_path / "a.json"
    array.write_text("[" + ",".join(map(compact, plain)) + "]", "utf-8")
    exact.load([array])
    query = "SELECT * EXCLUDE (source) FROM statements ORDER BY id"
    assert rows(fast, query) == rows(exact, query)


def test_every_other_byte_stays(tmp_path: Path) -> None:
    head = f'{{ "id":"{statement(1)["id"]}" ,"actor":'
    tail = ', "verb" : {"id":"v\\u00e9"},\t"object":{"id":"https://x.uz"},"result":{"score":{"raw":1.10,"max":1e2}} }'
    line = head + '{"mbox":"mailto:n@x.uz"}' + tail
    opened = store(tmp_path / "s")
    opened.load([write(tmp_path / "a.ndjson", line)])
    ((raw, learner),) = rows(opened, "SELECT raw, learner FROM statements")
    assert learner == KEY.pseudonym("mailto:n@x.uz")
    masked = f'{{"account":{{"name":"{learner}","homePage":"https://darslik.invalid/people"}}}}'
    assert raw == head + masked + tail


def test_the_same_person_is_the_same_pseudonym_in_any_writing(tmp_path: Path) -> None:
    opened = store(tmp_path / "s")
    same = [statement(1, actor={"mbox": "mailto:A@x.uz"}), statement(2, actor={"name": "B", "mbox": "mailto:a@X.uz"})]
    opened.load([write(tmp_path / "a.ndjson", *map(compact, same))])
    assert rows(opened, "SELECT count(DISTINCT learner) FROM statements") == [(1,)]


def test_real_actors_and_free_text_if_asked_for(tmp_path: Path) -> None:
    opened = store(tmp_path / "s")
    line = compact(statement(1, result={"response": "sirli"}, object={"id": "https://x.uz"}))
    opened.load([write(tmp_path / "a.ndjson", line)], Settings(real_actors=True, free_text=True))
    assert rows(opened, "SELECT learner, response, raw FROM statements") == [
        ("mailto:nodira1@example.uz", "sirli", line)
    ]


def test_a_store_is_of_one_kind(tmp_path: Path) -> None:
    from darslik_xapi.errors import XapiError
    from darslik_xapi.privacy.pseudonyms import Key
    from darslik_xapi.store import Store

    path = write(tmp_path / "a.ndjson", compact(statement(1)))
    store(tmp_path / "s").load([path])
    with pytest.raises(XapiError, match="keeps pseudonyms"):
        store(tmp_path / "s").load([path], Settings(real_actors=True))
    with pytest.raises(XapiError, match="not the key of"):
        Store(tmp_path / "s", Key(b"another key that is long", "x")).load([path])


def test_teams(tmp_path: Path) -> None:
    opened = store(tmp_path / "s")
    team = {"objectType": "Group", "name": "Agency", "mbox": "mailto:t@x.uz"}
    lines = [
        statement(1, actor=agent(1, "account")),
        statement(2, actor=agent(2, "account"), context={"team": team}),
        statement(3, actor=agent(3), context={"team": team}),
        statement(4, actor=agent(4)),
    ]
    groups = Settings(groups={"mailto:nodira3@example.uz": "HQ"})
    opened.load([write(tmp_path / "a.ndjson", *map(compact, lines[:3]))], groups)
    opened.load(
        [write(tmp_path / "b.json", compact(lines[3:]))], Settings(groups={"mailto:nodira4@example.uz": "HQ 2"})
    )
    found = rows(opened, "SELECT team FROM statements ORDER BY learner = '' , object, id")
    assert sorted(row[0] for row in found) == ["Agency", "HQ", "HQ 2", "https://hr.example.uz"]

"""Pages: verbatim statements, and `more` in all its forms."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from darslik_xapi.client import ForeignHostError, LrsError, MoreExpiredError, UnusableAnswerError
from darslik_xapi.client.failures import CutError
from darslik_xapi.client.split import parse_page, split_page
from darslik_xapi.errors import XapiError
from hostile_lrs import More

if TYPE_CHECKING:
    from darslik_xapi.client import LRS
    from hostile_lrs import HostileLrs

FOLLOWED = ("path", "relative", "absolute", "query")


def ids(lrs: LRS, **filters: Any) -> Counter[str]:
    return Counter(json.loads(raw)["id"] for page in lrs.pages(**filters) for raw in page.raw)


@pytest.mark.parametrize("more", FOLLOWED)
def test_more_is_followed_as_it_was_given(server: HostileLrs, lrs: LRS, more: More) -> None:
    assert set(FOLLOWED) < set(get_args(More))
    server.fill(305)
    server.more = more
    pages = list(lrs.pages(ascending=True, limit=50))
    assert [len(page.raw) for page in pages] == [50] * 6 + [5]
    assert [json.loads(raw)["id"] for page in pages for raw in page.raw] == [one["id"] for one in server.statements]
    assert all(page.more.startswith(server.base) for page in pages[:-1])
    assert pages[-1].more == ""
    assert all(page.date.endswith("GMT") and page.consistent_through for page in pages)


def test_statements_come_as_they_are(server: HostileLrs, lrs: LRS) -> None:
    server.fill(1)
    body = b' {"more" :null, "x":[{"statements":1}],\n'
    body += b' "statements" : [ {"id": "A", "score": 1.10, "t":"\xd1\x9e\\u0041"} ,{}]}\n'
    server.other = lambda seen: _json(body) if "statements" in seen.path else None
    (page,) = lrs.pages()
    assert page.raw == (b'{"id": "A", "score": 1.10, "t":"\xd1\x9e\\u0041"}', b"{}")


def _json(body: bytes) -> Any:
    from hostile_http import Answer

    return Answer(200, body)


@pytest.mark.parametrize(
    ("body", "statements", "more"),
    [
        (b'{"statements":[]}', 0, ""),
        (b'{"statements":[],"more":""}', 0, ""),
        (b'{"statements":[{"a":"]}, {"}],"more":"/x?y=\\u00e9"}', 1, "/x?y=é"),
        (b'[{"id":1}, {"id":2}]', 2, ""),
        (b'\xef\xbb\xbf{"statements":[1e400, 5' + b"0" * 5000 + b"]}", 2, ""),
    ],
)
def test_forms_of_pages(body: bytes, statements: int, more: str) -> None:
    raw, after = split_page(body)
    assert (len(raw), after) == (statements, more)


WHOLE = b'{"more": "/a\\u0041b", "statements": [{"id": "\xc3\xbc", "n": [true, -1.5e3, null]}, {"b": {}}]}'


@pytest.mark.parametrize("end", range(len(WHOLE)))
def test_wherever_a_page_is_cut_it_is_known(end: int) -> None:
    with pytest.raises(CutError):
        split_page(WHOLE[:end])


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"<!doctype html><p>Hi", "web page"),
        (b"{'statements': []}" + b" " * 20, "invalid JSON"),
        (b'{"statements": [{"a": oops}], "more": "/xxxxxxxxx"}', "invalid JSON"),
        (b'{"statements": [NaN], "more": "/xxxxxxxxx"}', "invalid JSON"),
        (b'{"statements": [{},], "more": "/xxxxxxxxx"}', "invalid JSON"),
        (b'{"statements": []} {}', "invalid JSON"),
        (b'{"error": "no statements here"}', "without `statements`"),
        (b'{"statements": {"a": 1}}', "without `statements`"),
        (b'{"statements": [], "more": 5}', "without `statements`"),
        (b'"statements"', "not answer with JSON"),
        (b"Service is fine, thank you", "not answer with JSON"),
        (b'{"statements": ["\xfc"]}', "UTF-8"),
        ('{"statements": []}'.encode("utf-16"), "UTF-8"),
        (b'{"statements": [' + b"[" * 100_000 + b"]" * 100_000 + b"]}", "nested"),
    ],
)
def test_what_is_no_page_is_refused_plainly(body: bytes, word: str) -> None:
    with pytest.raises(UnusableAnswerError, match=word):
        split_page(body)


JSON: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
LAYOUTS: Any = st.sampled_from([{}, {"indent": 2}, {"separators": (" ,\t", "\n: ")}])


@settings(max_examples=150, deadline=None)
@given(
    statements=st.lists(JSON),
    more=st.text(),
    others=st.dictionaries(st.text(), JSON, max_size=3),
    layout=LAYOUTS,
    plain=st.booleans(),
)
def test_any_page_is_split_into_what_it_holds(
    statements: list[Any], more: str, others: dict[str, Any], layout: Any, *, plain: bool
) -> None:
    page = {**others, "statements": statements, "more": more}
    body = json.dumps(page, ensure_ascii=plain, **layout).encode("utf-8", "replace")
    raw, after = split_page(body)
    assert [json.loads(one) for one in raw] == json.loads(body)["statements"]
    assert after == json.loads(body)["more"]
    assert all(one in body for one in raw)
    assert parse_page_or_none(body) in (None, (json.loads(body)["statements"], after))


def parse_page_or_none(body: bytes) -> Any:
    try:
        return parse_page(body)
    except UnusableAnswerError:
        return None


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.binary(max_size=3), st.integers(0, 3))
def test_damage_anywhere_is_said_plainly(at: int, new: bytes, gone: int) -> None:
    body = WHOLE[:at] + new + WHOLE[at + gone :]
    for read in (split_page, parse_page):
        try:
            read(body)
        except (CutError, UnusableAnswerError) as error:
            assert isinstance(error, CutError) or error.message  # noqa: PT017 - both are fine
        else:
            assert "statements" in json.loads(body)


@pytest.mark.parametrize("more", ["loop", "same"])
def test_circles_end(server: HostileLrs, lrs: LRS, more: More) -> None:
    server.fill(500)
    server.more = more
    read: Counter[str] = Counter()

    def go() -> None:
        for page in lrs.pages():
            read.update(json.loads(raw)["id"] for raw in page.raw)

    with pytest.raises(LrsError, match=r"circles|again and again"):
        go()
    assert set(read.values()) == {1}
    assert server.asked() < 10


def test_credentials_do_not_go_to_another_host(server: HostileLrs, lrs: LRS) -> None:
    from hostile_lrs import HostileLrs

    with HostileLrs() as stranger:
        server.fill(200)
        server.more = "foreign"
        server.foreign = f"{stranger.endpoint}statements"
        pages = lrs.pages()
        with pytest.raises(ForeignHostError, match="another host") as refused:
            list(pages)
        assert stranger.seen == []
        assert stranger.base in str(refused.value)


@pytest.mark.parametrize(
    "more",
    [
        "//lrs.invalid/x",
        "https://127.0.0.1/x",
        "http://gulnora:x@127.0.0.1/x",
        "http://[",
        "file:///etc/passwd",
    ],
)
def test_other_places_are_no_next_page(server: HostileLrs, lrs: LRS, more: str) -> None:
    server.fill(200)
    server.more, server.foreign = "foreign", more
    with pytest.raises(ForeignHostError):
        list(lrs.pages())
    with pytest.raises(ForeignHostError):
        list(lrs.resume(more))
    assert server.asked() == 1


@pytest.mark.parametrize("more", ["gone", "expired"])
def test_an_expired_address_says_begin_again(server: HostileLrs, lrs: LRS, more: More) -> None:
    server.fill(300)
    pages = lrs.pages(ascending=True)
    first = next(pages)
    server.more = more
    with pytest.raises(MoreExpiredError, match="begin the query again"):
        next(pages)
    with pytest.raises(MoreExpiredError):
        list(lrs.resume(first.more))
    server.more = "path"
    rest = [json.loads(raw)["id"] for page in lrs.resume(first.more) for raw in page.raw]
    assert rest == [one["id"] for one in server.statements[100:]]


def test_a_repeated_page_counts_once(server: HostileLrs, lrs: LRS) -> None:
    server.fill(500)
    server.repeat_page = 2
    pages = list(lrs.pages())
    assert [len(page.raw) for page in pages] == [100, 100, 0, 100, 100, 100]
    assert Counter(json.loads(raw)["id"] for page in pages for raw in page.raw) == server.ids()


def test_other_orders_and_statements_on_two_pages_lose_and_double_nothing(server: HostileLrs, lrs: LRS) -> None:
    server.fill(500)
    server.order = lambda every: [*every[250:], *every[:260]]  # ten of them twice
    assert Counter(one["id"] for one in lrs.statements()) == server.ids()


def test_only_so_many_ids_are_remembered(server: HostileLrs, lrs: LRS, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("darslik_xapi.client.lrs._REMEMBERED", 40)
    server.fill(500)
    server.order = lambda every: [one for start in range(0, 500, 20) for one in every[max(0, start - 10) : start + 20]]
    assert Counter(one["id"] for one in lrs.statements()) == server.ids()


def test_filters_are_written_as_the_standard_has_them(server: HostileLrs, lrs: LRS) -> None:
    server.fill(100)
    zone = datetime(2026, 1, 1, 5, 0, 1, tzinfo=UTC).astimezone()
    found = list(
        lrs.statements(
            agent={"account": {"homePage": "https://lms.example", "name": "g3"}},
            verb="http://adlnet.gov/expapi/verbs/answered",
            since=datetime(2026, 1, 1, tzinfo=UTC),
            until=zone - timedelta(hours=5) + timedelta(seconds=1),
            ascending=True,
            related_agents=False,
            limit=0,
        )
    )
    assert [one["stored"] for one in found] == sorted(one["stored"] for one in found)
    wanted = [one for one in server.statements[25:75] if one["actor"]["account"]["name"] == "g3"]
    assert [one["id"] for one in found] == [one["id"] for one in wanted]
    asked = server.seen[-1].path
    assert "since=2026-01-01T00%3A00%3A00.000000Z" in asked
    assert "ascending=true" in asked
    assert "related_agents=false" in asked


@pytest.mark.parametrize(
    "filters",
    [
        {"since": datetime(2026, 1, 1)},  # noqa: DTZ001 - the fault
        {"since": "2026-01-01T00:00:00"},
        {"until": "yesterday"},
        {"ascending": "True"},
        {"limit": -1},
        {"limit": True},
        {"registration": "x"},
        {"verb": ""},
        {"agent": "mailto:a@example.org"},
        {"format": "pdf"},
        {"statementId": "x"},
    ],
)
def test_filters_that_fit_nothing_are_refused(lrs: LRS, server: HostileLrs, filters: Any) -> None:
    with pytest.raises(XapiError):
        lrs.pages(**filters)
    assert server.seen == []

"""A lock → the text of `darslik.lock`: one line a part, so that a change reads well in a diff."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence

from darslik.lock.model import LOCK_VERSION, SECTIONS, Asked, Codes, Entry, Lock

HEAD = "# Which number each part of this course has in learners' records. `darslik build` writes it: commit it.\n"
_PLAIN = re.compile(r"[^\W\d_](?:[\w ()/.’ʻʼ-]*[\w)])?\Z")
_DIGEST = re.compile(r"(?=[0-9a-f]*[a-df])[0-9a-f]{8}\Z")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9/._~%-]+\Z")
_WORDS = {"null", "true", "false"}
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def write_lock(lock: Lock) -> str:
    """The whole text, with the sum of the rest in its third line."""
    body = "".join(_sections(lock))
    return _with_sum(f"{HEAD}lock: {LOCK_VERSION}\ncourse: {_scalar(lock.course)}\n", body)


def sum_of(text: str) -> str:
    """The sum of a lock's text, whatever its line `sum:` says."""
    lines = (line for line in text.splitlines(keepends=True) if not line.startswith("sum:"))
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:8]


def _with_sum(head: str, body: str) -> str:
    return f"{head}sum: {_scalar(sum_of(head + body))}\n{body}"


def _sections(lock: Lock) -> Iterator[str]:
    for section in SECTIONS:
        entries = lock.sections[section]
        if entries:
            yield f"{section}:\n"
        for name, entry in sorted(entries.items(), key=lambda item: item[1].slot):
            yield f"  {name}: {{{', '.join(_entry(entry))}}}\n"


def _entry(entry: Entry) -> Iterator[str]:
    yield f"slot: {entry.slot}"
    if entry.title:
        yield f"title: {_scalar(entry.title)}"
    if entry.retired:
        yield "retired: true"
    if entry.was:
        yield f"was: {_list(list(map(_scalar, entry.was)))}"
    if entry.nodes:
        yield f"nodes: {_map({name: str(number) for name, number in entry.nodes.items()})}"
    if entry.asked:
        yield from _asked(entry.asked)


def _asked(asked: Asked) -> Iterator[str]:
    yield f"kind: {_scalar(asked.kind)}"
    yield f"points: {asked.points}"
    key = asked.key
    yield f"key: {_scalar(key['']) if '' in key else _map({lang: _scalar(key[lang]) for lang in sorted(key)})}"
    if asked.options:
        yield f"options: {_codes(asked.options)}"
    if asked.revisions:
        made = [f"{{policy: {revision.policy}, points: {revision.points}}}" for revision in asked.revisions]
        yield f"revisions: {_list(made)}"
    if asked.retired_options:
        yield f"retired-options: {_codes(asked.retired_options)}"


def _codes(codes: Codes) -> str:
    """The codes of the group '' stand beside the names of other groups, which are longer."""
    flat = {code: _scalar(text) for code, text in sorted(codes.get("", {}).items())}
    groups = {name: _map({c: _scalar(t) for c, t in sorted(codes[name].items())}) for name in sorted(codes) if name}
    return _map({**flat, **groups})


def _map(pairs: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in pairs.items()) + "}"


def _list(items: Sequence[str]) -> str:
    return "[" + ", ".join(items) + "]"


def _scalar(text: str) -> str:
    """A text as YAML: without quotes where no reader could take it for anything else."""
    if (
        _ADDRESS.match(text)
        or _DIGEST.match(text)
        or (_PLAIN.match(text) and text.isprintable() and text.lower() not in _WORDS)
    ):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", quoted)

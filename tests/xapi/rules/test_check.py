"""`darslik xapi check`: places, rules, help, formats, exit codes; attachments, signatures and sessions of cmi5."""

from __future__ import annotations

import base64
import copy
import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from darslik.cli import main
from darslik_xapi.cli.check import command
from darslik_xapi.rules import RULES
from darslik_xapi.rules.cmi5_catalogue import CMI5_RULES
from darslik_xapi.store import Store

from .places import GOOD, Json, change

if TYPE_CHECKING:
    from collections.abc import Callable


def check(*arguments: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["xapi", "check", *map(str, arguments)], input=stdin)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def written(*statements: object, name: str = "s.ndjson") -> Path:
        path = tmp_path / name
        path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in statements), "utf-8")
        return path

    return written


def test_nothing_found(write: Callable[..., Path]) -> None:
    result = check(write(GOOD, GOOD))
    assert (result.exit_code, result.output) == (0, "nothing found in 2 statements\n")


def test_findings_for_people(write: Callable[..., Path]) -> None:
    bad = change(change(GOOD, "result score scaled", 5), "verb id", "answered")
    path = write(GOOD, bad, change(GOOD, "verb id", "x"))
    result = check(path)
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        f'{path}:2: $.verb.id: must be an IRI with a scheme, like https://example.org/a, not "answered" '
        "[iri, Data 2.2.s4.b1.b8]",
        f"{path}:2: $.result.score.scaled: must be from -1 to 1, not 5 [score-range, Data 2.4.5.1]",
        f'{path}:3: $.verb.id: must be an IRI with a scheme, like https://example.org/a, not "x" '
        "[iri, Data 2.2.s4.b1.b8]",
        "",
        f"      2 × iri: {RULES['iri'].asks} To mend it: {RULES['iri'].help}.",
        f"      1 × score-range: {RULES['score-range'].asks} To mend it: {RULES['score-range'].help}.",
        "3 findings in 3 statements",
    ]


def test_findings_for_programs(write: Callable[..., Path]) -> None:
    path = write(change(GOOD, "verb id", "answered"), GOOD)
    result = check(path, "--format", "json", "--version", "2.0")
    told = json.loads(result.output)
    assert result.exit_code == 1
    assert (told["statements"], told["broken"], told["rules"]) == (2, 1, {"iri": 1})
    (finding,) = told["findings"]
    assert {name: finding[name] for name in ("file", "line", "path", "rule", "clause")} == {
        "file": str(path),
        "line": 1,
        "path": "$.verb.id",
        "rule": "iri",
        "clause": "4.2.7",
    }
    assert finding["message"]
    assert finding["help"] == RULES["iri"].help
    clean = json.loads(check(write(GOOD), "--format", "json").output)
    assert clean == {"findings": [], "statements": 1, "broken": 0, "rules": {}}


def test_a_terminal_without_our_letters(write: Callable[..., Path]) -> None:
    path = write(change(GOOD, "verb id", "жавоб"), name="жавоб.ndjson")
    result = CliRunner(charset="ascii").invoke(main, ["xapi", "check", str(path)])
    assert result.exit_code == 1
    assert "\\u0436\\u0430\\u0432\\u043e\\u0431.ndjson:1: $.verb.id" in result.output


def test_only_so_many_are_shown(write: Callable[..., Path]) -> None:
    path = write(*[change(GOOD, "verb id", "x")] * 5)
    result = check(path, "--at-most", 2)
    assert result.output.count(str(path)) == 2
    assert "5 × iri (3 not shown)" in result.output
    assert len(json.loads(check(path, "--format", "json", "--at-most", 2).output)["findings"]) == 5


def test_versions(write: Callable[..., Path]) -> None:
    """A statement's own version counts, unless one is asked for."""
    later = {**GOOD, "context": {"contextAgents": [{"objectType": "contextAgent", "agent": GOOD["actor"]}]}}
    assert check(write({**later, "version": "2.0.0"})).exit_code == 0
    assert check(write(later)).exit_code == 1
    assert check(write(later), "--version", "2.0").exit_code == 0
    assert check(write({**later, "version": "2.0.0"}), "--version", "1.0.3").exit_code == 1


def test_standard_input_and_several_files(write: Callable[..., Path]) -> None:
    path = write(GOOD, name="one.ndjson")
    result = check(path, "-", stdin=json.dumps([GOOD, {}]).encode())
    assert result.exit_code == 1
    assert "standard input:1: $: a statement must have" in result.output
    assert "3 findings in 3 statements" in result.output


def test_a_store(tmp_path: Path, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """What was landed is checked as it came; pseudonyms are actors like others."""
    monkeypatch.setenv("DARSLIK_XAPI_KEY", "a key of thirty-two characters..")
    other = change(change(GOOD, "id", GOOD["context"]["registration"]), "stored", "2026-01-02T00:00:00Z")
    Store(tmp_path / "store").load([write(GOOD, change(other, "result score scaled", 5))])
    told = json.loads(check("--store", tmp_path / "store", "--format", "json").output)
    (finding,) = told["findings"]
    assert (told["statements"], finding["line"], finding["path"]) == (2, 2, "$.result.score.scaled")
    assert check("--store", tmp_path / "store", write(GOOD)).exit_code == 2
    assert check("--store", tmp_path / "nothing").exit_code == 2


@pytest.mark.parametrize("arguments", [[], ["missing.ndjson"], ["--version", "0.9", "-"], ["--attachments", "no", "-"]])
def test_wrong_use(arguments: list[str]) -> None:
    result = check(*arguments)
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)


def test_hostile_statements(tmp_path: Path) -> None:
    """Ten megabytes, depth, control characters: findings, and nothing that a terminal would obey."""
    deep = b'{"result":{"extensions":{"urn:x":' + b"[" * 900 + b"]" * 900 + b"}}}"
    raw = [
        json.dumps(change(GOOD, "result response", "x" * 10_000_000)).encode(),
        deep,
        b"[" * 500_000,
        b'{"\\u001b[2J\\u202e": "\\u0007"}',
        b'{"actor": {"mbox": "\\u001b]0;title\\u0007"}}',
        b"\xff\xfe\x00",
        b"9" * 5000,
        b'{"verb": -0.0, "object": 1e-400, "actor": [[[]]], "id": {}, "result": "", "context": false}',
    ]
    path = tmp_path / "hostile.ndjson"
    path.write_bytes(b"\n".join(raw))
    result = check(path)
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert "hostile.ndjson:1:" not in result.output
    assert all(one.isprintable() for line in result.output.splitlines() for one in line)
    assert len(json.loads(check(path, "--format", "json").output)["findings"]) > 10


# ------------------------------------------------------------------------------------------------ attachments


def part(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@pytest.fixture(scope="module")
def signer() -> tuple[rsa.RSAPrivateKey, str]:
    """A key and its certificate as it stands in x5c."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "signer")])
    now = datetime.now(UTC)
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    built = built.serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=1))
    certificate = built.sign(key, hashes.SHA256())
    return key, base64.b64encode(certificate.public_bytes(Encoding.DER)).decode()


def signed(
    signer: tuple[rsa.RSAPrivateKey, str], folder: Path, payload: object, head: Json | None = None, damage: bytes = b""
) -> Json:
    """A statement whose signature, of a payload, is in the folder."""
    key, certificate = signer
    header = {"alg": "RS256", "x5c": [certificate]} | (head or {})
    parts = f"{part(json.dumps(header).encode())}.{part(json.dumps(payload).encode())}".encode()
    algorithm = {"RS384": hashes.SHA384(), "RS512": hashes.SHA512()}.get(str(header["alg"]), hashes.SHA256())
    content = parts + b"." + part(damage + key.sign(parts, padding.PKCS1v15(), algorithm)).encode()
    sha2 = hashlib.sha256(content).hexdigest()
    (folder / sha2).write_bytes(content)
    described = {
        "usageType": "http://adlnet.gov/expapi/attachments/signature",
        "display": {"en": "Signature"},
        "contentType": "application/octet-stream",
        "length": len(content),
        "sha2": sha2,
    }
    return {**GOOD, "attachments": [described]}


PLAIN = {name: value for name, value in GOOD.items() if name not in ("attachments", "stored", "authority", "version")}
DEEP: list[Any] = []
for _ in range(400):
    DEEP = [DEEP]
# What is signed, the header, what is put before the signature; whether that is fine.
SIGNATURES: dict[str, tuple[object, Json, bytes, bool]] = {
    "fine": (PLAIN, {}, b"", True),
    "with 384 bits": (PLAIN, {"alg": "RS384"}, b"", True),
    "with 512 bits": (PLAIN, {"alg": "RS512"}, b"", True),
    "without the id and time that the LRS gave": (
        {name: value for name, value in PLAIN.items() if name not in ("id", "timestamp")},
        {},
        b"",
        True,
    ),
    "the same time in another zone": ({**PLAIN, "timestamp": "2026-01-01T15:00:00+05:00"}, {}, b"", True),
    "no duration at all": (change(PLAIN, "result duration", 5), {}, b"", False),
    "no attachments at all": ({**PLAIN, "attachments": 5}, {}, b"", False),
    "lists without end": ({**PLAIN, "actor": DEEP}, {}, b"", False),
    "another duration": (change(PLAIN, "result duration", "PT1M2.51S"), {}, b"", False),
    "without a certificate": (PLAIN, {"x5c": None}, b"", True),
    "another verb": ({**PLAIN, "verb": {"id": "urn:v"}}, {}, b"", False),
    "another extension": (change(PLAIN, "result extensions", {"urn:x": 1}), {}, b"", False),
    "less than the statement": ({name: PLAIN[name] for name in ("id", "actor", "verb", "object")}, {}, b"", False),
    "no statement": ([1, 2], {}, b"", False),
    "a symmetric algorithm": (PLAIN, {"alg": "HS256"}, b"", False),
    "no algorithm": (PLAIN, {"alg": "none"}, b"", False),
    "another signature": (PLAIN, {}, b"x", False),
    "a broken certificate": (PLAIN, {"x5c": ["AAAA"]}, b"", False),
    "no certificates": (PLAIN, {"x5c": []}, b"", False),
    "certificates of another type": (PLAIN, {"x5c": {"a": 1}}, b"", False),
}


@pytest.mark.parametrize("name", SIGNATURES)
def test_signatures(
    name: str, signer: tuple[rsa.RSAPrivateKey, str], tmp_path: Path, write: Callable[..., Path]
) -> None:
    payload, head, damage, fine = SIGNATURES[name]
    statement = signed(signer, tmp_path, payload, head, damage)
    result = check(write(statement), "--attachments", tmp_path, "--format", "json")
    assert json.loads(result.output)["rules"] == ({} if fine else {"signature": 1})
    assert check(write(statement)).exit_code == 0


def test_a_finer_duration_is_the_same(signer: tuple[rsa.RSAPrivateKey, str], tmp_path: Path, write: Any) -> None:
    """Digits beyond hundredths of a second do not count (Data 4.6.s1.b5)."""
    statement = signed(signer, tmp_path, change(PLAIN, "result duration", "PT1M2.1234S"))
    for duration, fine in (("PT1M2.12S", True), ("PT1M2.129S", True), ("PT1M2.13S", False)):
        path = write(change(statement, "result duration", duration))
        assert check(path, "--attachments", tmp_path).exit_code == (0 if fine else 1)


def test_a_signature_of_another_key(signer: tuple[rsa.RSAPrivateKey, str], tmp_path: Path, write: Any) -> None:
    other = (rsa.generate_private_key(65537, 2048), signer[1])
    result = check(write(signed(other, tmp_path, PLAIN)), "--attachments", tmp_path)
    assert "does not fit the statement and the certificate" in result.output


@pytest.mark.parametrize("raw", [b"", b"a.b", b"a.b.c", b"....", b"\xff.\xff.\xff", b"e30.W10.AA", b"e30.e30.AA"])
def test_a_signature_that_is_none(raw: bytes, signer: Any, tmp_path: Path, write: Callable[..., Path]) -> None:
    statement = copy.deepcopy(signed(signer, tmp_path, PLAIN))
    sha2 = hashlib.sha256(raw).hexdigest()
    statement["attachments"][0] |= {"sha2": sha2, "length": len(raw)}
    (tmp_path / sha2).write_bytes(raw)
    told = json.loads(check(write(statement), "--attachments", tmp_path, "--format", "json").output)
    assert told["rules"] == {"signature": 1}


def test_attachments_are_compared(tmp_path: Path, write: Callable[..., Path]) -> None:
    raw = b"A text"
    described = GOOD["attachments"][0]
    fine = {**described, "sha2": hashlib.sha384(raw).hexdigest(), "length": len(raw)}
    (tmp_path / fine["sha2"]).write_bytes(raw)
    assert check(write({**GOOD, "attachments": [fine]}), "--attachments", tmp_path).exit_code == 0
    (tmp_path / described["sha2"]).write_bytes(raw)
    told = json.loads(check(write(GOOD), "--attachments", tmp_path, "--format", "json").output)
    assert told["rules"] == {"attachment-hash": 1, "attachment-length": 1}


# ------------------------------------------------------------------------------------------------ cmi5

CMI5 = "https://w3id.org/xapi/cmi5/context/"
ADL = "http://adlnet.gov/expapi/verbs/"
START = datetime(2026, 1, 1, 10, tzinfo=UTC)


def sent(verb: str, second: float, session: str = "s1", scaled: float | None = None) -> Json:
    """A correct cmi5 defined statement (or `launched` of the LMS), so many seconds after the start."""
    result: Json = {}
    if verb not in ("initialized", "launched"):
        result["duration"] = f"PT{second:g}S"
    if verb == "completed":
        result["completion"] = True
    if scaled is not None:
        result |= {"success": verb == "passed", "score": {"scaled": scaled}}
    judged = {"completion", "success"} & result.keys()
    categories = [{"id": f"{CMI5}categories/cmi5"}, *([{"id": f"{CMI5}categories/moveon"}] if judged else [])]
    extensions: Json = {f"{CMI5}extensions/sessionid": session}
    if scaled is not None or verb == "launched":
        extensions[f"{CMI5}extensions/masteryscore"] = 0.7
    activities = {"category": categories, "grouping": [{"id": "https://example.org/au"}]}
    return {
        "id": GOOD["id"],
        "timestamp": (START + timedelta(seconds=second)).isoformat().replace("+00:00", "Z"),
        "actor": GOOD["actor"],
        "verb": {"id": (ADL if verb != "abandoned" else "https://w3id.org/xapi/adl/verbs/") + verb},
        "object": {"id": "https://lms.example/activity/1"},
        "context": {
            "registration": GOOD["context"]["registration"],
            "contextActivities": activities,
            "extensions": extensions,
        },
        **({"result": result} if result else {}),
    }


def answered(second: float, session: str = "s1") -> Json:
    """A correct cmi5 allowed statement."""
    statement = sent("initialized", second, session)
    del statement["context"]["contextActivities"]["category"]
    return {**statement, "verb": {"id": ADL + "answered"}, "object": {"id": "https://example.org/au/q1"}}


WHOLE = [
    sent("launched", -5),
    sent("initialized", 0),
    answered(5),
    sent("failed", 10, scaled=0.2),
    sent("terminated", 20),
    sent("launched", 95, "s2"),
    sent("initialized", 100, "s2"),
    answered(105, "s2"),
    sent("passed", 110, "s2", scaled=0.7),
    sent("completed", 115, "s2"),
    change(sent("terminated", 120, "s2"), "result duration", "PT20S"),
]


def rules(path: Path, *options: str) -> dict[str, int]:
    found: dict[str, int] = json.loads(check(path, "--format", "json", *options).output)["rules"]
    return found


def test_good_sessions_in_any_order(write: Callable[..., Path]) -> None:
    assert rules(write(*WHOLE)) == {}
    assert rules(write(*reversed(WHOLE))) == {}
    assert (
        rules(write(*[change(one, "context registration", GOOD["context"]["registration"].upper()) for one in WHOLE]))
        == {}
    )


def without(*numbers: int) -> list[Json]:
    return [one for number, one in enumerate(WHOLE) if number not in numbers]


def instead(number: int, path: str, value: object) -> list[Json]:
    return [change(one, path, value) if at == number else one for at, one in enumerate(WHOLE)]


EXTENSIONS = "context extensions"
VOIDED = {"objectType": "StatementRef", "id": GOOD["id"]}
OTHER = {"account": {"homePage": "https://lms.example", "name": "other"}}
SESSIONS: dict[str, tuple[list[Json], dict[str, int]]] = {
    "no initialized": (without(1), {"S8": 3}),
    "something before initialized": ([*WHOLE, answered(-1)], {"S8": 1}),
    "no terminated": (without(4), {"S9": 1}),
    "abandoned in place of terminated": ([*without(4), sent("abandoned", 50)], {}),
    "a statement after abandoned": ([*without(4), sent("abandoned", 50), answered(60)], {"S9": 1}),
    "a statement after terminated": ([*WHOLE, answered(30)], {"S9": 1}),
    "completed twice in a session": ([*WHOLE, sent("completed", 116, "s2")], {"D4": 1, "D6": 1}),
    "passed and failed in a session": ([*WHOLE, sent("failed", 116, "s2", scaled=0.1)], {"D5": 1, "D6": 1}),
    "failed after passed in a registration": (
        [*WHOLE, sent("initialized", 200, "s3"), sent("failed", 210, "s3", scaled=0.1)],
        {"D6": 1, "S9": 1},
    ),
    "completed again in a registration": (
        [*WHOLE, sent("initialized", 200, "s3"), sent("completed", 210, "s3")],
        {"D6": 1, "S9": 1},
    ),
    "no time": (instead(2, "timestamp", "2026-01-01T15:00:05+05:00"), {"S2": 1}),
    "another actor": (instead(2, "actor", OTHER), {"L7": 1}),
    "another grouping": (instead(2, "context contextActivities grouping", []), {"S4": 1}),
    "a grouping that the LMS did not ask for": (
        instead(2, "context contextActivities grouping", [])[1:],
        {},
    ),
    "another object": (instead(9, "object id", "https://example.org/other"), {"D1": 1}),
    "a foreign verb with the category": (instead(9, "verb id", ADL + "experienced"), {"D3": 1}),
    "completed without completion": (instead(9, "result", {"duration": "PT1S"}), {"D7": 1, "S10": 1}),
    "passed with completion": (instead(8, "result completion", True), {"D8": 1}),
    "passed without duration": (
        instead(8, "result", {"success": True, "score": {"scaled": 0.7}}),
        {"D8": 1},
    ),
    "terminated with success": (instead(10, "result success", True), {"D9": 1, "D10": 1}),
    "no moveon": (instead(9, "context contextActivities category", [{"id": f"{CMI5}categories/cmi5"}]), {"D10": 1}),
    "a score on completed": (instead(9, "result score", {"scaled": 1}), {"D11": 1}),
    "a raw score alone": (instead(8, "result score", {"scaled": 0.8, "raw": 8}), {"D11": 1}),
    "passed below the mastery score": (instead(8, "result score", {"scaled": 0.69}), {"D12": 1}),
    "failed above the mastery score": (instead(3, "result score", {"scaled": 0.7}), {"D12": 1}),
    "another mastery score": (instead(8, f"{EXTENSIONS} {CMI5}extensions/masteryscore", 0.5), {"D13": 1}),
    "progress with completed": (
        instead(9, "result extensions", {"https://w3id.org/xapi/cmi5/result/extensions/progress": 100}),
        {"D14": 1},
    ),
    "another duration": (instead(10, "result duration", "PT2H"), {"D16": 1}),
    "an answer in a review": (instead(0, f"{EXTENSIONS} {CMI5}extensions/launchmode", "Review"), {"L9": 2}),
    "an AU that voids": (
        [
            *WHOLE,
            {**answered(6), "verb": {"id": ADL + "voided"}, "object": {"objectType": "StatementRef", "id": GOOD["id"]}},
        ],
        {"S7": 1},
    ),
}


@pytest.mark.parametrize("name", SESSIONS)
def test_sessions(name: str, write: Callable[..., Path]) -> None:
    statements, expected = SESSIONS[name]
    path = write(*statements)
    assert rules(path) == expected
    assert rules(path, "--no-cmi5") == {}
    assert expected.keys() <= CMI5_RULES.keys()


def test_places_of_cmi5(tmp_path: Path, write: Callable[..., Path]) -> None:
    """A session may span files; the finding is where the statement is."""
    first, second = write(*WHOLE[:5], name="one.ndjson"), write(answered(30), name="two.ndjson")
    (finding,) = json.loads(check(first, second, "--format", "json").output)["findings"]
    assert (finding["file"], finding["line"], finding["rule"]) == (str(second), 1, "S9")
    assert finding["clause"].startswith("cmi5 9.3")


def test_other_statements_are_no_sessions(write: Callable[..., Path]) -> None:
    """xAPI without cmi5 has no order; a session id alone makes no cmi5."""
    assert rules(write(GOOD, answered(5), answered(1, "s9"))) == {}


def test_the_document_has_every_rule() -> None:
    text = (Path(__file__).parents[3] / "xapi" / "docs" / "check.md").read_text("utf-8")
    rows = {line.split("|")[1].strip(" `"): line for line in text.splitlines() if line.startswith("| `")}
    for name, rule in RULES.items():
        assert rows[name] == f"| `{name}` | {rule.asks} | {rule.clause_1_0} | {rule.clause_2_0} |"
    for name, rule in CMI5_RULES.items():
        assert rows[name] == f"| `{name}` | {rule.asks} | {rule.clause_1_0.removeprefix('cmi5 ')} |"
    options = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    assert {"--" + name for name in ("store", "version", "no-cmi5", "attachments", "format", "at-most")} <= options
    assert all(f"{option}" in text for option in options - {"files", "--cmi5"})

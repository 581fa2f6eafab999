"""Files beside statements, both ways; signed statements."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from darslik_xapi.serve import Core

from .made import Json, named

SIGNATURE = "http://adlnet.gov/expapi/attachments/signature"
PICTURE = bytes(range(256)) + b"\r\n--b\r\n\n"


def described(content: bytes, **changes: object) -> Json:
    return {
        "usageType": "http://example.org/usage/proof",
        "display": {"en": "Proof"},
        "contentType": "image/png",
        "length": len(content),
        "sha2": hashlib.sha256(content).hexdigest(),
        **changes,
    }


def part(content: bytes, **changes: str) -> bytes:
    headers = {
        "Content-Type": "image/png",
        "Content-Transfer-Encoding": "binary",
        "X-Experience-API-Hash": hashlib.sha256(content).hexdigest(),
    }
    headers |= {name.replace("_", "-"): value for name, value in changes.items()}
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value).encode() + b"\r\n" + content


def first(value: object, kind: str = "application/json") -> bytes:
    return f"Content-Type: {kind}\r\n\r\n{json.dumps(value)}".encode()


def send(client: httpx.Client, *parts: bytes, boundary: str = "boundary-1") -> httpx.Response:
    body = b"".join(f"--{boundary}\r\n".encode() + one + b"\r\n" for one in parts)
    headers = {"Content-Type": f"multipart/mixed; boundary={boundary}"}
    return client.post("/statements", content=body + f"--{boundary}--\r\n".encode(), headers=headers)


def read(client: httpx.Client, **query: str) -> list[tuple[dict[str, str], bytes]]:
    """Parts of an answer as the standard library's own reader sees them."""
    answer = client.get("/statements", params={"attachments": "true", **query})
    assert answer.status_code == 200
    head = f"Content-Type: {answer.headers['Content-Type']}\r\n\r\n".encode()
    message = message_from_bytes(head + answer.content)
    assert message.get_content_type() == "multipart/mixed"
    found = []
    for one in message.get_payload():
        assert not isinstance(one, str)
        content = one.get_payload(decode=True)
        assert isinstance(content, bytes)
        found.append((dict(one.items()), content))
    return found


def test_files_come_back(lrs: httpx.Client) -> None:
    text = "Javob: щ".encode()
    own = named(attachments=[described(PICTURE), described(text, contentType="text/plain")])
    sub = {**{name: own[name] for name in ("actor", "verb", "object")}, "objectType": "SubStatement"}
    outer = named(object={**sub, "attachments": [described(text)]})
    assert send(lrs, first([own, outer]), part(PICTURE), part(text, Content_Type="text/plain")).status_code == 200
    [statements, *files] = read(lrs, ascending="true")
    assert [one["id"] for one in json.loads(statements[1])["statements"]] == [own["id"], outer["id"]]
    assert [content for _, content in files] == [PICTURE, text]
    assert files[0][0] == {
        "Content-Type": "image/png",
        "Content-Transfer-Encoding": "binary",
        "X-Experience-API-Hash": hashlib.sha256(PICTURE).hexdigest(),
    }
    [single, *files] = read(lrs, statementId=outer["id"])
    assert json.loads(single[1])["id"] == outer["id"]
    assert [content for _, content in files] == [text]


def test_files_are_given_only_if_asked_for(lrs: httpx.Client) -> None:
    sent = named(attachments=[described(PICTURE)])
    send(lrs, first(sent), part(PICTURE)).raise_for_status()
    for query in ({}, {"attachments": "false"}):
        answer = lrs.get("/statements", params=query)
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.json()["statements"][0]["attachments"] == sent["attachments"]
    assert len(read(lrs)) == 2


def test_a_file_elsewhere(lrs: httpx.Client) -> None:
    elsewhere = named(attachments=[described(PICTURE, fileUrl="http://example.org/p.png")])
    assert lrs.post("/statements", json=elsewhere).status_code == 200
    both = named(attachments=[described(PICTURE, fileUrl="http://example.org/p.png")])
    assert send(lrs, first(both), part(PICTURE)).status_code == 200


def test_put_with_a_file(lrs: httpx.Client) -> None:
    sent = named(attachments=[described(PICTURE)])
    body = b"--b1\r\n" + first(sent) + b"\r\n--b1\r\n" + part(PICTURE) + b"\r\n--b1--"
    headers = {"Content-Type": 'multipart/mixed; boundary="b1"'}
    answer = lrs.put("/statements", params={"statementId": sent["id"]}, content=body, headers=headers)
    assert answer.status_code == 204
    assert read(lrs, statementId=sent["id"])[1][1] == PICTURE


def test_what_is_wrong_with_parts(lrs: httpx.Client, core: Core) -> None:
    sent = named(attachments=[described(PICTURE)])
    other = b"another file"
    refused = [
        (first(sent),),
        (part(PICTURE), first(sent)),
        (first(sent, "text/plain"), part(PICTURE)),
        (first(sent), part(PICTURE, X_Experience_API_Hash="")),
        (first(sent), part(PICTURE, Content_Transfer_Encoding="")),
        (first(sent), part(PICTURE, Content_Transfer_Encoding="base64")),
        (first(sent), part(other)),
        (first(sent), part(PICTURE), part(other)),
        (first(sent), part(other, X_Experience_API_Hash=hashlib.sha256(PICTURE).hexdigest())),
        (first(sent), first(named()), part(PICTURE)),
        (first(sent), b"no blank line"),
        (),
    ]
    for parts in refused:
        assert send(lrs, *parts).status_code == 400
    assert lrs.post("/statements", json=sent).status_code == 400
    whole = b"--b1\r\n" + first(sent) + b"\r\n--b1\r\n" + part(PICTURE) + b"\r\n--b1--"
    for kind in ("multipart/mixed", "multipart/mixed; boundary=other", "multipart/form-data; boundary=b1"):
        assert lrs.post("/statements", content=whole, headers={"Content-Type": kind}).status_code == 400
    for broken in (whole.removesuffix(b"--b1--"), whole.replace(b"--b1\r\nContent-Type: a", b"Content-Type: a", 1)):
        headers = {"Content-Type": "multipart/mixed; boundary=b1"}
        assert lrs.post("/statements", content=broken, headers=headers).status_code == 400
    assert core.count() == 0


def test_bytes_that_were_sent_as_if_they_were_text(lrs: httpx.Client) -> None:
    """Some libraries write each byte above 127 as two; what has the hash is what is kept."""
    picture = bytes(range(255, 0, -1))
    sent = named(attachments=[described(picture)])
    mangled = part(picture).replace(picture, picture.decode("latin-1").encode())
    assert send(lrs, first(sent), mangled).status_code == 200
    assert read(lrs)[1][1] == picture


def test_lines_may_end_without_a_carriage_return(lrs: httpx.Client) -> None:
    content = b"here is a simple text"
    sent = named(attachments=[described(content)])
    body = b"--b1\n" + first(sent) + b"\n--b1\n" + part(content) + b"\n--b1--"
    headers = {"Content-Type": "multipart/mixed; boundary=b1"}
    assert lrs.post("/statements", content=body.replace(b"\r\n", b"\n"), headers=headers).status_code == 200


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def certificate(key: rsa.RSAPrivateKey) -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "desk")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
    made = builder.sign(key, hashes.SHA256())
    return base64.b64encode(made.public_bytes(serialization.Encoding.DER)).decode()


def signed(statement: Json, key: rsa.RSAPrivateKey, payload: bytes = b"", **header: Any) -> bytes:
    def encoded(value: bytes) -> bytes:
        return base64.urlsafe_b64encode(value).rstrip(b"=")

    head = json.dumps({"alg": "RS256", **header}).encode()
    content = encoded(head) + b"." + encoded(payload or json.dumps(statement).encode())
    algorithm = {"RS384": hashes.SHA384(), "RS512": hashes.SHA512()}.get(str(header.get("alg")), hashes.SHA256())
    return content + b"." + encoded(key.sign(content, padding.PKCS1v15(), algorithm))


def send_signed(client: httpx.Client, statement: Json, signature: bytes, **changes: object) -> int:
    changes = {"usageType": SIGNATURE, "contentType": "application/octet-stream", **changes}
    whole = {**statement, "attachments": [described(signature, **changes)]}
    return send(client, first(whole), part(signature, Content_Type="application/octet-stream")).status_code


@pytest.mark.parametrize("algorithm", ["RS256", "RS384", "RS512"])
def test_signatures_that_hold(lrs: httpx.Client, key: rsa.RSAPrivateKey, algorithm: str) -> None:
    statement = named(result={"duration": "PT1.25S"})
    assert send_signed(lrs, statement, signed(statement, key, alg=algorithm)) == 200
    other = named()
    assert send_signed(lrs, other, signed(other, key, alg=algorithm, x5c=[certificate(key)])) == 200


def test_a_duration_is_compared_to_hundredths(two: httpx.Client, key: rsa.RSAPrivateKey) -> None:
    statement = named(result={"duration": "P1DT12H36M0.12S"})
    signature = signed(statement, key)
    finer = {**statement, "result": {"duration": "P1DT12H36M0.1237S"}}
    assert send_signed(two, finer, signature) == 200
    assert send_signed(two, {**named(), "result": {"duration": "P1DT12H36M0.13S"}}, signature) == 400


def test_signatures_that_do_not_hold(lrs: httpx.Client, key: rsa.RSAPrivateKey) -> None:
    statement = named()
    other = rsa.generate_private_key(65537, 2048)
    refused = [
        signed(statement, key, alg="HS256"),
        signed(statement, key, alg="none"),
        signed(named(), key),
        signed(statement, key, b"{'no': json}"),
        signed(statement, key, x5c=[certificate(other)]),
        signed(statement, key, x5c=["no certificate"]),
        b"one.two",
        b"\xff\xfe.x.y",
    ]
    for signature in refused:
        assert send_signed(lrs, statement, signature) == 400
    assert send_signed(lrs, statement, signed(statement, key), contentType="text/plain") == 400

"""Signed statements: a JSON Web Signature as an attachment (xAPI 1.0.3 Data 2.6; IEEE 9274.1.1 4.2.8)."""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from .equality import same_statement
from .exchange import Refusal

if TYPE_CHECKING:
    from .exchange import Json

SIGNATURE = "http://adlnet.gov/expapi/attachments/signature"
_HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "RS256": hashes.SHA256,
    "RS384": hashes.SHA384,
    "RS512": hashes.SHA512,
}


def check_signature(statement: Json, text: str, content: bytes) -> None:
    """The signature is a compact JWS with an allowed algorithm, of this very statement; its key, if sent along, fits.

    Raises:
        Refusal: it is not.
    """
    del text
    try:
        head, payload, signature = content.decode("ascii").strip().split(".")
        header, signed = json.loads(_bytes(head)), json.loads(_bytes(payload))
        raw = _bytes(signature)
    except (ValueError, binascii.Error) as error:
        raise Refusal(400, "the signature is not a JSON Web Signature in its compact form") from error
    if not isinstance(header, dict) or header.get("alg") not in _HASHES:
        raise Refusal(400, f"the signature's algorithm is not one of {', '.join(_HASHES)}")
    if not isinstance(signed, dict) or not _covers(signed, statement):
        raise Refusal(400, "the signature is of another statement")
    if "x5c" in header:
        _verify(header, f"{head}.{payload}".encode(), raw)


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _covers(signed: Json, statement: Json) -> bool:
    sent = {name: one for name, one in statement.items() if name != "attachments"}
    try:
        return same_statement(sent, signed)
    except (AttributeError, TypeError):
        return False


def _verify(header: Any, content: bytes, signature: bytes) -> None:  # noqa: ANN401 - any JSON
    try:
        certificate = x509.load_der_x509_certificate(base64.b64decode(header["x5c"][0]))
        key = certificate.public_key()
    except (ValueError, TypeError, LookupError) as error:
        raise Refusal(400, "the signature's certificate (x5c) cannot be read") from error
    if not isinstance(key, rsa.RSAPublicKey):
        raise Refusal(400, "the signature's certificate (x5c) has no RSA key")
    try:
        key.verify(signature, content, padding.PKCS1v15(), _HASHES[header["alg"]]())
    except InvalidSignature as error:
        raise Refusal(400, "the signature does not fit its certificate (x5c)") from error

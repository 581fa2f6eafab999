"""Signed statements (Data 2.6): the attachment is a JWS whose payload is the statement.

The signature is verified with the certificate that comes with it in the header `x5c`. Whether that
certificate is one to trust is not asked here; without one, only the form can be checked.
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any

from .attachments import SIGNATURE
from .findings import Report, show
from .reading import NotJsonError, read_json
from .values import Json, hundredths, parse_timestamp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .findings import Finding

ALGORITHMS = ("RS256", "RS384", "RS512")
_PARTS = 3
_SET_BY_LRS = ("stored", "authority", "version", "timestamp", "id")
_GROUPS = ("parent", "grouping", "category", "other")


class _BadSignatureError(Exception):
    """Why a JWS is refused."""


def check_signatures(statement: Json, contents: Mapping[str, bytes], version: str = "1.0.3") -> list[Finding]:
    """What is wrong with the signatures of a statement.

    Args:
        statement: one without other findings.
        contents: of its attachments, by sha2; a signature that is not among them is not checked.
        version: of xAPI, `1.0.x` or `2.0.x`.
    """
    report = Report(version)
    for index, described in enumerate(statement.get("attachments", [])):
        raw = contents.get(described["sha2"])
        if described["usageType"] == SIGNATURE and raw is not None:
            try:
                _check(statement, raw)
            except _BadSignatureError as error:
                report.add("signature", f"$.attachments[{index}]", str(error))
    return report.findings


def _check(statement: Json, raw: bytes) -> None:
    parts = raw.split(b".")
    if len(parts) != _PARTS:
        raise _BadSignatureError("the signature must be a JWS in compact form: three parts with dots between them")
    header = _json(parts[0], "header")
    if header.get("alg") not in ALGORITHMS:
        raise _BadSignatureError(f"alg must be {', '.join(ALGORITHMS)}, not {show(header.get('alg'))}")
    payload = _json(parts[1], "payload")
    if not _same(payload, statement):
        raise _BadSignatureError("the payload of the signature is another statement")
    chain = header.get("x5c")
    if chain is not None:
        _verify(chain, header["alg"], b".".join(parts[:2]), _bytes(parts[2], "signature"))


def _same(payload: Json, statement: Json) -> bool:
    """Whether a payload, which may be anything, says what the statement says."""
    try:
        return bool(_comparable(payload, statement) == _comparable(statement, payload))
    except RecursionError:
        return False


def _json(part: bytes, what: str) -> Json:
    try:
        value = read_json(_bytes(part, what))
    except NotJsonError as error:
        raise _BadSignatureError(f"the {what} of the signature is not JSON: {error.message}") from None
    if not isinstance(value, dict):
        raise _BadSignatureError(f"the {what} of the signature must be an object")
    return value


def _bytes(part: bytes, what: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(part + b"=" * (-len(part) % 4))
    except (binascii.Error, ValueError):
        raise _BadSignatureError(f"the {what} of the signature is not base64url") from None


def _verify(chain: Any, algorithm: str, signed: bytes, signature: bytes) -> None:  # noqa: ANN401 - any JSON
    """Verify with the first certificate of a chain."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding, rsa
    from cryptography.x509 import load_der_x509_certificate

    try:
        key = load_der_x509_certificate(base64.b64decode(chain[0])).public_key()
    except (TypeError, ValueError, LookupError, UnsupportedAlgorithm):
        raise _BadSignatureError("x5c must be a list of certificates in base64") from None
    if not isinstance(key, rsa.RSAPublicKey):
        raise _BadSignatureError("the certificate in x5c must hold an RSA key")
    sha = {"RS256": hashes.SHA256(), "RS384": hashes.SHA384(), "RS512": hashes.SHA512()}[algorithm]
    try:
        key.verify(signature, signed, padding.PKCS1v15(), sha)
    except InvalidSignature:
        raise _BadSignatureError("the signature does not fit the statement and the certificate in x5c") from None


def _comparable(statement: Json, other: Json) -> Any:  # noqa: ANN401 - any JSON
    """A statement without what an LRS may add, and without its signatures."""
    left_out = {name for name in _SET_BY_LRS if name not in statement or name not in other}
    left_out |= {"stored", "authority", "version"}
    kept = {name: value for name, value in statement.items() if name not in left_out}
    attachments = kept.pop("attachments", [])
    others = [one for one in attachments if not _is_signature(one)] if isinstance(attachments, list) else attachments
    return _plain(kept | ({"attachments": others} if others else {}))


def _is_signature(attachment: object) -> bool:
    return isinstance(attachment, dict) and attachment.get("usageType") == SIGNATURE


def _plain(value: Any, name: str = "") -> Any:  # noqa: ANN401 - any JSON
    """Equal for statements that say the same."""
    if name == "extensions":
        return value
    if name == "timestamp":
        return parse_timestamp(value) or value
    if name == "duration" and isinstance(value, str):
        return hundredths(value)
    if name in _GROUPS and isinstance(value, dict):
        value = [value]
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {key: _plain(one, key) for key, one in value.items() if (key, one) != ("objectType", "Activity")}
    return value

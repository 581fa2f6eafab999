"""Requests in the form of an old browser's cross-origin POST (xAPI 1.0.3 Communication 1.3; gone in 2.0)."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl

from .exchange import VERSION_HEADER, Refusal, Request

_HEADERS = (
    "Authorization",
    VERSION_HEADER,
    "Content-Type",
    "Content-Length",
    "If-Match",
    "If-None-Match",
    "Accept-Language",
    "Accept",
    "Accept-Encoding",
    "X-Experience-API-Consistent-Through",
)
_METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE")


def is_alternate(request: Request) -> bool:
    """Whether the parameters name a method; nothing else does."""
    return "method" in request.query


def unfolded(request: Request) -> Request:
    """The request that the form stands for: headers, parameters and content are its fields.

    Raises:
        Refusal: it is not a POST of a form, or has other parameters beside `method`.
    """
    if request.method != "POST":
        raise Refusal(400, "the parameter method belongs to POST")
    if len(request.query) > 1:
        raise Refusal(400, "a request with the parameter method has all others in its body")
    method = request.query["method"]
    if method not in _METHODS:
        raise Refusal(400, f"the parameter method is not one of {', '.join(_METHODS)}")
    try:
        text = request.body.decode()
        fields = dict(parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text), errors="strict"))
    except ValueError as error:
        raise Refusal(400, "the body is not a form") from error
    known = {name.lower(): name for name in _HEADERS}
    headers = {name.lower(): value for name, value in fields.items() if name.lower() in known}
    if any(not value.isascii() or not value.isprintable() for value in headers.values()):
        raise Refusal(400, "a field that stands for a header has a character that headers cannot have")
    content = fields.pop("content", "")
    query = {name: value for name, value in fields.items() if name.lower() not in known}
    kept = {name: value for name, value in request.headers.items() if name != "content-type"}
    if content and "content-type" not in headers:
        headers["content-type"] = "application/json"
    return replace(request, method=method, query=query, headers=kept | headers, body=content.encode())

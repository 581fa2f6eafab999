"""Whose certificates we trust: those of the system or of SSL_CERT_FILE."""

from __future__ import annotations

import ssl
from functools import cache

import httpx


@cache
def certificates() -> ssl.SSLContext:
    """For all connections: reading them takes longer than many a request."""
    return httpx.create_ssl_context()

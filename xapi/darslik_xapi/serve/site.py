"""Where things stand on the server: the LRS below /xapi, whatever slashes clients put before and after."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .exchange import Answer, Request

if TYPE_CHECKING:
    from .core import Core


def lrs_answer(core: Core, request: Request) -> Answer | None:
    """The LRS's answer, or None where the path is not one of its own."""
    area, _, rest = request.resource.partition("/")
    if area != "xapi":
        return None
    return core.handle(replace(request, resource=rest.strip("/")))

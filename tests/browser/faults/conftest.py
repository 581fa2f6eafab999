from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser.faults.places import LrsPlace, Place, ScormPlace, WebPlace
from darslik_xapi.testing import LrsServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from browser.build import Builder
    from browser.lms import Lms


@pytest.fixture
def place(request: pytest.FixtureRequest, lms: Lms, builder: Builder) -> Iterator[Place]:
    """The course in the standard that the test is run in."""
    standard: str = request.param
    if standard == "web":
        yield WebPlace(lms, builder)
    elif standard.startswith("scorm"):
        yield ScormPlace(lms, builder, standard)
    else:
        with LrsServer() as lrs:
            yield LrsPlace(lms, builder, standard, lrs)

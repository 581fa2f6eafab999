"""An LMS for tests: scorm-again behind a layer that accepts only what the strictest LMS accepts."""

from .attempts import Attempt, Call, Faults, Package, Session
from .server import Lms

__all__ = ["Attempt", "Call", "Faults", "Lms", "Package", "Session"]

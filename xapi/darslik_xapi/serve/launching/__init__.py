"""The launching LMS beside the LRS: cmi5 and tincan.xml packages, opened for a test learner.

Read `course` (what a package says), `registration` (an enrolment, its launches, moving on), `session` (one launch and
what it may do), `tincan`, `lms` (the addresses: fetch, return), `preview` (the page of `serve --launch`).
"""

from .course import read_cmi5, read_tincan
from .lms import Lms
from .registration import LaunchOptions, Registration, learner
from .session import Session
from .tincan import TincanSession

__all__ = [
    "LaunchOptions",
    "Lms",
    "Registration",
    "Session",
    "TincanSession",
    "learner",
    "read_cmi5",
    "read_tincan",
]

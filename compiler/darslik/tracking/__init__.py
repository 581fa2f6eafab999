"""The tracking plan: what statements of a course can be about, for those who read them (`xapi/docs/tracking-plan.md`).

`darslik build` writes two files beside the packages: `<course>.plan.json`, which has the keys of exams and is not to be
published with them, and `<course>.profile.jsonld`, an xAPI Profile without those keys. Read `files.py` first. A kind of
part that statements can be about is a function in `structure.py`; what a question's statements hold is `asked.py`, and
`templates.py` says how they look and in which order they come: mirrors of `themes/runtime/src/statement.ts`.
"""

from .files import plan_of_folder, tracking_files

__all__ = ["plan_of_folder", "tracking_files"]

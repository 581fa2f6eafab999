"""The tracking plan: what statements of a course can be about, for those who read them (`xapi/docs/tracking-plan.md`).

`darslik build` writes `<course>.plan.json` beside the packages; it has the keys of exams, so it is not to be published
with them. Read `files.py` first. A kind of part that statements can be about is a function in `structure.py`; what a
question's statements hold is `asked.py`, a mirror of `themes/runtime/src/statement.ts`.
"""

from .files import plan_of_folder, tracking_files

__all__ = ["plan_of_folder", "tracking_files"]

"""A course → the two files about its statements."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from darslik.errors import Bug, Exit

if TYPE_CHECKING:
    from darslik.pipeline import Checked
    from darslik.provenance.commit import Commit
    from darslik.source.files import DiskFiles


class CourseHasErrors(click.ClickException):
    """A course that cannot be built has no tracking plan."""

    exit_code = Exit.FOUND_ERRORS

    def show(self, file: Any = None) -> None:  # noqa: ANN401 - click's own signature
        """The findings, as `darslik check` draws them."""
        click.echo(self.message, file=file, err=True, nl=False)


def plan_of_folder(course: Path) -> str:
    """The tracking plan of a course folder as it is now, the text of a `<course>.plan.json`.

    Raises:
        CourseHasErrors: if it could not be built; its message is the report.
    """
    from darslik import pipeline
    from darslik.diagnostics import Severity
    from darslik.report import Report, formats

    files = pipeline.open_course(course)
    checked = pipeline.check(files)
    if not checked.ok:
        errors = [one for one in checked.found if one.severity is Severity.ERROR]
        raise CourseHasErrors(formats()["human"].write(Report(errors, files, course.as_posix(), "", False)))
    return as_text(_plan(checked, files), "activities")


def tracking_files(checked: Checked, files: DiskFiles, commit: Commit | None = None) -> dict[str, bytes]:
    """The files beside the packages, by name; `commit`: of the course folder. Raises Bug if the course has errors."""
    from darslik.tracking.profile import profile

    tracked = _plan(checked, files)
    if checked.plan is None:
        raise Bug("tracking", "a course with errors has no profile")
    published = profile(checked.plan, tracked, commit.time if commit else "")
    return {
        f"{files.name}.plan.json": as_text(tracked, "activities").encode(),
        f"{files.name}.profile.jsonld": as_text(published, "concepts", "templates", "patterns").encode(),
    }


def _plan(checked: Checked, files: DiskFiles) -> dict[str, Any]:
    from darslik.tracking.structure import tracking_plan

    if checked.course is None or checked.plan is None:
        raise Bug("tracking", "a course with errors has no tracking plan")
    return tracking_plan(checked.course, checked.plan, shown_folder(files.given, files.root))


def shown_folder(given: Path, root: Path) -> str:
    """The course's folder as messages show it.

    In a repository its path from there; else as it was given; only its name if that would tell where it lies on this
    machine: the same source gives the same bytes.
    """
    for above in root.parents:
        if (above / ".git").exists():
            return root.relative_to(above).as_posix()
    whole = given.is_absolute() or ".." in given.parts or not given.parts
    return root.name if whole else given.as_posix()


def as_text(value: Mapping[str, Any], *lists: str) -> str:
    """JSON with a line for each entry of the long lists, so that versions can be compared line by line."""
    parts = [f'"{key}": {_lines(part) if key in lists else _compact(part)}' for key, part in value.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _lines(entries: Iterable[Any]) -> str:
    return "[\n" + ",\n".join(_compact(entry) for entry in entries) + "\n]"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))

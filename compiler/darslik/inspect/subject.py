"""What rules look at: a package under one of the standards that it claims to follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from darslik.errors import Bug
from darslik.inspect.archive import Damaged, Package
from darslik.inspect.cmi5 import CourseStructure
from darslik.inspect.limits import Limits
from darslik.inspect.manifest import Manifest
from darslik.inspect.recognise import Kind
from darslik.inspect.record import Record, read_record
from darslik.inspect.record.reach import Reach, reach
from darslik.inspect.schemas import SchemaCheck
from darslik.inspect.sequencing import Sequencings
from darslik.inspect.xml import Document


@dataclass(frozen=True)
class Subject:
    """A package and the kind under which it is judged; neither kind nor document when it is judged as any package."""

    package: Package
    kind: Kind | None
    document: Document | None
    limits: Limits

    @property
    def rules_of(self) -> tuple[str, ...]:
        """The groups of rules that it is judged by."""
        return (self.kind.standard,) if self.kind else ("any",)

    @property
    def xml(self) -> Document:
        """The document; only for rules of a standard."""
        if self.document is None:
            raise Bug("inspect", "a rule of a standard was asked about a package of none")
        return self.document

    @cached_property
    def manifest(self) -> Manifest:
        """The document as a SCORM manifest; only for rules of SCORM."""
        return Manifest(self.xml, self.package, self.limits)

    @cached_property
    def sequencings(self) -> Sequencings:
        """The sequencing of each activity; only for rules of SCORM 2004."""
        return Sequencings(self.manifest)

    @cached_property
    def schemas(self) -> SchemaCheck:
        """What schemas say of the package; only for rules of SCORM."""
        if self.kind is None:
            raise Bug("inspect", "schemas were asked about a package of no standard")
        return SchemaCheck(self.package, self.kind, self.manifest, self.limits)

    @cached_property
    def course(self) -> CourseStructure:
        """The document as a course structure; only for rules of cmi5."""
        return CourseStructure(self.xml)

    @cached_property
    def record(self) -> Record:
        """What an LMS will record of it; only for rules of a standard."""
        record = read_record(self)
        if record is None:
            raise Bug("inspect", "a rule asked what is recorded of a package of no standard")
        return record

    @cached_property
    def reach(self) -> Reach:
        """What of it can start; only for rules of a standard."""
        return reach(self.record)

    def texts(self, *endings: str) -> Iterator[tuple[str, str]]:
        """Name and text of every file with one of these endings (lower case), as much of it as the limits allow."""
        for path in self.package.paths():
            if path.lower().endswith(endings):
                try:
                    yield path, self.package.read(path, self.limits.text).decode("utf-8-sig", "replace")
                except Damaged:
                    continue  # `archive` says so

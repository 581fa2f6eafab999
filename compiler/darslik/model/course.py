"""`course.yaml`, `course.<lang>.yaml`, `glossary.yaml` and `references.yaml` as types."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, ValidationInfo, field_validator, model_validator

from darslik.model.base import Node, Slug, Text
from darslik.model.policy import DEFAULT_COMPLETE, CompleteWhen, PassWhen, accept_mappings

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2}|-[0-9]{3})?$")]


DERIVABLE = (("uz-Latn", "uz-Cyrl"), ("uz-Cyrl", "uz-Latn"))
"""From which language to which a text can be transliterated."""


def derivable(base: str, lang: str) -> bool:
    """Whether the texts of a language can be made from those of another."""
    return (base, lang) in DERIVABLE


ReviewState = Literal["new", "machine", "needs-review", "final"]


class Review(Node):
    """How far a text has been checked by a person who reads the language."""

    state: ReviewState = "needs-review"
    by: Text | None = None
    note: str = ""


class QuestionDefaults(Node):
    """Defaults for the questions of the course."""

    attempts: int = Field(default=2, ge=0, le=9)
    shuffle: bool = True
    partial: bool = True


class Unlock(Node):
    """A module opens when another one was completed or passed."""

    completed: Slug | None = None
    passed: Slug | None = None

    @model_validator(mode="after")
    def _one(self) -> Unlock:
        if (self.completed is None) == (self.passed is None):
            message = "name one module, under `completed` or under `passed`"
            raise ValueError(message)
        return self

    @property
    def module(self) -> str:
        """The module that opens this one."""
        return self.completed or self.passed or ""

    @property
    def when(self) -> Literal["completed", "passed"]:
        """What must have happened to it."""
        return "completed" if self.completed else "passed"


class Module(Node):
    """A module: lessons in order. `was`: its former id."""

    id: Slug
    was: Slug | None = None
    title: Text
    description: Text | None = None
    unlock_when: Unlock | None = Field(default=None, alias="unlock-when")
    complete_when: CompleteWhen | None = Field(default=None, alias="complete-when")
    pass_when: PassWhen | None = Field(default=None, alias="pass-when")
    lessons: Annotated[list[Text], Field(min_length=1)]


class Statuses(Node):
    """What SCORM 1.2 is told in the place of a status, for LMSs that do not know every word of it."""

    completed: Literal["completed", "passed"] = "completed"
    passed: Literal["passed", "completed"] = "passed"
    failed: Literal["failed", "incomplete", "completed"] = "failed"


SaveEvery = Annotated[int, Field(ge=1, le=60)]
"""Minutes after which an active learner's state is saved, also if nothing was answered and no page turned."""


class Scorm12Options(Node):
    """Options of the target `scorm12`."""

    mastery_score: bool = Field(default=False, alias="mastery-score")
    interactions: Literal["journal", "one"] = "journal"
    statuses: Statuses = Statuses()
    quotes: bool = True
    """Whether answers may hold double quotes; if not, single ones take their place."""
    save_every: SaveEvery | None = Field(default=None, alias="save-every")


class Scorm2004Options(Node):
    """Options of the targets `scorm2004-3` and `scorm2004-4`."""

    interactions: Literal["journal", "one"] = "journal"
    save_every: SaveEvery | None = Field(default=None, alias="save-every")


class Cmi5Options(Node):
    """Options of the target `cmi5`."""

    launch_method: Literal["AnyWindow", "OwnWindow"] = Field(default="AnyWindow", alias="launch-method")
    interactions: Literal["journal", "one"] = "journal"


class XapiOptions(Node):
    """Options of the target `xapi`."""

    interactions: Literal["journal", "one"] = "journal"


class NoOptions(Node):
    """A target without options."""


class TargetOptions(Node):
    """Options for single targets."""

    scorm12: Scorm12Options = Scorm12Options()
    scorm2004_3: Scorm2004Options = Field(default=Scorm2004Options(), alias="scorm2004-3")
    scorm2004_4: Scorm2004Options = Field(default=Scorm2004Options(), alias="scorm2004-4")
    cmi5: Cmi5Options = Cmi5Options()
    xapi: XapiOptions = XapiOptions()
    web: NoOptions = NoOptions()


class CourseFile(Node):
    """The whole of `course.yaml`."""

    id: Text
    version: Text
    title: Annotated[Text, StringConstraints(max_length=200)]
    description: Annotated[Text, StringConstraints(max_length=250)]
    languages: Annotated[list[Language], Field(min_length=1)]
    licence: Text
    authors: Annotated[list[Text], Field(min_length=1)]
    publisher: Text | None = None
    audience: Text | None = None
    keywords: list[Text] = []
    derive: dict[Language, Language] = {}
    publish: dict[Language, ReviewState] = {}
    """The least state that every text of a language must have before it is built."""
    theme: Text = "default"
    navigation: Literal["free", "linear"] = "free"
    split: Literal["break", "heading", "none"] = "break"
    trust: Literal["none", "html"] = "none"
    review: Review = Review()
    complete_when: CompleteWhen = Field(default=DEFAULT_COMPLETE, alias="complete-when")
    pass_when: PassWhen | None = Field(default=None, alias="pass-when")
    questions: QuestionDefaults = QuestionDefaults()
    targets: TargetOptions = TargetOptions()
    banks: list[Text] = []
    modules: Annotated[list[Module], Field(min_length=1)]

    @field_validator("derive")
    @classmethod
    def _derivable(cls, value: dict[str, str]) -> dict[str, str]:
        for lang, base in value.items():
            if not derivable(base, lang):
                pairs = ", ".join(f"`{other}: {one}`" for one, other in DERIVABLE)
                message = f"`{lang}` cannot be derived from `{base}`; what can: {pairs}"
                raise ValueError(message)
            if base in value:
                message = f"`{base}` is derived itself"
                raise ValueError(message)
        return value

    @field_validator("publish")
    @classmethod
    def _published(cls, value: dict[str, str], info: ValidationInfo) -> dict[str, str]:
        known = info.data.get("languages", value)
        for lang in value:
            if lang not in known:
                message = f"`{lang}` is none of the `languages`"
                raise ValueError(message)
        return value

    @model_validator(mode="after")
    def _derived_languages(self) -> CourseFile:
        for lang, base in self.derive.items():
            missing = next((one for one in (lang, base) if one not in self.languages), None)
            if missing or lang == self.languages[0]:
                why = f"`{missing}` is none of the `languages`" if missing else f"`{lang}` is the source language"
                message = f"`derive`: {why}"
                raise ValueError(message)
        return self


class ModuleText(Node):
    """Translated texts of a module."""

    title: Text | None = None
    description: Text | None = None


class CourseText(Node):
    """The whole of `course.<lang>.yaml`: translated texts, nothing else."""

    title: Annotated[Text, StringConstraints(max_length=200)] | None = None
    description: Annotated[Text, StringConstraints(max_length=250)] | None = None
    audience: Text | None = None
    publisher: Text | None = None
    keywords: list[Text] = []
    authors: list[Text] = []
    review: Review = Review()
    modules: dict[str, ModuleText] = {}


class LessonHead(Node):
    """Front matter of a lesson."""

    title: Annotated[Text, StringConstraints(max_length=200)]
    id: Slug | None = None
    was: Slug | None = None
    minutes: int | None = Field(default=None, ge=1, le=600)
    objectives: list[Text] = []
    split: Literal["break", "heading", "none"] | None = None
    review: Review | None = None


class BankHead(LessonHead):
    """Front matter of a bank of questions; it can do without."""

    title: Annotated[Text, StringConstraints(max_length=200)] = "-"


class Term(Node):
    """An entry of `glossary.yaml`."""

    term: Text
    definition: Text
    source: Slug | None = None


class TermText(Node):
    """An entry of `glossary.<lang>.yaml`."""

    term: Text
    definition: Text


class Reference(Node):
    """An entry of `references.yaml`; `lang` is the language of a source whose title is not in that of the course."""

    title: Text
    lang: Language | None = None
    author: Text | None = None
    publisher: Text | None = None
    year: Text | None = None
    url: Text | None = None
    accessed: Text | None = None
    note: Text | None = None


class ReferenceText(Node):
    """An entry of `references.<lang>.yaml`: what differs."""

    title: Text | None = None
    lang: Language | None = None
    author: Text | None = None
    publisher: Text | None = None
    url: Text | None = None
    note: Text | None = None


def course_schema() -> dict[str, Any]:
    """The JSON Schema of `course.yaml`, for editors."""
    schema = accept_mappings(CourseFile.model_json_schema(by_alias=True))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "course.yaml", **schema}

"""Validated input: a draft states type, limits, label and hint of every field once.

The form, the spreadsheet importer, the quick line and the command line all read a draft's fields
through `asks` and build it through `model_validate`, so a rule about input is written in one
place. A table class validates nothing on construction, which is why drafts exist beside tables.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, ClassVar, TypeVar, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from models.rules.measures import GOODS
from models.rules.refusal import Refusal
from models.rules.text import clean, clean_lines
from models.words import Words

DraftT = TypeVar("DraftT", bound="Draft")


@dataclass(frozen=True, slots=True)
class Pick:
    """Marks an id that a person chooses by type-ahead among the records of a kind."""

    kind: str


@dataclass(frozen=True, slots=True)
class Target:
    """Marks the id of the record that a verb acts on: it is never asked, the cursor gives it."""


@dataclass(frozen=True, slots=True)
class Fen:
    """Marks money: kept in integer fen, typed and shown in yuan."""


@dataclass(frozen=True, slots=True)
class Degrees:
    """Marks a body temperature: kept in whole tenths of a degree, typed and shown as `36.5`."""


@dataclass(frozen=True, slots=True)
class Past:
    """Marks a day or a moment that has been: `0320` typed in November is last spring's."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Marks a count of something other than goods, by the measure words it is told with."""

    measures: frozenset[str]


@dataclass(frozen=True, slots=True)
class Number:
    """Marks a text that is a number, or is meant to hold one: of a telephone, of a receipt."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """Marks a field that no form asks for; imports and rules fill it."""


@dataclass(frozen=True, slots=True)
class Covered:
    """Marks what nobody else may read while it is typed: a passphrase."""


Text = Annotated[str, AfterValidator(clean)]
"""One line typed by a person, stripped of control and direction characters on the way in."""
Lines = Annotated[str, AfterValidator(lambda text: "\n".join(clean_lines(text)))]
"""Several lines, each stripped of the same."""
Secret = Annotated[str, Covered()]
"""What somebody proves himself with; covered while it is typed, and no draft prints it."""
TargetId = Annotated[int, Target()]
Money = Annotated[int, Fen()]
Temperature = Annotated[int, Degrees()]


class Draft(BaseModel):
    """What a change accepts; frozen, and strict about fields it does not know."""

    first: ClassVar[tuple[str, ...]] = ()
    """Fields asked before the others: those of the drafts it builds on would else come first."""

    # Its validator is made when it is first filled in: a desk that opens fills none in.
    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, defer_build=True
    )


class TargetDraft(Draft):
    """A draft for a verb that needs nothing but its record."""

    id: TargetId


class Edit(Draft):
    """An edit hands over only what the person changed, with the values the form opened with."""

    id: TargetId
    changed: dict[str, Any]
    opened: dict[str, Any]


class Shape(StrEnum):
    """How one field is typed and shown."""

    text = "text"
    whole = "whole"
    money = "money"
    degrees = "degrees"
    day = "day"
    moment = "moment"
    yes_no = "yes_no"
    choice = "choice"
    choices = "choices"
    record = "record"


@dataclass(frozen=True, slots=True)
class Ask:
    """One field of a draft as a form, a quick line or a command sees it."""

    name: str
    label: str
    """Key of the label."""
    hint: str | None
    """Key of the hint, if the field has one."""
    shape: Shape
    required: bool
    default: object
    enum: type[Enum] | None = None
    kind: str | None = None
    """For a record: the kind that it is picked from."""
    past: bool = False
    """For a day or a moment: whether it must have been already."""
    measures: frozenset[str] = GOODS
    """For a whole number: the measure words that may stand with it."""
    covered: bool = False
    """Whether nobody may read it while it is typed."""
    free: bool = False
    """Whether it takes words of somebody's own, in which a number of a person is warned about."""


def _plain(annotation: Any) -> tuple[Any, list[Any]]:
    """The type inside `Annotated[... | None, ...]`, with the marks found on the way."""
    marks: list[Any] = []
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation, *found = get_args(annotation)
            marks += found
        elif origin in (Union, UnionType):
            annotation = next(a for a in get_args(annotation) if a is not NoneType)
        else:
            return annotation, marks


def _shape(plain: Any, marks: list[Any]) -> Shape:
    if any(isinstance(mark, Pick) for mark in marks):
        return Shape.record
    if any(isinstance(mark, Fen) for mark in marks):
        return Shape.money
    if any(isinstance(mark, Degrees) for mark in marks):
        return Shape.degrees
    if get_origin(plain) in (tuple, frozenset, list):
        return Shape.choices
    if isinstance(plain, type) and issubclass(plain, Enum):
        return Shape.choice
    return {
        bool: Shape.yes_no,
        int: Shape.whole,
        dt.date: Shape.day,
        dt.datetime: Shape.moment,
    }.get(plain, Shape.text)


@cache
def asks(draft: type[Draft]) -> tuple[Ask, ...]:
    """The fields a person is asked for, in the order the draft declares them."""
    found = []
    named = dict.fromkeys((*draft.first, *draft.model_fields))
    for name, field in ((name, draft.model_fields[name]) for name in named):
        plain, marks = _plain(field.annotation)
        marks += field.metadata
        if any(isinstance(mark, (Target, Hidden)) for mark in marks):
            continue
        shape = _shape(plain, marks)
        inner = get_args(plain)[0] if shape is Shape.choices else plain
        default = field.get_default(call_default_factory=True) if not field.is_required() else None
        found.append(
            Ask(
                name=name,
                label=field.title or f"field.{name}",
                hint=field.description,
                shape=shape,
                required=field.is_required(),
                default=default,
                enum=inner if isinstance(inner, type) and issubclass(inner, Enum) else None,
                kind=next((mark.kind for mark in marks if isinstance(mark, Pick)), None),
                past=any(isinstance(mark, Past) for mark in marks),
                measures=next((m.measures for m in marks if isinstance(m, Counts)), GOODS),
                covered=any(isinstance(mark, Covered) for mark in marks),
                free=shape is Shape.text
                and not any(isinstance(mark, (Covered, Number)) for mark in marks),
            )
        )
    return tuple(found)


@cache
def target_of(draft: type[Draft]) -> str | None:
    """Name of the field that takes the record a verb acts on, if the draft has one."""
    for name, field in draft.model_fields.items():
        _, marks = _plain(field.annotation)
        if any(isinstance(mark, Target) for mark in [*marks, *field.metadata]):
            return name
    return None


class Unfit(Refusal):
    """Input that a draft does not take: a sentence for each field, so a form can place them.

    Attributes:
        fields: field name -> (key, params) of what is wrong with it.
        labels: field name -> key of its label, where that is not `field.<name>`.
    """

    def __init__(
        self,
        fields: Mapping[str, tuple[str, dict[str, object]]],
        labels: Mapping[str, str] | None = None,
    ) -> None:
        self.fields = dict(fields)
        self.labels = dict(labels or {})
        name, (key, params) = next(iter(self.fields.items()))
        super().__init__(key, field=name, **params)

    def say(self, words: Words) -> str:
        """All that is wrong, as one sentence."""
        told = []
        for name, (key, params) in self.fields.items():
            label = self.labels.get(name, f"field.{name}")
            sentence = words(key, **params)
            told.append(f"{words(label)}: {sentence}" if words.has(label) else sentence)
        return "; ".join(told)


def build(draft: type[DraftT], values: Mapping[str, object]) -> DraftT:
    """The draft made of `values`.

    Raises:
        Unfit: with our own sentence for every field that does not fit.
    """
    try:
        return draft.model_validate(dict(values))
    except ValidationError as error:
        labels = {name: f.title for name, f in draft.model_fields.items() if f.title}
        raise Unfit(unfit_fields(error), labels) from None


def unfit_fields(error: ValidationError) -> dict[str, tuple[str, dict[str, object]]]:
    """What pydantic found, told as message keys: field name -> (key, params)."""
    found: dict[str, tuple[str, dict[str, object]]] = {}
    for problem in error.errors():
        name = str(problem["loc"][0]) if problem["loc"] else ""
        context = problem.get("ctx", {})
        cause = context.get("error")
        kind = problem["type"]
        # A validator of ours raises ValueError("past_moment"): the rest of a message key.
        if kind == "value_error" and isinstance(cause, ValueError) and cause.args:
            kind = str(cause.args[0])
        key = f"refuse.input.{kind}"
        limits: dict[str, object] = {
            k: v for k, v in context.items() if isinstance(v, (int, float, str))
        }
        found.setdefault(name, (key, limits))
    return found

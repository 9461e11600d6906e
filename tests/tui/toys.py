"""A made-up area for the kit's tests: toys that are lent out. It knows no word of the estate."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar

from sqlmodel import Field, col, select

from models.rules.machine import Machine, Step
from models.store.base import Row, table_args, text_enum
from models.store.drafts import Draft, Pick, TargetDraft, TargetId, Text
from models.store.engine import Reading, Writing
from models.store.register import (
    SECRETARY,
    Found,
    Kind,
    Sheet,
    SheetField,
    change,
    editing,
    fetch,
    kind,
    move,
)


class ToyState(StrEnum):
    shelf = "shelf"
    lent = "lent"
    broken = "broken"


class Colour(StrEnum):
    red = "red"
    blue = "blue"


class Toy(Row, table=True):
    area: ClassVar[str] = "toys"
    __table_args__ = table_args()

    name: str
    colour: Colour = Field(default=Colour.red, sa_type=text_enum(Colour))
    pieces: int = 1
    friend_id: int | None = Field(default=None, foreign_key="toy.id")
    bought_on: dt.date | None = None
    state: ToyState = Field(default=ToyState.shelf, sa_type=text_enum(ToyState))
    note: str = ""


class ToyDraft(Draft):
    name: Text = Field(min_length=1, max_length=30)
    colour: Colour = Colour.red
    pieces: int = Field(default=1, ge=1, le=500)
    friend_id: Annotated[int | None, Pick("toys.toy")] = None
    bought_on: dt.date | None = None
    note: Text = ""


class BreakDraft(Draft):
    id: TargetId
    note: Text = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class ToyLine:
    key: str
    name: str
    colour: Colour
    state: ToyState


MACHINE = Machine(
    "ToyState",
    tuple(ToyState),
    frozenset({ToyState.broken}),
    (
        Step("toys.lend", (ToyState.shelf,), ToyState.lent, natural=True),
        Step("toys.give_back", (ToyState.lent,), ToyState.shelf, natural=True),
        Step("toys.break_it", (ToyState.shelf, ToyState.lent), ToyState.broken),
    ),
)


@change("toys.add", draft=ToyDraft)
def add(session: Writing, draft: ToyDraft) -> Toy:
    row = Toy(**draft.model_dump())
    session.add(row)
    session.say(name=draft.name)
    return row


def _step(session: Writing, toy_id: int, verb: str) -> Toy:
    row = fetch(session, Toy, toy_id)
    move(session, row, verb, TOY)
    session.say(name=row.name)
    return row


@change("toys.lend", draft=TargetDraft)
def lend(session: Writing, draft: TargetDraft) -> Toy:
    return _step(session, draft.id, "toys.lend")


@change("toys.give_back", draft=TargetDraft)
def give_back(session: Writing, draft: TargetDraft) -> Toy:
    return _step(session, draft.id, "toys.give_back")


@change("toys.break_it", draft=BreakDraft, roles=SECRETARY)
def break_it(session: Writing, draft: BreakDraft) -> Toy:
    row = _step(session, draft.id, "toys.break_it")
    row.note = draft.note
    return row


editing("toys.edit", table=Toy, fields=ToyDraft)


def lines(session: Reading) -> tuple[ToyLine, ...]:
    rows = session.exec(select(Toy).order_by(col(Toy.name)))
    return tuple(ToyLine(f"toys.toy:{t.id}", t.name, t.colour, t.state) for t in rows)


def sheet(session: Reading, toy_id: int) -> Sheet:
    toy = fetch(session, Toy, toy_id)
    return Sheet(
        toy.name, (SheetField("field.colour", toy.colour), SheetField("field.note", toy.note))
    )


def find(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    rows = session.exec(select(Toy).where(col(Toy.name).contains(text)).limit(limit))
    return tuple(Found("toys.toy", t.id or 0, t.name, t.colour) for t in rows)


TOY = kind(
    Kind(
        "toys.toy",
        table=Toy,
        sheet=sheet,
        verbs=("toys.lend", "toys.give_back", "toys.break_it"),
        machine=MACHINE,
        find=find,
        edit="toys.edit",
    )
)

"""What passes the gate: people out and in, and goods; and the machines they follow."""

import datetime as dt
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.rules.gate import GatePurpose
from models.rules.machine import Machine, Step
from models.store.base import Row, partial_index, table_args, text_enum


class PassageWay(StrEnum):
    """Which way somebody went first."""

    out = "out"
    """Somebody of the compound, who is waited for."""
    inward = "inward"
    """Somebody from outside, who leaves again."""


class PassageState(StrEnum):
    """Whether somebody who passed is back where he or she belongs."""

    passed = "passed"
    closed = "closed"
    held = "held"
    """Kept apart at the gate because of the temperature."""
    seen_to = "seen_to"
    """Was kept apart, and it is written down what was done."""


class GoodsState(StrEnum):
    """Where goods that came are."""

    arrived = "arrived"
    disinfected = "disinfected"
    handed = "handed"


PASSAGE = Machine(
    name="PassageState",
    states=tuple(PassageState),
    final=frozenset({PassageState.closed, PassageState.seen_to}),
    steps=(
        Step("gate.back", ("passed",), "closed", natural=True),
        # Whoever comes back with a fever is kept apart as well.
        Step("gate.hold", ("passed",), "held"),
        Step("gate.see_to", ("held",), "seen_to", natural=True),
    ),
)
GOODS = Machine(
    name="GoodsState",
    states=tuple(GoodsState),
    final=frozenset({GoodsState.handed}),
    steps=(
        Step("gate.disinfect", ("arrived",), "disinfected", natural=True),
        Step("gate.hand_over", ("arrived", "disinfected"), "handed", natural=True),
    ),
)


class Passage(Row, table=True):
    """Somebody, or some of one household, who passed the gate and is to pass it back."""

    area: ClassVar[str] = "gate"
    __table_args__ = table_args(
        partial_index("passage_open", "due_at", where="state IN ('passed', 'held')"),
        sa.Index("passage_household_at", "household_id", "passed_at"),
        sa.CheckConstraint("people > 0", name="passage_people"),
        sa.CheckConstraint("state <> 'closed' OR returned_at IS NOT NULL", name="passage_returned"),
        sa.CheckConstraint("household_id IS NOT NULL OR name <> ''", name="passage_named"),
    )

    way: PassageWay = Field(sa_type=text_enum(PassageWay))
    purpose: GatePurpose = Field(sa_type=text_enum(GatePurpose))
    state: PassageState = Field(default=PassageState.passed, sa_type=text_enum(PassageState))
    household_id: int | None = Field(default=None, foreign_key="household.id")
    """The door of whoever went out, or that somebody from outside goes to."""
    name: str = ""
    """Who it is, where that is nobody of the roster."""
    people: int = 1
    plate: str = ""
    card: str = ""
    """Number of the pass or the paper that was shown."""
    passed_at: dt.datetime = Field(index=True)
    tenths: int | None = None
    due_at: dt.datetime | None = None
    returned_at: dt.datetime | None = None
    returned_tenths: int | None = None
    allowed: str = ""
    """Why somebody was let through although the rules said no."""
    measures: str = ""
    """What was done with somebody who was kept apart."""
    recorded_by: int | None = Field(default=None, foreign_key="volunteer.id", index=True)
    note: str = ""


class GateGoods(Row, table=True):
    """Goods that came to the gate, or left by it."""

    area: ClassVar[str] = "gate"
    __table_args__ = table_args(
        partial_index("gate_goods_open", "at", where="state <> 'handed'"),
        sa.CheckConstraint("pieces > 0", name="gate_goods_pieces"),
    )

    at: dt.datetime = Field(index=True)
    outward: bool = False
    """Whether they left the compound, such as empty crates."""
    supplier: str
    """Firm or courier."""
    plate: str = ""
    goods: str = ""
    pieces: int
    group_buy_id: int | None = Field(default=None, foreign_key="group_buy.id", index=True)
    household_id: int | None = Field(default=None, foreign_key="household.id", index=True)
    """For whom a courier brought it, where that is one door."""
    state: GoodsState = Field(default=GoodsState.arrived, sa_type=text_enum(GoodsState))
    disinfected_at: dt.datetime | None = None
    handed_at: dt.datetime | None = None
    handed_to: str = ""
    recorded_by: int | None = Field(default=None, foreign_key="volunteer.id")
    note: str = ""

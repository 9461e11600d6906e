"""What residents ask for and who sees to it: the rows kept, and the machines they follow."""

import datetime as dt
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, col

from models.rules.machine import Machine, Step
from models.rules.promise import Urgency
from models.store.base import Row, partial_index, table_args, text_enum


class RequestKind(StrEnum):
    """What is asked for."""

    medicine = "medicine"
    carry = "carry"
    groceries = "groceries"
    hospital_trip = "hospital_trip"
    drain = "drain"
    family_conflict = "family_conflict"
    pay_bill = "pay_bill"
    lock_out = "lock_out"
    pet = "pet"
    psychological = "psychological"
    other = "other"


class RequestSource(StrEnum):
    """How it reached the branch."""

    phone = "phone"
    group_chat = "group_chat"
    in_person = "in_person"
    chain = "chain"
    inspection = "inspection"
    care = "care"
    """Raised by the care list: a medicine running out, a need told on a visit."""


class RequestState(StrEnum):
    """Where a request stands."""

    new = "new"
    triaged = "triaged"
    claimed = "claimed"
    in_progress = "in_progress"
    waiting = "waiting"
    needs_follow_up = "needs_follow_up"
    unreachable = "unreachable"
    done = "done"
    confirmed = "confirmed"
    closed = "closed"


class WaitingFor(StrEnum):
    """What a request waits for; the rule set says which of these stop the promise's clock."""

    resident = "resident"
    supplier = "supplier"
    money = "money"
    weather = "weather"


class ClosingReason(StrEnum):
    """Why nothing more is done about a request."""

    done = "done"
    done_by_others = "done_by_others"
    not_wanted = "not_wanted"
    out_of_scope = "out_of_scope"
    duplicate = "duplicate"
    refused = "refused"


class Satisfaction(StrEnum):
    """What the household said afterwards."""

    satisfied = "satisfied"
    not_satisfied = "not_satisfied"
    no_answer = "no_answer"


class MoneyState(StrEnum):
    """What became of money that a helper laid out."""

    none = "none"
    advanced = "advanced"
    repaid = "repaid"
    written_off = "written_off"


HELD = (
    RequestState.claimed,
    RequestState.in_progress,
    RequestState.waiting,
    RequestState.needs_follow_up,
    RequestState.unreachable,
)
"""Somebody has it and it is not done."""
OPEN = (RequestState.new, RequestState.triaged, *HELD)
"""It still needs a hand."""
SETTLED = (RequestState.confirmed, RequestState.closed)
"""Nothing more is asked of anybody; only a reopening leads out."""

_SIDE = ("claimed", "in_progress", "needs_follow_up", "unreachable")

REQUEST = Machine(
    name="RequestState",
    states=tuple(RequestState),
    final=frozenset(SETTLED),
    steps=(
        Step("requests.triage", ("new",), "triaged", natural=True),
        Step("requests.claim", ("triaged",), "claimed", natural=True),
        Step("requests.start", ("claimed", "needs_follow_up", "unreachable"), "in_progress", True),
        Step("requests.done", ("in_progress", "needs_follow_up"), "done", natural=True),
        Step("requests.confirm", ("done",), "confirmed", natural=True),
        Step("requests.wake", ("waiting",), "claimed", natural=True),
        Step("requests.wait", (*_SIDE, "waiting"), "waiting"),
        Step("requests.unreachable", ("claimed", "in_progress", "needs_follow_up"), "unreachable"),
        Step("requests.follow_up", ("in_progress", "unreachable", "done"), "needs_follow_up"),
        Step("requests.assign", ("triaged", *_SIDE, "waiting"), "claimed"),
        Step("requests.release", (*_SIDE, "waiting"), "triaged"),
        # What turns out to need climbing stops until the secretary has approved it.
        Step("requests.ask_safety", ("triaged",), "triaged"),
        Step("requests.ask_safety", _SIDE, "claimed"),
        Step("requests.close", (*OPEN, "done"), "closed"),
        # Back to whoever did it; to everybody where nobody did or he may not go on.
        Step("requests.reopen", ("done", *SETTLED), "in_progress", reopens=True),
        Step("requests.reopen", ("done", *SETTLED), "triaged", reopens=True),
    ),
)

MONEY = Machine(
    name="MoneyState",
    states=tuple(MoneyState),
    final=frozenset({MoneyState.repaid, MoneyState.written_off}),
    steps=(
        Step("requests.advance_money", ("none", "advanced"), "advanced"),
        Step("requests.repay", ("advanced",), "repaid"),
        # A part paid back leaves the rest owing.
        Step("requests.repay", ("advanced",), "advanced"),
        Step("requests.write_off", ("advanced",), "written_off"),
    ),
)
"""Money goes its own way: it may be paid back long after the request is closed."""


def _within(states: tuple[RequestState, ...]) -> str:
    return "state IN ({})".format(", ".join(f"'{state.value}'" for state in states))


class Request(Row, table=True):
    """One thing one household asked for. Its id is the number people say aloud."""

    area: ClassVar[str] = "requests"
    __table_args__ = table_args(
        partial_index("request_open", "promised_at", where="closed_at IS NULL"),
        partial_index("request_open_door", "household_id", "kind", where="closed_at IS NULL"),
        partial_index("request_open_mine", "assignee_id", where="closed_at IS NULL"),
        partial_index("request_closed", "closed_at", where="closed_at IS NOT NULL"),
        partial_index("request_done", "closed_at", where="state = 'done'"),
        partial_index("request_owed", "closed_at", where="money = 'advanced'"),
        partial_index("request_duplicates", "duplicate_of", where="duplicate_of IS NOT NULL"),
        sa.CheckConstraint(f"(closed_at IS NULL) = ({_within(OPEN)})", name="request_closed_at"),
        sa.CheckConstraint(f"(closing IS NOT NULL) = ({_within(SETTLED)})", name="request_closing"),
        sa.CheckConstraint(
            "promised_at IS NOT NULL OR state IN ('new', 'closed')", name="request_promised"
        ),
        sa.CheckConstraint(
            f"NOT {_within((RequestState.new, RequestState.triaged))} OR assignee_id IS NULL",
            name="request_free",
        ),
        sa.CheckConstraint(
            f"NOT {_within((*HELD, RequestState.done, RequestState.confirmed))}"
            " OR assignee_id IS NOT NULL",
            name="request_held",
        ),
        sa.CheckConstraint(
            "(state = 'waiting') = (waiting_for IS NOT NULL AND wake_at IS NOT NULL)",
            name="request_waiting",
        ),
        sa.CheckConstraint(
            "NOT climbing OR safety_approved_at IS NOT NULL"
            " OR state NOT IN ('in_progress', 'done', 'confirmed')",
            name="request_safe",
        ),
        sa.CheckConstraint(
            "repaid_fen >= 0 AND repaid_fen <= advanced_fen"
            " AND (money = 'none') = (advanced_fen = 0)",
            name="request_money",
        ),
    )

    household_id: int = Field(foreign_key="household.id", index=True)
    resident_id: int | None = Field(default=None, foreign_key="resident.id", index=True)
    kind: RequestKind = Field(sa_type=text_enum(RequestKind))
    detail: str = ""
    """What is asked for, in the resident's words."""
    item: str = ""
    """What to fetch, so that the right one is brought: name, strength, pack, maker."""
    quantity: int | None = None
    papers: str = ""
    """Where insurance card, booklet, cash and empty box are."""
    climbing: bool = False
    """Whether somebody would have to climb; not begun before the secretary approved it."""
    urgency: Urgency = Field(sa_type=text_enum(Urgency))
    source: RequestSource = Field(sa_type=text_enum(RequestSource))
    state: RequestState = Field(default=RequestState.new, sa_type=text_enum(RequestState))
    recorded_by: int | None = None
    """Who wrote it down; None where the clock or an import did."""
    assignee_id: int | None = Field(default=None, foreign_key="volunteer.id")
    created_at: dt.datetime
    counted_from: dt.datetime
    """From when the promise counts: when it was recorded, or last reopened."""
    promised_at: dt.datetime | None = None
    """Until when it is promised, planned waits included; None before it is triaged."""
    waiting_for: WaitingFor | None = Field(
        default=None, sa_type=text_enum(WaitingFor), nullable=True
    )
    waiting_reason: str = ""
    wake_at: dt.datetime | None = None
    """When it is to be taken up again, whatever has come by then."""
    note: str = ""
    """The last thing noted; earlier ones are in the timeline."""
    noted_at: dt.datetime | None = None
    outcome: str = ""
    """What was done, or why nothing is."""
    closed_at: dt.datetime | None = None
    """Since when it needs no hand any more."""
    closing: ClosingReason | None = Field(
        default=None, sa_type=text_enum(ClosingReason), nullable=True
    )
    duplicate_of: int | None = Field(default=None, foreign_key="request.id")
    satisfaction: Satisfaction | None = Field(
        default=None, sa_type=text_enum(Satisfaction), nullable=True
    )
    reopened: int = 0
    """How often it came back."""
    money: MoneyState = Field(default=MoneyState.none, sa_type=text_enum(MoneyState))
    advanced_fen: int = 0
    repaid_fen: int = 0
    receipt_no: str = ""
    safety_approved_by: int | None = None
    safety_approved_at: dt.datetime | None = None
    cared_for: bool | None = None
    """Whether it was of a household of the care list, once the link to it was erased."""

    @property
    def number(self) -> int:
        """The number people say aloud; like ids, never used twice."""
        return self.id or 0

    @property
    def owed_fen(self) -> int:
        """What a helper laid out and has not got back."""
        return self.advanced_fen - self.repaid_fen if self.money is MoneyState.advanced else 0

    @property
    def unsafe(self) -> bool:
        """Whether it may not be begun before the secretary approved the climbing."""
        return self.climbing and self.safety_approved_at is None


def is_done() -> sa.ColumnElement[bool]:
    """Done and not asked back yet. A bound value would hide from the database which index fits."""
    return col(Request.state) == sa.literal_column("'done'")


def is_owed() -> sa.ColumnElement[bool]:
    """A helper laid money out and has not got it back; written as `is_done` for the same reason."""
    return col(Request.money) == sa.literal_column("'advanced'")

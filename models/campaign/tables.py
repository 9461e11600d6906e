"""What is kept of the campaign: directives, milestones, ticks, and the report of each stage.

The phases themselves are the branch's (`models.branch.tables`): every area asks which one it is,
and none of them asks for what is kept here.
"""

import datetime as dt
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from pydantic import JsonValue
from sqlmodel import Field

from models.branch.tables import PhaseKind
from models.rules.machine import Machine, Step
from models.store.base import Row, partial_index, table_args, text_enum


class DirectiveState(StrEnum):
    """Whether a directive still asks something of the branch."""

    open = "open"
    done = "done"
    withdrawn = "withdrawn"


class CheckList(StrEnum):
    """The lists that are gone through; the first two are named by the rule set `readiness`."""

    epidemic_free = "epidemic_free"
    unsealing = "unsealing"
    exit = "exit"


class ExitItem(StrEnum):
    """What is seen to before a branch takes its leave, in this order."""

    requests = "requests"
    stock = "stock"
    keys = "keys"
    gear = "gear"
    isolation_list = "isolation_list"
    certificates = "certificates"
    summary = "summary"
    purge = "purge"


DIRECTIVE = Machine(
    name="DirectiveState",
    states=tuple(DirectiveState),
    final=frozenset({DirectiveState.done, DirectiveState.withdrawn}),
    steps=(
        Step("campaign.carry_out", ("open",), "done", natural=True),
        Step("campaign.withdraw_directive", ("open",), "withdrawn"),
        Step("campaign.reopen_directive", ("done", "withdrawn"), "open", reopens=True),
    ),
)

PHASES = Machine(
    name="PhaseKind",
    states=tuple(PhaseKind),
    final=frozenset({PhaseKind.closed}),
    steps=(
        Step("campaign.list_free", ("sealed",), "epidemic_free", natural=True),
        Step("campaign.unseal", ("sealed", "epidemic_free"), "guarded", natural=True),
        Step("campaign.close", ("guarded",), "closed", natural=True),
        # A new case takes the title away, and what was opened is closed again.
        Step("campaign.reseal", ("epidemic_free", "guarded"), "sealed"),
    ),
)


class Directive(Row, table=True):
    """What the community Party committee, or another office, asks of the branch."""

    area: ClassVar[str] = "campaign"
    __table_args__ = table_args(
        sa.CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name="directive_done"),
        partial_index("directive_open", "due_at", where="state = 'open'"),
    )

    issued_on: dt.date = Field(index=True)
    issuer: str = ""
    """Empty where it is the community Party committee, as it nearly always is."""
    text: str
    due_at: dt.datetime | None = None
    assignee_id: int | None = Field(default=None, foreign_key="volunteer.id", index=True)
    """Who sees to it."""
    state: DirectiveState = Field(default=DirectiveState.open, sa_type=text_enum(DirectiveState))
    done_at: dt.datetime | None = None
    done_by: int | None = Field(default=None, foreign_key="volunteer.id")
    note: str = ""
    """What was done, or why it was withdrawn or taken up again; later words below earlier ones."""


class Milestone(Row, table=True):
    """A day that the branch remembers, such as being named among the epidemic-free compounds."""

    area: ClassVar[str] = "campaign"
    __table_args__ = table_args()

    reached_on: dt.date = Field(index=True)
    text: str
    note: str = ""


class CheckTick(Row, table=True):
    """That a person confirmed one item of a list."""

    area: ClassVar[str] = "campaign"
    __table_args__ = table_args(
        sa.UniqueConstraint("checklist", "item", name="check_tick_once"),
    )

    checklist: CheckList = Field(sa_type=text_enum(CheckList))
    item: str
    ticked_at: dt.datetime
    ticked_by: int | None = Field(default=None, foreign_key="volunteer.id")
    note: str = ""


class StageReport(Row, table=True):
    """One stage that is over, with the numbers as they stood when it was closed."""

    area: ClassVar[str] = "campaign"
    __table_args__ = table_args(
        sa.CheckConstraint("ends_on >= begins_on", name="stage_report_span"),
    )

    kind: PhaseKind = Field(sa_type=text_enum(PhaseKind))
    begins_on: dt.date = Field(unique=True)
    ends_on: dt.date
    """Its last day."""
    closed_at: dt.datetime
    closed_by: int | None = Field(default=None, foreign_key="volunteer.id")
    """None where the day of the next phase had simply come."""
    reason: str = ""
    """Why it ended although something was open."""
    note: str = ""
    numbers: dict[str, JsonValue] = Field(default_factory=dict, sa_type=sa.JSON, nullable=False)

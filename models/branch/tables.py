"""What is kept of the branch: its name, its phases, its rules and its settings."""

import datetime as dt
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from pydantic import JsonValue
from sqlmodel import Field

from models.store.base import Row, table_args, text_enum


class PhaseKind(StrEnum):
    """How the compound stands: from sealed to closed."""

    sealed = "sealed"
    epidemic_free = "epidemic_free"
    guarded = "guarded"
    closed = "closed"


class Branch(Row, table=True):
    """The single row that says which branch this is."""

    area: ClassVar[str] = "branch"
    __table_args__ = table_args(sa.CheckConstraint("id = 1", name="branch_single"))

    name: str
    compound: str
    first_day: dt.date


class Phase(Row, table=True):
    """From which day on the compound stands in which way."""

    area: ClassVar[str] = "branch"
    __table_args__ = table_args()

    kind: PhaseKind = Field(sa_type=text_enum(PhaseKind))
    begins_on: dt.date = Field(unique=True)


class RuleSet(Row, table=True):
    """One dated set of one kind of rules."""

    area: ClassVar[str] = "branch"
    __table_args__ = table_args(
        sa.UniqueConstraint("kind", "begins_on", name="rule_set_once_a_day"),
    )

    kind: str
    name: str
    """A name that a person recognises, such as the notice it comes from."""
    begins_on: dt.date
    data: dict[str, JsonValue] = Field(default_factory=dict, sa_type=sa.JSON, nullable=False)

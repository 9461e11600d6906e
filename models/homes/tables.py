"""The compound as it stands: buildings, stairwells, doors, and who is registered behind them."""

import datetime as dt
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, col

from models.rules.address import NOWHERE
from models.store.base import Row, partial_index, table_args, text_enum


class Presence(StrEnum):
    """Where somebody registered in the compound is now."""

    present = "present"
    away = "away"
    hospital = "hospital"
    isolation_site = "isolation_site"


class AwayReason(StrEnum):
    """Why somebody is away; `unknown` is a list to clear, not an answer."""

    elsewhere = "elsewhere"
    work = "work"
    school = "school"
    family = "family"
    stranded = "stranded"
    other = "other"
    unknown = "unknown"


class Sex(StrEnum):
    """As the roster of the community writes it."""

    female = "female"
    male = "male"


class Tag(StrEnum):
    """What the roster says of a person beyond the door; care keeps its own, fuller record."""

    lives_alone = "lives_alone"
    empty_nest = "empty_nest"
    low_income = "low_income"
    destitute = "destitute"
    chronic = "chronic"
    disabled = "disabled"
    dependent = "dependent"
    dialysis = "dialysis"
    pregnant = "pregnant"
    infant = "infant"
    left_behind_child = "left_behind_child"
    no_smartphone = "no_smartphone"
    children_away = "children_away"
    pupil = "pupil"
    medic = "medic"


class Household(Row, table=True):
    """One door. The normalised door is its key, and no two households share it."""

    area: ClassVar[str] = "homes"
    __table_args__ = table_args(
        sa.Index("household_walk", "building", "stairwell", "floor", "room"),
    )

    door: str = Field(unique=True)
    """The normalised door, such as `3-2-401`."""
    building_id: int = Field(foreign_key="building.id", index=True)
    stairwell_id: int = Field(foreign_key="stairwell.id", index=True)
    building: int
    """Number of the building: a door is sorted and grouped by its parts without a join."""
    stairwell: int
    room: str
    floor: int
    grid: str = ""
    """The grid whose leader answers for this door."""
    register_no: str = ""
    """The household number in the community's own register."""
    note: str = ""


def lived_in() -> sa.ColumnElement[bool]:
    """A door of the compound, and no home of nobody that only stands for forgotten ones."""
    return col(Household.stairwell) != NOWHERE


class Resident(Row, table=True):
    """Somebody registered behind a door, present or not. No identity number is ever kept."""

    area: ClassVar[str] = "homes"
    __table_args__ = table_args(
        partial_index(
            "resident_not_present",
            "presence",
            "away_reason",
            where="presence <> 'present' AND moved_out_on IS NULL",
        ),
    )

    household_id: int = Field(foreign_key="household.id", index=True)
    name: str
    search: str = ""
    """Every reading of the name, in full and as initials, as find compares them."""
    phone: str = ""
    """One number, or several joined by `;`."""
    birth_year: int | None = None
    sex: Sex | None = Field(default=None, sa_type=text_enum(Sex), nullable=True)
    presence: Presence = Field(default=Presence.present, sa_type=text_enum(Presence))
    away_reason: AwayReason | None = Field(
        default=None, sa_type=text_enum(AwayReason), nullable=True
    )
    back_on: dt.date | None = None
    """The day an absent person is expected back."""
    tags: list[str] = Field(default_factory=list, sa_type=sa.JSON, nullable=False)
    """Values of `Tag`."""
    moved_out_on: dt.date | None = None
    """First day on which the person no longer belongs to the compound; the row stays."""
    note: str = ""

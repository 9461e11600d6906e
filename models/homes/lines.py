"""What a screen may be shown of the homes: frozen values, masked already."""

import datetime as dt
from typing import Generic, NamedTuple, TypeVar

from models.homes.tables import AwayReason, Presence, Sex, Tag

PAGE = 60
"""Lines a list shows at once; the rest is counted."""

LineT = TypeVar("LineT")


class Page(NamedTuple, Generic[LineT]):
    """A stretch of a long list, and how long the list is."""

    lines: tuple[LineT, ...]
    total: int
    offset: int = 0


class HomeCounts(NamedTuple):
    """The numbers of the whole compound."""

    households: int
    residents: int
    present: int
    away: int
    hospital: int
    isolation_site: int
    unknown: int
    """Away for a reason nobody knows: the list to clear."""


class BuildingLine(NamedTuple):
    """One building with its numbers."""

    key: str
    number: int
    grid: str
    stairwells: tuple[int, ...]
    households: int
    residents: int
    present: int
    unknown: int


class StairwellLine(NamedTuple):
    """One stairwell with its numbers: the unit that one walks, and that a list of doors shows."""

    key: str
    building: int
    number: int
    grid: str
    households: int
    residents: int
    present: int
    unknown: int


class HouseholdLine(NamedTuple):
    """One door with who is behind it, as far as the viewer may know."""

    key: str
    id: int
    door: str
    building: int
    stairwell: int
    floor: int
    room: str
    grid: str
    names: tuple[str, ...]
    """Those who live there; empty where the viewer may not link a person to a door."""
    residents: int
    present: int
    unknown: int
    note: str


class ResidentLine(NamedTuple):
    """One resident, as far as the viewer may know."""

    key: str
    id: int
    household_id: int | None
    """None where the viewer may not link the person to a door."""
    door: str
    """`3-2-401`, or `3-*` where only the building may be known."""
    building: int
    grid: str
    name: str
    sex: Sex | None
    birth_year: int | None
    phone: str
    presence: Presence
    away_reason: AwayReason | None
    back_on: dt.date | None
    overdue: bool
    """Whether the day of the expected return has passed."""
    tags: tuple[Tag, ...]
    note: str

"""How a post's day is cut, and what keepers told each other: no panel reads these tables."""

import datetime as dt
from typing import ClassVar

from sqlmodel import Field

from models.store.base import Row, table_args


class ShiftTemplate(Row, table=True):
    """How one post's day is cut into shifts."""

    area: ClassVar[str] = "shifts"
    __table_args__ = table_args()

    post_id: int = Field(foreign_key="post.id", index=True)
    name: str
    hours: str
    """Change-over hours on the wall clock, such as `06:30 11:30 17:30 01:00`."""
    around: bool = True
    """Whether the last shift runs on to the first hour of the next day."""
    seats: int | None = None
    """How many stand here; the post's number where it is not given."""


class Handover(Row, table=True):
    """What one keeper of a post told the next, with both names."""

    area: ClassVar[str] = "shifts"
    __table_args__ = table_args()

    shift_id: int = Field(foreign_key="shift.id", index=True)
    from_id: int = Field(foreign_key="volunteer.id")
    to_id: int = Field(foreign_key="volunteer.id")
    at: dt.datetime
    text: str

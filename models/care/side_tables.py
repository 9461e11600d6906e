"""Every contact with somebody on the list; no panel reads this table."""

import datetime as dt
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.care.tables import ContactOutcome, Met
from models.rules.care import Way
from models.store.base import Row, table_args, text_enum


class CareContact(Row, table=True):
    """One visit or call, and what came of it."""

    area: ClassVar[str] = "care"
    __table_args__ = table_args(sa.Index("care_contact_latest", "profile_id", "at"))

    profile_id: int = Field(foreign_key="care_profile.id")
    way: Way = Field(sa_type=text_enum(Way))
    outcome: ContactOutcome | None = Field(
        default=None, sa_type=text_enum(ContactOutcome), nullable=True
    )
    """None where something was only left at the door, which says nothing of the person."""
    met: Met | None = Field(default=None, sa_type=text_enum(Met), nullable=True)
    note: str = ""
    recorded_by: int | None = None
    at: dt.datetime
    attempt: int = 1
    """The number of the try since the person was last seen."""
    request_id: int | None = Field(default=None, foreign_key="request.id", index=True)
    """What was asked for on this occasion."""

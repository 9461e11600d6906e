"""When somebody cannot serve, and whom to call outside the branch: no panel reads these tables."""

import datetime as dt
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.people.tables import AvailabilityKind, PartnerKind
from models.store.base import Row, table_args, text_enum


class Availability(Row, table=True):
    """A span of time that somebody cannot serve in, or would like to."""

    area: ClassVar[str] = "people"
    __table_args__ = table_args(sa.CheckConstraint("ends_at > starts_at", name="availability_span"))

    volunteer_id: int = Field(foreign_key="volunteer.id", index=True)
    starts_at: dt.datetime
    ends_at: dt.datetime = Field(index=True)
    kind: AvailabilityKind = Field(sa_type=text_enum(AvailabilityKind))
    reason: str = ""


class Partner(Row, table=True):
    """Somebody outside the branch, with the number to call and the hours it is answered."""

    area: ClassVar[str] = "people"
    __table_args__ = table_args()

    kind: PartnerKind = Field(sa_type=text_enum(PartnerKind))
    name: str
    phone: str
    hours: str = ""
    note: str = ""

"""The waits of requests; no panel reads this table."""

import datetime as dt
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.requests.tables import WaitingFor
from models.store.base import Row, table_args, text_enum


class RequestPause(Row, table=True):
    """One wait of a request, so that its promise can be reckoned again at any time."""

    area: ClassVar[str] = "requests"
    __table_args__ = table_args(sa.CheckConstraint("ends_at >= starts_at", name="pause_span"))

    request_id: int = Field(foreign_key="request.id", index=True)
    starts_at: dt.datetime
    ends_at: dt.datetime
    """When it was woken; the wake time while nobody has, for the clock runs on from then."""
    waits_for: WaitingFor = Field(sa_type=text_enum(WaitingFor))
    reason: str

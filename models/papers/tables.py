"""A sheet that was printed and carried away: its code, and the records it lists in their order."""

import datetime as dt
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.store.base import Row, table_args, text_enum


class PaperKind(StrEnum):
    """The papers that can be printed."""

    duty_table = "duty_table"
    visit_sheet = "visit_sheet"
    door_walk = "door_walk"
    job_sheet = "job_sheet"
    stock_count = "stock_count"
    pick_list = "pick_list"
    labels = "labels"
    booklet = "booklet"


class PublicPaper(StrEnum):
    """Papers for everybody to read: they list nobody, so no sheet of them is kept by a code."""

    residents_notice = "residents_notice"


AnyPaper = PaperKind | PublicPaper


class PrintedSheet(Row, table=True):
    """One sheet with jobs on it, so that whoever comes back with it can tick them off."""

    area: ClassVar[str] = "papers"
    __table_args__ = table_args()

    code: str = Field(unique=True)
    kind: PaperKind = Field(sa_type=text_enum(PaperKind))
    volunteer_id: int | None = Field(default=None, foreign_key="volunteer.id", index=True)
    """Whose jobs they are, where they are one person's."""
    building: int | None = None
    """Where they all are, where that is one building."""
    records: list[str] = Field(default_factory=list, sa_type=sa.JSON, nullable=False)
    """Keys of the records, such as `requests.request:12`, in the order they are printed."""
    printed_at: dt.datetime
    printed_by: str = ""
    valid_until: dt.date
    """The last day on which the code brings the jobs up."""

"""The buildings that the doors are in; no panel reads these tables."""

from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.store.base import Row, table_args


class Building(Row, table=True):
    """One building of the compound."""

    area: ClassVar[str] = "homes"
    __table_args__ = table_args()

    number: int = Field(unique=True)
    grid: str = ""
    """The grid it belongs to; empty until somebody says so."""


class Stairwell(Row, table=True):
    """One stairwell of a building."""

    area: ClassVar[str] = "homes"
    __table_args__ = table_args(
        sa.UniqueConstraint("building_id", "number", name="stairwell_once"),
    )

    building_id: int = Field(foreign_key="building.id")
    number: int

"""A made-up area for the store's own tests: growers, their trees, and baskets of fruit."""

import datetime as dt
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from models.store.base import Row, table_args, text_enum


class Ripeness(StrEnum):
    """How ripe a tree's fruit is."""

    green = "green!"
    red = "red!"


class Grower(Row, table=True):
    area: ClassVar[str] = "growers"

    name: str = Field(unique=True)


class Tree(Row, table=True):
    area: ClassVar[str] = "trees"
    __table_args__ = table_args(sa.CheckConstraint("height > 0", name="tree_grows"))

    grower_id: int | None = Field(default=None, foreign_key="grower.id", index=True)
    parent_id: int | None = Field(default=None, foreign_key="tree.id", index=True)
    label: str
    height: int = 1
    ripeness: Ripeness = Field(default=Ripeness.green, sa_type=text_enum(Ripeness))
    planted_on: dt.date | None = None
    seen_at: dt.datetime | None = None
    notes: dict[str, int] = Field(default_factory=dict, sa_type=sa.JSON, nullable=False)
    doubled: int | None = Field(
        default=None, sa_column_args=[sa.Computed("height * 2", persisted=True)]
    )
    planted_by: str = Field(default=None, sa_column_kwargs={"server_default": "nobody"})
    baskets: list["Basket"] = Relationship(
        back_populates="tree", sa_relationship_kwargs={"cascade": "all, delete-orphan"}
    )


class Basket(Row, table=True):
    area: ClassVar[str] = "baskets"

    tree_id: int = Field(foreign_key="tree.id", index=True)
    weight: int = 0
    tree: Tree = Relationship(back_populates="baskets")

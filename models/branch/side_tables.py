"""What a branch has set for itself; no panel reads this table."""

from typing import ClassVar

import sqlalchemy as sa
from pydantic import JsonValue
from sqlmodel import Field

from models.store.base import Row, table_args


class Setting(Row, table=True):
    """A setting of the whole branch, such as its language."""

    area: ClassVar[str] = "branch"
    __table_args__ = table_args()

    key: str = Field(unique=True)
    value: JsonValue = Field(default=None, sa_type=sa.JSON)

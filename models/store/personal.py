"""What of a row is about a person, how long it stays, and which rows were erased already.

An area says it beside its tables, as data: one `Personal` a table. `models.retention` acts on it.
Every column that holds text, and every link to a home or a resident, is named in it, so that a
column added later is either kept for a reason or erased in time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

from models.store.acts import ACT, ENTRY
from models.store.base import Row

ERASED = sa.Table(
    "erased",
    SQLModel.metadata,
    sa.Column("table_name", sa.String(64), primary_key=True),
    sa.Column("row_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", UTCDateTime(), nullable=False),
)
"""Rows that say nothing of a person any more, since when."""


@dataclass(frozen=True, slots=True)
class Link:
    """A column that says whose record it is; erased, it points to nobody of the same building."""

    column: str
    to: Literal["household", "resident"] = "household"
    apart: str | None = None
    """A column of the row: among rows that share its value, different homes (or people) stay
    different, because they are counted. `table` among all rows; None where nobody counts them."""


@dataclass(frozen=True, slots=True)
class Personal:
    """One table: what is erased of a row whose period is over, and what stays."""

    table: type[Row]
    period: str = ""
    """The ledger of the rule set `retention` that says how many days; empty where a date of the
    row says it, or the row it belongs to, or where it stays until the branch is dissolved."""
    ended: sa.SQLColumnExpression[Any] | None = None
    """When the period begins: a day or a moment of the row."""
    until: sa.SQLColumnExpression[Any] | None = None
    """The day or moment from which on it is erased, where the row keeps that itself."""
    over: sa.ColumnElement[bool] | None = None
    """Which rows are past; the others are never erased, whatever their date."""
    of: tuple[str, type[Row]] | None = None
    """The link to the row it belongs to: it is erased once that is."""
    texts: tuple[str, ...] = ()
    """Words about a person, replaced by a mark; what is empty stays empty."""
    becomes: Mapping[str, object] = field(default_factory=dict)
    """Fields that get one value, the same for all."""
    links: tuple[Link, ...] = ()
    loosens: tuple[tuple[type[Row], str], ...] = ()
    """Links from elsewhere that would tell whose it was: they point nowhere afterwards."""
    keeps: tuple[str, ...] = ()
    """Texts and links that say nothing of a resident, or that stay with a row that does."""

    ledger: str = ""
    """Under which name of the rule set a screen shows the period; `period` where it has one."""

    def __post_init__(self) -> None:
        if not self.ledger:
            object.__setattr__(self, "ledger", self.period)

    @property
    def name(self) -> str:
        """The name of the table."""
        return str(self.table.__tablename__)

    @property
    def erases(self) -> bool:
        """Whether anything of it is ever erased."""
        return self.ended is not None or self.until is not None or self.of is not None


def last_act(table: type[Row]) -> sa.ColumnElement[Any]:
    """When a row of a table was last touched, for one that keeps no day of its own end."""
    kept: sa.Table = table.__table__  # type: ignore[attr-defined]
    return (
        sa.select(sa.func.max(ACT.c.at))
        .join_from(ACT, ENTRY, ENTRY.c.act_id == ACT.c.id)
        .where(ENTRY.c.table_name == kept.name, ENTRY.c.row_id == kept.c.id)
        .scalar_subquery()
    )

"""What came of group buys in a stretch of time, and which end or arrive in one that lies ahead."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, func

from models.group_buys.lines import Totals
from models.group_buys.reads import COUNTING, GOT
from models.group_buys.states import PLACED, BuyKind, BuyState
from models.group_buys.tables import BuyOrder, GroupBuy
from models.store.engine import Reading


@dataclass(frozen=True, slots=True)
class BuyMoves:
    """Goods that came, and what of them reached the doors."""

    arrived: int
    handed: int
    """Portions."""


@dataclass(frozen=True, slots=True)
class BuyAhead:
    """A buy that is told of the day before."""

    title: str
    at: dt.datetime
    arrives: bool
    """Whether its goods come then; else its orders close."""


def moves(session: Reading, since: dt.datetime, until: dt.datetime) -> BuyMoves:
    """Arrivals and portions handed over, in one statement."""
    arrived = (
        sa.select(func.count())
        .select_from(GroupBuy)
        .where(col(GroupBuy.arrived_at) >= since, col(GroupBuy.arrived_at) < until)
        .scalar_subquery()
    )
    got = func.coalesce(col(BuyOrder.given), col(BuyOrder.quantity))
    handed = (
        sa.select(func.coalesce(func.sum(got), 0))
        .where(COUNTING, col(BuyOrder.handed_at) >= since, col(BuyOrder.handed_at) < until)
        .scalar_subquery()
    )
    return BuyMoves(*session.execute(sa.select(arrived, handed)).one())


def ahead(
    session: Reading, at: dt.datetime, since: dt.datetime, until: dt.datetime
) -> tuple[BuyAhead, ...]:
    """What was known at a moment to close or to arrive in a stretch of time, by its hour."""
    closes, comes = col(GroupBuy.cut_off_at), col(GroupBuy.expected_at)
    arrived, closed = col(GroupBuy.arrived_at), col(GroupBuy.closed_at)
    found = []
    for row in session.execute(
        sa.select(GroupBuy).where(
            col(GroupBuy.created_at) < at,
            col(GroupBuy.state) != BuyState.cancelled,
            sa.or_(closed.is_(None), closed >= at),
            sa.or_(
                sa.and_(closes >= since, closes < until),
                sa.and_(comes >= since, comes < until),
            ),
            sa.or_(arrived.is_(None), arrived >= at),
        )
    ).scalars():
        if since <= row.cut_off_at < until:
            found.append(BuyAhead(row.title, row.cut_off_at, False))
        if row.expected_at is not None and since <= row.expected_at < until:
            found.append(BuyAhead(row.title, row.expected_at, True))
    return tuple(sorted(found, key=lambda one: (one.at, one.title)))


def by_kind(session: Reading, since: dt.datetime, until: dt.datetime) -> dict[BuyKind, int]:
    """Buys of which the supplier was told in a stretch of time, by what they were of."""
    rows = session.execute(
        sa.select(col(GroupBuy.kind), func.count())
        .where(
            col(GroupBuy.state).in_(PLACED),
            col(GroupBuy.placed_at) >= since,
            col(GroupBuy.placed_at) < until,
        )
        .group_by(col(GroupBuy.kind))
    )
    found = {kind: n for kind, n in rows}
    return {kind: found[kind] for kind in BuyKind if kind in found}


def totals(
    session: Reading, until: dt.datetime | None = None, since: dt.datetime | None = None
) -> Totals:
    """Buys of which the supplier was told, and the portions of them.

    Args:
        until: only buys placed before this moment.
        since: only buys placed from this moment on.
    """
    where: list[sa.ColumnElement[bool]] = [col(GroupBuy.state).in_(PLACED)]
    if until is not None:
        where.append(col(GroupBuy.placed_at) < until)
    if since is not None:
        where.append(col(GroupBuy.placed_at) >= since)
    n = session.scalar(sa.select(func.count()).select_from(GroupBuy).where(*where)) or 0
    portions = session.scalar(
        sa.select(func.coalesce(func.sum(GOT), 0))
        .select_from(BuyOrder)
        .join(GroupBuy, col(GroupBuy.id) == col(BuyOrder.group_buy_id))
        .where(*where, COUNTING)
    )
    return Totals(n, portions or 0)

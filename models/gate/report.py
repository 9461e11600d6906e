"""What passed the gate in a stretch of time."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, func

from models.gate.reasons import REFUSED
from models.gate.tables import GateGoods, Passage, PassageWay
from models.store.engine import Reading


@dataclass(frozen=True, slots=True)
class GateTotals:
    """People and goods."""

    out: int
    """People of the compound who went out."""
    inward: int
    """People from outside who came in."""
    goods: int
    """Deliveries that came to the gate."""
    turned_away: int
    """Times that somebody was not let through; they passed nowhere and count nowhere else."""


def totals(session: Reading, since: dt.datetime, until: dt.datetime) -> GateTotals:
    """Passages and deliveries of a stretch of time, in one statement."""
    way, people = col(Passage.way), col(Passage.people)
    out, inward = (
        sa.and_(way == PassageWay.out, ~REFUSED),
        sa.and_(way == PassageWay.inward, ~REFUSED),
    )
    goods = (
        sa.select(func.count())
        .select_from(GateGoods)
        .where(
            col(GateGoods.at) >= since, col(GateGoods.at) < until, col(GateGoods.outward).is_(False)
        )
        .scalar_subquery()
    )
    found = session.execute(
        sa.select(
            func.coalesce(func.sum(sa.case((out, people))), 0),
            func.coalesce(func.sum(sa.case((inward, people))), 0),
            goods,
            func.count(sa.case((REFUSED, 1))),
        ).where(col(Passage.passed_at) >= since, col(Passage.passed_at) < until)
    ).one()
    return GateTotals(*found)

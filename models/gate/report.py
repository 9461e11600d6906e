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


def totals(session: Reading, since: dt.datetime, until: dt.datetime) -> GateTotals:
    """Passages and deliveries of a stretch of time, in one statement."""
    way, people = col(Passage.way), col(Passage.people)
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
            func.coalesce(func.sum(sa.case((way == PassageWay.out, people))), 0),
            func.coalesce(func.sum(sa.case((way == PassageWay.inward, people))), 0),
            goods,
        ).where(col(Passage.passed_at) >= since, col(Passage.passed_at) < until, ~REFUSED)
    ).one()
    return GateTotals(*found)

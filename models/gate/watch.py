"""The numbers of the gate, and what nobody may forget there."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, func

from models.gate.reads import GOODS_OPEN, OPEN, PassageLine, gate_rules, goods, out_now
from models.gate.reasons import REFUSED
from models.gate.tables import GateGoods, Passage, PassageState, PassageWay
from models.people import partners_for
from models.rules.gate import Turn, late_by
from models.store.actor import Role
from models.store.alarm import Alarm
from models.store.engine import Reading

WENT = sa.or_(
    col(Passage.state).in_((PassageState.passed, PassageState.closed)),
    col(Passage.returned_at).is_not(None),
)
"""Whoever was kept apart on the way did not pass."""


@dataclass(frozen=True, slots=True)
class GateCounts:
    """The numbers of titles, board and JSON."""

    out: int
    """People of the compound who are out now."""
    inside: int
    """People from outside who are in now."""
    overdue: int
    held: int
    out_today: int
    in_today: int
    goods_today: int
    goods_waiting: int
    refused_today: int = 0
    """Attempts that were not let through."""


def counts(session: Reading) -> GateCounts:
    """The numbers of now."""
    open_now = session.execute(
        sa.select(
            col(Passage.way),
            col(Passage.state),
            col(Passage.people),
            col(Passage.purpose),
            col(Passage.passed_at),
            col(Passage.due_at),
        ).where(OPEN)
    ).all()
    rules = gate_rules(session)
    grace = rules.grace if rules is not None else dt.timedelta(0)
    start = session.clock.day_start(session.today)
    today = _people(session, col(Passage.passed_at) >= start)
    came, waiting, refused = session.execute(
        sa.select(
            sa.select(func.count())
            .select_from(GateGoods)
            .where(col(GateGoods.at) >= start)
            .scalar_subquery(),
            sa.select(func.count()).select_from(GateGoods).where(GOODS_OPEN).scalar_subquery(),
            sa.select(func.count())
            .select_from(Passage)
            .where(REFUSED, col(Passage.passed_at) >= start)
            .scalar_subquery(),
        )
    ).one()
    out = [row for row in open_now if row.state is PassageState.passed]
    return GateCounts(
        out=sum(row.people for row in out if row.way is PassageWay.out),
        inside=sum(row.people for row in out if row.way is PassageWay.inward),
        overdue=sum(
            bool(late_by(Turn(row.purpose, row.passed_at, row.due_at, None), grace, session.now))
            for row in out
        ),
        held=len(open_now) - len(out),
        out_today=today.get(PassageWay.out, 0),
        in_today=today.get(PassageWay.inward, 0),
        goods_today=came,
        goods_waiting=waiting,
        refused_today=refused,
    )


def _people(session: Reading, where: sa.ColumnElement[bool]) -> dict[PassageWay, int]:
    rows = session.execute(
        sa.select(col(Passage.way), func.sum(col(Passage.people)))
        .where(where, WENT)
        .group_by(col(Passage.way))
    )
    return {way: n for way, n in rows}


@dataclass(frozen=True, slots=True)
class GateTotals:
    """What the nightly numbers say of one day at the gate."""

    out: int
    inward: int
    goods: int
    pieces: int
    refused: int
    """Attempts that were not let through."""


def totals(session: Reading, day: dt.date | None = None) -> GateTotals:
    """People and goods of a day, or of the whole campaign."""
    passed: sa.ColumnElement[bool] = sa.true()
    came: sa.ColumnElement[bool] = sa.true()
    if day is not None:
        start = session.clock.day_start(day)
        until = session.clock.day_start(day + dt.timedelta(days=1))
        passed = sa.and_(col(Passage.passed_at) >= start, col(Passage.passed_at) < until)
        came = sa.and_(col(GateGoods.at) >= start, col(GateGoods.at) < until)
    ways = _people(session, passed)
    refused = sa.select(func.count()).select_from(Passage).where(REFUSED, passed)
    goods_, pieces, turned_away = session.execute(
        sa.select(
            func.count(),
            func.coalesce(func.sum(col(GateGoods.pieces)), 0),
            refused.scalar_subquery(),
        ).where(came, col(GateGoods.outward).is_(False))
    ).one()
    return GateTotals(
        ways.get(PassageWay.out, 0), ways.get(PassageWay.inward, 0), goods_, pieces, turned_away
    )


def panel(session: Reading) -> tuple[PassageLine, ...]:
    """What needs a hand first."""
    return out_now(session)[:60]


def alarms(session: Reading) -> tuple[Alarm, ...]:
    """Who is kept apart, who is late, and goods that lie at the gate."""
    if session.viewer.role is Role.wallboard:
        return ()
    found = [
        alarm for line in out_now(session) if (alarm := _of_passage(session, line)) is not None
    ]
    rules = gate_rules(session)
    if rules is not None:
        found += [
            Alarm(
                f"gate.goods:{line.id}",
                "amber",
                "alarm.gate.goods",
                line.at + rules.goods_within,
                {"supplier": line.supplier, "goods": line.goods, "n": line.pieces},
                line.key,
            )
            for line in goods(session)
            if line.late
        ]
    return tuple(found)


def _of_passage(session: Reading, line: PassageLine) -> Alarm | None:
    # That somebody has a fever is told with the door only to who may know it.
    who = f"{line.door} {line.name}".strip() if line.whole else ""
    if line.state is PassageState.held:
        call = "、".join(f"{one.name} {one.phone}" for one in partners_for(session, "illness"))
        since = line.returned_at or line.passed_at
        told: dict[str, object] = {"who": who, "call": call}
        return Alarm(f"gate.held:{line.id}", "red", "alarm.gate.held", since, told, line.key)
    if line.late and line.due_at is not None:
        inward = line.way is PassageWay.inward
        told = {"who": who, "at": f"{session.clock.local(line.passed_at):%H:%M}"}
        return Alarm(
            f"gate.overdue:{line.id}",
            "amber" if inward else "red",
            "alarm.gate.inside" if inward else "alarm.gate.overdue",
            line.due_at,
            {**told, "due": f"{session.clock.local(line.due_at):%H:%M}"},
            line.key,
        )
    return None

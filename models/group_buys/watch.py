"""The numbers of the group buys, and what about them may be missed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, func

from models.group_buys.lines import BuyLine
from models.group_buys.reads import buys, countable, rules_of
from models.group_buys.seeing_to import complaints, suppliers
from models.group_buys.states import HANDING_OUT, TAKING, BuyState
from models.group_buys.tables import BuyOrder, GroupBuy
from models.rules.group_buy import GroupBuyRules
from models.store.alarm import Alarm
from models.store.engine import Reading

_CAME = (BuyState.at_gate, BuyState.partly_received, *HANDING_OUT)


@dataclass(frozen=True, slots=True)
class GroupBuyCounts:
    """The numbers of titles, board and JSON."""

    open: int
    """Buys that take orders."""
    standing: int
    """Buys that still ask something of somebody."""
    portions: int
    """Portions asked for in those."""
    late: int
    """Lines on the late lists."""
    unpaid: int
    refunds: int
    complaints: int


def counts(session: Reading) -> GroupBuyCounts:
    """The numbers of now."""
    return counted(countable(session))


def counted(lines: tuple[BuyLine, ...]) -> GroupBuyCounts:
    """The numbers of now, where the buys were read already."""
    standing = [line for line in lines if not line.past]
    return GroupBuyCounts(
        open=sum(line.state in TAKING for line in standing),
        standing=len(standing),
        portions=sum(line.portions for line in standing),
        late=sum(line.late for line in standing),
        unpaid=sum(line.unpaid for line in standing),
        refunds=sum(line.refunds for line in lines),
        complaints=sum(line.complaints for line in lines),
    )


def alarms(session: Reading) -> tuple[Alarm, ...]:
    """Cut-offs that passed, minimums about to be missed, goods that lie, money and answers due."""
    rules = rules_of(session)
    if rules is None:
        return ()
    found: list[Alarm] = []
    for line in buys(session, past=False):
        found += _of_buy(session, line, rules)
    return (*found, *_refunds(session), *_complaints(session), *_suppliers(session))


def _of_buy(session: Reading, line: BuyLine, rules: GroupBuyRules) -> list[Alarm]:
    now, told = session.now, {"buy": line.title}
    found: list[Alarm] = []
    if line.state in (*TAKING, BuyState.cut_off):
        if now >= line.cut_off_at:
            key = "alarm.group_buys.not_placed"
            found.append(_alarm("placed", "red", key, line, line.cut_off_at, told))
        else:
            warned = line.cut_off_at - dt.timedelta(minutes=rules.minimum_minutes)
            if line.missing and now >= warned:
                lacking = {**told, "n": line.missing}
                key = "alarm.group_buys.minimum"
                found.append(_alarm("minimum", "amber", key, line, warned, lacking))
    if line.late and line.state in (BuyState.cut_off, BuyState.placed, BuyState.on_truck):
        late = {**told, "n": line.late}
        found.append(_alarm("late", "amber", "alarm.group_buys.late", line, line.cut_off_at, late))
    if line.state in _CAME and line.since is not None:
        due = line.since + dt.timedelta(hours=rules.hand_out_hours)
        if now >= due:
            left = {**told, "n": line.waiting, "hours": rules.hand_out_hours}
            found.append(_alarm("lying", "red", "alarm.group_buys.lying", line, due, left))
    expected = line.expected_at
    if line.state in (BuyState.placed, BuyState.on_truck) and expected is not None:
        if now >= expected:
            key = "alarm.group_buys.not_come"
            found.append(_alarm("come", "amber", key, line, expected, told))
    return found


def _alarm(
    name: str,
    severity: str,
    key: str,
    line: BuyLine,
    since: dt.datetime,
    told: Mapping[str, object],
) -> Alarm:
    return Alarm(
        f"group_buys.{name}:{line.id}",
        "red" if severity == "red" else "amber",
        key,
        since,
        told,
        line.key,
    )


def _refunds(session: Reading) -> list[Alarm]:
    """Money to give back, one alarm a buy, also of buys that are past."""
    rows = session.execute(
        sa.select(col(GroupBuy.id), col(GroupBuy.title), func.count(), _moved())
        .join(BuyOrder, col(BuyOrder.group_buy_id) == col(GroupBuy.id))
        .where(sa.text("buy_order.payment IN ('refund_due')"))
        .group_by(col(GroupBuy.id), col(GroupBuy.title))
        .order_by(col(GroupBuy.id))
    )
    return [
        Alarm(
            f"group_buys.refund:{buy_id}",
            "amber",
            "alarm.group_buys.refund",
            since,
            {"buy": title, "n": n},
            f"group_buys.buy:{buy_id}",
        )
        for buy_id, title, n, since in rows
    ]


def _moved() -> sa.ColumnElement[dt.datetime]:
    """Since when money may have been due: the latest of what happened to the buy's goods."""
    return func.max(
        func.coalesce(col(GroupBuy.shared_at), col(GroupBuy.closed_at), col(GroupBuy.created_at))
    )


def _complaints(session: Reading) -> list[Alarm]:
    return [
        Alarm(
            f"group_buys.complaint:{line.id}",
            "amber",
            "alarm.group_buys.complaint",
            line.at,
            {"buy": line.buy, "product": line.product},
            line.key,
        )
        for line in complaints(session)
    ]


def _suppliers(session: Reading) -> list[Alarm]:
    found = []
    for line in suppliers(session, ending=True):
        ended = line.days_left is not None and line.days_left < 0
        assert line.report_until is not None
        day = line.report_until + dt.timedelta(days=1 if ended else 0)
        found.append(
            Alarm(
                f"group_buys.report:{line.id}",
                "red" if ended else "amber",
                "alarm.group_buys.report_ended" if ended else "alarm.group_buys.report_ends",
                min(session.clock.day_start(day), session.now),
                {"supplier": line.name, "on": f"{line.report_until:%m-%d}"},
                line.key,
            )
        )
    return found

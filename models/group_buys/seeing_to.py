"""What nobody may forget beside the buys themselves.

Reports of suppliers that end, complaints without an answer, and whom no chain reaches: people
without a smartphone, until somebody asked them for this buy.
"""

import datetime as dt

import sqlalchemy as sa
from sqlmodel import col, select

from models.care.tables import WATCHED, CareProfile
from models.group_buys.lines import ComplaintLine, SupplierLine, UnaskedLine
from models.group_buys.reads import PAGE, rules_of
from models.group_buys.sight import seen
from models.group_buys.states import TAKING, OrderState
from models.group_buys.tables import (
    BuyAsked,
    BuyComplaint,
    BuyOrder,
    BuyProduct,
    GroupBuy,
    Supplier,
)
from models.homes import Household, Presence, Resident, Sex, Tag, viewpoint
from models.rules.address import Door
from models.store.actor import Role
from models.store.engine import Reading


def suppliers(session: Reading, *, ending: bool = False) -> tuple[SupplierLine, ...]:
    """Suppliers that are kept, those whose report ends first in front.

    Args:
        ending: only those whose report ends within the rule set's days, or has ended.
    """
    if session.viewer.role is Role.wallboard:
        return ()
    asked = (
        select(Supplier)
        .where(col(Supplier.retired).is_(False))
        .order_by(col(Supplier.report_until).asc().nulls_last(), col(Supplier.id))
    )
    rules = rules_of(session)
    if ending:
        last = session.today + dt.timedelta(days=rules.report_days if rules else 0)
        asked = asked.where(col(Supplier.report_until) <= last)
    return tuple(
        SupplierLine(
            key=f"group_buys.supplier:{row.id}",
            id=row.id or 0,
            name=row.name,
            contact=row.contact,
            phone=row.phone,
            report_until=row.report_until,
            days_left=(row.report_until - session.today).days if row.report_until else None,
            minimum=row.minimum,
            delivers=row.delivers,
        )
        for row in session.exec(asked)
    )


def complaints(
    session: Reading,
    *,
    answered: bool = False,
    buy_id: int | None = None,
    only: int | None = None,
    limit: int = PAGE,
) -> tuple[ComplaintLine, ...]:
    """Complaints that wait for an answer, the oldest first.

    Args:
        answered: those with an answer too.
    """
    if session.viewer.role is Role.wallboard:
        return ()
    asked = (
        sa.select(BuyComplaint, GroupBuy, col(BuyProduct.name), Household)
        .join(GroupBuy, col(GroupBuy.id) == col(BuyComplaint.group_buy_id))
        .outerjoin(BuyProduct, col(BuyProduct.id) == col(BuyComplaint.product_id))
        .outerjoin(Household, col(Household.id) == col(BuyComplaint.household_id))
        .order_by(col(BuyComplaint.at), col(BuyComplaint.id))
        .limit(limit)
    )
    if only is not None:
        asked = asked.where(col(BuyComplaint.id) == only)
    elif not answered:
        asked = asked.where(sa.text("buy_complaint.state IN ('open')"))
    if buy_id is not None:
        asked = asked.where(col(BuyComplaint.group_buy_id) == buy_id)
    return tuple(_complaint_line(session, *row) for row in session.execute(asked))


def _complaint_line(
    session: Reading, row: BuyComplaint, buy: GroupBuy, product: str | None, home: Household | None
) -> ComplaintLine:
    door = ""
    if home is not None:
        eye = seen(session, home.grid, buy.state, buy.organiser_id, row.recorded_by)
        door = eye.door(Door(home.building, home.stairwell, home.room))
    return ComplaintLine(
        key=f"group_buys.complaint:{row.id}",
        id=row.id or 0,
        buy=buy.title,
        product=product or "",
        door=door,
        text=row.text,
        at=row.at,
        state=row.state,
        answer=row.answer,
    )


def unasked(session: Reading, buy_id: int | None = None) -> tuple[UnaskedLine, ...]:
    """Households that see no chain, have no order in a buy, and were not asked about it.

    Args:
        buy_id: the buy; the open one that ends first where none is named. Where it takes no
            orders, nobody is to be asked.
    """
    if session.viewer.role is Role.wallboard:
        return ()
    open_id = _open_buy(session, buy_id)
    if open_id is None:
        return ()
    view = viewpoint(session)
    found: dict[int, UnaskedLine] = {}
    for home, name, sex, phone in session.execute(_without_a_chain(open_id)):
        # To ask is an errand of whoever serves; whom it concerns is told by the surname.
        found.setdefault(
            home.id,
            UnaskedLine(
                key=f"group_buys.unasked:{home.id}",
                id=home.id,
                building=home.building,
                door=view.door(
                    Door(home.building, home.stairwell, home.room), home.grid, on_task=True
                ),
                name=view.name(name, home.grid, Sex(sex) if sex else None, on_task=True),
                phone=view.phone(phone, home.grid),
            ),
        )
    return tuple(found.values())


def _open_buy(session: Reading, buy_id: int | None) -> int | None:
    """The buy if it takes orders; the one that ends first where none is named."""
    chosen = sa.select(col(GroupBuy.id)).where(col(GroupBuy.state).in_(TAKING))
    if buy_id is not None:
        chosen = chosen.where(col(GroupBuy.id) == buy_id)
    found: int | None = session.scalar(
        chosen.order_by(col(GroupBuy.cut_off_at), col(GroupBuy.id)).limit(1)
    )
    return found


def _without_a_chain(buy_id: int) -> sa.Select[Household, str, Sex | None, str]:
    """Present people without a smartphone behind doors that nobody asked about the buy."""
    ordered = sa.select(col(BuyOrder.household_id)).where(
        col(BuyOrder.group_buy_id) == buy_id,
        col(BuyOrder.state).not_in((OrderState.withdrawn, OrderState.dropped)),
    )
    asked = sa.select(col(BuyAsked.household_id)).where(col(BuyAsked.group_buy_id) == buy_id)
    told = f'%"{Tag.no_smartphone.value}"%'
    return (
        sa.select(Household, col(Resident.name), col(Resident.sex), col(Resident.phone))
        .join(Resident, col(Resident.household_id) == col(Household.id))
        .outerjoin(
            CareProfile,
            sa.and_(
                col(CareProfile.resident_id) == col(Resident.id),
                col(CareProfile.state).in_(WATCHED),
            ),
        )
        .where(
            col(Resident.presence) == Presence.present,
            col(Resident.moved_out_on).is_(None),
            sa.or_(
                sa.cast(col(Resident.tags), sa.String).like(told),
                sa.cast(col(CareProfile.categories), sa.String).like(told),
            ),
            col(Household.id).not_in(ordered),
            col(Household.id).not_in(asked),
        )
        .order_by(
            col(Household.building),
            col(Household.stairwell),
            col(Household.floor).desc(),
            col(Household.room),
            col(Resident.id),
        )
    )

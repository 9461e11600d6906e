"""Whom no chain reaches: people without a smartphone, until somebody asked them for this buy."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col

from models.care import WATCHED, CareProfile
from models.group_buys.states import TAKING, OrderState
from models.group_buys.tables import BuyAsked, BuyOrder, GroupBuy
from models.homes import Household, Presence, Resident, Sex, Tag, viewpoint
from models.rules.address import Door
from models.store.actor import Role
from models.store.engine import Reading

_AREAS = ("homes", "care")


@dataclass(frozen=True, slots=True)
class UnaskedLine:
    """A household that sees no chain and was not asked yet."""

    key: str
    id: int
    building: int
    door: str
    name: str
    phone: str


def unasked(session: Reading, buy_id: int | None = None) -> tuple[UnaskedLine, ...]:
    """Households that see no chain, have no order in a buy, and were not asked about it.

    Args:
        buy_id: the buy; the open one that ends first where none is named. Where it takes no
            orders, nobody is to be asked.
    """
    if session.viewer.role is Role.wallboard:
        return ()
    chosen = sa.select(col(GroupBuy.id)).where(col(GroupBuy.state).in_(TAKING))
    if buy_id is not None:
        chosen = chosen.where(col(GroupBuy.id) == buy_id)
    open_id = session.scalar(chosen.order_by(col(GroupBuy.cut_off_at), col(GroupBuy.id)).limit(1))
    if open_id is None:
        return ()
    ordered = sa.select(col(BuyOrder.household_id)).where(
        col(BuyOrder.group_buy_id) == open_id,
        col(BuyOrder.state).not_in((OrderState.withdrawn, OrderState.dropped)),
    )
    asked = sa.select(col(BuyAsked.household_id)).where(col(BuyAsked.group_buy_id) == open_id)
    told = f'%"{Tag.no_smartphone.value}"%'
    rows = session.execute(
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
    view = viewpoint(session)
    found: dict[int, UnaskedLine] = {}
    for home, name, sex, phone in rows:
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

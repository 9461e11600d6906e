"""What is carried: lists by building and by product, and a label for each household's portions."""

from collections import defaultdict
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col

from models.group_buys.reads import COUNTING
from models.group_buys.sight import seen
from models.group_buys.states import HandOver
from models.group_buys.tables import BuyOrder, BuyProduct, GroupBuy
from models.homes.tables import Household
from models.rules.address import Door
from models.rules.walk import walk
from models.store.engine import Reading
from models.store.register import fetch


@dataclass(frozen=True, slots=True)
class Label:
    """What is stuck on a household's bag: one a product."""

    order: str
    """Key of the line it is of."""
    household_id: int
    building: int
    door: str
    product: str
    unit: str
    portions: int
    number: int
    """Its place in the walk, from 1."""
    of: int
    """Labels there are in all."""
    substitute: str
    note: str
    handed: bool


@dataclass(frozen=True, slots=True)
class PickLine:
    """What is put together for one stairwell, or of one product."""

    building: int
    stairwell: int
    product: str
    unit: str
    portions: int
    households: int


def labels(session: Reading, buy_id: int) -> tuple[Label, ...]:
    """One label a household and product in the order the doors are walked; none for nothing."""
    buy = fetch(session, GroupBuy, buy_id)
    found: dict[Door, list[tuple[BuyOrder, BuyProduct, Household]]] = defaultdict(list)
    for order, product, home in _lines(session, buy_id):
        found[Door(home.building, home.stairwell, home.room)].append((order, product, home))
    lines = [(door, one) for door in walk(found) for one in found[door]]
    made = []
    for place, (door, (order, product, home)) in enumerate(lines, 1):
        eye = seen(session, home.grid, buy.state, buy.organiser_id, order.recorded_by)
        made.append(
            Label(
                order=f"group_buys.order:{order.id}",
                household_id=order.household_id,
                building=home.building,
                door=eye.door(door),
                product=product.name,
                unit=product.unit,
                portions=order.got,
                number=place,
                of=len(lines),
                substitute=order.substitute,
                note=order.note if eye.whole else "",
                handed=order.hand is not HandOver.waiting,
            )
        )
    return tuple(made)


def pick_list(session: Reading, buy_id: int) -> tuple[PickLine, ...]:
    """What of each product goes to each stairwell, building by building."""
    sums: dict[tuple[int, int, int], list[tuple[BuyOrder, BuyProduct]]] = defaultdict(list)
    for order, product, home in _lines(session, buy_id):
        sums[home.building, home.stairwell, product.id or 0].append((order, product))
    return tuple(
        PickLine(
            building=building,
            stairwell=stairwell,
            product=lines[0][1].name,
            unit=lines[0][1].unit,
            portions=sum(order.got for order, _ in lines),
            households=len({order.household_id for order, _ in lines}),
        )
        for (building, stairwell, _), lines in sorted(sums.items())
    )


def _lines(session: Reading, buy_id: int) -> list[tuple[BuyOrder, BuyProduct, Household]]:
    rows = session.execute(
        sa.select(BuyOrder, BuyProduct, Household)
        .join(BuyProduct, col(BuyProduct.id) == col(BuyOrder.product_id))
        .join(Household, col(Household.id) == col(BuyOrder.household_id))
        .where(col(BuyOrder.group_buy_id) == buy_id, COUNTING)
        .order_by(col(BuyOrder.product_id), col(BuyOrder.id))
    )
    return [(order, product, home) for order, product, home in rows if order.got]

"""A branch that buys together: two suppliers, doors in two grids, an open buy of two products."""

import datetime as dt
from typing import Any

from sqlmodel import select

from models import group_buys
from models.group_buys import BuyOrder, GroupBuy
from models.store import Actor, FrozenClock, Store
from tests.models.crew import SET_UP, at, do, with_people

DOORS = ("3-2-401", "3-2-402", "3-1-501", "5-1-101", "5-1-102")
HOME, NEXT, UP, FAR, OTHER = 1, 2, 3, 4, 5
"""Ids of the households, in the order of DOORS; the last two are in grid 2."""
BUY, CABBAGE, POTATO = 1, 1, 2
PRODUCTS = (
    {"name": "白菜包", "price_fen": 2500, "unit": "包", "aliases": "白菜 cabbage", "most": 10},
    {"name": "土豆包", "price_fen": 2000, "unit": "包", "aliases": "土豆"},
)
CUT_OFF = at("18:00")
DOWN_THE_ROAD = (
    "cut_off",
    "place",
    "on_truck",
    "arrive",
    "disinfect",
    "sort",
    "deliver",
)
"""The steps of a buy from open to the doors."""


def with_buy(store: Store, lead: Actor, **more: Any) -> Store:
    """The branch, and a vegetable buy that takes orders until 18:00."""
    with_people(store)
    for door in DOORS:
        grid = "一网格" if door.startswith("3") else "二网格"
        do(store, SET_UP, "homes.add_household", door=door, grid=grid)
    do(
        store,
        SET_UP,
        "group_buys.add_supplier",
        name="鲜禾蔬菜配送",
        report_until=dt.date(2022, 4, 20),
    )
    begin(store, lead, **more)
    do(store, lead, "group_buys.open", BUY)
    return store


def begin(store: Store, lead: Actor, **more: Any) -> GroupBuy:
    """A draft of a vegetable buy."""
    values = {
        "title": "4月8日蔬菜",
        "kind": "vegetables",
        "supplier_id": 1,
        "cut_off_at": CUT_OFF,
        "shortage": "first_come",
        "products": PRODUCTS,
        **more,
    }
    made: GroupBuy = do(store, lead, "group_buys.add", **values)
    return made


def answer(household: int, *items: tuple[int, int], **more: object) -> dict[str, object]:
    """One answer of a chain."""
    wanted = [{"product_id": product, "quantity": n} for product, n in items]
    return {"household_id": household, "items": wanted, **more}


def take(store: Store, actor: Actor, *answers: dict[str, object], buy: int = BUY) -> None:
    """A chain pasted."""
    do(store, actor, "group_buys.take_answers", buy, answers=answers)


def go(store: Store, actor: Actor, clock: FrozenClock, until: str) -> None:
    """Has the buy go on until a step is done; goods rest as long as they must."""
    for verb in DOWN_THE_ROAD[: DOWN_THE_ROAD.index(until) + 1]:
        if verb == "sort":
            clock.advance(dt.timedelta(minutes=30))
        do(store, actor, f"group_buys.{verb}", BUY)


def line(store: Store, household: int, product: int = CABBAGE) -> BuyOrder:
    """A household's line as it is kept."""
    with store.reading(SET_UP) as session:
        return session.exec(
            select(BuyOrder).where(
                BuyOrder.household_id == household, BuyOrder.product_id == product
            )
        ).one()


def shown(store: Store, viewer: Actor, buy: int = BUY) -> tuple[group_buys.OrderLine, ...]:
    """The lines of a buy as somebody sees them."""
    with store.reading(viewer) as session:
        return group_buys.orders(session, buy).lines

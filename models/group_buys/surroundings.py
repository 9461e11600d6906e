"""What the desk knows when a chain is read: the doors, who lives there, and what the buy holds.

It is asked for once, however often the text of the chain changes meanwhile.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

import sqlalchemy as sa
from sqlmodel import col, select

from models.branch import branch
from models.group_buys.drafts import Fix
from models.group_buys.lines import BuyLine, PresentAnswer
from models.group_buys.reads import answers, buys, rules_of
from models.group_buys.sight import check_runs
from models.group_buys.states import HANDING_OUT, PAST, TAKING, BuyState, OrderSource, OrderState
from models.group_buys.tables import BuyOrder, BuyProduct, ChainText, GroupBuy
from models.homes import Household, Resident, viewpoint
from models.rules.address import Door
from models.rules.jielong import Product
from models.rules.refusal import Refusal
from models.store.actor import Role
from models.store.engine import Reading
from models.store.session import fetch
from models.store.sheet import check_opens

USUAL_MOST = 20
"""Portions that are asked about where no rule set says from how many on."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Who lives where, as far as the viewer may know."""

    by_name: Mapping[str, frozenset[Door]]
    by_door: Mapping[Door, tuple[str, ...]]

    def doors_of(self, name: str) -> Collection[Door]:
        """The doors of everybody with this name."""
        return self.by_name.get(name, ())

    def names_at(self, door: Door) -> Collection[str]:
        """The names of those who live behind a door."""
        return self.by_door.get(door, ())


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The doors and people around a chain, and the buy it is for, if there is one."""

    doors: Mapping[Door, int] = field(default_factory=dict)
    residents: Neighbours | None = None
    compound: str = ""
    buy_id: int | None = None
    """None where the chain is only looked at."""
    title: str = ""
    state: BuyState | None = None
    products: tuple[Product, ...] | None = None
    product_ids: Mapping[str, int] = field(default_factory=dict)
    present: Mapping[int, PresentAnswer] = field(default_factory=dict)
    from_chain: frozenset[int] = frozenset()
    """Households whose order an earlier paste told of."""
    limit: int = USUAL_MOST
    text: str = ""
    """The chain as it was kept the last time."""
    fixes: tuple[Fix, ...] = ()

    def items(self, present: PresentAnswer) -> dict[str, int]:
        """What a household has now, by the names of the products."""
        names = {row_id: name for name, row_id in self.product_ids.items()}
        return {names[row_id]: n for row_id, n in present.items.items() if row_id in names}


def around(session: Reading) -> Surroundings:
    """The doors, and who lives there as far as the viewer may find it, for a chain of no buy."""
    check_opens(session)
    rows = session.execute(
        sa.select(
            col(Household.id),
            col(Household.building),
            col(Household.stairwell),
            col(Household.room),
        )
    )
    doors = {Door(building, stairwell, room): row_id for row_id, building, stairwell, room in rows}
    here = branch(session)
    return Surroundings(doors, _neighbours(session), here.compound if here else "")


def surroundings(session: Reading, buy_id: int) -> Surroundings:
    """The same, with what the buy offers and what every household has in it now.

    Raises:
        Refusal: when there is no such buy, or the viewer neither leads nor organises it.
    """
    buy = fetch(session, GroupBuy, buy_id)
    check_runs(session, buy)
    rules = rules_of(session)
    limit = rules.ask_again_from - 1 if rules is not None else USUAL_MOST
    rows = session.exec(
        select(BuyProduct)
        .where(col(BuyProduct.group_buy_id) == buy_id)
        .order_by(col(BuyProduct.id))
    ).all()
    kept = session.exec(
        select(ChainText)
        .where(col(ChainText.group_buy_id) == buy_id)
        .order_by(col(ChainText.id).desc())
        .limit(1)
    ).first()
    return replace(
        around(session),
        buy_id=buy_id,
        title=buy.title,
        state=buy.state,
        products=tuple(_offered(row) for row in rows),
        product_ids={row.name: row.id or 0 for row in rows},
        present={one.household_id: one for one in answers(session, buy_id)},
        from_chain=_from_chain(session, buy_id),
        limit=limit,
        text=kept.text if kept is not None else "",
        fixes=tuple(map(Fix.model_validate, kept.fixes)) if kept is not None else (),
    )


def takes_answers(state: BuyState) -> bool:
    """Whether a buy in this state takes the answers of a chain, if only on its late list."""
    return state not in (BuyState.draft, *HANDING_OUT, *PAST)


def buy_named(session: Reading, text: str) -> BuyLine:
    """The group buy that a number, a name or `open` means.

    Raises:
        Refusal: when none does, or several do, by name.
    """
    said = text.strip()
    standing = [one for one in buys(session, past=False, limit=1000)]
    if said.casefold() in ("open", "接龙中"):
        meant = [one for one in standing if one.state in TAKING]
    elif said.isdigit():
        meant = [one for one in standing if one.id == int(said)]
    else:
        meant = [one for one in standing if one.title == said]
        meant = meant or [one for one in standing if said.casefold() in one.title.casefold()]
    if len(meant) == 1:
        return meant[0]
    named = tuple(f"{one.id} {one.title}" for one in (meant or standing)[:5])
    if meant:
        raise Refusal("refuse.group_buys.buy_many", text=said, buys=named)
    key = "refuse.group_buys.buy_none" if named else "refuse.group_buys.none_standing"
    raise Refusal(key, text=said, buys=named)


def _neighbours(session: Reading) -> Neighbours | None:
    """Those whom find would give the viewer: a door told by a name is a hit like any other."""
    view = viewpoint(session)
    asked = (
        sa.select(
            col(Resident.name),
            col(Household.building),
            col(Household.stairwell),
            col(Household.room),
        )
        .join_from(Resident, Household, col(Resident.household_id) == col(Household.id))
        .where(col(Resident.moved_out_on).is_(None))
    )
    if view.role is not Role.secretary:
        if not view.grid or not view.finds("name", view.grid):
            return None
        asked = asked.where(col(Household.grid) == view.grid)
    by_name: dict[str, set[Door]] = {}
    by_door: dict[Door, list[str]] = {}
    for name, building, stairwell, room in session.execute(asked):
        door = Door(building, stairwell, room)
        by_name.setdefault(name, set()).add(door)
        by_door.setdefault(door, []).append(name)
    return Neighbours(
        {name: frozenset(doors) for name, doors in by_name.items()},
        {door: tuple(names) for door, names in by_door.items()},
    )


def _offered(row: BuyProduct) -> Product:
    return Product(row.name, row.unit, row.price_fen, tuple(row.aliases.split()), most=row.most)


def _from_chain(session: Reading, buy_id: int) -> frozenset[int]:
    return frozenset(
        session.exec(
            select(col(BuyOrder.household_id)).where(
                col(BuyOrder.group_buy_id) == buy_id,
                col(BuyOrder.source) == OrderSource.chain,
                col(BuyOrder.state).not_in((OrderState.withdrawn, OrderState.dropped)),
            )
        )
    )

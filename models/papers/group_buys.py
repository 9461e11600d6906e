"""What is carried for the group buys: the pick list of a buy, and a label for each bag."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import col

from models.exports.eye import Eye
from models.group_buys import BuyLine, buys
from models.group_buys import labels as labels_of
from models.group_buys import pick_list as picks_of
from models.group_buys.sight import seen
from models.group_buys.states import BuyState, HandOver
from models.group_buys.tables import BuyOrder, BuyProduct, GroupBuy
from models.homes import Household
from models.papers.jobs import Job
from models.papers.paper import Block, Column, Paper, Scope, ticks
from models.papers.tables import PaperKind
from models.rules.address import Door
from models.sheets import Value
from models.store.engine import Reading
from models.words import Words

_EVERY = 100_000
"""More buys than any branch has."""
_CARRIED = (BuyState.at_gate, BuyState.sorting, BuyState.delivering)
"""Without a buy on show, only these are printed: their goods are on the way to the doors."""
_AWAITED = (HandOver.waiting, HandOver.shelf)
"""Not in anybody's hands yet."""
_PICK = (
    Column("building", 22),
    Column("stairwell", 20),
    Column("product"),
    Column("portions", 18),
    Column("unit", 16),
    Column("households", 18),
    Column("sorted", 15),
)
_LABEL = (
    Column("door", 24),
    Column("product"),
    Column("portions", 18),
    Column("label_no", 18),
    Column("note", 40),
)


def pick_list(session: Reading, _eye: Eye, words: Words, scope: Scope) -> Paper:
    """What goes to each stairwell, a page a buy."""
    blocks = []
    for line in _carried(session, scope):
        rows: list[Sequence[Value]] = [
            (
                words("group_buys.building", n=one.building),
                one.stairwell,
                one.product,
                one.portions,
                one.unit,
                one.households,
                *ticks(1),
            )
            for one in picks_of(session, line.id)
            if scope.building in (None, one.building)
        ]
        title = words("paper.pick_list.of", buy=line.title)
        orders = [
            one.order
            for one in labels_of(session, line.id)
            if not one.handed and scope.building in (None, one.building)
        ]
        blocks += [Block(title, _PICK, rows, orders, building=scope.building)] if rows else []
    return Paper(PaperKind.pick_list, blocks)


def labels(session: Reading, eye: Eye, words: Words, scope: Scope) -> Paper:
    """One label a household and product, in the order the doors are walked.

    The labels of a household bear one code, which brings up all that it gets of this buy.
    """
    blocks = []
    for line in _carried(session, scope):
        bags = [
            one for one in labels_of(session, line.id) if scope.building in (None, one.building)
        ]
        waiting: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
        for one in bags:
            waiting[one.household_id] += () if one.handed else (one.order,)
        rows = [
            (
                one.door,
                one.substitute or one.product,
                f"{one.portions} {one.unit}",
                f"{one.number}/{one.of}",
                eye.text(one.note),
            )
            for one in bags
        ]
        title = words("paper.labels.of", buy=line.title)
        slips = [waiting[one.household_id] for one in bags]
        blocks += [Block(title, _LABEL, rows, slips=slips)] if rows else []
    return Paper(PaperKind.labels, blocks)


def jobs(session: Reading, ids: Sequence[int], _since: dt.datetime) -> dict[int, Job]:
    """How the lines of a label or a pick list stand: open until they are handed over."""
    rows = session.execute(
        sa.select(BuyOrder, BuyProduct, Household, GroupBuy)
        .join(BuyProduct, col(BuyProduct.id) == col(BuyOrder.product_id))
        .join(Household, col(Household.id) == col(BuyOrder.household_id))
        .join(GroupBuy, col(GroupBuy.id) == col(BuyOrder.group_buy_id))
        .where(col(BuyOrder.id).in_(ids))
    )
    found = {}
    for order, product, home, buy in rows:
        view = seen(session, home.grid, buy.state, buy.organiser_id, order.recorded_by)
        door = view.door(Door(home.building, home.stairwell, home.room))
        what = f"{door} {order.substitute or product.name} {order.got}{product.unit}"
        awaited = order.got > 0 and order.hand in _AWAITED
        key = f"group_buys.order:{order.id}"
        state = order.hand if order.got else order.state
        # Who ticks a bag off says that it was handed over; of money the paper knows nothing.
        tick = "collect" if order.hand is HandOver.shelf else "hand_over"
        found[order.id or 0] = Job(key, what, state, awaited, f"group_buys.{tick}")
    return found


def _carried(session: Reading, scope: Scope) -> tuple[BuyLine, ...]:
    found = buys(session, limit=_EVERY)
    if scope.record_id is not None:
        return tuple(line for line in found if line.id == scope.record_id)
    return tuple(line for line in found if line.state in _CARRIED)

"""A small store room for the tests of the stock: rules, three items, and short ways to act."""

import datetime as dt

from models import stock
from models.branch import RuleSetDraft
from models.stock import CatalogueDraft, ItemDraft
from models.store import Actor, Role, Store
from models.store.register import Done, draft_for, perform

CHEN = Actor(1, "陈书宁", Role.secretary)
ZHOU = Actor(2, "周岚", Role.grid_leader)
GAO = Actor(3, "高远志", Role.shift_leader)
SUN = Actor(4, "孙晓丽", Role.volunteer)
WALL = Actor(None, "大屏", Role.wallboard)
EVERYBODY = (CHEN, ZHOU, GAO, SUN, WALL)

TODAY = dt.date(2022, 4, 8)
GOWN, MASK, MILK = 1, 2, 3
RULES = RuleSetDraft(
    kind="stock",
    name="物资预测",
    begins_on=dt.date(2022, 3, 20),
    data={
        "window_min_days": 3,
        "window_max_days": 7,
        "lead_days": 2,
        "expiring_days": 7,
        "horizon_days": 30,
    },
)
CATALOGUE = CatalogueDraft(
    rows=(
        ItemDraft(name="隔离衣", unit="件", minimum=10, maximum=200, gear=True, also="gown"),
        ItemDraft(name="N95口罩", spec="20只/盒", unit="只", minimum=20, also="N95"),
        ItemDraft(name="鲜牛奶", spec="1L", unit="盒", minimum=5, maximum=50, also="牛奶 milk"),
    )
)


def furnish(store: Store) -> None:
    """Rules and items; nothing lies there yet."""
    perform(store, CHEN, "branch.add_rule_set", RULES)
    perform(store, CHEN, "stock.install_catalogue", CATALOGUE)


def act(store: Store, actor: Actor, verb: str, record: int | None, **values: object) -> Done:
    """One verb on one record, as the desk does it."""
    return perform(store, actor, verb, draft_for(verb, values, record))


def receive(
    store: Store,
    item: int,
    quantity: int,
    *,
    batch: str = "",
    ends: int | None = None,
    **more: object,
) -> Done:
    """Goods come in; `ends` says in how many days they expire."""
    expires_on = None if ends is None else TODAY + dt.timedelta(days=ends)
    values = {"quantity": quantity, "batch": batch, "expires_on": expires_on, "sure": True}
    return act(store, CHEN, "stock.receive", item, **values, **more)


def on_hand(store: Store, item: int = GOWN) -> dict[str, int]:
    """Batch -> what lies there of it."""
    with store.reading(CHEN) as session:
        return {lot.batch: lot.on_hand for lot in stock.lots(session, item)}


def ledger(store: Store, item: int = GOWN) -> list[tuple[str, int, str]]:
    """The moves of an item, the oldest first: kind, quantity, batch."""
    with store.reading(CHEN) as session:
        lines = stock.moves(session, item)
    return [(line.kind.value, line.quantity, line.batch) for line in reversed(lines)]


def line_of(store: Store, item: int = GOWN) -> stock.ItemLine:
    """How an item stands."""
    with store.reading(CHEN) as session:
        return next(line for line in stock.items(session) if line.id == item)

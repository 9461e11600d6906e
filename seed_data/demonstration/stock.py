"""Supplies: deliveries every few days, gear for every shift, things that run low and expire."""

import datetime as dt
from collections import defaultdict
from functools import partial

from sqlmodel import col, select

from models.rules import forecast
from models.rules.refusal import Refusal
from models.stock import Item, Lot, book
from models.stock.standing import as_rule, open_lots
from seed_data.catalogue import CATALOGUE
from seed_data.demonstration.world import World

FIRST = {
    # name: (quantity, source, days until it expires)
    "医用防护服": (300, "allocated", 900),
    "隔离衣": (260, "donated", 700),
    "N95口罩": (500, "allocated", 800),
    "医用外科口罩": (1500, "allocated", 600),
    "防护面屏": (200, "bought", None),
    "一次性手套": (1200, "bought", 900),
    "鞋套": (500, "allocated", None),
    "抗原检测试剂盒": (1400, "allocated", 190),
    "84消毒液": (240, "bought", 330),
    "75%酒精": (161, "donated", 500),
    "大米": (160, "bought", 250),
    "食用油": (120, "bought", 400),
    "鲜牛奶": (260, "donated", 9),
    "蔬菜包": (300, "allocated", 4),
    "成人纸尿裤": (24, "donated", None),
    "婴儿奶粉": (9, "donated", 300),
    "垃圾袋": (600, "bought", None),
    "电子体温计": (25, "bought", None),
    "布洛芬缓释胶囊": (40, "donated", 400),
    "喷壶": (12, "bought", None),
}
LATER = (
    (3, "蔬菜包", 340, "allocated", 4),
    (5, "鲜牛奶", 240, "donated", 10),
    (6, "医用外科口罩", 800, "donated", 600),
    (7, "蔬菜包", 220, "bought", 4),
    (9, "医用防护服", 120, "allocated", 900),
    (10, "蔬菜包", 240, "allocated", 4),
    (11, "84消毒液", 110, "bought", 330),
    (12, "鲜牛奶", 160, "donated", 9),
    (13, "蔬菜包", 350, "allocated", 4),
    (15, "N95口罩", 160, "donated", 800),
    (16, "蔬菜包", 240, "bought", 5),
    (17, "鲜牛奶", 220, "donated", 6),
    (18, "大米", 60, "allocated", 250),
    (19, "蔬菜包", 180, "allocated", 4),
    # After the day the demonstration begins on: enough until the branch goes.
    (20, "84消毒液", 260, "bought", 330),
    (20, "医用防护服", 320, "allocated", 900),
    (20, "隔离衣", 220, "allocated", 900),
    (21, "N95口罩", 500, "donated", 800),
    (21, "医用外科口罩", 1500, "donated", 600),
    (21, "一次性手套", 1000, "bought", 600),
    (21, "鞋套", 350, "bought", 600),
    (22, "75%酒精", 160, "bought", 500),
)
DAILY = {
    "医用防护服": (14, 26),
    "隔离衣": (8, 14),
    "N95口罩": (20, 34),
    "医用外科口罩": (60, 110),
    "一次性手套": (40, 70),
    "鞋套": (14, 26),
    "84消毒液": (8, 15),
    "75%酒精": (4, 9),
    "蔬菜包": (50, 90),
    "鲜牛奶": (18, 34),
    "垃圾袋": (20, 36),
}
SELDOM = {
    "大米": (4, 14),
    "食用油": (3, 9),
    "成人纸尿裤": (1, 3),
    "婴儿奶粉": (1, 2),
    "布洛芬缓释胶囊": (1, 3),
    "防护面屏": (5, 12),
}
PLACES = ("北门卡点", "配送组", "消杀组")
KEEPERS = ("袁博", "许永")


def plan(world: World) -> None:
    """Fills the store on the first day and has it drawn on every day."""
    leader = world.secretary
    world.do(leader, "stock.install_catalogue", {"rows": CATALOGUE})
    with world.store.reading(leader) as session:
        world.items = {item.name: item.id or 0 for item in session.exec(select(Item))}
    for name, (quantity, source, days) in FIRST.items():
        _receive(world, name, quantity, source, days)
    for place, name, quantity, source, days in LATER:
        at = world.moment(world.first_day + dt.timedelta(place), 9.3)
        world.at(
            at,
            partial(_receive, world, name, quantity, source, days),
        )
    for day in world.days:
        world.at(world.moment(day, 8.2), lambda: _draw(world, DAILY, 1.0))
        world.at(world.moment(day, 15.2), lambda: _draw(world, SELDOM, 0.4))
        world.at(world.moment(day, 18), lambda: _clear_out(world))
        if day.weekday() == 6:
            world.at(world.moment(day, 20), lambda: _count(world))


def _receive(world: World, name: str, quantity: int, source: str, days: int | None) -> None:
    today = world.clock.today()
    values = {
        "quantity": quantity,
        "source": source,
        "giver": "爱心企业" if source == "donated" else "",
        "batch": f"L{today:%m%d}{world.items[name]:02d}",
        "expires_on": today + dt.timedelta(days) if days else None,
        "sure": True,
    }
    world.do(world.crew[KEEPERS[0]], "stock.receive", values, ids=[world.items[name]])


def usable(world: World) -> dict[str, int]:
    """What can be given out of each item."""
    lots: defaultdict[int, list[forecast.Lot]] = defaultdict(list)
    with world.store.reading(world.secretary) as session:
        for lot in open_lots(session):
            lots[lot.item_id].append(as_rule(lot))
        today = session.today
    return {name: forecast.usable(lots[item], today) for name, item in world.items.items()}


def _draw(world: World, uses: dict[str, tuple[int, int]], chance: float) -> None:
    """What a morning takes out, as one act; what is short is given out as far as it goes."""
    rng, keeper = world.rng, world.crew[world.rng.choice(KEEPERS)]
    there = usable(world)
    values: list[dict[str, object]] = []
    ids: list[int] = []
    for name, (least, most) in uses.items():
        quantity = min(rng.randint(least, most), there[name])
        if rng.random() > chance or quantity <= 0:
            continue
        values.append({"quantity": quantity, "party": rng.choice(PLACES), "sure": True})
        ids.append(world.items[name])
    if ids:
        world.do(keeper, "stock.issue", *values, ids=ids)


def _clear_out(world: World) -> None:
    """In the evening what expired some days ago is done away with; the newest is still there."""
    long_ago = world.clock.today() - dt.timedelta(3)
    with world.store.reading(world.secretary) as session:
        old = session.exec(
            select(Lot.id).where(
                Lot.on_hand > 0, col(Lot.expires_on).is_not(None), col(Lot.expires_on) < long_ago
            )
        ).all()
    if old:
        gone = [{"reason": "过期，统一处理"} for _ in old]
        world.do(world.secretary, "stock.dispose", *gone, ids=[lot or 0 for lot in old])


def _count(world: World) -> None:
    """On Sunday evening a few things are counted; one of them is not quite what the book says."""
    keeper = world.crew[KEEPERS[1]]
    for name, off in (("一次性手套", -4), ("垃圾袋", 0)):
        with world.store.reading(keeper) as session:
            kept = book(session, world.items[name])
        values: dict[str, object] = {"counted": max(0, kept + off), "sure": True}
        if off:
            values["reason"] = "miscounted"
        try:
            world.do(keeper, "stock.count", values, ids=[world.items[name]])
        except Refusal:
            continue

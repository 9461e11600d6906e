"""Group buys: a chain nearly every day, its goods the next morning, and what went wrong with some.

Forty-one buys come to 5,063 portions that reached a door by 15 April. A few came short, some
answers came late, a tray of eggs broke; who has no smartphone was asked at the door.
"""

import datetime as dt
import random
from dataclasses import dataclass, field
from functools import partial

from models import group_buys
from models.store import Actor
from seed_data.demonstration import care
from seed_data.demonstration.world import World

PORTIONS = 5063
FIRST_DAY = dt.date(2022, 3, 21)
DAYS = 25
"""Buys open on the days from the first on; the last goods come on 15 April."""
SINGLE = (0, 3, 7, 10, 13, 17, 18, 21, 24)
"""Days with one buy; on all the others there are two. On day 20 one is open and one is sorted."""
SEED = 41

SUPPLIERS: tuple[dict[str, object], ...] = (
    {
        "name": "鲜禾蔬菜配送",
        "contact": "梁经理",
        "phone": "0431-5550121",
        "report_until": "2022-04-30",
        "minimum": 80,
        "delivers": "06:00-10:00",
    },
    {
        "name": "北麓粮油",
        "contact": "石师傅",
        "phone": "0431-5550122",
        "report_until": "2022-04-09",
        "minimum": 50,
        "delivers": "08:00-12:00",
    },
    {
        "name": "果满园",
        "contact": "葛老板",
        "phone": "0431-5550123",
        "report_until": "2022-05-06",
        "minimum": 60,
        "delivers": "07:00-11:00",
    },
    {
        "name": "城南放心肉",
        "contact": "万店长",
        "phone": "0431-5550124",
        "report_until": "2022-04-25",
        "minimum": 50,
        "delivers": "06:30-09:30",
    },
)
GOODS: dict[str, tuple[int, str, tuple[tuple[str, int, str, str], ...]]] = {
    # kind: (supplier, title, (product, price in fen, unit, aliases))
    "vegetables": (
        1,
        "蔬菜",
        (
            ("白菜包", 2500, "包", "白菜 大白菜"),
            ("土豆包", 2200, "包", "土豆 洋芋"),
            ("综合蔬菜包", 4800, "包", "综合 混合菜"),
            ("鸡蛋30枚", 3800, "板", "鸡蛋 蛋"),
        ),
    ),
    "staples": (
        2,
        "米面油",
        (("大米10斤", 3600, "袋", "大米 米"), ("面粉10斤", 3200, "袋", "面粉 面"),
         ("豆油5升", 6900, "桶", "豆油 油")),
    ),
    "fruit": (3, "水果", (("苹果5斤", 3000, "箱", "苹果"), ("香蕉3斤", 1800, "把", "香蕉"))),
    "meat": (4, "肉类", (("五花肉2斤", 4400, "份", "猪肉"), ("鸡腿3斤", 3900, "份", "鸡腿"))),
}  # fmt: skip
ROUND = ("vegetables", "staples", "vegetables", "fruit", "vegetables", "meat")
ORGANISERS: tuple[tuple[str, str], ...] = (
    ("春天里的风", "周素岚"),
    ("冯桂芳", "冯桂芳"),
    ("小满妈妈", "吴敬之"),
    ("董雪", "董雪"),
    ("于洋", "于洋"),
)
"""How the group knows them, and who writes for them at the desk; two are net names."""
SHORT = {5: 6, 16: 4, 27: 9, 34: 5}
"""Buy -> portions of its first product that did not come."""
BROKEN = frozenset({8, 15, 26, 33})
"""Buys with a line that was damaged on the way."""
LATE = frozenset({4, 9, 14, 20, 25, 31, 38})
"""Buys with answers after the cut-off: one is taken, one is not."""
COMPLAINTS = {
    8: ("鸡蛋碎了两个", "已请企业下次多垫一层，退了一份"),
    19: ("苹果有几个烂的", "企业同意下单时补一斤"),
    26: ("菜叶发黄", ""),
    36: ("肉比标的轻", "复称后按差额退了"),
}
RULES = ("special_first", "first_come", "special_first", "equal_shares", "lottery")
PLACES = ("北门货架", "小广场棚下")
SIZES = (1, 1, 2, 2, 2, 3, 3, 4)
ELDERS = 3
"""Portions that are ordered at the doors of those who see no chain."""
WAITS = 26
"""The buy whose refund is still due on day 20."""
CHAIN_DAY = dt.date(2022, 4, 8)
"""Day whose chain is kept as text: on the day the desk opens, `c` shows it with what waits."""
UNCLEAR = ("周涛 白菜1", "叶子 3-3-402 白莱包1", "郑伟 8-2-302 白菜包200")
"""Answers in it that somebody still has to decide."""
WALKERS = ("冯桂芳", "程刚", "曹婷", "傅佳")


@dataclass(slots=True)
class _Buy:
    """One buy as it is planned, and its ids once there is one."""

    number: int
    day: dt.date
    kind: str
    second: bool
    portions: int
    """That reach a door in the end."""
    id: int = 0
    products: list[int] = field(default_factory=list)
    broken: int | None = None
    """The line that was damaged."""

    @property
    def asked(self) -> int:
        """Portions the households ask for in time."""
        lost = SHORT.get(self.number, 0) + (1 if self.number in BROKEN else 0)
        return self.portions + lost - (1 if self.number in LATE else 0)


def plan(world: World) -> None:
    """Registers the suppliers, and has every buy go its way from the chain to the archive."""
    rng = random.Random(SEED)
    world.do(world.secretary, "group_buys.add_supplier", *SUPPLIERS)
    renewal = world.moment(dt.date(2022, 4, 9), 8.5)
    world.at(renewal, partial(_renew, world))
    for buy in schedule(rng):
        _plan_buy(world, rng, buy)


def schedule(rng: random.Random) -> list[_Buy]:
    """The buys in their order, with the portions each comes to; together they are all of them."""
    days = [
        (FIRST_DAY + dt.timedelta(day), second)
        for day in range(DAYS)
        for second in ((False,) if day in SINGLE else (False, True))
    ]
    weights = [rng.uniform(0.75, 1.3) for _ in days]
    portions = [round(PORTIONS * weight / sum(weights)) for weight in weights]
    portions[-1] += PORTIONS - sum(portions)
    return [
        _Buy(number, day, ROUND[number % len(ROUND)], second, n)
        for number, ((day, second), n) in enumerate(zip(days, portions, strict=True))
    ]


def _plan_buy(world: World, rng: random.Random, buy: _Buy) -> None:
    name, writer = ORGANISERS[buy.number % len(ORGANISERS)]
    who = world.crew[writer]
    opened = world.moment(buy.day, 8.2 if buy.second else 7)
    answers = _answers(world, rng, buy)
    chain = frozenset(household for household, _, _ in answers)
    cut = rng.randint(len(answers) * 3 // 5, len(answers) * 4 // 5)
    next_day = buy.day + dt.timedelta(1)
    world.at(opened, partial(_open, world, who, buy, name))
    world.at(world.moment(buy.day, 9.6), partial(_take, world, who, buy, answers[:cut], paid=0.8))
    world.at(world.moment(buy.day, 13.1), partial(_ask_elders, world, rng, buy, chain))
    world.at(world.moment(buy.day, 16.4), partial(_take, world, who, buy, answers, paid=1.0))
    later = (
        (buy.day, 17.05, "cut_off"),
        (buy.day, 17.6, "place"),
        (next_day, 7.4, "on_truck"),
        (next_day, 9.2, "arrive"),
        (next_day, 9.5, "disinfect"),
        (next_day, 10.3, "sort"),
        (next_day, 10.8, "deliver"),
        (next_day, 13.5, "hand_out_rest"),
        (next_day, 20.0, "settle"),
        (next_day + dt.timedelta(3), 20.0, "archive"),
    )
    for day, hour, verb in later:
        at = world.moment(day, hour + 0.3 * buy.second)
        world.at(at, partial(_step, world, who, buy, verb))
    if buy.number in LATE:
        world.at(world.moment(buy.day, 17.3 + 0.3 * buy.second), partial(_late, world, who, buy))
    if buy.number in SHORT:
        at = world.moment(next_day, 9.3 + 0.3 * buy.second)
        world.at(at, partial(_came_short, world, who, buy))
    if buy.number in BROKEN:
        world.at(world.moment(next_day, 12.2), partial(_broken, world, buy))
        world.at(world.moment(next_day, 19.2), partial(_refund, world, who, buy))
    if buy.number in SHORT:
        world.at(world.moment(next_day, 19.4), partial(_refund, world, who, buy))
    if buy.number in COMPLAINTS:
        world.at(world.moment(next_day, 15.2), partial(_complain, world, buy))


def _answers(world: World, rng: random.Random, buy: _Buy) -> list[tuple[int, int, int]]:
    """(household, place of the product, portions), one household once."""
    homes = sorted({person.household for person in world.people if person.present})
    rng.shuffle(homes)
    goods = len(GOODS[buy.kind][2])
    found: list[tuple[int, int, int]] = []
    # Before there is a list, nobody knows who sees no chain.
    listed = buy.day >= world.first_day + dt.timedelta(care.BEGINS)
    left = buy.asked - (ELDERS if listed else 0)
    while left > 0:
        n = min(left, rng.choice(SIZES))
        place = 0 if rng.random() < 0.4 else rng.randrange(goods)
        found.append((homes[len(found)], place, n))
        left -= n
    return found


def _open(world: World, who: Actor, buy: _Buy, organiser: str) -> None:
    supplier, title, goods = GOODS[buy.kind]
    values: dict[str, object] = {
        "title": f"{buy.day.month}月{buy.day.day}日{title}",
        "kind": buy.kind,
        "supplier_id": supplier,
        "cut_off_at": world.moment(buy.day, 17),
        "expected_at": world.moment(buy.day + dt.timedelta(1), 9.5),
        "minimum": SUPPLIERS[supplier - 1]["minimum"],
        "shortage": RULES[buy.number % len(RULES)],
        "organiser": organiser,
        "organiser_id": who.id if who.name == organiser else None,
        "pickup_place": PLACES[buy.number % len(PLACES)],
        "products": [
            {"name": name, "price_fen": price, "unit": unit, "aliases": aliases, "most": 10}
            for name, price, unit, aliases in goods
        ],
    }
    buy.id = world.ids(world.do(who, "group_buys.add", values))[0]
    with world.store.reading(who) as session:
        keys = [line.key for line in group_buys.products(session, buy.id)]
    buy.products = [int(key.rpartition(":")[2]) for key in keys]
    world.do(who, "group_buys.open", {}, ids=[buy.id])


def _take(
    world: World,
    who: Actor,
    buy: _Buy,
    answers: list[tuple[int, int, int]],
    paid: float,
) -> None:
    """The chain as it stands, pasted whole."""
    owing = max(1, round(1 / (1.01 - paid))) if paid < 1 else 0
    values = [
        {
            "household_id": household,
            "items": [{"product_id": buy.products[place], "quantity": n}],
            "paid": not owing or number % owing != 0,
        }
        for number, (household, place, n) in enumerate(answers)
    ]
    world.do(who, "group_buys.take_answers", {"answers": values}, ids=[buy.id])
    if buy.day == CHAIN_DAY:
        text = _chain(world, buy, answers)
        world.do(who, "group_buys.keep_chain", {"text": text}, ids=[buy.id])


def _chain(world: World, buy: _Buy, answers: list[tuple[int, int, int]]) -> str:
    """The text that those answers were pasted as."""
    _, title, goods = GOODS[buy.kind]
    of = {person.household: person for person in reversed(world.people) if person.present}
    said = [f"{of[home].name} {of[home].door} {goods[place][0]}x{n}" for home, place, n in answers]
    head = ("#接龙", f"{buy.day.month}月{buy.day.day}日{title}", "")
    numbered = (f"{no}. {one}" for no, one in enumerate((*said, *UNCLEAR), 1))
    return "\n".join((*head, *numbered))


def _ask_elders(world: World, rng: random.Random, buy: _Buy, chain: frozenset[int]) -> None:
    """Somebody goes by the doors that see no chain, and orders for those who want something."""
    walker = world.crew[WALKERS[buy.number % len(WALKERS)]]
    with world.store.reading(walker) as session:
        doors = [line.id for line in group_buys.unasked(session, buy.id) if line.id not in chain]
    for_whom = rng.sample(doors, min(ELDERS, len(doors)))
    if for_whom:
        values = [{"product_id": buy.products[0], "paid": True} for _ in for_whom]
        world.do(walker, "group_buys.order_for", *values, ids=for_whom)


def _step(world: World, who: Actor, buy: _Buy, verb: str) -> None:
    values: dict[str, object] = {}
    if verb == "settle" and buy.number in BROKEN:
        values["reason"] = "差额已记，逐户退"
    world.do(who, f"group_buys.{verb}", values, ids=[buy.id])


def _late(world: World, who: Actor, buy: _Buy) -> None:
    """Two answers after the cut-off: one fits, one does not."""
    with world.store.reading(who) as session:
        there = {one.household_id for one in group_buys.answers(session, buy.id)}
    homes = [person.household for person in world.people if person.present]
    late = [home for home in dict.fromkeys(homes) if home not in there][:2]
    values = [
        {
            "household_id": home,
            "items": [{"product_id": buy.products[0], "quantity": 1}],
            "paid": home == late[0],
        }
        for home in late
    ]
    world.do(who, "group_buys.take_answers", {"answers": values}, ids=[buy.id])
    with world.store.reading(who) as session:
        lines = sorted(
            group_buys.orders(session, buy.id, "late").lines, key=lambda line: line.due_fen
        )
    world.do(who, "group_buys.accept", {}, ids=[lines[0].id])
    world.do(who, "group_buys.drop", {"reason": "已报数，下次接龙请早"}, ids=[lines[1].id])


def _came_short(world: World, who: Actor, buy: _Buy) -> None:
    with world.store.reading(who) as session:
        told = group_buys.products(session, buy.id)[0].told or 0
    values = {"arrived": told - SHORT[buy.number], "reason": "企业少装，已电话确认"}
    world.do(who, "group_buys.count_in", values, ids=[buy.products[0]])


def _broken(world: World, buy: _Buy) -> None:
    walker = world.crew[WALKERS[buy.number % len(WALKERS)]]
    with world.store.reading(walker) as session:
        lines = group_buys.orders(session, buy.id, "waiting").lines
    line = lines[len(lines) // 2]
    world.do(walker, "group_buys.damaged", {"portions": 1, "reason": "路上压坏"}, ids=[line.id])
    buy.broken = line.id


def _refund(world: World, who: Actor, buy: _Buy) -> None:
    """What is due is given back; of one buy it waits for the household to come home."""
    if buy.number == WAITS:
        return
    with world.store.reading(who) as session:
        due = [line.id for line in group_buys.orders(session, buy.id, "refund").lines]
    if due:
        world.do(who, "group_buys.refund", *({"note": "微信退回"} for _ in due), ids=due)


def _complain(world: World, buy: _Buy) -> None:
    text, answer = COMPLAINTS[buy.number]
    values = {"text": text, "product_id": buy.products[0]}
    made = world.do(world.crew["曹婷"], "group_buys.complain", values, ids=[buy.id])
    if answer:
        row = world.ids(made)[0]
        at = world.clock.now() + dt.timedelta(hours=4)
        told = partial(
            world.do, world.secretary, "group_buys.answer_complaint", {"answer": answer}, ids=[row]
        )
        world.at(at, told)


def _renew(world: World) -> None:
    """The rice firm sends its new test report on the day the old one ends."""
    edit = {
        "changed": {"report_until": dt.date(2022, 4, 29)},
        "opened": {"report_until": dt.date(2022, 4, 9)},
    }
    world.do(world.secretary, "group_buys.edit_supplier", edit, ids=[2])

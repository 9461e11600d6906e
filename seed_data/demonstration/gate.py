"""The gate: who went out for what could not wait, who came from outside, and what was delivered.

The keepers write down what passed in a few lists a day. On day 20 a few are out at half past ten,
one of them for too long.
"""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from models import gate, group_buys, isolation
from models.store import Actor
from seed_data.demonstration.world import World

SEED = 1207
KEEPERS = ("赵明", "宋凯", "郑磊", "沈浩", "韩冰")
OUT_AT = (9.9, 15.4)
"""Hours at which it is written down who went out during the last while."""
BACK_AT = (10.4, 15.5, 19.6)
PURPOSES = (*("medicine",) * 5, *("hospital",) * 3, *("work",) * 3)
VISITS = (
    ("delivery", "顺达快递"),
    ("delivery", "蜂行同城送"),
    ("repair", "燃气公司维修"),
    ("medical_team", "采样医护组"),
    ("duty", "街道巡查组"),
)
TURNED_AWAY = (
    ("送餐骑手", "delivery", "没有当天的抗原证明，餐放货架"),
    ("住户亲属", "other", "探望不能进小区，东西放货架代送"),
    ("装修工", "repair", "不是急修，解封后再来"),
)
"""Who asked to come in, for what, and what the keeper said."""
COURIERS = ("顺达快递", "蜂行同城送", "保供便民车")
LATE_TODAY = dt.date(2022, 4, 8)
"""On this day the first who went out is still out at half past ten, past the two hours."""
SORTERS = "志愿者分拣组"


@dataclass(slots=True)
class _Out:
    """Somebody who went out, and when he or she comes back."""

    id: int
    back: dt.datetime


def plan(world: World) -> None:
    """Has people pass, and the goods of every buy come in."""
    rng = random.Random(SEED)
    homes = sorted({person.household for person in world.people if person.present})
    turns = iter(rng.sample(homes, len(homes)))
    out: list[_Out] = []
    for place, day in enumerate(world.days):
        keeper = world.crew[KEEPERS[place % len(KEEPERS)]]
        for hour in OUT_AT:
            world.at(world.moment(day, hour), partial(_let_out, world, rng, keeper, turns, out))
        world.at(world.moment(day, OUT_AT[1]), partial(_let_in, world, rng, keeper, out))
        for hour in BACK_AT:
            world.at(world.moment(day, hour), partial(_back, world, rng, keeper, out))
        if place % 2 == 1:
            world.at(world.moment(day, 9.6), partial(_turn_away, world, keeper, place))
        world.at(world.moment(day, 10.1), partial(_goods, world, rng, keeper))
        world.at(world.moment(day, 11.4), partial(_hand_over, world, keeper))


def _let_out(
    world: World, rng: random.Random, keeper: Actor, turns: Iterator[int], out: list[_Out]
) -> None:
    """Five or so on a list; no two of one door, and nobody of a door that stays apart."""
    now = world.clock.now()
    with world.store.reading(keeper) as session:
        shut = isolation.shut_households(session)
    going = [home for home in (next(turns) for _ in range(rng.randint(6, 8))) if home not in shut]
    values: list[dict[str, object]] = []
    back: list[dt.datetime] = []
    for place, home in enumerate(going):
        first = place == 0
        passed = now - dt.timedelta(minutes=104 if first else rng.randint(10, 68))
        purpose = "medicine" if first else rng.choice(PURPOSES)
        stays = rng.randint(40, 116)
        if first and (world.clock.today() == LATE_TODAY or rng.random() < 0.1):
            stays = rng.randint(138, 160)
        values.append(
            {
                "household_id": home,
                "purpose": purpose,
                "passed_at": passed,
                "tenths": rng.randint(361, 369),
                "card": f"Q{home:03d}",
            }
        )
        back.append(passed + dt.timedelta(minutes=stays))
    made = world.ids(world.do(keeper, "gate.let_out", *values))
    out += [_Out(row, at) for row, at in zip(made, back, strict=True)]


def _let_in(world: World, rng: random.Random, keeper: Actor, out: list[_Out]) -> None:
    """Who came from outside today, with the temperature that was taken."""
    now = world.clock.now()
    visits = rng.sample(VISITS, rng.randint(3, 5))
    values = [
        {
            "name": name,
            "purpose": purpose,
            "plate": f"吉A{rng.randint(10000, 99999)}",
            "passed_at": now - dt.timedelta(minutes=rng.randint(60, 300)),
            "tenths": rng.randint(361, 369),
        }
        for purpose, name in visits
    ]
    made = world.ids(world.do(keeper, "gate.let_in", *values))
    out += [_Out(row, now - dt.timedelta(minutes=rng.randint(2, 40))) for row in made]


def _turn_away(world: World, keeper: Actor, place: int) -> None:
    """Somebody from outside who may not come in."""
    name, purpose, reason = TURNED_AWAY[place // 2 % len(TURNED_AWAY)]
    world.do(keeper, "gate.turn_away", {"name": name, "purpose": purpose, "reason": reason})


def _back(world: World, rng: random.Random, keeper: Actor, out: list[_Out]) -> None:
    """Everybody who is back by now, as one list."""
    now = world.clock.now()
    home = [one for one in out if one.back <= now]
    out[:] = [one for one in out if one.back > now]
    if home:
        values = [{"returned_at": one.back, "tenths": rng.randint(361, 369)} for one in home]
        world.do(keeper, "gate.back", *values, ids=[one.id for one in home])


def _goods(world: World, rng: random.Random, keeper: Actor) -> None:
    """What the buys brought this morning, and a courier's parcels."""
    with world.store.reading(keeper) as session:
        came = [
            line
            for line in group_buys.buys(session, past=False)
            if line.since is not None and session.clock.day_of(line.since) == session.today
        ]
    values: list[dict[str, object]] = [
        {
            "supplier": line.supplier,
            "plate": f"吉A{rng.randint(10000, 99999)}",
            "group_buy_id": line.id,
            "pieces": line.portions,
            "disinfected": True,
            "at": line.since,
        }
        for line in came
    ]
    values.append(
        {
            "supplier": rng.choice(COURIERS),
            "goods": "包裹",
            "pieces": rng.randint(6, 30),
            "disinfected": True,
        }
    )
    world.do(keeper, "gate.goods_in", *values)


def _hand_over(world: World, keeper: Actor) -> None:
    with world.store.reading(keeper) as session:
        ids = [line.id for line in gate.goods(session) if line.state is not gate.GoodsState.handed]
    if ids:
        world.do(keeper, "gate.hand_over", *({"handed_to": SORTERS} for _ in ids), ids=ids)

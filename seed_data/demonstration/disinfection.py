"""Disinfection and antigen kits: every stairwell daily, a few days missed, three hand-outs.

A crew's morning is one act, as it was one round with the sprayers; a building's kits are one act.
"""

import datetime as dt
import random
from functools import partial

import sqlalchemy as sa
from sqlmodel import col

from models import rounds
from models.homes import Building
from models.rounds import CoveragePlace, RoundTarget
from models.rules.disinfection import DisinfectionTarget
from seed_data.demonstration import stock
from seed_data.demonstration.world import World

SEED = 1107
"""Its own: whatever is drawn here draws nothing away from the other parts."""
ROADS = "东环路 西环路 中心大道 北门通道"
CORNERS = "一号垃圾房 二号垃圾房 自行车棚 地下车库口 配电房后 花园凉亭"
GOODS, GEAR = "物资接收点", "防护用品间"
STAIRWELL_CREW = (("韩冰", "程刚"), ("宋凯", "马文斌"))
GROUND_CREW = ("曹婷", "邓欣")
CHECKER = "高志"
SKIPPED = 0.012
"""Stairwells that a morning misses, each by itself."""
STILL_MISSED = {"7-2": 3, "11-1": 1}
"""Stairwells nobody came to in the last days before the demonstration begins, and for how many."""
STARTS = dt.date(2022, 4, 8)
HANDED = (dt.date(2022, 3, 20), dt.date(2022, 4, 1), dt.date(2022, 4, 6))
UNREPORTED = {HANDED[0]: 9, HANDED[1]: 14, HANDED[2]: 23}
"""Doors that had not reported when the evening came; those of the last one are still awaited."""
ABNORMAL = HANDED[1]
HANDERS = ("赵明", "林晓燕", "董雪", "曹婷")
KIT, BLEACH, ALCOHOL = "抗原检测试剂盒", "84消毒液", "75%酒精"


def plan(world: World) -> None:
    """The places on the first morning, a record of every day, three hand-outs of kits."""
    rng = random.Random(SEED)
    world.at(world.moment(world.first_day, 7), lambda: _lay_out(world))
    for day in world.days:
        draw = random.Random(rng.random())
        world.at(world.moment(day, 9), partial(_stairwells, world, day, draw))
        world.at(world.moment(day, 10), partial(_ground, world, day))
    for day in HANDED:
        draw = random.Random(rng.random())
        world.at(world.moment(day, 13.2), partial(_hand_out, world, day, draw))


# ── disinfection ────────────────────────────────────────────────────────────────────────────────


def _lay_out(world: World) -> None:
    names = {"roads": ROADS, "corners": CORNERS, "goods": GOODS, "gear": GEAR}
    world.do(world.secretary, "rounds.lay_out_places", names)


def _stairwells(world: World, day: dt.date, rng: random.Random) -> None:
    places = _places(world)
    left = {STARTS - dt.timedelta(n): set[str]() for n in range(4)}
    for name, days in STILL_MISSED.items():
        for n in range(days + 1):
            left[STARTS - dt.timedelta(n)].add(name)
    but = [
        place_id
        for name, place_id in places.items()
        if rng.random() < SKIPPED or name in left.get(day, ())
    ]
    crew = STAIRWELL_CREW[day.toordinal() % len(STAIRWELL_CREW)]
    values = {
        "target": DisinfectionTarget.stairwell,
        "concentration": 500,
        "operator_id": world.crew[crew[0]].id,
        "checker_id": world.crew[CHECKER].id,
        "bottles": _bottles(world, BLEACH),
        "but": tuple(but),
    }
    world.do(world.crew[crew[1]], "rounds.disinfect_where", values)


def _ground(world: World, day: dt.date) -> None:
    """Roads daily, corners every other day; goods and gear with a stronger mixture or a cloth."""
    who = world.crew[GROUND_CREW[day.toordinal() % 2]]
    done: list[dict[str, object]] = [{"target": "road", "concentration": 1000}]
    if (day - world.first_day).days % 2 == 0:
        done += [{"target": "corner", "concentration": 1000}, {"target": "goods", "method": "wipe"}]
    else:
        done += [{"target": "gear", "agent": "alcohol", "method": "wipe", "minutes": 3}]
    for one in done:
        item = ALCOHOL if one.get("agent") == "alcohol" else BLEACH
        world.do(who, "rounds.disinfect_where", {**one, "bottles": _bottles(world, item)})


def _bottles(world: World, item: str) -> int:
    """One; an empty shelf is no reason to leave a place out: then the crew has its own."""
    return min(1, stock.usable(world)[item])


def _places(world: World) -> dict[str, int]:
    """Stairwells by name."""
    asked = sa.select(col(CoveragePlace.name), col(CoveragePlace.id)).where(
        col(CoveragePlace.target) == DisinfectionTarget.stairwell
    )
    with world.store.reading(world.secretary) as session:
        return {name: place_id for name, place_id in session.execute(asked)}


# ── kits ────────────────────────────────────────────────────────────────────────────────────────


def _hand_out(world: World, day: dt.date, rng: random.Random) -> None:
    now = world.clock.now()
    if day != HANDED[0]:
        more = {"quantity": 1150, "source": "allocated", "batch": f"KJ{day:%m%d}", "sure": True}
        world.do(world.crew["袁博"], "stock.receive", more, ids=[world.items[KIT]])
    leader = world.crew["周素岚"]
    values = {
        "kind": "kits",
        "name": "抗原自测",
        "starts_at": now,
        "ends_at": now + dt.timedelta(hours=30 if day != HANDED[-1] else 60),
        "owner_id": leader.id,
    }
    made = world.ids(world.do(world.secretary, "rounds.plan", values))[0]
    world.do(world.secretary, "rounds.start", ids=[made])
    with world.store.reading(world.secretary) as session:
        buildings = list(
            session.execute(sa.select(col(Building.id)).order_by(col(Building.number))).scalars()
        )
        asked = sa.select(col(RoundTarget.id)).where(col(RoundTarget.round_id) == made)
        doors = list(session.execute(asked).scalars())
    silent = tuple(rng.sample(doors, UNREPORTED[day]))
    for place, who in enumerate(HANDERS):
        mine = [{"building_id": building} for building in buildings[place :: len(HANDERS)]]
        world.do(world.crew[who], "rounds.hand_out_kits", *mine, ids=[made] * len(mine))
    world.at(world.moment(day, 20), lambda: _report(world, day, made, buildings, silent))


def _report(
    world: World, day: dt.date, made: int, buildings: list[int], silent: tuple[int, ...]
) -> None:
    leader = world.crew["周素岚"]
    if day == ABNORMAL:
        world.do(leader, "rounds.report_kit", {"outcome": "positive"}, ids=silent[:1])
        world.at(world.moment(day, 22), lambda: _retested(world, silent[0]))
    told = ({"building_id": building, "but": silent} for building in buildings)
    world.do(leader, "rounds.report_kits", *told, ids=[made] * len(buildings))
    if day == HANDED[-1]:
        world.at(world.moment(day, 60), lambda: _close(world, made))
    else:
        world.at(world.moment(day, 34), lambda: _close(world, made))


def _retested(world: World, target: int) -> None:
    leader = world.crew["周素岚"]
    world.do(leader, "rounds.retest", {"outcome": "negative"}, ids=[target])


def _close(world: World, made: int) -> None:
    """In the morning the silent ones are rung up: most report, the others are named."""
    leader = world.crew["周素岚"]
    with world.store.reading(leader) as session:
        left = [line.id for line in rounds.targets(session, made, limit=200).lines]
    called, unmet = left[3:], left[:3]
    if called:
        told = ({"outcome": "negative"} for _ in called)
        world.do(leader, "rounds.report_kit", *told, ids=called)
    if unmet:
        why = ({"reason": "电话打了三次没人接"} for _ in unmet)
        world.do(leader, "rounds.pass_over", *why, ids=unmet)
    for verb in ("mop_up", "reconcile", "close"):
        world.do(world.secretary, f"rounds.{verb}", ids=[made])

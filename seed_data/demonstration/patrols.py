"""Patrols: every route walked through the day, and what was met on the way."""

import datetime as dt
from functools import partial

from models.store import Actor
from seed_data.demonstration.world import World

ROUTES = ("一号巡逻线", "二号巡逻线")
HOURS = (8.5, 13.6, 16.4)
WALKERS = ("赵明", "郭颖", "宋凯", "郑磊", "韩冰", "唐宇", "程刚", "沈浩")
KINDS = (
    ("stroll", 6),
    ("dog", 4),
    ("gathering", 2),
    ("child_play", 3),
    ("no_mask", 2),
    ("parcel", 3),
)
OUTCOMES = (("returned_at_once", 14), ("after_talk", 6), ("refused", 1))
MET_A_DAY = 3


def plan(world: World) -> None:
    """Has the routes walked; the compound calms down as the days go by."""
    rng = world.rng
    for place, day in enumerate(world.days):
        walkers = [world.crew[WALKERS[(place + route) % len(WALKERS)]] for route in range(2)]
        for hour in HOURS:
            world.at(world.moment(day, hour + rng.random() * 0.3), partial(_walk, world, walkers))
        calmer = max(1, MET_A_DAY - place // 9)
        for _ in range(calmer):
            at = world.moment(day, min(20.5, max(7, rng.gauss(15, 3))))
            world.at(at, partial(_meet, world, world.crew[WALKERS[place % len(WALKERS)]]))


def _walk(world: World, walkers: list[Actor]) -> None:
    """Both routes are set out on from the gate together, and come back to it together."""
    routes = [
        {"route_id": world.posts[name], "walker_id": walker.id}
        for name, walker in zip(ROUTES, walkers, strict=True)
    ]
    patrols = world.ids(world.do(walkers[0], "patrols.set_out", *routes))
    back = world.clock.now() + dt.timedelta(minutes=world.rng.randint(38, 62))
    world.at(back, lambda: world.do(walkers[0], "patrols.end", ids=patrols))


def _meet(world: World, walker: Actor) -> None:
    rng = world.rng
    kind = rng.choices([k for k, _ in KINDS], [n for _, n in KINDS])[0]
    outcome = rng.choices([k for k, _ in OUTCOMES], [n for _, n in OUTCOMES])[0]
    values: dict[str, object] = {"kind": kind, "outcome": outcome, "people": rng.choice([1, 1, 2])}
    person = rng.choice([p for p in world.people if p.present])
    if rng.random() < 0.5:
        values["household_id"] = person.household
    else:
        values["place"] = rng.choice(["3栋前空地", "北门货架", "8栋楼头", "小广场"])
    world.do(walker, "patrols.record_incident", values)

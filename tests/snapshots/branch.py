"""A small branch with something in every panel, made by the change functions."""

import datetime as dt
from pathlib import Path

from models.store import Actor, Clock, FrozenClock, Store
from models.store.register import draft_for, perform
from seed_data.rule_sets import RULE_SETS
from tests.models import care_branch
from tests.models.crew import SET_UP

KEPT = ("care", "promise")
"""Rule sets that the care branch has brought with it."""


def built(folder: Path) -> tuple[Store, Actor, FrozenClock]:
    """The branch at 10:30 of day 20, with its first secretary and the clock that stands still."""
    care = care_branch.built(folder)
    clock = Clock.frozen("2022-04-08T07:00")
    store = Store.open(care.store.url, clock)
    secretary, helper = care.secretary, care.shift_leader

    def do(actor: Actor, verb: str, row: int | None = None, **values: object) -> int:
        return int(perform(store, actor, verb, draft_for(verb, values, row)).rows[0].id or 0)

    for one in RULE_SETS:
        if one["kind"] not in KEPT:
            rules = {"kind": one["kind"], "name": one["name"], "data": one["data"]}
            do(SET_UP, "branch.add_rule_set", begins_on=one["from"], **rules)
    gate = do(secretary, "shifts.add_post", name="北门卡点", kind="gate_checkpoint", seats=2)
    do(secretary, "shifts.add_post", name="西出口", kind="exit_barrier")
    for post, start, end in ((gate, 9, 13), (gate + 1, 11, 15), (gate, 13, 17)):
        day = "2022-04-08T{:02}:00+08:00"
        hours = {"starts_at": day.format(start), "ends_at": day.format(end)}
        do(secretary, "shifts.add", post_id=post, **hours)
    do(secretary, "shifts.assign", 1, volunteer_id=helper.id)
    profiles = [
        do(secretary, "care.add_profile", resident_id=care.wang, categories=["elderly", "ill"]),
        do(secretary, "care.add_profile", resident_id=care.li, categories=["lives_alone"]),
        do(secretary, "care.add_profile", resident_id=care.zhao, categories=["pregnancy"]),
    ]
    do(secretary, "care.pair", profiles[0], volunteer_id=helper.id)
    do(secretary, "care.add_medicine", profiles[0], name="二甲双胍", strength="0.5g", told_days=3)
    gown = do(secretary, "stock.add_item", name="防护服", unit="套", minimum=10, gear=True)
    milk = do(secretary, "stock.add_item", name="鲜牛奶", spec="1L", unit="盒", minimum=5)
    do(secretary, "stock.receive", gown, quantity=4, sure=True)
    ends = dt.date(2022, 4, 11)
    do(secretary, "stock.receive", milk, quantity=40, expires_on=ends, sure=True)
    first = do(
        secretary,
        "requests.add",
        household_id=1,
        resident_id=care.wang,
        kind="groceries",
        detail="婴儿奶粉一罐",
        urgency="red",
    )
    do(secretary, "requests.add", household_id=2, kind="drain", detail="厨房堵了[红]🚰")
    clock.set("2022-04-08T09:10")
    do(helper, "shifts.check_in", 1)
    do(helper, "requests.claim", first)
    do(helper, "care.record_contact", profiles[2], outcome="well", way="door")
    clock.set("2022-04-08T10:30")
    return store, secretary, clock

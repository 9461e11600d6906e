"""A branch with something on every paper, and people who write what no page may believe."""

from typing import Any

from models.store import Actor, FrozenClock, Store
from tests.models import group_buys_branch as buying
from tests.models.crew import SET_UP, do, shift
from tests.models.rounds_branch import FAR, A, B, C, begun, with_compound

VOLUNTEER, LEADER = 4, 3
"""孙晓丽 and 高远志: ids of who walks."""
SCRIPT = "<script>alert(1)</script>"
FORMULA = '=HYPERLINK("http://x.example","y")'
ELDER, ILL = "王秀芝", "二甲双胍"


def with_everything(store: Store, clock: FrozenClock, lead: Actor) -> Store:
    """Shifts, people to see, jobs claimed, goods, a buy on its way to the doors, and a test."""
    clock.set("2022-04-07T06:00")  # so that whom nobody saw since is due on the eighth
    with_compound(store)
    _care(store)
    clock.set("2022-04-08T06:00")
    _posts(store)
    _jobs(store)
    _goods(store)
    begun(store, lead)
    do(store, SET_UP, "group_buys.add_supplier", name="鲜禾蔬菜配送")
    buying.begin(store, lead, title=f"蔬菜{SCRIPT}")
    do(store, lead, "group_buys.open", buying.BUY)
    wanted = (buying.CABBAGE, 2)
    more = {"note": f"{ELDER}家{SCRIPT}"}
    buying.take(store, lead, buying.answer(A, wanted, **more), buying.answer(FAR, wanted))
    buying.go(store, lead, clock, "deliver")
    return store


def _posts(store: Store) -> None:
    do(store, SET_UP, "shifts.add_post", name=f"北门{SCRIPT}", kind="gate_checkpoint", seats=2)
    seat = shift(store, 1, "08:00", "12:00")
    do(store, SET_UP, "shifts.assign", seat, volunteer_id=VOLUNTEER)
    shift(store, 1, "12:00", "18:00", day="2022-04-09")


def _care(store: Store) -> None:
    for resident, volunteer in ((1, VOLUNTEER), (5, LEADER), (7, None)):
        given: dict[str, Any] = {"resident_id": resident, "categories": ["elderly", "chronic"]}
        profile = do(store, SET_UP, "care.add_profile", **given).id
        do(store, SET_UP, "care.add_medicine", profile, name=ILL, strength="0.5g", told_days=3)
        if volunteer is not None:
            do(store, SET_UP, "care.pair", profile, volunteer_id=volunteer)


def _jobs(store: Store) -> None:
    for door, detail in ((B, FORMULA), (C, f"{ELDER}的米{SCRIPT}"), (A, "水")):
        given = {"household_id": door, "kind": "carry", "detail": detail, "urgency": "normal"}
        made = do(store, SET_UP, "requests.add", **given)
        do(store, SET_UP, "requests.assign", made.id, assignee_id=VOLUNTEER)
    made = do(store, SET_UP, "requests.add", household_id=FAR, kind="medicine", detail=ILL)
    do(store, SET_UP, "requests.assign", made.id, assignee_id=LEADER)


def _goods(store: Store) -> None:
    for name in (f"口罩{SCRIPT}", FORMULA):
        item = do(store, SET_UP, "stock.add_item", name=name, unit="只").id
        for batch in ("L2", "L1"):
            do(store, SET_UP, "stock.receive", item, quantity=37, batch=batch, sure=True)

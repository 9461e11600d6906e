"""Somebody leaves: nothing stays in the hands of a person who no longer serves."""

import datetime as dt

from models import care, people
from models.acts import said, undo
from models.care import CareProfile
from models.people import Demobilise
from models.requests import Request
from models.shifts import Seat
from models.store import Actor, FrozenClock, Store, take_due
from models.store.register import lookup, perform
from tests.models.crew import SET_UP, at, do, shift, with_posts


def with_work_in_hand(store: Store, secretary: Actor) -> dict[str, int]:
    """Somebody (5) with a seat, a request in hand, one that waits, one done, and a person."""
    with_posts(store)
    seat = shift(store, 1, "14:00", "18:00")
    do(store, secretary, "shifts.assign", seat, volunteer_id=5)
    door = do(store, SET_UP, "homes.add_household", door="3-2-401")
    resident = do(
        store, SET_UP, "homes.add_resident", household_id=door.id, name="王秀芝", birth_year=1940
    )
    ids = {"seat": seat}
    for name, kind in (("claimed", "medicine"), ("waiting", "carry"), ("done", "groceries")):
        given = {"household_id": door.id, "kind": kind, "detail": "要", "source": "phone"}
        ids[name] = do(store, secretary, "requests.add", **given, assignee_id=5).id
    wait = {"waiting_for": "supplier", "reason": "等货", "wake_at": at("16:00")}
    do(store, secretary, "requests.wait", ids["waiting"], **wait)
    do(store, secretary, "requests.start", ids["done"])
    do(store, secretary, "requests.done", ids["done"], outcome="买好了")
    profile = do(
        store,
        secretary,
        "care.add_profile",
        resident_id=resident.id,
        categories=["bedridden"],
        volunteer_id=5,
    )
    return ids | {"profile": profile.id}


def in_hand(store: Store, ids: dict[str, int]) -> dict[str, tuple[object, ...]]:
    """What became of it: state and helper of each."""
    with store.reading(SET_UP) as session:
        seat = session.get(Seat, ids["seat"])
        profile = session.get(CareProfile, ids["profile"])
        assert seat is not None and profile is not None
        found: dict[str, tuple[object, ...]] = {
            "seat": (str(seat.state), seat.volunteer_id),
            "profile": (str(profile.state), profile.volunteer_id),
        }
        for name in ("claimed", "waiting", "done"):
            request = session.get(Request, ids[name])
            assert request is not None
            found[name] = (str(request.state), request.assignee_id, request.wake_at is not None)
    return found


HAD = {
    "seat": ("assigned", 5),
    "profile": ("active", 5),
    "claimed": ("claimed", 5, False),
    "waiting": ("waiting", 5, True),
    "done": ("done", 5, False),
}
HANDED_BACK = HAD | {
    "profile": ("active", None),
    "claimed": ("triaged", None, False),
    "waiting": ("triaged", None, False),
}


def test_leaving_hands_back_what_was_in_hand_and_undo_brings_it_all_back(
    store: Store, secretary: Actor
) -> None:
    ids = with_work_in_hand(store, secretary)
    assert in_hand(store, ids) == HAD
    with store.reading(secretary) as session:
        foretold = lookup("people.demobilise").foretells
        assert foretold is not None
        assert foretold(session, [5]) == {"seats": 1, "requests": 2, "pairings": 1}
        assert foretold(session, [4]) == {"seats": 0, "requests": 0, "pairings": 0}
    done = perform(store, secretary, "people.demobilise", Demobilise(id=5))
    assert in_hand(store, ids) == HANDED_BACK | {"seat": ("dropped", 5)}
    with store.reading(secretary) as session:
        act = said(session, done.act_id or 0)
        told = {name: act.params[name] for name in ("seats", "requests", "pairings")}
        alarms = [one.key for one in care.alarms(session)]
    assert told == {"seats": 1, "requests": 2, "pairings": 1}
    assert f"care.unpaired:{ids['profile']}" in alarms
    undo(store, secretary, done.act_id or 0)
    assert in_hand(store, ids) == HAD


def test_what_is_in_hand_goes_back_on_the_day_somebody_leaves(
    store: Store, secretary: Actor, clock: FrozenClock
) -> None:
    ids = with_work_in_hand(store, secretary)
    do(store, secretary, "people.demobilise", 5, demobilised_on=dt.date(2022, 4, 9))
    take_due(store, people.DUTIES)
    assert in_hand(store, ids) == HAD, "he serves until then, the shift of today included"
    clock.advance(dt.timedelta(days=1))
    assert take_due(store, people.DUTIES) == ["people.hand_back"]
    assert in_hand(store, ids) == HANDED_BACK

"""What the tests of the gate share: doors at it, somebody who went, and its alarms."""

import datetime as dt
from typing import Any

from models import acts, gate
from models.rules.refusal import Refusal
from models.store import Actor, Store
from models.words import Words
from tests.models.crew import SET_UP, at, do, first_seat, refused
from tests.models.isolation.standing import with_doors

NEAR, FAR = 1, 2
HOUR = dt.timedelta(hours=1)


def with_gate(store: Store) -> Store:
    """The doors of the isolation tests, a gate with a shift, and 120 to call."""
    with_doors(store)
    do(store, SET_UP, "shifts.add_post", name="北门卡点", kind="gate_checkpoint", seats=2)
    do(store, SET_UP, "people.add_partner", name="急救", kind="emergency_120", phone="120")
    return store


def went(store: Store, actor: Actor, household: int = NEAR, **values: Any) -> Any:
    """Lets somebody out for medicine unless something else is said."""
    told = {"household_id": household, "purpose": "medicine", **values}
    return do(store, actor, "gate.let_out", **told)


def refused_out(store: Store, actor: Actor, household: int = NEAR, **values: Any) -> Refusal:
    told = {"household_id": household, "purpose": "medicine", **values}
    return refused(store, actor, "gate.let_out", **told)


def alarms(store: Store, actor: Actor) -> dict[str, Any]:
    with store.reading(actor) as session:
        return {alarm.key: alarm for alarm in gate.alarms(session)}


def keeper_on_post(store: Store, volunteer: Actor) -> None:
    """The volunteer stands at the gate now."""
    shift = do(store, SET_UP, "shifts.add", post_id=1, starts_at=at("10:00"), ends_at=at("14:00"))
    seat = first_seat(store, shift.id)
    do(store, SET_UP, "shifts.assign", seat, volunteer_id=volunteer.id)
    do(store, volunteer, "shifts.check_in", seat)


def toast(store: Store, actor: Actor, lang: str = "zh") -> str:
    with store.reading(actor) as session:
        line = acts.my_last(session)
    assert line is not None
    return Words(lang)(f"{line.verb}.did", **line.params)

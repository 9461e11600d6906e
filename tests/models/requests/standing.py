"""What the tests of the requests share: where a request stands, and what it is refused with."""

import datetime as dt
from collections.abc import Callable

import pytest

from models import acts
from models.requests import (
    RequestPause,
)
from models.rules.refusal import Refusal
from models.store import Actor
from models.words import table
from tests.models.requests_branch import SETUP, Desk

HOUR = dt.timedelta(hours=1)


def refusal(run: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as refused:
        run()
    assert refused.value.key in table(), refused.value.key
    return refused.value


def key_of(run: Callable[[], object]) -> str:
    return refusal(run).key


def stand(desk: Desk, place: str, **given: object) -> int:
    """A request of the volunteer that stands at a place."""
    given = {"resident_id": desk.resident, **given}
    if place == "new":
        return desk.record_new()
    if place == "triaged":
        return desk.record(**given)
    number = desk.record(assignee_id=desk.volunteer.id, **given)
    who = desk.volunteer
    if place in ("in_progress", "waiting", "done", "confirmed", "needs_follow_up", "unreachable"):
        desk.do(who, "requests.start", number)
    match place:
        case "waiting":
            wake_at = desk.store.clock.now() + 2 * HOUR
            desk.do(who, "requests.wait", number, reason="缺货", wake_at=wake_at)
        case "done" | "confirmed":
            desk.do(who, "requests.done", number, outcome="送到")
        case "needs_follow_up":
            desk.do(who, "requests.follow_up", number, text="再去一次")
        case "unreachable":
            desk.do(who, "requests.unreachable", number, text="无人应门")
        case "closed":
            desk.do(who, "requests.close", number)
        case "advanced":
            desk.do(who, "requests.advance_money", number, amount_fen=1250)
        case "climbing":
            desk.do(who, "requests.ask_safety", number)
    if place == "confirmed":
        desk.do(who, "requests.confirm", number)
    return number


def last_act(desk: Desk, actor: Actor) -> int:
    with desk.store.reading(actor) as session:
        line = acts.my_last(session)
    assert line is not None
    return line.id


def pauses(desk: Desk, number: int) -> list[dict[str, object]]:
    from sqlmodel import select

    with desk.store.reading(SETUP) as session:
        rows = session.exec(select(RequestPause).where(RequestPause.request_id == number)).all()
        return [row.model_dump(exclude={"version"}) for row in rows]

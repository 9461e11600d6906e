"""When the compound stands differently, the shifts to come go by the templates of the phase."""

from typing import TypeVar

import pytest
from sqlmodel import select

from models import acts, shifts
from models.acts import undo
from models.rules.refusal import Refusal
from models.shifts import ShiftState
from models.store import Actor, FrozenClock, Store
from models.store.base import Row
from models.store.register import lookup, lookup_kind
from models.words import Key
from tests.models.crew import SET_UP, do, refused, seat, with_posts

RowT = TypeVar("RowT", bound=Row)
GATE, BARRIER = 1, 2
SEALED_HOURS, GUARDED_HOURS = "08:00 14:00 20:00", "08:00 20:00"


@pytest.fixture
def rota(store: Store, secretary: Actor, clock: FrozenClock) -> Store:
    """A gate and a barrier with a template each, three days of shifts, and one for unsealing."""
    clock.set("2022-04-14T18:00")
    with_posts(store)
    founded = {"name": "支部", "compound": "小区", "first_day": "2022-03-20"}
    do(store, secretary, "branch.found", **founded)
    for post, name in ((GATE, "封闭"), (BARRIER, "护栏")):
        cut = {"post_id": post, "name": name, "hours": SEALED_HOURS, "around": False}
        do(store, secretary, "shifts.add_template", **cut)
    days = {"first_day": "2022-04-15", "last_day": "2022-04-17"}
    do(store, secretary, "shifts.create_batch", **days)
    cut = {"post_id": GATE, "name": "解封后", "hours": GUARDED_HOURS, "around": False}
    do(store, secretary, "shifts.add_template", **cut)
    do(store, secretary, "shifts.for_phase", 3, phase="guarded")
    return store


def rows(store: Store, table: type[RowT]) -> list[RowT]:
    with store.reading(SET_UP) as session:
        return list(session.exec(select(table).order_by("id")))


def standing(store: Store, post: int) -> list[tuple[int, int, int]]:
    """Day and hours of the shifts of a post that are not called off."""
    local = store.clock.local
    return sorted(
        (local(row.starts_at).day, local(row.starts_at).hour, local(row.ends_at).hour)
        for row in rows(store, shifts.Shift)
        if row.post_id == post and row.state is not ShiftState.cancelled
    )


def unsealed(store: Store, secretary: Actor, clock: FrozenClock) -> None:
    clock.set("2022-04-15T09:00")
    do(store, secretary, "campaign.unseal", 1, reason="区里公布解封")


def test_while_the_phase_stays_nothing_is_to_be_switched(rota: Store, secretary: Actor) -> None:
    assert refused(rota, secretary, "shifts.switch_templates").key == "refuse.shifts.switched"
    with rota.reading(secretary) as session:
        sheet = lookup_kind("shifts.template").sheet(session, 3)
        assert {one.label: one.value for one in sheet.fields}["field.phase"] == "guarded"
        other = lookup_kind("shifts.template").sheet(session, 1)
        told = {one.label: one.value for one in other.fields}["field.phase"]
        assert told == Key("shifts.every_phase")


def test_an_alarm_says_that_the_rota_goes_on_by_an_earlier_phase(
    rota: Store, secretary: Actor, clock: FrozenClock
) -> None:
    def told() -> list[tuple[object, str | None]]:
        with rota.reading(secretary) as session:
            found = [one for one in shifts.alarms(session) if one.key == "shifts.old_phase"]
            assert all(one.severity == "amber" for one in found)
            return [(one.params["n"], one.record) for one in found]

    assert told() == []
    unsealed(rota, secretary, clock)
    ((n, record),) = told()
    assert n == len([1 for day, *_ in standing(rota, GATE) if day == 16])
    assert record is not None and record.startswith("shifts.shift:")
    do(rota, secretary, "shifts.switch_templates")
    assert told() == []


def test_the_switch_is_told_before_and_touches_only_what_is_to_come(
    rota: Store, secretary: Actor, clock: FrozenClock
) -> None:
    unsealed(rota, secretary, clock)
    foretells = lookup("shifts.switch_templates").foretells
    assert foretells is not None
    with rota.reading(secretary) as session:
        told = foretells(session, [])
    assert (told["off"], told["new"], told["named"]) == (4, 2, 0)
    barrier = standing(rota, BARRIER)
    do(rota, secretary, "shifts.switch_templates")
    today = [(15, 8, 14), (15, 14, 20)]
    assert standing(rota, GATE) == [*today, (16, 8, 20), (17, 8, 20)]
    assert standing(rota, BARRIER) == barrier, "what has no template of the phase stays alive"
    assert refused(rota, secretary, "shifts.switch_templates").key == "refuse.shifts.switched"


def test_who_is_named_for_a_shift_that_is_called_off_is_counted_and_undo_brings_it_back(
    rota: Store, secretary: Actor, clock: FrozenClock
) -> None:
    tomorrow = next(
        row.id
        for row in rows(rota, shifts.Shift)
        if row.post_id == GATE and rota.clock.local(row.starts_at).day == 16
    )
    place = next(one for one in rows(rota, shifts.Seat) if one.shift_id == tomorrow)
    do(rota, secretary, "shifts.assign", place.id, volunteer_id=5)
    unsealed(rota, secretary, clock)
    before = standing(rota, GATE)
    with rota.reading(secretary) as session:
        foretells = lookup("shifts.switch_templates").foretells
        assert foretells is not None and foretells(session, [])["named"] == 1
    do(rota, secretary, "shifts.switch_templates")
    with rota.reading(secretary) as session:
        act = acts.recent(session, 1)[0].id
    undo(rota, secretary, act)
    assert standing(rota, GATE) == before
    assert seat(rota, place.id).volunteer_id == 5


def test_a_batch_of_later_days_goes_by_the_phase(
    rota: Store, secretary: Actor, clock: FrozenClock
) -> None:
    unsealed(rota, secretary, clock)
    days = {"first_day": "2022-04-18", "last_day": "2022-04-18"}
    do(rota, secretary, "shifts.create_batch", **days)
    assert [one for one in standing(rota, GATE) if one[0] == 18] == [(18, 8, 20)]
    assert [one for one in standing(rota, BARRIER) if one[0] == 18] == [(18, 8, 14), (18, 14, 20)]


def test_today_is_never_switched(rota: Store, secretary: Actor, clock: FrozenClock) -> None:
    unsealed(rota, secretary, clock)
    with pytest.raises(Refusal):
        do(rota, secretary, "shifts.switch_templates", first_day="2022-04-15")

"""Who may stand where, and what is said of whoever is tired or unskilled."""

import datetime as dt

import pytest

from models import shifts
from models.rules.refusal import Refusal
from models.store import Actor, Role, Store
from models.store.drafts import Unfit
from models.store.register import lookup
from tests.models.crew import at, do, refused, shift
from tests.models.shifts.standing import BARRIER, GATE, PLANNING, SAMPLING, SEATING

LEADING = {"secretary", "grid_leader", "shift_leader"}


@pytest.mark.parametrize("verb", sorted(PLANNING | SEATING))
@pytest.mark.parametrize("role", list(Role))
def test_every_verb_asks_the_role(verb: str, role: Role) -> None:
    may = LEADING if verb in PLANNING else LEADING | {"volunteer"}
    if role.value in may:
        lookup(verb).check_role(role)
    else:
        with pytest.raises(Refusal, match="refuse.role"):
            lookup(verb).check_role(role)


def test_nobody_is_in_two_places(rota: Store, secretary: Actor) -> None:
    do(rota, secretary, "shifts.assign", shift(rota, GATE, "14:00", "18:00"), volunteer_id=5)
    other = shift(rota, BARRIER, "16:00", "20:00")
    no = refused(rota, secretary, "shifts.assign", other, volunteer_id=5)
    assert (no.key, no.params["other"]) == ("refuse.shifts.overlap", "北门卡点")


def test_a_full_shift_says_so(rota: Store, secretary: Actor) -> None:
    taken = shift(rota, BARRIER, "14:00", "18:00")
    do(rota, secretary, "shifts.assign", taken, volunteer_id=5)
    no = refused(rota, secretary, "shifts.put", volunteer_id=4, post_id=BARRIER, when="14:00")
    assert no.key == "refuse.shifts.full"
    again = refused(rota, secretary, "shifts.assign", taken, volunteer_id=4)
    assert again.key == "refuse.shifts.seat_taken"


def test_a_post_that_asks_for_a_skill_gets_it(rota: Store, secretary: Actor) -> None:
    place = shift(rota, SAMPLING, "14:00", "18:00")
    no = refused(rota, secretary, "shifts.assign", place, volunteer_id=4)
    assert no.key == "refuse.shifts.skill_missing"
    do(rota, secretary, "shifts.assign", place, volunteer_id=5)


def test_a_post_that_asks_for_a_role_gets_it_or_a_higher_one(rota: Store, secretary: Actor) -> None:
    post = do(
        rota,
        secretary,
        "shifts.add_post",
        name="指挥岗",
        kind="gate_checkpoint",
        needs_role="shift_leader",
    )
    place = shift(rota, post.id, "14:00", "18:00")
    no = refused(rota, secretary, "shifts.assign", place, volunteer_id=4)
    assert no.key == "refuse.shifts.role_missing"
    do(rota, secretary, "shifts.assign", place, volunteer_id=1)


def test_who_is_isolated_stands_nowhere(rota: Store, secretary: Actor) -> None:
    do(rota, secretary, "people.isolate", 5, isolated_until=dt.date(2022, 4, 9))
    place = shift(rota, GATE, "14:00", "18:00")
    no = refused(rota, secretary, "shifts.assign", place, volunteer_id=5)
    assert no.key == "refuse.shifts.isolated_until"
    later = shift(rota, GATE, "08:00", "12:00", day="2022-04-10")
    do(rota, secretary, "shifts.assign", later, volunteer_id=5)


def test_who_has_left_stands_nowhere(rota: Store, secretary: Actor) -> None:
    do(rota, secretary, "people.demobilise", 5, demobilised_on=dt.date(2022, 4, 9))
    place = shift(rota, GATE, "08:00", "12:00", day="2022-04-09")
    no = refused(rota, secretary, "shifts.assign", place, volunteer_id=5)
    assert no.key == "refuse.shifts.demobilised"


def test_too_little_rest_takes_a_reason_from_a_leader_and_keeps_it(
    rota: Store, secretary: Actor, volunteer: Actor
) -> None:
    do(rota, secretary, "shifts.assign", shift(rota, GATE, "12:00", "16:00"), volunteer_id=4)
    late = shift(rota, BARRIER, "18:00", "22:00")
    with pytest.raises(Unfit) as caught:
        do(rota, secretary, "shifts.assign", late, volunteer_id=4)
    assert caught.value.fields["reason"][0] == "warn.shifts.rest_before"
    own = refused(rota, volunteer, "shifts.assign", late, volunteer_id=4, reason="我可以")
    assert own.key == "warn.shifts.rest_before"  # a volunteer cannot excuse himself
    given = do(rota, secretary, "shifts.assign", late, volunteer_id=4, reason="今晚没有别人")
    assert (given.override_reason, given.given_by) == ("今晚没有别人", 1)


def test_what_somebody_said_of_his_time_warns(rota: Store, secretary: Actor) -> None:
    do(
        rota,
        secretary,
        "people.set_availability",
        5,
        starts_at=at("13:00"),
        ends_at=at("15:00"),
    )
    with pytest.raises(Unfit) as caught:
        do(rota, secretary, "shifts.assign", shift(rota, GATE, "14:00", "18:00"), volunteer_id=5)
    assert caught.value.fields["reason"][0] == "warn.shifts.unavailable"


def test_a_volunteer_takes_seats_only_for_himself(rota: Store, volunteer: Actor) -> None:
    place = shift(rota, GATE, "14:00", "18:00")
    no = refused(rota, volunteer, "shifts.assign", place, volunteer_id=5)
    assert no.key == "refuse.shifts.own_only"
    do(rota, volunteer, "shifts.assign", place, volunteer_id=4)
    no = refused(rota, Actor(5, "马春来", Role.volunteer), "shifts.drop", place, reason="x")
    assert no.key == "refuse.shifts.own_only"


def test_candidates_are_rested_first_and_the_refused_say_why(rota: Store, secretary: Actor) -> None:
    do(rota, secretary, "shifts.assign", shift(rota, GATE, "12:00", "16:00"), volunteer_id=4)
    place = shift(rota, BARRIER, "16:00", "20:00")
    with rota.reading(secretary) as session:
        found = shifts.candidates(session, place)
    assert found[-1].person.id == 4 and found[-1].cautions
    assert all(choice.refusal is None for choice in found)
    do(rota, secretary, "people.isolate", 2, isolated_until=dt.date(2022, 4, 9))
    with rota.reading(secretary) as session:
        last = shifts.candidates(session, place)[-1]
    assert last.refusal is not None and last.refusal.key == "refuse.shifts.isolated_until"

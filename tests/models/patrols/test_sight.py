"""Who may read what a patrol met."""

import datetime as dt

import pytest

from models import patrols
from models.rules.refusal import Refusal
from models.store import Actor, FrozenClock, Role, Store
from models.store.register import lookup_kind, opened_values, verb_lines
from tests.models.crew import SET_UP, at, do
from tests.models.patrols.standing import DOOR, EAST, FAR_DOOR, OTHER, met

WALL = Actor(None, "墙", Role.wallboard)


def test_a_door_is_masked_for_who_has_no_part_in_it(
    compound: Store,
    secretary: Actor,
    grid_leader: Actor,
    shift_leader: Actor,
    volunteer: Actor,
    clock: FrozenClock,
) -> None:
    row = met(compound, volunteer, household_id=DOOR, outcome="refused", note="老人要买药")
    far = met(compound, volunteer, household_id=FAR_DOOR, note="x")

    def seen(actor: Actor) -> list[tuple[str, str, int | None]]:
        with compound.reading(actor) as session:
            lines = patrols.incidents(session).lines
        return [(line.door, line.note, line.building) for line in reversed(lines)]

    whole = [("3-2-401", "老人要买药", 3), ("5-1-101", "x", 5)]
    assert seen(secretary) == seen(volunteer) == whole
    assert seen(grid_leader) == [whole[0], ("", "", 5)]
    assert seen(OTHER) == seen(shift_leader) == [("", "", 3), ("", "", 5)]
    assert seen(WALL) == []
    for actor, incident in ((OTHER, row), (grid_leader, far)):
        with compound.reading(actor) as session:
            sheet = lookup_kind("patrols.incident").sheet(session, incident.id)
            assert "401" not in repr(sheet) and "5-1-101" not in repr(sheet)
            assert not any(kind == "homes.household" for kind, _, _ in sheet.related)
            with pytest.raises(Refusal, match="refuse.patrols.not_yours"):
                opened_values(session, "patrols.incident", incident.id)
            refusals = {
                line.verb: line.refusal
                for line in verb_lines(session, "patrols.incident", incident.id)
            }
            assert refusals["patrols.edit_incident"] is not None
            find = lookup_kind("patrols.incident").find
            assert find is not None
            assert find(session, "5-1-101" if incident is far else "3-2-401", 9) == ()
    clock.advance(dt.timedelta(days=1))
    assert seen(volunteer) == [("", "", 3), ("", "", 5)]


def test_whoever_walked_along_reads_it_whole_that_day(
    compound: Store, volunteer: Actor, shift_leader: Actor
) -> None:
    out = do(compound, volunteer, "patrols.start", EAST, second_id=5, walker_id=4)
    met(compound, volunteer, household_id=DOOR)
    with compound.reading(OTHER) as session:
        assert patrols.incidents(session, patrol_id=out.id).lines[0].door == "3-2-401"
    made = do(
        compound, SET_UP, "shifts.add", post_id=EAST, starts_at=at("10:00"), ends_at=at("14:00")
    )
    seat = seat_of(compound, made.id)
    do(compound, SET_UP, "shifts.assign", seat, volunteer_id=shift_leader.id)
    with compound.reading(shift_leader) as session:
        assert patrols.incidents(session).lines[0].door == ""
    do(compound, shift_leader, "shifts.check_in", seat)
    with compound.reading(shift_leader) as session:
        assert patrols.incidents(session).lines[0].door == "3-2-401"


def seat_of(store: Store, shift_id: int) -> int:
    from tests.models.crew import first_seat

    return first_seat(store, shift_id)


def test_repeats_keep_the_mask_and_the_wall_board_sees_nobody(
    compound: Store, secretary: Actor, clock: FrozenClock
) -> None:
    for _ in range(2):
        met(compound, secretary, household_id=DOOR)
    do(compound, secretary, "patrols.start", EAST)
    with compound.reading(OTHER) as session:
        assert [(line.building, line.door) for line in patrols.repeats(session)] == [(3, "")]
    with compound.reading(WALL) as session:
        assert patrols.repeats(session) == patrols.patrols(session) == ()
        assert all(line.walkers == () for line in patrols.routes(session))
        assert patrols.counts(session) == patrols.PatrolCounts(1, 1, 2)
        for kind, row_id in (("patrols.patrol", 1), ("patrols.incident", 1)):
            with pytest.raises(Refusal, match="refuse.gone"):
                lookup_kind(kind).sheet(session, row_id)

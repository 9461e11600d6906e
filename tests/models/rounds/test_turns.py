"""Every building its turn, every door its answer."""

from models import rounds
from models.rounds import RoundState
from models.rules.coverage import Mark
from models.store import Actor, Store
from models.store.register import natural_step
from tests.models.crew import at, do, refused
from tests.models.rounds.standing import toast
from tests.models.rounds_branch import A, begun, finish, left, planned

# ── turns ─────────────────────────────────────────────────────────────────────────────────────────


def test_in_an_afternoon_pupils_come_after_their_lessons(compound: Store, secretary: Actor) -> None:
    made = planned(compound, secretary, ends_at=at("21:00"))
    do(compound, secretary, "rounds.timetable", made, first_at=at("14:30"))
    with compound.reading(secretary) as session:
        turns = rounds.slots(session, made)
        hours = {one.building: session.clock.local(one.starts_at).hour for one in turns
                 if one.pupils}  # fmt: skip
        others = [one for one in turns if not one.pupils]
    assert hours == {3: 16, 5: 16}
    assert sum(one.people for one in others) == 6


def test_the_timetable_gives_every_building_its_turn_and_pupils_their_gap(
    compound: Store, secretary: Actor, volunteer: Actor
) -> None:
    made = planned(compound, secretary, lanes=2)
    do(compound, secretary, "rounds.timetable", made)
    do(compound, secretary, "rounds.timetable", made)  # replaced, not doubled
    with compound.reading(secretary) as session:
        found = rounds.slots(session, made)
        shown = [
            (one.building, one.people, one.pupils, f"{session.clock.local(one.starts_at):%H:%M}")
            for one in found
        ]
    # It is half past ten: the turns of the morning are over and come last.
    assert shown == [
        (3, 1, True, "11:40"),
        (5, 1, True, "11:40"),
        (3, 5, False, "06:00"),
        (5, 1, False, "06:00"),
    ]
    do(compound, secretary, "rounds.issue_tubes", made)
    do(compound, secretary, "rounds.start", made)
    do(compound, volunteer, "rounds.mark_slot", found[1].id)
    assert {line.building for line in left(compound, secretary, made)} == {3}


# ── doors knocked at ──────────────────────────────────────────────────────────────────────────────


def test_a_survey_has_an_answer_at_every_door_and_a_need_becomes_a_request(
    compound: Store, secretary: Actor, volunteer: Actor
) -> None:
    made = begun(compound, secretary, "survey", name="敲门行动")
    lines = left(compound, secretary, made)
    assert [(line.door, line.people) for line in lines] == [
        ("3-1-501", 1), ("3-2-401", 3), ("3-2-402", 1), ("3-2-301", 1), ("5-1-101", 2),
    ]  # fmt: skip
    first, second, third = (line.id for line in lines[:3])
    with compound.reading(volunteer) as session:
        assert natural_step(session, "rounds.target", first) == "rounds.answer"
    assert refused(compound, volunteer, "rounds.mark_door", first).key == "refuse.rounds.one_by_one"
    no = refused(compound, volunteer, "rounds.answer", first, outcome="positive")
    assert no.key == "refuse.rounds.answers"
    do(compound, volunteer, "rounds.answer", first, outcome="well")
    do(compound, volunteer, "rounds.ask_for", second, kind="medicine", detail="降压药")
    do(compound, volunteer, "rounds.pass_over", third, reason="敲了三次")
    assert toast(compound, volunteer) == "3-2-402 敲门行动没遇上"
    found = {line.id: line for line in left(compound, secretary, made, show="")}
    assert (found[second].outcome, found[second].note) == ("need", "降压药")
    assert found[third].mark is Mark.missed
    from models.requests import Request

    with compound.reading(secretary) as session:
        row = session.get(Request, 1)
    assert (row.household_id, row.detail, row.source) == (A, "降压药", "inspection")


def test_a_card_is_handed_in_at_a_stairwell_at_once(
    compound: Store, secretary: Actor, volunteer: Actor
) -> None:
    made = begun(compound, secretary, "card")
    (some, *_) = [one for one in left(compound, secretary, made) if one.stairwell == 2]
    do(compound, volunteer, "rounds.mark_stairwell", some.id)
    assert toast(compound, volunteer) == "3-2 明白卡到3"
    finish(compound, secretary, made)
    with compound.reading(secretary) as session:
        assert rounds.rounds(session)[0].state is RoundState.closed

"""Everybody ends somewhere: missed, excused, and tubes that went wrong."""

import datetime as dt

from models import rounds
from models.rounds import RoundState, TargetState, TubeState
from models.rules.coverage import Mark
from models.store import Actor, FrozenClock, Store
from models.store.journal import verify
from tests.models.crew import at, do, refused
from tests.models.rounds_branch import begun, finish, left, of

# ── the other ends ────────────────────────────────────────────────────────────────────────────────


def test_every_end_has_a_name_a_reason_and_who_said_it(
    compound: Store, secretary: Actor, volunteer: Actor, clock: FrozenClock
) -> None:
    made = begun(compound, secretary)
    one = [of(compound, made, n) for n in range(1, 9)]
    do(compound, volunteer, "rounds.exempt", one[0], reason="化疗")
    do(compound, volunteer, "rounds.set_away", one[1], reason="家属说", cause="hospital")
    do(compound, volunteer, "rounds.book_doorstep", one[2], owner_id=5, reason="行动不便")
    do(compound, volunteer, "rounds.defer", one[3], until=at("20:00"), reason="下班")
    do(compound, volunteer, "rounds.refuse", one[4], reason="不下楼")
    found = {line.id: line for line in left(compound, secretary, made, show="")}
    assert (found[one[0]].mark, found[one[0]].decided_by) == (Mark.excused, "孙晓丽")
    assert (found[one[1]].mark, found[one[1]].cause) == (Mark.excused, "hospital")
    assert (found[one[2]].mark, found[one[2]].owner) == (Mark.left, "马春来")
    assert (found[one[3]].mark, found[one[4]].mark) == (Mark.left, Mark.left)
    assert [line.id for line in left(compound, secretary, made, show="doorstep")] == [one[2]]
    do(compound, secretary, "rounds.escalate", one[4], decided_by="社区王书记")
    assert one[4] not in {line.id for line in left(compound, secretary, made)}
    do(compound, volunteer, "rounds.take_back", one[0], reason="记错人")
    assert one[0] in {line.id for line in left(compound, secretary, made)}
    past = clock.now() - dt.timedelta(hours=1)
    no = refused(compound, volunteer, "rounds.defer", one[5], until=past)
    assert no.key == "refuse.rounds.deferred_past"
    no = refused(compound, volunteer, "rounds.pass_over", one[5], reason="没人")
    assert no.key == "refuse.rounds.not_this_kind"  # nobody present is passed over by a test


def test_what_was_missed_goes_on_as_a_hint_and_climbs(compound: Store, secretary: Actor) -> None:
    for reason in ("不下楼", ""):
        made = begun(compound, secretary)
        target = of(compound, made, 5)
        do(compound, secretary, "rounds.refuse", target, reason=reason or "还是不下楼")
        do(compound, secretary, "rounds.escalate", target, decided_by="社区", reason=reason)
        finish(compound, secretary, made)
    third = begun(compound, secretary)
    first, *others = left(compound, secretary, third)
    assert (first.name, first.missed, first.climbed) == ("吕翠", 2, True)
    assert (first.hint, first.state) == ("还是不下楼", TargetState.not_seen)
    assert all(line.missed == 0 and not line.hint for line in others)
    with compound.reading(secretary) as session:
        closed = next(line for line in rounds.rounds(session) if line.number == 1)
    assert (closed.total, closed.seen, closed.missed, closed.left) == (8, 7, 1, 0)


def test_a_round_ends_when_nobody_is_left_and_its_tubes_add_up(
    compound: Store, secretary: Actor, volunteer: Actor
) -> None:
    made = begun(compound, secretary)
    do(compound, volunteer, "rounds.mark_where", made, building_id=1)
    do(compound, secretary, "rounds.mop_up", made)
    no = refused(compound, secretary, "rounds.reconcile", made)
    assert (no.key, no.params["n"]) == ("refuse.rounds.left", 2)
    do(compound, volunteer, "rounds.mark_where", made, building_id=2)
    assert refused(compound, secretary, "rounds.reconcile", made).key == "refuse.rounds.filling"
    do(compound, volunteer, "rounds.seal", 1)
    no = refused(compound, secretary, "rounds.reconcile", made)
    assert (no.key, no.params["n"]) == ("refuse.rounds.tubes_missing", 2)
    do(compound, volunteer, "rounds.return_tubes", made, tubes=1)
    no = refused(compound, secretary, "rounds.reconcile", made)
    assert (no.key, no.params["n"]) == ("refuse.rounds.tubes_missing", 1)
    do(compound, volunteer, "rounds.lose", 2, reason="掉了")
    do(compound, secretary, "rounds.reconcile", made)
    assert refused(compound, secretary, "rounds.results_in", made).key == "refuse.rounds.unread"
    assert refused(compound, secretary, "rounds.close", made).key == "refuse.rounds.results_first"
    do(compound, volunteer, "rounds.deliver", 1)
    do(compound, volunteer, "rounds.tube_negative", 1)
    do(compound, secretary, "rounds.results_in", made)
    do(compound, secretary, "rounds.close", made)
    with compound.reading(secretary) as session:
        assert verify(session).broken == ()


# ── tubes that went wrong ─────────────────────────────────────────────────────────────────────────


def test_a_lost_tube_gives_its_people_back_and_the_round_with_them(
    compound: Store, secretary: Actor, volunteer: Actor
) -> None:
    made = begun(compound, secretary)
    for building in (1, 2):
        do(compound, volunteer, "rounds.mark_where", made, building_id=building)
    do(compound, volunteer, "rounds.seal", 1)
    do(compound, secretary, "rounds.mop_up", made)
    do(compound, volunteer, "rounds.return_tubes", made, tubes=2)
    do(compound, secretary, "rounds.reconcile", made)
    do(compound, volunteer, "rounds.lose", 1, reason="路上碎了")
    with compound.reading(secretary) as session:
        line = rounds.rounds(session)[0]
    assert (line.state, line.left) == (RoundState.mop_up, 8)
    assert {one.tube for one in left(compound, secretary, made)} == {None}


def test_a_mixed_positive_lists_whom_it_concerns_and_is_resolved_one_by_one(
    compound: Store, secretary: Actor, volunteer: Actor
) -> None:
    made = begun(compound, secretary)
    do(compound, volunteer, "rounds.mark", of(compound, made, 1))
    do(compound, volunteer, "rounds.seal", 1)
    do(compound, volunteer, "rounds.deliver", 1)
    do(compound, volunteer, "rounds.tube_mixed", 1)
    with compound.reading(secretary) as session:
        found = rounds.concern(session, session.get(rounds.RoundTube, 1))
        keys = {one.key for one in rounds.alarms(session)}
    assert keys == {"rounds.mixed:1", "rounds.terminal"}
    assert found.members == ("3-2-401 王秀芝",)
    assert found.housemates == ("3-2-401 单晓宁", "3-2-401 单小雨")
    assert found.neighbours == ("3-2-402 欧阳文静",)
    assert (found.doors, found.corridors) == (("3-2-401",), ("3-2 4F",))
    assert found.volunteers == ("孙晓丽",)
    do(compound, secretary, "rounds.recall", 1)
    no = refused(compound, secretary, "rounds.resolve", 1, reason="单采全阴")
    assert (no.key, no.params["n"]) == ("refuse.rounds.resample_left", 1)
    (again,) = left(compound, secretary, made, show="resample")
    do(compound, volunteer, "rounds.retest", again.id, outcome="invalid")
    assert len(left(compound, secretary, made, show="resample")) == 1
    do(compound, volunteer, "rounds.retest", again.id, outcome="negative")
    do(compound, secretary, "rounds.resolve", 1, reason="单采全阴")
    (seen,) = left(compound, secretary, made, show="seen")
    assert (seen.outcome, seen.tube_state) == ("negative", TubeState.resolved)


def test_an_unreadable_tube_is_sampled_again_into_another(
    compound: Store, secretary: Actor, volunteer: Actor
) -> None:
    made = begun(compound, secretary)
    do(compound, secretary, "rounds.issue_tubes", made, tubes=1)
    target = of(compound, made, 1)
    do(compound, volunteer, "rounds.mark", target)
    do(compound, volunteer, "rounds.seal", 1)
    do(compound, volunteer, "rounds.deliver", 1)
    do(compound, volunteer, "rounds.tube_spoilt", 1, reason="漏液")
    do(compound, volunteer, "rounds.mark", target)
    (seen,) = left(compound, secretary, made, show="seen")
    assert seen.tube == 2


def test_what_is_in_a_sealed_tube_is_not_taken_back(
    compound: Store, secretary: Actor, volunteer: Actor
) -> None:
    made = begun(compound, secretary)
    one, two = of(compound, made, 1), of(compound, made, 4)
    do(compound, volunteer, "rounds.mark", one)
    do(compound, volunteer, "rounds.take_back", one, reason="认错人")
    with compound.reading(volunteer) as session:
        assert rounds.tubes(session, made)[0].filled == 0
    do(compound, volunteer, "rounds.mark", two)
    do(compound, volunteer, "rounds.seal", 1)
    no = refused(compound, volunteer, "rounds.take_back", two, reason="认错人")
    assert no.key == "refuse.rounds.sealed"

"""Rounds: everybody present is a target, everybody ends somewhere, and nobody is missed."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from models import acts, rounds
from models.quick import understand
from models.rounds import RoundState, TargetState, TubeState
from models.rules.coverage import Mark
from models.rules.refusal import Refusal
from models.store import Actor, FrozenClock, Role, Store
from models.store.journal import verify
from models.store.register import LEADERS, draft_for, lookup, natural_step, perform, verb_lines
from models.words import Words
from tests.conftest import CountStatements
from tests.models.crew import SET_UP, at, do, refused
from tests.models.rounds_branch import (
    FAR,
    OUT,
    A,
    B,
    begun,
    finish,
    left,
    of,
    planned,
    with_compound,
)

LEAD_ONLY = (
    "plan edit_round announce timetable issue_tubes start suspend resume mop_up reconcile "
    "take_up_again results_in close cancel"
).split()
ALL = (
    "admit return_tubes mark mark_into mark_door mark_door_into mark_floor mark_stairwell "
    "mark_where mark_slot exempt set_away book_doorstep defer refuse escalate pass_over take_back "
    "own answer ask_for retest reveal seal deliver tube_negative tube_mixed tube_spoilt recall "
    "resolve void lose"
).split()
WALL = Actor(None, "墙", Role.wallboard)


@pytest.fixture
def compound(store: Store) -> Store:
    return with_compound(store)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("verb", [*LEAD_ONLY, *ALL])
def test_the_round_is_led_and_everybody_records(verb: str, role: Role) -> None:
    may = role in LEADERS if verb in LEAD_ONLY else role is not Role.wallboard
    if may:
        lookup(f"rounds.{verb}").check_role(role)
    else:
        with pytest.raises(Refusal, match="refuse.role"):
            lookup(f"rounds.{verb}").check_role(role)


def toast(store: Store, actor: Actor, lang: str = "zh") -> str:
    with store.reading(actor) as session:
        line = acts.my_last(session)
    assert line is not None
    return Words(lang)(f"{line.verb}.did", **line.params)


# ── who belongs to it ───────────────────────────────────────────────────────────────────────────


def test_everybody_present_is_a_target_and_nobody_else(compound: Store, secretary: Actor) -> None:
    made = begun(compound, secretary)
    with compound.reading(secretary) as session:
        page = rounds.targets(session, made)
    assert page.total == 8
    assert [line.door for line in page.lines[:3]] == ["3-1-501", "3-2-401", "3-2-401"]
    assert [line.opens for line in page.lines[:5]] == [True, True, False, False, False]
    assert {line.owner for line in page.lines} == {"周岚", ""}
    assert toast(compound, secretary) == "第1轮核酸开始，应到8"


def test_who_comes_home_joins_and_who_leaves_is_excused(
    compound: Store, secretary: Actor, volunteer: Actor
) -> None:
    made = begun(compound, secretary)
    do(compound, secretary, "homes.set_back", OUT)
    do(compound, secretary, "homes.set_away", 6, away_reason="work")
    with compound.reading(volunteer) as session:
        assert rounds.rounds(session)[0].left == 9  # counted before anybody has joined
    do(compound, volunteer, "rounds.admit", made)
    lines = left(compound, secretary, made)
    assert "欧阳远" in {line.name for line in lines}
    assert "何平" not in {line.name for line in lines} and len(lines) == 8
    (gone,) = left(compound, secretary, made, show="ended")
    assert (gone.state, gone.cause, gone.mark) == (TargetState.away, "away", Mark.excused)


def test_the_duty_takes_in_who_came_home(compound: Store, secretary: Actor) -> None:
    made = begun(compound, secretary)
    do(compound, secretary, "homes.set_back", OUT)
    with compound.writing(Actor.clock(), "rounds.keep_up") as session:
        rounds.DUTIES[0].do(session)
    assert len(left(compound, secretary, made)) == 9


def test_an_arrival_holds_the_round(compound: Store, secretary: Actor, volunteer: Actor) -> None:
    made = begun(compound, secretary, tube_size=20)
    for building in (1, 2):
        do(compound, volunteer, "rounds.mark_where", made, building_id=building)
    do(compound, volunteer, "rounds.seal", 1)
    do(compound, secretary, "rounds.mop_up", made)
    do(compound, secretary, "homes.set_back", OUT)
    no = refused(compound, secretary, "rounds.reconcile", made)
    assert (no.key, no.params["n"]) == ("refuse.rounds.left", 1)


# ── seeing ──────────────────────────────────────────────────────────────────────────────────────


def test_a_door_fills_the_tube_in_hand_and_the_next(
    compound: Store, secretary: Actor, volunteer: Actor
) -> None:
    made = begun(compound, secretary)
    with compound.writing(SET_UP, "rounds.test") as session:  # three to a tube, to see it full
        for tube in session.exec(sa.select(rounds.RoundTube)).scalars():
            tube.size = 2
    do(compound, secretary, "rounds.issue_tubes", made, tubes=3)
    with compound.reading(volunteer) as session:
        assert natural_step(session, "rounds.target", of(compound, made, 1)) == "rounds.mark"
    do(compound, volunteer, "rounds.mark_door", of(compound, made, 1))
    assert toast(compound, volunteer) == "3-2-401 全家 核酸到3 →#1 #2"
    with compound.reading(volunteer) as session:
        found = {tube.number: tube for tube in rounds.tubes(session, made)}
    assert (found[1].state, found[1].filled) == (TubeState.sealed, 2)
    assert (found[2].state, found[2].filled, found[2].mine) == (TubeState.filling, 1, True)
    do(compound, secretary, "rounds.mark", of(compound, made, 4))
    with compound.reading(volunteer) as session:  # somebody else's tube is not taken
        assert {t.number: t.filled for t in rounds.tubes(session, made) if t.filled} == {
            1: 2, 2: 1, 3: 1,
        }  # fmt: skip
    no = refused(compound, volunteer, "rounds.mark_into", of(compound, made, 5), tube=1)
    assert no.key == "refuse.rounds.tube_unknown"
    do(compound, volunteer, "rounds.mark_into", of(compound, made, 5), tube=4)
    (seen,) = left(compound, secretary, made, show="seen", household_id=3)
    assert (seen.tube, seen.by, seen.tube_state) == (4, "孙晓丽", TubeState.filling)


def test_rows_marked_are_one_act(compound: Store, secretary: Actor, volunteer: Actor) -> None:
    made = begun(compound, secretary)
    drafts = [draft_for("rounds.mark", {}, of(compound, made, one)) for one in (4, 5, 6)]
    done = perform(compound, volunteer, "rounds.mark", *drafts)
    assert len(left(compound, secretary, made)) == 5
    acts.undo(compound, volunteer, done.act_id)
    assert len(left(compound, secretary, made)) == 8


@pytest.mark.parametrize(
    ("verb", "seen"), [("mark_door", 3), ("mark_floor", 4), ("mark_stairwell", 5)]
)
def test_a_whole_door_floor_or_stairwell_is_one_act(
    compound: Store, secretary: Actor, volunteer: Actor, verb: str, seen: int
) -> None:
    made = begun(compound, secretary)
    do(compound, volunteer, "rounds.refuse", of(compound, made, 6), reason="不开门")
    do(compound, volunteer, f"rounds.{verb}", of(compound, made, 1))
    assert len(left(compound, secretary, made)) == 8 - seen
    acts.undo(compound, volunteer, compound_last(compound, volunteer))
    assert len(left(compound, secretary, made)) == 8


def compound_last(store: Store, actor: Actor) -> int:
    with store.reading(actor) as session:
        line = acts.my_last(session)
    assert line is not None
    return line.id


def test_no_tube_left_says_so(compound: Store, secretary: Actor, volunteer: Actor) -> None:
    made = planned(compound, secretary)
    do(compound, secretary, "rounds.start", made)
    target = of(compound, made, 1)
    assert refused(compound, volunteer, "rounds.mark", target).key == "refuse.rounds.no_tube"
    assert len(left(compound, secretary, made)) == 8


def test_nothing_is_recorded_before_or_while_it_rests(
    compound: Store, secretary: Actor, volunteer: Actor
) -> None:
    made = begun(compound, secretary)
    do(compound, secretary, "rounds.suspend", made, reason="下雨")
    target = of(compound, made, 1)
    assert refused(compound, volunteer, "rounds.mark", target).key == "refuse.rounds.not_running"
    with compound.reading(volunteer) as session:
        refusals = {one.verb: one.refusal for one in verb_lines(session, "rounds.target", target)}
    assert all(refusals.values())
    do(compound, secretary, "rounds.resume", made)
    do(compound, volunteer, "rounds.mark", target)


# ── the other ends ──────────────────────────────────────────────────────────────────────────────


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


# ── tubes that went wrong ───────────────────────────────────────────────────────────────────────


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


# ── turns ───────────────────────────────────────────────────────────────────────────────────────


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


# ── doors knocked at ────────────────────────────────────────────────────────────────────────────


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


# ── who may read what ───────────────────────────────────────────────────────────────────────────


def test_doors_are_for_those_on_the_task_and_reasons_for_those_who_may_know(
    compound: Store,
    secretary: Actor,
    grid_leader: Actor,
    shift_leader: Actor,
    volunteer: Actor,
) -> None:
    made = begun(compound, secretary)
    ill = of(compound, made, 1)
    do(compound, volunteer, "rounds.exempt", ill, reason="化疗")

    def reason(actor: Actor) -> str:
        (line,) = left(compound, actor, made, show="ended")
        return line.reason

    assert reason(secretary) == reason(grid_leader) == reason(volunteer) == "化疗"
    assert reason(shift_leader) == ""
    assert left(compound, WALL, made) == ()
    assert [line.door for line in left(compound, shift_leader, made, household_id=B)] == ["3-2-402"]
    assert left(compound, shift_leader, made, household_id=A)[0].phone == "139****2222"
    do(compound, secretary, "rounds.suspend", made, reason="下雨")
    hidden = left(compound, shift_leader, made)
    assert {line.door for line in hidden} == {"3-*", "5-*"}
    assert {line.stairwell for line in hidden} == {0}
    far = left(compound, grid_leader, made, household_id=FAR)
    assert far[0].door == "5-*"


def test_a_number_is_shown_on_the_task_and_kept_in_the_journal(
    compound: Store, secretary: Actor, volunteer: Actor
) -> None:
    made = begun(compound, secretary)
    assert str(do(compound, volunteer, "rounds.reveal", of(compound, made, 1))) == "13800001111"
    assert toast(compound, secretary) != ""
    do(compound, secretary, "rounds.suspend", made, reason="下雨")
    no = refused(compound, volunteer, "rounds.reveal", of(compound, made, 1))
    assert no.key in ("refuse.homes.not_shown", "refuse.rounds.not_running")


# ── numbers, alarms, the quick line ─────────────────────────────────────────────────────────────


def test_counts_and_alarms_say_who_may_be_missed(
    compound: Store, secretary: Actor, volunteer: Actor, clock: FrozenClock
) -> None:
    made = begun(compound, secretary, ends_at=at("12:00"))
    do(compound, secretary, "rounds.timetable", made, first_at=at("11:00"))
    with compound.reading(secretary) as session:
        found = rounds.counts(session)
    assert (found.number, found.left, found.total, found.share) == (1, 8, 8, 0)
    assert (found.next_building, found.open) == (3, 1)
    do(compound, volunteer, "rounds.mark", of(compound, made, 1))
    do(compound, volunteer, "rounds.seal", 1)
    do(compound, volunteer, "rounds.refuse", of(compound, made, 5), reason="不下楼")
    clock.advance(dt.timedelta(hours=5))
    with compound.reading(secretary) as session:
        told = {one.key: one.severity for one in rounds.alarms(session)}
    assert told == {
        f"rounds.left:{made}": "red",
        f"rounds.refused:{made}": "amber",
        f"rounds.undelivered:{made}": "amber",
    }


@pytest.mark.parametrize(
    ("line", "verb", "n"),
    [
        ("3-2-402 采样", "rounds.mark_into", 1),
        ("3-2-402 sampled", "rounds.mark_into", 1),
        ("3-2-401 全家 采样 管1", "rounds.mark_door_into", 3),
        ("3-2-401 all sampled tube 1", "rounds.mark_door_into", 3),
        ("3-2-402 免检 化疗", "rounds.exempt", 1),
        ("3-2-402 exempt chemotherapy", "rounds.exempt", 1),
        ("吕翠 采样", "rounds.mark_into", 1),
    ],
)
def test_the_quick_line_knows_the_round(
    compound: Store, secretary: Actor, line: str, verb: str, n: int
) -> None:
    made = begun(compound, secretary)
    with compound.reading(secretary) as session:
        said = understand(session, line, Words("zh"))
    assert (said.verb, said.unread, said.choice) == (verb, (), None)
    perform(compound, secretary, verb, said.draft())
    assert len(left(compound, secretary, made)) == 8 - n


def test_a_door_of_three_asks_which(compound: Store, secretary: Actor) -> None:
    begun(compound, secretary)
    with compound.reading(secretary) as session:
        said = understand(session, "3-2-401 采样", Words("zh"))
    assert said.choice is not None and len(said.choice.options) == 3


# ── what it costs ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("read", "most"),
    [
        (lambda s, r: rounds.rounds(s), 3),
        (lambda s, r: rounds.targets(s, r), 5),
        (lambda s, r: rounds.tubes(s, r), 1),
        (lambda s, r: rounds.slots(s, r), 1),
        (lambda s, r: rounds.counts(s), 4),
        (lambda s, r: rounds.alarms(s), 9),
    ],
)
def test_a_read_asks_the_same_however_many_there_are(
    compound: Store, secretary: Actor, count_statements: CountStatements, read: Any, most: int
) -> None:
    made = begun(compound, secretary)
    for _ in range(2):
        with compound.reading(secretary) as session, count_statements(compound) as asked:
            read(session, made)
        assert asked.count <= most, asked.texts
        begun(compound, secretary)


def test_an_act_asks_the_same_however_many_it_sees(
    compound: Store, secretary: Actor, count_statements: CountStatements
) -> None:
    def cost() -> tuple[int, int]:
        made = planned(compound, secretary)
        do(compound, secretary, "rounds.issue_tubes", made)
        with count_statements(compound) as opening:
            do(compound, secretary, "rounds.start", made)
        with count_statements(compound) as marking:
            do(compound, secretary, "rounds.mark_where", made, building_id=1)
        return opening.count, marking.count

    cost()
    few = cost()
    for n in range(40):
        do(compound, SET_UP, "homes.add_resident", household_id=B, name=f"邻居{n}")
    assert cost() == few

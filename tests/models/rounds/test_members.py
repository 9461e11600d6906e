"""Everybody present is a target, and how they are seen."""

import pytest
import sqlalchemy as sa

from models import acts, rounds
from models.rounds import TargetState, TubeState
from models.rules.coverage import Mark
from models.rules.refusal import Refusal
from models.store import Actor, Role, Store
from models.store.register import LEADERS, draft_for, lookup, natural_step, perform, verb_lines
from tests.models.crew import SET_UP, do, refused
from tests.models.rounds.standing import toast
from tests.models.rounds_branch import OUT, begun, left, of, planned

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


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("verb", [*LEAD_ONLY, *ALL])
def test_the_round_is_led_and_everybody_records(verb: str, role: Role) -> None:
    may = role in LEADERS if verb in LEAD_ONLY else role is not Role.wallboard
    if may:
        lookup(f"rounds.{verb}").check_role(role)
    else:
        with pytest.raises(Refusal, match="refuse.role"):
            lookup(f"rounds.{verb}").check_role(role)


# ── who belongs to it ─────────────────────────────────────────────────────────────────────────────


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


# ── seeing ────────────────────────────────────────────────────────────────────────────────────────


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

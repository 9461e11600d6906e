"""A no that says until when and because of what."""

import datetime as dt

import pytest

from models import gate
from models.campaign.trends import Measure, daily
from models.gate import PassageWay, report
from models.rules.refusal import Refusal
from models.rules.why import Why
from models.store import Actor, FrozenClock, Role, Store
from models.store.register import lookup
from models.words import Words
from tests.models.crew import SET_UP, at, do, refused
from tests.models.gate.standing import (
    FAR,
    HOUR,
    NEAR,
    alarms,
    keeper_on_post,
    refused_out,
    toast,
    went,
)
from tests.models.isolation.standing import apart

VERBS = (
    "let_out let_in turn_away back hold see_to goods_in disinfect hand_over edit edit_goods".split()
)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("role", list(Role))
def test_everybody_but_the_wall_board_may_record(verb: str, role: Role) -> None:
    if role is Role.wallboard:
        with pytest.raises(Refusal, match="refuse.role"):
            lookup(f"gate.{verb}").check_role(role)
    else:
        lookup(f"gate.{verb}").check_role(role)


def test_a_turn_lasts_as_long_as_the_rules_say(compound: Store, volunteer: Actor) -> None:
    row = went(compound, volunteer, tenths=366)
    assert row.due_at - row.passed_at == 2 * HOUR
    assert went(compound, volunteer, FAR, purpose="hospital").due_at is None


def test_the_desk_says_until_when_and_because_of_what(
    compound: Store, volunteer: Actor, clock: FrozenClock
) -> None:
    row = went(compound, volunteer)
    no = refused_out(compound, volunteer)
    assert (no.key, no.params["at"]) == ("refuse.gate.still_out", "10:30")
    clock.advance(HOUR)
    do(compound, volunteer, "gate.back", row.id)
    no = refused_out(compound, volunteer)
    assert no.key == "refuse.gate.blocked"
    assert "04-10 10:30" in Words("zh")(no.key, **no.params)
    with compound.reading(volunteer) as session:
        waits = gate.waiting(session)
    assert [(line.until, line.late) for line in waits] == [
        (row.passed_at + 48 * HOUR, dt.timedelta(0))
    ]
    clock.advance(47 * HOUR)
    went(compound, volunteer)


def test_who_is_not_let_out_stands_in_the_log_and_uses_nothing_up(
    compound: Store, volunteer: Actor, clock: FrozenClock
) -> None:
    row = went(compound, volunteer)
    clock.advance(HOUR)
    do(compound, volunteer, "gate.back", row.id)
    no = refused_out(compound, volunteer, people=2, name="王芳")
    assert refused_out(compound, volunteer, people=2, name="王芳").key == no.key
    with compound.reading(volunteer) as session:
        asked, was_out = gate.log(session, day=session.today).lines
        now, day = gate.counts(session), gate.totals(session, session.today)
        waits = gate.waiting(session)
    assert (asked.refused, asked.name, was_out.refused) == (True, "王芳", False)
    assert isinstance(asked.because, Why)
    assert Words("en")(asked.because.key, **asked.because.params) == Words("en")(
        no.key, **no.params
    )
    assert (now.out, now.out_today, now.refused_today) == (0, 1, 1)
    assert (day.out, day.refused) == (1, 1)
    assert [line.out_at for line in waits] == [row.passed_at]
    clock.advance(48 * HOUR)
    went(compound, volunteer)


def test_a_reason_that_names_words_is_said_in_both_languages(
    compound: Store, volunteer: Actor
) -> None:
    refused_out(compound, volunteer, purpose="shopping")
    with compound.reading(volunteer) as session:
        (line,) = gate.log(session).lines
    assert isinstance(line.because, Why)
    assert "采购" in Words("zh")(line.because.key, **line.because.params)
    assert "shopping" in Words("en")(line.because.key, **line.because.params)


def test_a_slip_of_the_pen_is_no_attempt(compound: Store, volunteer: Actor) -> None:
    refused_out(compound, volunteer, allowed="急事")
    refused_out(compound, volunteer, passed_at=at("12:00"))
    with compound.reading(volunteer) as session:
        assert gate.log(session).lines == ()


def test_a_keeper_turns_somebody_away_and_says_why(compound: Store, volunteer: Actor) -> None:
    assert refused(compound, volunteer, "gate.turn_away", reason="没有通行证").key == (
        "refuse.gate.nobody"
    )
    assert refused(compound, volunteer, "gate.turn_away", name="快递").key == (
        "refuse.gate.no_reason"
    )
    do(compound, volunteer, "gate.turn_away", name="快递", reason="没有抗原证明")
    with compound.reading(volunteer) as session:
        (line,) = gate.log(session).lines
        assert (line.way, line.because) == (PassageWay.inward, "没有抗原证明")
        assert gate.counts(session).in_today == 0
        # Nobody passed: neither the brief nor the day's trend counts a passage.
        told = report.totals(session, session.now - HOUR, session.now + HOUR)
        assert (told.out, told.inward, told.turned_away) == (0, 0, 1)
        assert daily(session, session.today, session.today)[Measure.passages] == (0,)


def test_until_when_a_door_stays_apart_is_not_told_by_the_log(
    compound: Store, secretary: Actor, volunteer: Actor
) -> None:
    keeper_on_post(compound, volunteer)
    apart(compound, happened_on=dt.date(2022, 4, 1))
    assert refused_out(compound, secretary).key == "refuse.gate.shut_until"
    with compound.reading(volunteer) as session:
        (line,) = gate.log(session).lines
    assert isinstance(line.because, Why) and line.because.key == "refuse.gate.shut"


def test_who_comes_back_late_loses_the_next_turn(
    compound: Store, volunteer: Actor, clock: FrozenClock
) -> None:
    row = went(compound, volunteer)
    clock.advance(2.5 * HOUR)
    do(compound, volunteer, "gate.back", row.id)
    clock.advance(46 * HOUR)
    no = refused_out(compound, volunteer)
    assert (no.key, no.params["late"]) == ("refuse.gate.lost_turn", 30)
    clock.advance(48 * HOUR)
    went(compound, volunteer)


def test_a_few_minutes_late_are_forgiven(
    compound: Store, volunteer: Actor, clock: FrozenClock
) -> None:
    row = went(compound, volunteer)
    clock.advance(2 * HOUR + dt.timedelta(minutes=9))
    assert not alarms(compound, volunteer)
    do(compound, volunteer, "gate.back", row.id)
    assert refused_out(compound, volunteer).key == "refuse.gate.blocked"


def test_what_cannot_wait_neither_waits_nor_uses_a_turn(compound: Store, volunteer: Actor) -> None:
    went(compound, volunteer, purpose="hospital")
    went(compound, volunteer)
    went(compound, volunteer, purpose="work")


def test_the_phase_says_what_one_may_go_out_for(
    compound: Store, volunteer: Actor, secretary: Actor
) -> None:
    no = refused_out(compound, volunteer, purpose="shopping")
    assert no.key == "refuse.gate.purpose"
    assert "买药、就医" in Words("zh")(no.key, **no.params)
    do(compound, SET_UP, "branch.found", name="支部", compound="小区", first_day="2022-03-20")
    do(compound, secretary, "branch.add_phase", kind="guarded", begins_on="2022-04-08")
    row = went(compound, volunteer, purpose="shopping")
    assert row.due_at - row.passed_at == 4 * HOUR


def test_a_leader_lets_through_with_a_reason(
    compound: Store, volunteer: Actor, shift_leader: Actor
) -> None:
    no = refused_out(compound, volunteer, purpose="shopping", allowed="给老人取奶粉")
    assert no.key == "refuse.gate.allow_role"
    row = went(compound, shift_leader, purpose="shopping", allowed="给老人取奶粉")
    assert row.allowed == "给老人取奶粉"


def test_a_household_goes_one_at_a_time(compound: Store, volunteer: Actor) -> None:
    assert refused_out(compound, volunteer, people=2).key == "refuse.gate.people"


def test_a_door_that_stays_apart_is_told_as_far_as_the_role_may_know(
    compound: Store, secretary: Actor, volunteer: Actor
) -> None:
    apart(compound, happened_on=dt.date(2022, 4, 1))
    assert refused_out(compound, volunteer).key == "refuse.gate.shut"
    no = refused_out(compound, secretary)
    assert (no.key, no.params["until"]) == ("refuse.gate.shut_until", "04-22")
    no = refused_out(compound, secretary, allowed="想出去")
    assert no.key == "refuse.gate.shut_until"
    went(compound, secretary, purpose="hospital", allowed="专车接送")
    went(compound, volunteer, FAR)


def test_whoever_goes_to_such_a_door_is_told_to_wear_gear(
    compound: Store, volunteer: Actor
) -> None:
    apart(compound)
    do(compound, volunteer, "gate.let_in", name="快递", household_id=NEAR)
    assert "需要防护" in toast(compound, volunteer)
    do(compound, volunteer, "gate.let_in", name="快递", household_id=FAR)
    assert "需要防护" not in toast(compound, volunteer)

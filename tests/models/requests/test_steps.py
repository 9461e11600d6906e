"""A request goes from one who has it to the next, and is closed only with a reason."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from models import acts
from models.people.drafts import Demobilise
from models.requests import (
    Assign,
    Request,
    RequestState,
    Satisfaction,
)
from models.rules.refusal import Refusal
from models.store import FrozenClock, Store
from models.store.drafts import Edit, TargetDraft, Unfit
from models.store.register import (
    natural_step,
    perform,
    verb_lines,
)
from tests.models.requests.standing import key_of, refusal, stand
from tests.models.requests_branch import SETUP, Desk

HOUR = dt.timedelta(hours=1)


def test_space_goes_from_claim_to_the_answer_of_the_household(desk: Desk) -> None:
    number = desk.record_new()
    walked = []
    for given in ({}, {}, {}, {"outcome": "送到门口"}, {"satisfaction": "satisfied"}):
        with desk.store.reading(desk.volunteer) as session:
            verb = natural_step(session, "requests.request", number)
        assert verb is not None
        desk.do(desk.volunteer, verb, number, **given)
        walked.append(verb.partition(".")[2])
    assert walked == ["triage", "claim", "start", "done", "confirm"]
    row = desk.row(number)
    assert (row.state, row.satisfaction) == (RequestState.confirmed, Satisfaction.satisfied)
    with desk.store.reading(desk.volunteer) as session:
        assert natural_step(session, "requests.request", number) is None


def test_a_claimed_request_says_who_has_it(desk: Desk) -> None:
    number = desk.record()
    desk.do(desk.volunteer, "requests.claim", number)
    refused = refusal(lambda: desk.do(desk.other, "requests.claim", number))
    assert refused.key == "refuse.requests.taken"
    assert refused.params["volunteer"] == desk.volunteer.name


def test_of_two_desks_that_claim_at_once_one_has_it(desk: Desk, clock: FrozenClock) -> None:
    stores = [Store.open(desk.store.url, clock) for _ in range(2)]
    people = (desk.volunteer, desk.other)

    def claim(place: int, number: int) -> Refusal | None:
        try:
            perform(stores[place], people[place], "requests.claim", TargetDraft(id=number))
        except Refusal as refused:
            return refused
        return None

    try:
        for _ in range(5):
            number = desk.record()
            with ThreadPoolExecutor(2) as pool:
                outcomes = list(pool.map(claim, (0, 1), (number, number)))
            winner = people[outcomes.index(None)]
            lost = next(one for one in outcomes if one is not None)
            assert desk.row(number).assignee_id == winner.id
            assert (lost.key, lost.params["volunteer"]) == ("refuse.requests.taken", winner.name)
    finally:
        for one in stores:
            one.close()


def test_whoever_acts_must_be_somebody(desk: Desk) -> None:
    number = desk.record()
    assert key_of(lambda: desk.do(SETUP, "requests.claim", number)) == "refuse.requests.nobody"


def test_a_leader_hands_a_request_over(desk: Desk) -> None:
    number = stand(desk, "in_progress")
    row = desk.do(desk.shift_leader, "requests.assign", number, assignee_id=desk.other.id)
    assert (row.state, row.assignee_id) == (RequestState.claimed, desk.other.id)
    again = Assign(id=number, assignee_id=desk.other.id or 0)
    key = key_of(lambda: perform(desk.store, desk.secretary, "requests.assign", again))
    assert key == "refuse.requests.taken"


def test_released_it_is_free_to_claim(desk: Desk) -> None:
    number = stand(desk, "waiting")
    row = desk.do(desk.volunteer, "requests.release", number, reason="去北门值守")
    assert (row.state, row.assignee_id, row.wake_at) == (RequestState.triaged, None, None)
    assert row.note == "去北门值守"
    desk.do(desk.other, "requests.claim", number)


def test_what_was_closed_is_closed(desk: Desk) -> None:
    for place in ("confirmed", "closed"):
        number = stand(desk, place)
        with desk.store.reading(desk.secretary) as session:
            lines = verb_lines(session, "requests.request", number)
        allowed = {line.verb for line in lines if line.refusal is None}
        assert allowed == {"requests.reopen", "requests.note", "requests.advance_money"}
        edit = Edit(id=number, changed={"detail": "改"}, opened={"detail": "大米两袋"})
        key = key_of(lambda edit=edit: perform(desk.store, desk.secretary, "requests.edit", edit))
        assert key == "refuse.requests.settled"


@pytest.mark.parametrize("place", ["done", "confirmed", "closed"])
def test_reopening_counts_as_a_repeat_and_promises_anew(
    desk: Desk, clock: FrozenClock, place: str
) -> None:
    number = stand(desk, place)
    clock.advance(dt.timedelta(days=9))
    row = desk.do(desk.other, "requests.reopen", number, reason="药不对")
    assert (row.state, row.assignee_id) == (RequestState.in_progress, desk.volunteer.id)
    assert (row.reopened, row.closed_at, row.closing, row.satisfaction) == (1, None, None, None)
    assert row.promised_at == clock.now() + 24 * HOUR


def test_reopened_it_is_free_where_nobody_had_it_or_he_has_left(desk: Desk) -> None:
    untouched = desk.record()
    desk.do(desk.secretary, "requests.close", untouched)
    left = stand(desk, "confirmed")
    perform(desk.store, SETUP, "people.demobilise", Demobilise(id=desk.volunteer.id or 0))
    for number in (untouched, left):
        row = desk.do(desk.secretary, "requests.reopen", number, reason="又坏了")
        assert (row.state, row.assignee_id) == (RequestState.triaged, None)


def test_follow_up_opens_what_was_done(desk: Desk) -> None:
    number = stand(desk, "done")
    row = desk.do(desk.volunteer, "requests.follow_up", number, text="还差一盒")
    assert (row.state, row.closed_at) == (RequestState.needs_follow_up, None)


@pytest.mark.parametrize("reason", ["done_by_others", "not_wanted"])
def test_closing_needs_a_reason_only(desk: Desk, reason: str) -> None:
    row = desk.do(desk.secretary, "requests.close", desk.record(), closing=reason)
    assert (row.state, row.closing) == (RequestState.closed, reason)


@pytest.mark.parametrize("reason", ["out_of_scope", "refused"])
def test_the_household_is_owed_a_word_where_it_is_turned_away(desk: Desk, reason: str) -> None:
    number = desk.record()
    with pytest.raises(Unfit) as unfit:
        desk.do(desk.secretary, "requests.close", number, closing=reason)
    assert unfit.value.fields == {"text": ("refuse.input.say_why", {})}
    row = desk.do(desk.secretary, "requests.close", number, closing=reason, text="转社区")
    assert row.outcome == "转社区"


def test_only_what_is_done_is_closed_as_done(desk: Desk) -> None:
    number = stand(desk, "in_progress")
    key = key_of(lambda: desk.do(desk.secretary, "requests.close", number, closing="done"))
    assert key == "refuse.requests.not_done"
    closed_at = desk.do(desk.volunteer, "requests.done", number, outcome="送到").closed_at
    row = desk.do(desk.secretary, "requests.close", number, closing="done")
    assert (row.state, row.outcome, row.closed_at) == (RequestState.closed, "送到", closed_at)


def test_a_duplicate_points_to_the_other_one(desk: Desk) -> None:
    first, second = desk.record(), desk.record()

    def close(number: int, of: int | None) -> Request:
        return desk.do(
            desk.secretary, "requests.close", number, closing="duplicate", duplicate_of=of
        )

    with pytest.raises(Unfit):
        close(second, None)
    assert key_of(lambda: close(second, second)) == "refuse.requests.itself"
    assert key_of(lambda: close(second, 999)) == "refuse.gone"
    assert close(second, first).duplicate_of == first
    assert key_of(lambda: close(first, second)) == "refuse.requests.itself"


def test_a_climb_waits_for_the_secretary(desk: Desk, clock: FrozenClock) -> None:
    number = desk.record(
        kind="lock_out", detail="钥匙锁在屋里", climbing=True, assignee_id=desk.volunteer.id
    )
    start = key_of(lambda: desk.do(desk.volunteer, "requests.start", number))
    assert start == "refuse.requests.safety"
    assert key_of(lambda: desk.do(desk.grid_leader, "requests.approve_safety", number)) == (
        "refuse.role"
    )
    with desk.store.reading(desk.secretary) as session:
        assert natural_step(session, "requests.request", number) == "requests.approve_safety"
    row = desk.do(desk.secretary, "requests.approve_safety", number)
    assert (row.safety_approved_by, row.safety_approved_at) == (desk.secretary.id, clock.now())
    assert key_of(lambda: desk.do(desk.secretary, "requests.approve_safety", number)) == (
        "refuse.requests.approved"
    )
    desk.do(desk.volunteer, "requests.start", number)


def test_what_turns_out_to_need_climbing_stops(desk: Desk) -> None:
    number = stand(desk, "in_progress")
    row = desk.do(desk.volunteer, "requests.ask_safety", number)
    assert (row.state, row.unsafe) == (RequestState.claimed, True)
    with pytest.raises(Refusal):
        desk.do(desk.volunteer, "requests.start", number)


def test_no_way_round_leads_past_the_approval(desk: Desk) -> None:
    number = stand(desk, "climbing")
    desk.do(desk.volunteer, "requests.unreachable", number, text="无人")
    desk.do(desk.volunteer, "requests.follow_up", number, text="再去")
    assert key_of(lambda: desk.do(desk.volunteer, "requests.done", number)) == (
        "refuse.requests.safety"
    )
    desk.do(desk.volunteer, "requests.close", number)
    row = desk.do(desk.volunteer, "requests.reopen", number, reason="还要")
    assert row.state is RequestState.triaged


def test_money_is_owed_until_it_is_paid_back(desk: Desk) -> None:
    number = stand(desk, "in_progress", kind="pay_bill", detail="燃气费")

    def pay(verb: str, **given: object) -> Request:
        return desk.do(desk.volunteer, f"requests.{verb}", number, **given)

    assert key_of(lambda: pay("repay", receipt_no="A1")) == "refuse.machine"
    pay("advance_money", amount_fen=10000)
    row = pay("advance_money", amount_fen=2050)
    assert (row.money, row.owed_fen) == ("advanced", 12050)
    assert key_of(lambda: pay("repay", amount_fen=99999, receipt_no="A1")) == (
        "refuse.requests.too_much"
    )
    row = pay("repay", amount_fen=2000, receipt_no="A1")
    assert (row.money, row.owed_fen) == ("advanced", 10050)
    desk.do(desk.volunteer, "requests.done", number)
    desk.do(desk.volunteer, "requests.confirm", number)
    row = pay("repay", receipt_no="A2")
    assert (row.money, row.owed_fen, row.receipt_no) == ("repaid", 0, "A1 A2")
    assert key_of(lambda: pay("advance_money", amount_fen=1)) == "refuse.machine"


def test_marked_requests_are_done_as_one_act(desk: Desk) -> None:
    numbers = [desk.record(), desk.record()]
    done = perform(
        desk.store, desk.volunteer, "requests.claim", *(TargetDraft(id=n) for n in numbers)
    )
    assert {desk.state(number) for number in numbers} == {RequestState.claimed}
    assert done.act_id is not None
    acts.undo(desk.store, desk.volunteer, done.act_id)
    assert {desk.state(number) for number in numbers} == {RequestState.triaged}


def test_one_refusal_among_many_leaves_all_as_they_were(desk: Desk) -> None:
    free, taken = desk.record(), stand(desk, "claimed")
    with pytest.raises(Refusal):
        perform(
            desk.store, desk.other, "requests.claim", TargetDraft(id=free), TargetDraft(id=taken)
        )
    assert desk.state(free) is RequestState.triaged

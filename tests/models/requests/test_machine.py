"""Whatever is done to a request in whatever order, it never comes to stand where it may not."""

import datetime as dt
from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import acts
from models.requests import HELD, OPEN, REQUEST, SETTLED, Request, RequestState
from models.rules.refusal import Refusal
from models.store import Actor, FrozenClock
from models.store.register import draft_for, lookup_kind, natural_step, perform
from tests.empty import examples
from tests.models.requests_branch import Desk

VERBS = lookup_kind("requests.request").verbs
ACTORS = ("secretary", "grid_leader", "shift_leader", "volunteer", "other")
ARROWS = set(REQUEST.arrows())


@dataclass(frozen=True)
class Try:
    """Somebody tries a verb, the next natural step, or takes his own last act back."""

    actor: str
    verb: str
    minutes: int
    closing: str
    amount: int


TRIES = st.builds(
    Try,
    actor=st.sampled_from(ACTORS),
    # Half the tries go on, or hardly any walk would come as far as the end.
    verb=st.one_of(st.just("next"), st.sampled_from([*VERBS, "undo"])),
    minutes=st.integers(0, 600),
    closing=st.sampled_from(["not_wanted", "done", "done_by_others"]),
    amount=st.sampled_from([100, 200]),
)


def what(one: Try, desk: Desk, moment: dt.datetime) -> dict[str, object]:
    """What the verb asks for."""
    text = "说明"
    return {
        "requests.triage": {"urgency": "urgent"},
        "requests.assign": {"assignee_id": desk.other.id},
        "requests.release": {"reason": text},
        "requests.wait": {"reason": text, "wake_at": moment + dt.timedelta(hours=2)},
        "requests.unreachable": {"text": text},
        "requests.follow_up": {"text": text},
        "requests.note": {"text": text},
        "requests.set_urgency": {"urgency": "red", "reason": text},
        "requests.close": {"closing": one.closing},
        "requests.reopen": {"reason": text},
        "requests.advance_money": {"amount_fen": one.amount},
        "requests.repay": {"amount_fen": one.amount, "receipt_no": "A1"},
        "requests.write_off": {"reason": text},
    }.get(one.verb, {})


def check(row: Request) -> None:
    """Everything that must hold of a request at any time."""
    assert (row.closed_at is None) is (row.state in OPEN)
    assert (row.closing is not None) is (row.state in SETTLED)
    assert (row.satisfaction is None) or row.state is RequestState.confirmed
    assert (row.wake_at is not None) is (row.state is RequestState.waiting)
    assert row.promised_at is not None or row.state in (RequestState.new, RequestState.closed)
    if row.state in (*HELD, RequestState.done, RequestState.confirmed):
        assert row.assignee_id is not None
    if row.state in (RequestState.new, RequestState.triaged):
        assert row.assignee_id is None
    if row.state in (RequestState.in_progress, RequestState.done, RequestState.confirmed):
        assert not row.unsafe
    assert 0 <= row.repaid_fen <= row.advanced_fen
    assert row.owed_fen >= 0


def next_step(desk: Desk, actor: Actor, number: int) -> str:
    with desk.store.reading(actor) as session:
        return natural_step(session, "requests.request", number) or "requests.reopen"


def take_back(desk: Desk, actor: Actor) -> None:
    with desk.store.reading(actor) as session:
        last = acts.my_last(session)
    if last is None:
        raise Refusal("refuse.undo.none")
    if last.verb in ("requests.add", "requests.note_new"):
        raise Refusal("refuse.undo.none")  # the request itself would be gone
    acts.undo(desk.store, actor, last.id)


@settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(tries=st.lists(TRIES, min_size=8, max_size=30), pasted=st.booleans())
def test_no_way_leads_to_a_forbidden_state(
    desk: Desk, clock: FrozenClock, tries: list[Try], pasted: bool
) -> None:
    number = desk.record_new() if pasted else desk.record()
    history = {desk.state(number)}
    for one in tries:
        clock.advance(dt.timedelta(minutes=one.minutes))
        actor: Actor = getattr(desk, one.actor)
        before = desk.row(number)
        if one.verb == "next":
            actor = desk.secretary if before.unsafe else actor
            one = replace(one, verb=next_step(desk, actor, number))
        try:
            if one.verb == "undo":
                take_back(desk, actor)
            else:
                draft = draft_for(one.verb, what(one, desk, clock.now()), number)
                perform(desk.store, actor, one.verb, draft)
        except Refusal:
            after = desk.row(number)
            assert after.model_dump() == before.model_dump()
        else:
            after = desk.row(number)
            if one.verb != "undo" and one.verb in REQUEST.verbs():
                assert (before.state, one.verb, after.state) in ARROWS
            elif one.verb == "undo":
                assert after.state in history
            else:
                assert after.state is before.state
            if before.state in SETTLED and after.state is not before.state:
                assert one.verb in ("requests.reopen", "undo")
        history.add(after.state)
        check(after)


def place(desk: Desk, state: RequestState) -> int:
    """A request that was led to a state by its own verbs."""
    number = desk.record_new()
    ways: dict[str, tuple[str, ...]] = {
        "new": (),
        "triaged": ("triage",),
        "claimed": ("triage", "claim"),
        "in_progress": ("triage", "claim", "start"),
        "waiting": ("triage", "claim", "wait"),
        "needs_follow_up": ("triage", "claim", "start", "follow_up"),
        "unreachable": ("triage", "claim", "unreachable"),
        "done": ("triage", "claim", "start", "done"),
        "confirmed": ("triage", "claim", "start", "done", "confirm"),
        "closed": ("close",),
    }
    for verb in ways[state]:
        step = Try("volunteer", f"requests.{verb}", 0, "not_wanted", 1)
        draft = draft_for(step.verb, what(step, desk, desk.store.clock.now()), number)
        perform(desk.store, desk.volunteer, step.verb, draft)
    return number


@pytest.mark.parametrize("state", list(RequestState))
def test_every_arrow_is_walked_and_there_is_no_other(desk: Desk, state: RequestState) -> None:
    for verb in REQUEST.verbs():
        targets = {target for source, name, target in ARROWS if (source, name) == (state, verb)}
        number = place(desk, state)
        assert desk.state(number) is state
        step = Try("secretary", verb, 0, "not_wanted", 1)
        draft = draft_for(verb, what(step, desk, desk.store.clock.now()), number)
        try:
            perform(desk.store, desk.secretary, verb, draft)
        except Refusal:
            assert not targets, (state, verb)
            assert desk.state(number) is state
        else:
            assert desk.state(number) in targets, (state, verb)


def test_the_final_states_are_left_by_reopening_alone() -> None:
    for source, verb, _ in ARROWS:
        assert source not in REQUEST.final or verb == "requests.reopen"

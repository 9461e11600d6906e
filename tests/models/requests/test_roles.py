"""Every change is tried with every role, and every change is taken back."""

import datetime as dt

import pytest

from models import acts
from models.homes import RevealDraft, RevealReason
from models.requests import (
    Request,
    RequestKind,
)
from models.rules.refusal import Refusal
from models.store import Actor, FrozenClock, Role
from models.store.drafts import Edit
from models.store.register import (
    lookup,
    lookup_kind,
    opened_values,
    perform,
)
from tests.models.requests.standing import key_of, last_act, pauses, refusal, stand
from tests.models.requests_branch import SETUP, Desk

HOUR = dt.timedelta(hours=1)
WALL = Actor(None, "大屏", Role.wallboard)


ALL = ("secretary", "grid_leader", "shift_leader", "volunteer", "other")
LEAD = ("secretary", "grid_leader", "shift_leader")
NOT_OTHER = (*LEAD, "volunteer")
"""A volunteer's request is his: leaders may act on it, another volunteer may not."""

MAY: dict[str, tuple[str, dict[str, object], tuple[str, ...]]] = {
    "requests.triage": ("new", {}, ALL),
    "requests.claim": ("triaged", {}, ALL),
    "requests.assign": ("triaged", {"assignee_id": 5}, LEAD),
    "requests.release": ("claimed", {"reason": "去北门值守"}, NOT_OTHER),
    "requests.start": ("claimed", {}, NOT_OTHER),
    "requests.wait": ("in_progress", {"reason": "缺货", "wake_at": "+"}, NOT_OTHER),
    "requests.wake": ("waiting", {}, NOT_OTHER),
    "requests.unreachable": ("in_progress", {"text": "敲门两次无人"}, NOT_OTHER),
    "requests.follow_up": ("in_progress", {"text": "明天再送一次"}, NOT_OTHER),
    "requests.done": ("in_progress", {"outcome": "送到门口"}, NOT_OTHER),
    "requests.confirm": ("done", {"satisfaction": "satisfied"}, ALL),
    "requests.close": ("claimed", {"closing": "not_wanted"}, NOT_OTHER),
    "requests.reopen": ("closed", {"reason": "药不对"}, ALL),
    "requests.note": ("claimed", {"text": "家属来电询问"}, ALL),
    "requests.set_urgency": ("claimed", {"urgency": "red", "reason": "断药"}, NOT_OTHER),
    "requests.advance_money": ("claimed", {"amount_fen": 1250}, NOT_OTHER),
    "requests.repay": ("advanced", {"receipt_no": "A-17"}, NOT_OTHER),
    "requests.write_off": ("advanced", {"reason": "困难户"}, ("secretary",)),
    "requests.ask_safety": ("in_progress", {}, ALL),
    "requests.approve_safety": ("climbing", {}, ("secretary",)),
    "requests.edit": ("claimed", {}, NOT_OTHER),
    "requests.reveal": ("claimed", {"reason": "call"}, ("secretary", "grid_leader", "volunteer")),
}
"""Verb -> from where, with what, and who may; the request is the volunteer's."""


def looking(number: int) -> RevealDraft:
    return RevealDraft(id=number, reason=RevealReason.call)


def with_moment(desk: Desk, given: dict[str, object]) -> dict[str, object]:
    now = desk.store.clock.now()
    return {name: now + 2 * HOUR if value == "+" else value for name, value in given.items()}


def attempt(desk: Desk, actor: Actor, verb: str, number: int, given: dict[str, object]) -> None:
    if verb == "requests.edit":
        edit = Edit(id=number, changed={"detail": "改后"}, opened={"detail": "大米两袋"})
        perform(desk.store, actor, verb, edit)
    elif verb == "requests.reveal":
        perform(desk.store, actor, verb, looking(number))
    else:
        desk.do(actor, verb, number, **with_moment(desk, given))


@pytest.mark.parametrize("verb", MAY)
def test_every_role_tries_every_change(desk: Desk, verb: str) -> None:
    place, given, may = MAY[verb]
    for name in ALL:
        number = stand(desk, place)
        actor: Actor = getattr(desk, name)
        before = desk.values(number)
        if name in may:
            attempt(desk, actor, verb, number, given)
        else:
            refusal(lambda actor=actor, number=number: attempt(desk, actor, verb, number, given))
            assert desk.values(number) == before, (verb, name)


@pytest.mark.parametrize("verb", [*MAY, "requests.add", "requests.note_new"])
def test_the_wall_board_does_nothing(desk: Desk, verb: str) -> None:
    with pytest.raises(Refusal) as refused:
        lookup(verb).check_role(WALL.role)
    assert refused.value.key == "refuse.role"


def test_every_change_is_tried_with_every_role() -> None:
    verbs = {*lookup_kind("requests.request").verbs, "requests.edit", "requests.reveal"}
    assert verbs == set(MAY)


@pytest.mark.parametrize("verb", [verb for verb in MAY if verb != "requests.reveal"])
def test_undo_returns_every_field(desk: Desk, verb: str, clock: FrozenClock) -> None:
    place, given, _ = MAY[verb]
    number = stand(desk, place)
    before = desk.values(number), pauses(desk, number)
    clock.advance(dt.timedelta(minutes=7))
    attempt(desk, desk.secretary, verb, number, given)
    assert desk.values(number) != before[0]
    acts.undo(desk.store, desk.secretary, last_act(desk, desk.secretary))
    assert (desk.values(number), pauses(desk, number)) == before


def test_undoing_the_record_takes_the_request_away(desk: Desk) -> None:
    number = desk.record()
    acts.undo(desk.store, desk.secretary, last_act(desk, desk.secretary))
    with desk.store.reading(SETUP) as session:
        assert session.get(Request, number) is None


def test_a_step_is_not_undone_under_a_later_one(desk: Desk) -> None:
    number = desk.record()
    desk.do(desk.volunteer, "requests.claim", number)
    act = last_act(desk, desk.volunteer)
    desk.do(desk.secretary, "requests.note", number, text="急用")
    key = key_of(lambda: acts.undo(desk.store, desk.volunteer, act))
    assert key == "refuse.undo.later"


def test_a_reveal_names_nobody_to_those_not_on_the_task(desk: Desk) -> None:
    number = stand(desk, "claimed")
    done = perform(desk.store, desk.volunteer, "requests.reveal", looking(number))
    assert done.rows == ("王秀芝  13900001111",)
    assert done.act_id is not None
    key = key_of(lambda: perform(desk.store, desk.other, "requests.reveal", looking(number)))
    assert key == "refuse.homes.not_shown"


def test_a_reveal_is_not_what_undo_takes_back(desk: Desk) -> None:
    number = stand(desk, "triaged")
    desk.do(desk.volunteer, "requests.claim", number)
    act = last_act(desk, desk.volunteer)
    perform(desk.store, desk.volunteer, "requests.reveal", looking(number))
    assert last_act(desk, desk.volunteer) == act


def test_two_who_edit_different_fields_both_keep_theirs(desk: Desk) -> None:
    number = desk.record()
    opened = {"detail": "大米两袋", "quantity": None}
    for actor, changed in (
        (desk.secretary, {"detail": "面粉一袋"}),
        (desk.shift_leader, {"quantity": 3}),
    ):
        perform(desk.store, actor, "requests.edit", Edit(id=number, changed=changed, opened=opened))
    row = desk.row(number)
    assert (row.detail, row.quantity) == ("面粉一袋", 3)


def test_an_edit_form_opens_only_for_those_who_may_read_it(desk: Desk) -> None:
    number = desk.record(desk.other, kind="medicine", detail="奥氮平")
    for actor in (desk.secretary, desk.other):
        with desk.store.reading(actor) as session:
            assert opened_values(session, "requests.request", number)["detail"] == "奥氮平"
    for actor in (desk.grid_leader, desk.shift_leader, desk.volunteer):
        with desk.store.reading(actor) as session:
            with pytest.raises(Refusal):
                opened_values(session, "requests.request", number)


def test_nobody_makes_a_private_request_one_that_he_may_read(desk: Desk) -> None:
    number = desk.record(kind="medicine", detail="奥氮平")
    edit = Edit(id=number, changed={"kind": "carry"}, opened={"kind": "medicine"})
    key = key_of(lambda: perform(desk.store, desk.shift_leader, "requests.edit", edit))
    assert key == "refuse.requests.private"
    assert desk.row(number).kind is RequestKind.medicine

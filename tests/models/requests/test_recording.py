"""A request is recorded once, triaged in the same form, and never kept twice unasked."""

import datetime as dt

import pytest

from models import acts
from models.branch import rule_set
from models.people import Isolate
from models.people.drafts import Demobilise
from models.quick import Understood, understand
from models.requests import (
    MONEY,
    REQUEST,
    SETTLED,
    AddRequest,
    Request,
    RequestKind,
    RequestState,
    Urgency,
)
from models.requests.finding import aim_requests
from models.rules.promise import PromiseRules
from models.rules.text import NumberKind
from models.store import FrozenClock
from models.store.drafts import Draft, Unfit, asks, build
from models.store.numbers import warned
from models.store.register import (
    changes,
    lookup,
    perform,
)
from models.words import Words, table
from tests.models.requests.standing import key_of, last_act, refusal
from tests.models.requests_branch import SETUP, Desk

HOUR = dt.timedelta(hours=1)


def test_who_records_triages_in_the_same_form(desk: Desk, clock: FrozenClock) -> None:
    row = desk.row(desk.record(desk.volunteer, kind="medicine", detail="二甲双胍0.5g"))
    assert (row.state, row.urgency) == (RequestState.triaged, Urgency.urgent)
    assert row.promised_at == clock.now() + 8 * HOUR
    assert (row.recorded_by, row.assignee_id) == (desk.volunteer.id, None)


@pytest.mark.parametrize("urgency, hours", [("red", 2), ("urgent", 8), ("normal", 24), ("low", 72)])
def test_the_urgency_chosen_gives_the_promise(
    desk: Desk, clock: FrozenClock, urgency: str, hours: int
) -> None:
    row = desk.row(desk.record(urgency=urgency))
    assert row.promised_at == clock.now() + hours * HOUR


def test_every_kind_has_its_own_urgency_in_the_starting_rules(desk: Desk) -> None:
    with desk.store.reading(desk.secretary) as session:
        rules = PromiseRules.from_data(rule_set(session, "promise"))
    assert set(rules.kinds) == set(RequestKind)


def test_numbers_are_said_aloud_and_never_used_twice(desk: Desk) -> None:
    first = desk.row(desk.record())
    act = last_act(desk, desk.secretary)
    acts.undo(desk.store, desk.secretary, act)
    assert desk.row(desk.record()).number == first.number + 1


def test_a_pasted_line_is_new_until_somebody_triages_it(desk: Desk, clock: FrozenClock) -> None:
    number = desk.record_new()
    row = desk.row(number)
    assert (row.state, row.promised_at) == (RequestState.new, None)
    clock.advance(HOUR)
    row = desk.do(desk.volunteer, "requests.triage", number, urgency="red")
    assert row.state is RequestState.triaged
    assert row.promised_at == row.created_at + 2 * HOUR


def test_triage_takes_the_urgency_of_the_kind_it_is(desk: Desk) -> None:
    row = desk.do(desk.secretary, "requests.triage", desk.record_new(), kind="hospital_trip")
    assert (row.kind, row.urgency) == (RequestKind.hospital_trip, Urgency.red)


def test_something_else_must_say_what(desk: Desk) -> None:
    with pytest.raises(Unfit) as unfit:
        build(AddRequest, {"household_id": desk.door})
    assert unfit.value.fields["detail"] == ("refuse.input.say_what", {})


def test_what_does_not_fit_is_said_with_the_label_of_the_form() -> None:
    with pytest.raises(Unfit) as unfit:
        build(AddRequest, {"kind": "carry", "quantity": 0})
    assert unfit.value.say(Words("en")) == "Door: Please fill this in; Quantity: Must be at least 1"
    assert unfit.value.say(Words("zh")) == "门牌: 请填写; 数量: 不能小于1"


def test_an_identity_number_is_asked_about_and_not_refused(desk: Desk) -> None:
    given = {"household_id": desk.door, "detail": "证号 220102196001011234"}
    assert warned(asks(AddRequest), given) == {"detail": NumberKind.id_number}
    assert build(AddRequest, given).detail == given["detail"]


def test_the_resident_must_live_behind_the_door(desk: Desk) -> None:
    key = key_of(lambda: desk.record(household_id=desk.other_door, resident_id=desk.resident))
    assert key == "refuse.requests.not_behind"


def test_the_same_kind_at_the_same_door_is_asked_about(desk: Desk, clock: FrozenClock) -> None:
    number = desk.record()
    clock.advance(3 * HOUR)
    refused = refusal(lambda: desk.record(again=False))
    assert refused.key == "refuse.requests.duplicate"
    assert (refused.params["no"], refused.params["age"]) == (number, "3h")
    desk.do(desk.volunteer, "requests.claim", number)
    refused = refusal(lambda: desk.record(again=False))
    assert refused.key == "refuse.requests.duplicate_held"
    assert refused.params["volunteer"] == desk.volunteer.name
    assert desk.record(again=True) == number + 1


def test_another_kind_another_door_or_a_closed_one_is_no_duplicate(desk: Desk) -> None:
    number = desk.record()
    desk.record(kind="drain", again=False)
    desk.record(household_id=desk.other_door, again=False)
    desk.do(desk.secretary, "requests.close", number)
    desk.record(again=False)


def test_a_pasted_line_is_asked_about_as_well(desk: Desk) -> None:
    desk.record_new()
    assert key_of(lambda: desk.record_new(again=False)) == "refuse.requests.duplicate"


def test_a_leader_names_anybody_and_a_volunteer_only_himself(desk: Desk) -> None:
    for leader in (desk.secretary, desk.grid_leader, desk.shift_leader):
        row = desk.row(desk.record(leader, assignee_id=desk.volunteer.id))
        assert (row.state, row.assignee_id) == (RequestState.claimed, desk.volunteer.id)
    row = desk.row(desk.record(desk.volunteer, assignee_id=desk.volunteer.id))
    assert row.state is RequestState.claimed
    key = key_of(lambda: desk.record(desk.volunteer, assignee_id=desk.other.id))
    assert key == "refuse.requests.only_yourself"


def test_nobody_is_named_who_left_or_has_to_stay_in(desk: Desk, clock: FrozenClock) -> None:
    perform(
        desk.store,
        SETUP,
        "people.isolate",
        Isolate(id=desk.other.id or 0, isolated_until=dt.date(2022, 4, 12)),
    )
    assert key_of(lambda: desk.record(assignee_id=desk.other.id)) == "refuse.requests.isolated"
    number = desk.record()
    key = key_of(lambda: desk.do(desk.other, "requests.claim", number))
    assert key == "refuse.requests.isolated"
    perform(desk.store, SETUP, "people.demobilise", Demobilise(id=desk.volunteer.id or 0))
    key = key_of(lambda: desk.do(desk.volunteer, "requests.claim", number))
    assert key == "refuse.requests.gone"


@pytest.mark.parametrize("verb", [verb for verb in changes() if verb.startswith("requests.")])
def test_every_verb_and_field_has_its_words(verb: str) -> None:
    keys = {verb, f"{verb}.did"}
    for ask in lookup(verb).asks:
        keys |= {ask.label, *([ask.hint] if ask.hint else [])}
    assert keys <= table().keys()


def test_every_state_and_money_state_has_its_word() -> None:
    states = {f"RequestState.{state}" for state in REQUEST.states}
    assert states | {f"MoneyState.{state}" for state in MONEY.states} <= table().keys()
    assert set(SETTLED) == REQUEST.final


@pytest.mark.parametrize(
    "word, kind",
    [
        ("买药", "medicine"),
        ("药", "medicine"),
        ("medicine", "medicine"),
        ("搬", "carry"),
        ("搬运", "carry"),
        ("carry", "carry"),
        ("买菜", "groceries"),
        ("groceries", "groceries"),
        ("就医", "hospital_trip"),
        ("hospital", "hospital_trip"),
        ("下水", "drain"),
        ("drain", "drain"),
        ("矛盾", "family_conflict"),
        ("conflict", "family_conflict"),
        ("代缴", "pay_bill"),
        ("bill", "pay_bill"),
        ("开锁", "lock_out"),
        ("lockout", "lock_out"),
        ("宠物", "pet"),
        ("pet", "pet"),
        ("心理", "psychological"),
        ("psych", "psychological"),
        ("诉求", "other"),
        ("request", "other"),
    ],
)
def test_the_quick_line_records_every_kind(desk: Desk, word: str, kind: str) -> None:
    line = f"3-2-401 {word} 越快越好 x2 急 @gyz"
    with desk.store.reading(desk.secretary) as session:
        read = understand(session, line, Words("zh"))
    assert read.ready and read.verb == "requests.add", read
    row = perform(desk.store, desk.secretary, read.verb, read.draft()).rows[0]
    assert isinstance(row, Request)
    assert (row.household_id, row.kind, row.detail, row.quantity, row.urgency) == (
        desk.door,
        kind,
        "越快越好",
        2,
        Urgency.urgent,
    )
    assert (row.state, row.assignee_id) == (RequestState.claimed, desk.shift_leader.id)


@pytest.mark.parametrize("kind", RequestKind)
def test_the_quick_line_says_that_it_is_another_one(desk: Desk, kind: RequestKind) -> None:
    desk.record(kind=kind)
    for lang, prefix in (("zh", "再"), ("en", "another ")):
        word = {"zh": "诉求", "en": "request"}[lang] if kind == "other" else Words(lang).of(kind)
        with desk.store.reading(desk.secretary) as session:
            plain = understand(session, f"3-2-401 {word} 快点", Words(lang))
            more = understand(session, f"3-2-401 {prefix}{word} 快点", Words(lang))
        refused = key_of(lambda read=plain: perform(desk.store, desk.secretary, *said(read)))
        assert refused == "refuse.requests.duplicate"
        perform(desk.store, desk.secretary, *said(more))


def said(read: Understood) -> tuple[str, Draft]:
    assert read.verb is not None
    return read.verb, read.draft()


@pytest.mark.parametrize(
    "line, state",
    [
        ("认领 #{n}", "claimed"),
        ("3-2-401 认领", "claimed"),
        ("claim #{n}", "claimed"),
        ("#{n} 认领 | 3-2-401 开始办", "in_progress"),
        ("#{n} claim | #{n} start | 3-2-401 done brought it", "done"),
        ("#{n} 认领 | #{n} 开始办 | 3-2-401 办妥 送到门口 | 回访 #{n} 满意 很快", "confirmed"),
        ("#{n} 记一笔 家属来电", "triaged"),
    ],
)
def test_the_quick_line_goes_on_with_a_request(desk: Desk, line: str, state: str) -> None:
    number = desk.record(desk.volunteer)
    for step in line.format(n=number).split(" | "):
        with desk.store.reading(desk.volunteer) as session:
            read = understand(session, step, Words("zh"))
        perform(desk.store, desk.volunteer, *said(read))
    assert desk.state(number) == state


def test_several_requests_behind_a_door_are_a_choice(desk: Desk) -> None:
    desk.record(detail="大米")
    desk.record(detail="面粉", kind="groceries")
    with desk.store.reading(desk.secretary) as session:
        read = understand(session, "3-2-401 认领", Words("zh"))
    assert not read.ready
    assert read.choice is not None and len(read.choice.options) == 2


def test_nobody_finds_out_by_a_step_what_is_asked_for_behind_a_door(desk: Desk) -> None:
    desk.record(kind="medicine", detail="奥氮平")
    with desk.store.reading(desk.other) as session:
        assert aim_requests(session, "3-2-401", 6) == ()

"""Requests are recorded once, promised, claimed by one person, and closed only with a reason."""

import datetime as dt
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from models import acts
from models.branch import rule_set
from models.people import Isolate
from models.people.drafts import Demobilise
from models.quick import understand
from models.requests import (
    MONEY,
    REQUEST,
    SETTLED,
    AddRequest,
    Assign,
    Request,
    RequestKind,
    RequestPause,
    RequestState,
    Satisfaction,
    Urgency,
)
from models.rules.promise import PromiseRules
from models.rules.refusal import Refusal
from models.store import Actor, FrozenClock, Role, Store
from models.store.drafts import Edit, TargetDraft, Unfit, build
from models.store.register import (
    lookup,
    lookup_kind,
    natural_step,
    opened_values,
    perform,
    verb_lines,
)
from models.words import Words, table
from tests.models.requests_branch import SETUP, Desk, built, copied

HOUR = dt.timedelta(hours=1)
WALL = Actor(None, "大屏", Role.wallboard)


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return built(tmp_path_factory.mktemp("requests"))


@pytest.fixture
def desk(branch: Desk, tmp_path: Path, clock: FrozenClock) -> Iterator[Desk]:
    with copied(branch, tmp_path, clock) as copy:
        yield copy


@pytest.fixture
def later(clock: FrozenClock) -> Callable[[float], dt.datetime]:
    """The moment so many hours from now."""
    return lambda hours: clock.now() + hours * HOUR


def refusal(run: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as refused:
        run()
    assert refused.value.key in table(), refused.value.key
    return refused.value


def key_of(run: Callable[[], object]) -> str:
    return refusal(run).key


# ── recording ────────────────────────────────────────────────────────────────────────────────────


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
    act = desk_last_act(desk, desk.secretary)
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


def test_no_identity_number_is_kept(desk: Desk) -> None:
    with pytest.raises(Unfit) as unfit:
        build(AddRequest, {"household_id": desk.door, "detail": "证号 220102196001011234"})
    assert set(unfit.value.fields) == {"detail"}


def test_the_resident_must_live_behind_the_door(desk: Desk) -> None:
    key = key_of(lambda: desk.record(household_id=desk.other_door, resident_id=desk.resident))
    assert key == "refuse.requests.not_behind"


def test_the_same_kind_at_the_same_door_is_asked_about(desk: Desk, clock: FrozenClock) -> None:
    number = desk.record()
    clock.advance(3 * HOUR)
    refused = refusal(lambda: desk.record(again=False))
    assert refused.key == "refuse.requests.duplicate"
    assert (refused.params["no"], refused.params["age"]) == (number, "3 h")
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


# ── who may do what ──────────────────────────────────────────────────────────────────────────────

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
    "requests.reveal": ("claimed", {}, ("secretary", "grid_leader", "volunteer")),
}
"""Verb -> from where, with what, and who may; the request is the volunteer's."""


def stand(desk: Desk, place: str, **given: object) -> int:
    """A request of the volunteer that stands at a place."""
    given = {"resident_id": desk.resident, **given}
    if place == "new":
        return desk.record_new()
    if place == "triaged":
        return desk.record(**given)
    number = desk.record(assignee_id=desk.volunteer.id, **given)
    who = desk.volunteer
    if place in ("in_progress", "waiting", "done", "confirmed", "needs_follow_up", "unreachable"):
        desk.do(who, "requests.start", number)
    match place:
        case "waiting":
            wake_at = desk.store.clock.now() + 2 * HOUR
            desk.do(who, "requests.wait", number, reason="缺货", wake_at=wake_at)
        case "done" | "confirmed":
            desk.do(who, "requests.done", number, outcome="送到")
        case "needs_follow_up":
            desk.do(who, "requests.follow_up", number, text="再去一次")
        case "unreachable":
            desk.do(who, "requests.unreachable", number, text="无人应门")
        case "closed":
            desk.do(who, "requests.close", number)
        case "advanced":
            desk.do(who, "requests.advance_money", number, amount_fen=1250)
        case "climbing":
            desk.do(who, "requests.ask_safety", number)
    if place == "confirmed":
        desk.do(who, "requests.confirm", number)
    return number


def with_moment(desk: Desk, given: dict[str, object]) -> dict[str, object]:
    now = desk.store.clock.now()
    return {name: now + 2 * HOUR if value == "+" else value for name, value in given.items()}


def attempt(desk: Desk, actor: Actor, verb: str, number: int, given: dict[str, object]) -> None:
    if verb == "requests.edit":
        edit = Edit(id=number, changed={"detail": "改后"}, opened={"detail": "大米两袋"})
        perform(desk.store, actor, verb, edit)
    elif verb == "requests.reveal":
        perform(desk.store, actor, verb, TargetDraft(id=number))
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


# ── undo ─────────────────────────────────────────────────────────────────────────────────────────


def desk_last_act(desk: Desk, actor: Actor) -> int:
    with desk.store.reading(actor) as session:
        line = acts.my_last(session)
    assert line is not None
    return line.id


def pauses(desk: Desk, number: int) -> list[dict[str, object]]:
    from sqlmodel import select

    with desk.store.reading(SETUP) as session:
        rows = session.exec(select(RequestPause).where(RequestPause.request_id == number)).all()
        return [row.model_dump(exclude={"version"}) for row in rows]


@pytest.mark.parametrize("verb", [verb for verb in MAY if verb != "requests.reveal"])
def test_undo_returns_every_field(desk: Desk, verb: str, clock: FrozenClock) -> None:
    place, given, _ = MAY[verb]
    number = stand(desk, place)
    before = desk.values(number), pauses(desk, number)
    clock.advance(dt.timedelta(minutes=7))
    attempt(desk, desk.secretary, verb, number, given)
    assert desk.values(number) != before[0]
    acts.undo(desk.store, desk.secretary, desk_last_act(desk, desk.secretary))
    assert (desk.values(number), pauses(desk, number)) == before


def test_undoing_the_record_takes_the_request_away(desk: Desk) -> None:
    number = desk.record()
    acts.undo(desk.store, desk.secretary, desk_last_act(desk, desk.secretary))
    with desk.store.reading(SETUP) as session:
        assert session.get(Request, number) is None


def test_a_step_is_not_undone_under_a_later_one(desk: Desk) -> None:
    number = desk.record()
    desk.do(desk.volunteer, "requests.claim", number)
    act = desk_last_act(desk, desk.volunteer)
    desk.do(desk.secretary, "requests.note", number, text="急用")
    key = key_of(lambda: acts.undo(desk.store, desk.volunteer, act))
    assert key == "refuse.undo.later"


def test_a_reveal_names_nobody_to_those_not_on_the_task(desk: Desk) -> None:
    number = stand(desk, "claimed")
    done = perform(desk.store, desk.volunteer, "requests.reveal", TargetDraft(id=number))
    assert done.rows == ("王秀芝  13900001111",)
    assert done.act_id is not None
    key = key_of(lambda: perform(desk.store, desk.other, "requests.reveal", TargetDraft(id=number)))
    assert key == "refuse.homes.not_shown"


def test_a_reveal_is_not_what_undo_takes_back(desk: Desk) -> None:
    number = stand(desk, "triaged")
    desk.do(desk.volunteer, "requests.claim", number)
    act = desk_last_act(desk, desk.volunteer)
    perform(desk.store, desk.volunteer, "requests.reveal", TargetDraft(id=number))
    assert desk_last_act(desk, desk.volunteer) == act


# ── the way ──────────────────────────────────────────────────────────────────────────────────────


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


# ── promises and waits ───────────────────────────────────────────────────────────────────────────


def test_only_a_wait_for_a_supplier_stops_the_clock(
    desk: Desk, clock: FrozenClock, later: Callable[[float], dt.datetime]
) -> None:
    promised = later(24)
    for waiting_for, due in (("supplier", 24 + 3), ("resident", 24), ("weather", 24)):
        number = stand(desk, "in_progress")
        row = desk.do(
            desk.volunteer,
            "requests.wait",
            number,
            waiting_for=waiting_for,
            reason="等",
            wake_at=later(3),
        )
        assert row.promised_at == promised + (due - 24) * HOUR, waiting_for


def test_woken_early_the_promise_comes_back_by_what_was_not_waited(
    desk: Desk, clock: FrozenClock, later: Callable[[float], dt.datetime]
) -> None:
    promised = later(24)
    number = stand(desk, "in_progress")
    desk.do(desk.volunteer, "requests.wait", number, reason="缺货", wake_at=later(3))
    clock.advance(HOUR)
    row = desk.do(desk.volunteer, "requests.wake", number)
    assert row.promised_at == promised + HOUR
    assert (row.state, row.waiting_for, row.wake_at) == (RequestState.claimed, None, None)


def test_nobody_wakes_it_and_the_clock_runs_on_from_the_wake_time(
    desk: Desk, clock: FrozenClock, later: Callable[[float], dt.datetime]
) -> None:
    promised = later(24)
    number = stand(desk, "in_progress")
    desk.do(desk.volunteer, "requests.wait", number, reason="缺货", wake_at=later(3))
    clock.advance(10 * HOUR)
    row = desk.do(desk.volunteer, "requests.wake", number)
    assert row.promised_at == promised + 3 * HOUR


def test_a_wait_may_be_lengthened_and_counts_once(
    desk: Desk, clock: FrozenClock, later: Callable[[float], dt.datetime]
) -> None:
    promised = later(24)
    number = stand(desk, "in_progress")
    desk.do(desk.volunteer, "requests.wait", number, reason="缺货", wake_at=later(3))
    clock.advance(2 * HOUR)
    row = desk.do(desk.volunteer, "requests.wait", number, reason="还缺货", wake_at=later(4))
    assert row.promised_at == promised + 6 * HOUR
    assert [pause["reason"] for pause in pauses(desk, number)] == ["缺货", "还缺货"]


def test_a_wait_after_the_promise_was_broken_mends_nothing(
    desk: Desk, clock: FrozenClock, later: Callable[[float], dt.datetime]
) -> None:
    number = stand(desk, "in_progress", urgency="red")
    promised = desk.row(number).promised_at
    clock.advance(5 * HOUR)
    row = desk.do(desk.volunteer, "requests.wait", number, reason="缺货", wake_at=later(3))
    assert row.promised_at == promised


def test_another_urgency_reckons_the_promise_anew_with_its_waits(
    desk: Desk, clock: FrozenClock, later: Callable[[float], dt.datetime]
) -> None:
    number = stand(desk, "in_progress")
    received = desk.row(number).created_at
    desk.do(desk.volunteer, "requests.wait", number, reason="缺货", wake_at=later(1))
    clock.advance(HOUR)
    desk.do(desk.volunteer, "requests.wake", number)
    row = desk.do(desk.secretary, "requests.set_urgency", number, urgency="urgent", reason="断药")
    assert row.promised_at == received + 9 * HOUR
    perform(
        desk.store,
        desk.secretary,
        "requests.edit",
        Edit(id=number, changed={"urgency": "low"}, opened={"urgency": "urgent"}),
    )
    assert desk.row(number).promised_at == received + 73 * HOUR


def test_a_wait_wakes_in_the_time_to_come(desk: Desk, clock: FrozenClock) -> None:
    number = stand(desk, "in_progress")
    key = key_of(
        lambda: desk.do(desk.volunteer, "requests.wait", number, reason="缺货", wake_at=clock.now())
    )
    assert key == "refuse.requests.wake_past"


@pytest.mark.parametrize("verb", ["assign", "close", "release", "wake"])
def test_every_way_out_of_a_wait_ends_it(desk: Desk, clock: FrozenClock, verb: str) -> None:
    given = {"assign": {"assignee_id": 5}, "release": {"reason": "有事"}}.get(verb, {})
    number = stand(desk, "waiting")
    clock.advance(HOUR)
    row = desk.do(desk.secretary, f"requests.{verb}", number, **given)
    assert (row.waiting_for, row.waiting_reason, row.wake_at) == (None, "", None)
    assert pauses(desk, number)[0]["ends_at"] == clock.now()


# ── climbing, money, editing ─────────────────────────────────────────────────────────────────────


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


# ── words ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("verb", [*MAY, "requests.add", "requests.note_new"])
def test_every_verb_and_field_has_its_words(verb: str) -> None:
    keys = {verb, f"{verb}.did"}
    for ask in lookup(verb).asks:
        keys |= {ask.label, *([ask.hint] if ask.hint else [])}
    assert keys <= table().keys()


def test_every_state_and_money_state_has_its_word() -> None:
    states = {f"RequestState.{state}" for state in REQUEST.states}
    assert states | {f"MoneyState.{state}" for state in MONEY.states} <= table().keys()
    assert set(SETTLED) == REQUEST.final


# ── the quick line ───────────────────────────────────────────────────────────────────────────────


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

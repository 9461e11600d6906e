"""Nobody on the care list is missed, only meeting or speaking counts, and illness stays private."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from models import acts
from models import care as area
from models.care import CARE, CareContact, CareState, ContactOutcome, Met, alarms, counts, panel
from models.care.finding import find_mine
from models.care.standing import person
from models.find import anything
from models.quick import understand
from models.requests import Request, RequestKind, RequestSource
from models.rules.care import Category, Step, Tier
from models.rules.refusal import Refusal
from models.store import Actor, FrozenClock, Role, Store, take_due
from models.store.drafts import Edit
from models.store.register import (
    Kind,
    lookup,
    lookup_kind,
    natural_step,
    opened_values,
    perform,
    verb_lines,
)
from models.words import Words, table
from tests.conftest import CountStatements
from tests.models.care_branch import HOUR, SETUP, Care, built, copied

WALL = Actor(None, "大屏", Role.wallboard)
DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Care:
    return built(tmp_path_factory.mktemp("care"))


@pytest.fixture
def care(branch: Care, tmp_path: Path, clock: FrozenClock) -> Iterator[Care]:
    with copied(branch, tmp_path, clock) as copy:
        yield copy


def refusal(run: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as refused:
        run()
    assert refused.value.key in table(), refused.value.key
    return refused.value


def fields_of(run: Callable[[], object]) -> dict[str, str]:
    """Field -> key of what is wrong with it."""
    found: dict[str, tuple[str, object]] = refusal(run).fields  # type: ignore[attr-defined]
    for key, _ in found.values():
        assert key in table(), key
    return {name: key for name, (key, _) in found.items()}


# ── coming on the list ───────────────────────────────────────────────────────────────────────────


def test_somebody_new_is_due_within_a_day(care: Care, clock: FrozenClock) -> None:
    line = care.line(care.list())
    assert line.due_at == clock.now() + DAY
    assert (line.tier, line.overdue, line.unpaired) == (Tier.green, False, True)


def test_nobody_comes_on_the_list_twice(care: Care) -> None:
    care.list()
    assert refusal(care.list).key == "refuse.care.listed"


def test_the_tier_comes_from_the_rule_set_with_its_reasons(care: Care) -> None:
    profile = care.list(categories=["elderly", "lives_alone"])
    with care.store.reading(care.secretary) as session:
        found = person(session, profile)
        assert found is not None
        assert (found.standing.tier, found.standing.reasons) == (Tier.red, ("alone_80",))


@pytest.mark.parametrize(
    ("mobility", "tier"),
    [("independent", Tier.green), ("dependent", Tier.yellow), ("bedridden", Tier.red)],
)
def test_mobility_counts_beside_the_categories(care: Care, mobility: str, tier: Tier) -> None:
    assert care.line(care.list(care.zhao, categories=["ill"], mobility=mobility)).tier is tier


@pytest.mark.parametrize(
    ("weeks", "category", "tier"),
    [
        (-10, "pregnancy", Tier.green),
        (-3, "pregnancy", Tier.red),
        (1, "pregnancy", Tier.red),
        (5, "postpartum", Tier.red),
        (9, "postpartum", Tier.green),
    ],
)
def test_weeks_around_a_birth_make_red(
    care: Care, clock: FrozenClock, weeks: int, category: str, tier: Tier
) -> None:
    born = clock.today() - dt.timedelta(weeks=weeks)
    profile = care.list(care.zhao, categories=[category], delivery_on=born)
    assert care.line(profile).tier is tier


# ── contacts ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("way", "met", "outcome", "seen"),
    [
        ("door", "met", "well", True),
        ("door", "spoke", "well", True),
        ("call", "met", "well", True),
        ("door", "left_at_door", "well", False),
        ("door", "met", "no_answer", False),
        ("door", "spoke", "refused", False),
        ("door", "met", "away", False),
    ],
)
def test_only_meeting_or_speaking_counts_as_seen(
    care: Care, clock: FrozenClock, way: str, met: str, outcome: str, seen: bool
) -> None:
    profile = care.list()
    before = care.row(profile).due_at
    clock.advance(HOUR)
    care.contact(profile, outcome, way=way, met=met)
    row = care.row(profile)
    assert (row.last_seen_at == clock.now()) is seen
    assert row.last_contact_at == clock.now()
    if seen:
        assert row.due_at == clock.now() + 84 * HOUR
    else:
        assert row.due_at <= before


def test_left_at_the_door_resets_nothing(care: Care, clock: FrozenClock) -> None:
    profile = care.list()
    care.contact(profile, "no_answer", way="call")
    clock.advance(30 * HOUR)
    before = care.line(profile)
    contact = care.contact(profile, "well", met="left_at_door")
    after = care.line(profile)
    assert (contact.outcome, contact.met) == (None, Met.left_at_door)
    assert (after.due_at, after.overdue, after.tier, after.attempt) == (
        before.due_at,
        True,
        Tier.red,
        2,
    )
    assert care.row(profile).last_outcome is ContactOutcome.no_answer


def test_nobody_is_met_by_telephone(care: Care) -> None:
    profile = care.list()
    assert care.contact(profile, way="call").met is Met.spoke
    wrong = fields_of(lambda: care.contact(profile, way="call", met="left_at_door"))
    assert wrong == {"met": "refuse.care.left_by_call"}


def test_a_visit_recorded_late_never_turns_the_clock_back(care: Care, clock: FrozenClock) -> None:
    profile = care.list()
    earlier = clock.now() - 3 * HOUR
    care.contact(profile)
    seen = care.row(profile)
    care.contact(profile, contact_at=earlier)
    care.contact(profile, "no_answer", contact_at=earlier)
    row = care.row(profile)
    assert (row.last_seen_at, row.due_at, row.tries) == (seen.last_seen_at, seen.due_at, 0)
    assert row.last_outcome is ContactOutcome.well
    assert fields_of(lambda: care.contact(profile, contact_at=clock.now() + HOUR)) == {
        "contact_at": "refuse.care.future"
    }


@pytest.mark.parametrize(("own", "hours"), [(None, 84), (24, 24), (200, 84)])
def test_the_stricter_of_tier_and_person_wins(
    care: Care, clock: FrozenClock, own: int | None, hours: int
) -> None:
    profile = care.list(frequency_hours=own)
    care.contact(profile)
    assert care.line(profile).due_at == clock.now() + hours * HOUR


def test_a_tier_that_time_made_stricter_brings_the_due_time_forward(
    care: Care, clock: FrozenClock
) -> None:
    profile = care.list(care.zhao, categories=["ill"])
    care.medicine(profile, "甘精胰岛素", told_days=8)
    care.contact(profile)
    seen = clock.now()
    assert care.line(profile).due_at == seen + 48 * HOUR
    clock.advance(2 * DAY - HOUR)
    line = care.line(profile)
    assert (line.tier, line.due_at, line.overdue) == (Tier.red, seen + 24 * HOUR, True)


# ── needs ────────────────────────────────────────────────────────────────────────────────────────


def requests(care: Care) -> list[Request]:
    from sqlmodel import select

    with care.store.reading(SETUP) as session:
        return list(session.exec(select(Request)))


def test_somebody_who_needs_something_gets_a_request_in_the_same_act(care: Care) -> None:
    profile = care.list()
    contact = care.contact(profile, "needs_action", need="medicine", note="二甲双胍 两盒")
    (asked,) = requests(care)
    assert (asked.kind, asked.detail, asked.source, asked.resident_id) == (
        RequestKind.medicine,
        "二甲双胍 两盒",
        RequestSource.care,
        care.wang,
    )
    assert contact.request_id == asked.id
    care.undo(care.volunteer)
    assert requests(care) == [] and care.row(profile).last_seen_at is None


def test_a_note_alone_becomes_a_request_and_nothing_at_all_is_refused(care: Care) -> None:
    profile = care.list()
    assert fields_of(lambda: care.contact(profile, "needs_action")) == {"need": "refuse.care.need"}
    care.contact(profile, "needs_action", note="灯坏了")
    assert [one.kind for one in requests(care)] == [RequestKind.other]
    wrong = fields_of(lambda: care.contact(profile, need="other"))
    assert wrong == {"note": "refuse.care.need_what"}


def test_a_promised_visit_is_kept_in_the_plan_until_it_is_made(
    care: Care, clock: FrozenClock
) -> None:
    profile = care.list()
    again = clock.now() + 5 * HOUR
    care.contact(profile, "needs_action", visit_at=again)
    assert requests(care) == [] and care.row(profile).due_at == again
    clock.advance(HOUR)
    care.contact(profile, way="call")
    assert care.row(profile).due_at == again, "a call before the visit does not replace it"
    clock.advance(4 * HOUR)
    care.contact(profile)
    assert care.row(profile).due_at == clock.now() + 84 * HOUR
    late = fields_of(lambda: care.contact(profile, visit_at=clock.now()))
    assert late == {"visit_at": "refuse.care.visit_past"}


# ── the ladder ───────────────────────────────────────────────────────────────────────────────────


def test_the_ladder_is_climbed_over_a_moving_clock(care: Care, clock: FrozenClock) -> None:
    profile = care.list(care.zhao, categories=["ill"])

    def step() -> tuple[Step, int]:
        line = care.line(profile)
        return line.step, line.attempt

    assert step() == (Step.call, 1)
    care.contact(profile, "no_answer", way="call")
    assert step() == (Step.call_again, 2)
    assert care.line(profile).tier is Tier.red, "nobody answered the last call"
    assert care.row(profile).due_at == clock.now() + 2 * HOUR
    clock.advance(HOUR)
    care.contact(profile, "no_answer", way="call")
    assert step() == (Step.knock, 3)
    clock.advance(HOUR)
    care.contact(profile, "no_answer", way="call")
    assert step() == (Step.knock, 4), "calls alone never escalate"
    with care.store.reading(care.volunteer) as session:
        assert natural_step(session, "care.profile", profile) == "care.record_contact"
    care.contact(profile, "no_answer", way="door")
    assert step()[0] is Step.escalate
    with care.store.reading(care.volunteer) as session:
        assert natural_step(session, "care.profile", profile) == "care.escalate"
        assert [alarm.key for alarm in alarms(session)][:1] == [f"care.no_answer:{profile}"]
    care.do(care.volunteer, "care.escalate", profile)
    row = care.row(profile)
    assert (row.state, row.escalated_at) == (CareState.escalated, clock.now())


def test_an_escalation_names_grid_leader_police_and_key_holder(care: Care) -> None:
    profile = care.list(key_holder="对门李姐 3-2-402")
    early = fields_of(lambda: care.do(care.volunteer, "care.escalate", profile))
    assert early == {"reason": "refuse.care.escalate_early"}
    care.do(care.volunteer, "care.escalate", profile, reason="屋内有煤气味")
    with care.store.reading(care.secretary) as session:
        sheet = lookup_kind("care.profile").sheet(session, profile)
        told = {field.label: field.value for field in sheet.fields}
        assert [alarm.severity for alarm in alarms(session)] == ["red"]
    assert "周岚" in str(told["care.escalate.grid_leader"])
    assert "示范路派出所 043100000002" in str(told["care.escalate.police"])
    assert told["care.escalate.key_holder"] == "对门李姐 3-2-402"
    with care.store.reading(care.other) as session:
        (line,) = acts.recent(session, 1)
        said = Words("zh")(f"{line.verb}.did", **line.params)
        assert "网格长周岚、警察示范路派出所" in said and "李姐" not in said


def test_meeting_the_person_ends_the_escalation(care: Care) -> None:
    profile = care.list()
    care.do(care.volunteer, "care.escalate", profile, reason="三天没人见过")
    care.contact(profile, "no_answer")
    assert care.row(profile).state is CareState.escalated
    care.contact(profile)
    row = care.row(profile)
    assert (row.state, row.escalated_at, row.tries) == (CareState.active, None, 0)


@pytest.mark.parametrize(
    ("resolution", "state"),
    [("found_well", "active"), ("hospital", "paused"), ("away", "paused")],
)
def test_an_escalation_is_resolved_with_what_it_came_to(
    care: Care, resolution: str, state: str
) -> None:
    profile = care.list()
    care.contact(profile, "no_answer")
    care.do(care.volunteer, "care.escalate", profile, reason="门内有声")
    note = "开锁后见到本人"
    care.do(care.shift_leader, "care.resolve_escalation", profile, resolution=resolution, note=note)
    row = care.row(profile)
    assert (row.state, row.tries, row.escalated_at) == (CareState(state), 0, None)
    assert (row.last_seen_at is not None) is (resolution == "found_well")
    with care.store.reading(care.secretary) as session:
        assert note in str(lookup_kind("care.profile").sheet(session, profile))


def test_what_was_noted_at_the_door_is_not_read_in_the_journal(care: Care) -> None:
    profile = care.list()
    care.contact(profile, note="术后换药")
    care.do(care.shift_leader, "care.pause", profile, note="肺炎")
    with care.store.reading(care.other) as session:
        told = str(acts.recent(session, 5)) + str(
            acts.timeline(session, "care.profile", profile, 5)
        )
        sheet = str(lookup_kind("care.profile").sheet(session, profile))
    for private in ("术后换药", "肺炎"):
        assert private not in told and private not in sheet


# ── pauses and the end ───────────────────────────────────────────────────────────────────────────


def test_a_pause_stops_the_clock_and_coming_back_starts_it_anew(
    care: Care, clock: FrozenClock
) -> None:
    profile = care.list()
    care.contact(profile, "no_answer")
    care.do(care.shift_leader, "care.pause", profile, note="住院")
    clock.advance(5 * DAY)
    assert not care.line(profile).overdue
    with care.store.reading(care.secretary) as session:
        assert panel(session) == () and counts(session).overdue == 0
        assert counts(session).total == 1, "away for a while is still on the list"
    care.do(care.shift_leader, "care.resume", profile)
    line = care.line(profile)
    assert (line.due_at, line.attempt) == (clock.now() + 84 * HOUR, 1)


def test_whoever_came_off_the_list_can_come_back(care: Care) -> None:
    profile = care.list()
    care.do(care.grid_leader, "care.end", profile, reason="家人接走")
    with care.store.reading(care.secretary) as session:
        assert counts(session).total == 0
    assert refusal(lambda: care.contact(profile)).key == "refuse.machine"
    assert refusal(lambda: care.medicine(profile)).key == "refuse.care.ended"
    care.do(care.grid_leader, "care.reopen", profile, reason="回来了")
    assert care.row(profile).state is CareState.active


# ── medicine ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ({"told_days": 6}, 6),
        ({"told_days": None, "count": 60, "units_per_dose": "2", "doses_per_day": "3"}, 10),
        ({"told_days": None, "count": 7, "units_per_dose": "半", "doses_per_day": "1/2"}, 28),
        ({"told_days": None, "count": 9, "doses_per_day": "0"}, None),
        ({"told_days": None, "count": None}, None),
    ],
)
def test_days_left_are_counted_or_as_told(
    care: Care, told: dict[str, object], left: int | None
) -> None:
    profile = care.list()
    pill = care.pill(care.medicine(profile, **told))
    assert pill.days_left(dt.date(2022, 4, 8)) == left
    assert care.line(profile).days_left == left


def test_medicine_runs_down_by_itself_and_a_count_sets_it_right(
    care: Care, clock: FrozenClock
) -> None:
    profile = care.list()
    medicine = care.medicine(profile, told_days=6)
    clock.advance(3 * DAY)
    assert care.line(profile).days_left == 3
    with care.store.reading(care.secretary) as session:
        assert counts(session).medicine_urgent == 1
    care.do(care.secretary, "care.count_medicine", medicine, count=30)
    pill = care.pill(medicine)
    assert (pill.told_days, pill.count, care.line(profile).days_left) == (None, 30, 30)


def test_a_count_needs_one_number_and_not_two(care: Care, clock: FrozenClock) -> None:
    medicine = care.medicine(care.list())

    def counted(**values: object) -> dict[str, str]:
        return fields_of(lambda: care.do(care.secretary, "care.count_medicine", medicine, **values))

    assert counted() == {"count": "refuse.care.count"}
    assert counted(count=3, told_days=3) == {"told_days": "refuse.care.count_twice"}
    tomorrow = clock.today() + DAY
    assert counted(count=3, counted_on=tomorrow) == {"counted_on": "refuse.care.future"}


def test_the_same_medicine_is_not_written_down_twice(care: Care) -> None:
    profile = care.list()
    medicine = care.medicine(profile)
    assert fields_of(lambda: care.medicine(profile)) == {"name": "refuse.care.medicine_known"}
    care.do(care.secretary, "care.stop_medicine", medicine)
    care.medicine(profile)


def test_insulin_is_critical_and_cold_by_its_name(care: Care) -> None:
    pill = care.pill(care.medicine(care.list(), "甘精胰岛素"))
    assert pill.critical and pill.cold


def test_the_refill_is_asked_for_in_time_once_with_two_desks_open(
    care: Care, clock: FrozenClock
) -> None:
    profile = care.list()
    medicine = care.medicine(profile, told_days=5)
    other = Store.open(care.store.url, clock)
    try:
        take_due(care.store, area.DUTIES)
        assert requests(care) == []
        clock.advance(2 * DAY)
        taken = [take_due(store, area.DUTIES) for store in (care.store, other)]
        assert sorted(map(len, taken)) == [0, 1]
        for hour in range(3):
            clock.advance(HOUR)
            take_due(other if hour % 2 else care.store, area.DUTIES)
    finally:
        other.close()
    (asked,) = requests(care)
    assert (asked.kind, asked.item) == (RequestKind.medicine, "二甲双胍 0.5g")
    assert care.pill(medicine).refill_request_id == asked.id


def test_a_new_count_of_the_same_box_asks_no_second_time_but_a_new_box_does(
    care: Care, clock: FrozenClock
) -> None:
    medicine = care.medicine(care.list(), told_days=3)
    take_due(care.store, area.DUTIES)
    care.do(care.secretary, "care.count_medicine", medicine, told_days=2)
    clock.advance(HOUR)
    take_due(care.store, area.DUTIES)
    assert len(requests(care)) == 1
    care.do(care.secretary, "care.count_medicine", medicine, count=10)
    clock.advance(8 * DAY)
    take_due(care.store, area.DUTIES)
    assert len(requests(care)) == 2


def test_too_small_a_refill_is_asked_for_again(care: Care, clock: FrozenClock) -> None:
    medicine = care.medicine(care.list(), told_days=1)
    take_due(care.store, area.DUTIES)
    (asked,) = requests(care)
    care.do(care.secretary, "requests.close", asked.id, closing="done_by_others")
    care.do(care.secretary, "care.count_medicine", medicine, told_days=2)
    clock.advance(HOUR)
    take_due(care.store, area.DUTIES)
    assert len(requests(care)) == 2


def test_nothing_is_refilled_for_whoever_is_in_hospital(care: Care) -> None:
    profile = care.list()
    care.medicine(profile, told_days=1)
    care.do(care.secretary, "care.pause", profile)
    take_due(care.store, area.DUTIES)
    assert requests(care) == []


# ── lists, numbers, alarms ───────────────────────────────────────────────────────────────────────


def everybody(care: Care) -> list[int]:
    """A red, a yellow and two green people."""
    return [
        care.list(care.wang, categories=["elderly", "lives_alone"], volunteer_id=care.volunteer.id),
        care.list(care.li, categories=["elderly", "disabled"]),
        care.list(care.zhao, categories=["ill"]),
        care.list(care.sun, categories=["child"]),
    ]


def test_what_needs_a_hand_comes_first(care: Care, clock: FrozenClock) -> None:
    red, yellow, ill, child = everybody(care)
    care.medicine(ill, told_days=4)
    care.contact(child)
    clock.advance(DAY + HOUR)
    care.contact(ill)
    care.do(care.shift_leader, "care.escalate", yellow, reason="门内有声")
    with care.store.reading(care.secretary) as session:
        lines = panel(session)
        assert [line.id for line in lines] == [yellow, red, ill, child]
        numbers = counts(session)
    assert (numbers.total, numbers.overdue, numbers.medicine_urgent) == (4, 2, 1)
    assert (numbers.unpaired_red, numbers.escalated) == (0, 1)


def test_overdue_and_unpaired_reds_are_alarms(care: Care, clock: FrozenClock) -> None:
    paired, *_ = everybody(care)
    care.do(care.shift_leader, "care.unpair", paired, reason="轮休")
    with care.store.reading(care.secretary) as session:
        assert [alarm.key for alarm in alarms(session)] == [f"care.unpaired:{paired}"]
    clock.advance(DAY + HOUR)
    with care.store.reading(care.secretary) as session:
        keys = [alarm.key for alarm in alarms(session)]
        assert keys == [f"care.overdue:{paired}", f"care.unpaired:{paired}"]
        for alarm in alarms(session):
            assert alarm.text in table() and alarm.record == f"care.profile:{paired}"
            assert alarm.since <= session.now


@pytest.mark.parametrize("filter_", area.FILTERS)
@pytest.mark.parametrize("order", area.ORDERS)
def test_every_filter_and_order_has_a_word_and_works(care: Care, filter_: str, order: str) -> None:
    everybody(care)
    assert filter_ in table() and order in table()
    with care.store.reading(care.secretary) as session:
        page = area.profiles(session, filter_, order)
    assert page.total == len(page.lines) <= 4


def test_mine_is_who_is_paired_with_me(care: Care) -> None:
    red, *_ = everybody(care)
    with care.store.reading(care.volunteer) as session:
        assert [line.id for line in area.profiles(session, mine=True).lines] == [red]


def test_the_cost_of_a_read_does_not_grow_with_list_or_history(
    care: Care, count_statements: CountStatements, clock: FrozenClock
) -> None:
    profile = care.list()

    def cost(read: Callable[[object], object]) -> int:
        with count_statements(care.store) as asked, care.store.reading(care.secretary) as session:
            read(session)
        return asked.count

    reads = (panel, counts, alarms, area.profiles)
    before = [cost(read) for read in reads]
    everybody_else = (care.li, care.zhao, care.sun)
    for resident in everybody_else:
        care.medicine(care.list(resident))
    for _ in range(20):
        clock.advance(HOUR)
        care.contact(profile)
    assert [cost(read) for read in reads] == before
    assert max(before) <= 5, before

    def all_of_them(session: object) -> None:
        for read in reads:
            read(session)

    assert cost(all_of_them) <= before[0], "one reading reads the list once"


def test_the_overdue_query_has_its_index(care: Care) -> None:
    with care.store.reading(SETUP) as session:
        import sqlalchemy as sa

        asked = sa.text(
            "EXPLAIN QUERY PLAN SELECT id FROM care_profile"
            " WHERE state IN ('active', 'escalated') AND due_at < '2022-04-09'"
        )
        assert "care_profile_due" in str(session.connection().execute(asked).all())
        listed = sa.text("EXPLAIN QUERY PLAN SELECT id FROM care_profile WHERE state <> 'ended'")
        assert "care_profile_listed" in str(session.connection().execute(listed).all())


# ── who sees what ────────────────────────────────────────────────────────────────────────────────


def test_illness_is_shown_to_whose_work_needs_it(care: Care) -> None:
    profile = care.list(
        care.wang,
        categories=["elderly", "lives_alone", "ill"],
        condition="肺部术后",
        volunteer_id=care.volunteer.id,
    )
    care.medicine(profile, told_days=2)

    def seen(viewer: Actor) -> tuple[object, ...]:
        line = care.line(profile, viewer)
        return line.door, line.name, line.marks, line.days_left

    whole = (Category.elderly, Category.lives_alone, Category.ill)
    assert seen(care.secretary) == ("3-2-401", "王秀芝", whole, 2)
    assert seen(care.grid_leader) == ("3-2-401", "王秀芝", whole, 2)
    assert seen(care.volunteer) == ("3-2-401", "王阿姨", whole[:2], 2)
    assert seen(care.other) == ("3-*", "王**", (), None)
    assert seen(care.shift_leader) == ("3-*", "王**", (), None)
    with care.store.reading(WALL) as session:
        assert panel(session) == () and area.profiles(session).lines == ()
        assert counts(session).total == 1

    def told(viewer: Actor) -> str:
        with care.store.reading(viewer) as session:
            return str(lookup_kind("care.profile").sheet(session, profile))

    assert "肺部术后" in told(care.secretary)
    assert "二甲双胍" in told(care.volunteer), "who counts the tablets knows their name"
    for viewer in (care.grid_leader, care.volunteer, care.other, care.shift_leader):
        assert "肺部术后" not in told(viewer)
    for viewer in (care.grid_leader, care.other, care.shift_leader):
        assert "二甲双胍" not in told(viewer)
    for viewer in (care.other, care.shift_leader):
        assert "3-2-401" not in told(viewer) and "王秀芝" not in told(viewer)


def test_no_filter_or_order_tells_what_the_line_hides(care: Care) -> None:
    profile = care.list()
    care.medicine(profile, told_days=1)
    with care.store.reading(care.other) as session:
        assert area.profiles(session, "care.filter.medicine").total == 0
        assert area.profiles(session, order="care.order.door").lines[0].walk == (3, 0, "")


def test_find_matches_on_nothing_the_finder_sees_only_masked(care: Care) -> None:
    profile = care.list(volunteer_id=care.volunteer.id)
    care.list(care.zhao, categories=["ill"])

    def found(viewer: Actor, text: str) -> list[tuple[int, str]]:
        with care.store.reading(viewer) as session:
            return [(one.id, one.label) for one in area.find_profiles(session, text, 9)]

    assert found(care.secretary, "王秀芝") == found(care.secretary, "wxz") == [(profile, "王秀芝")]
    assert found(care.grid_leader, "赵玉兰") == []
    assert found(care.other, "王秀芝") == found(care.other, "wxz") == []
    for typed in ("王阿姨", "王秀芝", "秀芝", "wangxiuzhi", "wxz"):
        assert found(care.volunteer, typed) == [(profile, "王阿姨")], typed
    assert found(care.other, "3-2-401") == [(profile, "王**")]
    assert found(WALL, "3-2-401") == []


def test_find_anything_knows_the_paired_by_name_and_nobody_else(
    care: Care, count_statements: CountStatements
) -> None:
    profile = care.list(volunteer_id=care.volunteer.id)
    care.list(care.li)

    def found(viewer: Actor, text: str) -> list[tuple[str, int, str, str]]:
        with care.store.reading(viewer) as session:
            return [(one.kind, one.id, one.label, one.detail) for one in anything(session, text)]

    mine = [("care.profile", profile, "王阿姨", "3-2-401")]
    for typed in ("王秀芝", "王阿姨", "wangxiuzhi", "wxz"):
        assert found(care.volunteer, typed) == mine
        assert found(care.other, typed) == found(WALL, typed) == []
    assert found(care.volunteer, "李国良") == []
    for leader in (care.secretary, care.grid_leader):
        assert [kind for kind, *_ in found(leader, "wxz")] == ["homes.resident"]
    care.list(care.zhao, volunteer_id=care.grid_leader.id)
    assert [label for _, _, label, _ in found(care.grid_leader, "赵玉兰")] == ["赵阿姨"]

    with count_statements(care.store) as asked, care.store.reading(care.volunteer) as session:
        find_mine(session, "wxz", 9)
    assert asked.count == 1
    care.do(care.secretary, "care.end", profile, reason="moved")
    assert found(care.volunteer, "王秀芝") == []


def test_the_full_name_and_number_are_revealed_on_the_task_and_journalled(care: Care) -> None:
    profile = care.list(volunteer_id=care.volunteer.id, emergency_contact="女儿 13900003333")
    shown = care.do(care.volunteer, "care.reveal", profile)
    assert shown == "王秀芝  13900001111  女儿 13900003333"
    assert refusal(lambda: care.do(care.other, "care.reveal", profile)).key == (
        "refuse.care.not_shown"
    )


def test_an_edit_form_opens_only_for_who_may_read_it(care: Care) -> None:
    here, there = care.list(), care.list(care.zhao, categories=["ill"])
    with care.store.reading(care.grid_leader) as session:
        assert opened_values(session, "care.profile", here)["categories"] == ["elderly"]
        assert refusal(lambda: opened_values(session, "care.profile", there)).key == (
            "refuse.care.not_shown"
        )
        assert "condition" not in opened_values(session, "care.profile", here)


# ── every change ─────────────────────────────────────────────────────────────────────────────────

CHANGES: dict[str, tuple[dict[str, object], frozenset[str]]] = {
    "care.add_profile": ({}, frozenset({"secretary", "grid_leader", "shift_leader"})),
    "care.edit_profile": ({}, frozenset({"secretary", "grid_leader"})),
    "care.set_condition": ({"condition": "高血压"}, frozenset({"secretary", "grid_leader"})),
    "care.pair": (
        {"volunteer_id": 4},
        frozenset({"secretary", "grid_leader", "shift_leader", "volunteer"}),
    ),
    "care.unpair": ({"reason": "轮休"}, frozenset({"secretary", "grid_leader", "shift_leader"})),
    "care.record_contact": (
        {},
        frozenset({"secretary", "grid_leader", "shift_leader", "volunteer", "other"}),
    ),
    "care.escalate": (
        {"reason": "门内有声"},
        frozenset({"secretary", "grid_leader", "shift_leader", "volunteer", "other"}),
    ),
    "care.resolve_escalation": (
        {"note": "见到本人"},
        frozenset({"secretary", "grid_leader", "shift_leader"}),
    ),
    "care.pause": ({}, frozenset({"secretary", "grid_leader", "shift_leader"})),
    "care.resume": ({}, frozenset({"secretary", "grid_leader", "shift_leader"})),
    "care.end": ({"reason": "家人接走"}, frozenset({"secretary", "grid_leader"})),
    "care.reopen": ({"reason": "回来了"}, frozenset({"secretary", "grid_leader"})),
    "care.add_medicine": (
        {"name": "缬沙坦", "told_days": 9},
        frozenset({"secretary", "grid_leader", "shift_leader", "volunteer", "other"}),
    ),
    "care.edit_medicine": ({}, frozenset({"secretary"})),
    "care.count_medicine": ({"count": 12}, frozenset({"secretary", "volunteer"})),
    "care.stop_medicine": ({}, frozenset({"secretary"})),
    "care.raise_refills": ({}, frozenset({"secretary"})),
    "care.reveal": ({}, frozenset({"secretary", "grid_leader", "volunteer"})),
}
"""Verb -> what it takes, and which of the five people may do it here: the volunteer is the paired
one, the grid leader answers for the door."""

_MEDICINES = ("care.edit_medicine", "care.count_medicine", "care.stop_medicine")


def ready(care: Care, verb: str) -> int | None:
    """Makes a record that the verb fits, and gives its id."""
    if verb == "care.add_profile":
        return None
    pair = {} if verb == "care.pair" else {"volunteer_id": care.volunteer.id}
    profile = care.list(**pair)
    if verb in _MEDICINES:
        return care.medicine(profile)
    if verb == "care.raise_refills":
        care.medicine(profile, told_days=1)
        return None
    if verb == "care.resolve_escalation":
        care.do(care.secretary, "care.escalate", profile, reason="门内有声")
    if verb == "care.resume":
        care.do(care.secretary, "care.pause", profile)
    if verb == "care.reopen":
        care.do(care.secretary, "care.end", profile, reason="家人接走")
    return profile


def run(care: Care, actor: Actor, verb: str, row_id: int | None) -> object:
    """Does the verb with the values of the table."""
    values = dict(CHANGES[verb][0])
    if verb == "care.add_profile":
        values = {"resident_id": care.wang, "categories": ["elderly"]}
    if verb in ("care.edit_profile", "care.edit_medicine"):
        changed = {"note": "常在家"}
        edit = Edit(id=row_id or 0, changed=changed, opened={"note": ""})
        return perform(care.store, actor, verb, edit).rows[0]
    return care.do(actor, verb, row_id, **values)


def test_every_change_is_in_the_table() -> None:
    from models.store.register import changes

    assert {verb for verb in changes() if verb.startswith("care.")} == set(CHANGES)


@pytest.mark.parametrize("verb", CHANGES)
def test_every_change_with_every_role(care: Care, verb: str) -> None:
    row_id = ready(care, verb)
    allowed = CHANGES[verb][1]
    names = ("secretary", "grid_leader", "shift_leader", "volunteer", "other")
    for name, actor in reversed(list(zip(names, care.actors, strict=True))):
        if name not in allowed:
            assert refusal(lambda who=actor: run(care, who, verb, row_id)).key
    refused = refusal(lambda: run(care, WALL, verb, row_id))
    assert refused.key == "refuse.role"
    run(care, getattr(care, sorted(allowed)[0]), verb, row_id)


@pytest.mark.parametrize("verb", CHANGES)
def test_every_change_says_what_it_did_in_both_languages(care: Care, verb: str) -> None:
    run(care, care.secretary, verb, ready(care, verb))
    with care.store.reading(care.secretary) as session:
        (line,) = acts.recent(session, 1)
    for lang in ("zh", "en"):
        said = Words(lang)(f"{line.verb}.did", **line.params)
        assert said and not said.startswith("care.") and "{" not in said
        assert "  " not in said.strip(), said
    assert line.verb == verb


def everything(care: Care) -> list[object]:
    """Every row of the area, and the requests it made."""
    import sqlalchemy as sa

    found: list[object] = []
    with care.store.reading(SETUP) as session:
        for name in ("care_profile", "care_contact", "medicine", "request"):
            rows = session.connection().execute(sa.text(f"SELECT * FROM {name} ORDER BY id"))
            found += [{k: v for k, v in row.items() if k != "version"} for row in rows.mappings()]
    return found


@pytest.mark.parametrize("verb", [verb for verb in CHANGES if verb != "care.reveal"])
def test_undo_returns_every_field_of_every_change(care: Care, verb: str) -> None:
    row_id = ready(care, verb)
    before = everything(care)
    run(care, care.secretary, verb, row_id)
    assert everything(care) != before
    care.undo(care.secretary)
    assert everything(care) == before


def test_a_volunteer_may_take_somebody_who_has_nobody_and_nobody_elses(care: Care) -> None:
    profile = care.list()
    wrong = refusal(
        lambda: care.do(care.volunteer, "care.pair", profile, volunteer_id=care.other.id)
    )
    assert wrong.key == "refuse.care.only_yourself"
    care.do(care.volunteer, "care.pair", profile, volunteer_id=care.volunteer.id)
    taken = refusal(lambda: care.do(care.other, "care.pair", profile, volunteer_id=care.other.id))
    assert taken.key == "refuse.care.paired"


def test_every_verb_of_the_menu_is_a_change_with_words(care: Care) -> None:
    medicine = care.medicine(care.list())
    for name, row_id in (("care.profile", 1), ("care.medicine", medicine)):
        kind: Kind = lookup_kind(name)
        with care.store.reading(care.secretary) as session:
            lines = verb_lines(session, name, row_id)
        assert [line.verb for line in lines] == list(kind.verbs)
        for line in lines:
            assert line.verb in table() and f"{line.verb}.did" in table()
            for ask in lookup(line.verb).asks:
                assert ask.label in table(), (line.verb, ask.label)
                assert ask.hint is None or ask.hint in table(), (line.verb, ask.hint)


# ── the quick line ───────────────────────────────────────────────────────────────────────────────


def quick(care: Care, text: str, viewer: Actor | None = None) -> object:
    with care.store.reading(viewer or care.secretary) as session:
        return understand(session, text, Words("zh"))


@pytest.mark.parametrize(
    ("text", "way", "outcome"),
    [
        ("3-2-401 走访 平安", "door", "well"),
        ("平安 走访 3栋2单元401", "door", "well"),
        ("王秀芝 电话 无人", "call", "no_answer"),
        ("3-2-401 visit no-answer", "door", "no_answer"),
        ("wxz call well", "call", "well"),
        ("3-2-401 走访 不在", "door", "away"),
        ("3-2-401 走访 拒绝", "door", "refused"),
        ("3-2-401 走访 需要帮助 买药 二甲双胍", "door", "needs_action"),
    ],
)
def test_the_quick_line_records_a_contact(care: Care, text: str, way: str, outcome: str) -> None:
    profile = care.list()
    line = quick(care, text)
    draft = line.draft()  # type: ignore[attr-defined]
    assert (draft.id, draft.way, draft.outcome) == (profile, way, outcome)
    perform(care.store, care.secretary, "care.record_contact", draft)


@pytest.mark.parametrize(
    ("said", "visit_at", "contact_at", "note"),
    [
        ("明天 14:00", "2022-04-09 14:00", "", ""),
        ("明天 1430 再看", "2022-04-09 14:30", "", "再看"),
        ("tomorrow 2 pm", "2022-04-09 14:00", "", ""),
        ("+1d", "2022-04-09 10:30", "", ""),
        ("0412", "2022-04-12 00:00", "", ""),
        ("昨天 14:00", "", "2022-04-07 14:00", ""),
        ("昨天 14:00 明天 9:00", "2022-04-09 09:00", "2022-04-07 14:00", ""),
        ("明天再来", "", "", "明天再来"),
    ],
)
def test_a_time_in_the_quick_line_fills_the_field_it_is_for(
    care: Care, said: str, visit_at: str, contact_at: str, note: str
) -> None:
    care.list()
    line = quick(care, f"3-2-401 走访 平安 {said}")
    shown = {part.name: part.shown for part in line.parts}  # type: ignore[attr-defined]
    told = [shown.get(name, "") for name in ("visit_at", "contact_at", "note")]
    assert told == [visit_at, contact_at, note]
    assert line.ready  # type: ignore[attr-defined]


def test_two_people_behind_one_door_are_a_choice_and_never_a_guess(care: Care) -> None:
    first, second = care.list(), care.list(care.li)
    line = quick(care, "3-2-401 走访 平安")
    assert {option.id for option in line.choice.options} == {first, second}  # type: ignore[attr-defined]
    assert not line.ready  # type: ignore[attr-defined]
    named = quick(care, "3-2-401 李国良 走访 平安")
    assert named.draft().id == second  # type: ignore[attr-defined]


def test_the_quick_line_counts_a_medicine(care: Care) -> None:
    profile = care.list()
    medicine = care.medicine(profile)
    care.medicine(profile, "甘精胰岛素")
    for said, count, days in (("x24", 24, None), ("14片", 14, None), ("14天", None, 14)):
        line = quick(care, f"3-2-401 数药 二甲双胍 {said}")
        draft = line.draft()  # type: ignore[attr-defined]
        assert (draft.id, draft.count, draft.told_days) == (medicine, count, days)
    assert quick(care, "3-2-401 数药 二甲双胍 两盒").unread == ("两盒",)  # type: ignore[attr-defined]


# ── the machine ──────────────────────────────────────────────────────────────────────────────────


class Walk(RuleBasedStateMachine):
    """Any verbs in any order, over a moving clock."""

    care: Care
    clock: FrozenClock
    profile: int

    @rule(verb=st.sampled_from(CARE.verbs()), outcome=st.sampled_from(ContactOutcome))
    def step(self, verb: str, outcome: ContactOutcome) -> None:
        before = self.care.row(self.profile)
        values = dict(CHANGES[verb][0])
        if verb == "care.record_contact":
            values = {"outcome": outcome, "note": "缺盐"}
        try:
            self.care.do(self.care.secretary, verb, self.profile, **values)
        except Refusal:
            after = self.care.row(self.profile)
            assert after == before
            assert not CARE.allows(verb, before.state)
            return
        assert CARE.allows(verb, before.state)
        after = self.care.row(self.profile)
        if verb == "care.record_contact":
            seen = outcome in (ContactOutcome.well, ContactOutcome.needs_action)
            assert after.state is (CareState.active if seen else before.state)
            assert (after.last_seen_at == self.clock.now()) >= seen
            if not seen:
                assert after.due_at <= before.due_at
                assert after.last_seen_at == before.last_seen_at
        elif verb != "care.resolve_escalation":
            assert after.state == CARE.to(verb, before.state)

    @rule(hours=st.integers(0, 60))
    def wait(self, hours: int) -> None:
        self.clock.advance(hours * HOUR)

    @rule()
    def undo(self) -> None:
        try:
            self.care.undo(self.care.secretary)
        except (AssertionError, Refusal):
            return

    @invariant()
    def nobody_is_lost(self) -> None:
        with self.care.store.reading(self.care.secretary) as session:
            row = self.care.row(self.profile)
            on_list = row.state is not CareState.ended
            assert counts(session).total == on_list
            assert len(panel(session)) == (row.state in area.WATCHED)


def test_no_path_loses_anybody(branch: Care, tmp_path: Path) -> None:
    runs = iter(range(1000))

    def walk() -> Walk:
        machine = Walk()
        folder = tmp_path / str(next(runs))
        folder.mkdir()
        machine.clock = FrozenClock("2022-04-08T10:30")
        opening = copied(branch, folder, machine.clock)
        machine.care = opening.__enter__()
        machine.teardown = lambda: opening.__exit__(None, None, None)  # type: ignore[method-assign]
        made = {"resident_id": machine.care.wang, "categories": ["elderly"]}
        added = machine.care.do(machine.care.shift_leader, "care.add_profile", **made)
        machine.profile = int(added.id)
        return machine

    run_state_machine_as_test(
        walk,
        settings=settings(
            max_examples=12,
            stateful_step_count=18,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_contacts_are_kept_with_who_and_when(care: Care, clock: FrozenClock) -> None:
    from sqlmodel import select

    profile = care.list()
    care.contact(profile, "no_answer", way="call")
    clock.advance(HOUR)
    care.contact(profile, note="精神不错")
    with care.store.reading(SETUP) as session:
        rows = session.exec(select(CareContact).order_by(CareContact.id)).all()  # type: ignore[arg-type]
    assert [(one.attempt, one.recorded_by, one.met) for one in rows] == [
        (1, care.volunteer.id, None),
        (2, care.volunteer.id, Met.met),
    ]

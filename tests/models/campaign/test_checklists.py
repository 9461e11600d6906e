"""The campaign: phases left with a report, directives with a deadline, lists that are computed."""

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from models import branch, campaign
from models.branch import PhaseKind
from models.campaign import PHASES, CheckList, Course, DirectiveState, ExitItem, Measure
from models.campaign.changes import close_stages
from models.quick import understand
from models.rounds import CoverageRound, Outcome, RoundKind, RoundState, RoundTarget
from models.rules.refusal import Refusal
from models.store import Actor, Clock, FrozenClock, Role, Store
from models.store.drafts import Edit, Unfit
from models.store.duties import take_due
from models.store.register import (
    lookup,
    lookup_kind,
    natural_step,
    perform,
    verb_lines,
)
from models.words import LANGUAGES, Words
from tests.conftest import CountStatements
from tests.empty import empty_store
from tests.models.crew import SET_UP, at, do, refused, stored, with_people

TABLES = ("phase", "directive", "milestone", "check_tick", "stage_report", "request")
FIRST = dt.date(2022, 3, 20)
VERBS = (
    "list_free unseal close reseal record_directive carry_out withdraw_directive reopen_directive"
    " edit_directive add_milestone remove_milestone edit_milestone tick untick hand_over"
).split()


def founded(store: Store) -> Store:
    """People with the starting rules, a branch since 20 March, and two doors in two grids."""
    with_people(store)
    do(store, SET_UP, "branch.found", name="临时党支部", compound="样板小区", first_day=FIRST)
    do(store, SET_UP, "homes.add_household", door="3-2-401", grid="一网格")
    do(store, SET_UP, "homes.add_household", door="5-1-101", grid="二网格")
    return store


@pytest.fixture
def compound(store: Store) -> Store:
    return founded(store)


def directive(store: Store, **values: Any) -> Any:
    told = {"text": "上报无疫小区申请", "due_at": at("18:00"), **values}
    return do(store, SET_UP, "campaign.record_directive", **told)


def move(store: Store, actor: Actor, verb: str, **values: Any) -> Any:
    """Leaves the phase of today."""
    with store.reading(actor) as session:
        line = next(one for one in campaign.course(session) if one.course is Course.current)
    row_id = int(line.key.rpartition(":")[2])
    return do(store, actor, f"campaign.{verb}", row_id, **values)


def courses(store: Store, viewer: Actor = SET_UP) -> list[tuple[str, Course, int | None, bool]]:
    with store.reading(viewer) as session:
        return [
            (one.kind or one.text, one.course, one.days, one.reported)
            for one in campaign.course(session)
        ]


def line_of(store: Store, checklist: CheckList, item: str) -> campaign.CheckLine:
    with store.reading(SET_UP) as session:
        found = campaign.check(session, checklist)
    assert found is not None
    return next(one for one in found.lines if one.item == item)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("role", list(Role))
def test_only_the_secretary_moves_the_campaign(verb: str, role: Role) -> None:
    if role is Role.secretary:
        lookup(f"campaign.{verb}").check_role(role)
    else:
        with pytest.raises(Refusal) as told:
            lookup(f"campaign.{verb}").check_role(role)
        assert told.value.key == "refuse.role"


# ── phases ──────────────────────────────────────────────────────────────────────────────────────


def test_a_phase_is_left_with_its_report(
    compound: Store, secretary: Actor, clock: FrozenClock
) -> None:
    clock.set("2022-04-10T18:00")
    moved = move(compound, secretary, "list_free", reason="第四批名单", note="守住了")
    assert (moved.kind, moved.begins_on) == (PhaseKind.epidemic_free, dt.date(2022, 4, 10))
    assert courses(compound) == [
        (PhaseKind.sealed, Course.past, 21, True),
        (PhaseKind.epidemic_free, Course.current, 1, False),
    ]
    with compound.reading(secretary) as session:
        assert branch.phase(session) is PhaseKind.epidemic_free
        sheet = lookup_kind("campaign.phase").sheet(session, 1)
        (link,) = sheet.related
        report = lookup_kind("campaign.report").sheet(session, link[1])
    told = {field.label: field.value for field in report.fields}
    assert told["field.stage_days"] == 21
    assert (told["field.reason"], told["field.stage_note"]) == ("第四批名单", "守住了")
    assert told["field.closed_by"] == secretary.name
    assert told["campaign.number.households"] == 2
    assert told["campaign.number.total.patrols"] == 0
    assert "campaign.number.total.tested" not in told, "what nobody recorded is left out"
    for lang in LANGUAGES:
        assert [label for label in told if not Words(lang).has(label)] == []


def test_whoever_goes_on_although_something_lacks_says_why(
    compound: Store, secretary: Actor
) -> None:
    told = refused(compound, secretary, "campaign.unseal", 1)
    assert isinstance(told, Unfit) and set(told.fields) == {"reason"}
    key, params = told.fields["reason"]
    assert key == "refuse.campaign.lacking"
    assert params["first"] == "readiness.full_round"
    assert "全员核酸阴性" in told.say(Words("zh"))
    assert move(compound, secretary, "unseal", reason="区里已公布").kind is PhaseKind.guarded


@pytest.mark.parametrize(
    ("day", "key"),
    [("2022-04-09", "refuse.campaign.ahead"), ("2022-03-20", "refuse.campaign.before")],
)
def test_a_phase_begins_on_a_day_that_has_come(
    compound: Store, secretary: Actor, day: str, key: str
) -> None:
    told = refused(compound, secretary, "campaign.unseal", 1, begins_on=day, reason="公布")
    assert isinstance(told, Unfit) and told.fields["begins_on"][0] == key


def test_only_the_phase_of_today_is_left(compound: Store, secretary: Actor) -> None:
    move(compound, secretary, "list_free", reason="公布", begins_on="2022-04-05")
    told = refused(compound, secretary, "campaign.unseal", 1, reason="公布")
    assert told.key == "refuse.campaign.not_current"
    with compound.reading(secretary) as session:
        assert natural_step(session, "campaign.phase", 1) is None
        assert natural_step(session, "campaign.phase", 2) == "campaign.unseal"
        refusals = {one.verb: one.refusal for one in verb_lines(session, "campaign.phase", 2)}
    assert refusals["campaign.unseal"] is None
    assert refusals["campaign.close"] is not None


def test_the_planned_day_of_the_same_phase_is_the_one_that_moves(
    compound: Store, secretary: Actor
) -> None:
    for kind, day in (("epidemic_free", "2022-04-12"), ("guarded", "2022-04-20")):
        do(compound, secretary, "branch.add_phase", kind=kind, begins_on=day)
    move(compound, secretary, "unseal", reason="公布")
    assert [(kind, course) for kind, course, *_ in courses(compound)] == [
        (PhaseKind.sealed, Course.past),
        (PhaseKind.guarded, Course.current),
    ]


def test_a_new_case_seals_again_and_drops_the_plans(compound: Store, secretary: Actor) -> None:
    move(compound, secretary, "list_free", reason="公布", begins_on="2022-04-05")
    do(compound, secretary, "branch.add_phase", kind="guarded", begins_on="2022-04-15")
    with compound.reading(secretary) as session:
        told = lookup("campaign.reseal").foretells(session, [2])
    assert told["plans"] == 1
    assert isinstance(refused(compound, secretary, "campaign.reseal", 2), Unfit)
    move(compound, secretary, "reseal", reason="5栋新增阳性")
    assert [kind for kind, *_ in courses(compound)] == ["sealed", "epidemic_free", "sealed"]


def test_what_follows_is_told_beforehand_in_both_languages(
    compound: Store, secretary: Actor
) -> None:
    with compound.reading(secretary) as session:
        for verb in ("list_free", "unseal", "close", "reseal"):
            told = lookup(f"campaign.{verb}").foretells(session, [1])
            for lang in LANGUAGES:
                text = Words(lang)(f"campaign.{verb}.lead", **told)
                assert "20" in text and "readiness." not in text and "None" not in text
        told = lookup("campaign.unseal").foretells(session, [1])
    assert told["first"] == "readiness.full_round"


def test_a_planned_day_that_comes_keeps_the_report_too(
    compound: Store, secretary: Actor, clock: FrozenClock
) -> None:
    do(compound, secretary, "branch.add_phase", kind="epidemic_free", begins_on="2022-04-10")
    take_due(compound, campaign.DUTIES)
    assert not stored(compound, "stage_report")[0]
    clock.set("2022-04-11T00:01")
    assert take_due(compound, campaign.DUTIES) == ["campaign.close_stages"]
    (report,) = stored(compound, "stage_report")[0]
    assert (report["begins_on"], report["ends_on"]) == ("2022-03-20", "2022-04-09")
    assert report["closed_by"] is None
    with compound.writing(Actor.clock(), "campaign.close_stages") as session:
        close_stages(session)
    assert len(stored(compound, "stage_report")[0]) == 1


def test_the_branch_closes_with_a_reason_while_something_is_open(
    compound: Store, secretary: Actor
) -> None:
    move(compound, secretary, "unseal", reason="公布", begins_on="2022-04-05")
    told = refused(compound, secretary, "campaign.close", 2)
    assert isinstance(told, Unfit)
    assert told.fields["reason"][1]["n"] == 5, "requests and stock hold; the purge comes after"
    for item in ("keys", "gear", "isolation_list", "certificates", "summary"):
        do(compound, secretary, "campaign.tick", checklist="exit", item=item)
    assert move(compound, secretary, "close").kind is PhaseKind.closed
    with compound.reading(secretary) as session:
        assert natural_step(session, "campaign.phase", 3) is None


# ── the lists ───────────────────────────────────────────────────────────────────────────────────


def test_readiness_names_what_fails_and_the_earliest_day(compound: Store, secretary: Actor) -> None:
    with compound.reading(secretary) as session:
        free, unsealing = campaign.checks(session, CheckList.epidemic_free, CheckList.unsealing)
    assert [line.holds for line in free.lines] == [True, True, False, False, False]
    assert free.failing is not None and free.failing.label == "readiness.tick.door_checks"
    assert free.earliest == dt.date(2022, 4, 8), "deeds can be done today"
    assert unsealing.failing is not None
    assert unsealing.failing.label == "readiness.full_round"


def test_a_case_and_its_contacts_count_from_their_days(
    compound: Store, secretary: Actor, clock: FrozenClock
) -> None:
    ids = [
        do(compound, SET_UP, "homes.add_resident", household_id=1, name=name).id
        for name in ("吕一", "吕二")
    ]
    do(
        compound,
        SET_UP,
        "isolation.open",
        resident_id=ids[0],
        kind="case",
        happened_on="2022-04-04",
    )
    do(
        compound,
        SET_UP,
        "isolation.open",
        resident_id=ids[1],
        kind="close",
        happened_on="2022-04-03",
    )
    with compound.reading(secretary) as session:
        free, unsealing = campaign.checks(session, CheckList.epidemic_free, CheckList.unsealing)
    found = {line.label: line for line in (*free.lines, *unsealing.lines)}
    assert found["readiness.contact_free"].earliest == dt.date(2022, 4, 15)
    assert found["readiness.contacts_over"].earliest == dt.date(2022, 4, 17)
    assert free.earliest == dt.date(2022, 4, 15)
    clock.set("2022-04-18T09:00")
    over = line_of(compound, CheckList.unsealing, "readiness.contacts_over")
    assert not over.holds and over.why.params == {"n": 1}
    do(compound, SET_UP, "isolation.test", 2, result="negative")
    assert line_of(compound, CheckList.unsealing, "readiness.contacts_over").holds


def a_test(store: Store, day: str, *, seen: int = 8, missed: int = 0, state: str = "closed") -> int:
    """A round of tests as it stands when it is over."""
    with store.writing(SET_UP, "rounds.close") as session:
        row = CoverageRound(
            kind=RoundKind.test,
            number=int(day[-2:]),
            state=RoundState(state),
            starts_at=dt.datetime.fromisoformat(at("06:00", day)),
            ends_at=dt.datetime.fromisoformat(at("10:30", day)),
            total=10,
            seen=seen,
            excused=2,
            missed=missed,
        )
        session.add(row)
        session.flush()
        return row.id or 0


def test_a_round_counts_where_nobody_was_missed_and_nobody_positive(compound: Store) -> None:
    def holds() -> bool:
        return line_of(compound, CheckList.unsealing, "readiness.full_round").holds

    a_test(compound, "2022-04-04")
    a_test(compound, "2022-04-06", seen=7, missed=1)
    a_test(compound, "2022-04-08", state="running")
    assert not holds(), "too old, one missed, not over"
    round_id = a_test(compound, "2022-04-07")
    assert holds()
    with compound.writing(SET_UP, "rounds.mark") as session:
        positive = RoundTarget(round_id=round_id, household_id=1, outcome=Outcome.positive)
        session.add(positive)
    assert not holds()
    with compound.reading(SET_UP) as session:
        found = campaign.daily(session, dt.date(2022, 4, 4), dt.date(2022, 4, 8))
    assert found[Measure.tested] == (100, None, 88, 100, None)


def test_what_a_person_confirms_has_a_name_and_a_day(compound: Store, secretary: Actor) -> None:
    tick = {"checklist": "epidemic_free", "item": "door_checks"}
    do(compound, secretary, "campaign.tick", note="三个网格都敲过", **tick)
    line = line_of(compound, CheckList.epidemic_free, "door_checks")
    assert (line.holds, line.by, line.note) == (True, secretary.name, "三个网格都敲过")
    assert line.why.params == {"on": "2022-04-08"}
    assert refused(compound, secretary, "campaign.tick", **tick).key == "refuse.campaign.ticked"
    do(compound, secretary, "campaign.untick", **tick)
    assert not line_of(compound, CheckList.epidemic_free, "door_checks").holds
    told = refused(compound, secretary, "campaign.untick", **tick)
    assert told.key == "refuse.campaign.not_ticked"


@pytest.mark.parametrize(
    ("checklist", "item"),
    [("exit", "requests"), ("exit", "stock"), ("unsealing", "readiness.full_round"), ("exit", "x")],
)
def test_what_the_records_tell_is_never_ticked(
    compound: Store, secretary: Actor, checklist: str, item: str
) -> None:
    told = refused(compound, secretary, "campaign.tick", checklist=checklist, item=item)
    assert told.key == "refuse.campaign.computed"


def test_without_rules_there_is_no_checklist_to_pass(store: Store, secretary: Actor) -> None:
    with store.reading(secretary) as session:
        assert campaign.checks(session, CheckList.unsealing) == ()
        (leaving,) = campaign.checks(session, CheckList.exit)
    assert [line.item for line in leaving.lines] == list(ExitItem)


def test_open_requests_go_to_the_leader_of_their_grid(compound: Store, secretary: Actor) -> None:
    near, far = (
        do(compound, SET_UP, "requests.add", household_id=door, kind="carry", detail="米").id
        for door in (1, 2)
    )
    assert not line_of(compound, CheckList.exit, "requests").holds
    do(compound, secretary, "campaign.hand_over")
    assert line_of(compound, CheckList.exit, "requests").why.params == {"n": 1}, "no second leader"
    assert [row["assignee_id"] for row in stored(compound, "request")[0]] == [2, None]
    told = refused(compound, secretary, "campaign.hand_over")
    assert (told.key, told.params["n"]) == ("refuse.campaign.nothing_to_hand", 1)
    do(compound, secretary, "campaign.hand_over", to_id=2)
    assert line_of(compound, CheckList.exit, "requests").holds
    assert near != far


def test_stock_is_counted_since_the_compound_stands_as_it_does(
    compound: Store, secretary: Actor, clock: FrozenClock
) -> None:
    item = do(compound, SET_UP, "stock.add_item", name="隔离衣", unit="件").id
    assert not line_of(compound, CheckList.exit, "stock").holds
    do(compound, secretary, "stock.count", item, counted=0)
    assert line_of(compound, CheckList.exit, "stock").holds
    clock.advance(dt.timedelta(days=2))
    move(compound, secretary, "unseal", reason="公布")
    assert not line_of(compound, CheckList.exit, "stock").holds


# ── directives and milestones ───────────────────────────────────────────────────────────────────


def test_a_directive_past_its_deadline_is_an_alarm(
    compound: Store, secretary: Actor, grid_leader: Actor, volunteer: Actor, clock: FrozenClock
) -> None:
    row = directive(compound, assignee_id=3)
    with compound.reading(secretary) as session:
        assert (campaign.counts(session).open, campaign.counts(session).overdue) == (1, 0)
        assert campaign.alarms(session) == ()
    clock.set("2022-04-08T19:00")
    for viewer in (secretary, grid_leader):
        with compound.reading(viewer) as session:
            (alarm,) = campaign.alarms(session)
            assert (alarm.severity, alarm.record) == ("amber", f"campaign.directive:{row.id}")
            assert campaign.counts(session).overdue == 1
    clock.set("2022-04-09T19:00")
    with compound.reading(secretary) as session:
        assert campaign.alarms(session)[0].severity == "red"
    with compound.reading(volunteer) as session:
        assert campaign.alarms(session) == () == campaign.directives(session)
    do(compound, secretary, "campaign.carry_out", row.id, note="已报街道")
    with compound.reading(secretary) as session:
        assert campaign.alarms(session) == ()
        (line,) = campaign.directives(session, DirectiveState.done)
        assert (line.who, line.note) == ("高远志", "已报街道")
        assert campaign.directives(session, DirectiveState.open) == ()


def test_a_directive_is_taken_up_again(compound: Store, secretary: Actor) -> None:
    row = directive(compound)
    do(compound, secretary, "campaign.carry_out", row.id, done_by=4)
    told = refused(compound, secretary, "campaign.carry_out", row.id)
    assert told.key == "refuse.machine"
    do(compound, secretary, "campaign.reopen_directive", row.id, reason="材料退回")
    do(compound, secretary, "campaign.withdraw_directive", row.id, reason="不再要求")
    (kept,) = stored(compound, "directive")[0]
    assert (kept["state"], kept["done_at"], kept["note"]) == (
        "withdrawn",
        None,
        "材料退回；不再要求",
    )


def test_a_deadline_is_not_before_the_directive(compound: Store, secretary: Actor) -> None:
    values = {"text": "报表", "issued_on": "2022-04-08", "due_at": at("09:00", "2022-04-07")}
    told = refused(compound, secretary, "campaign.record_directive", **values)
    assert isinstance(told, Unfit) and set(told.fields) == {"due_at"}


@pytest.mark.parametrize("role", [Role.shift_leader, Role.volunteer, Role.wallboard])
def test_who_only_serves_opens_no_directive_and_no_report(compound: Store, role: Role) -> None:
    directive(compound)
    move(compound, SET_UP, "list_free", reason="公布")
    with compound.reading(Actor(4, "孙晓丽", role)) as session:
        assert campaign.checks(session, *CheckList) == ()
        assert lookup_kind("campaign.phase").sheet(session, 1).related == ()
        for kind in ("campaign.directive", "campaign.report"):
            with pytest.raises(Refusal):
                lookup_kind(kind).sheet(session, 1)


def test_milestones_stand_in_the_course_by_their_day(compound: Store, secretary: Actor) -> None:
    row = do(
        compound,
        secretary,
        "campaign.add_milestone",
        text="第四批60个无疫小区",
        reached_on="2022-04-02",
    )
    do(compound, secretary, "branch.add_phase", kind="guarded", begins_on="2022-04-15")
    assert [one[0] for one in courses(compound)] == ["sealed", "第四批60个无疫小区", "guarded"]
    assert [one[0] for one in courses(compound, Actor(9, "屏", Role.wallboard))] == [
        "sealed",
        "guarded",
    ]
    opened = {"reached_on": dt.date(2022, 4, 2)}
    edit = Edit(id=row.id, changed={"reached_on": dt.date(2022, 4, 3)}, opened=opened)
    perform(compound, secretary, "campaign.edit_milestone", edit)
    with compound.reading(secretary) as session:
        assert lookup_kind("campaign.milestone").sheet(session, row.id).title
    do(compound, secretary, "campaign.remove_milestone", row.id)
    assert len(courses(compound)) == 2


@pytest.mark.parametrize(
    ("line", "verb"),
    [
        ("指令 上报无疫小区材料 明天 0900", "campaign.record_directive"),
        ("directive send the ledger tomorrow 9:00", "campaign.record_directive"),
        ("里程碑 列入第四批", "campaign.add_milestone"),
    ],
)
def test_what_people_type_is_understood(
    compound: Store, secretary: Actor, line: str, verb: str
) -> None:
    with compound.reading(secretary) as session:
        found = understand(session, line, Words("en" if line.isascii() else "zh"))
    assert found.ready and found.verb == verb, found
    perform(compound, secretary, verb, found.draft())
    if verb == "campaign.record_directive":
        with compound.reading(secretary) as session:
            (kept,) = campaign.directives(session)
        assert kept.due_at == dt.datetime(2022, 4, 9, 1, tzinfo=dt.UTC)


# ── before and after ────────────────────────────────────────────────────────────────────────────


def test_days_before_and_after_are_counted_alike(
    compound: Store, secretary: Actor, clock: FrozenClock
) -> None:
    do(compound, SET_UP, "shifts.add_post", name="东线", kind="patrol_route")
    for day, times in (("05", 2), ("07", 1), ("08", 3), ("10", 5)):
        for hour in range(times):
            clock.set(f"2022-04-{day}T{8 + hour:02}:00")
            patrol = do(compound, SET_UP, "patrols.set_out", route_id=1, walker_id=4)
            clock.advance(dt.timedelta(minutes=30))
            do(compound, SET_UP, "patrols.end", patrol.id)
        if day == "08":
            move(compound, secretary, "unseal", reason="公布")
    with compound.reading(secretary) as session:
        found = campaign.trends(session)
        lines = {line.measure: line for line in found.lines}
    patrols = lines[Measure.patrols]
    assert found.since == dt.date(2022, 4, 8)
    assert patrols.before == (0, 0, 0, 0, 2, 0, 1)
    assert patrols.after == (3, 0), "today is not over"
    assert (round(patrols.before_mean or 0, 2), patrols.after_mean) == (0.43, 1.5)
    assert lines[Measure.tested].before_mean is None, "there was no test"


def test_a_day_is_the_branchs_own(compound: Store, secretary: Actor, clock: FrozenClock) -> None:
    for moment in ("2022-04-06T23:59", "2022-04-07T00:00"):
        clock.set(moment)
        do(
            compound,
            SET_UP,
            "patrols.record_incident",
            kind="dog",
            outcome="returned_at_once",
            place="广场",
        )
    with compound.reading(secretary) as session:
        found = campaign.daily(session, dt.date(2022, 4, 5), dt.date(2022, 4, 7))
    assert found[Measure.incidents] == (0, 1, 1)


# ── all of it ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("verb", "row_id", "values"),
    [
        ("campaign.unseal", 1, {"reason": "公布"}),
        ("campaign.record_directive", None, {"text": "报表"}),
        ("campaign.carry_out", 1, {}),
        ("campaign.withdraw_directive", 1, {"reason": "不要了"}),
        ("campaign.add_milestone", None, {"text": "第四批"}),
        ("campaign.remove_milestone", 1, {}),
        ("campaign.tick", None, {"checklist": "exit", "item": "keys"}),
        ("campaign.untick", None, {"checklist": "exit", "item": "gear"}),
        ("campaign.hand_over", None, {}),
    ],
)
def test_every_change_is_taken_back(
    compound: Store, secretary: Actor, verb: str, row_id: int | None, values: dict[str, object]
) -> None:
    from models import acts

    directive(compound)
    do(compound, SET_UP, "campaign.add_milestone", text="进驻")
    do(compound, SET_UP, "campaign.tick", checklist="exit", item="gear")
    do(compound, SET_UP, "branch.add_phase", kind="epidemic_free", begins_on="2022-04-12")
    do(compound, SET_UP, "requests.add", household_id=1, kind="carry", detail="米")
    before = stored(compound, *TABLES)
    do(compound, secretary, verb, row_id, **values)
    assert stored(compound, *TABLES) != before
    with compound.reading(secretary) as session:
        last = acts.my_last(session)
    assert last is not None
    for lang in LANGUAGES:
        assert "{" not in Words(lang)(f"{last.verb}.did", **last.params)
    acts.undo(compound, secretary, last.id, None)
    assert stored(compound, *TABLES) == before


def test_reads_ask_a_fixed_number_of_statements(
    compound: Store, secretary: Actor, count_statements: CountStatements
) -> None:
    def asked_for() -> list[int]:
        counted = []
        for read in (
            campaign.course,
            campaign.directives,
            campaign.counts,
            campaign.alarms,
            campaign.trends,
            lambda session: campaign.checks(session, *CheckList),
        ):
            compound.kept.clear()
            with count_statements(compound) as asked, compound.reading(secretary) as session:
                read(session)
            counted.append(asked.count)
        return counted

    few = asked_for()
    for number in range(6):
        directive(compound, text=f"第{number}件", assignee_id=3)
        do(compound, SET_UP, "campaign.add_milestone", text=f"第{number}")
        do(compound, SET_UP, "requests.add", household_id=1, kind="carry", detail="米", again=True)
    assert asked_for() == few
    assert max(few) <= 12


def test_directives_and_only_their_room_move(compound: Store, secretary: Actor) -> None:
    before = compound.areas()
    directive(compound)
    moved = {area for area, n in compound.areas().items() if n != before.get(area)}
    assert moved - {"journal"} == {"campaign"}


class Phases(RuleBasedStateMachine):
    """Phases at random: days only go on, every stage that was left has one report."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.clock = Clock.frozen("2022-03-25T09:00")
        self.store = founded(empty_store(Path(self.folder.name) / "desk.db", self.clock))

    @rule(verb=st.sampled_from(PHASES.verbs()), days=st.integers(0, 3), why=st.booleans())
    def leave(self, verb: str, days: int, why: bool) -> None:
        self.clock.advance(dt.timedelta(days=days))
        try:
            move(self.store, SET_UP, verb.partition(".")[2], reason="公布" if why else "")
        except Refusal:
            return

    @rule(kind=st.sampled_from(list(PhaseKind)), ahead=st.integers(1, 5))
    def plan(self, kind: PhaseKind, ahead: int) -> None:
        day = self.clock.today() + dt.timedelta(days=ahead)
        try:
            do(self.store, SET_UP, "branch.add_phase", kind=kind.value, begins_on=day)
        except Refusal:
            return

    @invariant()
    def one_report_for_each_stage_that_is_over(self) -> None:
        take_due(self.store, campaign.DUTIES)
        with self.store.writing(Actor.clock(), "campaign.close_stages") as session:
            close_stages(session)
        lines = courses(self.store)
        assert [one[1] for one in lines].count(Course.current) == 1
        assert all(reported is (course is Course.past) for _, course, _, reported in lines)

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()


TestPhases = Phases.TestCase
TestPhases.settings = settings(max_examples=10, stateful_step_count=12, deadline=None)

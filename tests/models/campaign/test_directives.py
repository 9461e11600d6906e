"""Directives with a deadline, milestones by their day, and days before and after."""

import datetime as dt

import pytest

from models import campaign
from models.campaign import CheckList, DirectiveState, Measure
from models.quick import understand
from models.rules.refusal import Refusal
from models.store import Actor, FrozenClock, Role, Store
from models.store.drafts import Edit, Unfit
from models.store.register import lookup_kind, perform
from models.words import Words
from tests.models.campaign.standing import courses, directive, move
from tests.models.crew import SET_UP, at, do, refused, stored

# ── directives and milestones ─────────────────────────────────────────────────────────────────────


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


# ── before and after ──────────────────────────────────────────────────────────────────────────────


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

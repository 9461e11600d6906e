"""What the lists count, what a person confirms, and what is never ticked."""

import datetime as dt

import pytest

from models import campaign
from models.campaign import CheckList, ExitItem, Measure
from models.rounds import CoverageRound, Outcome, RoundKind, RoundState, RoundTarget
from models.store import Actor, FrozenClock, Store
from tests.models.campaign.standing import move
from tests.models.crew import SET_UP, at, do, refused, stored


def line_of(store: Store, checklist: CheckList, item: str) -> campaign.CheckLine:
    with store.reading(SET_UP) as session:
        found = campaign.check(session, checklist)
    assert found is not None
    return next(one for one in found.lines if one.item == item)


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

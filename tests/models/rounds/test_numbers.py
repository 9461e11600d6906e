"""Who may read what of a round, its numbers and alarms, and what it costs."""

import datetime as dt
from typing import Any

import pytest

from models import rounds
from models.quick import understand
from models.store import Actor, FrozenClock, Role, Store
from models.store.register import perform
from models.words import Words
from tests.conftest import CountStatements
from tests.models.crew import SET_UP, at, do, refused
from tests.models.rounds.standing import toast
from tests.models.rounds_branch import FAR, A, B, begun, left, of, planned

WALL = Actor(None, "墙", Role.wallboard)


# ── who may read what ─────────────────────────────────────────────────────────────────────────────


def test_doors_are_for_those_on_the_task_and_reasons_for_those_who_may_know(
    compound: Store,
    secretary: Actor,
    grid_leader: Actor,
    shift_leader: Actor,
    volunteer: Actor,
) -> None:
    made = begun(compound, secretary)
    ill = of(compound, made, 1)
    do(compound, volunteer, "rounds.exempt", ill, reason="化疗")

    def reason(actor: Actor) -> str:
        (line,) = left(compound, actor, made, show="ended")
        return line.reason

    assert reason(secretary) == reason(grid_leader) == reason(volunteer) == "化疗"
    assert reason(shift_leader) == ""
    assert left(compound, WALL, made) == ()
    assert [line.door for line in left(compound, shift_leader, made, household_id=B)] == ["3-2-402"]
    assert left(compound, shift_leader, made, household_id=A)[0].phone == "139****2222"
    do(compound, secretary, "rounds.suspend", made, reason="下雨")
    hidden = left(compound, shift_leader, made)
    assert {line.door for line in hidden} == {"3-*", "5-*"}
    assert {line.stairwell for line in hidden} == {0}
    far = left(compound, grid_leader, made, household_id=FAR)
    assert far[0].door == "5-*"


def test_a_number_is_shown_on_the_task_and_kept_in_the_journal(
    compound: Store, secretary: Actor, volunteer: Actor
) -> None:
    made = begun(compound, secretary)
    target, why = of(compound, made, 1), {"reason": "call"}
    told = do(compound, volunteer, "rounds.reveal", target, **why)
    assert told == "王秀芝  13800001111"
    assert toast(compound, secretary) != ""
    do(compound, secretary, "rounds.suspend", made, reason="下雨")
    no = refused(compound, volunteer, "rounds.reveal", target, **why)
    assert no.key in ("refuse.homes.not_shown", "refuse.rounds.not_running")


# ── numbers, alarms, the quick line ───────────────────────────────────────────────────────────────


def test_counts_and_alarms_say_who_may_be_missed(
    compound: Store, secretary: Actor, volunteer: Actor, clock: FrozenClock
) -> None:
    made = begun(compound, secretary, ends_at=at("12:00"))
    do(compound, secretary, "rounds.timetable", made, first_at=at("11:00"))
    with compound.reading(secretary) as session:
        found = rounds.counts(session)
    assert (found.number, found.left, found.total, found.share) == (1, 8, 8, 0)
    assert (found.next_building, found.open) == (3, 1)
    do(compound, volunteer, "rounds.mark", of(compound, made, 1))
    do(compound, volunteer, "rounds.seal", 1)
    do(compound, volunteer, "rounds.refuse", of(compound, made, 5), reason="不下楼")
    clock.advance(dt.timedelta(hours=5))
    with compound.reading(secretary) as session:
        told = {one.key: one.severity for one in rounds.alarms(session)}
    assert told == {
        f"rounds.left:{made}": "red",
        f"rounds.refused:{made}": "amber",
        f"rounds.undelivered:{made}": "amber",
    }


@pytest.mark.parametrize(
    ("line", "verb", "n"),
    [
        ("3-2-402 采样", "rounds.mark_into", 1),
        ("3-2-402 sampled", "rounds.mark_into", 1),
        ("3-2-401 全家 采样 管1", "rounds.mark_door_into", 3),
        ("3-2-401 all sampled tube 1", "rounds.mark_door_into", 3),
        ("3-2-402 免检 化疗", "rounds.exempt", 1),
        ("3-2-402 exempt chemotherapy", "rounds.exempt", 1),
        ("吕翠 采样", "rounds.mark_into", 1),
    ],
)
def test_the_quick_line_knows_the_round(
    compound: Store, secretary: Actor, line: str, verb: str, n: int
) -> None:
    made = begun(compound, secretary)
    with compound.reading(secretary) as session:
        said = understand(session, line, Words("zh"))
    assert (said.verb, said.unread, said.choice) == (verb, (), None)
    perform(compound, secretary, verb, said.draft())
    assert len(left(compound, secretary, made)) == 8 - n


def test_a_door_of_three_asks_which(compound: Store, secretary: Actor) -> None:
    begun(compound, secretary)
    with compound.reading(secretary) as session:
        said = understand(session, "3-2-401 采样", Words("zh"))
    assert said.choice is not None and len(said.choice.options) == 3


# ── what it costs ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("read", "most"),
    [
        (lambda s, r: rounds.rounds(s), 3),
        (lambda s, r: rounds.targets(s, r), 5),
        (lambda s, r: rounds.tubes(s, r), 1),
        (lambda s, r: rounds.slots(s, r), 1),
        (lambda s, r: rounds.counts(s), 4),
        (lambda s, r: rounds.alarms(s), 9),
    ],
)
def test_a_read_asks_the_same_however_many_there_are(
    compound: Store, secretary: Actor, count_statements: CountStatements, read: Any, most: int
) -> None:
    made = begun(compound, secretary)
    for _ in range(2):
        with compound.reading(secretary) as session, count_statements(compound) as asked:
            read(session, made)
        assert asked.count <= most, asked.texts
        begun(compound, secretary)


def test_an_act_asks_the_same_however_many_it_sees(
    compound: Store, secretary: Actor, count_statements: CountStatements
) -> None:
    def cost() -> tuple[int, int]:
        made = planned(compound, secretary)
        do(compound, secretary, "rounds.issue_tubes", made)
        with count_statements(compound) as opening:
            do(compound, secretary, "rounds.start", made)
        with count_statements(compound) as marking:
            do(compound, secretary, "rounds.mark_where", made, building_id=1)
        return opening.count, marking.count

    cost()
    few = cost()
    for n in range(40):
        do(compound, SET_UP, "homes.add_resident", household_id=B, name=f"邻居{n}")
    assert cost() == few

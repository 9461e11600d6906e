"""The demonstration's community played alone: 104 gifts, every rumour answered, no loose end."""

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import col, select

import seed_data.demonstration as demonstration
from models import community
from models.community import Gift, GiftKind, Notice, Rumour, RumourState, Story
from models.community.lint import flaws_of
from models.store import Actor, Clock, FrozenClock, Role, Store
from seed_data.demonstration import community as played
from seed_data.demonstration import compound, crew
from seed_data.demonstration.world import World

SECRETARY = Actor(1, "陈立远", Role.secretary)
OPENED = demonstration.MOMENT
UNSEALED = dt.datetime(2022, 4, 15, 15, 59, tzinfo=dt.UTC)
TOLD = dt.datetime(2022, 4, 21, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, FrozenClock]]:
    """A compound with those who serve and what its neighbours did until the report was written."""
    clock = Clock.frozen("2022-03-20T06:00")
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('neighbours')}/plan.db", clock)
    world = World(store, clock, random.Random(1), demonstration.FIRST_DAY, TOLD)
    compound.settle(world)
    crew.enlist(world)
    played.plan(world)
    world.run(lambda done, of: None)
    clock.set(TOLD)
    yield store, clock
    store.close()


def test_104_gifts_came_to_a_door_by_the_day_of_the_unsealing(
    days: tuple[Store, FrozenClock],
) -> None:
    store, _ = days
    with store.reading(SECRETARY) as session:
        given = session.exec(select(Gift).where(col(Gift.given_at).is_not(None))).all()
    assert len(given) == sum(row.given_at <= UNSEALED for row in given if row.given_at) == 104
    items = " ".join(row.item for row in given)
    assert all(told in items for told in ("猪肉", "苹果和香蕉", "水饺", "鹦鹉笼", "鸟食"))
    medicines = [row for row in given if row.kind is GiftKind.medicine]
    assert len(medicines) >= 5 and all(row.checked_at for row in medicines)


def test_every_rumour_was_answered_within_the_hours_of_the_rules(
    days: tuple[Store, FrozenClock],
) -> None:
    store, _ = days
    with store.reading(SECRETARY) as session:
        rows = session.exec(select(Rumour)).all()
        rules = community.community_rules(session)
    assert rules is not None and len(rows) == 7
    for row in rows:
        assert row.state is RumourState.watch and row.posted_at is not None
        assert row.posted_at - row.first_seen <= dt.timedelta(hours=rules.rumour_hours)


def test_nothing_is_left_over_when_the_report_is_written(
    days: tuple[Store, FrozenClock],
) -> None:
    store, _ = days
    with store.reading(SECRETARY) as session:
        now = community.counts(session)
        assert community.alarms(session) == ()
        assert len(community.stories_to_tell(session)) == now.stories == 10
        keys = [line.key.partition(":")[0] for line in community.good(session)]
        assert keys.count("community.application") == 4
    assert (now.offers, now.wishes, now.rumours, now.moods, now.conflicts) == (0, 0, 0, 0, 0)
    assert (now.conflicts_all, now.praise) == (8, 7)


def test_nothing_that_was_posted_points_at_anybody(days: tuple[Store, FrozenClock]) -> None:
    store, _ = days
    with store.reading(SECRETARY) as session:
        notices = session.exec(select(Notice)).all()
        texts = [text for row in notices for text in (row.chinese, row.english)]
        texts += [row.answer for row in session.exec(select(Rumour)).all()]
        texts += [row.public_text for row in session.exec(select(Story)).all()]
        assert flaws_of(session, *texts) == ()


def test_when_the_desk_opens_something_waits_for_somebody(tmp_path: Path) -> None:
    clock = Clock.frozen("2022-03-20T06:00")
    store = Store.open(f"sqlite:///{tmp_path}/plan.db", clock)
    try:
        world = World(store, clock, random.Random(1), demonstration.FIRST_DAY, OPENED)
        compound.settle(world)
        crew.enlist(world)
        played.plan(world)
        world.run(lambda done, of: None)
        clock.set(OPENED)
        with store.reading(SECRETARY) as session:
            waiting = {alarm.key.partition(":")[0] for alarm in community.alarms(session)}
            now = community.counts(session)
    finally:
        store.close()
    assert waiting == {"community.medicine", "community.mediation", "community.notice"}
    assert now.rumours == 1 and now.wishes > 0 and now.moods > 0

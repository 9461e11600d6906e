"""A rumour goes from hearsay to an answer; a mood is looked after."""

import datetime as dt

import pytest

from models import community
from models.community import RumourState
from models.rules.refusal import Refusal
from models.store import Actor, FrozenClock, Store
from models.store.register import natural_step
from tests.models.community.standing import SUN, judged, rumour
from tests.models.crew import at, do, refused


def test_a_rumour_goes_from_hearsay_to_an_answer_that_can_be_copied(
    desk: Store, secretary: Actor
) -> None:
    row = judged(desk, secretary)
    assert row.state is RumourState.false
    with desk.reading(secretary) as session:
        told = community.copied(session, f"community.rumour:{row.id}", "zh")
        assert told == "有人说“今晚封城，超市要关”：不实。商超照常供应。（东站派出所）"
    row = do(desk, secretary, "community.answer", row.id, posted_in="居民群")
    assert row.posted_at is not None
    assert do(desk, secretary, "community.watch", row.id).state is RumourState.watch
    row = do(desk, secretary, "community.heard_again", row.id, times=4)
    assert (row.state, row.times) == (RumourState.false, 5)
    with desk.reading(secretary) as session:
        assert natural_step(session, "community.rumour", row.id) == "community.answer"
    assert do(desk, secretary, "community.recheck", row.id).state is RumourState.checking


def test_hearing_it_again_while_it_is_checked_only_counts(desk: Store, volunteer: Actor) -> None:
    row = rumour(desk, volunteer)
    row = do(desk, volunteer, "community.heard_again", row.id)
    assert (row.state, row.times) == (RumourState.heard, 2)


def test_the_same_words_are_one_rumour(desk: Store, volunteer: Actor) -> None:
    row = rumour(desk, volunteer)
    no = refused(desk, volunteer, "community.hear", text=row.text)
    assert (no.key, no.params["no"]) == ("refuse.community.heard", row.id)


def test_a_rumour_without_an_answer_is_an_alarm(
    desk: Store, secretary: Actor, clock: FrozenClock
) -> None:
    row = rumour(desk, secretary)
    with desk.reading(secretary) as session:
        assert not community.alarms(session)
        with pytest.raises(Refusal, match="unanswered"):
            community.copied(session, f"community.rumour:{row.id}", "zh")
    clock.advance(dt.timedelta(hours=4))
    with desk.reading(secretary) as session:
        (alarm,) = community.alarms(session)
        assert (alarm.severity, alarm.record) == ("red", f"community.rumour:{row.id}")


@pytest.mark.parametrize("answer", ["打13800001111问", "3-2-401的说法不对", "王秀芝说的不对"])
def test_an_answer_points_at_nobody(desk: Store, secretary: Actor, answer: str) -> None:
    row = rumour(desk, secretary)
    do(desk, secretary, "community.check_rumour", row.id)
    no = refused(desk, secretary, "community.judge", row.id, finding="false", answer=answer)
    assert no.key.startswith("refuse.community.flaw.")


def test_a_mood_is_looked_after_and_looked_at_again(
    desk: Store, volunteer: Actor, clock: FrozenClock
) -> None:
    row = do(desk, volunteer, "community.note_mood", topic="food", text="担心周末没菜")
    clock.advance(dt.timedelta(hours=24))
    with desk.reading(volunteer) as session:
        assert [a.key for a in community.alarms(session)] == [f"community.mood:{row.id}"]
    row = do(desk, volunteer, "community.take_mood", row.id)
    assert row.owner_id == SUN
    with desk.reading(volunteer) as session:
        assert not community.alarms(session)
    do(desk, volunteer, "community.follow_mood", row.id, done="群里发了配送时间", severity="calm")
    row = do(desk, volunteer, "community.settle_mood", row.id, done="菜到了")
    assert "群里发了配送时间 · " in row.follow_up and row.severity == "calm"
    row = do(desk, volunteer, "community.reopen_mood", row.id)
    assert row.follow_up_at is not None
    past = {"done": "再看看", "follow_up_at": at("01:00")}
    assert refused(desk, volunteer, "community.follow_mood", row.id, **past).key == (
        "refuse.community.not_ahead"
    )

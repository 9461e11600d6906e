"""That a copy is missing is told; that one was made ends it."""

import datetime as dt
from pathlib import Path

import pytest

from models.alarms import lines
from models.backups import move_to, standing
from models.rules.keeping import LATE
from models.rules.refusal import Refusal
from models.store import Actor, FrozenClock, Store
from models.store.backup import backup, keep_copy
from models.words import LANGUAGES, Words
from tests.empty import ON_POSTGRES
from tui.duties import due_now

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def kept(store: Store, tmp_path: Path, secretary: Actor) -> Store:
    """A branch of which this machine keeps copies, and in which something happened."""
    store.backups = tmp_path / "disk" / "copies"
    store.backups.parent.mkdir()
    with store.writing(secretary, "journal.erase") as session:
        session.witness(acts=0)
    return store


def told(store: Store, actor: Actor) -> list[tuple[str, str]]:
    with store.reading(actor) as session:
        return [(one.severity, one.text) for one in lines(session) if one.key == "backups"]


def test_after_a_day_and_two_hours_somebody_is_told_until_there_is_one(
    kept: Store, secretary: Actor, clock: FrozenClock
) -> None:
    clock.advance(LATE)
    assert told(kept, secretary) == []
    clock.advance(HOUR)
    assert told(kept, secretary) == [("red", "alarm.backups.none")]
    assert keep_copy(kept) is not None
    assert told(kept, secretary) == []
    clock.advance(LATE + HOUR)
    assert told(kept, secretary) == [("red", "alarm.backups.late")]
    assert "store.backup" in due_now(kept)
    assert told(kept, secretary) == []


def test_the_duty_makes_one_a_day(kept: Store, secretary: Actor, clock: FrozenClock) -> None:
    assert kept.backups is not None
    for _ in range(3):
        due_now(kept)
        due_now(kept)
        clock.advance(dt.timedelta(days=1))
        assert told(kept, secretary) == []
    assert len(list(kept.backups.iterdir())) == 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_copy_that_could_not_be_made_is_told_at_once_and_tried_again(
    kept: Store, secretary: Actor, clock: FrozenClock, lang: str
) -> None:
    assert kept.backups is not None
    assert told(kept, secretary) == []
    kept.backups.parent.rmdir()  # the disk was pulled out
    assert "store.backup" not in due_now(kept)
    assert told(kept, secretary) == [("amber", "refuse.backups.folder")]
    with kept.reading(secretary) as session:
        (line,) = [one for one in lines(session) if one.key == "backups"]
    said = Words(lang)(line.text, **line.params)
    assert str(kept.backups) in said and "{" not in said
    clock.advance(LATE + HOUR)
    due_now(kept)
    assert told(kept, secretary) == [("red", "refuse.backups.folder")]
    kept.backups.parent.mkdir()
    assert "store.backup" in due_now(kept)
    assert told(kept, secretary) == []


def test_a_copy_that_a_wrong_clock_dated_ahead_proves_nothing(
    kept: Store, secretary: Actor, clock: FrozenClock
) -> None:
    now = clock.now()
    clock.advance(dt.timedelta(days=300))
    keep_copy(kept)
    clock.set(now + LATE + HOUR)
    assert told(kept, secretary) == [("red", "alarm.backups.none")]


def test_another_folder_is_taken_only_if_a_copy_can_be_made_there(
    kept: Store, secretary: Actor, tmp_path: Path
) -> None:
    before = kept.backups
    with pytest.raises(Refusal):
        move_to(kept, tmp_path / "no" / "disk")
    assert kept.backups == before
    made = move_to(kept, tmp_path / "another")
    assert kept.backups == made.parent
    with kept.reading(secretary) as session:
        found = standing(session)
    assert found is not None and (found.path, found.count, found.late) == (made, 1, False)


def test_nothing_is_said_of_copies_where_nobody_keeps_any(
    store: Store, secretary: Actor, clock: FrozenClock
) -> None:
    clock.advance(dt.timedelta(days=9))
    assert told(store, secretary) == []
    with store.reading(secretary) as session:
        assert standing(session) is None


@pytest.mark.skipif(not ON_POSTGRES, reason="a file has one machine")
def test_a_copy_that_another_machine_made_counts(
    kept: Store, secretary: Actor, clock: FrozenClock, tmp_path: Path
) -> None:
    due_now(kept)
    kept.backups = tmp_path / "another-machine"
    clock.advance(HOUR)
    with kept.reading(secretary) as session:
        found = standing(session)
    assert found is not None and found.path is None and not found.late
    clock.advance(LATE)
    backup(kept.database, kept.backups, clock)
    assert told(kept, secretary) == []

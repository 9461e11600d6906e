"""Who needs a hand comes first, and what a read costs does not grow."""

from collections.abc import Callable

import pytest

from models import care as area
from models.care import alarms, counts, panel
from models.store import FrozenClock
from models.words import table
from tests.conftest import CountStatements
from tests.empty import asks_sqlite
from tests.models.care.standing import DAY
from tests.models.care_branch import HOUR, SETUP, Care


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


@asks_sqlite
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

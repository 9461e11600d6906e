"""A read costs what is open, and never what is past."""

import datetime as dt
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from models.requests import (
    RequestFilter,
    alarms,
    at_door,
    counts,
    find_requests,
    open_requests,
    panel,
)
from models.store import FrozenClock
from models.store.engine import Reading
from models.store.register import lookup_kind
from tests.conftest import CountStatements
from tests.empty import asks_sqlite
from tests.models.requests_branch import Desk

HOUR = dt.timedelta(hours=1)


READS: dict[str, Callable[[Reading], object]] = {
    "panel": panel,
    "counts": counts,
    "alarms": alarms,
    "door": lambda session: at_door(session, 1),
    "find": lambda session: find_requests(session, "#1", 5),
    "sheet": lambda session: lookup_kind("requests.request").sheet(session, 1),
    **{
        str(show): lambda session, show=show: open_requests(session, show)  # type: ignore[misc]
        for show in RequestFilter
    },
}
MOST = {"sheet": 6, "alarms": 2}


def fill(desk: Desk, clock: FrozenClock, times: int) -> None:
    for _ in range(times):
        mine = desk.record(assignee_id=desk.volunteer.id, resident_id=desk.resident)
        desk.do(desk.volunteer, "requests.advance_money", mine, amount_fen=100)
        desk.record(household_id=desk.other_door, urgency="red")
        desk.do(desk.secretary, "requests.close", desk.record())


@pytest.mark.parametrize("name", READS)
def test_a_read_asks_as_much_of_ten_times_the_rows(
    desk: Desk, clock: FrozenClock, name: str, count_statements: CountStatements
) -> None:
    asked = []
    for times in (1, 9):
        fill(desk, clock, times)
        clock.advance(3 * HOUR)
        with count_statements(desk.store) as statements:
            with desk.store.reading(desk.secretary) as session:
                READS[name](session)
        asked.append(statements.count)
    assert asked[0] == asked[1] <= MOST.get(name, 1), statements.texts


def test_a_grid_leader_costs_one_question_more(
    desk: Desk, clock: FrozenClock, count_statements: CountStatements
) -> None:
    fill(desk, clock, 2)
    with count_statements(desk.store) as statements:
        with desk.store.reading(desk.grid_leader) as session:
            panel(session)
    assert statements.count == 2


@asks_sqlite
@pytest.mark.parametrize("name", READS)
def test_no_read_goes_through_the_history(
    desk: Desk, clock: FrozenClock, name: str, count_statements: CountStatements
) -> None:
    """Every statement comes to its requests by an index over what is wanted."""
    fill(desk, clock, 1)
    with count_statements(desk.store) as statements:
        with desk.store.reading(desk.secretary) as session:
            READS[name](session)
    with closing(sqlite3.connect(desk.store.path)) as driver:
        for text in statements.texts:
            nothing = (None,) * text.count("?")
            plan = [row[3] for row in driver.execute(f"EXPLAIN QUERY PLAN {text}", nothing)]
            assert not [
                step for step in plan if step.startswith("SCAN request") and "USING" not in step
            ], plan

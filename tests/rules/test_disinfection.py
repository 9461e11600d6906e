"""The disinfection matrix: red where the interval passed, twice missed at the top."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.disinfection import (
    CellState,
    DisinfectionRules,
    DisinfectionTarget,
    Interval,
    Place,
    matrix,
)
from tests.rules.rule_data import DISINFECTION

FIRST = date(2022, 4, 1)
STAIRS, CORNER = DisinfectionTarget.stairwell, DisinfectionTarget.corner
DAYS = [FIRST + timedelta(days=n) for n in range(7)]
TODAY = DAYS[5]
TWICE = DisinfectionRules({STAIRS: Interval(1, 2)}, climbs_from=2)
LETTER = {
    CellState.done: "D",
    CellState.due: "u",
    CellState.red: "R",
    CellState.rest: ".",
    CellState.ahead: ">",
    CellState.outside: " ",
}


def place(target: DisinfectionTarget = STAIRS, since: int = 0, last: int | None = None) -> Place:
    known = None if last is None else FIRST + timedelta(days=last)
    return Place(1, "3栋2单元", target, FIRST + timedelta(days=since), known)


def times(text: str) -> dict[tuple[int, date], int]:
    return {(1, day): int(char) for day, char in zip(DAYS, text, strict=False) if char != "0"}


@pytest.mark.parametrize(
    ("spot", "treated", "drawn", "missed"),
    [
        pytest.param(place(), "111110", "DDDDDu>", 0, id="every day, today still open"),
        pytest.param(place(), "111111", "DDDDDD>", 0, id="today done"),
        pytest.param(place(), "111000", "DDDRRu>", 2, id="two days missed"),
        pytest.param(place(), "110100", "DDRDRu>", 1, id="one missed, made good, one missed"),
        pytest.param(place(), "000000", "RRRRRu>", 5, id="never done"),
        pytest.param(place(since=4), "000000", "    Ru>", 1, id="new on the list"),
        pytest.param(place(CORNER), "100000", "D.RRRu>", 2, id="every second day"),
        pytest.param(place(CORNER), "101010", "D.D.D.>", 0, id="every second day, kept"),
        pytest.param(place(CORNER), "110000", "DD.RRu>", 1, id="an early one begins anew"),
        pytest.param(place(CORNER, last=-1), "000000", ".RRRRu>", 2, id="done before the matrix"),
        pytest.param(place(CORNER, last=-9), "000000", "RRRRRu>", 3, id="done long before"),
        pytest.param(
            place(DisinfectionTarget.goods), "010000", " D    >", 0, id="goods have no interval"
        ),
    ],
)
def test_a_place_day_by_day(spot: Place, treated: str, drawn: str, missed: int) -> None:
    (row,) = matrix([spot], times(treated), DAYS, TODAY, DISINFECTION)
    assert "".join(LETTER[cell.state] for cell in row.cells) == drawn
    assert row.missed == missed
    assert row.climbed == (missed >= 2)


def test_half_of_what_a_day_asks_is_not_done() -> None:
    (row,) = matrix([place()], times("212201"), DAYS, TODAY, TWICE)
    assert "".join(LETTER[cell.state] for cell in row.cells) == "DRDDRu>"
    assert [cell.times for cell in row.cells][:3] == [2, 1, 2]
    assert row.due_on == DAYS[4]


def test_who_is_missed_twice_climbs_over_those_before_it() -> None:
    def named(id_: int) -> Place:
        return Place(id_, f"{id_}单元", STAIRS, FIRST)

    treated = {(id_, DAYS[last]): 1 for id_, last in ((1, 4), (2, 2), (3, 1), (4, 3))}
    rows = matrix([named(id_) for id_ in (1, 2, 3, 4)], treated, DAYS, TODAY, DISINFECTION)
    assert [(row.place.id, row.missed) for row in rows] == [(3, 3), (2, 2), (1, 0), (4, 1)]


@given(
    st.sampled_from(DisinfectionTarget),
    st.dictionaries(st.tuples(st.just(1), st.sampled_from(DAYS)), st.integers(1, 3)),
    st.sampled_from(DAYS),
)
def test_a_day_is_red_only_when_it_is_past_and_nothing_was_done_in_time(
    target: DisinfectionTarget, treated: dict[tuple[int, date], int], today: date
) -> None:
    done = {key: n for key, n in treated.items() if key[1] <= today}
    (row,) = matrix([place(target)], done, DAYS, today, DISINFECTION)
    assert [cell.day for cell in row.cells] == DAYS
    for cell in row.cells:
        assert (cell.state is CellState.done) == (cell.times > 0)
        assert cell.state is not CellState.red or cell.day < today
        assert (cell.state is CellState.ahead) == (cell.day > today)
    red = any(cell.state is CellState.red for cell in row.cells)
    assert not row.missed or red

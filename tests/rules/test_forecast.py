"""The stock: no lot below zero, the earliest first, and nothing said that is not known."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.forecast import (
    Level,
    Lot,
    Unused,
    daily_use,
    days_of_cover,
    draw,
    expiring,
    level,
    projected_expiry,
    usable,
)
from models.rules.refusal import Refusal
from models.words import Words
from tests.rules.rule_data import STOCK, TODAY

DAY = timedelta(days=1)
START = date(2022, 3, 20)
LOTS = st.lists(
    st.builds(
        lambda on_hand, ends, held: (on_hand, None if ends is None else TODAY + ends * DAY, held),
        st.integers(0, 50),
        st.none() | st.integers(-5, 60),
        st.booleans(),
    ),
    max_size=8,
).map(lambda rows: [Lot(n, *row) for n, row in enumerate(rows)])


@pytest.mark.parametrize(
    ("on_hand", "reorder", "maximum", "use", "word"),
    [
        pytest.param(0, None, None, None, Level.out, id="nothing left is out"),
        pytest.param(10, None, None, None, Level.low, id="the minimum itself is low"),
        pytest.param(11, None, None, None, Level.ok, id="above the minimum with no use known"),
        pytest.param(16, None, None, Fraction(3), Level.reorder, id="used up before delivery"),
        pytest.param(17, None, None, Fraction(3), Level.ok, id="a delivery comes in time"),
        pytest.param(17, 20, None, Fraction(3), Level.reorder, id="the item's own point is higher"),
        pytest.param(
            11, 5, None, Fraction(1, 2), Level.reorder, id="a low own point lowers nothing"
        ),
        pytest.param(101, None, 100, None, Level.over, id="above the maximum is over"),
        pytest.param(100, None, 100, None, Level.ok, id="the maximum itself is not over"),
        pytest.param(12, None, 11, Fraction(3), Level.reorder, id="what runs out is never over"),
    ],
)
def test_the_level_word(
    on_hand: int, reorder: int | None, maximum: int | None, use: Fraction | None, word: Level
) -> None:
    assert level(on_hand, 10, reorder, maximum, use, lead_days=2) is word


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 9))
def test_more_on_hand_is_never_a_worse_word(on_hand: int, minimum: int, use: int) -> None:
    order = list(Level)
    one = level(on_hand, minimum, None, 80 + minimum, Fraction(use), 2)
    more = level(on_hand + 1, minimum, None, 80 + minimum, Fraction(use), 2)
    assert order.index(more) >= order.index(one)


def days(*used: int) -> dict[date, int]:
    """Issues on the days before today, yesterday first."""
    return {TODAY - back * DAY: n for back, n in enumerate(used, 1)}


@pytest.mark.parametrize(
    ("issues", "since", "use"),
    [
        pytest.param(days(7, 0, 0, 0, 0, 0, 0), START, 1, id="days without issues are zero days"),
        pytest.param(days(1, 1, 1, 1, 1, 1, 1, 99), START, 1, id="the eighth day back is past"),
        pytest.param(days(3, 3, 3), TODAY - 3 * DAY, 3, id="three days are enough"),
        pytest.param(days(3, 3), TODAY - 2 * DAY, None, id="two days are too few to say"),
        pytest.param({}, START, 0, id="an item nobody takes has a use of zero"),
        pytest.param(
            days(1, 1, 1, 1, 1, 1, 1) | {TODAY: 9}, START, 2, id="a run on stock shows the same day"
        ),
        pytest.param(
            days(2, 2, 2, 2, 2, 2, 2) | {TODAY: 1}, START, 2, id="half a day lowers nothing"
        ),
    ],
)
def test_the_daily_use(issues: dict[date, int], since: date, use: int | None) -> None:
    assert daily_use(issues, since, TODAY, STOCK) == use


def test_cover_is_days_and_unknown_where_no_use_is_known() -> None:
    assert days_of_cover(10, Fraction(4)) == Fraction(5, 2)
    assert days_of_cover(10, Fraction(0)) is None
    assert days_of_cover(10, None) is None


def test_lots_are_walked_by_date_and_what_the_use_cannot_finish_is_unused() -> None:
    lots = [
        Lot(1, 10, TODAY + 3 * DAY),
        Lot(2, 4, TODAY + DAY),
        Lot(3, 99),
        Lot(4, 5, TODAY - DAY),
        Lot(5, 6, TODAY + 2 * DAY, held=True),
        Lot(6, 500, TODAY + 400 * DAY),
    ]
    assert projected_expiry(lots, Fraction(3), TODAY, STOCK) == (
        Unused(4, TODAY - DAY, 5),
        Unused(1, TODAY + 3 * DAY, 2),
    )
    assert projected_expiry(lots, None, TODAY, STOCK) == (Unused(4, TODAY - DAY, 5),)


@given(LOTS, st.integers(0, 20), st.integers(1, 7))
def test_unused_is_within_the_lot_and_more_use_never_wastes_more(
    lots: list[Lot], units: int, per: int
) -> None:
    slow = {
        one.lot: one.quantity for one in projected_expiry(lots, Fraction(units, per), TODAY, STOCK)
    }
    fast = projected_expiry(lots, Fraction(units + 1, per), TODAY, STOCK)
    assert all(0 < slow[lot] <= lots[lot].on_hand for lot in slow)
    assert sum(one.quantity for one in fast) <= sum(slow.values())


def test_expiring_names_the_expired_and_those_within_the_week() -> None:
    lots = [
        Lot(1, 1, TODAY + 7 * DAY),
        Lot(2, 1, TODAY + 8 * DAY),
        Lot(3, 1, TODAY - DAY),
        Lot(4, 0, TODAY),
        Lot(5, 1),
    ]
    assert [lot.id for lot in expiring(lots, TODAY, STOCK)] == [3, 1]


SHELF = [
    Lot(1, 5),
    Lot(2, 3, TODAY + 9 * DAY),
    Lot(3, 4, TODAY),
    Lot(4, 8, TODAY - DAY),
    Lot(5, 7, TODAY + DAY, held=True),
]


@pytest.mark.parametrize(
    ("quantity", "named", "taken"),
    [
        pytest.param(2, (), ((3, 2),), id="the last day of a lot is still good"),
        pytest.param(6, (), ((3, 4), (2, 2)), id="the earliest expiry goes first"),
        pytest.param(12, (), ((3, 4), (2, 3), (1, 5)), id="lots without a date go last"),
        pytest.param(8, (4,), ((4, 8),), id="an expired lot that is named"),
        pytest.param(1, (5,), ((5, 1),), id="a held lot that is named"),
        pytest.param(2, (2,), ((2, 2),), id="a named lot before an earlier one"),
    ],
)
def test_which_lot_goes_next(
    quantity: int, named: tuple[int, ...], taken: tuple[tuple[int, int], ...]
) -> None:
    assert draw(SHELF, quantity, TODAY, named) == taken


@pytest.mark.parametrize(
    ("quantity", "named", "key", "available"),
    [
        (13, (), "refuse.stock.short_locked", 12),
        (9, (4,), "refuse.stock.short", 8),
        (1, (77,), "refuse.stock.short", 0),
        (0, (), "refuse.stock.quantity", None),
        (-2, (), "refuse.stock.quantity", None),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(
    quantity: int, named: tuple[int, ...], key: str, available: int | None
) -> None:
    with pytest.raises(Refusal) as told:
        draw(SHELF, quantity, TODAY, named)
    assert told.value.key == key
    assert told.value.params.get("available") == available
    assert str(quantity) in Words("en")(key, **told.value.params) or quantity < 1


@given(LOTS, st.integers(1, 120))
def test_a_draw_takes_exactly_the_quantity_and_never_more_than_a_lot_holds(
    lots: list[Lot], quantity: int
) -> None:
    there = usable(lots, TODAY)
    if quantity > there:
        with pytest.raises(Refusal):
            draw(lots, quantity, TODAY)
        return
    taken = draw(lots, quantity, TODAY)
    assert sum(take for _, take in taken) == quantity
    assert len({lot for lot, _ in taken}) == len(taken)
    for lot, take in taken:
        assert 0 < take <= lots[lot].on_hand
        assert not lots[lot].held
        assert not lots[lot].expired(TODAY)
    ends = [lots[lot].expires_on or date.max for lot, _ in taken]
    assert ends == sorted(ends)

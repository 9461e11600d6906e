"""A short delivery: nobody gets more than ordered, all of it is given, each line says why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.refusal import Refusal
from models.rules.shortage import Line, ShortageRule, allocate, draw_order
from models.words import Words

SPECIAL, FIRST = ShortageRule.special_first, ShortageRule.first_come
EQUAL, LOTTERY = ShortageRule.equal_shares, ShortageRule.lottery
SEED = "2022-04-08 团购12"

CHAIN = (
    Line(1, 4),
    Line(2, 1, special=True),
    Line(3, 3, tolerance=2),
    Line(4, 2, special=True),
)


@pytest.mark.parametrize(
    ("rule", "arrived", "given_", "left_over"),
    [
        pytest.param(FIRST, 10, (4, 1, 3, 2), 0, id="enough"),
        pytest.param(FIRST, 12, (4, 1, 3, 2), 2, id="more than ordered"),
        pytest.param(FIRST, 0, (0, 0, 0, 0), 0, id="nothing came"),
        pytest.param(FIRST, 6, (4, 1, 1, 0), 0, id="first come"),
        pytest.param(FIRST, 9, (4, 1, 2, 2), 0, id="what can be done without is given last"),
        pytest.param(SPECIAL, 4, (1, 1, 0, 2), 0, id="special groups first"),
        pytest.param(SPECIAL, 2, (0, 1, 0, 1), 0, id="not even enough for them"),
        pytest.param(EQUAL, 4, (1, 1, 1, 1), 0, id="one each"),
        pytest.param(EQUAL, 6, (2, 1, 1, 2), 0, id="nobody more than ordered"),
        pytest.param(EQUAL, 5, (2, 1, 1, 1), 0, id="the odd one to who signed first"),
        pytest.param(EQUAL, 3, (1, 1, 1, 0), 0, id="fewer than lines"),
    ],
)
def test_a_short_delivery_is_shared(
    rule: ShortageRule, arrived: int, given_: tuple[int, ...], left_over: int
) -> None:
    found = allocate(CHAIN, arrived, rule)
    assert tuple(share.given for share in found.shares) == given_
    assert [share.line for share in found.shares] == list(CHAIN), "in the order of the chain"
    assert found.left_over == left_over


@pytest.mark.parametrize(
    ("rule", "arrived", "reasons"),
    [
        (FIRST, 9, ("full", "full", "tolerated", "full")),
        (FIRST, 6, ("full", "full", "tolerated", "first_come")),
        (SPECIAL, 2, ("special_first", "full", "special_first", "special")),
        (EQUAL, 3, ("equal_shares", "full", "tolerated", "equal_shares")),
        (LOTTERY, 0, ("lottery", "lottery", "lottery", "lottery")),
    ],
)
def test_each_line_says_why(rule: ShortageRule, arrived: int, reasons: tuple[str, ...]) -> None:
    found = allocate(CHAIN, arrived, rule, SEED)
    keys = [share.why.key.removeprefix("shortage.why.") for share in found.shares]
    assert tuple(keys) == reasons
    for share in found.shares:
        said = Words("en")(share.why.key, **share.why.params)
        assert f"ordered {share.line.ordered}, got {share.given}" in said


def test_the_place_in_line_is_said_as_people_count() -> None:
    places = [share.why.params.get("place") for share in allocate(CHAIN, 0, FIRST).shares]
    assert places == [1, 2, 3, 4]
    places = [share.why.params.get("place") for share in allocate(CHAIN, 0, SPECIAL).shares]
    assert places == [3, 1, 4, 2]


def test_a_lottery_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    lines = [Line(n, 1) for n in range(40)]
    first = allocate(lines, 20, LOTTERY, SEED)
    assert first == allocate(lines, 20, LOTTERY, SEED)
    assert first != allocate(lines, 20, LOTTERY, "2022-04-09 团购13")
    loser = next(share for share in first.shares if share.short)
    assert SEED in Words("zh")(loser.why.key, **loser.why.params)


def test_the_draw_is_the_one_anybody_can_reckon_again() -> None:
    assert [line.id for line in draw_order(CHAIN, "seed")] == [3, 1, 2, 4]


@pytest.mark.parametrize(
    ("lines", "arrived", "rule", "seed", "reason"),
    [
        (CHAIN, -1, FIRST, "", "shortage_numbers"),
        ((Line(1, -1),), 3, FIRST, "", "shortage_numbers"),
        ((Line(1, 2, tolerance=3),), 3, FIRST, "", "shortage_numbers"),
        ((Line(1, 2), Line(1, 2)), 3, FIRST, "", "shortage_twice"),
        (CHAIN, 3, LOTTERY, " ", "seed"),
    ],
)
def test_what_cannot_be_shared_is_refused(
    lines: tuple[Line, ...], arrived: int, rule: ShortageRule, seed: str, reason: str
) -> None:
    with pytest.raises(Refusal) as told:
        allocate(lines, arrived, rule, seed)
    assert told.value.key == f"refuse.group_buys.{reason}"
    assert Words("zh").has(told.value.key)


LINES = st.lists(st.tuples(st.integers(0, 6), st.booleans(), st.integers(0, 6)), max_size=12).map(
    lambda rows: [
        Line(id_, ordered, special, min(tolerance, ordered))
        for id_, (ordered, special, tolerance) in enumerate(rows)
    ]
)
RULES = st.sampled_from(ShortageRule)


@given(LINES, st.integers(0, 60), RULES)
def test_all_that_arrived_is_given_and_nobody_more_than_ordered(
    lines: list[Line], arrived: int, rule: ShortageRule
) -> None:
    found = allocate(lines, arrived, rule, SEED)
    assert sum(share.given for share in found.shares) + found.left_over == arrived
    assert not found.left_over or not any(share.short for share in found.shares)
    for share in found.shares:
        assert 0 <= share.given <= share.line.ordered
        assert share.short == share.line.ordered - share.given
    firm_unmet = any(s.given < s.line.ordered - s.line.tolerance for s in found.shares)
    if firm_unmet:
        assert all(s.given <= s.line.ordered - s.line.tolerance for s in found.shares)


@given(LINES, st.integers(0, 59), RULES)
def test_one_more_arriving_takes_nothing_from_anybody(
    lines: list[Line], arrived: int, rule: ShortageRule
) -> None:
    less, more = (allocate(lines, n, rule, SEED).shares for n in (arrived, arrived + 1))
    assert all(one.given <= other.given for one, other in zip(less, more, strict=True))


@given(LINES, st.integers(0, 60))
def test_the_special_are_served_before_the_others(lines: list[Line], arrived: int) -> None:
    shares = allocate(lines, arrived, SPECIAL).shares
    unmet = any(s.line.special and s.given < s.line.ordered - s.line.tolerance for s in shares)
    assert not unmet or not any(s.given for s in shares if not s.line.special)


@given(LINES, st.integers(0, 60))
def test_equal_shares_differ_by_one_at_most_unless_somebody_wanted_less(
    lines: list[Line], arrived: int
) -> None:
    firm = [Line(line.id, line.ordered - line.tolerance) for line in lines]
    shares = allocate(firm, arrived, EQUAL).shares
    most = max((share.given for share in shares), default=0)
    assert all(share.given >= most - 1 for share in shares if share.short)

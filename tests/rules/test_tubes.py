"""Tubes: all of them come back, and a mixed positive names everybody it concerns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.refusal import Refusal
from models.rules.tubes import (
    Corridor,
    Resident,
    check_reconciled,
    check_size,
    concerned,
    reconcile,
    tubes_needed,
)
from models.words import Words
from tests.rules.rule_data import TESTING


@pytest.mark.parametrize(
    ("people", "size", "tubes"),
    [(1100, 10, 110), (1100, 20, 55), (1, 10, 1), (11, 10, 2), (0, 10, 0)],
)
def test_tubes_for_a_round(people: int, size: int, tubes: int) -> None:
    assert tubes_needed(people, size) == tubes


def test_only_the_sizes_of_the_rule_set_are_tubes() -> None:
    for size in (10, 20):
        check_size(size, TESTING.tube_sizes)
    with pytest.raises(Refusal) as told:
        check_size(15, TESTING.tube_sizes)
    assert "10, 20" in Words("en")(told.value.key, **told.value.params)


@given(st.integers(0, 200), st.integers(0, 20), st.integers(0, 20))
def test_tubes_that_add_up_let_a_round_close(used: int, returned: int, void: int) -> None:
    issued = used + returned + void
    assert reconcile(issued, used, returned, void) == 0
    check_reconciled(issued, used, returned, void)


@pytest.mark.parametrize(
    ("tubes", "key", "n"),
    [
        ((110, 100, 5, 2), "refuse.rounds.tubes_missing", 3),
        ((110, 108, 2, 1), "refuse.rounds.tubes_over", 1),
    ],
)
def test_tubes_that_do_not_add_up_are_counted(
    tubes: tuple[int, int, int, int], key: str, n: int
) -> None:
    with pytest.raises(Refusal) as told:
        check_reconciled(*tubes)
    assert (told.value.key, told.value.params["n"]) == (key, n)
    assert "110" in Words("zh")(key, **told.value.params)


def resident(id_: int, household: int, floor: int, room: str, stairwell: int = 2) -> Resident:
    return Resident(id_, household, 3, stairwell, floor, room)


COMPOUND = (
    resident(1, 41, 4, "401"),
    resident(2, 41, 4, "401"),
    resident(3, 42, 4, "402"),
    resident(4, 51, 5, "501"),
    resident(5, 43, 4, "401", stairwell=1),
    resident(6, 61, 6, "601"),
)


def test_a_mixed_positive_names_members_doors_housemates_neighbours_and_corridors() -> None:
    found = concerned({1, 6}, COMPOUND)
    assert [one.id for one in found.members] == [6, 1]
    assert found.households == (61, 41)
    assert [one.id for one in found.housemates] == [2]
    assert [one.id for one in found.neighbours] == [3], "nobody of the other stairwell or floor"
    assert found.corridors == (Corridor(3, 2, 6), Corridor(3, 2, 4))


RESIDENTS = st.lists(
    st.builds(
        lambda id_, flat: resident(id_, flat, 1 + flat // 4, f"{flat}", 1 + flat % 2),
        st.integers(1, 60),
        st.integers(0, 20),
    ),
    unique_by=lambda one: one.id,
    max_size=30,
)


@given(RESIDENTS, st.sets(st.integers(1, 60), max_size=20))
def test_everybody_on_the_corridors_is_concerned_once(
    residents: list[Resident], members: set[int]
) -> None:
    found = concerned(members, residents)
    named = [*found.members, *found.housemates, *found.neighbours]
    on_corridors = {one.id for one in residents if one.corridor in found.corridors}
    assert sorted(one.id for one in named) == sorted(on_corridors)
    assert {one.id for one in found.members} == members & {one.id for one in residents}
    assert {one.household for one in found.neighbours}.isdisjoint(found.households)

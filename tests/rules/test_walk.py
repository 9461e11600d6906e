"""The door walk: a stairwell is climbed once, and nobody walks a door more than the others need."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.refusal import Refusal
from models.rules.walk import split, walk


@dataclass(frozen=True)
class Flat:
    building: int | str
    stairwell: int | str
    floor: int
    room: str


FLATS = st.lists(
    st.builds(
        Flat,
        st.integers(1, 12).map(str),
        st.integers(1, 4).map(str),
        st.integers(1, 6),
        st.sampled_from(["101", "102", "1001"]),
    ),
    max_size=40,
)


def test_the_walk_goes_building_stairwell_top_floor_down_room() -> None:
    order = [
        Flat("2", "1", 6, "601"),
        Flat("2", "1", 6, "602"),
        Flat("2", "1", 1, "101"),
        Flat("2", "2", 6, "601"),
        Flat("10", "1", 1, "101"),
        Flat("甲", "1", 1, "101"),
    ]
    assert walk(reversed(order)) == tuple(order)


def test_numbers_kept_as_numbers_walk_the_same_way() -> None:
    assert walk([Flat(10, 1, 1, "101"), Flat(2, 1, 1, "101")])[0].building == 2


def test_a_walk_is_split_into_contiguous_even_parts() -> None:
    flats = [Flat("1", "1", floor, "101") for floor in (6, 5, 4, 3, 2)]
    assert [[one.floor for one in part] for part in split(flats, 2)] == [[6, 5, 4], [3, 2]]


def test_more_walkers_than_doors_leaves_some_with_none() -> None:
    assert [len(part) for part in split([Flat("1", "1", 1, "101")], 3)] == [1, 0, 0]


@pytest.mark.parametrize("walkers", [0, -1])
def test_nobody_walking_is_refused(walkers: int) -> None:
    with pytest.raises(Refusal, match="walkers"):
        split([], walkers)


@given(FLATS, st.integers(1, 25))
def test_every_door_is_walked_once_and_the_parts_are_even(flats: list[Flat], walkers: int) -> None:
    parts = split(flats, walkers)
    assert len(parts) == walkers
    assert tuple(flat for part in parts for flat in part) == walk(flats)
    sizes = [len(part) for part in parts]
    assert max(sizes) - min(sizes) <= 1

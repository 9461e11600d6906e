"""The timetable: each person one turn, no lane twice at a time, pupils between their lessons."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.refusal import Refusal
from models.rules.spans import Span, overlaps, stamp
from models.rules.timetable import Heads, Slot, timetable
from tests.rules.rule_data import TESTING, ZONE, local

SIX = local(8, 6)
GAP = Span(local(8, 11, 40), local(8, 14))


def told(slots: tuple[Slot, ...]) -> list[tuple[object, int, str, str, int, bool]]:
    return [
        (
            slot.building,
            slot.lane,
            stamp(slot.span.start, ZONE)[6:],
            stamp(slot.span.end, ZONE)[6:],
            slot.people,
            slot.pupils,
        )
        for slot in slots
    ]


def test_buildings_come_down_in_turn_at_the_lane_that_is_free_first() -> None:
    # 36 s each: 100 people are an hour, 51 people 30.6 minutes, said as 35.
    heads = [Heads("1", 100), Heads("2", 51), Heads("3", 50), Heads("4", 0)]
    assert told(timetable(heads, SIX, 2, [], TESTING)) == [
        ("1", 1, "06:00", "07:00", 100, False),
        ("2", 2, "06:00", "06:35", 51, False),
        ("3", 2, "06:35", "07:05", 50, False),
    ]


def test_pupils_have_the_gap_between_lessons_and_the_others_give_way() -> None:
    heads = [Heads("1", 100, pupils=25), Heads("2", 50, pupils=5)]
    found = timetable(heads, local(8, 11, 15), 1, [GAP], TESTING)
    assert told(found) == [
        ("1", 1, "11:40", "11:55", 25, True),
        ("2", 1, "11:55", "12:00", 5, True),
        ("1", 1, "12:00", "12:45", 75, False),
        ("2", 1, "12:45", "13:15", 45, False),
    ]


def test_pupils_for_whom_the_gap_is_too_short_come_with_their_building() -> None:
    short = Span(local(8, 11, 40), local(8, 11, 45))
    found = timetable([Heads("1", 60, pupils=50)], SIX, 1, [short], TESTING)
    assert told(found) == [("1", 1, "06:00", "06:40", 60, False)]


def test_a_gap_that_has_begun_is_used_from_now_on() -> None:
    found = timetable([Heads("1", 5, pupils=5)], local(8, 12), 1, [GAP], TESTING)
    assert told(found) == [("1", 1, "12:00", "12:05", 5, True)]


def test_no_lane_and_more_pupils_than_people_are_refused() -> None:
    with pytest.raises(Refusal, match="lanes"):
        timetable([], SIX, 0, [], TESTING)
    with pytest.raises(Refusal, match="pupils"):
        timetable([Heads("1", 5, pupils=6)], SIX, 1, [], TESTING)


@given(
    st.lists(
        st.integers(0, 200).flatmap(
            lambda people: st.builds(
                Heads,
                st.sampled_from("123456"),
                st.just(people),
                st.integers(0, min(people, 60)),
            )
        ),
        max_size=14,
    ),
    st.integers(1, 4),
    st.booleans(),
)
def test_everybody_has_one_turn_and_no_lane_two_at_a_time(
    buildings: list[Heads], lanes: int, with_gap: bool
) -> None:
    found = timetable(buildings, SIX, lanes, [GAP] if with_gap else [], TESTING)
    assert found == timetable(buildings, SIX, lanes, [GAP] if with_gap else [], TESTING)
    assert sum(slot.people for slot in found) == sum(heads.people for heads in buildings)
    for index, slot in enumerate(found):
        assert 1 <= slot.lane <= lanes
        assert slot.span.length >= slot.people * timedelta(seconds=TESTING.seconds_each)
        assert not any(
            other.lane == slot.lane and overlaps(other.span, slot.span)
            for other in found[index + 1 :]
        )
        if slot.pupils:
            assert GAP.start <= slot.span.start and slot.span.end <= GAP.end
    if not with_gap:
        assert not any(slot.pupils for slot in found)

"""Coverage rounds: nobody is missed, nobody is listed twice, and a hint is never a result."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.coverage import (
    HouseholdCover,
    Mark,
    Target,
    by_building,
    carried,
    check_ended,
    fold,
    households,
    left,
)
from models.rules.refusal import Refusal
from models.words import Words

LEFT, SEEN, EXCUSED, MISSED = Mark.left, Mark.seen, Mark.excused, Mark.missed


def target(id_: int, door: str, mark: Mark = LEFT, **more: object) -> Target:
    building, stairwell, room = door.split("-")
    made = Target(id_, building, stairwell, int(room[:-2]), room, household=int(room), mark=mark)
    return replace(made, **more)  # type: ignore[arg-type]


TARGETS = st.lists(
    st.builds(
        Target,
        id=st.integers(1, 10_000),
        building=st.sampled_from(["1", "2", "10"]),
        stairwell=st.sampled_from([1, 2]),
        floor=st.integers(1, 6),
        room=st.sampled_from(["1", "2"]),
        household=st.none() | st.integers(1, 9),
        mark=st.sampled_from(Mark),
        reason=st.sampled_from(["", "外出"]),
        hint=st.sampled_from(["", "听不见"]),
        missed=st.integers(0, 3),
    ),
    unique_by=lambda one: one.id,
    max_size=40,
)


def test_those_left_stand_by_building_stairwell_and_floor_as_one_walks() -> None:
    targets = [
        target(1, "10-1-101"),
        target(2, "2-2-302", reason="夜班", owner=7),
        target(3, "2-2-301"),
        target(4, "2-2-602"),
        target(5, "2-1-101", SEEN),
        target(6, "2-1-102"),
    ]
    found = left(targets, climbs_from=2)
    assert [
        (group.building, group.stairwell, group.floor, [one.id for one in group.targets])
        for group in found.groups
    ] == [("2", "1", 1, [6]), ("2", "2", 6, [4]), ("2", "2", 3, [3, 2]), ("10", "1", 1, [1])]
    assert (found.number, found.climbed) == (5, ())
    assert (found.groups[2].targets[1].reason, found.groups[2].targets[1].owner) == ("夜班", 7)


def test_who_is_missed_twice_running_climbs_and_the_oftenest_stands_first() -> None:
    targets = [
        target(1, "1-1-101", missed=1),
        target(2, "1-1-102", missed=2),
        target(3, "9-1-101", missed=3),
        target(4, "1-1-201", SEEN, missed=4),
    ]
    found = left(targets, climbs_from=2)
    assert [one.id for one in found.climbed] == [3, 2]
    assert [one.id for group in found.groups for one in group.targets] == [1]


@given(TARGETS, st.integers(1, 3))
def test_everybody_left_is_listed_exactly_once(targets: list[Target], climbs_from: int) -> None:
    found = left(targets, climbs_from)
    listed = [*found.climbed, *(one for group in found.groups for one in group.targets)]
    assert sorted(one.id for one in listed) == sorted(t.id for t in targets if t.mark is LEFT)
    assert found.number == len(listed)
    places = [(group.building, group.stairwell, group.floor) for group in found.groups]
    assert len(set(places)) == len(places)


@given(TARGETS)
def test_the_sums_of_the_buildings_are_the_round(targets: list[Target]) -> None:
    tallies = by_building(targets)
    assert sum(one.left + one.seen + one.excused + one.missed for one in tallies) == len(targets)
    assert sum(one.left for one in tallies) == left(targets, 2).number
    assert [one.building for one in tallies] == [
        name for name in ("1", "2", "10") if any(one.building == name for one in targets)
    ]


@pytest.mark.parametrize(
    ("marks", "cover"),
    [
        ([], "untouched"),
        ([LEFT, LEFT], "untouched"),
        ([LEFT, SEEN], "part"),
        ([LEFT, MISSED], "part"),
        ([SEEN, SEEN], "all_seen"),
        ([SEEN, EXCUSED], "has_exception"),
        ([SEEN, MISSED], "has_exception"),
        ([EXCUSED], "has_exception"),
    ],
)
def test_a_household_is_the_fold_of_its_persons(marks: list[Mark], cover: str) -> None:
    assert fold(marks) is HouseholdCover(cover)
    assert fold(marks[::-1]) is fold(marks)


def test_households_of_a_round_and_places_that_have_none() -> None:
    place = replace(target(9, "1-1-101"), household=None)
    targets = [target(1, "1-1-301", SEEN), target(2, "1-1-301"), target(3, "1-1-302"), place]
    assert households(targets) == {
        301: HouseholdCover.part,
        302: HouseholdCover.untouched,
    }


@pytest.mark.parametrize(
    ("before", "hint", "missed"),
    [
        pytest.param(None, "", 0, id="the first round"),
        pytest.param({"mark": SEEN, "missed": 1, "reason": "x"}, "", 0, id="seen"),
        pytest.param({"mark": EXCUSED, "missed": 1, "reason": "住院"}, "住院", 0, id="excused"),
        pytest.param({"mark": MISSED, "missed": 1, "reason": "拒绝"}, "拒绝", 2, id="missed"),
        pytest.param({"mark": LEFT, "missed": 0}, "", 1, id="left when the round was broken off"),
        pytest.param({"mark": MISSED, "hint": "听不见"}, "听不见", 1, id="the older hint is kept"),
    ],
)
def test_reasons_go_on_as_hints_and_never_as_done(
    before: dict[str, object] | None, hint: str, missed: int
) -> None:
    last = None if before is None else target(1, "1-1-101", **before)  # type: ignore[arg-type]
    found = carried(target(1, "1-1-101", SEEN, state="sampled", reason="x"), last)
    assert (found.mark, found.state, found.reason) == (LEFT, "", "")
    assert (found.hint, found.missed) == (hint, missed)


def test_twice_missed_is_two_rounds_running_and_one_seen_between_breaks_it() -> None:
    def after(*marks: Mark) -> Target:
        found = target(1, "1-1-101")
        for mark in marks:
            found = carried(target(1, "1-1-101"), replace(found, mark=mark, reason="无应答"))
        return found

    assert len(left([after(MISSED, MISSED)], 2).climbed) == 1
    assert not left([after(MISSED, SEEN, MISSED)], 2).climbed
    assert not left([after(MISSED, EXCUSED, MISSED)], 2).climbed


def test_a_round_ends_only_when_every_target_has_a_named_end() -> None:
    check_ended([])
    check_ended([target(1, "1-1-101", SEEN), target(2, "1-1-102", MISSED, reason="拒绝")])
    with pytest.raises(Refusal) as told:
        check_ended([target(1, "1-1-101"), target(2, "1-1-102", MISSED)])
    assert told.value.key == "refuse.rounds.left"
    assert "1 target is" in Words("en")(told.value.key, **told.value.params)
    with pytest.raises(Refusal) as told:
        check_ended([target(1, "1-1-101", EXCUSED, reason=" "), target(2, "1-1-102", MISSED)])
    assert (told.value.key, told.value.params) == ("refuse.rounds.no_reason", {"n": 2})

"""Patrols: which route waits, which household comes again, where and when it happens."""

from dataclasses import replace

from models.rules.patrol import Heat, Incident, Route, heat, repeat_addresses, route_ages
from tests.rules.rule_data import PATROL, ZONE, local

NOW = local(8, 10)


def met(day: int, hour: int, household: int | None = 1, kind: str = "dog") -> Incident:
    return Incident(local(day, hour), "5号楼", kind, household)


def test_a_household_met_twice_in_a_week_comes_again() -> None:
    found = repeat_addresses(
        [
            met(2, 9, 1),
            met(8, 9, 1, "stroll"),
            met(7, 9, 1, "stroll"),
            met(8, 8, 2),
            met(1, 9, 3),
            met(8, 9, 3),
            met(8, 9, None),
            met(8, 9, None),
            met(7, 9, 4),
            met(7, 8, 4),
        ],
        NOW,
        PATROL,
    )
    assert [(one.household, one.times, one.kinds) for one in found] == [
        (1, 3, ("stroll", "dog")),
        (4, 2, ("dog",)),
    ]
    assert found[0].last == local(8, 9)


def test_the_heat_is_counted_in_the_hours_of_the_branch() -> None:
    found = heat(
        [met(8, 0), met(7, 0), met(7, 23), replace(met(8, 7), place="北门")],
        ZONE,
    )
    assert found.places == ("5号楼", "北门")
    assert (found.counts[0][0], found.counts[0][23], found.counts[1][7]) == (2, 1, 1)
    assert found.peak == 2
    assert sum(found.by_hour) == 4


def test_no_incidents_are_an_empty_matrix() -> None:
    assert heat([], ZONE) == Heat((), ())
    assert heat([], ZONE).peak == 0
    assert heat([], ZONE).by_hour == (0,) * 24


def test_the_route_never_walked_comes_first_and_then_the_latest() -> None:
    rules = replace(PATROL, routes={"夜线": 30})
    found = route_ages(
        [
            Route(1, "东线", local(8, 9)),
            Route(2, "西线", local(8, 5)),
            Route(3, "夜线", local(8, 8)),
            Route(4, "新线", None),
            Route(5, "正走", local(7, 8), under_way=True),
            Route(6, "刚好", local(8, 7)),
        ],
        NOW,
        rules,
    )
    assert [(one.route.name, one.minutes, one.late_minutes, one.late) for one in found] == [
        ("新线", None, 0, True),
        ("西线", 300, 120, True),
        ("夜线", 120, 90, True),
        ("正走", 26 * 60, 0, False),
        ("刚好", 180, 0, False),
        ("东线", 60, 0, False),
    ]

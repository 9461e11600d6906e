"""The rota: what is impossible is refused by name, what is hard warns, the tired come first."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.fatigue import fatigue
from models.rules.refusal import Refusal
from models.rules.rota import (
    Booking,
    Opening,
    Person,
    RestRules,
    choices,
    is_no_show,
    late_minutes,
    refusal,
    warnings,
)
from models.rules.spans import Span, change_overs, overlaps
from models.rules.templates import Template, plan
from models.words import Words
from tests.rules.rule_data import REST, TODAY, ZONE, data_of, local

HOUR = timedelta(hours=1)
GATE = Opening(1, "北门卡点", Span(local(8, 10), local(8, 14)), places=2, taken=1)
WHO = Person(7, "林晓", roles=frozenset({"keeper"}), skills=frozenset({"swab"}))
CLASH = Booking(2, "东巡逻线", Span(local(8, 13), local(8, 15)))


@pytest.mark.parametrize(
    ("person", "opening", "bookings", "reason"),
    [
        pytest.param(WHO, GATE, [], None, id="a free person may stand"),
        pytest.param(WHO, GATE, [CLASH], "overlap", id="nobody is in two places at once"),
        pytest.param(
            WHO,
            GATE,
            [CLASH._replace(span=Span(local(8, 14), local(8, 16)))],
            None,
            id="a shift that only touches is no overlap",
        ),
        pytest.param(
            WHO, GATE, [Booking(1, "北门卡点", GATE.span)], "already_in", id="nobody stands twice"
        ),
        pytest.param(WHO, GATE._replace(taken=2), [], "full", id="a full shift is full"),
        pytest.param(
            WHO._replace(isolated_from=date(2022, 4, 8)),
            GATE,
            [],
            "isolated",
            id="isolation without an end forbids",
        ),
        pytest.param(
            WHO._replace(isolated_until=date(2022, 4, 8)),
            GATE,
            [],
            "isolated_until",
            id="the last day of isolation still forbids",
        ),
        pytest.param(
            WHO._replace(isolated_until=date(2022, 4, 7)),
            GATE,
            [],
            None,
            id="the day after isolation is free",
        ),
        pytest.param(
            WHO._replace(isolated_from=date(2022, 4, 9)),
            GATE,
            [],
            None,
            id="isolation that has not begun forbids nothing",
        ),
        pytest.param(WHO, GATE._replace(role="keeper"), [], None, id="a role that is held"),
        pytest.param(WHO, GATE._replace(role="driver"), [], "role_missing", id="a missing role"),
        pytest.param(WHO, GATE._replace(skill="swab"), [], None, id="a skill that is there"),
        pytest.param(WHO, GATE._replace(skill="drain"), [], "skill_missing", id="a missing skill"),
        pytest.param(
            WHO._replace(demobilised_on=date(2022, 4, 8)),
            GATE,
            [],
            "demobilised",
            id="whoever has left stands no more",
        ),
        pytest.param(
            WHO._replace(joined_on=date(2022, 4, 9)),
            GATE,
            [],
            "not_joined",
            id="whoever has not come yet does not stand",
        ),
        pytest.param(
            WHO._replace(demobilised_on=date(2022, 4, 1)),
            GATE._replace(taken=2),
            [CLASH],
            "demobilised",
            id="the first reason is the person's own",
        ),
    ],
)
def test_who_may_stand_a_shift(
    person: Person, opening: Opening, bookings: list[Booking], reason: str | None
) -> None:
    found = refusal(person, opening, bookings, ZONE)
    assert (found and found.key) == (reason and f"refuse.shifts.{reason}")


def test_an_overlap_says_where_and_until_when_by_the_branch_clock() -> None:
    found = refusal(WHO, GATE, [CLASH], ZONE)
    assert found is not None
    assert found.params["until"] == "04-08 15:00"
    assert Words("en")(found.key, **found.params) == (
        "林晓 is at 东巡逻线 at that time, until 04-08 15:00"
    )


@given(st.integers(0, 60), st.integers(1, 12), st.integers(0, 60), st.integers(1, 12))
def test_a_seat_is_refused_exactly_when_it_overlaps(
    start: int, length: int, other: int, other_length: int
) -> None:
    span = Span(local(8, 0) + start * HOUR, local(8, 0) + (start + length) * HOUR)
    booked = Span(local(8, 0) + other * HOUR, local(8, 0) + (other + other_length) * HOUR)
    found = refusal(WHO, GATE._replace(span=span), [Booking(9, "x", booked)], ZONE)
    assert (found is not None) == overlaps(span, booked)


def keys(person: Person, candidate: Span, spans: list[Span]) -> list[str]:
    found = warnings(person, candidate, spans, REST, ZONE)
    return [one.key.removeprefix("warn.shifts.") for one in found]


def night(day: int) -> Span:
    return Span(local(day, 22), local(day + 1, 0))


@pytest.mark.parametrize(
    ("candidate", "spans", "found"),
    [
        pytest.param(GATE.span, [], [], id="a first shift warns of nothing"),
        pytest.param(
            GATE.span, [Span(local(8, 0), local(8, 2))], ["rest_before"], id="eight hours of rest"
        ),
        pytest.param(
            GATE.span, [Span(local(7, 22), local(8, 0))], [], id="ten hours of rest are enough"
        ),
        pytest.param(
            GATE.span, [Span(local(8, 20), local(8, 22))], ["rest_after"], id="rest after counts"
        ),
        pytest.param(night(8), [night(5), night(6), night(7)], ["nights"], id="a fourth night"),
        pytest.param(night(8), [night(4), night(6), night(7)], [], id="a night off breaks the row"),
        pytest.param(
            night(6),
            [night(4), night(5), night(7), night(8)],
            ["nights"],
            id="a night that joins two rows",
        ),
        pytest.param(
            GATE.span,
            [Span(local(day, 8), local(day, 18)) for day in (3, 4, 6, 7)],
            ["hours"],
            id="more than forty hours in seven days",
        ),
        pytest.param(
            GATE.span,
            [Span(local(day, 10), local(day, 12)) for day in range(2, 8)],
            ["rest_day"],
            id="a seventh day on duty in a row",
        ),
    ],
)
def test_what_is_hard_on_a_person_warns(
    candidate: Span, spans: list[Span], found: list[str]
) -> None:
    assert keys(WHO, candidate, spans) == found


def test_moving_a_shift_a_person_already_has_does_not_count_it_twice() -> None:
    assert keys(WHO, GATE.span, [GATE.span]) == []


def test_a_time_told_as_unavailable_warns() -> None:
    away = WHO._replace(unavailable=(Span(local(8, 12), local(8, 20)),))
    assert keys(away, GATE.span, []) == ["unavailable"]


def test_the_numbers_are_the_rule_sets_and_not_the_functions() -> None:
    strict = RestRules.from_data({**data_of("rest"), "min_rest_hours": 12})
    spans = [Span(local(7, 20), local(7, 23))]
    assert warnings(WHO, GATE.span, spans, REST, ZONE) == ()
    assert [one.key for one in warnings(WHO, GATE.span, spans, strict, ZONE)] == [
        "warn.shifts.rest_before"
    ]


def test_every_warning_can_be_said_in_both_languages() -> None:
    late = Span(local(8, 12), local(8, 23, 30))
    away = WHO._replace(unavailable=(late,))
    spans = [Span(local(day, 0), local(day, 8)) for day in range(1, 10)]
    found = warnings(away, late, spans, REST, ZONE)
    assert len(found) == 6
    for caution in found:
        for lang in ("zh", "en"):
            said = Words(lang)(caution.key, **caution.params)
            assert said != caution.key
            assert "林晓" in said


def test_the_rested_come_before_the_tired_and_the_impossible_last() -> None:
    tired = Person(1, "安")
    busy = Person(2, "白")
    away = Person(3, "陈", demobilised_on=TODAY)
    free = Person(4, "丁")
    people = [
        (away, []),
        (tired, [Booking(5, "x", Span(local(8, 4), local(8, 8)))]),
        (busy, [Booking(6, "x", Span(local(5, 8), local(5, 12)))]),
        (free, []),
    ]
    found = choices(GATE, people, REST, ZONE)
    assert [one.person.name for one in found] == ["丁", "白", "安", "陈"]


def test_the_most_tired_come_first_and_leaders_are_counted_too() -> None:
    now = local(8, 10)
    secretary = Person(1, "书记")
    guard = Person(2, "夜班")
    fresh = Person(3, "新人", joined_on=TODAY)
    people = [
        (fresh, []),
        (guard, [night(day) for day in (4, 5, 6, 7)]),
        (secretary, [Span(local(day, 7), local(day, 15)) for day in range(1, 8)]),
    ]
    found = fatigue(people, now, date(2022, 3, 20), REST, ZONE)
    assert [one.person.name for one in found] == ["书记", "夜班", "新人"]
    first, second, last = found
    assert first.hours == (6 * 8 + 5) * HOUR
    assert first.days == 7
    assert first.last_rest_day == date(2022, 3, 31)
    assert second.nights == 4
    assert second.night_hours == 8 * HOUR
    assert last.last_rest_day is None
    assert (last.hours, last.nights, last.days, last.cautions) == (timedelta(0), 0, 0, ())


def test_what_has_not_happened_yet_tires_nobody() -> None:
    found = fatigue([(WHO, [night(8), GATE.span])], local(8, 12), date(2022, 3, 20), REST, ZONE)
    assert found[0].hours == 2 * HOUR
    assert found[0].nights == 0


def test_a_row_of_nights_ends_with_a_night_off() -> None:
    spans = [night(day) for day in (3, 4, 5)]
    found = fatigue([(WHO, spans)], local(8, 12), date(2022, 3, 20), REST, ZONE)
    assert found[0].nights == 0


def test_late_minutes_and_no_show() -> None:
    assert late_minutes(local(8, 10), local(8, 9, 50)) == 0
    assert late_minutes(local(8, 10), local(8, 10, 7)) == 7
    assert not is_no_show(GATE.span, local(8, 10, 14), REST)
    assert is_no_show(GATE.span, local(8, 10, 15), REST)


def test_a_batch_is_planned_over_days_and_midnight_and_planned_again_makes_nothing() -> None:
    gate = Template(1, change_overs("6 14 22"), places=2)
    first = plan([gate], date(2022, 4, 8), date(2022, 4, 10), ZONE)
    assert len(first.new) == 9
    assert first.new[-1].span == Span(local(10, 22), local(11, 6))
    again = plan(
        [gate],
        date(2022, 4, 8),
        date(2022, 4, 11),
        ZONE,
        [(one.post, one.span) for one in first.new],
    )
    assert (len(again.new), len(again.same), len(again.clashes)) == (3, 9, 0)


def test_a_batch_across_other_shifts_of_the_post_leaves_them_out_by_name() -> None:
    existing = [(1, Span(local(8, 8), local(8, 12))), (2, Span(local(8, 6), local(8, 14)))]
    found = plan([Template(1, change_overs("6 14 22"), 2)], TODAY, TODAY, ZONE, existing)
    assert [one.span.start for one in found.clashes] == [local(8, 6)]
    assert len(found.new) == 2


def test_a_batch_may_be_for_some_days_of_the_week() -> None:
    weekend = Template(1, change_overs("8 12"), 1, around=False, weekdays=frozenset({5, 6}))
    found = plan([weekend], date(2022, 4, 4), date(2022, 4, 10), ZONE)
    assert [one.span.start for one in found.new] == [local(9, 8), local(10, 8)]


def test_a_batch_with_its_days_backwards_or_nobody_in_it_is_refused() -> None:
    gate = Template(1, change_overs("6 14"), places=2)
    with pytest.raises(Refusal, match="days"):
        plan([gate], date(2022, 4, 9), date(2022, 4, 8), ZONE)
    with pytest.raises(Refusal, match="places"):
        plan([replace(gate, places=0)], TODAY, TODAY, ZONE)

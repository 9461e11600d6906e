"""Care: the tier has reasons, only meeting or speaking counts, and the ladder never goes down."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.care import (
    Category,
    Contact,
    Facts,
    MedicineKind,
    MedicineLeft,
    Outcome,
    Step,
    Tier,
    Way,
    ladder,
    last_seen,
    next_due,
    spread,
    tier,
)
from models.words import Words
from tests.rules.rule_data import CARE, local

HOUR = timedelta(hours=1)
NOW = local(8, 10)


def person(*categories: Category, **facts: object) -> Facts:
    return Facts(categories=frozenset(categories))._replace(**facts)  # type: ignore[arg-type]


def medicine(kind: MedicineKind, days: int | None) -> tuple[MedicineLeft, ...]:
    return (MedicineLeft(kind, days),)


ALONE, OLD = Category.lives_alone, Category.elderly
INSULIN, PSYCHIATRIC = MedicineKind.insulin, MedicineKind.psychiatric
CHRONIC, SHORT_TERM = MedicineKind.chronic, MedicineKind.short_term
RED, YELLOW, GREEN = Tier.red, Tier.yellow, Tier.green


@pytest.mark.parametrize(
    ("facts", "found", "reasons"),
    [
        pytest.param(person(OLD), GREEN, (), id="the rest of the list is green"),
        pytest.param(person(Category.dialysis), RED, ("dialysis",), id="dialysis"),
        pytest.param(person(Category.chemo), RED, ("chemo",), id="chemotherapy"),
        pytest.param(
            person(OLD, medicines=medicine(INSULIN, 6)), RED, ("insulin_low",), id="insulin for 6 d"
        ),
        pytest.param(
            person(OLD, medicines=medicine(INSULIN, 7)), YELLOW, ("medicine_low",), id="for 7 d"
        ),
        pytest.param(
            person(medicines=medicine(PSYCHIATRIC, 6)), RED, ("psychiatric_low",), id="psychiatric"
        ),
        pytest.param(
            person(medicines=medicine(CHRONIC, 13)), YELLOW, ("medicine_low",), id="chronic, 13 d"
        ),
        pytest.param(person(medicines=medicine(CHRONIC, 14)), GREEN, (), id="chronic, 14 d"),
        pytest.param(person(medicines=medicine(SHORT_TERM, 1)), GREEN, (), id="a short-term one"),
        pytest.param(person(medicines=medicine(INSULIN, None)), GREEN, (), id="never counted"),
        pytest.param(person(ALONE, age=80), RED, ("alone_80",), id="alone at 80"),
        pytest.param(person(ALONE, age=79), YELLOW, ("alone_70",), id="alone at 79"),
        pytest.param(person(ALONE, age=69), GREEN, (), id="alone at 69"),
        pytest.param(person(OLD, age=95), GREEN, (), id="95 with the family"),
        pytest.param(person(ALONE), GREEN, (), id="alone, age not known"),
        pytest.param(person(Category.bedridden), RED, ("bedridden",), id="bedridden"),
        pytest.param(
            person(ALONE, Category.dependent), RED, ("alone_dependent",), id="alone and dependent"
        ),
        pytest.param(person(Category.dependent), YELLOW, ("dependent",), id="dependent, cared for"),
        pytest.param(
            person(Category.pregnancy, gestation_weeks=36), RED, ("late_pregnancy",), id="36 weeks"
        ),
        pytest.param(person(Category.pregnancy, gestation_weeks=35), GREEN, (), id="35 weeks"),
        pytest.param(
            person(Category.postpartum, weeks_since_birth=6), RED, ("after_birth",), id="6 w after"
        ),
        pytest.param(person(Category.postpartum, weeks_since_birth=7), GREEN, (), id="7 w after"),
        pytest.param(
            person(last_outcome=Outcome.no_answer), RED, ("no_answer",), id="no answer last time"
        ),
        pytest.param(person(Category.infant, age=0), YELLOW, ("infant",), id="an infant under 1"),
        pytest.param(person(Category.infant, age=1), GREEN, (), id="an infant of 1"),
        pytest.param(
            person(ALONE, Category.no_smartphone),
            YELLOW,
            ("alone_unreachable",),
            id="alone and not to be reached",
        ),
        pytest.param(
            person(ALONE, Category.dialysis, Category.disabled, age=85),
            RED,
            ("dialysis", "alone_80"),
            id="all reasons for the strictest tier are named",
        ),
    ],
)
def test_the_tier_and_its_reasons(facts: Facts, found: Tier, reasons: tuple[str, ...]) -> None:
    told = tier(facts, CARE)
    assert (told.tier, told.reasons) == (found, reasons)


@given(st.sets(st.sampled_from(list(Category))), st.sampled_from(list(Category)))
def test_one_more_category_never_lowers_the_care(has: set[Category], more: Category) -> None:
    order = list(Tier)
    before = tier(Facts(frozenset(has), age=75), CARE).tier
    after = tier(Facts(frozenset(has | {more}), age=75), CARE).tier
    assert order.index(after) <= order.index(before)


def test_every_reason_of_the_rule_set_has_words() -> None:
    keys = {f"care.reason.{one.reason}" for one in CARE.conditions}
    keys |= {f"care.escalate.{one}" for one in CARE.escalate_to}
    assert [key for key in sorted(keys) if not Words().has(key)] == []


@pytest.mark.parametrize(
    ("own", "hours"),
    [(None, 48), (24, 24), (84, 48)],
    ids=["no own", "own stricter", "tier stricter"],
)
def test_the_stricter_frequency_wins(own: int | None, hours: int) -> None:
    assert next_due(NOW, CARE.hours[Tier.yellow], own) == NOW + hours * HOUR


@pytest.mark.parametrize(
    ("outcome", "counts"),
    [
        (Outcome.well, True),
        (Outcome.needs_action, True),
        (Outcome.left_at_door, False),
        (Outcome.no_answer, False),
        (Outcome.refused, False),
        (Outcome.away, False),
        (None, False),
    ],
)
def test_only_meeting_or_speaking_counts_as_seen(outcome: Outcome | None, counts: bool) -> None:
    earlier = Contact(local(7, 9), Way.call, Outcome.well)
    seen = last_seen([Contact(NOW, Way.door, outcome), earlier], CARE)
    assert seen == (NOW if counts else earlier.at)


def call(hour: int, outcome: Outcome = Outcome.no_answer) -> Contact:
    return Contact(local(8, hour), Way.call, outcome)


def door(hour: int, outcome: Outcome = Outcome.no_answer) -> Contact:
    return Contact(local(8, hour), Way.door, outcome)


@pytest.mark.parametrize(
    ("contacts", "step", "by", "late"),
    [
        pytest.param([], Step.call, None, 0, id="first a call"),
        pytest.param([call(9)], Step.call_again, local(8, 11), 0, id="again within two hours"),
        pytest.param([call(7)], Step.call_again, local(8, 9), 60, id="the second call is late"),
        pytest.param([call(8), call(9)], Step.knock, local(8, 10), 0, id="then a knock"),
        pytest.param(
            [call(7), call(8), door(9)], Step.escalate, local(8, 9), 60, id="then it is escalated"
        ),
        pytest.param(
            [call(6), call(7), call(8), call(9)],
            Step.knock,
            local(8, 10),
            0,
            id="calls alone never send the police",
        ),
        pytest.param([door(9)], Step.call_again, local(8, 11), 0, id="a knock first is one try"),
        pytest.param(
            [door(7), call(8), call(9)], Step.escalate, local(8, 9), 60, id="the door came first"
        ),
        pytest.param(
            [call(6), call(7), door(8), call(9, Outcome.well)], Step.call, None, 0, id="she spoke"
        ),
        pytest.param(
            [call(8), door(9, Outcome.left_at_door)],
            Step.call_again,
            local(8, 10),
            0,
            id="a bag at the door changes nothing",
        ),
    ],
)
def test_the_ladder(contacts: list[Contact], step: Step, by: datetime | None, late: int) -> None:
    found = ladder(contacts, NOW, CARE)
    assert (found.step, found.by, found.late_minutes) == (step, by, late)
    assert found.escalate_to == (CARE.escalate_to if step is Step.escalate else ())


@given(st.lists(st.sampled_from(list(Way)), max_size=6), st.sampled_from(list(Way)))
def test_one_more_try_without_answer_never_goes_down_the_ladder(ways: list[Way], more: Way) -> None:
    tries = [Contact(local(8, hour), way, Outcome.no_answer) for hour, way in enumerate(ways)]
    then = [*tries, Contact(local(8, 9), more, Outcome.no_answer)]
    order = list(Step)
    before, after = ladder(tries, NOW, CARE).step, ladder(then, NOW, CARE).step
    assert order.index(after) >= order.index(before)


def test_people_never_visited_come_due_over_the_day() -> None:
    due = spread(187, NOW, CARE.spread_hours)
    assert len(due) == 187
    assert NOW < due[0] < NOW + HOUR
    assert due[-1] == NOW + 24 * HOUR
    assert list(due) == sorted(set(due))
    assert spread(187, NOW, CARE.spread_hours) == due
    assert spread(0, NOW, CARE.spread_hours) == ()

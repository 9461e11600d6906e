"""Coming on the care list, and what counts as seen: only meeting or speaking does."""

import datetime as dt

import pytest

from models.care import ContactOutcome, Met
from models.care.standing import person
from models.requests import RequestKind, RequestSource
from models.rules.care import Tier
from models.store import FrozenClock
from tests.models.care.standing import DAY, fields_of, refusal, requests
from tests.models.care_branch import HOUR, Care

# ── coming on the list ────────────────────────────────────────────────────────────────────────────


def test_somebody_new_is_due_within_a_day(care: Care, clock: FrozenClock) -> None:
    line = care.line(care.list())
    assert line.due_at == clock.now() + DAY
    assert (line.tier, line.overdue, line.unpaired) == (Tier.green, False, True)


def test_nobody_comes_on_the_list_twice(care: Care) -> None:
    care.list()
    assert refusal(care.list).key == "refuse.care.listed"


def test_the_tier_comes_from_the_rule_set_with_its_reasons(care: Care) -> None:
    profile = care.list(categories=["elderly", "lives_alone"])
    with care.store.reading(care.secretary) as session:
        found = person(session, profile)
        assert found is not None
        assert (found.standing.tier, found.standing.reasons) == (Tier.red, ("alone_80",))


@pytest.mark.parametrize(
    ("mobility", "tier"),
    [("independent", Tier.green), ("dependent", Tier.yellow), ("bedridden", Tier.red)],
)
def test_mobility_counts_beside_the_categories(care: Care, mobility: str, tier: Tier) -> None:
    assert care.line(care.list(care.zhao, categories=["ill"], mobility=mobility)).tier is tier


@pytest.mark.parametrize(
    ("weeks", "category", "tier"),
    [
        (-10, "pregnancy", Tier.green),
        (-3, "pregnancy", Tier.red),
        (1, "pregnancy", Tier.red),
        (5, "postpartum", Tier.red),
        (9, "postpartum", Tier.green),
    ],
)
def test_weeks_around_a_birth_make_red(
    care: Care, clock: FrozenClock, weeks: int, category: str, tier: Tier
) -> None:
    born = clock.today() - dt.timedelta(weeks=weeks)
    profile = care.list(care.zhao, categories=[category], delivery_on=born)
    assert care.line(profile).tier is tier


# ── contacts ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("way", "met", "outcome", "seen"),
    [
        ("door", "met", "well", True),
        ("door", "spoke", "well", True),
        ("call", "met", "well", True),
        ("door", "left_at_door", "well", False),
        ("door", "met", "no_answer", False),
        ("door", "spoke", "refused", False),
        ("door", "met", "away", False),
    ],
)
def test_only_meeting_or_speaking_counts_as_seen(
    care: Care, clock: FrozenClock, way: str, met: str, outcome: str, seen: bool
) -> None:
    profile = care.list()
    before = care.row(profile).due_at
    clock.advance(HOUR)
    care.contact(profile, outcome, way=way, met=met)
    row = care.row(profile)
    assert (row.last_seen_at == clock.now()) is seen
    assert row.last_contact_at == clock.now()
    if seen:
        assert row.due_at == clock.now() + 84 * HOUR
    else:
        assert row.due_at <= before


def test_left_at_the_door_resets_nothing(care: Care, clock: FrozenClock) -> None:
    profile = care.list()
    care.contact(profile, "no_answer", way="call")
    clock.advance(30 * HOUR)
    before = care.line(profile)
    contact = care.contact(profile, "well", met="left_at_door")
    after = care.line(profile)
    assert (contact.outcome, contact.met) == (None, Met.left_at_door)
    assert (after.due_at, after.overdue, after.tier, after.attempt) == (
        before.due_at,
        True,
        Tier.red,
        2,
    )
    assert care.row(profile).last_outcome is ContactOutcome.no_answer


def test_nobody_is_met_by_telephone(care: Care) -> None:
    profile = care.list()
    assert care.contact(profile, way="call").met is Met.spoke
    wrong = fields_of(lambda: care.contact(profile, way="call", met="left_at_door"))
    assert wrong == {"met": "refuse.care.left_by_call"}


def test_a_visit_recorded_late_never_turns_the_clock_back(care: Care, clock: FrozenClock) -> None:
    profile = care.list()
    earlier = clock.now() - 3 * HOUR
    care.contact(profile)
    seen = care.row(profile)
    care.contact(profile, contact_at=earlier)
    care.contact(profile, "no_answer", contact_at=earlier)
    row = care.row(profile)
    assert (row.last_seen_at, row.due_at, row.tries) == (seen.last_seen_at, seen.due_at, 0)
    assert row.last_outcome is ContactOutcome.well
    assert fields_of(lambda: care.contact(profile, contact_at=clock.now() + HOUR)) == {
        "contact_at": "refuse.care.future"
    }


@pytest.mark.parametrize(("own", "hours"), [(None, 84), (24, 24), (200, 84)])
def test_the_stricter_of_tier_and_person_wins(
    care: Care, clock: FrozenClock, own: int | None, hours: int
) -> None:
    profile = care.list(frequency_hours=own)
    care.contact(profile)
    assert care.line(profile).due_at == clock.now() + hours * HOUR


def test_a_tier_that_time_made_stricter_brings_the_due_time_forward(
    care: Care, clock: FrozenClock
) -> None:
    profile = care.list(care.zhao, categories=["ill"])
    care.medicine(profile, "甘精胰岛素", told_days=8)
    care.contact(profile)
    seen = clock.now()
    assert care.line(profile).due_at == seen + 48 * HOUR
    clock.advance(2 * DAY - HOUR)
    line = care.line(profile)
    assert (line.tier, line.due_at, line.overdue) == (Tier.red, seen + 24 * HOUR, True)


# ── needs ─────────────────────────────────────────────────────────────────────────────────────────


def test_somebody_who_needs_something_gets_a_request_in_the_same_act(care: Care) -> None:
    profile = care.list()
    contact = care.contact(profile, "needs_action", need="medicine", note="二甲双胍 两盒")
    (asked,) = requests(care)
    assert (asked.kind, asked.detail, asked.source, asked.resident_id) == (
        RequestKind.medicine,
        "二甲双胍 两盒",
        RequestSource.care,
        care.wang,
    )
    assert contact.request_id == asked.id
    care.undo(care.volunteer)
    assert requests(care) == [] and care.row(profile).last_seen_at is None


def test_a_note_alone_becomes_a_request_and_nothing_at_all_is_refused(care: Care) -> None:
    profile = care.list()
    assert fields_of(lambda: care.contact(profile, "needs_action")) == {"need": "refuse.care.need"}
    care.contact(profile, "needs_action", note="灯坏了")
    assert [one.kind for one in requests(care)] == [RequestKind.other]
    wrong = fields_of(lambda: care.contact(profile, need="other"))
    assert wrong == {"note": "refuse.care.need_what"}


def test_a_promised_visit_is_kept_in_the_plan_until_it_is_made(
    care: Care, clock: FrozenClock
) -> None:
    profile = care.list()
    again = clock.now() + 5 * HOUR
    care.contact(profile, "needs_action", visit_at=again)
    assert requests(care) == [] and care.row(profile).due_at == again
    clock.advance(HOUR)
    care.contact(profile, way="call")
    assert care.row(profile).due_at == again, "a call before the visit does not replace it"
    clock.advance(4 * HOUR)
    care.contact(profile)
    assert care.row(profile).due_at == clock.now() + 84 * HOUR
    late = fields_of(lambda: care.contact(profile, visit_at=clock.now()))
    assert late == {"visit_at": "refuse.care.visit_past"}

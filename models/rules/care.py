"""Who must be seen when: the tier with its reasons, the next due time, the ladder.

Nobody on the list is missed. Only meeting or speaking counts as seen; a bag left at the door
resets nothing, and a person who does not answer is climbed to, step by step, up to the door.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from models.rules.rule_sets import Data


class Tier(StrEnum):
    """How closely a person is looked after."""

    red = "red"
    yellow = "yellow"
    green = "green"


class Category(StrEnum):
    """Why a person is on the care list; one person may have several."""

    elderly = "elderly"
    lives_alone = "lives_alone"
    empty_nest = "empty_nest"
    dibao = "dibao"
    tekun = "tekun"
    ill = "ill"
    chronic = "chronic"
    dialysis = "dialysis"
    chemo = "chemo"
    psychiatric = "psychiatric"
    pregnancy = "pregnancy"
    postpartum = "postpartum"
    infant = "infant"
    child = "child"
    disabled = "disabled"
    dependent = "dependent"
    bedridden = "bedridden"
    no_smartphone = "no_smartphone"


class MedicineKind(StrEnum):
    """What running out of a medicine means."""

    insulin = "insulin"
    psychiatric = "psychiatric"
    chronic = "chronic"
    short_term = "short_term"


class Way(StrEnum):
    """How a contact was tried."""

    call = "call"
    door = "door"


class Outcome(StrEnum):
    """What came of a contact."""

    well = "well"
    needs_action = "needs_action"
    no_answer = "no_answer"
    refused = "refused"
    away = "away"
    left_at_door = "left_at_door"


class Step(StrEnum):
    """A rung of the ladder for whoever does not answer."""

    call = "call"
    call_again = "call_again"
    knock = "knock"
    escalate = "escalate"


class Condition(NamedTuple):
    """One line of the tier table: everything it names must hold."""

    tier: Tier
    reason: str
    categories: frozenset[str] = frozenset()
    medicine: frozenset[str] = frozenset()
    days_below: int | None = None
    age_from: int | None = None
    age_below: int | None = None
    weeks_from: int | None = None
    """Weeks of gestation."""
    weeks_after_birth: int | None = None
    """At most this many weeks since the birth."""
    last_outcome: frozenset[str] = frozenset()


class Rung(NamedTuple):
    """A try of the ladder, to be made this many minutes after the one before."""

    step: Step
    within_minutes: int


class CareRules(NamedTuple):
    """The tier table, the frequencies, the ladder and the medicine limits."""

    conditions: tuple[Condition, ...]
    hours: Mapping[Tier, int]
    seen_outcomes: frozenset[str]
    rungs: tuple[Rung, ...]
    escalate_minutes: int
    """From the last try without an answer to the escalation."""
    escalate_to: tuple[str, ...]
    medicine_red_days: int
    medicine_amber_days: int
    refill_lead_days: int
    spread_hours: int
    medicine_words: Mapping[str, tuple[str, ...]]

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> "CareRules":
        """Reads the data of a rule set of kind `care`."""
        read = Data("care", data)
        medicine, ladder, hours = read.part("medicine"), read.part("ladder"), read.part("hours")
        words = read.part("medicine_words")
        red = medicine.integer("red_days")
        rungs = tuple(
            Rung(one.member("step", Step), one.integer("within_minutes"))
            for one in ladder.parts("rungs")
        )
        if not rungs:
            raise ladder.bad("rungs")
        return cls(
            conditions=tuple(_condition(one) for one in read.parts("conditions")),
            hours={tier: hours.integer(tier, 1) for tier in Tier},
            seen_outcomes=read.members("seen_outcomes", Outcome),
            rungs=rungs,
            escalate_minutes=ladder.integer("escalate_minutes"),
            escalate_to=ladder.texts("escalate_to"),
            medicine_red_days=red,
            medicine_amber_days=medicine.integer("amber_days", red),
            refill_lead_days=medicine.integer("refill_lead_days"),
            spread_hours=read.integer("spread_hours", 1),
            medicine_words={kind: words.texts(kind) for kind in words.fields()},
        )


class MedicineLeft(NamedTuple):
    """A medicine of a person, as the tier table sees it."""

    kind: str
    days_left: int | None


class Facts(NamedTuple):
    """What the tier table asks about a person; None is "not known"."""

    categories: frozenset[str] = frozenset()
    age: int | None = None
    medicines: tuple[MedicineLeft, ...] = ()
    last_outcome: str | None = None
    gestation_weeks: int | None = None
    weeks_since_birth: int | None = None


class Tiered(NamedTuple):
    """A tier and what put the person there, as keys `care.reason.<reason>`."""

    tier: Tier
    reasons: tuple[str, ...]


def tier(facts: Facts, rules: CareRules) -> Tiered:
    """The strictest tier whose conditions hold, with all reasons for it; else green, unreasoned."""
    for one in (Tier.red, Tier.yellow, Tier.green):
        reasons = [
            condition.reason
            for condition in rules.conditions
            if condition.tier is one and holds(condition, facts)
        ]
        if reasons:
            return Tiered(one, tuple(dict.fromkeys(reasons)))
    return Tiered(Tier.green, ())


def holds(condition: Condition, facts: Facts) -> bool:
    """Whether everything the condition names is known and true of the person."""
    if not condition.categories <= facts.categories:
        return False
    if condition.age_from is not None and (facts.age is None or facts.age < condition.age_from):
        return False
    if condition.age_below is not None and (facts.age is None or facts.age >= condition.age_below):
        return False
    if condition.weeks_from is not None and (facts.gestation_weeks or 0) < condition.weeks_from:
        return False
    if condition.weeks_after_birth is not None and (
        facts.weeks_since_birth is None or facts.weeks_since_birth > condition.weeks_after_birth
    ):
        return False
    if condition.last_outcome and facts.last_outcome not in condition.last_outcome:
        return False
    if condition.medicine or condition.days_below is not None:
        return any(_medicine_holds(condition, one) for one in facts.medicines)
    return True


def next_due(last_seen: datetime, tier_hours: int, person_hours: int | None) -> datetime:
    """When the person is due again: the stricter of the tier and the person's own frequency."""
    hours = tier_hours if person_hours is None else min(tier_hours, person_hours)
    return last_seen + timedelta(hours=hours)


class Contact(NamedTuple):
    """A contact that was tried; without an outcome it says nothing."""

    at: datetime
    way: Way
    outcome: Outcome | None


def last_seen(contacts: Iterable[Contact], rules: CareRules) -> datetime | None:
    """When the person was last met or spoken to; a contact without an outcome does not count."""
    seen = [one.at for one in contacts if one.outcome in rules.seen_outcomes]
    return max(seen, default=None)


class NextStep(NamedTuple):
    """What to do now for a person who is due."""

    step: Step
    attempt: int
    """The number of the try, from 1."""
    by: datetime | None
    """Until when; None on the first try, whose time is the due time."""
    late_minutes: int
    escalate_to: tuple[str, ...] = ()


def ladder(contacts: Iterable[Contact], now: datetime, rules: CareRules) -> NextStep:
    """The next step for a person, from the tries without an answer since somebody last spoke.

    The last rung is at the door: calls alone never escalate, so nobody sends the police to a
    person whose telephone is empty.
    """
    tries = list(contacts)
    seen = last_seen(tries, rules)
    unanswered = sorted(
        (
            one
            for one in tries
            if one.outcome is Outcome.no_answer and (seen is None or one.at > seen)
        ),
        key=lambda one: one.at,
    )
    made = len(unanswered)
    needs_door = any(rung.step is Step.knock for rung in rules.rungs)
    at_door = any(one.way is Way.door for one in unanswered)
    if made >= len(rules.rungs) and (at_door or not needs_door):
        by = unanswered[-1].at + timedelta(minutes=rules.escalate_minutes)
        return NextStep(Step.escalate, made + 1, by, _late(by, now), rules.escalate_to)
    rung = rules.rungs[min(made, len(rules.rungs) - 1)]
    if not made:
        return NextStep(rung.step, 1, None, 0)
    by = unanswered[-1].at + timedelta(minutes=rung.within_minutes)
    return NextStep(rung.step, made + 1, by, _late(by, now))


def spread(n: int, start: datetime, hours: int) -> tuple[datetime, ...]:
    """Due times of `n` people never visited, evenly over the `hours` after `start`.

    The same people in the same order always get the same times, so an import can be repeated.
    """
    length = timedelta(hours=hours)
    return tuple(start + length * (index + 1) / n for index in range(n))


def _late(by: datetime, now: datetime) -> int:
    return max(int((now - by).total_seconds() // 60), 0)


def _medicine_holds(condition: Condition, medicine: MedicineLeft) -> bool:
    if condition.medicine and medicine.kind not in condition.medicine:
        return False
    if condition.days_below is None:
        return True
    return medicine.days_left is not None and medicine.days_left < condition.days_below


def _condition(read: Data) -> Condition:
    condition = Condition(
        tier=read.member("tier", Tier),
        reason=read.text("reason"),
        categories=read.members("categories", Category),
        medicine=read.members("medicine", MedicineKind),
        days_below=read.integer_or_none("days_below"),
        age_from=read.integer_or_none("age_from"),
        age_below=read.integer_or_none("age_below"),
        weeks_from=read.integer_or_none("weeks_from"),
        weeks_after_birth=read.integer_or_none("weeks_after_birth"),
        last_outcome=read.members("last_outcome", Outcome),
    )
    if condition == Condition(condition.tier, condition.reason):
        # A line that names nothing would hold for everybody.
        raise read.bad("categories")
    return condition

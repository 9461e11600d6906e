"""Whether the compound is ready to be unsealed, or named epidemic-free: computed, never felt.

What the records do not show does not count as good: days without a case begin on the first day of
the records, and a full round counts only where it is still fresh on the day it is wanted for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from models.rules.refusal import Refusal
from models.rules.rule_sets import Data
from models.rules.why import Why


@dataclass(frozen=True, slots=True)
class Checklist:
    """What is asked for; a number that is None is not asked."""

    case_free_days: int | None = None
    contact_free_days: int | None = None
    """Days since a close contact was last found."""
    exposure_days: int | None = None
    """Days since the last exposure of any contact, who must be negative after it."""
    full_round_within_days: int | None = None
    ticks: tuple[str, ...] = ()
    """What a person confirms; a name without words `readiness.tick.<name>` is said as it stands."""


@dataclass(frozen=True, slots=True)
class ReadinessRules:
    """The checklists by name."""

    checklists: Mapping[str, Checklist]

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> "ReadinessRules":
        """Reads the data of a rule set of kind `readiness`."""
        lists = Data("readiness", data).part("checklists")
        return cls({name: _checklist(lists.part(name)) for name in lists.fields()})

    def checklist(self, name: str) -> Checklist:
        """One of them.

        Raises:
            Refusal: when the rule set has none of that name.
        """
        if name not in self.checklists:
            raise Refusal("refuse.readiness.checklist", name=name)
        return self.checklists[name]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the records of the compound say on one day."""

    today: date
    known_since: date
    """The first day of the records: nothing is known of the days before."""
    last_case: date | None = None
    """The day the last case was found."""
    last_contact: date | None = None
    """The day the last close contact was found."""
    last_exposure: date | None = None
    """The latest exposure of any contact."""
    contacts_lacking: int = 0
    """Contacts who still lack a negative result."""
    full_round: date | None = None
    """The last round in which everybody was tested and everybody negative."""
    ticks: Mapping[str, date] = field(default_factory=dict)
    """What was confirmed by a person, and since when."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of the checklist."""

    key: str
    holds: bool
    since: date | None
    """The day it is counted from, or was met on; None where nothing was done yet."""
    earliest: date
    """The earliest day on which it can hold; today where only a deed is wanted."""
    why: Why


def readiness(facts: Facts, rules: Checklist) -> tuple[Condition, ...]:
    """Every condition asked for, in the order of the checklist."""
    found: list[Condition] = []
    if rules.case_free_days is not None:
        base = facts.last_case or facts.known_since
        found.append(_days("readiness.case_free", base, rules.case_free_days, facts.today))
    if rules.contact_free_days is not None:
        base = facts.last_contact or facts.known_since
        found.append(_days("readiness.contact_free", base, rules.contact_free_days, facts.today))
    if rules.exposure_days is not None:
        found.append(_contacts(facts, rules.exposure_days))
    found += [_tick(name, facts) for name in rules.ticks]
    if rules.full_round_within_days is not None:
        # A round of today is stale by the day the others hold: it is asked for that day.
        wanted_for = earliest(found, facts.today)
        found.append(_full_round(facts, wanted_for, rules.full_round_within_days))
    return tuple(found)


def first_failing(conditions: Iterable[Condition]) -> Condition | None:
    """The first condition that does not hold; None when the compound is ready."""
    return next((one for one in conditions if not one.holds), None)


def earliest(conditions: Iterable[Condition], today: date) -> date:
    """The earliest day on which all of them can hold."""
    return max((one.earliest for one in conditions), default=today)


def _days(key: str, base: date, days: int, today: date) -> Condition:
    full = base + timedelta(days=days)
    why = Why(
        "readiness.why.days", {"base": base.isoformat(), "days": days, "on": full.isoformat()}
    )
    return Condition(key, today >= full, base, max(full, today), why)


def _contacts(facts: Facts, days: int) -> Condition:
    base = facts.last_exposure or facts.known_since
    passed = _days("readiness.contacts_over", base, days, facts.today)
    if not passed.holds or not facts.contacts_lacking:
        return passed
    why = Why("readiness.why.contacts", {"n": facts.contacts_lacking})
    return Condition(passed.key, False, passed.since, facts.today, why)


def _tick(name: str, facts: Facts) -> Condition:
    ticked = facts.ticks.get(name)
    key = f"readiness.tick.{name}"
    if ticked is None or ticked > facts.today:
        return Condition(key, False, None, facts.today, Why("readiness.why.unticked"))
    why = Why("readiness.why.ticked", {"on": ticked.isoformat()})
    return Condition(key, True, ticked, facts.today, why)


def _full_round(facts: Facts, wanted_for: date, within_days: int) -> Condition:
    oldest = wanted_for - timedelta(days=within_days)
    done = facts.full_round
    if done is not None and oldest <= done <= facts.today:
        why = Why("readiness.why.round_done", {"on": done.isoformat()})
        return Condition("readiness.full_round", True, done, wanted_for, why)
    start = max(oldest, facts.today)
    why = Why(
        "readiness.why.round_wanted",
        {"start": start.isoformat(), "until": wanted_for.isoformat()},
    )
    if start == wanted_for:
        why = Why("readiness.why.round_wanted_on", {"on": start.isoformat()})
    return Condition("readiness.full_round", False, done, wanted_for, why)


def _checklist(read: Data) -> Checklist:
    return Checklist(
        case_free_days=read.integer_or_none("case_free_days", 1),
        contact_free_days=read.integer_or_none("contact_free_days", 1),
        exposure_days=read.integer_or_none("exposure_days", 1),
        full_round_within_days=read.integer_or_none("full_round_within_days"),
        ticks=read.texts("ticks"),
    )

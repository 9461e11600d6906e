"""How a person on the list stands now: tier with reasons, due time, next step, medicines.

Nothing here is stored but `due_at`, the plan; a tier that time alone made stricter brings the due
time forward, so nobody waits for the next record to be seen as overdue.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import col

from models.branch.reads import ruled
from models.care.tables import (
    MOBILITY_MEANS,
    WATCHED,
    CareProfile,
    CareState,
    ContactOutcome,
    Medicine,
)
from models.homes import Household, Presence, Resident, Sex
from models.people import Volunteer
from models.rules import care as rules_of
from models.rules.address import Door
from models.rules.care import (
    CareRules,
    Category,
    Facts,
    MedicineLeft,
    NextStep,
    Outcome,
    Step,
    Tier,
    Way,
)
from models.rules.care import Contact as Try
from models.rules.medicine import MedicineBand, medicine_band
from models.store.engine import Reading, Writing

TIERS = (Tier.red, Tier.yellow, Tier.green)
_ROLL = "care.roll"
_AHEAD = "care.ahead"
_TAKEN = "care.taken"
_LONG = dt.timedelta(hours=6)
_TERM_WEEKS = 40
# Spelt as the partial index is, so that those who came off the list are never looked at.
_ON_THE_LIST = sa.literal_column("care_profile.state <> 'ended'", sa.Boolean())


class Standing(NamedTuple):
    """What the rules say of one person now."""

    tier: Tier
    reasons: tuple[str, ...]
    due_at: dt.datetime
    overdue: bool
    step: NextStep
    worst: Medicine | None
    """The medicine that runs out first."""
    days_left: int | None
    band: MedicineBand


class Person(NamedTuple):
    """One person of the list, unmasked: never handed to a screen."""

    profile: CareProfile
    medicines: tuple[Medicine, ...]
    household_id: int
    name: str
    search: str
    sex: Sex | None
    birth_year: int | None
    presence: Presence
    door: Door
    grid: str
    volunteer: str
    standing: Standing

    @property
    def watched(self) -> bool:
        """Whether somebody must see this person."""
        return self.profile.state in WATCHED


def care_rules(session: Reading) -> CareRules:
    """The care rules in force.

    Raises:
        Refusal: when the branch has none, or they cannot be read.
    """
    return ruled(session, "care", CareRules.from_data)


def standing(
    profile: CareProfile,
    medicines: Sequence[Medicine],
    birth_year: int | None,
    rules: CareRules,
    now: dt.datetime,
    today: dt.date,
) -> Standing:
    """How a person stands, from the rows as they are."""
    tiered = rules_of.tier(facts(profile, medicines, birth_year, today), rules)
    ending = [one for one in medicines if one.run_out_on is not None]
    worst = min(ending, key=lambda one: (one.run_out_on, one.id or 0), default=None)
    left = None if worst is None else worst.days_left(today)
    due_at = profile.due_at
    if profile.counts_from is not None:
        hours = rules.hours[tiered.tier]
        due_at = min(due_at, rules_of.next_due(profile.counts_from, hours, profile.frequency_hours))
    return Standing(
        tier=tiered.tier,
        reasons=tiered.reasons,
        due_at=due_at,
        overdue=profile.state in WATCHED and due_at < now,
        step=rules_of.ladder(tries(profile), now, rules),
        worst=worst,
        days_left=left,
        band=medicine_band(left, rules),
    )


def facts(
    profile: CareProfile, medicines: Sequence[Medicine], birth_year: int | None, today: dt.date
) -> Facts:
    """What the tier table asks about the person."""
    told = frozenset(map(Category, profile.categories))
    if profile.mobility is not None:
        told |= MOBILITY_MEANS.get(profile.mobility, frozenset())
    weeks_on = None
    if profile.delivery_on is not None:
        weeks_on = (today - profile.delivery_on).days // 7
    return Facts(
        categories=told,
        age=None if birth_year is None else today.year - birth_year,
        medicines=tuple(MedicineLeft(one.kind, one.days_left(today)) for one in medicines),
        last_outcome=None if profile.last_outcome is None else profile.last_outcome.value,
        gestation_weeks=None if weeks_on is None else _TERM_WEEKS + weeks_on,
        weeks_since_birth=None if weeks_on is None or weeks_on < 0 else weeks_on,
    )


def tries(profile: CareProfile) -> tuple[Try, ...]:
    """The contacts without an answer since the person was last seen, as the ladder takes them.

    How many they were, when the last was and whether one was at the door is all the ladder asks,
    so the history of contacts is never read for it.
    """
    if profile.tried_at is None:
        return ()
    at_door = Way.door if profile.tried_door else Way.call
    last = Try(profile.tried_at, at_door, Outcome.no_answer)
    return (last,) * profile.tries


def plan(
    profile: CareProfile,
    medicines: Sequence[Medicine],
    birth_year: int | None,
    rules: CareRules,
    now: dt.datetime,
    today: dt.date,
) -> None:
    """Writes the due time down again after something it depends on changed.

    Who was never seen keeps the first due time; a try without an answer or a promised visit can
    only bring it forward, so nothing but being seen ever moves it back.
    """
    tier = rules_of.tier(facts(profile, medicines, birth_year, today), rules).tier
    due_at = profile.due_at
    if profile.counts_from is not None:
        due_at = rules_of.next_due(profile.counts_from, rules.hours[tier], profile.frequency_hours)
    if profile.visit_at is not None:
        due_at = min(due_at, profile.visit_at)
    step = rules_of.ladder(tries(profile), now, rules)
    if step.by is not None:
        due_at = min(due_at, step.by)
    if due_at != profile.due_at:
        profile.due_at = due_at


def roll(session: Reading, *where: sa.ColumnElement[bool]) -> tuple[Person, ...]:
    """Everybody on the list, or those of them who fit; two statements and the rules.

    A reading sees one moment, so the whole list is read once for its panel, counts and alarms.
    """
    if where:
        return _people(session, *where)
    return session.once(_ROLL, lambda: _stand(session, *_whole_list(session)))


def _whole_list(session: Reading) -> "_Rows":
    """The rows of the list, kept until one of them moved; how they stand moves with time."""
    return session.kept(
        _ROLL, ("care", "homes", "people"), lambda: _rows(session, _ON_THE_LIST), every=_LONG
    )


def person(session: Reading, profile_id: int) -> Person | None:
    """One person, on the list or off it."""
    return next(iter(_people(session, col(CareProfile.id) == profile_id)), None)


def look_ahead(session: Writing, ids: Iterable[int]) -> None:
    """Reads several people at once, for an act that changes neither homes nor medicines."""
    wanted = list(ids)
    rows = session.execute(_these(), {"ids": wanted})
    session.info[_AHEAD] = (
        {row.CareProfile.id: row for row in rows},
        medicines_of(session, wanted),
    )


def person_ahead(session: Reading, profile_id: int) -> Person | None:
    """One of those who were read ahead, as he or she stands by now; else `person`."""
    rows, taken = session.info.get(_AHEAD, ({}, {}))
    if profile_id not in rows:
        return person(session, profile_id)
    return _stand(session, [rows[profile_id]], taken)[0]


def taken_ahead(session: Writing, ids: Iterable[int]) -> None:
    """Reads at once what several people take, and who they are, for an act on medicines."""
    profiles = session.gather(CareProfile, ids)
    session.gather(Resident, (row.resident_id for row in profiles.values()))
    found = medicines_of(session, profiles)
    session.info[_TAKEN] = {one: list(found.get(one, ())) for one in profiles}


def taken_by(session: Writing, profile_id: int) -> list[Medicine]:
    """What somebody takes by now; what an act adds is added to this list, what it stops goes."""
    known: dict[int, list[Medicine]] = session.info.setdefault(_TAKEN, {})
    if profile_id not in known:
        known[profile_id] = list(medicines_of(session, [profile_id]).get(profile_id, ()))
    return known[profile_id]


def medicines_of(session: Reading, ids: Iterable[int | None]) -> dict[int, tuple[Medicine, ...]]:
    """Profile id -> the medicines taken now, in the order they were told."""
    found: dict[int, list[Medicine]] = defaultdict(list)
    for row in session.execute(_taken(), {"ids": list(ids)}).scalars():
        found[row.profile_id].append(row)
    return {profile_id: tuple(rows_) for profile_id, rows_ in found.items()}


def step_is_escalation(found: Person) -> bool:
    """Whether every rung of the ladder was climbed and nobody has been told yet."""
    return found.profile.state is CareState.active and found.standing.step.step is Step.escalate


def no_answer(profile: CareProfile) -> bool:
    """Whether the last contact went without an answer."""
    return profile.last_outcome is ContactOutcome.no_answer


@cache
def _taken() -> sa.Select[Medicine]:
    return (
        sa.select(Medicine)
        .where(
            col(Medicine.stopped_on).is_(None),
            col(Medicine.profile_id).in_(sa.bindparam("ids", expanding=True)),
        )
        .order_by(col(Medicine.id))
    )


@cache
def _everybody() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            CareProfile,
            col(Resident.household_id),
            col(Resident.name),
            col(Resident.search),
            col(Resident.sex),
            col(Resident.birth_year),
            col(Resident.presence),
            col(Household.building),
            col(Household.stairwell),
            col(Household.room),
            col(Household.grid),
            col(Volunteer.name).label("volunteer"),
        )
        .join(Resident, col(Resident.id) == col(CareProfile.resident_id))
        .join(Household, col(Household.id) == col(Resident.household_id))
        .join(Volunteer, col(Volunteer.id) == col(CareProfile.volunteer_id), isouter=True)
        .order_by(col(CareProfile.id))
    )


@cache
def _these() -> sa.Select[*tuple[Any, ...]]:
    return _everybody().where(col(CareProfile.id).in_(sa.bindparam("ids", expanding=True)))


_Rows = tuple[Sequence[sa.Row[Any]], dict[int, tuple[Medicine, ...]]]


def _people(session: Reading, *where: sa.ColumnElement[bool]) -> tuple[Person, ...]:
    return _stand(session, *_rows(session, *where))


def _rows(session: Reading, *where: sa.ColumnElement[bool]) -> _Rows:
    rows = session.execute(_everybody().where(*where)).all()
    return rows, medicines_of(session, [row.CareProfile.id for row in rows]) if rows else {}


def _stand(
    session: Reading, rows: Sequence[sa.Row[Any]], taken: Mapping[int, tuple[Medicine, ...]]
) -> tuple[Person, ...]:
    if not rows:
        return ()
    rules = care_rules(session)
    people = []
    for row in rows:
        profile: CareProfile = row.CareProfile
        medicines = taken.get(profile.id or 0, ())
        people.append(
            Person(
                profile=profile,
                medicines=medicines,
                household_id=row.household_id,
                name=row.name,
                search=row.search,
                sex=row.sex,
                birth_year=row.birth_year,
                presence=row.presence,
                door=Door(row.building, row.stairwell, row.room),
                grid=row.grid,
                volunteer=row.volunteer or "",
                standing=standing(
                    profile, medicines, row.birth_year, rules, session.now, session.today
                ),
            )
        )
    return tuple(people)

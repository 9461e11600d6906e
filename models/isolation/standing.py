"""Everybody who stays apart as he or she stands now: the course, the day, what is still lacking.

Read in a fixed number of statements for any number of people. Nothing of it is stored.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import col, select

from models.branch.reads import active_rules, ruled
from models.homes.tables import Household, Resident, Sex
from models.isolation.tables import (
    Isolation,
    IsolationEnd,
    IsolationExposure,
    IsolationSample,
    IsolationState,
    IsolationTemperature,
    StayPlace,
)
from models.people.tables import Volunteer
from models.rules.address import Door
from models.rules.isolation import (
    Course,
    Exposure,
    ExposureKind,
    IsolationStage,
    level,
    moved_end,
    open_course,
)
from models.rules.refusal import Refusal
from models.rules.release import Sample, SampleResult, Standing, standing
from models.rules.rule_sets import RuleSet
from models.rules.temperature import Half, HealthWatch
from models.rules.why import Why
from models.store.base import Row
from models.store.engine import Reading

RowT = TypeVar("RowT", bound=Row)

# Spelt as the partial index is, so that those who were released are never looked at.
OPEN = sa.text("isolation.state <> 'released'")
KEPT_IN = (IsolationState.isolating, IsolationState.monitoring, IsolationState.case_home)
"""States in which somebody at home does not leave the door."""


@dataclass(frozen=True, slots=True)
class Person:
    """One record with all that belongs to it."""

    row: Isolation
    name: str
    sex: Sex | None
    household_id: int
    door: Door
    grid: str
    supplies: str
    rubbish: str
    exposures: tuple[IsolationExposure, ...]
    samples: tuple[IsolationSample, ...]
    temperatures: Mapping[Half, IsolationTemperature]
    """Those of today."""
    level: ExposureKind | None
    course: Course | None
    """None for a case, and where the rules say nothing; `why` tells."""
    standing: Standing | None
    why: Why

    @property
    def id(self) -> int:
        """Id of the record."""
        return self.row.id or 0

    @property
    def waiting(self) -> tuple[IsolationSample, ...]:
        """Samples without a result."""
        return tuple(one for one in self.samples if one.result is SampleResult.pending)

    @property
    def at_home(self) -> bool:
        """Whether the person stays behind his or her own door."""
        return self.row.place is StayPlace.home and self.row.state in KEPT_IN

    @property
    def ends_on(self) -> dt.date | None:
        """The last day of all stages, as it is planned."""
        if self.course is None:
            return None
        if self.row.quarantine_ended_on is not None and self.standing is not None:
            return self.standing.ends_on
        return self.course.monitoring_until or self.course.release_on

    @property
    def missed_tests(self) -> tuple[dt.date, ...]:
        """Test days that passed without a sample, where none was taken since either."""
        if self.standing is None:
            return ()
        valid = (one for one in self.samples if one.result is not SampleResult.invalid)
        last = max((one.taken_on for one in valid), default=dt.date.min)
        return tuple(day for day in self.standing.missed if day > last)

    def sampled_on(self, day: dt.date) -> bool:
        """Whether a valid sample was taken on that day."""
        return any(
            one.taken_on == day and one.result is not SampleResult.invalid for one in self.samples
        )


def health_watch(session: Reading) -> HealthWatch | None:
    """What counts as fever and as missed; None where there is no set."""
    try:
        return ruled(session, "health_watch", HealthWatch.from_data)
    except Refusal:
        return None


def people(
    session: Reading, *where: sa.ColumnElement[bool] | sa.TextClause, courses: bool = True
) -> tuple[Person, ...]:
    """Those whose record fits, in the order of their records.

    Args:
        courses: whether their days are worked out; a list of temperatures does not ask for them.
    """
    # Ordered here: asked to order, the database would walk all of the past in that order.
    found = session.execute(_PEOPLE.where(*where)).all()
    rows = sorted(found, key=lambda row: int(row.Isolation.id))
    ids = [row.Isolation.id for row in rows]
    if not ids:
        return ()
    asked = ids if courses else []
    exposures = _of(session, IsolationExposure, asked)
    ends = _of(session, IsolationEnd, asked)
    samples = _of(session, IsolationSample, asked)
    today = _of(session, IsolationTemperature, ids, on=session.today)
    names = _names(session, rows)
    sets = active_rules(session, ("isolation",)) if courses else ()
    return tuple(
        _person(
            row,
            exposures[row.Isolation.id],
            ends[row.Isolation.id],
            samples[row.Isolation.id],
            {one.half: one for one in today[row.Isolation.id]},
            names,
            sets,
            session.today,
        )
        for row in rows
    )


def of(session: Reading, isolation_id: int) -> Person:
    """One person.

    Raises:
        Refusal: when there is no such record.
    """
    found = people(session, col(Isolation.id) == isolation_id)
    if not found:
        raise Refusal("refuse.gone")
    return found[0]


_PEOPLE = (
    sa.select(
        Isolation,
        col(Resident.name),
        col(Resident.sex),
        col(Resident.household_id),
        col(Household.building),
        col(Household.stairwell),
        col(Household.room),
        col(Household.grid),
    )
    .join(Resident, col(Resident.id) == col(Isolation.resident_id))
    .join(Household, col(Household.id) == col(Resident.household_id))
)


def _of(
    session: Reading, table: type[Any], ids: Sequence[int], on: dt.date | None = None
) -> dict[int, list[Any]]:
    if not ids:
        return defaultdict(list)
    asked = select(table).where(col(table.isolation_id).in_(ids)).order_by(col(table.id))
    if on is not None:
        asked = asked.where(col(table.taken_on) == on)
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in session.exec(asked):
        found[row.isolation_id].append(row)
    return found


def _names(session: Reading, rows: Iterable[Any]) -> dict[int, str]:
    ids = {one for row in rows for one in (row.Isolation.supplies_id, row.Isolation.rubbish_id)}
    asked = sa.select(col(Volunteer.id), col(Volunteer.name)).where(
        col(Volunteer.id).in_(ids - {None})
    )
    return {row_id: name for row_id, name in session.execute(asked)}


def _person(
    row: Any,
    exposures: Sequence[IsolationExposure],
    ends: Sequence[IsolationEnd],
    samples: Sequence[IsolationSample],
    temperatures: Mapping[Half, IsolationTemperature],
    names: Mapping[int, str],
    sets: Sequence[RuleSet],
    today: dt.date,
) -> Person:
    record: Isolation = row.Isolation
    counted = [Exposure(one.kind, one.happened_on) for one in exposures if not one.struck]
    course: Course | None = None
    stands: Standing | None = None
    why = Why("isolation.why.case", {})
    try:
        if record.state not in (IsolationState.case_home, IsolationState.transferred):
            ended = record.quarantine_ended_on
            course = _with_ends(open_course(counted, sets), ends, ended)
            taken = [Sample(one.taken_on, one.result) for one in samples]
            if record.released_on is not None:
                why = Why("isolation.why.over", {"on": record.released_on.isoformat()})
            else:
                stands = standing(course, taken, today, ended)
                why = stands.why
    except Refusal as refusal:
        why = Why(refusal.key, refusal.params)
    return Person(
        row=record,
        name=row.name,
        sex=row.sex,
        household_id=row.household_id,
        door=Door(row.building, row.stairwell, row.room),
        grid=row.grid,
        supplies=names.get(record.supplies_id or 0, ""),
        rubbish=names.get(record.rubbish_id or 0, ""),
        exposures=tuple(exposures),
        samples=tuple(samples),
        temperatures=temperatures,
        level=level(counted) if counted else None,
        course=course,
        standing=stands,
        why=why,
    )


def _with_ends(
    planned: Course, ends: Sequence[IsolationEnd], quarantine_ended: dt.date | None
) -> Course:
    """The course with the ends that people set; a restarted clock keeps only the later ones."""
    for stage in IsolationStage:
        one = next((end for end in reversed(ends) if end.stage is stage), None)
        spell = next((spell for spell in planned.spells if spell.stage is stage), None)
        if one is None or spell is None:
            continue
        to = one.ends_on
        if stage is IsolationStage.monitoring and quarantine_ended is not None:
            # The stage is counted from the day of the release: its end was set as it then stood.
            to -= quarantine_ended - spell.start
        if one.base_on == planned.start or to > spell.ends_on:
            planned = moved_end(planned, stage, to, one.reason)
    return planned

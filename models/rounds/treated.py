"""What a screen may show of disinfection: places by days, the records, and what was missed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col, func

from models.branch.reads import ruled
from models.people.tables import Volunteer
from models.rounds.tables import CoveragePlace
from models.rounds.terminal import Terminal, terminal
from models.rounds.treatments import Agent, Method, PlaceTreatment, TreatmentState
from models.rules import disinfection as rules
from models.rules.disinfection import Cell, CellState, DisinfectionRules, DisinfectionTarget
from models.rules.refusal import Refusal
from models.store.actor import Role
from models.store.alarm import Alarm
from models.store.engine import Reading

DAYS = 14
"""Days of the matrix, the last one today."""
PAGE = 60
_NOON = dt.time(12)
_NAMED = 6
"""Places that an alarm names."""
_NONE = DisinfectionRules({}, 2)


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One place with its days."""

    key: str
    id: int
    name: str
    target: DisinfectionTarget
    building: int
    cells: tuple[Cell, ...]
    missed: int
    due_on: dt.date | None
    climbed: bool
    terminal: Terminal | None = None
    """What an abnormal tube left to do here."""

    @property
    def today(self) -> CellState:
        """Where it stands today."""
        return self.cells[-1].state

    @property
    def red(self) -> bool:
        """An interval has passed and it was not made good today, or a tube was abnormal."""
        return self.missed > 0 or self.terminal is not None


@dataclass(frozen=True, slots=True)
class TreatmentLine:
    """One record."""

    key: str
    id: int
    place_id: int
    place: str
    target: DisinfectionTarget
    at: dt.datetime
    agent: Agent
    concentration: int | None
    method: Method
    minutes: int
    operator: str
    checker: str
    state: TreatmentState
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class DisinfectionCounts:
    """The numbers of titles, notice and report."""

    places: int
    done: int
    """Treated today."""
    due: int
    """Still to be treated today, red ones included."""
    red: int
    climbed: int


def disinfection_rules(session: Reading) -> DisinfectionRules:
    """The intervals in force; without a set no place has one."""
    try:
        return ruled(session, "disinfection", DisinfectionRules.from_data)
    except Refusal:
        return _NONE


def places(session: Reading, *, days: int = DAYS) -> tuple[PlaceLine, ...]:
    """Places by days: what an abnormal tube left first, then those missed twice running, then by
    kind and where they lie."""
    today, in_force = session.today, disinfection_rules(session)
    shown = [today - dt.timedelta(n) for n in range(days - 1, -1, -1)]
    counts = col(PlaceTreatment.state) != TreatmentState.struck
    before = (
        sa.select(func.max(col(PlaceTreatment.day)))
        .where(
            col(PlaceTreatment.place_id) == col(CoveragePlace.id),
            col(PlaceTreatment.day) < shown[0],
            counts,
        )
        .correlate(CoveragePlace)
        .scalar_subquery()
    )
    rows = session.execute(
        sa.select(CoveragePlace, before.label("last"))
        .where(~col(CoveragePlace.retired))
        .order_by(
            sa.case(
                {target: n for n, target in enumerate(_ORDER)}, value=col(CoveragePlace.target)
            ),
            col(CoveragePlace.building),
            col(CoveragePlace.stairwell),
            col(CoveragePlace.id),
        )
    ).all()
    if not rows:
        return ()
    found = session.execute(
        sa.select(col(PlaceTreatment.place_id), col(PlaceTreatment.day), func.count())
        .where(col(PlaceTreatment.day) >= shown[0], counts)
        .group_by(col(PlaceTreatment.place_id), col(PlaceTreatment.day))
    )
    treated = {(place_id, day): n for place_id, day, n in found}
    kept = {row.id: row for row, _ in rows}
    listed = (rules.Place(row.id, row.name, row.target, row.since, last) for row, last in rows)
    waiting = terminal(session, in_force)
    lines = [
        PlaceLine(
            key=f"rounds.place:{row.place.id}",
            id=row.place.id,
            name=row.place.name,
            target=row.place.target,
            building=kept[row.place.id].building,
            cells=row.cells,
            missed=row.missed,
            due_on=row.due_on,
            climbed=row.climbed,
            terminal=_of_stairwell(waiting, kept[row.place.id]),
        )
        for row in rules.matrix(listed, treated, shown, today, in_force)
    ]
    return tuple(sorted(lines, key=lambda line: line.terminal is None))


def _of_stairwell(
    waiting: Mapping[tuple[int, int], Terminal], row: CoveragePlace
) -> Terminal | None:
    return waiting.get((row.building, row.stairwell)) if row.stairwell else None


_ORDER = (
    DisinfectionTarget.road,
    DisinfectionTarget.corner,
    DisinfectionTarget.goods,
    DisinfectionTarget.gear,
    DisinfectionTarget.stairwell,
)
"""The few before the many."""


def treatments(
    session: Reading,
    *,
    day: dt.date | None = None,
    place_id: int | None = None,
    only: int | None = None,
    limit: int = PAGE,
) -> tuple[TreatmentLine, ...]:
    """Records, the latest first."""
    if session.viewer.role is Role.wallboard:
        return ()
    operator, checker = aliased(Volunteer), aliased(Volunteer)
    asked = (
        sa.select(
            PlaceTreatment,
            col(CoveragePlace.name),
            col(CoveragePlace.target),
            col(operator.name),
            col(checker.name),
        )
        .join(CoveragePlace, col(CoveragePlace.id) == col(PlaceTreatment.place_id))
        .outerjoin(operator, col(operator.id) == col(PlaceTreatment.operator_id))
        .outerjoin(checker, col(checker.id) == col(PlaceTreatment.checker_id))
        .order_by(
            col(PlaceTreatment.day).desc(),
            col(PlaceTreatment.at).desc(),
            col(PlaceTreatment.id).desc(),
        )
        .limit(limit)
    )
    if day is not None:
        asked = asked.where(col(PlaceTreatment.day) == day)
    if place_id is not None:
        asked = asked.where(col(PlaceTreatment.place_id) == place_id)
    if only is not None:
        asked = asked.where(col(PlaceTreatment.id) == only)
    return tuple(
        TreatmentLine(
            key=f"rounds.treatment:{row.id}",
            id=row.id or 0,
            place_id=row.place_id,
            place=name,
            target=target,
            at=row.at,
            agent=row.agent,
            concentration=row.concentration,
            method=row.method,
            minutes=row.minutes,
            operator=by or "",
            checker=checked or "",
            state=row.state,
            reason=row.reason,
            note=row.note,
        )
        for row, name, target, by, checked in session.execute(asked)
    )


def disinfection_counted(lines: tuple[PlaceLine, ...]) -> DisinfectionCounts:
    """The numbers of now, where the places were read already."""
    return DisinfectionCounts(
        places=len(lines),
        done=sum(line.today is CellState.done for line in lines),
        due=sum(line.today is CellState.due for line in lines),
        red=sum(line.red for line in lines),
        climbed=sum(line.climbed for line in lines),
    )


def disinfection_counts(session: Reading) -> DisinfectionCounts:
    """The numbers of now."""
    return disinfection_counted(places(session))


def disinfection_alarms(session: Reading) -> tuple[Alarm, ...]:
    """Corridors after an abnormal tube and places missed twice running at any hour; those with
    one interval passed from noon on."""
    lines = places(session)
    after = [line for line in lines if line.terminal is not None]
    red = [line for line in lines if line.missed]
    noon = session.clock.at(session.today, _NOON)
    climbed = [line for line in red if line.climbed]
    other = [line for line in red if not line.climbed] if session.now >= noon else []
    found = [_terminal_alarm(after)] if after else []
    if climbed:
        found.append(_alarm(session, "places_climbed", "red", climbed))
    if other:
        found.append(_alarm(session, "places_missed", "amber", other))
    return tuple(found)


def _terminal_alarm(lines: list[PlaceLine]) -> Alarm:
    waits = [line.terminal for line in lines if line.terminal is not None]
    return Alarm(
        "rounds.terminal",
        "red",
        "alarm.rounds.terminal",
        min(one.since for one in waits),
        {"n": len(waits), "spots": _named([one.spot for one in waits])},
        lines[0].key,
    )


def _alarm(
    session: Reading, word: str, severity: Literal["red", "amber"], lines: list[PlaceLine]
) -> Alarm:
    since = min(line.due_on or session.today for line in lines)
    return Alarm(
        f"rounds.{word}",
        severity,
        f"alarm.rounds.{word}",
        session.clock.day_start(since),
        {"n": len(lines), "spots": _named([line.name for line in lines])},
        lines[0].key,
    )


def _named(spots: list[str]) -> tuple[str, ...]:
    more = (f"+{len(spots) - _NAMED}",) if len(spots) > _NAMED else ()
    return (*spots[:_NAMED], *more)

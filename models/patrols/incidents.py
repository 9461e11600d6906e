"""What a screen may show of incidents: what was met where and when, and what comes again."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from models.homes.side_tables import Building
from models.homes.sight import viewpoint
from models.homes.tables import Household
from models.patrols.reads import PAGE, patrol_rules
from models.patrols.sight import on_task
from models.patrols.tables import Incident, IncidentKind, IncidentOutcome, Patrol
from models.people.tables import Volunteer
from models.rules import patrol as rules
from models.rules.refusal import Refusal
from models.shifts.tables import Post
from models.store.actor import GRID, Role
from models.store.engine import Reading

PLACES = 12
"""Rows of the heat: the places with the most incidents."""


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """One incident, as far as the viewer may know."""

    key: str
    id: int
    at: dt.datetime
    kind: IncidentKind
    outcome: IncidentOutcome
    people: int
    building: int | None
    door: str
    """Empty where only the building may be known."""
    place: str
    route: str
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """A stretch of the incidents, latest first."""

    lines: tuple[IncidentLine, ...]
    more: bool
    """Whether older ones follow. They are not counted, so that a page costs what it shows."""


@dataclass(frozen=True, slots=True)
class RepeatLine:
    """A household met again and again."""

    key: str
    """Of its latest incident, which opens masked for who looks."""
    building: int
    door: str
    times: int
    last: dt.datetime
    kinds: tuple[IncidentKind, ...]


@dataclass(frozen=True, slots=True)
class HeatLine:
    """One place with its incidents by the hour of the day."""

    building: int | None
    """None for a place in words."""
    place: str
    hours: tuple[int, ...]

    @property
    def total(self) -> int:
        """All hours together."""
        return sum(self.hours)

    @property
    def peak(self) -> int:
        """The hour with the most."""
        return self.hours.index(max(self.hours))


def incidents(
    session: Reading,
    *,
    kind: IncidentKind | None = None,
    outcome: IncidentOutcome | None = None,
    today: bool = False,
    mine: bool = False,
    patrol_id: int | None = None,
    household_id: int | None = None,
    offset: int = 0,
    limit: int = PAGE,
) -> IncidentPage:
    """Incidents, latest first, a page at a time.

    Args:
        mine: only those the viewer recorded.
    """
    if session.viewer.role is Role.wallboard:
        return IncidentPage((), False)
    where: list[sa.ColumnElement[bool]] = []
    if kind is not None:
        where.append(col(Incident.kind) == kind)
    if outcome is not None:
        where.append(col(Incident.outcome) == outcome)
    if today:
        where.append(col(Incident.at) >= session.clock.day_start(session.today))
    if mine:
        where.append(col(Incident.recorded_by) == session.viewer.id)
    if patrol_id is not None:
        where.append(col(Incident.patrol_id) == patrol_id)
    if household_id is not None:
        where.append(col(Incident.household_id) == household_id)
    latest = _INCIDENT.where(*where).order_by(col(Incident.at).desc(), col(Incident.id).desc())
    rows = session.execute(latest.offset(offset).limit(limit + 1)).all()
    return IncidentPage(
        tuple(_incident_line(session, row) for row in rows[:limit]), len(rows) > limit
    )


def repeats(session: Reading) -> tuple[RepeatLine, ...]:
    """Households met at least as often as the rule set says, most often and latest first."""
    found = patrol_rules(session)
    if found is None or session.viewer.role is Role.wallboard:
        return ()
    rows = session.execute(
        _INCIDENT.where(
            col(Incident.household_id).is_not(None),
            col(Incident.at) > session.now - dt.timedelta(days=found.repeat_days),
        ).order_by(col(Incident.at), col(Incident.id))
    ).all()
    seen = (rules.Incident(row.at, "", row.kind.value, row.household_id) for row in rows)
    latest = {row.household_id: row for row in rows}
    lines = []
    for one in rules.repeat_addresses(seen, session.now, found):
        row = latest[one.household]
        shown = _incident_line(session, row)
        lines.append(
            RepeatLine(
                key=shown.key,
                building=row.building,
                door=shown.door,
                times=one.times,
                last=one.last,
                kinds=tuple(IncidentKind(kind) for kind in one.kinds),
            )
        )
    return tuple(lines)


def heat(session: Reading, *, places: int = PLACES) -> tuple[HeatLine, ...]:
    """Incidents by hour and place over the days of the rule set; the busiest places first."""
    found = patrol_rules(session)
    if found is None:
        return ()
    rows = session.execute(
        sa.select(col(Incident.at), col(Incident.kind), col(Building.number), col(Incident.place))
        .outerjoin(Building, col(Building.id) == col(Incident.building_id))
        .where(
            col(Incident.at) > session.now - dt.timedelta(days=found.repeat_days),
            col(Incident.at) <= session.now,
        )
    )
    # A building is one place whatever was written beside it; \0 cannot be typed.
    seen = [
        rules.Incident(at, f"\0{number}" if number is not None else place, kind.value)
        for at, kind, number, place in rows
    ]
    matrix = rules.heat(seen, str(session.clock.zone))
    return tuple(
        HeatLine(int(place[1:]), "", hours) if place[:1] == "\0" else HeatLine(None, place, hours)
        for place, hours in list(zip(matrix.places, matrix.counts, strict=True))[:places]
    )


_INCIDENT = (
    sa.select(
        col(Incident.id),
        col(Incident.at),
        col(Incident.kind),
        col(Incident.outcome),
        col(Incident.people),
        col(Incident.place),
        col(Incident.note),
        col(Incident.household_id),
        col(Incident.patrol_id),
        col(Incident.recorded_by),
        col(Building.number).label("building"),
        col(Household.door),
        col(Household.grid),
        col(Post.name).label("route"),
        col(Volunteer.name).label("by"),
    )
    .outerjoin(Building, col(Building.id) == col(Incident.building_id))
    .outerjoin(Household, col(Household.id) == col(Incident.household_id))
    .outerjoin(Patrol, col(Patrol.id) == col(Incident.patrol_id))
    .outerjoin(Post, col(Post.id) == col(Patrol.post_id))
    .outerjoin(Volunteer, col(Volunteer.id) == col(Incident.recorded_by))
)


def _incident_line(session: Reading, row: Any) -> IncidentLine:
    task = on_task(session, row.at, row.recorded_by, row.patrol_id)
    view = viewpoint(session)
    linked = row.door is not None and view.links(row.grid, task)
    whole = task or (view.links(row.grid) if row.door is not None else view.role in GRID)
    return IncidentLine(
        key=f"patrols.incident:{row.id}",
        id=row.id,
        at=row.at,
        kind=row.kind,
        outcome=row.outcome,
        people=row.people,
        building=row.building,
        door=row.door if linked else "",
        place=row.place,
        route=row.route or "",
        by=row.by or "",
        note=row.note if whole else "",
    )


def incident_line(session: Reading, incident_id: int) -> IncidentLine:
    """One incident, as far as the viewer may know."""
    row = session.execute(_INCIDENT.where(col(Incident.id) == incident_id)).first()
    if row is None or session.viewer.role is Role.wallboard:
        raise Refusal("refuse.gone")
    return _incident_line(session, row)

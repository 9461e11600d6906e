"""The numbers of the patrols, and which routes wait too long."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, func

from models.patrols.reads import RouteLine, late_since, routes
from models.patrols.tables import Incident
from models.store.alarm import Alarm
from models.store.engine import Reading

_MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class PatrolCounts:
    """The numbers of titles, board and JSON."""

    late_routes: int
    """Routes past their interval, or never walked, that nobody is walking now."""
    running: int
    """Patrols under way."""
    incidents_today: int


def counts(session: Reading) -> PatrolCounts:
    """The numbers of now."""
    return counted(session, routes(session))


def counted(session: Reading, lines: tuple[RouteLine, ...]) -> PatrolCounts:
    """The numbers of now, where the routes were read already."""
    today = session.scalar(
        sa.select(func.count())
        .select_from(Incident)
        .where(col(Incident.at) >= session.clock.day_start(session.today))
    )
    return PatrolCounts(
        late_routes=sum(line.late for line in lines),
        running=sum(line.patrol_id is not None for line in lines),
        incidents_today=today or 0,
    )


def alarms(session: Reading) -> tuple[Alarm, ...]:
    """Routes past their interval, and patrols that have been out for longer than one."""
    found = []
    for line in routes(session):
        told: dict[str, object] = {"route": line.name}
        if line.late:
            since = late_since(line) or session.clock.day_start(session.today)
            key = "alarm.patrols.never"
            if line.last is not None:
                key = "alarm.patrols.late"
                told["interval"] = line.interval
            found.append(
                Alarm(
                    f"patrols.late:{line.id}", "amber", key, since, told, f"patrols.route:{line.id}"
                )
            )
        elif line.since is not None and line.interval is not None:
            due = line.since + line.interval * _MINUTE
            if session.now > due:
                told["at"] = f"{session.clock.local(line.since):%H:%M}"
                record = f"patrols.patrol:{line.patrol_id}"
                key = "alarm.patrols.still_out"
                found.append(
                    Alarm(f"patrols.out:{line.patrol_id}", "amber", key, due, told, record)
                )
    return tuple(found)

"""What a screen may show of patrols: routes that wait, and who is or was out."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import cast

import sqlalchemy as sa
from sqlmodel import col, func, select

from models.branch.reads import ruled
from models.patrols.tables import (
    Incident,
    Patrol,
    PatrolState,
    PatrolWalker,
)
from models.people.tables import Volunteer
from models.rules import patrol as rules
from models.rules.patrol import PatrolRules
from models.rules.refusal import Refusal
from models.shifts.tables import Post, PostKind
from models.store.actor import Role
from models.store.engine import Reading

PAGE = 60
"""Lines a list shows at once; there is a next page where more were found."""

_OUT = sa.text("patrol.state = 'running'")
"""Spelt as the partial index is, so that patrols of the past are never looked at."""


@dataclass(frozen=True, slots=True)
class RouteLine:
    """One route with how long it has waited."""

    key: str
    id: int
    name: str
    place: str
    last: dt.datetime | None
    """When the last patrol came back; None when there was none yet."""
    interval: int | None
    """Minutes between two patrols; None where nobody has said."""
    late: bool
    patrol_id: int | None
    """The patrol that is out now."""
    since: dt.datetime | None
    walkers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PatrolLine:
    """One patrol."""

    key: str
    id: int
    route: str
    state: PatrolState
    started_at: dt.datetime
    ended_at: dt.datetime | None
    walkers: tuple[str, ...]
    incidents: int
    note: str
    mine: bool


def patrol_rules(session: Reading) -> PatrolRules | None:
    """How often a route is walked, as the set in force says; None where there is no set."""
    try:
        return ruled(session, "patrol", PatrolRules.from_data)
    except Refusal:
        return None


def routes(session: Reading) -> tuple[RouteLine, ...]:
    """Every route that is kept, those past their interval first."""
    ended = (
        sa.select(func.max(col(Patrol.ended_at)))
        .where(col(Patrol.post_id) == col(Post.id))
        .correlate(Post)
        .scalar_subquery()
    )
    rows = session.execute(
        sa.select(
            col(Post.id),
            col(Post.name),
            col(Post.place),
            col(Post.interval_minutes),
            ended.label("last"),
            col(Patrol.id).label("patrol_id"),
            col(Patrol.started_at).label("since"),
        )
        .outerjoin(Patrol, sa.and_(col(Patrol.post_id) == col(Post.id), _OUT))
        .where(
            col(Post.kind) == PostKind.patrol_route,
            col(Post.retired).is_(False) | col(Patrol.id).is_not(None),
        )
        .order_by(col(Post.id))
    ).all()
    names = _walkers(session, [row.patrol_id for row in rows if row.patrol_id is not None])
    found = [
        RouteLine(
            key=f"patrols.route:{row.id}",
            id=row.id,
            name=row.name,
            place=row.place,
            last=_aware(row.last),
            interval=row.interval_minutes,
            late=False,
            patrol_id=row.patrol_id,
            since=row.since,
            walkers=names.get(row.patrol_id, ()),
        )
        for row in rows
    ]
    return _judged(found, session.now, patrol_rules(session))


def late_since(line: RouteLine) -> dt.datetime | None:
    """From when on a route is past its interval; None where it was never walked."""
    if line.last is None or line.interval is None:
        return None
    return line.last + dt.timedelta(minutes=line.interval)


def patrols(
    session: Reading, *, running: bool = False, mine: bool = False, limit: int = PAGE
) -> tuple[PatrolLine, ...]:
    """Patrols under way, then the latest that have ended.

    Args:
        running: only those under way.
        mine: only those the viewer walked.
    """
    if session.viewer.role is Role.wallboard:
        return ()
    asked = sa.select(Patrol, col(Post.name)).join(Post, col(Post.id) == col(Patrol.post_id))
    if mine:
        own = select(PatrolWalker.patrol_id).where(PatrolWalker.volunteer_id == session.viewer.id)
        asked = asked.where(col(Patrol.id).in_(own))
    # Ordered here: asked to order, the database would walk all of the past in that order.
    out = session.execute(asked.where(_OUT))
    rows = sorted(out, key=lambda row: cast(dt.datetime, row[0].started_at))[:limit]
    if not running and len(rows) < limit:
        ended = asked.where(col(Patrol.ended_at).is_not(None))
        latest = ended.order_by(col(Patrol.started_at).desc()).limit(limit - len(rows))
        rows += session.execute(latest)
    ids = [patrol.id for patrol, _ in rows]
    names = _walkers(session, ids)
    met = _met(session, ids)
    me = _walked_by_me(session, ids)
    return tuple(
        PatrolLine(
            key=f"patrols.patrol:{patrol.id}",
            id=patrol.id,
            route=route,
            state=patrol.state,
            started_at=patrol.started_at,
            ended_at=patrol.ended_at,
            walkers=names.get(patrol.id, ()),
            incidents=met.get(patrol.id, 0),
            note=patrol.note,
            mine=patrol.id in me,
        )
        for patrol, route in rows
    )


def _judged(
    lines: list[RouteLine], now: dt.datetime, found: PatrolRules | None
) -> tuple[RouteLine, ...]:
    """Each against its interval, the rule's order; where no interval is known, last."""
    own = {line.name: line.interval for line in lines if line.interval is not None}
    if found is None:
        judged = [line for line in lines if line.interval is not None]
        left = [line for line in lines if line.interval is None]
        found = PatrolRules(1, own, 1, 1)
    else:
        judged, left = lines, []
        # What was said of the route itself counts before the set's number for it.
        found = replace(found, routes={**found.routes, **own})
    by_id = {line.id: line for line in judged}
    walked = (
        rules.Route(line.id, line.name, line.last, line.patrol_id is not None) for line in judged
    )
    return (
        *(
            replace(by_id[age.route.id], interval=age.interval, late=age.late)
            for age in rules.route_ages(walked, now, found)
        ),
        *left,
    )


def _aware(moment: dt.datetime | str | None) -> dt.datetime | None:
    """What an aggregate gives may have lost its type and its zone on the way."""
    if isinstance(moment, str):
        moment = dt.datetime.fromisoformat(moment)
    return moment.replace(tzinfo=dt.UTC) if moment is not None and not moment.tzinfo else moment


def _walkers(session: Reading, ids: Iterable[int | None]) -> dict[int, tuple[str, ...]]:
    """Patrol id -> names of who walked it, in the order they came."""
    wanted = list(ids)
    if not wanted or session.viewer.role is Role.wallboard:
        return {}
    found: dict[int, tuple[str, ...]] = {}
    for patrol_id, name in session.execute(
        sa.select(col(PatrolWalker.patrol_id), col(Volunteer.name))
        .join(Volunteer, col(Volunteer.id) == col(PatrolWalker.volunteer_id))
        .where(col(PatrolWalker.patrol_id).in_(wanted))
        .order_by(col(PatrolWalker.id))
    ):
        found[patrol_id] = (*found.get(patrol_id, ()), name)
    return found


def _walked_by_me(session: Reading, ids: Iterable[int | None]) -> frozenset[int]:
    rows = session.exec(
        select(PatrolWalker.patrol_id).where(
            PatrolWalker.volunteer_id == session.viewer.id,
            col(PatrolWalker.patrol_id).in_(list(ids)),
        )
    )
    return frozenset(rows)


def _met(session: Reading, ids: Iterable[int | None]) -> dict[int, int]:
    """Patrol id -> how many incidents it met."""
    rows = session.execute(
        sa.select(col(Incident.patrol_id), func.count())
        .where(col(Incident.patrol_id).in_(list(ids)))
        .group_by(col(Incident.patrol_id))
    )
    return {patrol_id: n for patrol_id, n in rows if patrol_id is not None}

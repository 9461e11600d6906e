"""What a screen may show of rounds: each round with its sums, and who is left, in walking order.

The cost follows what is open: a closed round brings its sums with it.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col, func

from models.homes import grid_name
from models.homes.tables import Household, Resident
from models.people.tables import Volunteer
from models.rounds.lines import PAGE, RoundLine, TargetLine, TargetPage
from models.rounds.members import LEFT_ROWS, PRESENT, Rows, arrivals, sampling_rules
from models.rounds.sight import Seen, seen
from models.rounds.states import (
    BEGUN,
    LEFT,
    MARKS,
    OPEN,
    UNITS,
    TargetState,
    Unit,
)
from models.rounds.tables import (
    CoveragePlace,
    CoverageRound,
    RoundTarget,
    RoundTube,
    within,
)
from models.rules.coverage import Mark, Tally
from models.rules.refusal import Refusal
from models.store.actor import Role
from models.store.engine import Reading

_HISTORY = 30
"""Rounds that are over and still listed."""
_ENDS = tuple(state for state in TargetState if state not in (*LEFT, TargetState.seen))
FILTERS: dict[str, tuple[TargetState, ...]] = {
    "left": LEFT,
    "doorstep": (TargetState.doorstep,),
    "deferred": (TargetState.deferred,),
    "refused": (TargetState.refused, TargetState.escalated),
    "resample": (TargetState.resample,),
    "ended": _ENDS,
    "seen": (TargetState.seen,),
}
"""What a list of targets may be narrowed to."""
_Owner, _By = aliased(Volunteer), aliased(Volunteer)
_BUILDING = func.coalesce(col(Household.building), col(CoveragePlace.building))
_STAIRWELL = func.coalesce(col(Household.stairwell), col(CoveragePlace.stairwell))
_BEHIND = (
    sa.select(func.count())
    .select_from(Resident)
    .where(col(Resident.household_id) == col(RoundTarget.household_id), PRESENT)
    .correlate(RoundTarget)
    .scalar_subquery()
)


def climbs_from(session: Reading) -> int:
    """Rounds missed running from which a target stands at the top."""
    try:
        return sampling_rules(session).climbs_from
    except Refusal:
        return _CLIMBS


_CLIMBS = 2


# ── rounds ──────────────────────────────────────────────────────────────────────────────────────


def rounds(session: Reading, *, only: int | None = None) -> tuple[RoundLine, ...]:
    """Open rounds first, those under way before those to come; then the latest that are over."""
    owner = aliased(Volunteer)
    is_open = col(CoverageRound.state).in_(OPEN)
    rows = session.execute(
        sa.select(CoverageRound, col(owner.name))
        .outerjoin(owner, col(owner.id) == col(CoverageRound.owner_id))
        .where(*(() if only is None else (col(CoverageRound.id) == only,)))
        .order_by(
            is_open.desc(),
            sa.case((col(CoverageRound.started_at).is_not(None), 0), else_=1),
            sa.case((is_open, col(CoverageRound.starts_at)), else_=None),
            col(CoverageRound.starts_at).desc(),
            col(CoverageRound.id).desc(),
        )
        .limit(_HISTORY)
    ).all()
    return _lined(session, [(row, name or "") for row, name in rows])


def open_rounds(session: Reading) -> tuple[RoundLine, ...]:
    """Rounds that are not over, those under way first."""
    rows = session.execute(
        sa.select(CoverageRound)
        .where(sa.text(f"coverage_round.{within(OPEN)}"))
        .order_by(
            sa.case((col(CoverageRound.started_at).is_not(None), 0), else_=1),
            col(CoverageRound.starts_at),
            col(CoverageRound.id),
        )
    ).scalars()
    return _lined(session, [(row, "") for row in rows])


def _lined(session: Reading, rows: Sequence[tuple[CoverageRound, str]]) -> tuple[RoundLine, ...]:
    begun = [row for row, _ in rows if row.state in OPEN and row.started_at is not None]
    sums: dict[int, dict[Mark, int]] = {row.id or 0: dict.fromkeys(Mark, 0) for row in begun}
    marks = {row.id or 0: MARKS[row.kind] for row in begun}
    counted = sa.select(col(RoundTarget.round_id), col(RoundTarget.state), func.count()).where(
        col(RoundTarget.round_id).in_(sums)
    )
    grouped = counted.group_by(col(RoundTarget.round_id), col(RoundTarget.state))
    for round_id, state, n in session.execute(grouped):
        sums[round_id][marks[round_id][state]] += n
    for round_id, n in arrivals(session, [r for r in begun if r.state in BEGUN]).items():
        sums[round_id][Mark.left] += n
    return tuple(_round_line(session, row, owner, sums.get(row.id or 0)) for row, owner in rows)


def _round_line(
    session: Reading, row: CoverageRound, owner: str, sums: dict[Mark, int] | None
) -> RoundLine:
    if sums is None:  # over, or not begun: what it keeps is all there is
        sums = {Mark.left: 0, Mark.seen: row.seen, Mark.excused: row.excused,
                Mark.missed: row.missed}  # fmt: skip
    return RoundLine(
        key=f"rounds.round:{row.id}",
        id=row.id or 0,
        kind=row.kind,
        number=row.number,
        name=row.name,
        state=row.state,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        owner=owner,
        total=sum(sums.values()),
        left=sums[Mark.left],
        seen=sums[Mark.seen],
        excused=sums[Mark.excused],
        missed=sums[Mark.missed],
        late=sums[Mark.left] > 0 and session.now > row.ends_at,
    )


def buildings(session: Reading, line: RoundLine) -> tuple[Tally, ...]:
    """How each building of a round stands."""
    rows = session.execute(
        sa.select(_BUILDING.label("building"), col(RoundTarget.state), func.count())
        .select_from(RoundTarget)
        .outerjoin(Household, col(Household.id) == col(RoundTarget.household_id))
        .outerjoin(CoveragePlace, col(CoveragePlace.id) == col(RoundTarget.place_id))
        .where(col(RoundTarget.round_id) == line.id)
        .group_by(_BUILDING, col(RoundTarget.state))
        .order_by(_BUILDING)
    )
    sums: dict[int, dict[Mark, int]] = {}
    for building, state, n in rows:
        counts = sums.setdefault(building, dict.fromkeys(Mark, 0))
        counts[MARKS[line.kind][state]] += n
    return tuple(
        Tally(building, n[Mark.left], n[Mark.seen], n[Mark.excused], n[Mark.missed])
        for building, n in sums.items()
    )


# ── targets ─────────────────────────────────────────────────────────────────────────────────────


def targets(
    session: Reading,
    round_id: int,
    *,
    show: str = "left",
    mine: bool = False,
    building: int | None = None,
    household_id: int | None = None,
    tube_id: int | None = None,
    only: int | None = None,
    limit: int = PAGE,
) -> TargetPage:
    """Targets of a round: missed twice running first, the others in walking order.

    Args:
        show: one of `FILTERS`, or empty for all.
    """
    its = session.get(CoverageRound, round_id)
    if its is None or session.viewer.role is Role.wallboard:
        return TargetPage((), 0)
    view, unit, climbs = seen(session, its.state), UNITS[its.kind], climbs_from(session)
    where = [col(RoundTarget.round_id) == round_id]
    if show == "left":
        where.append(LEFT_ROWS)  # type: ignore[arg-type]
    elif show:
        where.append(col(RoundTarget.state).in_(FILTERS[show]))
    if building is not None:
        where.append(_BUILDING == building)
    if household_id is not None:
        where.append(col(RoundTarget.household_id) == household_id)
    if tube_id is not None:
        where.append(col(RoundTarget.tube_id) == tube_id)
    if only is not None:
        where.append(col(RoundTarget.id) == only)
    if mine:
        where.append(_mine(session, view))
    total = session.scalar(_joined(sa.select(func.count()).select_from(RoundTarget), where)) or 0
    asked = _told_of(where, unit)
    rows = session.execute(asked.order_by(*_order(view, climbs, unit)).limit(limit)).all()
    leaders = _grid_leaders(session)
    lines: list[TargetLine] = []
    for row in rows:
        lines.append(_target_line(row, its, view, leaders, climbs, lines[-1] if lines else None))
    return TargetPage(tuple(lines), total)


def _told_of(where: Sequence[sa.ColumnElement[bool]], unit: Unit) -> Rows:
    """What a line tells of a target: its door or place, who is behind it, and who sees to it."""
    asked: Rows = sa.select(
        RoundTarget,
        _BUILDING.label("building"),
        _STAIRWELL.label("stairwell"),
        func.coalesce(col(Household.floor), 0).label("floor"),
        col(Household.room),
        func.coalesce(col(Household.grid), "").label("grid"),
        col(CoveragePlace.name).label("place"),
        col(Resident.name).label("resident"),
        col(Resident.sex),
        col(Resident.phone),
        (_BEHIND if unit is Unit.household else sa.literal(0)).label("people"),
        col(_Owner.name).label("owner"),
        col(_By.name).label("by"),
        col(RoundTube.number).label("tube"),
        col(RoundTube.state).label("tube_state"),
    ).select_from(RoundTarget)
    asked = _joined(asked, where)
    asked = asked.outerjoin(_Owner, col(_Owner.id) == col(RoundTarget.owner_id))
    asked = asked.outerjoin(_By, col(_By.id) == col(RoundTarget.by_id))
    return asked.outerjoin(RoundTube, col(RoundTube.id) == col(RoundTarget.tube_id))


def _joined(asked: Rows, where: Iterable[sa.ColumnElement[bool]]) -> Rows:
    return (
        asked.outerjoin(Household, col(Household.id) == col(RoundTarget.household_id))
        .outerjoin(Resident, col(Resident.id) == col(RoundTarget.resident_id))
        .outerjoin(CoveragePlace, col(CoveragePlace.id) == col(RoundTarget.place_id))
        .where(*where)
    )


def _order(view: Seen, climbs: int, unit: Unit) -> tuple[Any, ...]:
    climbed = sa.case((col(RoundTarget.missed) >= climbs, col(RoundTarget.missed)), else_=0)
    if unit is Unit.resident and not view.walks:
        # The order of a list may not tell a door that its lines do not show.
        return (climbed.desc(), _BUILDING, col(RoundTarget.id))
    return (
        climbed.desc(),
        _BUILDING,
        _STAIRWELL,
        col(Household.floor).desc(),
        func.length(col(Household.room)),
        col(Household.room),
        col(RoundTarget.id),
    )


def _mine(session: Reading, view: Seen) -> sa.ColumnElement[bool]:
    mine: sa.ColumnElement[bool] = col(RoundTarget.owner_id) == session.viewer.id
    if view.view.grid:
        nobody = col(RoundTarget.owner_id).is_(None)
        mine = mine | (nobody & (col(Household.grid) == view.view.grid))
    return mine


def _grid_leaders(session: Reading) -> dict[str, str]:
    """Who answers for a grid, and so for whoever is left in it and is nobody else's."""
    rows = session.execute(
        sa.select(col(Volunteer.grid), col(Volunteer.name)).where(
            col(Volunteer.role) == Role.grid_leader,
            col(Volunteer.demobilised_on).is_(None),
            col(Volunteer.grid) != "",
        )
    )
    return {grid_name(grid): name for grid, name in rows}


def _target_line(
    row: Any,
    its: CoverageRound,
    view: Seen,
    leaders: dict[str, str],
    climbs: int,
    above: TargetLine | None,
) -> TargetLine:
    target: RoundTarget = row[0]
    person, grid = target.resident_id is not None, row.grid
    links = view.links(grid, person)
    climbed = target.missed >= climbs
    mark = MARKS[its.kind][target.state]
    # What was noted while it was left means nothing once it is seen.
    noted = mark is not Mark.seen
    where = (row.building, row.stairwell if links else 0, row.floor if links else 0)
    before = (above.building, above.stairwell, above.floor, above.climbed) if above else None
    return TargetLine(
        key=f"rounds.target:{target.id}",
        id=target.id or 0,
        kind=its.kind,
        building=where[0],
        stairwell=where[1],
        floor=where[2],
        opens=before != (*where, climbed),
        door=row.place or view.door(row.building, row.stairwell, row.room, grid, person),
        name=view.name(row.resident, grid, row.sex) if person else "",
        people=row.people,
        phone=view.phone(row.phone, grid) if person else "",
        state=target.state,
        mark=mark,
        cause=view.cause(target.cause, grid) if noted else None,
        reason=view.reason(target.reason, target.cause, grid, target.by_id) if noted else "",
        decided_by=target.decided_by if noted else "",
        until=target.until if noted else None,
        owner=row.owner or leaders.get(grid, ""),
        hint=view.reason(target.hint, target.hint_cause, grid, None),
        hint_cause=view.cause(target.hint_cause, grid),
        missed=target.missed,
        climbed=climbed,
        outcome=target.outcome,
        note=target.note if links else "",
        tube=row.tube,
        tube_state=row.tube_state,
        at=target.at,
        by=row.by or "",
    )

"""What a test shows beside its people: the tubes with their samples, and whose turn is when."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlmodel import col

from models.people.tables import Volunteer
from models.rounds.lines import PAGE, SlotLine, TubeLine
from models.rounds.states import TubeState
from models.rounds.tables import RoundSlot, RoundTube
from models.rules.coverage import Tally
from models.store.actor import Role
from models.store.engine import Reading

_TUBE_ORDER = (
    TubeState.mixed,
    TubeState.recalled,
    TubeState.filling,
    TubeState.sealed,
    TubeState.delivered,
    TubeState.issued,
)


def tubes(
    session: Reading, round_id: int, *, only: int | None = None, limit: int = PAGE
) -> tuple[TubeLine, ...]:
    """Tubes of a round: abnormal ones, mine, the open ones; those that are over come last."""
    me = session.viewer.id
    unnamed = session.viewer.role is Role.wallboard
    order = sa.case({state: n for n, state in enumerate(_TUBE_ORDER)}, value=col(RoundTube.state),
                    else_=len(_TUBE_ORDER))  # fmt: skip
    rows = session.execute(
        sa.select(RoundTube, col(Volunteer.name))
        .outerjoin(Volunteer, col(Volunteer.id) == col(RoundTube.holder_id))
        .where(
            col(RoundTube.round_id) == round_id,
            *(() if only is None else (col(RoundTube.id) == only,)),
        )
        .order_by(
            order,
            (col(RoundTube.holder_id) == (me or 0)).desc(),
            col(RoundTube.number),
        )
        .limit(limit)
    )
    return tuple(
        TubeLine(
            key=f"rounds.tube:{tube.id}",
            id=tube.id or 0,
            number=tube.number,
            size=tube.size,
            filled=tube.filled,
            state=tube.state,
            holder="" if unnamed else name or "",
            mine=me is not None and tube.holder_id == me,
            since=tube.result_at or tube.delivered_at or tube.sealed_at,
            note="" if unnamed else tube.note,
        )
        for tube, name in rows
    )


def slots(session: Reading, round_id: int, tallies: Iterable[Tally] = ()) -> tuple[SlotLine, ...]:
    """Every building's turns, by time: those that are over come last."""
    left = {tally.building: tally.left for tally in tallies}
    rows = session.execute(
        sa.select(RoundSlot)
        .where(col(RoundSlot.round_id) == round_id)
        .order_by(
            col(RoundSlot.ends_at) <= session.now, col(RoundSlot.starts_at), col(RoundSlot.lane)
        )
    ).scalars()
    return tuple(
        SlotLine(
            key=f"rounds.slot:{row.id}",
            id=row.id or 0,
            building=row.building,
            lane=row.lane,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            people=row.people,
            left=left.get(row.building, 0),
            pupils=row.pupils,
        )
        for row in rows
    )

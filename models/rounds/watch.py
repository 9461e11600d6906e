"""The numbers of the rounds, and what may be missed in them."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, func

from models.rounds.kit_reports import kit_alarms
from models.rounds.lines import RoundLine
from models.rounds.members import LEFT_ROWS
from models.rounds.reads import open_rounds
from models.rounds.states import (
    AWAITED,
    BEGUN,
    OPEN,
    RoundKind,
    TargetState,
    TubeState,
)
from models.rounds.tables import CoverageRound, RoundSlot, RoundTarget, RoundTube, within
from models.rounds.terminal import unregistered
from models.rounds.treated import disinfection_alarms
from models.store.alarm import Alarm
from models.store.engine import Reading

_UNDELIVERED = dt.timedelta(hours=4)
"""A sealed tube that nobody brought for so long is forgotten."""
_UNREAD = dt.timedelta(hours=36)
_REFUSED = dt.timedelta(hours=1)
"""A refusal that nobody told on for so long is forgotten."""


@dataclass(frozen=True, slots=True)
class RoundCounts:
    """The numbers of header, titles, board and JSON: the round in hand is the first under way."""

    open: int
    kind: RoundKind | None
    number: int | None
    name: str
    left: int
    total: int
    next_slot: dt.datetime | None
    """When the next building's turn begins."""
    next_building: int | None

    @property
    def share(self) -> float | None:
        """How much of the round in hand has ended."""
        return (self.total - self.left) / self.total if self.total else None


def in_hand(lines: tuple[RoundLine, ...]) -> RoundLine | None:
    """The round that matters now: a test under way before anything else that is under way."""
    under_way = [line for line in lines if line.state in BEGUN]
    tests = [line for line in under_way if line.kind is RoundKind.test]
    return next(iter((*tests, *under_way)), None)


def counts(session: Reading) -> RoundCounts:
    """The numbers of now."""
    return counted(session, open_rounds(session))


def counted(session: Reading, lines: tuple[RoundLine, ...]) -> RoundCounts:
    """The numbers of now, where the open rounds were read already."""
    line = in_hand(lines)
    slot = session.execute(
        sa.select(col(RoundSlot.starts_at), col(RoundSlot.building))
        .join(CoverageRound, col(CoverageRound.id) == col(RoundSlot.round_id))
        .where(sa.text(f"coverage_round.{within(OPEN)}"), col(RoundSlot.starts_at) > session.now)
        .order_by(col(RoundSlot.starts_at))
        .limit(1)
    ).first()
    return RoundCounts(
        open=sum(one.state in OPEN for one in lines),
        kind=line.kind if line else None,
        number=line.number if line else None,
        name=line.name if line else "",
        left=line.left if line else 0,
        total=line.total if line else 0,
        next_slot=slot.starts_at if slot else None,
        next_building=slot.building if slot else None,
    )


def alarms(session: Reading) -> tuple[Alarm, ...]:
    """Who is left past the end, refusals, tubes on the way, what is abnormal, places missed."""
    return (
        *_late(session),
        *_refusals(session),
        *_tubes(session),
        *_positive(session),
        *kit_alarms(session),
        *disinfection_alarms(session),
    )


def _late(session: Reading) -> tuple[Alarm, ...]:
    return tuple(
        Alarm(
            f"rounds.left:{line.id}",
            "red",
            "alarm.rounds.left",
            line.ends_at,
            {"kind": line.kind, "no": line.number, "n": line.left},
            line.key,
        )
        for line in open_rounds(session)
        if line.late
    )


def _refusals(session: Reading) -> tuple[Alarm, ...]:
    """One alarm a round: who refused and was told to nobody, and whom the round left to retake."""
    rows = session.execute(
        sa.select(
            col(CoverageRound.id),
            col(CoverageRound.kind),
            col(CoverageRound.number),
            col(RoundTarget.state),
            func.count().label("n"),
            func.min(col(RoundTarget.at)).label("since"),
        )
        .join(RoundTarget, col(RoundTarget.round_id) == col(CoverageRound.id))
        .where(
            sa.text(f"coverage_round.{within(OPEN)}"),
            LEFT_ROWS,
            col(RoundTarget.state).in_((TargetState.refused, TargetState.resample)),
            col(RoundTarget.at) < session.now - _REFUSED,
        )
        .group_by(
            col(CoverageRound.id),
            col(CoverageRound.kind),
            col(CoverageRound.number),
            col(RoundTarget.state),
        )
    )
    return tuple(
        Alarm(
            f"rounds.{row.state.value}:{row.id}",
            "amber" if row.state is TargetState.refused else "red",
            f"alarm.rounds.{row.state.value}",
            row.since,
            {"kind": row.kind, "no": row.number, "n": row.n},
            f"rounds.round:{row.id}",
        )
        for row in rows
    )


def _tubes(session: Reading) -> tuple[Alarm, ...]:
    """Tubes of a round that nobody brought or read in time; each abnormal one by itself."""
    rows = session.execute(
        sa.select(
            RoundTube,
            col(CoverageRound.number).label("round"),
        )
        .join(CoverageRound, col(CoverageRound.id) == col(RoundTube.round_id))
        .where(sa.text(f"coverage_round.{within(OPEN)}"), sa.text(f"round_tube.{within(AWAITED)}"))
        .order_by(col(RoundTube.id))
    )
    abnormal = []
    waiting: dict[tuple[str, int, int], list[dt.datetime]] = {}
    for tube, number in rows:
        if tube.state in (TubeState.mixed, TubeState.recalled):
            told = {"no": number, "tube": tube.number, "n": tube.filled}
            key = f"rounds.mixed:{tube.id}"
            since = tube.result_at or session.now
            record = f"rounds.tube:{tube.id}"
            abnormal.append(Alarm(key, "red", "alarm.rounds.mixed", since, told, record))
            continue
        word, since, allowed = _waits(tube)
        if since is not None and session.now - since > allowed:
            waiting.setdefault((word, tube.round_id, number), []).append(since)
    late = (
        Alarm(
            f"rounds.{word}:{round_id}",
            "amber",
            f"alarm.rounds.{word}",
            min(found),
            {"no": number, "n": len(found)},
            f"rounds.round:{round_id}",
        )
        for (word, round_id, number), found in waiting.items()
    )
    return (*abnormal, *late)


def _positive(session: Reading) -> tuple[Alarm, ...]:
    """Whoever was found positive and stands in no list of isolation."""
    return tuple(
        Alarm(
            f"rounds.positive:{one.tube_id}",
            "red",
            "alarm.rounds.positive",
            one.since,
            {"no": one.round, "tube": one.tube, "n": one.people},
            f"rounds.tube:{one.tube_id}",
        )
        for one in unregistered(session)
    )


def _waits(tube: RoundTube) -> tuple[str, dt.datetime | None, dt.timedelta]:
    """What a tube waits for, since when, and how long it may."""
    if tube.state is TubeState.delivered:
        return "unread", tube.delivered_at, _UNREAD
    return "undelivered", tube.sealed_at, _UNDELIVERED

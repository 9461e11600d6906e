"""The numbers of the rota, and what needs a hand at once."""

import datetime as dt
from dataclasses import dataclass

from sqlmodel import col, select

from models.shifts.fatigue import fatigue
from models.shifts.lines import SOON, SeatLine, SeatNeed
from models.shifts.reads import needing_a_hand, on_post_clause
from models.shifts.standing import grace, rest_rules
from models.shifts.tables import HELD, Post, PostKind, Seat, SeatState, Shift, ShiftState, due_at
from models.store.alarm import Alarm
from models.store.engine import Reading


@dataclass(frozen=True, slots=True)
class ShiftCounts:
    """The numbers of titles, board and JSON."""

    on_duty: int
    """People checked in now."""
    on_post: int
    """Seats filled in shifts that run now."""
    gaps: int
    """Places without anybody in shifts that run or begin within 3 h; a no-show is one place."""
    late: int
    """Seats of shifts that run now whose person has not come."""


def counts(session: Reading) -> ShiftCounts:
    """The numbers of now, in two statements that cost what is open and not what is past."""
    here = session.exec(
        select(Seat.volunteer_id, Shift.starts_at, Shift.ends_at)
        .join(Shift, col(Shift.id) == Seat.shift_id)
        .where(on_post_clause())
    ).all()
    near = session.exec(
        select(Seat, Shift)
        .join(Shift, col(Shift.id) == Seat.shift_id)
        .where(
            col(Shift.ends_at) > session.now,
            col(Shift.starts_at) <= session.now + SOON,
            col(Shift.state).in_((ShiftState.planned, ShiftState.open)),
            col(Seat.state).in_((*HELD, SeatState.empty)),
        )
    ).all()
    return ShiftCounts(
        on_duty=len({who for who, _, _ in here}),
        on_post=sum(starts <= session.now < ends for _, starts, ends in here),
        # A no-show has opened an empty seat in its place, so counting the empty ones counts both.
        gaps=sum(seat.state is SeatState.empty for seat, _ in near),
        late=sum(seat.state in HELD and due_at(seat, on) < session.now for seat, on in near),
    )


def alarms(session: Reading) -> tuple[Alarm, ...]:
    """What needs a hand: an unkept barrier, a gap, who is late, isolated, or past all rest."""
    wait = grace(rest_rules(session))
    lines = needing_a_hand(session)
    found = _barriers(session, lines, wait)
    found += [alarm for line in lines if (alarm := _of_seat(session, line, wait)) is not None]
    midnight = session.clock.day_start(session.today)
    for tired in fatigue(session):
        for caution in tired.cautions[:1]:
            told = dict(caution.params)
            key = f"shifts.tired:{tired.id}"
            found.append(Alarm(key, "amber", caution.key, midnight, told, tired.key))
    return tuple(found)


def _barriers(session: Reading, lines: tuple[SeatLine, ...], wait: dt.timedelta) -> list[Alarm]:
    """Exit barriers that nobody keeps at this moment."""
    found = []
    barriers = session.exec(
        select(Post).where(Post.kind == PostKind.exit_barrier, col(Post.retired).is_(False))
    )
    for post in barriers:
        mine = [line for line in lines if line.post_id == post.id]
        running = [line for line in mine if line.starts_at <= session.now < line.ends_at]
        coming = (
            line.state in HELD and not line.isolated and session.now <= line.due_at + wait
            for line in running
        )
        if any(line.state is SeatState.on_post for line in mine) or any(coming):
            continue
        since = min((line.starts_at for line in running), default=session.now)
        record = running[0].key if running else f"shifts.post:{post.id}"
        key = "alarm.shifts.barrier_unkept" if running else "alarm.shifts.barrier_no_shift"
        told = {"post": post.name}
        found.append(Alarm(f"shifts.barrier:{post.id}", "red", key, since, told, record))
    return found


def _of_seat(session: Reading, line: SeatLine, wait: dt.timedelta) -> Alarm | None:
    at = f"{session.clock.local(line.starts_at):%H:%M}"
    told: dict[str, object] = {"post": line.post, "at": at, "volunteer": line.volunteer}
    since = line.starts_at
    barrier = line.post_kind is PostKind.exit_barrier
    need = line.need_at(session.now)
    match need:
        case SeatNeed.gap_now if not barrier:
            key = "alarm.shifts.gap"
        case SeatNeed.gap_soon if barrier:
            key, since = "alarm.shifts.barrier_next", line.starts_at - SOON
        case SeatNeed.late if session.now >= line.due_at + wait:
            key = "alarm.shifts.late"
        case SeatNeed.isolated:
            key, since = "alarm.shifts.isolated", session.clock.day_start(session.today)
        case SeatNeed.not_out:
            key, since = "alarm.shifts.not_out", line.ends_at
        case _:
            return None
    return Alarm(f"shifts.{need.value}:{line.id}", "amber", key, since, told, line.key)

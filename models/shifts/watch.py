"""What of the rota needs a hand at once."""

import datetime as dt

from sqlmodel import col, select

from models.branch.reads import phase, setting
from models.shifts.lines import SOON, SeatLine, SeatNeed
from models.shifts.phases import PHASES_OF, kept_phases
from models.shifts.reads import needing_a_hand
from models.shifts.rest import grace, rest_rules
from models.shifts.tables import HELD, Post, PostKind, SeatState
from models.shifts.tiredness import fatigue
from models.store.alarm import Alarm
from models.store.engine import Reading
from models.words import Key


def alarms(session: Reading) -> tuple[Alarm, ...]:
    """What needs a hand: an unkept barrier, a gap, who is late, isolated, or past all rest."""
    wait = grace(rest_rules(session))
    lines = needing_a_hand(session)
    found = _barriers(session, lines, wait)
    found += _old_phase(session)
    found += [alarm for line in lines if (alarm := _of_seat(session, line, wait)) is not None]
    midnight = session.clock.day_start(session.today)
    for tired in fatigue(session):
        for caution in tired.cautions[:1]:
            told = dict(caution.params)
            key = f"shifts.tired:{tired.id}"
            found.append(Alarm(key, "amber", caution.key, midnight, told, tired.key))
    return tuple(found)


def _old_phase(session: Reading) -> list[Alarm]:
    """That the rota goes on as before though the compound stands differently."""
    if not kept_phases(setting(session, PHASES_OF)):
        return []
    from models.shifts.switching import behind

    late = behind(session)
    if not late:
        return []
    told = {"n": len(late), "phase": Key(f"PhaseKind.{phase(session)}")}
    since, record = session.clock.day_start(session.today), f"shifts.shift:{late[0].id}"
    return [Alarm("shifts.old_phase", "amber", "alarm.shifts.old_phase", since, told, record)]


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

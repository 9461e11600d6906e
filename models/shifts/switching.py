"""The switch of the rota: when the compound stands differently, the shifts to come do too."""

import datetime as dt
from collections.abc import Iterable, Mapping

from pydantic import Field, JsonValue
from sqlmodel import col, select

from models.branch import PhaseKind, phase
from models.branch.reads import setting
from models.branch.side_tables import Setting
from models.rules import templates as rules
from models.rules.refusal import Refusal
from models.rules.spans import Span, change_overs, overlaps
from models.shifts.phases import PHASES_OF, kept_phases, of_phase
from models.shifts.planning import with_seats
from models.shifts.side_tables import ShiftTemplate
from models.shifts.tables import HELD, Post, Seat, Shift, ShiftState
from models.store.drafts import Draft, TargetId, Unfit
from models.store.engine import Reading, Writing
from models.store.register import LEADERS, change, fetch
from models.words import Key

_DAY = dt.timedelta(days=1)


class ForPhase(Draft):
    """The phase a template is for."""

    id: TargetId
    phase: PhaseKind | None = Field(None, title="field.phase", description="hint.for_phase")


class Switch(Draft):
    """From which day on the shifts to come go by the templates of the phase."""

    first_day: dt.date | None = Field(
        None, title="field.from_day", description="hint.empty_is_tomorrow"
    )


@change("shifts.for_phase", draft=ForPhase, roles=LEADERS)
def for_phase(session: Writing, draft: ForPhase) -> Setting:
    """Says which phase a template is for; the shifts that are there stay until the switch."""
    template = fetch(session, ShiftTemplate, draft.id)
    row = session.exec(select(Setting).where(col(Setting.key) == PHASES_OF)).first()
    found: dict[str, JsonValue] = dict(kept_phases(row.value if row else None))
    if draft.phase is None:
        found.pop(str(draft.id), None)
    else:
        found[str(draft.id)] = draft.phase.value
    if row is None:
        row = Setting(key=PHASES_OF, value=found)
        session.add(row)
    elif row.value != found:
        row.value = found
    told = Key(f"PhaseKind.{draft.phase}") if draft.phase else Key("shifts.every_phase")
    session.say(post=template.post_id, name=template.name, phase=told)
    return row


def foretell_switch(session: Reading, _: Iterable[int]) -> Mapping[str, object]:
    """What the switch would do from tomorrow on."""
    off, new, named = _plan(session, session.today + _DAY)
    stands = phase(session)
    return {
        "phase": Key(f"PhaseKind.{stands}") if stands else "",
        "off": len(off),
        "named": named,
        "new": len(new),
    }


@change("shifts.switch_templates", draft=Switch, roles=LEADERS, foretells=foretell_switch)
def switch_templates(session: Writing, draft: Switch) -> Shift:
    """Makes the shifts to come those of the phase; whoever is named for one that stays, stays."""
    first = draft.first_day or session.today + _DAY
    if first <= session.today:
        raise Unfit({"first_day": ("refuse.shifts.switch_today", {})})
    off, new, named = _plan(session, first)
    if not off and not new:
        raise Refusal("refuse.shifts.switched")
    for shift in off:
        shift.state = ShiftState.cancelled
    batch = f"{first:%m%d} {session.clock.local(session.now):%Y%m%d%H%M%S}"
    shifts = [
        Shift(
            post_id=one.post,
            starts_at=one.span.start,
            ends_at=one.span.end,
            seats=one.places,
            batch=batch,
            state=ShiftState.open,
        )
        for one in new
    ]
    with_seats(session, shifts)
    session.say(first=first.isoformat(), off=len(off), named=named, n=len(new))
    return (shifts or off)[0]


def _plan(
    session: Reading, first: dt.date
) -> tuple[list[Shift], tuple[rules.PlannedShift, ...], int]:
    """Shifts to call off, shifts to make, and how many people are named for the first ones.

    Only what was planned from templates is touched, and only as far ahead as the rota reaches.
    """
    every = session.exec(
        select(ShiftTemplate)
        .join(Post, col(Post.id) == ShiftTemplate.post_id)
        .where(col(Post.retired).is_(False))
        .order_by(col(ShiftTemplate.id))
    ).all()
    if not every:
        raise Refusal("refuse.shifts.no_template")
    posts = {row.post_id for row in every}
    ahead = session.exec(
        select(Shift)
        .where(
            col(Shift.post_id).in_(posts),
            col(Shift.starts_at) >= max(session.now, session.clock.day_start(first)),
            col(Shift.state).in_((ShiftState.planned, ShiftState.open)),
        )
        .order_by(col(Shift.starts_at))
    ).all()
    batched = [shift for shift in ahead if shift.batch]
    if not batched:
        raise Refusal("refuse.shifts.nothing_ahead")
    last = session.clock.day_of(batched[-1].starts_at)
    wanted = _by_templates(session, of_phase(session, every, phase(session, first)), first, last)
    spans = {(one.post, one.span): one.places for one in wanted}
    off = [one for one in batched if spans.get((one.post_id, one.span)) != one.seats]
    dropped = {one.id for one in off}
    there = [(one.post_id, one.span) for one in ahead if one.id not in dropped]
    # A night that began before the first day runs on into it.
    there += _running_on(session, posts, first)
    new = tuple(
        one
        for one in wanted
        if not any(post == one.post and overlaps(span, one.span) for post, span in there)
    )
    named = session.exec(
        select(Seat.id).where(col(Seat.shift_id).in_(dropped), col(Seat.state).in_(HELD))
    ).all()
    return off, new, len(named)


def behind(session: Reading) -> tuple[Shift, ...]:
    """Shifts of tomorrow that a template of another phase made, and none of tomorrow's makes.

    Only posts that have a template of some phase's own are looked at.
    """
    named = kept_phases(setting(session, PHASES_OF))
    if not named:
        return ()
    every = session.exec(select(ShiftTemplate).order_by(col(ShiftTemplate.id))).all()
    posts = {row.post_id for row in every if str(row.id) in named}
    mine = [row for row in every if row.post_id in posts]
    day = session.today + _DAY
    kept = of_phase(session, mine, phase(session, day))
    other = _by_templates(session, [row for row in mine if row not in kept], day, day)
    wanted = {(one.post, one.span) for one in _by_templates(session, kept, day, day)}
    old = {(one.post, one.span) for one in other} - wanted
    shifts = session.exec(
        select(Shift)
        .where(
            col(Shift.post_id).in_(posts),
            col(Shift.starts_at) >= session.clock.day_start(day),
            col(Shift.starts_at) < session.clock.day_start(day + _DAY),
            col(Shift.state).in_((ShiftState.planned, ShiftState.open)),
        )
        .order_by(col(Shift.starts_at))
    )
    return tuple(one for one in shifts if one.batch and (one.post_id, one.span) in old)


def _by_templates(
    session: Reading, templates: Iterable[ShiftTemplate], first: dt.date, last: dt.date
) -> tuple[rules.PlannedShift, ...]:
    """The shifts that templates make of these days."""
    seats = {row.id: row.seats for row in session.exec(select(Post)).all()}
    return rules.plan(
        [
            rules.Template(
                row.post_id, change_overs(row.hours), row.seats or seats[row.post_id], row.around
            )
            for row in templates
        ],
        first,
        last,
        session.clock.zone,
    ).new


def _running_on(session: Reading, posts: set[int], first: dt.date) -> list[tuple[int, Span]]:
    start = session.clock.day_start(first)
    rows = session.exec(
        select(Shift).where(
            col(Shift.post_id).in_(posts),
            col(Shift.starts_at) < start,
            col(Shift.ends_at) > start,
            Shift.state != ShiftState.cancelled,
        )
    )
    return [(row.post_id, row.span) for row in rows]

"""Duty: gate, barriers, patrols and deliveries around the clock, with people late and missing."""

import datetime as dt
from dataclasses import dataclass
from functools import partial

from sqlmodel import col, select

from models.rules.refusal import Refusal
from models.shifts import Seat, SeatState, Shift
from models.store import Actor
from seed_data.demonstration.crew import SHIFT_LEADERS
from seed_data.demonstration.world import World

POSTS = (
    # name, kind, place, seats, change-over hours, around the clock
    ("北门卡点", "gate_checkpoint", "北门", 2, "06:30 11:30 17:30 01:00", True),
    ("东侧护栏", "exit_barrier", "3栋东侧", 1, "00:00 06:00 12:00 18:00", True),
    ("南侧护栏", "exit_barrier", "9栋南侧", 1, "00:00 06:00 12:00 18:00", True),
    ("一号巡逻线", "patrol_route", "1-6栋", 1, "08:00 13:00 18:00", False),
    ("二号巡逻线", "patrol_route", "7-12栋", 1, "08:00 13:00 18:00", False),
    ("配送组", "delivery", "北门货架", 2, "09:00 13:00 17:00", False),
    ("消杀组", "disinfection", "楼道与公共区", 1, "08:00 11:00", False),
)
UNSEALED = ("配送组", "解封后", "09:00 12:00 17:00", 17)
"""Post, name and hours of a template for the time after the sealing, and after how many days the
branch has it ready: whoever carries is free from noon once people fetch their goods themselves."""
AHEAD = 3
"""Days of shifts that are planned ahead."""
REST = dt.timedelta(hours=10)
HOLE = 0.08
"""How often nobody can be found for a seat by day."""
NIGHT_GAP = 0.35
"""How often nobody can be found for a seat between midnight and six."""


DAY_BEGINS = dt.timedelta(hours=6)
"""A day of duty runs from six to six: who stands at night belongs to the evening before."""
SHEET_HOUR = 30.75
"""When the sheet of such a day is written down: at 6:45, once the last of the night went home."""
LIVE = dt.timedelta(days=1)
"""How long before the end everybody signs in at the desk, and nobody on a sheet."""


@dataclass(slots=True)
class Load:
    """How much somebody has stood, so that turns are shared out."""

    actor: Actor
    hours: dt.timedelta = dt.timedelta()
    free_from: dt.datetime = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(slots=True)
class Rota:
    """Who may be put on a seat, and the sheets on which those who stood have signed."""

    loads: list[Load]
    sheets: dict[dt.date, list[tuple[int, dt.datetime, dt.datetime]]]
    """By day: each seat, and from when to when somebody was there."""


def plan(world: World) -> None:
    """Sets up the posts, plans every day a few days ahead, and has the days stood."""
    made = world.do(
        world.secretary,
        "shifts.add_post",
        *(
            {"name": name, "kind": kind, "place": place, "seats": seats}
            for name, kind, place, seats, _, _ in POSTS
        ),
    )
    world.posts = dict(zip((post[0] for post in POSTS), world.ids(made), strict=True))
    world.do(
        world.secretary,
        "shifts.add_template",
        *(
            {"post_id": world.posts[name], "name": name, "hours": hours, "around": around}
            for name, _, _, _, hours, around in POSTS
        ),
    )
    name, called, hours, after = UNSEALED
    ready = {"post_id": world.posts[name], "name": called, "hours": hours, "around": False}
    world.at(
        world.moment(world.first_day + dt.timedelta(after), 9),
        partial(_for_later, world, ready),
    )
    rota = Rota([Load(actor) for actor in world.crew.values()], {})
    _open_days(world, rota, world.first_day, world.first_day + dt.timedelta(AHEAD))
    for day in world.days:
        if day > world.first_day:
            ahead = day + dt.timedelta(AHEAD)
            world.at(world.moment(day, 7), partial(_open_days, world, rota, ahead, ahead))
        world.at(world.moment(day, SHEET_HOUR), partial(_write_sheet, world, rota, day))


def _for_later(world: World, template: dict[str, object]) -> None:
    """A template that waits for its phase; the rota of today goes on without it."""
    made = world.do(world.secretary, "shifts.add_template", template)
    world.do(world.secretary, "shifts.for_phase", {"phase": "guarded"}, ids=world.ids(made))


def _open_days(world: World, rota: Rota, first: dt.date, last: dt.date) -> None:
    """Opens the shifts of some days as one act, and names people for them as another."""
    world.do(world.secretary, "shifts.create_batch", {"first_day": first, "last_day": last})
    begin, end = world.moment(first, 0), world.moment(last, 30)
    with world.store.reading(world.secretary) as session:
        found = session.exec(
            select(Seat, Shift)
            .join(Shift)
            .where(Seat.state == SeatState.empty, Shift.starts_at >= begin, Shift.starts_at < end)
            .order_by(col(Shift.starts_at), col(Seat.id))
        ).all()
    values, seats = [], []
    stood: dict[int, list[tuple[int, Actor]]] = {}
    shifts: dict[int, Shift] = {}
    for seat, shift in found:
        if shift.starts_at < world.clock.now():
            continue
        load = _whose_turn(world, rota.loads, shift)
        if load is None:
            continue
        load.hours += shift.ends_at - shift.starts_at
        load.free_from = shift.ends_at + REST
        values.append({"volunteer_id": load.actor.id, "reason": "人手不足，书记同意"})
        seats.append(seat.id)
        shifts[shift.id or 0] = shift
        stood.setdefault(shift.id or 0, []).append((seat.id or 0, load.actor))
    world.do(world.secretary, "shifts.assign", *values, ids=seats)
    for shift_id, people in stood.items():
        _stand(world, rota, shifts[shift_id], people)


def _whose_turn(world: World, loads: list[Load], shift: Shift) -> Load | None:
    hour = world.clock.local(shift.starts_at).hour
    if (hour < 6 or hour >= 23) and world.rng.random() < NIGHT_GAP:
        return None
    begins = world.clock.local(shift.starts_at).weekday()
    ends = world.clock.local(shift.ends_at - dt.timedelta(minutes=1)).weekday()
    if world.rng.random() < HOLE:
        return None
    rested = [
        load
        for place, load in enumerate(loads)
        if load.free_from <= shift.starts_at and place % 7 not in (begins, ends)
    ]
    return min(rested, key=lambda load: load.hours) if rested else None


def _stand(world: World, rota: Rota, shift: Shift, people: list[tuple[int, Actor]]) -> None:
    """Most come in time, some late, and now and then somebody does not come at all."""
    rng = world.rng
    in_time: list[int] = []
    for seat, actor in people:
        chance = rng.random()
        if chance < 0.02:
            missed = shift.starts_at + dt.timedelta(minutes=20)
            world.at(missed, partial(_quietly, world, world.secretary, "shifts.no_show", seat))
        elif chance < 0.08:
            came = shift.starts_at + dt.timedelta(minutes=rng.randint(3, 14))
            _serve(world, rota, shift, came, actor, [seat])
        else:
            in_time.append(seat)
    if in_time:
        came = shift.starts_at - dt.timedelta(minutes=rng.randint(0, 8))
        _serve(world, rota, shift, came, people[0][1], in_time)


def _serve(
    world: World, rota: Rota, shift: Shift, came: dt.datetime, actor: Actor, seats: list[int]
) -> None:
    """Some stand together from a minute on: on the sheet of their day, or seen at the desk."""
    left = shift.ends_at + dt.timedelta(minutes=world.rng.randint(0, 6))
    day = world.clock.day_of(shift.starts_at - DAY_BEGINS)
    if world.moment(day, SHEET_HOUR) > world.until - LIVE:
        world.at(came, lambda: _quietly(world, actor, "shifts.check_in", *seats))
        world.at(left, lambda: _quietly(world, actor, "shifts.check_out", *seats))
        return
    rota.sheets.setdefault(day, []).extend((seat, came, left) for seat in seats)


def _write_sheet(world: World, rota: Rota, day: dt.date) -> None:
    """A shift leader writes down, as one act, who stood from one morning to the next."""
    signed = rota.sheets.pop(day, [])
    if signed:
        leader = world.crew[SHIFT_LEADERS[day.toordinal() % len(SHIFT_LEADERS)]]
        times = [{"came_at": came, "left_at": left} for _, came, left in signed]
        world.do(leader, "shifts.record_served", *times, ids=[seat for seat, _, _ in signed])


def _quietly(world: World, actor: Actor, verb: str, *seats: int) -> None:
    """A step at the post; one that the rules refuse (still on another post) did not happen."""
    try:
        world.do(actor, verb, ids=seats)
    except Refusal:
        return

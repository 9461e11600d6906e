"""What is shown of the care list: who needs a hand first, masked for who looks."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import NamedTuple

from models.care.sight import Seen, seen
from models.care.standing import TIERS, Person, roll, step_is_escalation
from models.care.tables import WATCHED, CareState
from models.homes import Presence
from models.rules.care import Category, Step, Tier
from models.rules.medicine import MedicineBand
from models.store.actor import Role
from models.store.alarm import Alarm
from models.store.engine import Reading

MOST = 60
"""Lines a panel loads; the rest is counted."""
PAGE = 200
"""Lines of a page of the long list."""

FILTERS = (
    "care.filter.overdue",
    "care.filter.medicine",
    "care.filter.red",
    "care.filter.unpaired",
    "care.filter.escalated",
    "care.filter.paused",
)
ORDERS = (
    "care.order.need",
    "care.order.due",
    "care.order.door",
    "care.order.medicine",
    "care.order.volunteer",
)


class CareLine(NamedTuple):
    """One person on the care list, as far as the viewer may know."""

    key: str
    id: int
    door: str
    """`3-2-401`, or the building alone."""
    building: int
    walk: tuple[int, int, str]
    """The order of walking; only the building where only that may be known."""
    name: str
    marks: tuple[Category, ...]
    """Why the person is on the list; empty where that may not be known."""
    tier: Tier
    due_at: dt.datetime
    overdue: bool
    step: Step
    """What to do next: call, call again, knock, escalate."""
    attempt: int
    days_left: int | None
    """Of the medicine that runs out first; None where there is none or it may not be known."""
    band: MedicineBand
    volunteer: str
    mine: bool
    state: CareState
    presence: Presence
    escalated_at: dt.datetime | None
    last_seen_at: dt.datetime | None
    unpaired: bool


class CarePage(NamedTuple):
    """A stretch of the list, and how long the list is with its filter."""

    lines: tuple[CareLine, ...]
    total: int
    page: int = 0


class CareCounts(NamedTuple):
    """The numbers of titles, board and JSON."""

    total: int
    """Everybody on the list, those who are away for a while included."""
    overdue: int
    """Due time passed without a contact that met or spoke to the person."""
    medicine_urgent: int
    """People with a medicine at the rule set's red days or below."""
    unpaired_red: int
    escalated: int


def panel(session: Reading) -> tuple[CareLine, ...]:
    """What needs a hand first: escalated, overdue by tier, medicine nearly gone, due next."""
    lines = [line for line in _lines(session, roll(session)) if line.state in WATCHED]
    return tuple(sorted(lines, key=_need)[:MOST])


def profiles(
    session: Reading, filter_: str = "", order: str = "", mine: bool = False, page: int = 0
) -> CarePage:
    """The whole list, narrowed and ordered as the viewer may see it."""
    fits, key = _FITS.get(filter_, _all), _KEYS.get(order, _need)
    # A filter or an order works on what the line shows, so it tells nothing that is masked.
    lines = [
        line for line in _lines(session, roll(session)) if fits(line) and (line.mine or not mine)
    ]
    lines.sort(key=key)
    start = page * PAGE
    return CarePage(tuple(lines[start : start + PAGE]), len(lines), page)


def counts(session: Reading) -> CareCounts:
    """The numbers of now."""
    people = roll(session)
    watched = [found for found in people if found.watched]
    return CareCounts(
        total=len(people),
        overdue=sum(found.standing.overdue for found in watched),
        medicine_urgent=sum(found.standing.band is MedicineBand.red for found in watched),
        unpaired_red=sum(_unpaired_red(found) for found in watched),
        escalated=sum(found.profile.state is CareState.escalated for found in watched),
    )


def alarms(session: Reading) -> tuple[Alarm, ...]:
    """Escalated people, ladders climbed to the end, overdue reds, and reds without a volunteer."""
    found: list[Alarm] = []
    for one in roll(session):
        if not one.watched:
            continue
        profile, stands = one.profile, one.standing
        if profile.escalated_at is not None:
            found.append(_alarm(session, one, "escalated", profile.escalated_at))
        elif step_is_escalation(one) and profile.tried_at is not None:
            found.append(_alarm(session, one, "no_answer", profile.tried_at))
        elif stands.tier is Tier.red and stands.overdue:
            found.append(_alarm(session, one, "overdue", stands.due_at))
        if _unpaired_red(one) and profile.unpaired_since is not None:
            found.append(_alarm(session, one, "unpaired", profile.unpaired_since))
    return tuple(found)


def line_of(session: Reading, found: Person) -> CareLine:
    """One person as the viewer may see him or her."""
    return _line(seen(session, found))


def _lines(session: Reading, people: Iterable[Person]) -> Iterable[CareLine]:
    if session.viewer.role is Role.wallboard:
        return ()
    return (_line(seen(session, found)) for found in people)


def _line(shown: Seen) -> CareLine:
    found = shown.person
    profile, stands = found.profile, found.standing
    door = found.door
    return CareLine(
        key=f"care.profile:{profile.id}",
        id=profile.id or 0,
        door=shown.door,
        building=door.building,
        walk=(door.building, door.stairwell, door.room)
        if shown.whole_door
        else (door.building, 0, ""),
        name=shown.name,
        marks=shown.marks,
        tier=stands.tier,
        due_at=stands.due_at,
        overdue=stands.overdue,
        step=stands.step.step,
        attempt=stands.step.attempt,
        days_left=stands.days_left if shown.days else None,
        band=stands.band if shown.days else MedicineBand.ok,
        volunteer=found.volunteer,
        mine=shown.mine,
        state=profile.state,
        presence=shown.presence,
        escalated_at=profile.escalated_at,
        last_seen_at=profile.last_seen_at,
        unpaired=profile.volunteer_id is None,
    )


def _alarm(session: Reading, found: Person, what: str, since: dt.datetime) -> Alarm:
    shown = seen(session, found)
    return Alarm(
        key=f"care.{what}:{found.profile.id}",
        severity="amber" if what == "unpaired" else "red",
        text=f"alarm.care.{what}",
        since=since,
        params={"door": shown.door, "name": shown.name, "tries": found.profile.tries},
        record=f"care.profile:{found.profile.id}",
    )


def _unpaired_red(found: Person) -> bool:
    return found.standing.tier is Tier.red and found.profile.volunteer_id is None


_Key = tuple[object, ...]


def _need(line: CareLine) -> _Key:
    tier = TIERS.index(line.tier)
    if line.state is CareState.paused:
        return 9, line.walk
    if line.state is CareState.escalated or line.step is Step.escalate:
        return 0, 0, line.escalated_at or line.due_at, line.id
    if line.overdue:
        return 1, tier, line.due_at, line.id
    if line.band is MedicineBand.red:
        return 2, line.days_left, line.due_at, line.id
    return 3, 0, line.due_at, line.id


def _due(line: CareLine) -> _Key:
    return line.state not in WATCHED, line.due_at, line.id


def _door(line: CareLine) -> _Key:
    return *line.walk, line.due_at, line.id


def _medicine(line: CareLine) -> _Key:
    left = line.days_left
    return left is None, left if left is not None else 0, line.due_at, line.id


def _volunteer(line: CareLine) -> _Key:
    return line.volunteer == "", line.volunteer, *_need(line)


def _all(_line: CareLine) -> bool:
    return True


_FITS: dict[str, Callable[[CareLine], bool]] = {
    "care.filter.overdue": lambda line: line.overdue,
    "care.filter.medicine": lambda line: line.band is not MedicineBand.ok,
    "care.filter.red": lambda line: line.tier is Tier.red and line.state in WATCHED,
    "care.filter.unpaired": lambda line: line.unpaired,
    "care.filter.escalated": lambda line: (
        line.state is CareState.escalated or line.step is Step.escalate
    ),
    "care.filter.paused": lambda line: line.state is CareState.paused,
}
_KEYS: dict[str, Callable[[CareLine], _Key]] = {
    "care.order.need": _need,
    "care.order.due": _due,
    "care.order.door": _door,
    "care.order.medicine": _medicine,
    "care.order.volunteer": _volunteer,
}

__all__ = [
    "FILTERS",
    "ORDERS",
    "CareCounts",
    "CareLine",
    "CarePage",
    "alarms",
    "counts",
    "line_of",
    "panel",
    "profiles",
]

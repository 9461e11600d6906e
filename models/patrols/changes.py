"""What is done with patrols and incidents; each is one registered change."""

import datetime as dt
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlmodel import col, func, select

from models.homes.doors import resolve_door
from models.homes.side_tables import Building
from models.homes.tables import Household
from models.patrols.drafts import (
    EndPatrol,
    IncidentDraft,
    IncidentFields,
    JoinPatrol,
    NotePatrol,
    PatrolFields,
    SetOut,
    StartPatrol,
    ToPolice,
    _Walkers,
)
from models.patrols.kinds import PATROL_KIND, check_not_out, guard_incident, guard_patrol
from models.patrols.reads import patrol_rules
from models.patrols.tables import Incident, IncidentOutcome, Patrol, PatrolState, PatrolWalker
from models.people import partners_for
from models.people.tables import Volunteer
from models.rules.address import Door, find_doors, parse_door
from models.rules.refusal import Refusal
from models.shifts.tables import Post, PostKind, Shift, ShiftState
from models.store.engine import Writing
from models.store.register import change, editing, fetch, move, targets
from models.words import Key

POLICE = (IncidentOutcome.refused, IncidentOutcome.handed_to_police)


@change("patrols.start", draft=StartPatrol)
def start(session: Writing, draft: StartPatrol) -> Patrol:
    """Somebody sets out along the route chosen."""
    return _set_out(session, draft.id, draft)


def _walk_ahead(session: Writing, drafts: Sequence[SetOut]) -> None:
    session.gather(Post, [draft.route_id for draft in drafts])
    session.gather(Volunteer, [one for draft in drafts for one in _named(session, draft)])


@change("patrols.set_out", draft=SetOut, ahead=_walk_ahead)
def set_out(session: Writing, draft: SetOut) -> Patrol:
    """Somebody sets out along a route named in words."""
    return _set_out(session, draft.route_id, draft)


@change("patrols.join", draft=JoinPatrol)
def join(session: Writing, draft: JoinPatrol) -> Patrol:
    """Somebody walks along with a patrol under way."""
    row = fetch(session, Patrol, draft.id)
    guard_patrol(session, row, "patrols.join")
    who = draft.walker_id or session.actor.id
    if who is None:
        raise Refusal("refuse.patrols.nobody")
    _check_free(session, who)
    session.add(PatrolWalker(patrol_id=draft.id, volunteer_id=who))
    session.say(post=row.post_id, volunteer=who)
    return row


@change("patrols.end", draft=EndPatrol, ahead=targets(Patrol))
def end(session: Writing, draft: EndPatrol) -> Patrol:
    """The walkers are back, now or at the time given."""
    row = fetch(session, Patrol, draft.id)
    ended = draft.ended_at or session.now
    _check_span(session, row.started_at, ended)
    with session.no_autoflush:
        move(session, row, "patrols.end", PATROL_KIND)
        row.ended_at = ended
        if draft.note:
            row.note = _added(session, row.note, draft.note)
        met = session.scalar(
            sa.select(func.count()).select_from(Incident).where(col(Incident.patrol_id) == row.id)
        )
    minutes = (ended - row.started_at) // dt.timedelta(minutes=1)
    session.say(post=row.post_id, minutes=minutes, n=met or 0)
    return row


@change("patrols.note", draft=NotePatrol)
def note(session: Writing, draft: NotePatrol) -> Patrol:
    """Keeps something of a patrol, below what was written before."""
    row = fetch(session, Patrol, draft.id)
    row.note = _added(session, row.note, draft.note)
    session.say(post=row.post_id)
    return row


@change("patrols.record_incident", draft=IncidentDraft)
def record_incident(session: Writing, draft: IncidentDraft) -> Incident:
    """Keeps who was met where and how the talk ended; on my own patrol unless another is named."""
    at = draft.at or session.now
    if at > session.now:
        raise Refusal("refuse.patrols.future")
    building, household, place = _placed(
        session, draft.building_id, draft.household_id, draft.place
    )
    row = Incident(
        at=at,
        kind=draft.kind,
        outcome=draft.outcome,
        people=draft.people,
        building_id=building,
        household_id=household,
        place=place,
        patrol_id=draft.patrol_id or _my_patrol(session, at),
        recorded_by=session.actor.id,
        note=draft.note,
    )
    _say_incident(session, row, _times(session, household, at) + 1)
    session.add(row)
    return row


@change("patrols.to_police", draft=ToPolice)
def to_police(session: Writing, draft: ToPolice) -> Incident:
    """Somebody who would not go in is handed over."""
    row = fetch(session, Incident, draft.id)
    guard_incident(session, row, "patrols.to_police")
    row.outcome = IncidentOutcome.handed_to_police
    if draft.note:
        row.note = _added(session, row.note, draft.note)
    _say_incident(session, row)
    return row


def _edited_patrol(session: Writing, row: Patrol) -> None:
    if (row.ended_at is None) != (row.state is PatrolState.running):
        raise Refusal("refuse.patrols.end_first" if row.ended_at else "refuse.patrols.ended_at")
    _check_span(session, row.started_at, row.ended_at or session.now)
    guard_patrol(session, row, "patrols.edit_patrol")
    session.say(post=row.post_id)


def _edited_incident(session: Writing, row: Incident) -> None:
    with session.no_autoflush:
        was = session.execute(
            sa.select(col(Incident.building_id), col(Incident.household_id)).where(
                col(Incident.id) == row.id
            )
        ).one()
        # A door that was there and a building typed anew: the building is what was meant.
        if row.household_id == was.household_id and row.building_id != was.building_id:
            row.household_id = None
        building, household, place = _placed(session, row.building_id, row.household_id, row.place)
        for name, value in (
            ("building_id", building),
            ("household_id", household),
            ("place", place),
        ):
            if getattr(row, name) != value:
                setattr(row, name, value)
    guard_incident(session, row, "patrols.edit_incident")
    _say_incident(session, row)


editing("patrols.edit_patrol", table=Patrol, fields=PatrolFields, also=_edited_patrol)
editing("patrols.edit_incident", table=Incident, fields=IncidentFields, also=_edited_incident)


def _set_out(session: Writing, route_id: int, draft: _Walkers) -> Patrol:
    route = fetch(session, Post, route_id)
    if route.kind is not PostKind.patrol_route:
        raise Refusal("refuse.patrols.no_route", post=route.name)
    if route.retired:
        raise Refusal("refuse.patrols.retired", route=route.name)
    check_not_out(session, route)
    at = draft.started_at or session.now
    if at > session.now:
        raise Refusal("refuse.patrols.future")
    who = _named(session, draft)
    if not who:
        raise Refusal("refuse.patrols.nobody")
    for one in who:
        _check_free(session, one)
    shift = session.exec(
        select(Shift.id)
        .where(
            Shift.post_id == route_id,
            col(Shift.starts_at) <= at,
            col(Shift.ends_at) > at,
            col(Shift.state).in_((ShiftState.planned, ShiftState.open)),
        )
        .order_by(col(Shift.starts_at).desc())
    ).first()
    row = Patrol(post_id=route_id, started_at=at, shift_id=shift)
    session.add(row)
    session.flush()
    assert row.id is not None
    for one in who:
        session.add(PatrolWalker(patrol_id=row.id, volunteer_id=one))
    session.say(post=route_id, volunteer=who[0], more=f" +{len(who) - 1}" if len(who) > 1 else "")
    return row


def _named(session: Writing, draft: _Walkers) -> list[int]:
    """Who walks: nobody named means whoever records it, also beside somebody who goes along."""
    first = draft.walker_id or (None if draft.walkers else session.actor.id)
    named = (first, draft.second_id, *draft.walkers)
    return list(dict.fromkeys(one for one in named if one is not None))


def _check_free(session: Writing, volunteer_id: int) -> None:
    person = fetch(session, Volunteer, volunteer_id)
    if not person.serves_on(session.today):
        raise Refusal("refuse.patrols.not_serving", volunteer=person.name)
    if person.isolated_on(session.today):
        raise Refusal("refuse.patrols.isolated", volunteer=person.name)
    elsewhere = session.exec(
        select(Post.name)
        .join(Patrol, col(Patrol.post_id) == Post.id)
        .join(PatrolWalker, col(PatrolWalker.patrol_id) == Patrol.id)
        .where(Patrol.state == PatrolState.running, PatrolWalker.volunteer_id == volunteer_id)
    ).first()
    if elsewhere is not None:
        raise Refusal("refuse.patrols.walking", volunteer=person.name, route=elsewhere)


def _check_span(session: Writing, started: dt.datetime, ended: dt.datetime) -> None:
    if ended > session.now or started > session.now:
        raise Refusal("refuse.patrols.future")
    if ended < started:
        raise Refusal("refuse.patrols.backwards", at=session.clock.stamp(started))


def _my_patrol(session: Writing, at: dt.datetime) -> int | None:
    """The patrol that I am out on, if it had begun by then."""
    return session.exec(
        select(Patrol.id)
        .join(PatrolWalker, col(PatrolWalker.patrol_id) == Patrol.id)
        .where(
            Patrol.state == PatrolState.running,
            col(Patrol.started_at) <= at,
            PatrolWalker.volunteer_id == session.actor.id,
        )
    ).first()


def _placed(
    session: Writing, building_id: int | None, household_id: int | None, place: str
) -> tuple[int | None, int | None, str]:
    """Building, household and words; a door or a building typed among the words is understood."""
    alone = parse_door(place)
    doors = [(0, len(place), alone)] if alone is not None else find_doors(place)
    for begin, stop, door in doors[:1]:
        typed = place[begin:stop]
        if isinstance(door, Door):
            # Never left among the words, which everybody reads.
            household_id = household_id or resolve_door(session, typed)
            place = _without(place, begin, stop)
        elif door.building is not None and building_id is None and household_id is None:
            building_id = _building(session, door.building)
            # A stairwell is worth keeping; the building is said by its own field.
            place = place if door.stairwell else _without(place, begin, stop)
    if household_id is not None:
        building_id = fetch(session, Household, household_id).building_id
    if building_id is None and not place:
        raise Refusal("refuse.patrols.place")
    return building_id, household_id, place


def _without(text: str, begin: int, stop: int) -> str:
    return f"{text[:begin]} {text[stop:]}".strip()


def _building(session: Writing, number: int) -> int:
    found = session.exec(select(Building.id).where(Building.number == number)).first()
    if found is None:
        raise Refusal("refuse.patrols.building", number=number)
    return found


def _times(session: Writing, household_id: int | None, at: dt.datetime) -> int:
    """How often this household was met in the days before, as the rule set counts."""
    found = patrol_rules(session)
    if household_id is None or found is None:
        return 0
    n = session.scalar(
        sa.select(func.count())
        .select_from(Incident)
        .where(
            col(Incident.household_id) == household_id,
            col(Incident.at) > at - dt.timedelta(days=found.repeat_days),
        )
    )
    return n or 0


def _say_incident(session: Writing, row: Incident, times: int = 0) -> None:
    """What the journal tells: a door by its id, to be masked; a refusal names the police."""
    told: dict[str, object] = {
        "kind": Key(f"IncidentKind.{row.kind.value}"),
        "outcome": Key(f"IncidentOutcome.{row.outcome.value}"),
        **_where(session, row),
    }
    if row.place:
        told["spot"] = row.place if len(told) == 2 else f" {row.place}"
    found = patrol_rules(session)
    if found is not None and times >= found.repeat_from:
        told["again"] = f" ×{times}"
    if row.outcome in POLICE:
        call = next(iter(partners_for(session, "persuasion_refused")), None)
        told["police"] = f" → {call.name} {call.phone}" if call is not None else ""
    session.say(**told)


def _where(session: Writing, row: Incident) -> Mapping[str, object]:
    if row.household_id is not None:
        return {"household": row.household_id}
    if row.building_id is not None:
        return {"building": f"{fetch(session, Building, row.building_id).number}#"}
    return {}


def _added(session: Writing, before: str, text: str) -> str:
    said = f"{session.clock.local(session.now):%H:%M} {text}"
    return f"{before} · {said}" if before else said

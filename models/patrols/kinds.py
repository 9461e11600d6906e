"""Routes, patrols and incidents as records: what opens, what may be done, how they are found."""

import datetime as dt

import sqlalchemy as sa
from sqlmodel import col, select

from models.homes.tables import Household
from models.patrols.drafts import IncidentFields
from models.patrols.incidents import IncidentLine, incident_line, incidents
from models.patrols.reads import PatrolLine, patrol_rules, patrols, routes
from models.patrols.sight import check_sees
from models.patrols.tables import (
    PATROL,
    Incident,
    IncidentOutcome,
    Patrol,
    PatrolState,
    PatrolWalker,
)
from models.people import partners_for
from models.people.tables import Volunteer
from models.rules.address import Door, parse_door
from models.rules.refusal import Refusal
from models.shifts.tables import Post, PostKind
from models.store.drafts import asks
from models.store.engine import Reading
from models.store.register import (
    LEADERS,
    Found,
    Kind,
    Quick,
    Sheet,
    SheetField,
    check_opens,
    fetch,
    filled,
    kind,
    quick,
)

_SHOWN = 6
"""Patrols of a route that its sheet offers."""
_RECENT = 200
"""Incidents and patrols that find looks through, latest first."""


def guard_patrol(session: Reading, row: Patrol, verb: str) -> None:
    """Joining needs a patrol under way; putting it right is for its walkers and the leaders."""
    if verb == "patrols.join" and row.state is not PatrolState.running:
        raise Refusal("refuse.patrols.ended")
    if verb == "patrols.edit_patrol" and session.viewer.role not in LEADERS:
        walked = session.exec(
            select(PatrolWalker.id).where(
                PatrolWalker.patrol_id == row.id, PatrolWalker.volunteer_id == session.viewer.id
            )
        ).first()
        if walked is None:
            raise Refusal("refuse.patrols.not_walked")


def guard_incident(session: Reading, row: Incident, verb: str) -> None:
    """Only a refusal is handed to the police; only who may read an incident whole changes it."""
    if verb == "patrols.to_police" and row.outcome is not IncidentOutcome.refused:
        raise Refusal("refuse.patrols.not_refused")
    if verb == "patrols.edit_incident":
        with session.no_autoflush:
            check_sees(session, row, _grid(session, row))


def _grid(session: Reading, row: Incident) -> str | None:
    if row.household_id is None:
        return None
    return fetch(session, Household, row.household_id).grid


def check_not_out(session: Reading, route: Post) -> None:
    """Raises `Refusal` when the route is being walked: whoever comes later joins."""
    since = session.exec(
        select(Patrol.started_at).where(
            Patrol.post_id == route.id, Patrol.state == PatrolState.running
        )
    ).first()
    if since is not None:
        at = f"{session.clock.local(since):%H:%M}"
        raise Refusal("refuse.patrols.under_way", route=route.name, at=at)


def _natural_route(session: Reading, row: Post) -> str | None:
    check_not_out(session, row)
    return "patrols.start"


def _guard_route(session: Reading, row: Post, _verb: str) -> None:
    check_not_out(session, row)


def _natural_incident(_session: Reading, row: Incident) -> str | None:
    return "patrols.to_police" if row.outcome is IncidentOutcome.refused else None


def _opened_incident(session: Reading, row: Incident) -> dict[str, object]:
    """What an edit form opens with: in clear, so only for who may read it in clear."""
    check_sees(session, row, _grid(session, row))
    return {ask.name: getattr(row, ask.name) for ask in asks(IncidentFields)}


def route_sheet(session: Reading, post_id: int) -> Sheet:
    """A route: how long it has waited, who is out, and its last patrols."""
    row = fetch(session, Post, post_id)
    line = next((line for line in routes(session) if line.id == post_id), None)
    ids = session.exec(
        select(Patrol.id, Patrol.started_at)
        .where(Patrol.post_id == post_id)
        .order_by(col(Patrol.ended_at).desc().nulls_first(), col(Patrol.id).desc())
        .limit(_SHOWN)
    ).all()
    return Sheet(
        row.name,
        (
            SheetField("field.place", row.place),
            SheetField("field.interval_minutes", line.interval if line else None),
            SheetField(
                "field.last_patrol", line.last if line else None, alarm=bool(line and line.late)
            ),
            SheetField("field.out_since", line.since if line else None),
            SheetField("field.walkers", line.walkers if line else ()),
        ),
        (
            *(("patrols.patrol", one or 0, session.clock.stamp(at)) for one, at in ids),
            ("shifts.post", post_id, row.name),
        ),
    )


def patrol_sheet(session: Reading, patrol_id: int) -> Sheet:
    """A patrol: who walked, from when to when, and what was met."""
    row = fetch(session, Patrol, patrol_id)
    post = fetch(session, Post, row.post_id)
    check_opens(session)
    who = session.execute(
        sa.select(col(Volunteer.id), col(Volunteer.name))
        .join(PatrolWalker, col(PatrolWalker.volunteer_id) == col(Volunteer.id))
        .where(col(PatrolWalker.patrol_id) == patrol_id)
        .order_by(col(PatrolWalker.id))
    ).all()
    met = incidents(session, patrol_id=patrol_id).lines
    related: list[tuple[str, int, str]] = [("patrols.route", row.post_id, post.name)]
    related += [("people.volunteer", one.id, one.name) for one in who]
    related += [("patrols.incident", line.id, title_of(session, line)) for line in met]
    if row.shift_id is not None:
        related.append(("shifts.shift", row.shift_id, post.name))
    return Sheet(
        f"{post.name} {session.clock.stamp(row.started_at)}",
        (
            SheetField("field.state", row.state),
            SheetField("field.walkers", tuple(one.name for one in who)),
            SheetField("field.set_out_at", row.started_at),
            SheetField("field.back_at", row.ended_at),
            SheetField("field.incidents", len(met)),
            SheetField("field.patrol_note", row.note),
        ),
        tuple(related),
    )


def incident_sheet(session: Reading, incident_id: int) -> Sheet:
    """An incident as far as the viewer may know; a refusal names whom to call."""
    line = incident_line(session, incident_id)
    row = fetch(session, Incident, incident_id)
    refused = line.outcome is IncidentOutcome.refused
    police = partners_for(session, "persuasion_refused") if refused else ()
    found = patrol_rules(session)
    same: tuple[IncidentLine, ...] = ()
    if line.door and row.household_id is not None and found is not None:
        since = session.now - dt.timedelta(days=found.repeat_days)
        near = incidents(session, household_id=row.household_id).lines
        same = tuple(one for one in near if one.at > since)
    related: list[tuple[str, int, str]] = [
        ("people.partner", call.id, f"{call.name} {call.phone}") for call in police
    ]
    if row.patrol_id is not None:
        related.append(("patrols.patrol", row.patrol_id, line.route))
    if line.door and row.household_id is not None:
        related.append(("homes.household", row.household_id, line.door))
    related += [
        ("patrols.incident", one.id, title_of(session, one)) for one in same if one.id != row.id
    ]
    fields = (
        SheetField("field.incident_kind", line.kind),
        SheetField("field.incident_outcome", line.outcome, alarm=refused),
        SheetField("field.police", tuple(f"{p.name} {p.phone} {p.hours}".strip() for p in police)),
        SheetField("field.building", line.building),
        SheetField("field.door", line.door),
        SheetField("field.place", line.place),
        SheetField("field.people_met", line.people),
        SheetField("field.times_here", len(same) if len(same) > 1 else None, alarm=True),
        SheetField("field.incident_at", line.at),
        SheetField("field.on_patrol", line.route),
        SheetField("field.recorded_by", line.by),
        SheetField("field.note", line.note),
    )
    return Sheet(title_of(session, line), filled(*fields), tuple(related))


def title_of(session: Reading, line: IncidentLine) -> str:
    """An incident named by when and where."""
    where = line.door or (f"{line.building}#" if line.building is not None else "")
    return f"{session.clock.stamp(line.at)} {where} {line.place}".rstrip()


def find_routes(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """Routes that are kept and answer a part of their name or place."""
    typed = text.strip().casefold()
    rows = session.exec(
        select(Post)
        .where(Post.kind == PostKind.patrol_route, col(Post.retired).is_(False))
        .order_by(col(Post.id))
    )
    found = []
    for row in rows:
        name, place = row.name.casefold(), row.place.casefold()
        if not typed or typed in name or typed in place:
            rank = 0 if typed == name else 1 if name.startswith(typed) else 2
            found.append(Found("patrols.route", row.id or 0, row.name, row.place, rank))
    return tuple(sorted(found, key=lambda one: one.rank)[:limit])


def find_patrols(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """Patrols by route or walker: those under way first, then the latest."""
    typed = text.strip().removeprefix("@").casefold()
    found = []
    for line in patrols(session):
        named = [line.route.casefold(), *(name.casefold() for name in line.walkers)]
        if typed and not any(typed in name for name in named):
            continue
        running = line.state is PatrolState.running
        rank = (0 if typed in named else 2) if running else 3
        found.append(_found_patrol(session, line, rank))
    return tuple(sorted(found, key=lambda one: one.rank)[:limit])


def aim_patrols(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """Patrols under way that a typed route or person means; my own where nothing is typed."""
    typed = text.strip().removeprefix("@").casefold()
    found = []
    for line in patrols(session, running=True):
        named = [line.route.casefold(), *(name.casefold() for name in line.walkers)]
        if typed and not any(typed in name for name in named):
            continue
        rank = 0 if typed in named or (not typed and line.mine) else 1
        found.append(_found_patrol(session, line, rank))
    return tuple(sorted(found, key=lambda one: one.rank)[:limit])


def _found_patrol(session: Reading, line: PatrolLine, rank: int) -> Found:
    out = f"{session.clock.stamp(line.started_at)} {' '.join(line.walkers)}"
    return Found("patrols.patrol", line.id, line.route, out, rank)


def find_incidents(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """The latest incidents at a door, a building or a place in words, as far as may be known."""
    typed = text.strip().casefold()
    if not typed:
        return ()
    said = parse_door(typed)
    found = []
    for line in incidents(session, limit=_RECENT).lines:
        if isinstance(said, Door):
            hit = line.door == str(said)
        elif said is not None and said.building is not None:
            hit = line.building == said.building
        else:
            hit = typed in line.place.casefold()
        if hit:
            at = session.clock.stamp(line.at)
            where = title_of(session, line).removeprefix(at).strip()
            found.append(Found("patrols.incident", line.id, where, at, 1))
    return tuple(found[:limit])


ROUTE_KIND = kind(
    Kind(
        "patrols.route",
        table=Post,
        sheet=route_sheet,
        find=find_routes,
        guard=_guard_route,
        natural=_natural_route,
        verbs=("patrols.start",),
    )
)
PATROL_KIND = kind(
    Kind(
        "patrols.patrol",
        table=Patrol,
        sheet=patrol_sheet,
        find=find_patrols,
        machine=PATROL,
        guard=guard_patrol,
        verbs=("patrols.end", "patrols.join", "patrols.note", "patrols.edit_patrol"),
        edit="patrols.edit_patrol",
    )
)
INCIDENT_KIND = kind(
    Kind(
        "patrols.incident",
        table=Incident,
        sheet=incident_sheet,
        find=find_incidents,
        guard=guard_incident,
        natural=_natural_incident,
        verbs=("patrols.to_police", "patrols.edit_incident"),
        edit="patrols.edit_incident",
        opened=_opened_incident,
    )
)

quick(
    Quick("patrols.record_incident", ("劝返", "turn back", "turned back"), rest="place"),
    Quick("patrols.set_out", ("巡逻", "patrol")),
    Quick(
        "patrols.end",
        ("收巡", "巡逻结束", "patrol back", "end patrol"),
        rest="note",
        aim=aim_patrols,
    ),
)

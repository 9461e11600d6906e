"""What is done about somebody who stays apart; each is one registered change.

What a sentence in the journal tells is the door and the person, which are masked for who reads it:
never the level, a result or a temperature.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlmodel import col, select

from models.homes.sight import check_answers
from models.homes.tables import Household, Presence, Resident
from models.isolation.ahead import ahead, check_open, check_past, say, whole
from models.isolation.drafts import (
    ConfirmCase,
    Contacts,
    Discharge,
    Expose,
    IsolationFields,
    MoveEnd,
    OpenIsolation,
    Place,
    Release,
    Serve,
    Strike,
    Transfer,
)
from models.isolation.kinds import PERSON_KIND
from models.isolation.sight import check_whole
from models.isolation.standing import OPEN, Person, health_watch, of, people
from models.isolation.tables import (
    Isolation,
    IsolationEnd,
    IsolationExposure,
    IsolationState,
    StayPlace,
)
from models.isolation.volunteers import keep_in, kept_in
from models.rules.isolation import Exposure as Exposed
from models.rules.isolation import ExposureKind, contact_of, level, lowered, moved_end
from models.rules.refusal import Refusal
from models.rules.temperature import degrees
from models.store.drafts import TargetDraft
from models.store.engine import Reading, Writing
from models.store.register import GRID, change, editing, fetch, move
from models.words import Key

_PRESENCE = {
    StayPlace.home: Presence.present,
    StayPlace.central: Presence.isolation_site,
    StayPlace.hotel: Presence.isolation_site,
    StayPlace.hospital: Presence.hospital,
}


@change("isolation.open", draft=OpenIsolation, roles=GRID)
def open_(session: Writing, draft: OpenIsolation) -> Isolation:
    """Somebody has to stay apart from now on."""
    resident = fetch(session, Resident, draft.resident_id)
    if resident.moved_out_on is not None:
        raise Refusal("refuse.homes.moved_out", day=resident.moved_out_on.isoformat())
    check_answers(session, fetch(session, Household, resident.household_id).grid)
    if session.exec(
        select(Isolation.id).where(OPEN, Isolation.resident_id == draft.resident_id)
    ).first():
        raise Refusal("refuse.isolation.open")
    check_past(session, draft.happened_on)
    row = Isolation(
        resident_id=draft.resident_id,
        state=_begins(draft.kind, draft.place),
        opened_at=session.now,
        place=draft.place,
        site=draft.site,
        door_sealed=draft.door_sealed,
        supplies_id=draft.supplies_id,
        # Whoever brings the supplies takes the rubbish along, unless somebody else is named.
        rubbish_id=draft.rubbish_id or draft.supplies_id,
        note=draft.note,
    )
    session.add(row)
    session.flush()
    _expose(session, row, draft.kind, draft.happened_on, draft.source)
    _whereabouts(session, row)
    keep_in(session, resident.household_id, None)
    session.say(household=resident.household_id, resident=draft.resident_id)
    return row


@change("isolation.expose", draft=Expose, roles=GRID, ahead=ahead)
def expose(session: Writing, draft: Expose) -> Isolation:
    """One more exposure restarts the clock; a positive or a discharge has a verb of its own."""
    row, one = whole(session, draft.id)
    if draft.kind in (ExposureKind.case, ExposureKind.discharged):
        raise Refusal("refuse.isolation.own_verb", kind=draft.kind)
    check_past(session, draft.happened_on)
    before = kept_in(session, one)
    was = row.state
    move(session, row, "isolation.expose", PERSON_KIND)
    _expose(session, row, draft.kind, draft.happened_on, draft.source)
    if was is IsolationState.monitoring:
        row.quarantine_ended_on = None
    _after(session, one, before)
    return row


@change("isolation.contacts", draft=Contacts, roles=GRID)
def contacts(session: Writing, draft: Contacts) -> Isolation:
    """Everybody else behind the door of a case is a close contact, of a close one a secondary."""
    row, one = whole(session, draft.id)
    kind = contact_of(one.level) if one.level is not None else None
    if kind is None:
        raise Refusal("refuse.isolation.no_contacts")
    told = {
        "kind": kind,
        "happened_on": draft.happened_on or session.today,
        "source": str(one.door),
    }
    behind = session.exec(
        select(Resident.id).where(
            Resident.household_id == one.household_id,
            Resident.presence == Presence.present,
            col(Resident.moved_out_on).is_(None),
            col(Resident.id) != row.resident_id,
        )
    ).all()
    apart = {
        other.row.resident_id: other
        for other in people(session, OPEN, col(Resident.household_id) == one.household_id)
    }
    done = 0
    for resident in behind:
        known = apart.get(resident or 0)
        if known is None:
            open_(session, OpenIsolation.model_validate({"resident_id": resident, **told}))
        elif known.course is not None:
            expose(session, Expose.model_validate({"id": known.id, **told}))
        else:
            continue
        done += 1
    if not done:
        raise Refusal("refuse.isolation.alone")
    say(session, one)
    session.say(n=done)
    return row


@change("isolation.strike", draft=Strike, roles=GRID)
def strike(session: Writing, draft: Strike) -> IsolationExposure:
    """An exposure was none: it stays to be read and counts no more."""
    row = fetch(session, IsolationExposure, draft.id)
    one = of(session, row.isolation_id)
    check_whole(session, one)
    if row.struck:
        raise Refusal("refuse.isolation.struck")
    left = [other for other in one.exposures if other.id != row.id and not other.struck]
    if not left:
        raise Refusal("refuse.isolation.last_exposure")
    if row.kind in (ExposureKind.case, ExposureKind.discharged):
        raise Refusal("refuse.isolation.strike_case")
    now = level(Exposed(other.kind, other.happened_on) for other in left)
    if one.level is not None:
        lowered(one.level, now, draft.reason)
    before = kept_in(session, one)
    row.struck = draft.reason
    _after(session, one, before)
    return row


@change("isolation.move_end", draft=MoveEnd, roles=GRID, ahead=ahead)
def move_end(session: Writing, draft: MoveEnd) -> Isolation:
    """Another last day of the stage: later by anyone with the right, earlier only with a reason."""
    row, one = whole(session, draft.id)
    if one.course is None or one.standing is None or row.released_on is not None:
        raise Refusal("refuse.isolation.no_end")
    stage = one.standing.stage
    ends_on = draft.ends_on
    if ends_on < one.standing.ends_on and not draft.reason:
        raise Refusal("refuse.isolation.shortened", end=one.standing.ends_on.isoformat())
    if row.quarantine_ended_on is None:
        moved_end(one.course, stage, ends_on, draft.reason)  # refuses what cannot be
    elif ends_on <= row.quarantine_ended_on:
        raise Refusal("refuse.isolation.before_start", start=row.quarantine_ended_on.isoformat())
    before = kept_in(session, one)
    session.add(
        IsolationEnd(
            isolation_id=draft.id,
            stage=stage,
            base_on=one.course.start,
            ends_on=ends_on,
            reason=draft.reason,
            set_at=session.now,
            set_by=session.actor.id,
        )
    )
    _after(session, one, before)
    session.say(day=ends_on.isoformat())
    return row


@change("isolation.serve", draft=Serve, roles=GRID, ahead=ahead)
def serve(session: Writing, draft: Serve) -> Isolation:
    """Names who brings supplies and who takes the rubbish."""
    row, one = whole(session, draft.id)
    check_open(row)
    if draft.supplies_id is None and draft.rubbish_id is None:
        raise Refusal("refuse.isolation.nobody")
    supplies = draft.supplies_id or row.supplies_id
    rubbish = draft.rubbish_id or draft.supplies_id
    if row.supplies_id != supplies:
        row.supplies_id = supplies
    if row.rubbish_id != rubbish:
        row.rubbish_id = rubbish
    say(session, one)
    session.say(volunteer=supplies)
    return row


@change("isolation.place", draft=Place, roles=GRID, ahead=ahead)
def place(session: Writing, draft: Place) -> Isolation:
    """Somebody stays elsewhere from now on; who is counted as present follows."""
    row, one = whole(session, draft.id)
    check_open(row)
    before = kept_in(session, one)
    for name in ("place", "site", "door_sealed"):
        if getattr(row, name) != getattr(draft, name):
            setattr(row, name, getattr(draft, name))
    _whereabouts(session, row)
    _after(session, one, before)
    return row


@change("isolation.confirm_case", draft=ConfirmCase, roles=GRID, ahead=ahead)
def confirm_case(session: Writing, draft: ConfirmCase) -> Isolation:
    """Somebody was found positive, and waits to be moved out."""
    row, one = whole(session, draft.id)
    found = one.standing.positive_on if one.standing is not None else None
    day = draft.happened_on or found or session.today
    check_past(session, day)
    before = kept_in(session, one)
    move(session, row, "isolation.confirm_case", PERSON_KIND)
    row.quarantine_ended_on = None
    _expose(session, row, ExposureKind.case, day, "")
    _after(session, one, before)
    return row


@change("isolation.transfer", draft=Transfer, roles=GRID, ahead=ahead)
def transfer(session: Writing, draft: Transfer) -> Isolation:
    """Somebody positive was moved out of the compound."""
    row, one = whole(session, draft.id)
    before = kept_in(session, one)
    move(session, row, "isolation.transfer", PERSON_KIND)
    row.place = StayPlace.hospital
    row.site = draft.site
    _whereabouts(session, row)
    _after(session, one, before)
    return row


@change("isolation.discharge", draft=Discharge, roles=GRID, ahead=ahead)
def discharge(session: Writing, draft: Discharge) -> Isolation:
    """Somebody came home from hospital, and is watched there."""
    row, one = whole(session, draft.id)
    day = draft.happened_on or session.today
    check_past(session, day)
    before = kept_in(session, one)
    move(session, row, "isolation.discharge", PERSON_KIND)
    _expose(session, row, ExposureKind.discharged, day, "")
    _come_home(session, row)
    _after(session, one, before)
    return row


@change("isolation.monitor", draft=TargetDraft, roles=GRID, ahead=ahead)
def monitor(session: Writing, draft: TargetDraft) -> Isolation:
    """The quarantine is over, and the health monitoring at home begins today."""
    row, one = whole(session, draft.id)
    before = kept_in(session, one)
    move(session, row, "isolation.monitor", PERSON_KIND)
    row.quarantine_ended_on = session.today
    _come_home(session, row)
    _after(session, one, before)
    return row


def _as_they_go(session: Reading, ids: Sequence[int]) -> Mapping[str, object]:
    """Today's temperatures of those who go: nobody with a fever goes unseen."""
    watch = health_watch(session)
    taken = [one.tenths for row in ids for one in of(session, row).temperatures.values()]
    fever = watch is not None and any(tenths >= watch.fever for tenths in taken)
    return {
        "taken": tuple(degrees(tenths) for tenths in taken) or "-",
        "fever": Key("isolation.release.fever") if fever else "",
    }


@change("isolation.release", draft=Release, roles=GRID, ahead=ahead, foretells=_as_they_go)
def release(session: Writing, draft: Release) -> Isolation:
    """Somebody is free again, with a slip that says so."""
    row, one = whole(session, draft.id)
    before = kept_in(session, one)
    move(session, row, "isolation.release", PERSON_KIND)
    row.released_on = session.today
    row.slip = draft.slip or f"{draft.id:04d}"
    row.door_sealed = False
    _come_home(session, row)
    _after(session, one, before)
    session.say(slip=row.slip)
    return row


def _edited(session: Writing, row: Isolation) -> None:
    with session.no_autoflush:
        one = of(session, row.id or 0)
    check_whole(session, one)
    say(session, one)


editing("isolation.edit", table=Isolation, fields=IsolationFields, roles=GRID, also=_edited)


def _begins(kind: ExposureKind, place: StayPlace) -> IsolationState:
    if kind is ExposureKind.discharged:
        return IsolationState.monitoring
    if kind is not ExposureKind.case:
        return IsolationState.isolating
    moved = place is StayPlace.hospital
    return IsolationState.transferred if moved else IsolationState.case_home


def _expose(
    session: Writing, row: Isolation, kind: ExposureKind, day: dt.date, source: str
) -> None:
    session.add(
        IsolationExposure(
            isolation_id=row.id or 0,
            kind=kind,
            happened_on=day,
            source=source,
            recorded_at=session.now,
            recorded_by=session.actor.id,
        )
    )


def _come_home(session: Writing, row: Isolation) -> None:
    if row.place is not StayPlace.home:
        row.place = StayPlace.home
        row.site = ""
        _whereabouts(session, row)


def _whereabouts(session: Writing, row: Isolation) -> None:
    """Whether somebody is counted as present in the compound follows the place."""
    resident = fetch(session, Resident, row.resident_id)
    presence = _PRESENCE[row.place]
    if resident.presence != presence:
        resident.presence = presence
    if resident.away_reason is not None:
        resident.away_reason = None


def _after(session: Writing, one: Person, before: dt.date | None) -> None:
    """Says whom it was about, and keeps in or lets out whoever serves from behind that door."""
    keep_in(session, one.household_id, before)
    say(session, one)

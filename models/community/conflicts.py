"""What is done about conflicts; each is one registered change that tells the journal its number."""

import datetime as dt

from models.community.drafts import (
    Appoint,
    ConflictFields,
    FlareUp,
    FollowUp,
    Hear,
    Meet,
    Settle,
)
from models.community.kinds import MEDIATION_KIND
from models.community.masked import community_rules
from models.community.sight import check_mediates
from models.community.states import MEDIATION, MediationState, Settlement
from models.community.tables import Mediation
from models.homes.tables import Household
from models.people.side_tables import Partner
from models.people.tables import Volunteer
from models.rules.refusal import Refusal
from models.store.engine import Writing
from models.store.register import GRID, change, editing, fetch, move


@change("community.report_conflict", draft=ConflictFields)
def report_conflict(session: Writing, draft: ConflictFields) -> Mediation:
    """Anybody may report a conflict; reading it afterwards is for who is called to it."""
    _check_sides(session, draft.household_id, draft.other_household_id)
    row = Mediation(**draft.model_dump(), reported_at=session.now, recorded_by=session.actor.id)
    session.add(row)
    session.flush()
    session.say(no=row.id)
    return row


@change("community.appoint", draft=Appoint, roles=GRID)
def appoint(session: Writing, draft: Appoint) -> Mediation:
    """Somebody is called to mediate, and may read the conflict from now on."""
    row = fetch(session, Mediation, draft.id)
    check_mediates(session, row)
    row.mediator_id = fetch(session, Volunteer, draft.mediator_id).id
    session.say(no=row.id)
    return row


@change("community.hear_a", draft=Hear)
def hear_a(session: Writing, draft: Hear) -> Mediation:
    """The first side was heard."""
    row = _moved(session, draft.id, "community.hear_a")
    row.said_a = draft.said
    return row


@change("community.hear_b", draft=Hear)
def hear_b(session: Writing, draft: Hear) -> Mediation:
    """The other side was heard."""
    row = _moved(session, draft.id, "community.hear_b")
    row.said_b = draft.said
    return row


@change("community.meet", draft=Meet)
def meet(session: Writing, draft: Meet) -> Mediation:
    """Both come to one table."""
    row = _moved(session, draft.id, "community.meet")
    row.meeting_at = draft.meeting_at or session.now
    return row


@change("community.settle", draft=Settle)
def settle(session: Writing, draft: Settle) -> Mediation:
    """They agreed, it cooled, or others take it over; a day is set to look at it again."""
    row = fetch(session, Mediation, draft.id)
    check_mediates(session, row)
    if not any(
        (source, verb, target) == (row.state, "community.settle", draft.settlement)
        for source, verb, target in MEDIATION.arrows()
    ):
        MEDIATION.to("community.settle", row.state)
        raise Refusal("refuse.community.not_met")
    if draft.settlement is Settlement.referred:
        if draft.partner_id is None:
            raise Refusal("refuse.community.to_whom")
        fetch(session, Partner, draft.partner_id)
    if draft.follow_up_on is not None and draft.follow_up_on < session.today:
        raise Refusal("refuse.community.not_ahead")
    again = draft.follow_up_on or _again(session)
    row.state = MediationState(draft.settlement.value)
    row.result, row.partner_id = draft.result, draft.partner_id
    row.settled_at = session.now
    row.follow_up_on = again
    session.say(no=row.id)
    return row


@change("community.follow_up", draft=FollowUp)
def follow_up(session: Writing, draft: FollowUp) -> Mediation:
    """Somebody asked how the two get on."""
    row = _moved(session, draft.id, "community.follow_up")
    row.followed_up = draft.followed_up
    return row


@change("community.flare_up", draft=FlareUp)
def flare_up(session: Writing, draft: FlareUp) -> Mediation:
    """It began again: what both said stands, and they meet once more."""
    row = fetch(session, Mediation, draft.id)
    with session.no_autoflush:
        move(session, row, "community.flare_up", MEDIATION_KIND)
        row.settled_at = row.follow_up_on = row.meeting_at = None
        row.matter = f"{row.matter} · {draft.matter}" if row.matter else draft.matter
    session.say(no=row.id)
    return row


def _edited(session: Writing, row: Mediation) -> None:
    with session.no_autoflush:
        check_mediates(session, row)
        _check_sides(session, row.household_id, row.other_household_id)
    session.say(no=row.id)


editing("community.edit_mediation", table=Mediation, fields=ConflictFields, also=_edited)


def _moved(session: Writing, row_id: int, verb: str) -> Mediation:
    row = fetch(session, Mediation, row_id)
    move(session, row, verb, MEDIATION_KIND)
    session.say(no=row.id)
    return row


def _check_sides(session: Writing, here: int, there: int | None) -> None:
    fetch(session, Household, here)
    if there is not None:
        fetch(session, Household, there)
    if here == there:
        raise Refusal("refuse.community.same_side")


def _again(session: Writing) -> dt.date | None:
    rules = community_rules(session)
    return None if rules is None else session.today + dt.timedelta(days=rules.follow_up_days)

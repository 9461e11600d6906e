"""What a screen may show of the community: what stands, needing a hand first, then the latest."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select

from models.branch.reads import ruled
from models.community.lines import (
    AidLine,
    GoodLine,
    MediationLine,
    MoodLine,
    NoticeLine,
    RumourLine,
)
from models.community.sight import building_of, carries, door_of, item_of, mediates, story_text
from models.community.tables import (
    TELLABLE,
    UNANSWERED,
    UNDER_WAY,
    Gift,
    GiftState,
    Mediation,
    MediationState,
    MembershipApplication,
    MoodSignal,
    MoodState,
    Notice,
    NoticeState,
    Praise,
    Rumour,
    Severity,
    Story,
    StoryState,
    Wish,
    WishState,
)
from models.homes.tables import Building, Household
from models.people.tables import Volunteer
from models.requests.tables import Request, Satisfaction
from models.rules.community import CommunityRules
from models.rules.gifts import GiftKind
from models.rules.refusal import Refusal
from models.store.actor import Role
from models.store.base import Row
from models.store.engine import Reading
from models.store.register import GRID

PAGE = 60
"""Lines a list shows at most; what stands is among them whatever has come since."""

LineT = TypeVar("LineT", AidLine, RumourLine, MoodLine, MediationLine, GoodLine, NoticeLine)

HEARING = (MediationState.reported, MediationState.heard_a, MediationState.heard_b)
SETTLED = (MediationState.agreed, MediationState.cooled, MediationState.referred)
OPEN_CONFLICT = (*HEARING, MediationState.heard_both, MediationState.meeting, *SETTLED)

_GIFTS = (GiftState.picked_up, GiftState.matched, GiftState.offered, GiftState.given)
_RUMOURS = (*UNANSWERED[2:], *UNANSWERED[:2])
"""What is known and not yet posted comes before what is still asked about."""
_STORIES = (StoryState.ready, StoryState.agreed, StoryState.told, StoryState.shown)
_NOTICES = (NoticeState.current, NoticeState.draft, NoticeState.ended)
_SEVERITIES = tuple(reversed(Severity))


def community_rules(session: Reading) -> CommunityRules | None:
    """How soon things are answered and followed up; None where no set has begun."""
    try:
        return ruled(session, "community", CommunityRules.from_data)
    except Refusal:
        return None


def aid(session: Reading, *, mine: bool = False) -> tuple[AidLine, ...]:
    """Gifts and wishes: medicines nobody has looked at, what is on its way, then the latest."""
    if _blind(session):
        return ()
    giver, receiver = aliased(Household), aliased(Household)
    gifts = session.execute(
        sa.select(Gift, giver, receiver, col(Volunteer.name))
        .join(giver, col(giver.id) == col(Gift.household_id))
        .outerjoin(receiver, col(receiver.id) == col(Gift.receiver_id))
        .outerjoin(Volunteer, col(Volunteer.id) == col(Gift.carrier_id))
        .where(_standing_or_late(Gift, UNDER_WAY))
    )
    wishes = session.execute(
        sa.select(Wish, Household)
        .join(Household, col(Household.id) == col(Wish.household_id))
        .where(_standing_or_late(Wish, (WishState.open,)))
    )
    lines = [_gift_line(session, *row) for row in gifts]
    lines += [_wish_line(session, *row) for row in wishes]
    states: tuple[object, ...] = (*_GIFTS[:3], WishState.open)
    return _first(
        lines,
        mine,
        lambda line: (
            not line.unchecked,
            states.index(line.state) if line.state in states else len(states),
            -line.at.timestamp(),
        ),
    )


def rumours(session: Reading, *, mine: bool = False) -> tuple[RumourLine, ...]:
    """Rumours without an answer, those known and not yet posted first; then the latest."""
    if _blind(session):
        return ()
    rows = session.execute(
        sa.select(Rumour, col(Volunteer.name))
        .outerjoin(Volunteer, col(Volunteer.id) == col(Rumour.checker_id))
        .where(_standing_or_late(Rumour, UNANSWERED))
    )
    rules = community_rules(session)
    lines = [_rumour_line(session, row, name, rules) for row, name in rows]
    return _first(
        lines,
        mine,
        lambda line: (
            _RUMOURS.index(line.state) if line.state in _RUMOURS else len(_RUMOURS),
            -line.first_seen.timestamp(),
        ),
    )


def moods(session: Reading, *, mine: bool = False) -> tuple[MoodLine, ...]:
    """Signs that somebody still looks after, the gravest first; then the latest settled ones."""
    if _blind(session):
        return ()
    rows = session.execute(
        sa.select(MoodSignal, col(Building.number), col(Volunteer.name))
        .outerjoin(Building, col(Building.id) == col(MoodSignal.building_id))
        .outerjoin(Volunteer, col(Volunteer.id) == col(MoodSignal.owner_id))
        .where(_standing_or_late(MoodSignal, (MoodState.noted, MoodState.in_hand)))
    )
    rules = community_rules(session)
    lines = [_mood_line(session, row, rules, *more) for row, *more in rows]
    return _first(
        lines,
        mine,
        lambda line: (
            line.state is MoodState.settled,
            _SEVERITIES.index(line.severity) if line.state is not MoodState.settled else 0,
            -line.seen_at.timestamp(),
        ),
    )


def mediations(session: Reading, *, mine: bool = False) -> tuple[MediationLine, ...]:
    """Conflicts that who looks may know of, those due first; nobody else sees that they exist."""
    me = session.viewer.id
    if _blind(session):
        return ()
    here, there = aliased(Household), aliased(Household)
    asked = (
        sa.select(Mediation, here, there, col(Volunteer.name))
        .join(here, col(here.id) == col(Mediation.household_id))
        .outerjoin(there, col(there.id) == col(Mediation.other_household_id))
        .outerjoin(Volunteer, col(Volunteer.id) == col(Mediation.mediator_id))
    )
    if session.viewer.role in GRID:
        asked = asked.where(_standing_or_late(Mediation, OPEN_CONFLICT))
    else:
        asked = asked.where(col(Mediation.mediator_id) == me)
    rules = community_rules(session)
    lines = [
        _mediation_line(session, row, rules, *more)
        for row, *more in session.execute(asked)
        if mediates(session, row)
    ]
    latest = dt.datetime.max.replace(tzinfo=dt.UTC)
    return _first(
        lines,
        mine,
        lambda line: (
            line.state is MediationState.followed_up,
            line.due_at or latest,
            -line.reported_at.timestamp(),
        ),
    )


def good(session: Reading, *, mine: bool = False) -> tuple[GoodLine, ...]:
    """Stories still on their way, then stories, praise and applications, the latest first."""
    if _blind(session):
        return ()
    told = session.execute(
        sa.select(Story, Household)
        .outerjoin(Household, col(Household.id) == col(Story.household_id))
        .where(_standing_or_late(Story, (StoryState.told, StoryState.agreed, StoryState.ready)))
    )
    lines = [_story_line(session, *row) for row in told]
    praised = session.execute(
        sa.select(Praise, col(Volunteer.name))
        .outerjoin(Volunteer, col(Volunteer.id) == col(Praise.volunteer_id))
        .where(_late(Praise))
    )
    lines += [_praise_line(session, *row) for row in praised]
    if session.viewer.role is Role.secretary:
        applied = session.execute(
            sa.select(MembershipApplication, col(Volunteer.name))
            .join(Volunteer, col(Volunteer.id) == col(MembershipApplication.applicant_id))
            .where(_late(MembershipApplication))
        )
        lines += [_application_line(session, *row) for row in applied]
    return _first(
        lines,
        mine,
        lambda line: (
            _STORIES.index(line.state) if line.state in _STORIES[:3] else len(_STORIES),
            -line.on.toordinal(),
            -line.id,
        ),
    )


def notices(session: Reading, *, mine: bool = False) -> tuple[NoticeLine, ...]:
    """Notices that stand, soonest to expire first; then drafts; then those that ended."""
    if _blind(session):
        return ()
    rows = session.execute(
        sa.select(Notice).where(_standing_or_late(Notice, (NoticeState.draft, NoticeState.current)))
    ).scalars()
    lines = [
        NoticeLine(
            key=f"community.notice:{row.id}",
            id=row.id or 0,
            kind=row.kind,
            state=row.state,
            chinese=row.chinese,
            english=row.english,
            dated_on=row.dated_on,
            expires_at=row.expires_at,
            mine=_is_me(session, row.recorded_by),
        )
        for row in rows
    ]
    return _first(
        lines,
        mine,
        lambda line: (
            _NOTICES.index(line.state),
            line.expires_at.timestamp() * (-1 if line.state is NoticeState.ended else 1),
        ),
    )


def stories_to_tell(session: Reading) -> tuple[str, ...]:
    """The stories with consent, in the words that may be shown, oldest first: for the report."""
    found = session.exec(
        select(Story.public_text)
        .where(col(Story.state).in_(TELLABLE))
        .order_by(col(Story.happened_on), col(Story.id))
    )
    return tuple(found)


def satisfied(session: Reading) -> int:
    """Requests after which the household said that it was content."""
    told = sa.select(func.count(col(Request.id))).where(
        col(Request.satisfaction) == Satisfaction.satisfied
    )
    return session.scalar(told) or 0


# ── lines ───────────────────────────────────────────────────────────────────────────────────────


def _gift_line(
    session: Reading, row: Gift, giver: Household, receiver: Household | None, carrier: str | None
) -> AidLine:
    task = carries(session, row)
    return AidLine(
        key=f"community.gift:{row.id}",
        id=row.id or 0,
        state=row.state,
        kind=row.kind,
        item=item_of(session, row, giver.grid),
        giver=door_of(session, giver, task),
        receiver=door_of(session, receiver, task),
        carrier=carrier or "",
        good_until=row.good_until,
        unchecked=unchecked(row),
        at=row.given_at or row.offered_at,
        past=row.state not in UNDER_WAY,
        mine=_is_me(session, row.carrier_id, row.recorded_by),
    )


def unchecked(row: Gift) -> bool:
    """Whether a medicine waits for somebody to look at it."""
    medicine = row.kind is GiftKind.medicine and row.checked_at is None
    return medicine and row.state is GiftState.offered


def _wish_line(session: Reading, row: Wish, home: Household) -> AidLine:
    return AidLine(
        key=f"community.wish:{row.id}",
        id=row.id or 0,
        state=row.state,
        kind=row.kind,
        item=item_of(session, row, home.grid),
        giver="",
        receiver=door_of(session, home, carries(session, row)),
        carrier="",
        good_until=None,
        unchecked=False,
        at=row.wished_at,
        past=row.state is not WishState.open,
        mine=_is_me(session, row.recorded_by),
    )


def _rumour_line(
    session: Reading, row: Rumour, checker: str | None, rules: CommunityRules | None
) -> RumourLine:
    return RumourLine(
        key=f"community.rumour:{row.id}",
        id=row.id or 0,
        text=row.text,
        state=row.state,
        times=row.times,
        first_seen=row.first_seen,
        due_at=answer_due(row, rules),
        checker=checker or "",
        answer=row.answer,
        posted_at=row.posted_at,
        mine=_is_me(session, row.checker_id, row.recorded_by),
    )


def answer_due(row: Rumour, rules: CommunityRules | None) -> dt.datetime | None:
    """Until when a rumour is to be answered; None once it is, and where no rule says."""
    if rules is None or row.state not in UNANSWERED:
        return None
    return row.open_since + dt.timedelta(hours=rules.rumour_hours)


def _mood_line(
    session: Reading,
    row: MoodSignal,
    rules: CommunityRules | None,
    building: int | None,
    owner: str | None,
) -> MoodLine:
    return MoodLine(
        key=f"community.mood:{row.id}",
        id=row.id or 0,
        topic=row.topic,
        severity=row.severity,
        building=building,
        place=row.place,
        text=row.text,
        state=row.state,
        owner=owner or "",
        due_at=mood_due(row, rules),
        seen_at=row.seen_at,
        mine=_is_me(session, row.owner_id, row.recorded_by),
    )


def mood_due(row: MoodSignal, rules: CommunityRules | None) -> dt.datetime | None:
    """When a sign is to be looked at again, or by when somebody is to take it."""
    if row.state is MoodState.settled:
        return None
    if row.state is MoodState.in_hand:
        return row.follow_up_at
    return row.seen_at + dt.timedelta(hours=rules.mood_hours) if rules is not None else None


def _mediation_line(
    session: Reading,
    row: Mediation,
    rules: CommunityRules | None,
    here: Household,
    there: Household | None,
    mediator: str | None,
) -> MediationLine:
    return MediationLine(
        key=f"community.mediation:{row.id}",
        id=row.id or 0,
        kind=row.kind,
        state=row.state,
        sides=tuple(side for side in (building_of(here), building_of(there)) if side),
        mediator=mediator or "",
        due_at=mediation_due(session, row, rules),
        reported_at=row.reported_at,
        mine=_is_me(session, row.mediator_id),
    )


def mediation_due(
    session: Reading, row: Mediation, rules: CommunityRules | None
) -> dt.datetime | None:
    """When a conflict asks for somebody: to be heard, to meet, to be looked at again."""
    match row.state:
        case MediationState.followed_up:
            return None
        case MediationState.agreed | MediationState.cooled | MediationState.referred:
            day = row.follow_up_on
            return session.clock.day_start(day + dt.timedelta(days=1)) if day else None
        case MediationState.meeting:
            return row.meeting_at
    if rules is None:
        return None
    return row.reported_at + dt.timedelta(hours=rules.hearing_hours)


def _story_line(session: Reading, row: Story, home: Household | None) -> GoodLine:
    text = story_text(session, row)
    return GoodLine(
        key=f"community.story:{row.id}",
        id=row.id or 0,
        state=row.state,
        text=text,
        who=door_of(session, home) if text and row.state not in TELLABLE else "",
        on=row.happened_on,
        mine=_is_me(session, row.recorded_by),
    )


def _praise_line(session: Reading, row: Praise, praised: str | None) -> GoodLine:
    return GoodLine(
        key=f"community.praise:{row.id}",
        id=row.id or 0,
        state=None,
        text=row.text,
        who=praised or "",
        on=session.clock.day_of(row.at),
        mine=_is_me(session, row.volunteer_id, row.recorded_by),
    )


def _application_line(session: Reading, row: MembershipApplication, name: str) -> GoodLine:
    return GoodLine(
        key=f"community.application:{row.id}",
        id=row.id or 0,
        state=None,
        text=row.note,
        who=name,
        on=row.applied_on,
        mine=_is_me(session, row.recorded_by),
    )


# ── narrowing ───────────────────────────────────────────────────────────────────────────────────


def _first(lines: Iterable[LineT], mine: bool, order: Any) -> tuple[LineT, ...]:
    wanted = [line for line in lines if line.mine or not mine]
    return tuple(sorted(wanted, key=order)[:PAGE])


def _standing_or_late(table: type[Row], standing: Sequence[object]) -> sa.ColumnElement[bool]:
    """What still asks something of somebody, and the latest records whatever became of them."""
    state: sa.ColumnElement[Any] = getattr(table, "state")  # noqa: B009
    return state.in_(standing) | _late(table)


def _late(table: type[Row]) -> sa.ColumnElement[bool]:
    latest = sa.select(func.coalesce(func.max(col(table.id)), 0) - PAGE).scalar_subquery()
    return col(table.id) > latest


def _is_me(session: Reading, *who: int | None) -> bool:
    return session.viewer.id is not None and session.viewer.id in who


def _blind(session: Reading) -> bool:
    """The wall board has counts, never a record."""
    return session.viewer.role is Role.wallboard

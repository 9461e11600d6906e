"""What a screen may show of the community: what stands, needing a hand first, then the latest."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select

from models.community.lines import (
    AidLine,
    GoodLine,
    MediationLine,
    MoodLine,
    NoticeLine,
    RumourLine,
)
from models.community.masked import (
    application_line,
    community_rules,
    gift_line,
    is_me,
    mediation_line,
    mood_line,
    praise_line,
    rumour_line,
    story_line,
    wish_line,
)
from models.community.sight import mediates
from models.community.states import (
    TELLABLE,
    UNANSWERED,
    UNDER_WAY,
    GiftState,
    MediationState,
    MoodState,
    NoticeState,
    Severity,
    StoryState,
    WishState,
)
from models.community.tables import (
    Gift,
    Mediation,
    MembershipApplication,
    MoodSignal,
    Notice,
    Praise,
    Rumour,
    Story,
    Wish,
)
from models.homes.side_tables import Building
from models.homes.tables import Household
from models.people.tables import Volunteer
from models.requests.tables import Request, Satisfaction
from models.store.actor import GRID, Role
from models.store.base import Row
from models.store.engine import Reading

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
    lines = [gift_line(session, *row) for row in gifts]
    lines += [wish_line(session, *row) for row in wishes]
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
    lines = [rumour_line(session, row, name, rules) for row, name in rows]
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
    lines = [mood_line(session, row, rules, *more) for row, *more in rows]
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
        mediation_line(session, row, rules, *more)
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
    lines = [story_line(session, *row) for row in told]
    praised = session.execute(
        sa.select(Praise, col(Volunteer.name))
        .outerjoin(Volunteer, col(Volunteer.id) == col(Praise.volunteer_id))
        .where(_late(Praise))
    )
    lines += [praise_line(session, *row) for row in praised]
    if session.viewer.role is Role.secretary:
        applied = session.execute(
            sa.select(MembershipApplication, col(Volunteer.name))
            .join(Volunteer, col(Volunteer.id) == col(MembershipApplication.applicant_id))
            .where(_late(MembershipApplication))
        )
        lines += [application_line(session, *row) for row in applied]
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
            mine=is_me(session, row.recorded_by),
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


def _blind(session: Reading) -> bool:
    """The wall board has counts, never a record."""
    return session.viewer.role is Role.wallboard

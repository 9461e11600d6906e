"""Records of the community made into lines: masked for who looks, with when each is due."""

import datetime as dt

from models.branch.reads import ruled
from models.community.lines import (
    AidLine,
    GoodLine,
    MediationLine,
    MoodLine,
    RumourLine,
)
from models.community.sight import building_of, carries, door_of, item_of, story_text
from models.community.states import (
    TELLABLE,
    UNANSWERED,
    UNDER_WAY,
    GiftState,
    MediationState,
    MoodState,
    WishState,
)
from models.community.tables import (
    Gift,
    Mediation,
    MembershipApplication,
    MoodSignal,
    Praise,
    Rumour,
    Story,
    Wish,
)
from models.homes.tables import Household
from models.rules.community import CommunityRules
from models.rules.gifts import GiftKind
from models.rules.refusal import Refusal
from models.store.engine import Reading


def community_rules(session: Reading) -> CommunityRules | None:
    """How soon things are answered and followed up; None where no set has begun."""
    try:
        return ruled(session, "community", CommunityRules.from_data)
    except Refusal:
        return None


def gift_line(
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
        mine=is_me(session, row.carrier_id, row.recorded_by),
    )


def unchecked(row: Gift) -> bool:
    """Whether a medicine waits for somebody to look at it."""
    medicine = row.kind is GiftKind.medicine and row.checked_at is None
    return medicine and row.state is GiftState.offered


def wish_line(session: Reading, row: Wish, home: Household) -> AidLine:
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
        mine=is_me(session, row.recorded_by),
    )


def rumour_line(
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
        mine=is_me(session, row.checker_id, row.recorded_by),
    )


def answer_due(row: Rumour, rules: CommunityRules | None) -> dt.datetime | None:
    """Until when a rumour is to be answered; None once it is, and where no rule says."""
    if rules is None or row.state not in UNANSWERED:
        return None
    return row.open_since + dt.timedelta(hours=rules.rumour_hours)


def mood_line(
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
        mine=is_me(session, row.owner_id, row.recorded_by),
    )


def mood_due(row: MoodSignal, rules: CommunityRules | None) -> dt.datetime | None:
    """When a sign is to be looked at again, or by when somebody is to take it."""
    if row.state is MoodState.settled:
        return None
    if row.state is MoodState.in_hand:
        return row.follow_up_at
    return row.seen_at + dt.timedelta(hours=rules.mood_hours) if rules is not None else None


def mediation_line(
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
        mine=is_me(session, row.mediator_id),
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


def story_line(session: Reading, row: Story, home: Household | None) -> GoodLine:
    text = story_text(session, row)
    return GoodLine(
        key=f"community.story:{row.id}",
        id=row.id or 0,
        state=row.state,
        text=text,
        who=door_of(session, home) if text and row.state not in TELLABLE else "",
        on=row.happened_on,
        mine=is_me(session, row.recorded_by),
    )


def praise_line(session: Reading, row: Praise, praised: str | None) -> GoodLine:
    return GoodLine(
        key=f"community.praise:{row.id}",
        id=row.id or 0,
        state=None,
        text=row.text,
        who=praised or "",
        on=session.clock.day_of(row.at),
        mine=is_me(session, row.volunteer_id, row.recorded_by),
    )


def application_line(session: Reading, row: MembershipApplication, name: str) -> GoodLine:
    return GoodLine(
        key=f"community.application:{row.id}",
        id=row.id or 0,
        state=None,
        text=row.note,
        who=name,
        on=row.applied_on,
        mine=is_me(session, row.recorded_by),
    )


def is_me(session: Reading, *who: int | None) -> bool:
    return session.viewer.id is not None and session.viewer.id in who

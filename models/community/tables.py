"""What neighbours give, say and quarrel about, and what is told of it: the rows kept.

A column called `household_id` makes a record personal for the journal: what no rule names there is
read by the secretary alone.
"""

import datetime as dt
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.community.states import (
    ConflictKind,
    Finding,
    GiftState,
    MediationState,
    MoodState,
    MoodTopic,
    NoticeKind,
    NoticeState,
    PraiseWay,
    RumourState,
    Severity,
    StoryState,
    WishState,
)
from models.rules.gifts import GiftKind
from models.store.base import Row, table_args, text_enum


class Wish(Row, table=True):
    """Something a household would be glad of."""

    area: ClassVar[str] = "community"

    household_id: int = Field(foreign_key="household.id", index=True)
    kind: GiftKind = Field(sa_type=text_enum(GiftKind))
    item: str
    note: str = ""
    state: WishState = Field(default=WishState.open, sa_type=text_enum(WishState), index=True)
    wished_at: dt.datetime
    recorded_by: int | None = Field(default=None, foreign_key="volunteer.id", index=True)


class Gift(Row, table=True):
    """Something one household gives to another."""

    area: ClassVar[str] = "community"
    __table_args__ = table_args(
        sa.CheckConstraint(
            "state IN ('offered', 'expired', 'withdrawn') OR receiver_id IS NOT NULL",
            name="gift_receiver",
        ),
        # Nobody carries a medicine that nobody looked at.
        sa.CheckConstraint(
            "kind <> 'medicine' OR checked_at IS NOT NULL"
            " OR state IN ('offered', 'expired', 'withdrawn')",
            name="gift_medicine_checked",
        ),
        sa.CheckConstraint(
            "(given_at IS NOT NULL) = (state IN ('given', 'thanked'))", name="gift_given_at"
        ),
    )

    household_id: int = Field(foreign_key="household.id", index=True)
    """Who gives."""
    receiver_id: int | None = Field(default=None, foreign_key="household.id", index=True)
    wish_id: int | None = Field(default=None, foreign_key="wish.id", index=True)
    """The wish it answers."""
    kind: GiftKind = Field(sa_type=text_enum(GiftKind))
    item: str
    """What and how much, in words."""
    good_until: dt.date | None = None
    """The last day it is any good; of a medicine the day printed on the box."""
    prescription: bool | None = None
    """Whether a doctor prescribes it; None where nobody has looked."""
    checked_at: dt.datetime | None = None
    """When the warning about a medicine was confirmed."""
    checked_by: int | None = Field(default=None, foreign_key="volunteer.id", index=True)
    carrier_id: int | None = Field(default=None, foreign_key="volunteer.id", index=True)
    state: GiftState = Field(default=GiftState.offered, sa_type=text_enum(GiftState), index=True)
    offered_at: dt.datetime
    given_at: dt.datetime | None = Field(default=None, index=True)
    thanks: str = ""
    """What came back, in the receiver's words."""
    note: str = ""
    recorded_by: int | None = Field(default=None, foreign_key="volunteer.id", index=True)


class Rumour(Row, table=True):
    """Something that goes round, what is true of it, and where the answer was posted."""

    area: ClassVar[str] = "community"
    __table_args__ = table_args(
        sa.CheckConstraint("times > 0", name="rumour_times"),
        sa.CheckConstraint(
            "state IN ('heard', 'checking') OR (finding IS NOT NULL AND answer <> '')",
            name="rumour_answer",
        ),
    )

    text: str
    place: str = ""
    """Where it was heard: which chat, which stairwell."""
    first_seen: dt.datetime
    last_heard: dt.datetime
    open_since: dt.datetime
    """From when on an answer is owed: first seen, or heard again after it was answered."""
    times: int = 1
    state: RumourState = Field(
        default=RumourState.heard, sa_type=text_enum(RumourState), index=True
    )
    checker_id: int | None = Field(default=None, foreign_key="volunteer.id", index=True)
    partner_id: int | None = Field(default=None, foreign_key="partner.id", index=True)
    """With whom it is or was checked."""
    checked_with: str = ""
    """The same in words, where it is none of the branch's partners."""
    finding: Finding | None = Field(default=None, sa_type=text_enum(Finding), nullable=True)
    answer: str = ""
    """The official answer, ready to be posted."""
    posted_at: dt.datetime | None = None
    posted_in: str = ""
    recorded_by: int | None = Field(default=None, foreign_key="volunteer.id", index=True)


class MoodSignal(Row, table=True):
    """An early sign of what weighs on people; it names a building at most, never a person."""

    area: ClassVar[str] = "community"

    topic: MoodTopic = Field(sa_type=text_enum(MoodTopic))
    severity: Severity = Field(default=Severity.watch, sa_type=text_enum(Severity))
    building_id: int | None = Field(default=None, foreign_key="building.id", index=True)
    place: str = ""
    text: str
    seen_at: dt.datetime
    state: MoodState = Field(default=MoodState.noted, sa_type=text_enum(MoodState), index=True)
    owner_id: int | None = Field(default=None, foreign_key="volunteer.id", index=True)
    follow_up_at: dt.datetime | None = None
    follow_up: str = ""
    """What was done about it, one note after the other."""
    recorded_by: int | None = Field(default=None, foreign_key="volunteer.id", index=True)


class Mediation(Row, table=True):
    """A conflict and how it was brought to rest; only who is called to it reads it."""

    area: ClassVar[str] = "community"
    __table_args__ = table_args(
        sa.CheckConstraint(
            "(settled_at IS NOT NULL) = (state IN ('agreed', 'cooled', 'referred', 'followed_up'))",
            name="mediation_settled_at",
        ),
    )

    kind: ConflictKind = Field(sa_type=text_enum(ConflictKind))
    household_id: int = Field(foreign_key="household.id", index=True)
    """The first side; of a family both sides live behind it."""
    other_household_id: int | None = Field(default=None, foreign_key="household.id", index=True)
    matter: str = ""
    """What it is about, as it was reported."""
    said_a: str = ""
    said_b: str = ""
    mediator_id: int | None = Field(default=None, foreign_key="volunteer.id", index=True)
    meeting_at: dt.datetime | None = None
    result: str = ""
    partner_id: int | None = Field(default=None, foreign_key="partner.id", index=True)
    """To whom it was referred."""
    follow_up_on: dt.date | None = None
    followed_up: str = ""
    state: MediationState = Field(
        default=MediationState.reported, sa_type=text_enum(MediationState), index=True
    )
    reported_at: dt.datetime
    settled_at: dt.datetime | None = None
    recorded_by: int | None = Field(default=None, foreign_key="volunteer.id", index=True)


class Story(Row, table=True):
    """A good deed somebody tells of; only its anonymised words, with consent, leave the desk."""

    area: ClassVar[str] = "community"
    __table_args__ = table_args(
        sa.CheckConstraint(
            "state NOT IN ('ready', 'shown') OR public_text <> ''", name="story_told"
        ),
        sa.CheckConstraint("state <> 'declined' OR public_text = ''", name="story_declined"),
    )

    household_id: int | None = Field(default=None, foreign_key="household.id", index=True)
    """Whom it is about, where that is one household: it is asked for consent."""
    text: str
    """As it was told."""
    public_text: str = ""
    """As it may be shown."""
    happened_on: dt.date
    state: StoryState = Field(default=StoryState.told, sa_type=text_enum(StoryState), index=True)
    consent_at: dt.datetime | None = None
    consent_by: int | None = Field(default=None, foreign_key="volunteer.id", index=True)
    """Who asked."""
    recorded_by: int | None = Field(default=None, foreign_key="volunteer.id", index=True)


class Praise(Row, table=True):
    """A good word of a resident, for the branch or for somebody in it."""

    area: ClassVar[str] = "community"

    household_id: int | None = Field(default=None, foreign_key="household.id", index=True)
    volunteer_id: int | None = Field(default=None, foreign_key="volunteer.id", index=True)
    """Who is praised; None for all of them."""
    way: PraiseWay = Field(default=PraiseWay.chat, sa_type=text_enum(PraiseWay))
    text: str
    at: dt.datetime = Field(index=True)
    recorded_by: int | None = Field(default=None, foreign_key="volunteer.id", index=True)


class MembershipApplication(Row, table=True):
    """That somebody applied for membership at the front line; the secretary's own register."""

    area: ClassVar[str] = "community"
    __table_args__ = table_args(
        sa.UniqueConstraint("applicant_id", name="membership_application_once"),
    )

    applicant_id: int = Field(foreign_key="volunteer.id")
    applied_on: dt.date
    note: str = ""
    recorded_by: int | None = Field(default=None, foreign_key="volunteer.id", index=True)


class Notice(Row, table=True):
    """A text for the group chat, in both languages, with the moment it stops being true."""

    area: ClassVar[str] = "community"

    kind: NoticeKind = Field(sa_type=text_enum(NoticeKind))
    chinese: str
    english: str
    dated_on: dt.date
    """The day it bears."""
    expires_at: dt.datetime
    state: NoticeState = Field(
        default=NoticeState.draft, sa_type=text_enum(NoticeState), index=True
    )
    posted_at: dt.datetime | None = None
    posted_in: str = ""
    rumour_id: int | None = Field(default=None, foreign_key="rumour.id", index=True)
    recorded_by: int | None = Field(default=None, foreign_key="volunteer.id", index=True)

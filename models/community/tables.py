"""What neighbours give, say and quarrel about, what is told of it, and the machines it follows.

A column called `household_id` makes a record personal for the journal: what no rule names there is
read by the secretary alone.
"""

import datetime as dt
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.rules.gifts import GiftKind
from models.rules.machine import Machine, Step
from models.store.base import Row, table_args, text_enum

# ── mutual aid ──────────────────────────────────────────────────────────────────────────────────


class GiftState(StrEnum):
    """How far a gift has come."""

    offered = "offered"
    matched = "matched"
    picked_up = "picked_up"
    given = "given"
    thanked = "thanked"
    expired = "expired"
    withdrawn = "withdrawn"


class WishState(StrEnum):
    """What became of a wish."""

    open = "open"
    granted = "granted"
    dropped = "dropped"


GIFT = Machine(
    name="GiftState",
    states=tuple(GiftState),
    final=frozenset({GiftState.thanked, GiftState.expired, GiftState.withdrawn}),
    steps=(
        Step("community.match", ("offered",), "matched", natural=True),
        Step("community.pick_up", ("matched",), "picked_up", natural=True),
        Step("community.give", ("matched", "picked_up"), "given", natural=True),
        Step("community.thank", ("given",), "thanked", natural=True),
        Step("community.unmatch", ("matched", "picked_up"), "offered"),
        Step("community.expire", ("offered",), "expired"),
        Step("community.withdraw", ("offered",), "withdrawn"),
    ),
)
WISH = Machine(
    name="WishState",
    states=tuple(WishState),
    final=frozenset({WishState.granted, WishState.dropped}),
    steps=(
        Step("community.grant", ("open",), "granted", natural=True),
        Step("community.drop_wish", ("open",), "dropped"),
        # A gift that falls through leaves the wish as open as before.
        Step("community.unmatch", ("granted",), "open", reopens=True),
    ),
)
GIVEN = (GiftState.given, GiftState.thanked)
"""It came to its door: what the report counts."""
UNDER_WAY = (GiftState.offered, GiftState.matched, GiftState.picked_up)


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


# ── what people say ─────────────────────────────────────────────────────────────────────────────


class RumourState(StrEnum):
    """How far the branch has come with a rumour."""

    heard = "heard"
    checking = "checking"
    true = "true"
    false = "false"
    partly = "partly"
    cannot_tell = "cannot_tell"
    answered = "answered"
    watch = "watch"


class Finding(StrEnum):
    """What checking a rumour came to."""

    true = "true"
    false = "false"
    partly = "partly"
    cannot_tell = "cannot_tell"


_FOUND = tuple(finding.value for finding in Finding)
RUMOUR = Machine(
    name="RumourState",
    states=tuple(RumourState),
    final=frozenset(),
    steps=(
        Step("community.check_rumour", ("heard",), "checking", natural=True),
        *(Step("community.judge", ("checking",), found, natural=True) for found in _FOUND),
        Step("community.answer", _FOUND, "answered", natural=True),
        Step("community.watch", ("answered",), "watch", natural=True),
        *(Step("community.heard_again", (s,), s) for s in ("heard", "checking", *_FOUND)),
        # It goes round again although it was answered: the answer is to be posted once more.
        *(Step("community.heard_again", ("answered", "watch"), found) for found in _FOUND),
        Step("community.recheck", (*_FOUND, "answered", "watch"), "checking"),
    ),
)
UNANSWERED = tuple(s for s in RumourState if s not in (RumourState.answered, RumourState.watch))


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


class MoodTopic(StrEnum):
    """What weighs on people."""

    food = "food"
    medicine = "medicine"
    testing = "testing"
    sealing = "sealing"
    work_money = "work_money"
    school = "school"
    fear = "fear"
    neighbours = "neighbours"
    unfair = "unfair"
    other = "other"


class Severity(StrEnum):
    """How much it weighs."""

    calm = "calm"
    watch = "watch"
    serious = "serious"
    urgent = "urgent"


class MoodState(StrEnum):
    """Whether somebody looks after it."""

    noted = "noted"
    in_hand = "in_hand"
    settled = "settled"


MOOD = Machine(
    name="MoodState",
    states=tuple(MoodState),
    final=frozenset({MoodState.settled}),
    steps=(
        Step("community.take_mood", ("noted",), "in_hand", natural=True),
        Step("community.follow_mood", ("in_hand",), "in_hand", natural=True),
        Step("community.settle_mood", ("noted", "in_hand"), "settled"),
        Step("community.reopen_mood", ("settled",), "in_hand", reopens=True),
    ),
)


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


# ── conflicts ───────────────────────────────────────────────────────────────────────────────────


class ConflictKind(StrEnum):
    """What neighbours or a family quarrel about."""

    noise = "noise"
    family = "family"
    stairwell = "stairwell"
    pets = "pets"
    group_buy = "group_buy"
    queue = "queue"
    chat = "chat"
    staff = "staff"
    other = "other"


class MediationState(StrEnum):
    """How far a conflict has come."""

    reported = "reported"
    heard_a = "heard_a"
    heard_b = "heard_b"
    heard_both = "heard_both"
    meeting = "meeting"
    agreed = "agreed"
    cooled = "cooled"
    referred = "referred"
    followed_up = "followed_up"


class Settlement(StrEnum):
    """How a conflict ended."""

    agreed = "agreed"
    cooled = "cooled"
    referred = "referred"


_SETTLED = tuple(settlement.value for settlement in Settlement)
_HEARD = ("reported", "heard_a", "heard_b", "heard_both")
MEDIATION = Machine(
    name="MediationState",
    states=tuple(MediationState),
    final=frozenset({MediationState.followed_up}),
    steps=(
        Step("community.hear_a", ("reported",), "heard_a", natural=True),
        Step("community.hear_a", ("heard_b",), "heard_both", natural=True),
        Step("community.hear_b", ("reported",), "heard_b"),
        Step("community.hear_b", ("heard_a",), "heard_both", natural=True),
        Step("community.meet", ("heard_both",), "meeting", natural=True),
        *(Step("community.settle", ("meeting",), end, natural=True) for end in _SETTLED),
        # Many quarrels cool, and some belong to the police, before anybody sits at one table.
        *(Step("community.settle", _HEARD, end) for end in ("cooled", "referred")),
        Step("community.follow_up", _SETTLED, "followed_up", natural=True),
        Step("community.flare_up", (*_SETTLED, "followed_up"), "heard_both", reopens=True),
    ),
)


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


# ── what is good ────────────────────────────────────────────────────────────────────────────────


class StoryState(StrEnum):
    """How far a story may go."""

    told = "told"
    agreed = "agreed"
    declined = "declined"
    ready = "ready"
    shown = "shown"


STORY = Machine(
    name="StoryState",
    states=tuple(StoryState),
    final=frozenset({StoryState.declined}),
    steps=(
        Step("community.consent", ("told",), "agreed", natural=True),
        Step("community.anonymise", ("agreed", "ready"), "ready", natural=True),
        Step("community.show_story", ("ready",), "shown", natural=True),
        # Who agreed may think better of it at any time.
        Step("community.decline", ("told", "agreed", "ready", "shown"), "declined"),
    ),
)
TELLABLE = (StoryState.ready, StoryState.shown)
"""Agreed to and anonymised: what may leave the desk."""


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


class PraiseWay(StrEnum):
    """How praise came."""

    chat = "chat"
    phone = "phone"
    in_person = "in_person"
    letter = "letter"
    banner = "banner"


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


# ── notices ─────────────────────────────────────────────────────────────────────────────────────


class NoticeKind(StrEnum):
    """What a notice for the group chat is about; each has a template."""

    test_slot = "test_slot"
    kit_pickup = "kit_pickup"
    goods_arrived = "goods_arrived"
    unsealing = "unsealing"
    home_isolation = "home_isolation"
    rumour_answer = "rumour_answer"
    pupils_first = "pupils_first"
    free = "free"


class NoticeState(StrEnum):
    """Whether a notice stands in the group chat."""

    draft = "draft"
    current = "current"
    ended = "ended"


NOTICE = Machine(
    name="NoticeState",
    states=tuple(NoticeState),
    final=frozenset({NoticeState.ended}),
    steps=(
        Step("community.publish", ("draft",), "current", natural=True),
        Step("community.end_notice", ("current",), "ended", natural=True),
        Step("community.end_notice", ("draft",), "ended"),
    ),
)


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

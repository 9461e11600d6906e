"""Frozen lines a screen may show of the community, masked for who looks."""

import datetime as dt
from dataclasses import dataclass

from models.community.states import (
    OVER,
    ConflictKind,
    GiftState,
    MediationState,
    MoodState,
    MoodTopic,
    NoticeKind,
    NoticeState,
    RumourState,
    Severity,
    StoryState,
    WishState,
)
from models.rules.gifts import GiftKind


@dataclass(frozen=True, slots=True)
class AidLine:
    """A gift or a wish."""

    key: str
    id: int
    state: GiftState | WishState
    kind: GiftKind
    item: str
    """What it is; the `Key` of its kind where the name of a medicine may not be known."""
    giver: str
    """Door or building; empty for a wish."""
    receiver: str
    carrier: str
    good_until: dt.date | None
    unchecked: bool
    """A medicine whose warning nobody has confirmed."""
    at: dt.datetime
    """When it was offered, wished for, or given."""
    past: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class RumourLine:
    """One rumour."""

    key: str
    id: int
    text: str
    state: RumourState
    times: int
    first_seen: dt.datetime
    due_at: dt.datetime | None
    """Until when it is to be answered; None once it is."""
    checker: str
    answer: str
    posted_at: dt.datetime | None
    mine: bool


@dataclass(frozen=True, slots=True)
class MoodLine:
    """One sign of what weighs on people."""

    key: str
    id: int
    topic: MoodTopic
    severity: Severity
    building: int | None
    place: str
    text: str
    state: MoodState
    owner: str
    due_at: dt.datetime | None
    """When it is to be looked at again, or by when somebody is to take it."""
    seen_at: dt.datetime
    mine: bool


@dataclass(frozen=True, slots=True)
class MediationLine:
    """One conflict, for those who may know of it."""

    key: str
    id: int
    kind: ConflictKind
    state: MediationState
    sides: tuple[str, ...]
    """The buildings of its two sides."""
    mediator: str
    due_at: dt.datetime | None
    """When it is to be looked at again, or by when both sides are to be heard."""
    reported_at: dt.datetime
    mine: bool


@dataclass(frozen=True, slots=True)
class GoodLine:
    """A story, a good word, or an application: what the branch is glad of."""

    key: str
    id: int
    state: StoryState | None
    """None for praise and applications, which go no way."""
    text: str
    """Empty where only that there is a story may be known."""
    who: str
    on: dt.date
    mine: bool


def is_over(line: "CommunityLine") -> bool:
    """Whether a line asks nothing of anybody any more; a good word never did."""
    return line.state is None or (type(line.state), line.state.value) in OVER


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice."""

    key: str
    id: int
    kind: NoticeKind
    state: NoticeState
    chinese: str
    english: str
    dated_on: dt.date
    expires_at: dt.datetime
    mine: bool


CommunityLine = AidLine | RumourLine | MoodLine | MediationLine | GoodLine | NoticeLine

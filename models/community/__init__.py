"""What neighbours do for each other, say, fear and quarrel about, and what the branch answers.

The promise: no rumour goes unanswered and no quarrel unattended past its day; a medicine changes
hands only after somebody read the box; who quarrels with whom stays with those called to it; a
good deed is told only with consent, in words that point at nobody; and what is posted to the group
chat says until when it holds.
"""

from typing import TYPE_CHECKING

from models.community.lines import (
    AidLine,
    GoodLine,
    MediationLine,
    MoodLine,
    NoticeLine,
    RumourLine,
    is_over,
)
from models.community.masked import community_rules
from models.community.reads import (
    aid,
    good,
    mediations,
    moods,
    notices,
    rumours,
    satisfied,
    stories_to_tell,
)
from models.community.states import (
    GIFT,
    MEDIATION,
    MOOD,
    NOTICE,
    RUMOUR,
    STORY,
    WISH,
    Finding,
    GiftState,
    MediationState,
    MoodState,
    NoticeKind,
    NoticeState,
    RumourState,
    Settlement,
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
from models.community.watch import CommunityCounts, alarms, counts
from models.rules.gifts import GiftKind
from models.store.areas import Later

if TYPE_CHECKING:
    from models.community.sheets import copied
    from models.community.templates import reply_to, slots_of, text_of

__all__ = [
    "GIFT",
    "MEDIATION",
    "MOOD",
    "NOTICE",
    "RUMOUR",
    "STORY",
    "WISH",
    "AidLine",
    "CommunityCounts",
    "Finding",
    "Gift",
    "GiftKind",
    "GiftState",
    "GoodLine",
    "Mediation",
    "MediationLine",
    "MediationState",
    "MembershipApplication",
    "MoodLine",
    "MoodSignal",
    "MoodState",
    "Notice",
    "NoticeKind",
    "NoticeLine",
    "NoticeState",
    "Praise",
    "Rumour",
    "RumourLine",
    "RumourState",
    "Settlement",
    "Severity",
    "Story",
    "StoryState",
    "Wish",
    "WishState",
    "aid",
    "alarms",
    "community_rules",
    "copied",
    "counts",
    "good",
    "is_over",
    "mediations",
    "moods",
    "notices",
    "reply_to",
    "rumours",
    "satisfied",
    "slots_of",
    "stories_to_tell",
    "text_of",
]

__getattr__ = Later(
    __name__, "kinds", "sheets", "templates", "giving", "talk", "conflicts", "stories", "posting"
)

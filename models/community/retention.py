"""Who gave, wished, quarrelled or was praised is forgotten; that it came about stays.

What was told to everybody stays as it was told: notices, posted answers, stories told with consent.
"""

from sqlmodel import col, func

from models.community.states import (
    TELLABLE,
    GiftState,
    MoodState,
    RumourState,
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
from models.store.personal import Link, Personal

_GIFTS_OVER = (GiftState.given, GiftState.thanked, GiftState.expired, GiftState.withdrawn)

PERSONAL = (
    Personal(
        Wish,
        period="community",
        ended=col(Wish.wished_at),
        over=col(Wish.state) != WishState.open,
        texts=("item", "note"),
        links=(Link("household_id"),),
    ),
    Personal(
        Gift,
        period="community",
        ended=func.coalesce(col(Gift.given_at), col(Gift.offered_at)),
        over=col(Gift.state).in_(_GIFTS_OVER),
        texts=("item", "thanks", "note"),
        becomes={"wish_id": None},
        links=(Link("household_id"), Link("receiver_id")),
    ),
    Personal(
        Rumour,
        period="community",
        ended=func.coalesce(col(Rumour.posted_at), col(Rumour.last_heard)),
        over=col(Rumour.state).not_in((RumourState.heard, RumourState.checking)),
        texts=("text", "place"),
        keeps=("checked_with", "answer", "posted_in"),
    ),
    Personal(
        MoodSignal,
        period="community",
        ended=func.coalesce(col(MoodSignal.follow_up_at), col(MoodSignal.seen_at)),
        over=col(MoodSignal.state) == MoodState.settled,
        texts=("place", "text", "follow_up"),
    ),
    Personal(
        Mediation,
        period="community",
        ended=col(Mediation.settled_at),
        texts=("matter", "said_a", "said_b", "result", "followed_up"),
        links=(Link("household_id"), Link("other_household_id")),
    ),
    Personal(
        Story,
        period="community",
        ended=col(Story.happened_on),
        over=col(Story.state).in_((*TELLABLE, StoryState.declined)),
        texts=("text",),
        links=(Link("household_id"),),
        keeps=("public_text",),
    ),
    Personal(
        Praise,
        period="community",
        ended=col(Praise.at),
        texts=("text",),
        links=(Link("household_id"),),
    ),
    Personal(MembershipApplication, keeps=("note",)),
    Personal(Notice, keeps=("chinese", "english", "posted_in")),
)

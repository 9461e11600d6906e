"""Gifts, rumours, moods, conflicts, stories and notices as records: sheets, verbs, how found."""

from collections.abc import Callable, Sequence

from models.community import reads
from models.community.guards import (
    guard_gift,
    guard_mediation,
    guard_notice,
    guard_story,
    natural_gift,
    natural_notice,
    opened_gift,
    opened_mediation,
    opened_story,
)
from models.community.lines import AidLine
from models.community.sheets import (
    application_sheet,
    gift_sheet,
    mediation_sheet,
    mood_sheet,
    notice_sheet,
    praise_sheet,
    rumour_sheet,
    story_sheet,
    wish_sheet,
)
from models.community.states import (
    GIFT,
    MEDIATION,
    MOOD,
    NOTICE,
    RUMOUR,
    STORY,
    WISH,
    GiftState,
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
from models.store.engine import Reading
from models.store.register import Found, Kind, Quick, kind, quick
from models.words import Key, Words

Told = tuple[str, str, str]
"""(row key, label, detail) of a record that may be found."""
Finder = Callable[[Reading, str, int], tuple[Found, ...]]


def _finder(told: Callable[[Reading], Sequence[Told]]) -> Finder:
    """Finds by number (`#3`) or by a part of what the viewer may read of a record."""

    def find(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
        typed = text.strip().casefold()
        found = []
        for key, label, detail in told(session):
            kind_name, _, number = key.rpartition(":")
            if typed in (number, f"#{number}"):
                rank = 0
            elif not typed or typed in f"{label} {detail}".casefold():
                rank = 1
            else:
                continue
            found.append(Found(kind_name, int(number), label, detail, rank))
        return tuple(sorted(found, key=lambda one: one.rank)[:limit])

    return find


def _of(lines: Sequence[AidLine], kind_name: str, open_state: object) -> list[Told]:
    """The offers, or the wishes, that are still open."""
    words = Words()
    return [
        (line.key, words.of(line.item) if isinstance(line.item, Key) else line.item,
         line.giver or line.receiver)
        for line in lines
        if line.key.startswith(kind_name) and line.state is open_state
    ]  # fmt: skip


def _gifts(session: Reading) -> Sequence[Told]:
    return _of(reads.aid(session), "community.gift", GiftState.offered)


def _wishes(session: Reading) -> Sequence[Told]:
    return _of(reads.aid(session), "community.wish", WishState.open)


def _rumours(session: Reading) -> Sequence[Told]:
    return [(line.key, line.text, f"#{line.id}") for line in reads.rumours(session)]


def _moods(session: Reading) -> Sequence[Told]:
    return [(line.key, line.text, f"#{line.id}") for line in reads.moods(session)]


def _notices(session: Reading) -> Sequence[Told]:
    return [(line.key, line.chinese, f"#{line.id}") for line in reads.notices(session)]


GIFT_KIND = kind(
    Kind(
        "community.gift",
        table=Gift,
        sheet=gift_sheet,
        machine=GIFT,
        guard=guard_gift,
        natural=natural_gift,
        find=_finder(_gifts),
        verbs=(
            "community.check_medicine",
            *GIFT.verbs(),
            "community.edit_gift",
        ),
        edit="community.edit_gift",
        opened=opened_gift,
    )
)
WISH_KIND = kind(
    Kind(
        "community.wish",
        table=Wish,
        sheet=wish_sheet,
        machine=WISH,
        find=_finder(_wishes),
        verbs=("community.grant", "community.drop_wish"),
    )
)
RUMOUR_KIND = kind(
    Kind(
        "community.rumour",
        table=Rumour,
        sheet=rumour_sheet,
        machine=RUMOUR,
        find=_finder(_rumours),
        verbs=(*RUMOUR.verbs(), "community.edit_rumour"),
        edit="community.edit_rumour",
    )
)
MOOD_KIND = kind(
    Kind(
        "community.mood",
        table=MoodSignal,
        sheet=mood_sheet,
        machine=MOOD,
        find=_finder(_moods),
        verbs=(*MOOD.verbs(), "community.edit_mood"),
        edit="community.edit_mood",
    )
)
MEDIATION_KIND = kind(
    Kind(
        "community.mediation",
        table=Mediation,
        sheet=mediation_sheet,
        machine=MEDIATION,
        guard=guard_mediation,
        verbs=("community.appoint", *MEDIATION.verbs(), "community.edit_mediation"),
        edit="community.edit_mediation",
        opened=opened_mediation,
    )
)
STORY_KIND = kind(
    Kind(
        "community.story",
        table=Story,
        sheet=story_sheet,
        machine=STORY,
        guard=guard_story,
        verbs=(*STORY.verbs(), "community.edit_story"),
        edit="community.edit_story",
        opened=opened_story,
    )
)
PRAISE_KIND = kind(
    Kind(
        "community.praise",
        table=Praise,
        sheet=praise_sheet,
        verbs=("community.edit_praise",),
        edit="community.edit_praise",
    )
)
APPLICATION_KIND = kind(
    Kind(
        "community.application",
        table=MembershipApplication,
        sheet=application_sheet,
        verbs=("community.edit_application",),
        edit="community.edit_application",
    )
)
NOTICE_KIND = kind(
    Kind(
        "community.notice",
        table=Notice,
        sheet=notice_sheet,
        machine=NOTICE,
        guard=guard_notice,
        natural=natural_notice,
        find=_finder(_notices),
        verbs=(*NOTICE.verbs(), "community.edit_notice"),
        edit="community.edit_notice",
    )
)

quick(
    Quick("community.record_gift", ("互赠", "赠送", "gift"), rest="item"),
    Quick("community.offer", ("可送", "offer"), rest="item"),
    Quick("community.wish", ("想要", "wish"), rest="item"),
    Quick("community.hear", ("谣言", "rumour", "rumor"), rest="text"),
    Quick("community.note_mood", ("心声", "情绪", "mood"), rest="text"),
    Quick("community.report_conflict", ("调解", "mediation"), rest="matter"),
    Quick("community.praise", ("表扬", "praise"), rest="text"),
    Quick("community.tell_story", ("好事", "story"), rest="text"),
)

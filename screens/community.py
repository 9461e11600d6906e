"""Community: what neighbours give, say and quarrel about, what is good, and what is posted.

Whoever looks after the group chat stands here: the answer to a rumour and the words of a notice
are one key from the clipboard. On a narrow screen one list is shown at a time; 1-6 switch.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from screens.columns.community import AID, GOOD, MEDIATIONS, MOODS, NOTICES_LISTED, RUMOURS
from screens.kit.draw import Draw
from screens.kit.lists import ListsRoom
from screens.kit.panel import Panel
from screens.kit.table import Column, Line

if TYPE_CHECKING:
    from models.community import (
        AidLine,
        CommunityCounts,
        GoodLine,
        MediationLine,
        MoodLine,
        NoticeLine,
        RumourLine,
    )
    from models.store.engine import Reading

OPEN, OVER, MEDICINE = (
    "community.filter.open",
    "community.filter.over",
    "community.filter.medicine",
)
LineT = TypeVar(
    "LineT",
    "AidLine",
    "GoodLine",
    "MediationLine",
    "MoodLine",
    "NoticeLine",
    "RumourLine",
)
COLUMNS: dict[str, tuple[Column, ...]] = {
    "community_aid": AID,
    "community_rumours": RUMOURS,
    "community_moods": MOODS,
    "community_mediations": MEDIATIONS,
    "community_good": GOOD,
    "community_notices": NOTICES_LISTED,
}


@dataclass(frozen=True, slots=True)
class CommunityView:
    """What the room shows, one field a part of it."""

    counts: "CommunityCounts"
    aid: "tuple[AidLine, ...]"
    rumours: "tuple[RumourLine, ...]"
    moods: "tuple[MoodLine, ...]"
    mediations: "tuple[MediationLine, ...]"
    good: "tuple[GoodLine, ...]"
    notices: "tuple[NoticeLine, ...]"
    satisfied: int
    """Requests after which the household was content."""


class CommunityRoom(ListsRoom):
    """Mutual aid, rumours, moods, conflicts, good deeds, notices."""

    NAME = "community"
    WATCHES = frozenset({"community", "homes", "people", "requests"})
    ADD = "community.record_gift"
    FILTERS = (OPEN, OVER, MEDICINE)
    MINE = True
    LEDGER = "community"
    LISTS = tuple(COLUMNS)
    OF_KIND: ClassVar = {
        "community.gift": "community_aid",
        "community.wish": "community_aid",
        "community.rumour": "community_rumours",
        "community.mood": "community_moods",
        "community.mediation": "community_mediations",
        "community.story": "community_good",
        "community.praise": "community_good",
        "community.application": "community_good",
        "community.notice": "community_notices",
    }
    ADDS: ClassVar = {
        "community_aid": ("community.record_gift", "community.offer", "community.wish"),
        "community_rumours": "community.hear",
        "community_moods": "community.note_mood",
        "community_mediations": "community.report_conflict",
        "community_good": (
            "community.tell_story",
            "community.praise",
            "community.record_application",
        ),
        "community_notices": "community.compose",
    }
    CSS = """
    CommunityRoom {
        #community-room { height: 1fr; }
        #community-left, #community-right { width: 1fr; height: 1fr; }
        .panel { height: 1fr; }
        #panel-community_aid, #panel-community_rumours { height: 4fr; }
        #panel-community_moods, #panel-community_notices { height: 3fr; }
        #panel-community_mediations, #panel-community_good { height: 3fr; }
        #community-lists { display: none; height: 1; color: $muted; }
        &.-narrow {
            #community-lists { display: block; }
            #community-room { layout: vertical; }
            #community-left, #community-right { width: 1fr; height: auto; }
            .panel { display: none; }
            .panel.-in-hand { display: block; height: 1fr; }
            &.-community_aid #community-left, &.-community_moods #community-left,
            &.-community_good #community-left { height: 1fr; }
            &.-community_rumours #community-right, &.-community_mediations #community-right,
            &.-community_notices #community-right { height: 1fr; }
        }
    }
    """

    def compose_room(self) -> ComposeResult:
        yield Static("", id="community-lists", markup=False)
        panels = [
            Panel(name, columns, number=number, heading=True)
            for number, (name, columns) in enumerate(COLUMNS.items(), 1)
        ]
        with Horizontal(id="community-room"):
            with Vertical(id="community-left"):
                yield from panels[::2]
            with Vertical(id="community-right"):
                yield from panels[1::2]

    # ── reading and showing ─────────────────────────────────────────────────────────────────

    def read(self, session: "Reading") -> CommunityView:
        from models import community

        mine, chosen = self.narrowing.mine, self.narrowing.filter

        def wanted(lines: tuple[LineT, ...]) -> tuple[LineT, ...]:
            if chosen not in (OPEN, OVER):
                return lines
            return tuple(one for one in lines if community.is_over(one) == (chosen == OVER))

        aid = community.aid(session, mine=mine)
        if chosen == MEDICINE:
            aid = tuple(line for line in aid if line.kind.value == "medicine")
        return CommunityView(
            counts=community.counts(session),
            aid=wanted(aid),
            rumours=wanted(community.rumours(session, mine=mine)),
            moods=wanted(community.moods(session, mine=mine)),
            mediations=wanted(community.mediations(session, mine=mine)),
            good=wanted(community.good(session, mine=mine)),
            notices=wanted(community.notices(session, mine=mine)),
            satisfied=community.satisfied(session),
        )

    def show(self, view: CommunityView, draw: Draw) -> None:
        words, now = draw.words, view.counts
        expired = any(
            line.state.value == "current" and line.expires_at <= draw.now for line in view.notices
        )
        shown: dict[str, tuple[Sequence[Line], dict[str, int], bool]] = {
            "aid": (
                view.aid,
                {"gifts": now.gifts, "open": now.offers + now.wishes},
                any(line.unchecked for line in view.aid),
            ),
            "rumours": (
                view.rumours,
                {"open": now.rumours, "all": now.rumours_all},
                now.rumours > 0,
            ),
            "moods": (view.moods, {"n": now.moods}, False),
            "mediations": (view.mediations, {"n": now.conflicts}, False),
            "good": (
                view.good,
                {"stories": now.stories, "praise": now.praise, "satisfied": view.satisfied},
                False,
            ),
            "notices": (view.notices, {"n": now.notices}, expired),
        }
        strip = []
        for number, (name, (lines, numbers, alarming)) in enumerate(shown.items(), 1):
            told = words(f"community.counts.{name}", **numbers)
            self.panel(f"community_{name}").show(lines, told, draw, alarming=alarming)
            strip.append(f"{number} {words(f'community_{name}.title')}")
        self.query_one("#community-lists", Static).update(" " + "  ".join(strip))

    def notice(self, session: "Reading") -> str:
        """The words of the record in hand where it has some that may go out; else the numbers."""
        from models import community

        words, table = self.desk.words, self.table
        if table is not None and table.cursor is not None:
            text = community.copied(session, table.cursor.key, words.lang)
            if text is not None:
                return text
        now = community.counts(session)
        offers = words("community.notice.offers", n=now.offers) if now.offers else ""
        wishes = words("community.notice.wishes", n=now.wishes) if now.wishes else ""
        return words("community.notice", gifts=now.gifts, offers=offers, wishes=wishes)

"""What the records know for a notice: when and where the next test, kits or goods are.

So that nobody types a time or a place that stands in the desk already; what is typed comes first.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import col, select

from models.branch.reads import ruled
from models.branch.tables import Phase, PhaseKind
from models.community.drafts import ComposeNotice
from models.community.states import NoticeKind
from models.group_buys.states import BuyState
from models.group_buys.tables import GroupBuy
from models.homes.side_tables import Building
from models.rounds.states import OPEN, RoundKind
from models.rounds.tables import CoverageRound, RoundSlot
from models.rules.group_buy import GroupBuyRules
from models.store.engine import Reading
from models.store.session import fetch
from models.words import Words

_ROUNDS: Mapping[NoticeKind, RoundKind] = {
    NoticeKind.test_slot: RoundKind.test,
    NoticeKind.pupils_first: RoundKind.test,
    NoticeKind.kit_pickup: RoundKind.kits,
}
_CAME = (BuyState.partly_received, BuyState.at_gate, BuyState.sorting, BuyState.delivering)


@dataclass(frozen=True, slots=True)
class Known:
    """What the records say for the slots of a template."""

    day: dt.date | None = None
    hours: str = ""
    place: str = ""
    what: str = ""
    until: dt.datetime | None = None
    """When what the notice tells of is over."""
    onward: bool = False
    """Whether the hour is that from which on it may be collected."""
    turns: tuple[tuple[int, str], ...] = ()
    """Building -> its hours, where each has its own."""

    def said_hours(self, words: Words) -> str:
        """Each building's turn, or the hours that hold for all."""
        turns = (
            f"{words('door.building', n=building)}{'' if words.lang == 'zh' else ' '}{hours}"
            for building, hours in self.turns
        )
        said = ("、" if words.lang == "zh" else ", ").join(turns) or self.hours
        return words("notice_text.from", at=said) if said and self.onward else said


def known_for(session: Reading, draft: ComposeNotice) -> Known:
    """What the records know for the notice that is being written."""
    if draft.kind in _ROUNDS:
        return _of_round(session, draft, _ROUNDS[draft.kind])
    if draft.kind is NoticeKind.goods_arrived:
        return _of_goods(session, draft)
    if draft.kind is NoticeKind.unsealing:
        found = session.exec(select(Phase).where(col(Phase.kind) == PhaseKind.guarded)).first()
        return Known(day=found.begins_on if found is not None else None)
    return Known()


def _of_round(session: Reading, draft: ComposeNotice, kind: RoundKind) -> Known:
    """The next round of its kind, or the one that is on; the turns of one building or of all."""
    found = session.exec(
        select(CoverageRound)
        .where(
            col(CoverageRound.kind) == kind,
            col(CoverageRound.state).in_(OPEN),
            col(CoverageRound.ends_at) > session.now,
        )
        .order_by(col(CoverageRound.starts_at))
        .limit(1)
    ).first()
    if found is None:
        return Known()
    slots = session.exec(
        select(RoundSlot)
        .where(
            col(RoundSlot.round_id) == found.id,
            col(RoundSlot.pupils).is_(draft.kind is NoticeKind.pupils_first),
        )
        .order_by(col(RoundSlot.starts_at), col(RoundSlot.building))
    ).all()
    wanted = fetch(session, Building, draft.building_id).number if draft.building_id else None
    turns: dict[int, tuple[dt.datetime, dt.datetime]] = {}
    for slot in slots:
        if wanted in (None, slot.building):
            begins, ends = turns.get(slot.building, (slot.starts_at, slot.ends_at))
            turns[slot.building] = (min(begins, slot.starts_at), max(ends, slot.ends_at))
    begins = min((span[0] for span in turns.values()), default=found.starts_at)
    ends = max((span[1] for span in turns.values()), default=found.ends_at)
    pupils = draft.kind is NoticeKind.pupils_first
    return Known(
        day=session.clock.local(begins).date(),
        # Pupils without a turn of their own come between lessons, as the rules say.
        hours="" if pupils and not turns else _span(session, begins, ends),
        place=found.place,
        until=ends,
        turns=tuple((one, _span(session, *span)) for one, span in turns.items()),
    )


def _of_goods(session: Reading, draft: ComposeNotice) -> Known:
    """The group buy that was named, or else the one that came last."""
    if draft.group_buy_id is not None:
        buy: GroupBuy | None = fetch(session, GroupBuy, draft.group_buy_id)
    else:
        buy = session.exec(
            select(GroupBuy)
            .where(col(GroupBuy.state).in_(_CAME))
            .order_by(col(GroupBuy.arrived_at).desc())
            .limit(1)
        ).first()
    if buy is None:
        return Known()
    ready = buy.rested_at or buy.disinfected_at
    if ready is None:
        came = buy.arrived_at or buy.expected_at
        rules = ruled(session, "group_buys", GroupBuyRules.from_data)
        ready = came + dt.timedelta(minutes=rules.rest_minutes) if came is not None else None
    ready = max(ready, session.now) if ready is not None else None
    clock = session.clock
    return Known(
        day=clock.local(ready).date() if ready is not None else None,
        hours=f"{clock.local(ready):%H:%M}" if ready is not None else "",
        place=buy.pickup_place,
        what=buy.title,
        onward=True,
    )


def _span(session: Reading, begins: dt.datetime, ends: dt.datetime) -> str:
    return f"{session.clock.local(begins):%H:%M}-{session.clock.local(ends):%H:%M}"

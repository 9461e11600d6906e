"""The branch's numbers as the masthead and the panel titles show them, widest to narrowest."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from screens.kit.draw import Draw, Tone
from screens.kit.masthead import Slot

if TYPE_CHECKING:
    from models.board import Board, More

WIDE = 100
BAR = 8
"""Cells of the bar that shows how far a round has come."""


def slots(board: "Board", draw: Draw, width: int) -> Sequence[Slot]:
    """The masthead's second line: what matters most first, the rest dropped where it is narrow."""
    words = draw.words
    alarms: Slot = ("", "plain")
    if board.more is not None:
        alarms = (words("head.no_alarms"), "ok")
        if board.more.alarms:
            alarms = (words("head.alarms", n=board.more.alarms), "alarm")
    homes: list[Slot] = [(words("head.present", n=board.homes.present), "plain")]
    if board.shifts is not None:
        on_duty = words("head.on_duty", n=board.shifts.on_duty, of=board.volunteers)
        homes.append((on_duty, "plain"))
    homes.append(alarms)
    households: Slot = (words("head.households", n=board.homes.households), "plain")
    residents: Slot = (words("head.residents", n=board.homes.residents), "plain")
    if width < WIDE:
        return [households, *homes]
    found = [households, residents, *homes[:1]]
    if board.more is not None:
        found += _round(board.more, draw)
    found += homes[1:]
    if board.more is not None:
        found += _activities(board.more, draw)
    if board.phase is not None:
        found.append((words.of(board.phase), "muted"))
    return found


def _activities(more: "More", draw: Draw) -> list[Slot]:
    """What is in hand beside the four panels; nothing of an activity that rests."""
    words = draw.words
    found: list[Slot] = []
    if more.isolation.total:
        tone: Tone = "alarm" if more.isolation.overdue else "plain"
        found.append((words("head.isolation", n=more.isolation.total), tone))
    if more.gate.overdue:
        late = words("head.gate.late", n=more.gate.out, late=more.gate.overdue)
        found.append((late, "warn"))
    elif more.gate.out:
        found.append((words("head.gate", n=more.gate.out), "plain"))
    if more.group_buys.standing:
        found.append((words("head.group_buys", n=more.group_buys.standing), "plain"))
    places = more.disinfection
    asked = places.done + places.due
    if asked:
        told = words("head.disinfection", n=places.done, of=asked)
        found.append((told, "warn" if places.red else "plain"))
    return found


def _round(more: "More", draw: Draw) -> list[Slot]:
    """The coverage round in hand: who is left, and how far it has come."""
    found = more.rounds
    if found.kind is None or found.share is None:
        return []
    full = int(found.share * BAR)
    bar = draw.mark("▇") * full + draw.mark("▁") * (BAR - full)
    key = "head.round.people" if found.kind == "test" else "head.round"
    told = draw.words(key, kind=found.kind, no=found.number, left=found.left, bar=bar)
    return [(told, "warn" if found.left else "ok")]

"""The branch's numbers as the masthead and the panel titles show them, widest to narrowest."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from screens.kit.draw import Draw
from screens.kit.masthead import Slot

if TYPE_CHECKING:
    from models.board import Board

WIDE = 100
BAR = 8
"""Cells of the bar that shows how far a round has come."""


def slots(board: "Board", draw: Draw, width: int) -> Sequence[Slot]:
    """The masthead's second line: what matters most first, the rest dropped where it is narrow."""
    words = draw.words
    alarms: Slot = ("", "plain")
    if board.alarms is not None:
        alarms = (words("head.no_alarms"), "ok")
    if board.alarms:
        alarms = (words("head.alarms", n=board.alarms), "alarm")
    homes: list[Slot] = [(words("head.present", n=board.homes.present), "plain")]
    if board.shifts is not None:
        on_duty = words("head.on_duty", n=board.shifts.on_duty, of=board.volunteers)
        homes.append((on_duty, "plain"))
    homes.append(alarms)
    households: Slot = (words("head.households", n=board.homes.households), "plain")
    residents: Slot = (words("head.residents", n=board.homes.residents), "plain")
    if width >= WIDE:
        phase: list[Slot] = [(words.of(board.phase), "muted")] if board.phase else []
        return [households, residents, *homes[:1], *_round(board, draw), *homes[1:], *phase]
    return [households, *homes]


def _round(board: "Board", draw: Draw) -> list[Slot]:
    """The coverage round in hand: who is left, and how far it has come."""
    found = board.rounds
    if found is None or found.kind is None or found.share is None:
        return []
    full = int(found.share * BAR)
    bar = draw.mark("▇") * full + draw.mark("▁") * (BAR - full)
    key = "head.round.people" if found.kind == "test" else "head.round"
    told = draw.words(key, kind=found.kind, no=found.number, left=found.left, bar=bar)
    return [(told, "warn" if found.left else "ok")]

"""The branch's numbers as the masthead and the panel titles show them, widest to narrowest."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from screens.kit.draw import Draw
from screens.kit.masthead import Slot

if TYPE_CHECKING:
    from models.board import Board

WIDE = 100


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
        return [households, residents, *homes, *phase]
    return [households, *homes]

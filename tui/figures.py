"""The numbers of the wall board, as both its faces show them: the live one and the printed one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.board import Board


@dataclass(frozen=True, slots=True)
class Figure:
    """One number: what it counts, and whether anything above nought calls for a hand."""

    name: str
    value: int
    alarming: bool = False
    of: int = 0

    @property
    def label(self) -> str:
        """The key of what it counts."""
        return f"board.{self.name}"

    @property
    def calls(self) -> bool:
        """Whether somebody has to look after it now."""
        return self.alarming and self.value > 0


def figures(board: "Board") -> dict[str, Sequence[Figure]]:
    """The numbers by part of the board; a part whose area does not exist yet is absent."""
    found: dict[str, Sequence[Figure]] = {
        "compound": (
            Figure("households", board.homes.households),
            Figure("residents", board.homes.residents),
            Figure("present", board.homes.present),
            Figure("on_duty", board.shifts.on_duty, of=board.volunteers),
        ),
        "shifts": (
            Figure("on_post", board.shifts.on_post),
            Figure("gaps", board.shifts.gaps, alarming=True),
        ),
        "care": (
            Figure("total", board.care.total),
            Figure("overdue", board.care.overdue, alarming=True),
            Figure("medicine_urgent", board.care.medicine_urgent, alarming=True),
        ),
        "requests": (
            Figure("open", board.requests.open),
            Figure("overdue", board.requests.overdue, alarming=True),
            Figure("closed_today", board.requests.closed_today),
        ),
        "stock": (
            Figure("short", board.stock.short, alarming=True),
            Figure("expiring", board.stock.expiring, alarming=True),
        ),
    }
    return found

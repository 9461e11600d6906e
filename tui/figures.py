"""The numbers of the wall board, as both its faces show them: the live one and the printed one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.words import Words

if TYPE_CHECKING:
    from models.board import Board, More


@dataclass(frozen=True, slots=True)
class Figure:
    """One number: what it counts, and whether anything above nought calls for a hand."""

    name: str
    value: int | None
    """None where it is so small that it would point at persons."""
    alarming: bool = False
    of: int = 0

    @property
    def label(self) -> str:
        """The key of what it counts."""
        return f"board.{self.name}"

    @property
    def calls(self) -> bool:
        """Whether somebody has to look after it now."""
        return self.alarming and self.value != 0

    def told(self, words: Words) -> str:
        """The number as text; one that is kept back is said to be small."""
        if self.value is None:
            return words("board.few")
        return f"{self.value}/{self.of}" if self.of else str(self.value)


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
    return found if board.more is None else {**found, **_more(board, board.more)}


def _more(board: "Board", more: "More") -> dict[str, Sequence[Figure]]:
    rounds, places = more.rounds, more.disinfection
    return {
        "rounds": (
            Figure("under_way", rounds.open),
            Figure("left", rounds.left, of=rounds.total),
        ),
        "isolation": (
            Figure("isolated", more.isolation.total),
            Figure("tests_today", more.isolation.tests_today),
            Figure("release_overdue", more.isolation.overdue, alarming=True),
        ),
        "gate": (
            Figure("out", more.gate.out),
            Figure("overdue", more.gate.overdue, alarming=True),
            Figure("goods_today", more.gate.goods_today),
        ),
        "group_buys": (
            Figure("taking_orders", more.group_buys.open),
            Figure("in_hand", more.group_buys.standing),
            Figure("portions", more.group_buys.portions),
        ),
        "disinfection": (
            Figure("done_today", places.done, of=places.done + places.due),
            Figure("missed", places.red, alarming=True),
        ),
        "community": (
            Figure("gifts", more.community.gifts),
            Figure("rumours", more.community.rumours, alarming=True),
            Figure("moods", more.community.moods),
        ),
        "campaign": (
            Figure("phase_day", board.phase_day),
            Figure("directives", more.campaign.open),
            Figure("directives_overdue", more.campaign.overdue, alarming=True),
        ),
    }

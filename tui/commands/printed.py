"""The wall board on paper, or in whatever its output is sent to."""

from datetime import datetime
from typing import TYPE_CHECKING, NoReturn

from rich.console import Console
from rich.table import Table
from rich.text import Text

from models.rules.text import clean
from models.words import Words
from tui.figures import figures

if TYPE_CHECKING:
    from models.board import Board


class _Paper(Console):
    """A console that leaves it to the command line what a reader who went away means."""

    def on_broken_pipe(self) -> NoReturn:
        raise BrokenPipeError


def print_board(board: "Board", now: datetime, words: Words) -> None:
    """Prints the branch in numbers, as of a moment in its own time."""
    paper = _Paper(highlight=False, soft_wrap=False)
    phase = words.of(board.phase)
    head = "  ".join(
        part
        for part in (
            clean(board.name) or words("board.empty"),
            words("board.day", day=board.day) if board.day else "",
            phase,
            f"{now:%Y-%m-%d %H:%M}",
        )
        if part
    )
    paper.print(Text(head, "bold"))
    table = Table(show_header=False)
    table.add_column(style="bold")
    for part, numbers in figures(board).items():
        row = Text("   ").join(
            Text.assemble(
                (f"{words(one.label)} ", "dim"),
                (one.told(words), "bold red" if one.calls else "bold"),
                (" !" if one.calls else "", "bold red"),
            )
            for one in numbers
        )
        table.add_row(Text(words(f"board.{part}")), row)
    paper.print(table)

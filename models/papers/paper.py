"""What a paper is made of: blocks that begin a page each, with columns of print and of pen."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from models.papers.tables import AnyPaper, PaperKind, PublicPaper
from models.sheets import Value

TICK = "□"
"""A cell to be ticked; a page draws it as a box that a thick pen hits."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What of the compound a paper is about; None is all of it."""

    day: dt.date | None = None
    building: int | None = None
    volunteer_id: int | None = None
    record_id: int | None = None
    """The one buy, round or the like that is on show."""
    book: bool = False
    """For a count: whether what the book says stands beside what is counted."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    name: str
    """Its head is `paper.col.<name>`."""
    millimetres: int = 0
    """How wide it is on a page; those without a width share what is left."""
    pen: bool = False
    """Whether it is left empty, to be written in by hand."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of rows that begins a page of its own, and is handed to one person."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    records: Sequence[str] = ()
    """Keys of the records to be ticked off; with them the block carries a code."""
    volunteer_id: int | None = None
    building: int | None = None
    lead: Sequence[str] = ()
    """What stands above the rows, a paragraph each."""
    slips: Sequence[tuple[str, ...]] = ()
    """Where each row is torn off and goes its own way: the keys of its records, row by row. Rows
    of the same records bear the same code, in a last column that is added to the others."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper, whatever it is written as."""

    kind: AnyPaper
    blocks: Sequence[Block]
    landscape: bool = False

    @property
    def count(self) -> int:
        """How many rows it has."""
        return sum(len(block.rows) for block in self.blocks)

    @property
    def public(self) -> bool:
        """Whether it is for everybody to read, and lists nobody."""
        return isinstance(self.kind, PublicPaper)

    @property
    def cut_up(self) -> bool:
        """Whether its rows are cut out and stuck on, and so stand in a grid."""
        return self.kind is PaperKind.labels


def ticks(count: int) -> tuple[str, ...]:
    """So many boxes in a row."""
    return (TICK,) * count

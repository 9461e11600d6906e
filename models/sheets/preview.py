"""What an import would do, shown before it is done: row by row, with the reason and the cell.

The same preview stands on the screen, in the set-up and behind `--json`. It holds keys and
parameters, never sentences, so that it is said in the reader's language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from models.rules.refusal import Refusal
from models.sheets.cells import CellProblem


class Says(Protocol):
    """What turns a key and its parameters into a sentence."""

    def __call__(self, key: str, /, **params: object) -> str: ...


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row that would add or change something; `what` names it as the reader may see it."""

    row: int
    what: str
    changes: tuple[tuple[str, str, str], ...] = ()
    """For a change: field label key, before, after."""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that would not be taken, with the cell it fails on where there is one."""

    row: int
    cell: str
    why_key: str
    params: Mapping[str, object] = field(default_factory=dict)

    def why(self, words: Says) -> str:
        """The reason as a sentence."""
        return words(self.why_key, **self.params)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to know or to take up that is no refusal: a request offered, a difference found."""

    key: str
    params: Mapping[str, object] = field(default_factory=dict)
    row: int | None = None

    def says(self, words: Says) -> str:
        """The notice as a sentence."""
        return words(self.key, **self.params)


@dataclass(frozen=True, slots=True)
class Preview:
    """The whole of what an import would do."""

    add: tuple[PlannedRow, ...] = ()
    change: tuple[PlannedRow, ...] = ()
    same: int = 0
    refused: tuple[RefusedRow, ...] = ()
    notices: tuple[Notice, ...] = ()

    @property
    def does_something(self) -> bool:
        """Whether going ahead would write anything."""
        return bool(self.add or self.change)

    def to_json(self, words: Says) -> dict[str, object]:
        """Counts and reasons as plain values: `add`, `change`, `same`, `refused`, `notices`."""
        return {
            "add": len(self.add),
            "change": len(self.change),
            "same": self.same,
            "refused": [
                {"row": one.row, "cell": one.cell, "why": one.why(words)} for one in self.refused
            ],
            "notices": [{"row": one.row, "says": one.says(words)} for one in self.notices],
        }


class Tally:
    """Gathers a preview while the rows are gone through."""

    def __init__(self) -> None:
        self._add: list[PlannedRow] = []
        self._change: list[PlannedRow] = []
        self._same = 0
        self._refused: list[RefusedRow] = []
        self._notices: list[Notice] = []

    def adds(self, row: int, what: str) -> None:
        """This row would add a record."""
        self._add.append(PlannedRow(row, what))

    def changes(self, row: int, what: str, changes: tuple[tuple[str, str, str], ...] = ()) -> None:
        """This row would change a record."""
        self._change.append(PlannedRow(row, what, changes))

    def stays(self) -> None:
        """This row says what is known already."""
        self._same += 1

    def refuses(self, row: int, why: Refusal, cell: str = "") -> None:
        """This row would not be taken; a `CellProblem` brings its own cell."""
        at = why.ref if isinstance(why, CellProblem) else cell
        self._refused.append(RefusedRow(row, at or cell, why.key, why.params))

    def notes(self, key: str, row: int | None = None, **params: object) -> None:
        """Something to know or to take up."""
        self._notices.append(Notice(key, params, row))

    def preview(self) -> Preview:
        """What was gathered, in the order of the rows."""
        return Preview(
            tuple(self._add),
            tuple(self._change),
            self._same,
            tuple(sorted(self._refused, key=lambda one: one.row)),
            tuple(self._notices),
        )

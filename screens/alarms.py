"""Alarms: everything that needs a hand now, from every area, and who has it.

The secretary stands here at a change-over; whoever is free takes one with `space`.
"""

from typing import TYPE_CHECKING

from textual.app import ComposeResult

from models import ALARMING
from screens.kit.draw import Cell, Draw
from screens.kit.panel import Panel
from screens.kit.room import Room
from screens.kit.table import Column, RecordTable

if TYPE_CHECKING:
    from models.alarms import AlarmLine
    from models.store.engine import Reading


def severity(line: "AlarmLine", draw: Draw) -> Cell:
    return draw.words(f"alarms.{line.severity}"), "alarm" if line.severity == "red" else "warn"


def text(line: "AlarmLine", draw: Draw) -> Cell:
    told = draw.words(line.text, **line.params)
    return told[:1].upper() + told[1:]


def since(line: "AlarmLine", draw: Draw) -> Cell:
    return draw.ago(line.since)


def owner(line: "AlarmLine", draw: Draw) -> Cell:
    return line.owner or (draw.words("alarms.nobody"), "warn")


COLUMNS = (
    Column("alarms.col.severity", severity, 5),
    Column("alarms.col.text", text),
    Column("alarms.col.since", since, 5, right=True),
    Column("alarms.col.owner", owner, 10),
)


class AlarmsRoom(Room):
    """Every standing alarm."""

    NAME = "alarms"
    WATCHES = frozenset({"alarms", "people", *ALARMING})

    def compose_room(self) -> ComposeResult:
        yield Panel("alarms", COLUMNS, heading=True)

    def read(self, session: "Reading") -> "tuple[AlarmLine, ...]":
        from models.alarms import lines

        return lines(session)

    def show(self, view: "tuple[AlarmLine, ...]", draw: Draw) -> None:
        self.query_one(Panel).show(view, str(len(view)), draw, alarming=bool(view))

    def chosen(self) -> tuple[str, ...]:
        """The records the alarms are about: `v`, `e` and `r` act on these, each once."""
        keys = super().chosen()
        lines = self.table.lines if self.table is not None else ()
        about = (getattr(line, "record", None) for line in lines if line.key in keys)
        return tuple(dict.fromkeys(record for record in about if record))

    def action_next_step(self) -> None:
        keys = super().chosen()
        if keys:
            self.run_worker(self._take(keys), group="write")

    def action_verbs(self) -> None:
        keys = super().chosen()
        self.verbs.menu({"alarms.take": lambda: self._take(keys)} if keys else {})

    async def _take(self, keys: tuple[str, ...]) -> None:
        from models.alarms import TakeDraft

        refusal = await self.verbs.perform("alarms.take", [TakeDraft(key=key) for key in keys])
        if refusal is not None:
            self.verbs.warn(refusal)

    def on_record_table_opened(self, event: RecordTable.Opened) -> None:
        event.prevent_default()  # the record it is about is opened, not the alarm
        line = event.table.cursor
        record = getattr(line, "record", None)
        if record is not None:
            self.verbs.open_record(record)

"""Disinfection: every place by days, what was missed at the top, and the records.

A room of its own beside the rounds: a place is gone over every day and belongs to no round in
hand, and a matrix of fourteen days needs the width of a list. On a narrow screen one list is shown
at a time; 1-2 switch.
"""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from screens.columns.disinfection import PLACES, RECORDS, legend
from screens.kit.draw import Draw
from screens.kit.lists import ListsRoom
from screens.kit.panel import Panel
from screens.kit.table import RecordTable

if TYPE_CHECKING:
    from models.rounds import DisinfectionCounts, PlaceLine, TreatmentLine
    from models.store.engine import Reading

PAGE = 60
RED, DUE = "disinfection.filter.red", "disinfection.filter.due"


@dataclass(frozen=True, slots=True)
class DisinfectionView:
    """What the room shows, one field a part of it."""

    counts: "DisinfectionCounts"
    places: "tuple[PlaceLine, ...]"
    records: "tuple[TreatmentLine, ...]"


class DisinfectionRoom(ListsRoom):
    """Places by days, and what was recorded of them."""

    NAME = "disinfection"
    WATCHES = frozenset({"rounds", "homes", "people"})
    ADD = "rounds.disinfect_where"
    FILTERS = (RED, DUE)
    LEDGER = "disinfection"
    LISTS = ("disinfection_places", "disinfection_records")
    OF_KIND: ClassVar = {
        "rounds.place": "disinfection_places",
        "rounds.treatment": "disinfection_records",
    }
    ADDS: ClassVar = {
        "disinfection_places": (
            "rounds.disinfect_where",
            "rounds.add_place",
            "rounds.lay_out_places",
        ),
    }
    CSS = """
    DisinfectionRoom {
        #disinfection-room { height: 1fr; }
        #disinfection-lists { display: none; height: 1; color: $muted; }
        #panel-disinfection_places { width: 58fr; height: 1fr; }
        #panel-disinfection_records { width: 62fr; height: 1fr; }
        &.-narrow {
            #disinfection-lists { display: block; }
            #panel-disinfection_places, #panel-disinfection_records {
                width: 1fr;
                display: none;
            }
        }
        &.-narrow.-disinfection_places #panel-disinfection_places { display: block; }
        &.-narrow.-disinfection_records #panel-disinfection_records { display: block; }
    }
    """

    _limit: int = PAGE
    """Records asked for; grows when the cursor comes to the last of them."""

    def compose_room(self) -> ComposeResult:
        yield Static("", id="disinfection-lists", markup=False)
        places, records = self.LISTS
        with Horizontal(id="disinfection-room"):
            yield Panel(places, PLACES, number=1, heading=True)
            yield Panel(records, RECORDS, number=2, heading=True)

    def read(self, session: "Reading") -> DisinfectionView:
        from models import rounds

        lines = rounds.places(session)
        shown = lines
        if self.narrowing.filter == RED:
            shown = tuple(line for line in lines if line.red)
        elif self.narrowing.filter == DUE:
            shown = tuple(line for line in lines if line.red or line.today.value == "due")
        return DisinfectionView(
            counts=rounds.disinfection_counted(lines),
            places=shown,
            records=rounds.treatments(session, limit=self._limit),
        )

    def show(self, view: DisinfectionView, draw: Draw) -> None:
        words, n = draw.words, view.counts
        told = ""
        if n.places:
            told = words("disinfection.counts.places", done=n.done, places=n.places, red=n.red,
                         climbed=n.climbed)  # fmt: skip
        places, records = (self.panel(name) for name in self.LISTS)
        waiting = any(line.terminal is not None for line in view.places)
        places.show(view.places, told, draw, alarming=n.climbed > 0 or waiting)
        places.border_subtitle = legend(draw)
        records.show(view.records, "", draw)
        titles = " ".join(
            f" {at} {words(self.panel(name).title_key)}" for at, name in enumerate(self.LISTS, 1)
        )
        self.query_one("#disinfection-lists", Static).update(titles)

    def on_record_table_moved(self, event: RecordTable.Moved) -> None:
        """More records follow the cursor."""
        table = event.table
        if table.id != "table-disinfection_records" or len(table.lines) < self._limit:
            return
        if table.cursor is not None and table.cursor == table.lines[-1]:
            self._limit += PAGE
            self.load()

    def notice(self, session: "Reading") -> str:
        """What was disinfected today, as the group may read it."""
        from models import rounds

        words = self.desk.draw().words
        lines = rounds.places(session, days=1)
        done = Counter(line.target for line in lines if line.today.value == "done")
        if not done:
            return words("disinfection.notice.none")
        what = words.listed(
            [words("disinfection.notice.kind", target=one, n=n) for one, n in done.items()]
        )
        total = sum(done.values())
        return words("disinfection.notice.done", done=total, places=len(lines), what=what)

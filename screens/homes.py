"""Homes: who lives behind which door, and who is away.

A grid leader stands here with the roster; whoever telephones through the list of those away for
a reason nobody knows stands here too, and clears it with `space`. A stairwell, its doors and the
people behind one door are shown beside each other; a filter shows people of the whole compound.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.timer import Timer

from screens.kit.draw import Cell, Draw
from screens.kit.panel import Panel
from screens.kit.room import Room
from screens.kit.table import Column, RecordTable

if TYPE_CHECKING:
    from models.homes import (
        HomeCounts,
        HouseholdLine,
        Page,
        ResidentLine,
        StairwellLine,
    )
    from models.store.engine import Reading

SETTLE_SECONDS = 0.08
"""How long the cursor rests on a stairwell before its doors are read."""
MOST_BEHIND = 600
"""People of one stairwell: far more than any has, and still a bound."""


def place(line: "StairwellLine", _: Draw) -> Cell:
    return f"{line.building}-{line.number}"


def grid(line: "StairwellLine | ResidentLine", _: Draw) -> Cell:
    return line.grid, "muted"


def people(line: "StairwellLine | HouseholdLine", _: Draw) -> Cell:
    return f"{line.present}/{line.residents}"


def unknown(line: "StairwellLine | HouseholdLine", _: Draw) -> Cell:
    return (f"?{line.unknown}", "warn") if line.unknown else ""


def door(line: "HouseholdLine | ResidentLine", _: Draw) -> Cell:
    return line.door, "strong"


def names(line: "HouseholdLine", draw: Draw) -> Cell:
    if not line.residents:
        return draw.words("homes.vacant"), "muted"
    return draw.value(line.names)


def note(line: "HouseholdLine | ResidentLine", _: Draw) -> Cell:
    return line.note, "muted"


def name(line: "ResidentLine", _: Draw) -> Cell:
    return line.name, "strong"


def born(line: "ResidentLine", _: Draw) -> Cell:
    return "" if line.birth_year is None else str(line.birth_year)


def sex(line: "ResidentLine", draw: Draw) -> Cell:
    return draw.value(line.sex)


def phone(line: "ResidentLine", _: Draw) -> Cell:
    return line.phone, "muted"


def whereabouts(line: "ResidentLine", draw: Draw) -> Cell:
    if line.away_reason is None:
        return draw.value(line.presence)
    reason = draw.value(line.away_reason)
    return (reason, "warn") if line.away_reason == "unknown" else reason


def back(line: "ResidentLine", draw: Draw) -> Cell:
    day = draw.day(line.back_on)
    return (f"!{day}", "alarm") if line.overdue else day


def tags(line: "ResidentLine", draw: Draw) -> Cell:
    return draw.value(line.tags)


def listing(name: str, columns: tuple[Column, ...]) -> Panel:
    """A panel of this room, with its own title and its own sentence when it is empty."""
    return Panel(
        name, columns, heading=True, title=f"homes.{name}.title", empty=f"homes.{name}.empty"
    )


STAIRWELLS = (
    Column("homes.col.place", place),
    Column("homes.col.grid", grid, 4, wide=28),
    Column("homes.col.people", people, 7, right=True),
    Column("homes.col.unknown", unknown, 4, right=True),
)
DOORS = (
    Column("homes.col.door", door, 9),
    Column("homes.col.names", names),
    Column("homes.col.people", people, 5, right=True),
    Column("homes.col.unknown", unknown, 4, right=True),
    Column("homes.col.note", note, wide=90),
)
PEOPLE = (
    Column("homes.col.name", name, weight=2),
    Column("homes.col.born", born, 4),
    Column("homes.col.sex", sex, 6, wide=70),
    Column("homes.col.phone", phone, 13, wide=50),
    Column("homes.col.whereabouts", whereabouts, weight=3),
    Column("homes.col.back", back, 6),
    Column("homes.col.tags", tags, weight=3, wide=70),
    Column("homes.col.note", note, weight=2, wide=100),
)
LISTED = (
    Column("homes.col.door", door, 9),
    *PEOPLE[:-1],
    Column("homes.col.grid", grid, 6, wide=90),
    PEOPLE[-1],
)


@dataclass(frozen=True, slots=True)
class HomesView:
    """What the room shows: a stairwell with its doors and people, or a list across them all."""

    counts: "HomeCounts"
    stairwells: "tuple[StairwellLine, ...]" = ()
    shown: str = ""
    """Key of the stairwell whose doors are shown."""
    doors: "tuple[HouseholdLine, ...]" = ()
    people: "tuple[ResidentLine, ...]" = ()
    listed: "Page[ResidentLine] | None" = None


class HomesRoom(Room):
    """Stairwells, doors, residents, and the list of those away without a reason."""

    NAME = "homes"
    WATCHES = frozenset({"homes"})
    ADD = "homes.add_resident"
    LEDGER = "homes"
    PAPERS = ("door_walk",)
    FILTERS = (
        "homes.filter.unknown",
        "homes.filter.away",
        "homes.filter.hospital",
        "homes.filter.isolation_site",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "aside(-1)", "key.homes.aside", show=False, id="homes.aside"),
        Binding("right", "aside(1)", show=False),
        Binding("left_square_bracket", "turn(-1)", "key.homes.turn", show=False, id="homes.turn"),
        Binding("right_square_bracket", "turn(1)", show=False),
    ]
    DEFAULT_CSS = """
    HomesRoom {
        #homes { height: 1fr; }
        #panel-stairwells { width: 24; }
        #behind { width: 1fr; }
        #panel-people { height: 9; }
        #panel-listed { display: none; height: 1fr; }
        &.-wide #panel-stairwells { width: 34; }
        &.-wide #panel-people { height: 14; }
        &.-filtered #homes { display: none; }
        &.-filtered #panel-listed { display: block; }
    }
    """

    _view: HomesView | None = None
    _place: str = ""
    _offset: int = 0
    _settling: Timer | None = None

    def compose_room(self) -> ComposeResult:
        with Horizontal(id="homes"):
            yield listing("stairwells", STAIRWELLS)
            with Vertical(id="behind"):
                yield listing("doors", DOORS)
                yield listing("people", PEOPLE)
        yield listing("listed", LISTED)

    def read(self, session: "Reading") -> HomesView:
        from models import homes

        counts = homes.counts(session)
        if self.narrowing.filter:
            kept = self.narrowing.filter.rpartition(".")[2]
            unknown_only = kept == "unknown"
            page = homes.residents(
                session,
                presence=None if unknown_only else homes.Presence(kept),
                unknown=unknown_only,
                offset=self._offset,
            )
            return HomesView(counts, listed=page)
        stairwells = homes.stairwells(session)
        chosen = next((line for line in stairwells if line.key == self._place), None)
        chosen = chosen or next(iter(stairwells), None)
        if chosen is None:
            return HomesView(counts)
        doors = homes.households(
            session, building=chosen.building, stairwell=chosen.number, limit=MOST_BEHIND
        )
        people = homes.residents(
            session, building=chosen.building, stairwell=chosen.number, limit=MOST_BEHIND
        )
        return HomesView(counts, stairwells, chosen.key, doors.lines, people.lines)

    def show(self, view: HomesView, draw: Draw) -> None:
        self._view = view
        self.set_class(view.listed is not None, "-filtered")
        if view.listed is not None:
            self._show_listed(view.listed, draw)
            return
        unknown = view.counts.unknown
        left = draw.words("homes.unknown", n=unknown) if unknown else ""
        panel = self.query_one("#panel-stairwells", Panel)
        panel.show(view.stairwells, left, draw, alarming=bool(unknown))
        at = next((line for line in view.stairwells if line.key == view.shown), None)
        said = ""
        if at is not None:
            said = f"{at.building}-{at.number}  " + draw.words(
                "homes.counts",
                households=at.households,
                present=at.present,
                residents=at.residents,
            )
        self.query_one("#panel-doors", Panel).show(view.doors, said, draw)
        self._show_people(draw)
        if self.focused is None or not self.focused.display:
            panel.table.focus()

    def _show_people(self, draw: Draw) -> None:
        """The people behind the door under the cursor; they were read with the doors."""
        view, panel = self._view, self.query_one("#panel-people", Panel)
        door_line = self.query_one("#panel-doors", Panel).table.cursor
        row_id = getattr(door_line, "id", None)
        behind = (
            [line for line in view.people if line.household_id == row_id]
            if view is not None and row_id is not None
            else []
        )
        panel.show(behind, getattr(door_line, "door", ""), draw)

    def _show_listed(self, page: "Page[ResidentLine]", draw: Draw) -> None:
        first, last = page.offset + 1, page.offset + len(page.lines)
        said = draw.words("homes.page", first=first, last=last, total=page.total)
        panel = self.query_one("#panel-listed", Panel)
        panel.show(page.lines, said if page.lines else "", draw, alarming=bool(page.lines))
        if self.focused is not panel.table:
            panel.table.focus()
        if not page.lines and page.offset:
            self._offset = 0
            self.load()

    def on_record_table_moved(self, event: RecordTable.Moved) -> None:
        if event.table.id == "table-doors":
            self._show_people(self.desk.draw())
        elif event.table.id == "table-stairwells" and event.table.cursor is not None:
            self._place = event.table.cursor.key
            if self._settling is not None:
                self._settling.stop()
            self._settling = self.set_timer(SETTLE_SECONDS, self.load)

    def on_paper(self) -> dict[str, object]:
        """The building whose doors are shown; a list across the compound is about all of it."""
        view = self._view
        if view is None or view.listed is not None:
            return {}
        at = next((line for line in view.stairwells if line.key == view.shown), None)
        return {"building": at.building} if at is not None else {}

    def notice(self, session: "Reading") -> str:
        from models import homes

        n = homes.counts(session)
        return self.desk.words(
            "homes.notice", households=n.households, residents=n.residents, present=n.present
        )

    def action_aside(self, steps: int) -> None:
        """Goes to the list on the left or on the right."""
        shown = [panel.table for panel in self.query(Panel) if panel.table.lines]
        if self.focused in shown:
            place = shown.index(self.focused) + steps
            if 0 <= place < len(shown):
                shown[place].focus()

    def action_turn(self, pages: int) -> None:
        """Turns the pages of a list across the compound."""
        page = self._view.listed if self._view is not None else None
        if page is None:
            return
        size = max(1, len(page.lines)) if pages < 0 else len(page.lines)
        offset = page.offset + pages * size
        if 0 <= offset < page.total:
            self._offset = offset
            self.load()

    def _narrowed(self) -> None:
        self._offset = 0
        super()._narrowed()

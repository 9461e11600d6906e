"""A list of records that stays where the person left it while the data under it moves.

Textual's own table cannot share its width between columns, drops columns only by being rebuilt,
pads every cell by two and redraws all its lines for one changed cell; this one does the five
things the desk needs, on the public line API:

- the cursor follows the record, not the line number; if the record leaves, the cursor stays where
  it is and is deaf for `DEAF_SECONDS`, so that no key ever acts on a neighbour;
- new values are compared line by line, and only the lines that differ are drawn again;
- columns are chosen and widened by the width there is;
- marks belong to records and survive a refresh;
- every cell is cleaned text, never markup.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from time import monotonic
from typing import Any, ClassVar, Protocol

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from screens.kit.draw import Cell, Draw, Tone, fit
from screens.kit.tones import look

DEAF_SECONDS = 0.7
"""Longer than a key press that was already on its way when the list moved under it."""


_Look = tuple[int, bool, bool]
"""A place, whether the cursor is on it, and whether the list has the focus there."""


class Line(Protocol):
    """What a list shows: a frozen value with its record's key, such as `homes.household:12`."""

    @property
    def key(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Column:
    """One column, declared as data."""

    label: str
    """Message key of its heading."""
    cell: Callable[[Any, Draw], Cell]
    width: int = 0
    """Cells it takes; 0 shares what is left over with the other columns of width 0."""
    weight: int = 1
    """Its part of what is left over, for a column of width 0."""
    right: bool = False
    """Whether it is set flush right, as numbers are."""
    wide: int = 0
    """Shown only when the table is at least so many cells wide."""


class RecordTable(ScrollView, can_focus=True):
    """A keyed list of lines with a row cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False, id="table.up"),
        Binding("down", "move(1)", show=False, id="table.down"),
        Binding("pageup", "page(-1)", show=False, id="table.page_up"),
        Binding("pagedown", "page(1)", show=False, id="table.page_down"),
        Binding("home", "edge(0)", show=False, id="table.first"),
        Binding("end", "edge(-1)", show=False, id="table.last"),
        Binding("enter", "open", show=False, id="table.open"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "table--heading",
        "table--cursor",
        "table--resting",
        "table--marked",
    }

    class Opened(Message):
        """A person asked to open the record under the cursor."""

        def __init__(self, table: "RecordTable", key: str) -> None:
            super().__init__()
            self.table = table
            self.key = key

        @property
        def control(self) -> "RecordTable":
            return self.table

    class Moved(Message):
        """The cursor came to stand on another record."""

        def __init__(self, table: "RecordTable") -> None:
            super().__init__()
            self.table = table

        @property
        def control(self) -> "RecordTable":
            return self.table

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        heading: bool = True,
        id: str | None = None,  # noqa: A002 - the framework's own name
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.columns = tuple(columns)
        self.heading = heading
        self.marks: frozenset[str] = frozenset()
        self._lines: tuple[Line, ...] = ()
        self._places: dict[str, int] = {}
        self._cursor = 0
        self._deaf_until = 0.0
        self._layout: tuple[tuple[Column, int], ...] = ()
        self._strips: dict[_Look, Strip] = {}
        self._blank: Strip | None = None
        self._ground: Style | None = None
        self._draw: Draw | None = None

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is shown, in order."""
        return self._lines

    @property
    def cursor(self) -> Line | None:
        """The line under the cursor."""
        return self._lines[self._cursor] if self._lines else None

    @property
    def deaf(self) -> bool:
        """Whether the record under the cursor left a moment ago, so that no verb may act yet."""
        return monotonic() < self._deaf_until

    @property
    def chosen(self) -> tuple[str, ...]:
        """Keys of the marked records in the order of the list, else the one under the cursor."""
        marked = tuple(line.key for line in self._lines if line.key in self.marks)
        if marked:
            return marked
        return (self.cursor.key,) if self.cursor else ()

    def deafen(self) -> None:
        """Ignores verbs for a moment, as after a step that acted."""
        self._deaf_until = monotonic() + DEAF_SECONDS

    def show(self, lines: Sequence[Line], draw: Draw) -> None:
        """Shows new lines: only the rows that differ are drawn again."""
        old, self._lines = self._lines, tuple(lines)
        self._draw = draw
        self._places = {line.key: place for place, line in enumerate(self._lines)}
        self.marks &= self._places.keys()
        before = old[self._cursor].key if old else None
        stays = self._places.get(before) if before is not None else 0
        at_top = self._cursor == 0 and self.scroll_offset.y == 0
        if stays is None:
            self.deafen()
            stays = min(self._cursor, max(0, len(self._lines) - 1))
        moved, self._cursor = stays - self._cursor, stays
        self._resize_canvas()
        if moved and not at_top:
            self.scroll_to(y=self.scroll_offset.y + moved, animate=False, force=True)
        for place, (was, line) in enumerate(zip_longest(old, self._lines)):
            if was != line:
                self._forget(place)
        if moved:
            self._forget(self._cursor)
            self._forget(self._cursor - moved)
            self._reveal()

    def redraw(self, draw: Draw) -> None:
        """Draws again what time or language moved; the lines stay."""
        first, self._draw = self._draw is None, draw
        drawn = dict(self._strips)
        self._strips.clear()
        if first:
            self.refresh()
            return
        if self.heading:
            self.refresh_line(0)
        for place in self._places_on_show:
            found = self._look_of(place)
            if drawn.get(found) != self._strip_of(found):
                self._refresh_row(place)

    def go_to(self, key: str) -> bool:
        """Puts the cursor on a record; False when the list does not hold it."""
        place = self._places.get(key)
        if place is None:
            return False
        self._put_cursor(place)
        return True

    def toggle_mark(self) -> None:
        """Marks or unmarks the record under the cursor and steps on."""
        if self.cursor is not None:
            self.marks ^= {self.cursor.key}
            self._forget(self._cursor)
            self._put_cursor(self._cursor + 1)

    def mark(self, keys: Iterable[str]) -> None:
        """Marks these records and no others."""
        self.marks = frozenset(keys) & self._places.keys()
        self._forget()

    def clear_marks(self) -> None:
        """Takes all marks off."""
        self.marks = frozenset()
        self._forget()

    # ── keys and mouse ──────────────────────────────────────────────────────────────────────

    def action_move(self, steps: int) -> None:
        self._put_cursor(self._cursor + steps)

    def action_page(self, pages: int) -> None:
        self._put_cursor(self._cursor + pages * max(1, self._room_for_lines - 1))

    def action_edge(self, place: int) -> None:
        self._put_cursor(place if place >= 0 else len(self._lines) - 1)

    def action_open(self) -> None:
        if self.cursor is not None and not self.deaf:
            self.post_message(self.Opened(self, self.cursor.key))

    def on_click(self, event: events.Click) -> None:
        place = event.y + self.scroll_offset.y - self._heading_height
        if event.y < self._heading_height or not 0 <= place < len(self._lines):
            return
        if place == self._cursor and event.chain > 1:
            self.action_open()
        self._put_cursor(place)

    def on_focus(self) -> None:
        self._forget(self._cursor)

    def on_blur(self) -> None:
        self._forget(self._cursor)

    def on_resize(self) -> None:
        self._resize_canvas()
        self._forget()
        self._reveal()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._forget()

    # ── drawing ─────────────────────────────────────────────────────────────────────────────

    def render_line(self, y: int) -> Strip:
        place = y + self.scroll_offset.y - self._heading_height
        if self._draw is None or (place >= len(self._lines) and y >= self._heading_height):
            if self._blank is None:
                self._blank = Strip.blank(self._width, self.rich_style)
            return self._blank
        if y < self._heading_height:
            return self._heading_strip()
        return self._strip_of(self._look_of(place))

    def _look_of(self, place: int) -> _Look:
        here = place == self._cursor
        return place, here, here and self.has_focus

    def _strip_of(self, look: _Look) -> Strip:
        if look not in self._strips:
            place, here, _ = look
            self._strips[look] = self._row_strip(self._lines[place], here)
        return self._strips[look]

    def _heading_strip(self) -> Strip:
        assert self._draw is not None
        words, style = self._draw.words, self.get_component_rich_style("table--heading")
        parts = [" "]
        for column, width in self._layout:
            text = words(column.label)
            parts.append(
                fit(" " * (width - cell_len(text)) + text if column.right else text, width)
            )
            parts.append(" ")
        return Strip([Segment("".join(parts), style)]).adjust_cell_length(self._width, style)

    def _row_strip(self, line: Line, here: bool) -> Strip:
        assert self._draw is not None
        marked = line.key in self.marks
        # Textual gathers it from all that the list lies in, anew for each row.
        base = self._ground = self._ground or self.rich_style
        if here:
            base += self.get_component_rich_style(
                "table--cursor" if self.has_focus else "table--resting", partial=True
            )
        if marked:
            base += self.get_component_rich_style("table--marked", partial=True)
        gutter = self._draw.mark("✓") if marked else self._draw.mark("▸") if here else " "
        segments = [Segment(gutter, base)]
        for column, width in self._layout:
            cell = column.cell(line, self._draw)
            raw, tone = cell if isinstance(cell, tuple) else (cell, "plain")
            text = self._draw.text(raw)
            if column.right and cell_len(text) < width:
                text = " " * (width - cell_len(text)) + text
            segments.append(
                Segment(fit(text, width, self._draw.mark("…")), base + self._tone(tone, here))
            )
            segments.append(Segment(" ", base))
        return Strip(segments).adjust_cell_length(self._width, base)

    def _tone(self, tone: Tone, here: bool) -> Style:
        if tone == "plain":
            return Style.null()
        style = look(self.app, tone)
        # On the cursor's own ground a tone keeps its weight and gives up its colour: it is read.
        return Style(bold=style.bold, italic=style.italic) if here and self.has_focus else style

    # ── places ──────────────────────────────────────────────────────────────────────────────

    @property
    def _heading_height(self) -> int:
        return 1 if self.heading else 0

    @property
    def _width(self) -> int:
        return self.scrollable_content_region.width

    @property
    def _room_for_lines(self) -> int:
        return max(1, self.scrollable_content_region.height - self._heading_height)

    @property
    def _places_on_show(self) -> range:
        top = self.scroll_offset.y
        return range(top, min(len(self._lines), top + self._room_for_lines))

    def _resize_canvas(self) -> None:
        width = self._width
        self._grow_to(Size(width, len(self._lines) + self._heading_height))
        shown = [column for column in self.columns if column.wide <= width]
        spare = width - 1 - len(shown) - sum(column.width for column in shown)
        shares = sum(column.weight for column in shown if not column.width)
        layout, left = [], max(0, spare)
        for column in shown:
            if column.width:
                layout.append((column, column.width))
                continue
            part = max(2, left * column.weight // shares) if shares else 0
            left, shares = left - part, shares - column.weight
            layout.append((column, part))
        self._layout = tuple(layout)

    def _grow_to(self, size: Size) -> None:
        """Takes another size; the whole screen is laid out only where a scrollbar comes or goes."""
        room = self.scrollable_content_region.height
        was = self.virtual_size
        if was.width != size.width or (was.height > room) != (size.height > room):
            self.virtual_size = size
        elif was != size:
            self.set_reactive(RecordTable.virtual_size, size)
            self._scroll_update(size)

    def _put_cursor(self, place: int) -> None:
        place = max(0, min(place, len(self._lines) - 1))
        if place == self._cursor or not self._lines:
            return
        was, self._cursor = self._cursor, place
        self._reveal()
        self._refresh_row(was)
        self._refresh_row(place)
        self.post_message(self.Moved(self))

    def _reveal(self) -> None:
        top, room = self.scroll_offset.y, self._room_for_lines
        if self._cursor < top:
            self.scroll_to(y=self._cursor, animate=False, force=True, immediate=True)
        elif self._cursor >= top + room:
            self.scroll_to(y=self._cursor - room + 1, animate=False, force=True, immediate=True)

    def _forget(self, place: int | None = None) -> None:
        """Drops what was drawn of one row, or of all of them, and asks for it anew."""
        if place is None:
            self._strips.clear()
            self._blank = self._ground = None
            self.refresh()
            return
        for here, focused in ((False, False), (True, False), (True, True)):
            self._strips.pop((place, here, focused), None)
        self._refresh_row(place)

    def _refresh_row(self, place: int) -> None:
        y = place - self.scroll_offset.y
        if 0 <= y < self._room_for_lines:
            self.refresh_line(place + self._heading_height)

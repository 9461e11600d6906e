"""The two lines at the top of every room, and the line of keys at its foot.

Slots that do not fit are dropped from the right of their line in the order they are declared, so
what matters most stays at 80 columns.
"""

import re
from collections.abc import Callable, Sequence
from datetime import timedelta

from rich.cells import cell_len, chop_cells
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding
from textual.widget import Widget

from screens.kit.desk import Desk
from screens.kit.draw import Draw, Tone, fit, safe, span
from screens.kit.tones import look

Slot = tuple[str, Tone]


def row(
    left: Sequence[Slot], right: Sequence[Slot], width: int, tones: Callable[[Tone], Style]
) -> Text:
    """One line: slots from the left, slots at the right edge, dropped from the left part's end."""
    tail = Text("  ").join(Text(safe(text), tones(tone)) for text, tone in right if text)
    room = width - tail.cell_len - 2
    line = Text(" ")
    for text, tone in left:
        piece = safe(text)
        if not piece:
            continue
        gap = " · " if line.cell_len > 1 else ""
        if line.cell_len + cell_len(gap + piece) > room:
            break
        line.append(gap, tones("muted"))
        line.append(piece, tones(tone))
    line.append(" " * max(1, width - line.cell_len - tail.cell_len - 1))
    return line.append_text(tail)


def halves(hint: str, width: int) -> tuple[str, str]:
    """A hint of many parts on two lines; only the second one may be too long."""
    parts = [safe(part) for part in hint.split("  ")]
    fits = [n for n in range(1, len(parts)) if cell_len("  ".join(parts[:n])) <= width]
    cut = max(fits, default=1)
    return "  ".join(parts[:cut]), "  ".join(parts[cut:])


MARGINS = 2
"""Blank cells beside a sentence."""


def folded(sentence: str, width: int) -> list[str]:
    """A sentence in lines: broken at blanks and between Chinese characters, never before a mark."""
    lines = [""]
    for piece in _PIECES.findall(sentence):
        if cell_len(lines[-1] + piece.rstrip()) <= width:
            lines[-1] += piece
        else:
            *full, last = chop_cells(piece, width)
            lines += [*full, last]
    return [line.rstrip() for line in lines if line.strip()]


_PIECES = re.compile(
    r"(?:[\u3400-\u9fff]|[^\s\u3000-\u9fff\uff00-\uffef]+)[，。；：、！？”）]*\s*|."
)
"""What stays together: a Chinese character or a word, with the marks and the blank behind it."""


class Masthead(Widget):
    """Who, where and when on the first line; the branch's numbers on the second."""

    def __init__(self, desk: Desk, room: str, slots: Callable[[Draw, int], Sequence[Slot]]) -> None:
        """
        Args:
            room: key of the room's title.
            slots: the numbers of the second line for a width, the most important first.
        """
        super().__init__(id="masthead")
        self._desk = desk
        self._room = room
        self._slots = slots
        self.hint = ""
        """What stands in the second line while a key waits for its second one, in parts with two
        blanks between them; where it is too long it takes the first line too."""
        self.note = ""
        """What narrows the list on show (filter, order, only mine), said beside the title."""

    def on_show(self) -> None:
        self.tell_trouble()

    def tell_trouble(self) -> None:
        """Makes room for the sentence about what went wrong, or takes it back."""
        lines = self._troubled(self.size.width)
        self.styles.height = 1 + len(lines) if lines else None
        self.refresh()

    def _troubled(self, width: int) -> list[str]:
        """The sentence that stays as long as something is wrong, in lines."""
        trouble = self._desk.trouble or self._desk.doubt
        if trouble is None or width < MARGINS + 2:
            return []
        return folded(safe(self._desk.words(trouble.key, **trouble.params)), width - MARGINS)

    def render(self) -> Text:
        draw, width = self._desk.draw(), self.size.width
        if self.hint and cell_len(self.hint) + 1 > width:
            told = "\n".join(fit(f" {line}", width) for line in halves(self.hint, width - 2))
            return Text(told, self._tone("warn"))
        words, board = draw.words, self._desk.board
        wide = width >= 100
        local = draw.now.astimezone(draw.zone)
        left: list[Slot] = [(words("app.name"), "strong")]
        if board is not None:
            left = [(board.name if wide else board.short_name, "strong")]
            if wide:
                left.insert(0, (words("app.name"), "strong"))
        if self._room != "room.dashboard" or not wide:
            left.append((words(self._room), "plain"))
        if self.note:
            left.append((self.note, "warn"))
        right: list[Slot] = []
        if board is not None:
            right.append((words("head.day", day=board.day), "plain"))
            weekday = words(f"weekday.{local.isoweekday()}")
            key = "head.date" if wide else "head.date_short"
            month = words(f"month.{local.month}")
            date = words(key, month=month, day=local.day, weekday=weekday)
            right.append((f"{date} {local:%H:%M}", "plain"))
        if self._desk.store is not None and self._desk.store.clock.demonstrates:
            right.append((words("head.demo"), "warn"))
        if self._desk.covered:
            right.append((words("head.locked" if self._desk.locked else "head.public"), "warn"))
        elif self._desk.actor is not None:
            actor = self._desk.actor
            # The set-up is no person: what it is called is said in the language on show.
            name = actor.name if actor.id is not None else words(f"who.{actor.name}")
            right.append((name, "strong"))
        right.append(self._state(draw, wide))
        text = row(left, right, width, self._tone)
        text.append("\n")
        if self.hint:
            return text.append(fit(f" {safe(self.hint)}", width), self._tone("warn"))
        lines = self._troubled(width)
        if lines:
            tone = self._tone("warn" if self._desk.trouble is None else "alarm")
            return text.append("\n".join(fit(f" {line}", width) for line in lines), tone)
        return text.append_text(row(self._slots(draw, width), (), width, self._tone))

    def _state(self, draw: Draw, wide: bool) -> Slot:
        if self._desk.store is None:
            return f"{draw.mark('○')} {draw.words('head.opening')}", "muted"
        if self._desk.actor is None:
            return f"{draw.mark('○')} {draw.words('head.nobody')}", "muted"
        if self._desk.stale_since is not None:
            # The machine's clock may have been set back meanwhile.
            age = max(draw.now - self._desk.stale_since, timedelta())
            seconds = int(age.total_seconds())
            told = f"{seconds}s" if seconds < 60 else span(age)
            return draw.words("head.stale", age=told), "alarm"
        mark = draw.mark("●")
        return (f"{mark} {draw.words('head.live')}" if wide else mark), "ok"

    def _tone(self, tone: Tone) -> Style:
        return look(self.app, tone)


EVERYWHERE = 5
"""Keys of every room that stand before a room's own."""


class KeyBar(Widget):
    """The keys that work here, made from the bindings; a click presses the key."""

    COMPONENT_CLASSES = {"keybar--key", "keybar--word"}
    MOST_NARROW = 8

    def __init__(self, desk: Desk) -> None:
        super().__init__(id="keybar")
        self._desk = desk
        self._places: list[tuple[int, int, str]] = []

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def bindings(self) -> list[Binding]:
        """The bindings on show, each once, in the order the screen declares them."""
        shown: dict[str, Binding] = {}
        for active in self.screen.active_bindings.values():
            if active.binding.show and active.binding.description:
                shown.setdefault(active.binding.id or active.binding.action, active.binding)
        # The keys a room has for itself stand behind the first of those that every room has.
        own = {key: b for key, b in shown.items() if not (b.id or "").startswith("room.")}
        common = [b for key, b in shown.items() if key not in own]
        listed = [*common[:EVERYWHERE], *own.values(), *common[EVERYWHERE:]]
        most = len(shown) if self.size.width >= 100 else self.MOST_NARROW
        help_key = [b for b in listed if b.id == "room.help"]
        others = [b for b in listed if b.id != "room.help"]
        return [*others[: most - len(help_key)], *help_key]

    def render(self) -> Text:
        words = self._desk.words
        key_style = self.get_component_rich_style("keybar--key", partial=True)
        word_style = self.get_component_rich_style("keybar--word", partial=True)
        bindings = self.bindings()
        last = bindings[-1:] if bindings and bindings[-1].id == "room.help" else []
        reserve = sum(self._width(b) for b in last)
        line = Text(" ")
        self._places = []
        for binding in bindings:
            room = self.size.width - (0 if binding in last else reserve)
            if line.cell_len + self._width(binding) > room:
                continue
            start = line.cell_len
            line.append(shown_key(binding), key_style)
            line.append(f" {words(binding.description)}  ", word_style)
            self._places.append((start, line.cell_len - 2, binding.key))
        return line

    def _width(self, binding: Binding) -> int:
        return cell_len(f"{shown_key(binding)} {self._desk.words(binding.description)}  ")

    def on_click(self, event: events.Click) -> None:
        for start, end, key in self._places:
            if start <= event.x < end:
                self.app.simulate_key(key.split(",")[0])


def shown_key(binding: Binding) -> str:
    """A binding's key as a person finds it on the keyboard."""
    names = {"question_mark": "?", "slash": "/", "exclamation_mark": "!", "at": "@", "colon": ":"}
    key = binding.key.split(",")[0]
    return binding.key_display or names.get(key, key)

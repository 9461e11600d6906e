"""What narrows a list: filter, order, what is mine, and the rows that are marked."""

from dataclasses import dataclass, replace
from typing import ClassVar

from textual import work
from textual.screen import Screen

from screens.kit.desk import Desk
from screens.kit.masthead import Masthead
from screens.kit.table import RecordTable


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What narrows a room's list; said in its title, cleared by `esc`."""

    filter: str = ""
    """One of the room's `FILTERS`, a message key."""
    order: str = ""
    """One of the room's `ORDERS`, a message key."""
    mine: bool = False

    def __bool__(self) -> bool:
        return self != Narrowing()


class Narrowed(Screen[None]):
    """A screen whose list may be narrowed; the masthead says by what."""

    FILTERS: ClassVar[tuple[str, ...]] = ()
    ORDERS: ClassVar[tuple[str, ...]] = ()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.narrowing = Narrowing()

    @property
    def table(self) -> RecordTable | None:
        """The list whose records keys act on."""
        raise NotImplementedError

    def load(self) -> None:
        """Reads again, by what the list is narrowed to now."""
        raise NotImplementedError

    def leave(self) -> None:
        """What `esc` does when there is nothing left to clear."""
        raise NotImplementedError

    def action_mark(self) -> None:
        if self.table is not None:
            self.table.toggle_mark()
            self._tell_narrowing()

    def action_mark_all(self) -> None:
        """Every line on show; once they all are marked, none."""
        table = self.table
        if table is not None:
            every = {line.key for line in table.lines}
            table.mark(every - table.marks and every)
            self._tell_narrowing()

    def action_filter(self) -> None:
        self._narrow("filter", self.FILTERS)

    def action_order(self) -> None:
        self._narrow("order", self.ORDERS)

    @work
    async def _narrow(self, part: str, keys: tuple[str, ...]) -> None:
        words = self.desk.words
        from screens.kit.dialogs import Chooser, Option

        options = [Option(key, words(key), letter=str(n)) for n, key in enumerate(keys, 1)]
        title = words(f"key.{part}")
        chosen = await self.app.push_screen_wait(Chooser(self.desk, title, options, typing=False))
        if chosen is not None:
            now = self.narrowing
            self.narrowing = (
                replace(now, filter=chosen) if part == "filter" else replace(now, order=chosen)
            )
            self._narrowed()

    def action_mine(self) -> None:
        self.narrowing = replace(self.narrowing, mine=not self.narrowing.mine)
        self._narrowed()

    def action_clear(self) -> None:
        if self.table is not None and self.table.marks:
            self.table.clear_marks()
            self._tell_narrowing()
        elif self.narrowing:
            self.narrowing = Narrowing()
            self._narrowed()
        else:
            self.leave()

    def _narrowed(self) -> None:
        self._tell_narrowing()
        self.load()

    def _tell_narrowing(self) -> None:
        words, now = self.desk.words, self.narrowing
        parts = [words(key) for key in (now.filter, now.order) if key]
        if now.mine:
            parts.append(words("key.mine"))
        marked = len(self.table.marks) if self.table is not None else 0
        if marked:
            parts.append(words("head.marked", n=marked))
        masthead = self.query_one(Masthead)
        masthead.note = " ".join(parts)
        masthead.refresh()

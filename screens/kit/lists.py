"""A room of several lists: the digits go from one to another, and where it is narrow one is shown.

Which lists lie beside each other is the room's own style; what it may rely on is the class
`-<list>` on the room and `-in-hand` on the panel of the list that somebody turned to last.
"""

from collections.abc import Mapping
from typing import ClassVar

from textual import events, work
from textual.binding import Binding, BindingType

from screens.kit.desk import Desk
from screens.kit.panel import Panel
from screens.kit.room import Prints, Room


class ListsRoom(Room):
    """A room author names the lists; going to one, zooming it and finding a record are here."""

    LISTS: ClassVar[tuple[str, ...]]
    """Names of the panels, in the order of their digits."""
    OF_KIND: ClassVar[Mapping[str, str]] = {}
    """Kind of record -> the list that shows it."""
    ADDS: ClassVar[Mapping[str, str | tuple[str, ...]]] = {}
    """List -> the verb of `a` in it, where that is another than the room's own; several are asked
    for by a digit."""
    PRINTS: ClassVar[Mapping[str, Prints]] = {}
    """List -> what `p` offers in it, where that is something else than in the rest of the room."""
    AUTO_FOCUS = ""
    """The list in hand takes the focus when there is something to act on."""
    ZOOMS: ClassVar[bool] = False
    """Whether one list may take the place of all; then they lie in a grid called `panels`."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "panel(0)", "key.panel", show=False, id="lists.panel"),
        Binding("2", "panel(1)", show=False),
        Binding("3", "panel(2)", show=False),
        Binding("4", "panel(3)", show=False),
        Binding("5", "panel(4)", show=False),
        Binding("6", "panel(5)", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        # Known before anything is composed, so that a narrow screen shows this list at once.
        self.add_class(f"-{_plain(self.LISTS[0])}", update=False)

    def on_mount(self) -> None:
        self._take_in_hand(self.LISTS[0])

    def on_room_loaded(self, event: Room.Loaded) -> None:
        # Not before: the screen would be drawn for it while its store is being opened.
        if self.focused is None:
            self.turn_to(self.in_hand)

    def panel(self, name: str) -> Panel:
        """The panel of one list."""
        return self.query_one(f"#panel-{_plain(name)}", Panel)

    def turn_to(self, name: str) -> None:
        """Puts a list in hand: it has the focus, and shows where only one list does."""
        self._take_in_hand(name)
        # A list that did not show takes the focus once it does.
        self.call_after_refresh(self.panel(name).table.focus)

    def _take_in_hand(self, name: str) -> None:
        for one in self.LISTS:
            self.set_class(one == name, f"-{_plain(one)}")
            self.panel(one).set_class(one == name, "-in-hand")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """`tab` and the mouse put a list in hand as its digit does."""
        for one in self.LISTS:
            if self.panel(one).table is event.widget:
                self._take_in_hand(one)

    def want(self, key: str) -> None:
        name = self.OF_KIND.get(key.partition(":")[0])
        if name is not None:
            self.turn_to(name)
        super().want(key)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "panel":
            return parameters[0] in range(len(self.LISTS))
        if action == "zoom":
            return self.ZOOMS
        if action == "add" and self.ADDS:
            return True
        return super().check_action(action, parameters)

    @property
    def in_hand(self) -> str:
        """The list that somebody turned to last."""
        return next(one for one in self.LISTS if self.has_class(f"-{_plain(one)}"))

    def prints(self) -> Prints:
        return self.PRINTS.get(self.in_hand) or super().prints()

    def action_add(self) -> None:
        verb = self.ADDS.get(self.in_hand, self.ADD)
        if isinstance(verb, tuple):
            self._add_one_of(verb)
        elif verb is not None:
            self.add(verb)

    @work
    async def _add_one_of(self, verbs: tuple[str, ...]) -> None:
        from screens.kit.dialogs import Chooser, Option

        words = self.desk.words
        options = [Option(verb, words(verb), letter=str(n)) for n, verb in enumerate(verbs, 1)]
        window = Chooser(self.desk, words("key.add"), options, typing=False)
        chosen = await self.app.push_screen_wait(window)
        if chosen is not None:
            self.add(chosen)

    def action_panel(self, place: int) -> None:
        self.turn_to(self.LISTS[place])

    def leave(self) -> None:
        """`esc` takes the zoom back before it leaves."""
        if self.has_class("-zoomed"):
            self.action_zoom()
        else:
            super().leave()


def _plain(name: str) -> str:
    """A list's name as an id or a class may be written."""
    return name.replace(".", "-")

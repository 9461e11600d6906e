"""A bordered region with a number, a title that counts, a list, and a sentence when it is empty."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.reactive import var
from textual.widgets import Static

from screens.kit.draw import Draw
from screens.kit.table import Column, Line, RecordTable


class Panel(Container):
    """One live panel: the room assigns `lines` and `counts`, the panel does the rest."""

    lines: var[tuple[Line, ...]] = var(())
    """What the panel lists; equal values stop here."""
    counts: var[str] = var("")
    """The numbers at the right of the title."""
    alarming: var[bool] = var(False)
    """Whether something in it needs a hand now; the numbers in the title say what."""

    def __init__(
        self,
        name: str,
        columns: Sequence[Column],
        *,
        number: int | None = None,
        heading: bool = False,
        title: str | None = None,
        empty: str | None = None,
    ) -> None:
        """
        Args:
            name: the panel's id, and where its keys begin (`<name>.title`, `<name>.empty`).
            number: the digit that focuses it.
        """
        super().__init__(id=f"panel-{name}", classes="panel")
        self.title_key = title or f"{name}.title"
        self.empty_key = empty or f"{name}.empty"
        self.number = number
        self.table = RecordTable(columns, heading=heading, id=f"table-{name}")
        self._empty = Static("", classes="empty", markup=False)
        self._shown = False
        self._title = ""
        self._ruled = Content()
        self._told = ""

    def compose(self) -> ComposeResult:
        yield self.table
        yield self._empty

    def show(
        self, lines: Sequence[Line], counts: str, draw: Draw, *, alarming: bool = False
    ) -> None:
        """Shows what was read."""
        self._shown = True
        self.set_reactive(Panel.lines, tuple(lines))
        self.counts = counts
        self.alarming = alarming
        self.table.show(lines, draw)
        self._name_it(draw)

    def redraw(self, draw: Draw) -> None:
        """Draws again because time or language moved."""
        self.table.redraw(draw)
        self._name_it(draw)

    def on_resize(self) -> None:
        self._rule_off()

    def _rule_off(self) -> None:
        """The title at the left of the border and the numbers at its right, the line between."""
        # Said by the title itself: a class would have the whole panel's styles reckoned anew.
        name = Content.styled(self._title, "$error" if self.alarming else "")
        title = name
        if self.counts:
            rule = self.size.width - cell_len(f"{self._title}{self.counts}") - 6
            line = "-" if self.app.has_class("-ascii") else "─"
            title = Content.assemble(
                name,
                " ",
                (line * max(1, rule), "not bold $border-blurred"),
                Content.styled(f" {self.counts}", "$error" if self.alarming else ""),
            )
        if title != self._ruled:
            # The framework draws the whole panel again for it.
            self._ruled = title
            self.border_title = title

    def _name_it(self, draw: Draw) -> None:
        number = f"{self.number} " if self.number else ""
        self._title = f"{number}{draw.words(self.title_key)}"
        self._rule_off()
        empty = self._shown and not self.lines
        # Whom the list names is nobody's business here; that nobody is on it would be untrue.
        told = draw.words("public.empty" if draw.covered else self.empty_key) if empty else ""
        if told != self._told:
            # The framework lays the whole screen out again for it.
            self._told = told
            self._empty.update(told)
        self.set_class(empty, "-empty")

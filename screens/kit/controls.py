"""One control for every shape of field: a line to type in, with what it may mean listed below.

Doors, persons, items and words of a list are all chosen the same way: type a part, see the
matches, `enter` takes the first (or the one the arrows went to). Nobody scrolls through 634 doors.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Label, Static

from models.rules.refusal import Refusal
from screens.kit.desk import Desk
from screens.kit.dialogs import Option

if TYPE_CHECKING:
    from models.store.drafts import Ask
    from models.store.typed import Sense

MOST_MATCHES = 6


class Field(Horizontal):
    """One row of a form: label, line to type in, and a sentence below when something is wrong."""

    def __init__(self, desk: Desk, ask: "Ask", value: object, shown: str) -> None:
        """
        Args:
            value: what the field opens with.
            shown: that value as text (a record's label, where it is a record).
        """
        super().__init__(classes="field", id=f"field-{ask.name}")
        self.ask = ask
        self._desk = desk
        self._opened = value
        self._opened_text = shown
        self._chosen: tuple[str, object] | None = (shown, value) if value is not None else None
        hint = desk.words(ask.hint) if ask.hint else ""
        self.input = Input(
            shown, compact=True, placeholder=hint, select_on_focus=True, password=ask.covered
        )
        self.input.border_title = None
        self.problem = Static("", classes="problem", markup=False)

    def compose(self) -> ComposeResult:
        words = self._desk.words
        star = words("form.required") if self.ask.required else ""
        yield Label(f"{words(self.ask.label)}{star}", markup=False, classes="label")
        yield self.input

    @property
    def picks(self) -> bool:
        """Whether the value is chosen from a list rather than only typed."""
        return self.ask.shape in ("record", "choice", "yes_no")

    @property
    def touched(self) -> bool:
        """Whether the person changed what the field opened with."""
        return self.input.value.strip() != self._opened_text

    @property
    def settled(self) -> bool:
        """Whether the text still is the one its value was chosen by."""
        return self._chosen is not None and self._chosen[0] == self.input.value.strip()

    def take(self, option: Option, value: object) -> None:
        """Takes one of the matches as the value."""
        self._chosen = (option.label, value)
        self.input.value = option.label

    def put_back(self, text: str, *chosen: object) -> None:
        """Has the field say again what it said, and what that was chosen for."""
        if chosen and self.ask.enum is not None:
            chosen = tuple(one for one in self.ask.enum if one.value == chosen[0])
        if chosen:
            self._chosen = (text, chosen[0])
        self.input.value = text

    def value(self, sense: "Sense") -> object:
        """The value as typed or chosen.

        Raises:
            Refusal: when the text is not understood, or a record was typed but not chosen.
        """
        from models.store.typed import parse

        text = self.input.value.strip()
        if self._chosen is not None and self._chosen[0] == text:
            return self._chosen[1]
        if not text:
            return None
        if self.ask.shape == "record":
            raise Refusal("refuse.input.choose", text=text)
        return parse(self.ask, text, sense)

    def options(self, text: str, sense: "Sense") -> Sequence[tuple[Option, object]]:
        """What the typed text may mean; runs in a worker thread.

        A text that is still the chosen one offers everything again.
        """
        from models.store.register import lookup_kind
        from models.store.typed import matching

        typed = "" if self._chosen is not None and self._chosen[0] == text else text
        if self.ask.shape == "choice":
            return [
                (Option(str(member.value), word), member)
                for member, word in matching(self.ask, typed, sense.words)
            ]
        if self.ask.shape == "yes_no":
            yes, no = sense.words("say.yes"), sense.words("say.no")
            return [(Option("yes", yes), True), (Option("no", no), False)]
        if self.ask.shape == "record" and self.ask.kind is not None:
            find = lookup_kind(self.ask.kind).find
            if find is None:
                return []
            found = self._desk.ask(lambda session: find(session, text, MOST_MATCHES))
            return [(Option(str(f.id), f.label, f.detail), f.id) for f in found]
        return []

    def complain(self, sentence: str) -> None:
        """Shows what is wrong with this field, or takes it away with an empty sentence."""
        self.problem.update(sentence)
        self.problem.set_class(bool(sentence), "-shown")
        self.set_class(bool(sentence), "-wrong")

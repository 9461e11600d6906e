"""One control for every shape of field: a line to type in, with what it may mean listed below.

Doors, persons, items and words of a list are all chosen the same way: type a part, see the
matches, `enter` takes the first (or the one the arrows went to). Nobody scrolls through 634 doors.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Label

from models.rules.refusal import Refusal
from models.rules.text import clean
from screens.kit.desk import Desk
from screens.kit.dialogs import Option
from screens.kit.line import Line
from screens.kit.said import Said

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
        shown = clean(shown)
        self.ask = ask
        self._desk = desk
        self._opened = value
        self._opened_text = shown
        self._filled = ""
        """What the records know for it, as it was shown here."""
        self._chosen: tuple[str, object] | None = (shown, value) if value is not None else None
        hint = desk.words(ask.hint) if ask.hint else ""
        if not hint and self.must_be_chosen:
            hint = desk.words("form.choose")
        self.input = Line(desk, shown, placeholder=hint, select_on_focus=True, password=ask.covered)
        self.input.border_title = None
        self.problem = Said("", classes="problem")

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
    def must_be_chosen(self) -> bool:
        """Whether nothing stands for it until somebody chose: the first is no answer."""
        return self.picks and self.ask.required

    @property
    def touched(self) -> bool:
        """Whether the person changed what the field opened with."""
        return self.input.value.strip() not in (self._opened_text, self._filled)

    @property
    def filled(self) -> bool:
        """Whether what stands here was put by the desk, which will put it itself."""
        return bool(self._filled) and self.input.value.strip() == self._filled

    def fill(self, text: str) -> None:
        """Shows what the records know, unless the person typed something."""
        if self.filled or not self.input.value.strip():
            self._filled = text
            with self.input.prevent(Input.Changed):
                self.input.value = text

    @property
    def settled(self) -> bool:
        """Whether the text still is the one its value was chosen by."""
        return self._chosen is not None and self._chosen[0] == self.input.value.strip()

    def take(self, option: Option, value: object) -> None:
        """Takes one of the matches as the value."""
        self._chosen = (option.label, value)
        self.input.value = option.label
        self.input.cursor_position = len(option.label)

    def clear(self) -> None:
        """Takes back what was chosen."""
        self._chosen = None
        self.input.value = ""

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

        A text that is still the chosen one offers everything again; so does one that stands for
        no choice, after a line that says so. That line has no key and no value.
        """
        from models.store.register import lookup_kind
        from models.store.typed import matching

        typed = "" if self._chosen is not None and self._chosen[0] == text else text
        unchosen = [(Option("", sense.words("form.choose")), None)]
        first = unchosen if not text and self.must_be_chosen else []
        if self.ask.shape == "choice":
            meant = matching(self.ask, typed, sense.words)
            if not meant:
                first, meant = unchosen, matching(self.ask, "", sense.words)
            return [*first, *((Option(str(one.value), word), one) for one, word in meant)]
        if self.ask.shape == "yes_no":
            yes, no = sense.words("say.yes"), sense.words("say.no")
            return [*first, (Option("yes", yes), True), (Option("no", no), False)]
        if self.ask.shape == "record" and self.ask.kind is not None:
            find = lookup_kind(self.ask.kind).find
            if find is None:
                return []
            found = self._desk.ask(lambda session: find(session, text, MOST_MATCHES))
            return [*first, *((Option(str(f.id), f.label, f.detail), f.id) for f in found)]
        return []

    def understood(self, text: str, sense: "Sense") -> str:
        """The day or moment that a typed text stands for, as a person says it; else nothing.

        `+1d` and `0412` are read by rules: who typed them sees what was read before it counts.
        """
        from models.store.typed import parse, spoken

        if self.ask.shape not in ("day", "moment"):
            return ""
        try:
            return spoken(parse(self.ask, text, sense), sense)
        except Refusal:
            return ""

    def complain(self, sentence: str) -> None:
        """Shows what is wrong with this field, or takes it away with an empty sentence."""
        self._say(sentence)
        self.problem.remove_class("-understood")
        self.set_class(bool(sentence), "-wrong")

    def tell(self, sentence: str) -> None:
        """Shows how the text is understood, where nothing is wrong with it."""
        if not self.has_class("-wrong"):
            self._say(sentence)
            self.problem.add_class("-understood")

    def _say(self, sentence: str) -> None:
        self.problem.update(sentence)
        self.problem.set_class(bool(sentence), "-shown")

"""The fields of a form: a line for each, what typed text may mean, the keys from one to the next.

Keys are taken in the order in which they were typed, however fast they came: what is typed behind
an `enter` is meant for the field that the `enter` leads to.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Input
from textual.worker import get_current_worker

from models.rules.refusal import Refusal
from screens.kit.controls import Field
from screens.kit.desk import Desk
from screens.kit.dialogs import Option, Window
from screens.kit.draw import Cell, Draw
from screens.kit.kept import put_back
from screens.kit.said import Said
from screens.kit.table import Column, RecordTable

if TYPE_CHECKING:
    from models.store.drafts import Ask
    from models.store.typed import Sense

Fills = Callable[[Mapping[str, object]], Mapping[str, object]]
"""Takes the values that stand in the fields; gives what the records know for empty ones."""


def _label(option: Option, _: Draw) -> Cell:
    return option.label


def _detail(option: Option, _: Draw) -> Cell:
    return option.detail, "muted"


class Fields(Window[bool]):
    """The fields of a draft, one a row, and the keys that lead through them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "key.save", priority=True, id="form.save"),
        Binding("enter", "next", "key.next_field", priority=True, id="form.next"),
        Binding("up", "step(-1)", show=False, priority=True, id="form.up"),
        Binding("down", "step(1)", show=False, priority=True, id="form.down"),
        Binding("ctrl+t", "take_theirs", show=False, id="form.take_theirs"),
    ]

    class Matches(Message):
        """What the focused field's text may mean."""

        def __init__(
            self,
            field: Field,
            text: str,
            found: Sequence[tuple[Option, object]],
            told: str,
            known: Mapping[str, str],
        ) -> None:
            super().__init__()
            self.field = field
            self.text = text
            self.found = tuple(found)
            self.told = told
            """How the text is understood, where that is worth saying."""
            self.known = known
            """What the records know for other fields."""

    def __init__(
        self,
        desk: Desk,
        title: str,
        asks: "Sequence[Ask]",
        *,
        opened: Mapping[str, object] | None = None,
        proposed: Mapping[str, object] | None = None,
        shown: Mapping[str, str] | None = None,
        lead: str = "",
        begin: str = "",
        typed: Mapping[str, Any] | None = None,
        fills: Fills | None = None,
    ) -> None:
        """
        Args:
            opened: the values to open with, by field; None for an empty form.
            proposed: what stands in a form for something new before anybody typed.
            shown: labels of records among them.
            lead: a sentence above the fields (what the form is about, a warning).
            begin: the field to begin in; else the first that must be filled in.
            typed: what was typed when the desk ended the last time.
            fills: what the records know for the fields left empty, by what stands in the others.
        """
        super().__init__(desk, title, desk.words("foot.form"))
        self._typed = typed
        self._fills = fills
        self._editing = opened is not None
        self._opened = dict(opened or {})
        self._proposed = dict(proposed or {})
        self._lead = lead
        self._begin = begin
        self._found: dict[str, object] = {}
        self._found_for: tuple[Field, str] | None = None
        self._then: Callable[[], None] | None = None
        """What the key does that was pressed before its matches came back."""
        self.typed_ahead: list[events.Key | events.Paste] | None = None
        """Keys that came before this form could take them."""
        labels = shown or {}
        self.fields = [self._field(ask, labels) for ask in asks]
        self._matches = RecordTable(
            (Column("", _label, weight=2), Column("", _detail, weight=3)), heading=False
        )
        self._matches.can_focus = False
        self._matches.display = any(field.picks for field in self.fields)
        self._says = Said("", classes="says")

    def _field(self, ask: "Ask", labels: Mapping[str, str]) -> Field:
        from models.store.typed import show

        value = self._opened.get(
            ask.name, None if self._editing else self._proposed.get(ask.name, ask.default)
        )
        text = labels[ask.name] if ask.name in labels else ""
        if not text and value is not None and ask.shape != "record":
            text = show(ask, value, self._sense())
        field = Field(self.desk, ask, value, text)
        if self._editing and ask.name not in self._opened:
            field.input.placeholder = self.words("form.covered")
        return field

    def _sense(self) -> "Sense":
        from models.store.typed import Sense

        store = self.desk.store
        if store is None:
            raise Refusal("refuse.not_ready")
        return Sense(self.words, store.clock)

    def contents(self) -> ComposeResult:
        if self._lead:
            yield Said(self._lead, classes="lead")
        with VerticalScroll(classes="fields", can_focus=False):
            for field in self.fields:
                yield field
                yield field.problem
        yield self._matches
        yield self._says

    def on_mount(self) -> None:
        self._matches.show((), self.desk.draw())
        # A proposal is selected there, so that whoever types writes over it.
        due = (
            f
            for f in self.fields
            if f.ask.required and (not f.input.value or f.ask.name in self._proposed)
        )
        named = (f for f in self.fields if f.ask.name == self._begin)
        begin = (*named, *due, self.fields[0])[0]
        if self._typed is not None:
            begin = put_back(self.fields, self._typed) or begin
            # Whoever comes back goes on at the end: nothing is typed over.
            begin.input.select_on_focus = False
        begin.input.focus()
        self.call_after_refresh(self._type_kept)

    def _type_kept(self) -> None:
        """Types what was typed while the form was being made ready."""
        kept, self.typed_ahead = self.typed_ahead, None
        for one in kept or ():
            if isinstance(one, events.Paste):
                self.app.post_message(events.Paste(one.text))
            else:
                self.app.post_message(events.Key(one.key, one.character))

    @property
    def field(self) -> Field | None:
        """The field that is being typed in."""
        return next((f for f in self.fields if f.input is self.focused), None)

    @property
    def dirty(self) -> bool:
        """Whether something was typed that would be lost."""
        return any(field.touched for field in self.fields)

    # ── matches of the field being typed in ──────────────────────────────────────────────────

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.field is not None and self.field.input is event.input:
            self.field.complain("")
            self._look(self.field, event.value)

    def on_descendant_focus(self) -> None:
        if self.field is not None:
            self.field.scroll_visible(animate=False)
            self._look(self.field, self.field.input.value)

    @work(thread=True, exclusive=True, group="match")
    def _look(self, field: Field, text: str) -> None:
        worker = get_current_worker()
        try:
            found = field.options(text.strip(), self._sense()) if field.picks else ()
        except Refusal:
            found = ()
        told = field.understood(text.strip(), self._sense()) if text.strip() else ""
        known = self._known()
        if not worker.is_cancelled:
            self.post_message(self.Matches(field, text, found, told, known))

    def _known(self) -> dict[str, str]:
        """What the records know for fields of this form, as they would show it."""
        from models.store.typed import show

        if self._fills is None:
            return {}
        sense, standing = self._sense(), {}
        for field in self.fields:
            with suppress(Refusal):
                standing[field.ask.name] = None if field.filled else field.value(sense)
        try:
            known = self._fills(standing)
        except Refusal:
            return {}
        asked = {field.ask.name: field.ask for field in self.fields}
        return {name: show(asked[name], value, sense) for name, value in known.items()}

    def on_fields_matches(self, event: Matches) -> None:
        if event.text == event.field.input.value:
            event.field.tell(event.told)
        if self._fills is not None:
            for field in self.fields:
                if field is not self.field:
                    field.fill(event.known.get(field.ask.name, ""))
        if event.field is not self.field or event.text != event.field.input.value:
            return
        self._found_for = event.field, event.text
        self._found = {option.key: value for option, value in event.found if option.key}
        self._matches.show([option for option, _ in event.found], self.desk.draw())
        self._matches.action_edge(0)
        chosen = event.field.input.value.strip()
        for option, _ in event.found:
            if option.label == chosen:
                self._matches.go_to(option.key)
        waiting, self._then = self._then, None
        if waiting is not None:
            waiting()

    def on_record_table_opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.action_next()

    def _waits(self, field: Field, then: Callable[[], None]) -> bool:
        """Whether the matches on show are of an earlier text; the key is done once they are not."""
        text = field.input.value
        if not field.picks or field.settled or self._found_for == (field, text):
            return False
        if not text.strip() and not field.ask.required:
            return False
        self._then = then
        return True

    def _accept(self, field: Field) -> None:
        """Takes the match under the arrows where the typed text stands for one of them."""
        line = self._matches.cursor
        if self._found_for is None or self._found_for[0] is not field:
            return
        if not field.picks or not isinstance(line, Option) or line.key not in self._found:
            return
        if field.input.value.strip() or field.ask.required:
            # Whoever presses `enter` on a line that says "choose" has chosen nothing.
            field.take(line, self._found[line.key])

    # ── keys ─────────────────────────────────────────────────────────────────────────────────

    def action_step(self, steps: int) -> None:
        field = self.field
        if field is not None and field.picks and self._matches.lines:
            self._matches.action_move(steps)
            line = self._matches.cursor
            if isinstance(line, Option) and field.ask.shape != "record":
                with field.input.prevent(Input.Changed):
                    if line.key in self._found:
                        field.take(line, self._found[line.key])
                        field.complain("")
                    else:
                        field.clear()
        elif field is not None:
            self._focus_beside(field, steps)

    def _focus_beside(self, field: Field, steps: int) -> None:
        place = self.fields.index(field) + steps
        if 0 <= place < len(self.fields):
            self.set_focus(self.fields[place].input)

    def _in_turn(self, then: Callable[[], None]) -> None:
        """Does what a key asks once all that was typed before it stands in its field.

        What is typed behind it waits: it is meant for the field that the key leads to.
        """
        if self.typed_ahead is None and self.field is not None:
            self.typed_ahead = []
            self.field.input.call_later(then)

    def action_next(self) -> None:
        self._in_turn(self._next)

    def _next(self) -> None:
        field = self.field
        if field is None or not self._waits(field, self._next):
            if field is not None:
                self._go_on(field)
            self._type_kept()

    def _go_on(self, field: Field) -> None:
        self._accept(field)
        if field.picks and not self._understood(field):
            return
        if field is self.fields[-1]:
            self._begin_save()
        else:
            self._focus_beside(field, 1)

    def _understood(self, field: Field) -> bool:
        """Whether what was typed stands for something; says so beside the field where not."""
        try:
            value = field.value(self._sense())
            if value is None and field.must_be_chosen:
                raise Refusal("refuse.input.unchosen")
        except Refusal as refusal:
            field.complain(self.words(refusal.key, **refusal.params))
            return False
        return True

    def action_save(self) -> None:
        if self.field is None:
            self._begin_save()
        else:
            self._in_turn(self._save_next)

    def _save_next(self) -> None:
        if self.field is None or not self._waits(self.field, self._save_next):
            if self.field is not None:
                self._accept(self.field)
            self._begin_save()
            self._type_kept()

    def _begin_save(self) -> None:
        """What the last `enter` and `ctrl+s` come to."""
        raise NotImplementedError

"""A draft declared once becomes a form: the same for adding, editing and the question of a step.

`enter` goes to the next field, `ctrl+s` saves from anywhere, `esc` leaves and asks if something
was typed. The form closes only when the change has gone through; a refusal stays in it, beside
the field it is about, with everything that was typed. An edit hands over only the fields the
person changed; where somebody else changed the same field meanwhile, both values are shown.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
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
from screens.kit.dialogs import Confirm, Option, Window
from screens.kit.draw import Cell, Draw
from screens.kit.kept import Recall, Unsaved, put_back, unsaved
from screens.kit.records import name_of_person, value_text
from screens.kit.said import Said
from screens.kit.table import Column, RecordTable

if TYPE_CHECKING:
    from models.store.drafts import Ask
    from models.store.typed import Sense

Submit = Callable[[dict[str, object], dict[str, object]], Awaitable[Refusal | None]]
"""Takes (values, values the form opened with); gives the refusal, or None when it is done."""


Fills = Callable[[Mapping[str, object]], Mapping[str, object]]
"""Takes the values that stand in the fields; gives what the records know for empty ones."""


def _label(option: Option, _: Draw) -> Cell:
    return option.label


def _detail(option: Option, _: Draw) -> Cell:
    return option.detail, "muted"


class Form(Window[bool]):
    """The fields of a draft, one a row. Gives True once the change went through."""

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
        submit: Submit,
        *,
        opened: Mapping[str, object] | None = None,
        proposed: Mapping[str, object] | None = None,
        shown: Mapping[str, str] | None = None,
        lead: str = "",
        begin: str = "",
        recall: Recall | None = None,
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
            recall: by what it is opened again, where what is typed is worth keeping.
            typed: what was typed when the desk ended the last time.
            fills: what the records know for the fields left empty, by what stands in the others.
        """
        super().__init__(desk, title, desk.words("foot.form"))
        self._recall = recall
        self._typed = typed
        self._fills = fills
        self._submit = submit
        self._editing = opened is not None
        self._opened = dict(opened or {})
        self._proposed = dict(proposed or {})
        self._lead = lead
        self._begin = begin
        self._theirs: dict[str, object] = {}
        self._warned: dict[str, object] = {}
        """What somebody was asked about and may mean, by field."""
        self._found: dict[str, object] = {}
        self._found_for: tuple[Field, str] | None = None
        self._then: Callable[[], None] | None = None
        """What the key does that was pressed before its matches came back."""
        self._saving = False
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

    def unsaved(self) -> Unsaved | None:
        """What is lost if the desk ends now."""
        if self._recall is None or not self.dirty:
            return None
        return unsaved(self._recall, self.fields, self.field, self._sense())

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

    def on_form_matches(self, event: Matches) -> None:
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
        if not self._saving:
            self._save()

    @work(exclusive=True, group="save")
    async def _save(self) -> None:
        values = self._values()
        if values is None or self._asks_once(values):
            return
        self._saving = True
        try:
            refusal = await self._submit(values, dict(self._opened))
        finally:
            self._saving = False
        if refusal is None:
            self.dismiss(True)
        else:
            self._show_refusal(refusal)

    def _asks_once(self, values: Mapping[str, object]) -> bool:
        """Whether a note seems to hold the number of a person; saved again it is meant."""
        from models.store.numbers import warned

        found = warned([field.ask for field in self.fields], values)
        new = [name for name in found if self._warned.get(name) != values[name]]
        for field in self.fields:
            if field.ask.name in new:
                self._warned[field.ask.name] = values[field.ask.name]
                field.complain(self.words(f"warn.number.{found[field.ask.name]}"))
        if new:
            next(field for field in self.fields if field.ask.name in new).input.focus()
        return bool(new)

    def _values(self) -> dict[str, object] | None:
        """Every value that counts, or None when a field has been complained about."""
        sense, values, wrong = self._sense(), {}, None
        for field in self.fields:
            field.complain("")
            if field.filled or (self._editing and not field.touched):
                continue
            try:
                value = field.value(sense)
            except Refusal as refusal:
                field.complain(self.words(refusal.key, **refusal.params))
                wrong = wrong or field
                continue
            if value is None and field.ask.required:
                missing = "unchosen" if field.must_be_chosen else "missing"
                field.complain(self.words(f"refuse.input.{missing}"))
                wrong = wrong or field
            elif value is not None or self._editing:
                values[field.ask.name] = value
        if wrong is not None:
            wrong.input.focus()
            return None
        return values

    def _show_refusal(self, refusal: Refusal) -> None:
        from models.store.drafts import Unfit
        from models.store.register import Clash

        by_name = {field.ask.name: field for field in self.fields}
        if isinstance(refusal, Clash):
            self._show_clash(refusal.fields, by_name)
            return
        if isinstance(refusal, Unfit):
            placed = {n: v for n, v in refusal.fields.items() if n in by_name}
            for name, (key, params) in placed.items():
                by_name[name].complain(self.words(key, **params))
            if placed:
                by_name[next(iter(placed))].input.focus()
                return
        self.say(refusal)

    def say(self, refusal: Refusal | None) -> None:
        """Says under the fields why something cannot be done, or takes it back."""
        self._says.update(self.words(refusal.key, **refusal.params) if refusal else "")
        self._says.set_class(refusal is not None, "-shown")
        self.set_class(refusal is not None, "-told")

    def _show_clash(
        self, clashes: Mapping[str, tuple[object, int | None, object]], by_name: Mapping[str, Field]
    ) -> None:
        """Shows both values; saving again keeps mine, `ctrl+t` takes theirs."""
        draw = self.desk.draw()
        for name, (theirs, who, when) in clashes.items():
            self._theirs[name] = theirs
            self._opened[name] = theirs
            moment = draw.stamp(when) if isinstance(when, datetime) else ""
            name_of = name_of_person(self.desk, who)
            told = value_text(self.desk, by_name[name].ask, theirs, self._sense())
            said = self.words("form.clash", theirs=told, who=name_of, when=moment)
            by_name[name].complain(said)
        self._says.update(self.words("form.clash_choice"))
        self._says.add_class("-shown")

    def action_take_theirs(self) -> None:
        for field in self.fields:
            if field.ask.name in self._theirs:
                theirs = self._theirs.pop(field.ask.name)
                told = value_text(self.desk, field.ask, theirs, self._sense())
                field.take(Option("", told), theirs)
                field.complain("")
        self._says.update("")
        self._says.remove_class("-shown")

    async def action_leave(self) -> None:
        if self.dirty:
            self.app.push_screen(Confirm(self.desk, self.words("form.leave")), self._left)
        else:
            self.dismiss(False)

    def _left(self, leave: bool | None) -> None:
        if leave:
            self.dismiss(False)

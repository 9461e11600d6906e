"""A draft declared once becomes a form: the same for adding, editing and the question of a step.

`enter` goes to the next field, `ctrl+s` saves from anywhere, `esc` leaves and asks if something
was typed. The form closes only when the change has gone through; a refusal stays in it, beside
the field it is about, with everything that was typed. An edit hands over only the fields the
person changed; where somebody else changed the same field meanwhile, both values are shown.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from textual import work

from models.rules.refusal import Refusal
from screens.kit.controls import Field
from screens.kit.desk import Desk
from screens.kit.dialogs import Confirm, Option
from screens.kit.fields import Fields
from screens.kit.kept import Recall, Unsaved, unsaved
from screens.kit.records import name_of_person, value_text

if TYPE_CHECKING:
    from models.store.drafts import Ask

Submit = Callable[[dict[str, object], dict[str, object]], Awaitable[Refusal | None]]
"""Takes (values, values the form opened with); gives the refusal, or None when it is done."""


class Form(Fields):
    """The fields of a draft, one a row. Gives True once the change went through."""

    def __init__(
        self,
        desk: Desk,
        title: str,
        asks: "Sequence[Ask]",
        submit: Submit,
        *,
        recall: Recall | None = None,
        **opens: Any,
    ) -> None:
        """
        Args:
            recall: by what it is opened again, where what is typed is worth keeping.
            opens: what stands in it when it opens, and where it begins; see `Fields`.
        """
        super().__init__(desk, title, asks, **opens)
        self._submit = submit
        self._recall = recall
        self._theirs: dict[str, object] = {}
        self._warned: dict[str, object] = {}
        """What somebody was asked about and may mean, by field."""
        self._saving = False

    def unsaved(self) -> Unsaved | None:
        """What is lost if the desk ends now."""
        if self._recall is None or not self.dirty:
            return None
        return unsaved(self._recall, self.fields, self.field, self._sense())

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

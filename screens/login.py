"""Proving who one is: choose a name, type what is yours; what is typed is covered.

Shared by the log-in at the start, by unlocking, and by `@`. A failure is a sentence with the
seconds to wait, which count down; nothing else of the compound stands in these windows.
"""

import asyncio
import math
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, Generic, NamedTuple, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from models.rules.refusal import Refusal
from screens.kit.desk import Desk
from screens.kit.dialogs import Chooser, Option, Window
from screens.kit.form import Form
from screens.kit.said import Said

if TYPE_CHECKING:
    from models.accounts import LoginWay
    from models.store.engine import Actor, Store

T = TypeVar("T")

Check = Callable[[str, "LoginWay"], T]
"""Takes what was typed, and as what; raises `Refusal`. Run in a thread."""


class Person(NamedTuple):
    """Somebody who may log in."""

    account_id: int
    actor: "Actor"
    handle: str


class Proved(NamedTuple, Generic[T]):
    """What a check gave, and what was typed for it: who must change it need not type it again."""

    given: T
    typed: str


class ProofWindow(Window[Proved[T]]):
    """One covered line. Gives what the check gave, or None when it was left."""

    OVER_LOCK = True
    """Whether it opens over the locked screen; every other window waits behind it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "prove", "key.yes", priority=True, id="proof.prove"),
        Binding("tab", "other_way", "key.other_way", priority=True, id="proof.other_way"),
    ]

    def __init__(self, desk: Desk, name: str, check: "Check[T]", *, pin: bool = False) -> None:
        """
        Args:
            name: whose proof it is.
            pin: whether the short number opens too; it is asked for first.
        """
        words = desk.words
        super().__init__(desk, name, words("foot.proof_pin" if pin else "foot.proof"))
        self._check = check
        self._has_pin = pin
        self._by_pin = pin
        self._busy = False
        self._until = 0.0
        """When it may be tried again, by the machine's own running clock."""
        self._label = Said("", classes="lead")
        self._input = Input(password=True, compact=True)
        self._says = Said("", classes="says")

    def contents(self) -> ComposeResult:
        yield self._label
        yield self._input
        yield self._says

    def on_mount(self) -> None:
        self._input.focus()
        self._show_way()
        self.set_interval(0.5, self._count)

    def _show_way(self) -> None:
        way = "pin" if self._by_pin else "passphrase"
        self._label.update(self.words(f"proof.{way}"))

    def action_other_way(self) -> None:
        if self._has_pin:
            self._by_pin = not self._by_pin
            self._input.value = ""
            self._show_way()

    def action_prove(self) -> None:
        if not self._busy and self._input.value and self._left() == 0:
            self._prove(self._input.value, self._by_pin)

    @work(exclusive=True, group="save")
    async def _prove(self, text: str, by_pin: bool) -> None:
        from models.accounts import LoginWay

        self._busy = True
        try:
            way = LoginWay.pin if by_pin else LoginWay.passphrase
            given = await asyncio.to_thread(self._check, text, way)
        except Refusal as refusal:
            self._refused(refusal)
            return
        finally:
            self._busy = False
        self.dismiss(Proved(given, text))

    def _refused(self, refusal: Refusal) -> None:
        if refusal.key in ("refuse.accounts.no_pin", "refuse.accounts.pin_spent"):
            self._by_pin = self._has_pin = False
            self._show_way()
        self._input.value = ""
        seconds = refusal.params.get("seconds")
        self._until = time.monotonic() + seconds if isinstance(seconds, int) else 0.0
        self._say(self.words(refusal.key, **refusal.params))

    def _left(self) -> int:
        return max(0, math.ceil(self._until - time.monotonic()))

    def _count(self) -> None:
        if not self._until:
            return
        left = self._left()
        self._say(self.words("proof.wait", seconds=left) if left else self.words("proof.again"))
        if not left:
            self._until = 0.0

    def _say(self, sentence: str) -> None:
        self._says.update(sentence)
        self._says.add_class("-shown")


def choose_person(desk: Desk, people: Sequence[Person], title: str, prompt: str = "") -> Chooser:
    """A window that chooses one of those who may log in, by a part of the name or the handle."""
    words = desk.words
    options = [
        Option(str(one.account_id), one.actor.name, f"{one.handle}  {words.of(one.actor.role)}")
        for one in people
    ]
    return Chooser(desk, title, options, prompt=prompt)


def change_given(desk: Desk, store: "Store", actor: "Actor", old: str) -> Form:
    """The form of whoever was told his passphrase by somebody else: a new one, before all else."""
    from models.accounts import ChangePassphrase
    from models.store.drafts import asks
    from models.store.register import draft_for, perform

    async def submit(values: dict[str, object], _: dict[str, object]) -> Refusal | None:
        try:
            draft = draft_for("accounts.change_passphrase", {**values, "old": old})
            await asyncio.to_thread(perform, store, actor, "accounts.change_passphrase", draft)
        except Refusal as refusal:
            return refusal
        return None

    wanted = [ask for ask in asks(ChangePassphrase) if ask.name != "old"]
    words = desk.words
    return Form(desk, words("proof.change"), wanted, submit, lead=words("proof.change.lead"))

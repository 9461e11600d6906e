"""Who sits at the desk: asked at the start, and again after it was locked.

A branch without accounts asks who acts and takes a name for an answer. As soon as there is one
account whoever acts logs in. A desk that nobody touches locks itself: a dashboard of its own goes
on living, for nobody in particular, and every room with its windows stays as it was behind it.
"""

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual import events, work
from textual.app import App

from models.rules.refusal import Refusal
from screens import ROOMS
from screens.kit.desk import Desk
from screens.kit.room import Room

if TYPE_CHECKING:
    from models.accounts import Entered, LoginWay, Proof
    from models.store.engine import Actor, Reading, Store
    from screens.login import Person, Proved
    from tui.kept import Keeper
    from tui.settings import Personal

T = TypeVar("T")

LOCKED = "locked"
"""The mode of the dashboard that is shown while nobody has proved who he is."""

BOARD = 11
"""The desk's result when a wall board logged in: whoever ran the desk opens the board instead."""

IDLE_LOOK = 10.0
"""Seconds between two looks at how long nobody touched the desk."""

WHILE_LOCKED = frozenset({"ctrl+q", "1", "2", "3", "4", "up", "down", "pageup", "pagedown"})
"""Keys that go on working: counts may be looked at, and the desk may be left."""


class Entrance(App[int]):
    """The part of the desk that knows who acts."""

    desk: Desk
    personal: "Personal | None"
    login_name: str = ""
    """Who was named when the desk was opened, and has yet to prove it."""
    rooms: frozenset[str]

    _touched = 0.0
    _before = ""
    """The room that was on show when the desk was locked."""

    keeper: "Keeper"

    def _builder(self, build: Callable[[Desk], Room]) -> Callable[[], Room]:
        raise NotImplementedError

    def _begin(self) -> None:
        raise NotImplementedError

    # ── who acts ────────────────────────────────────────────────────────────────────────────

    def open_doors(self) -> None:
        """Gets ready for whoever comes; once the store is open."""
        self.desk.become = self._become_asked
        if self.personal is not None:
            self.desk.idle_minutes = self.personal.settings.idle_minutes
        self._touched = time.monotonic()
        self.set_interval(IDLE_LOOK, self._look_idle)

    @work
    async def _ask_who(self) -> None:
        """Asks who acts; a desk without anybody goes to the set-up."""
        from models.store.engine import Actor

        store = self.desk.store
        assert store is not None
        if await asyncio.to_thread(_read, store, Actor.at_the_door(), _needs_login):
            if isinstance(self.screen, Room):
                self.screen.redraw()  # the header need not say any more that it is opening
            entered = await self._log_in(store)
        else:
            entered = await self._name_oneself()
        if entered is not None:
            self.desk.actor = entered
            if entered.role == "volunteer" and "mine" in self.rooms:
                await self.switch_mode("mine")
            self._begin()

    async def _name_oneself(self) -> "Actor | None":
        from models.acts import who_may_act
        from models.store.engine import Actor
        from screens.kit.dialogs import Chooser, Option

        words = self.desk.words
        assert self.desk.store is not None
        found = await asyncio.to_thread(_read, self.desk.store, Actor.setup(), who_may_act)
        if not found:
            self.desk.actor = Actor.setup()
            if "setup" in self.rooms:
                await self.switch_mode("setup")
            self._begin()
            return None
        options = [Option(str(a.id), a.name, f"{short}  {words.of(a.role)}") for a, short in found]
        chosen = None
        while chosen is None:
            chosen = await self.push_screen_wait(Chooser(self.desk, words("who.title"), options))
        return next(a for a, _ in found if str(a.id) == chosen)

    async def _log_in(self, store: "Store") -> "Actor | None":
        """Asks for a name and what proves it, until somebody is in; None when the desk was left."""
        from screens.login import choose_person

        words, named = self.desk.words, self.login_name
        while True:
            people = await asyncio.to_thread(_people, store)
            while len(self.screen_stack) > 1:  # what a key opened before anybody was asked for
                await self.screen.dismiss(None)
            chosen = _meant(people, named)
            named = ""
            if chosen is None:
                window = choose_person(
                    self.desk, people, words("login.title"), words("login.prompt")
                )
                answer = cast("str | None", await self.push_screen_wait(window))
                if answer is None:
                    self.exit(0)
                    return None
                chosen = next(one for one in people if str(one.account_id) == answer)
            entered = await self._prove(store, chosen)
            if entered is not None and entered.role == "wallboard":
                self.exit(BOARD)
                return None
            if entered is not None:
                return entered

    async def _prove(
        self, store: "Store", person: "Person", proof: "Proof | None" = None
    ) -> "Actor | None":
        """Has somebody prove himself; whoever was given his passphrase changes it at once."""
        from models.accounts import log_in
        from screens.login import ProofWindow, change_given

        def check(text: str, way: "LoginWay") -> "Entered":
            return log_in(store, person.account_id, text, way=way)

        pin = proof is not None and proof.pin
        title = self.desk.words("login.of", name=person.actor.name)
        window = ProofWindow(self.desk, title, check, pin=pin)
        proved = cast("Proved[Entered] | None", await self.push_screen_wait(window))
        if proved is None:
            return None
        entered = proved.given
        if entered.must_change and not await self.push_screen_wait(
            change_given(self.desk, store, entered.actor, proved.typed)
        ):
            return None
        return entered.actor

    async def _become_asked(self, actor: "Actor") -> None:
        """`@`: another acts from now on, once he has proved that it is he."""
        store = self.desk.store
        if store is None or actor.id == getattr(self.desk.actor, "id", None):
            return
        if await asyncio.to_thread(_read, store, actor, _needs_login):
            from models.accounts import proof_of

            proof = await asyncio.to_thread(_read, store, actor, lambda s: proof_of(s, actor))
            if proof is None:
                raise Refusal("refuse.accounts.none", volunteer=actor.name)
            from screens.login import Person

            entered = await self._prove(store, Person(proof.account_id, actor, ""), proof)
            if entered is None:
                return
            actor = entered
        self.desk.actor = actor
        await self._forget_rooms()

    async def _forget_rooms(self) -> None:
        """Lets go of what rooms still show for another pair of eyes; they are made anew."""
        for place in ROOMS:
            if place.name != self.current_mode and place.name in self._screen_stacks:
                stack = self._screen_stacks[place.name]
                if len(stack) > 1:
                    continue  # a window with what somebody typed; its room reads when it is shown
                await self.remove_mode(place.name)
                self.add_mode(place.name, self._builder(place.build))
        if isinstance(self.screen_stack[0], Room):
            self.screen_stack[0].veil()

    # ── the public screen and the lock ──────────────────────────────────────────────────────

    @work(exclusive=True, group="public")
    async def action_public(self) -> None:
        """Nobody by name in any room, because others look; and back again."""
        if not self.desk.ready or self.desk.locked:
            return
        if self.desk.public and not await self._own_proof():
            return
        self.desk.public = not self.desk.public
        self.clear_notifications()
        told = "public.on" if self.desk.public else "public.off"
        self.notify(self.desk.words(told), markup=False)
        await self._forget_rooms()

    @work(exclusive=True, group="lock")
    async def action_lock(self) -> None:
        """Shows the public screen until who acts has proved himself again."""
        await self._lock(asked=True)

    async def _lock(self, *, asked: bool) -> None:
        store, actor = self.desk.store, self.desk.actor
        if store is None or actor is None or self.desk.locked or self.current_mode == "setup":
            return
        from models.accounts import proof_of

        try:
            proof = await asyncio.to_thread(_read, store, actor, lambda s: proof_of(s, actor))
        except Refusal:
            return
        if proof is None:
            if asked:
                self._warn(Refusal("refuse.accounts.no_lock"))
            return
        self._before, self.desk.locked = self.current_mode, True
        self.clear_notifications()
        from screens.locked import LockedRoom

        if LOCKED in self._modes:
            await self.remove_mode(LOCKED)
        self.add_mode(LOCKED, self._builder(LockedRoom))
        await self.switch_mode(LOCKED)

    @work(exclusive=True, group="unlock")
    async def action_unlock(self) -> None:
        """Asks who acts to prove himself; everything is as it was left."""
        if self.desk.locked and await self._own_proof():
            self.desk.locked = False
            await self.switch_mode(self._before)

    async def _own_proof(self) -> bool:
        """Whether who acts has proved himself; a branch without accounts asks for nothing."""
        store, actor = self.desk.store, self.desk.actor
        if store is None or actor is None:
            return False
        from models.accounts import proof_of, unlock
        from screens.login import ProofWindow

        try:
            proof = await asyncio.to_thread(_read, store, actor, lambda s: proof_of(s, actor))
        except Refusal as refusal:
            self._warn(refusal)
            return False
        if proof is None:
            return not self.desk.locked
        title = self.desk.words("unlock.of", name=actor.name)

        def check(text: str, way: "LoginWay") -> "Actor":
            return unlock(store, proof.account_id, text, way)

        window = ProofWindow(self.desk, title, check, pin=proof.pin)
        proved = cast("Proved[Actor] | None", await self.push_screen_wait(window))
        if proved is None:
            return False
        # A role that was given meanwhile is the one that acts.
        self.desk.actor = proved.given
        return True

    def _look_idle(self) -> None:
        minutes = self.desk.idle_minutes
        if minutes and time.monotonic() - self._touched > 60 * minutes and self.desk.ready:
            self._lock_idle()

    @work(exclusive=True, group="lock")
    async def _lock_idle(self) -> None:
        await self._lock(asked=False)

    def touched(self, event: events.Event) -> bool:
        """Notes that somebody is there; tells whether the lock took the event for itself."""
        if not isinstance(event, _TOUCHES):
            return False
        self._touched = time.monotonic()
        if not self.desk.locked or not isinstance(self.screen, Room):
            return False
        if isinstance(event, events.Key):
            if event.key in WHILE_LOCKED:
                return False
            self.action_unlock()
            return True
        if isinstance(event, events.MouseDown):
            self.action_unlock()
            return True
        return False

    # ── while somebody is in ────────────────────────────────────────────────────────────────

    @work(exclusive=True, group="standing")
    async def look_again(self) -> None:
        """Somebody's role or account was changed: he acts as what he is by now, or not at all."""
        from models.accounts import standing

        store, actor = self.desk.store, self.desk.actor
        if store is None or actor is None or actor.id is None:
            return
        try:
            found = await asyncio.to_thread(_read, store, actor, lambda s: standing(s, actor))
        except Refusal:
            return
        if found is None:
            self.keeper.keep()
            self.exit(1, message=self.desk.words("login.out"))
        elif found != actor:
            self.desk.actor = found
            await self._forget_rooms()

    def push_screen(self, screen: Any, *given: Any, **named: Any) -> Any:
        """Opens a window; one that was on its way when the desk was locked opens behind it."""
        if self.desk.locked and not getattr(screen, "OVER_LOCK", False):
            named.setdefault("mode", self._before)
        return super().push_screen(screen, *given, **named)

    def _warn(self, refusal: Refusal) -> None:
        told = self.desk.words(refusal.key, **refusal.params)
        self.notify(told, severity="warning", markup=False)


_TOUCHES = (
    events.Key,
    events.Paste,
    events.MouseDown,
    events.MouseScrollDown,
    events.MouseScrollUp,
)


def _read(store: "Store", viewer: "Actor", read: "Callable[[Reading], T]") -> T:
    with store.reading(viewer) as session:
        return read(session)


def _needs_login(session: "Reading") -> bool:
    from models.accounts import required

    return required(session)


def _people(store: "Store") -> "tuple[Person, ...]":
    from models.accounts import may_log_in
    from models.store.engine import Actor
    from screens.login import Person

    with store.reading(Actor.at_the_door()) as session:
        return tuple(Person(*one) for one in may_log_in(session))


def _meant(people: "tuple[Person, ...]", name: str) -> "Person | None":
    """Whom a name given on the command line means, exactly; else it is asked."""
    typed = name.strip().removeprefix("@").casefold()
    found = [p for p in people if typed in (p.actor.name.casefold(), p.handle)] if typed else []
    return found[0] if len(found) == 1 else None

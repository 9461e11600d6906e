"""Two people at one record at the same moment, each step of theirs in an order that a test gives.

Everybody acts in a thread of his or her own, on a store of his or her own, as at another terminal.
Each stops before asking for the turn to write, once it is his, before each statement that changes
something, before the commit, and wherever the test says `pause()`. The order then says whose step
comes next; who waits for a turn that somebody else has goes on by itself when it is free.
"""

import threading
from collections.abc import Callable, Iterable
from itertools import chain, cycle

import sqlalchemy as sa
from sqlalchemy import event

from models.rules.refusal import Refusal
from models.store import Store
from models.store.database import WRITES

Pause = Callable[[], None]
Move = Callable[[Store, Pause], object]

STUCK_SECONDS = 20.0
"""After so long a step is said to hang: much longer than anybody waits for a turn."""


def race(order: Iterable[int], *moves: tuple[Store, Move]) -> list[object]:
    """Lets all of them act; gives what each came to, a refusal where it was refused.

    Args:
        order: whose step comes next, again and again; when it ends, everybody in turn.
        moves: the store each acts on, and what each does.
    """
    turns = _Turns(len(moves))
    for who, (store, move) in enumerate(moves):
        turns.start(who, store, move)
    for who in chain(order, cycle(range(len(moves)))):
        if not turns.step(who):
            break
    return turns.ended()


class _Turns:
    """Who stands where; every field is guarded by the condition."""

    def __init__(self, people: int) -> None:
        self._changed = threading.Condition()
        self._standing: list[str] = ["stopped"] * people
        """running, stopped, queueing (for the turn to write), ended."""
        self._writing: set[int] = set()
        """Who has the turn to write; two of them would be a fault, and are let meet."""
        self._came_to: list[object] = [None] * people
        self._faults: list[BaseException] = []
        self._threads: list[threading.Thread] = []

    def start(self, who: int, store: Store, move: Move) -> None:
        """Brings one to the first stop."""

        def act() -> None:
            try:
                with self._watching(who, store):
                    self._stop(who)
                    self._came_to[who] = move(store, lambda: self._stop(who))
            except Refusal as refusal:
                self._came_to[who] = refusal
            except BaseException as fault:
                self._faults.append(fault)
            with self._changed:
                self._standing[who] = "ended"
                self._changed.notify_all()

        self._standing[who] = "running"
        thread = threading.Thread(target=act, daemon=True)
        self._threads.append(thread)
        thread.start()
        self._settle()

    def step(self, who: int) -> bool:
        """Lets one go on to the next stop; false when everybody ended."""
        with self._changed:
            if all(standing == "ended" for standing in self._standing):
                return False
            if self._standing[who] != "stopped":
                return True
            self._standing[who] = "running"
            self._changed.notify_all()
        self._settle()
        return True

    def ended(self) -> list[object]:
        """What each came to."""
        for thread in self._threads:
            thread.join(STUCK_SECONDS)
        if self._faults:
            raise self._faults[0]
        return self._came_to

    def _settle(self) -> None:
        """Waits until nobody moves; whoever queues for a turn that is free is about to."""
        with self._changed:
            if not self._changed.wait_for(self._still, STUCK_SECONDS):
                raise AssertionError(f"somebody hangs: {self._standing}")

    def _still(self) -> bool:
        free = not self._writing and "queueing" in self._standing
        return "running" not in self._standing and not free

    def _stop(self, who: int) -> None:
        with self._changed:
            self._standing[who] = "stopped"
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._standing[who] == "running")

    def _watching(self, who: int, store: Store) -> "_Listening":
        def ask(connection: sa.Connection) -> None:
            if not _writes(connection):
                return
            self._stop(who)
            with self._changed:
                if self._writing:
                    self._standing[who] = "queueing"
                    self._changed.notify_all()

        def begun(connection: sa.Connection) -> None:
            if _writes(connection):
                with self._changed:
                    self._writing.add(who)
                self._stop(who)

        def statement(_c: object, _cursor: object, text: str, *_rest: object) -> None:
            if who in self._writing and text.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE"):
                self._stop(who)

        def commit(_connection: sa.Connection) -> None:
            if who in self._writing:
                self._stop(who)
                self._let_go(who)

        def rollback(_connection: sa.Connection) -> None:
            if who in self._writing:
                self._let_go(who)

        return _Listening(
            store.engine,
            engine_connect=ask,
            begin=begun,
            before_cursor_execute=statement,
            commit=commit,
            rollback=rollback,
        )

    def _let_go(self, who: int) -> None:
        # Said just before the database does it: nobody else moves until this one stops again.
        with self._changed:
            self._writing.discard(who)


class _Listening:
    """Listens to an engine as long as somebody acts on it."""

    def __init__(self, engine: sa.Engine, **listeners: Callable[..., None]) -> None:
        self._engine = engine
        self._listeners = listeners

    def __enter__(self) -> None:
        for name, listener in self._listeners.items():
            event.listen(self._engine, name, listener)

    def __exit__(self, *_: object) -> None:
        for name, listener in self._listeners.items():
            event.remove(self._engine, name, listener)


def _writes(connection: sa.Connection) -> bool:
    return bool(connection.get_execution_options().get(WRITES))

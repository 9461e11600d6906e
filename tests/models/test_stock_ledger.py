"""The ledger under random hands: a balance is always the sum of its moves, and never below zero."""

import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from models import acts, stock
from models.rules.refusal import Refusal
from models.store import Clock
from tests.empty import done_with, empty_store, examples
from tests.models.storeroom import CHEN, GOWN, MASK, TODAY, act, furnish

ITEM = st.sampled_from([GOWN, MASK])
FEW = st.integers(1, 12)


class Ledger(RuleBasedStateMachine):
    """Moves and undoings in any order, beside the plainest book there is: one number an item."""

    @initialize()
    def open(self) -> None:
        self.folder = TemporaryDirectory()
        self.clock = Clock.frozen("2022-04-08T10:30")
        self.store = empty_store(Path(self.folder.name) / "desk.db", self.clock)
        furnish(self.store)
        self.book = {GOWN: 0, MASK: 0}
        self.done: list[tuple[int, int, int]] = []
        self.refused: list[str] = []

    def _do(self, verb: str, item: int, change: int, record: int | None = None, **values) -> None:
        try:
            done = act(self.store, CHEN, verb, item if record is None else record, **values)
        except Refusal as refusal:
            self.refused.append(refusal.key)
            return
        assert done.act_id is not None
        self.book[item] += change
        self.done.append((done.act_id, item, change))

    @rule(item=ITEM, n=FEW, ends=st.none() | st.integers(0, 9), rest=st.booleans())
    def receive(self, item: int, n: int, ends: int | None, rest: bool) -> None:
        day = None if ends is None else TODAY + dt.timedelta(days=ends)
        values = {"quantity": n, "expires_on": day, "quarantined": rest, "sure": True}
        self._do("stock.receive", item, n, **values)

    @rule(item=ITEM, n=FEW, verb=st.sampled_from(["issue", "use"]))
    def draw(self, item: int, n: int, verb: str) -> None:
        self._do(f"stock.{verb}", item, -n, quantity=n, sure=True)

    @rule(item=ITEM, n=FEW)
    def come_back(self, item: int, n: int) -> None:
        self._do("stock.return", item, n, quantity=n)

    @rule(item=ITEM, n=FEW, verb=st.sampled_from(["spoil", "lose"]))
    def write_off(self, item: int, n: int, verb: str) -> None:
        self._do(f"stock.{verb}", item, -n, quantity=n, reason="x", sure=True)

    @rule(item=ITEM, n=st.integers(-9, 9).filter(bool))
    def adjust(self, item: int, n: int) -> None:
        self._do("stock.adjust", item, n, difference=n, reason="x", sure=True)

    @rule(item=ITEM, n=st.integers(0, 40))
    def count(self, item: int, n: int) -> None:
        change = n - self.book[item]
        self._do("stock.count", item, change, counted=n, reason="unknown", sure=True)

    @rule(item=ITEM, n=FEW, place=st.sampled_from(["", "北门"]))
    def transfer(self, item: int, n: int, place: str) -> None:
        self._do("stock.transfer", item, 0, quantity=n, to_place=place, sure=True)

    @rule(lot=st.integers(1, 6), verb=st.sampled_from(["hold", "quarantine", "recall"]))
    def stop(self, lot: int, verb: str) -> None:
        self._do(f"stock.{verb}", GOWN, 0, record=lot, reason="x")

    @rule(lot=st.integers(1, 6))
    def free(self, lot: int) -> None:
        self._do("stock.release_hold", GOWN, 0, record=lot)

    @rule(lot=st.integers(1, 6))
    def dispose(self, lot: int) -> None:
        with self.store.reading(CHEN) as session:
            row = session.get(stock.Lot, lot)
            item, left = (row.item_id, row.on_hand) if row else (GOWN, 0)
        self._do("stock.dispose", item, -left, record=lot)

    @precondition(lambda self: self.done)
    @rule(which=st.integers(0, 200))
    def undo(self, which: int) -> None:
        act_id, item, change = self.done[which % len(self.done)]
        try:
            acts.undo(self.store, CHEN, act_id)
        except Refusal as refusal:
            assert refusal.key.startswith(("refuse.undo.", "refuse.stock.undo_short"))
            return
        self.done.remove((act_id, item, change))
        self.book[item] -= change

    @rule(days=st.integers(1, 3))
    def let_time_pass(self, days: int) -> None:
        self.clock.advance(dt.timedelta(days=days))

    @invariant()
    def the_book_is_right(self) -> None:
        if not hasattr(self, "store"):
            return
        with self.store.reading(CHEN) as session:
            assert stock.check(session) == ()
            for item, expected in self.book.items():
                assert stock.book(session, item) == expected
            for lot in stock.lots(session):
                assert lot.on_hand > 0
                assert lot.state != stock.LotState.disposed
            for line in stock.items(session):
                assert line.on_hand + line.locked == self.book.get(line.id, 0)
                assert line.daily is None or line.daily >= 0

    def teardown(self) -> None:
        if hasattr(self, "store"):
            done_with(self.store)
            self.folder.cleanup()


TestLedger = Ledger.TestCase
TestLedger.settings = settings(
    max_examples=examples(20),
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)

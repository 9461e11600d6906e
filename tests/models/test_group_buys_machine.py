"""A group buy walked at random: its books agree after every step, whatever comes in which order."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from models import group_buys
from models.group_buys import BUY, HAND, ORDER, BuyState, OrderState, Payment
from models.rules.refusal import Refusal
from models.store import Actor, Clock, Role
from models.store.register import lookup
from tests.empty import done_with, empty_store, examples
from tests.models.crew import do
from tests.models.group_buys_branch import CABBAGE, POTATO, answer, with_buy

LEAD = Actor(1, "陈书宁", Role.secretary)
STEPS = sorted({verb for verb in BUY.verbs() if verb != "group_buys.open"})
ON_A_LINE = sorted({*ORDER.verbs(), *HAND.verbs(), "group_buys.pay", "group_buys.refund"})
ASKED: dict[str, dict[str, Any]] = {
    "group_buys.extend": {"cut_off_at": "2022-04-20T18:00:00+08:00", "reason": "再等等"},
    "group_buys.reopen": {"cut_off_at": "2022-04-20T18:00:00+08:00", "reason": "漏了"},
    "group_buys.cancel": {"reason": "不送"},
    "group_buys.settle": {"reason": "以后再退"},
    "group_buys.drop": {"reason": "晚了"},
    "group_buys.short": {"reason": "少装"},
    "group_buys.refuse_goods": {"reason": "不要"},
    "group_buys.damaged": {"reason": "坏了", "portions": 1},
    "group_buys.substitute": {"substitute": "菠菜包"},
}


@pytest.mark.parametrize("machine", (BUY, ORDER, HAND), ids=lambda one: one.name)
def test_every_verb_of_the_machines_is_a_change(machine: Any) -> None:
    for verb in machine.verbs():
        assert lookup(verb).verb == verb


class BuyWalk(RuleBasedStateMachine):
    """Steps, answers, money and goods in any order; a refusal leaves everything as it was."""

    @initialize()
    def begin(self) -> None:
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        self.clock = Clock.frozen("2022-04-08T10:30")
        path = Path(self.folder.name) / "walk.db"
        self.store = empty_store(path, self.clock)
        with_buy(self.store, LEAD, cut_off_at="2022-04-19T18:00:00+08:00")

    def teardown(self) -> None:
        if hasattr(self, "store"):
            done_with(self.store)
            self.folder.cleanup()

    def attempt(self, verb: str, target: int | None, **values: object) -> None:
        """Does what the rules allow, and nothing at all where they refuse."""
        try:
            do(self.store, LEAD, verb, target, **values)
        except Refusal:
            pass

    @rule(verb=st.sampled_from(STEPS))
    def step(self, verb: str) -> None:
        self.attempt(verb, 1, **ASKED.get(verb, {}))

    @rule(
        home=st.integers(1, 5),
        cabbage=st.integers(0, 4),
        potato=st.integers(0, 4),
        paid=st.booleans(),
    )
    def answered(self, home: int, cabbage: int, potato: int, paid: bool) -> None:
        wanted = [(p, n) for p, n in ((CABBAGE, cabbage), (POTATO, potato)) if n]
        said = answer(home, *wanted, paid=paid)
        self.attempt("group_buys.take_answers", 1, answers=[said])

    @rule(verb=st.sampled_from(ON_A_LINE), order=st.integers(1, 6))
    def on_a_line(self, verb: str, order: int) -> None:
        if verb != "group_buys.order":
            self.attempt(verb, order, **ASKED.get(verb, {}))

    @rule(product=st.sampled_from((CABBAGE, POTATO)), came=st.integers(0, 12))
    def counted(self, product: int, came: int) -> None:
        self.attempt("group_buys.count_in", product, arrived=came, reason="清点")

    @rule()
    def rested(self) -> None:
        import datetime as dt

        self.clock.advance(dt.timedelta(minutes=31))

    @invariant()
    def books_agree(self) -> None:
        if not hasattr(self, "store"):
            return
        with self.store.reading(LEAD) as session:
            lines = group_buys.orders(session, 1, limit=1000).lines
            goods = group_buys.products(session, 1)
            buildings = group_buys.by_building(session, 1)
            (buy,) = group_buys.buys(session)
        assert buy.state in BuyState
        counted = [line for line in lines if line.got or line.state not in _GONE]
        assert sum(one.got for one in goods) == sum(one.got for one in buildings)
        assert sum(one.got for one in goods) == sum(
            line.got for line in counted if line.state is not OrderState.late
        )
        for line in lines:
            assert 0 <= line.got <= line.quantity
            if line.payment is Payment.refund_due:
                assert line.due_fen < 0
            elif line.payment is Payment.unpaid:
                assert line.due_fen >= 0
            else:
                assert line.due_fen == 0
        if buy.state in (BuyState.settled, BuyState.archived):
            assert buy.waiting == 0


_GONE = (OrderState.withdrawn, OrderState.dropped)

TestBuyWalk = BuyWalk.TestCase
TestBuyWalk.settings = settings(max_examples=examples(8), stateful_step_count=20, deadline=None)

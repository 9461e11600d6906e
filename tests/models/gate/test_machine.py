"""The quick line, what reads cost, taking back, and passages walked at random."""

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import event

from models import acts, gate, isolation
from models.gate import GOODS, PASSAGE, PassageState
from models.quick import understand
from models.rules.gate import GatePurpose
from models.rules.refusal import Refusal
from models.store import Actor, Clock, Role, Store
from models.store.drafts import Edit
from models.store.register import lookup, perform
from models.words import Words
from tests.conftest import CountStatements
from tests.empty import asks_sqlite, done_with, empty_store, examples
from tests.models.crew import at, do, stored
from tests.models.gate.standing import FAR, NEAR, went, with_gate

TABLES = ("passage", "gate_goods")


@pytest.mark.parametrize(
    ("typed", "verb", "values"),
    [
        (
            "3-2-401 出门 买药 36.5",
            "gate.let_out",
            {"household_id": NEAR, "purpose": GatePurpose.medicine, "tenths": 365},
        ),
        (
            "3-2-401 go out hospital",
            "gate.let_out",
            {"household_id": NEAR, "purpose": GatePurpose.hospital},
        ),
        (
            "进门 维修 燃气公司 吉A12345",
            "gate.let_in",
            {"purpose": GatePurpose.repair, "name": "燃气公司 吉A12345"},
        ),
        (
            "进货 保供车 吉A12345 120件",
            "gate.goods_in",
            {"supplier": "保供车 吉A12345", "pieces": 120},
        ),
        ("goods in lorry 120 pcs", "gate.goods_in", {"supplier": "lorry", "pieces": 120}),
        (
            "出货 空筐 30件",
            "gate.goods_in",
            {"supplier": "空筐", "pieces": 30, "outward": True},
        ),
    ],
)
def test_the_quick_line_is_understood(
    compound: Store, volunteer: Actor, typed: str, verb: str, values: dict[str, object]
) -> None:
    with compound.reading(volunteer) as session:
        read = understand(session, typed, Words("zh"))
    assert (read.verb, read.ready) == (verb, True), read
    assert read.draft().model_dump(exclude_defaults=True) == values


@pytest.mark.parametrize("typed", ["3-2-401 回来 36.4", "3-2-401 back 36.4"])
def test_coming_back_means_who_is_out(compound: Store, volunteer: Actor, typed: str) -> None:
    row = went(compound, volunteer)
    went(compound, volunteer, FAR)
    with compound.reading(volunteer) as session:
        read = understand(session, typed, Words("zh"))
    assert read.ready and read.draft().model_dump(exclude_defaults=True) == {
        "id": row.id,
        "tenths": 364,
    }


def test_a_purpose_must_be_said(compound: Store, volunteer: Actor) -> None:
    with compound.reading(volunteer) as session:
        read = understand(session, "3-2-401 出门", Words("zh"))
    assert [ask.name for ask in read.missing] == ["purpose"]


def test_a_read_costs_the_same_for_many(
    compound: Store, secretary: Actor, count_statements: CountStatements
) -> None:
    def cost() -> list[int]:
        found = []
        reads = (gate.out_now, gate.log, gate.goods, gate.waiting, gate.counts, gate.alarms)
        for read in reads:
            with compound.reading(secretary) as session, count_statements(compound) as asked:
                read(session)
            found.append(asked.count)
        return found

    went(compound, secretary)
    do(compound, secretary, "gate.goods_in", supplier="x", pieces=1)
    before = cost()
    went(compound, secretary, FAR)
    do(compound, secretary, "gate.let_in", name="快递", household_id=NEAR)
    do(compound, secretary, "gate.goods_in", supplier="x", pieces=1, household_id=FAR)
    assert cost() == before
    assert max(before) <= 7


@asks_sqlite
def test_what_is_past_is_never_looked_through(compound: Store, secretary: Actor) -> None:
    """Every read of a panel goes by an index of what is open, or of the day."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, text: str, values: Any, *_rest: Any) -> None:
        asked.append((text, values))

    event.listen(compound.engine, "before_cursor_execute", note)
    with compound.reading(secretary) as session:
        for read in (gate.out_now, gate.goods, gate.waiting, gate.counts, isolation.isolated):
            read(session)
    event.remove(compound.engine, "before_cursor_execute", note)
    with compound.engine.connect() as connection:
        plans = [
            str(step[3])
            for text, values in asked
            if text.startswith("SELECT")
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)
        ]
    assert plans
    whole = [f"SCAN {table}" for table in ("passage", "gate_goods", "isolation")]
    assert not set(whole) & set(plans)


def test_a_list_written_down_later_is_one_act_in_few_statements(
    compound: Store, secretary: Actor, count_statements: CountStatements
) -> None:
    draft = lookup("gate.let_out").draft
    told = [
        {"household_id": one, "purpose": "medicine", "passed_at": at("09:00")} for one in (1, 2)
    ]
    with count_statements(compound) as asked:
        done = perform(
            compound, secretary, "gate.let_out", *(draft.model_validate(one) for one in told)
        )
    assert len(done.rows) == 2
    assert asked.count <= 24


def test_one_list_does_not_let_a_household_out_twice(compound: Store, secretary: Actor) -> None:
    draft = lookup("gate.let_out").draft
    told = {"household_id": NEAR, "purpose": "medicine"}
    with pytest.raises(Refusal, match="refuse.gate.still_out"):
        perform(
            compound, secretary, "gate.let_out", *(draft.model_validate(told) for _ in range(2))
        )


def test_every_act_is_taken_back_whole(compound: Store, secretary: Actor) -> None:
    row = went(compound, secretary, tenths=366)
    held = went(compound, secretary, FAR, tenths=380)
    goods = do(compound, secretary, "gate.goods_in", supplier="x", pieces=1)
    steps: tuple[tuple[str, int | None, dict[str, object]], ...] = (
        ("gate.let_out", None, {"household_id": FAR, "purpose": "hospital"}),
        ("gate.let_in", None, {"name": "快递"}),
        ("gate.back", row.id, {}),
        ("gate.hold", row.id, {"tenths": 380}),
        ("gate.see_to", held.id, {"measures": "x"}),
        ("gate.goods_in", None, {"supplier": "y", "pieces": 2}),
        ("gate.disinfect", goods.id, {}),
        ("gate.hand_over", goods.id, {"handed_to": "x"}),
    )
    for verb, target, values in steps:
        before = stored(compound, *TABLES)
        do(compound, secretary, verb, target, **values)
        assert stored(compound, *TABLES) != before, verb
        take_back(compound, secretary)
        assert stored(compound, *TABLES) == before, verb
    for verb, row_id in (("gate.edit", row.id), ("gate.edit_goods", goods.id)):
        before = stored(compound, *TABLES)
        perform(
            compound, secretary, verb, Edit(id=row_id, changed={"note": "y"}, opened={"note": ""})
        )
        take_back(compound, secretary)
        assert stored(compound, *TABLES) == before, verb


def take_back(store: Store, actor: Actor) -> None:
    with store.reading(actor) as session:
        line = acts.my_last(session)
    assert line is not None
    acts.undo(store, actor, line.id)


class Passing(RuleBasedStateMachine):
    """Any order of verbs: whoever is out shows as out, and what has ended stays so."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.clock = Clock.frozen("2022-04-08T10:30")
        self.store = with_gate(empty_store(Path(self.folder.name) / "desk.db", self.clock))
        self.actor = Actor(1, "陈书宁", Role.secretary)
        self.ended: set[int] = set()
        self.made = 0

    @rule(
        household=st.sampled_from((NEAR, FAR)),
        purpose=st.sampled_from(list(GatePurpose)),
        tenths=st.sampled_from((None, 366, 380)),
    )
    def let_out(self, household: int, purpose: GatePurpose, tenths: int | None) -> None:
        values = {"household_id": household, "purpose": purpose, "tenths": tenths}
        self.made += self._try("gate.let_out", None, **values)

    @rule(
        verb=st.sampled_from(PASSAGE.verbs()),
        row=st.integers(1, 6),
        minutes=st.integers(0, 2000),
        tenths=st.sampled_from((366, 380)),
    )
    def step(self, verb: str, row: int, minutes: int, tenths: int) -> None:
        self.clock.advance(dt.timedelta(minutes=minutes))
        values = {"measures": "x"} if verb == "gate.see_to" else {"tenths": tenths}
        done = self._try(verb, row, **values)
        assert not (done and row in self.ended)

    @rule(verb=st.sampled_from((*GOODS.verbs(), "gate.goods_in")), row=st.integers(1, 3))
    def goods(self, verb: str, row: int) -> None:
        if verb == "gate.goods_in":
            self._try(verb, None, supplier="x", pieces=1)
        else:
            self._try(verb, row, **({"handed_to": "x"} if verb == "gate.hand_over" else {}))

    def _try(self, verb: str, row_id: int | None, **values: object) -> bool:
        try:
            do(self.store, self.actor, verb, row_id, **values)
        except Refusal:
            return False
        return True

    @invariant()
    def everybody_is_somewhere(self) -> None:
        if not hasattr(self, "store"):
            return
        with self.store.reading(self.actor) as session:
            lines = gate.log(session).lines
            out = gate.out_now(session)
            counted = gate.counts(session)
        open_now = {
            line.id for line in lines if line.state in (PassageState.passed, PassageState.held)
        }
        assert {line.id for line in out} == open_now
        assert counted.out + counted.held == len(open_now)
        assert len([line for line in lines if not line.refused]) == self.made
        ended = {line.id for line in lines} - open_now
        assert self.ended <= ended
        self.ended = ended

    def teardown(self) -> None:
        done_with(self.store)
        self.folder.cleanup()


TestPassing = Passing.TestCase
TestPassing.settings = settings(max_examples=examples(8), stateful_step_count=14, deadline=None)

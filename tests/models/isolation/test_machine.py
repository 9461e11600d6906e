"""The quick line, what reads cost, taking back, and isolation walked at random."""

import datetime as dt
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from models import acts, isolation
from models.isolation import ISOLATION, IsolationState, StayPlace
from models.quick import understand
from models.rules.refusal import Refusal
from models.rules.release import SampleResult
from models.store import Actor, Clock, Role, Store
from models.store.register import lookup, perform
from models.words import Words
from tests.conftest import CountStatements
from tests.empty import done_with, empty_store, examples
from tests.models.crew import do, stored
from tests.models.isolation.standing import LI, MA, all_swabs, apart, neighbour, swabbed, with_doors

TABLES = (
    "isolation",
    "isolation_exposure",
    "isolation_end",
    "isolation_sample",
    "isolation_temperature",
    "resident",
    "volunteer",
)


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("3-2-401 体温 36.5", {"tenths": 365}),
        ("3-2-401 体温36.8 咳嗽", {"tenths": 368, "symptoms": "咳嗽"}),
        ("3-2-401 temperature 37", {"tenths": 370}),
        ("3-2-401 核酸", {}),
        ("3-2-401 核酸 阴性", {"result": SampleResult.negative}),
        ("王秀芝 swab negative x2", {"result": SampleResult.negative, "samples": 2}),
    ],
)
def test_the_quick_line_is_understood(
    compound: Store, secretary: Actor, typed: str, values: dict[str, object]
) -> None:
    row = apart(compound)
    with compound.reading(secretary) as session:
        read = understand(session, typed, Words("zh"))
    assert read.ready, read
    draft = read.draft().model_dump(exclude_defaults=True)
    assert draft == {"id": row, **values}


def test_two_behind_a_door_are_chosen_from(compound: Store, secretary: Actor) -> None:
    apart(compound)
    apart(compound, LI)
    with compound.reading(secretary) as session:
        both = understand(session, "3-2-401 体温 36.5", Words("zh"))
        one = understand(session, "3-2-401 李国栋 体温 36.5", Words("zh"))
    assert both.choice is not None and len(both.choice.options) == 2
    assert one.ready


def test_a_read_costs_the_same_for_many_and_with_a_long_past(
    compound: Store, secretary: Actor, count_statements: CountStatements
) -> None:
    def cost() -> list[int]:
        found = []
        for read in (isolation.isolated, isolation.counts, isolation.alarms, isolation.panel):
            with compound.reading(secretary) as session, count_statements(compound) as asked:
                read(session)
            found.append(asked.count)
        return found

    apart(compound)
    before = cost()
    apart(compound, LI)
    apart(compound, MA)
    assert cost() == before
    assert max(before) <= 10


def test_many_at_once_are_one_act_in_few_statements(
    compound: Store, secretary: Actor, count_statements: CountStatements
) -> None:
    ids = [apart(compound), apart(compound, LI), apart(compound, MA)]
    draft = lookup("isolation.temperature").draft
    with count_statements(compound) as asked:
        done = perform(
            compound,
            secretary,
            "isolation.temperature",
            *(draft(id=row, tenths=366) for row in ids),  # type: ignore[call-arg]
        )
    assert done.act_id is not None
    assert asked.count <= 25


def test_every_act_is_taken_back_whole(compound: Store, secretary: Actor) -> None:
    row = apart(compound)
    neighbour(compound)
    all_swabs(compound, row)
    swabbed(compound, row)
    with compound.reading(secretary) as session:
        one = isolation.of(session, row)
    sample = one.samples[0].id
    steps: tuple[tuple[str, int | None, dict[str, object]], ...] = (
        ("isolation.open", None, {"resident_id": LI, "kind": "case", "happened_on": "2022-04-07"}),
        ("isolation.expose", row, {"kind": "close", "happened_on": "2022-04-05"}),
        ("isolation.contacts", row, {}),
        ("isolation.move_end", row, {"ends_on": "2022-04-12"}),
        ("isolation.test", row, {}),
        ("isolation.correct_sample", sample, {"result": "invalid", "reason": "x"}),
        ("isolation.temperature", row, {"tenths": 366}),
        ("isolation.serve", row, {"supplies_id": 4}),
        ("isolation.place", row, {"place": "central"}),
        ("isolation.confirm_case", row, {}),
        ("isolation.monitor", row, {}),
    )
    for verb, target, values in steps:
        before = stored(compound, *TABLES)
        do(compound, secretary, verb, target, **values)
        assert stored(compound, *TABLES) != before, verb
        with compound.reading(secretary) as session:
            last = acts.my_last(session)
        assert last is not None
        acts.undo(compound, secretary, last.id)
        assert stored(compound, *TABLES) == before, verb


class Apart(RuleBasedStateMachine):
    """Any order of verbs and days: nobody is free without the negatives the rules ask for."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.clock = Clock.frozen("2022-04-08T10:30")
        self.store = with_doors(empty_store(Path(self.folder.name) / "desk.db", self.clock))
        self.actor = Actor(1, "陈书宁", Role.secretary)
        self.row = apart(self.store)

    @rule(verb=st.sampled_from(ISOLATION.verbs()), days=st.integers(0, 5))
    def step(self, verb: str, days: int) -> None:
        self.clock.advance(dt.timedelta(days=days))
        told = {"kind": "close", "happened_on": self.clock.today()}
        self._try(verb, **(told if verb == "isolation.expose" else {}))

    @rule(result=st.sampled_from(list(SampleResult)))
    def swab(self, result: SampleResult) -> None:
        self._try("isolation.test", result=result)

    def _try(self, verb: str, **values: object) -> None:
        try:
            do(self.store, self.actor, verb, self.row, **values)
        except Refusal:
            return

    @invariant()
    def nobody_goes_free_unasked(self) -> None:
        if not hasattr(self, "store"):
            return
        with self.store.reading(self.actor) as session:
            one = isolation.of(session, self.row)
        if one.row.state is IsolationState.released:
            assert one.row.released_on is not None and one.row.slip
            assert one.row.place is StayPlace.home
        elif one.standing is not None and one.course is not None:
            overdue = one.standing.overdue_release
            with self.store.reading(self.actor) as session:
                keys = {alarm.key for alarm in isolation.alarms(session)}
            assert (f"isolation.overdue_release:{self.row}" in keys) is overdue

    def teardown(self) -> None:
        done_with(self.store)
        self.folder.cleanup()


TestApart = Apart.TestCase
TestApart.settings = settings(max_examples=examples(10), stateful_step_count=14, deadline=None)

"""Records of disinfection walked at random: what was struck out counts no more, and stays."""

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from models import acts, rounds, stock
from models.rounds import TREATMENT, TreatmentState
from models.rules.disinfection import CellState
from models.rules.refusal import Refusal
from models.store import Actor, Clock, Role
from models.store.journal import verify
from models.store.register import lookup
from tests.empty import done_with, empty_store, examples
from tests.models.crew import SET_UP, do
from tests.models.rounds_branch import with_compound

CREW = {3: Actor(3, "高远志", Role.shift_leader), 4: Actor(4, "孙晓丽", Role.volunteer)}
BLEACH, HELD = 1, 40
ON_RECORD = sorted({*TREATMENT.verbs(), "rounds.edit_treatment"})
AGENTS = ("bleach", "tablets", "alcohol", "peroxide", "quaternary")


def test_every_verb_of_the_machine_is_a_change() -> None:
    for verb in TREATMENT.verbs():
        assert lookup(verb).verb == verb


def test_a_struck_record_is_final_and_every_state_is_reached() -> None:
    reached = {step.target for step in TREATMENT.steps}
    assert reached | {TreatmentState.recorded} == set(TreatmentState)
    assert not [step for step in TREATMENT.steps if TreatmentState.struck in step.sources]


class TreatmentWalk(RuleBasedStateMachine):
    """Places treated, records checked, struck, edited and taken back, in any order by two."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "walk.db"
        self.store = empty_store(path, Clock.frozen("2022-04-08T10:30"))
        with_compound(self.store)
        item = do(self.store, SET_UP, "stock.add_item", name="84消毒液", unit="瓶")
        do(self.store, SET_UP, "stock.receive", item.id, quantity=HELD)
        do(self.store, SET_UP, "rounds.lay_out_places", roads="东路", goods="物资点")
        self.struck: set[int] = set()

    def teardown(self) -> None:
        if hasattr(self, "store"):
            with self.store.reading(SET_UP) as session:
                assert verify(session).broken == ()
            done_with(self.store)
            self.folder.cleanup()

    def attempt(self, who: int, verb: str, target: int | None = None, **values: object) -> bool:
        """Does what the rules allow, and nothing at all where they refuse."""
        before = self.records()
        try:
            do(self.store, CREW[who], verb, target, **values)
        except Refusal:
            assert self.records() == before
            return False
        return True

    def records(self) -> dict[int, rounds.TreatmentLine]:
        with self.store.reading(SET_UP) as session:
            return {line.id: line for line in rounds.treatments(session, limit=500)}

    @rule(
        who=st.sampled_from(sorted(CREW)),
        place=st.integers(1, 5),
        agent=st.sampled_from(AGENTS),
        strength=st.sampled_from((None, 250, 500, 1000)),
        bottles=st.integers(0, 3),
    )
    def treated(self, who: int, place: int, agent: str, strength: int | None, bottles: int) -> None:
        self.attempt(who, "rounds.disinfect", place, agent=agent, concentration=strength,
                     bottles=bottles)  # fmt: skip

    @rule(who=st.sampled_from(sorted(CREW)), kind=st.sampled_from(("stairwell", "road", "goods")))
    def all_of_a_kind(self, who: int, kind: str) -> None:
        self.attempt(who, "rounds.disinfect_where", target=kind, bottles=1)

    @rule(who=st.sampled_from(sorted(CREW)), verb=st.sampled_from(ON_RECORD), n=st.integers(0, 30))
    def on_a_record(self, who: int, verb: str, n: int) -> None:
        there = sorted(self.records())
        if not there:
            return
        record = there[n % len(there)]
        if verb == "rounds.strike_treatment":
            if self.attempt(who, verb, record, reason="记错地方"):
                self.struck.add(record)
        elif verb == "rounds.edit_treatment":
            self.attempt(who, verb, record, changed={"minutes": n}, opened={})
        else:
            self.attempt(who, verb, record)

    @rule(who=st.sampled_from(sorted(CREW)))
    def undone(self, who: int) -> None:
        actor = CREW[who]
        with self.store.reading(actor) as session:
            line = acts.my_last(session)
        if line is not None:
            try:
                acts.undo(self.store, actor, line.id)
            except Refusal:
                return
            there = self.records()
            self.struck = {n for n, one in there.items() if one.state is TreatmentState.struck}

    @invariant()
    def what_is_struck_counts_no_more_and_stays(self) -> None:
        if not hasattr(self, "store"):
            return
        records = self.records()
        struck = {n for n, one in records.items() if one.state is TreatmentState.struck}
        assert struck == self.struck
        counting = {one.place_id for one in records.values() if one.id not in struck}
        with self.store.reading(SET_UP) as session:
            for line in rounds.places(session):
                assert (line.today is CellState.done) == (line.id in counting)
            assert stock.check(session) == ()

    @invariant()
    def chlorine_has_its_strength_and_nobody_checks_his_own(self) -> None:
        if not hasattr(self, "store"):
            return
        for one in self.records().values():
            chlorine = one.agent in ("bleach", "tablets")
            assert (one.concentration is not None) == chlorine
            if one.state is TreatmentState.checked:
                assert one.checker and one.checker != one.operator


TestTreatmentWalk = TreatmentWalk.TestCase
TestTreatmentWalk.settings = settings(
    max_examples=examples(12), stateful_step_count=14, deadline=None
)

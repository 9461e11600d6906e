"""A round walked at random: nobody leaks out of it, its tubes add up, it never ends too early."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from models import acts, rounds
from models.rounds import MARKS, ROUND, TARGET, TUBE, RoundKind, RoundState, TargetState, TubeState
from models.rounds.guards import tube_counts
from models.rules.coverage import Mark
from models.rules.refusal import Refusal
from models.store import Actor, Clock, Role
from models.store.journal import verify
from models.store.register import lookup
from tests.empty import done_with, empty_store, examples
from tests.models.crew import do
from tests.models.rounds_branch import OUT, begun, with_compound

LEAD = Actor(1, "陈书宁", Role.secretary)
WHY: dict[str, Any] = {"reason": "记下"}
ON_ROUND = sorted({*ROUND.verbs(), "rounds.admit", "rounds.issue_tubes", "rounds.timetable"})
ON_TARGET = sorted({*TARGET.verbs(), "rounds.mark_door", "rounds.mark_floor"})
ON_TUBE = sorted(TUBE.verbs())
OFTEN = 4 * ["rounds.mark", "rounds.take_back"]
"""What touches a tube is tried more often than what only names an end."""
ASKED: dict[str, dict[str, Any]] = {
    **dict.fromkeys(("rounds.suspend", "rounds.take_up_again", "rounds.cancel"), WHY),
    **dict.fromkeys(("rounds.exempt", "rounds.set_away", "rounds.refuse"), WHY),
    **dict.fromkeys(("rounds.take_back", "rounds.void", "rounds.lose"), WHY),
    **dict.fromkeys(("rounds.resolve", "rounds.tube_spoilt", "rounds.pass_over"), WHY),
    "rounds.escalate": {"decided_by": "社区", "reason": "再劝"},
    "rounds.defer": {"until": "2022-04-08T20:00:00+08:00"},
    "rounds.retest": {"outcome": "negative"},
    "rounds.issue_tubes": {"tubes": 2},
}


@pytest.mark.parametrize("machine", (ROUND, TARGET, TUBE), ids=lambda one: one.name)
def test_every_verb_of_the_machines_is_a_change(machine: Any) -> None:
    for verb in machine.verbs():
        assert lookup(verb).verb == verb


@pytest.mark.parametrize("kind", list(RoundKind))
def test_a_kind_reaches_only_its_own_states_and_can_always_end(kind: RoundKind) -> None:
    marks = MARKS[kind]
    assert TargetState.seen in marks and marks[TargetState.not_seen] is Mark.left
    for state, mark in marks.items():
        if mark is Mark.left:
            out = {TargetState(step.target) for step in TARGET.steps if state in step.sources}
            assert any(marks.get(one, Mark.left) is not Mark.left for one in out)


class RoundWalk(RuleBasedStateMachine):
    """Steps, marks and tubes in any order; a refusal leaves everything as it was."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "walk.db"
        self.store = empty_store(path, Clock.frozen("2022-04-08T10:30"))
        with_compound(self.store)
        self.round = begun(self.store, LEAD)

    def teardown(self) -> None:
        if hasattr(self, "store"):
            with self.store.reading(LEAD) as session:
                assert verify(session).broken == ()
            done_with(self.store)
            self.folder.cleanup()

    def attempt(self, verb: str, target: int, **values: object) -> None:
        """Does what the rules allow, and nothing at all where they refuse."""
        try:
            do(self.store, LEAD, verb, target, **values)
        except Refusal:
            pass

    @rule(verb=st.sampled_from(ON_ROUND))
    def step(self, verb: str) -> None:
        self.attempt(verb, self.round, **ASKED.get(verb, {}))

    @rule(verb=st.sampled_from([*ON_TARGET, *OFTEN]), person=st.integers(1, 5))
    def on_a_target(self, verb: str, person: int) -> None:
        self.attempt(verb, person, **ASKED.get(verb, {}))

    @rule(building=st.integers(1, 2))
    def swept(self, building: int) -> None:
        self.attempt("rounds.mark_where", self.round, building_id=building)

    @rule(verb=st.sampled_from(ON_TUBE), tube=st.integers(1, 5))
    def on_a_tube(self, verb: str, tube: int) -> None:
        self.attempt(verb, tube, **ASKED.get(verb, {}))

    @rule(n=st.integers(0, 3))
    def returned(self, n: int) -> None:
        self.attempt("rounds.return_tubes", self.round, tubes=n)

    @rule(home=st.booleans())
    def comes_and_goes(self, home: bool) -> None:
        if home:
            self.attempt("homes.set_back", OUT)
        else:
            self.attempt("homes.set_away", OUT, away_reason="work")

    @rule()
    def undone(self) -> None:
        with self.store.reading(LEAD) as session:
            line = acts.my_last(session)
        if line is not None and line.verb.startswith("rounds.") and line.verb != "rounds.start":
            try:
                acts.undo(self.store, LEAD, line.id)
            except Refusal:
                pass

    @invariant()
    def books_agree(self) -> None:
        if not hasattr(self, "store"):
            return
        with self.store.reading(LEAD) as session:
            (line,) = rounds.rounds(session)
            people = rounds.targets(session, self.round, show="", limit=100).lines
            found = rounds.tubes(session, self.round, limit=100)
            counts = tube_counts(session, self.round)
        marks = MARKS[RoundKind.test]
        assert line.total == line.left + line.seen + line.excused + line.missed
        for one in people:
            assert one.state in marks
        for tube in found:
            inside = sum(one.tube == tube.number for one in people)
            # Who is sampled again leaves the tube that could not be read.
            assert inside <= tube.filled <= tube.size
            if tube.state in (TubeState.filling, TubeState.sealed, TubeState.delivered):
                assert inside == tube.filled
            if tube.state in (TubeState.void, TubeState.lost, TubeState.returned):
                assert inside == 0
        if line.state in (RoundState.reconciled, RoundState.results_in, RoundState.closed):
            assert all(one.mark is not Mark.left or one.state == "resample" for one in people)
            assert not counts.get(TubeState.issued) and not counts.get(TubeState.filling)
        if line.state is RoundState.closed:
            assert all(one.mark is not Mark.left for one in people)


TestRoundWalk = RoundWalk.TestCase
TestRoundWalk.settings = settings(max_examples=examples(12), stateful_step_count=30, deadline=None)

"""Every act of a patrol is taken back whole; its states walked at random."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from models import acts, patrols
from models.patrols import PATROL, PatrolState
from models.rules.refusal import Refusal
from models.store import Actor, Clock, FrozenClock, Role, Store
from models.store.drafts import Edit
from models.store.register import perform
from tests.empty import done_with, empty_store, examples
from tests.models.crew import do, stored
from tests.models.patrols.standing import EAST, WEST, met, with_routes

TABLES = ("patrol", "patrol_walker", "incident")


def test_every_act_is_taken_back_whole(
    compound: Store, volunteer: Actor, clock: FrozenClock
) -> None:
    out = do(compound, volunteer, "patrols.start", EAST)
    row = met(compound, volunteer, outcome="refused")
    steps: tuple[tuple[str, int | None, dict[str, object]], ...] = (
        ("patrols.start", WEST, {"walker_id": 5}),
        ("patrols.set_out", None, {"route_id": WEST, "walker_id": 5}),
        ("patrols.join", out.id, {"walker_id": 3}),
        ("patrols.note", out.id, {"note": "x"}),
        ("patrols.end", out.id, {"note": "x"}),
        ("patrols.record_incident", None, {"kind": "dog", "outcome": "refused", "place": "x"}),
        ("patrols.to_police", row.id, {"note": "x"}),
    )
    for verb, row_id, values in steps:
        before = stored(compound, *TABLES)
        do(compound, volunteer, verb, row_id, **values)
        assert stored(compound, *TABLES) != before, verb
        take_back(compound, volunteer)
        assert stored(compound, *TABLES) == before, verb
    edits = (("patrols.edit_patrol", out.id), ("patrols.edit_incident", row.id))
    for verb, row_id in edits:
        before = stored(compound, *TABLES)
        draft = Edit(id=row_id, changed={"note": "y"}, opened={"note": ""})
        perform(compound, volunteer, verb, draft)
        take_back(compound, volunteer)
        assert stored(compound, *TABLES) == before, verb


def take_back(store: Store, actor: Actor) -> None:
    with store.reading(actor) as session:
        line = acts.my_last(session)
    assert line is not None
    acts.undo(store, actor, line.id)


def test_a_patrol_that_met_somebody_is_not_unmade(compound: Store, volunteer: Actor) -> None:
    with compound.reading(volunteer) as session:
        before = acts.my_last(session)
    do(compound, volunteer, "patrols.start", EAST)
    with compound.reading(volunteer) as session:
        started = acts.my_last(session)
    assert started is not None and started != before
    met(compound, volunteer)
    with pytest.raises(Refusal):
        acts.undo(compound, volunteer, started.id)


class Walking(RuleBasedStateMachine):
    """Any order of verbs: a patrol is out or back, and back it stays."""

    @initialize()
    def open(self) -> None:
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        self.clock = Clock.frozen("2022-04-08T10:30")
        self.store = with_routes(empty_store(Path(self.folder.name) / "desk.db", self.clock))
        self.actor = Actor(4, "孙晓丽", Role.volunteer)
        self.back: set[int] = set()

    def _ids(self) -> list[int]:
        with self.store.reading(self.actor) as session:
            return [line.id for line in patrols.patrols(session)]

    @rule(route=st.sampled_from((EAST, WEST)), who=st.sampled_from((3, 4, 5)))
    def start(self, route: int, who: int) -> None:
        self._try("patrols.start", route, walker_id=who)

    @rule(data=st.data(), verb=st.sampled_from(PATROL.verbs()), minutes=st.integers(0, 90))
    def step(self, data: st.DataObject, verb: str, minutes: int) -> None:
        ids = self._ids()
        if ids:
            row_id = data.draw(st.sampled_from(ids))
            self.clock.advance(dt.timedelta(minutes=minutes))
            done = self._try(verb, row_id)
            assert done is not (row_id in self.back)
            self.back.add(row_id)

    def _try(self, verb: str, row_id: int, **values: object) -> bool:
        try:
            do(self.store, self.actor, verb, row_id, **values)
        except Refusal:
            return False
        return True

    @invariant()
    def nobody_walks_two(self) -> None:
        if not hasattr(self, "store"):
            return
        with self.store.reading(self.actor) as session:
            lines = patrols.patrols(session)
        out = [line for line in lines if line.state is PatrolState.running]
        walkers = [name for line in out for name in line.walkers]
        assert len(walkers) == len(set(walkers))
        assert len(out) == len({line.route for line in out})
        assert {line.id for line in lines if line.ended_at} == self.back

    def teardown(self) -> None:
        done_with(self.store)
        self.folder.cleanup()


TestWalking = Walking.TestCase
TestWalking.settings = settings(max_examples=examples(8), stateful_step_count=12, deadline=None)

"""Steps are taken back, final seats stay final, and everything has its words."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from models import shifts
from models.acts import undo
from models.rules.refusal import Refusal
from models.shifts import SEAT, SHIFT, SeatNeed, SeatState, ShiftState
from models.store import Actor, Clock, FrozenClock, Role, Store, journal
from models.store.register import draft_for, lookup, lookup_kind, perform, verb_lines
from models.words import Words
from tests.empty import done_with, empty_store, examples
from tests.models.crew import do, seat, seats, shift, stored, with_posts
from tests.models.shifts.standing import BARRIER, GATE, PLANNING, SEATING


@pytest.mark.parametrize(
    ("verb", "values"),
    [
        ("shifts.no_show", {}),
        ("shifts.drop", {"reason": "x"}),
        ("shifts.offer_swap", {}),
        ("shifts.check_in", {}),
        ("shifts.confirm", {}),
    ],
)
def test_a_step_of_a_seat_can_be_taken_back(
    rota: Store, secretary: Actor, clock: FrozenClock, verb: str, values: dict[str, object]
) -> None:
    place = shift(rota, GATE, "10:00", "14:00")
    do(rota, secretary, "shifts.assign", place, volunteer_id=5)
    clock.set("2022-04-08T11:00")
    before = stored(rota, "seat", "shift")
    done = perform(rota, secretary, verb, draft_for(verb, values, place))
    assert done.act_id is not None and stored(rota, "seat", "shift") != before
    undo(rota, secretary, done.act_id)
    assert stored(rota, "seat", "shift") == before


def test_final_seats_stay_final() -> None:
    for state in SEAT.final:
        for verb in SEAT.verbs():
            assert not SEAT.allows(verb, state)
    assert [s for s, v, _ in SHIFT.arrows() if s in SHIFT.final] == ["closed"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_verb_state_and_field_has_words(lang: str) -> None:
    words = Words(lang)
    for verb in PLANNING | SEATING:
        assert words.has(verb) and words.has(f"{verb}.did"), verb
        for ask in lookup(verb).asks:
            assert words.has(ask.label), ask.label
            assert ask.hint is None or words.has(ask.hint), ask.hint
    for member in (*SeatState, *ShiftState, *SeatNeed, *shifts.PostKind):
        assert words.has(f"{type(member).__name__}.{member.value}")


class SeatWalk(RuleBasedStateMachine):
    """Any steps at any hour: a seat only moves as its machine says, and undo gives all back."""

    @initialize()
    def begin(self) -> None:
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        self.clock = Clock.frozen("2022-04-08T10:30")
        self.store = with_posts(empty_store(Path(self.folder.name) / "w.db", self.clock))
        self.actor = Actor(1, "陈书宁", Role.secretary)
        self.made = seat(self.store, shift(self.store, GATE, "11:00", "15:00")).shift_id

    @rule(
        verb=st.sampled_from(sorted(set(SEAT.verbs()))),
        which=st.integers(0, 5),
        who=st.integers(1, 5),
        minutes=st.integers(0, 50),
        back=st.booleans(),
    )
    def step(self, verb: str, which: int, who: int, minutes: int, back: bool) -> None:
        self.clock.advance(dt.timedelta(minutes=minutes))
        found = seats(self.store, self.made)
        target = found[which % len(found)]
        values: dict[str, object] = {}
        if verb in ("shifts.assign", "shifts.take_swap"):
            values = {"volunteer_id": who, "reason": "试"}
        elif verb in ("shifts.drop", "shifts.leave_early"):
            values = {"reason": "试"}
        before = stored(self.store, "seat")
        try:
            done = perform(self.store, self.actor, verb, draft_for(verb, values, target.id))
        except Refusal:
            assert stored(self.store, "seat") == before
            return
        now = seat(self.store, target.id)
        assert SEAT.to(verb, target.state.value) == now.state.value
        if back and done.act_id is not None:
            undo(self.store, self.actor, done.act_id)
            assert stored(self.store, "seat") == before

    @invariant()
    def nobody_twice_and_never_too_many(self) -> None:
        if not hasattr(self, "made"):
            return
        found = seats(self.store, self.made)
        here = [s.volunteer_id for s in found if s.state is SeatState.on_post]
        assert len(here) == len(set(here))
        assert all((s.state is SeatState.empty) == (s.volunteer_id is None) for s in found)
        if self.clock.now() < dt.datetime(2022, 4, 8, 7, tzinfo=dt.UTC):
            kept = [s for s in found if s.state in (*shifts.FILLED, SeatState.empty)]
            assert len(kept) >= 2  # as many places as were planned, whatever was lost

    def teardown(self) -> None:
        if hasattr(self, "store"):
            with self.store.reading(self.actor) as session:
                assert journal.verify(session).broken == ()
            done_with(self.store)
            self.folder.cleanup()


TestSeatWalk = SeatWalk.TestCase
TestSeatWalk.settings = settings(max_examples=examples(12), stateful_step_count=20, deadline=None)


def test_verbs_of_a_seat_say_why_not(rota: Store, volunteer: Actor, secretary: Actor) -> None:
    place = shift(rota, BARRIER, "20:00", "22:00")
    do(rota, secretary, "shifts.assign", place, volunteer_id=5)
    with rota.reading(volunteer) as session:
        why = {
            line.verb: line.refusal.key
            for line in verb_lines(session, "shifts.seat", place)
            if line.refusal
        }
    assert why["shifts.check_in"] == "refuse.shifts.too_early"
    assert why["shifts.drop"] == "refuse.shifts.own_only"
    assert why["shifts.check_out"] == "refuse.machine"


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("gate", ["北门卡点"]),
        ("大门", ["北门卡点"]),
        ("barrier", ["西出口"]),
        ("北门", ["北门卡点"]),
    ],
)
def test_a_post_is_found_by_its_name_or_by_the_word_for_its_kind(
    rota: Store, secretary: Actor, typed: str, names: list[str]
) -> None:
    with rota.reading(secretary) as session:
        found = lookup_kind("shifts.post").find(session, typed, 9)
    assert [one.label for one in found] == names
    assert all(one.rank > 1 for one in found) or typed in names[0]

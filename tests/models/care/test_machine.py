"""Walked at random, no path of the care list loses anybody."""

from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from models import care as area
from models.care import CARE, CareContact, CareState, ContactOutcome, Met, counts, panel
from models.rules.refusal import Refusal
from models.store import FrozenClock
from tests.empty import examples
from tests.models.care.standing import CHANGES
from tests.models.care_branch import HOUR, SETUP, Care, copied


class Walk(RuleBasedStateMachine):
    """Any verbs in any order, over a moving clock."""

    care: Care
    clock: FrozenClock
    profile: int

    @rule(verb=st.sampled_from(CARE.verbs()), outcome=st.sampled_from(ContactOutcome))
    def step(self, verb: str, outcome: ContactOutcome) -> None:
        before = self.care.row(self.profile)
        values = dict(CHANGES[verb][0])
        if verb == "care.record_contact":
            values = {"outcome": outcome, "note": "缺盐"}
        try:
            self.care.do(self.care.secretary, verb, self.profile, **values)
        except Refusal:
            after = self.care.row(self.profile)
            assert after == before
            assert not CARE.allows(verb, before.state)
            return
        assert CARE.allows(verb, before.state)
        after = self.care.row(self.profile)
        if verb == "care.record_contact":
            seen = outcome in (ContactOutcome.well, ContactOutcome.needs_action)
            assert after.state is (CareState.active if seen else before.state)
            assert (after.last_seen_at == self.clock.now()) >= seen
            if not seen:
                assert after.due_at <= before.due_at
                assert after.last_seen_at == before.last_seen_at
        elif verb != "care.resolve_escalation":
            assert after.state == CARE.to(verb, before.state)

    @rule(hours=st.integers(0, 60))
    def wait(self, hours: int) -> None:
        self.clock.advance(hours * HOUR)

    @rule()
    def undo(self) -> None:
        try:
            self.care.undo(self.care.secretary)
        except (AssertionError, Refusal):
            return

    @invariant()
    def nobody_is_lost(self) -> None:
        with self.care.store.reading(self.care.secretary) as session:
            row = self.care.row(self.profile)
            on_list = row.state is not CareState.ended
            assert counts(session).total == on_list
            assert len(panel(session)) == (row.state in area.WATCHED)


def test_no_path_loses_anybody(branch: Care, tmp_path: Path) -> None:
    runs = iter(range(1000))

    def walk() -> Walk:
        machine = Walk()
        folder = tmp_path / str(next(runs))
        folder.mkdir()
        machine.clock = FrozenClock("2022-04-08T10:30")
        opening = copied(branch, folder, machine.clock)
        machine.care = opening.__enter__()
        machine.teardown = lambda: opening.__exit__(None, None, None)  # type: ignore[method-assign]
        made = {"resident_id": machine.care.wang, "categories": ["elderly"]}
        added = machine.care.do(machine.care.shift_leader, "care.add_profile", **made)
        machine.profile = int(added.id)
        return machine

    run_state_machine_as_test(
        walk,
        settings=settings(
            max_examples=examples(12),
            stateful_step_count=18,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_contacts_are_kept_with_who_and_when(care: Care, clock: FrozenClock) -> None:
    from sqlmodel import select

    profile = care.list()
    care.contact(profile, "no_answer", way="call")
    clock.advance(HOUR)
    care.contact(profile, note="精神不错")
    with care.store.reading(SETUP) as session:
        rows = session.exec(select(CareContact).order_by(CareContact.id)).all()  # type: ignore[arg-type]
    assert [(one.attempt, one.recorded_by, one.met) for one in rows] == [
        (1, care.volunteer.id, None),
        (2, care.volunteer.id, Met.met),
    ]

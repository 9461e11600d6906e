"""Every change of the campaign is taken back; reads, and phases walked at random."""

import datetime as dt
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from models import campaign
from models.branch import PhaseKind
from models.campaign import PHASES, CheckList, Course
from models.campaign.changes import close_stages
from models.rules.refusal import Refusal
from models.store import Actor, Clock, Store
from models.store.duties import take_due
from models.words import LANGUAGES, Words
from tests.conftest import CountStatements
from tests.empty import done_with, empty_store, examples
from tests.models.campaign.standing import courses, directive, founded, move
from tests.models.crew import SET_UP, do, stored

TABLES = ("phase", "directive", "milestone", "check_tick", "stage_report", "request")


@pytest.mark.parametrize(
    ("verb", "row_id", "values"),
    [
        ("campaign.unseal", 1, {"reason": "公布"}),
        ("campaign.record_directive", None, {"text": "报表"}),
        ("campaign.carry_out", 1, {}),
        ("campaign.withdraw_directive", 1, {"reason": "不要了"}),
        ("campaign.add_milestone", None, {"text": "第四批"}),
        ("campaign.remove_milestone", 1, {}),
        ("campaign.tick", None, {"checklist": "exit", "item": "keys"}),
        ("campaign.untick", None, {"checklist": "exit", "item": "gear"}),
        ("campaign.hand_over", None, {}),
    ],
)
def test_every_change_is_taken_back(
    compound: Store, secretary: Actor, verb: str, row_id: int | None, values: dict[str, object]
) -> None:
    from models import acts

    directive(compound)
    do(compound, SET_UP, "campaign.add_milestone", text="进驻")
    do(compound, SET_UP, "campaign.tick", checklist="exit", item="gear")
    do(compound, SET_UP, "branch.add_phase", kind="epidemic_free", begins_on="2022-04-12")
    do(compound, SET_UP, "requests.add", household_id=1, kind="carry", detail="米")
    before = stored(compound, *TABLES)
    do(compound, secretary, verb, row_id, **values)
    assert stored(compound, *TABLES) != before
    with compound.reading(secretary) as session:
        last = acts.my_last(session)
    assert last is not None
    for lang in LANGUAGES:
        assert "{" not in Words(lang)(f"{last.verb}.did", **last.params)
    acts.undo(compound, secretary, last.id, None)
    assert stored(compound, *TABLES) == before


def test_reads_ask_a_fixed_number_of_statements(
    compound: Store, secretary: Actor, count_statements: CountStatements
) -> None:
    def asked_for() -> list[int]:
        counted = []
        for read in (
            campaign.course,
            campaign.directives,
            campaign.counts,
            campaign.alarms,
            campaign.trends,
            lambda session: campaign.checks(session, *CheckList),
        ):
            compound.kept.clear()
            with count_statements(compound) as asked, compound.reading(secretary) as session:
                read(session)
            counted.append(asked.count)
        return counted

    few = asked_for()
    for number in range(6):
        directive(compound, text=f"第{number}件", assignee_id=3)
        do(compound, SET_UP, "campaign.add_milestone", text=f"第{number}")
        do(compound, SET_UP, "requests.add", household_id=1, kind="carry", detail="米", again=True)
    assert asked_for() == few
    assert max(few) <= 12


def test_directives_and_only_their_room_move(compound: Store, secretary: Actor) -> None:
    before = compound.areas()
    directive(compound)
    moved = {area for area, n in compound.areas().items() if n != before.get(area)}
    assert moved - {"journal"} == {"campaign"}


class Phases(RuleBasedStateMachine):
    """Phases at random: days only go on, every stage that was left has one report."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.clock = Clock.frozen("2022-03-25T09:00")
        self.store = founded(empty_store(Path(self.folder.name) / "desk.db", self.clock))

    @rule(verb=st.sampled_from(PHASES.verbs()), days=st.integers(0, 3), why=st.booleans())
    def leave(self, verb: str, days: int, why: bool) -> None:
        self.clock.advance(dt.timedelta(days=days))
        try:
            move(self.store, SET_UP, verb.partition(".")[2], reason="公布" if why else "")
        except Refusal:
            return

    @rule(kind=st.sampled_from(list(PhaseKind)), ahead=st.integers(1, 5))
    def plan(self, kind: PhaseKind, ahead: int) -> None:
        day = self.clock.today() + dt.timedelta(days=ahead)
        try:
            do(self.store, SET_UP, "branch.add_phase", kind=kind.value, begins_on=day)
        except Refusal:
            return

    @invariant()
    def one_report_for_each_stage_that_is_over(self) -> None:
        take_due(self.store, campaign.DUTIES)
        with self.store.writing(Actor.clock(), "campaign.close_stages") as session:
            close_stages(session)
        lines = courses(self.store)
        assert [one[1] for one in lines].count(Course.current) == 1
        assert all(reported is (course is Course.past) for _, course, _, reported in lines)

    def teardown(self) -> None:
        done_with(self.store)
        self.folder.cleanup()


TestPhases = Phases.TestCase
TestPhases.settings = settings(max_examples=examples(10), stateful_step_count=12, deadline=None)

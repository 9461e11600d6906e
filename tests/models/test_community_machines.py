"""Every machine of the community walked at random: there is no way round one."""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from models import acts
from models.community import GIFT, MEDIATION, MOOD, NOTICE, RUMOUR, STORY
from models.rules.machine import Machine
from models.rules.refusal import Refusal
from models.store import Actor, Clock, Role
from models.store.areas import whole
from models.store.base import Row
from models.store.register import Change, draft_for, lookup, lookup_kind, perform
from tests.empty import done_with, empty_store, examples
from tests.models.crew import do, stored
from tests.models.neighbours import FAR, LI, POLICE, WANG, with_neighbours

SECRETARY = Actor(1, "陈书宁", Role.secretary)
LATER = "2022-04-09T18:00:00+08:00"
VALUES: dict[str, Any] = {
    "receiver_id": LI,
    "times": 1,
    "finding": "false",
    "answer": "没有这回事。",
    "done": "讲清楚了",
    "said": "就这样",
    "result": "谈妥了",
    "followed_up": "还好",
    "matter": "又吵了",
    "public_text": "一位邻居帮了另一家。",
    "good_until": "2023-01-01",
    "prescription": False,
    "confirmed": True,
    "partner_id": POLICE,
}
"""What every verb is told, where it asks for it."""
MACHINES: dict[str, Machine] = {
    "gift": GIFT,
    "rumour": RUMOUR,
    "mood": MOOD,
    "mediation": MEDIATION,
    "story": STORY,
    "notice": NOTICE,
}
TABLES = ("gift", "rumour", "mood_signal", "mediation", "story", "notice")
ENDS = ("agreed", "cooled", "referred")


def told(change: Change, end: str) -> dict[str, Any]:
    asked = {ask.name for ask in change.asks}
    values = {name: value for name, value in VALUES.items() if name in asked}
    return values | ({"settlement": end} if "settlement" in asked else {})


class Walk(RuleBasedStateMachine):
    """Every verb on every record, in any order; what is refused changes nothing."""

    @initialize()
    def begin(self) -> None:
        whole("models.community")
        self.folder = tempfile.TemporaryDirectory()
        clock = Clock.frozen("2022-04-08T10:30")
        self.store = empty_store(Path(self.folder.name) / "desk.db", clock)
        with_neighbours(self.store)
        made = {
            "gift": ("offer", {"household_id": WANG, "item": "阿莫西林"}),
            "rumour": ("hear", {"text": "明天停水"}),
            "mood": ("note_mood", {"topic": "fear", "text": "睡不着"}),
            "mediation": (
                "report_conflict",
                {"kind": "noise", "household_id": WANG, "other_household_id": FAR},
            ),
            "story": ("tell_story", {"text": "邻居送了饺子"}),
            "notice": ("compose", {"kind": "free", "what": "请关窗", "expires_at": LATER}),
        }
        self.ids = {
            name: do(self.store, SECRETARY, f"community.{verb}", **values).id
            for name, (verb, values) in made.items()
        }
        self.states = {name: self.row(name).state for name in made}  # type: ignore[attr-defined]

    def row(self, name: str) -> Row:
        table = lookup_kind(f"community.{name}").table
        with self.store.reading(SECRETARY) as session:
            found = session.get(table, self.ids[name])
        assert isinstance(found, Row)
        return found

    @rule(
        name=st.sampled_from(sorted(MACHINES)),
        pick=st.integers(0, 20),
        end=st.sampled_from(ENDS),
        back=st.booleans(),
    )
    def step(self, name: str, pick: int, end: str, back: bool) -> None:
        kind = lookup_kind(f"community.{name}")
        verbs = [verb for verb in kind.verbs if verb != kind.edit]
        verb = verbs[pick % len(verbs)]
        was, before = self.states[name], stored(self.store, *TABLES)
        try:
            values = told(lookup(verb), end) | (
                {"mediator_id": 4} if verb.endswith("appoint") else {}
            )
            done = perform(self.store, SECRETARY, verb, draft_for(verb, values, self.ids[name]))
        except Refusal:
            assert self.row(name).state == was  # type: ignore[attr-defined]
            return
        now = self.row(name).state  # type: ignore[attr-defined]
        if verb in MACHINES[name].verbs():
            assert (was, verb, now) in set(MACHINES[name].arrows())
        else:
            assert now == was
        if back and done.act_id is not None:
            acts.undo(self.store, SECRETARY, done.act_id)
            assert stored(self.store, *TABLES) == before
        else:
            self.states[name] = now

    @invariant()
    def what_must_hold(self) -> None:
        gift, story, rumour = self.row("gift"), self.row("story"), self.row("rumour")
        if gift.state not in ("offered", "expired", "withdrawn"):  # type: ignore[attr-defined]
            assert gift.checked_at is not None and gift.receiver_id == LI  # type: ignore[attr-defined]
        if story.state in ("ready", "shown"):  # type: ignore[attr-defined]
            assert story.consent_at is not None and story.public_text  # type: ignore[attr-defined]
        if rumour.state not in ("heard", "checking"):  # type: ignore[attr-defined]
            assert rumour.answer and rumour.finding  # type: ignore[attr-defined]

    def teardown(self) -> None:
        if hasattr(self, "store"):
            done_with(self.store)
            self.folder.cleanup()


TestWalk = Walk.TestCase
TestWalk.settings = settings(max_examples=examples(12), stateful_step_count=40, deadline=None)

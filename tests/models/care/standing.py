"""What the tests of the care list share: people who act, and how a refusal is caught."""

import datetime as dt
from collections.abc import Callable

import pytest

from models.requests import Request
from models.rules.refusal import Refusal
from models.store import Actor, Role
from models.store.drafts import Edit
from models.store.register import perform
from models.words import table
from tests.models.care_branch import SETUP, Care

WALL = Actor(None, "大屏", Role.wallboard)
DAY = dt.timedelta(days=1)


def refusal(run: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as refused:
        run()
    assert refused.value.key in table(), refused.value.key
    return refused.value


def fields_of(run: Callable[[], object]) -> dict[str, str]:
    """Field -> key of what is wrong with it."""
    found: dict[str, tuple[str, object]] = refusal(run).fields  # type: ignore[attr-defined]
    for key, _ in found.values():
        assert key in table(), key
    return {name: key for name, (key, _) in found.items()}


def requests(care: Care) -> list[Request]:
    from sqlmodel import select

    with care.store.reading(SETUP) as session:
        return list(session.exec(select(Request)))


CHANGES: dict[str, tuple[dict[str, object], frozenset[str]]] = {
    "care.add_profile": ({}, frozenset({"secretary", "grid_leader", "shift_leader"})),
    "care.edit_profile": ({}, frozenset({"secretary", "grid_leader"})),
    "care.set_condition": ({"condition": "高血压"}, frozenset({"secretary", "grid_leader"})),
    "care.pair": (
        {"volunteer_id": 4},
        frozenset({"secretary", "grid_leader", "shift_leader", "volunteer"}),
    ),
    "care.unpair": ({"reason": "轮休"}, frozenset({"secretary", "grid_leader", "shift_leader"})),
    "care.record_contact": (
        {},
        frozenset({"secretary", "grid_leader", "shift_leader", "volunteer", "other"}),
    ),
    "care.escalate": (
        {"reason": "门内有声"},
        frozenset({"secretary", "grid_leader", "shift_leader", "volunteer", "other"}),
    ),
    "care.resolve_escalation": (
        {"note": "见到本人"},
        frozenset({"secretary", "grid_leader", "shift_leader"}),
    ),
    "care.pause": ({}, frozenset({"secretary", "grid_leader", "shift_leader"})),
    "care.resume": ({}, frozenset({"secretary", "grid_leader", "shift_leader"})),
    "care.end": ({"reason": "家人接走"}, frozenset({"secretary", "grid_leader"})),
    "care.reopen": ({"reason": "回来了"}, frozenset({"secretary", "grid_leader"})),
    "care.add_medicine": (
        {"name": "缬沙坦", "told_days": 9},
        frozenset({"secretary", "grid_leader", "shift_leader", "volunteer", "other"}),
    ),
    "care.edit_medicine": ({}, frozenset({"secretary"})),
    "care.count_medicine": ({"count": 12}, frozenset({"secretary", "volunteer"})),
    "care.stop_medicine": ({}, frozenset({"secretary"})),
    "care.raise_refills": ({}, frozenset({"secretary"})),
    "care.reveal": ({"reason": "call"}, frozenset({"secretary", "grid_leader", "volunteer"})),
}
"""Verb -> what it takes, and which of the five people may do it here: the volunteer is the paired
one, the grid leader answers for the door."""


def run(care: Care, actor: Actor, verb: str, row_id: int | None) -> object:
    """Does the verb with the values of the table."""
    values = dict(CHANGES[verb][0])
    if verb == "care.add_profile":
        values = {"resident_id": care.wang, "categories": ["elderly"]}
    if verb in ("care.edit_profile", "care.edit_medicine"):
        changed = {"note": "常在家"}
        edit = Edit(id=row_id or 0, changed=changed, opened={"note": ""})
        return perform(care.store, actor, verb, edit).rows[0]
    return care.do(actor, verb, row_id, **values)

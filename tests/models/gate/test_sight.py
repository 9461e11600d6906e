"""Who sees what of the log of the gate."""

from pathlib import Path
from typing import Any

import pytest

from models import gate
from models.exports import export
from models.gate import PassageWay
from models.rules.gate import GatePurpose
from models.rules.refusal import Refusal
from models.store import Actor, FrozenClock, Role, Store
from models.store.register import opened_values
from models.words import Words
from tests.models.crew import do
from tests.models.gate.standing import FAR, HOUR, keeper_on_post, went


def test_a_door_is_told_to_who_keeps_the_gate(
    compound: Store, secretary: Actor, volunteer: Actor
) -> None:
    went(compound, secretary, name="王秀芝", tenths=366)

    def seen(actor: Actor) -> tuple[str, str, int | None]:
        with compound.reading(actor) as session:
            line = gate.out_now(session)[0]
        return line.door, line.name, line.tenths

    assert seen(secretary) == ("3-2-401", "王秀芝", 366)
    assert seen(volunteer) == ("3-*", "王**", None)
    keeper_on_post(compound, volunteer)
    assert seen(volunteer) == ("3-2-401", "王秀芝", 366)
    with compound.reading(Actor(None, "board", Role.wallboard)) as session:
        assert gate.out_now(session) == () and gate.goods(session) == ()
        assert gate.log(session).lines == () and gate.counts(session).out == 1


def test_a_past_day_is_no_task_any_more(
    compound: Store, volunteer: Actor, clock: FrozenClock
) -> None:
    row = went(compound, volunteer)
    do(compound, volunteer, "gate.back", row.id)
    clock.advance(24 * HOUR)
    with compound.reading(volunteer) as session:
        assert gate.log(session).lines[0].door == "3-*"
        with pytest.raises(Refusal, match="refuse.gate.not_yours"):
            opened_values(session, "gate.passage", row.id)


def test_the_log_is_narrowed(
    compound: Store, volunteer: Actor, secretary: Actor, clock: FrozenClock
) -> None:
    went(compound, secretary, FAR)
    clock.advance(24 * HOUR)
    went(compound, volunteer)
    do(compound, volunteer, "gate.let_in", name="快递")
    with compound.reading(secretary) as session:

        def n(**narrowed: Any) -> int:
            return len(gate.log(session, **narrowed).lines)

        assert (n(), n(day=session.today), n(way=PassageWay.inward)) == (3, 2, 1)
        assert n(purpose=GatePurpose.medicine) == 2 and n(household_id=FAR) == 1
        assert n(mine=True) == 1
        page = gate.log(session, limit=2)
    assert len(page.lines) == 2 and page.more


def test_the_ledger_says_who_went_where_only_for_a_purpose(
    compound: Store, secretary: Actor, tmp_path: Path
) -> None:
    went(compound, secretary, name="王秀芝", tenths=366)
    plain = export(compound, secretary, "gate", tmp_path / "a.csv", Words("zh")).read_text()
    told = export(compound, secretary, "gate", tmp_path / "b.csv", Words("zh"), "报街道")
    assert "3-2-401" not in plain and "王秀芝" not in plain and "买药" in plain
    assert "3-2-401" in told.read_text() and "36.6" in told.read_text()

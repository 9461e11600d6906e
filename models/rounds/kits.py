"""Antigen kits: counted by who is present, handed to a door, reported back, drawn from the store.

What is abnormal is alarmed at once and waits for a test alone; an antigen by itself decides
nothing.
"""

from collections.abc import Mapping
from typing import Annotated

import sqlalchemy as sa
from pydantic import Field
from sqlmodel import col, func

from models.homes.side_tables import Building
from models.homes.tables import Household, Resident
from models.rounds.drafts import SomeBuilding
from models.rounds.drawing import KIT, draw, take_back
from models.rounds.guards import acted_on, guard_round
from models.rounds.kit_reports import BAD, last_reports
from models.rounds.marking import ahead
from models.rounds.members import LEFT_ROWS, PRESENT, admit
from models.rounds.states import TARGET, Outcome, TargetState
from models.rounds.tables import CoverageRound, RoundTarget
from models.rules.refusal import Refusal
from models.stock.tables import MoveKind
from models.store.drafts import Draft, Hidden, TargetId, Text, Unfit
from models.store.engine import Writing
from models.store.many import change_many
from models.store.register import change, fetch
from models.words import Key

_TO_HAND = (TargetState.not_seen, TargetState.doorstep, TargetState.deferred)
_SAYS = (Outcome.negative, Outcome.positive, Outcome.invalid)


class HandKits(Draft):
    """Kits for one door; as many as are present, unless told."""

    id: TargetId
    pieces: int | None = Field(None, ge=0, le=60, title="field.kits", description="hint.pieces")
    from_stock: bool = Field(True, description="hint.from_stock")


class HandOutKits(Draft):
    """Kits for every door of a building or a stairwell that has none yet."""

    id: TargetId
    building_id: SomeBuilding = Field(title="field.building")
    stairwell: int | None = Field(None, ge=1, le=99, title="field.stairwell")
    each: int = Field(1, ge=1, le=10, description="hint.each")
    from_stock: bool = Field(True, description="hint.from_stock")
    but: Annotated[tuple[int, ...], Hidden()] = ()
    """Targets that are passed by; plans and imports name them here."""


class ReportKit(Draft):
    """What a door's kits showed."""

    id: TargetId
    outcome: Outcome = Outcome.negative
    note: Text = Field("", max_length=100)
    sure: bool = Field(False, description="hint.kit_sure")


class ReportKits(Draft):
    """Every door of a building or a stairwell that has its kits reported nothing."""

    id: TargetId
    building_id: SomeBuilding = Field(title="field.building")
    stairwell: int | None = Field(None, ge=1, le=99, title="field.stairwell")
    sure: bool = Field(False, description="hint.kit_sure")
    but: Annotated[tuple[int, ...], Hidden()] = ()


@change("rounds.hand_kits", draft=HandKits, ahead=ahead, undo="counter", counter=take_back)
def hand_kits(session: Writing, draft: HandKits) -> RoundTarget:
    """One door gets its kits."""
    row, its = acted_on(session, draft.id, "rounds.hand_kits")
    row.state = TargetState(TARGET.to("rounds.hand_kits", row.state))
    row.quantity = _present(session, row) if draft.pieces is None else draft.pieces
    row.outcome = None
    row.at, row.by_id = session.now, session.actor.id
    if draft.from_stock:
        draw(session, KIT, MoveKind.issue, row.quantity, household_id=row.household_id)
    _say(session, its, household=row.household_id, n=row.quantity)
    return row


def _present(session: Writing, row: RoundTarget) -> int:
    asked = sa.select(func.count()).select_from(Resident)
    asked = asked.where(col(Resident.household_id) == row.household_id, PRESENT)
    return session.scalar(asked) or 0


@change("rounds.hand_out_kits", draft=HandOutKits, undo="counter", counter=take_back)
def hand_out_kits(session: Writing, draft: HandOutKits) -> CoverageRound:
    """A building's or a stairwell's doors get their kits: one act, one move out of the store."""
    its, spot = _scoped(session, draft, "rounds.hand_out_kits")
    admit(session, its)
    behind = (
        sa.select(func.count())
        .select_from(Resident)
        .where(col(Resident.household_id) == col(RoundTarget.household_id), PRESENT)
        .correlate(RoundTarget)
        .scalar_subquery()
    )
    found = session.execute(_doors(session, draft, _TO_HAND).add_columns(behind)).all()
    rows = [(row_id, people * draft.each) for row_id, _, people in found if row_id not in draft.but]
    if not rows:
        raise Refusal("refuse.rounds.nobody_left", spot=spot)
    given = {"state": TargetState.handed, "at": session.now, "by_id": session.actor.id}
    change_many(session, RoundTarget, {row_id: {**given, "quantity": n} for row_id, n in rows})
    pieces = sum(n for _, n in rows)
    if draft.from_stock:
        draw(session, KIT, MoveKind.issue, pieces, party=spot)
    _say(session, its, spot=spot, n=pieces, doors=len(rows))
    return its


@change("rounds.report_kit", draft=ReportKit, ahead=ahead)
def report_kit(session: Writing, draft: ReportKit) -> RoundTarget:
    """What one door says; what shows something waits for a test alone."""
    if draft.outcome not in (*_SAYS, *BAD):
        raise Refusal("refuse.rounds.retests", answers=_SAYS)
    row, its = acted_on(session, draft.id, "rounds.report_kit")
    reached = TargetState(TARGET.to("rounds.report_kit", row.state))
    _check_apart(session, its, [row.household_id or 0], draft.sure)
    bad = draft.outcome in BAD
    row.outcome = Outcome.abnormal if bad else draft.outcome
    if bad:
        row.state = TargetState.resample
    elif draft.outcome is not Outcome.invalid:
        row.state = reached
    row.note = draft.note
    row.at, row.by_id = session.now, session.actor.id
    _say(session, its, household=row.household_id, outcome=Key(f"Outcome.{row.outcome.value}"))
    return row


@change("rounds.report_kits", draft=ReportKits)
def report_kits(session: Writing, draft: ReportKits) -> CoverageRound:
    """Every door of a part that has its kits reported nothing."""
    its, spot = _scoped(session, draft, "rounds.report_kits")
    found = session.execute(_doors(session, draft, (TargetState.handed,))).all()
    rows = [(row_id, door) for row_id, door in found if row_id not in draft.but]
    if not rows:
        raise Refusal("refuse.rounds.nobody_left", spot=spot)
    _check_apart(session, its, [door for _, door in rows], draft.sure)
    told = {
        "state": TargetState.seen,
        "outcome": Outcome.negative,
        "at": session.now,
        "by_id": session.actor.id,
    }
    change_many(session, RoundTarget, {row_id: told for row_id, _ in rows})
    _say(session, its, spot=spot, n=len(rows))
    return its


def _check_apart(session: Writing, its: CoverageRound, households: list[int], sure: bool) -> None:
    """Two daily tests that lie too close are asked about."""
    if sure:
        return
    early = last_reports(session, its, households)
    if early:
        at = f"{session.clock.local(max(early.values())):%m-%d %H:%M}"
        raise Unfit({"sure": ("refuse.rounds.kit_too_soon", {"n": len(early), "at": at})})


def _scoped(
    session: Writing, draft: HandOutKits | ReportKits, verb: str
) -> tuple[CoverageRound, str]:
    its = fetch(session, CoverageRound, draft.id)
    guard_round(session, its, verb)
    number = fetch(session, Building, draft.building_id).number
    return its, f"{number}#" if draft.stairwell is None else f"{number}-{draft.stairwell}"


def _doors(
    session: Writing, draft: HandOutKits | ReportKits, states: tuple[TargetState, ...]
) -> "sa.Select[tuple[int, int]]":
    session.flush()
    asked: sa.Select[tuple[int, int]] = (
        sa.select(col(RoundTarget.id), col(RoundTarget.household_id))  # type: ignore[assignment]
        .join(Household, col(Household.id) == col(RoundTarget.household_id))
        .where(
            col(RoundTarget.round_id) == draft.id,
            LEFT_ROWS,
            col(RoundTarget.state).in_(states),
            col(Household.building_id) == draft.building_id,
        )
    )
    if draft.stairwell is not None:
        asked = asked.where(col(Household.stairwell) == draft.stairwell)
    return asked


def _say(session: Writing, its: CoverageRound, **told: object) -> None:
    named: Mapping[str, object] = {"kind": Key(f"RoundKind.{its.kind.value}"), "no": its.number}
    session.say(**named, **told)

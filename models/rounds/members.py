"""Who belongs to a round: made in one act from who is present, and kept up while the round runs.

Nobody is taken over as done. What the round before left behind goes on as a hint, with how often
running it was missed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.orm import Mapped
from sqlmodel import col, select

from models.branch.reads import ruled
from models.homes.tables import Household, Presence, Resident
from models.rounds.states import (
    BEGUN,
    LEFT,
    MARKS,
    UNITS,
    Cause,
    RoundKind,
    RoundState,
    TargetState,
    Unit,
)
from models.rounds.tables import CoveragePlace, CoverageRound, RoundTarget, within
from models.rules.coverage import Mark, Target, carried, check_ended
from models.rules.timetable import SamplingRules
from models.store.engine import Reading, Writing
from models.store.many import add_many

Rows: TypeAlias = sa.Select[*tuple[Any, ...]]

PRESENT = (col(Resident.presence) == Presence.present) & col(Resident.moved_out_on).is_(None)
LEFT_ROWS = sa.text(f"round_target.{within(LEFT)}")
"""Spelt as the partial index is, so that what has ended is never looked at."""

_CAUSES = {
    Presence.away: Cause.away,
    Presence.hospital: Cause.hospital,
    Presence.isolation_site: Cause.isolation_site,
}


def sampling_rules(session: Reading) -> SamplingRules:
    """The numbers of a test round, as the set in force says.

    Raises:
        Refusal: when there is no such set.
    """
    return ruled(session, "testing", SamplingRules.from_data)


@dataclass(frozen=True, slots=True)
class _Subject:
    """Whom or what a target is about."""

    resident_id: int | None = None
    household_id: int | None = None
    place_id: int | None = None

    @property
    def key(self) -> int | None:
        """What tells it from the others of its round."""
        return self.resident_id or self.place_id or self.household_id


def _of_unit(unit: Unit) -> tuple[Rows, Mapped[int | None]]:
    """Everybody who belongs to a round now, and what tells one from another."""
    asked: Rows
    match unit:
        case Unit.resident:
            asked = sa.select(
                col(Resident.id).label("resident_id"),
                col(Resident.household_id).label("household_id"),
                sa.null().label("place_id"),
            ).where(PRESENT)
            return asked.order_by(col(Resident.id)), col(Resident.id)
        case Unit.household:
            at_home = sa.exists().where(col(Resident.household_id) == col(Household.id), PRESENT)
            asked = sa.select(
                sa.null().label("resident_id"),
                col(Household.id).label("household_id"),
                sa.null().label("place_id"),
            ).where(at_home)
            return asked.order_by(col(Household.id)), col(Household.id)
        case Unit.place:
            asked = sa.select(
                sa.null().label("resident_id"),
                sa.null().label("household_id"),
                col(CoveragePlace.id).label("place_id"),
            ).where(col(CoveragePlace.retired).is_(False))
            return asked.order_by(col(CoveragePlace.id)), col(CoveragePlace.id)


_OF_TARGET = {
    Unit.resident: col(RoundTarget.resident_id),
    Unit.household: col(RoundTarget.household_id),
    Unit.place: col(RoundTarget.place_id),
}


_OF = {Unit.resident: Resident, Unit.household: Household, Unit.place: CoveragePlace}


def arriving(kind: RoundKind, round_id: int) -> Rows:
    """Who belongs to a round of that kind and is not in it yet."""
    unit = UNITS[kind]
    asked, own = _of_unit(unit)
    known = sa.select(_OF_TARGET[unit]).where(
        col(RoundTarget.round_id) == round_id, _OF_TARGET[unit].is_not(None)
    )
    return asked.where(own.not_in(known))


def arrivals(session: Reading, rounds: Iterable[CoverageRound]) -> dict[int, int]:
    """How many belong to each of these rounds and are not in it yet; a statement a kind of unit."""
    by_unit: dict[Unit, list[int]] = {}
    for row in rounds:
        by_unit.setdefault(UNITS[row.kind], []).append(row.id or 0)
    found: dict[int, int] = {}
    for unit, ids in by_unit.items():
        asked, own = _of_unit(unit)
        # The condition as the partial unique index has it: each is looked up, none is scanned.
        known = sa.exists().where(
            col(RoundTarget.round_id) == col(CoverageRound.id),
            _OF_TARGET[unit] == own,
            *((col(RoundTarget.resident_id).is_(None),) if unit is Unit.household else ()),
        )
        counted = (
            asked.with_only_columns(col(CoverageRound.id), sa.func.count())
            .order_by(None)
            .select_from(_OF[unit])
            .join(CoverageRound, col(CoverageRound.id).in_(ids))
            .where(sa.not_(known))
            .group_by(col(CoverageRound.id))
        )
        found |= {round_id: n for round_id, n in session.execute(counted)}
    return found


def admit(session: Writing, row: CoverageRound) -> int:
    """Makes the targets that are not there yet, in one act; gives how many."""
    session.flush()
    found = session.execute(arriving(row.kind, row.id or 0)).all()
    if not found:
        return 0
    subjects = [_Subject(one.resident_id, one.household_id, one.place_id) for one in found]
    before = _before(session, row, subjects)
    made = (
        {
            "round_id": row.id,
            "resident_id": subject.resident_id,
            "household_id": subject.household_id,
            "place_id": subject.place_id,
            **_carried(row.kind, before.get(subject.key)),
        }
        for subject in subjects
    )
    add_many(session, RoundTarget, made)
    return len(subjects)


def excuse_the_gone(session: Writing, row: CoverageRound) -> int:
    """Those left of whom the register says that they are not here any more; gives how many."""
    if UNITS[row.kind] is not Unit.resident:
        return 0
    session.flush()
    found = session.execute(
        sa.select(RoundTarget, col(Resident.presence), col(Resident.moved_out_on))
        .join(Resident, col(Resident.id) == col(RoundTarget.resident_id))
        .where(col(RoundTarget.round_id) == row.id, LEFT_ROWS, sa.not_(PRESENT))
    ).all()
    for target, presence, moved_out_on in found:
        target.state = TargetState.away
        target.cause = Cause.moved_out if moved_out_on else _CAUSES[presence]
        target.at, target.by_id = session.now, session.actor.id
    return len(found)


def _before(
    session: Writing, row: CoverageRound, subjects: Iterable[_Subject]
) -> dict[int | None, Any]:
    """What the last round of the kind that was begun left of these."""
    last = session.exec(
        select(CoverageRound.id)
        .where(
            CoverageRound.kind == row.kind,
            col(CoverageRound.number) < row.number,
            col(CoverageRound.started_at).is_not(None),
            CoverageRound.state != RoundState.cancelled,
        )
        .order_by(col(CoverageRound.number).desc())
        .limit(1)
    ).first()
    if last is None:
        return {}
    own = _OF_TARGET[UNITS[row.kind]]
    asked: Rows = sa.select(
        own.label("own"),
        col(RoundTarget.state),
        col(RoundTarget.reason),
        col(RoundTarget.cause),
        col(RoundTarget.hint),
        col(RoundTarget.hint_cause),
        col(RoundTarget.missed),
    ).where(col(RoundTarget.round_id) == last)
    wanted = [subject.key for subject in subjects]
    if len(wanted) < _FEW:
        asked = asked.where(own.in_(wanted))
    return {one.own: one for one in session.execute(asked)}


_FEW = 100
"""Fewer than these are asked for by name, more by reading the whole round before."""


def _carried(kind: RoundKind, before: Any) -> dict[str, object]:
    """What goes on from the round before: a hint and a count, never that it is done."""
    if before is None:
        return {}
    mark = MARKS[kind][before.state]
    if mark is Mark.seen:
        return {}
    was = Target(
        0, 0, 0, 0, 0, mark=mark, reason=before.reason, hint=before.hint, missed=before.missed
    )
    begun = carried(_FRESH, was)
    # A cause goes with the reason it stood beside.
    cause = before.cause if before.reason or before.cause else before.hint_cause
    return {"hint": begun.hint, "hint_cause": cause, "missed": begun.missed}


_FRESH = Target(0, 0, 0, 0, 0)


def check_all_ended(session: Reading, row: CoverageRound) -> None:
    """Lets a round go on from its mop-up.

    Raises:
        Refusal: while anybody is left or arriving, or ended unseen without a reason.
    """
    marks = MARKS[row.kind]
    rows = session.execute(
        sa.select(
            col(RoundTarget.id),
            col(RoundTarget.state),
            col(RoundTarget.reason),
            col(RoundTarget.cause),
        ).where(
            col(RoundTarget.round_id) == row.id,
            col(RoundTarget.state) != TargetState.seen,
        )
    )
    found = [
        Target(one.id, 0, 0, 0, 0, mark=marks[one.state], reason=one.reason or str(one.cause or ""))
        for one in rows
    ]
    if row.state in BEGUN:
        # Whoever arrived and was not admitted yet is left like everybody else; who comes home
        # after the round was reconciled belongs to the next one.
        found += [_FRESH for _ in session.execute(arriving(row.kind, row.id or 0))]
    check_ended(found)

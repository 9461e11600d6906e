"""Tubes: given out, sealed, brought to the laboratory, read."""

import sqlalchemy as sa
from sqlmodel import col, func, select

from models.homes.tables import Resident
from models.rounds.drafts import DeliverTube, IssueTubes, ReasonedTube, ReturnTubes
from models.rounds.guards import guard_round, guard_tube, say_round
from models.rounds.members import LEFT_ROWS, PRESENT, admit
from models.rounds.placing import list_stairwells
from models.rounds.states import (
    TUBE,
    RoundState,
    TargetState,
    TubeState,
)
from models.rounds.tables import CoverageRound, RoundTarget, RoundTube
from models.rules.refusal import Refusal
from models.rules.tubes import tubes_needed
from models.store.engine import Reading, Writing
from models.store.register import LEADERS, TargetDraft, change, fetch, targets

AHEAD = targets(RoundTube)


@change("rounds.issue_tubes", draft=IssueTubes, roles=LEADERS)
def issue(session: Writing, draft: IssueTubes) -> CoverageRound:
    """Numbered tubes are given out; as many as the people left need, unless told."""
    row = fetch(session, CoverageRound, draft.id)
    guard_round(session, row, "rounds.issue_tubes")
    size = row.tube_size or 1
    n = draft.tubes
    last, free = session.execute(
        sa.select(
            func.max(col(RoundTube.number)),
            func.sum(sa.case((col(RoundTube.state) == TubeState.issued, 1), else_=0)),
        ).where(col(RoundTube.round_id) == row.id)
    ).one()
    if n is None:
        # Each lane, and the team at the doors, ends with one that is not full.
        spare = row.lanes + 1
        n = max(1, tubes_needed(_to_come(session, row), size) + spare - (free or 0))
    for number in range((last or 0) + 1, (last or 0) + n + 1):
        session.add(RoundTube(round_id=row.id or 0, number=number, size=size))
    say_round(session, row)
    session.say(n=n, size=size)
    return row


def _to_come(session: Reading, row: CoverageRound) -> int:
    """People whose samples a round still expects."""
    if row.started_at is None:
        asked = sa.select(func.count()).select_from(Resident).where(PRESENT)
    else:
        asked = (
            sa.select(func.count())
            .select_from(RoundTarget)
            .where(col(RoundTarget.round_id) == row.id, LEFT_ROWS)
        )
    return session.scalar(asked) or 0


@change("rounds.return_tubes", draft=ReturnTubes)
def return_unused(session: Writing, draft: ReturnTubes) -> CoverageRound:
    """Unused tubes come back, as many as were counted: the last numbers first."""
    row = fetch(session, CoverageRound, draft.id)
    guard_round(session, row, "rounds.return_tubes")
    unused = session.exec(
        select(RoundTube)
        .where(RoundTube.round_id == row.id, RoundTube.state == TubeState.issued)
        .order_by(col(RoundTube.number).desc())
    ).all()
    if draft.tubes > len(unused):
        raise Refusal("refuse.rounds.more_returned", n=draft.tubes, unused=len(unused))
    for tube in unused[: draft.tubes]:
        tube.state = TubeState.returned
    say_round(session, row)
    session.say(n=draft.tubes, missing=len(unused) - draft.tubes)
    return row


@change("rounds.seal", draft=TargetDraft, ahead=AHEAD)
def seal(session: Writing, draft: TargetDraft) -> RoundTube:
    """Closed before it was full."""
    tube = _step(session, draft.id, "rounds.seal")
    tube.sealed_at = session.now
    return tube


@change("rounds.deliver", draft=DeliverTube, ahead=AHEAD)
def deliver(session: Writing, draft: DeliverTube) -> RoundTube:
    """Brought to the laboratory."""
    tube = _step(session, draft.id, "rounds.deliver")
    tube.delivered_at = draft.at or session.now
    tube.delivered_to = draft.delivered_to
    return tube


@change("rounds.tube_negative", draft=TargetDraft, ahead=AHEAD)
def negative(session: Writing, draft: TargetDraft) -> RoundTube:
    """Nobody in it is positive: that is every member's result."""
    tube = _step(session, draft.id, "rounds.tube_negative")
    tube.result_at = session.now
    return tube


@change("rounds.tube_mixed", draft=TargetDraft, ahead=AHEAD)
def mixed(session: Writing, draft: TargetDraft) -> RoundTube:
    """Somebody in it may be positive; its sheet lists whom that concerns."""
    tube = _step(session, draft.id, "rounds.tube_mixed")
    tube.result_at = session.now
    list_stairwells(session, draft.id)
    return tube


@change("rounds.tube_spoilt", draft=ReasonedTube, ahead=AHEAD)
def spoilt(session: Writing, draft: ReasonedTube) -> RoundTube:
    """The laboratory could not read it: its people are tested again."""
    tube = _step(session, draft.id, "rounds.tube_spoilt")
    tube.result_at, tube.note = session.now, draft.reason
    session.say(n=_to(session, tube, TargetState.resample))
    return tube


@change("rounds.recall", draft=TargetDraft, ahead=AHEAD)
def recall(session: Writing, draft: TargetDraft) -> RoundTube:
    """Everybody in an abnormal tube is tested again, alone."""
    tube = _step(session, draft.id, "rounds.recall")
    session.say(n=_to(session, tube, TargetState.resample))
    return tube


@change("rounds.resolve", draft=ReasonedTube, ahead=AHEAD)
def resolve(session: Writing, draft: ReasonedTube) -> RoundTube:
    """Everybody of an abnormal tube has a result of their own."""
    tube = _step(session, draft.id, "rounds.resolve")
    tube.note = draft.reason
    return tube


@change("rounds.void", draft=ReasonedTube, ahead=AHEAD)
def void(session: Writing, draft: ReasonedTube) -> RoundTube:
    """Unusable; whose samples it held are left again."""
    return _gone(session, draft, "rounds.void")


@change("rounds.lose", draft=ReasonedTube, ahead=AHEAD)
def lose(session: Writing, draft: ReasonedTube) -> RoundTube:
    """Not to be found; whose samples it held are left again, and the round with them."""
    return _gone(session, draft, "rounds.lose")


def _gone(session: Writing, draft: ReasonedTube, verb: str) -> RoundTube:
    tube = _step(session, draft.id, verb)
    tube.note = draft.reason
    back = _to(session, tube, TargetState.not_seen)
    its = fetch(session, CoverageRound, tube.round_id)
    if back and its.state in (RoundState.reconciled, RoundState.results_in):
        its.state, its.reason = RoundState.mop_up, draft.reason
        admit(session, its)
    session.say(n=back)
    return tube


def _to(session: Writing, tube: RoundTube, state: TargetState) -> int:
    """Sets everybody of a tube back; gives how many they are."""
    people = session.exec(
        select(RoundTarget).where(
            RoundTarget.tube_id == tube.id, RoundTarget.state == TargetState.seen
        )
    ).all()
    for one in people:
        one.state, one.at, one.by_id = state, session.now, session.actor.id
        if state is TargetState.not_seen:
            one.tube_id = None
    return len(people)


def _step(session: Writing, tube_id: int, verb: str) -> RoundTube:
    tube = fetch(session, RoundTube, tube_id)
    reached = TubeState(TUBE.to(verb, tube.state))
    guard_tube(session, tube, verb)
    tube.state = reached
    session.say(tube=tube.number, filled=tube.filled)
    say_round(session, fetch(session, CoverageRound, tube.round_id))
    return tube

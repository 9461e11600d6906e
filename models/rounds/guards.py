"""What must be true beyond the state before something is done with a round, a target or a tube."""

from collections.abc import Mapping
from types import MappingProxyType

import sqlalchemy as sa
from sqlmodel import col, func

from models.homes.sight import check_reveals
from models.homes.tables import Household
from models.rounds.members import check_all_ended
from models.rounds.sight import seen
from models.rounds.states import (
    MARKS,
    TARGET,
    UNDER_WAY,
    USED,
    RoundKind,
    RoundState,
    TargetState,
    TubeState,
)
from models.rounds.tables import CoverageRound, RoundTarget, RoundTube
from models.rounds.terminal import terminal
from models.rounds.treated import disinfection_rules
from models.rules.refusal import Refusal
from models.rules.tubes import check_reconciled
from models.store.engine import Reading, Writing
from models.store.session import fetch
from models.words import Key

SEEING: Mapping[RoundKind, str] = MappingProxyType(
    {
        RoundKind.test: "rounds.mark",
        RoundKind.kits: "rounds.hand_kits",
        RoundKind.disinfection: "rounds.treat",
        RoundKind.survey: "rounds.answer",
        RoundKind.card: "rounds.mark",
    }
)
"""The verb that sees one target, by kind: a survey is not seen without an answer. Kits are handed
over first, and a door is seen when it has said what they showed."""

SWEEPING = ("rounds.mark_door", "rounds.mark_floor", "rounds.mark_stairwell")
INTO_TUBE = ("rounds.mark_into", "rounds.mark_door_into")
_RESAMPLING = ("rounds.retest", "rounds.exempt", "rounds.set_away")
_AFTER = (*UNDER_WAY, RoundState.reconciled, RoundState.results_in)
_UNREAD = (TubeState.filling, TubeState.sealed, TubeState.delivered)
_UNRESOLVED = (TubeState.mixed, TubeState.recalled)
_ABNORMAL = (*_UNRESOLVED, TubeState.resolved)
_OF_ISOLATION = ("rounds.set_apart", "rounds.let_go")


def seeing(kind: RoundKind) -> str | None:
    """The verb that sees one target of a kind, where one verb does."""
    return SEEING.get(kind)


def check_runs(row: CoverageRound, *states: RoundState) -> None:
    """Raises `Refusal` unless the round stands where its targets are seen."""
    if row.state not in (states or UNDER_WAY):
        raise Refusal(
            "refuse.rounds.not_running",
            kind=row.kind,
            no=row.number,
            state=Key(f"RoundState.{row.state.value}"),
        )


def guard_round(session: Reading, row: CoverageRound, verb: str) -> None:
    """Nobody left, tubes that add up, every result read and every abnormal tube resolved."""
    match verb:
        case "rounds.reconcile":
            check_all_ended(session, row)
            check_tubes(session, row)
        case "rounds.results_in":
            _check_kind(row, RoundKind.test)
            unread = _count_tubes(session, row, _UNREAD)
            if unread:
                raise Refusal("refuse.rounds.unread", n=unread)
        case "rounds.close":
            if row.kind is RoundKind.test and row.state is RoundState.reconciled:
                raise Refusal("refuse.rounds.results_first")
            unresolved = _count_tubes(session, row, _UNRESOLVED)
            if unresolved:
                raise Refusal("refuse.rounds.unresolved", n=unresolved)
            _check_disinfected(session, row)
            check_all_ended(session, row)
        case "rounds.edit_round":
            if row.state in (RoundState.closed, RoundState.cancelled):
                raise Refusal("refuse.rounds.past")
        case "rounds.timetable":
            _check_kind(row, RoundKind.test)
            check_runs(row, RoundState.planned, RoundState.announced, RoundState.running)
        case "rounds.issue_tubes":
            _check_tubed(row)
            check_runs(row, RoundState.planned, RoundState.announced, *UNDER_WAY)
        case "rounds.return_tubes":
            _check_tubed(row)
            check_runs(row)
        case "rounds.admit":
            check_runs(row)
        case "rounds.mark_where":
            check_runs(row)
            if seeing(row.kind) != "rounds.mark":
                raise Refusal("refuse.rounds.one_by_one", kind=row.kind)
        case "rounds.hand_out_kits" | "rounds.report_kits":
            _check_kind(row, RoundKind.kits)
            check_runs(row)


def _check_disinfected(session: Reading, row: CoverageRound) -> None:
    if row.kind is not RoundKind.test:
        return
    waiting = terminal(session, disinfection_rules(session), round_id=row.id)
    if waiting:
        spots = tuple(f"{building}-{stairwell}" for building, stairwell in sorted(waiting))
        raise Refusal("refuse.rounds.terminal_left", spots=spots)


def check_tubes(session: Reading, row: CoverageRound) -> None:
    """Raises `Refusal` while a tube is open or the tubes do not add up."""
    counts = tube_counts(session, row.id or 0)
    if counts.get(TubeState.filling):
        raise Refusal("refuse.rounds.filling", n=counts[TubeState.filling])
    check_reconciled(
        issued=sum(counts.values()),
        used=sum(counts.get(state, 0) for state in USED),
        returned=counts.get(TubeState.returned, 0),
        # A lost tube is accounted for once somebody has said so; its people are left again.
        void=counts.get(TubeState.void, 0) + counts.get(TubeState.lost, 0),
    )


def tube_counts(session: Reading, round_id: int) -> dict[TubeState, int]:
    """How many tubes of a round stand where."""
    rows = session.execute(
        sa.select(col(RoundTube.state), func.count())
        .where(col(RoundTube.round_id) == round_id)
        .group_by(col(RoundTube.state))
    )
    return {state: n for state, n in rows}


def _count_tubes(session: Reading, row: CoverageRound, states: tuple[TubeState, ...]) -> int:
    counts = tube_counts(session, row.id or 0)
    return sum(counts.get(state, 0) for state in states)


def _check_kind(row: CoverageRound, *kinds: RoundKind) -> None:
    if row.kind not in kinds:
        raise Refusal("refuse.rounds.not_this_kind", kind=row.kind)


def _check_tubed(row: CoverageRound) -> None:
    _check_kind(row, RoundKind.test)
    if row.tube_size is None:
        raise Refusal("refuse.rounds.no_tubes_here")


def guard_target(session: Reading, row: RoundTarget, verb: str) -> None:
    """The round is under way, the kind knows the state, and the tube is not sealed yet."""
    its = fetch(session, CoverageRound, row.round_id)
    if verb == "rounds.reveal":
        if row.resident_id is None or row.household_id is None or row.state is TargetState.seen:
            raise Refusal("refuse.rounds.nobody_to_call")
        home = fetch(session, Household, row.household_id)
        check_reveals(session, home.grid, seen(session, its.state).on_task)
        return
    check_runs(its, *(_AFTER if verb in _RESAMPLING else ()))
    if verb in SWEEPING:
        if seeing(its.kind) != "rounds.mark":
            raise Refusal("refuse.rounds.one_by_one", kind=its.kind)
        if row.household_id is None:
            raise Refusal("refuse.rounds.not_this_kind", kind=its.kind)
    elif verb in INTO_TUBE:
        _check_tubed(its)
    elif verb == "rounds.answer":
        _check_kind(its, RoundKind.survey)
    elif verb == "rounds.treat":
        _check_kind(its, RoundKind.disinfection)
    elif verb == "rounds.report_kit":
        _check_kind(its, RoundKind.kits)
    elif verb == "rounds.mark" and seeing(its.kind) != verb:
        raise Refusal("refuse.rounds.not_this_kind", kind=its.kind)
    elif verb in TARGET.verbs():
        reached = TARGET.to(verb, row.state)
        if TargetState(reached) not in MARKS[its.kind]:
            raise Refusal("refuse.rounds.not_this_kind", kind=its.kind)
    if verb == "rounds.take_back" and row.tube_id is not None:
        tube = fetch(session, RoundTube, row.tube_id)
        if tube.state is not TubeState.filling:
            raise Refusal("refuse.rounds.sealed", tube=tube.number)


def say_round(session: Writing, row: CoverageRound) -> None:
    """The round as the journal names it."""
    session.say(kind=Key(f"RoundKind.{row.kind.value}"), no=row.number)


def acted_on(session: Reading, target_id: int, verb: str) -> tuple[RoundTarget, CoverageRound]:
    """The target that `verb` is done to and its round, when it may be done."""
    row = fetch(session, RoundTarget, target_id)
    guard_target(session, row, verb)
    return row, fetch(session, CoverageRound, row.round_id)


def guard_tube(session: Reading, row: RoundTube, verb: str) -> None:
    """Tubes move while their round is open; an abnormal one ends when all its people are tested."""
    its = fetch(session, CoverageRound, row.round_id)
    if its.state in (RoundState.closed, RoundState.cancelled):
        raise Refusal("refuse.rounds.past")
    if verb in _OF_ISOLATION and row.state not in _ABNORMAL:
        raise Refusal("refuse.rounds.not_abnormal", tube=row.number)
    if verb == "rounds.resolve":
        waiting = session.scalar(
            sa.select(func.count())
            .select_from(RoundTarget)
            .where(
                col(RoundTarget.tube_id) == row.id,
                col(RoundTarget.state) == TargetState.resample,
            )
        )
        if waiting:
            raise Refusal("refuse.rounds.resample_left", n=waiting)

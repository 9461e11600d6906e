"""Rounds and their targets as records: what opens, what may be done, how they are found."""

from models.homes.tables import Household
from models.rounds.finding import aim_doors, aim_survey, aim_test, find_rounds, find_targets
from models.rounds.guards import guard_round, guard_target, seeing, tube_counts
from models.rounds.lines import RoundLine, TargetLine
from models.rounds.reads import buildings, rounds, targets
from models.rounds.sheets import titled
from models.rounds.sight import seen
from models.rounds.states import (
    ROUND,
    TARGET,
    USED,
    Outcome,
    RoundKind,
    RoundState,
    TargetState,
    TubeState,
)
from models.rounds.tables import CoverageRound, RoundTarget
from models.rules.refusal import Refusal
from models.store.engine import Reading
from models.store.register import (
    Kind,
    Link,
    Quick,
    Sheet,
    SheetField,
    check_opens,
    fetch,
    filled,
    kind,
    links,
    quick,
)
from models.words import Key

_SHOWN = 12
"""Records of a round or a tube that a sheet offers."""


# ── the round ───────────────────────────────────────────────────────────────────────────────────


def round_line(session: Reading, round_id: int) -> RoundLine:
    """The line of one round.

    Raises:
        Refusal: when it is no longer there.
    """
    found = next(iter(rounds(session, only=round_id)), None)
    if found is None:
        raise Refusal("refuse.gone")
    return found


def round_sheet(session: Reading, round_id: int) -> Sheet:
    """A round: where it stands, its sums by building, its tubes."""
    check_opens(session)
    row, line = fetch(session, CoverageRound, round_id), round_line(session, round_id)
    by_building = tuple(
        f"{tally.building}# {tally.left}" for tally in buildings(session, line) if tally.left
    )
    left = targets(session, round_id, limit=_SHOWN).lines
    return Sheet(
        f"#{line.number} {line.name}".rstrip(),
        filled(
            SheetField("field.round_kind", line.kind),
            SheetField("field.state", line.state),
            SheetField("field.round_starts_at", line.starts_at),
            SheetField("field.round_ends_at", line.ends_at, alarm=line.late),
            SheetField("field.round_place", row.place),
            SheetField("field.round_owner", line.owner),
            SheetField("field.round_total", line.total or None),
            SheetField("field.round_left", line.left if line.total else None, alarm=line.late),
            SheetField("field.left_by_building", by_building),
            SheetField("field.round_seen", line.seen or None),
            SheetField("field.round_excused", line.excused or None),
            SheetField("field.round_missed", line.missed or None),
            SheetField("field.tube_size", row.tube_size),
            *_tube_fields(session, row),
            SheetField("field.lanes", row.lanes if row.kind is RoundKind.test else None),
            SheetField("field.closed_at", row.closed_at),
            SheetField("field.reason", row.reason),
            SheetField("field.note", row.note),
        ),
        tuple(("rounds.target", one.id, titled(one)) for one in left),
    )


def _tube_fields(session: Reading, row: CoverageRound) -> tuple[SheetField, ...]:
    """Issued, used, returned, void: what must add up."""
    if row.tube_size is None:
        return ()
    counts = tube_counts(session, row.id or 0)
    return (
        SheetField("field.tubes_issued", sum(counts.values())),
        SheetField("field.tubes_used", sum(counts.get(state, 0) for state in USED)),
        SheetField("field.tubes_returned", counts.get(TubeState.returned)),
        SheetField("field.tubes_void", counts.get(TubeState.void)),
        SheetField("field.tubes_lost", counts.get(TubeState.lost), alarm=True),
        SheetField("field.tubes_out", counts.get(TubeState.issued)),
    )


def _natural_round(_: Reading, row: CoverageRound) -> str | None:
    if row.state is RoundState.reconciled and row.kind is not RoundKind.test:
        return "rounds.close"
    return ROUND.natural(row.state)


ROUND_KIND = kind(
    Kind(
        "rounds.round",
        table=CoverageRound,
        sheet=round_sheet,
        find=find_rounds,
        machine=ROUND,
        guard=guard_round,
        natural=_natural_round,
        verbs=(
            "rounds.announce",
            "rounds.timetable",
            "rounds.issue_tubes",
            "rounds.start",
            "rounds.mark_where",
            "rounds.hand_out_kits",
            "rounds.report_kits",
            "rounds.admit",
            "rounds.suspend",
            "rounds.resume",
            "rounds.mop_up",
            "rounds.return_tubes",
            "rounds.reconcile",
            "rounds.take_up_again",
            "rounds.results_in",
            "rounds.close",
            "rounds.cancel",
            "rounds.edit_round",
        ),
        edit="rounds.edit_round",
    )
)


# ── one target ──────────────────────────────────────────────────────────────────────────────────


def target_line(session: Reading, row: RoundTarget) -> TargetLine:
    """The line of one target.

    Raises:
        Refusal: when the viewer sees no targets.
    """
    found = targets(session, row.round_id, show="", only=row.id).lines
    if not found:
        raise Refusal("refuse.gone")
    return found[0]


def target_sheet(session: Reading, target_id: int) -> Sheet:
    """A target: where it stands, why, who looks after it, its tube, what was before."""
    check_opens(session)
    row = fetch(session, RoundTarget, target_id)
    its, line = fetch(session, CoverageRound, row.round_id), target_line(session, row)
    related: list[Link] = [("rounds.round", row.round_id, f"{its.number} {its.name}".rstrip())]
    grid = ""
    if row.household_id is not None:
        home = fetch(session, Household, row.household_id)
        grid = home.grid
    if row.household_id is not None and seen(session, its.state).links(
        grid, row.resident_id is not None
    ):
        related.append(("homes.household", row.household_id, line.door))
        if row.resident_id is not None:
            related.append(("homes.resident", row.resident_id, line.name))
    if row.tube_id is not None:
        related.append(("rounds.tube", row.tube_id, f"#{line.tube}"))
    return Sheet(
        titled(line),
        filled(
            SheetField("field.round_kind", its.kind),
            SheetField("field.state", line.state, alarm=line.state is TargetState.refused),
            SheetField("field.phone", line.phone),
            SheetField("field.people_behind", line.people or None),
            SheetField("field.cause", line.cause),
            SheetField("field.reason", line.reason),
            SheetField("field.decided_by", line.decided_by),
            SheetField("field.until", line.until),
            SheetField("field.owner", line.owner),
            SheetField("field.hint_before", line.hint or line.hint_cause),
            SheetField("field.missed_running", line.missed or None, alarm=line.climbed),
            SheetField(
                "field.outcome", line.outcome or _result(line), alarm=line.outcome in _BAD
            ),  # fmt: skip
            SheetField("field.kits", row.quantity),
            SheetField("field.tube", line.tube),
            SheetField("field.note", line.note),
            SheetField("field.at", line.at),
            SheetField("field.recorded_by", line.by),
        ),
        tuple(related),
    )


_BAD = (Outcome.positive, Outcome.abnormal, Outcome.unwell)


def _result(line: TargetLine) -> Key | None:
    """A member's result is its tube's, until it was tested alone."""
    return None if line.tube_state is None else Key(f"TubeState.{line.tube_state.value}")


def _natural_target(session: Reading, row: RoundTarget) -> str | None:
    natural = TARGET.natural(row.state)
    if natural == "rounds.mark":
        return seeing(fetch(session, CoverageRound, row.round_id).kind)
    return natural


TARGET_KIND = kind(
    Kind(
        "rounds.target",
        table=RoundTarget,
        sheet=target_sheet,
        find=find_targets,
        machine=TARGET,
        guard=guard_target,
        natural=_natural_target,
        verbs=(
            "rounds.mark",
            "rounds.mark_door",
            "rounds.mark_floor",
            "rounds.mark_stairwell",
            "rounds.mark_into",
            "rounds.mark_door_into",
            "rounds.answer",
            "rounds.hand_kits",
            "rounds.report_kit",
            "rounds.treat",
            "rounds.ask_for",
            "rounds.book_doorstep",
            "rounds.defer",
            "rounds.exempt",
            "rounds.set_away",
            "rounds.refuse",
            "rounds.escalate",
            "rounds.pass_over",
            "rounds.retest",
            "rounds.own",
            "rounds.take_back",
            "rounds.reveal",
        ),
        reveal="rounds.reveal",
    )
)


@links("homes.household")
def rounds_of_door(session: Reading, household_id: int) -> tuple[Link, ...]:
    """A door leads to who is left behind it in the rounds under way."""
    home = fetch(session, Household, household_id)
    return tuple((one.kind, one.id, f"{one.label} {one.detail}")
                 for one in find_targets(session, home.door, _SHOWN))  # fmt: skip


quick(
    Quick("rounds.mark_into", ("采样", "做核酸", "sampled", "swabbed"), aim=aim_test),
    Quick(
        "rounds.mark_door_into",
        ("全家 采样", "全家采样", "采样 全家", "采样全家", "all sampled", "family sampled"),
        aim=aim_doors,
    ),
    Quick("rounds.exempt", ("免检", "exempt"), rest="reason", aim=find_targets),
    Quick("rounds.book_doorstep", ("上门采样", "上门", "doorstep"), rest="reason", aim=aim_test),
    Quick("rounds.defer", ("晚点", "改时间", "later"), rest="reason", aim=find_targets),
    Quick("rounds.refuse", ("不配合", "拒检", "declined"), rest="reason", aim=find_targets),
    Quick(
        "rounds.answer",
        ("敲门", "走访登记", "knocked"),
        rest="note",
        needs=("outcome",),
        aim=aim_survey,
    ),  # fmt: skip
)

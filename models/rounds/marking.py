"""What is recorded of targets: one of them, a door, a floor, a stairwell, a building, marked rows.

Whatever is seen at once is one act. A sample goes into the tube in hand: the one that whoever
records is filling, and when it is full the next that was issued.
"""

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa
from sqlmodel import col

from models.homes.side_tables import Building
from models.homes.tables import Household
from models.isolation.recording import retested
from models.rounds.drafts import (
    AnswerDraft,
    AwayTarget,
    DeferDraft,
    DoorstepDraft,
    EscalateDraft,
    ExemptDraft,
    IntoTube,
    OwnDraft,
    PassOver,
    RefuseDraft,
    RetestDraft,
    ScopeDraft,
    TakeBack,
)
from models.rounds.guards import acted_on, guard_round
from models.rounds.members import LEFT_ROWS, admit
from models.rounds.pouring import numbers, pour
from models.rounds.states import TARGET, Outcome, TargetState
from models.rounds.tables import CoveragePlace, CoverageRound, RoundTarget, RoundTube
from models.rules.refusal import Refusal
from models.rules.release import SampleResult
from models.store.engine import Writing
from models.store.many import change_many
from models.store.register import TargetDraft, change, fetch
from models.words import Key

_SWEPT = (TargetState.not_seen, TargetState.doorstep, TargetState.deferred)
"""Whom a whole door or stairwell takes in; a refusal is asked about by itself."""
_ANSWERS = (Outcome.well, Outcome.need, Outcome.unwell, Outcome.changed)
_RETESTS = (Outcome.negative, Outcome.positive, Outcome.invalid)


def ahead(session: Writing, drafts: Sequence[TargetDraft]) -> None:
    """Reads at once the targets of an act and their rounds."""
    found = session.gather(RoundTarget, [draft.id for draft in drafts])
    session.gather(CoverageRound, {target.round_id for target in found.values()})


# ── seeing ──────────────────────────────────────────────────────────────────────────────────────


def see(
    session: Writing,
    its: CoverageRound,
    targets: Iterable[RoundTarget],
    *,
    tube: int | None = None,
    outcome: Outcome | None = None,
    quantity: int | None = None,
    note: str = "",
) -> tuple[int, ...]:
    """Has targets seen, now, by whoever records; gives the numbers of the tubes used.

    Raises:
        Refusal: when one of them cannot be seen from where it stands, or there is no tube left.
    """
    seen = list(targets)
    more = {"outcome": outcome, "quantity": quantity, "note": note or None}
    told = {name: value for name, value in more.items() if value is not None}
    tubes = pour(session, its, len(seen), tube)
    for place, target in enumerate(seen):
        TARGET.to("rounds.mark", target.state)
        _give(target, **_seen_now(session), **told)
        if tubes:
            target.tube_id = tubes[place].id
    return numbers(tubes)


def _seen_now(session: Writing) -> dict[str, object]:
    """What being seen writes; what was noted before stays, and nobody is shown it any more."""
    return {"state": TargetState.seen, "at": session.now, "by_id": session.actor.id}


@change("rounds.mark", draft=TargetDraft, ahead=ahead)
def mark(session: Writing, draft: TargetDraft) -> RoundTarget:
    """One target is seen; a sample goes into the tube in hand."""
    row, its = acted_on(session, draft.id, "rounds.mark")
    _say(session, its, 1, see(session, its, [row]), row)
    return row


@change("rounds.mark_into", draft=IntoTube, ahead=ahead)
def mark_into(session: Writing, draft: IntoTube) -> RoundTarget:
    """One person is sampled into the tube that is named."""
    row, its = acted_on(session, draft.id, "rounds.mark_into")
    _say(session, its, 1, see(session, its, [row], tube=draft.tube), row)
    return row


@change("rounds.mark_door", draft=TargetDraft, ahead=ahead)
def mark_door(session: Writing, draft: TargetDraft) -> RoundTarget:
    """Everybody left behind the door is seen."""
    return _mark_door(session, "rounds.mark_door", draft.id, None)


@change("rounds.mark_door_into", draft=IntoTube, ahead=ahead)
def mark_door_into(session: Writing, draft: IntoTube) -> RoundTarget:
    """Everybody left behind the door is sampled into the tube that is named."""
    return _mark_door(session, "rounds.mark_door_into", draft.id, draft.tube)


@change("rounds.mark_floor", draft=TargetDraft, ahead=ahead)
def mark_floor(session: Writing, draft: TargetDraft) -> RoundTarget:
    """Everybody left on the floor is seen."""
    row, its = acted_on(session, draft.id, "rounds.mark_floor")
    home = fetch(session, Household, row.household_id or 0)
    at = {"building": home.building, "stairwell": home.stairwell, "floor": home.floor}
    _sweep(session, its, at, f"{home.building}-{home.stairwell} {home.floor}F")
    return row


@change("rounds.mark_stairwell", draft=TargetDraft, ahead=ahead)
def mark_stairwell(session: Writing, draft: TargetDraft) -> RoundTarget:
    """Everybody left in the stairwell is seen."""
    row, its = acted_on(session, draft.id, "rounds.mark_stairwell")
    home = fetch(session, Household, row.household_id or 0)
    at = {"building": home.building, "stairwell": home.stairwell}
    _sweep(session, its, at, f"{home.building}-{home.stairwell}")
    return row


@change("rounds.mark_where", draft=ScopeDraft)
def mark_where(session: Writing, draft: ScopeDraft) -> CoverageRound:
    """Everybody left in a building, or in a part of it, is seen."""
    its = fetch(session, CoverageRound, draft.id)
    guard_round(session, its, "rounds.mark_where")
    number = fetch(session, Building, draft.building_id).number
    at = {"building": number, "stairwell": draft.stairwell, "floor": draft.floor}
    parts = [f"{number}#" if draft.stairwell is None else f"{number}-{draft.stairwell}"]
    if draft.floor is not None:
        parts.append(f"{draft.floor}F")
    given = {name: value for name, value in at.items() if value is not None}
    _sweep(session, its, given, " ".join(parts), tube=draft.tube, but=draft.but)
    return its


def _mark_door(session: Writing, verb: str, target_id: int, tube: int | None) -> RoundTarget:
    row, its = acted_on(session, target_id, verb)
    admit(session, its)
    ids = _left(session, its, {"id": row.household_id})
    behind = session.gather(RoundTarget, ids)
    people = [behind[one] for one in ids]
    _say(session, its, len(people), see(session, its, people, tube=tube), row)
    return row


def _sweep(
    session: Writing,
    its: CoverageRound,
    at: Mapping[str, int | None],
    spot: str,
    *,
    tube: int | None = None,
    but: Sequence[int] = (),
) -> None:
    """A floor, a stairwell or a building at once: a hundred rows by one statement."""
    admit(session, its)
    swept = [row_id for row_id in _left(session, its, at) if row_id not in but]
    if not swept:
        raise Refusal("refuse.rounds.nobody_left", spot=spot)
    tubes = pour(session, its, len(swept), tube)
    now = _seen_now(session)
    if tubes:
        rows = {one: {**now, "tube_id": tubes[n].id} for n, one in enumerate(swept)}
    else:
        rows = dict.fromkeys(swept, now)
    change_many(session, RoundTarget, rows)
    _say(session, its, len(swept), numbers(tubes))
    session.say(spot=spot)


def _left(session: Writing, its: CoverageRound, at: Mapping[str, int | None]) -> list[int]:
    """Ids of those left behind doors of these parts, in walking order."""
    session.flush()
    found = session.execute(
        sa.select(col(RoundTarget.id))
        .join(Household, col(Household.id) == col(RoundTarget.household_id))
        .where(
            col(RoundTarget.round_id) == its.id,
            LEFT_ROWS,
            col(RoundTarget.state).in_(_SWEPT),
            *(getattr(Household, name) == value for name, value in at.items()),
        )
        .order_by(
            col(Household.building),
            col(Household.stairwell),
            col(Household.floor).desc(),
            col(Household.room),
            col(RoundTarget.id),
        )
    )
    return list(found.scalars())


# ── the other ends, and what is only promised ───────────────────────────────────────────────────


@change("rounds.exempt", draft=ExemptDraft, ahead=ahead)
def exempt(session: Writing, draft: ExemptDraft) -> RoundTarget:
    """Excused for this round, with the reason and who said so."""
    row = _step(session, draft.id, "rounds.exempt")
    _give(row, cause=draft.cause, reason=draft.reason,
          decided_by=draft.decided_by or session.actor.name)  # fmt: skip
    return row


@change("rounds.set_away", draft=AwayTarget, ahead=ahead)
def set_away(session: Writing, draft: AwayTarget) -> RoundTarget:
    """Not here: where instead, and how that is known."""
    row = _step(session, draft.id, "rounds.set_away")
    _give(row, cause=draft.cause, reason=draft.reason)
    return row


@change("rounds.book_doorstep", draft=DoorstepDraft, ahead=ahead)
def book_doorstep(session: Writing, draft: DoorstepDraft) -> RoundTarget:
    """A team is to come to the door."""
    row = _step(session, draft.id, "rounds.book_doorstep")
    _give(row, owner_id=draft.owner_id or row.owner_id, until=draft.until, reason=draft.reason)
    return row


@change("rounds.defer", draft=DeferDraft, ahead=ahead)
def defer(session: Writing, draft: DeferDraft) -> RoundTarget:
    """Later, at an hour that was agreed."""
    if draft.until <= session.now:
        raise Refusal("refuse.rounds.deferred_past")
    row = _step(session, draft.id, "rounds.defer")
    _give(row, until=draft.until, reason=draft.reason)
    return row


@change("rounds.refuse", draft=RefuseDraft, ahead=ahead)
def refuse(session: Writing, draft: RefuseDraft) -> RoundTarget:
    """Will not take part; it stays left until it is told to whoever can do more."""
    row = _step(session, draft.id, "rounds.refuse")
    _give(row, reason=draft.reason, until=None)
    return row


@change("rounds.escalate", draft=EscalateDraft, ahead=ahead)
def escalate(session: Writing, draft: EscalateDraft) -> RoundTarget:
    """A refusal is told to whoever can do more."""
    row = _step(session, draft.id, "rounds.escalate")
    _give(row, decided_by=draft.decided_by, reason=draft.reason or row.reason)
    return row


@change("rounds.pass_over", draft=PassOver, ahead=ahead)
def pass_over(session: Writing, draft: PassOver) -> RoundTarget:
    """Tried and not met: it counts as missed, and climbs when it happens again."""
    row = _step(session, draft.id, "rounds.pass_over")
    _give(row, reason=draft.reason)
    return row


@change("rounds.take_back", draft=TakeBack, ahead=ahead)
def take_back(session: Writing, draft: TakeBack) -> RoundTarget:
    """What was recorded is wrong: it is left again."""
    row = _step(session, draft.id, "rounds.take_back")
    if row.tube_id is not None:
        tube = fetch(session, RoundTube, row.tube_id)
        tube.filled -= 1
        row.tube_id = None
    _give(row, reason=draft.reason, cause=None, decided_by="", until=None, outcome=None,
          quantity=None)  # fmt: skip
    return row


@change("rounds.own", draft=OwnDraft, ahead=ahead)
def own(session: Writing, draft: OwnDraft) -> RoundTarget:
    """Somebody looks after it."""
    row, its = acted_on(session, draft.id, "rounds.own")
    _give(row, owner_id=draft.owner_id)
    _say(session, its, 1, (), row)
    session.say(volunteer=draft.owner_id)
    return row


@change("rounds.answer", draft=AnswerDraft, ahead=ahead)
def answer(session: Writing, draft: AnswerDraft) -> RoundTarget:
    """What was answered at the door."""
    if draft.outcome not in _ANSWERS:
        raise Refusal("refuse.rounds.answers", answers=_ANSWERS)
    row, its = acted_on(session, draft.id, "rounds.answer")
    see(session, its, [row], outcome=draft.outcome, note=draft.note)
    _say(session, its, 1, (), row)
    session.say(outcome=Key(f"Outcome.{draft.outcome.value}"))
    return row


@change("rounds.retest", draft=RetestDraft, ahead=ahead)
def retest(session: Writing, draft: RetestDraft) -> RoundTarget:
    """Tested again, alone; a sample that could not be read is taken once more."""
    if draft.outcome not in _RETESTS:
        raise Refusal("refuse.rounds.retests", answers=_RETESTS)
    row = _step(session, draft.id, "rounds.retest")
    if draft.outcome is Outcome.invalid:
        row.state = TargetState.resample
    row.outcome = draft.outcome
    if row.resident_id is not None:
        retested(session, row.resident_id, SampleResult(draft.outcome.value))
    session.say(outcome=Key(f"Outcome.{draft.outcome.value}"))
    return row


def _step(session: Writing, target_id: int, verb: str) -> RoundTarget:
    """One step of a target's machine, with when and by whom."""
    row, its = acted_on(session, target_id, verb)
    row.state = TargetState(TARGET.to(verb, row.state))
    row.at, row.by_id = session.now, session.actor.id
    _say(session, its, 1, (), row)
    return row


def _give(row: RoundTarget, **values: object) -> None:
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def _say(
    session: Writing,
    its: CoverageRound,
    n: int,
    tubes: Sequence[int],
    at: RoundTarget | None = None,
) -> None:
    """What the journal tells: a door by its id, to be masked; never a reason."""
    told: dict[str, object] = {
        "kind": Key(f"RoundKind.{its.kind.value}"),
        "no": its.number,
        "n": n,
    }
    if tubes:
        told["tubes"] = " →{}".format(" ".join(f"#{number}" for number in tubes))
    if at is not None and at.household_id is not None:
        told["household"] = at.household_id
    elif at is not None and at.place_id is not None:
        told["spot"] = fetch(session, CoveragePlace, at.place_id).name
    session.say(**told)

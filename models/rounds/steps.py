"""What is done with a round as a whole: planned, announced, opened, brought to its end."""

import datetime as dt

import sqlalchemy as sa
from sqlmodel import col, func, select

from models.homes.side_tables import Building
from models.homes.tables import Household, Resident, Tag
from models.rounds.drafts import ReasonedRound, RoundDraft, RoundFields, TimetableDraft
from models.rounds.guards import guard_round, say_round
from models.rounds.members import PRESENT, admit, excuse_the_gone, sampling_rules
from models.rounds.states import MARKS, ROUND, RoundKind, RoundState
from models.rounds.tables import CoverageRound, RoundSlot, RoundTarget
from models.rules.coverage import Mark
from models.rules.refusal import Refusal
from models.rules.spans import Span
from models.rules.timetable import Heads, SamplingRules, timetable
from models.rules.tubes import check_size
from models.store.duties import Duty
from models.store.engine import Reading, Writing
from models.store.register import LEADERS, TargetDraft, change, editing, fetch

_LASTS = dt.timedelta(hours=24)
"""How long a round lasts unless it says otherwise: the city asked for every one within a day."""


@change("rounds.plan", draft=RoundDraft, roles=LEADERS)
def plan(session: Writing, draft: RoundDraft) -> CoverageRound:
    """A round to come; it gets the next number of its kind."""
    last = session.scalar(
        sa.select(func.max(col(CoverageRound.number))).where(col(CoverageRound.kind) == draft.kind)
    )
    given = draft.model_dump(exclude={"ends_at"})
    row = CoverageRound(
        **given,
        number=(last or 0) + 1,
        ends_at=draft.ends_at or draft.starts_at + _LASTS,
    )
    if row.kind is RoundKind.test and row.tube_size is None:
        row.tube_size = min(sampling_rules(session).tube_sizes)
    _check_fields(session, row)
    session.add(row)
    session.flush()
    say_round(session, row)
    return row


def _check_fields(session: Writing, row: CoverageRound) -> None:
    if row.ends_at <= row.starts_at:
        raise Refusal("refuse.rounds.backwards")
    if row.tube_size is not None:
        if row.kind is not RoundKind.test:
            raise Refusal("refuse.rounds.not_this_kind", kind=row.kind)
        check_size(row.tube_size, sampling_rules(session).tube_sizes)


def _edited(session: Writing, row: CoverageRound) -> None:
    guard_round(session, row, "rounds.edit_round")
    _check_fields(session, row)
    say_round(session, row)


editing("rounds.edit_round", table=CoverageRound, fields=RoundFields, roles=LEADERS, also=_edited)


@change("rounds.announce", draft=TargetDraft, roles=LEADERS)
def announce(session: Writing, draft: TargetDraft) -> CoverageRound:
    """The round was told to the group."""
    row = _step(session, draft.id, "rounds.announce")
    row.announced_at = session.now
    return row


@change("rounds.start", draft=TargetDraft, roles=LEADERS)
def start(session: Writing, draft: TargetDraft) -> CoverageRound:
    """The round begins: everybody who is present becomes a target, in this one act."""
    row = _step(session, draft.id, "rounds.start")
    row.started_at = session.now
    session.say(n=admit(session, row))
    return row


@change("rounds.admit", draft=TargetDraft)
def admit_arrivals(session: Writing, draft: TargetDraft) -> CoverageRound:
    """Who came home since joins; who left is taken off the list of those left."""
    row = fetch(session, CoverageRound, draft.id)
    guard_round(session, row, "rounds.admit")
    say_round(session, row)
    session.say(n=admit(session, row), gone=excuse_the_gone(session, row))
    return row


@change("rounds.suspend", draft=ReasonedRound, roles=LEADERS)
def suspend(session: Writing, draft: ReasonedRound) -> CoverageRound:
    """Rain, no tubes, no doctor: nothing is marked until it goes on."""
    row = _step(session, draft.id, "rounds.suspend")
    row.reason = draft.reason
    return row


@change("rounds.resume", draft=TargetDraft, roles=LEADERS)
def resume(session: Writing, draft: TargetDraft) -> CoverageRound:
    """It goes on."""
    return _step(session, draft.id, "rounds.resume")


@change("rounds.mop_up", draft=TargetDraft, roles=LEADERS)
def mop_up(session: Writing, draft: TargetDraft) -> CoverageRound:
    """Everybody had a turn; from now on those left are called, one by one."""
    row = _step(session, draft.id, "rounds.mop_up")
    row.mop_up_at = session.now
    _keep_up(session, row)
    return row


@change("rounds.reconcile", draft=TargetDraft, roles=LEADERS)
def reconcile(session: Writing, draft: TargetDraft) -> CoverageRound:
    """Nobody is left, and what was handed out adds up."""
    row = fetch(session, CoverageRound, draft.id)
    ROUND.to("rounds.reconcile", row.state)
    _keep_up(session, row)
    return _step(session, draft.id, "rounds.reconcile")


@change("rounds.take_up_again", draft=ReasonedRound, roles=LEADERS)
def take_up_again(session: Writing, draft: ReasonedRound) -> CoverageRound:
    """Somebody was found to be missing after all."""
    row = _step(session, draft.id, "rounds.take_up_again")
    row.reason = draft.reason
    return row


@change("rounds.results_in", draft=TargetDraft, roles=LEADERS)
def results_in(session: Writing, draft: TargetDraft) -> CoverageRound:
    """Every tube has its result."""
    return _step(session, draft.id, "rounds.results_in")


@change("rounds.close", draft=TargetDraft, roles=LEADERS)
def close(session: Writing, draft: TargetDraft) -> CoverageRound:
    """Done; its sums stay with it."""
    row = _step(session, draft.id, "rounds.close")
    row.closed_at = session.now
    marks = MARKS[row.kind]
    sums = dict.fromkeys(Mark, 0)
    rows = session.execute(
        sa.select(col(RoundTarget.state), func.count())
        .where(col(RoundTarget.round_id) == row.id)
        .group_by(col(RoundTarget.state))
    )
    for state, n in rows:
        sums[marks[state]] += n
    row.total = sum(sums.values())
    row.seen, row.excused, row.missed = sums[Mark.seen], sums[Mark.excused], sums[Mark.missed]
    session.say(n=row.seen, of=row.total)
    return row


@change("rounds.cancel", draft=ReasonedRound, roles=LEADERS)
def cancel(session: Writing, draft: ReasonedRound) -> CoverageRound:
    """Called off before it began."""
    row = _step(session, draft.id, "rounds.cancel")
    row.reason = draft.reason
    return row


def _step(session: Writing, round_id: int, verb: str) -> CoverageRound:
    row = fetch(session, CoverageRound, round_id)
    reached = RoundState(ROUND.to(verb, row.state))
    guard_round(session, row, verb)
    row.state = reached
    say_round(session, row)
    return row


# ── who comes and goes while it runs ────────────────────────────────────────────────────────────


def _keep_up(session: Writing, row: CoverageRound) -> None:
    admit(session, row)
    excuse_the_gone(session, row)


def keep_up(session: Writing) -> None:
    """Every round under way takes in who came home, and lets go who left."""
    running = session.exec(
        select(CoverageRound).where(
            col(CoverageRound.state).in_((RoundState.running, RoundState.mop_up))
        )
    ).all()
    for row in running:
        _keep_up(session, row)


DUTIES = (Duty("rounds.keep_up", dt.timedelta(minutes=5), keep_up),)


# ── the timetable ───────────────────────────────────────────────────────────────────────────────


@change("rounds.timetable", draft=TimetableDraft, roles=LEADERS)
def make_timetable(session: Writing, draft: TimetableDraft) -> CoverageRound:
    """Every building's turns, from its heads and the measured minutes; an older one is replaced."""
    row = fetch(session, CoverageRound, draft.id)
    guard_round(session, row, "rounds.timetable")
    rules = sampling_rules(session)
    first = draft.first_at or row.starts_at
    windows = _pupils_windows(session, first, row.ends_at, rules) if draft.pupils_first else ()
    for old in session.exec(select(RoundSlot).where(RoundSlot.round_id == row.id)):
        session.delete(old)
    session.flush()
    heads, ids = _heads(session)
    slots = timetable(heads, first, row.lanes, windows, rules)
    for slot in slots:
        session.add(
            RoundSlot(
                round_id=row.id or 0,
                building_id=ids[slot.building],
                building=int(slot.building),
                lane=slot.lane,
                starts_at=slot.span.start,
                ends_at=slot.span.end,
                people=slot.people,
                pupils=slot.pupils,
            )
        )
    say_round(session, row)
    last = max((slot.span.end for slot in slots), default=first)
    session.say(n=len(slots), until=session.clock.stamp(last))
    return row


def _pupils_windows(
    session: Reading, first: dt.datetime, until: dt.datetime, rules: SamplingRules
) -> tuple[Span, ...]:
    """The gaps between the lessons and the hours after them, on each day the round lasts."""
    found = []
    day, at = session.clock.day_of(first), session.clock.at
    while session.clock.day_start(day) < until:
        following = day + dt.timedelta(days=1)
        found.append(Span(at(day, rules.pupils_from), at(day, rules.pupils_until)))
        if rules.pupils_after is not None:
            night = min(until, session.clock.day_start(following))
            after = at(day, rules.pupils_after)
            found += [Span(after, night)] if after < night else []
        day = following
    return tuple(span for span in found if span.end > first)


def _heads(session: Reading) -> tuple[tuple[Heads, ...], dict[int | str, int]]:
    """How many are to be tested from each building, and how many of them have lessons."""
    rows = session.execute(
        sa.select(
            col(Building.id),
            col(Building.number),
            func.count(),
            # The tag as the list of tags holds it; nothing else in that list is spelt so.
            func.sum(sa.case((sa.cast(col(Resident.tags), sa.Text).contains(_PUPIL), 1), else_=0)),
        )
        .join(Household, col(Household.building_id) == col(Building.id))
        .join(Resident, col(Resident.household_id) == col(Household.id))
        .where(PRESENT)
        .group_by(col(Building.id), col(Building.number))
        .order_by(col(Building.number))
    ).all()
    heads = tuple(Heads(number, people, int(pupils)) for _, number, people, pupils in rows)
    return heads, {number: row_id for row_id, number, _, _ in rows}


_PUPIL = f'"{Tag.pupil.value}"'

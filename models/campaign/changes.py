"""What the secretary does to the campaign: the phases, directives, milestones, lists.

A phase that is left keeps its report in the same act: nobody closes a stage and writes its
numbers down another day.
"""

import datetime as dt

import sqlalchemy as sa
from sqlmodel import col, select

from models.branch.tables import Phase, PhaseKind
from models.campaign.checks import check, confirmable, elsewhere
from models.campaign.drafts import (
    CarryOut,
    DirectiveFields,
    DirectiveReason,
    HandOver,
    MilestoneFields,
    MovePhase,
    NewDirective,
    NewMilestone,
    Tick,
    Untick,
)
from models.campaign.guards import ASKED_BEFORE, foretelling, guard_phase, overtaken
from models.campaign.numbers import stage_numbers
from models.campaign.reads import reported
from models.campaign.tables import (
    DIRECTIVE,
    PHASES,
    CheckList,
    CheckTick,
    Directive,
    DirectiveState,
    Milestone,
    StageReport,
)
from models.homes.sight import grid_name
from models.homes.tables import Household
from models.people.tables import Volunteer, VolunteerKind
from models.requests.drafts import Assign
from models.requests.steps import assign
from models.requests.tables import REQUEST, Request
from models.rules.refusal import Refusal
from models.store.drafts import TargetDraft, Unfit
from models.store.duties import Duty
from models.store.engine import Reading, Writing
from models.store.register import SECRETARY, change, editing, fetch
from models.words import Key, Words

_DAY = dt.timedelta(days=1)

# ── phases ──────────────────────────────────────────────────────────────────────────────────────


@change(
    "campaign.list_free",
    draft=MovePhase,
    roles=SECRETARY,
    foretells=foretelling(PhaseKind.epidemic_free),
)
def list_free(session: Writing, draft: MovePhase) -> Phase:
    """The compound is named among the epidemic-free ones."""
    return _move(session, draft, "campaign.list_free")


@change(
    "campaign.unseal", draft=MovePhase, roles=SECRETARY, foretells=foretelling(PhaseKind.guarded)
)
def unseal(session: Writing, draft: MovePhase) -> Phase:
    """The compound is unsealed; gate, patrols, tests and disinfection go on."""
    return _move(session, draft, "campaign.unseal")


@change("campaign.close", draft=MovePhase, roles=SECRETARY, foretells=foretelling(PhaseKind.closed))
def close(session: Writing, draft: MovePhase) -> Phase:
    """The work of the branch is over."""
    return _move(session, draft, "campaign.close")


@change(
    "campaign.reseal", draft=MovePhase, roles=SECRETARY, foretells=foretelling(PhaseKind.sealed)
)
def reseal(session: Writing, draft: MovePhase) -> Phase:
    """A new case: the compound is sealed again, and the title is gone."""
    if not draft.reason:
        raise Unfit({"reason": ("refuse.campaign.reseal", {})})
    return _move(session, draft, "campaign.reseal")


def _move(session: Writing, draft: MovePhase, verb: str) -> Phase:
    row = fetch(session, Phase, draft.id)
    guard_phase(session, row, verb)
    target = PhaseKind(PHASES.to(verb, row.kind))
    day = draft.begins_on or session.today
    if day > session.today:
        raise Unfit({"begins_on": ("refuse.campaign.ahead", {})})
    if day <= row.begins_on:
        told: dict[str, object] = {"day": row.begins_on.isoformat()}
        raise Unfit({"begins_on": ("refuse.campaign.before", told)})
    _check_ready(session, target, draft.reason)
    _keep_report(session, row, day - _DAY, draft.reason, draft.note)
    for plan in overtaken(session, row, target):
        session.delete(plan)
    planned = session.exec(
        select(Phase)
        .where(col(Phase.begins_on) > row.begins_on, col(Phase.kind) == target)
        .order_by(col(Phase.begins_on))
    ).first()
    moved = planned or Phase(kind=target, begins_on=day)
    moved.begins_on = day
    session.add(moved)
    session.say(phase=Key(f"PhaseKind.{target}"), day=day.isoformat(), reason=draft.reason)
    return moved


def _check_ready(session: Reading, target: PhaseKind, reason: str) -> None:
    """Raises `Unfit` where something is open and nobody says why it goes on all the same."""
    asked = ASKED_BEFORE.get(target)
    found = check(session, asked) if asked and not reason else None
    failing = found.failing if found else None
    if found is not None and failing is not None:
        told: dict[str, object] = {"first": Key(failing.label), "n": found.open}
        raise Unfit({"reason": ("refuse.campaign.lacking", told)})


def _keep_report(
    session: Writing, row: Phase, ends_on: dt.date, reason: str = "", note: str = ""
) -> None:
    session.add(
        StageReport(
            kind=row.kind,
            begins_on=row.begins_on,
            ends_on=ends_on,
            closed_at=session.now,
            closed_by=session.actor.id,
            reason=reason,
            note=note,
            numbers=stage_numbers(session, row.begins_on, ends_on),
        )
    )


def close_stages(session: Writing) -> None:
    """Keeps the report of every stage that ended because the day of a planned phase had come."""
    rows = session.exec(
        select(Phase).where(col(Phase.begins_on) <= session.today).order_by(col(Phase.begins_on))
    ).all()
    kept = reported(session)
    for row, after in zip(rows, rows[1:], strict=False):
        if row.begins_on not in kept:
            _keep_report(session, row, after.begins_on - _DAY)


DUTIES = (Duty("campaign.close_stages", dt.time(0), close_stages),)

# ── directives ──────────────────────────────────────────────────────────────────────────────────


@change("campaign.record_directive", draft=NewDirective, roles=SECRETARY)
def record_directive(session: Writing, draft: NewDirective) -> Directive:
    """Writes down what was asked of the branch, until when, and who sees to it."""
    values = draft.model_dump()
    row = Directive(**{**values, "issued_on": draft.issued_on or session.today})
    session.add(row)
    session.flush()
    _check_directive(session, row)
    return row


@change("campaign.carry_out", draft=CarryOut, roles=SECRETARY)
def carry_out(session: Writing, draft: CarryOut) -> Directive:
    """It was done: by whom, and what."""
    row = _step(session, draft.id, "campaign.carry_out")
    row.done_at = session.now
    row.done_by = draft.done_by or row.assignee_id or session.actor.id
    _jot(row, draft.note)
    session.say(volunteer=row.done_by)
    return row


@change("campaign.withdraw_directive", draft=DirectiveReason, roles=SECRETARY)
def withdraw_directive(session: Writing, draft: DirectiveReason) -> Directive:
    """Whoever asked no longer does."""
    row = _step(session, draft.id, "campaign.withdraw_directive")
    _jot(row, draft.reason)
    return row


@change("campaign.reopen_directive", draft=DirectiveReason, roles=SECRETARY)
def reopen_directive(session: Writing, draft: DirectiveReason) -> Directive:
    """It is not done after all, or asked for again."""
    row = _step(session, draft.id, "campaign.reopen_directive")
    row.done_at = row.done_by = None
    _jot(row, draft.reason)
    return row


def _step(session: Writing, row_id: int, verb: str) -> Directive:
    row = fetch(session, Directive, row_id)
    row.state = DirectiveState(DIRECTIVE.to(verb, row.state))
    session.say(directive=row.id)
    return row


def _jot(row: Directive, text: str) -> None:
    row.note = "；".join(part for part in (row.note, text) if part)


def _check_directive(session: Writing, row: Directive) -> None:
    with session.no_autoflush:
        if row.due_at is not None and session.clock.day_of(row.due_at) < row.issued_on:
            raise Unfit({"due_at": ("refuse.campaign.deadline", {})})
    session.say(directive=row.id)


editing(
    "campaign.edit_directive",
    table=Directive,
    fields=DirectiveFields,
    roles=SECRETARY,
    also=_check_directive,
)

# ── milestones ──────────────────────────────────────────────────────────────────────────────────


@change("campaign.add_milestone", draft=NewMilestone, roles=SECRETARY)
def add_milestone(session: Writing, draft: NewMilestone) -> Milestone:
    """Writes down what was reached."""
    on = draft.reached_on or session.today
    row = Milestone(text=draft.text, reached_on=on, note=draft.note)
    _say_milestone(session, row)
    session.add(row)
    return row


@change("campaign.remove_milestone", draft=TargetDraft, roles=SECRETARY)
def remove_milestone(session: Writing, draft: TargetDraft) -> Milestone:
    """Takes a milestone off again."""
    row = fetch(session, Milestone, draft.id)
    session.delete(row)
    _say_milestone(session, row)
    return row


def _say_milestone(session: Writing, row: Milestone) -> None:
    session.say(text=row.text, day=row.reached_on.isoformat())


editing(
    "campaign.edit_milestone",
    table=Milestone,
    fields=MilestoneFields,
    roles=SECRETARY,
    also=_say_milestone,
)

# ── lists ───────────────────────────────────────────────────────────────────────────────────────


@change("campaign.tick", draft=Tick, roles=SECRETARY)
def tick(session: Writing, draft: Tick) -> CheckTick:
    """Confirms an item of a list that no record can tell."""
    if draft.item not in confirmable(session, draft.checklist):
        raise Refusal("refuse.campaign.computed")
    if _ticked(session, draft.checklist, draft.item) is not None:
        raise Refusal("refuse.campaign.ticked")
    row = CheckTick(
        checklist=draft.checklist,
        item=draft.item,
        ticked_at=session.now,
        ticked_by=session.actor.id,
        note=draft.note,
    )
    session.add(row)
    _say_item(session, row)
    return row


@change("campaign.untick", draft=Untick, roles=SECRETARY)
def untick(session: Writing, draft: Untick) -> CheckTick:
    """Takes a confirmation back."""
    row = _ticked(session, draft.checklist, draft.item)
    if row is None:
        raise Refusal("refuse.campaign.not_ticked")
    session.delete(row)
    _say_item(session, row)
    return row


def _ticked(session: Reading, checklist: CheckList, item: str) -> CheckTick | None:
    return session.exec(
        select(CheckTick).where(col(CheckTick.checklist) == checklist, col(CheckTick.item) == item)
    ).first()


def _say_item(session: Writing, row: CheckTick) -> None:
    label = f"{'ExitItem' if row.checklist is CheckList.exit else 'readiness.tick'}.{row.item}"
    session.say(
        item=Key(label) if Words().has(label) else row.item,
        checklist=Key(f"CheckList.{row.checklist}"),
    )


@change("campaign.hand_over", draft=HandOver, roles=SECRETARY)
def hand_over(session: Writing, draft: HandOver) -> Request:
    """Gives every open request to the leader of its grid, who stays when the branch goes.

    What nobody has looked at yet stays where it is: it is triaged first.
    """
    leaders = {
        grid_name(row.grid): row.id
        for row in session.exec(
            select(Volunteer).where(
                Volunteer.kind == VolunteerKind.grid_leader,
                col(Volunteer.demobilised_on).is_(None),
            )
        )
    }
    rows = session.execute(
        sa.select(Request, col(Household.grid))
        .outerjoin(Household, col(Household.id) == col(Request.household_id))
        .where(*elsewhere())
        .order_by(col(Request.id))
    ).all()
    handed: list[Request] = []
    for row, grid in rows:
        to_id = draft.to_id or leaders.get(grid_name(grid or ""))
        if to_id is None or not REQUEST.allows("requests.assign", row.state):
            continue
        if row.assignee_id != to_id:
            handed.append(assign(session, Assign(id=row.id, assignee_id=to_id)))
    if not handed:
        raise Refusal("refuse.campaign.nothing_to_hand", n=len(rows))
    session.say(n=len(handed), left=len(rows) - len(handed))
    return handed[-1]

"""What the secretary may change of the branch; each is one registered change."""

from collections.abc import Mapping

import arrow
import sqlalchemy as sa
from pydantic import JsonValue
from sqlmodel import col, select

from models.branch.drafts import (
    BranchDraft,
    DemonstrationDraft,
    FoundDraft,
    PhaseDraft,
    RuleSetDraft,
    RuleSetsDraft,
    SettingDraft,
)
from models.branch.side_tables import Setting
from models.branch.tables import Branch, Phase, PhaseKind, RuleSet
from models.rules.refusal import Refusal
from models.store.base import BranchClock
from models.store.drafts import TargetDraft
from models.store.engine import Writing, set_clock
from models.store.register import SECRETARY, change, editing, fetch
from models.words import Key


@change("branch.found", draft=FoundDraft, roles=SECRETARY)
def found_branch(session: Writing, draft: FoundDraft) -> Branch:
    """Says for the first time which branch this is, and in which zone it counts its days."""
    if session.get(Branch, 1) is not None:
        raise Refusal("refuse.branch.founded")
    kept = session.get(BranchClock, 1) or BranchClock()
    set_clock(
        session,
        BranchClock(zone=draft.zone, demo_start=kept.demo_start, demo_since=kept.demo_since),
    )
    row = Branch(id=1, name=draft.name, compound=draft.compound, first_day=draft.first_day)
    session.add(row)
    session.add(Phase(kind=PhaseKind.sealed, begins_on=draft.first_day))
    session.say(name=draft.name)
    return row


@change("branch.demonstrate", draft=DemonstrationDraft, roles=SECRETARY)
def begin_demonstration(session: Writing, draft: DemonstrationDraft) -> BranchClock:
    """Has the branch's time begin at `start`, from this real moment on, in every process alike."""
    kept = session.get(BranchClock, 1) or BranchClock()
    now = arrow.utcnow().datetime
    clock = BranchClock(zone=kept.zone, demo_start=draft.start, demo_since=now)
    set_clock(session, clock)
    session.say(start=draft.start)
    return clock


@change("branch.add_phase", draft=PhaseDraft, roles=SECRETARY)
def add_phase(session: Writing, draft: PhaseDraft) -> Phase:
    """Says from which day on the compound stands differently; the day may lie ahead."""
    if session.exec(select(Phase).where(col(Phase.begins_on) == draft.begins_on)).first():
        raise Refusal("refuse.branch.phase_day", day=draft.begins_on.isoformat())
    row = Phase(kind=draft.kind, begins_on=draft.begins_on)
    session.add(row)
    session.say(phase=_said(draft.kind), day=draft.begins_on.isoformat())
    return row


@change("branch.remove_phase", draft=TargetDraft, roles=SECRETARY)
def remove_phase(session: Writing, draft: TargetDraft) -> Phase:
    """Takes a phase off the list."""
    row = fetch(session, Phase, draft.id)
    _check_not_over(session, row)
    session.delete(row)
    session.say(phase=_said(row.kind), day=row.begins_on.isoformat())
    return row


@change("branch.install_rule_sets", draft=RuleSetsDraft, roles=SECRETARY)
def install_rule_sets(session: Writing, draft: RuleSetsDraft) -> RuleSet:
    """Adds the sets that are not there yet; what somebody edited is never overwritten."""
    have = {(row.kind, row.begins_on): row for row in session.exec(select(RuleSet))}
    for given in draft.rows:
        if (given.kind, given.begins_on) not in have:
            row = RuleSet(**given.model_dump())
            session.add(row)
            have[given.kind, given.begins_on] = row
    session.say(n=len(draft.rows))
    if not have:
        raise Refusal("refuse.branch.no_rules")
    return next(reversed(have.values()))


@change("branch.add_rule_set", draft=RuleSetDraft, roles=SECRETARY)
def add_rule_set(session: Writing, draft: RuleSetDraft) -> RuleSet:
    """Adds a set that replaces the one in force from its day on; it must be readable."""
    _check_readable(draft.kind, draft.data)
    if session.exec(
        select(RuleSet).where(
            col(RuleSet.kind) == draft.kind, col(RuleSet.begins_on) == draft.begins_on
        )
    ).first():
        raise Refusal("refuse.branch.rule_day", kind=draft.kind, day=draft.begins_on.isoformat())
    row = RuleSet(**draft.model_dump())
    session.add(row)
    session.say(name=draft.name, day=draft.begins_on.isoformat())
    return row


@change("branch.set", draft=SettingDraft, roles=SECRETARY)
def set_setting(session: Writing, draft: SettingDraft) -> Setting:
    """Sets one setting of the branch."""
    row = session.exec(select(Setting).where(col(Setting.key) == draft.key)).first()
    if row is None:
        row = Setting(key=draft.key, value=draft.value)
        session.add(row)
    elif row.value != draft.value:
        row.value = draft.value
    session.say(setting=draft.key)
    return row


def _settle_branch(session: Writing, row: Branch) -> None:
    """The first phase begins with the branch, whatever its first day is found to be."""
    with session.no_autoflush:
        begun = session.exec(select(Phase).order_by(col(Phase.begins_on))).all()
    if begun and begun[0].begins_on != row.first_day:
        if len(begun) > 1 and row.first_day >= begun[1].begins_on:
            raise Refusal("refuse.branch.phase_before", day=begun[1].begins_on.isoformat())
        begun[0].begins_on = row.first_day
    session.say(name=row.name)


def _check_not_over(session: Writing, row: Phase) -> None:
    """Raises `Refusal` where another phase has followed: what was reported of it stands."""
    with session.no_autoflush:
        was = session.exec(select(Phase.begins_on).where(col(Phase.id) == row.id)).one()  # type: ignore[call-overload]
        after = select(Phase).where(
            col(Phase.begins_on) > was, col(Phase.begins_on) <= session.today
        )
        if session.exec(after).first() is not None:
            raise Refusal("refuse.branch.phase_over")


def _check_in_order(session: Writing, row: Phase) -> None:
    """Raises `Refusal` where an edit would let the phases contradict what has happened already.

    A phase that has begun stays the phase it is, does not move into the future, and does not pass
    the one before it; the first one begins with the branch. One that is planned does not begin by
    an edit: whoever begins it is asked what lacks, and the stage before it keeps its report.
    """
    with session.no_autoflush:
        was_on, was = session.execute(
            sa.select(col(Phase.begins_on), col(Phase.kind)).where(col(Phase.id) == row.id)
        ).one()
        before = session.scalar(
            sa.select(sa.func.max(col(Phase.begins_on))).where(
                col(Phase.begins_on) < was_on, col(Phase.id) != row.id
            )
        )
    if was_on > session.today:
        if row.begins_on <= session.today:
            raise Refusal("refuse.branch.phase_planned")
        return
    if row.kind is not was or row.begins_on > session.today:
        raise Refusal("refuse.branch.phase_begun")
    if before is None and row.begins_on != was_on:
        raise Refusal("refuse.branch.first_phase")
    if before is not None and row.begins_on <= before:
        raise Refusal("refuse.branch.phase_before", day=before.isoformat())


def _say_phase(session: Writing, row: Phase) -> None:
    _check_not_over(session, row)
    _check_in_order(session, row)
    session.say(phase=_said(row.kind), day=row.begins_on.isoformat())


def _rule_set_edited(session: Writing, row: RuleSet) -> None:
    _check_readable(row.kind, row.data)
    session.say(name=row.name, day=row.begins_on.isoformat())


editing("branch.edit", table=Branch, fields=BranchDraft, roles=SECRETARY, also=_settle_branch)
editing("branch.edit_phase", table=Phase, fields=PhaseDraft, roles=SECRETARY, also=_say_phase)
editing(
    "branch.edit_rule_set",
    table=RuleSet,
    fields=RuleSetDraft,
    roles=SECRETARY,
    also=_rule_set_edited,
)


def _check_readable(kind: str, data: Mapping[str, JsonValue]) -> None:
    from models.rules.readers import check

    check(kind, data)


def _said(phase_kind: PhaseKind) -> Key:
    return Key(f"PhaseKind.{phase_kind.value}")

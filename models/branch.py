"""The branch itself: its name, its days, its phases, and the rules it has set itself.

The promise of this area: no number a rule needs is a constant of the code. Lengths, promises and
limits are dated sets that may be edited before they are used, and the one in force on a day can
always be named.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import arrow
import sqlalchemy as sa
from pydantic import JsonValue, field_validator
from sqlmodel import Field, col, select

from models.rules import rule_sets as rules
from models.rules.refusal import Refusal
from models.store.base import BranchClock, Row, table_args, text_enum
from models.store.clock import ZONE
from models.store.drafts import Draft, Hidden, TargetDraft, Text
from models.store.engine import Reading, Writing, set_clock
from models.store.register import (
    SECRETARY,
    Kind,
    Sheet,
    SheetField,
    change,
    editing,
    fetch,
    kind,
)
from models.words import Key


class PhaseKind(StrEnum):
    """How the compound stands: from sealed to closed."""

    sealed = "sealed"
    epidemic_free = "epidemic_free"
    guarded = "guarded"
    closed = "closed"


class Branch(Row, table=True):
    """The single row that says which branch this is."""

    area: ClassVar[str] = "branch"
    __table_args__ = table_args(sa.CheckConstraint("id = 1", name="branch_single"))

    name: str
    compound: str
    first_day: dt.date


class Phase(Row, table=True):
    """From which day on the compound stands in which way."""

    area: ClassVar[str] = "branch"
    __table_args__ = table_args()

    kind: PhaseKind = Field(sa_type=text_enum(PhaseKind))
    begins_on: dt.date = Field(unique=True)


class RuleSet(Row, table=True):
    """One dated set of one kind of rules."""

    area: ClassVar[str] = "branch"
    __table_args__ = table_args(
        sa.UniqueConstraint("kind", "begins_on", name="rule_set_once_a_day"),
    )

    kind: str
    name: str
    """A name that a person recognises, such as the notice it comes from."""
    begins_on: dt.date
    data: dict[str, JsonValue] = Field(default_factory=dict, sa_type=sa.JSON, nullable=False)


class Setting(Row, table=True):
    """A setting of the whole branch, such as its language."""

    area: ClassVar[str] = "branch"
    __table_args__ = table_args()

    key: str = Field(unique=True)
    value: JsonValue = Field(default=None, sa_type=sa.JSON)


class FoundDraft(Draft):
    """What set-up asks of a new branch."""

    name: Text = Field(min_length=1, max_length=40, title="field.branch_name")
    compound: Text = Field(min_length=1, max_length=40, title="field.compound")
    first_day: dt.date = Field(title="field.first_day", description="hint.first_day")
    zone: Text = Field(default=ZONE, title="field.zone", description="hint.zone")

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("zone") from None
        return zone


class BranchDraft(Draft):
    """What of the branch may be edited later."""

    name: Text = Field(min_length=1, max_length=40, title="field.branch_name")
    compound: Text = Field(min_length=1, max_length=40, title="field.compound")
    first_day: dt.date = Field(title="field.first_day", description="hint.first_day")


class PhaseDraft(Draft):
    """A phase and the day it begins."""

    kind: PhaseKind = Field(title="field.phase")
    begins_on: dt.date = Field(title="field.begins_on")


class RuleSetDraft(Draft):
    """A set of rules and the day it begins."""

    kind: Text = Field(min_length=1, max_length=32, title="field.rule_kind")
    name: Text = Field(
        min_length=1, max_length=80, title="field.rule_name", description="hint.rule_name"
    )
    begins_on: dt.date = Field(title="field.begins_on")
    # Written in a window of its own, number by number; a line of a form would be no place for it.
    data: Annotated[dict[str, JsonValue], Hidden()]


class DemonstrationDraft(Draft):
    """The moment a demonstration shows when it begins."""

    start: Annotated[dt.datetime, Hidden()]


class RuleSetsDraft(Draft):
    """The sets a new branch starts with, handed over as data."""

    rows: Annotated[tuple[RuleSetDraft, ...], Hidden()]


class SettingDraft(Draft):
    """One setting."""

    key: Annotated[Text, Hidden()] = Field(min_length=1, max_length=64)
    value: Annotated[JsonValue, Hidden()]


@dataclass(frozen=True, slots=True)
class BranchLine:
    """What the header says of the branch."""

    key: str
    name: str
    compound: str
    first_day: dt.date
    day: int
    """1 on the first day."""
    phase: PhaseKind | None
    phase_since: dt.date | None


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """A phase in the list of phases."""

    key: str
    kind: PhaseKind
    begins_on: dt.date
    current: bool


@dataclass(frozen=True, slots=True)
class RuleSetLine:
    """A set of rules in the list of sets."""

    key: str
    kind: str
    name: str
    begins_on: dt.date
    active: bool


def branch(session: Reading) -> BranchLine | None:
    """The branch as the header shows it; None before set-up."""
    row = session.get(Branch, 1)
    if row is None:
        return None
    now = _phase_on(session, session.today)
    return BranchLine(
        key="branch.branch:1",
        name=row.name,
        compound=row.compound,
        first_day=row.first_day,
        day=(session.today - row.first_day).days + 1,
        phase=now.kind if now else None,
        phase_since=now.begins_on if now else None,
    )


def day_number(session: Reading) -> int | None:
    """The day of the campaign, 1 on the first day; None before set-up."""
    row = session.get(Branch, 1)
    return None if row is None else (session.today - row.first_day).days + 1


def phase(session: Reading, day: dt.date | None = None) -> PhaseKind | None:
    """The phase in force today, or on another local day; None before the first one."""
    found = _phase_on(session, day or session.today)
    return found.kind if found else None


def phases(session: Reading) -> tuple[PhaseLine, ...]:
    """Every phase in the order of its days."""
    rows = session.exec(select(Phase).order_by(col(Phase.begins_on))).all()
    now = max((row.begins_on for row in rows if row.begins_on <= session.today), default=None)
    return tuple(
        PhaseLine(f"branch.phase:{row.id}", row.kind, row.begins_on, row.begins_on == now)
        for row in rows
    )


def rule_set(session: Reading, kind: str, day: dt.date | None = None) -> dict[str, JsonValue]:
    """The data of the set of that kind in force today, or on another local day.

    Raises:
        Refusal: when no set of that kind has begun.
    """
    return dict(_active_rule_set(session, kind, day or session.today).data)


def rule_set_name(session: Reading, kind: str) -> str:
    """Name of the set in force, as a screen names the rule it went by."""
    return _active_rule_set(session, kind, session.today).name


def active_rules(session: Reading, kinds: Iterable[str]) -> tuple[rules.RuleSet, ...]:
    """The sets of several kinds that have begun, in one statement, for `models.rules.rule_sets`."""
    rows = session.exec(
        select(RuleSet).where(
            col(RuleSet.kind).in_(tuple(kinds)), col(RuleSet.begins_on) <= session.today
        )
    )
    return tuple(rules.RuleSet(row.kind, row.name, row.begins_on, row.data) for row in rows)


def rule_sets(session: Reading) -> tuple[RuleSetLine, ...]:
    """Every set, by kind and then newest first; the one in force is marked."""
    rows = session.exec(
        select(RuleSet).order_by(col(RuleSet.kind), col(RuleSet.begins_on).desc())
    ).all()
    now: dict[str, dt.date] = {}
    for row in rows:
        if row.begins_on <= session.today:
            now.setdefault(row.kind, row.begins_on)
    return tuple(
        RuleSetLine(
            f"branch.rule_set:{row.id}",
            row.kind,
            row.name,
            row.begins_on,
            now.get(row.kind) == row.begins_on,
        )
        for row in rows
    )


def setting(session: Reading, key: str, default: JsonValue = None) -> JsonValue:
    """The value of a setting of the branch, or the default where nobody set it."""
    row = session.exec(select(Setting).where(col(Setting.key) == key)).first()
    return default if row is None else row.value


def settings(session: Reading) -> dict[str, JsonValue]:
    """Every setting that somebody set."""
    return {row.key: row.value for row in session.exec(select(Setting).order_by(col(Setting.key)))}


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
    """Adds a set that replaces the one in force from its day on."""
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


def _say_branch(session: Writing, row: Branch) -> None:
    session.say(name=row.name)


def _say_phase(session: Writing, row: Phase) -> None:
    session.say(phase=_said(row.kind), day=row.begins_on.isoformat())


def _say_rule_set(session: Writing, row: RuleSet) -> None:
    session.say(name=row.name, day=row.begins_on.isoformat())


editing("branch.edit", table=Branch, fields=BranchDraft, roles=SECRETARY, also=_say_branch)
editing("branch.edit_phase", table=Phase, fields=PhaseDraft, roles=SECRETARY, also=_say_phase)
editing(
    "branch.edit_rule_set", table=RuleSet, fields=RuleSetDraft, roles=SECRETARY, also=_say_rule_set
)


def _said(phase_kind: PhaseKind) -> Key:
    return Key(f"PhaseKind.{phase_kind.value}")


def _phase_on(session: Reading, day: dt.date) -> Phase | None:
    return session.exec(
        select(Phase)
        .where(col(Phase.begins_on) <= day)
        .order_by(col(Phase.begins_on).desc())
        .limit(1)
    ).first()


def _active_rule_set(session: Reading, kind: str, day: dt.date) -> RuleSet:
    row = session.exec(
        select(RuleSet)
        .where(col(RuleSet.kind) == kind, col(RuleSet.begins_on) <= day)
        .order_by(col(RuleSet.begins_on).desc())
        .limit(1)
    ).first()
    if row is None:
        raise Refusal("refuse.rules.none", kind=kind, day=day.isoformat())
    return row


def _branch_sheet(session: Reading, row_id: int) -> Sheet:
    row = fetch(session, Branch, row_id)
    lines = phases(session)
    clock = session.get(BranchClock, 1)
    return Sheet(
        row.name,
        (
            SheetField("field.compound", row.compound),
            SheetField("field.first_day", row.first_day),
            SheetField("field.zone", clock.zone if clock else ZONE),
            SheetField("field.phase", next((line.kind for line in lines if line.current), None)),
        ),
        tuple(
            ("branch.phase", int(line.key.rpartition(":")[2]), line.begins_on.isoformat())
            for line in lines
        ),
    )


def _phase_sheet(session: Reading, row_id: int) -> Sheet:
    row = fetch(session, Phase, row_id)
    return Sheet(
        row.begins_on.isoformat(),
        (SheetField("field.phase", row.kind), SheetField("field.begins_on", row.begins_on)),
    )


def _rule_set_sheet(session: Reading, row_id: int) -> Sheet:
    row = fetch(session, RuleSet, row_id)
    return Sheet(
        row.name,
        (
            SheetField("field.rule_kind", row.kind),
            SheetField("field.begins_on", row.begins_on),
            SheetField("field.rule_data", _told(row.data)),
        ),
    )


def _told(data: Mapping[str, JsonValue]) -> tuple[str, ...]:
    """The data of a set, a line for each of its fields."""
    return tuple(f"{name}: {value}" for name, value in data.items())


kind(Kind("branch.branch", Branch, _branch_sheet, verbs=("branch.edit",), edit="branch.edit"))
kind(
    Kind(
        "branch.phase",
        Phase,
        _phase_sheet,
        verbs=("branch.edit_phase", "branch.remove_phase"),
        edit="branch.edit_phase",
    )
)
kind(
    Kind(
        "branch.rule_set",
        RuleSet,
        _rule_set_sheet,
        verbs=("branch.edit_rule_set",),
        edit="branch.edit_rule_set",
    )
)

"""What day it is, which phase, and which rules are in force."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from pydantic import JsonValue
from sqlmodel import col, select

from models.branch.tables import Branch, Phase, PhaseKind, RuleSet
from models.rules import rule_sets as rules
from models.rules.refusal import Refusal
from models.store.engine import Reading

T = TypeVar("T")


class BranchLine(NamedTuple):
    """What the header says of the branch."""

    key: str
    name: str
    compound: str
    first_day: dt.date
    day: int
    """1 on the first day."""
    phase: PhaseKind | None
    phase_since: dt.date | None

    @property
    def full_name(self) -> str:
        """Compound and branch as one name, whether or not the branch's name says the compound."""
        if self.name.startswith(self.compound):
            return self.name
        gap = " " if self.compound.isascii() or self.name.isascii() else ""
        return f"{self.compound}{gap}{self.name}"


class PhaseLine(NamedTuple):
    """A phase in the list of phases."""

    key: str
    kind: PhaseKind
    begins_on: dt.date
    current: bool


class RuleSetLine(NamedTuple):
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


def ruled(session: Reading, kind: str, read: Callable[[dict[str, JsonValue]], T]) -> T:
    """The set in force today as an area reads it, read once for as long as the branch stays.

    Raises:
        Refusal: when no set of that kind has begun, or it cannot be read.
    """
    known = (kind, session.today, read)
    return session.settled(known, "branch", lambda: read(rule_set(session, kind)))


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
    from models.branch.side_tables import Setting

    row = session.exec(select(Setting).where(col(Setting.key) == key)).first()
    return default if row is None else row.value


def settings(session: Reading) -> dict[str, JsonValue]:
    """Every setting that somebody set."""
    from models.branch.side_tables import Setting

    return {row.key: row.value for row in session.exec(select(Setting).order_by(col(Setting.key)))}


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

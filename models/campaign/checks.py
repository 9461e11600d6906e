"""The lists that are gone through: what holds by the records, what a person confirmed, what fails.

Nothing here is ticked by hand that the records can tell, and nothing counts as good because
nobody wrote it down.
"""

import datetime as dt
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlmodel import col, func, select

from models.branch import phases
from models.branch.reads import ruled
from models.campaign.facts import facts
from models.campaign.tables import CheckList, CheckTick, ExitItem
from models.people.tables import Volunteer, VolunteerKind
from models.requests.tables import Request
from models.rules.readiness import Facts, ReadinessRules, earliest, readiness
from models.rules.refusal import Refusal
from models.rules.why import Why
from models.stock.tables import CountState, Item, StockCount
from models.store.actor import GRID
from models.store.engine import Reading

_TICK = "readiness.tick."
# Spelt as the partial index is, so that what is closed is never looked at.
_OPEN = sa.literal_column("request.closed_at IS NULL", sa.Boolean())
BY_RECORDS = frozenset({ExitItem.requests, ExitItem.stock})
"""What of the exit list the records tell."""
AFTERWARDS = frozenset({ExitItem.purge})
"""What is done when the branch is closed, and does not keep it open."""
_UNTICKED = Why("readiness.why.unticked")
_WAITS = {
    ExitItem.certificates: Why("campaign.why.certificates"),
    ExitItem.purge: Why("campaign.why.afterwards"),
}
"""What is told of an item that waits for more than a word."""


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One item of a list, and whether it holds."""

    key: str
    """`check:<list>.<item>`: no record of its own, because most items are computed."""
    checklist: CheckList
    item: str
    label: str
    """Key of what it is called; a tick without words is called by its name."""
    holds: bool
    manual: bool
    """Whether a person confirms it."""
    asked: bool
    """Whether it stands in the way of what the list is for."""
    earliest: dt.date | None
    """The earliest day on which it can hold; None where no day decides it."""
    why: Why
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A list with what it comes to."""

    checklist: CheckList
    lines: tuple[CheckLine, ...]
    earliest: dt.date | None
    """The earliest day on which all of it can hold; None where no day decides it."""

    @property
    def failing(self) -> CheckLine | None:
        """The first item that stands in the way."""
        return next((line for line in self.lines if line.asked and not line.holds), None)

    @property
    def open(self) -> int:
        """How many stand in the way."""
        return sum(line.asked and not line.holds for line in self.lines)


_Ticks = dict[CheckList, dict[str, tuple[CheckTick, str]]]
"""What was confirmed, by list and item, with the name of whoever did."""


def checks(session: Reading, *wanted: CheckList) -> tuple[Checked, ...]:
    """The lists asked for, each as it stands; none for who only serves."""
    if session.viewer.role not in GRID:
        return ()
    ticks = _ticks(session)
    found = []
    ready = [one for one in wanted if one is not CheckList.exit]
    rules = readiness_rules(session) if ready else None
    if rules is not None:
        known = facts(session)
        found += [
            _readiness(session, one, rules, known, ticks[one])
            for one in ready
            if one in rules.checklists
        ]
    if CheckList.exit in wanted:
        found.append(Checked(CheckList.exit, _exit(session, ticks[CheckList.exit]), None))
    return tuple(found)


def check(session: Reading, wanted: CheckList) -> Checked | None:
    """One list; None where the rules have none of that name."""
    return next(iter(checks(session, wanted)), None)


def readiness_rules(session: Reading) -> ReadinessRules | None:
    """The checklists in force; None where nobody has set any."""
    try:
        return ruled(session, "readiness", ReadinessRules.from_data)
    except Refusal:
        return None


def confirmable(session: Reading, checklist: CheckList) -> frozenset[str]:
    """What of a list a person confirms."""
    if checklist is CheckList.exit:
        return frozenset(set(ExitItem) - BY_RECORDS)
    rules = readiness_rules(session)
    if rules is None or checklist not in rules.checklists:
        return frozenset()
    return frozenset(rules.checklist(checklist).ticks)


def _ticks(session: Reading) -> _Ticks:
    found: _Ticks = {one: {} for one in CheckList}
    for row, name in session.execute(
        sa.select(CheckTick, col(Volunteer.name)).outerjoin(
            Volunteer, col(Volunteer.id) == col(CheckTick.ticked_by)
        )
    ):
        found[row.checklist][row.item] = (row, name or "")
    return found


def _readiness(
    session: Reading,
    checklist: CheckList,
    rules: ReadinessRules,
    known: Facts,
    ticks: dict[str, tuple[CheckTick, str]],
) -> Checked:
    held = {item: session.clock.day_of(row.ticked_at) for item, (row, _) in ticks.items()}
    conditions = readiness(replace(known, ticks=held), rules.checklist(checklist))
    lines = []
    for one in conditions:
        item = one.key.removeprefix(_TICK)
        row, by = ticks.get(item, (None, ""))
        lines.append(
            CheckLine(
                key=f"check:{checklist}.{item}",
                checklist=checklist,
                item=item,
                label=one.key,
                holds=one.holds,
                manual=one.key.startswith(_TICK),
                asked=True,
                # A deed has no day.
                earliest=one.earliest if one.earliest > known.today else None,
                why=one.why,
                by=by,
                note=row.note if row else "",
            )
        )
    return Checked(checklist, tuple(lines), earliest(conditions, known.today))


def _exit(session: Reading, ticks: dict[str, tuple[CheckTick, str]]) -> tuple[CheckLine, ...]:
    computed = {ExitItem.requests: _requests(session), ExitItem.stock: _stock(session)}
    lines = []
    for item in ExitItem:
        row, by = ticks.get(item, (None, ""))
        holds, why = computed.get(item, (row is not None, _WAITS.get(item, _UNTICKED)))
        if row is not None:
            on = session.clock.day_of(row.ticked_at).isoformat()
            why = Why("readiness.why.ticked", {"on": on})
        lines.append(
            CheckLine(
                key=f"check:{CheckList.exit}.{item}",
                checklist=CheckList.exit,
                item=item,
                label=f"ExitItem.{item}",
                holds=holds,
                manual=item not in BY_RECORDS,
                asked=item not in AFTERWARDS,
                earliest=None,
                why=why,
                by=by,
                note=row.note if row else "",
            )
        )
    return tuple(lines)


def _requests(session: Reading) -> tuple[bool, Why]:
    """Whether every open request is with a grid leader, who stays when the branch goes."""
    left = session.scalar(sa.select(func.count()).select_from(Request).where(*elsewhere()))
    key = "campaign.why.requests" if left else "campaign.why.no_requests"
    return not left, Why(key, {"n": left})


def elsewhere() -> tuple[sa.ColumnElement[bool], ...]:
    """What tells the open requests that no grid leader has."""
    leaders = select(Volunteer.id).where(
        Volunteer.kind == VolunteerKind.grid_leader, col(Volunteer.demobilised_on).is_(None)
    )
    nobodys = col(Request.assignee_id).is_(None)
    return _OPEN, sa.or_(nobodys, col(Request.assignee_id).not_in(leaders))


def _stock(session: Reading) -> tuple[bool, Why]:
    """Whether every item was counted since the compound stands as it does now."""
    since = next((line.begins_on for line in phases(session) if line.current), session.today)
    counted = select(StockCount.item_id).where(
        StockCount.state == CountState.completed,
        col(StockCount.counted_at) >= session.clock.day_start(since),
    )
    left = session.scalar(
        sa.select(func.count()).select_from(Item).where(col(Item.id).not_in(counted))
    )
    told = {"n": left, "on": since.isoformat()}
    return not left, Why("campaign.why.uncounted" if left else "campaign.why.counted", told)

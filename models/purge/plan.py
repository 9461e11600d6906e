"""What would go, what would stay, and what stands in the way; nothing is changed here."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import SQLModel, col, func

from models.acts import every_area
from models.branch import PhaseKind, branch
from models.campaign.tables import Milestone
from models.group_buys.states import COUNTED, BuyState, Payment
from models.group_buys.tables import BuyOrder, GroupBuy
from models.isolation.tables import Isolation, IsolationState
from models.purge.traces import Needles, people
from models.requests.tables import MoneyState, Request
from models.rounds.states import RoundState
from models.rounds.tables import CoverageRound
from models.store.acts import ACT, ACT_VALUE, ENTRY, ENTRY_VALUE, REVISION
from models.store.base import Row
from models.store.duties import DUTY_DONE
from models.store.session import Reading

KEPT = frozenset(
    {"branch", "branch_clock", "phase", ACT.name, ENTRY.name, REVISION.name, DUTY_DONE.name}
)
"""Tables that stay: what the branch was called, how it went, and the chain of its acts. All others
go, whoever added them: a table has to be named here to be kept."""

_APART = (IsolationState.isolating, IsolationState.case_home, IsolationState.monitoring)
"""Whoever was transferred is looked after elsewhere, and was handed over in person."""


class Blocker(NamedTuple):
    """Something that must be finished first."""

    text: str
    """Key of the sentence."""
    n: int
    note: str = ""
    """What it is about, where a number does not say it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What dissolving the branch would do now."""

    branch: str
    blockers: tuple[Blocker, ...]
    goes: dict[str, int]
    """Rows that are deleted, by table; empty tables are left out."""
    stays: dict[str, int]
    """Rows that are kept, by table."""

    @property
    def rows(self) -> int:
        """How many rows go."""
        return sum(self.goes.values())


def plan(session: Reading) -> Plan:
    """What would go, stay, and stands in the way."""
    found = branch(session)
    counts = {table.name: _count(session, table) for table in tables()}
    return Plan(
        branch=found.full_name if found else "",
        blockers=tuple(blockers(session)),
        goes={name: n for name, n in sorted(counts.items()) if n and name not in KEPT},
        stays={name: n for name, n in sorted(counts.items()) if name in KEPT},
    )


def tables() -> tuple[sa.Table, ...]:
    """Every table of the database, those first that refer to others."""
    every_area()
    for module in ("journal", "duties", "personal", "kept"):
        __import__(f"models.store.{module}")
    own = {
        str(row.__tablename__) for row in Row.__subclasses__() if row.__module__[:7] == "models."
    }
    own |= {table.name for table in (ACT, ACT_VALUE, ENTRY, ENTRY_VALUE, REVISION, DUTY_DONE)}
    own |= {"erased", "kept_form"}
    return tuple(table for table in reversed(SQLModel.metadata.sorted_tables) if table.name in own)


def blockers(session: Reading) -> Iterator[Blocker]:
    """What must be finished first."""
    found = branch(session)
    if found is None or found.phase is not PhaseKind.closed:
        yield Blocker("purge.waits.phase", 1)
    waiting: tuple[tuple[str, type[Row], sa.ColumnElement[bool]], ...] = (
        ("purge.waits.requests", Request, col(Request.closed_at).is_(None)),
        ("purge.waits.isolation", Isolation, col(Isolation.state).in_(_APART)),
        (
            "purge.waits.rounds",
            CoverageRound,
            col(CoverageRound.state).not_in((RoundState.closed, RoundState.cancelled)),
        ),
        (
            "purge.waits.buys",
            GroupBuy,
            col(GroupBuy.state).not_in((BuyState.settled, BuyState.archived, BuyState.cancelled)),
        ),
        ("purge.waits.money", Request, col(Request.money) == MoneyState.advanced),
        (
            "purge.waits.refunds",
            BuyOrder,
            sa.or_(
                col(BuyOrder.payment) == Payment.refund_due,
                sa.and_(col(BuyOrder.payment) == Payment.unpaid, col(BuyOrder.state).in_(COUNTED)),
            ),
        ),
    )
    for text, table, where in waiting:
        n = session.scalar(sa.select(func.count()).select_from(table).where(where)) or 0
        if n:
            yield Blocker(text, n)
    yield from _named(session, people(session))


def _named(session: Reading, known: Needles) -> Iterator[Blocker]:
    """Milestones whose words name somebody: the work report, which stays, repeats them."""
    for on, text in session.execute(sa.select(col(Milestone.reached_on), col(Milestone.text))):
        if any(one in text for one in known):
            yield Blocker("purge.waits.named", 1, on.isoformat())


def _count(session: Reading, table: sa.Table) -> int:
    return session.scalar(sa.select(func.count()).select_from(table)) or 0
